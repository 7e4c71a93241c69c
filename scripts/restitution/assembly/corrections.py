"""Applies what was decided to the notes: writers' files are never touched, the publication is.

A correction says what a published passage was and what it is to become. Its words are merged into the passage of
today's note, whatever changed there meanwhile; where the same place changed twice, where a name is masked or where
the words are ours, nothing is done and the reason is told. What is taken out is withheld (« corrigée »), what is
put in stands in a `Span` of class `correction`: the balance of words still holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

import msgspec
from msgspec import structs

from restitution import merging
from restitution.assembly.changes import DONE, Outcome, Refused, Result, change, continued, refuse_to_withdraw
from restitution.model import CORRECTION, Inline, Note, Passage, Withheld
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.pandoc.placing import with_behind, without_leaf
from restitution.remarks import Correction

REASON: Final = "corrigée"
GENERATED: Final = "gen_"
HEX: Final = 10
GONE: Final = "Le passage n'est plus dans les notes publiées ; rejetez la correction, ou reportez-la ailleurs."
WITHDRAWN: Final = "Une autre correction retire ce passage ; rejetez l'une des deux."
OPENS: Final = "Ce titre ouvre une rubrique de la note : retirez-le de la note elle-même."
HEADING: Final = "Ce titre vient du gabarit, le même pour tous les territoires : changez-le dans templates/plan/."


class Corrected(msgspec.Struct, frozen=True, kw_only=True):
    """The notes with the corrections, and what became of each."""

    notes: list[Note]
    outcomes: list[Outcome] = []
    before: Mapping[str, Inlines] = {}
    """Id of each leaf that changed -> its inlines as the note has them."""
    left: list[Correction] = []
    """Those of passages that no note holds and that may be words of the plan."""
    places: Mapping[str, tuple[str, str]] = {}
    """Id of each passage -> path of its note, and where it stands there."""


def corrected(notes: Sequence[Note], corrections: Sequence[Correction], added: Sequence[str] = ()) -> Corrected:
    """The notes (with ids, as they may be shown) with all corrections, in the order in which they were decided.

    `added`: what the publication adds and no note says (what acronyms stand for).
    """
    put = {new_id(one, line) for one in corrections if one.relation == "after" for line in _lines(one)}
    left = [one for one in corrections if one.passage.startswith(GENERATED) and one.passage not in put]
    desk = _Desk(notes, corrections, added)
    outcomes = continued([desk.apply(one) for one in corrections if one not in left])
    return Corrected(
        notes=desk.finished(),
        outcomes=outcomes,
        before=desk.before,
        left=left,
        places=desk.places(),
    )


def restored(notes: Sequence[Note], before: Mapping[str, Inlines], headings: Collection[str]) -> list[Note]:
    """The notes with the words of their own in headings that the plan says in its words: nothing changes there."""
    kept = {id_: inlines for id_, inlines in before.items() if id_ in headings}
    if not kept:
        return list(notes)
    return [
        _with_leaves(
            structs.replace(note, withheld=[w for w in note.withheld if w.reason != REASON or w.leaf not in kept]),
            kept,
        )
        for note in notes
    ]


def without_headings(outcomes: Sequence[Outcome], headings: Collection[str]) -> list[Outcome]:
    """The same, corrections of such headings being refused."""
    return [
        Outcome(one.correction, "conflict", HEADING)
        if one.correction.passage in headings and one.correction.relation == "in" and one.result in DONE
        else one
        for one in outcomes
    ]


def new_id(correction: Correction, line: str) -> str:
    """Id of a paragraph that a correction puts behind a passage: the same at every build."""
    parts = f"{correction.passage}\0{correction.key or correction.at}\0{line}".encode()
    return GENERATED + hashlib.sha256(parts).hexdigest()[:HEX]


def _lines(correction: Correction) -> list[str]:
    """The paragraphs that it puts behind a passage."""
    return list(dict.fromkeys(line for said in correction.text.split("\n") if (line := " ".join(said.split()))))


def decided(corrections: Sequence[Correction]) -> dict[str, list[tuple[str, str]]]:
    """What the balance of words must know: id of each leaf -> the texts that were to become others."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in corrections:
        if one.relation == "after":
            for line in _lines(one):
                found.setdefault(new_id(one, line), []).append(("", line))
        else:
            found.setdefault(one.passage, []).append((one.base, one.text))
    return found


