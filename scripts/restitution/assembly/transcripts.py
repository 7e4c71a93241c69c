"""Transcripts: which passages of a note are turns of speech, where they stand, and what is withheld of them.

A written account of a workshop (minutes, tables, post-its) is none; of a note that holds both, the sections
without a turn of speech stay with the written notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import structs

from restitution.domain import TRANSCRIPT, TRANSCRIPT_FORMATS
from restitution.model import SPEAKER, Note, Passage, Withheld
from restitution.pandoc import ast
from restitution.pandoc.extracts import between, letters, of_speech

Bounds = tuple[int, int]
"""First letter, and the one after the last, of what is said in a leaf."""


def is_turn(passage: Passage) -> bool:
    """Whether a passage is what somebody says."""
    return passage.role == "text" and any(_says_who(span["c"][1]) for span in ast.each_leaf([passage.block]))


def _says_who(inlines: ast.Inlines) -> bool:
    return bool(inlines) and inlines[0]["t"] == "Span" and SPEAKER in inlines[0]["c"][0][1]


def is_transcript(note: Note) -> bool:
    """Whether a note is speech written down turn by turn."""
    return note.kind == TRANSCRIPT and (note.format in TRANSCRIPT_FORMATS or any(map(is_turn, note.passages)))


def spoken(note: Note) -> set[int]:
    """Identities of the passages that belong to the transcript: neither title and fields, nor written sections."""
    if not is_transcript(note):
        return set()
    found: set[int] = set()
    for number, section in enumerate(_sections(note.passages)):
        if note.format in TRANSCRIPT_FORMATS or number == 0 or any(map(is_turn, section)):
            found |= {id(passage) for passage in section if passage.role not in {"title", "field"}}
    return found


def _sections(passages: Iterable[Passage]) -> Iterator[list[Passage]]:
    """What stands before the first heading, then each heading with what stands below it."""
    section: list[Passage] = []
    for passage in passages:
        if passage.role in {"section", "heading"}:
            yield section
            section = []
        section.append(passage)
    yield section


def kept_back(notes: Iterable[Note], quoted: Mapping[str, Sequence[Bounds]]) -> list[Note]:
    """The notes with their speech withheld, but for what is quoted; `quoted`: id of a leaf -> bounds, in order."""
    return [_kept_back(note, quoted) if is_transcript(note) else note for note in notes]


def _kept_back(note: Note, quoted: Mapping[str, Sequence[Bounds]]) -> Note:
    speech = spoken(note)
    spans = [span for p in note.passages if id(p) in speech for span in ast.each_leaf([p.block])]
    withheld = [
        Withheld(
            reason="verbatim non choisi",
            text=ast.text(rest),
            inlines=rest,
            where=ast.leaf_where(span),
            leaf=ast.leaf_id(span),
        )
        for span in spans
        for rest in _rests(of_speech(span["c"][1])[1], quoted.get(ast.leaf_id(span), ()))
    ]
    passages = [passage for passage in note.passages if id(passage) not in speech]
    return structs.replace(note, passages=passages, withheld=[*note.withheld, *withheld])


def _rests(inlines: ast.Inlines, quoted: Sequence[Bounds]) -> Iterator[ast.Inlines]:
    """What stands before, between and after the quotations."""
    at = 0
    for start, end in [*quoted, (len(letters(inlines)),) * 2]:
        rest = between(inlines, at, start)
        if ast.text(rest).strip():
            yield rest
        at = end
