"""Headings that their writer did not style: lines that look, are numbered or are worded as headings.

Nothing is dropped or moved: a line becomes a heading, or stays what it was. A false heading is worse than a missing
one, so that fields, items, sentences, quotations, quantities and turns of speech stay lines.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any, Final

import msgspec

from restitution.domain import field_of, section_of
from restitution.messages import folded
from restitution.model import Block
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.shaping.captions import CAPTION
from restitution.shaping.fields import is_identity, line_field
from restitution.shaping.headings import TABLE_OF_CONTENTS
from restitution.shaping.lines import Line, line_of
from restitution.shaping.sections import PARTICIPANTS, is_front_matter, is_prelude, title_block
from restitution.shaping.wording import opened_by, says_something

MAX_LENGTH: Final = 120
MAX_PLAIN: Final = 90
MIN_LETTERS: Final = 3
A_TEXT: Final = 80
"""Characters of a paragraph that is no mere line."""
FEWEST_TURNS: Final = 3
"""Lines of one speaker from which a note is a talk; times that one line comes back in it."""
FEWEST_SPEAKERS: Final = 2
"""Loud lines that come back so often from which they are names of those who speak."""
FEWEST_KNOWN: Final = 2
"""Plain lines that name a section from which those of the same build are headings too."""
SHARE_OF_TURNS: Final = 0.2
TITLE, TOP = 1, 2
ANNEXES: Final = "annexes"
_LABEL: Final = re.compile(r"^[^:]{1,40}\s?:\s*\S")
"""« Date : 12 mars » is a field, not a heading."""
_NOT_A_HEADING: Final = re.compile(r"[;,.]$|^[-–—•*«\"(]|^[^«]*»$|^https?://|^\S+@\S+$|^\S+\.\S{2,4}$")
"""An item, a sentence, a quotation, an aside, an address."""
_QUANTITY: Final = re.compile(r"^[+±~≈]?\s*\d[\d\s.,]*(?!\S*[.)/°]\s)")
_DATED: Final = re.compile(
    r"^(?:le |du |les )?(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?\d{1,2}(?:er)?\b.*\b(?:19|20)\d\d$"
    r"|\d{1,2} ?h(?: ?\d\d)?$"
)
_NOTICE: Final = re.compile(
    r"^(?:modele|brouillon|projet|confidentiel|copie|version|draft|(?:document|texte|note|version) de travail"
    r"|ne pas (?:diffuser|imprimer)|diffusion (?:restreinte|interne)|a (?:relire|completer|renvoyer|valider))\b"
)
_CAPTION: Final = re.compile(
    r"^(?:figure|fig\.|carte|photo(?:graphie)?|illustration|schéma|graphique|image|plan|tableau)s?\s*(?:n\s*°\s*)?\d",
    re.IGNORECASE,
)
_GREETING: Final = re.compile(
    r"^(?:madame|monsieur|mesdames|messieurs|chere?s?|bonjour|bonsoir|cordialement|bien a)\b"
)
_TURN: Final = re.compile(r"^[-–—]?\s*(?P<name>[^\W\d_][\w .’'-]{0,30}?)\s?:\s")


class _Note(msgspec.Struct, frozen=True):
    """What the blocks of a note say together, and each of them as a line."""

    blocks: list[Block]
    lines: list[Line | None]
    is_talk: bool
    repeated: frozenset[str]
    """Lines that come back: speakers, labels."""


def promoted(blocks: list[Block]) -> list[Block]:
    """The blocks with each line that plays the part of a heading made one, and with no look left on any leaf.

    Where a note has real headings, its other headings rank below those around them, or beside those that are
    numbered as they are; where it has none, the loudest lines rank first.
    """
    note = _note([_without_lone_number(block) for block in _opened(blocks)])
    chosen = _chosen(note)
    levels = _levels(note, chosen)
    title = _title(note, levels)
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


def _note(blocks: list[Block]) -> _Note:
    lines = [line_of(block) for block in blocks]
    texts = Counter(line.text for line in lines if line and len(line.text) < MAX_PLAIN)
    repeated = frozenset(text for text, count in texts.items() if count >= FEWEST_TURNS)
    return _Note(blocks, lines, _is_talk(blocks, lines), repeated)


def _is_talk(blocks: list[Block], lines: list[Line | None]) -> bool:
    """Whether a note says who speaks: by turns already known, or by labels that come back."""
    if sum(_is_turn(block) for block in blocks) >= FEWEST_TURNS:
        return True
    alone = Counter(
        line.text for line, block in zip(lines, blocks, strict=True) if line and block["t"] == "Para" and line.is_loud
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


# What a block that is no paragraph may hide: a numbered line, a box


def _without_lone_number(block: Block) -> Block:
    """A list of one loud line is a heading that a program numbers: the line alone."""
    if block["t"] != "OrderedList" or len(block["c"][1]) != 1 or len(block["c"][1][0]) != 1:
        return block
    (inner,) = block["c"][1][0]
    line = line_of(inner) if inner["t"] in {"Para", "Plain"} else None
    is_heading = line is not None and line.is_loud and _may_be_heading(line)
    return {"t": "Para", "c": inner["c"]} if is_heading else block


def _opened(blocks: list[Block]) -> list[Block]:
    """The blocks with tables that only lay out a heading, or texts side by side under their headings, opened."""
    return [inner for block in blocks for inner in (_in_layout(block) if block["t"] == "Table" else [block])]


def _in_layout(table: Block) -> list[Block]:
    _, (_, caption), _, head, bodies, foot = table["c"]
    rows = [*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]]
    cells = [cell[4] for _, row in rows for cell in row if ast.text(cell[4]).strip()]
    if caption or not cells or len(rows) != 1:
        return [table]
    if len(cells) == 1 and len(cells[0]) == 1:
        return _as_paragraphs(cells[0]) if _heads(cells[0][0]) else [table]
    is_layout = len(cells) > 1 and all(len(cell) > 1 and _heads(cell[0]) for cell in cells)
    return [inner for cell in cells for inner in _as_paragraphs(cell)] if is_layout else [table]


def _heads(block: Block) -> bool:
    """Whether a block heads the cell it stands in: by its look or number, or as its only line, named by the model."""
    line = line_of(block) if block["t"] in {"Para", "Plain"} else None
    if line is None or not _may_be_heading(line):
        return False
    return line.is_loud or line.numbering is not None or _names_a_section(line)


def _as_paragraphs(blocks: list[Block]) -> list[Block]:
    return [{"t": "Para", "c": block["c"]} if block["t"] == "Plain" else block for block in blocks]


# Which lines are headings


def _chosen(note: _Note) -> dict[int, Line]:
    """Lines that are headings, by number of their block."""
    possible = {
        number: line
        for number, line in enumerate(note.lines)
        if line and note.blocks[number]["t"] == "Para" and number + 1 < len(note.blocks) and _may_be_heading(line)
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


def _may_be_heading(line: Line) -> bool:
    text = line.text
    return (
        sum(c.isalpha() for c in text) >= MIN_LETTERS
        and len(text) <= MAX_LENGTH
        and not _NOT_A_HEADING.search(text)
        and not (_LABEL.match(text) and not line.numbering and not _is_title_in_two(line))
        and not _DATED.search(text.lower())
        and not (text.endswith(":") and says_something(text))
        and not _GREETING.match(folded(text))
        and not _NOTICE.match(folded(text))
        and not _is_caption(line)
        and folded(text) not in TABLE_OF_CONTENTS
    )


def _is_caption(line: Line) -> bool:
    """« Figure 3 – … », and « Plan du bourg » where nothing makes it a heading."""
    return bool(_CAPTION.match(line.text)) or (
        not line.is_loud and bool(CAPTION.match(line.text)) and not _names_a_section(line)
    )


def _is_title_in_two(line: Line) -> bool:
    """« SYNTHÈSE : SE LOGER », « Annexe : autorisation », which are no fields."""
    label, _, value = line.text.partition(":")
    if not line.is_loud or line_field(line.text) or sum(c.isalpha() for c in value) < MIN_LETTERS:
        return False
    opens = section_of(label, None)
    return line.capitals or line.size > 100 or (opens is not None and opens.key == ANNEXES)


def _is_spoken(line: Line) -> bool:
    """Whether a loud line of a talk may be a word said loudly: all that names no section."""
    return not _names_a_section(line) and opened_by(line.text, None) is None


def _is_callout(number: int, note: _Note, loud: dict[int, Line]) -> bool:
    """A quantity, or a line that another of its look follows at once: it heads nothing, unless it opens the note."""
    line = note.lines[number]
    if line is None or section_of(line.text, None) is not None:
        return False
    if not line.numbering and _QUANTITY.match(line.text):
        return True
    below = loud.get(number + 1)
    first = next((n for n, block in enumerate(note.blocks) if not is_prelude(block)), 0)
    is_shape = line.numbering is not None or (below is not None and below.numbering is not None)
    return below is not None and below.prominence >= line.prominence and number > first and not is_shape


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
        if _is_series(note, numbers) and len(lone) == len(numbers):
            found.update({number: possible[number] for number in numbers if number in possible})
    return found


def _continues(note: _Note, number: int, shape: str) -> bool:
    """Whether the line above or below is an item of the same list."""
    near = (note.lines[n] for n in (number - 1, number + 1) if 0 <= n < len(note.lines))
    return any(line is not None and line.numbering is not None and line.numbering.shape == shape for line in near)


def _is_series(note: _Note, numbers: list[int]) -> bool:
    """At least two, each the next of the one above or a first one."""
    values = [line.numbering.value for n in numbers if (line := note.lines[n]) and line.numbering]
    steps = zip(values, values[1:], strict=False)
    return len(values) > 1 and values[0] == 1 and all(after in {1, before + 1} for before, after in steps)


def _names_a_section(line: Line) -> bool:
    """Whether a line is nothing but the title of a section that the model knows."""
    match = section_of(line.text, None)
    return match is not None and not (match.compound or match.pattern)


def _worded(note: _Note, plain: dict[int, Line], chosen: dict[int, Line]) -> dict[int, Line]:
    """Lines without any mark, where a note has no other headings but its title.

    Those that say no more than a section's title; when they are several, those of the same build too: alone between
    two texts.
    """
    label = {n: line for n, line in plain.items() if _heads_the_present(note, n, line)}
    headers = sum(block["t"] == "Header" for block in note.blocks)
    if headers > 1 or len(chosen) > 1 or (note.is_talk and headers):
        return label
    known = {n: line for n, line in plain.items() if _names_a_section(line)}
    if note.is_talk or chosen:
        return known | label
    alike = {n: line for n, line in plain.items() if _stands_alone(note, n, line, plain)}
    sure = [n for n, line in alike.items() if n in known or opened_by(line.text, None)]
    return known | label | (alike if len(sure) >= FEWEST_KNOWN else {})


def _heads_the_present(note: _Note, number: int, line: Line) -> bool:
    """« Personnes présentes : » above their list."""
    match = section_of(line.text, None)
    names_them = field_of(line.text.rstrip(" :")) == PARTICIPANTS or (
        match is not None and match.key == PARTICIPANTS and not match.compound
    )
    return names_them and note.blocks[number + 1]["t"] == "BulletList"


def _stands_alone(note: _Note, number: int, line: Line, plain: dict[int, Line]) -> bool:
    """Whether a line is no longer than a title, stands above a text and is none of a run of lines."""
    if len(line.text) > MAX_PLAIN or line.text.endswith((":", "»")) or _QUANTITY.match(line.text):
        return False
    if not line.text[0].isupper() or line_field(line.text):
        return False
    return _is_text(note.blocks[number + 1]) and (number == 0 or number - 1 not in plain)


def _is_text(block: Block) -> bool:
    return block["t"] in {"BulletList", "OrderedList", "Table", "BlockQuote"} or (
        block["t"] == "Para" and len(ast.text(block).strip()) >= A_TEXT
    )


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
    """How deep each class of lines stands below the first; lines of one look, numbered or not, are of one level."""
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
    if is_titled(note.blocks) or (headers and title_block(note.blocks) == headers[0]):
        return None
    first = next((n for n, block in enumerate(note.blocks) if n in levels or not _is_above_title(block)), None)
    line = note.lines[first] if first is not None else None
    if first is None or line is None or note.blocks[first]["t"] != "Para":
        return None
    if first in levels:
        return None if _names_a_section(line) or (line.numbering and not line.size > 100) else first
    if note.is_talk or not (levels or headers) or note.blocks[first + 1 :] == []:
        return None
    return first if _may_be_title(line) else None


def _is_above_title(block: Block) -> bool:
    """Whether a block may stand above a title that bears no mark: its own look says that it is an aside."""
    line = line_of(block)
    is_notice = line is not None and bool(_NOTICE.match(folded(line.text)) or _DATED.search(line.text.lower()))
    return is_notice or is_identity(block) or is_front_matter(block) or block["t"] in {"HorizontalRule", "Figure"}


def is_titled(blocks: list[Block]) -> bool:
    """Whether the front matter says the note's title."""
    texts = (
        ast.text(leaf["c"][1]) for block in blocks[:1] if is_front_matter(block) for leaf in ast.each_leaf([block])
    )
    return any((found := line_field(text)) is not None and found[0] == "titre" for text in texts)


def _may_be_title(line: Line) -> bool:
    text = line.text
    if not (sum(c.isalpha() for c in text) >= MIN_LETTERS and len(text) <= MAX_LENGTH and text[0].isupper()):
        return False
    if text.endswith((".", ",", ";", ":", "!")) or _GREETING.match(folded(text)) or line_field(text):
        return False
    return not _names_a_section(line) and not line.numbering and not _DATED.search(text.lower())


def _plain(inlines: Inlines) -> Inlines:
    """A heading's inlines without the emphasis that made it one."""

    def unwrap(inline: dict[str, Any]) -> Inlines:
        return list(inline["c"]) if inline["t"] in {"Strong", "Underline"} else [inline]

    return ast.map_inlines(inlines, unwrap)
