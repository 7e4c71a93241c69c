"""What an Excel workbook is made of: its sheets as they stand in the XML, and a private copy for openpyxl.

openpyxl knows strings, number formats and fills. It drops, or stumbles on, the rest (text boxes, formulas that
have no stored value, cells of merged ranges, the dimension of a hostile sheet): that is taken here first, and the
copy holds nothing but cells, one below the other.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

import msgspec
from lxml import etree
from lxml.etree import _Element as Element

from restitution import limits
from restitution.errors import UnreadableSource
from restitution.ooxml.excel_rules import colouring_formats, ruled_ranges
from restitution.ooxml.package import BOMB, BROKEN, open_package, parse, write_package

MAX_BLANKS: Final = 200_000
"""Cells without a value, coloured perhaps."""
MARGIN: Final = 40
"""Columns of colours that may stand beside the last cell that says something."""
MAX_AREA: Final = 50_000_000
"""From the first cell to the last one that says something: more is a trap, or a forgotten cell far away."""
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED: Final = (
    "Classeur protégé par un mot de passe, ou d'une ancienne version d'Excel : ouvrez-le et enregistrez-le au "
    "format .xlsx, sans mot de passe."
)
BINARY: Final = "Classeur Excel binaire : ouvrez-le et enregistrez-le au format .xlsx."
TOO_LARGE: Final = (
    "Ce classeur est trop grand, ou une cellule isolée y est très loin des autres : gardez-en l'utile et "
    "enregistrez-le à nouveau."
)

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES: Final = "application/vnd.openxmlformats-officedocument"
_STRICT: Final = re.compile(rb"http://purl\.oclc\.org/ooxml/(spreadsheetml|drawingml)/(\w+)")
_STRICT_LINKS: Final = re.compile(rb"http://purl\.oclc\.org/ooxml/officeDocument/relationships")
_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")

Place = tuple[int, int]
"""Row and column, from 1."""


class Box(msgspec.Struct, frozen=True):
    """Text that floats over a sheet, a string a paragraph; `chart` when it is that of a diagram of numbers."""

    paragraphs: list[str]
    chart: bool = False


class RawSheet(msgspec.Struct):
    """A sheet before any value is understood."""

    name: str
    hidden: bool
    cells: dict[Place, Element] = {}
    hidden_rows: set[int] = set()
    hidden_columns: list[tuple[int, int]] = []
    merged: list[tuple[int, int, int, int]] = []
    """First row, first column, last row, last column."""
    comments: list[tuple[Place, str]] = []
    links: dict[Place, str] = {}
    boxes: list[Box] = []
    pictures: int = 0
    pages: list[str] = []
    """Headers and footers, with their codes."""
    rules: list[Place] = []
    """Where cells that a rule colours begin."""


class RawWorkbook(msgspec.Struct, frozen=True):
    """An opened workbook."""

    parts: dict[str, bytes]
    sheets: list[RawSheet]
    shared: dict[str, str]
    """Parts that its sheets share, by kind: styles, strings, theme."""
    from_1904: bool


class Link(msgspec.Struct, frozen=True):
    """A relationship of a part."""

    id: str
    kind: str
    target: str
    external: bool


def open_workbook(data: bytes) -> RawWorkbook:
    """The sheets of an .xlsx, in their order. Raises `UnreadableSource`: broken, locked, binary, too large."""
    if data.startswith(OLE):
        raise UnreadableSource(LOCKED)
    parts = {name.lstrip("/").casefold(): part for name, part in open_package(data).items()}
    main = next((link.target for link in _links(parts, "") if link.kind == "officeDocument"), "xl/workbook.xml")
    if main.endswith(".bin") or "xl/workbook.bin" in parts:
        raise UnreadableSource(BINARY)
    book, links = _root(parts, main), _links(parts, main)
    targets = {link.id: link.target for link in links}
    properties = book.find("{*}workbookPr")
    shared = {link.kind: link.target for link in links if link.kind in {"styles", "sharedStrings", "theme"}}
    styles = _root(parts, shared["styles"]) if shared.get("styles") in parts else None
    formats = colouring_formats(styles)
    sheets = [_sheet(parts, node, targets, formats) for node in book.iterfind("{*}sheets/{*}sheet")]
    if not sheets:
        raise UnreadableSource(BROKEN)
    cells = [cell for sheet in sheets for cell in sheet.cells.values()]
    valued = sum(len(cell) > 0 for cell in cells)
    if valued > limits.now().cells or len(cells) - valued > MAX_BLANKS:
        raise UnreadableSource(TOO_LARGE)
    is_1904 = properties is not None and properties.get("date1904", "0").lower() in {"1", "true", "on"}
    return RawWorkbook(parts, sheets, shared, is_1904)


def _root(parts: dict[str, bytes], name: str) -> Element:
    """Root of a part in the transitional namespaces. Raises `UnreadableSource`."""
    part = parts.get(name)
    if part is None:
        raise UnreadableSource(BROKEN)
    if part.count(b"<") > limits.now().tags:
        raise UnreadableSource(BOMB)
    root = parse(part)
    if any("//purl.oclc.org/ooxml/" in uri for uri in root.nsmap.values()):
        return parse(transitional(etree.tostring(root)))
    return root


def transitional(part: bytes) -> bytes:
    """A part with the namespaces of ISO 29500 « strict » replaced by those that everybody reads."""
    part = _STRICT_LINKS.sub(LINKS.encode(), part)
    return _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/\2", part)


def _links(parts: dict[str, bytes], name: str) -> list[Link]:
    """Relationships of a part; none when they are missing or malformed."""
    folder, file = posixpath.split(name)
    part = parts.get(posixpath.join(folder, "_rels", f"{file}.rels"))
    try:
        nodes = list(parse(part)) if part else []
    except UnreadableSource:
        nodes = []
    return [_link(node, folder) for node in nodes if isinstance(node.tag, str)]


def _link(node: Element, folder: str) -> Link:
    kind, target = node.get("Type", "").rpartition("/")[2], node.get("Target", "")
    external = node.get("TargetMode") == "External"
    if not external:
        target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/").casefold()
    return Link(node.get("Id", ""), kind, target, external)


def _sheet(parts: dict[str, bytes], node: Element, targets: dict[str, str], formats: set[int]) -> RawSheet:
    id_ = next((value for key, value in node.attrib.items() if key.endswith("}id")), "")
    sheet = RawSheet(node.get("name", ""), node.get("state", "visible") != "visible")
    name = targets.get(id_, "")
    root, links = _root(parts, name), _links(parts, name)
    for row, cells in _rows(root):
        for column, cell in cells:
            sheet.cells[row, column] = cell
    _trim(sheet)
    _geometry(sheet, root, {link.id: link for link in links})
    sheet.rules = [place for range_ in ruled_ranges(root, formats) if (place := reference(range_))]
    threaded = [link for link in links if link.kind == "threadedComment"]
    for link in threaded or [link for link in links if link.kind == "comments"]:
        sheet.comments += _comments(_root(parts, link.target))
    for link in links:
        if link.kind == "drawing":
            _draw(sheet, parts, link.target)
    return sheet


def _rows(root: Element) -> Iterator[tuple[int, list[tuple[int, Element]]]]:
    """Rows with their cells that hold or colour something; numbers left out are counted on."""
    number = 0
    for row in root.iterfind("{*}sheetData/{*}row"):
        said = row.get("r", "")
        number = int(said) if said.isascii() and said.isdecimal() else number + 1
        column, cells = 0, []
        for cell in row.iterfind("{*}c"):
            place = reference(cell.get("r", ""))
            column = place[1] if place else column + 1
            if len(cell) or cell.get("s", "0") != "0":
                cells.append((column, cell))
        yield number, cells


def reference(text: str) -> Place | None:
    """« B3 » as row 3, column 2."""
    found = _REFERENCE.fullmatch(text.partition(":")[0])
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def _trim(sheet: RawSheet) -> None:
    """Drop blank cells around those that hold something. Raises `UnreadableSource` if these lie too far apart."""
    filled = [place for place, cell in sheet.cells.items() if len(cell)]
    rows, columns = max((r for r, _ in filled), default=0), max((c for _, c in filled), default=0)
    if rows * columns > MAX_AREA:
        raise UnreadableSource(TOO_LARGE)
    sheet.cells = {
        (r, c): cell for (r, c), cell in sheet.cells.items() if len(cell) or (r <= rows and c <= columns + MARGIN)
    }


def _geometry(sheet: RawSheet, root: Element, links: dict[str, Link]) -> None:
    """What is hidden, merged, linked, and what stands above and below each page."""
    for row in root.iterfind("{*}sheetData/{*}row[@hidden]"):
        if _is_on(row.get("hidden")) and row.get("r", "").isdecimal():
            sheet.hidden_rows.add(int(row.get("r", "0")))
    for columns in root.iterfind("{*}cols/{*}col"):
        if _is_on(columns.get("hidden")):
            sheet.hidden_columns.append((int(columns.get("min", "0")), int(columns.get("max", "0"))))
    for merged in root.iterfind("{*}mergeCells/{*}mergeCell"):
        first, _, last = merged.get("ref", "").partition(":")
        if (start := reference(first)) and (end := reference(last)):
            sheet.merged.append((*start, *end))
    for node in root.iterfind("{*}hyperlinks/{*}hyperlink"):
        id_ = next((value for key, value in node.attrib.items() if key.endswith("}id")), "")
        place, link = reference(node.get("ref", "")), links.get(id_)
        if place and link and link.external and link.target.startswith(("http://", "https://")):
            sheet.links[place] = link.target
    sheet.pages = [node.text for node in root.iterfind("{*}headerFooter/*") if node.text]


def _is_on(value: str | None) -> bool:
    return value in {"1", "true", "on"}


def _comments(root: Element) -> list[tuple[Place, str]]:
    """Notes of cells, or the threads that replace them."""
    found = []
    for node in root.iter("{*}comment", "{*}threadedComment"):
        texts = [text.text or "" for text in node.iter("{*}t", "{*}text") if not len(text)]
        place = reference(node.get("ref", "")) or (1, 1)
        found.append((place, "".join(texts)))
    return found


def _draw(sheet: RawSheet, parts: dict[str, bytes], name: str) -> None:
    """Texts of a drawing: boxes and shapes, titles of charts, words of a SmartArt."""
    root = _root(parts, name)
    targets = {link.id: link for link in _links(parts, name)}
    for fallback in list(root.iter("{*}Fallback")):
        fallback.getparent().remove(fallback)
    for node in root.iter(etree.Element):
        kind = etree.QName(node).localname
        if kind == "txBody":
            sheet.boxes += _boxes(node, chart=False)
        elif kind == "pic":
            sheet.pictures += 1
        elif kind in {"chart", "relIds"}:
            ids = {etree.QName(key).localname: value for key, value in node.attrib.items()}
            link = targets.get(ids.get("id" if kind == "chart" else "dm", ""))
            if link and not link.external and link.target in parts:
                sheet.boxes += _boxes(_root(parts, link.target), chart=kind == "chart")


def _boxes(node: Element, *, chart: bool) -> list[Box]:
    paragraphs = [_paragraph(p) for p in node.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}p")]
    said = [text for text in paragraphs if text.strip()]
    return [Box(said, chart)] if said or chart else []


def _paragraph(node: Element) -> str:
    parts = node.iter("{*}t", "{*}br")
    return "".join(" " if etree.QName(part).localname == "br" else part.text or "" for part in parts)


def private_copy(book: RawWorkbook) -> tuple[bytes, list[list[Place]]]:
    """A workbook of the same cells, each sheet's one below the other in column A; and where each one stood."""
    names = {"styles": "xl/styles.xml", "sharedStrings": "xl/sharedStrings.xml", "theme": "xl/theme/theme1.xml"}
    shared = {
        kind: name for kind, name in names.items() if kind in book.shared and book.shared[kind] in book.parts
    }
    places = [sorted(sheet.cells) for sheet in book.sheets]
    parts = {names[kind]: transitional(book.parts[book.shared[kind]]) for kind in shared}
    for part in parts.values():
        parse(part)
    for number, (sheet, order) in enumerate(zip(book.sheets, places, strict=True), start=1):
        parts[f"xl/worksheets/sheet{number}.xml"] = _cells([sheet.cells[place] for place in order])
    parts |= _frame(len(places), shared, from_1904=book.from_1904)
    return write_package(parts), places


