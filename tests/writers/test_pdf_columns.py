"""Widths of columns: no word is cut where there is room, and the columns always fit."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restitution.pandoc import ast
from restitution.pandoc.grid import read_table
from restitution.pandoc.table import simple_table
from restitution.writers.pdf.columns import LONGEST, SIZES, Columns, fit_columns, width_of

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


def test_words_of_narrow_columns_are_whole() -> None:
    fitted = fit(POST_IT)
    assert fitted.size == SIZES[0]
    for column, word in enumerate(["Haute-Galdonne", "#économique", "maraîchers", "couleur"]):
        assert fitted.widths[column] - 2 * fitted.inset >= width_of(word) * 0.95 * fitted.size


def test_letters_become_smaller_before_words_are_cut() -> None:
    portrait, landscape = fit(VOTES), fit(VOTES, 700)
    assert portrait.size < landscape.size
    assert landscape.longest == LONGEST
    assert landscape.widths[1] - 2 * landscape.inset >= width_of("Votant") * landscape.size


def test_a_long_text_has_more_room_than_a_figure_and_short_columns_what_they_want() -> None:
    fitted = fit([["Quoi", "Combien", "Pourquoi"], ["Un car", "12", "parce que la ligne passait déjà là " * 8]])
    assert fitted.widths[2] > 5 * fitted.widths[1]
    assert fitted.widths[1] - 2 * fitted.inset >= width_of("Combien") * fitted.size


def test_an_address_does_not_take_the_room_of_the_others() -> None:
    fitted = fit([["Site", "Mot"], ["https://exemple.fr/" + "a" * 200, "inter" * 2]])
    assert fitted.size == SIZES[0]


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
