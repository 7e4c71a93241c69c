"""`restitution plan`, `status` and `check`: what a build would give, without publishing anything."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import msgspec

from restitution.build import findings, look
from restitution.cli import one_file, overview, verdicts
from restitution.cli.proposals import tell_remarks, tell_waiting
from restitution.cli.remarks import shown_ones
from restitution.cli.screen import out
from restitution.errors import NeedsEditor
from restitution.messages import SOURCE_STATES, listed, plural
from restitution.model import Balance, Conflict, Coverage, Document, Shaped
from restitution.pandoc import ast
from restitution.pandoc.numbering import Numbering
from restitution.plan import Plan
from restitution.plan.prepare import ANNEXES, DOCUMENT, WORK
from restitution.progress import Progress
from restitution.returns.told import Gathered, gathered
from restitution.stages.checked import checks_of
from restitution.store import read_contract

OUTLINE_LEVELS = 2
MEANING = (
    "Fin avec le code 3 : le programme a bien fonctionné et les documents restent tels quels, mais ces points "
    "attendent une décision de l'éditeur."
)


def show_status(
    project: Path, cores: int, *, as_json: bool, everything: bool = False, file: str | None = None
) -> None:
    """Every file and what became of it, or one `file` in full. Raises `WrongUse` when no file has that name."""
    plan = _look(project, cores, quiet=as_json, tells=as_json or bool(file))
    balance = _balance(project)
    shown = [one_file.found(file, balance.sources)] if file else balance.sources
    if as_json:
        counts = dict(sorted(Counter(source.state for source in shown).items()))
        out(_json({"sources": shown, "counts": counts}))
        return
    known = _gathered(project, plan, balance)
    if file:
        (source,) = shown
        remarks = balance.internal.get(source.path, [])
        told = [finding for finding in findings(project, plan) if finding.path == source.path]
        one_file.show_file(
            one_file.with_findings(source, told), SOURCE_STATES[source.state], known, remarks, plan.settings
        )
        return
    overview.show(
        overview.Overview(
            project=project,
            settings=plan.settings,
            balance=balance,
            coverage=_coverage(project),
            gathered=known,
            findings=findings(project, plan),
            said=plan.said,
            everything=everything,
        )
    )


def show_checks(project: Path, cores: int, *, as_json: bool, strict: bool, everything: bool = False) -> None:
    """The editor's checks. Raises `NeedsEditor` when one that matters fails."""
    plan = _look(project, cores, quiet=as_json)
    coverage, checks = _coverage(project), checks_of(plan, project / WORK)
    if as_json:
        told = {
            "checks": checks,
            "coverage": {"themes": coverage.themes, "territories": coverage.territories, "cells": coverage.cells},
            "steps": coverage.steps,
            "tools": coverage.tools,
            "visits": coverage.visits,
        }
        out(_json(told))
    else:
        has_notes = any(source.words_in for source in _balance(project).sources)
        verdicts.show(checks, plan.settings, everything=everything, has_notes=has_notes)
        tell_waiting(project)
        tell_remarks(project)
        hers, _ = shown_ones(findings(project, plan))
        if hers:
            what = plural(
                len(hers), "remarque sur vos tableaux et réglages", "remarques sur vos tableaux et réglages"
            )
            out(f"{what} (« restitution status » les montre).")
    failed = [c.id for c in checks if c.stops(strict=True)] if strict else []
    failed = failed or [c.id for c in checks if c.needs_editor]
    if failed:
        raise NeedsEditor(f"À voir par l'éditeur : {listed(failed)}.", MEANING)


def show_plan(project: Path, cores: int) -> None:
    """The outline of each document, with what fills each heading."""
    _look(project, cores, quiet=False)
    for name in (DOCUMENT, ANNEXES):
        document = _document(project, name)
        if name == ANNEXES and document.blocks:
            out(f"\n{document.title} (restitution-annexes)")
        _show_outline(document)


def _show_outline(document: Document) -> None:
    paths = {placement.bookmark: placement.path for placement in document.placements}
    for level, title, bookmarks, gaps in _outline(document):
        files = sorted({paths[name].rsplit("/", 1)[-1] for name in bookmarks if name in paths})
        filled = (
            f"{plural(len([b for b in bookmarks if b in paths]), 'passage')} ({listed(files)})" if files else ""
        )
        lacking = f"{plural(gaps, 'rubrique')} à renseigner" if gaps else ""
        told = " ; ".join(part for part in (filled, lacking) if part)
        out(f"{'  ' * (level - 1)}{title}" + (f" – {told}" if told else ""))


def _outline(document: Document) -> list[tuple[int, str, list[str], int]]:
    """Headings of the first levels: level, words, bookmarks below, number of gaps below."""
    found: list[tuple[int, str, list[str], int]] = []
    for block in document.blocks:
        if block["t"] == "Header" and block["c"][0] <= OUTLINE_LEVELS:
            found.append((block["c"][0], ast.text(block["c"][2]).strip(), [], 0))
        if found:
            level, title, bookmarks, gaps = found[-1]
            bookmarks += [ast.leaf_id(span) for span in ast.each_leaf([block])]
            is_gap = block["t"] == "Div" and "lacune" in block["c"][0][1]
            found[-1] = (level, title, bookmarks, gaps + is_gap)
    return found


def _look(project: Path, cores: int, *, quiet: bool, tells: bool = True) -> Plan:
    """Look at the notes; with `tells`, say what has gone from the editor's tables, beside what is printed."""
    with Progress(quiet=quiet) as progress:
        progress.say("Je regarde vos notes…")
        plan = look(project, cores, progress)
    for line in plan.said if tells else ():
        Progress().say(line)
    return plan


def _gathered(project: Path, plan: Plan, balance: Balance) -> Gathered:
    """The files that somebody wrote, unmasked, and who: for the editor's own screen."""
    work = project / WORK
    lines = [
        line
        for name in plan.each_lot("notes/{lot}.jsonl")
        for line in read_contract(work / name, plan.keys[name], Shaped)
    ]
    documents = (_document(project, DOCUMENT), _document(project, ANNEXES))
    return gathered(lines, balance, documents, _conflicts(project), plan.settings, lambda: Numbering().place)


def _document(project: Path, name: str) -> Document:
    return msgspec.json.decode((project / WORK / name).read_bytes(), type=Document)


def _balance(project: Path) -> Balance:
    return msgspec.json.decode((project / WORK / "balance.json").read_bytes(), type=Balance)


def _coverage(project: Path) -> Coverage:
    return msgspec.json.decode((project / WORK / "coverage.json").read_bytes(), type=Coverage)


def _conflicts(project: Path) -> list[Conflict]:
    return msgspec.json.decode((project / WORK / "conflicts.json").read_bytes(), type=list[Conflict])


def _json(record: object) -> str:
    return msgspec.json.format(msgspec.json.encode(record), indent=2).decode()
