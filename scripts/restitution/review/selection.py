"""What of the publication a copy holds: all, one part of the plan, or what concerns one territory.

A territory's copy holds the passages that come from it or speak of it, everything below a heading that names it
alone, our own paragraphs that name it (a table, a gap, a source), and the headings above them. A section of which
every passage concerns it is held whole. A block is held whole or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final

import msgspec
from msgspec import structs

from restitution.model import Block, Document
from restitution.pandoc import ast

COVER, CONTENTS, SOURCE, FILE = "couverture", "sommaire", "source", "fichier"
ALWAYS: Final = frozenset({COVER, CONTENTS})
NEVER: Final = frozenset({"quatrieme", "liste-figures", "liste-tableaux"})


class Run(msgspec.Struct):
    """A heading with what stands below it, up to the next heading; the first run has none."""

    level: int
    heading: Block | None = None
    blocks: list[Block] = []
    below: list[Run] = []
    """The headings of a lower level that follow."""


def part_of(document: Document, key: str) -> Document:
    """The document with one part of the plan only; it has no block when the part says nothing."""
    openings = {id_: part for part, id_ in document.parts.items()}
    inside = False
    kept: list[Block] = []
    for block in document.blocks:
        first = next((ast.leaf_id(leaf) for leaf in ast.each_leaf([block])), "")
        inside = openings[first] == key if first in openings else inside
        if inside and (ALWAYS | NEVER).isdisjoint(_classes(block)):
            kept.append(block)
    return _with(document, kept)


def of_territory(document: Document, code: str, named: Callable[[str], list[str]]) -> Document:
    """The document with what concerns a territory only; it has no block when nothing does.

    `named`: codes of the territories that a text names.
    """
    territories = {placement.bookmark: placement.territories for placement in document.placements}
    chooser = _Chooser(territories, code, named)
    return _with(document, [block for run in _runs(document.blocks) for block in chooser.choose(run)])


def _with(document: Document, kept: list[Block]) -> Document:
    """The document of these blocks, its cover and its contents; what has no id goes with what stands before it."""
    if not kept:
        return structs.replace(document, blocks=[], placements=[])
    chosen = {id(block) for block in kept}
    blocks: list[Block] = []
    is_kept = True
    for block in document.blocks:
        is_always = not ALWAYS.isdisjoint(_classes(block))
        if next(ast.each_leaf([block]), None) is not None:
            is_kept = is_always or id(block) in chosen
        if is_always or (is_kept and NEVER.isdisjoint(_classes(block))):
            blocks.append(block)
    there = {ast.leaf_id(leaf) for leaf in ast.each_leaf(blocks)}
    placements = [placement for placement in document.placements if placement.bookmark in there]
    return structs.replace(document, blocks=blocks, placements=placements)


def _classes(block: Block) -> Collection[str]:
    classes: list[str] = block["c"][0][1] if block["t"] == "Div" else []
    return classes


def _announces(block: Block) -> bool:
    """Whether a block says nothing without the next one: a file's name, « Territoires partenaires : »."""
    return FILE in _classes(block) or (block["t"] == "Para" and ast.text([block]).rstrip().endswith(":"))


def _runs(blocks: Iterable[Block]) -> list[Run]:
    """The headings as a tree."""
    root = Run(level=0)
    above = [root]
    for block in blocks:
        if block["t"] == "Header":
            run = Run(level=block["c"][0], heading=block)
            while above[-1].level >= run.level:
                above.pop()
            above[-1].below.append(run)
            above.append(run)
        elif (ALWAYS | NEVER).isdisjoint(_classes(block)):
            above[-1].blocks.append(block)
    return [root]


class _Chooser:
    def __init__(self, territories: dict[str, list[str]], code: str, named: Callable[[str], list[str]]) -> None:
        self._territories = territories
        self._code = code
        self._named = named

    def choose(self, run: Run, *, whole: bool = False) -> Iterator[Block]:
        """The blocks of a run, its heading first when anything is held below it."""
        whole = whole or (run.heading is not None and self._named(ast.text(run.heading["c"][2])) == [self._code])
        kept = run.blocks if whole else self._kept(run.blocks)
        below = [block for one in run.below for block in self.choose(one, whole=whole)]
        if run.heading is not None and (whole or kept or below):
            yield run.heading
        yield from kept
        yield from below

    def _kept(self, blocks: list[Block]) -> list[Block]:
        sourced = [block for block in blocks if self._sources(block)]
        if sourced and all(self._concerns(block) for block in sourced):
            return blocks
        kept = [self._concerns(block) for block in blocks]
        for number in range(1, len(blocks)):  # a source goes with what it is the source of
            kept[number] |= kept[number - 1] and SOURCE in _classes(blocks[number])
        for number in range(len(blocks) - 2, -1, -1):  # and what announces goes with what it announces
            kept[number] |= kept[number + 1] and _announces(blocks[number])
        return [block for block, is_kept in zip(blocks, kept, strict=True) if is_kept]

    def _sources(self, block: Block) -> list[list[str]]:
        """The territories of each of its passages that comes from a source."""
        ids = (ast.leaf_id(leaf) for leaf in ast.each_leaf([block]))
        return [self._territories[id_] for id_ in ids if id_ in self._territories]

    def _concerns(self, block: Block) -> bool:
        sources = self._sources(block)
        if sources:
            return any(self._code in territories for territories in sources)
        return self._code in self._named(ast.text([block]))
