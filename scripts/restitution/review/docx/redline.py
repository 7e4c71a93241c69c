"""A redline of ours that comes back: what it showed as changed is ours, what its readers did to it is theirs.

Our changes are accepted before anything is read, so that the text is the newer one, which its manifest tells; the
table of reasons at its end is no part of the text.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from restitution.ooxml.word import Element, W, words
from restitution.ooxml.word_boxes import unwrap
from restitution.remarks import COMPARER, REDLINE, Sent

"""What such a file says that it is (`redline.naming`)."""
ANNEX: Final = "_restitution_motifs"
"""Bookmark where the table of reasons begins (`redline.annex`)."""
CAME, WENT = (W + "ins", W + "moveTo"), (W + "del", W + "moveFrom")
PROPERTIES: Final = frozenset(W + name for name in ("rPr", "trPr", "tcPr", "numPr", "pPr"))
ANCHORS: Final = tuple(W + name for name in ("commentRangeStart", "commentRangeEnd", "commentReference"))


def is_redline(sent: Sent | None) -> bool:
    """Whether a file is one of our redlines."""
    return sent is not None and sent.copy == REDLINE


def accept_ours(root: Element) -> None:
    """Make a part what it says once our own changes are accepted; a comment on words that went keeps its place."""
    _without_annex(root)
    own = [node for node in root.iter() if node.get(W + "author") == COMPARER]
    rows = [node.getparent().getparent() for node in own if node.tag in WENT and _within(node, "trPr")]
    ends = [node.getparent().getparent().getparent() for node in own if node.tag in WENT and _within(node, "rPr")]
    for node in own:
        if node.getparent().tag in PROPERTIES or node.tag not in {*CAME, *WENT}:
            node.getparent().remove(node)
        else:
            unwrap(node, list(node) if node.tag in CAME else _anchors(node))
    for paragraph in ends:
        _join_next(paragraph)
    for row in rows:
        row.getparent().remove(row)


def _within(node: Element, name: str) -> bool:
    return bool(node.getparent().tag == W + name)


def _anchors(node: Element) -> list[Element]:
    """What of deleted words says where a comment is."""
    return [child for child in node if child.tag in ANCHORS or next(child.iter(*ANCHORS), None) is not None]


def _join_next(paragraph: Element) -> None:
    """What is left of a paragraph whose end went stands before the words of the next one."""
    after = paragraph.getnext()
    if after is None or after.tag != W + "p":
        if not words(paragraph) and len(paragraph.getparent()) > 1:
            paragraph.getparent().remove(paragraph)
        return
    place = 1 if after.find(W + "pPr") is not None else 0
    for node in [node for node in paragraph if node.tag != W + "pPr"][::-1]:
        after.insert(place, node)
    paragraph.getparent().remove(paragraph)


def _without_annex(root: Element) -> None:
    starts: Iterable[Element] = (mark for mark in root.iter(W + "bookmarkStart") if mark.get(W + "name") == ANNEX)
    for start in list(starts):
        paragraph = next(start.iterancestors(W + "p"), None)
        if paragraph is not None:
            behind = [node for node in paragraph.itersiblings() if node.tag != W + "sectPr"]
            for node in (paragraph, *behind):
                node.getparent().remove(node)
