"""Reader of ODS: each sheet a table, each cell as it shows, colours in words."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final

from lxml.etree import _Element as Element

from restitution.errors import UnreadableSource
from restitution.model import Block, Reading
from restitution.ooxml.calc import Calc, CalcSheet, cell_paragraphs, link_of, paragraph_text, span_of
from restitution.ooxml.excel import reference
from restitution.ooxml.opendocument import name, q
from restitution.ooxml.package import BROKEN
from restitution.readers.base import Prepared
from restitution.readers.colours import Place
from restitution.readers.numbers import shown
from restitution.readers.workbook import workbook_reading
from restitution.readers.workbook_blocks import UNKNOWN_VALUE
from restitution.readers.workbook_cells import Box, Cell, Sheet

_DURATION: Final = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
_TITLES: Final = ("chart:title", "chart:subtitle", "chart:footer")


def prepare(data: bytes, path: str) -> Prepared:
    """The whole workbook: it needs no pandoc. Raises `UnreadableSource`."""
    calc = Calc(data)
    try:
        sheets = [_sheet(calc, raw) for raw in calc.sheets]
        if sheets:
            sheets[0].pages = calc.pages()
    except (RecursionError, ValueError, OverflowError) as error:
        raise UnreadableSource(BROKEN) from error
    return Prepared(reading=workbook_reading(sheets, path))


def finish(prepared: Prepared, blocks: list[Block]) -> Reading:  # noqa: ARG001 the shape of every reader
    """The reading, whole since `prepare`."""
    return prepared.reading


def _sheet(calc: Calc, raw: CalcSheet) -> Sheet:
    sheet = Sheet(
        raw.name,
        hidden=raw.hidden,
        hidden_rows=raw.hidden_rows,
        hidden_columns=raw.hidden_columns,
        comments=[(place, _comment(element)) for place, element in raw.comments],
        boxes=[box for shape in raw.shapes for box in _boxes(calc, shape)],
        rules=[_first_cell(range_) for range_ in raw.rules],
    )
    sheet.pictures = sum(
        name(image.getparent()) == "draw:frame" and image.getparent().find(q("draw:object")) is None
        for shape in raw.shapes
        for image in shape.iter(q("draw:image"))
    )
    for cell in raw.cells:
        text = "\n".join(cell_paragraphs(cell.element))
        sheet.cells[cell.place] = Cell(text, cell.fill, link_of(cell.element))
        formula = cell.element.get(q("table:formula"), "")
        if not text and (value := _unshown(cell.element)):
            sheet.cells[cell.place].text = value
        elif not text and formula and not _is_valued(cell.element):
            sheet.cells[cell.place].text, sheet.cells[cell.place].formula = UNKNOWN_VALUE, bare(formula)
        elif formula:
            sheet.formulas += 1
        down, across = span_of(cell.element)
        if down * across > 1:
            row, column = cell.place
            sheet.merged.append((row, column, row + down - 1, column + across - 1))
    return sheet


def _first_cell(range_: str) -> Place:
    """The first cell of a range, « Feuille1.B2:Feuille1.D4 »."""
    return reference(range_.partition(":")[0].rpartition(".")[2]) or (1, 1)


def bare(formula: str) -> str:
    """A formula without the name of its language."""
    return f"={formula.partition('=')[2]}"


def _is_valued(cell: Element) -> bool:
    return any(key.endswith(("}value", "-value")) for key in cell.attrib) or bool(cell_paragraphs(cell))


def _unshown(cell: Element) -> str:
    """The value of a cell whose program wrote no text for it."""
    value = cell.get(q("office:value"))
    if value is not None:
        is_share = cell.get(q("office:value-type")) == "percentage"
        return shown(float(value), "0.##%" if is_share else "General")
    if truth := cell.get(q("office:boolean-value")):
        return shown(truth == "true")
    if day := cell.get(q("office:date-value")):
        return shown(datetime.fromisoformat(day) if "T" in day else date.fromisoformat(day))
    if found := _DURATION.fullmatch(cell.get(q("office:time-value"), "")):
        hours, minutes, seconds = (int(part) for part in found.groups())
        return shown(timedelta(hours=hours, minutes=minutes, seconds=seconds), "[h]:mm:ss")
    return str(cell.get(q("office:string-value"), "")) if not cell_paragraphs(cell) else ""


def _comment(annotation: Element) -> str:
    return "\n".join(paragraph_text(p) for p in annotation.iter(q("text:p")))


def _boxes(calc: Calc, shape: Element) -> list[Box]:
    """Texts of a drawing, and of the charts in it."""
    texts = [paragraph_text(p) for p in shape.iter(q("text:p")) if not _in_object(p)]
    boxes = [Box(texts)] if any(text.strip() for text in texts) else []
    for drawn in shape.iter(q("draw:object")):
        chart = calc.chart(drawn)
        nodes = [node for title in _TITLES for node in chart.iter(q(title))] if chart is not None else []
        titles = [paragraph_text(p) for node in nodes for p in node.iter(q("text:p"))]
        boxes.append(Box(titles, chart=True))
    return boxes


def _in_object(paragraph: Element) -> bool:
    return any(name(above) == "draw:object" for above in paragraph.iterancestors())
