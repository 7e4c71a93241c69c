"""Prints: plain sentences, and tables where Rich is worth its import."""

from __future__ import annotations

import sys
from collections.abc import Sequence

WIDTH_OF_A_FILE = 120


def out(text: str) -> None:
    """One line on standard output."""
    sys.stdout.write(f"{text}\n")


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table as wide as the terminal. Cells are text, never markup: a file may be called `[bold]`."""
    from rich.console import Console  # noqa: PLC0415 0.1 s
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    shown = Table(title=title, title_justify="left", header_style="bold")
    for column in columns:
        shown.add_column(column, overflow="fold")
    for row in rows:
        shown.add_row(*map(Text, row))
    Console(width=None if sys.stdout.isatty() else WIDTH_OF_A_FILE).print(shown)