class _Desk:
    """The leaves of all notes, and what the corrections made of them so far."""

    def __init__(self, notes: Sequence[Note], corrections: Sequence[Correction], added: Sequence[str]) -> None:
        self.before: dict[str, Inlines] = {}
        self._notes = list(notes)
        self._corrections = corrections
        self._added = added
        self._leaves: dict[str, Inlines] = {}
        self._homes: dict[str, tuple[int, str]] = {}
        """Id of a leaf -> number of its note, and its place there."""
        for number, note in enumerate(notes):
            for span in _leaves_of(note):
                self._leaves[ast.leaf_id(span)] = span["c"][1]
                self._homes[ast.leaf_id(span)] = number, ast.leaf_where(span)
        self._order = list(self._leaves)
        opening = (passage for note in notes for passage in note.passages if passage.role == "section")
        self._opening = {ast.leaf_id(span) for passage in opening for span in ast.each_leaf([passage.block])}
        self._withdrawn: set[str] = set()
        self._taken: dict[str, list[Inlines]] = {}
        self._behind: dict[str, str] = {}
        """Id of a leaf -> id of the last paragraph that was put behind it."""

    def places(self) -> dict[str, tuple[str, str]]:
        """Path of the note that holds each passage, and where."""
        return {passage: (self._notes[number].path, where) for passage, (number, where) in self._homes.items()}

    def apply(self, correction: Correction) -> Outcome:
        """Apply a correction to what the earlier ones left."""
        if correction.passage not in self._leaves:
            return Outcome(correction, "gone", GONE) if correction.text else Outcome(correction, "settled")
        if correction.relation == "after":
            put = self._put_behind(correction)
            return Outcome(correction, "applied" if put else "settled", put=put)
        try:
            return Outcome(correction, self._change(correction))
        except Refused as refusal:
            return Outcome(correction, "conflict", str(refusal))

    def _change(self, correction: Correction) -> Result:
        passage, inlines = correction.passage, self._leaves[correction.passage]
        if passage in self._withdrawn:
            if correction.text:
                raise Refused(WITHDRAWN)
            return "settled"
        if not correction.text:
            if passage in self._opening:
                raise Refused(OPENS)
            refuse_to_withdraw(correction, inlines, self._added)
            self._withdrawn.add(passage)
            self.before.setdefault(passage, inlines)
            return "applied"
        made = change(correction, inlines, self._added)
        if made.result != "settled":
            self.before.setdefault(passage, inlines)
            self._leaves[passage] = made.inlines
            self._taken.setdefault(passage, []).extend(made.taken)
        return made.result

    def _put_behind(self, correction: Correction) -> tuple[str, ...]:
        """New paragraphs behind the passage, and behind those that others put there before: their ids."""
        there = [ast.text(self._leaves[id_]) for id_ in self._following(correction.passage)]
        new = [line for line in _lines(correction) if not any(merging.same(line, text) for text in there)]
        for line in new:
            self._put(correction.passage, new_id(correction, line), line)
        return tuple(new_id(correction, line) for line in new)

    def _put(self, passage: str, id_: str, text: str) -> None:
        number, where = self._homes[passage]
        behind = self._behind.get(passage, passage)
        words: Inlines = [{"t": "Span", "c": [ast.attributes("", [CORRECTION]), ast.string(text)]}]
        leaf = ast.leaf(words, f"après {where}", id_=id_)
        note = self._notes[number]
        passages = [made for one in note.passages for made in _with_behind(one, behind, leaf)]
        self._notes[number] = structs.replace(note, passages=passages)
        self._leaves[id_], self._homes[id_], self._behind[passage] = words, (number, f"après {where}"), id_

    def _following(self, passage: str) -> list[str]:
        """The leaves of the note right behind a passage, as many as corrections put paragraphs there.

        The writer may have taken them up.
        """
        if passage not in self._order:
            return []
        put = (one for one in self._corrections if one.relation == "after" and one.passage == passage)
        many = sum(len(_lines(one)) for one in put)
        at = self._order.index(passage) + 1
        number = self._homes[passage][0]
        return [id_ for id_ in self._order[at : at + many] if self._homes[id_][0] == number]

    def finished(self) -> list[Note]:
        """The notes with all that was changed, and what is withheld of them."""
        for id_ in [one for one in self.before if one not in self._withdrawn]:
            if ast.text(self.before[id_]) == ast.text(self._leaves[id_]):  # one took back what another did
                self._leaves[id_] = self.before.pop(id_)
                self._taken.pop(id_)
        touched = {self._homes[id_][0] for id_ in self.before}
        return [self._note(note) if number in touched else note for number, note in enumerate(self._notes)]

    def _note(self, note: Note) -> Note:
        spans = list(_leaves_of(note))
        withheld = [record for span in spans for record in self._records(span)]
        titled = self._titled(note)
        note = _with_leaves(titled, {ast.leaf_id(span): self._leaves[ast.leaf_id(span)] for span in spans})
        gone = [ast.leaf_id(span) for span in spans if ast.leaf_id(span) in self._withdrawn]
        passages = [left for passage in note.passages for left in _without(passage, gone)]
        return structs.replace(note, passages=passages, withheld=[*note.withheld, *withheld])

    def _titled(self, note: Note) -> Note:
        """The note under its title as corrected: what is attributed to it says the same."""
        titles = (span for one in note.passages if one.role == "title" for span in ast.each_leaf([one.block]))
        for id_ in map(ast.leaf_id, titles):
            if id_ in self.before and merging.same(ast.text(self.before[id_]), note.title):
                return structs.replace(note, title=" ".join(ast.text(self._leaves[id_]).split()))
        return note

    def _records(self, span: Inline) -> Iterator[Withheld]:
        """What is withheld of a leaf."""
        id_, where = ast.leaf_id(span), ast.leaf_where(span)
        whole = [self._leaves[id_]] if id_ in self._withdrawn else []
        for inlines in [*self._taken.get(id_, []), *whole]:
            yield Withheld(reason=REASON, text=ast.text(inlines), inlines=inlines, where=where, leaf=id_)


