"""Reader of plain text: paragraphs, underlined headings, dashed and numbered lists; nothing else is guessed.

Headings in capitals and the like stay paragraphs: `shaping` knows the words of the model, we do not.
"""

from __future__ import annotations

import re
from itertools import groupby, pairwise
from math import inf
from typing import Final

import msgspec

from restitution import charset
from restitution.errors import UnreadableSource
from restitution.model import Block, NotTaken, Reading
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.readers import critic
from restitution.readers.base import Prepared

EMPTY: Final = "Ce fichier est vide : vérifiez que le texte y a bien été enregistré."
DEEPEST: Final = 6
WIDEST: Final = 100
"""Characters of the longest line that a program breaks by itself."""
MOSTLY: Final = 0.9
"""Share of lines within it from which a text was broken so: an address may stick out."""

_UNDERLINE: Final = re.compile(r"^[ \t]*(={3,}|-{3,}|~{3,}|\*{3,}|_{3,}|#{3,}|\.{5,})[ \t]*$")
_RULE: Final = re.compile(r"^[ \t]*(?:([-=_*~#+.])[ \t]?)(?:\1[ \t]?){2,}$")
_DASHED: Final = re.compile(r"^([ \t]*)[-–—•●▪◦‣∙·*][ \t\xa0\u202f]+(?=\S)(?!.*[ \t]\*[ \t]*$)")
_NUMBERED: Final = re.compile(r"^[ \t]*(\d{1,3})[.)][ \t\xa0]+(?=\S)")
_COLUMNS: Final = re.compile(r"\S(?:\t| {3,}+)[ \t]*+\S")


class _Line(msgspec.Struct, frozen=True):
    """A line and its number."""

    number: int
    text: str
    was: str
    """As its writer broke it: of a copy that comes home, before words of it were changed."""


class _Item(msgspec.Struct):
    """An item of a dashed list: its indentation, its lines."""

    indent: int
    lines: list[_Line]


def prepare(data: bytes, path: str) -> Prepared:
    """The whole note: plain text needs no pandoc. Raises `UnreadableSource`."""
    text, findings = charset.read_text(data, path)
    copy = critic.settled(text)
    reading = Reading(findings=findings, not_taken=copy.not_taken, copy_of=copy.source)
    pairs = zip(copy.text.split("\n"), copy.before.split("\n"), strict=True)
    lines = [_Line(number, line, was) for number, (line, was) in enumerate(pairs, start=1)]
    width = _width(lines)
    for blank, group in groupby(lines, key=lambda line: not line.text.strip()):
        if not blank:
            reading.blocks += _paragraphs(list(group), width, reading.not_taken)
    if not reading.blocks:
        raise UnreadableSource(EMPTY)
    reading.blocks = _merge_lists(reading.blocks)
    return Prepared(reading=reading)


def finish(prepared: Prepared, blocks: list[Block]) -> Reading:  # noqa: ARG001 the shape of every reader
    """The reading, whole since `prepare`."""
    return prepared.reading


def _width(lines: list[_Line]) -> float:
    """Where the writer's program broke lines; infinite when it broke none: every break is the writer's."""
    lengths = [len(line.was.strip()) for line in lines if line.was.strip()]
    within = [length for length in lengths if length <= WIDEST]
    width = max(within, default=0)
    return width if len(within) >= MOSTLY * len(lengths) and _runs_on(lines, width) else inf


def _runs_on(lines: list[_Line], width: float) -> bool:
    """Whether full lines are followed by the middle of a sentence as often as not: a program broke them.

    Below a date, an address or a name, the writer's own next line begins with a capital.
    """
    following = [
        line.text.strip()[0]
        for above, line in pairwise(lines)
        if above.text.strip() and line.text.strip() and not _has_room(above, line, width)
    ]
    letters = [letter for letter in following if letter.isalpha()]
    return 2 * sum(letter.islower() for letter in letters) >= len(letters)


def _has_room(above: _Line, line: _Line, width: float) -> bool:
    """Whether the first word of a line would have stood on the line above."""
    first = (line.was.split(maxsplit=1) or line.text.split(maxsplit=1))[0]
    return len(above.was.strip()) + 1 + len(first) <= width


def _meant(lines: list[_Line], width: float) -> list[list[_Line]]:
    """The lines of a paragraph, parted where its writer began a new one: the next word had room above."""
    if any(_COLUMNS.search(line.text.strip()) for line in lines):
        return [lines]
    parts = [[lines[0]]]
    for above, line in pairwise(lines):
        has_room = _has_room(above, line, width)
        parts += [[line]] if has_room else []
        parts[-1] += [] if has_room else [line]
    return parts


def _paragraphs(lines: list[_Line], width: float, not_taken: list[NotTaken]) -> list[Block]:
    """Blocks of lines between two blank ones."""
    blocks: list[Block] = []
    rest: list[_Line] = []
    at = 0
    while at < len(lines):
        level = _underlined(lines, at)
        if level:
            blocks += [*_text(rest, width, not_taken), ast.header(level, _leaf([lines[at]]))]
            rest, at = [], at + 2
        elif _RULE.match(lines[at].text):
            blocks += [*_text(rest, width, not_taken), {"t": "HorizontalRule"}]
            rest, at = [], at + 1
        else:
            rest.append(lines[at])
            at += 1
    return [*blocks, *_text(rest, width, not_taken)]


