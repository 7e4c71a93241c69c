"""Fits a correction of a published passage to the letters of the note's passage.

The published text shows what the note does not say (what an acronym stands for, a footnote's words), or a part of
it only, between quotation marks (a quotation); a source's format may see one word where a text shows several.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from restitution import merging
from restitution.merging import Edit
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines

QUOTE: Final = '"'
"""How `merging` compares every quotation mark."""
ASIDE: Final = frozenset({"Note", "Image", "Math", "RawInline"})
"""What has a text of its own in a leaf, and no letters in it."""
_ODD: Final = frozenset("*_~`<>[]&\\#=|{}^")
"""Signs that may be marks in a source: its counter may then see one word in all that they stand in."""


class Fitted(msgspec.Struct, frozen=True):
    """What is to be merged with letters `start` to `end` of a leaf."""

    base: str
    text: str
    start: int
    end: int
    is_quotation: bool = False


def fitted(base: str, text: str, leaf: str, added: Iterable[str]) -> Fitted | None:
    """A correction as the note may have been; None for a quotation that stands twice in the leaf.

    `added`: texts that the publication shows and the leaf may not.
    """
    for words in added:
        if merging.run_of(words, base) and not merging.run_of(words, leaf):
            base, text = _without(base, words), _without(text, words)
    inner = _unquoted(base)
    if inner is None or merging.same(base, leaf):
        return Fitted(base, text, 0, len(leaf))
    runs = merging.run_of(inner, leaf)
    if not runs:
        return Fitted(base, text, 0, len(leaf))
    if len(runs) > 1:
        return None
    said = _unquoted(text)
    return Fitted(inner, text if said is None else said, *runs[0], is_quotation=True)


def aside_in(inlines: Inlines) -> list[str]:
    """The texts of footnotes, pictures and formulas: whoever tells the leaf as plain text may tell them too."""
    found: list[str] = []

    def keep(inline: dict[str, object]) -> Inlines:
        if inline["t"] in ASIDE:
            found.append(ast.text([inline]))
        return [inline]

    ast.map_inlines(inlines, keep)
    return [text for text in found if text.strip()]


def widened(edits: Sequence[Edit], letters: str) -> list[Edit]:
    """The edits, grown to all that stands between two spaces where a source's mark may stand in it.

    `letters`: of the leaf, with a space for each that is not its writer's.
    """
    groups: list[tuple[int, int, list[Edit]]] = []
    for edit in edits:
        start, end = _bounds(edit, letters)
        if groups and start < groups[-1][1]:
            first, last, group = groups.pop()
            groups.append((min(first, start), max(last, end), [*group, edit]))
        else:
            groups.append((start, end, [edit]))
    return [_joined(group, start, end, letters) for start, end, group in groups]


def _bounds(edit: Edit, letters: str) -> tuple[int, int]:
    start, end = edit.start, edit.end
    tag, close = letters.find("<"), letters.rfind(">")
    if 0 <= tag < end and start <= close:
        start, end = min(start, tag), max(end, close + 1)
    first = next((at for at in range(start, 0, -1) if letters[at - 1].isspace()), 0)
    last = next((at for at in range(end, len(letters)) if letters[at].isspace()), len(letters))
    return (first, last) if _ODD.intersection(letters[first:last]) else (edit.start, edit.end)


def _joined(edits: Sequence[Edit], start: int, end: int, letters: str) -> Edit:
    moved = [Edit(edit.start - start, edit.end - start, edit.text) for edit in edits]
    return Edit(start, end, merging.edited(letters[start:end], moved))


def _without(text: str, words: str) -> str:
    """A text without each run of these words, and the space before it."""
    edits = [Edit(len(text[:start].rstrip()), end, "") for start, end in merging.run_of(words, text)]
    return merging.edited(text, edits)


def _unquoted(text: str) -> str | None:
    """What stands between the quotation marks at both ends of a text; None when they are not there."""
    found = merging.atoms(text)
    if len(found) < 3 or not found[0].said == found[-1].said == QUOTE:
        return None
    return text[found[0].end : found[-1].start].strip()
