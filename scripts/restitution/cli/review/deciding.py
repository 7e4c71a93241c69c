"""`restitution review decide`: what `acts.deciding` does, by number, reviewer or workbook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

import msgspec

from restitution.acts.deciding import UNDO, Done, Wish, decide
from restitution.acts.known import is_number, of_numbers, of_person
from restitution.cli.answer import Answer
from restitution.cli.review.known import known
from restitution.cli.review.table import KEY, Line, changed_cells, read_table
from restitution.cli.screen import out, told
from restitution.errors import WrongUse
from restitution.messages import expected, folded, listed, nearest, plural
from restitution.remarks import Remark, Seen, Verdict
from restitution.review.files import VERDICTS, verdict_of
from restitution.review.replacements import by_part, seen
from restitution.review.words import UNSETTLED, is_change, kind_of, state_told

WORKBOOK: Final = ".xlsx"
DONE: Final[dict[Verdict, tuple[str, str]]] = {
    "accepter": ("acceptée", "acceptées"),
    "rejeter": ("écartée", "écartées"),
    "resoudre": ("résolue", "résolues"),
    "rouvrir": ("rouverte", "rouvertes"),
    "repondre": ("répondue", "répondues"),
    "placer": ("placée", "placées"),
    "annuler": ("rendue à son état d'avant", "rendues à leur état d'avant"),
}
ORDERS: Final = [verdict for verdict in dict.fromkeys(VERDICTS.values()) if verdict != "placer"]
MOST_TOLD: Final = 20


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line says."""

    words: Sequence[str]
    """Numbers of remarks and one verdict, in any order; or the name of a workbook."""
    author: str = ""
    kind: str = ""
    answer: str = ""
    why: str = ""
    by: str = ""


class DecidedRemarks(Answer, kw_only=True):
    """Decisions that were written."""

    done: Done
    unsure: list[str] = msgspec.field(default_factory=list)
    """Numbers of the changes left waiting, since their place is to be confirmed."""
    said: list[str] = msgspec.field(default_factory=list)
    """About lines of a workbook."""

    def record(self) -> object:
        """What was decided, of which remarks."""
        decided = [
            {"number": one.remark.number, "key": one.remark.key, "numbers": one.numbers, "verdict": one.verdict}
            for one in self.done.written
        ]
        messages = [*self.said, *self.done.filled, *self.done.masked]
        return {
            "decided": decided,
            "same": [*self.done.same, *self.done.bare],
            "unsure": self.unsure,
            "messages": messages,
        }

    def in_short(self) -> str:
        """How many."""
        return f"{plural(len(self.done.written), 'décision écrite', 'décisions écrites')}."

    def show(self) -> None:
        """What was decided, what was not, what to do next."""
        done = self.done
        for line in self.said:
            told(line, 0)
        if self.unsure:
            how = f"restitution review place {self.unsure[0]}"
            out(f"Place à confirmer d'abord, laissées en attente : {listed(self.unsure)} ({how}).")
        groups: dict[Verdict, list[str]] = defaultdict(list)
        for wish in done.written:
            groups[wish.verdict].append(wish.remark.number)
        for verdict, numbers in groups.items():
            shown = listed(numbers) if len(numbers) <= MOST_TOLD else f"de {numbers[0]} à {numbers[-1]}"
            one, several = DONE[verdict]
            out(f"{plural(len(numbers), f'remarque {one}', f'remarques {several}')} : {shown}.")
        if done.same:
            out(f"Déjà décidé ainsi, rien n'est écrit : {listed(done.same)}.")
        if done.bare:
            out(f"Aucune décision à annuler : {listed(done.bare)}.")
        for line in done.filled:
            told(line, 0)
        if not any((done.written, done.same, done.bare, done.filled)):
            out("Aucune décision à écrire.")
        for line in done.masked:
            told(line, 0)
        _tell_meaning(done.written)
        _tell_next(done.written, has_notes=bool(done.notes))


