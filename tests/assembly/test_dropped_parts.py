"""A plan with a hole loses nothing: what a part would have held stands in the annex."""

from __future__ import annotations

from functools import cache

import pytest
from msgspec import structs

from restitution.assembly.assemble import LEFT_OVER
from restitution.conservation.document import check_document
from restitution.model import Document
from restitution.pandoc import ast
from restitution.settings import PART_TITLES, Part, Settings

from . import example
from .example import as_printed, part_of, told

ANNEX = "Textes non repris dans le corps"


@cache
def whole() -> tuple[Document, int]:
    return example.document(example.every_kind())


def without(*parts: str) -> Settings:
    return structs.replace(example.settings(), plan=tuple(Part(partie=k) for k in PART_TITLES if k not in parts))


def places(document: Document) -> dict[str, str]:
    """Leaf -> part of its first place."""
    return {placement.leaf: placement.part for placement in reversed(document.placements)}


@pytest.mark.parametrize("part", PART_TITLES)
def test_a_part_that_is_dropped_sends_its_text_to_the_annex(part: str) -> None:
    notes = example.every_kind()
    texts = {
        ast.leaf_id(s): as_printed(told(s["c"][1]))
        for n in notes
        for p in n.passages
        for s in ast.each_leaf([p.block])
    }
    document, unplaced = example.document(notes, without(part))
    assert [c.message for c in check_document(notes, notes, document).values() if not c.holds] == []
    before, after, annex = places(whole()[0]), places(document), told(part_of(document, ANNEX, "À classer"))
    of_the_part = [leaf for leaf, held in before.items() if held == part]
    assert part not in after.values()
    for leaf in of_the_part:
        assert texts[leaf] in (annex if after[leaf] == LEFT_OVER else told(document.blocks))
    kept = [leaf for leaf, held in before.items() if held not in {part, LEFT_OVER}]
    assert [leaf for leaf in kept if after[leaf] == LEFT_OVER] == []
    assert (unplaced > whole()[1]) is any(after[leaf] == LEFT_OVER for leaf in of_the_part)


def test_with_a_single_part_everything_stands_in_the_annex() -> None:
    notes = example.every_kind()
    document, unplaced = example.document(notes, without(*(part for part in PART_TITLES if part != "couverture")))
    assert set(places(document).values()) == {LEFT_OVER}
    assert unplaced == sum(len(note.passages) for note in notes)
    assert [c.message for c in check_document(notes, notes, document).values() if not c.holds] == []
