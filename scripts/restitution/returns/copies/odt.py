"""A writer's OpenDocument text with comments and tracked changes added: all else is as she left it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Final

import msgspec
from lxml import etree
from lxml.etree import _Element as Element

from restitution.ooxml import opendocument_runs as runs
from restitution.ooxml import own_source
from restitution.ooxml.opendocument import NAMESPACES, name, open_document, q
from restitution.ooxml.package import parse, write_package
from restitution.returns.copies.finding import Finder
from restitution.returns.copies.marks import Change, Comment, Leaf, Marks

LOEXT: Final = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
NEVER: Final = "1970-01-01T00:00:00"
"""When a change was made that does not say: the format asks for a time."""
_OUTSIDE: Final = frozenset({"text:tracked-changes", "office:annotation", "text:note", "office:forms"})
_HOLDERS: Final = frozenset({"text:p", "text:h"})


class _Place(msgspec.Struct, frozen=True):
    """A paragraph, the one that its box hangs on (itself without a box), and the changes open where it begins."""

    node: Element
    anchor: Element
    changes: int


class OdtCopy:
    """One OpenDocument text (`marks.Copy`). Raises `UnreadableSource` when it cannot be read."""

    def __init__(self, data: bytes, leaves: Sequence[Leaf]) -> None:
        self._document = open_document(data)
        self._places = _places(self._document.body)
        self.texts = [runs.text(place.node) for place in self._places]
        self.paragraph = Finder(leaves, self.texts).paragraph
        used = {value for node in self._document.content.iter("{*}*") for value in node.attrib.values()}
        self._names = (key for number in count(1) if (key := f"restitution{number}") not in used)

    def may_change(self, change: Change) -> bool:
        """Not in a box, in a field, nor in what somebody inserted there under tracked changes."""
        place = self._places[change.paragraph]
        if place.node is not place.anchor or place.changes:
            return False
        return runs.is_free(place.node, change.start, change.end, place.changes)

    def written(self, marks: Marks, source: str) -> dict[str, bytes]:
        """The file with all of it, and the property that says of what it is a copy."""
        for comment in marks.comments:
            self._comment(comment)
        for change in marks.last_first():
            self._change(change)
        parts = dict(self._document.parts)
        parts["content.xml"] = _bytes(self._document.content)
        self._say_source(parts, source, marks)
        return {".odt": write_package(parts)}

    def _comment(self, comment: Comment) -> None:
        place = self._places[comment.paragraph]
        start, end = (comment.start, comment.end) if place.node is place.anchor else (0, 0)
        if start >= end:
            start, end = 0, len(runs.text(place.anchor))
        keys = [next(self._names) for _ in comment.messages]
        for key in keys:
            runs.put(
                place.anchor, end, etree.Element(q("office:annotation-end"), {q("office:name"): key}), behind=True
            )
        for number, (key, message) in enumerate(zip(keys, comment.messages, strict=True)):
            made = etree.Element(q("office:annotation"), {q("office:name"): key}, nsmap={"loext": LOEXT[1:-1]})
            made.set(f"{LOEXT}resolved", "true" if comment.resolved else "false")
            if number:
                made.set(f"{LOEXT}parent-name", keys[0])
            etree.SubElement(made, q("dc:creator")).text = message.author
            if message.date:
                etree.SubElement(made, q("dc:date")).text = message.date
            for line in message.text.split("\n"):
                etree.SubElement(made, q("text:p")).text = line
            runs.put(place.anchor, start, made, behind=False)

    def _change(self, change: Change) -> None:
        paragraph = self._places[change.paragraph].node
        if change.is_paragraph:
            self._add_paragraph(paragraph, change)
            return
        if change.new:
            key = self._region(change, "text:insertion")
            runs.insert(paragraph, change.end, change.new, key)
        for mark, held in runs.delete(paragraph, change.start, change.end):
            mark.set(q("text:change-id"), self._region(change, "text:deletion", held))

    def _add_paragraph(self, above: Element, change: Change) -> None:
        """A paragraph behind another, inserted with the end of the one above."""
        key = self._region(change, "text:insertion")
        started = etree.SubElement(above, q("text:change-start"), {q("text:change-id"): key})
        style = above.get(q("text:style-name")) if name(above) == "text:p" else None
        made = etree.Element(q("text:p"), {q("text:style-name"): style} if style else {})
        made.text = change.new
        etree.SubElement(made, q("text:change-end"), {q("text:change-id"): key})
        started.getparent().addnext(made)

    def _region(self, change: Change, kind: str, held: Element | None = None) -> str:
        """Tell a change among those of the file; its name."""
        key = next(self._names)
        region = etree.SubElement(self._tracked(), q("text:changed-region"), {q("xml:id"): key, q("text:id"): key})
        told = etree.SubElement(region, q(kind))
        info = etree.SubElement(told, q("office:change-info"))
        etree.SubElement(info, q("dc:creator")).text = change.author or "?"
        etree.SubElement(info, q("dc:date")).text = change.date or NEVER
        if held is not None:
            told.append(held)
        return key

    def _tracked(self) -> Element:
        body = self._document.body
        found = body.find(q("text:tracked-changes"))
        if found is None:
            found = etree.Element(q("text:tracked-changes"), {q("text:track-changes"): "false"})
            forms = body.find(q("office:forms"))
            body.insert(0 if forms is None else body.index(forms) + 1, found)
        return found

    def _say_source(self, parts: dict[str, bytes], source: str, marks: Marks) -> None:
        if "meta.xml" in parts:
            root = parse(parts["meta.xml"])
        else:
            names = {key: NAMESPACES[key] for key in ("office", "meta", "dc")}
            root = etree.Element(q("office:document-meta"), {q("office:version"): "1.3"}, nsmap=names)
            parts["META-INF/manifest.xml"] = _declared(parts.get("META-INF/manifest.xml", b""))
        meta = root.find(q("office:meta"))
        if meta is None:
            meta = etree.SubElement(root, q("office:meta"))
        own_source.write_open(meta, source, marks.prints())
        parts["meta.xml"] = _bytes(root)


def _places(body: Element) -> list[_Place]:
    found: list[_Place] = []
    is_open = 0

    def walk(node: Element, anchor: Element | None) -> Iterator[_Place]:
        nonlocal is_open
        for child in node:
            tag = name(child)
            if tag in _OUTSIDE:
                continue
            is_open += {"text:change-start": 1, "text:change-end": -1}.get(tag, 0)
            if tag in _HOLDERS:
                yield _Place(child, child if anchor is None else anchor, is_open)
                yield from walk(child, child if anchor is None else anchor)
            else:
                yield from walk(child, anchor)

    found += walk(body, None)
    return found


def _declared(manifest: bytes) -> bytes:
    """The list of the package's parts with `meta.xml` in it."""
    if not manifest:
        return manifest
    root = parse(manifest)
    space = etree.QName(root).namespace
    values = {f"{{{space}}}full-path": "meta.xml", f"{{{space}}}media-type": "text/xml"}
    etree.SubElement(root, f"{{{space}}}file-entry", values)
    return _bytes(root)


def _bytes(root: Element) -> bytes:
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))
