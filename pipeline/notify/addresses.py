"""Mail addresses as people type them: one plain address or none.

A form is no place from which mail may be steered: whatever could name several recipients, another server or a further
header is no address here, though the standards might let it pass.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.japanese.digits import individual_numbers
from pipeline.japanese.text import WHITE, half_width

_ATOM = "[A-Za-z0-9_+'-]+"
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?!-)(?P<local>{_ATOM}(?:\.{_ATOM})*)@(?P<domain>{_LABEL}(?:\.{_LABEL})+)")
_LONGEST, _LONGEST_LOCAL = 254, 64


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A person or an office with its address, as shown in a header."""

    address: str
    name: str = ""

    @property
    def domain(self) -> str:
        """The part behind the @, in lower case."""
        return domain_of(self.address)


def plain_address(text: str | None) -> str | None:
    """The one address that a text is, in half width and without white space around it; None when it is anything else.

    Refused: lists, names in front, comments, quoted or numeric forms, %-routes, line breaks, letters beyond ASCII, and an
    address that could hold a 個人番号.
    """
    plain = half_width(text or "").strip(WHITE)
    found = _ADDRESS.fullmatch(plain)
    if found is None or len(plain) > _LONGEST or len(found["local"]) > _LONGEST_LOCAL or individual_numbers(plain):
        return None
    return plain


def domain_of(address: str) -> str:
    """The part of an address behind the @, in lower case."""
    return address.rpartition("@")[2].lower()
