"""Transcripts exported as a document: « Nadège Vauquelin   0:04 » above what was said becomes a turn of speech.

The name is no word of the note: it stands in the turn's `speaker` Span, empty until it is known what may be shown.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from restitution.model import SPEAKER, Block, Inline, NotTaken, NotTakenReason, Passage, Reading
from restitution.pandoc import ast, slices, speech
from restitution.pandoc.ast import Inlines
from restitution.shaping import labels, otter, talk, teams
from restitution.shaping.labels import Label

BREAKS: Final = frozenset({"LineBreak", "SoftBreak"})

TRANSCRIBED: Final = "transcrit"
"""Among the properties of a reading: the day that its program wrote above the transcript."""
SIGNS: Final = " \t\xa0\u2003[]():—–-"
"""What stands around a name or a time and says nothing."""


class _Line(msgspec.Struct):
    """A line of a block that is text."""

    block: int
    where: str
    inlines: Inlines
    text: str
    label: Label | None = None
    is_residue: bool = False
    """Whether the program wrote it, at the head of its export."""


class _Scribe(msgspec.Struct):
    """The note while its turns are put together."""

    blocks: list[Block] = []
    gone: list[NotTaken] = []
    pieces: list[speech.Piece] = []
    spoken: dict[str, None] = {}
    speaker: str = ""
    place: str = ""
    """The last time that was said."""
    start: float | None = None
    block: int = -1
    """The block of the last line."""

    def leave(self, reason: NotTakenReason, text: str, where: str) -> None:
        """List words that nobody said."""
        if any(map(str.isalnum, text)):
            self.gone.append(NotTaken(reason=reason, text=text.strip(SIGNS), where=where))

    def open(self, line: _Line, label: Label) -> None:
        """A line's label: its time, who speaks, and what is left of it for the program."""
        head = line.text[: label.end]
        if label.time:
            self.start = labels.seconds(label.time)
            self.place = speech.clock(self.start)
        if label.opens:
            before, _, after = head.partition(label.name)
            self.leave("balise", label.name, line.where)
            self.speaker = label.name
            self.spoken[label.name] = None
            self.leave("champ technique", before, line.where)
            self.leave("champ technique", after, line.where)
        else:
            self.leave("champ technique", head, line.where)

    def say(self, line: _Line, words: Inlines) -> None:
        """What a line says, in the turn of who speaks."""
        is_new = line.block != self.block and not self.place
        start, self.start = self.start, None
        self.pieces.append(
            speech.Piece(self.speaker, self.place or line.where, words, start, apart=is_new and line.label is None)
        )

    def flush(self) -> None:
        """The turns so far, as paragraphs."""
        self.blocks += speech.paragraphs(self.pieces)
        self.pieces = []


def with_turns(reading: Reading) -> Reading:
    """The reading with its turns of speech; itself when it is no transcript, or known for one already."""
    lines = [] if reading.speakers else _lines(reading.blocks)
    texts = [line.text for line in lines]
    heads = [at == 0 or lines[at - 1].block != line.block for at, line in enumerate(lines)]
    head = otter.head_of(texts)
    found = talk.labelled(texts, heads, head.names, is_export=teams.is_export(texts))
    if not any(found):
        return reading
    machine = teams.head_of(texts)
    for number, (line, label) in enumerate(zip(lines, found, strict=True)):
        line.is_residue = number in head.lines | machine.lines
        line.label = None if line.is_residue else label if label and slices.cut(line.inlines, label.end) else None
    scribe = _Scribe()
    by_block: dict[int, list[_Line]] = {}
    for line in lines:
        by_block.setdefault(line.block, []).append(line)
    for number, block in enumerate(reading.blocks):
        _tell(scribe, block, by_block.get(number, []))
        scribe.block = number
    scribe.flush()
    speakers = list(dict.fromkeys([*reading.speakers, *head.names, *scribe.spoken]))
    known = {"titre": machine.subject, TRANSCRIBED: machine.day}
    return msgspec.structs.replace(
        reading,
        blocks=scribe.blocks,
        not_taken=[*reading.not_taken, *scribe.gone],
        speakers=speakers,
        properties=reading.properties | {name: said for name, said in known.items() if said},
    )


