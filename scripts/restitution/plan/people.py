"""The register of people as a build finds it in `sources/_confidentiel/`.

    personnes.yaml (or .xlsx)   who may be named and how: the editor's file
    accords/*.yaml              one small file an agreement to a recording
    pseudonymes.jsonl           which pseudonym stands for whom: the only file here that a build writes

Copies that a synchroniser made are read too. Where two say different things of one person, the more closed holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from restitution import store
from restitution.errors import UnreadableSource, WrongUse
from restitution.messages import folded, listed, nearest
from restitution.people import pseudonyms
from restitution.people.register import LEVELS, Person, Recording, Register
from restitution.people.register_file import HINT, PERSON_KEYS, Filed, node_of, people_in, recording_in
from restitution.settings import Settings
from restitution.settings.marked_yaml import read

HOME: Final = Path("sources", "_confidentiel")
REGISTER: Final = HOME / "personnes.yaml"
WORKBOOK: Final = HOME / "personnes.xlsx"
AGREEMENTS: Final = HOME / "accords"
PSEUDONYMS: Final = HOME / "pseudonymes.jsonl"
BESIDE: Final = HOME / "personnes_ajouts.yaml"
"""Where people are added when the editor's own file cannot be written: read like any file of that beginning."""
CLOSED: Final = {level: rank for rank, level in enumerate(LEVELS)}
"""Level -> how closed it is."""


class Line(msgspec.Struct, frozen=True):
    """A line of `pseudonymes.jsonl`."""

    nom: str
    pseudonyme: str


def read_register(project: Path, settings: Settings) -> Register:
    """The register of a project, empty where there is none. Raises `WrongUse`: nothing is published without it."""
    filed = [_read(path) for path in register_files(project)]
    people = [person for one in filed for person in one.people]
    recordings = [recording for one in filed for recording in one.recordings]
    recordings += [_agreement(path) for path in _each(project / AGREEMENTS, "*", (".yaml", ".yml"))]
    people = [_placed(person, settings) for person in _most_closed(people)]
    return Register(
        personnes=tuple(sorted(people, key=lambda one: one.nom)),
        enregistrements=tuple(sorted(recordings, key=lambda one: (one.fichier, one.le))),
        autres=tuple(sorted({name for one in filed for name in one.others})),
        pseudonymes=_kept(project),
    )


def with_pseudonyms(project: Path, register: Register, settings: Settings) -> Register:
    """The register with a pseudonym for everybody who is told by one, each kept for the builds to come."""
    given = pseudonyms.chosen(register.personnes, register.pseudonymes, settings.projet.titre)
    if given != register.pseudonymes:
        lines = [msgspec.json.encode(Line(name, given[name])) + b"\n" for name in sorted(given)]
        store.write(project / PSEUDONYMS, b"".join(lines))
    return msgspec.structs.replace(register, pseudonymes=given)


def register_files(project: Path) -> list[Path]:
    """The files that say who is who, the project's own first."""
    found = _each(project / HOME, REGISTER.stem, (".yaml", ".yml", ".xlsx"))
    return sorted(found, key=lambda path: (path.name != REGISTER.name, path.name != WORKBOOK.name, path.name))


def _each(folder: Path, stem: str, endings: Iterable[str]) -> list[Path]:
    """The files of a folder whose names begin so: copies in conflict too, nothing that a program hides."""
    try:
        names = sorted(path for path in folder.iterdir() if not path.name.startswith((".", "~")))
    except (FileNotFoundError, NotADirectoryError):
        return []
    ours = [path for path in names if path.suffix.lower() in set(endings)]
    return [path for path in ours if path.is_file() and (stem == "*" or path.stem.startswith(stem))]


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise WrongUse(
            f"{path.name}, le registre des personnes, ne peut pas être lu dans sources/_confidentiel/ : rien "
            "n'est publié sans lui.",
            "Fermez-le dans le programme qui le garde ouvert, ou vérifiez sa synchronisation sur cette machine.",
        ) from error


def _read(path: Path) -> Filed:
    data = _bytes(path)
    if path.suffix.lower() == ".xlsx":
        return people_in(node_of(_rows(data, path.name)), path.name)
    says_something = any(line.strip() and not line.lstrip().startswith(b"#") for line in data.splitlines())
    return people_in(read(data, path.name), path.name) if says_something else Filed([], [], [])


def _agreement(path: Path) -> Recording:
    return recording_in(read(_bytes(path), path.name), path.name)


def _rows(data: bytes, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines of a workbook below its head, by column; lines before the head are its title."""
    from restitution.readers.xlsx import sheets_of  # noqa: PLC0415 only for a workbook

    try:
        sheets = sheets_of(data)
    except UnreadableSource as error:
        raise WrongUse(f"{name} n'est pas lisible : {error.message}", HINT) from error
    for sheet in sheets:
        texts: dict[int, dict[int, str]] = {}
        for (row, column), cell in sheet.cells.items():
            texts.setdefault(row, {})[column] = cell.text
        head = next((row for row in sorted(texts) if _is_head(texts[row].values())), None)
        if head is not None:
            named = texts[head]
            below = (row for row in sorted(texts) if row > head)
            yield from ((row, {named[c]: text for c, text in texts[row].items() if c in named}) for row in below)
            return
    raise WrongUse(f"{name} : aucune feuille n'a de colonne « nom ».", HINT)


def _is_head(texts: Iterable[str]) -> bool:
    return any(PERSON_KEYS.get(folded(text)) == "nom" for text in texts)


def _most_closed(people: Iterable[Person]) -> Iterator[Person]:
    """One person a name, the one who may be told the least."""
    found: dict[str, Person] = {}
    for person in people:
        other = found.get(folded(person.nom))
        if other is None or CLOSED[person.standing] > CLOSED[other.standing]:
            found[folded(person.nom)] = person
    return iter(found.values())


def _placed(person: Person, settings: Settings) -> Person:
    """The person with the code of her territory, however it is named."""
    if not person.territoire:
        return person
    codes = settings.territory_named(person.territoire)
    if codes:
        return msgspec.structs.replace(person, territoire=codes[0])
    known = list(settings.codes)
    right = nearest(person.territoire, known) or listed(known, "ou")
    raise WrongUse(
        f"{REGISTER.name} : le territoire « {person.territoire} » de « {person.nom} » n'est pas de ce projet ; "
        f"attendu : {right}",
        HINT,
    )


def _kept(project: Path) -> dict[str, str]:
    """The pseudonyms given so far; of a name to which two machines gave one each, that of the project's file."""
    given: dict[str, str] = {}
    own = project / PSEUDONYMS
    others = _each(own.parent, own.stem, (own.suffix,))
    for path in [own] * own.is_file() + [path for path in others if path != own]:
        for number, data in enumerate(_bytes(path).splitlines(), 1):
            try:
                line = msgspec.json.decode(data, type=Line) if data.strip() else None
            except msgspec.DecodeError as error:
                raise WrongUse(
                    f"{path.name}, ligne {number} : illisible ; rétablissez ce fichier.", HINT
                ) from error
            if line:
                given.setdefault(line.nom, line.pseudonyme)
    return given
