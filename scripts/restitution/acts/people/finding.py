"""Who is named in the notes or in the reviews and is not in the register yet; adding them to it."""

from __future__ import annotations

import time
from pathlib import Path

from restitution import store
from restitution.acts.people.changing import HELD, open_elsewhere
from restitution.acts.people.known import Known
from restitution.errors import WrongUse
from restitution.messages import folded, french_date
from restitution.people.circle import Circle
from restitution.people.masking import told as public_of
from restitution.people.proposing import Proposed, Scan, scanned
from restitution.people.register_book import with_rows
from restitution.people.register_text import with_added
from restitution.people.sightings import Sighting, sightings_in, sightings_of, unseen_of
from restitution.plan.locks import tables_held
from restitution.plan.outputs import WORK
from restitution.plan.people import BESIDE, REGISTER, WORKBOOK, register_files
from restitution.stages.register import finder_for, is_recording


def missing(today: Known) -> Scan:
    """Whoever is named and not in the register, and whoever may be."""
    circle = today.circle
    return scanned(_seen(today, circle), circle, today.plan.settings.codes, today.signers)


def _seen(today: Known, circle: Circle) -> list[Sighting]:
    """Whoever the notes and the reviews name: those too whom a build masks, and asks to register (K14)."""
    seen = [one for note in today.notes for one in sightings_of(note)]
    for note in today.notes:
        if not is_recording(note) or circle.register.agreed(note.path) is not None:
            finder = finder_for(today.plan, note, circle, work=today.project / WORK)
            seen += unseen_of(note, public_of(note, finder).met, seen)
    ours = {folded(name) for name in circle.pseudonyms}
    for said in today.said:
        named = sightings_in(said.text, said.place, said.how)
        seen += [one for one in named if folded(one.name) not in ours]  # quoted from the published text
    nobody = {folded(name) for name in today.register.autres}
    return [one for one in seen if folded(one.name) not in nobody]


def register(today: Known, proposed: list[Proposed]) -> tuple[str, str]:
    """Write the entries; the file below the project, and a sentence where it is not the editor's own."""
    with tables_held(today.project / WORK):
        return _registered(today, proposed)


def _registered(today: Known, proposed: list[Proposed]) -> tuple[str, str]:
    files = register_files(today.project)
    path = files[0] if files else today.project / REGISTER
    day = french_date(time.strftime("%Y-%m-%d"))
    if why := open_elsewhere(path):
        return _beside(today.project, proposed, day), why
    data = path.read_bytes() if path.is_file() else b""
    is_book = path.suffix.lower() == WORKBOOK.suffix
    made = with_rows(data, proposed) if is_book else with_added(data, path.name, proposed, day)
    if made is None:
        why = f"{path.name} est resté tel quel : y ajouter des lignes risquait d'en perdre. "
        return _beside(today.project, proposed, day), why
    try:
        store.write(path, made)
    except PermissionError:
        return _beside(today.project, proposed, day), HELD.format(path.name)
    return path.relative_to(today.project).as_posix(), ""


def _beside(project: Path, proposed: list[Proposed], day: str) -> str:
    """Write the entries in a file of their own, which is read with the register."""
    path = project / BESIDE
    data = path.read_bytes() if path.is_file() else b""
    made = with_added(data, path.name, proposed, day)
    if made is None:
        raise WrongUse(
            f"Rien n'est écrit : ni votre registre ni {BESIDE.as_posix()} ne peuvent recevoir de lignes.",
            "Fermez-les dans le programme qui les garde ouverts, puis relancez.",
        )
    store.write(path, made)
    return BESIDE.as_posix()
