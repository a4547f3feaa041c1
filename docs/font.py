"""Make the font that pictures are drawn with: `python docs/font.py BIZUDPGothic-Regular.ttf pipeline/fonts/BIZUDPGothic-Regular.ttf`.

The whole font is 4.7 MB. Kept is what Japanese programs can write (Windows code page 932, JIS X 0213) as far as the font has it; left
out are hints, alternative shapes and what is for vertical text. The same font and fontTools give the same bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from fontTools import subset
from fontTools.ttLib import TTFont

CODECS = ("cp932", "euc_jis_2004")
CIRCLED_AND_SQUARED = (range(0x2460, 0x2500), range(0x3200, 0x3400))
TABLES = ("cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "OS/2", "post")


def characters() -> Iterator[int]:
    """The code points that are kept where the font has them."""
    for code in range(0x20, 0x30000):
        for codec in CODECS:
            try:
                chr(code).encode(codec)
            except UnicodeEncodeError:
                continue
            yield code
    for block in CIRCLED_AND_SQUARED:
        yield from block


def main(source: str, target: str) -> None:
    """Write the smaller font."""
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.glyph_names = False
    options.drop_tables += [table for table in font.keys() if table not in (*TABLES, "GlyphOrder")]  # noqa: SIM118
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=set(characters()) & font.getBestCmap().keys())
    subsetter.subset(font)
    font.save(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
