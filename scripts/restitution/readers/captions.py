"""What WebVTT, SRT and SBV share: cues to turns, every word that was said, and who said it.

Tolerant: a cue begins at any line with its times, even broken ones; all that follows, up to the next cue's
identifier or times, is its text. Cues of one voice make one paragraph (`pandoc.speech`). Where two speak in one
cue, each after a dash, each has a paragraph.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable
from typing import Final

import msgspec

from restitution import charset, limits
from restitution.errors import UnreadableSource
from restitution.model import NotTaken, NotTakenReason, Reading
from restitution.pandoc import ast, speech
from restitution.readers import rolling
from restitution.readers.base import Prepared

EMPTY: Final = "Cette transcription ne contient aucune parole : exportez-la à nouveau."

_COUNT: Final = re.compile(r"\d{1,9}")
"""Number of a cue; beyond, it is none, and no machine would count with it."""
_SETTING: Final = re.compile(r"(?:[a-z]+|[XY][12]):\S+")
_TIME: Final = re.compile(r"(?:(\d{1,6}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?")
_WHOLE_TIME: Final = re.compile(r"(?:\d+:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?")
_ODD_ARROW: Final = re.compile(
    rf"(?P<start>{_WHOLE_TIME.pattern})\s*(?:->|=>|→|[–—]>)\s*(?P<end>{_WHOLE_TIME.pattern})?(?:\s+[a-z]+:\S+)*"
)
_TAG: Final = re.compile(
    r"<v(?:\.[^\s<>]*)?(?:[ \t]+([^<>]*))?>|</?(?:v|c|i|b|u|s|ruby|rt|lang|font|span|br)\b[^<>]*>|<[\d:.,]+>"
    r"|\{\\[a-z]+\d*\}",
    re.IGNORECASE,
)
_VOICE: Final = re.compile(r"<v\b[^<>]*>", re.IGNORECASE)
_CUTTING: Final = re.compile(r"</?(?:rt|br)\b", re.IGNORECASE)
"""Marks between two words; any other may stand inside one."""
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_DASH: Final = re.compile(r"^[ \t]*[-–—](?=[ \t\xa0\u202f]*[^\W_])")
"""Another person speaks: the dash of a dialogue."""
_NAME: Final = r"[A-ZÀ-ÖØ-Þ][\w’'.-]*"
_LEAD: Final = r"^[ \t]{0,9}(?:(?:[-–—]|>{2,3})[ \t]{0,9})?"
_LABEL: Final = re.compile(
    rf"{_LEAD}(?:\[(?=[^\]\n]{{1,60}}\]:))?({_NAME}(?:[ ](?:{_NAME}|de|du|des|la|le|\d+)){{0,4}})"
    r"(?:\]|[ \xa0\u202f])?:(?=\s|$)"
)
"""« Jeanne Morel : », « [SPEAKER_01]: » as WhisperX writes it."""
_CHANNEL: Final = re.compile(rf"{_LEAD}\(((?:speaker|locuteur) \S{{1,9}})\):?(?=\s|$)", re.IGNORECASE)
"""« (speaker 0) », as whisper.cpp writes it."""
_ANY_LABEL: Final = re.compile(rf"{_LEAD}([^\W_][^:\n\[\]]{{0,59}}?)[ \xa0\u202f]?:(?=\s|$)")
"""A name as people give it themselves (« iPhone de zoé », « maud t. (PETR) »): only where each cue has one."""
FEWEST_NAMES: Final = 4
_WORD_TIME: Final = re.compile(r"<[\d:.,]+>")
_NO_NAME: Final = re.compile(
    r"attention|bilan|conclusion|conseil|exemple|idée|note|objectif|question|remarque|réponse|rappel|résultat"
    r"|synthèse|total",
    re.IGNORECASE,
)


class _Cue(msgspec.Struct):
    """Lines said from a time on."""

    where: str
    start: float = 0.0
    end: float = 0.0
    lines: list[str] = []


class TimeLine(msgspec.Struct, frozen=True):
    """The line that opens a cue: its technical words, its times, what is said on it."""

    technical: str
    start: str
    end: str
    said: str


class Dialect(msgspec.Struct, frozen=True):
    """What tells one format of subtitles from another."""

    time_line: Callable[[str], TimeLine | None]
    identifier: re.Pattern[str] | None = None
    """What may stand above a time and name its cue."""
    aside: Callable[[str, bool], NotTakenReason | None] = lambda _line, _is_first: None
    """Why a block that begins with this line is not speech, by the line and whether it is the file's first."""


