"""Where a remark on words of the plan stands once something stands in their place: a box that was filled.

All boxes say the same words, under one id. A filled one is gone, and the next equal box is not the one that the
remark was about: it stays where it was said, on what was written there, else on the heading above.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from restitution.model import Document
from restitution.pandoc import ast
from restitution.remarks import PLAN_PREFIX, Remark, folded, passage_of
from restitution.review.codes import codes_of, is_of_heading, titles_above
from restitution.review.journal import VERDICTS


class Line(msgspec.Struct, frozen=True):
    """A text of a section, in its order."""

    bookmark: str
    text: str


class Instead(msgspec.Struct, frozen=True):
    """What stands there now, and whether that is sure: the section does not say the old words elsewhere."""

    bookmark: str
    is_sure: bool = True


Section = tuple[str, ...]
"""The headings above a text, the nearest first."""


class Sections:
    """The sections of today's documents."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._lines: dict[Section, list[Line]] = defaultdict(list)
        for document in documents:
            self._read(document)

    def _read(self, document: Document) -> None:
        quoted = {placement.bookmark for placement in document.placements if placement.quoted}
        codes = {coded.bookmark: coded.code for coded in codes_of(document)}
        lines = [Line(ast.leaf_id(leaf), folded(ast.text(leaf))) for leaf in ast.each_leaf(document.blocks)]
        titles = {
            codes[line.bookmark]: line.text
            for line in lines
            if line.bookmark in codes and is_of_heading(codes[line.bookmark])
        }
        for line in lines:
            if line.bookmark in codes and line.bookmark not in quoted:
                self._lines[tuple(titles_above(codes[line.bookmark], titles))].append(line)

    def instead(self, remark: Remark) -> Instead | None:
        """What stands where a remark's words of the plan stood; None while they do, or where that is not known."""
        passage = remark.source.passage
        if not passage.startswith(PLAN_PREFIX) or not remark.under or _is_placed_by_hand(remark):
            return None
        before, *above = map(folded, remark.under)
        lines = self._lines.get(tuple(above), [])
        if not above or not lines:
            return None
        still = any(passage_of(line.bookmark) == passage for line in lines)
        at = [number for number, line in enumerate(lines) if line.text == before]
        if len(at) == 1:
            line = next(iter(lines[at[0] + 1 :]), lines[at[0]])
            return None if passage_of(line.bookmark) == passage else Instead(line.bookmark, not still)
        return None if at or still else Instead(lines[0].bookmark)


def _is_placed_by_hand(remark: Remark) -> bool:
    return any(event.what == VERDICTS["placer"] for event in remark.history)
