"""What PDF/UA-1 (ISO 14289-1) and PDF/A-2a ask of a file, by pikepdf; and what a document should become in tags.

Nothing here is shared with the writer but the numbers of headings: a second opinion, not an echo.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

import msgspec
import pikepdf

from restitution.model import STYLES, Document
from restitution.pandoc import ast
from restitution.pandoc.grid import read_table
from restitution.pandoc.numbering import Numbering

STANDARD = frozenset(
    """Document Part Art Sect Div BlockQuote Caption TOC TOCI
    Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl
    LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu
    WT WP Figure Formula Form""".split()  # noqa: SIM905 a list of them takes a screen
)
"""Types of ISO 32000-1, 14.8.4."""
CLAIMS = {b"pdfuaid:part": b"1", b"pdfaid:part": b"2", b"pdfaid:conformance": b"A"}
FURNITURE = frozenset({*STYLES, "couverture", "quatrieme"})
LISTS = frozenset({"sommaire", "liste-figures", "liste-tableaux"})


class Tag(msgspec.Struct):
    """An element of the structure, with the types above it from the root."""

    kind: str
    above: tuple[str, ...]
    node: Any

    @property
    def children(self) -> list[Any]:
        kids = self.node.get("/K", [])
        return list(kids) if isinstance(kids, pikepdf.Array) else [kids]

    @property
    def is_empty(self) -> bool:
        """Whether no text is tagged by it or below."""
        return not any(
            isinstance(kid, int) or (_is_tag(kid) and not Tag("", (), kid).is_empty) for kid in self.children
        )


class Accessible:
    """A PDF as a screen reader meets it."""

    def __init__(self, pdf: bytes) -> None:
        self.file = pikepdf.open(BytesIO(pdf))
        self.tags = list(_tags(self.file.Root.StructTreeRoot, ()))

    def of(self, kind: str) -> list[Tag]:
        return [tag for tag in self.tags if tag.kind == kind]

    @property
    def links(self) -> list[Tag]:
        """Those of the text: neither of a list of contents nor of the mark of a note."""
        return [tag for tag in self.of("Link") if "TOC" not in tag.above and tag.above[-1] != "Lbl"]

    @property
    def levels(self) -> list[int]:
        return [int(tag.kind[1:]) for tag in self.tags if re.fullmatch("H[1-6]", tag.kind)]

    @property
    def bookmarks(self) -> list[tuple[int, str]]:
        with self.file.open_outline() as outline:
            return list(_bookmarks(outline.root, 1))

    def faults(self) -> list[str]:
        """What a checker would say, a sentence each; empty when all is well."""
        checks = (_catalogue, _pages, _roles, _headings, _figures, _notes, _tables, _links, _fonts)
        return [fault for check in checks for fault in check(self)]


def _tags(node: Any, above: tuple[str, ...]) -> Iterator[Tag]:
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if _is_tag(kid):
            kind = str(kid.S)[1:]
            yield Tag(kind, above, kid)
            yield from _tags(kid, (*above, kind))


def _is_tag(node: Any) -> bool:
    return isinstance(node, pikepdf.Dictionary) and "/S" in node


def _bookmarks(items: Any, level: int) -> Iterator[tuple[int, str]]:
    for item in items:
        yield level, plain(item.title)
        yield from _bookmarks(item.children, level + 1)


def _catalogue(pdf: Accessible) -> Iterator[str]:
    root = pdf.file.Root
    if not root.MarkInfo.get("/Marked"):
        yield "the file does not say that it is tagged"
    if not str(root.get("/Lang", "")):
        yield "no language"
    if not root.ViewerPreferences.get("/DisplayDocTitle"):
        yield "the title is not shown"
    metadata = root.Metadata.read_bytes()
    for name, value in CLAIMS.items():
        if not re.search(rb"<%b>%b</%b>" % (name, value, name), metadata):
            yield f"XMP does not say {name.decode()}"
    if b"<dc:title>" not in metadata:
        yield "XMP has no title"


def _pages(pdf: Accessible) -> Iterator[str]:
    for number, page in enumerate(pdf.file.pages, 1):
        if page.get("/Annots") and page.get("/Tabs") != "/S":
            yield f"page {number}: tab order is not that of the structure"
        if "/StructParents" not in page and page.get("/Contents") is not None and "/Font" in page.Resources:
            yield f"page {number}: nothing is tagged"


def _roles(pdf: Accessible) -> Iterator[str]:
    mapped = {
        str(name)[1:]: str(role)[1:] for name, role in pdf.file.Root.StructTreeRoot.get("/RoleMap", {}).items()
    }
    for kind in {tag.kind for tag in pdf.tags}:
        if kind not in STANDARD and mapped.get(kind) not in STANDARD:
            yield f"« {kind} » is no known type"


def _headings(pdf: Accessible) -> Iterator[str]:
    for above, below in pairwise([0, *pdf.levels]):
        if below > above + 1:
            yield f"a heading of level {below} after one of level {above}"


def _figures(pdf: Accessible) -> Iterator[str]:
    for tag in pdf.of("Figure") + pdf.of("Formula"):
        if not str(tag.node.get("/Alt", "")).strip():
            yield f"a {tag.kind} without alternative text"


def _notes(pdf: Accessible) -> Iterator[str]:
    notes = pdf.of("Note")
    ids = [str(tag.node.get("/ID", "")) for tag in notes]
    if len(set(ids)) < len(notes) or "" in ids:
        yield "a note without an id of its own"
    marks = [tag for tag in pdf.of("Link") if tag.above[-1] == "Lbl" and "Note" not in tag.above]
    if len([tag for tag in marks if not tag.is_empty]) < len([tag for tag in notes if "Note" not in tag.above]):
        yield "a note that no mark leads to"


def _tables(pdf: Accessible) -> Iterator[str]:
    for tag in pdf.of("TH"):
        if _attribute(tag, "/Scope") is None:
            yield "a header cell without scope"
    for tag in pdf.of("Table"):
        rows = [row for row in _tags(tag.node, ()) if row.kind == "TR" and row.above.count("Table") == 0]
        widths = _row_widths(rows)
        if len(set(widths)) > 1:
            yield f"rows of {sorted(set(widths))} columns in one table"
    for tag in pdf.of("TD") + pdf.of("TH"):
        if tag.above[-1] != "TR":
            yield "a cell outside of a row"


def _row_widths(rows: list[Tag]) -> list[int]:
    hanging: Counter[int] = Counter()
    widths = []
    for number, row in enumerate(rows):
        width = hanging[number]
        for cell in row.children:
            if _is_tag(cell):
                tag = Tag("", (), cell)
                wide, tall = int(_attribute(tag, "/ColSpan") or 1), int(_attribute(tag, "/RowSpan") or 1)
                width += wide
                for below in range(1, tall):
                    hanging[number + below] += wide
        widths.append(width)
    return widths


def _attribute(tag: Tag, name: str) -> Any:
    found = tag.node.get("/A", [])
    for attributes in found if isinstance(found, pikepdf.Array) else [found]:
        if isinstance(attributes, pikepdf.Dictionary) and name in attributes:
            return attributes[name]
    return None


def _links(pdf: Accessible) -> Iterator[str]:
    tagged = {
        kid.Obj.objgen if kid.Obj.is_indirect else (kid.Obj.StructParent,)
        for tag in pdf.of("Link")
        for kid in tag.children
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR"
    }
    for number, page in enumerate(pdf.file.pages, 1):
        for annotation in page.get("/Annots", []):
            if annotation.Subtype != "/Link":
                yield f"page {number}: an annotation of another kind: {annotation.Subtype}"
                continue
            if (annotation.objgen if annotation.is_indirect else (annotation.StructParent,)) not in tagged:
                yield f"page {number}: a link outside of a Link"
            if not str(annotation.get("/Contents", "")).strip():
                yield f"page {number}: a link that does not say where it leads"
    for tag in pdf.of("Link"):
        if tag.is_empty:
            yield "a Link without text"


def _fonts(pdf: Accessible) -> Iterator[str]:
    fonts = {
        str(font.BaseFont): font for page in pdf.file.pages for font in page.Resources.get("/Font", {}).values()
    }
    for name, font in fonts.items():
        inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        descriptor = inner.get("/FontDescriptor", {})
        if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield f"{name} is not embedded"
        if "/ToUnicode" not in font:
            yield f"{name}: its letters cannot be read back"


# ---- what a document should become ---------------------------------------------------------------------------


class Expected(msgspec.Struct):
    """Counted in the document."""

    links: int = 0
    notes: int = 0
    pictures: int = 0
    tables: int = 0
    headings: list[tuple[int, str]] = []
    lists: int = 0
    """Of contents, of figures, of tables: each has a title of ours."""


def expected_of(document: Document) -> Expected:
    """What a PDF of `document` should hold, whose pictures can all be shown."""
    numbering, found = Numbering(), Expected(headings=[])
    for node, inside in _nodes(document.blocks, inside=False):
        content = node.get("c")
        match node["t"]:
            case "Link":
                found.links += bool(ast.text(content[1]).strip())
            case "Note":
                found.notes += 1
            case "Image":
                found.pictures += content[2][0] in document.media
            case "Figure":
                found.pictures += not any(target in document.media for target in _targets(content[2]))
            case "Table":
                found.tables += read_table(content).head_rows > 0
            case "Div":
                found.lists += not LISTS.isdisjoint(content[0][1])
            case "Header" if not inside:
                level, number = numbering.place(content[0], content[1][1])
                words = ast.map_inlines(content[2], lambda inline: [] if inline["t"] == "Note" else [inline])
                found.headings.append((level, plain(f"{number} {ast.text(words)}")))
    return found


def _nodes(node: Any, *, inside: bool) -> Iterator[tuple[dict[str, Any], bool]]:
    """Every block and inline, in order; `inside`: in a container, where headings are not the plan's."""
    if isinstance(node, list):
        for child in node:
            yield from _nodes(child, inside=inside)
    elif isinstance(node, dict) and "t" in node:
        yield node, inside
        kind, content = node["t"], node.get("c")
        opens = kind not in {"Para", "Plain", "Header"}
        if kind == "Div":
            opens, content = not FURNITURE.isdisjoint(content[0][1]), content[1]
        elif kind == "Span":
            opens, content = inside, content[1]
        yield from _nodes(content, inside=inside or opens)


def _targets(blocks: Any) -> list[str]:
    return [node["c"][2][0] for node, _ in _nodes(blocks, inside=True) if node["t"] == "Image"]


def plain(text: str) -> str:
    """Words apart by one space each, without the places where a long one may be cut."""
    return " ".join(text.replace("\u200b", "").split())
