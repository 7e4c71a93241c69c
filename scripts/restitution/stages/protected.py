"""What no published file may hold: the people of the register as it writes them, and how they can be reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from restitution import store
from restitution.conservation.published import Verified
from restitution.errors import NeedsEditor
from restitution.leaks import Contacts, Leak, Searcher, Someone, Wanted, leaks_in
from restitution.leaks.contacts import contacts_in
from restitution.leaks.given import given_names
from restitution.leaks.look import FILE_NAME
from restitution.leaks.names import words_of
from restitution.messages import folded, plural
from restitution.model import Note
from restitution.pandoc import ast
from restitution.people.register import Person, Register
from restitution.plan.outputs import PROTECTED
from restitution.remarks import Review
from restitution.settings import Settings
from restitution.store import Store

ALL_SCOPES: Final = ()
SHOWN: Final = 8
LEAKED: Final = (
    "Si elle a accepté d'être nommée, écrivez son accord au registre (sources/_confidentiel/) ; sinon ajoutez "
    "cette façon d'écrire à ses « variantes », ou ôtez-la de la note (ou de son nom de fichier), du modèle, de "
    "l'image ou des réglages. Puis relancez."
)


OLD_LETTER: Final = (
    "{} (dans {}) nomme encore quelqu'un qui s'est retiré, ou un mineur{} : ôtez-la, et refaites-la s'il le faut "
    "(restitution review letter)."
)
OLD_EXPORT: Final = (
    "{} (dans {}) nomme encore quelqu'un qui s'est retiré, ou un mineur{} : ôtez-le, et exportez de nouveau s'il "
    "le faut (restitution export)."
)


class Looked(Verified, kw_only=True):
    """A file that was read back (`verified/…`), and what of it must not be published."""

    leaks: list[Leak] = msgspec.field(default_factory=list)


def wanted_of(register: Register, notes: Iterable[Note], settings: Settings) -> Wanted:
    """What to look for. `notes`: not masked; the contact that the settings publish is nobody's secret."""
    people = [_someone(person) for person in register.personnes]
    found = contacts_in(_texts(register, notes))
    own = contacts_in([settings.projet.contact])
    return Wanted(
        people=(*people, *(_given(notes, register, people) if settings.noms == "masques" else ())),
        pseudonyms=tuple(sorted(set(register.pseudonymes.values()))),
        places=tuple(sorted(set(_places(register, settings)) - {""})),
        codes=tuple(sorted(settings.names)),
        contacts=Contacts(emails=found.emails - own.emails, phones=found.phones - own.phones),
    )


def _given(notes: Iterable[Note], register: Register, people: Sequence[Someone]) -> Iterator[Someone]:
    """Whom notes name, and no register holds; what the editor says to be nobody's name (`autres`) apart."""
    nobody = {folded(name) for name in register.autres}
    return (one for one in given_names(names_in(notes), people) if folded(one.nom) not in nobody)


class Protected(msgspec.Struct, frozen=True):
    """`protected.json`: where the store keeps the `Wanted`; no other working file may hold who withdrew."""

    sha256: str
    named: str = ""
    """Where it keeps the names that the notes give of people: what remarks say is read against them too."""


def keep_wanted(path: Path, kept: Store, wanted: Wanted, notes: Iterable[Note] = ()) -> None:
    """Write the contract. `notes`: not masked."""
    named = kept.put(msgspec.json.encode(sorted(set(names_in(notes)) - {""})))
    store.write(path, store.encode(Protected(kept.put(msgspec.json.encode(wanted, order="sorted")), named)))


def wanted_in(work: Path) -> Wanted:
    """What the last build protects."""
    return msgspec.json.decode(Store(work / "store").get(_protected(work).sha256), type=Wanted)


def named_in(work: Path) -> list[str]:
    """The names that the notes of the last build give of people; none before the first."""
    named = _protected(work).named if (work / PROTECTED).is_file() else ""
    return msgspec.json.decode(Store(work / "store").get(named), type=list[str]) if named else []


def _protected(work: Path) -> Protected:
    return msgspec.json.decode((work / PROTECTED).read_bytes(), type=Protected)


def searcher_of(work: Path, *, of_the_team: bool = False) -> Searcher:
    """The search for what a build protects; `of_the_team`: only what its internal files may not hold either."""
    wanted = wanted_in(work)
    return Searcher(wanted.of_the_team if of_the_team else wanted)


