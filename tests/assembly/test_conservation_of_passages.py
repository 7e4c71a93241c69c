"""Mutation tests of step (b): whatever is taken out of the assembly, the check turns red."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from restitution.assembly.splice import Splicer
from restitution.conservation.ast_words import block_words
from restitution.conservation.document import PathCount, check_document
from restitution.model import Document, Note, Placement, Withheld
from restitution.pandoc import ast

from . import example

MUTATED = settings(deadline=None, max_examples=25)
NO_ANNEX = {"plan/non_repris.md.j2": ""}
ASKS = re.compile(r"passages\((?=.*\benjeux\b)[^)]*\)")


def lost(
    document: Document, read: tuple[Note, ...] | None = None, public: tuple[Note, ...] | None = None
) -> list[str]:
    """Paths of the notes that do not balance."""
    counts = check_document(read or example.notes(), public or example.notes(), document)
    return [path for path, count in counts.items() if not count.holds]


@cache
def whole() -> Document:
    return example.document()[0]


def leaf_paths(node: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where the leaves of sources stand in a tree of blocks."""
    if isinstance(node, dict):
        if node.get("t") == "Span" and str(node["c"][0][0]).startswith("src_"):
            return [at]
        return leaf_paths(node.get("c"), (*at, "c"))
    if isinstance(node, list):
        return [path for number, part in enumerate(node) for path in leaf_paths(part, (*at, number))]
    return []


def at(path: tuple[Any, ...]) -> Any:
    """What stands in the document at a path."""
    node: Any = whole().blocks
    for step in path:
        node = node[step]
    return node


def replaced(node: Any, path: tuple[Any, ...], new: Any) -> Any:
    """A tree with one node replaced, the rest shared."""
    if not path:
        return new
    copy = dict(node) if isinstance(node, dict) else list(node)
    copy[path[0]] = replaced(node[path[0]], path[1:], new)
    return copy


def is_seen(path: tuple[Any, ...], new: Any) -> bool:
    """Whether the check turns red, for the note that the leaf is of, once the leaf is replaced."""
    bookmark = ast.leaf_id(at(path))
    source = next(p.path for p in whole().placements if p.bookmark == bookmark)
    note = tuple(note for note in example.notes() if note.path == source)
    return bool(lost(structs.replace(whole(), blocks=replaced(whole().blocks, path, new)), note, note))


def with_inlines(path: tuple[Any, ...], inlines: list[Any]) -> Any:
    return {"t": "Span", "c": [at(path)["c"][0], inlines]}


def is_first(path: tuple[Any, ...]) -> bool:
    """A title that stands again in the index may go there without a loss."""
    first = {placement.leaf: placement.bookmark for placement in reversed(whole().placements)}
    return ast.leaf_id(at(path)) in first.values() and bool(counted(path))


def counted(path: tuple[Any, ...]) -> list[str]:
    """The writer's words of a leaf."""
    return block_words([ast.para([at(path)])])


@cache
def firsts() -> list[tuple[Any, ...]]:
    return [path for path in leaf_paths(whole().blocks) if is_first(path)]


some_leaf = st.deferred(lambda: st.sampled_from(firsts()))
some_placement = st.deferred(lambda: st.sampled_from(whole().placements))


def test_the_example_balances() -> None:
    assert lost(whole()) == []
    assert len(firsts()) > 300


def test_a_section_taken_out_of_a_template_goes_to_the_annex() -> None:
    portraits, asked = ASKS.subn("''", example.templates()["plan/visites_miroir.md.j2"])
    assert asked == 1
    document, unplaced = example.document(
        with_templates={**example.templates(), "plan/visites_miroir.md.j2": portraits}
    )
    assert lost(document) == []
    assert unplaced > example.document()[1]


MARKS = {"annexes": "{{ repere('index-des-sources') }}"}
"""Of parts that others refer to: an unknown reference is an error of its own."""