def run(project: Path, cores: int, asked: Asked) -> DecidedRemarks:
    """Write the decisions. Raises `WrongUse` when it is not clear which, or about what."""
    books = [word for word in asked.words if word.lower().endswith(WORKBOOK)]
    if books:
        return _from_workbook(project, cores, asked, books)
    verdict, numbers = _parted(asked)
    kind = kind_of(asked.kind) if asked.kind else None
    if not numbers and not asked.author and not kind:
        raise WrongUse(
            "De quelle remarque s'agit-il ?", "Un numéro (R-014, R-014..R-020), --de NOM ou --kind GENRE."
        )
    today = known(project, cores)
    items = today.review.items
    remarks, unsure = (
        (of_numbers(numbers, items), []) if numbers else _waiting(seen(items), verdict, asked.author, kind)
    )
    wishes = [Wish(remark=one, verdict=verdict, answer=asked.answer, why=asked.why) for one in remarks]
    return DecidedRemarks(done=decide(today, wishes, asked.by), unsure=unsure)


def _parted(asked: Asked) -> tuple[Verdict, list[str]]:
    """The verdict, and the words that name remarks."""
    numbers = [word for word in asked.words if is_number(word)]
    others = [word for word in asked.words if word not in numbers]
    verdicts = dict.fromkeys(verdict for word in others if (verdict := verdict_of(word)))
    wrong = [word for word in others if verdict_of(word) is None]
    if wrong:
        right = expected(wrong[0], ORDERS)
        raise WrongUse(f"« {wrong[0]} » n'est ni un numéro ni une décision.", f"Attendu : R-014, ou {right}.")
    if "placer" in verdicts:
        raise WrongUse("Une place se donne par une autre commande.", "restitution review place R-014 ¶4.2-13")
    if len(verdicts) > 1:
        raise WrongUse(f"Deux décisions à la fois : {listed(verdicts)}.", "Donnez-en une.")
    if not verdicts and not asked.answer:
        raise WrongUse("Que décidez-vous ?", f'Attendu : {listed(ORDERS, "ou")}, ou --reponse "…".')
    return next(iter(verdicts), "repondre"), numbers


def _waiting(
    items: Sequence[Remark], verdict: Verdict, author: str, kind: Seen | None
) -> tuple[list[Remark], list[str]]:
    """The remarks of a reviewer or a kind that a decision in one go is for: what is settled already stays.

    A change whose place is to be confirmed is not accepted with the others: the numbers of those left.
    """
    found = of_person(author, items) if author else list(items)
    found = [one for one in found if kind is None or one.kind == kind]
    found = [one for one in found if (one.state in UNSETTLED) is (verdict != "rouvrir")]
    unsure = [one for one in found if verdict == "accepter" and one.state in {"to_confirm", "orphan"}]
    left, numbers = [one for one in found if one not in unsure], [one.number for one in unsure]
    if not left:
        place = f"restitution review place {numbers[0]}" if numbers else "restitution review list"
        waits = f" Place à confirmer d'abord : {listed(numbers)}." if numbers else ""
        raise WrongUse(f"Aucune remarque de cette sorte n'attend cette décision.{waits}", place)
    return left, numbers


# --- telling -----------------------------------------------------------------------------------


def _tell_meaning(written: Sequence[Wish]) -> None:
    """What a decision does not do, where one may expect it."""
    agreed = [one.remark.number for one in written if one.verdict == "accepter" and not is_change(one.remark.kind)]
    if agreed:
        what = "ce commentaire accepté ne change" if len(agreed) == 1 else "ces commentaires acceptés ne changent"
        told(f"{listed(agreed)} : {what} pas le texte ; pour le changer : restitution fix", 0)
    for wish in written:
        if wish.verdict == "repondre" and wish.remark.state not in UNSETTLED:
            number, state = wish.remark.number, state_told(wish.remark)
            told(f"{number} reste « {state} » ; pour la rouvrir : restitution review decide {number} rouvrir", 0)


def _tell_next(written: Sequence[Wish], *, has_notes: bool) -> None:
    """When what was decided shows. `has_notes`: whether a section that nobody had written has content now."""
    changes = [wish.remark for wish in written if _changes_the_text(wish)]
    unsure = [one.number for one in changes if one.state in {"to_confirm", "orphan"}]
    if unsure:
        told(f"Place à confirmer avant que le texte change : {listed(unsure)}.", 0)
    if len(changes) > len(unsure):
        told("Le texte changera à la prochaine construction : restitution build", 0)
    elif has_notes:
        told("La rubrique paraîtra à la prochaine construction : restitution build", 0)
    elif written:
        told("À écrire dans les prochaines copies et dans la lettre de réponse : restitution build", 0)


