"""The register of people: who may be named and how, and which recordings their speakers agreed to.

A person's *standing* is what today's agreements allow, never more than the level that the register asks for:
nobody is named who did not agree, a minor never, and whoever withdrew is gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

import msgspec

Level = Literal["nominatif", "fonction", "pseudonyme", "agrege", "retire"]
LEVELS: Final[dict[Level, str]] = {
    "nominatif": "nommé",
    "fonction": "fonction et structure",
    "pseudonyme": "pseudonyme",
    "agrege": "agrégé (« une personne »)",
    "retire": "retiré",
}
"""Level -> how it is told, from the most open to the most closed."""
DEFAULT: Final[Level] = "agrege"
Scope = Literal["nom", "citation", "image", "aucune"]
SCOPES: Final[tuple[Scope, ...]] = ("nom", "citation", "image", "aucune")
"""What may be agreed to; « aucune »: she was asked, and agrees to none."""


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """What a person agreed to, when, and when she took it back (ISO days); no scope: all of it."""

    le: str = ""
    portee: tuple[Scope, ...] = ()
    preuve: str = ""
    retire_le: str = ""

    def covers(self, scope: Scope) -> bool:
        """Whether she agreed to it and still does."""
        return bool(self.le) and not self.retire_le and (not self.portee or scope in self.portee)

    def refuses(self, scope: Scope) -> bool:
        """Whether she said what she agrees to, and this is not in it."""
        return bool(self.retire_le) or (bool(self.portee) and scope not in self.portee)


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """One person of the register, as the editor wrote it."""

    nom: str
    variantes: tuple[str, ...] = ()
    """Other ways in which notes write the name, nicknames (« Nad »), what points at her (« la boulangère »)."""
    fonction: str = ""
    structure: str = ""
    commune: str = ""
    territoire: str = ""
    """Code."""
    mineur: bool = False
    niveau: Level = DEFAULT
    pseudonyme: str = ""
    """Empty: chosen by the program, once."""
    accord: Agreement = Agreement()

    @property
    def standing(self) -> Level:
        """How she may be told today."""
        if self.niveau == "retire" or self.accord.retire_le:
            return "retire"
        if self.niveau in {"nominatif", "fonction"}:
            if self.mineur:
                return "pseudonyme"
            return self.niveau if self.accord.covers("nom") else DEFAULT
        return self.niveau

    @property
    def may_be_heard(self) -> bool:
        """Whether her own words may be shown: a minor's only with an agreement of the parents."""
        if self.standing == "retire" or self.accord.refuses("citation"):
            return False
        return self.accord.covers("citation") if self.mineur else True

    @property
    def may_be_seen(self) -> bool:
        """Whether a picture on which she is recognised may be shown."""
        return self.standing != "retire" and self.accord.covers("image")

    @property
    def names(self) -> tuple[str, ...]:
        """Her name and its variants."""
        return (self.nom, *self.variantes)


class Recording(msgspec.Struct, frozen=True, kw_only=True):
    """The agreement of those who speak in a recording to its being kept and quoted."""

    fichier: str
    """Path of the transcript below `sources/`."""
    le: str
    """ISO day on which they agreed."""
    par: str = ""
    """Who answers for it."""
    preuve: str = ""
    relu: bool = False
    """Whether a person read it for names: what is asked of a transcript without capitals."""
    empreinte: str = ""
    """How the sha256 of the file began that was read; empty: whatever the file became."""
    retire_le: str = ""


class Register(msgspec.Struct, frozen=True, kw_only=True):
    """All that a project knows of people."""

    personnes: tuple[Person, ...] = ()
    enregistrements: tuple[Recording, ...] = ()
    autres: tuple[str, ...] = ()
    """Names that look like a person's and are none, by the editor's word."""
    pseudonymes: dict[str, str] = {}
    """Name of a person -> the pseudonym that stands for her."""

    def agreed(self, path: str) -> Recording | None:
        """The agreement to a recording that holds today: the newest that nobody took back."""
        said = [one for one in self.enregistrements if one.fichier == path]
        newest = max(said, key=lambda one: (max(one.le, one.retire_le), one.relu), default=None)
        return newest if newest and not newest.retire_le else None

    def is_read(self, path: str, sha256: str) -> bool:
        """Whether somebody read for names what a recording says today, under an agreement that holds."""
        return any(sha256.startswith(one.empreinte) for one in self._read(path))

    def was_read(self, path: str) -> bool:
        """Whether somebody read it for names, before it changed or not."""
        return any(self._read(path))

    def _read(self, path: str) -> list[Recording]:
        if self.agreed(path) is None:
            return []
        said = [one for one in self.enregistrements if one.fichier == path]
        gone = max((one.retire_le for one in said), default="")
        return [one for one in said if one.relu and not one.retire_le and one.le > gone]


def is_gone(person: Person) -> bool:
    """Whether she withdrew: she is to be found nowhere any more."""
    return person.standing == "retire"


def withdrawn(people: Iterable[Person]) -> list[Person]:
    """Those who are to be found nowhere any more."""
    return [person for person in people if is_gone(person)]
