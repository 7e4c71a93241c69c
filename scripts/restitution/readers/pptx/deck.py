"""The slides of a presentation in their order, and the parts that each names (ECMA-376 part 1, clause 13)."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import Final, TypeAlias
from urllib.parse import unquote

import msgspec
from lxml.etree import _Element

from restitution.errors import UnreadableSource
from restitution.ooxml.package import BROKEN, open_package, parse

Element: TypeAlias = _Element

_BASE: Final = "http://schemas.openxmlformats.org"
A: Final = f"{{{_BASE}/drawingml/2006/main}}"
P: Final = f"{{{_BASE}/presentationml/2006/main}}"
R: Final = f"{{{_BASE}/officeDocument/2006/relationships}}"
C: Final = f"{{{_BASE}/drawingml/2006/chart}}"
DGM: Final = f"{{{_BASE}/drawingml/2006/diagram}}"
MC: Final = f"{{{_BASE}/markup-compatibility/2006}}"
M: Final = f"{{{_BASE}/officeDocument/2006/math}}"
_RELATION: Final = f"{{{_BASE}/package/2006/relationships}}Relationship"
_STRICT: Final = (b"http://purl.oclc.org/ooxml/", b"http://schemas.openxmlformats.org/")
NO_SLIDES: Final = "Ce diaporama ne contient aucune diapositive : déposez-le à nouveau, ou retirez-le."


class Relation(msgspec.Struct, frozen=True):
    """Another part, or an address, that a part names; `kind`: the last word of its type."""

    kind: str
    target: str
    is_outside: bool


class Part:
    """An XML part and what it names."""

    def __init__(self, parts: Mapping[str, bytes], name: str) -> None:
        self._parts = parts
        self.name = name
        self.root = parse(_plain(parts[name]))
        self.relations = _relations(parts, name)

    def named(self, key: str | None) -> Relation | None:
        """What a relationship of this part names."""
        return self.relations.get(key or "")

    def of_kind(self, kind: str) -> list[Part]:
        """The parts of one kind that it names, those that are there."""
        names = [one.target for one in self.relations.values() if one.kind == kind and not one.is_outside]
        return [Part(self._parts, name) for name in names if name in self._parts]

    def part(self, key: str | None) -> Part | None:
        """The part that a relationship names, if it is there."""
        relation = self.named(key)
        there = relation is not None and not relation.is_outside and relation.target in self._parts
        return Part(self._parts, relation.target) if there and relation is not None else None

    def data(self, key: str | None) -> bytes:
        """Bytes of a part that a relationship names; empty when it is not there."""
        relation = self.named(key)
        return self._parts.get(relation.target, b"") if relation and not relation.is_outside else b""


class Slide(msgspec.Struct, eq=False):
    """A slide, what it takes its looks from, and what is said of it to whoever speaks."""

    number: int
    part: Part
    layout: Part | None
    master: Part | None
    notes: Part | None
    is_hidden: bool


class Deck(msgspec.Struct, eq=False):
    """A presentation."""

    main: Part
    slides: list[Slide]


def deck_of(data: bytes) -> Deck:
    """The slides of a file. Raises `UnreadableSource` when it is broken, locked or holds none."""
    parts = open_package(data)
    name = next(
        (one.target for one in _relations(parts, "").values() if one.kind == "officeDocument"),
        "ppt/presentation.xml",
    )
    if name not in parts:
        raise UnreadableSource(BROKEN)
    main = Part(parts, name)
    entries = main.root.iterfind(f"{P}sldIdLst/{P}sldId")
    found = [part for entry in entries if (part := main.part(entry.get(R + "id"))) is not None]
    if not found:
        raise UnreadableSource(NO_SLIDES)
    masters: dict[str, tuple[Part | None, Part | None]] = {}
    return Deck(main, [_slide(number, part, masters) for number, part in enumerate(found, 1)])


def _slide(number: int, part: Part, known: dict[str, tuple[Part | None, Part | None]]) -> Slide:
    name = next((one.target for one in part.relations.values() if one.kind == "slideLayout"), "")
    if name not in known:
        layout = next(iter(part.of_kind("slideLayout")), None)
        master = next(iter(layout.of_kind("slideMaster")), None) if layout else None
        known[name] = (layout, master)
    layout, master = known[name]
    notes = next(iter(part.of_kind("notesSlide")), None)
    return Slide(number, part, layout, master, notes, part.root.get("show") in {"0", "false"})


def _relations(parts: Mapping[str, bytes], name: str) -> dict[str, Relation]:
    folder, file = posixpath.split(name)
    listed = parts.get(posixpath.join(folder, "_rels", f"{file}.rels"))
    if listed is None:
        return {}
    return {
        one.get("Id", ""): Relation(
            one.get("Type", "").rsplit("/", 1)[-1],
            one.get("Target", "")
            if one.get("TargetMode") == "External"
            else _beside(folder, one.get("Target", "")),
            one.get("TargetMode") == "External",
        )
        for one in parse(_plain(listed)).iter(_RELATION)
    }


def _beside(folder: str, target: str) -> str:
    path = unquote(target)
    return path.lstrip("/") if path.startswith("/") else posixpath.normpath(posixpath.join(folder, path))


def _plain(part: bytes) -> bytes:
    """A part in the usual namespaces: the strict form of the standard has others for the same things."""
    return part.replace(*_STRICT) if _STRICT[0] in part else part