def _changes_the_text(wish: Wish) -> bool:
    is_taken_back = wish.verdict == UNDO and wish.remark.state == "applied"
    return is_change(wish.remark.kind) and (wish.verdict == "accepter" or is_taken_back)


# --- a filled workbook ---------------------------------------------------------------------------


def _from_workbook(project: Path, cores: int, asked: Asked, books: Sequence[str]) -> DecidedRemarks:
    if len(asked.words) > 1 or asked.answer or asked.why or asked.author or asked.kind:
        raise WrongUse("Un tableau rempli se donne seul.", f'restitution review decide "{books[0]}"')
    path = Path(books[0])
    if not path.is_file():
        raise WrongUse(
            f"« {path} » est introuvable.", "Il se fait par : restitution review list --xlsx remarques.xlsx"
        )
    lines, said = read_table(path.read_bytes())
    today = known(project, cores)
    wishes, more = wishes_of(lines, today.review.items, today.outgoing().remark)
    return DecidedRemarks(done=decide(today, wishes, asked.by), said=[*said, *more])


def wishes_of(
    lines: Iterable[Line], items: Sequence[Remark], told: Callable[[Remark], Remark] = lambda remark: remark
) -> tuple[list[Wish], list[str]]:
    """What the lines of a workbook decide, and what a person must hear: no line is passed over in silence.

    `told`: a remark as the workbook tells it.
    """
    by_key = {remark.key: remark for remark in items}
    by_number = {remark.number.casefold(): remark for remark in items}
    whole = by_part(items)
    found: dict[str, list[tuple[Line, Wish]]] = defaultdict(list)
    said: list[str] = []
    for line in lines:
        number = line.cells.get("numéro", "").strip()
        key = line.cells.get(KEY, "").strip()
        remark = by_key.get(key) or (None if key else by_number.get(number.casefold()))
        if remark is None:
            said.append(_unknown(line, number, items))
        elif wish := _wish(line, [whole[remark.key], remark], told, has_key=bool(key), said=said):
            found[wish.remark.key].append((line, wish))
    return [wish for group in found.values() if (wish := _agreed(group, said))], said


def _unknown(line: Line, number: str, items: Sequence[Remark]) -> str:
    near = nearest(number, [one.number for one in items]) if number else None
    asked = f" ; vouliez-vous dire {near} ?" if near else "."
    what = f"« {number} » n'est le numéro d'aucune remarque" if number else "le numéro manque"
    return f"Ligne {line.number}, laissée de côté : {what}{asked}"


def _wish(
    line: Line, remarks: Sequence[Remark], told: Callable[[Remark], Remark], *, has_key: bool, said: list[str]
) -> Wish | None:
    """What a line decides of its remark; None for nothing.

    `remarks`: what people see, then the part of it that an earlier version gave a line of its own.
    """
    remark = remarks[0]
    about = f"Ligne {line.number} ({remark.number})"
    changed = min((changed_cells(line, told(one)) for one in remarks), key=len)
    if changed:
        what = f"{about} : {listed(f'« {name} »' for name in changed)}, changé dans le tableau"
        if not has_key and line.decides:
            said.append(f"{what} : est-ce bien la même remarque ? La ligne est laissée de côté.")
            return None
        said.append(f"{what} : la remarque elle-même reste comme elle a été dite.")
    word, answer, why = (line.cells.get(name, "").strip() for name in ("décision", "réponse", "motif"))
    verdict = verdict_of(word) if word else ("repondre" if answer else None)
    if word and verdict in {None, "placer"}:
        said.append(
            f"{about}, laissée de côté : « {word} » n'est pas une décision ; attendu : {expected(word, ORDERS)}."
        )
        return None
    if verdict is None:
        if why:
            said.append(f"{about} : un motif sans décision, rien n'est écrit.")
        return None
    return Wish(remark=remark, verdict=verdict, answer=answer, why=why)


def _agreed(group: Sequence[tuple[Line, Wish]], said: list[str]) -> Wish | None:
    """The wish of the lines of one remark; None when they differ."""
    wishes = [wish for _, wish in group]
    if any(
        folded(msgspec.json.encode(wish).decode()) != folded(msgspec.json.encode(wishes[0]).decode())
        for wish in wishes
    ):
        lines = listed(str(line.number) for line, _ in group)
        said.append(f"{wishes[0].remark.number} : les lignes {lines} décident différemment, aucune n'est suivie.")
        return None
    return wishes[0]
