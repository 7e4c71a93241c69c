"""`restitution review place`: confirms where a remark belongs, or says where it does."""

from __future__ import annotations

from pathlib import Path

from restitution.cli.answer import Answer
from restitution.cli.review.deciding import history
from restitution.cli.review.known import Known, known, of_numbers
from restitution.cli.screen import out, told
from restitution.errors import WrongUse
from restitution.remarks import Decision, Remark
from restitution.review.decided import Decided
from restitution.review.files import keep_decision, moment
from restitution.review.passages import Shown, first_places, pointed_at, shortened
from restitution.review.replacements import parts_of


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
    shown = _meant(where, today) if where.strip() else _proposed(remark, today)
    known_ = history(project)
    parts = parts_of(remark, today.review.items)
    before = [known_.get(part.key, Decided()) for part in parts]
    at = moment(decision.at for one in before for decision in one.history)
    passage = shown.bookmark if shown.is_ours else shown.passage
    is_new = any(one.passage != passage for one in before)
    for part in parts if is_new else ():
        keep_decision(
            project,
            Decision(key=part.key, number=part.number, verdict="placer", passage=passage, by=by, at=at),
        )
    return Placed(number=remark.number, written=is_new, passage=shown.passage, code=shown.code, text=shown.text)


def _meant(where: str, today: Known) -> Shown:
    """The passage that a person names."""
    place = pointed_at(where, today.shown())
    if place.shown is None or place.placed == "fuzzy":
        near = (
            f"Vouliez-vous dire ¶ {place.shown.code} (« {shortened(place.shown.text)} ») ?" if place.shown else ""
        )
        raise WrongUse(
            f"« {where} » ne dit pas un passage du texte d'aujourd'hui.", near or "Donnez un repère : ¶4.2-13"
        )
    return place.shown


def _proposed(remark: Remark, today: Known) -> Shown:
    """The passage where the remark seems to belong."""
    every = today.shown()
    meant = next((one for one in every if one.bookmark == remark.bookmark), None)
    shown = meant or first_places(every).get(remark.source.passage)
    if shown is None:
        raise WrongUse(
            f"{remark.number} n'a plus de passage dans le texte : dites lequel.",
            f"restitution review place {remark.number} ¶4.2-13",
        )
    return shown
