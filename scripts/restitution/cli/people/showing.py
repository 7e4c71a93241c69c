"""`restitution people show`: all that is kept of one person, or the whole register at a glance."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final

import msgspec

from restitution.cli.answer import Answer
from restitution.cli.people.dossier import HELD, Passage, Source, passages_about
from restitution.cli.people.known import Known, known
from restitution.cli.screen import heading, out, told
from restitution.cli.tables import table
from restitution.errors import WrongUse
from restitution.messages import folded, french_date, listed, nearest, plural
from restitution.people.circle import Circle
from restitution.people.circle import Known as Registered
from restitution.people.forms import plain
from restitution.people.mentions import Seeker
from restitution.people.register import LEVELS, Agreement, Person
from restitution.people.register_file import LEVEL_WORD_OF
from restitution.people.sightings import sightings_in, sightings_of

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
                rows = [(one.nom, self.labels[one.nom], _why(one)) for one in of_level]
                table(("Personne", "Paraît comme", "Accord"), rows, widest={0: 28, 1: 36})

    def in_short(self) -> str:
        """How many people."""
        return f"{plural(len(self.people), 'personne')} au registre."


def run(project: Path, cores: int, name: str) -> Dossier | Roll:
    """All about whom `name` means; the register without a name. Raises `WrongUse` for a name that nobody has."""
    if not name.strip():
        today = known(project, cores)
        labels = {one.person.nom: _label(one) for one in today.circle.everybody}
        return Roll(people=list(today.register.personnes), labels=labels)
    today = known(project, cores, assembled=True)
    registered = _registered(name, today.circle)
    person = registered.person if registered else _in_notes(name, today)
    passages = passages_about(Seeker(person, today.circle), today)
    return Dossier(
        person=person,
        registered=registered is not None,
        told_as=_label(registered) if registered else "[nom masqué]",
        passages=passages,
    )


def _label(one: Registered) -> str:
    if one.person.standing == "retire":
        return "rien"
    return one.person.nom if one.is_named else one.label


def _why(one: Person) -> str:
    """Her agreement, and what she is not told for want of."""
    if one.standing == one.niveau or one.accord.retire_le:
        return told_agreement(one.accord, short=True)
    wanted = f"« {LEVEL_WORD_OF[one.niveau]} » demandé"
    return f"{wanted}, mais mineur" if one.mineur else f"{wanted}, sans accord"


def told_agreement(said: Agreement, *, short: bool = False) -> str:
    """« Accord du 20 mai 2025 (nom, citation), feuille signée »."""
    if not said.le:
        return "" if short else "Aucun accord noté"
    scope = f" ({', '.join(said.portee)})" if said.portee else ""
    gone = f", retiré le {french_date(said.retire_le)}" if said.retire_le else ""
    if short:
        return f"{french_date(said.le)}{scope}{gone}"
    proof = f", {said.preuve}" if said.preuve else ""
    return f"Accord du {french_date(said.le)}{scope}{proof}{gone}"


def _registered(name: str, circle: Circle) -> Registered | None:
    """Whom of the register a name means, by her name, a variant, initials. Raises `WrongUse` for several."""
    own = [one for one in circle.everybody if folded(name) in map(folded, one.person.names)]
    owners = own or circle.owners(plain(name)) or [one for one in circle.everybody if _initials(one, name)]
    if len(owners) > 1:
        who = listed([f"« {one.person.nom} »" for one in owners[:MOST_NAMED]], "ou")
        raise WrongUse(f"« {name} » : plusieurs personnes du registre s'appellent ainsi.", f"Attendu : {who}.")
    return owners[0] if owners else None


def _initials(one: Registered, said: str) -> bool:
    """« NV », « N.V. »."""
    letters = folded(said).replace(" ", "")
    return len(letters) > 1 and letters == "".join(word[:1] for word in folded(one.person.nom).split())


def _in_notes(name: str, today: Known) -> Person:
    """Somebody whom notes or reviews name and the register does not. Raises `WrongUse` with the nearest name."""
    seen = [one for note in today.notes for one in sightings_of(note)]
    seen += [one for said in today.said for one in sightings_in(said.text, said.place, said.how)]
    names = list(dict.fromkeys(one.name for one in seen))
    found = next((one for one in names if folded(one) == folded(name)), None)
    if found:
        return Person(nom=found)
    everybody = [*(each for one in today.register.personnes for each in one.names), *names]
    near = nearest(name, everybody)
    raise WrongUse(
        f"« {name} » n'est ni au registre, ni parmi les personnes nommées dans les notes et les relectures.",
        f"Vouliez-vous dire « {near} » ?" if near else "Les noms du registre : restitution people show",
    )


def _told(one: Passage) -> str:
    """« paragraphe 12, cité : « … » – publié : ¶ 4.2-13 »."""
    head = ", ".join(part for part in (one.where, one.way) if part)
    doubt = "" if one.sure else " (peut-être une autre personne)"
    place = ""
    if one.source == "note" and one.published:
        place = " – non publié" if one.published == HELD else f" – publié : {one.published}"
    return f"{head}{doubt} : « {one.words} »{place}"
