"""Those who withdrew, as the stages look for them: by their names, and by what they say in the notes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Final, TypeVar

import msgspec
from filelock import FileLock
from msgspec import structs

from restitution import store
from restitution.errors import RestitutionError
from restitution.model import Finding, Note
from restitution.pandoc import ast
from restitution.people.discretion import Discretion
from restitution.people.imprint import Imprint, Said
from restitution.people.masking import common_words
from restitution.people.register import Register, is_gone
from restitution.people.unseen import Sieve, Which, is_unseen
from restitution.people.withdrawal import taken_back
from restitution.plan import WORK, Plan, load
from restitution.remarks import Correction, Remark, Review, Sent
from restitution.stages.given import read_notes
from restitution.stages.register import register_of
from restitution.store import Store, digest

T = TypeVar("T")
IMPRINTS: Final = Path("cache", "imprints")
"""What they say, while a build runs."""
TAKEN: Final = "[paroles retirées]"
"""What stands for the words of somebody who withdrew where something else spoke of them."""


def sieve_of(
    plan: Plan, kept: Store, which: Which = is_unseen, notes: Iterable[Note] = (), names: Collection[str] = ()
) -> Sieve:
    """What takes these people out of texts. `notes`: as read, for their common words; `names`: of files."""
    register = register_of(plan, kept)
    if not any(map(which, register.personnes)):
        return Sieve(register, which)
    common = {word for note in notes for word in common_words(note)}
    return Sieve(register, which, names, common)


def said_by_gone(register: Register, notes: Iterable[Note]) -> Iterator[Said]:
    """What those who withdrew say in the notes, as these were read."""
    if any(map(is_gone, register.personnes)):
        for note in notes:
            sieve = Sieve(register, is_gone, [note.structure], common_words(note))
            yield from ((note.path, text) for text in taken_back(note, sieve)[1].words)


def _imprint_of(plan: Plan, work: Path, notes: Iterable[Note]) -> Imprint:
    """The same, looked for once a build: eight stages need it, and `forget` takes the file away at the end."""
    if not plan.withdrawn:
        return Imprint()
    path = work / IMPRINTS / digest(plan.register, *(plan.keys[name] for name in plan.notes_of_withdrawn()))
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.parent / "lock"):
        known = store.read_sealed(path)
        if known is None:
            known = msgspec.json.encode(list(said_by_gone(register_of(plan, Store(work / "store")), notes)))
            store.write_sealed(path, known)
    return Imprint(msgspec.json.decode(known, type=list[Said]))


def holds(note: Note, sieve: Sieve) -> bool:
    """Whether the file of a note, as it was read, names somebody of them."""
    if not sieve.people:
        return False
    texts: list[str] = [
        ast.text([passage.block for passage in note.passages]),
        *(piece.text for piece in note.not_taken),
        *(text for one in note.internal for text in (one.text, one.author, one.about)),
        *note.speakers,
        *note.writers,
    ]
    return any(map(sieve.finds, texts))


class Forgetting(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Takes out of what speaks of the notes those who are to be found nowhere, and what they said."""

    sieve: Sieve
    imprint: Imprint
    discretion: Discretion | None = None
    """Of remarks that go out: what else must not stand in the words of those who made them, or answered."""

    @property
    def tells_otherwise(self) -> bool:
        """Whether a remark may be told otherwise than it came."""
        return bool(self.sieve.people or self.discretion)

    def text(self, text: str, path: str = "") -> str:
        """A text without their names; nothing of one that says what they said. `path`: of its note, if known."""
        return TAKEN if self.imprint.holds(text, path) else self.sieve.text(text)

    def names_gone(self, text: str) -> bool:
        """Whether a text names somebody who withdrew, among those whom it takes out."""
        return self._gone.finds(text)

    @cached_property
    def _gone(self) -> Sieve:
        return Sieve(self.sieve.circle.register, is_gone)

    def cuts(self, text: str) -> list[tuple[int, int, str]]:
        """The same, as what is to be replaced, from where to where."""
        if text and self.imprint.holds(text):
            return [(0, len(text), TAKEN)]
        return [(cut.start, cut.end, cut.label) for cut in self.sieve.cuts(text)]

    def remark(self, remark: Remark) -> Remark:
        """A remark that neither names nor quotes them; its keys and its number stay."""
        if not self.tells_otherwise:
            return remark
        base = self.text(remark.base)
        return structs.replace(
            remark,
            author=self.sieve.author(remark.author),
            text=self.said(remark.text, base),
            quote=self.text(remark.quote),
            base=base,
            proposed=self.said(remark.proposed, base),
            offset=len(self.text(remark.base[: remark.offset])) if remark.offset else 0,
            answer=self.said(remark.answer, base),
            history=[
                structs.replace(self.sieve.record(one), text=self.said(one.text, base)) for one in remark.history
            ],
            returned_in=[
                structs.replace(one, name=self.sieve.file(one.name), reader=self.sieve.author(one.reader))
                for one in remark.returned_in
            ],
        )

    def said(self, text: str, published: str) -> str:
        """Words of whoever made or answered a remark. `published`: those of its passage, which stand there."""
        if self.discretion is None or self.imprint.holds(text):
            return self.text(text)
        return self.discretion.text(text, published)

    def sent(self, sent: Sent) -> Sent:
        """What was sent, in the words in which it would be told today."""
        if not self.sieve.people:
            return sent
        passages = [structs.replace(one, text=self.text(one.text)) for one in sent.passages]
        return structs.replace(sent, passages=passages)

    def finding(self, finding: Finding) -> Finding:
        """A finding without them; its path stays, by which its file is known."""
        if not self.sieve.people:
            return finding
        message, where = self.sieve.text(finding.message), self.sieve.text(finding.where)
        return structs.replace(finding, message=message, where=where)

    def review(self, review: Review) -> Review:
        """Every remark so."""
        return structs.replace(review, items=[self.remark(one) for one in review.items])

    def correction(self, one: Correction) -> Correction:
        """A correction in the words of today's passage."""
        if not self.tells_otherwise:
            return one
        base, text = self.said(one.base, ""), self.said(one.text, "")
        masked = one.masked or (base == text and one.base != one.text)
        return structs.replace(one, base=base, text=text, author=self.sieve.author(one.author), masked=masked)


def forgetting_of(
    plan: Plan, work: Path, which: Which = is_unseen, notes: Iterable[Note] | None = None
) -> Forgetting:
    """By the notes as they were read, which are looked at once somebody withdrew. `work`: the working folder."""
    kept = Store(work / "store")
    notes = read_notes(plan, plan.notes_of_withdrawn(), work) if notes is None else notes
    return Forgetting(sieve=sieve_of(plan, kept, which, notes), imprint=_imprint_of(plan, work, notes))


def forgetting_today(project: Path, register: Register, which: Which) -> Forgetting:
    """By the register as it is now, and by the notes as they were read last."""
    try:
        plan = load(project / WORK)
        notes = list(read_notes(plan, plan.each_lot("notes/{lot}.jsonl"), project / WORK))
    except (OSError, msgspec.DecodeError, RestitutionError):
        notes = []  # nothing was built here yet
    common = {word for note in notes for word in common_words(note)}
    return Forgetting(sieve=Sieve(register, which, (), common), imprint=Imprint(said_by_gone(register, notes)))
