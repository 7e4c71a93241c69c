"""Hard workbooks, each built as XLSX and as ODS (and CSV): the same is read, every word counted. Cases: YAML."""

# The XML of a case is one text: that reads better in one line.
# ruff: noqa: E501

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
import yaml
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter, range_boundaries

from restitution.conservation.reading import check_reading
from restitution.model import Reading
from restitution.readers import ods as ods_reader
from restitution.readers import sheet as csv_reader
from restitution.readers import xlsx as xlsx_reader
from restitution.readers.numbers import shown

from .workbooks import colour, heads, line, ods, outline, reading_of, said, saved, styled, table

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "tableurs.yaml").read_text("utf-8")
)
HIDDEN = '<style:style style:family="table" style:name="cachée"><style:table-properties table:display="false"/></style:style>'
RULE = (
    '<calcext:conditional-formats xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
    '<calcext:conditional-format calcext:target-range-address="{}"><calcext:condition '
    'calcext:apply-style-name="cF00000" calcext:value="=1"/></calcext:conditional-format></calcext:conditional-formats>'
)


def as_xlsx(case: dict[str, Any]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, told in enumerate(case["feuilles"], start=1):
        sheet: Any = book.create_sheet(told.get("nom", f"Feuil{number}"))
        for row in told["lignes"]:
            sheet.append(row)
        colour(sheet, told.get("fonds", {}))
        _dress(sheet, told)
        _hide(sheet, told)
    return saved(book)


def _dress(sheet: Any, told: dict[str, Any]) -> None:
    for range_ in told.get("fusions", ()):
        sheet.merge_cells(range_)
    for place, code in told.get("formats", {}).items():
        sheet[place].number_format = code
    for place, text in told.get("notes", {}).items():
        sheet[place].comment = Comment(text, "Ana")
    for place, formula in told.get("formules", {}).items():
        sheet[place] = f"={formula}"
    if told.get("regle"):
        fill = PatternFill("solid", bgColor="FF0000")
        sheet.conditional_formatting.add(told["regle"], CellIsRule("equal", ["1"], fill=fill))


def _hide(sheet: Any, told: dict[str, Any]) -> None:
    for row in told.get("lignes_masquees", ()):
        sheet.row_dimensions[row].hidden = True
    for column in told.get("colonnes_masquees", ()):
        sheet.column_dimensions[column].hidden = True
    if told.get("cachee"):
        sheet.sheet_state = "hidden"


def as_ods(case: dict[str, Any]) -> bytes:
    fills = {fill for told in case["feuilles"] for fill in told.get("fonds", {}).values()} | {"F00000"}
    styles = "".join(styled(f"c{fill}", f"#{fill}") for fill in sorted(fills)) + HIDDEN
    return ods("".join(_table(number, told) for number, told in enumerate(case["feuilles"], start=1)), styles)


def _table(number: int, told: dict[str, Any]) -> str:
    name = told.get("nom", f"Feuille{number}")
    width = max((range_boundaries(place)[2] for place in told.get("fonds", {})), default=1)
    width = max(width, *(len(row) for row in told["lignes"]), 1)
    columns = "".join(
        f"<table:table-column{_hidden(get_column_letter(n) in told.get('colonnes_masquees', ()))}/>"
        for n in range(1, width + 1)
    )
    rows = [
        line(
            *(_cell(told, f"{get_column_letter(n)}{at}", row[n - 1] if n <= len(row) else None)
              for n in range(1, width + 1)),
            attributes=_hidden(at in told.get("lignes_masquees", ())),
        )
        for at, row in enumerate(told["lignes"], start=1)
    ]  # fmt: skip
    before = RULE.format(f"{name}.{told['regle'].replace(':', f':{name}.')}") if told.get("regle") else ""
    style = "cachée" if told.get("cachee") else ""
    return table(*rows, name=name, before=columns + before, style=style)


def _hidden(is_hidden: bool) -> str:
    return ' table:visibility="collapse"' if is_hidden else ""


def _cell(told: dict[str, Any], place: str, value: Any) -> str:
    fill = next((fill for range_, fill in told.get("fonds", {}).items() if place in places(range_)), "")
    attributes = f' table:style-name="c{fill}"' if fill else ""
    merged = next((range_ for range_ in told.get("fusions", ()) if place in places(range_)), "")
    if merged and not merged.startswith(f"{place}:"):
        return said(kind="covered-table-cell")
    if merged:
        left, top, right, bottom = range_boundaries(merged)
        attributes += (
            f' table:number-columns-spanned="{right - left + 1}" table:number-rows-spanned="{bottom - top + 1}"'
        )
    if formula := told.get("formules", {}).get(place):
        return said(attributes=f'{attributes} table:formula="of:={formula}"')
    text = "" if value is None else shown(value, told.get("formats", {}).get(place, "General"))
    note = told.get("notes", {}).get(place)
    below = f"<office:annotation><text:p>{escape(note)}</text:p></office:annotation>" if note else ""
    return said(*map(escape, text.split("\n") if text else ()), attributes=attributes).replace(
        "</table:table-cell>", f"{below}</table:table-cell>"
    )


def places(range_: str) -> set[str]:
    left, top, right, bottom = range_boundaries(range_)
    return {f"{get_column_letter(c)}{r}" for c in range(left, right + 1) for r in range(top, bottom + 1)}


def as_csv(case: dict[str, Any]) -> bytes:
    buffer = io.StringIO(newline="")
    (told,) = case["feuilles"]
    csv.writer(buffer, delimiter=";").writerows([row or [""] for row in told["lignes"]])
    return buffer.getvalue().encode()


def readings() -> Iterator[Any]:
    for case in CASES:
        for form in ("xlsx", "ods", *(["csv"] if case.get("csv") else [])):
            yield pytest.param(case, form, id=f"{case['cas']} [{form}]")


def read(case: dict[str, Any], form: str) -> Reading:
    match form:
        case "xlsx":
            return reading_of(xlsx_reader, as_xlsx(case))
        case "ods":
            return reading_of(ods_reader, as_ods(case))
    data = as_csv(case)
    reading = csv_reader.prepare(data, "note").reading
    assert check_reading(data, "csv", reading).message == ""
    return reading


@pytest.mark.parametrize(("case", "form"), list(readings()))
def test_hard_workbooks(case: dict[str, Any], form: str) -> None:
    reading = read(case, form)
    assert plain(outline(reading)) == case["lu"]
    if "entetes" in case:
        assert heads(reading) == case["entetes"]
    for reason, texts in case.get("retire", {}).items():
        assert [
            n.text for n in reading.not_taken if n.reason == reason and n.text not in {"Feuil1", "Feuille1"}
        ] == texts
    messages = " ".join(finding.message for finding in reading.findings)
    assert all(words in messages for words in case.get("constats", ())), messages
    assert bool(messages) == bool(case.get("constats"))


def plain(told: Any) -> Any:
    """With ordinary spaces."""
    return [plain(part) for part in told] if isinstance(told, list) else " ".join(told.split())


@pytest.mark.parametrize("form", ["xlsx", "ods", "csv"])
def test_a_table_of_five_thousand_rows(form: str) -> None:
    rows = [["Commune", "Remarque", "Année"]] + [[f"Commune {n}", f"remarque {n}", "2026"] for n in range(5_000)]
    (shown_,) = outline(read({"feuilles": [{"lignes": rows}]}, form))
    assert shown_ == rows


def test_a_cell_that_names_another_place_is_seen() -> None:
    case = {"feuilles": [{"lignes": [["a", "b"], ["c", "d"]]}]}
    data = as_xlsx(case)
    reading = reading_of(xlsx_reader, data)
    rows = reading.blocks[0]["c"][3][1]
    rows[0][1][0][4], rows[0][1][1][4] = rows[0][1][1][4], rows[0][1][0][4]
    assert check_reading(data, "xlsx", reading).holds  # the order of the page is the reader's to choose
    leaf = rows[0][1][0][4][0]["c"][0]
    leaf["c"][0][2] = [["where", "cellule Z9"]]
    assert not check_reading(data, "xlsx", reading).holds
