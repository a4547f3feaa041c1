"""What can be wrong with a file of settings, said so that whoever wrote it can mend it."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

_KINDS = {str: "文字列", int: "整数", float: "数"}
_ALIKE = 60
"""From this share of equal letters (0–100) a word that is not known is taken for a slip."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """Which values a setting may have, and how that is said."""

    words: str
    holds: Callable[[Any], bool]


def as_toml(value: Any) -> str:
    """A value as it is written in the file."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else f"{value:g}"


def faults_of(path: Path, read: Mapping[str, Any], sections: Mapping[str, type]) -> Iterator[str]:
    """A sentence for each fault. `sections`: name → dataclass whose fields say `allowed` in their metadata."""
    for name, content in read.items():
        if name not in sections:
            yield _unknown_section(path, name, content, sections)
        elif not isinstance(content, dict):
            home = _section_with(name, sections)  # [mail] has a setting of the name of another section
            below = f"[{home}] の行の下に" if home else f"[{name}] の行を書き、その下に設定を1行ずつ"
            yield f"「{path}」の「{name}」は、{below}書いてください。"
        else:
            yield from _faults_of_section(path, name, content, sections)


def unreadable(path: Path, fault: Exception) -> str:
    """What to do about a file that is no TOML."""
    place = re.search(r"line (\d+)", str(fault))
    where = f"の{place[1]}行目" if place else "の最後の行" if "end of document" in str(fault) else ""
    return (
        f"「{path}」{where}を読み取れません。文字は「\"」で、\\ を含む場所は「'」で囲み（例：folder = 'D:\\fugi'）、"
        "1行に1つ、同じ設定は1度だけ書きます。説明の行は「#」で始めます。"
    )


def _faults_of_section(
    path: Path, name: str, content: Mapping[str, Any], sections: Mapping[str, type]
) -> Iterator[str]:
    keys = {key.name: key for key in fields(sections[name])}
    for word, value in content.items():
        key = keys.get(word)
        if key is None:
            yield _unknown_key(path, name, word, sections)
            continue
        default: Any = key.default
        allowed: Allowed = key.metadata["allowed"]
        if not _is_of(type(default), value):
            wanted = f"{_KINDS[type(default)]}（例：{word} = {as_toml(default)}）"
            yield f"「{path}」の [{name}] の「{word}」は{wanted}で書いてください。"
        elif not allowed.holds(value):
            yield f"「{path}」の [{name}] の「{word}」は{allowed.words}にしてください。"


def _is_of(kind: type, value: object) -> bool:
    if isinstance(value, bool):
        return False
    if kind is float:
        return isinstance(value, int | float) and math.isfinite(value)
    return isinstance(value, kind)


def _unknown_section(path: Path, name: str, content: object, sections: Mapping[str, type]) -> str:
    home = _section_with(name, sections)
    if home and not isinstance(content, dict):
        return f"「{path}」の「{name}」は、[{home}] の行の下に書いてください。"
    return f"「{path}」の [{name}] は使えません。{_nearest(name, list(sections), '[{}]')}"


def _unknown_key(path: Path, name: str, word: str, sections: Mapping[str, type]) -> str:
    home = _section_with(word, sections)
    keys = [key.name for key in fields(sections[name])]
    guess = f"[{home}] に書いてください。" if home else _nearest(word, keys, "「{}」")
    return f"「{path}」の [{name}] に「{word}」という設定はありません。{guess}"


def _section_with(word: str, sections: Mapping[str, type]) -> str | None:
    """The section that has a setting of this name."""
    return next((name for name, kind in sections.items() if any(key.name == word for key in fields(kind))), None)


def _nearest(word: str, known: Sequence[str], quoted: str) -> str:
    # only a faulty file needs it
    from rapidfuzz import fuzz, process

    found = process.extractOne(word.lower(), known, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    if found is not None:
        return f"{quoted.format(found[0])}のことではありませんか。"
    return "使えるのは、" + "、".join(quoted.format(name) for name in known) + "です。"
