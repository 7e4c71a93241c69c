"""Tables for a person, drawn by Rich: only plain signs, so that they read the same in a file as on a terminal."""

from __future__ import annotations

import io
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Final

from restitution.cli.screen import GLUE, STEP, cleaned, out, width

BREAK: Final = "\x1f"
"""A space without width, for Rich: a line may end here."""
_LONG_WORD: Final = re.compile(r"\S{16,}")
_JOINT: Final = re.compile(r"(?<=[/_-])(?=.)")
NO_LIMITS: Final[Mapping[int, int]] = {}


def table(
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    numbers: Container[int] = (),
    widest: Mapping[int, int] = NO_LIMITS,
    level: int = 1,
) -> None:
    """Print a table as wide as its words and no wider than the screen.

    `numbers`: columns that end at the right; `widest`: percents of the screen that a column may take. A cell that
    is too long goes on below, behind its own indent, if possible after a sign that parts a file's name.
    """
    from rich import box  # noqa: PLC0415 Rich, only where a table is shown
    from rich.console import Console  # noqa: PLC0415
    from rich.padding import Padding  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    room = width() - STEP * level
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1), header_style="")
    for place, title in enumerate(head):
        most = room * widest[place] // 100 if place in widest else None
        justify = "right" if place in numbers else "left"
        drawn.add_column(Text(title), justify=justify, overflow="fold", max_width=most)  # type: ignore[arg-type]
    for cells in rows:
        indents = [len(cell) - len(cell.lstrip(" ")) for cell in cells]
        texts = [Text(_with_breaks(cleaned(cell.lstrip(" ")))) for cell in cells]
        drawn.add_row(*(Padding(text, (0, 0, 0, indent)) for text, indent in zip(texts, indents, strict=True)))
    page = io.StringIO()
    Console(file=page, width=room, force_terminal=False, color_system=None).print(drawn)
    for line in page.getvalue().splitlines():
        out(f"{' ' * STEP * level}{line.replace(GLUE, ' ').replace(BREAK, '')}".rstrip())


def _with_breaks(text: str) -> str:
    return _LONG_WORD.sub(lambda word: _JOINT.sub(BREAK, word[0]), text)
