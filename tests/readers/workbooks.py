"""Workbooks for tests: XLSX by openpyxl or from XML, ODS from XML, and what a reading shows of them."""

# The XML of a case is one text: that reads better in one line.
# ruff: noqa: E501

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from types import ModuleType
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook
from openpyxl.styles import PatternFill

from restitution.conservation.reading import check_reading
from restitution.model import Reading
from restitution.ooxml.package import open_package, write_package
from restitution.pandoc import ast

SCHEMAS = "http://schemas.openxmlformats.org"
MAIN = f"{SCHEMAS}/spreadsheetml/2006/main"
LINKS = f"{SCHEMAS}/officeDocument/2006/relationships"
DRAWING = f'xmlns:xdr="{SCHEMAS}/drawingml/2006/spreadsheetDrawing" xmlns:a="{SCHEMAS}/drawingml/2006/main"'
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
ODF = {
    "office": "office", "text": "text", "table": "table", "draw": "drawing", "style": "style",
    "fo": "xsl-fo-compatible", "chart": "chart",
}  # fmt: skip
GREEN, PALE, ORANGE, RED, WHITE = "00803C", "D3ECC9", "F5A623", "D0021B", "FFFFFF"


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def xlsx(rows: Iterable[Iterable[Any]], fills: Mapping[str, str] | None = None, name: str = "Feuil1") -> bytes:
    """One sheet of these values; `fills` by place (« B2 » or « B2:D4 »)."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    colour(sheet, fills or {})
    return saved(book)


def colour(sheet: Any, fills: Mapping[str, str]) -> None:
    for place, fill in fills.items():
        cells = sheet[place]
        for row in cells if isinstance(cells, tuple) else ((cells,),):
            for cell in row:
                cell.fill = PatternFill("solid", fgColor=fill)


def raw_xlsx(  # noqa: PLR0913 the parts of a workbook
    cells: str, *, formats: Iterable[str] = (), strings: Iterable[str] = (), rest: str = "", before: str = "",
    parts: Mapping[str, str] | None = None, links: Mapping[str, str] | None = None, is_1904: bool = False,
) -> bytes:  # fmt: skip
    """One sheet « Feuil1 » from the XML of its rows; cell style n has the n-th of `formats`, from 1."""
    codes = list(formats)
    numbers = "".join(f'<numFmt numFmtId="{164 + n}" formatCode={quoteattr(c)}/>' for n, c in enumerate(codes))
    styles = "".join(f'<xf numFmtId="{164 + n}"/>' for n in range(len(codes)))
    nothing = (
        '<fonts><font/></fonts><fills><fill><patternFill patternType="none"/></fill></fills><borders><border/>'
        "</borders><cellStyleXfs><xf/></cellStyleXfs>"
    )
    texts = {
        "[Content_Types].xml": f'<Types xmlns="{SCHEMAS}/package/2006/content-types">'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": relationships({"xl/workbook.xml": "officeDocument"}),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><workbookPr date1904="{int(is_1904)}"/><sheets>'
        '<sheet name="Feuil1" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relationships(
            {"worksheets/sheet1.xml": "worksheet", "styles.xml": "styles", "sharedStrings.xml": "sharedStrings"}
        ),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts>{numbers}</numFmts>{nothing}<cellXfs>'
        f'<xf numFmtId="0"/>{styles}</cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{"".join(f"<si>{text}</si>" for text in strings)}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}" xmlns:r="{LINKS}">{before}<sheetData>{cells}'
        f"</sheetData>{rest}</worksheet>",
        "xl/worksheets/_rels/sheet1.xml.rels": relationships(links or {}),
        **(parts or {}),
    }  # fmt: skip
    return write_package({name: text.encode() for name, text in texts.items()})


def relationships(targets: Mapping[str, str]) -> str:
    nodes = [
        f'<Relationship Id="r{n}" Type="{LINKS}/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if "://" in target else "/>")
        for n, (target, kind) in enumerate(targets.items(), start=1)
    ]
    return f'<Relationships xmlns="{SCHEMAS}/package/2006/relationships">{"".join(nodes)}</Relationships>'


def cell(value: float | str, style: int = 0, place: str = "") -> str:
    """A number or an inline string as XML."""
    where = f' r="{place}"' if place else ""
    if isinstance(value, str):
        return f'<c{where} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f'<c{where} s="{style}"><v>{value!r}</v></c>'


def row(*cells: str, attributes: str = "") -> str:
    return f"<row {attributes}>{''.join(cells)}</row>"


def ods(tables: str, styles: str = "", pages: str = "", **parts: str) -> bytes:
    """A spreadsheet of the XML of its tables; `parts` are folders that hold a `content.xml`."""
    spaces = " ".join(f'xmlns:{prefix}="{OASIS}:{name}:1.0"' for prefix, name in ODF.items())
    spaces += ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    texts = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        "content.xml": f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {spaces}><office:master-styles><style:master-page>{pages}"
        "</style:master-page></office:master-styles></office:document-styles>",
        **{f"{name}/content.xml": f"<office:document-content {spaces}>{xml}</office:document-content>"
           for name, xml in parts.items()},
    }  # fmt: skip
    return write_package({name: text.encode() for name, text in texts.items()})


def table(*rows: str, name: str = "Feuille1", before: str = "", style: str = "") -> str:
    styled = f' table:style-name="{style}"' if style else ""
    return f'<table:table table:name="{name}"{styled}>{before}{"".join(rows)}</table:table>'


def line(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def said(*paragraphs: str, attributes: str = "", kind: str = "table-cell") -> str:
    """A cell of an ODS, from the XML of its paragraphs."""
    texts = "".join(f"<text:p>{text}</text:p>" for text in paragraphs)
    return f"<table:{kind} {attributes}>{texts}</table:{kind}>"


def styled(name: str, colour: str, parent: str = "") -> str:
    """A style of cells with a fill."""
    above = f' style:parent-style-name="{parent}"' if parent else ""
    fill = f'<style:table-cell-properties fo:background-color="{colour}"/>' if colour else ""
    return f'<style:style style:family="table-cell" style:name="{name}"{above}>{fill}</style:style>'


def reading_of(reader: ModuleType, data: bytes) -> Reading:
    """The reading of a workbook; it balances, by the counter of its format."""
    reading: Reading = reader.prepare(data, "note").reading
    form = reader.__name__.rpartition(".")[2]
    assert check_reading(data, form, reading).message == ""
    return reading


def outline(reading: Reading) -> list[Any]:
    """Headings as « # … », paragraphs as text, tables as lists of rows; merged cells as « 2x1 … »."""
    out: list[Any] = []
    for block in reading.blocks:
        if block["t"] == "Table":
            head, bodies = block["c"][3][1], block["c"][4]
            rows = [*head, *(row for body in bodies for row in body[3])]
            out.append([[_shown(found) for found in cells] for _, cells in rows])
        else:
            mark = "#" * block["c"][0] + " " if block["t"] == "Header" else ""
            out.append(mark + ast.text([block]).strip())
    return out


def _shown(found: list[Any]) -> str:
    span = f"{found[2]}x{found[3]} " if (found[2], found[3]) != (1, 1) else ""
    return (span + ast.text(found[4]).strip()).strip()


def heads(reading: Reading) -> list[int]:
    """How many rows head each table."""
    return [len(block["c"][3][1]) for block in reading.blocks if block["t"] == "Table"]


def changed(data: bytes, part: str, old: str, new: str) -> bytes:
    """The package with a text of one part replaced, once."""
    parts = dict(open_package(data))
    text = parts[part].decode()
    assert text.count(old) >= 1, text
    parts[part] = text.replace(old, new, 1).encode()
    return write_package(parts)


def stored(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return buffer.getvalue()
