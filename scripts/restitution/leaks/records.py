"""What is looked for, and what was found."""

from __future__ import annotations

import msgspec


class Someone(msgspec.Struct, frozen=True, kw_only=True):
    """A person as the register writes her, nothing concluded; or a name that a note gives (`listed` false)."""

    nom: str
    variantes: tuple[str, ...] = ()
    fonction: str = ""
    structure: str = ""
    commune: str = ""
    niveau: str = ""
    mineur: bool = False
    agreed: bool = False
    """Whether she once agreed to be named, or to all."""
    withdrew: bool = False
    listed: bool = True

    @property
    def may_be_named(self) -> bool:
        """Whether her name may stand anywhere: asked for, agreed to, not taken back, of age."""
        return self.listed and self.niveau == "nominatif" and self.agreed and not self.withdrew and not self.mineur

    @property
    def may_be_placed(self) -> bool:
        """Whether what she does, and where, may stand together: at her name or function, agreed to, of age."""
        is_open = self.niveau in {"nominatif", "fonction"} and self.agreed
        return is_open and not self.withdrew and not self.mineur

    @property
    def is_gone(self) -> bool:
        """Whether she withdrew, hence stands in no file that a build writes, not even the team's."""
        return self.withdrew or self.niveau == "retire"


class Contacts(msgspec.Struct, frozen=True, kw_only=True):
    """E-mail addresses in lower case, and telephone numbers by their digits."""

    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """All that a search must know."""

    people: tuple[Someone, ...] = ()
    pseudonyms: tuple[str, ...] = ()
    """Names of ours, which stand for somebody: never a leak."""
    places: tuple[str, ...] = ()
    """Names of territories, towns and bodies: what stands inside one is no person's name."""
    codes: tuple[str, ...] = ()
    """Codes of territories, which may look like initials."""
    contacts: Contacts = Contacts()
    offices: bool = True
    """Whether what somebody does, told with where, names her: where there is but one."""

    @property
    def of_the_team(self) -> Wanted:
        """What may stand in no file at all, those of the team included: people who withdrew, and minors."""
        gone = tuple(one for one in self.people if one.is_gone or one.mineur)
        others = tuple(one for one in self.people if one.may_be_named)
        return msgspec.structs.replace(self, people=gone + others, contacts=Contacts(), offices=False)


class Piece(msgspec.Struct, frozen=True):
    """A text that a file holds, and where. `coded`: of addresses and names of files rather than of sentences."""

    place: str
    text: str
    coded: bool = False
    what: str = ""
    """What the text gives away by being there at all; empty: only what is found in it."""


class Leak(msgspec.Struct, frozen=True, kw_only=True):
    """Something that must not be published, and where. `who` and `around` name people: for the editor only."""

    file: str
    place: str
    what: str
    who: str = ""
    around: str = ""
    listed: bool = True
    """False for somebody whom a note names and no register holds."""
