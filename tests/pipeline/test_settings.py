"""fugi.toml: without it everything works, and what is wrong in it is said all at once."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from pipeline.settings import FILE, BadSettings, Limits, Mail, Settings, load_settings, sample
from pipeline.settings_file import as_toml
from tests.conftest import WORKBOOKS


def faults(folder: Path, text: str | bytes) -> tuple[str, ...]:
    (folder / FILE).write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(BadSettings) as caught:
        load_settings(folder)
    assert all(str(folder / FILE) in fault for fault in caught.value.faults)
    return caught.value.faults


def settings(folder: Path, text: str) -> Settings:
    (folder / FILE).write_text(text, encoding="utf-8")
    return load_settings(folder)


def test_without_the_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == Settings()
    assert Settings().state_folder(tmp_path) == tmp_path / ".fugi"


def test_the_sample_is_the_defaults_with_and_without_its_comment_signs(tmp_path: Path) -> None:
    assert settings(tmp_path, sample()) == Settings()
    in_force = re.sub(r"(?m)^#(?=\w+ = )", "", sample())
    assert settings(tmp_path, in_force) == Settings()
    written = {(section, key) for section, keys in tomllib.loads(in_force).items() for key in keys}
    assert len(written) == 21
    assert ("mail", "password_env") in written


def test_the_manual_has_a_row_for_each_setting_with_its_default() -> None:
    manual = (WORKBOOKS.parent / "docs" / "運用の手引き.md").read_text(encoding="utf-8")
    rows = [row for row in (line.split(" | ") for line in manual.splitlines()) if len(row) == 4]
    in_force = tomllib.loads(re.sub(r"(?m)^#(?=\w+ = )", "", sample()))
    wanted = [(f"`{key}`", f"`{as_toml(value)}`") for keys in in_force.values() for key, value in keys.items()]
    assert [pair for row in rows if (pair := (row[1], row[2])) in wanted] == wanted


def test_what_is_written_holds_and_the_rest_stays(tmp_path: Path) -> None:
    read = settings(
        tmp_path,
        '[mail]\nhost = "mail.example.jp"\nport = 465\nsecurity = "tls"\n[limits]\nseconds = 5\n'
        f"[state]\nfolder = '{tmp_path / 'local'}'\n",
    )
    assert read.mail == Mail(host="mail.example.jp", port=465, security="tls")
    assert read.limits == Limits(seconds=5.0)
    assert isinstance(read.limits.seconds, float)
    assert read.state_folder(Path("/mnt/share")) == tmp_path / "local"


def test_a_file_from_the_windows_notepad_is_read(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes("\ufeff[intake]\r\nlook_again_seconds = 0.5\r\n".encode())
    assert load_settings(tmp_path).intake.look_again_seconds == 0.5


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('[mail]\nhots = "mail.example.jp"', ("[mail]", "「hots」", "「host」")),
        ('[male]\nhost = "mail.example.jp"', ("[male]", "[mail]")),
        ('[mail]\npassword = "ひみつ"', ("「password」", "「password_env」")),
        ("[mail]\nmemory_mb = 512", ("「memory_mb」", "[limits]")),
        ("port = 25", ("「port」", "[mail]")),
        ("mail = 25", ("「mail」", "[mail]")),
        ("[[mail]]\nport = 25", ("「mail」", "[mail]")),
        ('secretariat = "a@example.jp"', ("「secretariat」", "[mail] の行の下")),
        ('[secretariat]\nnumber = "後で"', ("[secretariat]", "「number」", '"auto"', '"after 確認"')),
        ('[city]\ncode = "131040"', ("[city]", "「code」", "検査数字")),
        ("[city]\ncode = 131041", ("「code」", "文字列", 'code = "131041"')),
        ('[city]\nname = ""', ("[city]", "「name」")),
        ("[mail]\nqqq = 1", ("「qqq」", "「host」", "「attachment_mb」")),
        ('[mail]\nport = "587"', ("「port」", "整数", "port = 587")),
        ("[mail]\nport = 0", ("「port」", "1から65535")),
        ("[mail]\nattempts = true", ("「attempts」", "整数")),
        ("[mail]\nattempts = 0", ("「attempts」", "1以上")),
        ("[mail]\nhost = 3", ("「host」", "文字列", 'host = ""')),
        ('[mail]\nhost = "mail.example.jp:587"', ("「host」", "port")),
        ('[mail]\nsecurity = "ssl"', ("「security」", '"tls"')),
        ('[mail]\nsender = "区政情報課 <a@example.jp>"', ("「sender」", "メールアドレス")),
        ('[mail]\nsecretariat = "a@example.jp, b@example.jp"', ("「secretariat」", "メールアドレス")),
        ('[mail]\nsecretariat_name = "区政\\n情報課"', ("「secretariat_name」", "1行")),
        ('[mail]\npassword_env = "%PASS%"', ("「password_env」", "環境変数")),
        ("[mail]\ntimeout_seconds = nan", ("「timeout_seconds」", "数")),
        ("[mail]\ntimeout_seconds = 0", ("「timeout_seconds」", "0より大きい")),
        ("[limits]\nmemory_mb = 1.5", ("「memory_mb」", "整数")),
        ("[limits]\nmemory_mb = 8", ("「memory_mb」", "256以上")),
        ("[intake]\nlook_again_seconds = -1", ("「look_again_seconds」", "0以上")),
        ('[state]\nfolder = " "', ("「folder」", "フォルダ")),
        ('[mail]\nuser = "fugi"\nsecurity = "none"', ("「user」", "「security」", "パスワード")),
        ('[state]\nfolder = "C:\\fugi\\q"', ("2行目", "'")),
        ("[mail]\nport = 25\nport = 26\n", ("3行目",)),
        ('[mail]\nhost = "mail', ("最後の行",)),
    ],
)
def test_a_fault_is_told_with_its_key_and_the_remedy(tmp_path: Path, text: str, names: tuple[str, ...]) -> None:
    (fault,) = faults(tmp_path, text)
    assert [name for name in names if name not in fault] == []
    assert "ひみつ" not in fault


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    told = faults(tmp_path, '[mail]\nhots = "a"\nport = "b"\n[male]\n[limits]\nseconds = 0\n')
    assert len(told) == 4


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, '[mail]\nsecretariat_name = "事務局"'.encode("cp932"))
    assert "UTF-8" in fault


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(BadSettings, match="開けません"):
        load_settings(tmp_path)
