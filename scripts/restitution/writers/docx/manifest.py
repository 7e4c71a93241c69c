"""What was published under each bookmark, kept in the file itself: a returned copy says what it answers to.

The part holds the words too, so that a copy finds its places on any machine, whatever became of its bookmarks.
"""

from __future__ import annotations

import hashlib
import io
import uuid
from collections.abc import Mapping

from lxml import etree

from restitution.model import Document
from restitution.ooxml.parts import relate_office, serialise, set_type
from restitution.ooxml.sent import TAG, URI
from restitution.ooxml.word import Element, W
from restitution.remarks import Sent, SentPassage, passage_of
from restitution.writers.docx.letters import shown_text
from restitution.writers.docx.paragraphs import HIDDEN

ITEM, ITEM_PROPERTIES = "customXml/item1.xml", "customXml/itemProps1.xml"
_DATA = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"


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


def passages_of(document: Document) -> dict[str, str]:
    """Bookmark -> passage, of those that their name does not tell: quotations."""
    placed = {placement.bookmark: placement.leaf for placement in document.placements}
    return {mark: leaf for mark, leaf in placed.items() if leaf and leaf != passage_of(mark)}


def sending(
    texts: Mapping[str, str],
    document: Document,
    kind: str = "",
    codes: Mapping[str, str] | None = None,
) -> Sent:
    """What a file holds when it is sent. `texts`: those of its bookmarks, without any tracked change.

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
            for name, text in texts.items()
        ],
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
    whole = io.BytesIO()
    about = {"build": sent.build} | ({"copie": sent.copy} if sent.copy else {})
    with etree.xmlfile(whole, encoding="UTF-8") as file:
        file.write_declaration(standalone=True)
        with file.element(TAG + "manifeste", about, nsmap={None: URI}):
            for passage in sent.passages:
                said = {"signet": passage.bookmark, "sha256": passage.sha256}
                more = {"repere": passage.code, "passage": passage.passage}
                with file.element(TAG + "passage", said | {key: word for key, word in more.items() if word}):
                    file.write(passage.text)
            for key in sent.carried:
                said = {"dit": sent.masked[key]} if key in sent.masked else {}
                with file.element(TAG + "fil", {"cle": key} | said):
                    pass
    parts[ITEM] = whole.getvalue()


def _properties(build: str) -> Element:
    id_ = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{URI}:{build}")).upper()
    item = etree.Element(f"{{{_DATA}}}datastoreItem", nsmap={"ds": _DATA})
    item.set(f"{{{_DATA}}}itemID", f"{{{id_}}}")
    references = etree.SubElement(item, f"{{{_DATA}}}schemaRefs")
    etree.SubElement(references, f"{{{_DATA}}}schemaRef").set(f"{{{_DATA}}}uri", URI)
    return item
