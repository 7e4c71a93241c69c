"""The words of what stands outside the text of the page: of an annotation, of a change without a place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml.etree import _Element as Element

from restitution.ooxml.opendocument import count, q
from restitution.review.odt.flow import BLANKS

PARAGRAPHS: Final = (q("text:p"), q("text:h"))
APART: Final = frozenset({q("office:annotation"), q("office:change-info"), q("text:tracked-changes")})
SIGNS: Final = {q("text:tab"): "\t", q("text:line-break"): "\n"}
MOST_BLANKS: Final = 1_000
"""That one element may stand for."""


def lines(node: Element) -> str:
    """Its paragraphs, one a line."""
    told = [_line(paragraph) for paragraph in _paragraphs(node)]
    return "\n".join(told).strip()


def _paragraphs(node: Element) -> Iterator[Element]:
    """The paragraphs that stand in no other, but those of annotations inside."""
    if node.tag in PARAGRAPHS:
        yield node
        return
    for child in node.iterchildren("{*}*"):
        if child.tag not in APART:
            yield from _paragraphs(child)


def _line(paragraph: Element) -> str:
    return "".join(_pieces(paragraph)).strip(" ")


def _pieces(node: Element) -> Iterator[str]:
    yield BLANKS.sub(" ", node.text or "")
    for child in node:
        if child.tag == q("text:s"):
            yield " " * min(count(child, q("text:c")), MOST_BLANKS)
        elif child.tag in SIGNS:
            yield SIGNS[str(child.tag)]
        elif isinstance(child.tag, str) and child.tag not in APART:
            yield from _pieces(child)
        yield BLANKS.sub(" ", child.tail or "")