class _Script(msgspec.Struct):
    """The transcript while it is read."""

    reading: Reading
    cues: list[_Cue] = []
    said: list[speech.Piece] = []
    dialogue: bool = False
    """Whether two speak in the cue that is read, each after a dash."""
    apart: bool = False
    """Whether what is said next begins a paragraph."""
    repeated: int = 0
    """Words of the cue that is read which another cue says as well, and which are said there."""

    def say(self, piece: speech.Piece) -> None:
        """Words of one voice."""
        piece.apart, self.apart = self.apart, False
        self.said.append(piece)

    def leave(self, reason: NotTakenReason, text: str, where: str) -> None:
        """List words that nobody said."""
        if text.strip():
            self.reading.not_taken.append(NotTaken(reason=reason, text=text, where=where))


def transcript(data: bytes, path: str, dialect: Dialect) -> Prepared:
    """The whole transcript: it needs no pandoc. Raises `UnreadableSource`."""
    text, findings = charset.read_text(data, path, limits.now().captions)
    script = _Script(Reading(findings=findings))
    _cut(text.split("\n"), script, dialect)
    plain = [[_bare(line) for line in cue.lines] for cue in script.cues]
    labels = _labels(plain)
    for cue in script.cues:
        cue.lines = [part for line in cue.lines for part in _voices(line, labels)]
    plain = [[_bare(line) for line in cue.lines] for cue in script.cues]
    shown = [[_unlabelled(line, labels) for line in lines] for lines in plain]
    voices = [" ".join(_VOICE.findall("\n".join(cue.lines))) for cue in script.cues]
    timed = any(_WORD_TIME.search(line) for cue in script.cues for line in cue.lines)
    repeats = rolling.repeats(shown, voices, timed=timed)
    for number, (cue, lines, repeat) in enumerate(zip(script.cues, plain, repeats, strict=True)):
        if repeat.goes_on:
            cue.where, cue.start = script.cues[number - 1].where, script.cues[number - 1].start
        speaker = script.said[-1].speaker if labels and script.said else ""
        script.repeated = repeat.words
        script.dialogue = sum(_DASH.match(line) is not None for line in lines) > 1
        for line in cue.lines:
            speaker = _say(script, cue, line, speaker, labels)
    script.reading.blocks = speech.paragraphs(script.said)
    if not script.reading.blocks:
        raise UnreadableSource(EMPTY)
    script.reading.speakers = speech.speakers(script.said)
    return Prepared(reading=script.reading)


def _cut(lines: list[str], script: _Script, dialect: Dialect) -> None:
    """Cues of the lines; what stands between them and is not said is listed."""
    aside: NotTakenReason | None = None
    known = ""
    for at, line in enumerate(lines):
        where = script.cues[-1].where if script.cues else f"ligne {at + 1}"
        after_blank = at == 0 or not lines[at - 1].strip()
        if time := dialect.time_line(line):
            aside = None
            _open(script, time, at)
            continue
        if after_blank:
            aside = dialect.aside(line, not any(above.strip() for above in lines[: min(at, 20)]))
        if _names_a_cue(lines, at, known, dialect):
            known = line.strip()
            script.leave("champ technique", line, where)
        elif aside:
            script.leave(aside, line, where)
        elif line.strip():
            if not script.cues:
                script.cues.append(_Cue(where))
            script.cues[-1].lines.append(line)


def _names_a_cue(lines: list[str], at: int, known: str, dialect: Dialect) -> bool:
    """Whether a line above a time names the cue: after a blank line, or as the next number of a count."""
    if dialect.identifier is None or at + 1 == len(lines) or dialect.time_line(lines[at + 1]) is None:
        return False
    name = lines[at].strip()
    counts_on = all(_COUNT.fullmatch(one) for one in (name, known)) and int(name) == int(known) + 1
    after_blank = at == 0 or not lines[at - 1].strip()
    return counts_on or (after_blank and dialect.identifier.match(name) is not None)


def arrow_line(line: str) -> TimeLine | None:
    """A line with a time (even a wrong one) on each side of its arrow; what is said may follow on it.

    Other arrows count between two whole times only, and a time without an end when nothing follows.
    """
    before, arrow, after = line.partition("-->")
    if not arrow or not before.strip():
        return _odd_arrow(line)
    end, _, rest = after.strip().partition(" ")
    start = before.split()[-1]
    if not after.strip():
        return TimeLine(line.strip(), start, start, "") if _WHOLE_TIME.fullmatch(start) else None
    if not (start[:1].isdigit() and end[:1].isdigit()):
        return None
    said = rest.split()
    while said and _SETTING.fullmatch(said[0]):
        said.pop(0)
    settings = rest.split()[: len(rest.split()) - len(said)]
    return TimeLine(" ".join([before.strip(), arrow, end, *settings]), start, end, " ".join(said))


def _odd_arrow(line: str) -> TimeLine | None:
    """A line of two times with another arrow between them, or of one time alone."""
    found = _ODD_ARROW.fullmatch(line.strip())
    return TimeLine(line.strip(), found["start"], found["end"] or found["start"], "") if found else None


