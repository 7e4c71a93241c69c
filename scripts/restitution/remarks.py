"""Typed records of the review: what comes home in a returned copy, what it became, what was decided. No I/O here.

A *mark* is what one returned copy holds of one remark: a line of `remarques.jsonl`, never changed after it was
written. A *remark* is what all copies together say: the marks of one key, with what was decided. Marks and remarks
speak of *passages*: `src_…` (an anchor of `ancres.jsonl`) or `gen_…` (words of the plan).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import datetime
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

Kind = Literal[
    "comment",
    "reply",
    "insertion",
    "deletion",
    "move",
    "paragraph_insertion",
    "paragraph_deletion",
    "row_insertion",
    "row_deletion",
    "format",
    "untracked_edit",
]
Seen = Kind | Literal["replacement"]
"""What people see: a deletion and an insertion that touch are one replacement. No file and no count knows it."""
ADDS: Final[frozenset[Seen]] = frozenset({"insertion", "paragraph_insertion"})
REMOVES: Final[frozenset[Seen]] = frozenset({"deletion", "paragraph_deletion"})
State = Literal["new", "open", "answered", "resolved", "rejected", "applied", "to_confirm", "orphan"]
Format = Literal["docx", "odt", "pdf", "note"]
Placed = Literal["exact", "fuzzy", "paragraph", "after", "orphan"]
"""Where a remark stands: on the words that it is about, on words close to them, on their paragraph, after the
passage before it (what a reviewer inserted), nowhere."""
Relation = Literal["in", "after", "spans"]
Verdict = Literal["accepter", "rejeter", "resoudre", "rouvrir", "repondre", "placer", "annuler"]

SURE: Final = 0.80
"""Confidence below which a place is to be confirmed by the editor, never guessed (review §5, measured)."""
BUILD, COPY = "RestitutionBuild", "RestitutionCopie"
"""Properties by which a file of ours says which build it is of, and which copy to review."""
REPORTER: Final = "restitution (report)"
"""Author of our own replies in a review copy that say where a thread was carried to: never taken in."""
ANSWERER: Final = "restitution (réponse)"
"""Author of the editor's answers in a review copy: never taken in either, the decision holds them."""
_MINUTE: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d", re.ASCII)
MIDNIGHT: Final = "T00:00"
_REPEAT: Final = re.compile(r"((?:src|gen)_[0-9a-f]{10})_\d+")
NOTES: Final = ("note de bas de page", "note de fin")
"""How the place of what stands in a note begins."""
MASKS: Final = frozenset({"une personne", "[nom masqué]"})
"""What stands for a name that may not be shown."""
LEFT: Final = "à reprendre à la main"
NOWHERE: Final = "le passage n'existe plus"
"""What the history of a remark says of an accepted change that no program could make."""
WHY_GONE: Final = "Son passage n’est plus dans les notes."
REDLINE: Final = "redline"
"""Which copy a redline of ours is."""
COMPARER: Final = "restitution"
"""Author of the changes that a redline of ours shows: of such a file they are nobody's remarks."""
OURS: Final = frozenset({REPORTER, ANSWERER})

FIRST_DAY: Final = "1970-01-01"
SAID_HEX: Final = 16
ANCHOR_PREFIX: Final = "src_"
PLAN_PREFIX: Final = "gen_"
"""Of passages whose words are the plan's."""
ANCHOR_HEX: Final = 10


class Anchor(msgspec.Struct, kw_only=True):
    """One line of `ancres.jsonl`: a passage that was published once (`assembly.identity` mints and keeps them)."""

    id: Annotated[str, Meta(pattern=rf"^{ANCHOR_PREFIX}[0-9a-f]{{{ANCHOR_HEX}}}$")]
    source: str
    text: str
    after: str = ""
    """Id of the leaf before it in its note, empty for the first."""
    gone: bool = False
    part_of: str = ""
    """Id of the passage that it was cut from: a remark on that one may be about these words."""
    into: str = ""
    """Of one that is gone because it was joined to another: id of that one, which holds its words."""
    withdrawn: bool = False
    """Of one that is gone: whether its text was taken out, as somebody in it withdrew."""
    doubt: bool = False
    """Whether it was a guess once which of several equal passages it is: a remark on it is to be confirmed."""


