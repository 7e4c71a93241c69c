"""Plain text: structure that is sure, and every word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restitution.errors import UnreadableSource
from restitution.pandoc import ast
from restitution.readers import plain

from .text_words import balance, gone, in_order, read

CASES = {
    "paragraphs": ("Un\ndeux\n\nTrois", ["Para lignes 1-2 Un deux", "Para ligne 4 Trois"]),
    "lines that a program broke": (
        "La halle est close depuis\nl'automne, et le marché se\ntient dehors.\nOn y va.", [
        "Para lignes 1-3 La halle est close depuis l'automne, et le marché se tient dehors.",
        "Para ligne 4 On y va."]),
    "a date above a text": (
        "Entretien avec un éleveur, 9 mai 2025\nL'étang a gelé deux fois seulement.", [
        "Para ligne 1 Entretien avec un éleveur, 9 mai 2025",
        "Para ligne 2 L'étang a gelé deux fois seulement."]),
    "a date and a signature around lines that a program broke": (
        "Lauze, le 9 mai 2025\nLa halle est close depuis\nl'automne, et le marché se\ntient dehors.\nAna Roux", [
        "Para ligne 1 Lauze, le 9 mai 2025",
        "Para lignes 2-4 La halle est close depuis l'automne, et le marché se tient dehors.",
        "Para ligne 5 Ana Roux"]),
    "lines that the writer broke": (f"Ce que nous avons vu\nUne halle. {'Et ' * 40}voilà.\nUn pont.", [
        "Para ligne 1 Ce que nous avons vu", f"Para ligne 2 Une halle. {'Et ' * 40}voilà.",
        "Para ligne 3 Un pont."]),
    "underlined": ("Titre\n=====\nTexte\nPartie\n---\nSuite", [
        "Header ligne 1 Titre", "Para ligne 3 Texte", "Header ligne 4 Partie", "Para ligne 6 Suite"]),
    "dashes": ("- un\n– deux\n  suite\n— trois\n• quatre\n* cinq", [
        "BulletList ligne 1 un", "BulletList lignes 2-3 deux suite", "BulletList ligne 4 trois",
        "BulletList ligne 5 quatre", "BulletList ligne 6 cinq"]),
    "list after a lead": ("Constats :\n- un\n- deux", [
        "Para ligne 1 Constats :", "BulletList ligne 2 un", "BulletList ligne 3 deux"]),
    "blank lines in a list": ("- un\n\n- deux", ["BulletList ligne 1 un", "BulletList ligne 3 deux"]),
    "a count": ("1. un\n2. deux", ["OrderedList ligne 1 un", "OrderedList ligne 2 deux"]),
    "numbers that do not count": ("2024. Une année\n12. Autre", [
        "Para ligne 1 2024. Une année", "Para ligne 2 12. Autre"]),
    "a numbered heading": ("1. Contexte\n\nTexte", ["Para ligne 1 1. Contexte", "Para ligne 3 Texte"]),
    "capitals are left": ("CONTEXTE\n\nTexte", ["Para ligne 1 CONTEXTE", "Para ligne 3 Texte"]),
    "negative number": ("-3 % cette année", ["Para ligne 1 -3 % cette année"]),
    "rule": ("Un\n\n-----\n\nDeux", ["Para ligne 1 Un", "HorizontalRule", "Para ligne 5 Deux"]),
    "no-break spaces": ("Prix\u00a0: 3\u00a0€", ["Para ligne 1 Prix\u00a0: 3\u00a0€"]),
}  # fmt: skip


def outline(text: str) -> list[str]:
    lines: list[str] = []
    for block in read(plain, text).blocks:
        leaves = list(ast.each_leaf([block]))
        lines += [f"{block['t']} {ast.leaf_where(leaf)} {ast.text(leaf)}" for leaf in leaves] or [block["t"]]
    return lines


@pytest.mark.parametrize("case", CASES)
def test_structure(case: str) -> None:
    text, expected = CASES[case]
    assert outline(text) == expected


def test_items_indented_further_stand_under_the_one_above() -> None:
    (block,) = read(plain, "- un\n    - deux\n    - trois\n- quatre").blocks
    first, second = block["c"]
    assert [inner["t"] for inner in first] == ["Plain", "BulletList"]
    assert len(first[1]["c"]) == 2
    assert [inner["t"] for inner in second] == ["Plain"]


def test_numbers_of_a_count_are_listed() -> None:
    assert gone(read(plain, "1. un\n2) deux")) == [
        ("champ technique", "1.", "ligne 1"),
        ("champ technique", "2)", "ligne 2"),
    ]


def test_aligned_columns_keep_their_lines() -> None:
    (block,) = read(plain, "Nom\tStructure\nAna\tMairie").blocks
    inlines = block["c"][0]["c"][1]
    assert sum(inline["t"] == "LineBreak" for inline in inlines) == 1


@pytest.mark.parametrize("text", ["", " \n\n", "\ufeff"])
def test_an_empty_file_is_refused(text: str) -> None:
    with pytest.raises(UnreadableSource, match="vide"):
        read(plain, text)


PIECES = [
    "- ",
    "  - ",
    "— ",
    "1. ",
    "2) ",
    "12. ",
    "mot",
    " été",
    "\n",
    "\n\n",
    "====\n",
    "---",
    "\t",
    "* ",
    "fin.",
]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=25).map("".join))
def test_no_word_is_lost(text: str) -> None:
    try:
        reading = read(plain, text)
    except UnreadableSource:
        assert not any(sign.isalnum() for sign in text)
    else:
        assert balance(reading, text) == ({}, {})
        assert in_order(reading, text)
