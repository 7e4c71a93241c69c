"""Saying where a remark belongs: where it seems to, or at another passage."""

from __future__ import annotations

from restitution.acts.known import Known
from restitution.errors import WrongUse
from restitution.remarks import Decision, Remark
from restitution.review.decided import Decided
from restitution.review.files import keep_decision, moment
from restitution.review.passages import Shown, first_places, pointed_at, shortened
from restitution.review.replacements import parts_of


def place(today: Known, remark: Remark, where: str, by: str) -> tuple[Shown, bool]:
    """Write the place of a remark: the passage, and whether it was another before.

    `where`: « ¶4.2-13 » or words of the text; empty: where it seems to belong. Raises `WrongUse` when that is not
    one passage.
    """
    shown = _meant(where, today) if where.strip() else proposed(remark, today)
    known = today.decided()
    parts = parts_of(remark, today.review.items)
    before = [known.get(part.key, Decided()) for part in parts]
    at = moment(decision.at for one in before for decision in one.history)
    passage = shown.bookmark if shown.is_ours else shown.passage
    is_new = any(one.passage != passage for one in before)
    for part in parts if is_new else ():
        decision = Decision(key=part.key, number=part.number, verdict="placer", passage=passage, by=by, at=at)
        keep_decision(today.project, decision)
    return shown, is_new


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


def proposed(remark: Remark, today: Known) -> Shown:
    """The passage where a remark seems to belong. Raises `WrongUse` where there is none."""
    every = today.shown()
    meant = next((one for one in every if one.bookmark == remark.bookmark), None)
    shown = meant or first_places(every).get(remark.source.passage)
    if shown is None:
        raise WrongUse(
            f"{remark.number} n'a plus de passage dans le texte : dites lequel.",
            f"restitution review place {remark.number} ¶4.2-13",
        )
    return shown
