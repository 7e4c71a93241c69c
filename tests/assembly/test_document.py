"""The assembled document: its outline, its gaps, where every passage stands, and what a note may not do to it."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from msgspec import structs

from restitution.assembly.assemble import identified
from restitution.assembly.outline import GAP, Slot
from restitution.assembly.pool import Item
from restitution.assembly.splice import DEEPEST, Splicer
from restitution.model import Block, Document, Note, Passage
from restitution.pandoc import ast
from restitution.settings import PART_TITLES, Part

from . import example
from .example import headings, told

ANNEX = "Textes non repris dans le corps"


@cache
def whole(notes: str = "every_kind") -> Document:
    return example.document(getattr(example, notes)())[0]


@cache
def with_one_note() -> Document:
    """Almost nothing was sent in yet."""
    return example.document(identified([example.whole_note("portrait_territoire", "VA")], [])[0])[0]


DOCUMENTS = {
    "every kind of note": lambda: whole("every_kind"),
    "the example": lambda: whole("notes"),
    "one note": with_one_note,
    "no note": lambda: example.document([])[0],
}
each_document = pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)


def below(document: Document, title: str) -> list[tuple[int, str]]:
    """The headings below the first one of this title."""
    found = list(headings(document.blocks))
    at = next(n for n, (_, text) in enumerate(found) if text == title)
    deeper = []
    for level, text in found[at + 1 :]:
        if level <= found[at][0]:
            break
        deeper.append((level, text))
    return deeper


def by_parent(found: list[tuple[int, str]], level: int) -> dict[str, list[str]]:
    """Headings of a level -> titles one level below."""
    groups: dict[str, list[str]] = {}
    for here, text in found:
        if here == level:
            groups[text] = children = []
        elif here == level + 1:
            children.append(text)
    return groups


def leaves(blocks: list[Block]) -> list[dict[str, Any]]:
    return list(ast.each_leaf(blocks))


# --- outline -------------------------------------------------------------------------------------


@each_document
def test_levels_never_skip(document: Any) -> None:
    levels = [level for level, _ in headings(document().blocks)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@hypothesis_settings(deadline=None, max_examples=300)
@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 6), st.sampled_from(["section", "heading"]))),
    st.integers(1, DEEPEST),
    st.booleans(),
)
def test_levels_never_skip_whatever_is_asked_of_a_note(
    found: list[tuple[str, int, Any]], level: int, as_heading: bool
) -> None:
    notes = {name: _note(name) for name in "ab"}
    items = [
        Item(notes[name], Passage(block=_leaf_heading(deep, number), section="enjeux", role=role))
        for number, (name, deep, role) in enumerate(sorted(found, key=lambda one: one[0]))
    ]
    splicer = Splicer([Slot(items=items, headings=as_heading, sourced=True)])
    plan = [ast.header(level, ast.string("Le plan")), ast.div([], "ref", n="0")]
    shown = [deep for deep, _ in headings(splicer.splice("portraits", plan))]
    assert shown[0] == level
    assert max(shown) <= DEEPEST
    assert all(after <= before + 1 for before, after in pairwise(shown))


@pytest.mark.parametrize(("title", "carried"), [("1. Les Enjeux", True), ("Enjeux (à court terme)", False)])
def test_a_heading_of_the_plan_carries_one_that_says_no_more(title: str, carried: bool) -> None:
    own = ast.header(2, ast.leaf(ast.string(title), "ligne 1", id_="src_0000000001"))
    splicer = Splicer([Slot(items=[Item(_note("a"), Passage(block=own, section="enjeux", role="section"))])])
    made = splicer.splice("portraits", [ast.header(1, ast.string("Enjeux")), ast.div([], "ref", n="0")])
    assert [placement.heading for placement in splicer.placements] == [carried]
    assert told(made).split() == ("Enjeux" if carried else f"Enjeux {title}").split()


def _note(path: str) -> Note:
    return Note(path=path, sha256="", format="md", kind=None, classified=False, title="", territories=[])


def _leaf_heading(level: int, number: int) -> Block:
    return ast.header(level, ast.leaf(ast.string(f"Titre {number}"), "ligne 1", id_=f"src_{number:010x}"))


@each_document
@pytest.mark.parametrize(
    ("part", "level"), [("Portraits des territoires", 2), ("Visites miroir", 2), ("Les thèmes", 3)]
)
def test_the_same_headings_in_the_same_order_for_all(document: Any, part: str, level: int) -> None:
    found = by_parent(below(document(), part), level)
    names = set(territories())
    outlines = {tuple(re.sub("|".join(names), "…", title) for title in titles) for titles in found.values()}
    if part == "Les thèmes":
        boxes = [titles for parent, titles in found.items() if parent == "État des lieux"]
        assert all(titles[: len(names)] == territories() for titles in boxes)
    else:
        assert len(found) == len(names)
        assert len(outlines) == 1


def territories() -> list[str]:
    return [example.as_printed(one.nom) for one in example.settings().territoires]


def test_headings_of_portraits_are_those_of_the_model() -> None:
    found = by_parent(below(with_one_note(), "Portraits des territoires"), 2)
    assert list(found) == territories()
    assert found["Haute-Galdonne"][:4] == [
        "Le territoire",
        "Chiffres clés",
        "Gouvernance et acteurs",
        "Atouts et fragilités",
    ]
    assert found["Haute-Galdonne"] == found["Val d’Arvoise"]


def test_a_missing_section_is_a_visible_gap() -> None:
    """The portrait of the Val d'Arvoise alone came: the two others have every heading, each with a gap."""
    document = with_one_note()
    titles = by_parent(below(document, "Portraits des territoires"), 2)["Haute-Galdonne"]
    gaps = [
        div for div in _divs(example.part_of(document, "Portraits des territoires")) if "lacune" in div["c"][0][1]
    ]
    assert [told([gap]) for gap in gaps] == [GAP] * 2 * len(titles)


