"""Saying how people of the register may be told, and what they agreed to, in the file that the editor keeps.

A person's entry is its text in `personnes.yaml`, or her cells in `personnes.xlsx`: it is changed, and put back, as
a whole; the rest of the file stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec
import yaml

from restitution import store
from restitution.errors import WrongUse
from restitution.messages import folded
from restitution.people.register import Agreement, Level
from restitution.people.register_book import rows_of, with_cells
from restitution.people.register_entries import changed_entry, entries, with_entry
from restitution.people.register_file import AGREEMENT_KEYS, LEVEL_WORD_OF, PERSON_KEYS
from restitution.plan.locks import tables_held
from restitution.plan.outputs import WORK
from restitution.plan.people import HOME, WORKBOOK, register_files

BY_HAND: Final = "Changez-la dans le fichier lui-même, sources/_confidentiel/{}."


class Entry(msgspec.Struct, frozen=True):
    """What a register says of somebody: in which file of `sources/_confidentiel/`, and how it is written there."""

    file: str
    text: str


def entries_of(project: Path) -> dict[str, Entry]:
    """Name of each person -> her entry; nobody of whom two files speak, whose more closed entry holds."""
    found: dict[str, Entry] = {}
    twice: set[str] = set()
    for path in register_files(project):
        for name, text in _texts(path).items():
            if name in found:
                twice.add(name)
            found[name] = Entry(path.name, text)
    return {name: entry for name, entry in found.items() if name not in twice}


def _texts(path: Path) -> dict[str, str]:
    data = path.read_bytes()
    if _is_book(path):
        rows = rows_of(data) or {}
        return {name: msgspec.json.encode(cells).decode() for name, cells in rows.items()}
    try:
        return entries(data)
    except (UnicodeDecodeError, yaml.YAMLError):
        return {}


def _is_book(path: Path) -> bool:
    return path.suffix.lower() == WORKBOOK.suffix


def changed(project: Path, name: str, entry: Entry, level: Level | None, agreement: Agreement | None) -> str:
    """The text of an entry once it says another level, or another agreement; nothing is written.

    Raises `WrongUse` where it cannot be said without a risk for what stands beside it.
    """
    path = project / HOME / entry.file
    if _is_book(path):
        return _changed_cells(entry, level, agreement)
    text = changed_entry(path.read_bytes(), path.name, name, level, agreement)
    if text is None:
        raise WrongUse(
            f"La fiche de « {name} » est écrite d'une façon que le bureau ne sait pas changer sans risque.",
            BY_HAND.format(entry.file),
        )
    return text


def _changed_cells(entry: Entry, level: Level | None, agreement: Agreement | None) -> str:
    cells = msgspec.json.decode(entry.text, type=dict[str, str])
    said = {"niveau": LEVEL_WORD_OF[level]} if level else {}
    if agreement:
        said |= {
            "le": agreement.le,
            "portee": ", ".join(agreement.portee),
            "preuve": agreement.preuve,
            "retire_le": agreement.retire_le,
        }
    for key, text in said.items():
        keys = PERSON_KEYS if key == "niveau" else AGREEMENT_KEYS
        column = next((heading for heading in cells if keys.get(folded(heading)) == key), None)
        if column is not None:
            cells[column] = text
        elif text:
            raise WrongUse(
                f"{entry.file} n'a pas de colonne « {key.replace('_', ' ')} » : rien n'est écrit.",
                "Ajoutez-la à sa première ligne, puis recommencez.",
            )
    return msgspec.json.encode(cells).decode()


def put(project: Path, texts: Mapping[str, str]) -> None:
    """Write the entries of some people. Raises `WrongUse` where a file cannot take them: it is left."""
    with tables_held(project / WORK):
        files: dict[Path, bytes] = {}
        places = entries_of(project)
        for name, text in texts.items():
            path = project / HOME / places[name].file
            if why := open_elsewhere(path):
                raise WrongUse(why.strip(), "Fermez-le, puis recommencez.")
            made = _with(path, files.get(path) or path.read_bytes(), name, text)
            if made is None:
                raise WrongUse(
                    f"{path.name} est resté tel quel : le réécrire risquait d'en perdre.",
                    BY_HAND.format(path.name),
                )
            files[path] = made
        for path, data in files.items():
            store.write(path, data)


HELD: Final = "{} est ouvert dans un autre programme, et n'a pas été touché. "


def open_elsewhere(path: Path) -> str:
    """A sentence where an office says that it holds a workbook."""
    marks = (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#"))
    return HELD.format(path.name) if any(mark.exists() for mark in marks) else ""


def _with(path: Path, data: bytes, name: str, text: str) -> bytes | None:
    if _is_book(path):
        return with_cells(data, name, msgspec.json.decode(text, type=dict[str, str]))
    return with_entry(data, name, text)