def speech_apart(passages: list[Passage]) -> list[Passage]:
    """The passages, where what was said below a list of those present is none of the list."""
    for passage in passages:
        if passage.section == "participants" and any(map(_is_turn, ast.each_leaf([passage.block]))):
            passage.section = "echanges"
    return passages


def _is_turn(leaf: Inline) -> bool:
    return any(i["t"] == "Span" and SPEAKER in i["c"][0][1] for i in leaf["c"][1])


def _tell(scribe: _Scribe, block: Block, lines: list[_Line]) -> None:
    """One block of the source: its turns, what goes on with the last of them, or itself."""
    if lines and all(line.is_residue or labels.RESIDUE.fullmatch(line.text) for line in lines):
        for line in lines:
            scribe.leave("résidu d'export", line.text, line.where)
        return
    is_heading = block["t"] == "Header"
    is_mark = bool(lines) and all(line.label and not line.label.opens and _is_whole(line) for line in lines)
    if not lines or (is_heading and not is_mark) or not (scribe.speaker or any(line.label for line in lines)):
        scribe.flush()
        scribe.speaker = scribe.place = ""
        scribe.blocks.append(block)
        return
    for line in lines:
        words = line.inlines
        if line.label and (parts := slices.cut(line.inlines, line.label.end)):
            scribe.open(line, line.label)
            words = parts[1]
        if ast.text(words).strip() or _has_picture(words):
            scribe.say(line, ast.by_words(words))  # what is long is cut between two of them
        scribe.block = line.block


def _is_whole(line: _Line) -> bool:
    return line.label is not None and line.label.end == len(line.text)


def _lines(blocks: list[Block]) -> list[_Line]:
    """The lines of each block that is text, in order."""
    found: list[_Line] = []
    for number, block in enumerate(blocks):
        inlines = (
            block["c"][2] if block["t"] == "Header" else block["c"] if block["t"] in {"Para", "Plain"} else []
        )
        if len(inlines) == 1 and ast.is_leaf(inlines[0]) and ast.text(inlines).strip():
            where = ast.leaf_where(inlines[0])
            found += [_Line(number, where, line, ast.text(line)) for line in _split(inlines[0]["c"][1])]
    return found


def _split(inlines: Inlines) -> list[Inlines]:
    """Inlines as lines, without the blanks at either end; « [00:01:02] Nom : » begins one wherever it stands."""
    lines: list[Inlines] = [[]]
    for inline in inlines:
        if inline["t"] in BREAKS:
            lines.append([])
        else:
            lines[-1].append(inline)
    return [trimmed for line in lines for part in _voices(line) if (trimmed := _trim(part))]


def _voices(line: Inlines) -> list[Inlines]:
    """A line cut where another label with its time in brackets begins."""
    parts: list[Inlines] = []
    for found in reversed(list(labels.INSIDE.finditer(ast.text(line)))):
        two = slices.cut(line, found.end())
        if two and ast.text(two[0]).strip():
            line = two[0]
            parts.append(two[1])
    return [line, *reversed(parts)]


def _trim(line: Inlines) -> Inlines:
    """A line without the blanks at either end; pictures there stay."""
    text = ast.text(line)
    if text and text == text.strip():
        return line
    if parts := slices.cut(line, len(text) - len(text.lstrip())):
        line = [*filter(_has_picture, parts[0]), *parts[1]]
    if parts := slices.cut(line, len(ast.text(line).rstrip())):
        line = [*parts[0], *filter(_has_picture, parts[1])]
    return line


def _has_picture(node: Any) -> bool:
    if isinstance(node, list):
        return any(map(_has_picture, node))
    return isinstance(node, dict) and (node.get("t") == "Image" or _has_picture(node.get("c")))
