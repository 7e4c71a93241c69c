"""A project of qualitative analysis (REFI-QDA, `.qdpx`): the passages of each note, coded by theme and territory.

NVivo, ATLAS.ti, MAXQDA, QualCoder and others say that they import it. A position counts signs of Unicode;
an end is the first sign that is no longer meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID, uuid5

import msgspec
from lxml import etree

from restitution.ooxml.package import write_package
from restitution.ooxml.workbook import cell_text

NAMESPACE: Final = "urn:QDA-XML:project:1.0"
ORIGIN: Final = "restitution"
OURS: Final = UUID("6f1d3a52-6f0c-5d0e-9d35-2c6a1c0f7b41")
"""What the ids of our things are made from: the same thing keeps its id from one export to the next."""
BETWEEN: Final = "\n"
"""Between two passages of a text."""


class Code(msgspec.Struct, frozen=True):
    """A theme or a territory, by the key that passages name."""

    key: str
    title: str


class Family(msgspec.Struct, frozen=True):
    """Codes that belong together: an axis, the territories."""

    key: str
    title: str
    codes: Sequence[Code]


class Extract(msgspec.Struct, frozen=True, kw_only=True):
    """A passage: its id, its place in its file, its words, the keys of its codes."""

    id: str
    place: str
    text: str
    codes: Sequence[str]


class Coded(msgspec.Struct, frozen=True, kw_only=True):
    """A note: its id, its name, its passages in order."""

    id: str
    name: str
    extracts: Sequence[Extract]


def whole_text(texts: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """The text of some passages, and from where to where each of them stands in it."""
    places, start = list[tuple[int, int]](), 0
    for text in texts:
        places.append((start, start + len(text)))
        start += len(text) + len(BETWEEN)
    return BETWEEN.join(texts), places


def analysis_of(title: str, epoch: int, families: Sequence[Family], notes: Sequence[Coded]) -> bytes:
    """The archive: `project.qde`, and the text of each note. `epoch`: the only time in it."""
    texts = {_file_of(note): whole_text([one.text for one in note.extracts])[0] for note in notes}
    parts = {f"Sources/{name}": text.encode() for name, text in texts.items()}
    project = _Writer(epoch).project(title, families, notes)
    project_part = etree.tostring(project, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return write_package({"project.qde": project_part, **parts})


def _id(kind: str, *keys: str) -> str:
    return str(uuid5(OURS, "\n".join((kind, *keys))))


def _file_of(note: Coded) -> str:
    return f"{_id('note', note.id)}.txt"


class _Writer:
    """Writes the elements, each as made by us at one moment."""

    def __init__(self, epoch: int) -> None:
        self._moment = datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self._user = _id("user", ORIGIN)

    def project(self, title: str, families: Iterable[Family], notes: Sequence[Coded]) -> Any:
        root = etree.Element(f"{{{NAMESPACE}}}Project", nsmap={None: NAMESPACE})
        about = {"creatingUserGUID": self._user, "creationDateTime": self._moment}
        root.attrib.update({"name": cell_text(title), "origin": ORIGIN, **about})
        _add(_add(root, "Users"), "User", guid=self._user, name=ORIGIN)
        codes = _add(_add(root, "CodeBook"), "Codes")
        for family in families:
            self._family(codes, family)
        sources = _add(root, "Sources") if notes else None
        for note in notes:
            self._note(sources, note)
        return root

    def _family(self, codes: Any, family: Family) -> None:
        top = _add(codes, "Code", guid=_id("code", family.key), name=family.title, isCodable="false")
        for code in family.codes:
            _add(top, "Code", guid=_id("code", code.key), name=code.title, isCodable="true")

    def _note(self, sources: Any, note: Coded) -> None:
        path = f"internal://{_file_of(note)}"
        guid = _id("note", note.id)
        source = _add(sources, "TextSource", guid=guid, name=note.name, plainTextPath=path, **self._made())
        places = whole_text([one.text for one in note.extracts])[1]
        for one, (start, end) in zip(note.extracts, places, strict=True):
            where = {"startPosition": str(start), "endPosition": str(end)}
            guid = _id("passage", one.id)
            selection = _add(
                source, "PlainTextSelection", guid=guid, name=one.place or one.id, **where, **self._made()
            )
            for code in one.codes:
                coding = _add(selection, "Coding", guid=_id("coding", one.id, code), **self._made())
                _add(coding, "CodeRef", targetGUID=_id("code", code))

    def _made(self) -> dict[str, str]:
        return {"creatingUser": self._user, "creationDateTime": self._moment}


def _add(parent: Any, element: str, /, **attributes: str) -> Any:
    values = {key: cell_text(value) for key, value in attributes.items()}
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{element}", values)
