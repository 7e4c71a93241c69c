"""Shaping loses no word, adds none and keeps the order, whatever the blocks."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from restitution.conservation.ast_words import block_words
from restitution.model import Reading
from restitution.pandoc import ast
from restitution.pandoc.table import simple_table
from restitution.shaping.headings import demoted, repaired
from restitution.shaping.shape import Said, shape

from .test_sections import SETTINGS

Block = dict[str, Any]
SAMPLES = (
    "Programme", "Enjeux et perspectives", "LES ENJEUX", "Visite de la scierie", "Rédaction : le pays",
    "À compléter", "Figure 1 : la carte", "Hôte : Haute-Galdonne", "Thèmes : logement", "Le bourg se vide.",
    "#logement", "1. Contexte", "2/ Où en est-on ?", "a) Combien", "* ENJEUX *", "Article 1 : Objet", "XXX",
    "Un texte assez long pour que personne ne le prenne pour le titre de ce qui le suit dans la note.",
    "Crédit photo", "été 2040",
)  # fmt: skip
TEXTS = st.sampled_from(SAMPLES) | st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12
)
COUNT = st.integers(1, 6)


def leaf(inlines: list[Block]) -> list[Block]:
    return ast.leaf(inlines, "ligne 1")


def cell(text: str) -> list[Block]:
    return [ast.header(1, leaf(ast.string(text)))]


picture = ast.para(
    leaf([{"t": "Image", "c": [ast.attributes(), ast.string("vue du bourg"), ["media/a.png", ""]]}])
)
headings = st.builds(lambda level, text: ast.header(level, leaf(ast.string(text))), COUNT, TEXTS)
paragraphs = TEXTS.map(lambda text: ast.para(leaf(ast.string(text))))
bold = TEXTS.map(lambda text: ast.para(leaf([{"t": "Strong", "c": ast.string(text)}])))
lines = st.lists(TEXTS, min_size=1, max_size=3).map(
    lambda texts: ast.para(leaf([i for text in texts for i in (*ast.string(text), {"t": "SoftBreak"})][:-1]))
)
LOOKS = st.sampled_from(["", "bold", "size-140", "underline", "center", "shade small-caps", "bold caption"])
looks = st.builds(lambda text, look: ast.para(ast.leaf(ast.string(text), "ligne 1", look=look)), TEXTS, LOOKS)
titled = st.builds(
    lambda head, text: ast.para(
        leaf([{"t": "Strong", "c": ast.string(head)}, {"t": "LineBreak"}, *ast.string(text)])
    ),
    TEXTS,
    TEXTS,
)
numbered = st.lists(st.lists(paragraphs | looks, min_size=1, max_size=2), min_size=1, max_size=3).map(
    lambda items: {"t": "OrderedList", "c": [[1, {"t": "Decimal"}, {"t": "Period"}], items]}
)
quotes = st.lists(headings | paragraphs, min_size=1, max_size=3).map(lambda inner: {"t": "BlockQuote", "c": inner})
lists = st.lists(st.lists(headings | paragraphs, min_size=1, max_size=2), min_size=1, max_size=3).map(
    lambda items: {"t": "BulletList", "c": items}
)
tables = st.builds(
    lambda one, other: simple_table(
        leaf(ast.string("Tableau")), [cell(one), cell(other)], [[cell(other), cell(one)]]
    ),
    TEXTS,
    TEXTS,
)
CELL = st.lists(paragraphs | looks | st.just(picture), max_size=2)
forms = st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=3).map(
    lambda rows: simple_table([], [[], []], rows)
)
plain_blocks = headings | paragraphs | bold | looks | titled | lines
blocks = st.lists(plain_blocks | quotes | lists | numbered | tables | forms | st.just(picture), max_size=12)


def nested_headings(node: Any) -> int:
    if isinstance(node, list):
        return sum(map(nested_headings, node))
    if isinstance(node, dict):
        return (node.get("t") == "Header") + sum(map(nested_headings, node.values()))
    return 0


@settings(deadline=None, max_examples=250)
@given(
    blocks, st.sampled_from(["", "portrait", "visite-miroir", "theme", "outil"]), st.sampled_from(["md", "vtt"])
)
def test_shaping_keeps_every_word_in_its_order(given_blocks: list[Block], kind: str, format_: str) -> None:
    note = shape(Reading(blocks=given_blocks), "lot/note.md", "0", format_, Said(genre=kind), SETTINGS)
    shown = [passage.block for passage in note.passages]
    assert block_words(shown) == block_words(given_blocks)
    assert len(list(ast.each_leaf(shown))) + _joined(shown) >= len(list(ast.each_leaf(given_blocks)))
    assert not any(ast.leaf_look(span) for span in ast.each_leaf(shown))
    assert _pictures(shown) == _pictures(given_blocks)


def _pictures(node: Any) -> int:
    if isinstance(node, list):
        return sum(map(_pictures, node))
    if isinstance(node, dict):
        return (node.get("t") == "Image") + sum(map(_pictures, node.values()))
    return 0


def _joined(shown: list[Block]) -> int:
    """A picture's own leaf holds no word; in a figure its caption's stands for it."""
    return sum(block["t"] == "Figure" for block in shown)


@settings(deadline=None, max_examples=150)
@given(blocks)
def test_headings_of_a_note_are_its_outline(given_blocks: list[Block]) -> None:
    note = shape(Reading(blocks=given_blocks), "lot/note.md", "0", "md", Said(), SETTINGS)
    for passage in note.passages:
        if passage.block["t"] == "Header":
            assert passage.role in {"title", "section", "heading"}
        else:
            assert passage.role in {"text", "field"}
            assert not nested_headings(passage.block)
    levels = [p.block["c"][0] for p in note.passages if p.role in {"section", "heading"}]
    assert all(below <= above + 1 for above, below in pairwise([0, *levels]))


@given(st.lists(st.integers(1, 9), max_size=30))
def test_levels_are_repaired_without_holes_or_disorder(levels: list[int]) -> None:
    new = repaired(levels)
    assert all(below <= above + 1 for above, below in pairwise([0, *new]))
    assert all((b > a) == (y > x) for (a, b), (x, y) in zip(pairwise(levels), pairwise(new), strict=True) if b > a)
    assert repaired(new) == new


@settings(deadline=None)
@given(blocks)
def test_no_heading_is_left_inside_another_block(given_blocks: list[Block]) -> None:
    once = demoted(given_blocks)
    assert not any(nested_headings(block) for block in once if block["t"] != "Header")
    assert demoted(once) == once
