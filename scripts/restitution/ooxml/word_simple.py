"""Writes a Word document again in the few words that pandoc reads without loss, each paragraph marked.

An allow-list: what is not known is opened and what it holds is taken; what shows nothing is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml import etree

from restitution.ooxml import word_tables as tables
from restitution.ooxml.package import write_package
from restitution.ooxml.word import SPACE, Element, M, R, W, make, part_of, sign_font, value, words
from restitution.ooxml.word_chunks import text_run
from restitution.ooxml.word_document import Document
from restitution.ooxml.word_fields import LINKS
from restitution.ooxml.word_pictures import Picture, canonical, pictures, undrawn
from restitution.ooxml.word_signs import PLACES
from restitution.ooxml.word_styles import Styles, looks_of, numbers_of

MAX_NESTED = 3
_DRAWINGS = frozenset({W + "drawing", W + "pict", W + "object"})
_MATHS = frozenset({M + "oMath", M + "oMathPara"})
_SILENT = frozenset(
    W + name
    for name in (
        *("pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "rubyPr"),
        *("instrText", "delInstrText", "fldChar", "softHyphen", "customXmlPr", "smartTagPr"),
    )
)
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_UNSAFE = re.compile("[\ue000\ue001]")
_SIGNS = re.compile(f"({PLACES.pattern})")

Blocks = list[Element]
Trouble = Callable[[str, Element, str], None]


class Copy:
    """The private copy under construction.

    `trouble` is told of what cannot be taken: a code, the drawing, its description.
    """

    def __init__(self, document: Document, styles: Styles, mark: Callable[[int], str], trouble: Trouble) -> None:
        self.document = document
        self.styles = styles
        self.wheres: list[str] = []
        self.marked: list[Element] = []
        """Each marked paragraph as it is in the file."""
        self.media: dict[str, bytes] = {}
        self.called: dict[str, str] = {}
        """Note's key -> its number in the copy."""
        self._mark = mark
        self._trouble = trouble
        self._links: dict[tuple[str, str], str] = {}
        self._pictures: dict[bytes, str] = {}
        self._in_note = False

    def blocks(self, container: Element, depth: int = 0) -> Blocks:
        """The paragraphs and tables of a body, a cell or a note, those that show nothing left out."""
        made: Blocks = []
        for child in list(container.iterchildren("{*}*")):
            if child.tag == W + "p":
                made += self._paragraph(child)
            elif child.tag == W + "tbl":
                made += self._table(child, depth)
            elif next(child.iter(W + "p", W + "tbl"), None) is not None:
                made += self.blocks(child, depth)
            elif child.tag not in _SILENT:
                stray = part_of("p")
                stray.append(child)
                made += self._paragraph(stray)
        return made

    def _paragraph(self, source: Element) -> Blocks:
        made = part_of("p")
        made.append(self._paragraph_properties(source))
        self._inlines(source, made, None)
        if len(made) == 1 or not (words(made) or _shows(made)):
            return []
        if not self._in_note:
            made.insert(1, text_run(""))
            made[1][0].text = self._mark(len(self.wheres))
            last = self.wheres[-1] if self.wheres else "paragraphe 1"
            self.wheres.append(source.get("where") or last)
            self.marked.append(source)
        return [made]

    def _paragraph_properties(self, source: Element) -> Element:
        properties = part_of("pPr")
        level = value(source, "pPr/outlineLvl") or ""
        style = self.styles.of_level(level, value(source, "pPr/pStyle"))
        if style:
            properties.append(part_of("pStyle", val=style))
        numbers = source.find(f"{W}pPr/{W}numPr")
        if numbers is not None:
            properties.append(numbers_of(numbers))
        return properties

    def _inlines(self, source: Element, made: Element, run: Element | None) -> None:
        for child in source.iterchildren("{*}*"):
            tag = child.tag
            if tag in _SILENT:
                continue
            if tag in _MATHS:
                self._formula(child, made)
            elif tag == W + "hyperlink" and made.tag == W + "p" and (target := self._web_target(child)):
                link = etree.SubElement(made, W + "hyperlink", {R + "id": self._link("hyperlink", target)})
                self._inlines(child, link, run)
            elif tag in _DRAWINGS:
                self._drawing(child, made, run)
            elif tag == W + "ruby":
                self._ruby(child, made, run)
            else:
                pieces = self._pieces(child, run)
                for piece in pieces:
                    _add_piece(made, piece, run)
                if not pieces:
                    self._inlines(child, made, child if tag == W + "r" else run)

    def _ruby(self, source: Element, made: Element, run: Element | None) -> None:
        """The base, then how it is read, between brackets: the file has them the other way round."""
        for part in source.iterchildren(W + "rubyBase"):
            self._inlines(part, made, run)
        for part in source.iterchildren(W + "rt"):
            around = (" (", ")") if words(part) else ("", "")
            for piece in _texts(around[0], run):
                _add_piece(made, piece, run)
            self._inlines(part, made, run)
            for piece in _texts(around[1], run):
                _add_piece(made, piece, run)

    def _pieces(self, child: Element, run: Element | None) -> list[Element]:
        """What a leaf of a run becomes; nothing for what is no leaf."""
        match child.tag.removeprefix(W):
            case "t":
                return _texts(child.text or "", run)
            case "tab" | "ptab":
                return [part_of("tab")]
            case "br" | "cr":
                return [part_of("br")]
            case "noBreakHyphen":
                return _texts("-", run)
            case "sym":
                return [part_of("sym", font=child.get(W + "font", ""), char=child.get(W + "char", ""))]
            case "footnoteReference" | "endnoteReference":
                return self._note(child.get(W + "id", ""))
        return []

    def _note(self, key: str) -> list[Element]:
        """A call of a note, once; none inside a note (a note that calls itself has no end)."""
        if self._in_note or key in self.called or key not in self.document.notes:
            return []
        self.called[key] = str(len(self.called) + 1)
        return [part_of("footnoteReference", id=self.called[key])]

    def _web_target(self, link: Element) -> str:
        known = self.document.links.get(link.get(R + "id", ""))
        target = link.get("href") or (known.target if known and known.external else "")
        return target if target.lower().startswith(LINKS) else ""

    def _link(self, kind: str, target: str) -> str:
        return self._links.setdefault((kind, target), f"r{len(self._links) + 1}")

    def _formula(self, source: Element, made: Element) -> None:
        formula = etree.fromstring(etree.tostring(source, with_tail=False))
        for node in list(formula.iter(W + "*")):
            parent = node.getparent()
            if parent is not None:
                place = parent.index(node)
                parent[place : place + 1] = [c for c in node if c.tag.startswith(M)]
        if words(formula):
            made.append(formula)

    def _drawing(self, source: Element, made: Element, run: Element | None) -> None:
        for picture in pictures(source):
            target = self._picture_target(picture)
            if target:
                alternative = " ".join(_UNSAFE.sub("", picture.alternative).split())
                _add_piece(made, canonical(self._link("image", target), alternative, picture.size), run)
            else:
                self._trouble("image", source, picture.alternative)
        if kind := undrawn(source):
            self._trouble(kind, source, "")

    def _picture_target(self, picture: Picture) -> str:
        data = self.document.media.get(picture.link)
        if data is None:
            return ""
        name = self.document.links[picture.link].target
        suffix = re.sub("[^a-z0-9]", "", name.rpartition(".")[2])[:4] or "bin"
        target = self._pictures.setdefault(data, f"media/image{len(self._pictures) + 1}.{suffix}")
        self.media[target] = data
        return target

    def _table(self, source: Element, depth: int) -> Blocks:
        rows = [row for row in tables.rows_of(source) if not tables.is_dropped(row)]
        if depth >= MAX_NESTED:
            return [b for row in rows for cell in tables.cells_of(row) for b in self.blocks(cell, depth)]
        grid = tables.Grid(source)
        for row in rows:
            grid.add_row(row, [(cell, self.blocks(cell, depth + 1)) for cell in tables.cells_of(row)])
        strays = [b for node in tables.strays_of(source) for b in self.blocks(node, depth)]
        return [grid.finished(), *strays] if grid.has_content else strays

    def note_blocks(self, key: str) -> Blocks:
        """The blocks of a note, unmarked."""
        self._in_note = True
        made = self.blocks(self.document.notes[key])
        self._in_note = False
        return made

    def package(self, body: Blocks) -> bytes:
        """The copy, or a piece of it, as a file."""
        root = make("document")
        etree.SubElement(root, W + "body").extend(body)
        notes = make("footnotes")
        here = {call.get(W + "id") for call in root.iter(W + "footnoteReference")}
        for key, number in [(key, number) for key, number in self.called.items() if number in here]:
            note = part_of("footnote", id=number)
            note.extend(self.note_blocks(key) or [part_of("p")])
            notes.append(note)
        numbering = make("numbering")
        numbering.extend(self.document.numbering)
        parts = {"document": root, "styles": self._styles(root, notes), "numbering": numbering, "footnotes": notes}
        files = {f"word/{name}.xml": etree.tostring(node, encoding="utf-8") for name, node in parts.items()}
        files |= {f"word/{name}": b"picture" for name in self.media}
        pointers = [(name, f"{name}.xml") for name in ("styles", "numbering", "footnotes")]
        relations = [*((f"p{n}", *pointer) for n, pointer in enumerate(pointers)), *self._numbered_links()]
        files["word/_rels/document.xml.rels"] = _relations(relations)
        files["_rels/.rels"] = _relations([("r1", "officeDocument", "word/document.xml")])
        files["[Content_Types].xml"] = _content_types()
        return write_package(files)

    def _styles(self, *parts: Element) -> Element:
        named = (node.get(W + "val", "") for part in parts for node in part.iter(W + "pStyle", W + "rStyle"))
        return self.styles.sheet(set(named))

    def _numbered_links(self) -> list[tuple[str, str, str]]:
        return [(key, kind, target) for (kind, target), key in self._links.items()]


