"""The catalogue of rules in words, for the terminal and for the page in docs/."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import validations.rules  # noqa: F401  (fills the catalogue)
from validations.catalogue import CATALOGUE, Rule

_PLACEHOLDER = re.compile(r"\{([^}]*)\}")


def _plain(template: str) -> str:
    return _PLACEHOLDER.sub(r"〔\1〕", template)


def rule_text(code: str) -> str | None:
    """One rule: what it looks for, what is said, what to do. None for an unknown code."""
    if code not in CATALOGUE.rules:
        return None
    rule = CATALOGUE[code]
    return "\n".join(
        [
            f"{rule.code}　{rule.title}（{rule.severity}）",
            f"　見るところ：{'、'.join(rule.on)}",
            f"　指摘の文　：{_plain(rule.message)}",
            f"　直し方　　：{_plain(rule.remedy)}",
        ]
    )


def catalogue_text() -> str:
    """Every rule on a line."""
    return "\n".join(f"{rule.code}　{rule.severity:　<3}　{rule.title}" for rule in CATALOGUE)


def catalogue_markdown() -> str:
    """The page docs/rules.md."""
    head = ["# 指摘の一覧", "", "`fugi explain` が示すものと同じです。〔 〕には、そのときの値が入ります。", ""]
    table = ["| コード | 重大度 | 検査 | 指摘の文 | 直し方 |", "| --- | --- | --- | --- | --- |"]
    return "\n".join([*head, *table, *map(_row, CATALOGUE)]) + "\n"


def _row(rule: Rule) -> str:
    cells = (rule.code, rule.severity, rule.title, _plain(rule.message), _plain(rule.remedy))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(catalogue_markdown(), encoding="utf-8")
