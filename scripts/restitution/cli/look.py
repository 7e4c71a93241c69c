"""`restitution status` and `check`: what a build would give, without publishing anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import msgspec

from restitution.build import findings, look
from restitution.checks import Check
from restitution.cli import one_file, overview, verdicts
from restitution.cli.answer import Answer
from restitution.cli.leftovers import earlier
from restitution.cli.manner import LOOKING, new_progress
from restitution.cli.proposals import tell_remarks, tell_waiting
from restitution.cli.remarks import shown_ones
from restitution.cli.screen import out
from restitution.cli.withheld import Masked
from restitution.errors import NeedsEditor
from restitution.messages import SOURCE_STATES, listed, plural
from restitution.model import Balance, Conflict, Coverage, Document, Internal, SourceStatus
from restitution.pandoc.numbering import Numbering
from restitution.plan import Plan
from restitution.plan.outputs import ANNEXES, DOCUMENT, WORK
from restitution.returns.told import Gathered, gathered
from restitution.settings import Settings
from restitution.stages.checked import checks_of
from restitution.stages.found import found_in_notes
from restitution.stages.given import document_in, read_notes
from restitution.stages.withdrawn import sieve_of
from restitution.store import Store

SEVERAL = {
    "taken": ("fichier repris", "fichiers repris"),
    "superseded": ("remplacé", "remplacés"),
    "returned_copy": ("copie relue", "copies relues"),
    "waiting": ("en attente", "en attente"),
    "set_aside": ("mis de côté", "mis de côté"),
    "ignored": ("ignoré", "ignorés"),
}
"""What a file may be, of one and of several."""
MEANING = (
    "Fin avec le code 3 : le programme a bien fonctionné et les documents restent tels quels, mais ces points "
    "attendent une décision de l'éditeur."
)


class Status(Answer, kw_only=True):
    """Every file and what became of it, or one in full."""

    sources: list[SourceStatus]
    view_of: Callable[[], overview.Overview]
    """What the screen is made of: gathered for a person only."""
    file: str
    remarks: list[Internal]
    masked_of: Callable[[], Masked] = Masked
    """What is withheld of the note of a file: looked for where it is told."""

    def record(self) -> object:
        """`sources` and `counts`."""
        counts = dict(sorted(Counter(source.state for source in self.sources).items()))
        return {"sources": self.sources, "counts": counts}

    def in_short(self) -> str:
        """« 32 fichiers repris et 4 mis de côté. »."""
        states = [str(source.state) for source in self.sources]
        told = [plural(states.count(state), *words) for state, words in SEVERAL.items() if state in states]
        return f"{listed(told)}." if told else "Aucun fichier."

    def show(self) -> None:
        """The whole screen, or the page of one file."""
        view = self.view_of()
        if not self.file:
            overview.show(view)
            return
        (source,) = self.sources
        told = [finding for finding in view.findings if finding.path == source.path]
        one_file.show_file(
            one_file.with_findings(source, told),
            SOURCE_STATES[source.state],
            view.gathered,
            self.remarks,
            view.settings,
            self.masked_of(),
        )


def status(project: Path, cores: int, *, everything: bool = False, file: str | None = None) -> Status:
    """Every file and what became of it, or one `file` in full. Raises `WrongUse` when no file has that name."""
    plan = _look(project, cores, tells=bool(file))
    balance = _balance(project)
    shown = [one_file.found(file, balance.sources)] if file else balance.sources
    remarks = balance.internal.get(shown[0].path, []) if file else []
    return Status(
        sources=shown,
        view_of=lambda: _view(project, plan, balance, everything=everything),
        file=file or "",
        remarks=remarks,
        masked_of=lambda: _masked(project, plan, shown[0].path),
    )


def _masked(project: Path, plan: Plan, path: str) -> Masked:
    """What is withheld of a note as it is masked."""
    work = project / WORK
    notes = read_notes(plan, plan.each_lot("public/{lot}.jsonl"), work)
    withheld = next((note.withheld for note in notes if note.path == path), [])
    return Masked(withheld, sieve_of(plan, Store(work / "store")).finds)


def _view(project: Path, plan: Plan, balance: Balance, *, everything: bool) -> overview.Overview:
    return overview.Overview(
        project=project,
        settings=plan.settings,
        balance=balance,
        coverage=_coverage(project),
        gathered=_gathered(project, plan, balance),
        findings=findings(project, plan),
        said=plan.said,
        earlier=earlier(project, plan),
        everything=everything,
    )


class Checks(Answer, kw_only=True):
    """The editor's checks and what they look at."""

    checks: list[Check]
    coverage: Coverage
    project: Path
    settings: Settings
    strict: bool
    everything: bool
    has_notes: bool
    on_tables: int
    """Remarks on the editor's own tables and settings."""

    def record(self) -> object:
        """`checks`, `coverage`, `steps`, `tools`, `visits`."""
        seen = self.coverage
        return {
            "checks": self.checks,
            "coverage": {"themes": seen.themes, "territories": seen.territories, "cells": seen.cells},
            "steps": seen.steps,
            "tools": seen.tools,
            "visits": seen.visits,
        }

    def show(self) -> None:
        """The coverage, then each check, what must be done first."""
        if self.has_notes:
            verdicts.show_coverage(self.coverage, self.settings)
        verdicts.show(self.checks, self.settings, everything=self.everything, has_notes=self.has_notes)
        tell_waiting(self.project)
        tell_remarks(self.project)
        if self.on_tables:
            what = plural(
                self.on_tables, "remarque sur vos tableaux et réglages", "remarques sur vos tableaux et réglages"
            )
            out(f"{what} (« restitution status » les montre).")

    def in_short(self) -> str:
        """A line where nothing waits; else the trouble says it."""
        return "" if self.trouble() else "Aucun contrôle n'attend l'éditeur."

    def trouble(self) -> NeedsEditor | None:
        """The checks that wait for the editor."""
        failed = [check.id for check in self.checks if check.stops(strict=True)] if self.strict else []
        failed = failed or [check.id for check in self.checks if check.needs_editor]
        return NeedsEditor(f"À voir par l'éditeur : {listed(failed)}.", MEANING) if failed else None


