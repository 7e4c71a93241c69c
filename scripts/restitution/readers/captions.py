"""What WebVTT, SRT and SBV share: cues to turns, every word that was said, and who said it.

Tolerant: a cue begins at any line with its times; all that follows, up to the next cue's identifier or times, is
its text. Consecutive cues of one speaker are one paragraph, which begins with an empty Span of class `speaker`
that carries the name: who speaks is never part of the text. Where two speak in one cue, each after a dash, each
has a paragraph.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import Any, Final

import msgspec

from restitution.errors import UnreadableSource
from restitution.model import Block, NotTaken, NotTakenReason, Reading
from restitution.pandoc import ast, marks
from restitution.pandoc.ast import Inlines
from restitution.readers import charset
from restitution.readers.base import Prepared

EMPTY: Final = "Cette transcription ne contient aucune parole : exportez-la à nouveau."
SPEAKER: Final = "speaker"
PAUSE: Final = 4.0
LONG: Final = 700

_SETTING: Final = re.compile(r"(?:[a-z]+|[XY][12]):\S+")
_TIME: Final = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?")
_TAG: Final = re.compile(
    r"<v(?:\.[^\s<>]*)?(?:[ \t]+([^<>]*))?>|</?(?:v|c|i|b|u|s|ruby|rt|lang|font|span|br)\b[^<>]*>|<[\d:.,]+>"
    r"|\{\\[a-z]+\d*\}",
    re.IGNORECASE,
)
_CUTTING: Final = re.compile(r"</?(?:rt|br)\b", re.IGNORECASE)
"""Marks between two words; any other may stand inside one."""
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_DASH: Final = re.compile(r"^[ \t]*[-–—](?=[ \t\xa0\u202f]*[^\W_])")
"""Another person speaks: the dash of a dialogue."""
_NAME: Final = r"[A-ZÀ-ÖØ-Þ][\w’'.-]*"
_LABEL: Final = re.compile(
    r"^[ \t]{0,9}(?:(?:[-–—]|>{2,3})[ \t]{0,9})?"
    rf"({_NAME}(?:[ ](?:{_NAME}|de|du|des|la|le|\d+)){{0,4}})[ \xa0\u202f]?:(?=\s|$)"
)
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


class _Turn(msgspec.Struct):
    """What one person says before another speaks."""

    speaker: str
    where: str
    end: float
    words: Inlines = []
    dashed: bool = False

    @property
    def ended(self) -> bool:
        """Whether a sentence ends here."""
        return ast.text(self.words).rstrip(" »\xa0\u202f")[-1:] in {".", "?", "!", "…"}

    def say(self, text: str) -> None:
        """Add words after those said already."""
        said = ast.string(re.sub(r"[ \t]+", " ", text).strip(" "))
        if said and self.words:
            self.words.append({"t": "Space"})
        self.words += said


class _Script(msgspec.Struct):
    """The transcript while it is read."""

    reading: Reading
    cues: list[_Cue] = []
    turns: list[_Turn] = []
    dialogue: bool = False
    """Whether two speak in the cue that is read, each after a dash."""

    def leave(self, reason: NotTakenReason, text: str, where: str) -> None:
        """List words that nobody said."""
        if text.strip():
            self.reading.not_taken.append(NotTaken(reason=reason, text=text, where=where))


def transcript(data: bytes, path: str, dialect: Dialect) -> Prepared:
    """The whole transcript: it needs no pandoc. Raises `UnreadableSource`."""
    text, findings = charset.read_text(data, path)
    script = _Script(Reading(findings=findings))
    _cut(text.split("\n"), script, dialect)
    plain = [(cue, [_bare(line) for line in cue.lines]) for cue in script.cues]
    rolling = _rolls(plain)
    labels = _labels(plain)
    before: list[str] = []
    for cue, lines in plain:
        shown = [line for line in lines if line]
        repeated = _overlap(before, shown) if rolling else 0
        speaker = script.turns[-1].speaker if labels and script.turns else ""
        script.dialogue = sum(_DASH.match(line) is not None for line in shown) > 1
        for raw, bare in zip(cue.lines, lines, strict=True):
            speaker = _say(script, cue, raw, speaker, labels, is_repeated=bare != "" and repeated > 0)
            repeated -= bare != ""
        before = shown or before
    script.reading.blocks = [_paragraph(turn) for turn in script.turns if turn.words]
    if not script.reading.blocks:
        raise UnreadableSource(EMPTY)
    script.reading.speakers = list(dict.fromkeys(turn.speaker for turn in script.turns if turn.speaker))
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
    counts_on = name.isdecimal() and known.isdecimal() and int(name) == int(known) + 1
    after_blank = at == 0 or not lines[at - 1].strip()
    return counts_on or (after_blank and dialect.identifier.match(name) is not None)


def arrow_line(line: str) -> TimeLine | None:
    """A line with a time (even a wrong one) on each side of its arrow; what is said may follow on it."""
    before, arrow, after = line.partition("-->")
    if not arrow or not before.strip() or not after.strip():
        return None
    end, _, rest = after.strip().partition(" ")
    start = before.split()[-1]
    if not (start[:1].isdigit() and end[:1].isdigit()):
        return None
    said = rest.split()
    while said and _SETTING.fullmatch(said[0]):
        said.pop(0)
    settings = rest.split()[: len(rest.split()) - len(said)]
    return TimeLine(" ".join([before.strip(), arrow, end, *settings]), start, end, " ".join(said))


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
    return " ".join(_read(_TAG.sub("", line)).split())


def _rolls(cues: list[tuple[_Cue, list[str]]]) -> bool:
    """Whether captions roll: cue after cue repeats the last line of the one before."""
    shown = [[line for line in lines if line] for _, lines in cues]
    shown = [lines for lines in shown if lines]
    repeats = sum(before[-1] == after[0] for before, after in pairwise(shown))
    timed = any(re.search(r"<[\d:.,]+>", line) for cue, _ in cues for line in cue.lines)
    several = any(len(lines) > 1 for lines in shown)
    return repeats >= 1 and (timed or (several and repeats >= 3 and repeats * 4 >= len(shown)))


def _overlap(before: list[str], now: list[str]) -> int:
    """How many first lines of a caption are the last ones of the caption before."""
    most = min(len(before), len(now))
    return next((size for size in range(most, 0, -1) if before[-size:] == now[:size]), 0)


def _labels(cues: list[tuple[_Cue, list[str]]]) -> frozenset[str]:
    """Labels « Nom : » at the head of lines, when they recur: one that comes twice, or names among such."""
    found = [m[1] for _, lines in cues for line in lines if (m := _LABEL.match(line))]
    counts = Counter(label for label in found if not _NO_NAME.match(label))
    recurring = {label for label, times in counts.items() if times > 1}
    if not recurring:
        return frozenset()
    labelled = 2 * counts.total() >= len(cues)
    return frozenset(recurring | {label for label in counts if labelled or " " in label})


def _say(script: _Script, cue: _Cue, raw: str, speaker: str, labels: frozenset[str], *, is_repeated: bool) -> str:
    """Words of one line to the turns of those who speak; gives who speaks at its end."""
    line, label = raw, _LABEL.match(raw)
    if label and label[1] in labels:
        script.leave("champ technique", label.group(), cue.where)
        speaker, line = label[1], raw[label.end() :]
    if script.dialogue and not is_repeated and not (label and label[1] in labels) and _DASH.match(_bare(raw)):
        speaker = ""
        script.turns.append(_Turn(speaker, cue.where, cue.end, dashed=True))
    at = 0
    said: list[str] = []
    for tag in _TAG.finditer(line):
        said.append(line[at : tag.start()])
        at = tag.end()
        is_voice = tag.group()[:2].lower() == "<v"
        is_technical = is_voice or tag.group()[1].isdigit()
        script.leave("champ technique" if is_technical else "balise", tag.group(), cue.where)
        if is_voice:
            _speak(script, cue, speaker, said, is_repeated=is_repeated)
            speaker, said = " ".join(_read(tag[1] or "").split()), []
        elif tag.group().lower().startswith("</v"):
            _speak(script, cue, speaker, said, is_repeated=is_repeated)
            speaker, said = "", []
        elif _CUTTING.match(tag.group()):
            said.append(" ")
    _speak(script, cue, speaker, [*said, line[at:]], is_repeated=is_repeated)
    return speaker


def _speak(script: _Script, cue: _Cue, speaker: str, pieces: list[str], *, is_repeated: bool) -> None:
    """Text between tags to a turn: the open one, or a new one when another speaks or after a pause."""
    text = "".join(pieces)
    for entity in _ENTITY.findall(text):
        if not any(sign.isalnum() for sign in _read(entity)):
            script.leave("champ technique", entity, cue.where)
    text = _read(text)
    if not text.strip():
        return
    if is_repeated:
        script.leave("répétition de sous-titre", text.strip(), cue.where)
        return
    turn = script.turns[-1] if script.turns else None
    if turn is None or turn.speaker != speaker or (not speaker and _rests(turn, cue)):
        turn = _Turn(speaker, cue.where, cue.end)
        script.turns.append(turn)
    turn.say(text)
    turn.end = cue.end


def _rests(turn: _Turn, cue: _Cue) -> bool:
    """Whether a text without speakers may begin a new paragraph: after a sentence, when long or after a pause."""
    if not turn.ended:
        return False
    after_dialogue = turn.dashed and turn.where != cue.where
    return after_dialogue or len(ast.text(turn.words)) > LONG or cue.start - turn.end > PAUSE


def _paragraph(turn: _Turn) -> Block:
    words = marks.trim(turn.words)
    if not turn.speaker:
        return ast.para(ast.leaf(words, turn.where))
    label: dict[str, Any] = {"t": "Span", "c": [ast.attributes("", [SPEAKER], name=turn.speaker), []]}
    return ast.para(ast.leaf([label, *words], turn.where))
