"""Prints: lines that fit the screen, headings that stand out where the screen can show it, never by colour."""

from __future__ import annotations

import os
import re
import shutil
import sys
import textwrap
from collections.abc import Sequence

from restitution.messages import listed

NARROWEST, WIDEST, USUAL = 60, 110, 100
STEP = 2
GLUE = "\ue000"
"""Stands for a space where French allows no end of line, while a paragraph is wrapped."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_KEPT_TOGETHER = re.compile(r" (?=[:;?!»–])|(?<=«) ")


def out(text: str) -> None:
    """One line on standard output."""
    sys.stdout.write(f"{text}\n")


def width() -> int:
    """Columns to fill: the terminal's, within reason; 100 where there is none."""
    return min(max(shutil.get_terminal_size((USUAL, 24)).columns, NARROWEST), WIDEST)


def heading(text: str) -> None:
    """A line that stands out, bold on a terminal that may be decorated: write it in capitals for the others."""
    out("")
    out(f"\x1b[1m{text}\x1b[0m" if _may_decorate() else text)


def _may_decorate() -> bool:
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not plain and (os.name != "nt" or "WT_SESSION" in os.environ)


def told(text: str, level: int = 1, mark: str = "") -> None:
    """A paragraph, wrapped and indented behind its `mark`; no sign of a file's name commands the terminal."""
    for one in wrapped(text, level, mark):
        out(one)


def line(text: str, level: int = 0) -> None:
    """A paragraph on a terminal, one line elsewhere: what another program may look for."""
    if sys.stdout.isatty():
        told(text, level)
    else:
        out(f"{' ' * STEP * level}{text}")


def wrapped(text: str, level: int = 0, mark: str = "") -> list[str]:
    """The lines of a paragraph that fit the screen."""
    indent = " " * STEP * level
    lines = textwrap.wrap(
        cleaned(text),
        width(),
        initial_indent=indent + mark,
        subsequent_indent=indent + " " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace(GLUE, " ") for line in lines]


def cleaned(text: str) -> str:
    """A text that cannot command the terminal, its spaces that end no line marked by `GLUE`."""
    return _KEPT_TOGETHER.sub(GLUE, _CONTROL.sub(" ", text))


def first_ones(count: int, most: int, *, everything: bool) -> int:
    """How many of `count` to show, so that a rest of one is never hidden."""
    return count if everything or count <= most + 1 else most


def rest(count: int, shown: int, one: str = "autre", many: str = "autres", level: int = 1) -> None:
    """« … et 40 autres », when some are not shown."""
    left = count - shown
    if left > 0:
        told(f"… et {left} {one if left == 1 else many}", level)


def rest_of(names: Sequence[str], most: int) -> str:
    """« a, b et 3 autres »: the first names, and how many there are besides."""
    shown = first_ones(len(names), most, everything=False)
    left = len(names) - shown
    return listed([*names[:shown], *([f"{left} autres"] if left else [])])
