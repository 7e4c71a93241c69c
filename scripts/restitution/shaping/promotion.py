"""Headings that their writer did not style: lines that look, are numbered or are worded as headings.

Nothing is dropped or moved: a line becomes a heading, or stays what it was. A false heading is worse than a
missing one, so that fields, items, sentences, quotations, quantities and turns of speech stay lines.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, Final

import msgspec

from restitution.domain import domain, field_of, kind_in_title, section_of
from restitution.model import Block
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.shaping.bodies import real_title
from restitution.shaping.candidates import is_aside, may_be_heading, may_be_title, names_a_section
from restitution.shaping.fields import is_identity, line_field
from restitution.shaping.layout import opened
from restitution.shaping.lines import LEADS, Line, line_of
from restitution.shaping.sections import PARTICIPANTS, is_front_matter, is_prelude, title_block
from restitution.shaping.wording import opened_by

MAX_PLAIN: Final = 90
_SENTENCES: Final = re.compile(r"[.?!…]\s+[A-ZÀ-Þ]")
A_LINE: Final = 55
"""Characters of a line that a program may have broken, or of a short text."""
FEWEST_TURNS: Final = 3
"""Lines of one speaker from which a note is a talk; times that one line comes back in it."""
FEWEST_SPEAKERS: Final = 2
"""Loud lines that come back so often from which they are names of those who speak."""
FEWEST_KNOWN: Final = 2
"""Plain lines that name a section from which those of the same build are headings too."""
FEWEST_ALIKE: Final = 4
"""Such lines from which one that names a section is enough."""
WORDS_OF_A_TITLE: Final = 4
"""Words of a line without any mark, in a note with other headings, beyond which it may be a text."""
SHARE_OF_TURNS: Final = 0.2
TITLE, TOP = 1, 2
LONGEST_HEAD: Final = 6
"""Blocks at the head of a note among which its title is looked for."""
_QUANTITY: Final = re.compile(r"^[+±~≈]?\s*\d[\d\s.,]*(?!\S*[.)/°]\s)")
_TURN: Final = re.compile(r"^[-–—]?\s*(?P<name>[^\W\d_][\w .’'-]{0,30}?)\s?:\s")


class _Note(msgspec.Struct, frozen=True):
    """What the blocks of a note say together, and each of them as a line."""

    blocks: list[Block]
    lines: list[Line | None]
    is_talk: bool
    kind: str | None
    repeated: frozenset[str]
    """Lines that come back: speakers, labels."""


def promoted(blocks: list[Block], kind: str | None = None) -> list[Block]:
    """The blocks with each line that plays the part of a heading made one, and with no look left on any leaf.

    Where a note has real headings, its other headings rank below those around them, or beside those that are
    numbered as they are; where it has none, the loudest lines rank first. `kind`:
    the note's, as far as its file says it.
    """
    note = _note(opened(blocks, kind), kind)
    chosen = _chosen(note)
    levels = _levels(note, chosen)
    title = _title(note, levels)
    levels = _without_subtitles(note, levels, title)
    if title is not None:
        levels[title] = TITLE
    out = [
        ast.header(levels[number], _plain(block["c"])) if number in levels else block
        for number, block in enumerate(note.blocks)
    ]
    return without_looks(out)


def without_looks(blocks: list[Block]) -> list[Block]:
    """The blocks with no look left on any leaf: it has been understood."""
    return ast.map_leaves(blocks, lambda inlines: [ast.without_look(i) if ast.is_leaf(i) else i for i in inlines])


def _note(blocks: list[Block], kind: str | None) -> _Note:
    lines = [line_of(block) for block in blocks]
    texts = Counter(line.text for line in lines if line and len(line.text) < MAX_PLAIN)
    repeated = frozenset(text for text, count in texts.items() if count >= FEWEST_TURNS)
    return _Note(blocks, lines, _is_talk(blocks, lines), kind, repeated)


def _is_talk(blocks: list[Block], lines: list[Line | None]) -> bool:
    """Whether a note says who speaks: by turns already known, or by labels that come back."""
    if sum(_is_turn(block) for block in blocks) >= FEWEST_TURNS:
        return True
    alone = Counter(
        line.text
        for line, block in zip(lines, blocks, strict=True)
        if line and block["t"] == "Para" and line.is_loud
    )
    if sum(count >= FEWEST_TURNS for count in alone.values()) >= FEWEST_SPEAKERS:
        return True
    texts = [line.text for line in lines if line]
    named = Counter(found["name"] for text in texts if (found := _TURN.match(text)) and line_field(text) is None)
    back = sum(count for count in named.values() if count >= FEWEST_TURNS)
    return back >= SHARE_OF_TURNS * len(texts) and back > 0


def _is_turn(block: Block) -> bool:
    if block["t"] not in {"Para", "Plain"} or not block["c"] or not ast.is_leaf(block["c"][0]):
        return False
    inner = block["c"][0]["c"][1]
    return bool(inner) and inner[0]["t"] == "Span" and "speaker" in inner[0]["c"][0][1]


# Which lines are headings


def _chosen(note: _Note) -> dict[int, Line]:
    """Lines that are headings, by number of their block."""
    possible = {
        number: line
        for number, line in enumerate(note.lines)
        if line and note.blocks[number]["t"] == "Para" and number + 1 < len(note.blocks) and may_be_heading(line)
    }
    numbered = _numbered(note, possible)
    loud = {
        number: line
        for number, line in possible.items()
        if line.is_loud and line.text not in note.repeated and not (note.is_talk and _is_spoken(line))
    }
    chosen = {number: line for number, line in loud.items() if not _is_callout(number, note, loud)} | numbered
    plain = {number: line for number, line in possible.items() if number not in loud | numbered}
    return dict(sorted((chosen | _worded(note, plain, chosen)).items()))


def _is_spoken(line: Line) -> bool:
    """Whether a loud line of a talk may be a word said loudly: all that names no section."""
    return not names_a_section(line) and opened_by(line.text, None) is None


def _is_callout(number: int, note: _Note, loud: dict[int, Line]) -> bool:
    """A quantity, an item, or a line that another of its look follows at once: it heads nothing, but a note."""
    line = note.lines[number]
    if line is not None and _is_item(number, note):
        return True
    if line is None or names_a_section(line):
        return False
    if not line.numbering and _QUANTITY.match(line.text):
        return True
    if section_of(line.text, None) is not None or _heads_sub_headings(number, line, note, loud):
        return False
    if line.text.endswith(":") and not _has_text_below(note, number):
        return True
    below = loud.get(number + 1)
    first = next((n for n, block in enumerate(note.blocks) if not is_prelude(block)), 0)
    is_shape = line.numbering is not None or (below is not None and below.numbering is not None)
    return below is not None and below.prominence >= line.prominence and number > first and not is_shape


def _heads_sub_headings(number: int, line: Line, note: _Note, loud: dict[int, Line]) -> bool:
    """Whether a line says a section by its wording and the one at once below, of the same look, says none."""
    below = loud.get(number + 1)
    says = opened_by(line.text, note.kind) is not None
    return says and below is not None and opened_by(below.text, note.kind) is None


def _is_item(number: int, note: _Note) -> bool:
    """Whether the line above or below is led by the same sign (« ■ … »): items of one list."""
    line = note.lines[number]
    if line is None or line.text[:1] not in LEADS:
        return False
    near = (note.lines[n] for n in (number - 1, number + 1) if 0 <= n < len(note.lines))
    return any(other is not None and other.text[:1] == line.text[0] for other in near)


def _numbered(note: _Note, possible: dict[int, Line]) -> dict[int, Line]:
    """Lines numbered one after the other, each above a text: not those of a list."""
    by_shape: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(note.lines):
        is_there = number in possible or note.blocks[number]["t"] == "Header"
        if line and line.numbering and is_there and line.text not in note.repeated:
            by_shape[line.numbering.shape].append(number)
    found = {}
    for shape, numbers in by_shape.items():
        lone = [number for number in numbers if not _continues(note, number, shape)]
        if _is_series(note, lone):
            found.update({number: possible[number] for number in lone if number in possible})
    return found


def _continues(note: _Note, number: int, shape: str) -> bool:
    """Whether the line above or below is the item before or after it in the same list."""
    here = note.lines[number]
    value = here.numbering.value if here and here.numbering else 0
    near = {n: note.lines[n] for n in (number - 1, number + 1) if 0 <= n < len(note.lines)}
    return any(
        line.numbering.shape == shape and line.numbering.value == value + n - number
        for n, line in near.items()
        if line and line.numbering
    )


def _is_series(note: _Note, numbers: list[int]) -> bool:
    """At least two, each the next of the one above or a first one."""
    values = [line.numbering.value for n in numbers if (line := note.lines[n]) and line.numbering]
    steps = pairwise(values)
    return len(values) > 1 and values[0] == 1 and all(after in {1, before + 1} for before, after in steps)


def _worded(note: _Note, plain: dict[int, Line], chosen: dict[int, Line]) -> dict[int, Line]:
    """Lines without any mark, where a note has no other headings but its title.

    Those that say no more than a section's title; when they are several, those of the same build too, alone
    between two texts.
    """
    label = {n: line for n, line in plain.items() if _heads_the_present(note, n, line)}
    headers = sum(block["t"] == "Header" for block in note.blocks)
    known = {n: line for n, line in plain.items() if names_a_section(line) and not _goes_on(note, n)}
    forgotten = {n: line for n, line in plain.items() if _is_forgotten(note, n, line, plain)}
    if headers > 1 and not note.is_talk:
        return label | forgotten
    if note.is_talk and headers:
        return label
    if len(chosen) > 1 and not note.is_talk:
        return known | label | forgotten
    if note.is_talk:
        return known | label
    labels = [line for line in plain.values() if line.text.endswith(":") and opened_by(line.text, note.kind)]
    has_colons = len(labels) >= FEWEST_KNOWN
    alike = {n: line for n, line in plain.items() if _stands_alone(note, n, line, plain, has_colons=has_colons)}
    sure = [n for n, line in alike.items() if n in known or opened_by(line.text, note.kind)]
    are_several = len(sure) >= FEWEST_KNOWN or (sure and len(alike) >= FEWEST_ALIKE)
    return known | label | (alike if are_several else {})


def _is_forgotten(note: _Note, number: int, line: Line, plain: dict[int, Line]) -> bool:
    """Whether a line says a section that such notes have, though its writer gave it no style as to the others."""
    match = opened_by(line.text, note.kind)
    model = domain().genres.get(note.kind or "")
    is_expected = match is not None and model is not None and match.key in (*model.requis, *model.conseille)
    is_short = len(line.text.split()) <= WORDS_OF_A_TITLE and not line.text.endswith((":", "!", "?"))
    return is_expected and is_short and _stands_alone(note, number, line, plain, has_colons=False)


def _heads_the_present(note: _Note, number: int, line: Line) -> bool:
    """« Personnes présentes : » above their list; « 5 participants : » counts them and heads nothing."""
    if _QUANTITY.match(line.text):
        return False
    match = section_of(line.text, None)
    names_them = field_of(line.text.rstrip(" :")) == PARTICIPANTS or (
        match is not None and match.key == PARTICIPANTS and not match.compound
    )
    return names_them and note.blocks[number + 1]["t"] == "BulletList"


def _stands_alone(note: _Note, number: int, line: Line, plain: dict[int, Line], *, has_colons: bool) -> bool:
    """Whether a line is no longer than a title, stands above a text and is none of a run of lines.

    `has_colons`: headings of this note end with a colon, so that one may that opens no section.
    """
    text = line.text
    if len(text) > MAX_PLAIN or text.endswith("»") or _QUANTITY.match(text) or _SENTENCES.search(text):
        return False
    is_label = text.endswith(":") and not opened_by(text, note.kind)
    if is_label and not (has_colons and note.blocks[number + 1]["t"] == "Para"):
        return False
    if not text[0].isupper() or line_field(text):
        return False
    below_title = number == 1 and opened_by(text, note.kind) is not None
    return _has_text_below(note, number) and (number == 0 or below_title or number - 1 not in plain)


def _has_text_below(note: _Note, number: int) -> bool:
    """Whether a text or a list that begins anew follows: not the rest of a line that a program broke."""
    below = note.blocks[number + 1]
    text = ast.text(below).strip()
    if below["t"] != "Para":
        return below["t"] in {"BulletList", "OrderedList", "Table", "BlockQuote"}
    return (len(text) >= A_LINE or text.endswith((".", ":", "?"))) and not _goes_on(note, number)


def _goes_on(note: _Note, number: int) -> bool:
    """Whether the line below is the rest of this one, which a program broke."""
    below = note.blocks[number + 1]
    return below["t"] == "Para" and ast.text(below).strip()[:1].islower()


# At which level


def _levels(note: _Note, chosen: dict[int, Line]) -> dict[int, int]:
    """Levels of the chosen lines, by number of their block."""
    real: dict[str, int] = {}
    for block, line in zip(note.blocks, note.lines, strict=True):
        if block["t"] == "Header" and line and line.numbering:
            real.setdefault(line.numbering.shape, block["c"][0])
    ranks = _ranks(line for line in chosen.values())
    depth, levels, title = 0, {}, title_block(note.blocks)
    for number, block in enumerate(note.blocks):
        if block["t"] == "Header" and number != title:
            depth = block["c"][0]
        elif number == title:
            depth = max(depth, TITLE)
        elif line := chosen.get(number):
            shape = line.numbering.shape if line.numbering else ""
            levels[number] = real.get(shape, (depth + 1 if depth else TOP) + ranks[_class(line)])
    return levels


def _class(line: Line) -> tuple[tuple[int, ...], int]:
    """What lines of one level have in common."""
    return tuple(-part for part in line.prominence), line.numbering.depth if line.numbering else -1


def _ranks(lines: Iterable[Line]) -> dict[tuple[tuple[int, ...], int], int]:
    """How deep each class of lines stands below the first; one look, numbered or not, is of one level."""
    classes = sorted({_class(line) for line in lines})
    ranks: dict[tuple[tuple[int, ...], int], int] = {}
    rank = -1
    for at, (look, depth) in enumerate(classes):
        same_look = at > 0 and classes[at - 1][0] == look
        rank += not (same_look and classes[at - 1][1] == -1)
        ranks[look, depth] = rank
    return ranks


def _title(note: _Note, levels: dict[int, int]) -> int | None:
    """Number of the line that is the note's title, when no heading is: the first that is no line of its identity.

    A line without any mark is one only above other headings.
    """
    headers = [number for number, block in enumerate(note.blocks) if block["t"] == "Header"]
    if is_titled(note.blocks) or title_block(note.blocks) is not None:
        return None
    run = [n for n, block in enumerate(note.blocks[:LONGEST_HEAD]) if all(map(is_prelude, note.blocks[: n + 1]))]
    loud = _first([n for n in run if n in levels and _is_own(note.lines[n])], note)
    plain = _first([n for n, block in enumerate(note.blocks) if not _is_above_title(block)], note)
    first = plain if loud is None or _is_first_section(note, plain, loud) else loud
    line = note.lines[first] if first is not None else None
    if first is None or line is None or note.blocks[first]["t"] != "Para":
        return None
    if first in levels:
        return None if names_a_section(line) or (line.numbering and not line.size > 100) else first
    if note.is_talk or not (levels or headers) or note.blocks[first + 1 :] == []:
        return None
    return first if may_be_title(line) else None


def _first(numbers: list[int], note: _Note) -> int | None:
    """The first of some lines, or the one below the names of bodies that stand above the title."""
    if not numbers:
        return None
    lines = (note.lines[n] for n in numbers[:LONGEST_HEAD])
    below = real_title(line.text if line else "" for line in lines)
    return numbers[below or 0]


def _without_subtitles(note: _Note, levels: dict[int, int], title: int | None) -> dict[int, int]:
    """The levels without those of lines above the title, or between it and the first heading, that open nothing.

    Who writes, « Fiche action n° 12 »: they say what the note is, and head no text.
    """
    at = title_block(note.blocks) if title is None else title
    if at is None:
        return levels
    heads = {n for n, block in enumerate(note.blocks) if block["t"] == "Header"} | set(levels)
    below = at + 1
    while below in levels and below + 1 in heads and _opens_nothing(note, below):
        below += 1
    return {
        n: level
        for n, level in levels.items()
        if n == at or n >= below or (n < at and not _opens_nothing(note, n))
    }


def _opens_nothing(note: _Note, number: int) -> bool:
    line = note.lines[number]
    return line is not None and line.numbering is None and opened_by(line.text, note.kind) is None


def _is_first_section(note: _Note, plain: int | None, loud: int) -> bool:
    """Whether the first loud line opens the first section, below a title that bears no mark."""
    above = note.lines[plain] if plain is not None and plain < loud else None
    line = note.lines[loud]
    if above is None or line is None or not may_be_title(above) or kind_in_title(line.text):
        return False
    return opened_by(line.text, note.kind) is not None


def _is_own(line: Line | None) -> bool:
    """Whether a loud line may be a title: it names no section."""
    return line is not None and line.is_loud and not names_a_section(line)


def _is_above_title(block: Block) -> bool:
    """Whether a block may stand above a title that bears no mark: its own look says that it is an aside."""
    line = line_of(block)
    return (
        (line is not None and is_aside(line.text))
        or is_identity(block)
        or is_front_matter(block)
        or block["t"] in {"HorizontalRule", "Figure"}
    )


def is_titled(blocks: list[Block]) -> bool:
    """Whether the front matter says the note's title."""
    texts = (
        ast.text(leaf["c"][1]) for block in blocks[:1] if is_front_matter(block) for leaf in ast.each_leaf([block])
    )
    return any((found := line_field(text)) is not None and found[0] == "titre" for text in texts)


def _plain(inlines: Inlines) -> Inlines:
    """A heading's inlines without the emphasis that made it one."""

    def unwrap(inline: dict[str, Any]) -> Inlines:
        return list(inline["c"]) if inline["t"] in {"Strong", "Underline"} else [inline]

    return ast.map_inlines(inlines, unwrap)
