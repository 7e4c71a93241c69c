"""The agreement of those who speak in a recording, given or taken back: a small file each, never changed."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final, Literal

import msgspec

from restitution import store
from restitution.acts.people.known import Known
from restitution.domain import domain
from restitution.errors import WrongUse
from restitution.messages import french_date
from restitution.model import Note
from restitution.people.agreement_file import agreement_file
from restitution.people.register import Recording
from restitution.people.speech import has_no_capitals
from restitution.plan.people import AGREEMENTS
from restitution.review.notes import day_of
from restitution.stages.register import is_recording

State = Literal["waiting", "withdrawn", "changed", "unread", "agreed"]
STATES: Final[dict[State, str]] = {
    "waiting": "attend un accord",
    "withdrawn": "accord retiré",
    "changed": "changé depuis sa relecture",
    "unread": "à relire pour les noms",
    "agreed": "accord",
}
"""What a recording is, those that wait for somebody first."""
HASH: Final = 12
"""Signs of its sha256 by which a file that was read is known."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody says of an agreement."""

    file: str = ""
    day: str = ""
    by: str = ""
    proof: str = ""
    reread: bool = False
    withdrawn: str = ""

    @property
    def says_nothing(self) -> bool:
        """Whether it only asks what there is."""
        return self == Asked()


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """A recording as the notes have it, and what was agreed."""

    path: str
    words: int
    voices: int
    state: State
    agreement: Recording | None = None


class Agreed(msgspec.Struct, frozen=True, kw_only=True):
    """An agreement that is kept."""

    recording: Heard
    path: Path
    data: bytes
    is_new: bool
    """False where the same was kept already."""


def recordings(today: Known) -> list[Heard]:
    """Every recording, those that wait for somebody first."""
    order = list(STATES)
    heard = [_heard(note, today) for note in today.notes if is_recording(note)]
    return sorted(heard, key=lambda one: (order.index(one.state), one.path))


def agreement(today: Known, note: Note, asked: Asked) -> Agreed:
    """The file of an agreement, not written yet. Raises `WrongUse` for what it lacks."""
    _refuse_no_recording(note)
    said = _said(asked, note, today)
    name, data = agreement_file(said)
    path = today.project / AGREEMENTS / name
    register = msgspec.structs.replace(today.register, enregistrements=(*today.register.enregistrements, said))
    after = msgspec.structs.replace(today, register=register)
    return Agreed(recording=_heard(note, after), path=path, data=data, is_new=not path.is_file())


def agree(today: Known, note: Note, asked: Asked) -> Agreed:
    """Keep an agreement. Raises `WrongUse` for what it lacks."""
    agreed = agreement(today, note, asked)
    if agreed.is_new:
        store.write(agreed.path, agreed.data)
    return agreed


def _refuse_no_recording(note: Note) -> None:
    if not is_recording(note):
        kind = domain().kinds[note.kind].label if note.kind else "note à classer"
        raise WrongUse(
            f"{note.path} n'est pas un enregistrement ({kind}) : il n'a pas besoin de cet accord. Ce que chacun "
            "accepte se note dans sa fiche, dans sources/_confidentiel/personnes.yaml.",
            "Si c'est bien la transcription de paroles enregistrées, dites-le : "
            f'restitution classify "{note.path}" --genre atelier',
        )


def _said(asked: Asked, note: Note, today: Known) -> Recording:
    """The record to keep: what the command says, over what stands. Raises `WrongUse` for what it lacks."""
    before = today.register.agreed(note.path)
    every = [one for one in today.register.enregistrements if one.fichier == note.path]
    if asked.withdrawn:
        return _withdrawal(asked, note, before or max(every, key=lambda one: one.le, default=None))
    day = day_said(asked.day, "--le") if asked.day else before.le if before and asked.reread else ""
    by = asked.by.strip() or (before.par if before and asked.reread else "")
    if not day or not by:
        lacks = "Quel jour ont-ils dit oui ?" if not day else "Qui a recueilli leur accord ?"
        raise WrongUse(lacks, f'restitution people consent "{note.path}" --le 13/11/2025 --par "Prénom Nom"')
    gone = max((one.retire_le for one in every), default="")
    if gone and day <= gone:
        raise WrongUse(
            f"L'accord a été retiré le {french_date(gone)} : un accord du {french_date(day)} ne le rétablit pas.",
            "Donnez le jour du nouvel accord, postérieur au retrait.",
        )
    carried = before.empreinte if before and before.relu else ""
    return Recording(
        fichier=note.path,
        le=day,
        par=by,
        preuve=asked.proof.strip() or (before.preuve if before else ""),
        relu=asked.reread or bool(before and before.relu),
        empreinte=note.sha256[:HASH] if asked.reread else carried,
    )


