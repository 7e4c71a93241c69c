"""The DOCX, from the document to its bytes."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import msgspec

from restitution.errors import RestitutionError, UnreadableSource
from restitution.model import Document
from restitution.ooxml.package import open_package, parse, write_package
from restitution.ooxml.word import Element
from restitution.pandoc.run import PandocFailed, run
from restitution.writers.docx.blocks import BlockMaker
from restitution.writers.docx.contents import insert_contents, number_headings
from restitution.writers.docx.fields import set_cached
from restitution.writers.docx.looks import cm_of_twips
from restitution.writers.docx.manifest import add_manifest
from restitution.writers.docx.paragraphs import finish_paragraphs
from restitution.writers.docx.parts import DOCUMENT, drop_part, relate_office, serialise, set_type
from restitution.writers.docx.pictures import ENDINGS, Picture, Pictures
from restitution.writers.docx.properties import add_properties
from restitution.writers.docx.sections import make_sections, text_width
from restitution.writers.docx.sheet import Sheet
from restitution.writers.docx.tables import finish_tables

API = [1, 23, 1]
FOOTNOTES, SETTINGS, STYLES, NUMBERING = (
    f"word/{name}.xml" for name in ("footnotes", "settings", "styles", "numbering")
)
BAD_REFERENCE = "Le document de référence Word ne peut pas servir de modèle."
BAD_REFERENCE_HINT = "Remettez celui d'origine à la place de templates/reference.docx."


def write_docx(document: Document, media: Mapping[str, bytes], reference: bytes) -> bytes:
    """The DOCX, the same bytes for the same document, pictures and reference.

    `media`: bytes of each image by its target; what Word cannot show is told by its alternative text.
    Raises `RestitutionError` when the reference is at fault, `Bug` when two leaves have one id.
    """
    pictures = Pictures(media)
    template = _open(reference)
    width = text_width(parse(template[DOCUMENT]))
    maker = BlockMaker(pictures, cm_of_twips(width))
    blocks = maker.make(document.blocks)
    parts = _open(_pandoc(document, blocks, reference))
    parts[SETTINGS] = template[SETTINGS]  # of which pandoc keeps some only
    root = parse(parts[DOCUMENT])
    sheet = Sheet(parse(parts[STYLES]), parse(parts[NUMBERING]))
    for name in (DOCUMENT, FOOTNOTES):
        part = root if name == DOCUMENT else parse(parts[name])
        finish_paragraphs(part, sheet)
        finish_tables(part, sheet, width)
        parts[name] = serialise(part)
    number_headings(root, maker.headings, sheet)
    insert_contents(root, maker.headings, sheet)
    make_sections(root)
    parts[DOCUMENT] = serialise(root)
    _finish_parts(parts, document, pictures, root)
    return write_package(parts)


def _finish_parts(parts: dict[str, bytes], document: Document, pictures: Pictures, root: Element) -> None:
    drop_part(parts, "word/comments.xml")
    for picture in pictures.used():
        _add_picture(parts, picture)
    for name in [name for name in parts if name.startswith(("word/header", "word/footer"))]:
        band = parse(parts[name])
        set_cached(band, "TITLE", document.title)
        parts[name] = serialise(band)
    add_properties(parts, document)
    add_manifest(parts, document.build, root)


def _pandoc(document: Document, blocks: list[dict[str, object]], reference: bytes) -> bytes:
    """pandoc's DOCX. It reads the reference and nothing else (`--sandbox`)."""
    meta = {"lang": {"t": "MetaString", "c": document.language}}
    source = msgspec.json.encode({"pandoc-api-version": API, "meta": meta, "blocks": blocks})
    with tempfile.TemporaryDirectory(prefix="restitution-") as folder:
        path = Path(folder) / "reference.docx"
        path.write_bytes(reference)
        try:
            return run(
                "--sandbox", "-f", "json", "-t", "docx", "--reference-doc", str(path), "-o", "-",
                data=source, epoch=document.epoch,
            )  # fmt: skip
        except PandocFailed as error:
            raise RestitutionError(f"Le document Word n'a pas pu être écrit. {error.message}") from error


def _open(data: bytes) -> dict[str, bytes]:
    try:
        parts = open_package(data)
    except UnreadableSource as error:
        raise RestitutionError(BAD_REFERENCE, BAD_REFERENCE_HINT) from error
    if not {SETTINGS, STYLES, NUMBERING} <= parts.keys():
        raise RestitutionError(BAD_REFERENCE, BAD_REFERENCE_HINT)
    return parts


def _add_picture(parts: dict[str, bytes], picture: Picture) -> None:
    for id_, ending, data in picture.parts():
        name = f"word/media/{id_}.{ending}"
        parts[name] = data
        set_type(parts, ending, ENDINGS[ending])
        for owner in (DOCUMENT, FOOTNOTES):
            if f'"{id_}"'.encode() in parts.get(owner, b""):
                relate_office(parts, owner, "image", name, id_)
