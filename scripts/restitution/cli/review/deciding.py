"""`restitution review decide`: accept, reject, resolve, reopen, answer; by number, reviewer or workbook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from restitution.cli.answer import Answer
from restitution.cli.review.filling import Filled, fill
from restitution.cli.review.known import Known, is_number, known, of_numbers, of_person
from restitution.cli.review.table import KEY, Line, changed_cells, read_table
from restitution.cli.review.unasked import Words, unasked
from restitution.cli.screen import out, told
from restitution.errors import WrongUse
from restitution.messages import expected, folded, listed, nearest, plural
from restitution.plan.outputs import REMARKS, WORK
from restitution.remarks import Decision, Remark, Review, Seen, Verdict
from restitution.review.decided import Decided, decided
from restitution.review.files import (
    DECISIONS,
    VERDICTS,
    files_in,
    keep_decision,
    moment,
    read_decisions,
    verdict_of,
)
from restitution.review.replacements import by_part, parts_of, seen
from restitution.review.words import UNSETTLED, is_change, kind_of, state_told

WORKBOOK: Final = ".xlsx"
DONE: Final[dict[Verdict, str]] = {
    "accepter": "acceptée",
    "rejeter": "écartée",
    "resoudre": "résolue",
    "rouvrir": "rouverte",
    "repondre": "répondue",
    "placer": "placée",
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


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be decided of one remark, as people see it."""

    remark: Remark
    verdict: Verdict
    answer: str = ""
    why: str = ""
    numbers: list[str] = []
    """Once it is written: of a replacement, those of its parts; else its own."""


class DecidedRemarks(Answer, kw_only=True):
    """Decisions that were written."""

    written: list[Wish]
    same: list[str]
    """Numbers of the remarks that were decided so already."""
    unsure: list[str] = msgspec.field(default_factory=list)
    """Numbers of the changes left waiting, since their place is to be confirmed."""
    said: list[str] = msgspec.field(default_factory=list)
    """About lines of a workbook."""
    filled: list[str] = msgspec.field(default_factory=list)
    """About content that was offered for a section nobody had written: the note that holds it now."""
    notes: list[str] = msgspec.field(default_factory=list)
    """Those new notes."""
    masked: list[str] = msgspec.field(default_factory=list)
    """About names and ways to reach somebody, in what was decided, that will not be shown."""

    def record(self) -> object:
        """What was decided, of which remarks."""
        decided = [
            {"number": one.remark.number, "key": one.remark.key, "numbers": one.numbers, "verdict": one.verdict}
            for one in self.written
        ]
        messages = [*self.said, *self.filled, *self.masked]
        return {"decided": decided, "same": self.same, "unsure": self.unsure, "messages": messages}

    def in_short(self) -> str:
        """How many."""
        return f"{plural(len(self.written), 'décision écrite', 'décisions écrites')}."

    def show(self) -> None:
        """What was decided, what was not, what to do next."""
        for line in self.said:
            told(line, 0)
        if self.unsure:
            how = f"restitution review place {self.unsure[0]}"
            out(f"Place à confirmer d'abord, laissées en attente : {listed(self.unsure)} ({how}).")
        groups: dict[Verdict, list[str]] = defaultdict(list)
        for wish in self.written:
            groups[wish.verdict].append(wish.remark.number)
        for verdict, numbers in groups.items():
            shown = listed(numbers) if len(numbers) <= MOST_TOLD else f"de {numbers[0]} à {numbers[-1]}"
            out(f"{plural(len(numbers), f'remarque {DONE[verdict]}', f'remarques {DONE[verdict]}s')} : {shown}.")
        if self.same:
            out(f"Déjà décidé ainsi, rien n'est écrit : {listed(self.same)}.")
        for line in self.filled:
            told(line, 0)
        if not self.written and not self.same and not self.filled:
            out("Aucune décision à écrire.")
        for line in self.masked:
            told(line, 0)
        _tell_meaning(self.written)
        _tell_next(self.written, has_notes=bool(self.notes))


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
    return msgspec.structs.replace(decide(today, wishes, asked.by), unsure=unsure)


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


# --- writing -----------------------------------------------------------------------------------


