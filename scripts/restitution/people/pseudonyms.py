"""Pseudonyms: first names that women and men bear alike, each kept for one person and one project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from itertools import count
from typing import Final

from restitution.messages import folded
from restitution.people.register import Person

NEUTRAL: Final = (
    "Alix", "Andréa", "Ange", "Ariel", "Camille", "Candide", "Céleste", "Charlie", "Claude", "Cyrille",
    "Dominique", "Eden", "Élie", "Gwen", "Hyacinthe", "Kim", "Leslie", "Loïs", "Lou", "Louison", "Mahé",
    "Modeste", "Morgan", "Noa", "Prudence", "Robin", "Sacha", "Sam", "Sidney", "Swann", "Yaël", "Zéphyr",
)  # fmt: skip


def chosen(people: Iterable[Person], kept: Mapping[str, str], project: str) -> dict[str, str]:
    """Name -> pseudonym of those who are told by one: the editor's word, what was kept, else a new one.

    A new one depends on the project and the name alone while the names do not collide; no person of the register
    bears it, and no other has it. A person who is no more told by hers keeps it: it is never given again.
    """
    people = list(people)
    wanted = [person for person in people if person.standing == "pseudonyme"]
    own = {person.nom: person.pseudonyme for person in wanted if person.pseudonyme}
    given = {**kept, **own}
    taken = {folded(word) for person in people for name in person.names for word in name.split()}
    taken |= {folded(pseudonym) for pseudonym in given.values()}
    for person in sorted(wanted, key=lambda one: one.nom):
        if person.nom not in given:
            given[person.nom] = new = _new(person.nom, project, taken)
            taken.add(folded(new))
    return given


def _new(name: str, project: str, taken: set[str]) -> str:
    start = int.from_bytes(sha256(f"{project}\0{name}".encode()).digest()[:8], "big")
    for lap in count():
        for step in range(len(NEUTRAL)):
            word = NEUTRAL[(start + step) % len(NEUTRAL)]
            said = f"{word} {lap + 1}" if lap else word
            if folded(said) not in taken:
                return said
    raise AssertionError  # count() has no end
