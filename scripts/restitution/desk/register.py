"""The register of people on the desk: what it says now, and the rows of it that can be changed and put back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from restitution import store
from restitution.acts.people.changing import entries_of, put
from restitution.acts.people.known import Known, known_of
from restitution.desk.ledger import Cells, Ledger
from restitution.desk.project import NotYet
from restitution.desk.reading import mark_of
from restitution.errors import RestitutionError, StaleContract
from restitution.people import pseudonyms
from restitution.people.proposing import Scan
from restitution.people.register import Register
from restitution.people.register_file import recording_in
from restitution.plan.people import AGREEMENTS, BESIDE, PSEUDONYMS, REGISTER, read_register, register_files
from restitution.settings.marked_yaml import read
from restitution.stages.register import is_recording

if TYPE_CHECKING:
    from restitution.desk.project import Desk
    from restitution.settings import Settings

AGAIN: Final = RestitutionError("Les notes sont en train d'être relues.", "Attendez un moment, puis réessayez.")


class People:
    """Notes and register, read again only when one of them changed; and who was found missing, once asked for."""

    def __init__(self) -> None:
        self._mark: object = None
        self._known: Known | None = None
        self.scan: tuple[Known, Scan] | None = None
        """Who was missing, and when."""

    def today(self, desk: Desk) -> Known:
        """What acts on the register work from. Raises `RestitutionError` until the notes were read."""
        with desk.lock:
            plan = desk.plan()
            if plan is None:
                raise NotYet
            files = [*sorted((desk.work / "notes").glob("*.jsonl")), *_register(desk.project)]
            mark = (id(plan), desk.journal().stamp, [(path, mark_of(path)) for path in files])
            if self._known is None or self._mark != mark:
                try:
                    self._known = known_of(desk.project, plan, _read(desk.project, plan.settings))
                except (StaleContract, KeyError) as error:
                    raise AGAIN from error
                self._mark = mark
            return self._known


def _register(project: Path) -> list[Path]:
    return [*register_files(project), *_agreements(project), project / PSEUDONYMS]


def _read(project: Path, settings: Settings) -> Register:
    """The register as it stands, with the pseudonyms that a build would give."""
    register = read_register(project, settings)
    given = pseudonyms.chosen(register.personnes, register.pseudonymes, settings.projet.titre)
    return msgspec.structs.replace(register, pseudonymes=given)


def _agreements(project: Path) -> list[Path]:
    return sorted((project / AGREEMENTS).glob("*.y*ml"))


def people_of(desk: Desk) -> People:
    """What the desk knows of people."""
    return desk.memory(People)


# --- rows that can be changed --------------------------------------------------------------------


def _entries(desk: Desk) -> dict[str, Cells]:
    return {name: {"fichier": one.file, "fiche": one.text} for name, one in entries_of(desk.project).items()}


def _put_entries(desk: Desk, cells: Mapping[str, Cells]) -> None:
    put(desk.project, {name: one["fiche"] for name, one in cells.items()})


def _recordings(desk: Desk) -> dict[str, Cells]:
    """Path of each recording -> its agreements: name of each small file -> what it holds."""
    found: dict[str, dict[str, str]] = {
        note.path: {} for note in people_of(desk).today(desk).notes if is_recording(note)
    }
    for path in _agreements(desk.project):
        data = path.read_bytes()
        about = recording_in(read(data, path.name), path.name).fichier
        if about in found:
            found[about][path.name] = data.decode("utf-8", "surrogateescape")
    return dict(found)


def _put_agreements(desk: Desk, cells: Mapping[str, Cells]) -> None:
    for files in cells.values():
        for name, text in files.items():
            path = desk.project / AGREEMENTS / name
            if text:
                store.write(path, text.encode("utf-8", "surrogateescape"))
            else:
                store.remove(path)


def _files(desk: Desk) -> dict[str, Cells]:
    """The files to which people are added, whole, those that are not there too."""
    paths = dict.fromkeys([*register_files(desk.project), desk.project / REGISTER, desk.project / BESIDE])
    return {path.name: dict(_whole(path)) for path in paths}


def _whole(path: Path) -> Iterator[tuple[str, str]]:
    if path.is_file():
        yield "contenu", path.read_bytes().decode("latin-1")
    yield "est là", "oui" if path.is_file() else ""


def _put_files(desk: Desk, cells: Mapping[str, Cells]) -> None:
    for name, cell in cells.items():
        path = (desk.project / REGISTER).with_name(name)
        if cell.get("est là"):
            store.write(path, cell["contenu"].encode("latin-1"))
        else:
            store.remove(path)


entries: Final = Ledger("fiches", _entries, _put_entries, lambda name: f"La fiche de « {name} »")
recordings: Final = Ledger("enregistrements", _recordings, _put_agreements)
files: Final = Ledger("registre", _files, _put_files)
