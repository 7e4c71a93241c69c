"""`restitution review add`: takes in copies that came back, and accepts at once the changes of one person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from restitution.acts.deciding import Wish, decide
from restitution.cli.answer import Answer
from restitution.cli.review.deciding import DecidedRemarks
from restitution.cli.review.known import known
from restitution.cli.screen import out, told
from restitution.errors import RestitutionError, WrongUse
from restitution.messages import folded, listed, nearest, plural
from restitution.plan.locks import hold_build_lock
from restitution.plan.outputs import WORK
from restitution.remarks import Kind, Mark, Seen
from restitution.review.replacements import seen
from restitution.review.touching import replacements_in, told_once
from restitution.review.words import KINDS, UNSIGNED, is_change
from restitution.settings import SETTINGS_FILE, load_settings

if TYPE_CHECKING:
    from restitution.plan.taking import Taken


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """A copy that was taken in."""

    file: str
    new: int
    known: int
    """Both as people see them: a replacement is one remark."""
    kinds: dict[Kind, int]
    """Of the new remarks."""
    replaced: list[dict[Kind, int]] = []
    """The kinds of the parts of each new replacement, which people see as one remark."""
    authors: list[str]
    problems: list[str]

    def kinds_seen(self) -> Counter[Seen]:
        """How many new remarks of each kind people see."""
        found: Counter[Seen] = Counter(self.kinds)
        for parts in self.replaced:
            found.subtract(parts)
            found["replacement"] += 1
        return +found

    def show(self) -> None:
        """What it held."""
        again = f", {plural(self.known, 'déjà connue', 'déjà connues')}" if self.known else ""
        kinds = self.kinds_seen()
        out(f"{self.file} : {plural(self.new, 'remarque nouvelle', 'remarques nouvelles')}{again}.")
        if kinds:
            told(f"{listed(f'{KINDS[kind]} : {count}' for kind, count in kinds.most_common())}.")
        if self.authors:
            told(f"De : {listed(self.authors)}.")
        for problem in self.problems:
            told(problem, mark="! ")


class Added(Answer, kw_only=True):
    """Copies that were taken in, and what was accepted at once."""

    copies: list[Copy]
    accepted: DecidedRemarks | None = None
    unchanged: str = ""
    """Whose changes were to be accepted, when there is none."""
    refusal: RestitutionError | None = None
    """Why the changes of one person could not be accepted: the copies are taken in all the same."""

    def record(self) -> object:
        """The copies and the decisions."""
        return {"copies": self.copies, "accepted": self.accepted.record() if self.accepted else None}

    def in_short(self) -> str:
        """How many remarks are new."""
        new = sum(copy.new for copy in self.copies)
        return f"{plural(new, 'remarque nouvelle', 'remarques nouvelles')}."

    def trouble(self) -> RestitutionError | None:
        """A name that is in none of the copies."""
        return self.refusal

    def show(self) -> None:
        """Each copy, then what was accepted."""
        for copy in self.copies:
            copy.show()
        if self.accepted:
            self.accepted.show()
        if self.unchanged:
            out(f"{self.unchanged} n'a changé aucun mot dans ces copies : rien à accepter.")
        told("Où elles en sont : restitution review list", 0)


def run(project: Path, cores: int, files: Sequence[Path], *, accept_from: str, by: str) -> Added:
    """Take in each file, once. Raises `WrongUse` for a missing file, `UnreadableSource` for a broken one."""
    load_settings(project / SETTINGS_FILE)  # a folder that is no project is told first
    for file in files:
        _refuse_missing(file)
    hold_build_lock(project / WORK)
    from restitution.plan.arrivals import Arrival  # noqa: PLC0415
    from restitution.plan.taking import take_all  # noqa: PLC0415 it reads Word, OpenDocument and PDF

    every: list[Mark] = []
    copies: list[Copy] = []
    came = [Arrival(file.name, file.read_bytes(), "") for file in files]
    for file, taken in zip(files, take_all(project, came), strict=True):
        copies.append(_copy(file.name, taken))
        every += [*taken.new, *taken.known]
    added = Added(copies=copies)
    if not accept_from:
        return added
    try:
        return _accept(project, cores, every, accept_from, by, added)
    except WrongUse as error:
        return msgspec.structs.replace(added, refusal=error)


def _refuse_missing(file: Path) -> None:
    if file.is_file():
        return
    beside = [path.name for path in file.parent.iterdir() if path.is_file()] if file.parent.is_dir() else []
    near = nearest(file.name, beside)
    what = "est un dossier" if file.is_dir() else "est introuvable"
    raise WrongUse(f"« {file} » {what}.", f"Vouliez-vous dire « {file.parent / near} » ?" if near else "")


def _copy(name: str, taken: Taken) -> Copy:
    """What one copy held."""
    return Copy(
        file=name,
        new=len(told_once(taken.new)),
        known=len(told_once(taken.known)),
        kinds=dict(Counter(mark.kind for mark in taken.new).most_common()),
        replaced=[dict(Counter(mark.kind for mark in parts)) for parts in replacements_in(taken.new)],
        authors=list(
            dict.fromkeys(
                mark.author.strip() or UNSIGNED
                for mark in taken.new
                if mark.author.strip() or mark.kind != "untracked_edit"
            )
        ),
        problems=list(taken.counts.problems),
    )


def _accept(project: Path, cores: int, marks: Iterable[Mark], name: str, by: str, added: Added) -> Added:
    """Accept the changes that a person made in these copies. Raises `WrongUse` when they hold none of hers."""
    each = list(marks)
    names = list(dict.fromkeys(mark.author for mark in each if mark.author))
    own = [author for author in names if folded(author) == folded(name)]
    if not own:
        near = nearest(name, names)
        hint = (
            f"Vouliez-vous dire « {near} » ?"
            if near
            else f"Relecteurs de ces copies : {listed(names) or 'aucun'}."
        )
        raise WrongUse(
            f"--accept-from : « {name} » n'a rien écrit dans ces copies, qui sont prises tout de même.", hint
        )
    keys = {mark.key for mark in each if mark.author in own and is_change(mark.kind)}
    today = known(project, cores)
    items = seen(remark for remark in today.review.items if remark.key in keys)
    if not items:
        return msgspec.structs.replace(added, unchanged=own[0])
    done = decide(today, [Wish(remark=remark, verdict="accepter") for remark in items], by)
    return msgspec.structs.replace(added, accepted=DecidedRemarks(done=done))