def _open(script: _Script, time: TimeLine, at: int) -> None:
    """A new cue; text that stands on the line of its time is the cue's."""
    where, seconds = _clock(time.start)
    if not where:
        where = script.cues[-1].where if script.cues else f"ligne {at + 1}"
    script.leave("champ technique", time.technical, where)
    script.cues.append(_Cue(where, seconds, _clock(time.end)[1], [time.said] if time.said else []))


def _clock(text: str) -> tuple[str, float]:
    """A time as « 00:12:04 » and in seconds; nothing when it is not one."""
    found = _TIME.match(text)
    if found is None:
        return "", 0.0
    hours, minutes, seconds = int(found[1] or 0), int(found[2]), int(found[3])
    thousandths = int((found[4] or "0").ljust(3, "0"))
    total = hours * 3600 + minutes * 60 + seconds
    clock = f"{total // 3600:02}:{total // 60 % 60:02}:{total % 60:02}"
    return clock, total + thousandths / 1000


def _read(text: str) -> str:
    """Text with its entities read, those that end as they should: « R&notre » holds none."""
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text)


def _bare(line: str) -> str:
    plain = _TAG.sub(lambda tag: " " if _CUTTING.match(tag[0]) else "", line)
    return " ".join(_read(plain).split())


def _label(line: str, labels: frozenset[str]) -> re.Match[str] | None:
    """The label at the head of a line, when it is one of these."""
    found = (form.match(line) for form in (_LABEL, _CHANNEL, _ANY_LABEL))
    return next((label for label in found if label and label[1] in labels), None)


def _voices(line: str, labels: frozenset[str]) -> list[str]:
    """A line cut where another voice begins after the end of a sentence: « Oui. Élie Pradal : Non. »."""
    known = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
    return re.split(rf"(?<=[.?!…])[ \t]+(?=(?:{known})[ \xa0\u202f]?:\s)", line) if known else [line]


def _unlabelled(line: str, labels: frozenset[str]) -> str:
    label = _label(line, labels)
    return line[label.end() :].strip() if label else line


def _labels(cues: list[list[str]]) -> frozenset[str]:
    """Labels « Nom : » at the head of lines, when they recur: one that comes twice, or names among such."""
    found = [m[1] for lines in cues for line in lines if (m := _LABEL.match(line) or _CHANNEL.match(line))]
    counts = Counter(label for label in found if not _NO_NAME.match(label))
    recurring = {label for label, times in counts.items() if times > 1}
    labelled = 2 * counts.total() >= len(cues)
    known = {label for label in counts if labelled or " " in label} if recurring else set()
    return frozenset(recurring | known | _given_names(cues))


def _given_names(cues: list[list[str]]) -> set[str]:
    """Whatever stands before a colon at the head of nearly each cue, when few such recur."""
    heads = [next((line for line in lines if line), "") for lines in cues]
    heads = [head for head in heads if head]
    counts = Counter(m[1] for head in heads if (m := _ANY_LABEL.match(head)) and not _NO_NAME.match(m[1]))
    total = counts.total()
    everywhere = total >= FEWEST_NAMES and total * 5 >= len(heads) * 4
    return set(counts) if everywhere and 2 * len(counts) <= total else set()


def _say(script: _Script, cue: _Cue, raw: str, speaker: str, labels: frozenset[str]) -> str:
    """Words of one line to those who speak; gives who speaks at its end."""
    line, label = raw, _label(raw, labels)
    if label:
        script.leave("champ technique", label.group(), cue.where)
        speaker, line = label[1], raw[label.end() :]
    elif script.dialogue and not script.repeated and _DASH.match(_bare(raw)):
        speaker, script.apart = "", True
    at = 0
    said: list[str] = []
    for tag in _TAG.finditer(line):
        said.append(line[at : tag.start()])
        at = tag.end()
        is_voice = tag.group()[:2].lower() == "<v"
        is_technical = is_voice or tag.group()[1].isdigit()
        script.leave("champ technique" if is_technical else "balise", tag.group(), cue.where)
        if is_voice:
            _speak(script, cue, speaker, said)
            speaker, said = " ".join(_read(tag[1] or "").split()), []
        elif tag.group().lower().startswith("</v"):
            _speak(script, cue, speaker, said)
            speaker, said = "", []
        elif _CUTTING.match(tag.group()):
            said.append(" ")
    _speak(script, cue, speaker, [*said, line[at:]])
    return speaker


def _speak(script: _Script, cue: _Cue, speaker: str, pieces: list[str]) -> None:
    """Text between tags, but for the words of it that another cue says as well."""
    text = "".join(pieces)
    for entity in _ENTITY.findall(text):
        if not any(sign.isalnum() for sign in _read(entity)):
            script.leave("champ technique", entity, cue.where)
    again, text = rolling.split(_read(text), script.repeated)
    script.repeated -= len(again.split())
    script.leave("répétition de sous-titre", again.strip(), cue.where)
    text = re.sub(r"[ \t]+", " ", text).strip(" ")
    if text.strip():
        script.say(speech.Piece(speaker, cue.where, ast.string(text), cue.start, cue.end))
