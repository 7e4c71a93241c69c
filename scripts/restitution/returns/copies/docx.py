"""A writer's Word file with comments and tracked changes added: all else is as she left it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from itertools import count

import msgspec
from lxml import etree

from restitution.ooxml import own_source, word_runs
from restitution.ooxml.word import MC, Element, W, value
from restitution.ooxml.word_comments import Comments
from restitution.ooxml.word_marks import said_by
from restitution.ooxml.word_parts import Parts
from restitution.returns.copies.finding import Finder
from restitution.returns.copies.marks import Change, Leaf, Marks

HEADING = re.compile(r"(?:heading|titre|title)\s*\d*$", re.IGNORECASE)
_BOX = W + "txbxContent"


class _Place(msgspec.Struct, frozen=True):
    """A paragraph of the file, and the one that bears its remarks: of one in a box, that of the box."""

    node: Element
    anchor: Element


class DocxCopy:
    """One Word file (`marks.Copy`). Raises `UnreadableSource` when it cannot be written again."""

    def __init__(self, data: bytes, leaves: Sequence[Leaf]) -> None:
        self._parts = Parts(data)
        self._places = list(_places(self._parts.document))
        self.texts = [word_runs.text(place.node) for place in self._places]
        self.paragraph = Finder(leaves, self.texts).paragraph

    def may_change(self, change: Change) -> bool:
        """Not in a box (Word has it twice), in a field, nor in what somebody inserted under tracked changes."""
        place = self._places[change.paragraph]
        if (
            place.node is not place.anchor
            or next(place.node.iterancestors(W + "ins", W + "moveTo"), None) is not None
        ):
            return False
        if not change.is_paragraph:
            return word_runs.is_free(place.node, change.start, change.end)
        following = place.node.getnext()
        return following is not None and following.tag == W + "p" and place.node.find(f"{W}pPr/{W}sectPr") is None

    def written(self, marks: Marks, source: str) -> dict[str, bytes]:
        """The file with all of it, and the property that says of what it is a copy."""
        comments = Comments(self._parts)
        for comment in marks.comments:
            place = self._places[comment.paragraph]
            start, end = (comment.start, comment.end) if place.node is place.anchor else (0, 0)
            comments.add(place.anchor, start, end, comment.messages, resolved=comment.resolved)
        ids = count(comments.next_id())
        for change in marks.last_first():
            self._change(change, ids)
        own_source.write_word(self._parts, source, marks.prints())
        return {".docx": self._parts.bytes()}

    def _change(self, change: Change, ids: Iterator[int]) -> None:
        def stamp() -> dict[str, str]:
            return said_by(str(next(ids)), change.author or "?", change.date)

        paragraph = self._places[change.paragraph].node
        if change.is_paragraph:
            paragraph.addnext(_new_paragraph(paragraph, change.new, stamp))
        else:
            word_runs.replace(paragraph, change.start, change.end, change.new, stamp)


def _places(document: Element) -> Iterator[_Place]:
    """The paragraphs of the body in order; of a box that stands twice, its first branch."""
    for node in document.iterfind(f"{W}body//{W}p"):
        if next(node.iterancestors(MC + "Fallback"), None) is not None:
            continue
        outer = list(node.iterancestors(W + "p")) if _is_in_a_box(node) else []
        yield _Place(node, outer[-1] if outer else node)


def _is_in_a_box(node: Element) -> bool:
    return next(node.iterancestors(_BOX), None) is not None


def _new_paragraph(above: Element, words: str, stamp: word_runs.Stamp) -> Element:
    """A paragraph of the look of the one above, of a heading of that below, all inserted under tracked changes."""
    made = etree.Element(W + "p")
    below = above.getnext()
    if below is not None and HEADING.match(value(above, "pPr/pStyle") or ""):
        above = below
    look = above.find(W + "pPr")
    properties = etree.SubElement(made, W + "pPr") if look is None else deepcopy(look)
    made.append(properties)
    for old in list(properties.iterchildren(W + "sectPr", W + "pPrChange", W + "rPr")):
        properties.remove(old)
    etree.SubElement(etree.SubElement(properties, W + "rPr"), W + "ins", stamp())
    shown = word_runs.pieces(above)
    etree.SubElement(made, W + "ins", stamp()).append(word_runs.run_of(words, shown[-1].run if shown else None))
    return made
