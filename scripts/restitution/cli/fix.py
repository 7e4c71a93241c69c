"""`restitution fix`: the editor's own pen, on one passage. The writer's file is never touched."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from restitution.assembly.changes import lost_looks
from restitution.cli.answer import Answer
from restitution.cli.review.known import known
from restitution.cli.review.unasked import Words, unasked
from restitution.cli.screen import out, told
from restitution.errors import WrongUse
from restitution.messages import listed
from restitution.model import Document
from restitution.pandoc import ast
from restitution.plan.outputs import WORK
from restitution.remarks import Correction, Fix
from restitution.review.files import FIXES, files_in, keep_fix, moment, read_fixes
from restitution.review.passages import PILCROW, Shown, by_code, unknown_code

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
    today = known(project, cores)
    shown = today.shown()
    passage = by_code(code, shown)
    if passage is None:
        raise unknown_code(code, shown)
    _refuse_ours(passage)
    if text == passage.text:
        raise WrongUse("Le passage dit déjà cela : rien n'est écrit.")
    fixes, _ = read_fixes(files_in(project / FIXES))
    before = [fix.at for fix in fixes if fix.passage == passage.passage]
    keep_fix(project, Fix(passage=passage.passage, base=passage.text, text=text, by=by, at=moment(before)))
    return Fixed(
        code=passage.code,
        passage=passage.passage,
        path=passage.path,
        before=passage.text,
        after=text,
        lost_looks=_lost_looks(today.document, passage, text),
        masked=unasked(today.plan, project / WORK, [Words("", text, passage.text)] if text else []),
    )


def _lost_looks(document: Document, passage: Shown, text: str) -> list[str]:
    """What the new text does not take up of the look of the passage."""
    leaves = (leaf for leaf in ast.each_leaf(document.blocks) if ast.leaf_id(leaf) == passage.bookmark)
    wanted = Correction(passage=passage.passage, base=passage.text, text=text)
    return next((lost_looks(wanted, leaf["c"][1]) for leaf in leaves if text), [])


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


def _refuse_ours(passage: Shown) -> None:
    if passage.is_ours:
        raise WrongUse(
            f"¶ {passage.code} : ces mots viennent du plan ou des réglages, pas d'une note.",
            "Ils se changent dans restitution.yaml, ou dans templates/plan/.",
        )