def _cells(cells: list[Element]) -> bytes:
    root = etree.Element(f"{{{MAIN}}}worksheet", nsmap={None: MAIN})
    data = etree.SubElement(root, f"{{{MAIN}}}sheetData")
    for number, cell in enumerate(cells, start=1):
        row = etree.SubElement(data, f"{{{MAIN}}}row", r=str(number))
        row.append(_copy(cell, f"A{number}"))
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


def _copy(cell: Element, place: str) -> Element:
    """A cell without its formula."""
    kept = {key: cell.get(key, "") for key in ("s", "t") if cell.get(key)}
    copy = etree.Element(f"{{{MAIN}}}c", {"r": place, **kept})
    for child in cell.iterfind("{*}v"):
        etree.SubElement(copy, f"{{{MAIN}}}v").text = child.text
    for child in cell.iterfind("{*}is"):
        text = "".join(t.text or "" for t in child.iterfind("{*}t")) + "".join(
            t.text or "" for t in child.iterfind("{*}r/{*}t")
        )
        inline = etree.SubElement(copy, f"{{{MAIN}}}is")
        etree.SubElement(inline, f"{{{MAIN}}}t").text = text
    return copy


def bare_formula(cell: Element) -> str | None:
    """The formula of a cell that has no stored value, None when it has one."""
    formula, value = cell.find("{*}f"), cell.find("{*}v")
    if formula is None or (value is not None and (value.text or cell.get("t") == "str")):
        return None
    return f"={formula.text or ''}"


