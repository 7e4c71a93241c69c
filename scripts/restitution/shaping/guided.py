"""A sheet that was filled in, without what it says to its writer: help, empty fields and untouched sections.

What is left out is listed; what the writer typed behind a sentence of help, in the same paragraph, stays.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from restitution.domain import domain, field_of
from restitution.guidance import (
    MARK,
    is_placeholder,
    known_by_length,
    known_sentences,
    phrase,
    table_heads,
)
from restitution.messages import folded
from restitution.model import GENERATED, Block, Finding, NotTaken, Reading
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.pandoc.marks import trim

DOUBT: Final = (
    "Ce paragraphe commence par le signe d'une consigne mais n'en dit aucune de connue : il est gardé. "
    "Si c'est une consigne, supprimez-le."
)
_WRAPPERS: Final = frozenset({"Emph", "Strong", "Underline", "SmallCaps"})


class _Sheet:
    """Takes the help out of the blocks of a sheet; `gone` lists it, `findings` what may be help."""

    def __init__(self) -> None:
        self.gone: list[NotTaken] = []
        self.findings: list[Finding] = []

    def leave(self, text: str, where: str) -> None:
        """List words of the sheet that are not the writer's."""
        if text.strip():
            self.gone.append(NotTaken(reason="champ technique", text=text.strip(), where=where))

    def doubt(self, where: str) -> None:
        """Say that a paragraph has the sign of help and none of its sentences: it may be the writer's."""
        self.findings.append(Finding(code="consigne", level="warning", message=DOUBT, where=where))

    def blocks(self, blocks: list[Block]) -> list[Block]:
        """The blocks without help, those that said nothing else gone."""
        kept = [self._tidy(block, cut) for block in blocks for cut in ast.map_leaves([block], self.leaf)]
        return [block for block in kept if block is not None]

    def _tidy(self, block: Block, cut: Block) -> Block | None:
        if block["t"] == "Table":
            return {"t": "Table", "c": _without_hollow_paragraphs(cut["c"])}
        lost_all = any(ast.each_leaf([block])) and not any(ast.each_leaf([cut]))
        return None if lost_all else cut

    def leaf(self, inlines: Inlines) -> Inlines:
        """The inlines of a leaf, without the sentences of help in it."""
        if len(inlines) != 1 or not ast.is_leaf(inlines[0]):
            return inlines
        span = inlines[0]
        text, where = ast.text(span["c"][1]), ast.leaf_where(span)
        if is_placeholder(text) and not _shows_a_thing(span):
            self.leave(text, where)
            return []
        kept = self._without_known(_flat(span["c"][1]), where)
        if kept is None:
            if text.lstrip().startswith(MARK):
                self.doubt(where)
            return self._without_placeholder(inlines, where)
        return self._without_placeholder(_again(span, kept), where) if kept else []

    def _without_known(self, inlines: Inlines, where: str) -> Inlines | None:
        """What is left of inlines without the known sentences; None when they hold none."""
        found = False
        while place := _find(inlines):
            first, last = place
            self.leave(ast.text(inlines[first:last]), where)
            inlines, found = _joined(inlines[:first], inlines[last:]), True
        if not found:
            return None
        return inlines if any(sign.isalnum() for sign in ast.text(inlines)) or _shows_a_thing(inlines) else []

    def _without_placeholder(self, inlines: Inlines, where: str) -> Inlines:
        """« Écrivez ici. Nous avons vu… » without its first words."""
        span = inlines[0]
        words, inner = folded(phrase("texte")).split(), _flat(span["c"][1])
        spoken = [(n, word) for n, inline in enumerate(inner) for word in folded(ast.text([inline])).split()]
        if [word for _, word in spoken[: len(words)]] != words or not ast.text(inner).startswith(phrase("texte")):
            return inlines
        last = spoken[len(words) - 1][0] + 1
        if len(spoken) > len(words) and spoken[len(words)][0] < last:  # one run holds them and the writer's words
            return inlines
        self.leave(ast.text(inner[:last]), where)
        return _again(span, trim(inner[last:]))


def without_guidance(reading: Reading, path: str) -> Reading:
    """The reading of a sheet without its help; any other reading as it is."""
    if not _is_sheet(reading):
        return reading
    sheet = _Sheet()
    blocks = _with_identity(sheet, sheet.blocks(reading.blocks))
    blocks = _without_untouched(sheet, blocks)
    findings = [msgspec.structs.replace(finding, path=path) for finding in sheet.findings]
    return msgspec.structs.replace(
        reading,
        blocks=blocks,
        not_taken=[*reading.not_taken, *sheet.gone],
        findings=[*reading.findings, *findings],
    )


def _is_sheet(reading: Reading) -> bool:
    """Whether a file says a known sentence of help."""
    texts = [ast.text(span["c"][1]) for span in ast.each_leaf(reading.blocks)]
    texts += [piece.text.removeprefix("<!--").removesuffix("-->") for piece in reading.not_taken]
    return any(folded(text) in known_sentences() for text in texts)


def _flat(inlines: Inlines) -> Inlines:
    """Inlines taken out of the emphasis that a style, or a program, put around all of them."""
    while len(inlines) == 1 and inlines[0]["t"] in _WRAPPERS:
        inlines = inlines[0]["c"]
    return inlines