def test_minutes_whose_text_went_elsewhere_say_where() -> None:
    """Below their title, where nothing of them is left, a line leads to where it stands."""
    kind = "compte_rendu_reunion"
    blocks = example.heading(1, "Comité de mai"), example.heading(2, "Décisions"), example.para("Tout est voté.")
    minutes = identified([example.written("comite.md", kind, *blocks)], [])[0]
    document = example.document(minutes)[0]
    _, title, where = example.part_of(document, "Ateliers et réunions")
    assert (told([title]), "Tout est voté." in told(document.blocks)) == ("Comité de mai", True)
    assert re.fullmatch(r"Repris dans : partie [\d.]+", told([where]))


def _divs(blocks: list[Block]) -> list[Block]:
    found = []
    for block in blocks:
        if block["t"] == "Div":
            found += [block, *_divs(block["c"][1])]
    return found


# --- places --------------------------------------------------------------------------------------


@each_document
def test_every_bookmark_has_a_name_of_its_own(document: Any) -> None:
    names = [ast.leaf_id(span) for span in leaves(document().blocks)]
    assert [name for name, count in Counter(names).items() if count > 1] == []
    assert all(re.fullmatch(r"(?:src|gen)_[0-9a-f]{10}(?:_\d+)?", name) for name in names)


@each_document
def test_every_placement_points_into_the_document(document: Any) -> None:
    names = {ast.leaf_id(span) for span in leaves(document().blocks)}
    assert {placement.bookmark for placement in document().placements} <= names


def test_a_passage_stands_once_but_for_titles() -> None:
    titles = {
        ast.leaf_id(span)
        for note in example.every_kind()
        for passage in note.passages
        if passage.role == "title"
        for span in leaves([passage.block])
    }
    counts = Counter(placement.leaf for placement in whole().placements)
    assert [leaf for leaf, count in counts.items() if count > 1 and leaf not in titles] == []
    everything = {
        ast.leaf_id(span) for n in example.every_kind() for p in n.passages for span in leaves([p.block])
    }
    assert set(counts) == everything


def test_the_annex_stands_right_after_the_annexes() -> None:
    settings = structs.replace(
        example.settings(),
        plan=tuple(Part(partie=key) for key in PART_TITLES if key != "portraits"),
    )
    first = [
        text for level, text in headings(example.document(example.every_kind(), settings)[0].blocks) if level == 1
    ]
    assert first.index(ANNEX) == first.index("Index des sources") + 1
    assert first.index("À classer") == first.index(ANNEX) + 1


def test_sources_are_named() -> None:
    text = told(whole("notes").blocks)
    for fact in example.FACTS["files"]:
        assert fact["path"].rsplit("/", 1)[-1] in text


def test_the_build_id_follows_from_the_content_alone() -> None:
    notes = example.notes()
    assert example.document(notes)[0] == example.document(tuple(reversed(notes)))[0]
    other, _ = example.document(notes[1:])
    assert other.build != whole("notes").build


def test_files_of_one_name_are_told_apart_by_their_folders() -> None:
    notes = [example.written(f"{folder}/note.md", "portrait_territoire", example.para(f"Mots de {folder}."))
             for folder in ("ombrois", "val-arvoise")]  # fmt: skip
    text = example.told(example.document(identified(notes, [])[0])[0].blocks)
    assert "Source : ombrois/note.md" in text
    assert "Source : val-arvoise/note.md" in text
    assert "Source : triangle-grec.md" in example.told(whole("notes").blocks)
