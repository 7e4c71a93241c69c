"""Widths of columns: no word is cut where there is room, and the columns always fit."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from restitution.pandoc import ast
from restitution.pandoc.grid import read_table
from restitution.pandoc.table import simple_table
from restitution.writers.pdf.columns import SIZES, Columns, fit_columns
from restitution.writers.pdf.letters import NO_WIDTH, SOFT_HYPHEN, cut, width_of

PORTRAIT = 453.0
VOTES = [["Affirmation", *(f"Votant {number}" for number in range(1, 19)), "Ce qui s'est dit ensuite"]]
POST_IT = [
    ["territoire", "thème", "post-it", "couleur", "mur", "photo"],
    [
        "Haute-Galdonne",
        "#économique",
        "Une conserverie pour les légumes moches des 17 derniers maraîchers",
        "jaune",
    ],
]


def table(rows: list[list[str]]) -> Any:
    def cells(row: list[str]) -> list[Any]:
        return [[{"t": "Plain", "c": ast.string(text)}] if text else [] for text in row]

    return read_table(simple_table([], cells(rows[0]), [cells(row) for row in rows[1:]])["c"])


def fit(rows: list[list[str]], room: float = PORTRAIT) -> Columns:
    fitted = fit_columns(table(rows), room)
    assert fitted is not None
    return fitted


def room(fitted: Columns, column: int) -> float:
    """Ems of the column."""
    return (fitted.widths[column] - 2 * fitted.inset) / fitted.size


def test_words_of_narrow_columns_are_whole() -> None:
    fitted = fit(POST_IT)
    assert fitted.size == SIZES[0]
    for column, word in enumerate(["Haute-Galdonne", "#économique", "maraîchers", "couleur"]):
        assert room(fitted, column) >= width_of(word) * 0.95


def test_letters_become_smaller_before_words_are_cut() -> None:
    portrait, landscape = fit(VOTES), fit(VOTES, 700)
    assert portrait.is_tight
    assert not landscape.is_tight
    assert landscape.size < SIZES[0]
    assert room(landscape, 1) >= width_of("Votant")


def test_a_column_of_text_is_no_ribbon() -> None:
    text = "Nous avons mesuré les écarts entre les trois campagnes, puis nous les avons discutés. " * 3
    columns = 12
    fitted = fit([["Question", *["Département"] * columns], [text, *["oui"] * columns]])
    assert room(fitted, 0) > 8


def test_a_long_text_has_more_room_than_a_figure_and_short_columns_what_they_want() -> None:
    fitted = fit([["Quoi", "Combien", "Pourquoi"], ["Un car", "12", "parce que la ligne passait déjà là " * 8]])
    assert fitted.widths[2] > 4 * fitted.widths[1]
    assert room(fitted, 1) >= width_of("Combien")


def test_an_address_does_not_take_the_room_of_the_others() -> None:
    fitted = fit([["Site", "Mot"], ["https://exemple.fr/" + "a" * 200, "inter" * 2]])
    assert fitted.size == SIZES[0]
    assert not fitted.is_tight


@pytest.mark.parametrize(("columns", "shown"), [(22, True), (50, True), (51, False), (200, False)])
def test_more_columns_than_a_page_holds_are_not_side_by_side(columns: int, shown: bool) -> None:
    assert (fit_columns(table([["mot"] * columns]), PORTRAIT) is not None) is shown


@given(
    st.lists(st.lists(st.text(max_size=60), min_size=3, max_size=3), min_size=1, max_size=4), st.floats(60, 700)
)
def test_columns_fit_and_none_is_without_width(rows: list[list[str]], room: float) -> None:
    fitted = fit(rows, room)
    assert sum(fitted.widths) <= room + 0.01
    assert all(width > 2 * fitted.inset for width in fitted.widths)
    assert fitted.size in SIZES


@pytest.mark.parametrize(
    ("word", "longest", "cut_word"),
    [
        ("intercommunalité", 15, "intercommunalité"),
        ("intercommunalité", 5, "inter-commu-nalité"),
        ("Votant", 2.6, "Vo-tant"),
        ("réponse20", 2.6, "ré|pon|se20"),
        ("https://www.exemple.fr/page?id=12", 15, "https://|www.|exemple.|fr/|page?|id=|12"),
        ("Saint-Germain-de-Calberte-sur-Lot", 15, "Saint-|Germain-|de-|Calberte-|sur-|Lot"),
    ],
)
def test_where_words_are_cut(word: str, longest: float, cut_word: str) -> None:
    shown = cut(word, longest).replace(NO_WIDTH, "|")
    assert shown.replace(SOFT_HYPHEN, "-") == cut_word


@given(st.text(), st.floats(0.5, 20))
def test_a_cut_word_is_whole_when_put_together(word: str, longest: float) -> None:
    assume(NO_WIDTH not in word and SOFT_HYPHEN not in word)
    assert cut(word, longest).replace(NO_WIDTH, "").replace(SOFT_HYPHEN, "") == word


@given(st.text("abcdefghijklmnopqrstuvwxyzéèàç", min_size=1), st.floats(1.5, 20))
def test_no_piece_of_a_word_is_wider_than_its_line(word: str, longest: float) -> None:
    pieces = cut(word, longest).split(SOFT_HYPHEN)
    assert all(width_of(piece) + 0.32 * (len(pieces) > 1) <= longest for piece in pieces)
