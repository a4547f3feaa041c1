"""White space, width and look-alike characters, by small tables of our own.

`clean` is for every cell that is read; what it returns is what the ledger prints. `fold` and `unify_dashes` make keys
for comparing and are never printed.
"""

from __future__ import annotations

import re

WHITE = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f"
    "\u205f\u3000"
    "\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
)
"""Everything that prints as nothing: Unicode white space, and in the last line marks of zero width and the BOM."""

DASHES = "-‐‑‒–—―−⁃﹘﹣－ーｰ─━"
"""Marks that people type for a dash. 一 (the numeral) is left out: whether it is a dash depends on the column."""

_LINE_BREAK = re.compile("(?:\r|_x000[Dd]_)\n?|[\x85\u2028\u2029]")
_BLANKS = WHITE.replace("\n", "")

_WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

_DASH = dict.fromkeys(map(ord, DASHES), "-")
_DASH_BUT_LONG_VOWEL = {code: to for code, to in _DASH.items() if chr(code) not in "ーｰ"}
_LONG_VOWEL_AS_DASH = re.compile("(?<![ぁ-ゖァ-ヺｦ-ﾟーｰ])[ーｰ]+")

_KANA_HALF = "｡｢｣､･ｦｧｨｩｪｫｬｭｮｯｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝﾞﾟ"
_KANA_FULL = (
    "。「」、・ヲァィゥェォャュョッアイウエオカキクケコサシスセソタチツテト"
    "ナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜"
)
_PLAIN = "ウカキクケコサシスセソタチツテトハヒフヘホワヲうかきくけこさしすせそたちつてとはひふへほ"
_VOICED = "ヴガギグゲゴザジズゼゾダヂヅデドバビブベボヷヺゔがぎぐげござじずぜぞだぢづでどばびぶべぼ"
_PUFFED = dict(zip("ハヒフヘホはひふへほ", "パピプペポぱぴぷぺぽ", strict=True))
_SOUND_MARKS = {plain + "゛": voiced for plain, voiced in zip(_PLAIN, _VOICED, strict=True)} | {
    plain + "゜": puffed for plain, puffed in _PUFFED.items()
}
_WITH_SOUND_MARK = re.compile("|".join(_SOUND_MARKS))

_FOLD: dict[int, int | str | None] = {
    **_HALF_WIDTH,
    **{ord(half): full for half, full in zip(_KANA_HALF, _KANA_FULL, strict=True)},
    **dict.fromkeys(map(ord, "\u3099"), "゛"),
    **dict.fromkeys(map(ord, "\u309a"), "゜"),
    **_DASH,
    **dict.fromkeys(map(ord, "〇◯⚪⭕"), "○"),
    **dict.fromkeys(map(ord, "〜～∼"), "~"),
    **dict.fromkeys(map(ord, "·•‧∙⋅･"), "・"),
    **dict.fromkeys(map(ord, "［｛[{〔【〖〘〚﹙"), "("),
    **dict.fromkeys(map(ord, "］｝]}〕】〗〙〛﹚"), ")"),
    **dict.fromkeys(map(ord, "『｢"), "「"),
    **dict.fromkeys(map(ord, "』｣"), "」"),
    **dict.fromkeys(map(ord, WHITE), None),
    # Variation selectors choose a shape of the same character (葛 with its older form, ○ as a picture).
    **dict.fromkeys([*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)], None),
}


def clean(raw: str) -> str | None:
    r"""The text of a cell with plain line breaks and no white space around it or at the ends of its lines.

    Line breaks become "\n", also the `_x000D_` that some programs leave in. Characters inside the lines stay as typed.
    Returns None where nothing is left.
    """
    if raw.isprintable() and "_x000" not in raw:  # most cells: of all that is treated here, only a space can be in it
        return raw.strip(" ") or None
    text = _LINE_BREAK.sub("\n", raw).strip(WHITE)
    if "\n" in text:
        text = "\n".join(line.rstrip(_BLANKS) for line in text.split("\n"))
    return text or None


def half_width(text: str) -> str:
    """Full-width digits, latin letters, symbols (U+FF01–FF5E) and space (U+3000) as half width; the rest as it is."""
    return text.translate(_HALF_WIDTH)


def wide_digits(text: str) -> str:
    """Half-width digits as full width, as official papers have them; the rest as it is."""
    return text.translate(_WIDE_DIGITS)


def unify_dashes(text: str) -> str:
    """Every dash-like mark as "-". A ー after kana is a long vowel (データ) and stays."""
    return _LONG_VOWEL_AS_DASH.sub(lambda found: "-" * len(found[0]), text.translate(_DASH_BUT_LONG_VOWEL))


def fold(text: str) -> str:
    """A key under which headings, names and choices are the same however they were typed. Not for printing.

    Half width, no white space or line breaks, one kind of dash, bracket, circle, middle dot and wave, lower case,
    katakana and sound marks in full width. ①, ㈱, 々 and the difference of ヴ and ブ stay.
    """
    folded = text.translate(_FOLD).lower()
    return _WITH_SOUND_MARK.sub(lambda found: _SOUND_MARKS[found[0]], folded)
