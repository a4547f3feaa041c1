"""The letters of a night and of a check, as they are laid down where no mail server is set."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import os
import shutil
from email.message import EmailMessage
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline.precheck import Prechecked, precheck
from pipeline.progress import Progress
from pipeline.workspace import Workspace
from tests.conftest import SAMPLES
from tests.pipeline.test_night import (
    AT_ONCE,
    ELDERS,
    FAULTY,
    FIRST,
    HALL,
    SECOND,
    _changed,
    demo,
    drop,
    fresh_workspace,
    night,
    workspace,
)
from tests.pipeline.test_privacy import NUMBERS, leaking

__all__ = ["demo", "fresh_workspace", "workspace"]

pytestmark = pytest.mark.no_books


def letters(workspace: Workspace) -> dict[str, EmailMessage]:
    """Name of the file → the letter as a mail program reads it."""
    found = {}
    for path in sorted(workspace.mail.glob("*.eml")):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        found[path.name] = message
    return found


def kinds(workspace: Workspace) -> list[str]:
    return sorted(name.split("_")[1] for name in letters(workspace))


def text(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_every_file_of_the_demonstration_is_answered_and_the_secretariat_told(
    demo: tuple[Workspace, object, object],
) -> None:
    found = letters(demo[0])
    assert kinds(demo[0]) == ["受理", "受理", "受理", "差戻し", "朝の報告", "隔離"]
    (returned,) = [message for name, message in found.items() if "差戻し" in name]
    assert returned["To"].addresses[0].addr_spec == "mihon.hanako@city.example.jp"
    (attachment,) = returned.iter_attachments()
    assert str(attachment.get_filename()).endswith("_検証結果つき.xlsx")
    (digest,) = [message for name, message in found.items() if "朝の報告" in name]
    assert "受付5件（受理3・差戻し1・隔離1・重複0）" in digest["Subject"]


def test_a_second_run_sends_nothing(workspace: Workspace) -> None:
    drop(workspace, SAMPLES / HALL, "地域コミュニティ課")
    assert [mail["state"] for mail in night(workspace).mails] == ["sent", "sent"]
    before = letters(workspace).keys()
    assert night(workspace).mails == []
    assert letters(workspace).keys() == before


def test_a_corrected_file_is_told_what_is_mended_and_what_is_left(workspace: Workspace) -> None:
    path = drop(workspace, SAMPLES / HALL, "地域コミュニティ課")
    _changed(path, "事業の概要", "目的", None)
    _changed(path, "事業の概要", "対象者", None)
    assert night(workspace).count("差戻し") == 1
    (copy,) = workspace.returned.glob("地域コミュニティ課/*_検証結果.xlsx")
    path = drop(workspace, copy, "地域コミュニティ課", "直した.xlsx")
    _changed(path, "事業の概要", "目的", "区民ホールの受付を速くする。")
    assert night(workspace, SECOND).count("差戻し") == 1
    (answer,) = [m for name, m in letters(workspace).items() if name.startswith(f"{SECOND}_差戻し")]
    told = text(answer)
    assert "「対象者」が空です" in told
    assert "直ったところ" in told
    assert "「目的」が空です" in told.split("■ 直ったところ")[1]


def test_of_two_files_of_one_case_in_a_night_the_later_counts_and_both_letters_say_so(workspace: Workspace) -> None:
    earlier, later = (drop(workspace, SAMPLES / HALL, "地域コミュニティ課", name) for name in ("先.xlsx", "後.xlsx"))
    _changed(later, "事業の概要", "事業名", "区民ホール受付システム（改）")
    for place, path in enumerate((earlier, later)):
        os.utime(path, (1_770_000_000 + place, 1_770_000_000 + place))
    placed = {item.receipt.filename: item for item in night(workspace).placed}
    assert [(name, placed[name].receipt.version, placed[name].path.name) for name in ("先.xlsx", "後.xlsx")] == [
        ("先.xlsx", 1, "v01.xlsx"),
        ("後.xlsx", 2, "v02.xlsx"),
    ]
    told = {
        str(m["Subject"]).partition("版）")[0][-1]: text(m)
        for m in letters(workspace).values()
        if "版）" in m["Subject"]
    }
    assert "「後.xlsx」も届いた" in told["1"].replace("\n", "")
    assert "第2版を審議に使います" in told["2"].replace("\n", "")


def test_the_letter_on_a_file_with_a_number_of_a_person_has_neither_number_nor_file(workspace: Workspace) -> None:
    leaking(drop(workspace, SAMPLES / HALL, "地域コミュニティ課", f"付議_{NUMBERS[0]}.xlsx"))
    assert night(workspace).count("隔離") == 1
    (answer,) = [message for name, message in letters(workspace).items() if "隔離" in name]
    assert list(answer.iter_attachments()) == []
    assert NUMBERS[0] not in text(answer) + answer["Subject"]
    assert "事務局" in text(answer)


def test_a_deadline_is_told_once_a_stage(workspace: Workspace) -> None:
    drop(workspace, SAMPLES / ELDERS, "高齢者医療担当課")
    days = [
        dt.date(2025, 12, 31),
        dt.date(2026, 1, 10),
        dt.date(2026, 1, 31),
        dt.date(2026, 3, 26),
        dt.date(2026, 4, 2),
    ]
    for day in (dt.date(2025, 11, 1), *days, dt.date(2026, 4, 3)):
        night(workspace, day)
    digests = {name[:10]: text(message) for name, message in letters(workspace).items() if "朝の報告" in name}
    told = {
        day: line.split("（")[1].split("）")[0]
        for day, page in digests.items()
        for line in page.splitlines()
        if "令和8年3月31日（" in line
    }
    assert told == {
        "2025-12-31": "あと90日",
        "2026-01-31": "あと59日",
        "2026-03-26": "あと5日",
        "2026-04-02": "2日過ぎました",
    }


# 点検: checks without handing in


def check(workspace: Workspace, date: dt.date = FIRST) -> Prechecked:
    return precheck(workspace, date, 1, Progress(), AT_ONCE)


def lay(workspace: Workspace, sample: str, name: str = "下書き.xlsx") -> Path:
    target = workspace.check / "地域コミュニティ課" / name
    shutil.copyfile(SAMPLES / sample, target)
    return target


@pytest.mark.parametrize(("sample", "verdict"), [(HALL, "受理"), (FAULTY, "差戻し")])
def test_a_file_put_up_for_a_check_is_answered_and_left_where_it_is(
    sample: str, verdict: str, workspace: Workspace
) -> None:
    path = lay(workspace, sample)
    before = path.read_bytes()
    assert check(workspace).answered == [("下書き.xlsx", verdict)]
    assert path.read_bytes() == before
    assert not list(workspace.accepted.rglob("*.xlsx")) + list(workspace.returned.rglob("*.xlsx"))
    ((name, answer),) = letters(workspace).items()
    assert "点検" in name
    assert "点検" in answer["Subject"]


def test_it_is_answered_once_until_it_changes(workspace: Workspace) -> None:
    path = lay(workspace, FAULTY)
    assert len(check(workspace).answered) == 1
    assert check(workspace, SECOND).answered == []
    book = load_workbook(path)
    book["事業の概要"]["B4"].value = "受付を速くする。"
    book.save(path)
    assert len(check(workspace, SECOND).answered) == 1
    assert len(letters(workspace)) == 2


def test_a_check_and_a_night_keep_out_of_each_others_way(workspace: Workspace) -> None:
    lay(workspace, HALL)
    check(workspace)
    assert night(workspace).placed == []
    drop(workspace, SAMPLES / HALL, "地域コミュニティ課")
    assert night(workspace, SECOND).count("受理") == 1
    assert check(workspace, SECOND).answered == []


def test_a_check_tells_no_number_of_a_person_not_even_one_in_a_file_name(workspace: Workspace) -> None:
    leaking(lay(workspace, HALL, f"付議_{NUMBERS[0]}.xlsx"))
    lay(workspace, HALL, f"~$別_{NUMBERS[0]}.xlsx")
    done = check(workspace)
    ((name, verdict),) = done.answered
    assert verdict == "隔離"
    ((_, answer),) = letters(workspace).items()
    assert NUMBERS[0] not in "".join([name, *done.waiting, text(answer), answer["Subject"]])
    assert len(done.waiting) == 1
