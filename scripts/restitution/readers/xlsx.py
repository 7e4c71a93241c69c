"""Reader of XLSX: each sheet a table, numbers as their cells show them, colours in words."""

from __future__ import annotations

import colorsys
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from restitution.errors import UnreadableSource
from restitution.model import Block, Reading
from restitution.ooxml.excel import (
    Place,
    RawSheet,
    bare_formula,
    has_formula,
    open_workbook,
    private_copy,
    raw_value,
)
from restitution.ooxml.package import BROKEN
from restitution.readers.base import Prepared
from restitution.readers.numbers import general, shown
from restitution.readers.workbook import workbook_reading
from restitution.readers.workbook_blocks import UNKNOWN_VALUE
from restitution.readers.workbook_cells import Box, Cell, Sheet

_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PAGE_CODE: Final = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|K\d{2}[+-]\d{3}|\d+|[A-Za-z])')
_THEME_ORDER: Final = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")
_ERROR: Final = "#VALUE!"


def prepare(data: bytes, path: str) -> Prepared:
    """The whole workbook: it needs no pandoc. Raises `UnreadableSource`."""
    return Prepared(reading=workbook_reading(sheets_of(data), path))


def finish(prepared: Prepared, blocks: list[Block]) -> Reading:  # noqa: ARG001 the shape of every reader
    """The reading, whole since `prepare`."""
    return prepared.reading


def sheets_of(data: bytes) -> list[Sheet]:
    """The sheets of a workbook with their values, as openpyxl understands them. Raises `UnreadableSource`."""
    from openpyxl import load_workbook  # noqa: PLC0415 - 160 ms, only for a workbook

    book = open_workbook(data)
    copy, places = private_copy(book)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            values = load_workbook(io.BytesIO(copy), data_only=True)
            theme = _theme(values.loaded_theme)
            pairs = zip(book.sheets, places, values.worksheets, strict=True)
            return [_sheet(raw, order, worksheet, theme) for raw, order, worksheet in pairs]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, SyntaxError,
            zipfile.BadZipFile) as error:  # fmt: skip
        raise UnreadableSource(BROKEN) from error


def _sheet(raw: RawSheet, order: list[Place], worksheet: Any, theme: list[str]) -> Sheet:
    widest = max((column for _, column in raw.cells), default=0)
    sheet = Sheet(
        raw.name,
        hidden=raw.hidden,
        hidden_rows=raw.hidden_rows,
        hidden_columns={c for a, b in raw.hidden_columns for c in range(a, min(b, widest) + 1)},
        merged=raw.merged,
        comments=[(place, _decoded(text)) for place, text in raw.comments],
        boxes=[Box(box.paragraphs, box.chart) for box in raw.boxes],
        pictures=raw.pictures,
        pages=[_PAGE_CODE.sub(" ", text) for text in raw.pages],
        rules=raw.rules,
    )
    for number, place in enumerate(order, start=1):
        element = raw.cells[place]
        cell = sheet.cells[place] = _cell(worksheet.cell(number, 1), raw_value(element), theme)
        cell.link = raw.links.get(place, "")
        formula = bare_formula(element)
        if formula is not None:
            cell.text, cell.formula = UNKNOWN_VALUE, formula
        elif has_formula(element):
            sheet.formulas += 1
    return sheet


def _cell(found: Any, raw: str, theme: list[str]) -> Cell:
    """A cell as it shows; what its number format hides is said to be unseen."""
    value, fill = found.value, _fill(found.fill, theme)
    if value is None:
        return Cell(fill=fill)
    if found.data_type == "e" and value == _ERROR and raw != _ERROR:
        return Cell(general(float(raw)), fill)  # a number too large to be a date
    if isinstance(value, str):
        return Cell(_decoded(value), fill)
    text = shown(value, found.number_format)
    if any(sign.isalnum() for sign in text) or value == 0:
        return Cell(text, fill)
    return Cell(general(float(raw)), fill, unseen=True)


def _decoded(text: str) -> str:
    """Text with the signs that Excel writes by their number."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _fill(fill: Any, theme: list[str]) -> str:
    """Colour of a fill, empty for none."""
    if fill.tagname == "gradientFill":
        stops = [_colour(stop.color, theme) for stop in fill.stop]
        return next((colour for colour in stops if colour), "")
    if fill.fill_type in {None, "none"}:
        return ""
    return _colour(fill.fgColor, theme) or _colour(fill.bgColor, theme)


def _colour(colour: Any, theme: list[str]) -> str:
    """`RRGGBB` of a colour that is named by its parts, its number or its place in the theme."""
    from openpyxl.styles.colors import COLOR_INDEX  # noqa: PLC0415 - as above

    base = ""
    if colour.type == "rgb" and isinstance(colour.rgb, str) and not colour.rgb.startswith("00000000"):
        base = colour.rgb[-6:]
    elif colour.type == "indexed" and colour.indexed < len(COLOR_INDEX):
        base = COLOR_INDEX[colour.indexed][-6:]
    elif colour.type == "theme" and colour.theme < len(theme):
        base = theme[colour.theme]
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", base):
        return ""
    return _tinted(base.upper(), colour.tint or 0.0)


def _tinted(colour: str, tint: float) -> str:
    """A colour made lighter (tint above zero) or darker (ECMA-376, 18.8.19)."""
    if not tint:
        return colour
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    parts = colorsys.hls_to_rgb(hue, min(max(light, 0.0), 1.0), saturation)
    return "".join(f"{round(part * 255):02X}" for part in parts)


def _theme(part: bytes | None) -> list[str]:
    """The colours of a theme, in the order of their numbers."""
    if not part:
        return []
    root = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))
    named = {etree.QName(node).localname: node for node in root.iterfind(".//{*}clrScheme/{*}*")}
    return [next(_values(named[name]), "") if name in named else "" for name in _THEME_ORDER]


def _values(node: Any) -> Iterator[str]:
    for child in node:
        yield child.get("lastClr") or child.get("val") or ""
