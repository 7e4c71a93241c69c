"""The whole examination, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from restitution.doctor import console, folder, letters, project, tools
from restitution.doctor.machine import Machine
from restitution.doctor.report import Line, Report, State
from restitution.kit import Standing

Stand: TypeAlias = Callable[[Path], Sequence[Standing] | None]
"""How the files that the tool gave stand in a project; None: the project is the tool's own folder."""


def examine(place: Path, machine: Machine, stand: Stand = project.standing) -> Report:
    """Look at the tool, the project and its folder; never fails, and leaves nothing behind."""
    lines = list(_lines(place, machine, stand))
    return Report(ready=all(line.state != State.MISSING for line in lines), project=str(place), lines=lines)


def _lines(place: Path, machine: Machine, stand: Stand) -> Iterator[Line]:
    for ask in (tools.program, tools.libraries, tools.pandoc, tools.typst, tools.libreoffice):
        yield from ask(machine)
    yield from tools.history(machine, place)
    yield from letters.of_the_pdf(machine, place)
    yield from letters.of_word(machine, place)
    absent = project.place(place)
    yield from absent or _of_a_project(place, machine, stand)
    if not absent:
        yield from folder.buildable(place)
    if place.is_dir():
        yield from _of_a_folder(place, machine)
    for ask in (folder.temporary, folder.readings, console.letters, console.names):
        yield from ask(machine)


def _of_a_project(place: Path, machine: Machine, stand: Stand) -> Iterator[Line]:
    yield from project.settings(place)
    yield from project.notes(place)
    yield from project.page(machine, place)
    yield from project.word(place)
    yield from project.versions(place, stand)
    yield from project.building(place)


def _of_a_folder(place: Path, machine: Machine) -> Iterator[Line]:
    asks = (
        folder.may_be_written, folder.space, folder.lengths, folder.placeholders, folder.synchronisation,
        folder.working_folder, folder.drive,
    )  # fmt: skip
    for ask in asks:
        yield from ask(machine, place)
