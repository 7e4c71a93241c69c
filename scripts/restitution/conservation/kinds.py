"""What a text file is made of, kind by kind: the count of its raw XML against the count of its reading.

A kind that is a shape of the note (tables, items, notes) is counted in its blocks. One that is only a wrapping (a
text box, a content control, a field) has no shape there: its words are looked for, all of them, together.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from restitution.model import LEAF, Reading

LABELS: Final = {
    "paragraphs": "paragraphes avec du texte",
    **{f"heading{level}": f"titres de niveau {level} (hors tableaux)" for level in range(1, 10)},
    "tables": "tableaux",
    "cells": "cellules avec du texte",
    "merged": "cellules fusionnées",
    "items": "éléments de liste",
    "notes": "notes appelées",
    "footnotes": "notes de bas de page",
    "endnotes": "notes de fin",
    "margins": "en-têtes et pieds de page",
    "boxes": "zones de texte",
    "controls": "contrôles de contenu",
    "placeholders": "invites (« Cliquez ici »)",
    "pictures": "images",
    "described": "images avec texte de remplacement",
    "captions": "légendes",
    "equations": "équations",
    "fields": "champs avec un résultat",
    "links": "liens",
    "hidden": "textes masqués",
    "ruby": "annotations ruby",
    "smart_tags": "balises actives",
    "chunks": "documents insérés",
    "comments": "commentaires",
    "replies": "réponses",
    "insertions": "insertions",
    "deletions": "suppressions",
    "moves": "déplacements",
}
INTERNAL: Final = {
    "comments": "comment",
    "replies": "reply",
    "insertions": "insertion",
    "deletions": "deletion",
    "moves": "move",
}
ASIDE: Final = {"hidden": "texte masqué", "placeholders": "champ technique"}
"""Kinds whose words are not taken, and the reason under which they are listed."""
_SIGNS: Final = re.compile(r"[\W_]+")


class Kinds(msgspec.Struct):
    """The count of a file's raw XML: by kind, and the words of each thing whose shape the note does not keep."""

    counts: Counter[str] = msgspec.field(default_factory=Counter)
    wrapped: dict[str, list[list[str]]] = {}
    """Kind -> for each thing its letters, a string a paragraph."""

    def wrap(self, kind: str, pieces: list[str]) -> None:
        """Count one thing by its words, if it has any."""
        said = [piece for piece in pieces if piece]
        if said:
            self.wrapped.setdefault(kind, []).append(said)

    def add(self, other: Kinds) -> None:
        """Count the things of another file that stands in this one."""
        self.counts += other.counts
        for kind, things in other.wrapped.items():
            self.wrapped.setdefault(kind, []).extend(things)


class Difference(msgspec.Struct, frozen=True):
    """A kind of which the reading does not hold as many as the file."""

    kind: str
    raw: int
    read: int


