"""`restitution people consent`: the agreement of those who speak in a recording, given or taken back."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final, Literal

import msgspec

from restitution import store
from restitution.cli.answer import Answer
from restitution.cli.one_file import meant_file
from restitution.cli.people.known import Known, known
from restitution.cli.screen import heading, out, told
from restitution.cli.tables import table
from restitution.domain import domain
from restitution.errors import WrongUse
from restitution.messages import french_date, number, plural
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
USAGE: Final = 'restitution people consent "FICHIER" --le 13/11/2025 --par "qui a recueilli l\'accord"'


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line says."""

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


class Recordings(Answer, kw_only=True):
    """Every recording, those that wait first."""

    recordings: list[Heard]

    def show(self) -> None:
        """One table, and the one thing to do."""
        if not self.recordings:
            out("Aucun enregistrement parmi les notes : aucun accord n'est attendu.")
            return
        waiting = [one for one in self.recordings if one.state != "agreed"]
        heading(f"ENREGISTREMENTS : {plural(len(self.recordings), 'transcription')}, dont {len(waiting)} à voir")
        rows = [(one.path, str(one.voices or ""), number(one.words), _told_state(one)) for one in self.recordings]
        table(("Fichier", "Voix", "Mots lus", "Accord"), rows, numbers={1, 2}, widest={0: 50})
        if waiting:
            told("Quand ceux qui parlent ont dit oui :")
            told(USAGE, 2)

    def in_short(self) -> str:
        """How many wait."""
        waiting = sum(one.state != "agreed" for one in self.recordings)
        return f"{plural(waiting, 'enregistrement')} à voir sur {len(self.recordings)}."


class Consented(Answer, kw_only=True):
    """An agreement that was kept."""

    recording: Heard
    written: str
    """File below the project."""
    new: bool
    """False where the same was kept already."""

    def record(self) -> object:
        """The recording, its agreement and the file."""
        return {**msgspec.structs.asdict(self.recording), "written": self.written, "new": self.new}

    def show(self) -> None:
        """What is kept, and what the next build will do."""
        one = self.recording
        kept = f"écrit dans {self.written}" if self.new else f"déjà écrit dans {self.written}, rien n'est changé"
        told(f"{one.path} : {_told_state(one)}, {kept}.", 0)
        told(_next(one), 0)

    def in_short(self) -> str:
        """The file and its state."""
        return f"{self.recording.path} : {_told_state(self.recording)}."


def run(project: Path, cores: int, asked: Asked) -> Recordings | Consented:
    """Keep an agreement, or list the recordings where nothing is said. Raises `WrongUse`."""
    today = known(project, cores)
    if asked.says_nothing:
        order = list(STATES)
        heard = [_heard(note, today) for note in today.notes if is_recording(note)]
        return Recordings(recordings=sorted(heard, key=lambda one: (order.index(one.state), one.path)))
    if not asked.file:
        raise WrongUse("De quel enregistrement s'agit-il ?", f"{USAGE}\nSans rien, la commande les montre tous.")
    note = _meant(asked.file, today)
    said = _said(asked, note, today)
    name, data = agreement_file(said)
    path = project / AGREEMENTS / name
    is_new = not path.is_file()
    if is_new:
        store.write(path, data)
    register = msgspec.structs.replace(today.register, enregistrements=(*today.register.enregistrements, said))
    after = msgspec.structs.replace(today, register=register)
    return Consented(recording=_heard(note, after), written=path.relative_to(project).as_posix(), new=is_new)


def _meant(file: str, today: Known) -> Note:
    """The recording that a person means. Raises `WrongUse` for a file that is none."""
    path = meant_file(file, [note.path for note in today.notes])
    note = next(note for note in today.notes if note.path == path)
    if not is_recording(note):
        kind = domain().kinds[note.kind].label if note.kind else "note à classer"
        raise WrongUse(
            f"{path} n'est pas un enregistrement ({kind}) : il n'a pas besoin de cet accord. Ce que chacun "
            "accepte se note dans sa fiche, dans sources/_confidentiel/personnes.yaml.",
            "Si c'est bien la transcription de paroles enregistrées, dites-le : "
            f'restitution classify "{path}" --genre atelier',
        )
    return note


def _said(asked: Asked, note: Note, today: Known) -> Recording:
    """The record to keep: what the command says, over what stands. Raises `WrongUse` for what it lacks."""
    before = today.register.agreed(note.path)
    every = [one for one in today.register.enregistrements if one.fichier == note.path]
    if asked.withdrawn:
        return _withdrawal(asked, note, before or max(every, key=lambda one: one.le, default=None))
    day = _day(asked.day, "--le") if asked.day else before.le if before and asked.reread else ""
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
    day = _day(asked.withdrawn, "--retrait")
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


def _day(said: str, option: str) -> str:
    """The day that a person writes, ISO, not to come. Raises `WrongUse`."""
    today = time.strftime("%Y-%m-%d")
    try:
        day = today if said.strip().casefold() in {"aujourd'hui", "aujourd’hui"} else day_of(said)
    except WrongUse as error:
        raise WrongUse(
            f"{option} : « {said} » n'est pas un jour.", "Attendu : un jour comme 13/11/2025 ou 2025-11-13."
        ) from error
    if day > today:
        raise WrongUse(f"{option} : le {french_date(day)} n'est pas encore venu.", "Vérifiez l'année.")
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


def _told_state(one: Heard) -> str:
    """« accord du 13 novembre 2025, recueilli par Maud Thérondel »."""
    said = one.agreement
    if said is None:
        return STATES[one.state]
    if one.state == "withdrawn":
        return f"{STATES[one.state]} le {french_date(said.retire_le)}"
    by = f", recueilli par {said.par}" if said.par else ""
    unread = f" ({STATES[one.state]})" if one.state in {"unread", "changed"} else ""
    return f"accord du {french_date(said.le)}{by}{unread}"


def _next(one: Heard) -> str:
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
