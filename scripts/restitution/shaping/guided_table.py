"""The table of fields of a sheet, as lines « champ : valeur »: what was typed anywhere in it stays."""

from __future__ import annotations

from collections.abc import Callable

from restitution.domain import field_of
from restitution.guidance import guidance, label_of, table_heads
from restitution.messages import folded
from restitution.model import GENERATED, Block
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.shaping.guided_words import again, flat, shows, spoken_words, without_stop

Leave = Callable[[list[Block]], None]
"""Lists blocks of the sheet that are not the writer's."""


def with_identity(leave: Leave, blocks: list[Block]) -> list[Block]:
    """The table of fields as lines « champ : valeur », those without a value gone."""
    for number, block in enumerate(blocks):
        if block["t"] == "Table" and (lines := _field_rows(block)):
            return [*blocks[:number], *_lines(leave, lines), *blocks[number + 1 :]]
    return blocks


def _field_rows(block: Block) -> list[tuple[list[Block], list[Block]]]:
    """Label and value of each row of a table of fields; nothing for another table."""
    pairs = [_label_and_value(*pair) for pair in _pairs(block)]
    known = sum(_is_head(label, value) or _names_field(label) for label, value in pairs)
    return pairs if known and 2 * known > len(pairs) else []


def _pairs(block: Block) -> list[tuple[list[Block], list[Block]]]:
    """The cells of each row of a table of two columns; nothing for another table."""
    head, bodies = block["c"][3], block["c"][4]
    rows = [cells for _, cells in (*head[1], *(row for body in bodies for row in (*body[2], *body[3])))]
    return [(cells[0][4], cells[1][4]) for cells in rows] if all(len(cells) == 2 for cells in rows) else []


def has_head(block: Block) -> bool:
    """Whether a block is a table with the heads of a sheet's."""
    return block["t"] == "Table" and any(_is_head(*pair) for pair in _pairs(block))


def _is_head(label: list[Block], value: list[Block]) -> bool:
    return tuple(folded(ast.text(cell)) for cell in (label, value)) in table_heads()


def _names_field(label: list[Block]) -> bool:
    text = ast.text(label).strip(" :")
    return not text or field_of(text) is not None


def _label_and_value(left: list[Block], right: list[Block]) -> tuple[list[Block], list[Block]]:
    """The two cells of a row, what was typed behind the label in its own cell put at the head of the value."""
    leaves = list(ast.each_leaf(left))
    if not leaves or _names_field(left):
        return left, right
    span, *others = leaves
    label, typed = _cut(flat(span["c"][1]))
    if not label:
        return left, right
    value = [*again(span, typed), *others]
    return [ast.para(again(span, label))], [*(ast.para([each]) for each in value), *right]


def _cut(inlines: Inlines) -> tuple[Inlines, Inlines]:
    """The label of a field at the head of a line, and what stands behind it; no label when it has none."""
    if field_of(ast.text(inlines).strip(" :")) is not None:
        return inlines, []
    spoken = spoken_words(inlines)
    labels = [folded(label_of(field)).split() for field in guidance().champs]
    for label in sorted(labels, key=len, reverse=True):
        if [word for _, word in spoken[: len(label)]] == label:
            last = spoken[len(label) - 1][0] + 1
            is_whole = len(spoken) == len(label) or spoken[len(label)][0] >= last
            return (inlines[:last], without_stop(inlines[last:])) if is_whole else ([], inlines)
    return [], inlines


def _lines(leave: Leave, rows: list[tuple[list[Block], list[Block]]]) -> list[Block]:
    lines: list[Block] = []
    for label, value in rows:
        if _is_head(label, value):
            leave([*label, *value])
        elif _says(value):
            lines.append(_line(label, value))
        elif _names_field(label) and not shows(label):
            leave(label)
        else:  # typed over the label, or in a row of the writer's own
            lines += [block for block in label if _says([block])]
    return lines


def _says(blocks: list[Block]) -> bool:
    return bool(ast.text(blocks).strip()) or shows(blocks)


def _line(label: list[Block], value: list[Block]) -> Block:
    spans = list(ast.each_leaf(label))
    where = ast.leaf_where(spans[0]) if spans else ""
    colon: Inlines = [{"t": "Span", "c": [ast.attributes("", [GENERATED]), ast.string(" :")]}]
    said = ast.on_lines(span["c"][1] for span in ast.each_leaf(value))
    words = [inline for span in spans for inline in flat(span["c"][1])]
    has_colon = not words or ast.text(words).rstrip().endswith(":")  # « RÉDACTRICE : », typed anew
    return ast.para(ast.leaf([*words, *([] if has_colon else colon), {"t": "Space"}, *said], where))
