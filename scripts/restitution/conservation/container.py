"""Parts of a zipped document, read with bounds: the counters' own way in."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Collection, Iterator
from typing import Final
from urllib.parse import unquote

from lxml import etree

from restitution import limits
from restitution.errors import UnreadableSource

OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
DAMAGED = "Ce fichier est abîmé et ne peut pas être relu : ouvrez-le, enregistrez-le à nouveau, puis redéposez-le."
LOCKED = (
    "Ce fichier est protégé par un mot de passe ou d'un format ancien : enregistrez-le sans mot de passe en {}."
)
XLINK = "{http://www.w3.org/1999/xlink}href"
TOO_BIG = "Ce fichier est trop volumineux une fois décompressé : enregistrez-le en plusieurs fichiers plus petits."


PLAIN: Final = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


class Container:
    """A zipped document held in memory. Raises `UnreadableSource` when it is none, or too big."""

    def __init__(self, data: bytes, kind: str) -> None:
        if data.startswith(OLD_OR_LOCKED):
            raise UnreadableSource(LOCKED.format(kind))
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise UnreadableSource(DAMAGED) from error
        self._names = {name.lstrip("/"): name for name in self._zip.namelist()}
        self._left = limits.now().package

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def names(self) -> list[str]:
        """Names of all parts."""
        return list(self._names)

    def part(self, name: str) -> bytes:
        """Bytes of one part."""
        try:
            with self._zip.open(self._names[name]) as part:
                data = part.read(self._left + 1)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise UnreadableSource(DAMAGED) from error
        except (RuntimeError, NotImplementedError) as error:  # encrypted, or packed by a method nobody has
            raise UnreadableSource(LOCKED.format("un format courant")) from error
        self._left -= len(data)
        if self._left < 0:
            raise UnreadableSource(TOO_BIG)
        return data

    def tree(self, name: str) -> etree._Element:
        """Root of one XML part; no entity, file or network is looked up."""
        return parsed(self.part(name))

    def children(self, name: str, parent: str, many: Collection[str]) -> Iterator[etree._Element]:
        """The children of an element of an XML part, each forgotten once the next is asked for: trees are large.

        `many`: tags of those that stand by thousands beside each other. Raises `UnreadableSource` when the part is
        broken.
        """
        for element in self._read(name, (parent, *many)):
            above = element.getparent()
            if element.tag == parent:
                yield from _taken(element)
            elif above is not None and above.tag == parent:
                yield from _taken(above, element)

    def met(self, name: str, tags: Collection[str], many: Collection[str]) -> Iterator[etree._Element]:
        """The elements of some tags, wherever they stand in a part. `many`, and what it raises: as `children`."""
        for element in self._read(name, (*many, *tags)):
            above = element.getparent()
            if element.tag in tags:
                yield element
            elif above is not None:
                for _ in _taken(above, element):
                    pass

    def _read(self, name: str, tags: Collection[str]) -> Iterator[etree._Element]:
        """The elements of some tags, as each of them ends."""
        try:
            yield from (found for _, found in etree.iterparse(io.BytesIO(self.part(name)), tag=tags, **PLAIN))
        except etree.XMLSyntaxError as error:
            raise UnreadableSource(DAMAGED) from error


class Flat(Container):
    """A flat OpenDocument: one XML text, formulas and charts in it, as the parts that it stands for."""

    def __init__(self, data: bytes) -> None:
        if len(data) > limits.now().part:
            raise UnreadableSource(TOO_BIG)
        root = parsed(data)
        self._trees = {"content.xml": root, "styles.xml": root}
        for number, drawn in enumerate(list(root.iter("{*}object"))):
            if len(drawn) and XLINK not in drawn.attrib:
                self._trees[f"@{number}/content.xml"] = drawn[0]
                drawn.set(XLINK, f"@{number}")
                drawn.remove(drawn[0])

    def __contains__(self, name: str) -> bool:
        return name in self._trees

    def names(self) -> list[str]:
        """Names of all parts."""
        return list(self._trees)

    def part(self, name: str) -> bytes:
        """Bytes of one part."""
        data: bytes = etree.tostring(self.tree(name))
        return data

    def tree(self, name: str) -> etree._Element:
        """Root of one part."""
        if name not in self._trees:
            raise UnreadableSource(DAMAGED)
        return self._trees[name]


def opened(data: bytes, kind: str) -> Container:
    """A document, zipped or flat."""
    return Container(data, kind) if data.startswith((b"PK", OLD_OR_LOCKED)) else Flat(data)


def parsed(data: bytes) -> etree._Element:
    """Root of an XML text. Raises `UnreadableSource` when it is none."""
    parser = etree.XMLParser(**PLAIN)
    try:
        root: etree._Element = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableSource(DAMAGED) from error
    return root


def _taken(above: etree._Element, until: etree._Element | None = None) -> Iterator[etree._Element]:
    """The children before one, at which the parser may still be, or all; each leaves the tree."""
    while len(above) and above[0] is not until:
        yield above[0]
        above.remove(above[0])


def beside(base: str, target: str) -> str:
    """Name of the part that `target` means when part `base` says it."""
    path = unquote(target)
    return posixpath.normpath(
        path.lstrip("/") if path.startswith("/") else posixpath.join(posixpath.dirname(base), path)
    )
