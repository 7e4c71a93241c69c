"""Cells of the tables that we write, so that no spreadsheet takes a text for a formula.

A program that opens « =HYPERLINK(…) » in a CSV computes it, whoever wrote it. A quote before it makes it text, the
way that spreadsheets themselves do it; it is taken off again when we read the table (OWASP, « CSV injection »).
"""

from __future__ import annotations

from typing import Final

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet may compute."""
QUOTE: Final = "'"


def looks_like_one(name: str) -> bool:
    """Whether a spreadsheet may compute a name, or a reader of ours would take a quote off it."""
    return name.lstrip(QUOTE).startswith(FORMULA)


def neutral(cell: str) -> str:
    """The cell as it is to be written: what looks like a formula behind a quote."""
    return f"{QUOTE}{cell}" if cell.startswith(FORMULA) else cell


def written(cell: str) -> str:
    """The cell that was neutralised."""
    return cell[1:] if cell.startswith(QUOTE) and cell[1:].startswith(FORMULA) else cell