def _underlined(lines: list[_Line], at: int) -> int:
    """Level of the heading that line `at` is, when the next one underlines it; else 0."""
    if at + 1 >= len(lines):
        return 0
    line, found = lines[at].text, _UNDERLINE.match(lines[at + 1].text)
    is_title = len(line.strip()) <= 150 and not (_COLUMNS.search(line) or _DASHED.match(line) or _RULE.match(line))
    return (1 if found[1][0] == "=" else 2) if found and is_title else 0


def _text(lines: list[_Line], width: float, not_taken: list[NotTaken]) -> list[Block]:
    """Paragraphs and lists of lines without a heading."""
    blocks: list[Block] = []
    for kind, group in _runs(lines):
        if kind == "dashed":
            blocks.append(_dashed_list(group))
        elif kind == "numbered":
            blocks += _numbered(group, width, not_taken)
        else:
            blocks += [ast.para(_leaf(part)) for part in _meant(group, width)]
    return blocks


def _runs(lines: list[_Line]) -> list[tuple[str, list[_Line]]]:
    """The lines in runs of one kind; a line without a sign belongs to what is above it."""
    runs: list[tuple[str, list[_Line]]] = []
    for line in lines:
        dashed, numbered = _DASHED.match(line.text), _NUMBERED.match(line.text)
        kind = "dashed" if dashed else "numbered" if numbered else runs[-1][0] if runs else "text"
        if runs and runs[-1][0] == kind:
            runs[-1][1].append(line)
        else:
            runs.append((kind, [line]))
    return runs


def _dashed_list(lines: list[_Line]) -> Block:
    items: list[_Item] = []
    for line in lines:
        if found := _DASHED.match(line.text):
            indent = len(found[1].expandtabs(4))
            items.append(_Item(indent, [_Line(line.number, line.text[found.end() :], line.was)]))
        else:
            items[-1].lines.append(line)
    return _nested(items, 1)


def _nested(items: list[_Item], depth: int) -> Block:
    """A bullet list; items indented further than the first stand under the one above them."""
    out: list[list[Block]] = []
    base, at = items[0].indent, 0
    while at < len(items):
        end = at + 1
        while depth < DEEPEST and end < len(items) and items[end].indent > base + 1:
            end += 1
        under = items[at + 1 : end]
        own: list[Block] = [{"t": "Plain", "c": _leaf(items[at].lines)}]
        out.append([*own, _nested(under, depth + 1)] if under else own)
        at = end
    return {"t": "BulletList", "c": out}


def _numbered(lines: list[_Line], width: float, not_taken: list[NotTaken]) -> list[Block]:
    """An ordered list when its numbers are 1, 2, 3…; else paragraphs that keep their numbers."""
    items: list[list[_Line]] = []
    numbers: list[int] = []
    for line in lines:
        if found := _NUMBERED.match(line.text):
            numbers.append(int(found[1]))
            items.append([line])
        else:
            items[-1].append(line)
    if len(items) < 2 or numbers != list(range(1, len(numbers) + 1)):
        return [ast.para(_leaf(part)) for item in items for part in _meant(item, width)]
    for item in items:
        found = _NUMBERED.match(item[0].text)
        if found:
            where = f"ligne {item[0].number}"
            not_taken.append(NotTaken(reason="champ technique", text=found.group().strip(), where=where))
            item[0] = _Line(item[0].number, item[0].text[found.end() :], item[0].was)
    style = [1, {"t": "Decimal"}, {"t": "Period"}]
    return [{"t": "OrderedList", "c": [style, [_in_item(item, width) for item in items]]}]


def _in_item(lines: list[_Line], width: float) -> list[Block]:
    """Blocks of a numbered item: paragraphs where its writer began new ones."""
    first, *rest = _meant(lines, width)
    return [{"t": "Plain", "c": _leaf(first)}, *(ast.para(_leaf(part)) for part in rest)]


def _leaf(lines: list[_Line]) -> Inlines:
    """The lines as one leaf: broken where the writer aligned columns, else run on."""
    aligned = any(_COLUMNS.search(line.text.strip()) for line in lines)
    inlines: Inlines = []
    for line in lines:
        if inlines:
            inlines.append({"t": "LineBreak" if aligned else "SoftBreak"})
        inlines += _words(line.text)
    first, last = lines[0].number, lines[-1].number
    return ast.leaf(inlines, f"ligne {first}" if first == last else f"lignes {first}-{last}")


def _words(line: str) -> Inlines:
    """A line as inlines; a tabulation shows as a wide space."""
    return ast.string(re.sub(r"[ ]*\t[ \t]*", " \u2003 ", re.sub(" {2,}", " ", line.strip())))


def _merge_lists(blocks: list[Block]) -> list[Block]:
    """Bullet lists that only blank lines part, as one."""
    out: list[Block] = []
    for block in blocks:
        if block["t"] == "BulletList" and out and out[-1]["t"] == "BulletList":
            out[-1] = {"t": "BulletList", "c": [*out[-1]["c"], *block["c"]]}
        else:
            out.append(block)
    return out
