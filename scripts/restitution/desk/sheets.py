"""A remark as the desk shows it: a line of the list, and whole, beside its passage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from restitution.acts.filling import in_the_name_of, where_to_write
from restitution.desk.project import Desk, Today, version
from restitution.remarks import LEFT, Remark, left_to_a_hand
from restitution.review.edits import edit_of
from restitution.review.filling import can_be_written
from restitution.review.gaps import offered
from restitution.review.passages import Shown
from restitution.review.words import (
    KINDS,
    by_told,
    day_told,
    fills_told,
    is_change,
    is_waiting,
    place_told,
    said,
    state_told,
)  # fmt: skip

REACH: Final = 2
"""Passages shown before and behind the one that a remark is about."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A remark in the list."""

    number: str
    version: str
    kind: str
    by: str
    state: str
    tone: str
    place: str
    said: str


class Piece(msgspec.Struct, frozen=True):
    """Some words: as they are, marked, put in or taken out."""

    text: str
    how: str = ""


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A remark, whole."""

    line: Line
    remark: Remark
    day: str
    said: str
    passage: Shown | None
    before: list[Shown]
    behind: list[Shown]
    pieces: list[Piece]
    """The passage of today, the words marked that a comment is about."""
    change: list[Piece]
    """What a change does to the text that it was sent with."""
    asks: list[str]
    """What is still to be done of it, and how."""
    copies: dict[str, str]
    """Folder of each returned copy -> the name under which it came."""
    is_change: bool
    waits: bool
    is_unplaced: bool
    """Whether its place is to be said or confirmed."""
    can_undo: bool
    earlier: str
    later: str
    """Numbers of the remarks beside it in the list; empty for none."""


def line_of(remark: Remark) -> Line:
    """A remark as the list shows it."""
    return Line(
        number=remark.number,
        version=version(remark),
        kind=KINDS[remark.kind],
        by=by_told(remark),
        state=state_told(remark),
        tone="attention"
        if is_waiting(remark)
        else "bien"
        if remark.state in {"applied", "resolved"}
        else "neutre",
        place=place_told(remark),
        said=said(remark),
    )


def sheet_of(desk: Desk, today: Today, remark: Remark, listed: Sequence[str]) -> Sheet:
    """A remark, whole. `listed`: the numbers of those in the list, in its order."""
    text = desk.text()
    passage = text.of(remark) if remark.state != "orphan" else None
    before, behind = text.around(passage, REACH) if passage else ([], [])
    rank = listed.index(remark.number) if remark.number in listed else -1
    decided = today.known.decided().get(remark.key)
    return Sheet(
        line=line_of(remark),
        remark=remark,
        day=day_told(remark.date),
        said=said(remark),
        passage=passage,
        before=before,
        behind=behind,
        pieces=_marked(passage.text, remark) if passage else [],
        change=_change(remark),
        asks=_asks(remark),
        copies={one.copy: f"« {one.name} »" for one in remark.returned_in if one.name},
        is_change=is_change(remark.kind),
        waits=is_waiting(remark),
        is_unplaced=remark.state in {"to_confirm", "orphan"},
        can_undo=bool(decided and decided.standing),
        earlier=listed[rank - 1] if rank > 0 else "",
        later=next(iter(listed[rank + 1 :]), ""),
    )


def _marked(text: str, remark: Remark) -> list[Piece]:
    """A text, the words marked that a comment is about."""
    words = " ".join(remark.quote.split())
    start = text.find(words) if words and not is_change(remark.kind) else -1
    if start < 0:
        return [Piece(text)]
    pieces = (Piece(text[:start]), Piece(words, "mark"), Piece(text[start + len(words) :]))
    return [one for one in pieces if one.text]


def _change(remark: Remark) -> list[Piece]:
    """What a change does to its text, its words around it."""
    if not is_change(remark.kind) or remark.proposed == remark.base:
        return []
    if remark.relation == "after":
        return [Piece(remark.proposed, "ins")]
    edit = edit_of(remark)
    pieces = (
        Piece(remark.base[: edit.start]),
        Piece(remark.base[edit.start : edit.end], "del"),
        Piece(edit.text, "ins"),
        Piece(remark.base[edit.end :]),
    )
    return [one for one in pieces if one.text]


def _asks(remark: Remark) -> list[str]:
    told = []
    if remark.fills and is_waiting(remark) and offered(remark):
        how = f"Acceptée, elle devient une note, {in_the_name_of(remark)}."
        told.append(
            f"{fills_told(remark.fills)}. {how}" if can_be_written(remark.fills) else where_to_write(remark.fills)
        )
    if by_hand := left_to_a_hand(remark):
        told.append(f"Acceptée, {LEFT} : {by_hand}")
    if remark.state == "to_confirm":
        told.append("Sa place est à confirmer.")
    if remark.state == "orphan":
        told.append("Son passage n’est plus dans le texte." if remark.base else "De quel passage parle-t-elle ?")
    return told
