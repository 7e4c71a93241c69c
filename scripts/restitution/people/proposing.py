"""Who of those whom the notes name is not in the register yet, and the entry that each would have there.

The ways in which one person is written become `variantes` of one entry, each with a remark: the editor parts what
was not one person. Whoever looks like somebody of the register is told, never added beside her.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from restitution.messages import folded
from restitution.people.circle import Circle, Known, Said, words_of
from restitution.people.forms import person, plain
from restitution.people.register import Person
from restitution.people.sightings import HOW, OF_REVIEW, Sighting

ALIKE: Final = 84.0
"""Points of 100 from which two whole names may be one person's, misspelt once."""
EACH_ALIKE: Final = 60.0
"""The same for each word of theirs."""

SIGNS: Final = (
    "signe aussi des remarques : au registre, sa signature y est remplacée ; au niveau « nominatif », avec un "
    "accord, elle reste"
)


class Proposed(msgspec.Struct, frozen=True, kw_only=True):
    """An entry for the register, where its person was found, and what is to be looked at."""

    person: Person
    seen: list[Sighting]
    remarks: list[str] = []


class Near(msgspec.Struct, frozen=True, kw_only=True):
    """A name that may be that of people who are in the register, or proposed: to add to the variants of one."""

    name: str
    people: list[str]
    seen: list[Sighting]


class Scan(msgspec.Struct, frozen=True, kw_only=True):
    """What the notes say of people beside what the register says."""

    known: list[str]
    """People of the register whom the notes name."""
    proposed: list[Proposed]
    near: list[Near]


def scanned(
    sightings: Iterable[Sighting], circle: Circle, codes: Sequence[str] = (), signers: Iterable[str] = ()
) -> Scan:
    """What to add to the register. `codes`: of the territories that it may name; `signers`: of remarks."""
    groups = _groups(sightings)
    known, near, entries = set[str](), list[Near](), list[_Entry]()
    for seen in sorted(groups, key=lambda group: (-len(words_of(group[0].name)), -len(group))):
        name = _best_name(seen)
        owners = circle.owners(plain(name))
        if owners:
            known |= {owners[0].person.nom} if len(owners) == 1 else set()
            near += [Near(name=name, people=_names(owners), seen=seen)] if len(owners) > 1 else []
        elif alike := [one.person.nom for one in circle.everybody if _is_alike(name, one.person.names)]:
            near.append(Near(name=name, people=alike, seen=seen))
        else:
            near += _placed(name, seen, entries)
    signs = {tuple(sorted(words_of(name))) for name in signers}
    proposed = [
        entry.proposed(codes, _shorter(entry.name, circle), signs=tuple(sorted(words_of(entry.name))) in signs)
        for entry in entries
    ]
    return Scan(
        known=sorted(known),
        proposed=sorted(proposed, key=lambda one: folded(one.person.nom)),
        near=sorted(near, key=lambda one: folded(one.name)),
    )


class _Entry(msgspec.Struct):
    name: str
    seen: list[Sighting]
    variants: dict[str, str]
    """Another way of writing her -> why it may be hers."""

    def proposed(self, codes: Sequence[str], shorter: Sequence[str], *, signs: bool) -> Proposed:
        """The entry; `shorter`: people of the register who may be she; `signs`: whether she wrote remarks."""
        territory = _usual(one.territory for one in self.seen if one.territory in codes)
        return Proposed(
            person=Person(
                nom=self.name,
                variantes=tuple(self.variants),
                fonction=_usual(one.role for one in self.seen if not one.role.startswith("et ")),
                structure=_usual(one.structure for one in self.seen),
                territoire=territory,
            ),
            seen=sorted(self.seen, key=lambda one: (HOW.index(one.how), one.path)),
            remarks=[
                *(f"« {name} » : {why}" for name, why in self.variants.items()),
                *(f"« {name} », déjà au registre : la même personne ou une autre, à vérifier" for name in shorter),
                *([SIGNS] if signs else ()),
            ],
        )


