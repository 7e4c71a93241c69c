"""A copy to review, made from the finished DOCX: the same text and bookmarks, codes in the margin, how to read.

Nothing is written twice: the copy is the publication's own XML, of which a part is kept, with what is added.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from lxml import etree
from msgspec import structs

from restitution import cage
from restitution.model import STYLES, Block, Document
from restitution.ooxml.package import open_ours, parse, write_package
from restitution.ooxml.parts import DOCUMENT, LISTS, STYLE_SHEET, serialise
from restitution.ooxml.published_properties import add_properties
from restitution.ooxml.word import Element, W, make
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.pandoc.numbering import LEVELS, Numbered
from restitution.writers.docx import excerpt
from restitution.writers.docx.fields import set_cached, text_run
from restitution.writers.docx.manifest import ITEM, put_manifest, sending
from restitution.writers.docx.margin import Margin, add_styles, room
from restitution.writers.docx.marks import Marks
from restitution.writers.docx.paragraphs import set_style
from restitution.writers.docx.sheet import Sheet
from restitution.writers.docx.texts import Text, cut, joined, opened
from restitution.writers.docx.threads import Open, carry

NBSP = "\u00a0"
ANNEX = "annexe"


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """One copy."""

    kind: str
    """Its name, which the file carries (`relecture/themes`)."""
    document: Document
    """What it holds, without the page on how to read it."""
    guide: list[Block]
    """That page: paragraphs in divs, without ids."""
    codes: Mapping[str, str]
    """Bookmark -> code."""
    beside: Mapping[str, str]
    """Bookmark -> code in the margin: a cell has that of its row, a heading none."""
    waiting: Open = Open()
    """Remarks that no one has settled."""
    numbers: Mapping[str, Numbered] | None = None
    """Of a part of the publication: bookmark of a heading -> its number in the whole."""


class Finished:
    """The DOCX of the publication, out of which copies are made."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def review_copy(self, wanted: Wanted) -> bytes:
        """The bytes of a copy; the same for the same publication."""
        parts = open_ours(self._data, lambda name: name != ITEM)  # each copy says itself what it holds
        styles = parse(parts[STYLE_SHEET])
        sheet = Sheet(styles, parse(parts[LISTS]))
        headings = {sheet.id(f"heading {level}") for level in range(1, LEVELS + 1)}
        texts = [Text(piece) for piece in cut(parts.pop(DOCUMENT), headings)]
        if wanted.numbers is not None:
            kept = {ast.leaf_id(leaf) for leaf in ast.each_leaf(wanted.document.blocks)}
            numbers = {id_: _printed(number) for id_, number in wanted.numbers.items()}
            excerpt.drop_unused(parts, excerpt.shorten(texts, kept, numbers, sheet))
        add_styles(styles)
        _say_around(parts, texts, wanted, styles, sheet)
        cage.give_back()
        parts[STYLE_SHEET] = serialise(styles)
        _name(parts, wanted)
        return write_package(parts, {DOCUMENT: joined(texts)})


def _say_around(
    parts: dict[str, bytes], texts: Sequence[Text], wanted: Wanted, styles: Element, sheet: Sheet
) -> None:
    """Puts codes, the page on how to read and the remarks into the text, and the manifest beside it."""
    margin, marks = Margin(wanted.beside, styles, room(text.seen() for text in texts)), Marks(texts)
    for number, root in enumerate(opened(texts)):
        margin.fill(root)
        marks.read(number, root)
    _insert_guide(texts, wanted.guide, sheet)
    sent = sending(marks.said, wanted.document, wanted.kind, wanted.codes)
    carried = carry(parts, marks, sheet, sent, wanted.waiting, wanted.document.epoch)
    masked = {key: said for key, said in wanted.waiting.masked.items() if key in set(carried)}
    put_manifest(parts, structs.replace(sent, carried=sorted(carried), masked=masked))


def _printed(number: Numbered) -> str:
    """A heading's number as the whole shows it, with the space behind it."""
    is_lettered = number.word == ANNEX and "." not in number.number
    return f"Annexe {number.number}{NBSP}: " if is_lettered else f"{number.number} "


def _name(parts: dict[str, bytes], wanted: Wanted) -> None:
    """The copy's own title, in the properties and at the top of each page, and which copy it is."""
    for name in [name for name in parts if name.startswith(("word/header", "word/footer"))]:
        band = parse(parts[name])
        set_cached(band, "TITLE", wanted.document.title)
        parts[name] = serialise(band)
    add_properties(parts, wanted.document, wanted.kind)


def _insert_guide(texts: Sequence[Text], guide: list[Block], sheet: Sheet) -> None:
    """A page behind the cover, or before all else when there is none."""
    paragraphs = [_paragraph(block, STYLES[name], sheet) for name, block in _told(guide)]
    paragraphs[0].insert(1, _page_break())
    at = next((number for number, text in enumerate(texts) if _section_end(text.seen()) is not None), None)
    root = texts[at or 0].opened()
    body, cover = root[0], _section_end(root)
    if cover is not None:  # a new page already
        paragraphs[0].remove(paragraphs[0][1])
    place = 0 if cover is None else body.index(cover) + 1
    body[place:place] = paragraphs


def _section_end(root: Element) -> Element | None:
    """The first block with which a section ends."""
    return next((block for block in root[0] if block.find(f"{W}pPr/{W}sectPr") is not None), None)


def _told(guide: list[Block]) -> list[tuple[str, Block]]:
    return [(div["c"][0][1][0], block) for div in guide for block in div["c"][1]]


def _page_break() -> Element:
    run = make("r")
    run.append(make("br", type="page"))
    return run


def _paragraph(block: Block, style: str, sheet: Sheet) -> Element:
    paragraph = make("p")
    set_style(paragraph, sheet.id(style))
    paragraph.extend(_runs(block["c"], is_bold=False))
    return paragraph


def _runs(inlines: Inlines, *, is_bold: bool) -> list[Element]:
    """Runs of words, plain or in bold."""
    runs: list[Element] = []
    for inline in inlines:
        if inline["t"] == "Strong":
            runs += _runs(inline["c"], is_bold=True)
        else:
            run = text_run(ast.text([inline]))
            if is_bold:
                properties = etree.SubElement(run, W + "rPr")
                properties.append(make("b"))
                run.insert(0, properties)
            runs.append(run)
    return runs
