"""What acts on remarks work from: the remarks and the text of today."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from restitution.build import look
from restitution.errors import WrongUse
from restitution.messages import folded, listed, nearest
from restitution.model import Document
from restitution.people.unseen import is_protected
from restitution.plan import Plan
from restitution.plan.outputs import DOCUMENT, REMARKS, WORK
from restitution.progress import Progress
from restitution.remarks import Remark, Review
from restitution.review.decided import Decided, decided
from restitution.review.files import DECISIONS, files_in, read_decisions
from restitution.review.journal import number_of
from restitution.review.passages import Shown, shown_passages
from restitution.review.replacements import by_part
from restitution.review.words import author_told
from restitution.settings import Settings
from restitution.stages.withdrawn import Forgetting, forgetting_of

RANGE: Final = re.compile(r"(.+?)\s*(?:\.\.\.?|…)\s*(.+)")
NUMBER: Final = re.compile(r"(?:R-?)?0*(\d+)([a-z]*)", re.IGNORECASE)
MOST_NAMED: Final = 8


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A project whose remarks and text are up to date."""

    project: Path
    plan: Plan
    review: Review
    document: Document

    @property
    def settings(self) -> Settings:
        """The project's."""
        return self.plan.settings

    history: Mapping[str, Decided] | None = None
    """What was decided of each remark, by key, where it was read already."""

    passages: Sequence[Shown] | None = None
    """Every passage of the publication, where they were found already."""

    def decided(self) -> Mapping[str, Decided]:
        """What was decided of each remark, by key."""
        return history_of(self.project) if self.history is None else self.history

    def outgoing(self) -> Forgetting:
        """What tells people as the register says, in what goes out."""
        return forgetting_of(self.plan, self.project / WORK, is_protected)

    def shown(self) -> list[Shown]:
        """Every passage of the publication, in reading order."""
        if self.passages is not None:
            return list(self.passages)
        return shown_passages(self.document, titles(self.settings))


def history_of(project: Path) -> dict[str, Decided]:
    """What the files of the decisions say of each remark, by key."""
    decisions, _ = read_decisions(files_in(project / DECISIONS))
    return decided(decisions)[0]


def titles(settings: Settings) -> dict[str, str]:
    """Key of each part of the plan -> its title."""
    return {part.partie: part.titre for part in settings.parts}


def known(project: Path, cores: int, progress: Progress) -> Known:
    """Look at notes and reviews without publishing anything."""
    plan = look(project, cores, progress)
    work = project / WORK
    return Known(
        project=project,
        plan=plan,
        review=msgspec.json.decode((work / REMARKS).read_bytes(), type=Review),
        document=msgspec.json.decode((work / DOCUMENT).read_bytes(), type=Document),
    )


def of_numbers(words: Iterable[str], items: Sequence[Remark]) -> list[Remark]:
    """The remarks that some words name: R-014, 14, R-014..R-020. Raises `WrongUse` for one that there is not.

    As people see them: each number of a replacement names the whole.
    """
    found: dict[str, Remark] = {}
    whole = by_part(items)
    for word in words:
        between = RANGE.fullmatch(word.strip())
        ones = _between(between[1], between[2], items) if between else [_one(word, items)]
        found |= {whole[one.key].key: whole[one.key] for one in ones}
    return list(found.values())


def is_number(word: str) -> bool:
    """Whether a word may name remarks."""
    between = RANGE.fullmatch(word.strip())
    return all(NUMBER.fullmatch(part) for part in (between.groups() if between else [word.strip()]))


def _one(word: str, items: Sequence[Remark]) -> Remark:
    said = NUMBER.fullmatch(word.strip())
    for remark in items:
        own = NUMBER.fullmatch(remark.number)
        if said and own and (int(said[1]), said[2].lower()) == (int(own[1]), own[2].lower()):
            return remark
    raise WrongUse(f"« {word} » : aucune remarque n'a ce numéro.", _numbers(word, items))


def _between(first: str, last: str, items: Sequence[Remark]) -> list[Remark]:
    bounds = [NUMBER.fullmatch(word) for word in (first, last)]
    low, high = (int(found[1]) if found else -1 for found in bounds)
    found = [remark for remark in items if low <= number_of(remark.number) <= high]
    if low < 0 or not found:
        raise WrongUse(f"De « {first} » à « {last} » : aucune remarque.", _numbers(first, items))
    return found


def _numbers(word: str, items: Sequence[Remark]) -> str:
    """What to say of numbers that there are."""
    if not items:
        return "Aucune remarque n'est encore connue : restitution review add FICHIER"
    near = nearest(word, [remark.number for remark in items])
    asked = f"Vouliez-vous dire {near} ? " if near else ""
    return f"{asked}Les numéros vont de {items[0].number} à {items[-1].number} : restitution review list"


def of_person(name: str, items: Iterable[Remark]) -> list[Remark]:
    """The remarks of a reviewer, by her whole name or a part that is hers alone. Raises `WrongUse`."""
    every = list(items)
    names = list(dict.fromkeys(author_told(remark) for remark in every))
    own = [one for one in names if folded(one) == folded(name)]
    own = own or [one for one in names if folded(name) and folded(name) in folded(one)]
    if len(own) != 1:
        near = nearest(name, names)
        choice = listed([f"« {one} »" for one in (own or ([near] if near else names[:MOST_NAMED]))], "ou")
        what = "Plusieurs relecteurs répondent à" if own else "Aucun relecteur ne s'appelle"
        raise WrongUse(f"{what} « {name} ».", f"Attendu : {choice}." if names else "")
    return [remark for remark in every if author_told(remark) == own[0]]


def below(code: str, items: Iterable[Remark]) -> list[Remark]:
    """The remarks on a paragraph, or on all those of a heading (« 4.2 »)."""
    said = code.strip().lstrip("¶").strip().casefold()
    return [
        remark
        for remark in items
        if (own := remark.code.casefold()) == said
        or own.startswith((f"{said}-", f"{said}."))
        or said == remark.source.passage.casefold()
    ]
