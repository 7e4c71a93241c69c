"""CSV: one table, every cell as written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restitution import charset
from restitution.errors import UnreadableSource
from restitution.pandoc import ast
from restitution.readers import sheet

from .text_words import balance, gone, in_order, read

CORPUS = Path(__file__).parents[2] / ".." / "shared" / "corpus"


def cells(text: str | bytes) -> list[list[str]]:
    (table,) = read(sheet, text).blocks
    _, _, _, head, ((_, _, _, body),), _ = table["c"]
    return [[ast.text(cell[4]).strip() for cell in row[1]] for row in [*head[1], *body]]


CASES: dict[str, tuple[str | bytes, list[list[str]]]] = {
    "semicolon": ("a;b\n1,5;2,5\n", [["a", "b"], ["1,5", "2,5"]]),
    "comma": ("a,b\nun; deux,trois\n", [["a", "b"], ["un; deux", "trois"]]),
    "tab": ("a\tb\nun, deux\ttrois\n", [["a", "b"], ["un, deux", "trois"]]),
    "one column": ("Parole\nBonjour à tous\n", [["Parole"], ["Bonjour à tous"]]),
    "announced": ("sep=,\na,b\n1;2,3;4\n", [["a", "b"], ["1;2", "3;4"]]),
    "quotes": ('a;b\n"un; ""deux""";"ligne\nautre"\n', [["a", "b"], ['un; "deux"', "ligne autre"]]),
    "mark": ("a;b\né;è\n".encode("utf-8-sig"), [["a", "b"], ["é", "è"]]),
    "ragged": ("a;b\n1;2;3\n4\n", [["a", "b", ""], ["1", "2", "3"], ["4", "", ""]]),
    "blank rows and columns": ("a;b;;\n;;;\n1;2;;\n", [["a", "b"], ["1", "2"]]),
    "open quote": ('a;b\n"un;deux\ntrois;quatre\n', [["a", "b"], ['"un', "deux"], ["trois", "quatre"]]),
}


@pytest.mark.parametrize("case", CASES)
def test_cells(case: str) -> None:
    text, expected = CASES[case]
    assert cells(text) == expected


def test_places_are_those_of_a_spreadsheet() -> None:
    leaves = ast.each_leaf(read(sheet, "a;b\n\n1;2\n").blocks)
    assert [ast.leaf_where(leaf) for leaf in leaves] == ["cellule A1", "cellule B1", "cellule A3", "cellule B3"]
    assert sheet.place(7, 27) == "cellule AB7"


def test_formulas_stay_text_and_are_said_once() -> None:
    reading = read(sheet, 'a;b\n=HYPERLINK("http://x.fr");+33 6 00\n-2 %;@SUM(A1)\n')
    (finding,) = reading.findings
    assert (finding.code, finding.where) == ("formule_neutralisee", "cellule A2")
    assert "(et 1 autres)" in finding.message


def test_the_announced_separator_is_a_technical_word() -> None:
    assert gone(read(sheet, "sep=;\na;b\n")) == [("champ technique", "sep=;", "ligne 1")]


@pytest.mark.parametrize("text", ["", "\n\n", ";;;\n;;\n"])
def test_an_empty_table_is_refused(text: str) -> None:
    with pytest.raises(UnreadableSource, match="vide"):
        read(sheet, text)


def test_bounds() -> None:
    assert len(cells("a;b\n" + "1;2\n" * 6000)) == 6001
    with pytest.raises(UnreadableSource, match="trop de colonnes"):
        read(sheet, ";" * 400 + "a\n")


@given(st.lists(st.lists(st.text("aé1;,\"'= \n\t", max_size=6), min_size=1, max_size=4), min_size=1, max_size=5))
def test_no_word_is_lost(rows: list[list[str]]) -> None:
    text = "\n".join(";".join(row) for row in rows)
    try:
        reading = read(sheet, text)
    except UnreadableSource:
        assert not any(sign.isalnum() for sign in text)
        return
    assert balance(reading, text) == ({}, {})


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the folder of real files is absent")
def test_real_files_lose_nothing() -> None:
    paths = sorted((CORPUS / "d_sheets").glob("*.csv"))
    assert paths
    for path in paths:
        text: Any = charset.decode(path.read_bytes())[0]
        reading = read(sheet, path.read_bytes())
        assert balance(reading, text) == ({}, {}), path.name
        assert in_order(reading, text), path.name
