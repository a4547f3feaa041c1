"""The settings: `fugi.toml` in the workspace. Without the file, and for whatever it leaves out, the defaults here hold.

Each setting is described where its default stands; `sample` is made from that, so the two cannot differ.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

from pipeline.japanese.digits import is_municipal_code
from pipeline.notify.addresses import plain_address
from pipeline.settings_file import Allowed, as_toml, faults_of, unreadable

FILE = "fugi.toml"
STARTTLS, TLS, PLAIN = "starttls", "tls", "none"
AT_ONCE, AFTER_CONFIRMATION = "auto", "after 確認"
FULL, FOCUSED = "全項目評価", "重点項目評価"

_HOST = re.compile(r"[A-Za-z0-9._-]*|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class BadSettings(Exception):
    """The settings cannot be used. `faults`: a sentence for each, with file, key and what to do."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


_POSITIVE = Allowed("0より大きい数", lambda value: value > 0)
_NOT_NEGATIVE = Allowed("0以上の数", lambda value: value >= 0)
_AT_LEAST_ONE = Allowed("1以上の整数", lambda value: value >= 1)
_ROOM = Allowed("256以上の整数", lambda value: value >= 256)  # below, Python itself does not start
_ADDRESS = Allowed("1つのメールアドレス", lambda value: not value or plain_address(value) == value)
_ONE_LINE = Allowed("1行の文", lambda value: value == "" or value.isprintable())


def _setting(default: Any, about: str, allowed: Allowed) -> Any:
    return field(default=default, metadata={"about": about, "allowed": allowed})


@dataclass(frozen=True, slots=True)
class Mail:
    """How letters go out. Without a host they are laid down as files."""

    host: str = _setting(
        "",
        "メールサーバの名前。空のときは送らず、outputs/mail に .eml のファイルを置きます。",
        Allowed("サーバの名前だけ（ポートの番号は port に）", lambda value: bool(_HOST.fullmatch(value))),
    )
    port: int = _setting(
        587,
        "ポートの番号。STARTTLS は 587、TLS は 465、暗号化しないときは 25 がふつうです。",
        Allowed("1から65535までの整数", lambda value: 1 <= value <= 65535),
    )
    security: str = _setting(
        STARTTLS,
        'つなぎ方。"starttls"（つないでから暗号化する）、"tls"（はじめから暗号化する）、"none"（暗号化しない）。',
        Allowed('"starttls"、"tls"、"none" のどれか', lambda value: value in (STARTTLS, TLS, PLAIN)),
    )
    user: str = _setting("", "ログインの利用者名。空のときはログインしません。", _ONE_LINE)
    password_env: str = _setting(
        "FUGI_MAIL_PASSWORD",
        "パスワードを入れておく環境変数の名前。パスワードは、このファイルに書きません。",
        Allowed("環境変数の名前（英字、数字、_）", lambda value: bool(_VARIABLE.fullmatch(value))),
    )
    sender: str = _setting("", "差出人のアドレス。空のときは、事務局のアドレスです。", _ADDRESS)
    secretariat: str = _setting(
        "",
        "事務局のアドレス。すべてのメールの写しと、朝の報告が届きます。\n"
        "空のときは、組織.xlsx にある secretariat_name の課のアドレスです。",
        _ADDRESS,
    )
    secretariat_name: str = _setting("区政情報課", "事務局の名前。差出人の名前と、メールの終わりに出ます。", _ONE_LINE)
    timeout_seconds: float = _setting(30.0, "サーバの返事を待つ秒数。", _POSITIVE)
    attempts: int = _setting(3, "つながらないとき、ひと晩に続けて試す回数。", _AT_LEAST_ONE)
    give_up_nights: int = _setting(
        7, "相手のサーバが「あとで」と断り続けるとき、届かなかったと知らせるまでの夜の数。", _AT_LEAST_ONE
    )
    pause_seconds: float = _setting(5.0, "次に試すまでの秒数。試すたびに倍になります。", _NOT_NEGATIVE)
    attachment_mb: float = _setting(
        10.0, "添付するブックの大きさの限り（MB）。超えるときは添付せず、置いてある場所を書きます。", _NOT_NEGATIVE
    )


@dataclass(frozen=True, slots=True)
class Intake:
    """When a file in the inbox counts as whole."""

    look_again_seconds: float = _setting(
        2.0, "置かれたファイルが、この秒数のあいだ変わらなければ受け付けます。", _NOT_NEGATIVE
    )


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one workbook may cost."""

    memory_mb: int = _setting(2048, "1冊を読むのに使ってよいメモリ（MB）。", _ROOM)
    seconds: float = _setting(60.0, "1冊を読むのにかけてよい秒数。", _POSITIVE)


@dataclass(frozen=True, slots=True)
class Secretariat:
    """What the night writes into the secretariat's book."""

    number: str = _setting(
        AT_ONCE,
        "審議記録.xlsx に書き足す案件の№と資料番号。\n"
        '"auto" は、受理した夜に付けます。"after 確認" は、「事務局確認」に○が付いた夜に付けます。',
        Allowed(f'"{AT_ONCE}" か "{AFTER_CONFIRMATION}"', lambda value: value in (AT_ONCE, AFTER_CONFIRMATION)),
    )