def letters(text: str) -> str:
    """Letters and digits alone, in one form: how words are cut and set does not matter."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text))


def counted(raw: Kinds, reading: Reading) -> dict[str, tuple[int, int]]:
    """Kind -> how many the file and its reading hold, for each kind that either holds."""
    shapes = _Shapes()
    shapes.blocks(reading.blocks)
    found = shapes.counts
    for kind, name in INTERNAL.items():
        found[kind] = sum(one.kind == name for one in reading.internal)
    found["margins"] = sum(one.reason == "en-tête ou pied répété" for one in reading.not_taken)
    aside = {
        kind: "\n".join(letters(one.text) for one in reading.not_taken if one.reason == reason)
        for kind, reason in ASIDE.items()
    }
    wrapped = {kind: len(things) for kind, things in raw.wrapped.items()}
    for kind, things in raw.wrapped.items():
        where = aside.get(
            kind, shapes.notes if kind in {"footnotes", "endnotes"} else f"{shapes.text}\n{shapes.notes}"
        )
        found[kind] = _carried(things, where)
    kinds = [kind for kind in LABELS if raw.counts[kind] or found[kind] or kind in wrapped]
    return {kind: (wrapped.get(kind, raw.counts[kind]), found[kind]) for kind in kinds}


def differences(raw: Kinds, reading: Reading) -> list[Difference]:
    """The kinds of which a reading does not hold as many as its file."""
    return [Difference(kind, *pair) for kind, pair in counted(raw, reading).items() if pair[0] != pair[1]]


def _carried(things: list[list[str]], where: str) -> int:
    """How many things have all their pieces in a text: as often, at least, as all things together say them."""
    wanted = Counter(piece for pieces in things for piece in pieces)
    held = {piece: where.count(piece) for piece in wanted}
    count = 0
    for pieces in things:
        count += all(held[piece] > 0 for piece in pieces)
        for piece in pieces:
            held[piece] -= 1
    return count


class _Shapes:
    """Counts what the blocks of a note are made of, and gathers their letters, a line a leaf."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._text: list[str] = []
        self._notes: list[str] = []
        self._spoken = 0
        """Leaves that said something."""
        self._depth = 0
        """Of tables."""
        self._in_note = False

    @property
    def text(self) -> str:
        """Letters of the note, those of its footnotes after each leaf."""
        return "\n".join(self._text)

    @property
    def notes(self) -> str:
        """Letters of the footnotes."""
        return "\n".join(self._notes)

    def blocks(self, blocks: list[dict[str, Any]]) -> None:
        """Count all blocks, and what is in them."""
        for block in blocks:
            self._block(block["t"], block.get("c"))

    def _block(self, kind: str, content: Any) -> None:
        match kind:
            case "Para" | "Plain":
                self._leaf(content)
            case "Header":
                if self._leaf(content[2]) and not self._depth and not self._in_note:
                    self.counts[f"heading{content[0]}"] += 1
            case "BlockQuote":
                self.blocks(content)
            case "Div":
                self.blocks(content[1])
            case "BulletList" | "OrderedList":
                for item in content if kind == "BulletList" else content[1]:
                    is_item = item and item[0]["t"] in {"Para", "Plain"} and not self._in_note
                    self.counts["items"] += bool(is_item and _has_text(item[0]["c"]))
                    self.blocks(item)
            case "Figure":
                self.blocks(content[1][1])
                self.blocks(content[2])
            case "Table":
                self._table(content)

    def _table(self, content: list[Any]) -> None:
        _, (_, caption), _, head, bodies, foot = content
        self.blocks(caption)
        self._depth += 1
        rows = [*head[1], *(row for body in bodies for row in [*body[2], *body[3]]), *foot[1]]
        before = self._spoken
        for _, cells in rows:
            for _, _, down, across, inner in cells:
                self._cell(inner, is_merged=down > 1 or across > 1)
        self._depth -= 1
        self.counts["tables"] += self._spoken > before

    def _cell(self, blocks: list[dict[str, Any]], *, is_merged: bool) -> None:
        before = self._spoken
        self.blocks(blocks)
        has_text = self._spoken > before
        self.counts["cells"] += has_text
        self.counts["merged"] += has_text and is_merged

    def _leaf(self, inlines: list[dict[str, Any]]) -> bool:
        """Count a leaf; whether it says something of its own."""
        said, notes = "", []
        for inline in _flat(inlines):
            kind, content = _told(inline)
            if kind == "Note":
                notes.append(content)
            elif kind == "Image":
                self.counts["pictures"] += 1
                self.counts["described"] += _has_text(content[1])
            elif kind == "Math":
                self.counts["equations"] += 1
            elif kind == "Link":
                self.counts["links"] += _has_text(content[1])
            else:
                said += _said(inline)
        has_text = _has_text(inlines)
        self.counts["paragraphs"] += has_text and not self._in_note
        (self._notes if self._in_note else self._text).append(letters(said))
        self._spoken += has_text
        for note in notes:
            self.counts["notes"] += 1
            outside, self._in_note = self._in_note, True
            self.blocks(note)
            self._in_note = outside
        return has_text


def _flat(inlines: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """All inlines in order, those inside others too; what is in a note or describes a picture is left out."""
    for inline in inlines:
        yield inline
        kind, content = _told(inline)
        if kind in {"Span", "Quoted", "Cite", "Link"}:
            if kind != "Span" or LEAF in content[0][1] or not content[0][1]:
                yield from _flat(content[1])
        elif kind in {"Emph", "Underline", "Strong", "Strikeout", "Superscript", "Subscript", "SmallCaps"}:
            yield from _flat(content)


def _told(inline: dict[str, Any]) -> tuple[str, Any]:
    return inline["t"], inline.get("c")


def _said(inline: dict[str, Any]) -> str:
    kind, content = _told(inline)
    return str(content) if kind == "Str" else str(content[1]) if kind == "Code" else ""


def _has_text(inlines: list[dict[str, Any]]) -> bool:
    return any(_said(inline).strip() or inline["t"] == "Math" for inline in _flat(inlines))