def folded(text: str) -> str:
    """A text as ids and keys see it: NFKC, any run of spaces one."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def to_the_minute(date: str) -> str:
    """A moment as every file can say it, « 2026-10-08T14:05 »; empty for what no calendar has.

    For no date LibreOffice writes zeros, other programs write days that never were: a file that showed one of them
    comes back without any.
    """
    minute = f"{date}{MIDNIGHT}" if len(date) == len("2026-10-08") else date[: len("2026-10-08T14:05")]
    try:
        datetime.fromisoformat(minute)
    except ValueError:
        return ""
    return minute if _MINUTE.fullmatch(minute) else ""


def is_dated(date: str) -> bool:
    """Whether a file says when: for no date LibreOffice writes, in its own format, 1 January 1970."""
    return bool(minute_of(date))


def minute_of(date: str) -> str:
    """A moment to the minute, by which the same remark is known in another file; empty for none."""
    return "" if date.startswith(FIRST_DAY) else to_the_minute(date)


def said_digest(kind: str, author: str, date: str, text: str) -> str:
    """What a remark is known by where it is shown under another name: who, when (to the minute), what."""
    family = "comment" if kind == "reply" else kind
    parts = (family, folded(author), minute_of(date), folded(text))
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:SAID_HEX]


def passage_of(bookmark: str) -> str:
    """The passage that a bookmark names: itself without the number of its repeat (`src_…_2`)."""
    repeat = _REPEAT.fullmatch(bookmark)
    return repeat[1] if repeat else bookmark


class SentPassage(msgspec.Struct, frozen=True, kw_only=True):
    """A passage under its bookmark, as a file showed it when it was sent."""

    bookmark: str
    passage: str = ""
    """Its id, when it is not the bookmark without its `_2`: a quotation belongs to the passage that it repeats."""
    code: str = ""
    """« 4.2-13 », in a review copy."""
    text: str = ""
    """As published, any run of spaces folded into one; a file of an earlier version may lack it."""
    sha256: str = ""
    """Of that text."""


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """What a file that we wrote held when it was sent: its manifest."""

    build: str = ""
    copy: str = ""
    """Which copy to review, `relecture/themes`; empty for the publication."""
    passages: list[SentPassage] = []
    """In the order in which they stand there: which one follows which tells where a lost bookmark was."""
    carried: list[str] = []
    """Keys of the remarks that it showed: one that does not come back was deleted by its reader."""
    masked: dict[str, str] = {}
    """Where people are told as the register says: key of what it showed -> `said_digest` of how."""


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """What one returned copy holds of one remark."""

    key: str
    """`review.keys`: 16 hex; the same remark in another copy has the same."""
    number: str = ""
    """« R-014 », what people say."""
    kind: Kind
    elements: dict[Kind, int]
    """Elements of the file's XML that it gathers, by kind: an inserted paragraph is its mark and its text."""
    author: str = ""
    date: str = ""
    """As the file says it (ISO 8601); empty when it does not."""
    text: str = ""
    """Of a comment, its words (lines kept); of a change, the words inserted, deleted or moved."""
    thread: str = ""
    """Key of the comment that opens the thread; of a comment alone, its own."""
    parent: str = ""
    resolved: bool = False
    quote: str = ""
    """The words that it is about, as they were sent (spaces folded); empty for a point."""
    offset: int = 0
    """Where the quote (or the point, or the change) begins in `base`."""
    passage: str = ""
    """The passage that it belongs to; empty when none was found."""
    passages: list[str] = []
    """Every passage that its quote touches, in order, when there are several."""
    relation: Relation = "in"
    base: str = ""
    """Text of the passage as it was sent, spaces folded."""
    proposed: str = ""
    """Of a change: the same with this change alone; of an inserted paragraph, its text."""
    placed: Placed = "orphan"
    confidence: float = 0.0
    """That the passage is the right one, from 0 to 1."""
    where: str = ""
    """For a person: « ¶ 4.2-13 », « p. 12 », « note de bas de page 3 », « en-tête »."""
    look: str = ""
    """For a person: what a change of format changed (« gras »), what one without words holds (« image »), where
    the words of a move went (« vers ¶ 4.2-13 de la copie »)."""
    under: list[str] = []
    """Of one on words of the plan, which stand in many places: the text right before, then the headings above."""
    bookmark: str = ""
    """Of the same: the bookmark of the place in which it stood."""
    note: str = ""
    """Of a change in a note at the foot of a page: the note's own paragraph, as it was sent."""
    note_offset: int = 0
    """Where in it."""


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """`comptes.json` of a returned copy: what its raw XML holds, counted without the reader, and what it is."""

    file: str
    """Name of the original beside, or empty for what was told (telephone, paper, e-mail)."""
    sha256: str = ""
    format: Format
    name: str = ""
    """Name under which it came."""
    build: str = ""
    copy: str = ""
    in_files: dict[str, int] = {}
    """One per element; ours left aside. Empty for formats that have no such XML."""
    ours: int = 0
    problems: list[str] = []
    """French sentences: what was damaged and how it was read all the same."""
    dropped: list[str] = []
    """Keys of remarks that the copy showed when it was sent and that did not come back in it."""


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """One small file of `sources/relectures/decisions/`: what was decided of one remark."""

    key: str
    number: str = ""
    verdict: Verdict
    answer: str = ""
    why: str = ""
    passage: str = ""
    """Of `placer`: where the remark belongs."""
    undoes: str = ""
    """Of `annuler`: the moment (`at`) of the decision that no longer stands."""
    seen: str = ""
    """Keys of the remarks of its thread that were known then: what came later was not decided."""
    by: str = ""
    at: str = ""
    """ISO 8601, to the second."""


