"""A table in both formats says the same, and no program computes anything of it."""

from __future__ import annotations

import codecs
import csv
import io

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from restitution.exchange.tables import Cell, Table, csv_bytes, xlsx_bytes
from restitution.formulas import FORMULA, written

HOSTILE = [
    "=HYPERLINK(1)",
    "+1",
    "-2",
    "@SUM(A1)",
    "\tx",
    "a;b",
    'dit « "oui" »',
    "un\ndeux",
    "é–œ",
    "_x0041_",
    "",
]


def table_of(*rows: list[Cell]) -> Table:
    return Table(title="Essai", columns=[f"colonne {n}" for n in range(len(rows[0]))], rows=rows)


def read_csv(data: bytes) -> list[list[str]]:
    assert data.startswith(codecs.BOM_UTF8)
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_a_csv_opens_in_a_french_excel() -> None:
    data = csv_bytes(table_of(["é", 3]))
    assert data == codecs.BOM_UTF8 + "colonne 0;colonne 1\r\né;3\r\n".encode()


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"))))
@hypothesis_settings(max_examples=60, deadline=None)
def test_a_csv_gives_every_text_back(texts: list[str]) -> None:
    rows = [[text, "suite"] for text in [*HOSTILE, *texts]]
    head, *lines = read_csv(csv_bytes(table_of(*rows)))
    assert head == ["colonne 0", "colonne 1"]
    assert [[written(cell) for cell in line] for line in lines] == rows
    assert not any(cell.startswith(FORMULA) for line in lines for cell in line)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_workbook_holds_texts_only(text: str) -> None:
    page = load_workbook(io.BytesIO(xlsx_bytes(table_of([text, 3], ["long " * 40, 4])))).active
    assert page is not None
    cell = page["A2"]
    assert written(str(cell.value or "")).replace("_x005F_", "_") == text
    assert cell.data_type != "f"
    assert not str(cell.value or "").startswith(FORMULA)
    assert [page["B2"].value, page["B3"].value, page.freeze_panes] == [3, 4, "A2"]


def test_the_same_table_is_the_same_bytes() -> None:
    rows: list[list[Cell]] = [[text, 1] for text in HOSTILE]
    assert xlsx_bytes(table_of(*rows)) == xlsx_bytes(table_of(*rows))
