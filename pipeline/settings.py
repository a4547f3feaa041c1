"""The settings: `fugi.toml` in the workspace. Without the file, and for whatever it leaves out, the defaults here hold.

Each setting is described where its default stands; `sample` is made from that, so the two cannot differ.
"""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from pipeline.notify.addresses import plain_address

FILE = "fugi.toml"
STARTTLS, TLS, PLAIN = "starttls", "tls", "none"

_HOST = re.compile(r"[A-Za-z0-9._-]*|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ALIKE = 60
"""From this share of equal letters (0–100) a word that is not known is taken for a slip."""


class BadSettings(Exception):
    """The settings cannot be used. `faults`: a sentence for each, with file, key and what to do."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class _Allowed:
    """Which values a setting may have, and how that is said."""

    words: str
    holds: Callable[[Any], bool]


_POSITIVE = _Allowed("0より大きい数", lambda value: value > 0)
_NOT_NEGATIVE = _Allowed("0以上の数", lambda value: value >= 0)
_AT_LEAST_ONE = _Allowed("1以上の整数", lambda value: value >= 1)
_ROOM = _Allowed("256以上の整数", lambda value: value >= 256)  # below, Python itself does not start
_ADDRESS = _Allowed("1つのメールアドレス", lambda value: not value or plain_address(value) == value)
_ONE_LINE = _Allowed("1行の文", lambda value: value == "" or value.isprintable())


def _setting(default: Any, about: str, allowed: _Allowed) -> Any:
    return field(default=default, metadata={"about": about, "allowed": allowed})


@dataclass(frozen=True, slots=True)
class Mail:
    """How letters go out. Without a host they are laid down as files."""

    host: str = _setting(
        "",
        "メールサーバの名前。空のときは送らず、outputs/mail に .eml のファイルを置きます。",
        _Allowed("サーバの名前だけ（ポートの番号は port に）", lambda value: bool(_HOST.fullmatch(value))),
    )
    port: int = _setting(
        587,
        "ポートの番号。STARTTLS は 587、TLS は 465、暗号化しないときは 25 がふつうです。",
        _Allowed("1から65535までの整数", lambda value: 1 <= value <= 65535),
    )
    security: str = _setting(
        STARTTLS,
        'つなぎ方。"starttls"（つないでから暗号化する）、"tls"（はじめから暗号化する）、"none"（暗号化しない）。',
        _Allowed('"starttls"、"tls"、"none" のどれか', lambda value: value in (STARTTLS, TLS, PLAIN)),
    )
    user: str = _setting("", "ログインの利用者名。空のときはログインしません。", _ONE_LINE)
    password_env: str = _setting(
        "FUGI_MAIL_PASSWORD",
        "パスワードを入れておく環境変数の名前。パスワードは、このファイルに書きません。",
        _Allowed("環境変数の名前（英字、数字、_）", lambda value: bool(_VARIABLE.fullmatch(value))),
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
class State:
    """Where the job keeps what it needs to go on after a stop."""

    folder: str = _setting(
        ".fugi",
        "この機械だけの控え（送信待ちのメールなど）の置き場所。共有フォルダではなく、この機械のディスクにしてください。\n"
        "ふつうの名前は作業フォルダの中です。Windows の場所は 'D:\\fugi' のように ' で囲みます。",
        _Allowed("フォルダの名前", lambda value: bool(value.strip()) and value.isprintable()),
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, by section."""

    mail: Mail = field(default=Mail(), metadata={"about": "メール"})
    intake: Intake = field(default=Intake(), metadata={"about": "受付"})
    limits: Limits = field(default=Limits(), metadata={"about": "1冊のブックを読む限り"})
    state: State = field(default=State(), metadata={"about": "控え"})

    def state_folder(self, root: Path) -> Path:
        """The folder of this machine's own notes, for the workspace at `root`."""
        return root / self.state.folder


_SECTIONS: Mapping[str, type[Mail | Intake | Limits | State]] = {
    "mail": Mail,
    "intake": Intake,
    "limits": Limits,
    "state": State,
}
_KINDS = {str: "文字列", int: "整数", float: "数"}


def load_settings(root: Path) -> Settings:
    """The settings of the workspace at `root`. Raises `BadSettings` with every fault of the file."""
    path = root / FILE
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return Settings()
    except OSError as fault:
        raise BadSettings([f"「{path}」を開けません。フォルダの権限を確認してください。"]) from fault
    except UnicodeDecodeError as fault:
        raise BadSettings([f"「{path}」の文字コードがUTF-8ではありません。UTF-8で保存し直してください。"]) from fault
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise BadSettings([_unreadable(path, str(fault))]) from fault
    faults = list(_faults(path, read))
    if faults:
        raise BadSettings(faults)
    return Settings(**{name: section(**_values(section, read.get(name, {}))) for name, section in _SECTIONS.items()})


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
            lines.append(f"#{key.name} = {_as_toml(key.default)}")
    return "\n".join(lines) + "\n"


def _as_toml(value: str | float) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else f"{value:g}"


def _values(section: type, read: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a section, whole numbers as the fractions they stand for."""
    kinds = {key.name: type(key.default) for key in fields(section)}
    return {name: kinds[name](value) for name, value in read.items()}


def _faults(path: Path, read: Mapping[str, Any]) -> Iterator[str]:
    for name, content in read.items():
        section = _SECTIONS.get(name)
        if section is None:
            yield _unknown_section(path, name, content)
        elif not isinstance(content, dict):
            yield f"「{path}」の「{name}」は、[{name}] の行を書き、その下に設定を1行ずつ書いてください。"
        else:
            yield from _section_faults(path, name, section, content)


def _section_faults(path: Path, name: str, section: type, content: Mapping[str, Any]) -> Iterator[str]:
    keys = {key.name: key for key in fields(section)}
    sound = {}
    for word, value in content.items():
        key = keys.get(word)
        if key is None:
            yield _unknown_key(path, name, word, list(keys))
            continue
        kind = type(key.default)
        allowed: _Allowed = key.metadata["allowed"]
        if not _is_of(kind, value):
            wanted = f"{_KINDS[kind]}（例：{word} = {_as_toml(key.default)}）"
            yield f"「{path}」の [{name}] の「{word}」は{wanted}で書いてください。"
        elif not allowed.holds(value):
            yield f"「{path}」の [{name}] の「{word}」は{allowed.words}にしてください。"
        else:
            sound[word] = value
    if sound.get("user") and sound.get("security") == PLAIN:
        yield (
            f'「{path}」の [{name}] の「user」を書くときは、「security」を "starttls" か "tls" にしてください。'
            "暗号化しないと、パスワードが読み取られます。"
        )


def _is_of(kind: type, value: object) -> bool:
    if isinstance(value, bool):
        return False
    if kind is float:
        return isinstance(value, int | float) and math.isfinite(value)
    return isinstance(value, kind)


def _unknown_section(path: Path, name: str, content: object) -> str:
    where = [section for section, kind in _SECTIONS.items() if any(key.name == name for key in fields(kind))]
    if where and not isinstance(content, dict):
        return f"「{path}」の「{name}」は、[{where[0]}] の行の下に書いてください。"
    guess = _nearest(name, list(_SECTIONS), "[", "]")
    return f"「{path}」の [{name}] は使えません。{guess}"


def _unknown_key(path: Path, name: str, word: str, keys: Sequence[str]) -> str:
    elsewhere = [section for section, kind in _SECTIONS.items() if any(key.name == word for key in fields(kind))]
    guess = f"[{elsewhere[0]}] に書いてください。" if elsewhere else _nearest(word, keys, "「", "」")
    return f"「{path}」の [{name}] に「{word}」という設定はありません。{guess}"


def _nearest(word: str, known: Sequence[str], left: str, right: str) -> str:
    # only a faulty file needs it
    from rapidfuzz import fuzz, process

    found = process.extractOne(word.lower(), known, scorer=fuzz.WRatio, score_cutoff=_ALIKE)
    if found is not None:
        return f"{left}{found[0]}{right}のことではありませんか。"
    return "使えるのは、" + "、".join(f"{left}{name}{right}" for name in known) + "です。"


def _unreadable(path: Path, fault: str) -> str:
    place = re.search(r"line (\d+)", fault)
    where = f"の{place[1]}行目" if place else ""
    hint = (
        "文字は「\"」で、\\ を含む場所は「'」で囲み（例：folder = 'D:\\fugi'）、1行に1つ、同じ設定は1度だけ書きます。"
        "説明の行は「#」で始めます。"
    )
    return f"「{path}」{where}を読み取れません。{hint}"