@pytest.mark.parametrize("part", ["portraits", "visites_miroir", "themes", "outils", "eclairages", "annexes"])
def test_a_part_without_the_annex_is_a_loss(part: str) -> None:
    emptied = {**example.templates(), **NO_ANNEX, f"plan/{part}.md.j2": f"# Rien {MARKS.get(part, '')}"}
    document, _ = example.document(with_templates=emptied)
    held = {placement.path for placement in whole().placements if placement.part == part}
    assert held <= set(lost(document))


def test_the_plan_has_a_place_for_every_passage_of_the_example() -> None:
    document, unplaced = example.document(with_templates={**example.templates(), **NO_ANNEX})
    assert unplaced == 0
    assert lost(document) == []


@pytest.mark.parametrize("number", range(0, 40, 8))
def test_a_splice_taken_out_is_a_loss(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The references are placed, but one of them is not replaced."""
    real, slots = Splicer._slot, []

    def forgetful(self: Splicer, slot: Any) -> list[dict[str, Any]]:
        slots.append(slot)
        spliced = real(self, slot)
        return [] if slot.items and len([s for s in slots if s.items]) == number + 1 else spliced

    monkeypatch.setattr(Splicer, "_slot", forgetful)
    document, _ = example.document()
    missing = [slot for slot in slots if slot.items][number]
    assert {item.note.path for item in missing.items} <= set(lost(document))


@MUTATED
@given(some_leaf)
def test_a_passage_taken_out_emptied_or_lengthened_is_seen(path: tuple[Any, ...]) -> None:
    inlines = at(path)["c"][1]
    assert is_seen(path, {"t": "Space"})
    assert is_seen(path, with_inlines(path, []))
    assert is_seen(path, with_inlines(path, [*inlines, {"t": "Space"}, {"t": "Str", "c": "ajout"}]))
    assert not is_seen(path, with_inlines(path, inlines))


@MUTATED
@given(some_leaf)
def test_a_passage_with_its_words_in_another_order_is_seen(path: tuple[Any, ...]) -> None:
    backwards = with_inlines(path, at(path)["c"][1][::-1])
    assert is_seen(path, backwards) is (counted(path) != block_words([ast.para([backwards])]))


@MUTATED
@given(some_placement)
def test_a_placement_taken_out_is_seen(placement: Placement) -> None:
    others = [p for p in whole().placements if p.leaf != placement.leaf]
    note = tuple(note for note in example.notes() if note.path == placement.path)
    assert lost(structs.replace(whole(), placements=others), note, note)


def test_a_passage_taken_out_of_a_note_before_assembly_is_a_loss() -> None:
    """The stage between reading and assembly dropped it: the note as read still counts it."""
    note = example.notes()[0]
    public = (without_a_text(note), *example.notes()[1:])
    assert lost(example.document(public)[0], public=public) == [note.path]


def without_a_text(note: Note) -> Note:
    texts = [passage for passage in note.passages if passage.role == "text"]
    return structs.replace(note, passages=[passage for passage in note.passages if passage is not texts[0]])


def test_a_whole_note_taken_out_is_a_loss() -> None:
    rest = example.notes()[1:]
    assert lost(example.document(rest)[0], public=rest) == [example.notes()[0].path]


def test_what_is_withheld_with_a_reason_is_no_loss() -> None:
    note = example.notes()[0]
    text = next(ast.text([passage.block]) for passage in note.passages if passage.role == "text")
    withheld = [Withheld(reason="exclue par l'éditeur", text=text)]
    shorter = structs.replace(without_a_text(note), withheld=withheld)
    public = (shorter, *example.notes()[1:])
    counts = check_document(example.notes(), public, example.document(public)[0])
    assert all(count.holds for count in counts.values())
    count: PathCount = counts[note.path]
    assert count.withheld > 0
    assert count.withheld_list[0]["reason"] == "exclue par l'éditeur"
