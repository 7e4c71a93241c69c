"""`restitution review letter`: the letter of answer, everybody's or one reviewer's own."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from restitution import store
from restitution.acts.known import of_person
from restitution.cli.answer import Answer
from restitution.cli.review.known import known
from restitution.cli.screen import out, told
from restitution.conservation.published import check_docx
from restitution.disk import safe_name
from restitution.errors import Loss, WrongUse
from restitution.plan.outputs import ANSWER, WORK
from restitution.publication.internal import LETTERS
from restitution.review.replacements import seen
from restitution.review.words import author_told, is_waiting
from restitution.stages.protected import refuse_in_team
from restitution.stages.write_docx import own_reference
from restitution.stages.write_letter import letter_of
from restitution.store import Store
from restitution.writers.docx import reference_docx, write_docx


class Letter(Answer, kw_only=True):
    """The letter to one reviewer."""

    path: str
    """Below the project."""
    reviewer: str
    waiting: list[str]
    """Numbers of her remarks that have no answer yet."""

    def show(self) -> None:
        """Where it is, and what has no answer yet."""
        out(f"{self.path} (document interne : pour {self.reviewer} seulement)")
        if self.waiting:
            how = f'restitution review list --de "{self.reviewer}"'
            told(f"Encore sans suite : {', '.join(self.waiting)} ({how}).", 0)

    def in_short(self) -> str:
        """The file."""
        return self.path


def run(project: Path, cores: int, reviewer: str) -> Answer:
    """Publish the letter to everybody, or write that of one reviewer in `interne/lettres/`."""
    if not reviewer:
        from restitution.cli.build import run as build  # noqa: PLC0415 it says what it publishes

        return build(project, cores, [ANSWER], strict=False)
    today = known(project, cores)
    if not today.review.items:
        raise WrongUse(
            "Aucune remarque encore : il n'y a personne à qui répondre.", "restitution review add FICHIER"
        )
    remarks = of_person(reviewer, seen(today.review.items))
    name = author_told(remarks[0])
    document = letter_of(today.plan, project / WORK, name)
    reference = own_reference(today.plan, Store(project / WORK / "store")) or reference_docx()
    data = write_docx(document, {}, reference)
    result = check_docx(data, document)
    if not result.holds:
        raise Loss(f"La lettre à {name} n'est pas écrite : {result.message}", "Signalez-le, avec ce message.")
    stem = safe_name(f"Lettre de réponse - {name}")
    about = f"La lettre à {name} n'est pas écrite : elle nommerait quelqu'un qui s'est retiré, ou un mineur."
    refuse_in_team(project / WORK, {f"{stem}.docx": data}, about)
    path = _kept(project / LETTERS, stem, data)
    waiting = [remark.number for remark in remarks if is_waiting(remark)]
    return Letter(path=path.relative_to(project).as_posix(), reviewer=name, waiting=waiting)


def _kept(folder: Path, stem: str, data: bytes) -> Path:
    """Write a letter beside the earlier ones: somebody may have completed one by hand."""
    for number in count(1):
        path = folder / f"{stem}{'' if number == 1 else f' ({number})'}.docx"
        if not path.exists():
            store.write(path, data)
        if path.is_file() and path.read_bytes() == data:
            return path
    raise AssertionError  # pragma: no cover - there is always a next name
