"""Names of colours in French, and legends found in a sheet."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restitution.readers.colours import Legend, legend_of, meanings, name_of, names_of

NAMES = {
    "00B050": "vert", "92D050": "vert clair", "C6EFCE": "vert clair", "006100": "vert foncé", "FF0000": "rouge",
    "C00000": "rouge foncé", "FFC7CE": "rose", "FFC000": "orange", "FFFF00": "jaune", "F5A623": "orange",
    "ED7D31": "orange", "833C0B": "marron", "4472C4": "bleu", "DDEBF7": "bleu clair", "002060": "bleu foncé",
    "7030A0": "violet", "FF66CC": "rose", "00B0B0": "turquoise", "FFFFFF": "blanc", "000000": "noir",
    "808080": "gris",
    "D9D9D9": "gris clair", "404040": "gris foncé",
}  # fmt: skip


@pytest.mark.parametrize(("colour", "name"), NAMES.items())
def test_names(colour: str, name: str) -> None:
    assert name_of(colour) == name


def test_colours_of_one_name_are_told_apart() -> None:
    assert names_of(["92D050", "00B050", "FF0000"]) == {
        "00B050": "vert foncé",
        "92D050": "vert clair",
        "FF0000": "rouge",
    }
    assert sorted(names_of(["C6EFCE", "92D050", "00B050"]).values()) == ["vert clair", "vert foncé", "vert moyen"]


@settings(deadline=None)
@given(st.sets(st.from_regex("[0-9A-F]{6}", fullmatch=True), max_size=12))
def test_names_and_letters_never_meet(colours: set[str]) -> None:
    found = meanings(colours, Legend())
    assert found.keys() == colours
    assert len({meaning.name for meaning in found.values()}) == len(colours)
    assert len({meaning.letter for meaning in found.values()}) == len(colours)


G, R, O = "00B050", "FF0000", "FFC000"  # noqa: E741 three colours
LEGENDS = {
    "beside": ({(1, 1): ("", G), (1, 2): ("oui", ""), (2, 1): ("", R), (2, 2): ("non", "")}, {G: "oui", R: "non"}),
    "below the word": ({(1, 1): ("Légende :", ""), (2, 1): ("oui", G), (3, 1): ("non", R)}, {G: "oui", R: "non"}),
    "at the left": (
        {(1, 1): ("Légende", ""), (2, 1): ("oui", ""), (2, 2): ("", G), (3, 1): ("non", ""), (3, 2): ("", R)},
        {G: "oui", R: "non"},
    ),
    "apart, at the right of votes": (
        {(1, 1): ("a", ""), (1, 2): ("", G), (1, 4): ("", G), (1, 5): ("oui", ""),
         (2, 1): ("b", ""), (2, 2): ("", G), (2, 4): ("", R), (2, 5): ("non", "")},
        {G: "oui", R: "non"},
    ),
    "votes with remarks are none": (
        {(1, 1): ("a", ""), (1, 2): ("", G), (1, 3): ("bien", ""),
         (2, 1): ("b", ""), (2, 2): ("", R), (2, 3): ("mal", "")},
        {},
    ),
    "a colour twice is none": ({(1, 1): ("", G), (1, 2): ("oui", ""), (2, 1): ("", G), (2, 2): ("non", "")}, {}),
    "a colour without a meaning is none": ({(1, 1): ("", G), (1, 2): ("oui", ""), (2, 1): ("", R)}, {}),
}  # fmt: skip


@pytest.mark.parametrize("case", LEGENDS)
def test_legends(case: str) -> None:
    grid, labels = LEGENDS[case]
    assert legend_of(grid).labels == labels
