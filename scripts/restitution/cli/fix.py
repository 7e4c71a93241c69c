"""`restitution fix`: the editor's own pen, on one passage. The writer's file is never touched."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from restitution.acts.fixing import correct
from restitution.cli.answer import Answer
from restitution.cli.review.known import known
from restitution.cli.screen import out, told
from restitution.errors import WrongUse
from restitution.messages import listed
from restitution.review.passages import PILCROW

MOST_BYTES = 1 << 20


class Fixed(Answer, kw_only=True):
    """A correction that is kept."""

    code: str
    passage: str
    path: str
    """The note, below `sources/`."""
    before: str
    after: str
    """Empty where the passage is withdrawn."""
    lost_looks: list[str] = msgspec.field(default_factory=list)
    """What was bold or italic, and is not in the new text."""
    masked: list[str] = msgspec.field(default_factory=list)
    """About names and ways to reach somebody, in the new text, that will not be shown."""

    def show(self) -> None:
        """The two texts, and when the new one comes."""
        out(f"¶ {self.code} : correction gardée ({self.path} n'est pas touché, son auteur la verra).")
        told(f"Avant : « {self.before} »")
        told(f"Après : « {self.after} »" if self.after else "Après : passage retiré")
        if self.lost_looks:
            told(f"Mise en forme qui ne passe pas aux nouveaux mots : {listed(self.lost_looks)}.")
        for line in self.masked:
            told(line)
        told("Elle entre dans le texte à la prochaine construction : restitution build", 0)

    def in_short(self) -> str:
        """Which passage."""
        return f"¶ {self.code} : correction gardée."


def run(project: Path, cores: int, words: Sequence[str], *, file: Path | None, withdraw: bool, by: str) -> Fixed:
    """Keep the new text of a passage, or that it is withdrawn. Raises `WrongUse`."""
    code, typed = _parted(words)
    if sum((bool(typed), file is not None, withdraw)) != 1:
        raise WrongUse(
            "Que doit devenir ce passage ?",
            "Donnez son nouveau texte, ou --fichier FICHIER, ou --retirer (un seul des trois).",
        )
    text = "" if withdraw else " ".join((typed or _read(file)).split())
    if not withdraw and not text:
        raise WrongUse("Le nouveau texte est vide.", "Pour retirer le passage : --retirer")
    kept = correct(known(project, cores), code, text, by)
    return Fixed(
        code=kept.passage.code,
        passage=kept.passage.passage,
        path=kept.passage.path,
        before=kept.passage.text,
        after=text,
        lost_looks=kept.lost_looks,
        masked=kept.masked,
    )


def _parted(words: Sequence[str]) -> tuple[str, str]:
    """The code of the passage and the new text; a sign that the shell parted from its code is put back."""
    first, *rest = words or [""]
    if first == PILCROW and rest:
        first, *rest = rest
    return first, " ".join(rest).strip()


def _read(file: Path | None) -> str:
    if file is None or not file.is_file():
        raise WrongUse(f"« {file} » est introuvable.", "Donnez un fichier de texte (.txt).")
    data = file.read_bytes()
    if len(data) > MOST_BYTES or b"\0" in data:
        raise WrongUse(
            f"« {file} » n'est pas un fichier de texte.", "Enregistrez-le en texte brut (.txt), en UTF-8."
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