def has_formula(cell: Element) -> bool:
    """Whether a cell is calculated."""
    return cell.find("{*}f") is not None


def raw_value(cell: Element) -> str:
    """What the XML says the value of a cell is."""
    return cell.findtext("{*}v") or ""


def _frame(count: int, shared: dict[str, str], *, from_1904: bool) -> dict[str, bytes]:
    """The parts that hold the others together."""
    kinds = {f"xl/worksheets/sheet{n}.xml": "worksheet" for n in range(1, count + 1)}
    kinds |= {name: kind for kind, name in shared.items()}
    types = {"worksheet": "spreadsheetml.worksheet", "styles": "spreadsheetml.styles",
             "sharedStrings": "spreadsheetml.sharedStrings", "theme": "theme"}  # fmt: skip
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{TYPES}.{types[kind]}+xml"/>' for name, kind in kinds.items()
    )
    links = "".join(
        f'<Relationship Id="r{number}" Type="{LINKS}/{kind}" Target="/{name}"/>'
        for number, (name, kind) in enumerate(kinds.items(), start=1)
    )
    sheets = "".join(f'<sheet name="F{n}" sheetId="{n}" r:id="r{n}"/>' for n in range(1, count + 1))
    package = "http://schemas.openxmlformats.org/package/2006"
    main = f'<Relationship Id="r1" Type="{LINKS}/officeDocument" Target="/xl/workbook.xml"/>'
    texts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.spreadsheetml.sheet.main+xml"/>{overrides}'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">{main}</Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">{links}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><workbookPr date1904="{int(from_1904)}"/>'
        f"<sheets>{sheets}</sheets></workbook>",
    }
    return {name: text.encode() for name, text in texts.items()}