@dataclass(frozen=True, slots=True)
class City:
    """Whose cases are published."""

    name: str = _setting(
        "新宿区",
        "公開するページとデータに出す、地方公共団体の名前。",
        Allowed("1行の名前", lambda value: bool(value.strip()) and value.isprintable()),
    )
    code: str = _setting(
        "131041",
        "全国地方公共団体コード。公開するデータの最初の列と、ファイルの名前になります。",
        Allowed("6桁の全国地方公共団体コード（6桁目は検査数字、半角）", is_municipal_code),
    )


@dataclass(frozen=True, slots=True)
class Assessment:
    """The city's own rule of 特定個人情報保護評価."""

    focused: str = _setting(
        FULL,
        "しきい値判断で「重点項目評価」が求められる事務に、行う評価。台帳のシート「評価書」の「求められる評価」に出ます。\n"
        '"全項目評価" は区の定め、"重点項目評価" は国の定めのままです。',
        Allowed(f'"{FULL}" か "{FOCUSED}"', lambda value: value in (FULL, FOCUSED)),
    )


@dataclass(frozen=True, slots=True)
class State:
    """Where the job keeps what it needs to go on after a stop."""

    folder: str = _setting(
        ".fugi",
        "この機械だけの控え（送信待ちのメールなど）の置き場所。共有フォルダではなく、この機械のディスクにしてください。\n"
        "ふつうの名前は作業フォルダの中です。Windows の場所は 'D:\\fugi' のように ' で囲みます。",
        Allowed("フォルダの名前", lambda value: bool(value.strip()) and value.isprintable()),
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, by section."""

    mail: Mail = field(default=Mail(), metadata={"about": "メール"})
    intake: Intake = field(default=Intake(), metadata={"about": "受付"})
    limits: Limits = field(default=Limits(), metadata={"about": "1冊のブックを読む限り"})
    secretariat: Secretariat = field(default=Secretariat(), metadata={"about": "審議記録"})
    city: City = field(default=City(), metadata={"about": "公開"})
    assessment: Assessment = field(default=Assessment(), metadata={"about": "特定個人情報保護評価"})
    state: State = field(default=State(), metadata={"about": "控え"})

    def state_folder(self, root: Path) -> Path:
        """The folder of this machine's own notes, for the workspace at `root`."""
        return root / self.state.folder


_SECTIONS: Mapping[str, type] = {
    "mail": Mail, "intake": Intake, "limits": Limits, "secretariat": Secretariat, "city": City,
    "assessment": Assessment, "state": State,
}  # fmt: skip

_Section = TypeVar("_Section", Mail, Intake, Limits, Secretariat, City, Assessment, State)


def load_settings(root: Path) -> Settings:
    """The settings of the workspace at `root`. Raises `BadSettings` with every fault of the file."""
    path = root / FILE
    try:
        read = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        return Settings()
    except OSError as fault:
        raise BadSettings([f"「{path}」を開けません。フォルダの権限を確認してください。"]) from fault
    except UnicodeDecodeError as fault:
        raise BadSettings([f"「{path}」の文字コードがUTF-8ではありません。UTF-8で保存し直してください。"]) from fault
    except tomllib.TOMLDecodeError as fault:
        raise BadSettings([unreadable(path, fault)]) from fault
    faults = [*faults_of(path, read, _SECTIONS), *_faults_together(path, read)]
    if faults:
        raise BadSettings(faults)
    return Settings(
        _section(Mail, read.get("mail", {})),
        _section(Intake, read.get("intake", {})),
        _section(Limits, read.get("limits", {})),
        _section(Secretariat, read.get("secretariat", {})),
        _section(City, read.get("city", {})),
        _section(Assessment, read.get("assessment", {})),
        _section(State, read.get("state", {})),
    )


def sample() -> str:
    """A `fugi.toml` with every setting, its meaning and its default; all of them are commented out."""
    lines = [
        "# fugi の設定",
        "#",
        "# 行の初めの「#」を取って書き換えると、その設定が変わります。",
        "# 「#」のままの行は、書かれている値（既定）で動きます。",
    ]
    for part in fields(Settings):
        lines += ["", f"[{part.name}]  # {part.metadata['about']}"]
        for key in fields(_SECTIONS[part.name]):
            lines += ["", *(f"# {line}" for line in key.metadata["about"].split("\n"))]
            lines.append(f"#{key.name} = {as_toml(key.default)}")
    return "\n".join(lines) + "\n"


def _section(section: type[_Section], read: Mapping[str, Any]) -> _Section:
    """A section with what was read; whole numbers as the fractions they stand for."""
    default = section()
    return section(**{name: type(getattr(default, name))(value) for name, value in read.items()})


def _faults_together(path: Path, read: Mapping[str, Any]) -> list[str]:
    """What is wrong with settings that are each sound."""
    mail = read.get("mail")
    if not isinstance(mail, dict) or not mail.get("user") or mail.get("security") != PLAIN:
        return []
    return [
        f'「{path}」の [mail] の「user」を書くときは、「security」を "{STARTTLS}" か "{TLS}" にしてください。'
        "暗号化しないと、パスワードが読み取られます。"
    ]