def _groups(sightings: Iterable[Sighting]) -> list[list[Sighting]]:
    """The sightings of one name together, whatever its order, capitals and accents."""
    groups: dict[tuple[str, ...], list[Sighting]] = {}
    for one in sightings:
        groups.setdefault(tuple(sorted(words_of(one.name))), []).append(one)
    groups.pop((), None)
    return list(groups.values())


def _placed(name: str, seen: list[Sighting], entries: list[_Entry]) -> list[Near]:
    """Put a name among the entries, its own or a variant of one; told apart where it may be of several."""
    owners = [entry for entry in entries if _bears(entry.name, name)]
    if len(owners) > 1:
        return [Near(name=name, people=[entry.name for entry in owners], seen=seen)]
    for entry in owners:
        if not _is_surname(name, entry.name):  # « M. Roux » says nothing more than « Luc Roux »
            entry.variants[name] = f"{_kind_of(name)} ; une seule personne peut être visée, à vérifier"
        entry.seen += seen
        return []
    for entry in entries:
        if _is_alike(name, [entry.name]):
            entry.variants[name] = "orthographe proche ; faute de frappe ou autre personne, à vérifier"
            entry.seen += seen
            return []
    entries.append(_Entry(name, list(seen), {}))
    return []


def _shorter(name: str, circle: Circle) -> list[str]:
    """People of the register whose name says a part of this one: « Odile » beside « Odile Barrancos »."""
    own = set(words_of(name))
    return [one.person.nom for one in circle.everybody if one.words and set(words_of(one.person.nom)) < own]


def _bears(whole: str, name: str) -> bool:
    return Known(Person(nom=whole)).bears(Said.of(plain(name)))


def _is_surname(name: str, whole: str) -> bool:
    one = person(whole)
    return one is not None and set(words_of(name)) <= {word for part in one.last for word in words_of(part)}


def _kind_of(name: str) -> str:
    return "initiale" if any(len(word) == 1 for word in words_of(name)) else "prénom seul"


def _is_alike(name: str, others: Iterable[str]) -> bool:
    from rapidfuzz import fuzz  # noqa: PLC0415 only where people are looked for

    own = sorted(words_of(name))
    for other in others:
        theirs = sorted(words_of(other))
        if len(own) != len(theirs) or len(own) < 2:
            continue
        if fuzz.ratio(" ".join(own), " ".join(theirs)) >= ALIKE and all(
            fuzz.ratio(one, two) >= EACH_ALIKE for one, two in zip(own, theirs, strict=True)
        ):
            return True
    return False


def _best_name(seen: Sequence[Sighting]) -> str:
    """The fullest way in which the name is written: not in capitals, with its accents, then the most usual."""
    names = Counter(one.name for one in seen)
    best = min(names, key=lambda name: (_capitals(name), -_accents(name), -names[name], name))
    words = best.split()
    if 0 < _capitals(best) < len(words):
        words = [word for word in words if not word.isupper()] + [word for word in words if word.isupper()]
    return " ".join(word.title() if word.isupper() and len(word) > 2 else word for word in words)


def _capitals(name: str) -> int:
    return sum(word.isupper() and len(word) > 2 for word in name.split())


def _accents(name: str) -> int:
    return sum(not sign.isascii() for sign in name)


def _usual(words: Iterable[str]) -> str:
    """What is said most; of those said as often, the longest."""
    said = Counter(word.replace("’", "'") for word in words if word)
    return max(said, key=lambda word: (said[word], len(word), word), default="")


def _names(owners: Iterable[Known]) -> list[str]:
    return [known.person.nom for known in owners]


def places_of(seen: Sequence[Sighting]) -> str:
    """« 3 fichiers, dont a.docx (participe) »: where somebody was found, in a few words."""
    paths = list(dict.fromkeys(one.path for one in seen))
    ways = ", ".join(dict.fromkeys(one.how for one in seen))
    first = paths[0].rsplit("/", 1)[-1]
    where = "endroits" if any(one.how in OF_REVIEW for one in seen) else "fichiers"
    return f"{first} ({ways})" if len(paths) == 1 else f"{len(paths)} {where}, dont {first} ({ways})"
