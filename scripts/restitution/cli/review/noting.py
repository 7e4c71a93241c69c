"""`restitution review note`: what somebody said by telephone, on paper or by e-mail."""

from __future__ import annotations

import time
from pathlib import Path

import msgspec

from restitution.cli.answer import Answer
from restitution.cli.review.known import known
from restitution.cli.screen import out, told
from restitution.errors import WrongUse
from restitution.plan.locks import hold_build_lock
from restitution.plan.outputs import WORK
from restitution.remarks import SURE
from restitution.review.notes import Said, day_of, keep_note, way_of
from restitution.review.passages import Pointed, pointed_at, shortened


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line says."""

    text: str
    author: str
    where: str = ""
    way: str = ""
    day: str = ""


class Noted(Answer, kw_only=True):
    """A remark that was typed."""

    number: str
    written: bool
    """False when it had been noted already."""
    about: Pointed

    def record(self) -> object:
        """Its number and its place."""
        shown = self.about.shown
        return {
            "number": self.number,
            "written": self.written,
            "placed": self.about.placed,
            "confidence": self.about.confidence,
            "passage": shown.passage if shown else None,
            "code": shown.code if shown else None,
            "text": shown.text if shown else None,
        }

    def show(self) -> None:
        """Its number, and where it was put: a code read on an older copy may name another paragraph today."""
        out(f"{self.number} notée." if self.written else f"Déjà notée : {self.number}. Rien n'est écrit.")
        place = f"restitution review place {self.number}"
        if self.about.shown is None:
            told(f"Sa place est à dire : {place} ¶…", 1)
            return
        code = f"¶ {self.about.shown.code}" if self.about.shown.code else self.about.shown.where
        told(f"{code} : « {shortened(self.about.shown.text)} »", 1)
        if self.about.confidence < SURE:
            told(f"C'est à confirmer : {place} (ou : … ¶…)", 1)
        elif self.about.placed == "paragraph":
            told(f"Si ce n'est pas lui (une copie plus ancienne ?) : {place} ¶…", 1)

    def in_short(self) -> str:
        """Its number."""
        return self.number


def run(project: Path, cores: int, asked: Asked) -> Noted:
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
    return Noted(number=mark.number, written=is_new, about=about)
