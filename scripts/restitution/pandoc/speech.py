"""Turns of speech: pieces of talk as an export gives them, to paragraphs that each say who speaks.

Neighbouring pieces of one voice are one paragraph, until it is long or after a long silence, and then only where a
sentence ends. A paragraph begins with an empty Span of class `speaker` that carries the name: who speaks is never
part of the text. Where a voice goes on in another paragraph, its Span says so (`suite`) and shows no label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import msgspec

from restitution.model import SPEAKER, Block
from restitution.pandoc import ast, marks, noises
from restitution.pandoc.ast import Inlines

SUITE: Final = "suite"
"""Attribute of a speaker's Span: the voice is that of the paragraph above."""
LONG: Final = 120
"""Words from which a paragraph ends with its sentence."""
ENDLESS: Final = 240
"""Words from which it ends with its cue, sentence or not: talk without punctuation has no sentences."""
PAUSE: Final = 4.0
"""Seconds of silence between two paragraphs when nobody is named."""
SILENCE: Final = 12.0
"""The same for one voice that is named."""
_TAIL: Final = 160
"""Signs at the end of a text that tell whether its sentence is over."""
_CLOSING: Final = " »”\"')]\xa0\u202f"
_ABBREVIATED: Final = re.compile(r"(?:^|[\s'’(«])(?:[A-ZÀ-Þ]|MM?|Mmes?|Mlles?|Dr|Me|St|Ste|cf|ex|art|env|n°)\.$")


class Piece(msgspec.Struct):
    """Words of one voice from a time on. Times are in seconds, None when the export does not say them."""

    speaker: str
    where: str
    words: Inlines
    start: float | None = None
    end: float | None = None
    apart: bool = False
    """Whether it begins a paragraph, whoever spoke before."""


def joined(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces, one a paragraph. No word is added, lost or moved; joining them again changes nothing."""
    out: list[Piece] = []
    count = 0  # words of the last one: counting them anew for each piece would take minutes
    for piece in pieces:
        since = 0
        if out and _goes_on(out[-1], piece, count):
            turn = out.pop()
            since = len(turn.words)
            gap: Inlines = [{"t": "Space"}] if turn.words and piece.words else []
            whole = msgspec.structs.replace(turn, words=[*turn.words, *gap, *piece.words])
            whole.end = turn.end if piece.end is None else piece.end
        else:
            whole = msgspec.structs.replace(piece)
        parts, count = _in_paragraphs(whole, piece.where, since, count if since else 0)
        out += parts
    return out


def paragraphs(pieces: Iterable[Piece]) -> list[Block]:
    """The paragraphs that joined pieces make, noises marked."""
    turns = [piece for piece in joined(pieces) if piece.words]
    above = ["", *(turn.speaker for turn in turns)]
    return [_paragraph(turn, goes_on=turn.speaker == voice) for turn, voice in zip(turns, above, strict=False)]


def speakers(pieces: Iterable[Piece]) -> list[str]:
    """Names of those who speak, each once, in order."""
    return list(dict.fromkeys(piece.speaker for piece in pieces if piece.speaker))


def ends(text: str) -> bool:
    """Whether a sentence ends with the text."""
    text = noises.NOISES.sub("", text[-_TAIL:]).rstrip(_CLOSING)
    return text[-1:] in {".", "?", "!", "…"} and _ABBREVIATED.search(text) is None


def _goes_on(turn: Piece, piece: Piece, count: int) -> bool:
    """Whether a piece goes on with the paragraph above it, which has so many words."""
    if piece.apart:
        return False
    if turn.speaker != piece.speaker:
        return not piece.speaker and noises.is_noise(ast.text(piece.words))
    if not ends(_last(turn.words)):
        return count < ENDLESS
    rest = piece.start - turn.end if piece.start is not None and turn.end is not None else 0.0
    after_dialogue = turn.apart and not turn.speaker and turn.where != piece.where
    return not (after_dialogue or count >= LONG or rest > (SILENCE if turn.speaker else PAUSE))


def _in_paragraphs(turn: Piece, where: str, since: int, count: int) -> tuple[list[Piece], int]:
    """A turn cut at the first end of a sentence after `LONG` words, and so on, and the words of the last part.

    `where`: its last words' place; `since`: inlines at its head that cannot be cut any more, of `count` words.
    """
    parts, begin = [turn], 0
    for at, inline in enumerate(turn.words[since:], since):
        if count >= LONG and inline["t"] in ast.SPACES and _is_between(turn.words, at):
            parts[-1] = msgspec.structs.replace(parts[-1], words=turn.words[begin:at])
            count, begin = 0, at + 1
            parts.append(
                msgspec.structs.replace(turn, words=turn.words[begin:], where=where, start=turn.end, apart=False)
            )
        count += _count([inline])
    return parts, count


def _is_between(words: Inlines, at: int) -> bool:
    """Whether the space at a place parts two sentences."""
    after = ast.text(words[at + 1 : at + 2])
    if not after or not (after[0].isupper() or after[0].isdigit() or (after[0] == "«")):
        return False
    return ends(ast.text(words[max(0, at - 4) : at]))


def _last(words: Inlines) -> str:
    """The end of a text: as much of it as tells whether a sentence ends there."""
    text = ""
    for inline in reversed(words):
        text = ast.text(inline) + text
        if len(text) >= _TAIL:
            break
    return text


def _count(words: Inlines) -> int:
    return sum(any(map(str.isalnum, word)) for word in ast.text(words).split())


def _paragraph(turn: Piece, *, goes_on: bool) -> Block:
    words = noises.marked(marks.trim(turn.words))
    if not turn.speaker:
        return ast.para(ast.leaf(words, turn.where))
    more = {SUITE: "oui"} if goes_on else {}
    label = {"t": "Span", "c": [ast.attributes("", [SPEAKER], name=turn.speaker, **more), []]}
    return ast.para(ast.leaf([label, *words], turn.where))


def clock(seconds: float) -> str:
    """A time as « 00:12:04 »."""
    whole = max(0, int(seconds))
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
