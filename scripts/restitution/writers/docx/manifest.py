"""What was published under each bookmark, kept in the file itself: a returned copy says what it answers to.

The part holds the words too, so that a copy finds its places on any machine, whatever became of its bookmarks.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Mapping

from lxml import etree

from restitution.model import Document
from restitution.ooxml.package import open_package, parse
from restitution.ooxml.word import Element, W
from restitution.remarks import Sent, SentPassage
from restitution.writers.docx.letters import shown_text
from restitution.writers.docx.paragraphs import HIDDEN
from restitution.writers.docx.parts import relate_office, serialise, set_type

URI = "urn:restitution:manifeste:1"
ITEM, ITEM_PROPERTIES = "customXml/item1.xml", "customXml/itemProps1.xml"
_TAG = f"{{{URI}}}"
_DATA = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_REPEAT = re.compile(r"((?:src|gen)_[0-9a-f]{10})_\d+")


def bookmark_texts(root: Element) -> dict[str, str]:
    """Text under each bookmark that Word shows: one space for any run of spaces, tabs and line breaks.

    A bookmark without an end reaches to the end of its paragraph. What is hidden or stands in a margin is no text.
    """
    texts: dict[str, str] = {}
    for start in root.iter(W + "bookmarkStart"):
        name = start.get(W + "name", "")
        if not name.startswith(HIDDEN):
            texts[name] = shown_text(start)
    return texts


def text_digest(text: str) -> str:
    """sha256 of a published text, as the manifest has it."""
    return hashlib.sha256(text.encode()).hexdigest()


def base_of(bookmark: str) -> str:
    """The passage of a bookmark by its name alone: a repeat's (`src_…_2`) is that of the first place."""
    repeat = _REPEAT.fullmatch(bookmark)
    return repeat[1] if repeat else bookmark


def passages_of(document: Document) -> dict[str, str]:
    """Bookmark -> passage, of those that their name does not tell: quotations."""
    placed = {placement.bookmark: placement.leaf for placement in document.placements}
    return {mark: leaf for mark, leaf in placed.items() if leaf and leaf != base_of(mark)}


def sending(
    root: Element,
    document: Document,
    kind: str = "",
    codes: Mapping[str, str] | None = None,
) -> Sent:
    """What a file holds when it is sent. `root`: of its text, without any tracked change.

    `kind`: which copy to review it is; `codes`: what it calls each bookmark. Remarks are added afterwards.
    """
    passages, called = passages_of(document), codes or {}
    return Sent(
        build=document.build,
        copy=kind,
        passages=[
            SentPassage(
                bookmark=name,
                passage=passages.get(name, ""),
                code=called.get(name, ""),
                text=text,
                sha256=text_digest(text),
            )
            for name, text in sorted(bookmark_texts(root).items())
        ],
    )


def sent_of(data: bytes) -> Sent:
    """What a file that we wrote says that it held when it was sent. Raises `UnreadableSource`."""
    manifest = parse(open_package(data)[ITEM])
    return Sent(
        build=manifest.get("build", ""),
        copy=manifest.get("copie", ""),
        passages=[
            SentPassage(
                bookmark=node.get("signet", ""),
                passage=node.get("passage", ""),
                code=node.get("repere", ""),
                text=node.text or "",
                sha256=node.get("sha256", ""),
            )
            for node in manifest.iter(_TAG + "passage")
        ],
        carried=[node.get("cle", "") for node in manifest.iter(_TAG + "fil")],
    )


def add_manifest(parts: dict[str, bytes], sent: Sent) -> None:
    """Adds the part that says what is sent."""
    put_manifest(parts, sent)
    parts[ITEM_PROPERTIES] = serialise(_properties(sent.build))
    set_type(parts, f"/{ITEM_PROPERTIES}", _PROPERTIES_TYPE)
    relate_office(parts, "word/document.xml", "customXml", ITEM)
    relate_office(parts, ITEM, "customXmlProps", ITEM_PROPERTIES)


def put_manifest(parts: dict[str, bytes], sent: Sent) -> None:
    """Writes what the part says."""
    manifest = etree.Element(_TAG + "manifeste", nsmap={None: URI}, build=sent.build)
    if sent.copy:
        manifest.set("copie", sent.copy)
    for passage in sent.passages:
        said = {"signet": passage.bookmark, "sha256": passage.sha256}
        more = {"repere": passage.code, "passage": passage.passage}
        node = etree.SubElement(
            manifest, _TAG + "passage", said | {key: word for key, word in more.items() if word}
        )
        node.text = passage.text
    for key in sent.carried:
        etree.SubElement(manifest, _TAG + "fil", cle=key)
    parts[ITEM] = serialise(manifest)


def _aside(passage: SentPassage) -> list[tuple[str, str]]:
    return [("repere", passage.code), ("passage", passage.passage)]


def _properties(build: str) -> Element:
    id_ = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{URI}:{build}")).upper()
    item = etree.Element(f"{{{_DATA}}}datastoreItem", nsmap={"ds": _DATA})
    item.set(f"{{{_DATA}}}itemID", f"{{{id_}}}")
    references = etree.SubElement(item, f"{{{_DATA}}}schemaRefs")
    etree.SubElement(references, f"{{{_DATA}}}schemaRef").set(f"{{{_DATA}}}uri", URI)
    return item
