"""The parts of a returned OpenDocument text as XML, damaged ones as far as they can be read, which is said."""

from __future__ import annotations

from typing import Final

from lxml import etree

from restitution.errors import UnreadableSource
from restitution.ooxml.package import BOMB, BROKEN, DOCTYPE, open_package
from restitution.ooxml.salvage import salvage

DAMAGED: Final = (
    "Le fichier reçu est abîmé : ce qui restait lisible a été lu, mais des passages ou des remarques peuvent "
    "manquer. Demandez-en une nouvelle copie à la personne qui l'a relu."
)
MALFORMED: Final = (
    "Une partie du fichier reçu est mal formée ({} ligne {}) : elle a été lue tout de même, mais des remarques "
    "peuvent y manquer. Comparez avec le fichier ouvert dans un traitement de texte."
)


def open_damaged(data: bytes, problems: list[str]) -> dict[str, bytes]:
    """Parts of a package by name; adds a sentence to `problems` when it is not whole.

    Raises `UnreadableSource` when nothing can be read, or when it would unpack without end.
    """
    try:
        return open_package(data)
    except UnreadableSource as error:
        if error.message == BOMB:
            raise
        parts, _ = salvage(data)
        if not parts:
            raise
    problems.append(DAMAGED)
    return parts


def parse_damaged(part: bytes, name: str, problems: list[str]) -> etree._Element:
    """Root of an XML part; adds a sentence to `problems` when it is not well-formed. No entity, no network.

    Raises `UnreadableSource` when nothing of it can be read.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root: etree._Element | None = etree.fromstring(part, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableSource(BROKEN) from error
    if root is None:
        raise UnreadableSource(BROKEN)
    if root.getroottree().docinfo.doctype:
        raise UnreadableSource(DOCTYPE)
    first = next((error for error in parser.error_log if error.level >= etree.ErrorLevels.ERROR), None)
    if first is not None:
        problems.append(MALFORMED.format(name, first.line))
    return root
