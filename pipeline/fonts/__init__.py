"""The font that pictures are drawn with, the same on every machine. OFL.txt is its licence; `docs/font.py` made it smaller."""

from __future__ import annotations

from pathlib import Path

GOTHIC = Path(__file__).with_name("BIZUDPGothic-Regular.ttf")
"""BIZ UDPGothic 1.05 by Morisawa, without hints and alternative shapes."""
