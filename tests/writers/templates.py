"""Reference documents as designers hand them in."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

import docx
from docx.shared import Cm, Pt, RGBColor
from lxml import etree

from restitution.ooxml.package import open_package, parse, write_package
from restitution.ooxml.word import W
from restitution.writers.docx.reference import reference_docx

from .office import converted
from .sample import png

COLOR, FONT = "B03060", "Verdana"
LOGO = png(200, 80, 90)
FRENCH_IDS = {
    "Heading1": "Titre1", "Heading2": "Titre2", "Heading3": "Titre3", "Heading4": "Titre4", "Caption": "Lgende",
    "BodyText": "Corpsdetexte", "Title": "Titre", "Header": "En-tte", "Footer": "Pieddepage",
    "TOCHeading": "En-ttedetabledesmatires", "ListParagraph": "Paragraphedeliste", "Subtitle": "Sous-titre",
}  # fmt: skip
"""As French Word saves them; names stay English."""


def plain() -> bytes:
    """Colours and letters of one's own, some text, neither header nor footer."""
    document = docx.Document()
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Georgia", Pt(12)
    title = document.styles["Heading 1"].font
    title.color.rgb, title.name, title.size = RGBColor.from_string(COLOR), FONT, Pt(24)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(3)
    document.add_heading("Mode d’emploi du modèle", 1)
    document.add_paragraph("Remplacez ce texte.", style="List Bullet")
    return _saved(document)


def with_header() -> bytes:
    """A header with a logo between two tabs, a footer."""
    document = docx.Document(io.BytesIO(plain()))
    section = document.sections[0]
    paragraph = section.header.paragraphs[0]
    paragraph.add_run().add_picture(io.BytesIO(LOGO), height=Cm(1.2))
    paragraph.add_run("\tRéseau\tPrintemps")
    section.footer.paragraphs[0].text = "\t\tNotre pied"
    return _saved(document)


def with_first_page() -> bytes:
    """Another header on the first page."""
    document = docx.Document(io.BytesIO(with_header()))
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "Le haut de la couverture"
    return _saved(document)


def french() -> bytes:
    """The ids of French Word."""
    parts = open_package(with_header())
    for name in [name for name in parts if name.startswith("word/") and name.endswith(".xml")]:
        root = parse(parts[name])
        for node in root.iter():
            for key in (W + "styleId", W + "val"):
                if node.tag != W + "name" and node.get(key) in FRENCH_IDS:
                    node.set(key, FRENCH_IDS[node.get(key)])
        parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return write_package(parts)


def without(*names: str) -> bytes:
    """Ours, parts of it lost."""
    parts = open_package(reference_docx())
    for name in names:
        del parts[f"word/{name}.xml"]
    return write_package(parts)


def of_libreoffice(endings: Iterable[str], folder: Path) -> dict[str, bytes]:
    """Saved by LibreOffice, in each format."""
    odt = converted(french(), "modele.docx", "odt", folder)
    return {ending: converted(odt, "modele.odt", ending, folder) for ending in endings}


def _saved(document: docx.document.Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
