"""What deleted text needs of the old document: its pictures, styles and lists, under names that are free."""

from __future__ import annotations

import copy
import hashlib
import posixpath
from itertools import count
from typing import Final

from restitution.ooxml.package import parse
from restitution.ooxml.parts import DOCUMENT, relate_office, serialise, set_type
from restitution.ooxml.word import WP, Element, W, value
from restitution.redline.sides import NUMBERING, STYLES, Side, relationship_keys

FIRST_SHAPE: Final = 800_000
"""Above the ids of shapes."""
TYPES: Final = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "svg": "image/svg+xml",
}
_STYLED: Final = tuple(W + tag for tag in ("pStyle", "rStyle", "tblStyle"))
_LEADS: Final = tuple(W + tag for tag in ("basedOn", "link"))


class Foreign:
    """Makes copies of the old document's elements fit for a package that began as the new one's parts."""

    def __init__(self, old: Side, new: Side, parts: dict[str, bytes]) -> None:
        self._old, self._parts = old, parts
        self._styles = parse(parts[STYLES]) if STYLES in parts else None
        self._known = set(new.styles)
        self._lists = _same_lists(old.parts, new.parts)
        self._shapes = count(FIRST_SHAPE)
        self._pictures: dict[str, str] = {}
        self._added = False

    def adopt(self, copied: Element) -> None:
        """Change a copy so that it finds in the new package what it points to."""
        for node, key in relationship_keys(copied):
            node.set(key, self._picture(node.get(key, "")))
        for node in copied.iter(WP + "docPr"):
            node.set("id", str(next(self._shapes)))
        for node in copied.iter(*_STYLED):
            self._style(node.get(W + "val", ""))
        for node in list(copied.iter(W + "numPr")):
            self._list(node)

    def finish(self) -> None:
        """Write the styles that were added."""
        if self._added and self._styles is not None:
            self._parts[STYLES] = serialise(self._styles)

    def _picture(self, id_: str) -> str:
        name = self._old.links[DOCUMENT].get(id_, "")
        data = self._old.parts.get(name)
        if data is None:
            return id_
        if name not in self._pictures:
            ending = posixpath.splitext(name)[1][1:].lower()
            own = f"ancien-{hashlib.sha256(data).hexdigest()[:10]}"
            target = f"word/media/{own}.{ending}"
            self._parts[target] = data
            set_type(self._parts, ending, TYPES.get(ending, f"image/{ending}"))
            self._pictures[name] = relate_office(self._parts, DOCUMENT, "image", target, own)
        return self._pictures[name]

    def _style(self, id_: str) -> None:
        style = self._old.styles.get(id_)
        if id_ in self._known or style is None or self._styles is None:
            return
        self._known.add(id_)
        self._added = True
        copied = copy.deepcopy(style)
        copied.attrib.pop(W + "default", None)
        self._styles.append(copied)
        for lead in copied.iterchildren(*_LEADS):
            self._style(lead.get(W + "val", ""))

    def _list(self, numbers: Element) -> None:
        """The list of the new document that counts alike; none: the paragraph is shown without its number."""
        id_ = value(numbers, "numId") or ""
        other = self._lists.get(id_)
        if other is None:
            numbers.getparent().remove(numbers)
        else:
            numbers.find(W + "numId").set(W + "val", other)


def _same_lists(old: dict[str, bytes], new: dict[str, bytes]) -> dict[str, str]:
    """Number of a list of the old document -> one of the new document that looks alike."""
    looks = {look: id_ for id_, look in reversed(list(_lists(new).items()))}
    return {"0": "0"} | {id_: looks[look] for id_, look in _lists(old).items() if look in looks}


def _lists(parts: dict[str, bytes]) -> dict[str, tuple[tuple[str, str], ...]]:
    if NUMBERING not in parts:
        return {}
    root = parse(parts[NUMBERING])
    looks = {
        node.get(W + "abstractNumId", ""): tuple(
            (value(level, "numFmt") or "", value(level, "lvlText") or "") for level in node.iterchildren(W + "lvl")
        )
        for node in root.iterchildren(W + "abstractNum")
    }
    return {
        node.get(W + "numId", ""): looks.get(value(node, "abstractNumId") or "", ())
        for node in root.iterchildren(W + "num")
    }
