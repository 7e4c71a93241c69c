"""`restitution review list`: every remark, what waits for the editor first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from restitution import store
from restitution.acts.filling import in_the_name_of, where_to_write
from restitution.acts.known import below, of_person
from restitution.cli.answer import Answer
from restitution.cli.review.known import known
from restitution.cli.review.table import table_of
from restitution.cli.screen import heading, out, told
from restitution.cli.tables import table
from restitution.messages import listed, plural
from restitution.remarks import LEFT, Fills, Remark, Review, left_to_a_hand
from restitution.review.filling import can_be_written
from restitution.review.gaps import offered
from restitution.review.passages import shortened
from restitution.review.replacements import TORN, seen, silent_numbers
from restitution.review.words import (
    KINDS,
    STATES,
    UNSETTLED,
    author_told,
    by_told,
    day_told,
    fills_told,
    is_change,
    is_waiting,
    need_of,
    place_told,
    said,
    state_of,
    state_told,
)

MOST_PAIRS = 5
FIRST = "Aucune remarque encore. Une copie relue se dépose dans sources/, ou : restitution review add FICHIER"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Which remarks to show, and how."""

    states: Sequence[str] = ()
    author: str = ""
    passage: str = ""
    workbook: Path | None = None


class Remarks(Answer, kw_only=True):
    """Remarks of reviewers, and the balance of all of them."""

    items: list[Remark]
    review: Review
    """All that there is."""
    workbook: Path | None

    def record(self) -> object:
        """`items` and `balance`; `trouble` where the count does not hold."""
        return Review(items=self.items, balance=self.review.balance, trouble=self.review.trouble)

    def in_short(self) -> str:
        """How many, and how many wait."""
        told = seen(self.items)
        waiting = sum(map(is_waiting, told))
        return f"{plural(len(told), 'remarque')}, {waiting} en attente."

    def show(self) -> None:
        """The remarks, or where their workbook is."""
        told = seen(self.items)
        if self.workbook:
            _show_workbook(self.workbook, len(told))
        else:
            _show(self.review, told, silent_numbers(self.items))


def run(project: Path, cores: int, asked: Asked) -> Remarks:
    """Find the remarks, and write their workbook. Raises `WrongUse` for an unknown state or reviewer."""
    states = {state_of(word) for word in asked.states}
    today = known(project, cores)
    items = [remark for remark in today.review.items if not states or remark.state in states]
    if asked.author:
        items = of_person(asked.author, items) if items else []
    if asked.passage:
        items = below(asked.passage, items)
    if asked.workbook:
        store.write(asked.workbook, table_of([*map(today.outgoing().remark, seen(items))]))
    return Remarks(items=items, review=today.review, workbook=asked.workbook)


def _show_workbook(path: Path, count: int) -> None:
    out(f"{plural(count, 'remarque')} dans {path}.")
    told(
        "Remplissez les colonnes « décision », « réponse » et « motif » : une ligne laissée vide ne décide rien.",
        0,
    )
    told(f'Puis : restitution review decide "{path}"', 0)


def _show(review: Review, items: Sequence[Remark], silent: Sequence[tuple[str, str]]) -> None:
    if not review.items:
        out(FIRST)
        return
    _show_people(items)
    numbers = {remark.key: remark.number for remark in review.items}
    for state in STATES:
        same = [remark for remark in items if remark.state == state]
        if same:
            title = "sans place dans le texte" if state == "orphan" else STATES[state]
            heading(f"{title.upper()} : {plural(len(same), 'remarque')}")
            for remark in same:
                _tell(remark, numbers.get(remark.parent, ""))
    if not items:
        out("Aucune remarque de cette sorte.")
    if silent:
        out("")
        told(f"{_pairs(silent)} : un mot remplacé prend deux numéros, et n'a qu'une ligne.", 0)
    if review.trouble:
        heading("LE COMPTE N'Y EST PAS")
        told(review.trouble)
    _next_step(seen(review.items))


