"""What was published under each bookmark, kept in the file itself: a returned copy says what it answers to."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping

from lxml import etree

from restitution.ooxml.word import Element, W, make, raw_words
from restitution.writers.docx.paragraphs import HIDDEN
from restitution.writers.docx.parts import relate_office, serialise, set_type

URI = "urn:restitution:manifeste:1"
ITEM, ITEM_PROPERTIES = "customXml/item1.xml", "customXml/itemProps1.xml"
_DATA = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"


def bookmark_texts(root: Element) -> dict[str, str]:
    """Text under each bookmark that Word shows: one space for any run of spaces, tabs and line breaks.

    A bookmark without an end reaches to the end of its paragraph.
    """
    texts: dict[str, str] = {}
    for start in root.iter(W + "bookmarkStart"):
        holder = make("p")
        for node in start.itersiblings():
            if node.tag == W + "bookmarkEnd" and node.get(W + "id") == start.get(W + "id"):
                break
            holder.append(_copy(node))
        name = start.get(W + "name", "")
        if not name.startswith(HIDDEN):
            texts[name] = " ".join(raw_words(holder).split())
    return texts


def _copy(node: Element) -> Element:
    copied: Element = etree.fromstring(etree.tostring(node, with_tail=False))
    return copied


def text_digest(text: str) -> str:
    """sha256 of a published text, as the manifest has it."""
    return hashlib.sha256(text.encode()).hexdigest()


def add_manifest(parts: dict[str, bytes], build: str, root: Element) -> None:
    """Adds the part that gives, for each bookmark, the hash of its text."""
    put_manifest(parts, build, root)
    parts[ITEM_PROPERTIES] = serialise(_properties(build))
    set_type(parts, f"/{ITEM_PROPERTIES}", _PROPERTIES_TYPE)
    relate_office(parts, "word/document.xml", "customXml", ITEM)
    relate_office(parts, ITEM, "customXmlProps", ITEM_PROPERTIES)


def put_manifest(
    parts: dict[str, bytes], build: str, root: Element, kind: str = "", codes: Mapping[str, str] | None = None
) -> None:
    """Writes what the part says. `kind`: which copy to review it is; `codes`: what it calls each bookmark."""
    manifest = etree.Element(f"{{{URI}}}manifeste", nsmap={None: URI}, build=build)
    if kind:
        manifest.set("copie", kind)
    for name, text in sorted(bookmark_texts(root).items()):
        passage = etree.SubElement(manifest, f"{{{URI}}}passage", signet=name, sha256=text_digest(text))
        if codes and name in codes:
            passage.set("repere", codes[name])
    parts[ITEM] = serialise(manifest)


def _properties(build: str) -> Element:
    id_ = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{URI}:{build}")).upper()
    item = etree.Element(f"{{{_DATA}}}datastoreItem", nsmap={"ds": _DATA})
    item.set(f"{{{_DATA}}}itemID", f"{{{id_}}}")
    references = etree.SubElement(item, f"{{{_DATA}}}schemaRefs")
    etree.SubElement(references, f"{{{_DATA}}}schemaRef").set(f"{{{_DATA}}}uri", URI)
    return item