def _shows(made: Element) -> bool:
    shown = (W + "drawing", W + "sym", W + "footnoteReference", M + "oMath")
    return next(made.iter(*shown), None) is not None


def _add_piece(made: Element, piece: Element, run: Element | None) -> None:
    holder = etree.SubElement(made, W + "r")
    holder.append(looks_of(None if run is None else run.find(W + "rPr")))
    style = None if run is None else value(run, "rPr/rStyle")
    if style:
        holder[0].insert(0, part_of("rStyle", val=style))
    holder.append(piece)


def _texts(text: str, run: Element | None) -> list[Element]:
    """Text, and the characters of symbol fonts (private use) told by their font."""
    font = sign_font(run)
    made: list[Element] = []
    for part in _SIGNS.split(text) if font else [text]:
        if font and PLACES.fullmatch(part):
            made.append(part_of("sym", font=font, char=f"{ord(part):04X}"))
        elif part:
            node = part_of("t")
            node.set(SPACE, "preserve")
            node.text = _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", part)
            made.append(node)
    return made


def _relations(relations: list[tuple[str, str, str]]) -> bytes:
    root = etree.Element(f"{{{_PACKAGE}relationships}}Relationships", nsmap={None: f"{_PACKAGE}relationships"})
    for key, kind, target in relations:
        node = etree.SubElement(root, f"{{{_PACKAGE}relationships}}Relationship")
        node.attrib.update({"Id": key, "Type": _KINDS + kind, "Target": target})
        if kind == "hyperlink":
            node.set("TargetMode", "External")
    return bytes(etree.tostring(root, encoding="utf-8"))


def _content_types() -> bytes:
    uri = f"{_PACKAGE}content-types"
    root = etree.Element(f"{{{uri}}}Types", nsmap={None: uri})
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    etree.SubElement(root, f"{{{uri}}}Override", PartName="/word/document.xml", ContentType=main)
    return bytes(etree.tostring(root, encoding="utf-8"))


def words_of_copy(document: bytes) -> Iterator[str]:
    """Words of each paragraph of a private copy, its mark at their head."""
    for paragraph in etree.fromstring(document).iter(W + "p"):
        yield words(paragraph)
