"""The editor's own pen: a passage by its code or its words, its new text; the corrections that stand."""

from __future__ import annotations

import hashlib
from typing import Any, Final

import msgspec
from starlette.responses import Response

from restitution.acts.fixing import correct, take_back
from restitution.desk.asked import Asked, Page
from restitution.desk.project import Changed, Today
from restitution.errors import WrongUse
from restitution.messages import listed
from restitution.remarks import Applied, Fix
from restitution.review.decided import standing_fixes
from restitution.review.files import FIXES, files_in, read_fixes
from restitution.review.passages import Shown, by_code, pointed_at

MOST_LETTERS: Final = 200_000
BECAME: Final = {
    "applied": "dans le texte",
    "merged": "dans le texte, qui avait changé ailleurs",
    "settled": "la note le dit déjà",
    "conflict": "à reprendre à la main",
    "gone": "son passage n’est plus dans les notes",
}
NOT_YET: Final = "à la prochaine construction"

page = Page("corrections", "Corrections")


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A correction that holds."""

    mark: str
    """By which its own button names it."""
    code: str
    before: str
    after: str
    by: str
    at: str
    became: str
    why: str


@page.get("/corrections")
def show(asked: Asked) -> Response:
    """The corrections, and the passage that somebody points at."""
    where = asked.query.get("ou", "").strip()
    today = asked.desk.today()
    passage, trouble = None, None
    try:
        passage = _meant(where, today) if where else None
    except WrongUse as error:
        trouble = error
    words = _words(asked, today, passage)
    return asked.page("corrections.html.j2", where=where, trouble=trouble, said=[], **words)


@page.post("/corrections/ecrire")
def write(asked: Asked) -> Response:
    """Keep the new text of a passage, unless it is no longer as it was seen."""
    code = asked.form("repere")
    is_withdrawn = asked.form("geste") == "retirer"
    text = "" if is_withdrawn else " ".join(asked.form("texte").split())
    if not is_withdrawn and not text:
        raise WrongUse("Le nouveau texte est vide.", "Pour ôter ce passage de la publication : « Retirer ».")
    if len(text) > MOST_LETTERS:
        raise WrongUse("C'est trop long pour un passage : rien n'est écrit.")
    with asked.desk.lock:
        today = asked.desk.today()
        passage = by_code(code, today.known.shown())
        if passage is not None and version(passage, _fixes(asked)) != asked.form("vu"):
            raise Changed(
                f"¶ {code} a changé pendant que vous écriviez : rien n'est écrit.",
                "Copiez votre texte, rechargez la page, puis reprenez-le.",
            )
        kept = correct(today.known, code, text, asked.desk.by)
    said = [f"¶ {code} : correction gardée. Elle entre dans le texte à la prochaine construction."]
    if kept.lost_looks:
        said.append(f"Mise en forme qui ne passe pas aux nouveaux mots : {listed(kept.lost_looks)}.")
    return _after(asked, [*said, *kept.masked], kept.passage)


@page.post("/corrections/annuler")
def undo(asked: Asked) -> Response:
    """Keep that a correction no longer holds."""
    with asked.desk.lock:
        wanted = next((fix for fix in _fixes(asked) if mark_of(fix) == asked.form("correction")), None)
        if wanted is None:
            raise Changed("Cette correction ne tient plus : rien n'est écrit.", "Rechargez la page.")
        take_back(asked.desk.project, wanted, asked.desk.by)
    return _after(asked, ["Correction annulée : le texte d’avant revient à la prochaine construction."], None)


def _after(asked: Asked, said: list[str], passage: Shown | None) -> Response:
    if not asked.is_part:
        return asked.back(page.address)
    return asked.part(
        "corrections_after.html.j2", told=said, where="", **_words(asked, asked.desk.today(), passage)
    )


def _words(asked: Asked, today: Today, passage: Shown | None) -> dict[str, Any]:
    fixes, text = _fixes(asked), asked.desk.text()
    applied = {one.passage: one for one in asked.desk.applied() if not one.key}
    return {
        "passage": passage,
        "seen": version(passage, fixes) if passage else "",
        "now": next((fix.text for fix in fixes if passage and fix.passage == passage.passage), None),
        "standing": [_standing(fix, text.places.get(fix.passage), applied.get(fix.passage)) for fix in fixes],
        "ready": bool(today.known.shown()),
    }


def _standing(fix: Fix, place: Shown | None, applied: Applied | None) -> Standing:
    is_in = place is not None and place.text == fix.text
    return Standing(
        mark=mark_of(fix),
        code=place.code if place else "",
        before=fix.base,
        after=fix.text,
        by=fix.by,
        at=fix.at,
        became=BECAME[applied.result] if applied and (is_in or applied.result != "applied") else NOT_YET,
        why=applied.why if applied else "",
    )


def _fixes(asked: Asked) -> list[Fix]:
    fixes, _ = read_fixes(files_in(asked.desk.project / FIXES))
    return standing_fixes(fixes)[0]


def mark_of(fix: Fix) -> str:
    """What a button calls a correction."""
    return hashlib.sha256(msgspec.json.encode(fix)).hexdigest()[:16]


def version(passage: Shown, fixes: list[Fix]) -> str:
    """What tells that a passage is still as somebody saw it, with the corrections that wait for it."""
    own = [mark_of(fix) for fix in fixes if fix.passage == passage.passage]
    return hashlib.sha256(msgspec.json.encode((passage.text, own))).hexdigest()[:12]


def _meant(where: str, today: Today) -> Shown:
    found = pointed_at(where, today.known.shown())
    if found.shown is None:
        raise WrongUse(f"« {where} » ne dit pas un passage du texte d'aujourd'hui.", "Donnez un repère : ¶4.2-13")
    return found.shown