def check(project: Path, cores: int, *, strict: bool, everything: bool = False) -> Checks:
    """The editor's checks; their trouble is a `NeedsEditor` when one that matters fails."""
    plan = _look(project, cores)
    hers, _ = shown_ones(findings(project, plan))
    return Checks(
        checks=checks_of(plan, project / WORK),
        coverage=_coverage(project),
        project=project,
        settings=plan.settings,
        strict=strict,
        everything=everything,
        has_notes=any(source.words_in for source in _balance(project).sources),
        on_tables=len(hers),
    )


def _look(project: Path, cores: int, *, tells: bool = True) -> Plan:
    """Look at the notes; with `tells`, say what has gone from the editor's tables, beside what is printed."""
    with new_progress() as progress:
        progress.say_meanwhile(LOOKING)
        plan = look(project, cores, progress)
    for line in plan.said if tells else ():
        progress.say(line)
    return plan


def _gathered(project: Path, plan: Plan, balance: Balance) -> Gathered:
    """The files that somebody wrote, unmasked, and who: for the editor's own screen."""
    work = project / WORK
    return gathered(
        read_notes(plan, plan.each_lot("notes/{lot}.jsonl"), work),
        balance,
        (document_in(work / DOCUMENT), document_in(work / ANNEXES)),
        _conflicts(project),
        plan.settings,
        lambda: Numbering().place,
        found_in_notes(work, plan),
    )


def read_document(project: Path, name: str) -> Document:
    """A document as it was assembled last."""
    return msgspec.json.decode((project / WORK / name).read_bytes(), type=Document)


def _balance(project: Path) -> Balance:
    return msgspec.json.decode((project / WORK / "balance.json").read_bytes(), type=Balance)


def _coverage(project: Path) -> Coverage:
    return msgspec.json.decode((project / WORK / "coverage.json").read_bytes(), type=Coverage)


def _conflicts(project: Path) -> list[Conflict]:
    return msgspec.json.decode((project / WORK / "conflicts.json").read_bytes(), type=list[Conflict])
