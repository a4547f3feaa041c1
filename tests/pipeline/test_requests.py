"""補正依頼: what an officer writes beside a case goes to the department in her words, once, and the case takes a further version."""

from __future__ import annotations

import datetime as dt
import io
from email.message import EmailMessage

import pytest
from openpyxl import load_workbook

from pipeline.durable import watched_by
from pipeline.extract import extract_file
from pipeline.masters.load import Masters
from pipeline.patch.editor import Editor
from pipeline.workspace import FORM, Workspace
from tests.conftest import SAMPLES
from tests.pipeline.test_night import HALL, _changed, drop, fresh_workspace, night, workspace
from tests.pipeline.test_post import letters, text
from tests.pipeline.test_privacy import NUMBERS
from tests.recordbook import line_of, write

__all__ = ["fresh_workspace", "workspace"]

pytestmark = pytest.mark.no_books

DAYS = [dt.date(2025, 11, day) for day in range(4, 10)]
WORDS = (
    "図の②と別紙の記載が合っていません。\n\n　・別紙１「結合の相手方」\nhttps://www.city.example.jp/ をご覧ください。"
)


def accepted(workspace: Workspace) -> int:
    """A case is accepted. Returns its row in the book."""
    drop(workspace, SAMPLES / HALL, "地域コミュニティ課")
    assert night(workspace, DAYS[0]).count("受理") == 1
    return int(line_of(workspace.record, "R07-0001")["行"])


def requests(workspace: Workspace) -> list[EmailMessage]:
    return [message for name, message in letters(workspace).items() if "補正依頼" in name]


def copy_in(message: EmailMessage) -> bytes:
    (attachment,) = message.iter_attachments()
    content = attachment.get_content()
    assert isinstance(content, bytes)
    return content


def test_her_words_go_to_the_department_with_case_version_and_what_to_do(workspace: Workspace) -> None:
    row = accepted(workspace)
    write(workspace.record, row, 補正依頼=WORDS)
    done = night(workspace, DAYS[1])
    assert [mail["state"] for mail in done.mails] == ["sent"]
    (message,) = requests(workspace)
    assert (
        message["Subject"] == "【付議】補正のお願い（R07-0001 第1版）区民ホール受付システムの構築に係る開発等について"
    )
    assert message["To"].addresses[0].addr_spec == "mihon.hanako@city.example.jp"  # as on the cover
    assert message["Cc"].addresses[0].addr_spec == "kusei-joho@city.example.jp"
    told = text(message).replace("\r\n", "\n")
    for part in ("【事務局からの補正依頼】", "R07-0001（第1版）", "添付のブックを直して", "提出フォルダに置いて"):
        assert part in told
    for line in WORDS.splitlines():
        assert f"\n　{line}".rstrip() + "\n" in told
    html = message.get_body(("html",))
    assert html is not None
    assert all(line in html.get_content() for line in WORDS.splitlines())


def test_the_copy_has_her_words_and_leads_to_the_next_version_whatever_its_title(workspace: Workspace) -> None:
    row = accepted(workspace)
    write(workspace.record, row, 補正依頼=WORDS, 審議結果="継続審議")
    night(workspace, DAYS[1])
    copy = copy_in(requests(workspace)[0])
    first = load_workbook(io.BytesIO(copy)).worksheets[0]
    shown = [cell.value for line in first.iter_rows() for cell in line if cell.value]
    assert [line for line in WORDS.splitlines() if line.strip() and line not in shown] == []
    path = workspace.inbox / "地域コミュニティ課" / "直したブック.xlsx"
    path.write_bytes(copy)
    _changed(path, "表紙", "件名", "区民ホール受付システムの開発等について")
    (placed,) = night(workspace, DAYS[2]).placed
    assert (placed.receipt.verdict, placed.receipt.case_id, placed.receipt.version) == ("受理", "R07-0001", 2)


def test_the_same_words_go_out_once_and_others_again(workspace: Workspace) -> None:
    row = accepted(workspace)
    asked = []
    for day, words in zip(DAYS[1:], ("一を直す", "一を直す", "二を直す", None, "二を直す"), strict=True):
        write(workspace.record, row, 補正依頼=words)
        night(workspace, day)
        asked.append(len(requests(workspace)))
    assert asked == [1, 1, 2, 2, 2]  # the last stands for the same version as before: the department has it


def test_words_written_anew_for_a_further_version_go_out_again(workspace: Workspace) -> None:
    row = accepted(workspace)
    write(workspace.record, row, 補正依頼="図を直す")
    night(workspace, DAYS[1])
    path = drop(workspace, SAMPLES / HALL, "地域コミュニティ課")
    _changed(path, "事業の概要", "事業名", "区民ホール受付システム（改）")
    assert night(workspace, DAYS[2]).placed[0].receipt.version == 2
    assert len(requests(workspace)) == 1  # they still stand there, and were meant for the first version
    for day, words in ((DAYS[3], None), (DAYS[4], "図を直す")):
        write(workspace.record, row, 補正依頼=words)
        night(workspace, day)
    assert [m["Subject"][:23] for m in requests(workspace)] == [
        "【付議】補正のお願い（R07-0001 第1版",
        "【付議】補正のお願い（R07-0001 第2版",
    ]


