"""Tables for a person, drawn by Rich: only plain signs, so that they read the same in a file as on a terminal."""

from __future__ import annotations

import io
from collections.abc import Container, Iterable, Sequence

from restitution.cli.screen import GLUE, STEP, cleaned, out, width


def table(
    head: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: Container[int] = (), level: int = 1
) -> None:
    """Print a table as wide as its words and no wider than the screen. `numbers`: columns that end at the right.

    A cell that is too long goes on below, in its column; nothing is cut.
    """
    from rich import box  # noqa: PLC0415 Rich, only where a table is shown
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1), header_style="")
    for place, title in enumerate(head):
        drawn.add_column(Text(title), justify="right" if place in numbers else "left", overflow="fold")
    for cells in rows:
        drawn.add_row(*(Text(cleaned(cell)) for cell in cells))
    page = io.StringIO()
    Console(file=page, width=width() - STEP * level, force_terminal=False, color_system=None).print(drawn)
    for line in page.getvalue().splitlines():
        out(f"{' ' * STEP * level}{line.replace(GLUE, ' ')}".rstrip())
