"""The text of one paragraph of an OpenDocument text by offsets: what is put at a point, inserted, deleted.

Offsets count the paragraph's own text as it is read when every tracked change is accepted: no comment, no note, no
frame; a run of spaces of its own (`text:s`) counts one.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Final

import msgspec
from lxml import etree
from lxml.etree import _Element as Element

from restitution.ooxml.opendocument import name, q

_BLANKS: Final = {"text:s": " ", "text:tab": " ", "text:line-break": " "}
_OPEN: Final = frozenset({"text:span", "text:a", "text:meta", "text:ruby", "text:ruby-base"})
"""Elements of a paragraph whose text is the paragraph's own, and in which marks may stand."""
_FIELDS: Final = frozenset(
    f"text:{kind}"
    for kind in (
        *("date", "time", "page-number", "page-count", "author-name", "author-initials", "chapter", "file-name"),
        *(
            "title",
            "subject",
            "bookmark-ref",
            "reference-ref",
            "note-ref",
            "sequence",
            "sequence-ref",
            "placeholder",
        ),
        *("variable-set", "variable-get", "user-field-get", "user-defined", "meta-field", "conditional-text"),
        *("expression", "text-input", "initial-creator", "creator", "description", "keywords", "drop-down"),
    )
)
"""Elements whose text a program computes: shown, but not to be changed, nor cut."""


class Piece(msgspec.Struct, frozen=True):
    """Some text of a paragraph: the text of `node`, or what follows it (`is_tail`), or a blank that it is."""

    node: Element
    text: str
    start: int
    is_tail: bool = False
    is_blank: bool = False
    locked: bool = False
    """In what somebody else inserted under tracked changes, or in a field."""
    field: Element | None = None

    @property
    def end(self) -> int:
        """Offset behind its last character."""
        return self.start + len(self.text)


class _Walk:
    def __init__(self, changes: int) -> None:
        self.at = 0
        self.changes = changes

    def pieces(self, node: Element, field: Element | None) -> Iterator[Piece]:
        yield from self._text(node, node.text, field, is_tail=False)
        for child in node:
            tag = name(child)
            if tag in {"text:change-start", "text:change-end"}:
                self.changes += 1 if tag == "text:change-start" else -1
            elif tag in _BLANKS:
                yield self._piece(child, " ", field, is_blank=True)
            elif tag in _OPEN:
                yield from self.pieces(child, field)
            elif tag in _FIELDS:
                yield from self.pieces(child, child if field is None else field)
            yield from self._text(child, child.tail, field, is_tail=True)

    def _text(self, node: Element, text: str | None, field: Element | None, *, is_tail: bool) -> Iterator[Piece]:
        if text:
            yield self._piece(node, text, field, is_tail=is_tail)

    def _piece(
        self, node: Element, text: str, field: Element | None, *, is_tail: bool = False, is_blank: bool = False
    ) -> Piece:
        start, self.at = self.at, self.at + len(text)
        locked = field is not None or self.changes > 0
        return Piece(node, text, start, is_tail, is_blank, locked, field)


def pieces(paragraph: Element, changes: int = 0) -> list[Piece]:
    """What shows text in a paragraph, in order; `changes`: tracked insertions that are open where it begins."""
    return list(_Walk(changes).pieces(paragraph, None))


def text(paragraph: Element) -> str:
    """The paragraph's own text."""
    return "".join(piece.text for piece in pieces(paragraph))


def is_free(paragraph: Element, start: int, end: int, changes: int) -> bool:
    """Whether the text from `start` to `end` may be changed by us; of a point, whether text can go in there."""
    found = pieces(paragraph, changes)
    if start == end:
        near = [piece for piece in found if piece.start <= start <= piece.end]
        return not changes and all(not piece.locked for piece in near)
    return all(not piece.locked for piece in found if piece.start < end and piece.end > start)


def put(paragraph: Element, at: int, made: Element, *, behind: bool) -> None:
    """Put an element at a point: `behind` the text that ends there, or before the text that begins there."""
    found = pieces(paragraph)
    near = [p for p in found if (p.start < at <= p.end if behind else p.start <= at < p.end)]
    near = near or [p for p in found if p.start <= at <= p.end]
    if not near:
        paragraph.append(made)
        return
    piece = near[0]
    if piece.field is not None:
        _beside(piece.field, made, behind=behind)
    elif piece.is_blank:
        _beside(piece.node, made, behind=at > piece.start)
    else:
        _split(piece, at - piece.start, made)


def _beside(node: Element, made: Element, *, behind: bool) -> None:
    if behind:
        made.tail, node.tail = node.tail, None  # lxml would leave between them what follows `node`
        node.addnext(made)
    else:
        node.addprevious(made)


def _first(holder: Element, made: Element, following: str) -> None:
    made.tail = following or None
    holder.insert(0, made)


def _split(piece: Piece, at: int, made: Element) -> None:
    """Put an element into a text."""
    head, rest = piece.text[:at], piece.text[at:]
    if piece.is_tail:
        piece.node.addnext(made)
        piece.node.tail, made.tail = head or None, rest or None
    else:
        piece.node.text = head or None
        _first(piece.node, made, rest)


def insert(paragraph: Element, at: int, words: str, key: str) -> None:
    """Insert `words` at a point, in the look of the text that ends there, as tracked change `key`."""
    started = etree.Element(q("text:change-start"), {q("text:change-id"): key})
    put(paragraph, at, started, behind=at > 0)
    following, started.tail = started.tail, words
    ended = etree.Element(q("text:change-end"), {q("text:change-id"): key})
    ended.tail = following
    started.getparent().insert(started.getparent().index(started) + 1, ended)


def delete(paragraph: Element, start: int, end: int) -> list[tuple[Element, Element]]:
    """Take out the text from `start` to `end`, what shows none kept, from the last piece to the first.

    Gives, of each piece, the empty `text:change` left at its place, and a `text:p` that holds it as it looked.
    """
    gone = []
    for piece in reversed([p for p in pieces(paragraph) if p.start < end and p.end > start]):
        first, last = max(start - piece.start, 0), min(end, piece.end) - piece.start
        mark = etree.Element(q("text:change"))
        held = _held(paragraph, piece, piece.text[first:last])
        if piece.is_blank:
            piece.node.addprevious(mark)
            mark.tail = piece.node.tail
            piece.node.tail = None
            piece.node.getparent().remove(piece.node)
        else:
            _split(piece, last, mark)
            left = piece.text[:first] or None
            if piece.is_tail:
                piece.node.tail = left
            else:
                piece.node.text = left
        gone.append((mark, held))
    return gone


def _held(paragraph: Element, piece: Piece, words: str) -> Element:
    """A paragraph of the same style that holds `words` in the spans and links in which they stood."""
    holder = piece.node.getparent() if piece.is_tail or piece.is_blank else piece.node
    above = [holder, *holder.iterancestors()]
    chain = above[: above.index(paragraph)]
    style = paragraph.get(q("text:style-name"))
    made = etree.Element(q("text:p"), {q("text:style-name"): style} if style else {})
    inner = made
    for outer in reversed(chain):
        inner = etree.SubElement(inner, outer.tag, dict(outer.attrib))
    if piece.is_blank:
        blank = deepcopy(piece.node)
        blank.tail = None
        inner.append(blank)
    else:
        inner.text = words
    return made
