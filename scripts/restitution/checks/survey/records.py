"""What the checks must know of the notes and of the document, and no other contract says: `survey.json`."""

from __future__ import annotations

from typing import Literal

import msgspec

from restitution.model import Finding, Place

Lack = Literal["constat", "destinataire", "horizon"]


class Transfer(msgspec.Struct, frozen=True, kw_only=True):
    """An advanced territory: the notes of its visit, and the partners for whom they say what can be taken home."""

    host: str
    notes: list[str]
    territories: list[str]


class Lesson(msgspec.Struct, frozen=True, kw_only=True):
    """What one note draws from several territories; `territories`: codes of those that it speaks of."""

    place: Place
    territories: list[str]


class Advice(msgspec.Struct, frozen=True, kw_only=True):
    """A recommendation, and which of its three parts no word of it gives."""

    place: Place
    lacks: list[Lack]


class Spelling(msgspec.Struct, frozen=True, kw_only=True):
    """A name written otherwise than usual, where it first is; `times`: how often."""

    place: Place
    written: str
    usual: str
    times: int


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture of a note as the document shows it."""

    place: Place
    """Its words: the caption, else the alternative text."""
    caption: bool
    credit: bool
    """Whether the caption says who made it."""
    licence: bool
    """Whether the caption says under which licence."""
    described: bool
    """Whether its writer said what it shows, for who does not see it."""
    pixels: int = 0
    """Width; 0 when it is drawn with lines or is not known."""
    printed: float = 0.0
    """Width on the page, in inches."""


class Volumes(msgspec.Struct, frozen=True, kw_only=True):
    """Published words: of what speaks of one territory alone, and of what speaks of a theme."""

    territories: dict[str, int] = {}
    themes: dict[str, int] = {}


class Broken(msgspec.Struct, frozen=True, kw_only=True):
    """A link or a cross-reference that leads nowhere; `trouble`: why, and what to do, in French."""

    place: Place
    trouble: str


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What a note says of its own state (« relu par le bureau »), masked like its text."""

    path: str
    kind: str
    status: str


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What one assembled document shows of who pays."""

    document: str
    """Its contract: `document.json`, `annexes.json`."""
    mention: bool
    logos: list[str]
    """Alternative texts of its logos, of those whose picture the outputs can show."""


class Leaking(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a file gives away of somebody who is protected, in words."""

    told: str
    in_note: bool = False
    """Whether the words say the note and the passage that it comes from: told once, whatever files show it."""
    listed: bool = True
    """False for somebody whom no register holds."""


class ReadBack(msgspec.Struct, frozen=True, kw_only=True):
    """A file of `output/` that was read back: the contract that it is written from, and what it does not show."""

    document: str
    told: list[str] = []
    """Alternative texts of the pictures that it tells in words only."""
    to_review: bool = False
    """Whether it is a copy to review, which is no publication."""
    leaks: list[Leaking] = []
    """What it gives away of people who are protected."""


class Enrolled(msgspec.Struct, frozen=True, kw_only=True):
    """What the register of people says, as the checks need it. Never kept with the contracts: it names people."""

    counts: dict[str, int] = {}
    """How people are told today -> how many are."""
    unsigned: list[str] = []
    """Names of those who should be named or told by their function, and never said yes; no minor."""
    minors: int = 0
    """Minors for whom the same is asked."""
    recordings: int = 0
    """Recordings whose agreement holds."""


class Survey(msgspec.Struct, frozen=True, kw_only=True):
    """All of it."""

    transfers: list[Transfer] = []
    lessons: list[Lesson] = []
    advice: list[Advice] = []
    spellings: list[Spelling] = []
    people: dict[str, int] = {}
    """Note -> how many people it names whom the register does not hold, before anything is masked."""
    pictures: list[Picture] = []
    silent: dict[str, list[str]] = {}
    """Picture that is a file of its own -> what it lacks to be shown."""
    volumes: Volumes = Volumes()
    links: list[Broken] = []
    standings: list[Standing] = []
    funding: list[Shown] = []
    held: list[Finding] = []
    """Files that still hold somebody who withdrew: told by the stages that read them, put here for the checks."""
    unlisted: list[Finding] = []
    """Names that the register does not hold: never written, since this contract names nobody."""
