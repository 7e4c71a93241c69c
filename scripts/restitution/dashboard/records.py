"""What the page shows: words ready to be read, in the order in which they stand. Escaped by the template alone."""

from __future__ import annotations

from typing import Literal

import msgspec

Tone = Literal["bien", "attention", "alerte", "neutre"]
"""How a thing stands out; what it means is always written as well."""


class Quoted(msgspec.Struct, frozen=True, kw_only=True):
    """A passage of the publication. `href`: of its place in the web page, where there is one."""

    text: str
    code: str = ""
    part: str = ""
    href: str = ""


class Tile(msgspec.Struct, frozen=True, kw_only=True):
    """A number at the top, that leads to its section."""

    count: str
    words: str
    target: str
    tone: Tone


class CellNote(msgspec.Struct, frozen=True, kw_only=True):
    """A note behind a cell, with its passages; `more`: how many others are counted and not quoted."""

    path: str
    kind: str
    count: str
    passages: list[Quoted]
    more: str = ""


class CellView(msgspec.Struct, frozen=True, kw_only=True):
    """Theme × territory."""

    id: str
    title: str
    state: str
    tone: Tone
    count: str = ""
    notes: list[CellNote] = []
    placeholders: list[str] = []


class GridRow(msgspec.Struct, frozen=True, kw_only=True):
    """A theme; `axis`: title of its axis, where it is the first one of it."""

    title: str
    cells: list[CellView]
    axis: str = ""


class Matrix(msgspec.Struct, frozen=True, kw_only=True):
    """A plain table: its head, then rows of a label and cells."""

    head: list[str]
    rows: list[tuple[str, list[str]]]


class VisitView(msgspec.Struct, frozen=True, kw_only=True):
    """Host × visitor."""

    planned: str = ""
    actual: str = ""
    state: str = ""
    tone: Tone = "neutre"
    notes: list[str] = []


class VisitRow(msgspec.Struct, frozen=True, kw_only=True):
    """A host; `pairs`: one a visitor, None for itself and where no visit is spoken of."""

    host: str
    pairs: list[VisitView | None]


class VisitTable(msgspec.Struct, frozen=True, kw_only=True):
    """Visits of one sort."""

    title: str
    visitors: list[str]
    rows: list[VisitRow]


class FindingView(msgspec.Struct, frozen=True, kw_only=True):
    """What was found in a file, or in the editor's own tables."""

    text: str
    where: str = ""
    is_error: bool = False


class SourceView(msgspec.Struct, frozen=True, kw_only=True):
    """A file and what became of it; `territory`, `kind` and `state` are what the filters know it by."""

    path: str
    name: str
    state: str
    tone: Tone
    kind: str
    territories: list[str]
    themes: str
    dates: str
    words: list[str]
    """Of the file, published, withheld; empty for a file that was not taken."""
    reason: str = ""
    not_taken: list[str] = []
    withheld: list[str] = []
    findings: list[FindingView] = []
    places: list[Quoted] = []
    comments: str = ""


class SourceGroup(msgspec.Struct, frozen=True, kw_only=True):
    """The files of a folder."""

    folder: str
    told: str
    rows: list[SourceView]
    is_open: bool


class Sources(msgspec.Struct, frozen=True, kw_only=True):
    """Every file, and what the filters offer."""

    groups: list[SourceGroup]
    told: str
    states: list[str]
    territories: list[str]
    kinds: list[str]
    others: list[FindingView]
    """Findings about the editor's own tables and settings."""


class CheckView(msgspec.Struct, frozen=True, kw_only=True):
    """A check; `accepted`: points of it that a derogation accepts."""

    id: str
    message: str
    points: list[str] = []
    remedy: str = ""
    accepted: list[str] = []


class CheckGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Checks of one urgency."""

    title: str
    tone: Tone
    checks: list[CheckView]


class RemarkView(msgspec.Struct, frozen=True, kw_only=True):
    """A remark of a reviewer."""

    number: str
    kind: str
    author: str
    day: str
    state: str
    tone: Tone
    place: str
    href: str
    said: str
    quote: str = ""
    answer: str = ""
    why: str = ""
    by: str = ""
    """Who, behind the kind: « de Paul Roux », or whose copy it came in; empty: « de » its author."""


class Remarks(msgspec.Struct, frozen=True, kw_only=True):
    """Every remark, and that none was lost."""

    rows: list[RemarkView]
    states: list[tuple[str, int]]
    reviewers: list[tuple[str, int, int]]
    """Name, remarks, those that wait."""
    balance: list[tuple[str, int, int]]
    """Kind, elements counted in the files, elements that the journal has."""
    other: str = ""
    trouble: str = ""


class ConflictView(msgspec.Struct, frozen=True, kw_only=True):
    """A fact told in two ways, or a correction that could not be applied."""

    about: str
    places: list[tuple[str, str, str]]
    """File, place in it, its words."""
    remedy: str


class ChangedNote(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a note since the last edition; `quoted`: some of the passages that changed."""

    path: str
    became: str
    counts: list[int]
    """Passages added, changed, gone."""
    quoted: list[Quoted] = []
    more: str = ""


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What changed since the last edition."""

    edition: str
    told: list[str]
    rows: list[ChangedNote]


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """The whole page."""

    title: str
    date: str
    build: str
    next_step: list[str]
    waiting: list[str]
    tiles: list[Tile]
    territories: list[str]
    grid: list[GridRow]
    steps: Matrix
    tools: Matrix
    visits: list[VisitTable]
    sources: Sources
    checks: list[CheckGroup]
    remarks: Remarks
    conflicts: list[ConflictView]
    corrections: list[ConflictView]
    changes: Changes | None
