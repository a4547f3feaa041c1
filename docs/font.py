"""Make the font that pictures are drawn with: `nox -s font -- BIZUDPGothic-Regular.ttf`, from the whole font of 4.7 MB.

All its characters are kept; left out are hints, alternative shapes and what is for vertical text. The same font and fontTools give the
same bytes.
"""

from __future__ import annotations

import sys

from fontTools import subset
from fontTools.ttLib import TTFont

TABLES = ("GlyphOrder", "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "OS/2", "post")


def main(source: str, target: str) -> None:
    """Write the smaller font."""
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.glyph_names = False
    options.drop_tables += [table for table in font.keys() if table not in TABLES]  # noqa: SIM118
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=font.getBestCmap())
    subsetter.subset(font)
    font.save(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