def searcher_among_reviewers(work: Path, review: Review, settings: Settings) -> Searcher:
    """The search in what goes to reviewers: who signed stands there, unless the register protects her.

    How to reach anybody whom a remark or an answer gives away is looked for besides.
    """
    wanted = wanted_in(work)
    signed = {frozenset(words_of(one.author)) for one in review.items}
    people = tuple(one for one in wanted.people if one.listed or frozenset(words_of(one.nom)) not in signed)
    said = contacts_in(text for one in review.items for text in (one.text, one.answer))
    own = contacts_in([settings.projet.contact])
    contacts = Contacts(
        emails=wanted.contacts.emails | (said.emails - own.emails),
        phones=wanted.contacts.phones | (said.phones - own.phones),
    )
    return Searcher(msgspec.structs.replace(wanted, people=people, contacts=contacts))


def leak_told(leak: Leak, *, names: bool) -> str:
    """Where something leaks and what; `names`: who, and the words around, for the editor's own screen."""
    told = f"{leak.place} : {leak.what}"
    shown = f"{f' de {leak.who}' if leak.who else ''}{f' (« {leak.around} »)' if leak.around else ''}"
    return f"{told}{shown}" if names else told


def refuse_in_team(work: Path, files: Mapping[str, bytes], about: str) -> None:
    """Raises `NeedsEditor` when a file for the team alone holds somebody who withdrew, or a minor.

    `about`: what is not written. A project that was never built since it knew whom to protect has nothing to ask.
    """
    if files and (work / PROTECTED).is_file():
        searcher = searcher_of(work, of_the_team=True)
        refuse_leaks([leak for name, data in files.items() for leak in leaks_in(name, data, searcher)], about)


def letters_told(work: Path, project: Path, letters: Path) -> Iterator[str]:
    """A French sentence for each letter of earlier days that holds somebody who withdrew since, or a minor."""
    for name, where in _holding(work, project / letters):
        yield OLD_LETTER.format(f"« {name} »" if name else "Une lettre", letters.as_posix(), where)


def exports_told(work: Path, project: Path, folder: Path) -> Iterator[str]:
    """The same of what was exported for other programs."""
    for name, where in _holding(work, project / folder):
        yield OLD_EXPORT.format(f"« {name} »" if name else "Un fichier", folder.as_posix(), where)


def _holding(work: Path, folder: Path) -> Iterator[tuple[str, str]]:
    """The files of a folder that hold somebody who may stand in none: name, empty where it says who; place."""
    paths = sorted(path for path in folder.glob("*") if path.is_file())
    if not paths or not any(one.is_gone or one.mineur for one in wanted_in(work).people):
        return
    searcher = searcher_of(work, of_the_team=True)
    for path in paths:
        with suppress(OSError):
            found = leaks_in(path.name, path.read_bytes(), searcher)
            if found:
                where = f" ({found[0].place})" if found[0].place != FILE_NAME else ""
                yield "" if any(one.place == FILE_NAME for one in found) else path.name, where


def refuse_leaks(leaks: Sequence[Leak], about: str) -> None:
    """Raises `NeedsEditor`: what leaks, where, what to do. `about`: what is not written, one French sentence."""
    if leaks:
        lines = [f"     {leak.file}, {leak_told(leak, names=True)}" for leak in leaks[:SHOWN]]
        more = [f"     … et {plural(len(leaks) - SHOWN, 'autre')}"] if len(leaks) > SHOWN else []
        raise NeedsEditor("\n".join([about, *lines, *more]), LEAKED)


def _someone(person: Person) -> Someone:
    """What the register writes of her; what follows from it is concluded anew."""
    agreed = person.accord
    return Someone(
        nom=person.nom,
        variantes=person.variantes,
        fonction=person.fonction,
        structure=person.structure,
        commune=person.commune,
        niveau=person.niveau,
        mineur=person.mineur,
        agreed=bool(agreed.le) and (agreed.portee == ALL_SCOPES or "nom" in agreed.portee),
        withdrew=bool(agreed.retire_le),
    )


def names_in(notes: Iterable[Note]) -> Iterator[str]:
    """The names that notes give of people, not masked."""
    for note in notes:
        yield from (*note.people, *note.speakers, *note.writers, *(one.name for one in note.participants))


def _texts(register: Register, notes: Iterable[Note]) -> Iterator[str]:
    for person in register.personnes:
        yield " ".join((*person.variantes, person.fonction, person.structure, person.accord.preuve))
    for note in notes:
        yield from (left.text for left in note.not_taken)
        yield from (left.text for left in note.internal)
        for passage in note.passages:
            yield ast.text([passage.block])
            raw = msgspec.json.encode(passage.block)
            if b"@" in raw or b"tel:" in raw:  # targets of links
                yield raw.decode()


def _places(register: Register, settings: Settings) -> Iterator[str]:
    for territory in settings.territoires:
        yield from (territory.nom, *territory.alias, territory.structure)
    for advanced in settings.avances:
        yield from (advanced.nom, *advanced.alias)
    yield from (settings.projet.expert, settings.projet.cabinet)
    yield from register.autres
    for person in register.personnes:
        yield from (person.structure, person.commune)
