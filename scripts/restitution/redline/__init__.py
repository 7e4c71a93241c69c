"""What changed between two builds, as tracked changes that Word and LibreOffice show, accept and refuse.

Both documents are clean builds of ours: neither comment nor tracked change (see `cleaning` for copies that came
back). Contents, what fields show and the cover's date follow the new document and are never tracked.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

from restitution.ooxml.package import open_package, write_package
from restitution.redline import docxodus
from restitution.redline.marking import Marker
from restitution.redline.naming import name_redline
from restitution.redline.own import weave
from restitution.redline.records import Changed
from restitution.redline.sides import Side
from restitution.remarks import COMPARER

AUTHOR: Final = COMPARER
OWN, DOCXODUS = "restitution", "docxodus"
ENGINES: Final = (OWN, DOCXODUS)
"""The engines: ours, and an optional one (see `docs/dev/architecture.md` for how they compare)."""
NO_DATE: Final = "2000-01-01T00:00:00Z"
CORE: Final = "docProps/core.xml"


class Compared(msgspec.Struct, frozen=True):
    """A redline, and what changed, in reading order."""

    data: bytes
    changed: list[Changed]
    date: str
    """What its changes bear."""


def compare(old: bytes, new: bytes, *, returned: bool = False, engine: str = OWN) -> Compared:
    """The DOCX that shows what made `new` of `old`: accepting all gives the new text, refusing all the old one.

    The same bytes for the same two. `returned`: `old` came back from an office, which rewrites looks and pictures:
    only words are compared. Raises `UnreadableSource` when one is no DOCX, `WrongUse` when `engine` is not there.
    """
    before, after = Side(old, told=returned), Side(new, told=returned)
    date = date_of(after)
    parts, changed = weave(before, after, Marker(AUTHOR, date), looks=not returned)
    if engine == DOCXODUS:
        parts = open_package(docxodus.run(before, after, new, AUTHOR, date))
    name_redline(parts)
    return Compared(write_package(parts), changed, date)


def date_of(side: Side) -> str:
    """When a document was last changed, as it says: the date of its changes, never a clock's."""
    found = re.search(rb"<dcterms:modified[^>]*>([0-9T:Z.+-]+)<", side.parts.get(CORE, b""))
    return found[1].decode() if found else NO_DATE