def test_a_version_that_came_the_same_night_is_named(workspace: Workspace) -> None:
    row = accepted(workspace)
    write(workspace.record, row, 補正依頼="図を直す")
    path = drop(workspace, SAMPLES / HALL, "地域コミュニティ課")
    _changed(path, "事業の概要", "事業名", "区民ホール受付システム（改）")
    night(workspace, DAYS[1])
    (message,) = requests(workspace)
    told = "".join(text(message).split())
    assert "R07-0001（第1版）" in told
    assert "第2版（令和7年11月5日（水）受付）は、この依頼のあとに受け付けました。" in told
    assert "区民ホール受付システム（改）" in [
        cell.value for line in load_workbook(io.BytesIO(copy_in(message)))["事業の概要"].iter_rows() for cell in line
    ]


@pytest.mark.parametrize(
    ("cells", "note"),
    [
        ({"審議結果": "承認"}, "R07-0001には審議結果があるため、補正依頼を送っていません。"),
        ({"案件ID": "R07-0091"}, "補正依頼のR07-0091は、受理した案件にありません。"),
    ],
)
def test_a_request_that_cannot_go_out_is_told(cells: dict[str, str], note: str, workspace: Workspace) -> None:
    row = accepted(workspace)
    write(workspace.record, row, 補正依頼="図を直す", **cells)
    done = night(workspace, DAYS[1])
    assert requests(workspace) == []
    assert any(note in told for told in done.notes)


def test_a_request_that_was_sent_is_no_news_after_the_decision(workspace: Workspace) -> None:
    row = accepted(workspace)
    write(workspace.record, row, 補正依頼="図を直す")
    night(workspace, DAYS[1])
    write(workspace.record, row, 付議日="2025-11-05", 審議結果="承認")
    for day in DAYS[2:4]:
        assert night(workspace, day).notes == []
    assert len(requests(workspace)) == 1


def test_a_number_of_a_person_in_her_words_is_told_nowhere(workspace: Workspace) -> None:
    row = accepted(workspace)
    write(workspace.record, row, 補正依頼=f"番号 {NUMBERS[0]} を消してください。")
    night(workspace, DAYS[1])
    (message,) = requests(workspace)
    assert NUMBERS[0] not in text(message) + message["Subject"]
    kept = [path.read_bytes() for path in (workspace.root / ".fugi").rglob("*") if path.is_file()]
    copy = Editor(copy_in(message)).package
    kept += [copy.read(part) for part in copy.parts]
    assert not any(NUMBERS[0].encode() in data for data in kept)


def test_a_night_that_stops_after_writing_the_letter_sends_it_once(workspace: Workspace) -> None:
    row = accepted(workspace)
    write(workspace.record, row, 補正依頼="図を直す")

    def stop(step: str, path: object) -> None:
        if str(path).endswith("requests.json"):
            raise OSError(28, "No space left on device", str(path))

    with watched_by(stop), pytest.raises(OSError, match="No space"):
        night(workspace, DAYS[1])
    done = night(workspace, DAYS[2])
    assert len([mail for mail in done.mails if "補正" in str(mail["subject"])]) == 1
    assert len(requests(workspace)) == 1
    assert night(workspace, DAYS[3]).mails == []


def test_a_copy_that_is_too_large_stays_at_home(workspace: Workspace) -> None:
    row = accepted(workspace)
    write(workspace.record, row, 補正依頼="図を直す")
    (workspace.root / "fugi.toml").write_text("[mail]\nattachment_mb = 0\n", encoding="utf-8")
    from pipeline.nightly import run_night
    from pipeline.progress import Progress

    run_night(workspace, DAYS[1], 1, Progress())
    (message,) = requests(workspace)
    assert list(message.iter_attachments()) == []
    assert "件名を変えずに" in "".join(text(message).split())


def test_the_accepted_bytes_stay_as_received(workspace: Workspace, masters: Masters) -> None:
    row = accepted(workspace)
    write(workspace.record, row, 補正依頼="図を直す")
    night(workspace, DAYS[1])
    (path,) = workspace.accepted.rglob("v01.xlsx")
    assert path.read_bytes() == (SAMPLES / HALL).read_bytes()
    copy = copy_in(requests(workspace)[0])
    read = extract_file(copy, "写し.xlsx", {FORM: masters.forms[FORM]}, only=FORM)
    assert read.earlier == extract_file(path.read_bytes(), "v01.xlsx", {FORM: masters.forms[FORM]}, only=FORM).sha256
