"""A Word package that is written again with more in it: parts by their own names, relationships, content types."""

from __future__ import annotations

import posixpath
from contextlib import suppress
from typing import Final

from lxml import etree

from restitution.errors import UnreadableSource
from restitution.ooxml.package import open_package, parse, write_package
from restitution.ooxml.word import NOT_WORD, Element, Package, R, W

PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
RELATIONS: Final = f"{{{PACKAGE}/relationships}}"
TYPES: Final = f"{{{PACKAGE}/content-types}}"
STRICT: Final = "Ce document Word est au format « strict » : ce qui est à y mettre est dit à part."
_STORIES: Final = ("footnotes", "endnotes", "header", "footer", "comments")


class Parts:
    """The parts of a Word file: each is parsed once, and only what was touched is written anew."""

    def __init__(self, data: bytes) -> None:
        self._bytes = open_package(data)
        self._named = {name.casefold(): name for name in self._bytes}
        self._package = Package(self._bytes)
        self._roots: dict[str, Element] = {}
        self.main = self._package.main

    @property
    def document(self) -> Element:
        """Root of the main part. Raises `UnreadableSource` when it is damaged, or in the strict namespaces."""
        root = self.root(self.main)
        if root.tag != W + "document":
            raise UnreadableSource(STRICT if "//purl.oclc.org/" in root.tag else NOT_WORD)
        return root

    def root(self, name: str) -> Element:
        """Root of a part, to be changed in place. Raises `UnreadableSource`."""
        key = name.casefold()
        if key not in self._roots:
            self._roots[key] = parse(self._bytes[self._named[key]])
        return self._roots[key]

    def put(self, name: str, root: Element) -> None:
        """Add a part, or put it in the place of one."""
        self._named.setdefault(name.casefold(), name)
        self._roots[name.casefold()] = root

    def related(self, kind: str) -> str:
        """Name of the part that the document points to as its `kind` (« comments »); empty when there is none."""
        links = self._package.links(self.main).values()
        found = (link.target for link in links if link.kind == kind and not link.external)
        return next((name for name in found if name in self._named), "")

    def add(self, file: str, root: Element, relation: str, content: str) -> str:
        """Add a part beside the document, `relation` and `content` being its types; its name."""
        folder = posixpath.dirname(self.main)
        name = self._free(posixpath.join(folder, file))
        self.put(name, root)
        self._relate(
            posixpath.join(folder, "_rels", f"{posixpath.basename(self.main)}.rels"), relation, name, folder
        )
        self.declare(name, content)
        return name

    def _free(self, name: str) -> str:
        stem, dot, ending = name.rpartition(".")
        number, free = 1, name
        while free.casefold() in self._named:
            number += 1
            free = f"{stem}{number}{dot}{ending}"
        return free

    def _relate(self, rels: str, relation: str, target: str, folder: str) -> None:
        if rels.casefold() not in self._named:
            self.put(rels, etree.Element(f"{RELATIONS}Relationships", nsmap={None: RELATIONS[1:-1]}))
        links = self.root(rels)
        used = {link.get("Id", "") for link in links}
        number = next(n for n in range(1, len(used) + 2) if f"rIdRestitution{n}" not in used)
        values = {
            "Id": f"rIdRestitution{number}",
            "Type": relation,
            "Target": posixpath.relpath(target, folder) if folder else target,
        }
        etree.SubElement(links, f"{RELATIONS}Relationship", values)

    def add_property_part(self, name: str, root: Element, relation: str, content: str) -> None:
        """Add a part that the package itself points to (`docProps/custom.xml`)."""
        self.put(name, root)
        self._relate("_rels/.rels", relation, name, "")
        self.declare(name, content)

    def declare(self, name: str, content: str) -> None:
        """Say what a part's type is, unless that is said."""
        types = self.root("[Content_Types].xml")
        declared = {one.get("PartName", "").casefold() for one in types.iterchildren(f"{TYPES}Override")}
        if f"/{name}".casefold() not in declared:
            etree.SubElement(types, f"{TYPES}Override", {"PartName": f"/{name}", "ContentType": content})

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name.casefold() in self._named

    def largest_id(self) -> int:
        """The largest `w:id` of a bookmark, a comment or a change, wherever it stands."""
        found = [-1]
        for name in [self.main, *(part for kind in _STORIES for part in self._package.related(kind))]:
            with suppress(UnreadableSource):
                found.append(_largest_id(self._package.root(name)))
        return max(found)

    def bytes(self) -> bytes:
        """The file: what was not parsed keeps its bytes."""
        made = {
            self._named[key]: bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True))
            for key, root in self._roots.items()
        }
        return write_package({**self._bytes, **made})


def _largest_id(root: Element) -> int:
    said = (node.get(W + "id", "") for node in root.iter("{*}*"))
    return max((int(one) for one in said if one.isascii() and one.isdigit() and len(one) < 10), default=-1)


def relation(kind: str) -> str:
    """Type of a relationship of the standard: « comments », « custom-properties »."""
    return f"{R[1:-1]}/{kind}"
