"""The people of the register as texts are read against it: whose name is this, and how is she told?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final, NamedTuple

import msgspec

from restitution.model import ANYBODY
from restitution.people import forms
from restitution.people.lexicon import Lexicon
from restitution.people.offices import SOMEBODY, Offices
from restitution.people.register import Person, Register

UNKNOWN: Final = "[nom masqué]"
"""What stands for a name that the register does not hold."""
_SHORT: Final = re.compile(r"\b([a-z]{2,3})\.")
"""« Ph. »"""
_SPLIT: Final = re.compile(r"[\s.,'-]+")


class Said(NamedTuple):
    """A plain text that may be a name: in lower case, its own words, those of them that a full stop cuts short."""

    text: str
    words: list[str]
    short: frozenset[str]

    @classmethod
    def of(cls, plain: str) -> Said:
        """What a plain text says."""
        text = plain.casefold().strip()
        return cls(text, words_of(plain), frozenset(_SHORT.findall(text)))


class Known(msgspec.Struct, frozen=True, dict=True):
    """Somebody of the register; `pseudonym` is empty for whoever is not told by one."""

    person: Person
    pseudonym: str = ""

    @property
    def is_named(self) -> bool:
        """Whether she stays as she is written."""
        return self.person.standing == "nominatif"

    @property
    def label(self) -> str:
        """What stands for her name in running text."""
        if self.pseudonym:
            return self.pseudonym
        return f"{SOMEBODY} ({self._place})" if self.person.standing == "fonction" and self._place else SOMEBODY

    @property
    def speaker(self) -> str:
        """How she is told where she speaks."""
        if self.is_named:
            return self.person.nom
        if self.pseudonym:
            return self.pseudonym
        told = self._place if self.person.standing == "fonction" else ""
        return told[:1].upper() + told[1:] if told else ANYBODY

    @property
    def brief(self) -> str:
        """The same where she was told in full before: a function without its body."""
        function = self.person.fonction if self.person.standing == "fonction" else ""
        return function[:1].upper() + function[1:] or self.speaker

    @property
    def _place(self) -> str:
        return ", ".join(part for part in (self.person.fonction, self.person.structure) if part)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of her names, plain and in lower case, without particles."""
        return frozenset(word for name in self.person.names if not is_phrase(name) for word in words_of(name))

    @cached_property
    def phrases(self) -> frozenset[str]:
        """Variants that are no name (« la boulangère »), plain and in lower case."""
        return frozenset(forms.plain(name).casefold() for name in self.person.variantes if is_phrase(name))

    def bears(self, said: Said) -> bool:
        """Whether a text may be her name: each word is one of hers, or the initial of one."""
        if said.text in self.phrases:
            return True
        return bool(said.words) and all(
            word in self.words or ((len(word) == 1 or word in said.short) and self._begins(word))
            for word in said.words
        )

    def _begins(self, letters: str) -> bool:
        return any(word.startswith(letters) for word in self.words)


def words_of(name: str) -> list[str]:
    """The words of a name that are its own: no civility, no particle."""
    parts = [part.casefold() for part in _SPLIT.split(forms.plain(name)) if part]
    return [part for part in parts if part not in forms.CIVILITIES | forms.PARTICLES]


def is_phrase(name: str) -> bool:
    """Whether a variant points at somebody without naming her: it begins in lower case, not by a civility."""
    first = name.split(maxsplit=1)[0].strip(".").casefold() if name.split() else ""
    is_long = " " in name or "'" in name or "’" in name or len(name) > len("nom")
    return name[:1].islower() and first not in forms.CIVILITIES and is_long


