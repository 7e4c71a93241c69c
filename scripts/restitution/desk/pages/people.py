"""The register of people: who is missing, how each may be told, what was agreed to, where somebody is named.

Names stand in no address: what is looked for and whom a press is about comes in forms, by codes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
from starlette.responses import Response

from restitution.acts.people.agreeing import Asked as Wish
from restitution.acts.people.agreeing import Heard, agreement, day_said, told_state
from restitution.acts.people.agreeing import recordings as recordings_of
from restitution.acts.people.changing import Entry, changed
from restitution.acts.people.dossier import HELD, passages_about
from restitution.acts.people.finding import missing, register
from restitution.acts.people.known import Known
from restitution.acts.people.telling import shown_as, told_agreement, why
from restitution.desk.asked import Asked, Page
from restitution.desk.ledger import Cells, Memory
from restitution.desk.project import Changed, Desk
from restitution.desk.register import entries, files, people_of, recordings
from restitution.desk.rows import Narrowed, Told, answer, put_back, said_of, told
from restitution.errors import WrongUse
from restitution.messages import folded, listed, plural
from restitution.people.mentions import Seeker
from restitution.people.proposing import Near, Proposed, Scan, places_of
from restitution.people.register import LEVELS, SCOPES, Agreement, Level, Person
from restitution.people.register_file import LEVEL_WORD_OF

ADDRESS: Final = "/personnes"
NEXT: Final = "À la prochaine construction, chacun paraît comme le registre le dit."
TONES: Final[Mapping[Level, str]] = {"nominatif": "bien", "fonction": "bien", "retire": "alerte"}
RECORDED: Final = {"agreed": "bien", "withdrawn": "alerte"}


class Filters(Narrowed, frozen=True, kw_only=True):
    """Who is shown."""

    niveau: str = ""
    cherche: str = ""

    def keep(self, person: Person) -> bool:
        """Whether somebody is."""
        words = " ".join((*person.names, person.fonction, person.structure, person.commune))
        return (not self.niveau or person.standing == self.niveau) and folded(self.cherche) in folded(words)


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the register."""

    name: str
    code: str
    mark: str
    """Empty where the desk does not change her entry."""
    level: str
    tone: str
    shown_as: str
    about: str
    agreed: str


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whom the notes name and the register does not."""

    name: str
    code: str
    about: str
    seen: str
    remarks: list[str]


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """A recording and its agreement."""

    path: str
    mark: str
    state: str
    tone: str
    voices: int


page = Page("personnes", "Personnes")


@page.get(ADDRESS)
def show(asked: Asked) -> Response:
    """The register."""
    return _answer(asked, Told(), Filters())


@page.post(f"{ADDRESS}/montrer")
def choose(asked: Asked) -> Response:
    """Those of the register who are looked for."""
    return _answer(asked, Told(), _filters(asked))


@page.post(f"{ADDRESS}/changer")
def change(asked: Asked) -> Response:
    """Say how some may be told, and what they agreed to."""
    return _answer(asked, told(lambda: _changed(asked)), _filters(asked), "annuler")


@page.post(f"{ADDRESS}/annuler")
def undo(asked: Asked) -> Response:
    """Put their entries back."""
    return _answer(asked, put_back(asked, entries), _filters(asked))


@page.post(f"{ADDRESS}/chercher")
def look_for(asked: Asked) -> Response:
    """Find who is named and not in the register."""
    people = people_of(asked.desk)
    today = people.today(asked.desk)
    people.scan = (today, missing(today))
    found = people.scan[1]
    said = plural(len(found.proposed), "personne n’est pas au registre", "personnes ne sont pas au registre")
    return _answer(
        asked, Told(said=[f"{said}." if found.proposed else "Tous les noms trouvés y sont."]), _filters(asked)
    )


@page.post(f"{ADDRESS}/inscrire")
def add(asked: Asked) -> Response:
    """Add some of those to the register."""
    return _answer(asked, told(lambda: _added(asked)), _filters(asked), "inscrire/annuler")


@page.post(f"{ADDRESS}/inscrire/annuler")
def undo_added(asked: Asked) -> Response:
    """Take them out again."""
    return _answer(asked, put_back(asked, files), _filters(asked))


@page.post(f"{ADDRESS}/enregistrements")
def agree(asked: Asked) -> Response:
    """Note that those who speak in some recordings agreed, or no longer do."""
    return _answer(asked, told(lambda: _agreed(asked)), _filters(asked), "enregistrements/annuler")


@page.post(f"{ADDRESS}/enregistrements/annuler")
def undo_agreed(asked: Asked) -> Response:
    """Take the agreement away that was just noted."""
    return _answer(asked, put_back(asked, recordings), _filters(asked))


@page.post(f"{ADDRESS}/voir")
def show_one(asked: Asked) -> Response:
    """Everywhere that somebody is named."""
    today = people_of(asked.desk).today(asked.desk)
    memory = asked.desk.memory(Memory)
    every = [*today.register.personnes, *(one.person for one in _scan(asked.desk).proposed)]
    person = next((one for one in every if memory.code(one.nom) == asked.form("personne")), None)
    if person is None:
        raise Changed("Cette personne n'est plus au registre.", "Rechargez la page.")
    passages = passages_about(Seeker(person, today.circle), today)
    return asked.part("person_passages.html.j2", passages=passages, held=HELD)


# --- what is done --------------------------------------------------------------------------------


def _changed(asked: Asked) -> Told:
    level, said = _level(asked), _agreement_said(asked)
    if level is None and not said:
        raise WrongUse("Rien n'est choisi.", "Choisissez un niveau, ou dites l'accord.")
    today = people_of(asked.desk).today(asked.desk)
    people = {one.nom: one for one in today.register.personnes}

    def wish(name: str, cells: Cells) -> Cells:
        agreed = _with(people[name].accord, said, name) if said and name in people else None
        entry = Entry(cells["fichier"], cells["fiche"])
        return {"fiche": changed(asked.desk.project, name, entry, level, agreed)}

    about = said_of(entries.change(asked.desk, asked.every("ligne"), wish), "fiche changée", "fiches changées")
    return msgspec.structs.replace(about, said=[*about.said, NEXT] if about.undo else about.said)


def _level(asked: Asked) -> Level | None:
    said = asked.form("niveau_dit")
    found = next((level for level in LEVELS if level == said), None)
    if said and found is None:
        raise WrongUse(f"« {said} » n'est pas un niveau du registre.")
    return found


def _agreement_said(asked: Asked) -> dict[str, Any]:
    """What the form says of the agreement; what it leaves alone stays."""
    scopes = tuple(scope for scope in SCOPES if scope in set(asked.every("portee")))
    if "aucune" in scopes and len(scopes) > 1:
        raise WrongUse("« aucune » ne va avec rien d'autre.", "Ne cochez qu'elle, ou ne la cochez pas.")
    days = {"le": "Jour de l'accord", "retire_le": "Jour du retrait"}
    said: dict[str, Any] = {
        key: day_said(asked.form(key), told_) for key, told_ in days.items() if asked.form(key)
    }
    said |= {"portee": scopes} if scopes else {}
    return said | ({"preuve": proof} if (proof := " ".join(asked.form("preuve").split())) else {})


def _with(before: Agreement, said: dict[str, Any], name: str) -> Agreement:
    after = msgspec.structs.replace(before, **said)
    if not after.le and not after.retire_le:
        raise WrongUse(f"« {name} » : quel jour a-t-elle donné son accord ?", "Dites le jour, puis recommencez.")
    if after.retire_le and after.le and after.retire_le < after.le:
        raise WrongUse(f"« {name} » : le retrait ne peut pas précéder l'accord.", "Vérifiez les deux jours.")
    return after


def _added(asked: Asked) -> Told:
    desk = asked.desk
    level = _level(asked)
    wanted = set(asked.every("ligne"))
    if not wanted:
        raise WrongUse("Personne n'est coché.", "Cochez qui inscrire, puis recommencez.")
    with desk.lock:
        people = people_of(desk)
        today = people.today(desk)
        scan = missing(today)
        chosen = [_at(one, level) for one in scan.proposed if desk.memory(Memory).code(one.person.nom) in wanted]
        people.scan = (today, scan)
        if len(chosen) < len(wanted):
            raise Changed(
                "La liste a changé pendant que vous regardiez : rien n'est écrit.", "Voici qui manque maintenant."
            )
        said = ""

        def act() -> None:
            nonlocal said
            where, why_ = register(today, chosen)
            said = f"{why_}{plural(len(chosen), 'fiche ajoutée', 'fiches ajoutées')} dans {where}."

        written = files.watch(desk, act)
    return Told(said=[said], undo=written.undo)


def _at(one: Proposed, level: Level | None) -> Proposed:
    person = msgspec.structs.replace(one.person, niveau=level or one.person.niveau)
    return msgspec.structs.replace(one, person=person)


def _agreed(asked: Asked) -> Told:
    today = people_of(asked.desk).today(asked.desk)
    notes = {note.path: note for note in today.notes}
    wish = Wish(
        day=asked.form("le"),
        by=asked.form("par"),
        proof=asked.form("preuve"),
        reread=asked.form("relu") == "oui",
        withdrawn=asked.form("retire_le"),
    )

    def kept(path: str, _: Cells) -> Cells:
        agreed = agreement(today, notes[path], wish)
        return {agreed.path.name: agreed.data.decode()}

    written = recordings.change(asked.desk, asked.every("ligne"), kept)
    return said_of(written, "accord noté", "accords notés")


# --- what is shown -------------------------------------------------------------------------------


def _filters(asked: Asked) -> Filters:
    level = asked.form("niveau")
    return Filters(niveau=level if level in LEVELS else "", cherche=asked.form("cherche").strip())


def _scan(desk: Desk) -> Scan:
    """Who was found missing, as long as nobody was added since."""
    found = people_of(desk).scan
    return found[1] if found else Scan(known=[], proposed=[], near=[])


def _answer(asked: Asked, about: Told, filters: Filters, undo_at: str = "annuler") -> Response:
    return answer(asked, "people.html.j2", about, f"{ADDRESS}/{undo_at}", _words(asked.desk, filters))


def _words(desk: Desk, filters: Filters) -> dict[str, Any]:
    today = people_of(desk).today(desk)
    people = [one for one in today.register.personnes if filters.keep(one)]
    return {
        "filters": filters,
        "people": _rows(desk, today, people),
        "total": len(today.register.personnes),
        "levels": LEVELS,
        "words": LEVEL_WORD_OF,
        "scopes": SCOPES,
        "is_looked_for": people_of(desk).scan is not None,
        "missing": _missing(desk, today),
        "near": [_near(one) for one in _scan(desk).near],
        "recordings": _recorded(desk, today),
    }


def _rows(desk: Desk, today: Known, people: Sequence[Person]) -> list[Row]:
    names = {one.person.nom: one for one in today.circle.everybody}
    marks = entries.marks(desk, entries.rows(desk))
    memory = desk.memory(Memory)
    return [
        Row(
            name=one.nom,
            code=memory.code(one.nom),
            mark=marks.get(one.nom, ""),
            level=LEVELS[one.standing],
            tone=TONES.get(one.standing, "neutre"),
            shown_as=shown_as(names[one.nom]),
            about=_about(one),
            agreed=_agreed_told(one),
        )
        for one in people
    ]


def _agreed_told(person: Person) -> str:
    """What she agreed to, behind what the register asks for her in vain."""
    lowered = person.standing != person.niveau and not person.accord.retire_le
    return " · ".join([*([why(person)] if lowered else ()), told_agreement(person.accord)])


def _about(person: Person) -> str:
    variants = f"aussi : {listed(person.variantes)}" if person.variantes else ""
    minor = "mineur ou mineure" if person.mineur else ""
    place = (person.fonction, person.structure, person.commune, person.territoire, variants, minor)
    return " · ".join(part for part in place if part)


def _missing(desk: Desk, today: Known) -> list[Missing]:
    there = {folded(name) for one in today.register.personnes for name in one.names}
    memory = desk.memory(Memory)
    return [
        Missing(
            name=one.person.nom,
            code=memory.code(one.person.nom),
            about=_about(one.person),
            seen=places_of(one.seen),
            remarks=one.remarks,
        )
        for one in _scan(desk).proposed
        if folded(one.person.nom) not in there
    ]


def _near(one: Near) -> str:
    return f"« {one.name} » : peut-être {listed(one.people, 'ou')} ({places_of(one.seen)})"


def _recorded(desk: Desk, today: Known) -> list[Recorded]:
    marks = recordings.marks(desk, recordings.rows(desk))
    return [_recording(one, marks[one.path]) for one in recordings_of(today)]


def _recording(one: Heard, mark: str) -> Recorded:
    return Recorded(
        path=one.path,
        mark=mark,
        state=told_state(one),
        tone=RECORDED.get(one.state, "attention"),
        voices=one.voices,
    )
