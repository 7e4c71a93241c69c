"""Reads the case files of this folder: notes written in Markdown, and what is expected of them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from restitution.model import Block
from restitution.pandoc.marks import tag_leaves
from restitution.pandoc.run import read_markdown

CASES = Path(__file__).parent / "cases"
CASE = re.compile(
    r"^## (?P<name>.+)\n\w+ : (?P<told>.*)\n~~~note\n(?P<note>(?:.*\n)*?)~~~\n~~~donne\n(?P<gives>(?:.*\n)*?)~~~",
    re.MULTILINE,
)


class Case(NamedTuple):
    """A note and what it gives."""

    name: str
    told: str
    note: str
    gives: list[str]


def cases(name: str) -> list[Case]:
    """The cases of a file; a title that no case follows is an error of the file."""
    text = (CASES / name).read_text("utf-8")
    found = [Case(m["name"], m["told"], m["note"], m["gives"].splitlines()) for m in CASE.finditer(text)]
    titles = re.findall(r"^## (.+)\n\w+ : ", text, re.MULTILINE)
    assert [case.name for case in found] == titles
    return found


def table(name: str, title: str) -> list[list[str]]:
    """The rows of the table that follows a title."""
    after = (CASES / name).read_text("utf-8").split(f"# {title}", 1)[1].split("\n# ", 1)[0]
    rows = [line.strip().strip("|").split("|") for line in after.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


@cache
def blocks_of(text: str) -> list[Block]:
    """A Markdown text as a reader gives it."""
    return tag_leaves(read_markdown(text), ["ligne 1"])
