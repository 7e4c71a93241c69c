"""`restitution people show`: all that is kept of one person, or the whole register at a glance."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final

import msgspec

from restitution.acts.people.dossier import HELD, Passage, Source, passages_about
from restitution.acts.people.telling import in_notes, registered, shown_as, told_agreement, why
from restitution.cli.answer import Answer
from restitution.cli.people.known import known
from restitution.cli.screen import heading, out, told
from restitution.cli.tables import table
from restitution.messages import listed, plural
from restitution.people.mentions import Seeker
from restitution.people.register import LEVELS, Person
from restitution.people.register_file import LEVEL_WORD_OF

TITLES: Final[dict[Source, str]] = {
    "note": "DANS LES NOTES",
    "publication": "AILLEURS DANS LA PUBLICATION",
    "edition": "DANS LES ÉDITIONS",
    "relecture": "DANS LES RELECTURES",
    "table": "DANS VOS TABLEAUX ET VOS DÉCISIONS",
}
MOST_NAMED: Final = 6


class Dossier(Answer, kw_only=True):
    """Everything about one person."""

    person: Person
    registered: bool
    told_as: str
    passages: list[Passage]

    def record(self) -> object:
        """The person, how she is told, her agreement, and each passage."""
        person = self.person
        return {
            "name": person.nom,
            "variants": person.variantes,
            "registered": self.registered,
            "asked": person.niveau,
            "standing": person.standing,
            "told_as": self.told_as,
            "minor": person.mineur,
            "agreement": person.accord,
            "passages": self.passages,
        }

    def show(self) -> None:
        """Her entry, then each passage: file, place, words, where it is published."""
        told(self.person.nom, 0)
        for line in self._entry():
            told(line)
        for source, title in TITLES.items():
            found = [one for one in self.passages if one.source == source]
            if found:
                heading(f"{title} : {plural(len(found), 'passage')}")
                for file in dict.fromkeys(one.file for one in found):
                    told(file)
                    for one in (one for one in found if one.file == file):
                        told(_told(one), 2, "• ")
        out("")
        told(self._ending(), 0)

    def _entry(self) -> list[str]:
        person = self.person
        if not self.registered:
            return ["Pas au registre : son nom est masqué. Pour l'inscrire : restitution people scan"]
        place = (person.fonction, person.structure, person.commune, person.territoire)
        lines = [", ".join(part for part in place if part)]
        lines += [f"Autres noms : {listed(person.variantes)}"] if person.variantes else []
        asked = LEVEL_WORD_OF[person.niveau]
        why = "" if person.standing == person.niveau else f" (le registre demande « {asked} »)"
        lines.append(f"Niveau : {LEVELS[person.standing]}{why} ; paraît comme « {self.told_as} »")
        lines += ["Mineur ou mineure"] if person.mineur else []
        lines.append(told_agreement(person.accord))
        return [line for line in lines if line]

    def _ending(self) -> str:
        if not self.passages:
            return "Aucun passage : ni note, ni publication, ni édition, ni relecture n'en parle."
        unsure = sum(not one.sure for one in self.passages)
        doubt = f", dont {unsure} où ce n'est peut-être pas cette personne" if unsure else ""
        return (
            f"{plural(len(self.passages), 'passage')}{doubt}. Pour répondre à une demande d'accès, gardez ce "
            "relevé hors de output/. Ne sont pas cherchés : les images, les sons, les originaux des copies."
        )

    def in_short(self) -> str:
        """How many passages."""
        return f"{self.person.nom} : {plural(len(self.passages), 'passage')}."


class Roll(Answer, kw_only=True):
    """The whole register."""

    people: list[Person]
    labels: dict[str, str]
    """Name -> how she is told."""

    def record(self) -> object:
        """Each person, how she is told, and why."""
        return {
            "people": [
                {**msgspec.structs.asdict(one), "standing": one.standing, "told_as": self.labels[one.nom]}
                for one in self.people
            ],
            "counts": Counter(one.standing for one in self.people),
        }

    def show(self) -> None:
        """A table, whoever is not told as she asks first."""
        if not self.people:
            told("Le registre est vide : restitution people scan propose qui y mettre.", 0)
            return
        for level, label in LEVELS.items():
            of_level = [one for one in self.people if one.standing == level]
            if of_level:
                heading(f"{label.upper()} : {plural(len(of_level), 'personne')}")
                rows = [(one.nom, self.labels[one.nom], why(one)) for one in of_level]
                table(("Personne", "Paraît comme", "Accord"), rows, widest={0: 28, 1: 36})

    def in_short(self) -> str:
        """How many people."""
        return f"{plural(len(self.people), 'personne')} au registre."


def run(project: Path, cores: int, name: str) -> Dossier | Roll:
    """All about whom `name` means; the register without a name. Raises `WrongUse` for a name that nobody has."""
    if not name.strip():
        today = known(project, cores)
        labels = {one.person.nom: shown_as(one) for one in today.circle.everybody}
        return Roll(people=list(today.register.personnes), labels=labels)
    today = known(project, cores, assembled=True)
    own = registered(name, today.circle)
    person = own.person if own else in_notes(name, today)
    passages = passages_about(Seeker(person, today.circle), today)
    return Dossier(
        person=person,
        registered=own is not None,
        told_as=shown_as(own) if own else "[nom masqué]",
        passages=passages,
    )


def _told(one: Passage) -> str:
    """« paragraphe 12, cité : « … » – publié : ¶ 4.2-13 »."""
    head = ", ".join(part for part in (one.where, one.way) if part)
    doubt = "" if one.sure else " (peut-être une autre personne)"
    place = ""
    if one.source == "note" and one.published:
        place = " – non publié" if one.published == HELD else f" – publié : {one.published}"
    return f"{head}{doubt} : « {one.words} »{place}"
