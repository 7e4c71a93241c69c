"""Every word of an ODS, from its XML (OpenDocument 1.2 and 1.3): the counter's own reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from restitution.conservation.container import DAMAGED, Container, beside, opened
from restitution.conservation.shown_numbers import iso_words, number_words
from restitution.conservation.words import Flow, words
from restitution.errors import UnreadableSource

Element: TypeAlias = etree._Element  # noqa: SLF001 lxml has no public name for its elements

OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TABLE, TEXT = (f"{{{OASIS}{name}:1.0}}" for name in ("office", "table", "text"))
DRAW, CHART, STYLE = (f"{{{OASIS}{name}:1.0}}" for name in ("drawing", "chart", "style"))
XLINK = "{http://www.w3.org/1999/xlink}href"
MOST_WORDS = 5_000_000
TOO_MANY = "Ce classeur répète trop de cellules : gardez-en l'utile et enregistrez-le à nouveau."


def ods_words(data: bytes) -> list[str]:
    """Words sheet by sheet: name, cells row by row as often as they show, drawings, comments; then the pages'.

    Raises `UnreadableSource` when the file is not a readable ODS.
    """
    container = opened(data, "ods")
    content = container.tree("content.xml")
    sheets = content.findall(f"{OFFICE}body/{OFFICE}spreadsheet/{TABLE}table")
    if not sheets:
        raise UnreadableSource(DAMAGED)
    found = [word for sheet in sheets for word in _sheet_words(container, sheet)]
    if "styles.xml" in container:
        for region in container.tree("styles.xml").iter(etree.Element):
            if re.fullmatch(re.escape(STYLE) + r"(header|footer)(-left|-first)?", str(region.tag)):
                found += [word for paragraph in region.iter(f"{TEXT}p") for word in _spoken(paragraph)]
    return found


def _sheet_words(container: Container, sheet: Element) -> Iterator[str]:
    yield from words(sheet.get(f"{TABLE}name", ""))
    left = MOST_WORDS
    for row in sheet.iter(f"{TABLE}table-row"):
        told: list[str] = []
        for cell in row.iterchildren(f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            said, times = _cell_words(cell), int(cell.get(f"{TABLE}number-columns-repeated", "1"))
            left -= len(said) * times
            _check(left)
            told += said * times
        times = int(row.get(f"{TABLE}number-rows-repeated", "1"))
        left -= len(told) * times
        _check(left)
        yield from told * times
    shapes = [shape for group in sheet.iterchildren(f"{TABLE}shapes") for shape in group]
    shapes += [
        child
        for cell in sheet.iter(f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
        for child in cell.iterchildren(f"{DRAW}*")
    ]
    for shape in shapes:
        yield from _shape_words(container, shape)
    for comment in sheet.iter(f"{OFFICE}annotation"):
        for paragraph in comment.iter(f"{TEXT}p"):
            yield from _spoken(paragraph)


def _check(left: int) -> None:
    if left < 0:
        raise UnreadableSource(TOO_MANY)


def _cell_words(cell: Element) -> list[str]:
    """What a cell shows; its value or its formula where it shows no text at all."""
    paragraphs = cell.findall(f"{TEXT}p")
    if any("".join(p.itertext()) or len(p) for p in paragraphs):
        return [word for paragraph in paragraphs for word in _spoken(paragraph)]
    kind = cell.get(f"{OFFICE}value-type", "")
    for key in ("value", "boolean-value", "date-value", "time-value"):
        raw = cell.get(f"{OFFICE}{key}")
        if raw is not None:
            return _value_words(key, kind, raw)
    if paragraphs or (said := cell.get(f"{OFFICE}string-value")) is not None:
        return [] if paragraphs else words(said or "")
    return words(cell.get(f"{TABLE}formula", "").partition("=")[2])


def _value_words(key: str, kind: str, raw: str) -> list[str]:
    match key:
        case "value":
            return number_words(raw, "0.##%" if kind == "percentage" else "General")
        case "boolean-value":
            return ["VRAI" if raw == "true" else "FAUX"]
        case "date-value":
            return iso_words(raw)
        case _:
            hours, minutes, seconds = re.findall(r"\d+", raw)[:3]
            return [str(int(hours)), minutes.zfill(2), seconds.zfill(2)]


def _spoken(paragraph: Element) -> list[str]:
    """Words of a paragraph: blanks cut them, comments and marks do not count."""
    flow = Flow()

    def go(element: Element) -> None:
        flow.say(element.text or "")
        for child in element:
            if child.tag in {f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break"}:
                flow.cut()
            elif isinstance(child.tag, str) and child.tag != f"{OFFICE}annotation":
                go(child)
            flow.say(child.tail or "")

    go(paragraph)
    return flow.done()


def _shape_words(container: Container, shape: Element) -> Iterator[str]:
    """Words drawn over a sheet, then the titles of the charts there."""
    objects = [shape, *shape.iter(f"{DRAW}object")]
    within = {p for drawn in shape.iter(f"{DRAW}object") for p in drawn.iter(f"{TEXT}p")}
    for paragraph in shape.iter(f"{TEXT}p"):
        if paragraph not in within:
            yield from _spoken(paragraph)
    for drawn in objects:
        part = beside("content.xml", drawn.get(XLINK, "")) + "/content.xml"
        if drawn.tag == f"{DRAW}object" and part in container:
            chart = container.tree(part)
            for kind in ("title", "subtitle", "footer"):
                for paragraph in chart.iterfind(f".//{CHART}{kind}//{TEXT}p"):
                    yield from _spoken(paragraph)