def _pairs(silent: Sequence[tuple[str, str]]) -> str:
    """« R-002 (dit avec R-001) et 3 autres »."""
    shown = [f"{number} (dit avec {whole})" for number, whole in silent[:MOST_PAIRS]]
    rest = [plural(len(silent) - MOST_PAIRS, "autre")] if len(silent) > MOST_PAIRS else []
    return listed([*shown, *rest])


def _show_people(items: Sequence[Remark]) -> None:
    """Whose remarks wait, where there are several people."""
    by_person: dict[str, list[Remark]] = {}
    for remark in items:
        by_person.setdefault(author_told(remark), []).append(remark)
    if len(by_person) > 1:
        rows = [(name, str(len(own)), str(sum(map(is_waiting, own)))) for name, own in by_person.items()]
        table(("De", "Remarques", "En attente"), rows, numbers={1, 2})


def _tell(remark: Remark, answered: str) -> None:
    """One remark: who, where, what, and what was answered. `answered`: number of what it replies to."""
    day = f", {told_day}" if (told_day := day_told(remark.date)) else ""
    quoted = remark.quote.strip() and not is_change(remark.kind)
    about = f", sur « {shortened(_line(remark.quote))} »" if quoted else ""
    where = f"à {answered}" if answered else f"{place_told(remark)}{about}"
    told(f"{remark.number}  {KINDS[remark.kind]}{by_told(remark)}{day} – {state_told(remark)}")
    told(f"{where} : {_line(said(remark))}", 3)
    if remark.fills and remark.state in UNSETTLED and offered(remark):
        told(_filling(remark, remark.fills), 3, mark="→ ")
    if remark.answer.strip():
        told(f"Réponse : {_line(remark.answer)}", 3)
    if others := next((event.text for event in remark.history if event.what == TORN), ""):
        told(_torn(remark, others), 3, mark="→ ")
    if why := why_open(remark):
        told(why, 3, mark="→ ")


def _torn(remark: Remark, others: str) -> str:
    """That the other half of a replacement was decided otherwise. `others`: its numbers."""
    return (
        f"Va avec {listed(others.split())}, décidée autrement. Pour les accorder : restitution review decide "
        f"{remark.number} {others} accepter (ou rejeter)"
    )


def _filling(remark: Remark, fills: Fills) -> str:
    """What it offers, and how it goes in."""
    if not can_be_written(fills):
        return where_to_write(fills)
    does = f"restitution review decide {remark.number} accepter"
    return f"{fills_told(fills)} ; une nouvelle note, {in_the_name_of(remark)} : {does}"


def why_open(remark: Remark) -> str:
    """Why an accepted change is not in the text, or what a remark that has no sure place waits for."""
    if by_hand := left_to_a_hand(remark):
        return f"Acceptée, {LEFT} : {by_hand}"
    if remark.state == "to_confirm":
        return f"Place à confirmer : restitution review place {remark.number} (ou : … {remark.number} ¶…)"
    if remark.state == "orphan":
        why = "Son passage n'est plus dans le texte" if remark.base else "Dites de quel passage elle parle"
        return f"{why} : restitution review place {remark.number} ¶…, ou décidez."
    return ""


def _line(text: str) -> str:
    return " ".join(text.split())


def _next_step(items: Sequence[Remark]) -> None:
    """What to do first."""
    heading("PROCHAIN PAS")
    first = {need_of(remark): remark for remark in reversed(items)}
    if unsure := first.get("place"):
        told(f"Confirmez une place : restitution review place {unsure.number}")
    elif waiting := first.get("decision"):
        verbs = "accepter (ou rejeter)" if is_change(waiting.kind) else "repondre (ou resoudre)"
        told(f'Décidez : restitution review decide {waiting.number} {verbs} --reponse "…"')
        told("Ou toutes à la fois, dans un tableur : restitution review list --xlsx remarques.xlsx")
    elif left := first.get("hand"):
        told(f"Reprenez {left.number} à la main, dans la note ou par restitution fix ; puis dites-la résolue :")
        told(f"restitution review decide {left.number} resoudre", 2)
    else:
        told("Tout est décidé. La lettre de réponse : restitution review letter")