class Circle:
    """Everybody of the register, to be asked about names: made once a stage.

    `places`: code of a territory -> « de Haute-Galdonne »; `kept`: names that are no person's.
    """

    def __init__(
        self,
        register: Register,
        pseudonyms: Mapping[str, str] | None = None,
        *,
        places: Mapping[str, str] | None = None,
        kept: Iterable[str] = (),
    ) -> None:
        given = register.pseudonymes if pseudonyms is None else pseudonyms
        self.register = register
        self.everybody = [
            Known(person, given.get(person.nom, "") if person.standing == "pseudonyme" else "")
            for person in register.personnes
        ]
        self.named = [known for known in self.everybody if known.is_named]
        self.protected = [known for known in self.everybody if not known.is_named]
        self._places = places or {}
        self._kept = kept
        self._owners: dict[str, list[Known]] = {}
        """Who may be meant by each name that was asked about: the same come back in every note."""

    @cached_property
    def lexicon(self) -> Lexicon:
        """The names of everybody, in the order of `everybody`; variants that are no name left out."""
        return Lexicon([n for n in known.person.names if not is_phrase(n)] for known in self.everybody)

    @cached_property
    def offices(self) -> Offices:
        """The functions that name somebody of the protected."""
        return Offices(self.register.personnes, self._places)

    @cached_property
    def kept(self) -> frozenset[str]:
        """Names that are no person's: places and bodies of the register too, where they name nobody protected."""
        hidden = {word for known in self.protected for word in known.words if len(word) >= forms.MIN_NAME}
        theirs = {name for known in self.everybody for name in (known.person.commune, known.person.structure)}
        harmless = {name for name in theirs if name and hidden.isdisjoint(words_of(name))}
        return frozenset((*self._kept, *self.register.autres, *harmless))

    @cached_property
    def pseudonyms(self) -> frozenset[str]:
        """The pseudonyms that stand for somebody."""
        return frozenset(known.pseudonym for known in self.everybody if known.pseudonym)

    def phrases(self) -> list[str]:
        """What points at somebody of the protected without naming her, plain, the longest first."""
        return sorted({phrase for known in self.protected for phrase in known.phrases}, key=len, reverse=True)

    def owners(self, plain: str) -> list[Known]:
        """Who may be meant by a plain name."""
        found = self._owners.get(plain)
        if found is None:
            said = Said.of(plain)
            found = self._owners[plain] = [known for known in self.everybody if known.bears(said)]
        return found

    def label(self, plain: str, others: Iterable[str] = (), meant: Iterable[int] = ()) -> str | None:
        """What stands for a plain name; None where it may stay. `others`: names that a note gives besides.

        A name that several may bear is told as they all are, else as nobody's. `meant`: numbers of those who were
        recognised in it, for what is not written as a name is (« vau-quelin »).
        """
        owners = self.owners(plain) or [self.everybody[number] for number in sorted(meant)]
        strangers = [name for name in others if not self.of_name(name) and _bears(name, plain)]
        labels = {None if known.is_named else known.label for known in owners} | {UNKNOWN for _ in strangers}
        likeliest = self._whole(plain, owners) or self._by_whole_word(plain, owners) if len(owners) > 1 else []
        if likeliest:
            labels = {None if known.is_named else known.label for known in likeliest}
        if not labels:
            return UNKNOWN
        return labels.pop() if len(labels) == 1 else SOMEBODY

    def of_name(self, name: str) -> Known | None:
        """The one person whom a list or a transcript calls so; None for nobody or several."""
        plain = forms.plain(name)
        owners = self.owners(plain)
        whole = self._whole(plain, owners)
        found = whole or (owners if len(owners) == 1 else [])
        return found[0] if len(found) == 1 else None

    @staticmethod
    def _by_whole_word(plain: str, owners: Iterable[Known]) -> list[Known]:
        """Those of whom it is a whole word: « Pierre » is Pierre's before it is Jean-Pierre's."""
        said = plain.casefold().strip()
        return [
            known for known in owners if any(said in forms.plain(n).casefold().split() for n in known.person.names)
        ]

    @staticmethod
    def _whole(plain: str, owners: Iterable[Known]) -> list[Known]:
        """Those of whom it is a whole name, in any order."""
        said = sorted(words_of(plain))
        return [known for known in owners if any(said == sorted(words_of(name)) for name in known.person.names)]


def _bears(name: str, plain: str) -> bool:
    own, said = set(words_of(name)), words_of(plain)
    return bool(said) and all(
        word in own or (len(word) == 1 and any(w.startswith(word) for w in own)) for word in said
    )


NOBODY: Final = Circle(Register())
