"""A set of texts that this machine keeps from one run to the next, such as what people were told already."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.durable import durable_write


@dataclass(frozen=True, slots=True)
class Remembered:
    """The set in a file."""

    path: Path

    def texts(self) -> frozenset[str]:
        """What is remembered; nothing when the file is not there."""
        return frozenset(json.loads(self.path.read_bytes())) if self.path.is_file() else frozenset()

    def keep(self, texts: Iterable[str]) -> None:
        """Remember these texts and no others."""
        wanted = frozenset(texts)
        if wanted != self.texts():
            durable_write(self.path, json.dumps(sorted(wanted), ensure_ascii=False, indent=0).encode())
