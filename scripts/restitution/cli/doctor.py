"""`restitution doctor`: what is there, what is missing, what it costs and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import Final

import msgspec

from restitution import resources
from restitution.cli import update
from restitution.cli.screen import heading, out, told
from restitution.doctor import Line, Machine, Report, State, examine
from restitution.errors import RestitutionError
from restitution.kit import Standing
from restitution.messages import plural

READY: Final = "Tout ce qu'il faut pour construire est là"
MARKS: Final = {
    State.OK: "ok        ",
    State.NOTE: "à savoir  ",
    State.WARNING: "ATTENTION ",
    State.MISSING: "MANQUE    ",
    State.UNKNOWN: "?         ",
}


def run(project: Path, *, as_json: bool, machine: Machine | None = None) -> None:
    """Examine this machine and a project. Raises `RestitutionError` (1) when no build can be done."""
    report = examine(project, machine or Machine(), _stand)
    if as_json:
        told_of = msgspec.to_builtins(report) | {"version": version("restitution")}
        out(msgspec.json.encode(told_of, order="sorted").decode())
    else:
        _show(report.lines)
        _conclude(report)
    if not report.ready:
        raise RestitutionError("")


def _stand(project: Path) -> Sequence[Standing] | None:
    return None if project == resources.home().resolve() else update.stand(project)


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
