"""Reader of transcriptions that Whisper and its kin write as JSON: every word that was said, and who said it.

Read: `segments` (openai-whisper, faster-whisper, WhisperX with `speaker`), `transcription` (whisper.cpp),
`chunks` (transformers), `utterances`, or a list alone, each element with its `text`. All other texts of the file
are listed: the same words told again (the whole text, words one by one) as repetitions, the rest as technical.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any, Final

from restitution import charset, limits
from restitution.errors import UnreadableSource
from restitution.model import Block, Finding, NotTaken, NotTakenReason, Reading
from restitution.pandoc import ast, speech
from restitution.readers.base import Prepared

LONGEST_TIME: Final = 1e12
"""Seconds, or their parts, beyond which a number is no time of a recording."""
LISTS: Final = ("segments", "transcription", "utterances", "chunks")
TEXTS: Final = ("text", "transcript", "sentence")
SPEAKERS: Final = ("speaker", "speaker_label", "speaker_id")
NOT_A_TRANSCRIPT: Final = (
    "Ce fichier JSON n'est pas une transcription connue (il n'a pas de liste « segments » ou « transcription » "
    "dont chaque élément a un « text ») : exportez la transcription en .vtt, .srt ou .docx, ou retirez ce fichier."
)
BROKEN: Final = "Ce fichier JSON est incomplet ou abîmé (ligne {line}) : exportez la transcription à nouveau."
EMPTY: Final = "Cette transcription ne contient aucune parole : exportez-la à nouveau."
UNLIKE: Final = (
    "Le détail mot à mot de ce passage dit autre chose que son texte : seul le texte est repris, vérifiez-le."
)
MORE: Final = (
    "Le texte entier de cette transcription dit autre chose que ses passages : les deux sont repris, vérifiez-les."
)
WORDS: Final = frozenset({"words", "word_segments"})
"""What was said, word by word."""
_HALF: Final = re.compile(r"[\ud800-\udfff]")
_WORD: Final = re.compile(r"[^\W_]+")
_CLOCK: Final = re.compile(r"(?:\d+:){0,2}\d+(?:[.,]\d+)?")


class _Twice(ValueError):
    """A key that one object has twice: what stands under the first is out of reach."""


def prepare(data: bytes, path: str) -> Prepared:
    """The whole transcript: it needs no pandoc. Raises `UnreadableSource`."""
    text, _ = charset.decode(data, limits.now().talk)
    root = _parsed(text)
    key, segments = _segments(root)
    reading = Reading()
    pieces: list[speech.Piece] = []
    for segment in segments:
        pieces += _piece(segment, pieces, reading, path)
    if not any(piece.words for piece in pieces):
        raise UnreadableSource(EMPTY)
    if isinstance(root, dict):
        pieces = _with_rest(root, key, pieces, reading, path)
    reading.blocks = speech.paragraphs(pieces)
    reading.speakers = speech.speakers(pieces)
    return Prepared(reading=reading)


def finish(prepared: Prepared, blocks: list[Block]) -> Reading:  # noqa: ARG001 the shape of every reader
    """The reading, whole since `prepare`."""
    return prepared.reading


def _parsed(text: str) -> Any:
    try:
        return _whole(json.loads(text.lstrip("\ufeff"), object_pairs_hook=_object, strict=False))
    except json.JSONDecodeError as error:
        raise UnreadableSource(BROKEN.format(line=error.lineno)) from error
    except (ValueError, RecursionError) as error:  # a key that comes twice, a number of thousands of digits
        raise UnreadableSource(NOT_A_TRANSCRIPT) from error


def _whole(value: Any) -> Any:
    """A value without halves of signs (U+D800 alone): no file can hold them."""
    if isinstance(value, str):
        return _HALF.sub(" ", value)
    if isinstance(value, list):
        return [_whole(one) for one in value]
    return {_whole(key): _whole(one) for key, one in value.items()} if isinstance(value, dict) else value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Twice
    return found


def _segments(root: Any) -> tuple[str, list[dict[str, Any]]]:
    """The list of what was said, and its key."""
    lists = [("", root)] if isinstance(root, list) else []
    lists += (
        [(key, root[key]) for key in LISTS if isinstance(root.get(key), list)] if isinstance(root, dict) else []
    )
    for key, found in lists:
        if found and all(isinstance(one, dict) and _text(one) is not None for one in found):
            return key, found
    if any(not found for key, found in lists if key):
        raise UnreadableSource(EMPTY)
    raise UnreadableSource(NOT_A_TRANSCRIPT)


def _text(segment: dict[str, Any]) -> str | None:
    return next((segment[key] for key in TEXTS if isinstance(segment.get(key), str)), None)


def _piece(segment: dict[str, Any], before: list[speech.Piece], reading: Reading, path: str) -> list[speech.Piece]:
    """What one segment says; its other texts are listed."""
    text = _text(segment) or ""
    start, end = _times(segment)
    where = speech.clock(start) if start is not None else before[-1].where if before else "début"
    key = next((key for key in SPEAKERS if _is_label(segment.get(key))), "")
    speaker = str(segment[key]).strip() if key else ""
    taken = {next((key for key in TEXTS if isinstance(segment.get(key), str)), "")}
    said = Counter(_words(text))
    for name, value in segment.items():
        if name in taken:
            continue
        told = list(_strings(value))
        is_again = name in WORDS and _is_in(list(_strings(value, SPEAKERS)), said)
        if name in WORDS and told and not is_again:
            _warn(reading, UNLIKE, path, where)
        if name == key:
            _leave(reading, "balise", told, where)
        else:
            _leave(reading, "répétition de sous-titre" if is_again else "champ technique", told, where)
    words = ast.string(" ".join(charset.clean(text, path)[0].split()))
    return [speech.Piece(speaker, where, words, start, end)] if text.strip() else []


def _with_rest(
    root: dict[str, Any], key: str, pieces: list[speech.Piece], reading: Reading, path: str
) -> list[speech.Piece]:
    """The pieces with what the file says outside of its list: the whole text, when it says more."""
    said = Counter(word for piece in pieces for word in _words(ast.text(piece.words)))
    head: list[speech.Piece] = []
    tail: list[speech.Piece] = []
    side = head
    for name, value in root.items():
        told = list(_strings(value))
        if name == key:
            side = tail
        elif (name in TEXTS or name in WORDS) and _is_in(list(_strings(value, SPEAKERS)), said):
            _leave(reading, "répétition de sous-titre", told, name)
        elif name in TEXTS and isinstance(value, str):
            _warn(reading, MORE, path, name)
            words = ast.string(" ".join(charset.clean(value, path)[0].split()))
            side.append(speech.Piece("", "texte entier", words, apart=True))
        else:
            _leave(reading, "champ technique", told, name)
    if tail:
        tail[0].apart = True
    if head and pieces:
        pieces[0].apart = True
    return [*head, *pieces, *tail]


def _is_label(speaker: Any) -> bool:
    return isinstance(speaker, str | int) and not isinstance(speaker, bool) and str(speaker).strip() != ""


def _times(segment: dict[str, Any]) -> tuple[float | None, float | None]:
    """Beginning and end in seconds, as the several programs write them."""
    for first, last, unit in (("start", "end", 1), ("start_time", "end_time", 1), ("t0", "t1", 100)):
        if _seconds(segment.get(first)) is not None:
            start, end = _seconds(segment.get(first)), _seconds(segment.get(last))
            return (start or 0) / unit, None if end is None else end / unit
    offsets, pair = segment.get("offsets"), segment.get("timestamp")
    if isinstance(offsets, dict) and (start := _seconds(offsets.get("from"))) is not None:
        end = _seconds(offsets.get("to"))
        return start / 1000, None if end is None else end / 1000
    if isinstance(pair, list) and pair:
        return _seconds(pair[0]), _seconds(pair[-1])
    return None, None


def _seconds(time: Any) -> float | None:
    """A number, or « 00:01:02,500 »; None for what is no time (`NaN` too)."""
    if isinstance(time, str) and _CLOCK.fullmatch(time.strip()):
        parts = [float(part) for part in time.strip().replace(",", ".").split(":")]
        time = sum(part * (1, 60, 3600)[power] for power, part in enumerate(reversed(parts)))
    is_time = isinstance(time, int | float) and not isinstance(time, bool) and abs(time) < LONGEST_TIME
    return float(time) if is_time else None


def _strings(value: Any, but: Collection[str] = ()) -> Iterator[str]:
    """Each text below a value, in order, `but` those under such keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, one in pairs:
            if key not in but:
                yield from _strings(one, but)


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _is_in(told: list[str], said: Counter[str]) -> bool:
    """Whether texts only say words that were said; a word may be told in pieces (« aujourd », « 'hui »)."""
    return any(not Counter(_words(between.join(told))) - said for between in (" ", ""))


def _leave(reading: Reading, reason: NotTakenReason, told: list[str], where: str) -> None:
    """List words that nobody said, or that are said elsewhere."""
    text = " ".join(" ".join(told).split())
    if text:
        reading.not_taken.append(NotTaken(reason=reason, text=text, where=where))


def _warn(reading: Reading, message: str, path: str, where: str) -> None:
    reading.findings.append(
        Finding(code="transcription", level="warning", message=message, path=path, where=where)
    )