def _leaves_of(note: Note) -> Iterator[Inline]:
    return ast.each_leaf([passage.block for passage in note.passages])


def _with_behind(passage: Passage, id_: str, leaf: Inlines) -> list[Passage]:
    first, *others = with_behind([passage.block], id_, leaf)
    own = structs.replace(passage, block=first)
    return [own, *(structs.replace(passage, block=block, role="text", cells=[]) for block in others)]


def _without(passage: Passage, gone: Sequence[str]) -> list[Passage]:
    blocks = [passage.block]
    for id_ in gone:
        blocks = [left for block in blocks for left in without_leaf(block, id_)]
    return [structs.replace(passage, block=block) for block in blocks]


def _with_leaves(note: Note, leaves: Mapping[str, Inlines]) -> Note:
    """The note with other inlines in these leaves."""

    def renew(one: Inline) -> Inline:
        if not ast.is_leaf(one) or ast.leaf_id(one) not in leaves:
            return one
        return {"t": "Span", "c": [one["c"][0], leaves[ast.leaf_id(one)]]}

    def renewed(inlines: Inlines) -> Inlines:
        return [renew(one) for one in inlines]

    passages = [structs.replace(one, block=ast.map_leaves([one.block], renewed)[0]) for one in note.passages]
    return structs.replace(note, passages=passages)
