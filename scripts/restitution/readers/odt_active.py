"""What in a LibreOffice text would act if it were opened there: none is taken, and the editor hears of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from restitution.model import Finding
from restitution.ooxml.opendocument import OpenDocument, q

MACROS: Final = "Les macros du document sont ignorées ; son texte est repris."
LINKED: Final = (
    "Une partie liée à un autre fichier ou programme n'est pas suivie : seul le texte enregistré est repris."
)
_SCRIPTS: Final = ("basic/", "scripts/")
_ACTS: Final = ("{*}event-listener", q("office:script"), q("text:execute-macro"))
_LINKS: Final = (
    q("text:section-source"),
    q("table:table-source"),
    q("office:dde-source"),
    q("text:dde-connection-decl"),
)


def active(document: OpenDocument, path: str) -> Iterator[Finding]:
    """A finding for each sort of such thing."""
    packed = any(name.lower().startswith(_SCRIPTS) for name in document.parts)
    if packed or next(document.content.iter(*_ACTS), None) is not None:
        yield Finding(code="macros", level="info", message=MACROS, path=path)
    if next(document.content.iter(*_LINKS), None) is not None:
        yield Finding(code="lien-externe", level="info", message=LINKED, path=path)
