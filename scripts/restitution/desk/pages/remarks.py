"""The remarks of reviewers: each beside its passage, its source and its history, decided alone or together."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from typing import Any, Final

from starlette.responses import Response

from restitution.acts.deciding import UNDO, Done, Wish, decide
from restitution.acts.placing import place
from restitution.desk.asked import Asked, Page
from restitution.desk.project import Changed, Desk, Today, as_seen
from restitution.desk.rows import Narrowed, on_page
from restitution.desk.sheets import line_of, sheet_of
from restitution.desk.source import Said, said_in_note
from restitution.errors import RestitutionError, WrongUse
from restitution.messages import folded, listed, plural
from restitution.remarks import Remark, Verdict
from restitution.review.passages import shortened
from restitution.review.words import (
    KINDS,
    STATES,
    author_told,
    is_change,
    place_told,
)

ON_A_PAGE: Final = 50
WAITING: Final = "attente"
"""The filter of what waits for the editor."""
DONE: Final[dict[Verdict, tuple[str, str]]] = {
    "accepter": ("acceptée", "acceptées"),
    "rejeter": ("écartée", "écartées"),
    "resoudre": ("résolue", "résolues"),
    "rouvrir": ("rouverte", "rouvertes"),
    "repondre": ("répondue", "répondues"),
    UNDO: ("remise comme avant", "remises comme avant"),
}
MOST_TOLD: Final = 12
STATE_HEADER: Final = "x-etat"


class Filters(Narrowed, frozen=True, kw_only=True):
    """Which remarks are shown, as the address says it."""

    etat: str = WAITING
    qui: str = ""
    genre: str = ""
    cherche: str = ""

    def keep(self, remark: Remark, waiting: Container[str]) -> bool:
        """Whether a remark is one of them. `waiting`: numbers of those that wait."""
        return (
            (remark.number in waiting if self.etat == WAITING else not self.etat or remark.state == self.etat)
            and (not self.qui or author_told(remark) == self.qui)
            and (not self.genre or remark.kind == self.genre)
            and (not self.cherche or folded(self.cherche) in folded(_every_word(remark)))
        )


def waiting(desk: Desk) -> int:
    """How many wait for the editor."""
    return len(desk.today().waiting) if desk.is_ready else 0


page = Page("remarques", "Remarques", waiting)


@page.get("/remarques")
def show_list(asked: Asked) -> Response:
    """The list, and the first remark of it."""
    today, filters = asked.desk.today(), _filters(asked.query.get)
    shown = _kept(today, filters)
    if asked.is_part:
        return _with_state(asked.part("remarks_list.html.j2", **_list_words(today, filters, asked)), today)
    return _whole(asked, today, filters, shown[0] if shown else None)


@page.get("/remarques/{number}")
def show_one(asked: Asked) -> Response:
    """One remark, alone for htmx, beside the list else."""
    today, filters = asked.desk.today(), _filters(asked.query.get)
    remark = _of_number(today, asked.path["number"])
    if asked.is_part:
        return asked.part("remark.html.j2", **_sheet_words(asked.desk, today, remark, filters))
    return _whole(asked, today, filters, remark)


@page.get("/remarques/{number}/source")
def show_source(asked: Asked) -> Response:
    """What the note says around the passage, as its author wrote it."""
    today = asked.desk.today()
    remark = _of_number(today, asked.path["number"])
    passage = asked.desk.text().of(remark)
    found: Said | None = said_in_note(asked.desk, passage) if passage and passage.path else None
    return asked.part("remark_source.html.j2", found=found, remark=remark)


@page.post("/remarques/decider")
def decide_some(asked: Asked) -> Response:
    """Decide of one or several remarks, then show the next one that waits."""
    filters = _filters(asked.form)
    wanted = [(number, seen) for number, _, seen in (one.partition(":") for one in asked.every("numero"))]
    if not wanted:
        raise WrongUse(
            "Aucune remarque n'est cochée.", "Cochez-en dans la liste, ou décidez de celle qui est ouverte."
        )
    verdict = _verdict(asked.form("decision"))
    with asked.desk.lock:
        today = asked.desk.today()
        try:
            remarks = as_seen(today, wanted)
        except Changed as error:
            return _refused(asked, today, filters, [number for number, _ in wanted], error)
        answer, why = asked.form("reponse").strip(), asked.form("motif").strip()
        if verdict == "repondre" and not answer:
            raise WrongUse("La réponse est vide.", "Écrivez-la, puis envoyez-la.")
        if verdict == "accepter" and len(remarks) > 1:
            _refuse_unsure(remarks)
        wishes = [Wish(remark=one, verdict=verdict, answer=answer, why=why) for one in remarks]
        done = decide(today.known, wishes, asked.form("par").strip() or asked.desk.by)
        now = asked.desk.today()
    is_one = asked.form("suite") == "oui" and verdict != UNDO
    following = _following(today, now, filters, [one.number for one in remarks], is_one=is_one)
    return _decided(asked, now, filters, following, done, [one.number for one in remarks])


@page.post("/remarques/placer")
def place_one(asked: Asked) -> Response:
    """Confirm where a remark belongs, or say where it does."""
    filters = _filters(asked.form)
    number, _, seen = asked.form("numero").partition(":")
    where = asked.form("ou").strip() if asked.form("geste") == "placer" else ""
    if asked.form("geste") == "placer" and not where:
        raise WrongUse("Où est-elle ?", "Donnez un repère (¶4.2-13), ou des mots du passage.")
    with asked.desk.lock:
        today = asked.desk.today()
        try:
            (remark,) = as_seen(today, [(number, seen)])
        except Changed as error:
            return _refused(asked, today, filters, [number], error)
        shown, _ = place(today.known, remark, where, asked.desk.by)
        now = asked.desk.today()
    said = [f"{number} est placée : ¶ {shown.code or '(sans repère)'} « {shortened(shown.text)} »"]
    return _answer(asked, now, filters, now.by_number.get(number), said, [number], can_undo=True)


# --- what is shown -------------------------------------------------------------------------------


def _whole(
    asked: Asked, today: Today, filters: Filters, remark: Remark | None, status: int = 200, **more: Any
) -> Response:
    words = _list_words(today, filters, asked) | _sheet_words(asked.desk, today, remark, filters) | more
    is_open = "number" in asked.path
    return _with_state(
        asked.page("remarks.html.j2", status, is_open=is_open, title=_title(remark, is_open), **words), today
    )


def _title(remark: Remark | None, is_open: bool) -> str:
    return f"Remarque {remark.number}" if remark and is_open else "Remarques"


def _with_state(answer: Response, today: Today) -> Response:
    answer.headers[STATE_HEADER] = today.mark
    return answer


def _list_words(today: Today, filters: Filters, asked: Asked) -> dict[str, Any]:
    kept = _kept(today, filters)
    number, last, shown = on_page(asked, len(kept), ON_A_PAGE)
    return {
        "lines": [line_of(one) for one in kept[shown]],
        "count": len(kept),
        "total": len(today.remarks),
        "waits": len(today.waiting),
        "filters": filters,
        "page_number": number,
        "last_page": last,
        "states": STATES,
        "kinds": {kind: KINDS[kind] for kind in dict.fromkeys(one.kind for one in today.remarks)},
        "people": sorted({author_told(one) for one in today.remarks}),
        "later_look": today.waiting_for_a_look,
        "trouble": today.known.review.trouble,
    }


def _sheet_words(desk: Desk, today: Today, remark: Remark | None, filters: Filters) -> dict[str, Any]:
    shown = sheet_of(desk, today, remark, [one.number for one in _kept(today, filters)]) if remark else None
    return {"sheet": shown, "filters": filters}


# --- which ones ----------------------------------------------------------------------------------


def _filters(read: Callable[[str], str | None]) -> Filters:
    """What an address or a form says of the filters; a state that is none of ours is the first one."""
    etat = read("etat")
    return Filters(
        etat=etat if etat is not None and etat in {WAITING, "", *STATES} else WAITING,
        qui=read("qui") or "",
        genre=read("genre") or "",
        cherche=(read("cherche") or "").strip(),
    )


def _kept(today: Today, filters: Filters) -> list[Remark]:
    return [one for one in today.remarks if filters.keep(one, today.waiting)]


def _every_word(remark: Remark) -> str:
    return " ".join(
        (remark.number, remark.text, remark.quote, remark.answer, place_told(remark), author_told(remark))
    )


def _of_number(today: Today, number: str) -> Remark:
    remark = today.by_number.get(number)
    if remark is None:
        raise WrongUse(f"« {number} » : aucune remarque n'a ce numéro.", "Revenez à la liste des remarques.")
    return remark


def _following(
    today: Today, now: Today, filters: Filters, decided: Sequence[str], *, is_one: bool
) -> Remark | None:
    """The remark to be shown after some were decided: the next that waits, in the order in which they stood."""
    if not is_one:
        return now.by_number.get(decided[0])
    order = [one.number for one in _kept(today, filters)]
    rank = order.index(decided[-1]) if decided[-1] in order else -1
    turned = [*order[rank + 1 :], *order[: max(rank, 0)]]
    following = next((number for number in turned if number in now.waiting), decided[-1])
    return now.by_number.get(following)


# --- what is done --------------------------------------------------------------------------------


def _verdict(word: str) -> Verdict:
    found = next((one for one in DONE if one == word), None)
    if found is None:
        raise WrongUse(f"« {word} » n'est pas une décision du bureau.")
    return found


def _refuse_unsure(remarks: Iterable[Remark]) -> None:
    """No change whose place is to be confirmed is accepted among others: the editor has not seen it."""
    unsure = [one.number for one in remarks if is_change(one.kind) and one.state in {"to_confirm", "orphan"}]
    if unsure:
        raise RestitutionError(
            f"Place à confirmer d'abord : {listed(unsure)}. Rien n'est écrit.",
            "Ouvrez-les une à une, ou décochez-les.",
        )


def _refused(asked: Asked, today: Today, filters: Filters, numbers: Sequence[str], error: Changed) -> Response:
    """What changed meanwhile, as it is now."""
    remark = today.by_number.get(numbers[0])
    if not asked.is_part:
        return _whole(asked, today, filters, remark, 409, refusal=error)
    lines = [line_of(today.by_number[number]) for number in numbers if number in today.by_number]
    words = _sheet_words(asked.desk, today, remark, filters)
    answer = asked.part(
        "remarks_decided.html.j2",
        lines=lines,
        trouble_told=error,
        waits=len(today.waiting),
        told=[],
        undo=[],
        **words,
    )
    return _with_state(answer, today)


def _decided(
    asked: Asked, now: Today, filters: Filters, following: Remark | None, done: Done, numbers: Sequence[str]
) -> Response:
    can_undo = bool(done.written) and not _is_undo(done)
    return _answer(asked, now, filters, following, told(done), numbers, can_undo=can_undo)


def _answer(  # noqa: PLR0913 what a part of the page is made of
    asked: Asked,
    now: Today,
    filters: Filters,
    following: Remark | None,
    said_: list[str],
    numbers: Sequence[str],
    *,
    can_undo: bool,
) -> Response:
    """What was done, the lines that it changed, the remark to look at next."""
    if not asked.is_part:
        return asked.back(f"/remarques/{following.number}?{filters.address}" if following else "/remarques")
    lines = [line_of(now.by_number[number]) for number in numbers if number in now.by_number]
    answer = asked.part(
        "remarks_decided.html.j2",
        lines=lines,
        trouble_told=None,
        waits=len(now.waiting),
        told=said_,
        undo=lines if can_undo else [],
        **_sheet_words(asked.desk, now, following, filters),
    )
    return _with_state(answer, now)


def _is_undo(done: Done) -> bool:
    return any(one.verdict == UNDO for one in done.written)


def told(done: Done) -> list[str]:
    """What was decided, for a person."""
    lines = []
    for verdict, words in DONE.items():
        numbers = [one.remark.number for one in done.written if one.verdict == verdict]
        if numbers:
            shown = listed(numbers) if len(numbers) <= MOST_TOLD else f"de {numbers[0]} à {numbers[-1]}"
            one, several = (f"remarque {words[0]}", f"remarques {words[1]}")
            lines.append(f"{plural(len(numbers), one, several)} : {shown}.")
    if done.same:
        lines.append(f"Déjà décidé ainsi, rien n’est écrit : {listed(done.same)}.")
    if done.bare:
        lines.append(f"Aucune décision à annuler : {listed(done.bare)}.")
    return [*lines, *done.filled, *done.masked]
