"""The commands that the manual shows: in its blocks, and within its sentences."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml

ROOT: Final = Path(__file__).parents[2]
KNOWN: Final[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "commands.yaml").read_text("utf-8"))
BLOCK: Final = re.compile(r"^```(?:sh|console|powershell)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INDENTED: Final = re.compile(r"(?:^ {4}\S.*\n)+", re.MULTILINE)
PROGRAMS: Final = ("restitution", "uv", "uvx", "pip", "pipx", "winget", "brew", "snakemake", "cd", "git", "python")
INLINE: Final = re.compile(r"(?<!`)`(restitution [^`]+)`(?!`)")


class Shown(NamedTuple):
    """A command as a page shows it, and where."""

    line: str
    page: str
    number: int

    @property
    def place(self) -> str:
        return f"{self.page}:{self.number}"


def pages() -> list[str]:
    """Every page of the manual: those that show the way in the order of the way, then the others."""
    found = {path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]}
    ordered = [page for page in KNOWN["pages"] if page in found]
    return [*ordered, *sorted(found - {*ordered} - {page for page in found if page.startswith("docs/dev/")})]


def in_blocks() -> list[Shown]:
    """Each command of a block, once, at its first place."""
    found: dict[str, Shown] = {}
    for page in pages():
        for shown in _of_page(page, (ROOT / page).read_text("utf-8")):
            found.setdefault(shown.line, shown)
    return list(found.values())


def in_sentences() -> list[Shown]:
    """Each `restitution …` of a sentence or a table."""
    return [
        Shown(match[1].replace("\\|", "|"), page, _line(text, match.start()))
        for page in pages()
        for text in [(ROOT / page).read_text("utf-8")]
        for match in INLINE.finditer(text)
    ]


def _of_page(page: str, text: str) -> Iterator[Shown]:
    blocks = [(match.start(1), match[1]) for match in BLOCK.finditer(text)]
    bare = re.sub(
        r"^```.*?^```$", lambda match: re.sub(r"[^\n]", "x", match[0]), text, flags=re.MULTILINE | re.DOTALL
    )
    blocks += [(match.start(), match[0]) for match in INDENTED.finditer(bare) if match[0].split()[0] in PROGRAMS]
    for start, block in sorted(blocks):
        for number, line in enumerate(block.splitlines()):
            if command := without_remark(line):
                yield Shown(command, page, _line(text, start) + number)


def without_remark(line: str) -> str:
    """The command alone, behind a prompt and before what is said of it."""
    bare = re.sub(r"^\s*(?:[$>] )?", "", line)
    return re.sub(r"\s+# .*$", "", bare).strip()


def words_of(line: str) -> list[str]:
    """The words that a shell would make of a line."""
    return shlex.split(line)


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