class Fix(msgspec.Struct, frozen=True, kw_only=True):
    """One small file of `sources/relectures/corrections/`: the editor's own pen (`restitution fix`)."""

    passage: str
    base: str
    """Text of the passage when she wrote it."""
    text: str
    """What she wants instead; empty: withdrawn."""
    by: str = ""
    at: str = ""
    why: str = ""


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """A change that was decided, of a passage: `base` became `text`. Made of accepted remarks and of fixes."""

    passage: str
    base: str
    text: str
    relation: Relation = "in"
    """`after`: `text` is a new paragraph behind the passage."""
    key: str = ""
    number: str = ""
    """Of the remark; empty for a fix."""
    author: str = ""
    at: str = ""
    masked: bool = False
    """Whether all that it changed is a name, which is masked: `base` and `text` are told alike."""


class Applied(msgspec.Struct, frozen=True, kw_only=True):
    """What assembly made of a correction."""

    passage: str
    key: str = ""
    number: str = ""
    result: Literal["applied", "merged", "settled", "conflict", "gone"]
    """settled: the note says it already; conflict: the passage changed in the same place, or holds a name."""
    why: str = ""
    """Of a conflict, a French sentence."""
    put: list[str] = []
    """Passages that it put behind its own."""


class ReturnedIn(msgspec.Struct, frozen=True, kw_only=True):
    """A returned copy in which a remark stands, and how many elements of its XML it gathers there."""

    copy: str
    """Its folder below `sources/relectures/`."""
    name: str = ""
    """Of the file, as it came."""
    reader: str = ""
    """Who made the remarks that came first in it, when all are of one person."""
    elements: dict[Kind, int] = {}


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened to a remark, for its history."""

    at: str = ""
    by: str = ""
    what: str
    """A French phrase: « acceptée », « reportée sur le paragraphe »."""
    text: str = ""


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """The passage that a remark is about today."""

    path: str = ""
    """Of the writer's file; empty for words of the plan."""
    passage: str = ""
    where: str = ""


class Fills(msgspec.Struct, frozen=True, kw_only=True):
    """A section that nobody has written yet, for which a remark offers content."""

    section: str
    """Its title as it is published."""
    of: str = ""
    """Of which territory or theme, by name."""
    rubrique: str = ""
    kind: str = ""
    territory: str = ""
    theme: str = ""
    """What a note must say of itself to stand there: keys of the model and codes of the settings."""
    note: str = ""
    """The note that ought to hold it, where one exists."""


class Remark(msgspec.Struct, kw_only=True):
    """One remark, with all its copies, decisions and today's place."""

    key: str
    number: str
    kind: Seen
    thread: str = ""
    parent: str = ""
    replacement: str = ""
    """Of a change that is part of a replacement: key of the part whose number people say for the whole."""
    author: str = ""
    date: str = ""
    text: str = ""
    quote: str = ""
    offset: int = 0
    base: str = ""
    proposed: str = ""
    relation: Relation = "in"
    source: Origin = Origin()
    edition: str = ""
    """Build of the first copy in which it came."""
    where: str = ""
    """Its place in that copy."""
    look: str = ""
    """As its mark has it."""
    returned_in: list[ReturnedIn] = []
    state: State = "new"
    placed: Placed = "orphan"
    confidence: float = 0.0
    answer: str = ""
    code: str = ""
    """What the review copy of today calls its passage."""
    under: list[str] = []
    """As its mark has it."""
    bookmark: str = ""
    """Of words of the plan that stand in several places: that of the one it is about, in its copy, then today."""
    fills: Fills | None = None
    """Of a change of a visible gap: the section that it is for."""
    history: list[Event] = []


def is_in_a_note(remark: Remark) -> bool:
    """Whether it is about a note at the foot of a page, or at the end."""
    return remark.where.startswith(NOTES)


def changes_a_masked_name(before: str, after: str) -> bool:
    """Whether a replacement is told with the same words on both sides, or a mask on each: only a name differs."""
    sides = {folded(said) for said in (before, after)}
    is_same = len(sides) == 1 and sides != {""}
    return is_same or {side.casefold() for side in sides} <= MASKS


def left_to_a_hand(remark: Remark) -> str:
    """Why an accepted change is not in the text, and what to do: a French sentence; empty of any other remark."""
    told = (event.text or WHY_GONE for event in reversed(remark.history) if event.what in {LEFT, NOWHERE})
    return next(told, "") if remark.state == "open" else ""


class ReviewBalance(msgspec.Struct, frozen=True, kw_only=True):
    """That nothing was lost: `in_files` equals `in_journal`, remarks are the sum of their states, by kind."""

    in_files: dict[str, int] = {}
    in_journal: dict[str, int] = {}
    ours: int = 0
    in_other: dict[str, int] = {}
    by_state: dict[str, dict[str, int]] = {}


class Review(msgspec.Struct, kw_only=True):
    """`remarks.json`: every remark, by number, and the balance."""

    items: list[Remark] = []
    balance: ReviewBalance = ReviewBalance()
    trouble: str = ""
    """What does not balance, a French sentence: nothing is published then."""
