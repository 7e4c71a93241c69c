"""`restitution review note`: what somebody said by telephone, on paper or by e-mail."""

from __future__ import annotations

import time
from pathlib import Path

import msgspec

from restitution.cli.review.known import known
from restitution.cli.screen import out, told
from restitution.errors import WrongUse
from restitution.plan.locks import hold_build_lock
from restitution.plan.prepare import WORK
from restitution.remarks import SURE, Mark
from restitution.review.notes import Said, day_of, keep_note, way_of
from restitution.review.passages import Pointed, pointed_at, shortened


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line says."""

    text: str
    author: str
    where: str = ""
    way: str = ""
    day: str = ""


def run(project: Path, cores: int, asked: Asked) -> None:
    """Keep what was said, as a remark with its number. Raises `WrongUse`."""
    if not asked.text.strip():
        raise WrongUse(
            "Qu'a dit cette personne ?", 'restitution review note "Treize, depuis janvier." --de Marie …'
        )
    if not asked.author.strip():
        raise WrongUse("Qui l'a dit ?", "Donnez --de NOM.")
    way, day = way_of(asked.way), day_of(asked.day) if asked.day else time.strftime("%Y-%m-%d")
    today = known(project, cores)
    about = pointed_at(asked.where, today.shown()) if asked.where.strip() else Pointed()
    hold_build_lock(project / WORK)
    said = Said(text=asked.text, author=asked.author, way=way, date=day, about=about)
    mark, is_new = keep_note(project, said)
    out(f"{mark.number} notée." if is_new else f"Déjà notée : {mark.number}. Rien n'est écrit.")
    _tell_place(mark, about)


def _tell_place(mark: Mark, about: Pointed) -> None:
    """Where it was put: a code that was read on an older copy may name another paragraph today."""
    if about.shown is None:
        told(f"Sa place est à dire : restitution review place {mark.number} ¶…", 1)
        return
    code = f"¶ {about.shown.code}" if about.shown.code else about.shown.where
    told(f"{code} : « {shortened(about.shown.text)} »", 1)
    if about.confidence < SURE:
        told(f"C'est à confirmer : restitution review place {mark.number} (ou : … ¶…)", 1)
    elif about.placed == "paragraph":
        told(
            f"Si ce n'est pas lui (une copie plus ancienne ?) : restitution review place {mark.number} ¶…",
            1,
        )
