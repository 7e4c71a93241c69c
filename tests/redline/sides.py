"""The test's own reader: the text of every paragraph of a DOCX once its changes are all accepted, or all refused.

It shares nothing with the program. Left out, since they are never tracked: contents, and what fields show.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any, Literal

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Side = Literal["old", "new"]
GONE = {"new": frozenset({"del", "moveFrom"}), "old": frozenset({"ins", "moveTo"})}
CONTENTS = ("toc", "tableoffigures", "contents", "titredeliste")


def texts(data: bytes, side: Side) -> list[str]:
    """Each paragraph in reading order, then those of each note that is called, in the order of the calls."""
    package = zipfile.ZipFile(io.BytesIO(data))
    root = etree.fromstring(package.read("word/document.xml"))
    found = list(_container(root[0], GONE[side]))
    if "word/footnotes.xml" in package.namelist():
        notes = {note.get(f"{W}id"): note for note in etree.fromstring(package.read("word/footnotes.xml"))}
        for call in root.iter(f"{W}footnoteReference"):
            if not any(_tag(one) in GONE[side] for one in call.iterancestors()):
                found += [f"[note] {text}" for text in _container(notes[call.get(f"{W}id")], GONE[side])]
    return found


def words(data: bytes, side: Side) -> str:
    """All of it in one line, for readers that do not join paragraphs."""
    return " ".join(" ".join(texts(data, side)).split())


def _tag(node: Any) -> str:
    return node.tag.removeprefix(W) if isinstance(node.tag, str) else ""


def _container(holder: Any, gone: frozenset[str]) -> Iterator[str]:
    waiting = ""
    blocks = [node for node in holder if _tag(node) in {"p", "tbl"} and not _is_contents(node)]
    for number, node in enumerate(blocks):
        if _tag(node) == "tbl":
            yield from _table(node, gone)
            continue
        waiting += "".join(_words(node, gone))
        joins = _is_marked(node.find(f"{W}pPr/{W}rPr"), gone)
        has_next = number + 1 < len(blocks) and _tag(blocks[number + 1]) == "p"
        if joins and (has_next or not waiting):
            continue
        yield " ".join(waiting.split())
        waiting = ""


def _table(table: Any, gone: frozenset[str]) -> Iterator[str]:
    for row in table.iterchildren(f"{W}tr"):
        if not _is_marked(row.find(f"{W}trPr"), gone):
            for cell in row.iterchildren(f"{W}tc"):
                yield from _container(cell, gone)


def _is_marked(properties: Any, gone: frozenset[str]) -> bool:
    return properties is not None and any(_tag(node) in gone for node in properties)


def _is_contents(node: Any) -> bool:
    style = node.find(f"{W}pPr/{W}pStyle")
    return style is not None and style.get(f"{W}val").lower().startswith(CONTENTS)


def _words(paragraph: Any, gone: frozenset[str]) -> Iterator[str]:
    depth = 0
    for node in paragraph.iter():
        if any(_tag(one) in gone for one in node.iterancestors()):
            continue
        depth += {"begin": 1, "end": -1}.get(node.get(f"{W}fldCharType", ""), 0)
        is_shown = _tag(node) in {"t", "delText"} and not depth
        if is_shown or (isinstance(node.tag, str) and node.tag.endswith("math}t")):
            yield node.text or ""
        elif _tag(node) in {"tab", "br", "cr"} and node.getparent().tag == f"{W}r":
            yield " "
        elif _tag(node) in {"footnoteReference", "drawing"}:
            yield f"[{_tag(node)}]"
