"""What a reviewer writes where nobody has written yet: the content that a visible gap of the plan waits for.

All gaps say the same words, so that they share the id of their passage: which one a remark is about follows from
what stood above it in the copy, the headings and the text right before. Where that is not one gap of today's
text, nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import msgspec

from restitution.model import Document
from restitution.pandoc import ast
from restitution.remarks import REMOVES, Fills, Remark, Seen, folded, passage_of
from restitution.review.codes import codes_of, is_of_heading, titles_above

STYLE: Final = "lacune"
OFFERS: Final[frozenset[Seen]] = frozenset({"insertion", "replacement", "paragraph_insertion", "untracked_edit"})


class Gap(msgspec.Struct, frozen=True):
    """A gap of today's text: its passage, what stands above it, what would fill it."""

    passage: str
    under: tuple[str, ...]
    """The text right before it, then the headings above it, the nearest first."""
    fills: Fills


def gaps_in(documents: Iterable[Document]) -> list[Gap]:
    """Every visible gap, in reading order."""
    return [gap for document in documents for gap in _gaps(document)]


def _gaps(document: Document) -> Iterator[Gap]:
    asked = dict(one for block in document.blocks for one in _asked(block))
    if not asked:
        return
    codes = {coded.bookmark: coded.code for coded in codes_of(document)}
    leaves = [(ast.leaf_id(leaf), folded(ast.text(leaf))) for leaf in ast.each_leaf(document.blocks)]
    titles = {codes[id_]: text for id_, text in leaves if id_ in codes and is_of_heading(codes[id_])}
    for number, (id_, _) in enumerate(leaves):
        if id_ in asked:
            above = titles_above(codes.get(id_, ""), titles)
            before = leaves[number - 1][1] if number else ""
            yield Gap(passage_of(id_), (before, *above), _fills(asked[id_], before, above))


def _asked(node: Any) -> Iterator[tuple[str, dict[str, str]]]:
    """Id of each leaf of a gap -> what its block says that it waits for."""
    if isinstance(node, list):
        for child in node:
            yield from _asked(child)
    elif isinstance(node, dict) and node.get("t") == "Div" and STYLE in node["c"][0][1]:
        for leaf in ast.each_leaf([node]):
            yield ast.leaf_id(leaf), dict(node["c"][0][2])
    elif isinstance(node, dict):
        yield from _asked(node.get("c"))


def _fills(asked: dict[str, str], before: str, above: Sequence[str]) -> Fills:
    """The section, and whose: « Enjeux » of « Val d'Arvoise », « Logement, État des lieux » of a territory."""
    section = next(iter(above), before)
    of = above[1] if len(above) > 2 else ""
    if before and before != section and asked.get("territoire"):
        section, of = f"{of}, {section}" if of else section, before
    return Fills(
        section=section,
        of=of,
        rubrique=asked.get("rubrique", ""),
        kind=asked.get("genre", ""),
        territory=asked.get("territoire", ""),
        theme=asked.get("theme", ""),
        note=asked.get("note", ""),
    )


def fills_of(remark: Remark, gaps: Iterable[Gap]) -> Fills | None:
    """What a change is offered for, when it is one of a gap, and the gap is known."""
    if remark.kind not in OFFERS | REMOVES or not remark.under:
        return None
    under = tuple(map(folded, remark.under))
    found = [gap for gap in gaps if gap.passage == remark.source.passage and gap.under == under]
    return found[0].fills if len(found) == 1 else None


def offered(remark: Remark) -> str:
    """The content that a change of a gap offers; nothing where it only takes the gap's own words away."""
    if remark.kind not in OFFERS:
        return ""
    said = remark.proposed if remark.kind == "untracked_edit" else remark.text
    return said.replace(remark.base, "").strip() if remark.base else said.strip()
