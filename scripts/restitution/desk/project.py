"""The project on the desk: what its files say now, and the acts that the desk does to it."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import Any, Final, NamedTuple, TypeVar

import msgspec

from restitution.acts.known import Known, titles
from restitution.acts.unasked import Words, unasked
from restitution.desk.jobs import Jobs
from restitution.desk.reading import Journal, JournalReader, Latest, mark_of
from restitution.desk.standing import Found, Standing
from restitution.errors import RestitutionError, StaleContract
from restitution.model import Document
from restitution.plan.outputs import ANNEXES, APPLIED, DOCUMENT, PUBLISHED, REMARKS, WORK
from restitution.plan.record import Plan
from restitution.remarks import Applied, Remark, Review
from restitution.review.passages import Shown, first_places, shown_passages
from restitution.review.replacements import seen
from restitution.review.words import STATES, is_waiting
from restitution.settings import Settings
from restitution.stages.withdrawn import forgetting_of
from restitution.watch.seen import look

T = TypeVar("T")
NO_DOCUMENT: Final = Document(build="", title="", subtitle="", date="", language="", epoch=0)
LOOK: Final = ("Lecture des notes", ["status", "-q"])
"""The command that finds what a build would, and publishes nothing."""
LOOKED: Final = (
    "plan.json",
    DOCUMENT,
    ANNEXES,
    REMARKS,
    APPLIED,
    "balance.json",
    "coverage.json",
    "conflicts.json",
)
"""What it gives: a build that was stopped may have left some of it."""


class NotYet(RestitutionError):
    """The notes were not read yet: what is shown of them waits."""

    def __init__(self) -> None:
        super().__init__(
            "Le bureau n'a pas encore lu vos notes.", "Attendez que cette lecture soit finie, puis réessayez."
        )


class Changed(RestitutionError):
    """What somebody wanted to act upon is no longer what she saw: nothing was written."""


class Today(msgspec.Struct, frozen=True, dict=True):
    """The remarks as they stand at one moment."""

    known: Known
    mark: str
    """Another one as soon as anybody decides, or a look finds something else."""
    waiting_for_a_look: int
    """Remarks that came since the last look, whose place is not known yet."""

    @cached_property
    def remarks(self) -> list[Remark]:
        """As people see them, what waits for the editor first."""
        order = {state: place for place, state in enumerate(STATES)}
        return sorted(seen(self.known.review.items), key=lambda one: order[one.state])

    @cached_property
    def waiting(self) -> frozenset[str]:
        """Numbers of those that wait for the editor."""
        return frozenset(one.number for one in self.remarks if is_waiting(one))

    @cached_property
    def by_number(self) -> dict[str, Remark]:
        """Number of each remark that people see -> the remark."""
        return {one.number: one for one in self.remarks}


class Text:
    """Every passage of some documents, in reading order."""

    def __init__(self, settings: Settings | None, documents: Iterable[Document]) -> None:
        named = titles(settings) if settings else {}
        each = [shown_passages(document, named) for document in documents]
        self.report = each[0] if each else []
        self.passages = [one for passages in each for one in passages]
        self.places = first_places(self.passages) | {one.bookmark: one for one in self.passages}
        self.paths = frozenset(one.path for one in self.passages if one.path)
        self._ranks = {one.bookmark: rank for rank, one in enumerate(self.passages)}

    def of(self, remark: Remark) -> Shown | None:
        """The passage that a remark is about today."""
        return self.places.get(remark.bookmark) or self.places.get(remark.source.passage)

    def around(self, passage: Shown, reach: int) -> tuple[list[Shown], list[Shown]]:
        """What stands before and behind a passage."""
        rank = self._ranks[passage.bookmark]
        return self.passages[max(rank - reach, 0) : rank], self.passages[rank + 1 : rank + 1 + reach]


def _as_it_is(remark: Remark) -> Remark:
    return remark


def _are_same(some: Sequence[object], others: Sequence[object]) -> bool:
    """Whether two lists hold the very same objects."""
    return len(some) == len(others) and all(one is other for one, other in zip(some, others, strict=True))


class Base(NamedTuple):
    """What one look found: what decisions are taken upon."""

    plan: Plan
    document: Document
    text: Text
    found: Found


class Retold:
    """What was decided, without whoever withdrew; told once for each remark and each decision on it."""

    def __init__(self, plan: Plan, work: Path) -> None:
        self.plan, self._forgetting = plan, forgetting_of(plan, work)
        self._known: dict[bytes, Remark] = {}

    def remark(self, remark: Remark) -> Remark:
        """The remark, its answer and its history told so."""
        said = msgspec.json.encode((remark.key, remark.answer, remark.history))
        if said not in self._known:
            self._known[said] = self._forgetting.remark(remark)
        known = self._known[said]
        return msgspec.structs.replace(remark, answer=known.answer, history=known.history)


class Desk:
    """One project, read as it changes; what is done to it is done one thing after the other."""

    def __init__(self, project: Path, *, by: str = "") -> None:
        self.project, self.work, self.by = project, project / WORK, by
        self.lock, self.jobs = RLock(), Jobs(project)
        self.plan: Latest[Plan | None] = self._latest("plan.json", Plan, None)
        self.found: Latest[Review] = self._latest(REMARKS, Review, Review())
        self.applied: Latest[list[Applied]] = self._latest(APPLIED, list[Applied], [])
        self.document: Latest[Document] = self._latest(DOCUMENT, Document, NO_DOCUMENT)
        self.annexes: Latest[Document] = self._latest(ANNEXES, Document, NO_DOCUMENT)
        self.journal = JournalReader(project)
        self._memories: dict[type, Any] = {}
        self._retold: Retold | None = None
        self._standing: Standing | None = None
        self._base: Base | None = None
        self._today: tuple[tuple[object, ...], Today] | None = None
        self._text: tuple[tuple[object, ...], Text] = ((), Text(None, ()))

    def memory(self, kind: type[T]) -> T:
        """What a page keeps from one request to the next: one of a kind, made when it is first asked for."""
        with self.lock:
            kept: T = self._memories.setdefault(kind, kind())
            return kept

    def _latest(self, name: str, kind: Any, empty: Any) -> Latest[Any]:
        return Latest(self.work / name, lambda data: msgspec.json.decode(data, type=kind), empty)

    @property
    def is_ready(self) -> bool:
        """Whether a look has found the remarks and the text."""
        return all((self.plan(), self.found.is_read(), self.document.is_read()))

    def warm(self) -> None:
        """Read what the first click would else wait for."""
        with suppress(RestitutionError, OSError):
            if not all((self.work / name).is_file() for name in LOOKED):
                self.jobs.start(*LOOK)
            plan = self.today().known.plan
            unasked(plan, self.work, [Words("", "Un mot.")])

    def mark_of_remarks(self) -> str:
        """What tells that nobody decided anything, and no look found anything else."""
        return self._mark(self.journal())

    def mark_of_files(self) -> str:
        """What tells that no note, no setting and no working file changed."""
        made = [mark_of(self.work / name) for name in ("plan.json", REMARKS, DOCUMENT, PUBLISHED)]
        files = sorted(look(self.project).items())
        return hashlib.sha256(repr((made, files)).encode("utf-8", "surrogateescape")).hexdigest()[:12]

    def _mark(self, journal: Journal) -> str:
        return f"{journal.stamp} {mark_of(self.work / REMARKS)}"

    def today(self) -> Today:
        """The remarks as a look found them, with what was decided since, by whomever. Raises `NotYet`."""
        with self.lock:
            plan, journal = self.plan(), self.journal()
            if plan is None:
                raise NotYet
            made_of = (plan, self.found(), self.applied(), self.document(), journal)
            if self._today is None or not _are_same(self._today[0], made_of):
                self._today = (made_of, self._looked(plan, journal))
            return self._today[1]

    def _looked(self, plan: Plan, journal: Journal) -> Today:
        """What stands upon the last look; upon the one before it while a build makes its files anew."""
        try:
            upon = self._upon(plan, journal)
        except (StaleContract, FileNotFoundError):
            if self._base is None:
                raise NotYet from None
            upon = self._base
        if self._standing is None or not self._standing.is_upon(upon.found):
            self._standing = Standing(upon.found)
        self._base, now = upon, self._standing
        now.take(journal.decisions)
        known = Known(
            project=self.project,
            plan=upon.plan,
            review=now.review,
            document=upon.document,
            history=now.history,
            passages=upon.text.report,
        )
        return Today(known, self._mark(journal), now.new)

    def _upon(self, plan: Plan, journal: Journal) -> Base:
        text = self.text()
        retold = self._forgetting(plan).remark if plan.withdrawn else _as_it_is
        found = Found(self.found(), self.applied(), journal.told, text.places, text.paths, retold)
        return Base(plan, self.document(), text, found)

    def _forgetting(self, plan: Plan) -> Retold:
        if self._retold is None or self._retold.plan is not plan:
            self._retold = Retold(plan, self.work)
        return self._retold

    def text(self) -> Text:
        """The publication, then its annexes, as people point at them."""
        with self.lock:
            plan, documents = self.plan(), (self.document(), self.annexes())
            if plan is not None and not _are_same(self._text[0], documents):
                self._text = (documents, Text(plan.settings, documents))
                gc.collect()
                gc.freeze()  # else each full collection goes through the whole document: half a second in a click
            return self._text[1]


def version(remark: Remark) -> str:
    """What tells that a remark is still as somebody saw it: its state, its place, all that was decided."""
    told = (
        remark.state,
        remark.source.passage,
        remark.bookmark,
        remark.answer,
        remark.history,
        remark.replacement,
    )
    return hashlib.sha256(msgspec.json.encode(told)).hexdigest()[:12]


def as_seen(today: Today, wanted: Iterable[tuple[str, str]]) -> list[Remark]:
    """The remarks of some numbers, each with the version that somebody saw.

    Raises `RestitutionError` for a number that there is not, `Changed` when one is no longer as it was seen.
    """
    found: list[Remark] = []
    changed: list[Remark] = []
    for number, saw in dict(wanted).items():
        remark = today.by_number.get(number)
        if remark is None:
            raise RestitutionError(f"« {number} » : aucune remarque n'a ce numéro.", "Revenez à la liste.")
        (found if version(remark) == saw else changed).append(remark)
    if changed:
        numbers = ", ".join(one.number for one in changed)
        raise Changed(
            f"{numbers} a changé pendant que vous regardiez : rien n'est écrit."
            if len(changed) == 1
            else f"{numbers} ont changé pendant que vous regardiez : rien n'est écrit.",
            "Voici où elle en est maintenant ; décidez de nouveau s'il le faut."
            if len(changed) == 1
            else "Voici où elles en sont maintenant ; décidez de nouveau s'il le faut.",
        )
    return found
