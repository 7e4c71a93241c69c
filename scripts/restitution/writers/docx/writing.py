"""The DOCX, from the document to its bytes."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from restitution.errors import RestitutionError
from restitution.model import Document
from restitution.ooxml.package import open_ours, write_package
from restitution.ooxml.parts import DOCUMENT, drop_part, relate_office, serialise, set_type
from restitution.ooxml.published_properties import add_properties
from restitution.ooxml.word import Element
from restitution.pandoc.portions import portions
from restitution.pandoc.run import PandocFailed, run
from restitution.writers.docx.bands import Bands
from restitution.writers.docx.blocks import BlockMaker
from restitution.writers.docx.contents import Contents, Titled, number_headings
from restitution.writers.docx.inlines import Place
from restitution.writers.docx.joining import FOOTNOTES, Joined
from restitution.writers.docx.looks import cm_of_twips
from restitution.writers.docx.manifest import add_manifest, bookmark_texts, sending
from restitution.writers.docx.page import Page
from restitution.writers.docx.paragraphs import finish_paragraphs
from restitution.writers.docx.pictures import ENDINGS, Picture, Pictures
from restitution.writers.docx.sections import lying, make_sections
from restitution.writers.docx.sheet import Sheet
from restitution.writers.docx.tables import finish_tables
from restitution.writers.docx.template import Template, read_template
from restitution.writers.docx.texts import Text, one_text, opened

API = [1, 23, 1]
SETTINGS = "word/settings.xml"
NO_DOTS: Final[Mapping[str, bytes]] = {}


def write_docx(
    document: Document, media: Mapping[str, bytes], reference: bytes, dots: Mapping[str, bytes] = NO_DOTS
) -> bytes:
    """The DOCX, the same bytes for the same document, pictures and reference.

    `media`: bytes of each image by its target; what Word cannot show is told by its alternative text. `dots`: of
    drawings that were drawn before, what `as_png` gives.
    Raises `RestitutionError` when the reference is at fault, `Bug` when two leaves have one id, or a reference
    leads nowhere.
    """
    template = read_template(reference)
    sheet, pictures = Sheet(template.styles, template.numbering), Pictures(media, dots)
    upright, flat = _place(template.page), _place(template.page.lying())
    maker = BlockMaker(document.blocks, pictures, sheet, flat)
    joined = Joined()
    texts: list[Text] = []
    headings: list[Titled] = []
    parts_of_it = portions(document.blocks)
    for part in parts_of_it:
        written = _pandoc(document, maker.make(document.blocks[part], upright, inside=False), template.package)
        root = joined.add(open_ours(written))
        _finish(root, sheet, template.page)
        headings += number_headings(root, maker.headings[len(headings) :], sheet)
        texts.append(Text(root))
        del root
        if len(parts_of_it) > 1:
            texts[-1].fold()
    contents = Contents(headings, maker.captions, sheet)
    _finish(joined.notes, sheet, template.page)
    parts = joined.parts | {SETTINGS: template.settings, FOOTNOTES: serialise(joined.notes)}
    sent = _lay_out(parts, document, texts, contents, template)
    for picture in pictures.used():
        _add_picture(parts, picture)
    add_properties(parts, document)
    add_manifest(parts, sending(sent, document))
    return write_package(parts)


def _place(page: Page) -> Place:
    return Place(width_cm=cm_of_twips(page.width), height_cm=page.tallest_cm)


def _finish(part: Element, sheet: Sheet, page: Page) -> None:
    """Paragraphs and tables of a text, or of its notes."""
    flat = lying(part)
    finish_paragraphs(part, sheet)
    finish_tables(part, sheet, lambda table: page.lying().width if table in flat else page.width)


def _lay_out(
    parts: dict[str, bytes], document: Document, texts: list[Text], contents: Contents, template: Template
) -> dict[str, str]:
    """Writes the text, with its contents, sections and bands; what stands under each bookmark of it."""
    sheet = Sheet(template.styles, template.numbering)
    drop_part(parts, "word/comments.xml")
    for name in [name for name in parts if name.startswith(("word/header", "word/footer"))]:
        drop_part(parts, name)
    bands = Bands(template.bands, template.page, sheet, parts, document.title)
    said: dict[str, str] = {}
    for number, root in enumerate(opened(texts), 1):
        contents.fill(root)
        make_sections(root, template.page, bands, sheet, is_last=number == len(texts))
        said |= bookmark_texts(root)
    parts[DOCUMENT] = one_text(texts)
    return said


def _pandoc(document: Document, blocks: list[dict[str, object]], reference: bytes) -> bytes:
    """pandoc's DOCX. It reads the reference and nothing else (`--sandbox`)."""
    meta = {"lang": {"t": "MetaString", "c": document.language}}
    source = msgspec.json.encode({"pandoc-api-version": API, "meta": meta, "blocks": blocks})
    with tempfile.TemporaryDirectory(prefix="restitution-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "reference.docx"
        path.write_bytes(reference)
        try:
            return run(
                "--sandbox", "-f", "json", "-t", "docx", "--reference-doc", str(path), "-o", "-",
                data=source, epoch=document.epoch,
            )  # fmt: skip
        except PandocFailed as error:
            raise RestitutionError(f"Le document Word n'a pas pu être écrit. {error.message}") from error


def _add_picture(parts: dict[str, bytes], picture: Picture) -> None:
    for id_, ending, data in picture.parts():
        name = f"word/media/{id_}.{ending}"
        parts[name] = data
        set_type(parts, ending, ENDINGS[ending])
        for owner in (DOCUMENT, FOOTNOTES):
            if f'"{id_}"'.encode() in parts.get(owner, b""):
                relate_office(parts, owner, "image", name, id_)
