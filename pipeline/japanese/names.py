"""Names of departments as printed: 「四谷・箪笥町・角筈特別出張所（保有課）及び地域コミュニティ課」 is four of them.

The text alone does not always say where a name ends (危機管理・防災課 may be one or two). Whoever knows the names that
exist passes them as `known`, and the reading with the most known names is taken.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product, zip_longest

from pipeline.japanese.numbers import read_kanji
from pipeline.japanese.text import WHITE, clean, fold

KEEPS, HANDLES = "保有課", "担当課"
ROLES = (KEEPS, HANDLES)

# fmt: off
ENDINGS = (
    "特別出張所", "保健センター", "センター", "出張所", "事務局", "図書館", "担当課", "事務所", "保健所",
    "課", "室", "所", "局", "館", "園", "係",
)
# fmt: on
"""What a name can end with, longest first: 四谷・箪笥町特別出張所 shares the longest ending."""

_MOST_JOINED, _LONGEST = 8, 200
"""Names joined by ・ and characters of a piece up to which readings are weighed; beyond it is no list of names."""

_ENDING = "|".join(ENDINGS)
_AFTER_NAME = "|".join(f"(?<={ending})" for ending in ENDINGS)
_OUTSIDE_BRACKETS = r"(?![^()]{0,200}\))"
_PRINTED = str.maketrans("()", "（）")
_SEPARATOR = re.compile(
    f"(?:[、，,､;；\n／/①-⑳]|及び|および|並びに|ならびに|(?:{_AFTER_NAME})[{WHITE}]+(?=[^({WHITE}])){_OUTSIDE_BRACKETS}"
)
_WHITE = re.compile(f"[{WHITE}]+")
_BRACKETS = str.maketrans("（）［］[]【】〔〕･", "()()()()()・")
_WRAPPED = re.compile(r"\((?=(?:担当|保有|所管)部?課[:：])(.*)\)", re.DOTALL)
_LABEL = re.compile("(担当部課|担当課|保有課|所管部?課)[:：]")
_NOTE_LINE = re.compile("※[^\n]*")
_BULLET = re.compile(r"(?:[・●◎■□◆]|\([0-9０-９]{1,2}\)|[0-9０-９]{1,2}[.．)])+")
_LAST_BRACKET = re.compile(r"\(([^()]*)\)\Z")
_OTHERS = re.compile("(?:その他|外|ほか|他)([0-9０-９]+|[一二三四五六七八九十]+)(?:課|室|所|か所|部署|係)?\\Z")
_EACH = re.compile(f"(?<=[^・、])の?各(?={_ENDING})")
_END_OF_DIVISION = re.compile("部|事務局")
_SHORTEST_DIVISION = 3
"""総務部: shorter beginnings (外部, 幹部) belong to the name that follows."""


@dataclass(frozen=True, slots=True)
class Department:
    """A department with the part it has in the case (保有課, 担当課 or ""), and the 部 if one is printed before it."""

    name: str
    role: str = ""
    division: str = ""


@dataclass(frozen=True, slots=True)
class Departments:
    """What one cell names: departments in printed order, the n of 「外n課」, and remarks (※…, other brackets)."""

    names: tuple[Department, ...] = ()
    others: int = 0
    notes: tuple[str, ...] = ()


def split_departments(raw: str, known: Collection[str] = ()) -> Departments:
    """The departments named in a cell.

    Separators are 、 ， , ／ 及び 並びに and line breaks, and ・ between names that share their ending. Nothing is
    dropped: what is no name is counted in `others` or kept in `notes`. Names come out as typed, without white space.
    """
    text = (clean(raw) or "").translate(_BRACKETS)
    if wrapped := _WRAPPED.fullmatch(text):
        text = wrapped[1]
    notes = [note.rstrip(WHITE) for note in _NOTE_LINE.findall(text)]
    keys = _keys(frozenset(known))
    found: list[Department] = []
    others, role = 0, ""
    for piece in _pieces(_NOTE_LINE.sub("", text)):
        if label := _LABEL.match(piece):
            role = label[1] if label[1] in ROLES else ""
        name, own_role, more, remarks = _without_brackets(piece[label.end() if label else 0 :], keys)
        others += more
        notes += remarks
        for one in _joined(name, keys) if name else ():
            division, department = _divided(one, keys)
            found.append(Department(department.translate(_PRINTED), own_role or role, division))
    names = tuple(_under_divisions(_sharing_endings(found, keys)))
    return Departments(names, others, tuple(note.translate(_PRINTED) for note in notes))


def split_division(name: str, known: Collection[str] = ()) -> tuple[str, str]:
    """The 部 (or 事務局) printed before a department, "" where there is none, and the department without it."""
    return _divided(name, _keys(frozenset(known)))


@lru_cache(maxsize=4)
def _keys(known: frozenset[str]) -> frozenset[str]:
    return frozenset(map(fold, known))


def _divided(name: str, keys: frozenset[str]) -> tuple[str, str]:
    if len(name) > _LONGEST or fold(name) in keys:
        return "", name
    cuts = [found.end() for found in _END_OF_DIVISION.finditer(name) if found.end() < len(name)]
    parted = [(name[:cut], name[cut:]) for cut in cuts]
    for division, rest in parted:
        if fold(rest) in keys:
            return division, rest
    for division, rest in parted:
        if len(division) >= _SHORTEST_DIVISION and "・" not in division and rest.endswith(ENDINGS):
            return division, rest
    return "", name


def _pieces(text: str) -> Iterator[str]:
    """The text cut at its separators, without bullets and white space."""
    for part in _SEPARATOR.split(text):
        piece = _WHITE.sub("", part)
        bullet = _BULLET.match(piece)
        if piece := piece[bullet.end() if bullet else 0 :].strip("・"):
            yield _EACH.sub("", piece) if "・" in piece else piece


def _without_brackets(piece: str, keys: frozenset[str]) -> tuple[str, str, int, list[str]]:
    """The name, its role, the n of 外n課 and remarks, taken from the end of a piece one by one."""
    role, others, remarks = "", 0, []
    while len(piece) <= _LONGEST and fold(piece) not in keys:
        if (more := _OTHERS.search(piece)) and (count := _count(more[1])) is not None:
            others += count
            piece = piece[: more.start()]
        elif bracket := _LAST_BRACKET.search(piece):
            piece = piece[: bracket.start()]
            if bracket[1] in ROLES:
                role = bracket[1]
            elif (more := _OTHERS.fullmatch(bracket[1])) and (count := _count(more[1])) is not None:
                others += count
            else:
                remarks.append(f"{piece}({bracket[1]})")
        else:
            break
    return piece, role, others, remarks


def _count(text: str) -> int | None:
    """How many 外十一課 or 外２課 means; None for what only looks like a number (十十)."""
    return int(text) if text.isdecimal() else read_kanji(text)


def _joined(name: str, keys: frozenset[str]) -> Sequence[str]:
    """The names in 「四谷・箪笥町・角筈特別出張所」: the reading with the most known, then the fewest unknown names."""
    parts = [part for part in name.split("・") if part]
    if len(parts) == 1 or fold(name) in keys or not name.endswith(ENDINGS):
        return [name]
    if not keys or len(parts) > _MOST_JOINED:
        return _with_endings(parts, keys, guess=True)
    readings = [_with_endings(groups, keys, guess=True) for groups in _groupings(parts)]
    count = [sum(fold(_divided(one, keys)[1]) in keys for one in reading) for reading in readings]
    best = max(range(len(readings)), key=lambda i: (count[i], count[i] - len(readings[i])))
    return readings[best]


def _groupings(parts: Sequence[str]) -> Iterator[list[str]]:
    """Every way to keep neighbours together, all apart first."""
    for joints in product("\n・", repeat=len(parts) - 1):
        yield "".join(part + joint for part, joint in zip(parts, (*joints, ""), strict=True)).split("\n")


def _with_endings(stems: Sequence[str], keys: frozenset[str], *, guess: bool) -> list[str]:
    """Each stem with the ending of the next whole name after it, if that gives a known name or may be guessed."""
    whole, names = "", []
    for stem in reversed(stems):
        complete = stem.endswith((*ENDINGS, "部"))
        readings = [] if complete else [stem + ending for ending in ENDINGS if whole.endswith(ending)]
        whole = whole if readings else stem
        default = readings[0] if guess and readings else stem
        names.append(next((name for name in readings if fold(name) in keys), default))
    return names[::-1]


def _sharing_endings(found: Sequence[Department], keys: frozenset[str]) -> Sequence[Department]:
    """「四谷、箪笥町及び角筈特別出張所」 shares its ending without ・: completed where that gives known names."""
    names = _with_endings([one.name for one in found], keys, guess=False)
    return [replace(one, name=name) for one, name in zip(found, names, strict=True)]


def _under_divisions(found: Sequence[Department]) -> Iterator[Department]:
    """A 部 written as a name of its own (健康部、医療保険年金課) put before the department that follows."""
    division = ""
    for one, following in zip_longest(found, found[1:]):
        if one.name.endswith("部") and following and not following.division and not following.name.endswith("部"):
            division = one.name
        else:
            yield replace(one, division=one.division or division)
            division = ""