def decide(today: Known, wishes: Sequence[Wish], by: str) -> DecidedRemarks:
    """Write a decision for each wish that is not decided so already; content of gaps becomes notes."""
    project = today.project
    filled = fill(project, [wish.remark for wish in wishes if wish.verdict == "accepter"])
    wishes = [_settled(wish, filled) for wish in wishes if wish.remark.key not in filled.waiting]
    items = msgspec.json.decode((project / WORK / REMARKS).read_bytes(), type=Review).items
    before, threads = history(project), _threads(items)
    written, same = [], []
    for wish in wishes:
        parts = parts_of(wish.remark, items)
        at = moment(one.at for part in parts for one in before.get(part.key, Decided()).history)
        kept = [
            _keep(project, one, before.get(one.remark.key, Decided()), threads.get(one.remark.key, ""), by, at)
            for one in (msgspec.structs.replace(wish, remark=part) for part in parts)
        ]
        if any(kept):
            written.append(msgspec.structs.replace(wish, numbers=[part.number for part in parts]))
        else:
            same.append(wish.remark.number)
    masked = unasked(today.plan, project / WORK, (one for wish in written for one in _going_out(wish)))
    return DecidedRemarks(written=written, same=same, filled=filled.said, notes=filled.notes, masked=masked)


def _going_out(wish: Wish) -> Iterator[Words]:
    """What others will read of a decision: the text that was accepted, and the answer."""
    remark = wish.remark
    if is_change(remark.kind) and (wish.verdict == "accepter" or (remark.fills and wish.verdict == "resoudre")):
        said = remark.proposed if remark.kind == "untracked_edit" else remark.text
        yield Words(remark.number, said, remark.base, remark.author)
    if wish.answer:
        yield Words(remark.number, wish.answer, remark.base, remark.author)


def _settled(wish: Wish, filled: Filled) -> Wish:
    """Content that became a note is settled: the plan's own words, which stand in many places, stay."""
    answer = filled.answers.get(wish.remark.key)
    if answer is None or wish.verdict != "accepter":
        return wish
    return msgspec.structs.replace(wish, verdict="resoudre", answer=wish.answer or answer)


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
    changes = [wish.remark for wish in written if wish.verdict == "accepter" and is_change(wish.remark.kind)]
    unsure = [one.number for one in changes if one.state in {"to_confirm", "orphan"}]
    if unsure:
        told(f"Place à confirmer avant que le texte change : {listed(unsure)}.", 0)
    if len(changes) > len(unsure):
        told("Le texte changera à la prochaine construction : restitution build", 0)
    elif has_notes:
        told("La rubrique paraîtra à la prochaine construction : restitution build", 0)
    elif written:
        told("À écrire dans les prochaines copies et dans la lettre de réponse : restitution build", 0)


def history(project: Path) -> dict[str, Decided]:
    """What was decided of each remark, by key."""
    decisions, _ = read_decisions(files_in(project / DECISIONS))
    return decided(decisions)[0]


def _threads(items: Iterable[Remark]) -> dict[str, str]:
    """Keys of what each thread holds, as the last look at the remarks found it."""
    threads: dict[str, list[str]] = defaultdict(list)
    for remark in items:
        if remark.kind in {"comment", "reply"}:
            threads[remark.thread or remark.key].append(remark.key)
    return {key: " ".join(sorted(keys)) for key, keys in threads.items()}


def _keep(project: Path, wish: Wish, before: Decided, thread: str, by: str, at: str) -> bool:
    """Write one decision; False when it would change nothing. `at`: later than all before it."""
    is_said = wish.verdict in ("repondre", before.verdict)
    is_seen = not thread or thread == before.seen
    if before.history and is_said and is_seen and before.answer == (wish.answer or before.answer) and not wish.why:
        return False
    decision = Decision(
        key=wish.remark.key,
        number=wish.remark.number,
        verdict=wish.verdict,
        answer=wish.answer,
        why=wish.why,
        seen=thread,
        by=by,
        at=at,
    )
    keep_decision(project, decision)
    return True


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
    return msgspec.structs.replace(decide(today, wishes, asked.by), said=[*said, *more])


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
