"""A copy to review, made from the finished DOCX: the same text and bookmarks, codes in the margin, how to read.

Nothing is written twice: the copy is the publication's own XML, of which a part is kept, with what is added.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping

import msgspec
from lxml import etree
from msgspec import structs

from restitution.model import STYLES, Block, Document
from restitution.ooxml.package import open_ours, parse, write_package
from restitution.ooxml.parts import DOCUMENT, LISTS, STYLE_SHEET, serialise
from restitution.ooxml.published_properties import add_properties
from restitution.ooxml.word import Element, W, make
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.pandoc.numbering import Numbered
from restitution.writers.docx import excerpt
from restitution.writers.docx.fields import set_cached, text_run
from restitution.writers.docx.manifest import bookmark_texts, put_manifest, sending
from restitution.writers.docx.margin import Margin, add_styles, room
from restitution.writers.docx.paragraphs import set_style
from restitution.writers.docx.sheet import Sheet
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
    """The DOCX of the publication, opened once for all copies of it."""

    def __init__(self, data: bytes) -> None:
        self._parts = open_ours(data)
        self._root = parse(self._parts[DOCUMENT])

    def review_copy(self, wanted: Wanted) -> bytes:
        """The bytes of a copy; the same for the same publication."""
        parts, root = dict(self._parts), copy.deepcopy(self._root)
        styles = parse(parts[STYLE_SHEET])
        sheet = Sheet(styles, parse(parts[LISTS]))
        if wanted.numbers is not None:
            kept = {ast.leaf_id(leaf) for leaf in ast.each_leaf(wanted.document.blocks)}
            excerpt.keep(root, kept, sheet)
            excerpt.freeze(root)
            excerpt.write_numbers(root, {id_: _printed(number) for id_, number in wanted.numbers.items()})
            excerpt.drop_unused(parts, root)
        add_styles(styles)
        Margin(wanted.beside, styles, room(root)).fill(root)
        _insert_guide(root, wanted.guide, sheet)
        sent = sending(bookmark_texts(root), wanted.document, wanted.kind, wanted.codes)
        carried = carry(parts, root, sheet, sent, wanted.waiting, wanted.document.epoch)
        masked = {key: said for key, said in wanted.waiting.masked.items() if key in set(carried)}
        parts[STYLE_SHEET], parts[DOCUMENT] = serialise(styles), serialise(root)
        _name(parts, wanted)
        put_manifest(parts, structs.replace(sent, carried=sorted(carried), masked=masked))
        return write_package(parts)


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


def _insert_guide(root: Element, guide: list[Block], sheet: Sheet) -> None:
    """A page behind the cover, or before all else when there is none."""
    body = root[0]
    paragraphs = [_paragraph(block, STYLES[name], sheet) for name, block in _told(guide)]
    paragraphs[0].insert(1, _page_break())
    cover = next((block for block in body if block.find(f"{W}pPr/{W}sectPr") is not None), None)
    if cover is not None:  # a new page already
        paragraphs[0].remove(paragraphs[0][1])
    place = 0 if cover is None else body.index(cover) + 1
    body[place:place] = paragraphs


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
