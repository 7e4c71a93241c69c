"""`restitution review place`: confirms where a remark belongs, or says where it does."""

from __future__ import annotations

from pathlib import Path

from restitution.acts.known import of_numbers
from restitution.acts.placing import place
from restitution.cli.answer import Answer
from restitution.cli.review.known import known
from restitution.cli.screen import out, told
from restitution.review.passages import shortened


class Placed(Answer, kw_only=True):
    """Where a remark belongs."""

    number: str
    written: bool
    """False when it was there already."""
    passage: str
    code: str
    text: str

    def show(self) -> None:
        """The remark and its passage."""
        out(
            f"{self.number} est placée."
            if self.written
            else f"{self.number} est déjà placée là : rien n'est écrit."
        )
        told(f"¶ {self.code or '(sans repère)'} : « {shortened(self.text)} »", 1)

    def in_short(self) -> str:
        """Its number and its code."""
        return f"{self.number} : ¶ {self.code or '(sans repère)'}"


def run(project: Path, cores: int, number: str, where: str, by: str) -> Placed:
    """Write the place of a remark. Raises `WrongUse` when the place is not one passage."""
    today = known(project, cores)
    (remark,) = of_numbers([number], today.review.items)[:1]
    shown, written = place(today, remark, where, by)
    return Placed(number=remark.number, written=written, passage=shown.passage, code=shown.code, text=shown.text)
