"""`restitution plan`: the outline that a build would give, and what fills each part."""

from __future__ import annotations

from pathlib import Path

import msgspec

from restitution.build import look
from restitution.cli.answer import Answer
from restitution.cli.look import read_document
from restitution.cli.manner import LOOKING, new_progress
from restitution.cli.screen import heading, rest_of, told
from restitution.cli.tables import table
from restitution.messages import plural
from restitution.model import Block, Document
from restitution.pandoc import ast
from restitution.plan.outputs import ANNEXES, DOCUMENT

LEVELS = 2
MOST_FILES = 3
NAMES = {DOCUMENT: "restitution", ANNEXES: "restitution-annexes"}


class Heading(msgspec.Struct, kw_only=True):
    """A heading of the outline and what stands below it."""

    level: int
    title: str
    passages: int = 0
    files: list[str] = []
    """Below `sources/`, of the notes that these passages are of."""
    gaps: int = 0
    """Sections that say « à renseigner »."""


class Outlined(msgspec.Struct, frozen=True, kw_only=True):
    """The outline of one document."""

    output: str
    title: str
    headings: list[Heading]


class Outline(Answer, kw_only=True):
    """The outline of each document."""

    documents: list[Outlined]
    everything: bool

    def record(self) -> object:
        """`documents`: of each, `output`, `title` and `headings`."""
        return {"documents": self.documents}

    def in_short(self) -> str:
        """How much there is and how much is missing."""
        headings = [heading for document in self.documents for heading in document.headings]
        gaps = sum(one.gaps for one in headings)
        told = plural(sum(one.passages for one in headings), "passage")
        return f"{told}, {plural(gaps, 'rubrique')} à renseigner." if gaps else f"{told}."

    def show(self) -> None:
        """A table a document."""
        for document in self.documents:
            heading(f"{document.title} ({document.output})")
            rows = [self._row(one) for one in document.headings]
            table(("Partie", "Passages", "Tirés de"), rows, numbers={1}, widest={0: 46})
        if not self.everything and any(
            len(one.files) > MOST_FILES + 1 for d in self.documents for one in d.headings
        ):
            told("Tous les fichiers : restitution plan --tout", 0)

    def _row(self, one: Heading) -> tuple[str, str, str]:
        names = [path.rsplit("/", 1)[-1] for path in one.files]
        files = ", ".join(names) if self.everything else rest_of(names, MOST_FILES)
        gaps = f"○ {plural(one.gaps, 'rubrique')} à renseigner" if one.gaps else ""
        told = " ; ".join(words for words in (files, gaps) if words)
        return f"{'  ' * (one.level - 1)}{one.title}", str(one.passages or ""), told


def plan(project: Path, cores: int, *, everything: bool = False) -> Outline:
    """The outline of each document, with what fills each heading."""
    with new_progress() as progress:
        progress.say_meanwhile(LOOKING)
        said = look(project, cores, progress).said
    for line in said:
        progress.say(line)
    found = [(name, read_document(project, name)) for name in (DOCUMENT, ANNEXES)]
    documents = [
        Outlined(output=NAMES[name], title=document.title, headings=_headings(document))
        for name, document in found
        if document.blocks
    ]
    return Outline(documents=documents, everything=everything)


def _headings(document: Document) -> list[Heading]:
    """Headings of the first levels, each with what stands below it and above the next."""
    paths = {placement.bookmark: placement.path for placement in document.placements}
    found: list[Heading] = []
    for block in document.blocks:
        if block["t"] == "Header" and block["c"][0] <= LEVELS:
            found.append(Heading(level=block["c"][0], title=ast.text(block["c"][2]).strip()))
        if found:
            _count(found[-1], block, paths)
    for one in found:
        one.files.sort()
    return found


def _count(one: Heading, block: Block, paths: dict[str, str]) -> None:
    for bookmark in map(ast.leaf_id, ast.each_leaf([block])):
        if bookmark in paths:
            one.passages += 1
            if paths[bookmark] not in one.files:
                one.files.append(paths[bookmark])
    one.gaps += block["t"] == "Div" and "lacune" in block["c"][0][1]
