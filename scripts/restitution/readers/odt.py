"""Reads an OpenDocument text: rewritten for pandoc, which keeps its emphasis, lists, notes and formulas."""

from __future__ import annotations

from typing import Final

from lxml import etree
from lxml.etree import SubElement
from lxml.etree import _Element as Element

from restitution.errors import UnreadableSource
from restitution.messages import plural
from restitution.model import Block, Finding, Inline, Reading
from restitution.ooxml.opendocument import MIMETYPE, NAMESPACES, open_document, q
from restitution.ooxml.own_source import own_source
from restitution.ooxml.package import BROKEN, write_package
from restitution.pandoc import ast, marks
from restitution.pandoc.ast import Inlines
from restitution.pandoc.normal import normal
from restitution.pandoc.run import Job
from restitution.readers.base import Prepared
from restitution.readers.look import told
from restitution.readers.odt_active import active
from restitution.readers.odt_aside import furniture
from restitution.readers.odt_objects import Picture
from restitution.readers.odt_rewrite import Rewriter
from restitution.readers.odt_tables import Grid, restore, without_default_numbers
from restitution.readers.own_marks import hers

NSMAP: Final = {prefix: uri for prefix, uri in NAMESPACES.items() if prefix != "xml"}
LOST_FORMULA = "Non lu : {} de ce fichier, à coller dans le texte comme image."


class PreparedOdt(Prepared):
    """An .odt made ready, with what `finish` puts back into pandoc's blocks."""

    path: str
    grids: list[Grid]
    pictures: list[Picture]
    formulas: int


def prepare(data: bytes, path: str) -> PreparedOdt:
    """Take an .odt apart. Raises `UnreadableSource`."""
    document = open_document(data)
    try:
        rewriter = Rewriter(document, path)
        blocks = rewriter.blocks(document.body)
        rewriter.take_rest()
        rewriter.reading.not_taken += furniture(document.styles, rewriter.hides)
    except RecursionError as error:
        raise UnreadableSource(BROKEN) from error
    rewriter.reading.findings += active(document, path)
    own = own_source(data)
    rewriter.reading.internal = hers(rewriter.remarks.all(), own)
    rewriter.reading.copy_of = own.source
    rewriter.reading.media = rewriter.pictures.media
    return PreparedOdt(
        job=Job("odt", _private_copy(rewriter, blocks)),
        reading=rewriter.reading,
        wheres=rewriter.wheres,
        looks=told(rewriter.looks),
        path=path,
        grids=rewriter.grids,
        pictures=rewriter.pictures.met,
        formulas=len(rewriter.formulas),
    )


def finish(prepared: Prepared, blocks: list[Block]) -> Reading:
    """The reading of pandoc's blocks: tables, pictures and places put back."""
    if not isinstance(prepared, PreparedOdt):
        raise TypeError(type(prepared).__name__)
    seen: list[Inline] = []

    def put_back(inline: Inline) -> Inlines:
        if inline["t"] == "Math":
            seen.append(inline)
            return [{"t": "Math", "c": [{"t": "InlineMath"}, inline["c"][1]]}]
        return [_picture(inline, prepared.pictures)] if inline["t"] == "Image" else [inline]

    without_default_numbers(blocks)
    shaped = restore(blocks, prepared.grids)
    whole = ast.map_leaves(shaped, lambda inlines: ast.map_inlines(inlines, put_back))
    reading = prepared.reading
    reading.blocks = normal(marks.tag_leaves(whole, prepared.wheres, prepared.looks))
    if missing := prepared.formulas - len(seen):
        message = LOST_FORMULA.format(plural(missing, "formule"))
        reading.findings.append(Finding(code="odt-formule", level="warning", message=message, path=prepared.path))
    return reading


def _picture(image: Inline, pictures: list[Picture]) -> Inline:
    attributes, _, (number, _) = image["c"]
    picture = pictures[int(number)]
    return {"t": "Image", "c": [attributes, ast.string(picture.alternative), [picture.part, ""]]}


def _private_copy(rewriter: Rewriter, blocks: list[Element]) -> bytes:
    content = etree.Element(q("office:document-content"), nsmap=NSMAP)
    SubElement(content, q("office:automatic-styles")).extend(rewriter.styles.for_pandoc())
    body = SubElement(content, q("office:body"))
    SubElement(body, q("office:text")).extend(blocks)
    styles = etree.Element(q("office:document-styles"), nsmap=NSMAP)
    SubElement(styles, q("office:styles"))
    parts = {f"{key}/content.xml": mathml for key, mathml in rewriter.formulas.items()}
    return write_package(
        {
            "mimetype": MIMETYPE.encode(),
            "content.xml": etree.tostring(content, encoding="utf-8", xml_declaration=True),
            "styles.xml": etree.tostring(styles, encoding="utf-8", xml_declaration=True),
            **parts,
        }
    )
