"""What of the publication a copy holds: all, one part of the plan, or what concerns one territory.

A territory's copy holds the passages that come from it or speak of it, everything below a heading that names it
alone, our own paragraphs that name it (a table, a gap, a source), and the headings above them. A section of which
every passage concerns it is held whole. A block is held whole or not at all.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final, NamedTuple

import msgspec
from msgspec import structs

from restitution.model import Block, Document
from restitution.pandoc import ast
from restitution.pandoc.unread import picked

COVER, CONTENTS, SOURCE, FILE = "couverture", "sommaire", "source", "fichier"
ALWAYS: Final = frozenset({COVER, CONTENTS})
NEVER: Final = frozenset({"quatrieme", "liste-figures", "liste-tableaux"})


class Seen(NamedTuple):
    """What the choice needs of a block."""

    at: int
    """Its place in the document."""
    sources: list[list[str]]
    """The territories of each of its passages that comes from a source."""
    names: bool
    """Whether it is of our own and names the territory."""
    is_source: bool
    announces: bool
    """Whether it says nothing without the next one: a file's name, « Territoires partenaires : »."""


class Run(msgspec.Struct):
    """A heading with what stands below it, up to the next heading; the first run has none."""

    level: int
    heading: int | None = None
    """Its place in the document."""
    is_whole: bool = False
    """Whether the heading names the territory alone."""
    blocks: list[Seen] = []
    below: list[Run] = []
    """The headings of a lower level that follow."""


def part_of(document: Document, key: str) -> Document:
    """The document with one part of the plan only; it has no block when the part says nothing."""
    openings = {id_: part for part, id_ in document.parts.items()}
    inside = False
    kept: set[int] = set()
    for at, block in enumerate(document.blocks):
        first = next((ast.leaf_id(leaf) for leaf in ast.each_leaf([block])), "")
        inside = openings[first] == key if first in openings else inside
        if inside and (ALWAYS | NEVER).isdisjoint(_classes(block)):
            kept.add(at)
    return _with(document, kept)


def of_territory(document: Document, code: str, named: Callable[[str], list[str]]) -> Document:
    """The document with what concerns a territory only; it has no block when nothing does.

    `named`: codes of the territories that a text names.
    """
    territories = {placement.bookmark: placement.territories for placement in document.placements}
    return _with(document, set(_Chooser(territories, code, named).chosen(document.blocks)))


def _with(document: Document, kept: Collection[int]) -> Document:
    """The document of these blocks, its cover and its contents; what has no id goes with what stands before it."""
    if not kept:
        return structs.replace(document, blocks=[], placements=[])
    places = array("Q")
    there: set[str] = set()
    is_kept = True
    for at, block in enumerate(document.blocks):
        is_always = not ALWAYS.isdisjoint(_classes(block))
        leaves = [ast.leaf_id(leaf) for leaf in ast.each_leaf([block])]
        if leaves:
            is_kept = is_always or at in kept
        if is_always or (is_kept and NEVER.isdisjoint(_classes(block))):
            places.append(at)
            there.update(leaves)
    shown = (at for at, placement in enumerate(document.placements) if placement.bookmark in there)
    return structs.replace(
        document, blocks=picked(document.blocks, places), placements=picked(document.placements, shown)
    )


def _classes(block: Block) -> Collection[str]:
    classes: list[str] = block["c"][0][1] if block["t"] == "Div" else []
    return classes


def _announces(block: Block) -> bool:
    return FILE in _classes(block) or (block["t"] == "Para" and ast.text([block]).rstrip().endswith(":"))


class _Chooser:
    """Chooses what concerns a territory. `territories`: those of each passage that comes from a source."""

    def __init__(self, territories: dict[str, list[str]], code: str, named: Callable[[str], list[str]]) -> None:
        self._territories = territories
        self._code = code
        self._named = named

    def chosen(self, blocks: Iterable[Block]) -> Iterator[int]:
        """Places of the blocks that are held."""
        return self._of(self._runs(blocks), is_whole=False)

    def _runs(self, blocks: Iterable[Block]) -> Run:
        """The headings as a tree."""
        above = [Run(level=0)]
        for at, block in enumerate(blocks):
            if block["t"] == "Header":
                names = self._named(ast.text(block["c"][2])) == [self._code]
                run = Run(level=block["c"][0], heading=at, is_whole=names)
                while above[-1].level >= run.level:
                    above.pop()
                above[-1].below.append(run)
                above.append(run)
            elif (ALWAYS | NEVER).isdisjoint(_classes(block)):
                above[-1].blocks.append(self._seen(at, block))
        return above[0]

    def _seen(self, at: int, block: Block) -> Seen:
        ids = (ast.leaf_id(leaf) for leaf in ast.each_leaf([block]))
        sources = [self._territories[id_] for id_ in ids if id_ in self._territories]
        names = not sources and self._code in self._named(ast.text([block]))
        return Seen(at, sources, names, SOURCE in _classes(block), _announces(block))

    def _of(self, run: Run, *, is_whole: bool) -> Iterator[int]:
        """The blocks of a run, its heading first when anything is held below it."""
        is_whole = is_whole or run.is_whole
        kept = run.blocks if is_whole else self._kept(run.blocks)
        below = [at for one in run.below for at in self._of(one, is_whole=is_whole)]
        if run.heading is not None and (is_whole or kept or below):
            yield run.heading
        yield from (block.at for block in kept)
        yield from below

    def _kept(self, blocks: list[Seen]) -> list[Seen]:
        sourced = [block for block in blocks if block.sources]
        if sourced and all(self._concerns(block) for block in sourced):
            return blocks
        kept = [self._concerns(block) for block in blocks]
        for number in range(1, len(blocks)):  # a source goes with what it is the source of
            kept[number] |= kept[number - 1] and blocks[number].is_source
        for number in range(len(blocks) - 2, -1, -1):  # and what announces goes with what it announces
            kept[number] |= kept[number + 1] and blocks[number].announces
        return [block for block, is_kept in zip(blocks, kept, strict=True) if is_kept]

    def _concerns(self, block: Seen) -> bool:
        return block.names or any(self._code in territories for territories in block.sources)
