"""`restitution people consent`: the agreement of those who speak in a recording, given or taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from restitution.acts.people.agreeing import Asked, Heard, agree, next_of, recordings, told_state
from restitution.cli.answer import Answer
from restitution.cli.one_file import meant_file
from restitution.cli.people.known import known
from restitution.cli.screen import heading, out, told
from restitution.cli.tables import table
from restitution.errors import WrongUse
from restitution.messages import number, plural

USAGE: Final = 'restitution people consent "FICHIER" --le 13/11/2025 --par "qui a recueilli l\'accord"'


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
        rows = [(one.path, str(one.voices or ""), number(one.words), told_state(one)) for one in self.recordings]
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
        told(f"{one.path} : {told_state(one)}, {kept}.", 0)
        told(next_of(one), 0)

    def in_short(self) -> str:
        """The file and its state."""
        return f"{self.recording.path} : {told_state(self.recording)}."


def run(project: Path, cores: int, asked: Asked) -> Recordings | Consented:
    """Keep an agreement, or list the recordings where nothing is said. Raises `WrongUse`."""
    today = known(project, cores)
    if asked.says_nothing:
        return Recordings(recordings=recordings(today))
    if not asked.file:
        raise WrongUse("De quel enregistrement s'agit-il ?", f"{USAGE}\nSans rien, la commande les montre tous.")
    path = meant_file(asked.file, [note.path for note in today.notes])
    agreed = agree(today, next(note for note in today.notes if note.path == path), asked)
    return Consented(
        recording=agreed.recording, written=agreed.path.relative_to(project).as_posix(), new=agreed.is_new
    )
