"""The text of a long DOCX in pieces, of which one at a time is a tree: a tree takes six times its bytes."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from restitution.ooxml.package import parse
from restitution.ooxml.parts import serialise
from restitution.ooxml.word import Element

BODY, END, EMPTY = b"<w:body>", b"</w:body>", b"<w:body/>"
LONG: Final = 4_000_000
"""Bytes of a text from which it is cut: some 250 notes, of which the tree takes 25 MB."""
SIZE: Final = 40_000
"""Bytes from which a piece may end: a few notes."""
TOKEN: Final = re.compile(
    rb'<(/?)w:(?:p|tbl|sdt)(?=[ />])[^>]*?(/?)>|<w:fldChar [^>]*?w:fldCharType="(begin|end)"'
)
STYLE: Final = re.compile(rb'<w:p(?: [^>]*)?><w:pPr><w:pStyle w:val="([^"]*)"')


class Text:
    """A piece, or a whole text: a tree, or the bytes of one that nobody is looking at."""

    def __init__(self, held: Element | bytes) -> None:
        self._held = held

    def fold(self) -> None:
        """Until it is opened, bytes."""
        if not isinstance(self._held, bytes):
            self._held = serialise(self._held)

    def opened(self) -> Element:
        """Its tree, which it keeps."""
        self._held = self.seen()
        return self._held

    def seen(self) -> Element:
        """Its tree, to be looked at only."""
        return parse(self._held) if isinstance(self._held, bytes) else self._held

    def taken(self) -> bytes:
        """Its bytes, which it no longer keeps."""
        self.fold()
        data, self._held = self._held, b""
        return data


def opened(texts: Sequence[Text]) -> Iterator[Element]:
    """The tree of each in turn, which may be changed; of several, only one is a tree."""
    for text in texts:
        yield text.opened()
        if len(texts) > 1:
            text.fold()


def joined(texts: Iterable[Text]) -> Iterator[bytes]:
    """The part of the whole text, a piece after the other; takes that of each."""
    end = b""
    for number, text in enumerate(texts):
        data = text.taken()
        if BODY not in data:
            data = data.replace(EMPTY, BODY + END)
        start, stop = (data.index(BODY) + len(BODY) if number else 0), data.rindex(END)
        yield data[start:stop]
        end = data[stop:]
    yield end


def one_text(texts: Iterable[Text]) -> bytes:
    """The same in one."""
    whole = io.BytesIO()
    for piece in joined(texts):
        whole.write(piece)
    return whole.getvalue()


def cut(whole: bytes, headings: Collection[str], *, long: int = LONG, size: int = SIZE) -> list[bytes]:
    """The text of a finished DOCX as `joined` gives it again, cut before headings when it is long.

    `headings`: ids of their styles. What stands before a heading has no look that follows from it, unless it is
    one itself; no table, box, list of contents or field is cut.
    """
    if len(whole) < long or BODY not in whole:
        return [whole]
    first, last = whole.index(BODY) + len(BODY), whole.rindex(END)
    bounds = [first, *_cuts(whole, first, last, frozenset(one.encode() for one in headings), size), last]
    head, tail = whole[:first], whole[last:]
    return [head + whole[start:end] + tail for start, end in pairwise(bounds)]


def _cuts(whole: bytes, first: int, last: int, headings: Collection[bytes], size: int) -> Iterator[int]:
    depth, fields, before, is_behind_heading = 0, 0, first, False
    for token in TOKEN.finditer(whole, first, last):
        closing, empty, field = token.groups()
        if field:
            fields += 1 if field == b"begin" else -1
        elif closing:
            depth -= 1
        else:
            if not depth:
                style = STYLE.match(whole, token.start())
                is_heading = style is not None and style[1] in headings
                if is_heading and not is_behind_heading and not fields and token.start() - before >= size:
                    before = token.start()
                    yield before
                is_behind_heading = is_heading
            depth += not empty