def _find(inlines: Inlines) -> tuple[int, int] | None:
    """First and last (excluded) of the inlines that a known sentence of help takes, its sign with it."""
    spoken = [(n, word) for n, inline in enumerate(inlines) for word in folded(ast.text([inline])).split()]
    words = [word for _, word in spoken]
    whole = f" {' '.join(words)} "
    for sentence in known_by_length():
        size = len(sentence)
        if f" {' '.join(sentence)} " not in whole:
            continue
        for start in range(len(words) - size + 1):
            if words[start] != sentence[0] or tuple(words[start : start + size]) != sentence:
                continue
            first, last = spoken[start][0], spoken[start + size - 1][0]
            is_whole = (start == 0 or spoken[start - 1][0] < first) and (
                start + size == len(words) or spoken[start + size][0] > last
            )
            if is_whole:
                while first and not _has_letters(inlines[first - 1]):
                    first -= 1
                return first, last + 1
    return None


def _shows_a_thing(node: Any) -> bool:
    """Whether a picture, a footnote or a formula is in it: what a writer may put where there is only help."""
    if isinstance(node, list):
        return any(map(_shows_a_thing, node))
    return isinstance(node, dict) and (node.get("t") in {"Image", "Note", "Math"} or _shows_a_thing(node.get("c")))


def _has_letters(inline: dict[str, Any]) -> bool:
    return any(sign.isalnum() for sign in ast.text([inline])) or inline["t"] in {"Image", "Note", "Math"}


def _joined(before: Inlines, after: Inlines) -> Inlines:
    before, after = trim(before), trim(after)
    return [*before, {"t": "Space"}, *after] if before and after else before or after


def _again(span: dict[str, Any], inlines: Inlines) -> Inlines:
    return [{"t": "Span", "c": [span["c"][0], inlines]}] if inlines else []


def _without_hollow_paragraphs(content: list[Any]) -> list[Any]:
    """A table whose cells hold no empty paragraph."""

    def rows(lines: list[Any]) -> list[Any]:
        return [
            [a, [[*cell[:4], [b for b in cell[4] if b.get("c") != []]] for cell in cells]] for a, cells in lines
        ]

    attribute, caption, columns, head, bodies, foot = content
    inner = [[a, n, rows(heads), rows(body)] for a, n, heads, body in bodies]
    return [attribute, caption, columns, [head[0], rows(head[1])], inner, [foot[0], rows(foot[1])]]


def _with_identity(sheet: _Sheet, blocks: list[Block]) -> list[Block]:
    """The table of fields as lines « champ : valeur », those without a value gone."""
    for number, block in enumerate(blocks):
        if block["t"] == "Table" and (lines := _field_rows(block)):
            return [*blocks[:number], *_lines(sheet, lines), *blocks[number + 1 :]]
    return blocks


def _field_rows(block: Block) -> list[tuple[list[Block], list[Block]]]:
    """Label and value of each row of a table of fields; nothing for another table."""
    head, bodies = block["c"][3], block["c"][4]
    rows = [cells for _, cells in (*head[1], *(row for body in bodies for row in (*body[2], *body[3])))]
    if any(len(cells) != 2 for cells in rows):
        return []
    pairs = [(cells[0][4], cells[1][4]) for cells in rows]
    labels = [ast.text(label).strip() for label, _ in pairs]
    known = [field_of(label) is not None or not label for label in labels]
    return pairs if labels and sum(known) + 1 >= len(known) else []


def _lines(sheet: _Sheet, rows: list[tuple[list[Block], list[Block]]]) -> list[Block]:
    lines: list[Block] = []
    for label, value in rows:
        heads = tuple(folded(ast.text(cell)) for cell in (label, value))
        if heads in table_heads():
            _leave_leaves(sheet, [*label, *value])
        elif not ast.text(value).strip():
            _leave_leaves(sheet, label)
        else:
            lines.append(_line(label, value))
    return lines


def _leave_leaves(sheet: _Sheet, blocks: list[Block]) -> None:
    for span in ast.each_leaf(blocks):
        sheet.leave(ast.text(span["c"][1]), ast.leaf_where(span))


def _line(label: list[Block], value: list[Block]) -> Block:
    spans = list(ast.each_leaf(label))
    where = ast.leaf_where(spans[0]) if spans else ""
    colon: Inlines = [{"t": "Span", "c": [ast.attributes("", [GENERATED]), ast.string(" :")]}]
    said = ast.on_lines(span["c"][1] for span in ast.each_leaf(value))
    words = [inline for span in spans for inline in _flat(span["c"][1])]
    return ast.para(ast.leaf([*words, *(colon if words else []), {"t": "Space"}, *said], where))


def _without_untouched(sheet: _Sheet, blocks: list[Block]) -> list[Block]:
    """The blocks without the headings of the sheet under which nothing was written."""
    labels = {folded(section.label) for section in domain().sections.values()}
    kept: list[Block] = []
    for number, block in enumerate(blocks):
        after = blocks[number + 1] if number + 1 < len(blocks) else None
        is_last = after is None or (after["t"] == "Header" and after["c"][0] <= _level(block))
        if block["t"] == "Header" and is_last and folded(ast.text(block["c"][2])) in labels:
            _leave_leaves(sheet, [block])
        else:
            kept.append(block)
    return kept


def _level(block: Block) -> int:
    return int(block["c"][0]) if block["t"] == "Header" else 0