def _withdrawal(asked: Asked, note: Note, before: Recording | None) -> Recording:
    if asked.day or asked.reread:
        raise WrongUse("Un accord est donné ou retiré, pas les deux.", "Donnez --le ou --retrait, l'un des deux.")
    day = day_said(asked.withdrawn, "--retrait")
    if before and day < before.le:
        raise WrongUse(
            f"Le retrait (le {french_date(day)}) ne peut pas précéder l'accord (le {french_date(before.le)}).",
            "Vérifiez la date.",
        )
    return Recording(
        fichier=note.path,
        le=before.le if before else day,
        par=asked.by.strip() or (before.par if before else ""),
        preuve=asked.proof.strip() or (before.preuve if before else ""),
        retire_le=day,
    )


def day_said(said: str, where: str) -> str:
    """The day that a person writes, ISO, not to come. `where`: what it is the day of. Raises `WrongUse`."""
    today = time.strftime("%Y-%m-%d")
    try:
        day = today if said.strip().casefold() in {"aujourd'hui", "aujourd’hui"} else day_of(said)
    except WrongUse as error:
        raise WrongUse(
            f"{where} : « {said} » n'est pas un jour.", "Attendu : un jour comme 13/11/2025 ou 2025-11-13."
        ) from error
    if day > today:
        raise WrongUse(f"{where} : le {french_date(day)} n'est pas encore venu.", "Vérifiez l'année.")
    return day


def _heard(note: Note, today: Known) -> Heard:
    agreed = today.register.agreed(note.path)
    every = [one for one in today.register.enregistrements if one.fichier == note.path]
    is_read = today.register.is_read(note.path, note.sha256)
    unread = agreed is not None and has_no_capitals(note) and not is_read
    again = unread and today.register.was_read(note.path)
    state: State = (
        "changed" if again else "unread" if unread else "agreed" if agreed else "withdrawn" if every else "waiting"
    )
    last = agreed or max(every, key=lambda one: one.retire_le, default=None)
    return Heard(path=note.path, words=note.words_note, voices=len(note.speakers), state=state, agreement=last)


def told_state(one: Heard) -> str:
    """« accord du 13 novembre 2025, recueilli par Maud Thérondel »."""
    said = one.agreement
    if said is None:
        return STATES[one.state]
    if one.state == "withdrawn":
        return f"{STATES[one.state]} le {french_date(said.retire_le)}"
    by = f", recueilli par {said.par}" if said.par else ""
    unread = f" ({STATES[one.state]})" if one.state in {"unread", "changed"} else ""
    return f"accord du {french_date(said.le)}{by}{unread}"


def next_of(one: Heard) -> str:
    """What the next build does of it, and what is left to do."""
    if one.state == "withdrawn":
        return (
            "À la prochaine construction, rien de ce qui s'y dit n'est plus publié, citations comprises : "
            "restitution build"
        )
    if one.state == "changed":
        return (
            "Cette transcription sans majuscules a changé depuis que quelqu'un l'a relue : seules les paroles "
            "choisies sont publiées. Relisez-la, puis ajoutez de nouveau --relu."
        )
    if one.state == "unread":
        return (
            "Cette transcription n'a pas de majuscules, les noms s'y voient mal : seules les paroles choisies "
            "dans sources/choix/verbatims.csv seront publiées. Une fois relue, ajoutez --relu."
        )
    return (
        "À la prochaine construction, ce qui s'y dit est publié, et chacun est dit comme au registre : "
        "restitution build"
    )
