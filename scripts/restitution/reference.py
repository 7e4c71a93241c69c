"""Pages of `docs/` of which a part is made from the code: the rest is written by hand and stays.

The part stands between two marks; the first one names the command that renews it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

CLOSE: Final = "<!-- fin des tables -->"


def opening(command: str) -> str:
    """The mark above the part that `command` makes."""
    return f"<!-- tables : {command} -->"


def renewed(page: str, command: str, made: str) -> str:
    """The page with `made` in the place of what stood between the marks of `command`."""
    between = re.compile(rf"(?<={re.escape(opening(command))}\n).*(?={re.escape(CLOSE)})", re.DOTALL)
    return between.sub(lambda _: f"\n{made}\n", page)


def renew(path: Path, command: str, made: str) -> None:
    """Write it into the page."""
    path.write_text(renewed(path.read_text("utf-8"), command, made), "utf-8")


def slug(title: str) -> str:
    """The name by which a link within the page finds a title."""
    return re.sub(r"[^\w\s-]", "", title.lower()).replace(" ", "-")
