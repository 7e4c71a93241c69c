"""`restitution doctor`: what is there, what is missing, what it costs and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import Final

import msgspec

from restitution.cli.answer import Answer
from restitution.cli.screen import heading, out, told
from restitution.doctor import Line, Machine, Report, State, examine
from restitution.errors import RestitutionError
from restitution.messages import plural

READY: Final = "Tout ce qu'il faut pour construire est là"
NO_PROJECT: Final = "project"
"""Its line is only there where the folder is no project."""
MARKS: Final = {
    State.OK: "ok        ",
    State.NOTE: "à savoir  ",
    State.WARNING: "ATTENTION ",
    State.MISSING: "MANQUE    ",
    State.UNKNOWN: "?         ",
}


class Diagnosis(Answer, kw_only=True):
    """What was found of this machine and a project."""

    report: Report

    def record(self) -> object:
        """The lines, and the version that asked."""
        return msgspec.to_builtins(self.report) | {"version": version("restitution")}

    def in_short(self) -> str:
        """Whether a build can be done."""
        return f"{READY}." if self.report.ready else ""

    def show(self) -> None:
        """The table, then what to do."""
        _show(self.report.lines)
        _conclude(self.report)

    def trouble(self) -> RestitutionError | None:
        """No build can be done."""
        return None if self.report.ready else RestitutionError("")


def run(project: Path, machine: Machine | None = None) -> Diagnosis:
    """Examine this machine and a project."""
    return Diagnosis(report=examine(project, machine or Machine()))


def _show(lines: Sequence[Line]) -> None:
    """The table: a mark, what was looked at, what was found; below it what that costs and what to do."""
    for group, members in groupby(lines, key=lambda line: line.group):
        heading(group)
        for line in members:
            told(f"{line.label} : {line.found}", 1, MARKS[line.state])
            under = " " * len(MARKS[line.state])
            if line.costs:
                told(f"Coûte : {line.costs}", 1, under)
            if line.do:
                told(f"À faire : {line.do}", 1, under)


def _conclude(report: Report) -> None:
    missing = [line for line in report.lines if line.state == State.MISSING]
    others = sum(line.state in {State.WARNING, State.UNKNOWN} for line in report.lines)
    out("")
    if missing:
        out(f"Aucune construction n'est possible : {plural(len(missing), 'chose manque', 'choses manquent')}.")
        told(f"D'abord : {missing[0].label}. {missing[0].do}", 0, "→ ")
    elif others:
        told(f"{READY} ; {plural(others, 'point demande', 'points demandent')} attention.", 0)
    else:
        out(f"{READY}.")
    if not missing and any(line.id == NO_PROJECT for line in report.lines):
        told('Il reste à créer un projet : restitution init "mon projet"', 0, "→ ")
