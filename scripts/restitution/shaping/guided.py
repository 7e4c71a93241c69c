"""A sheet that was filled in, without what it says to its writer: help, empty fields and untouched sections.

What is left out is listed; what the writer typed behind a sentence of help, in the same paragraph, stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from restitution.domain import domain
from restitution.guidance import (
    MARK,
    is_help,
    is_placeholder,
    is_title_of_sheet,
    says_need_alone,
)
from restitution.messages import folded
from restitution.model import Block, Finding, Note, NotTaken, Reading
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.shaping.guided_table import has_head, with_identity
from restitution.shaping.guided_words import (
    again,
    apart,
    before_placeholder,
    behind_placeholder,
    find_help,
    flat,
    has_letters,
    joined,
    shows,
    together,
)

DOUBT: Final = (
    "Ce paragraphe commence par le signe d'une consigne mais n'en dit aucune de connue : il est gardé. "
    "Si c'est une consigne, supprimez-le."
)
SEVERAL: Final = (
    "Ce fichier semble contenir {count} fiches : tout est repris comme une seule note, celle de la première. "
    "Mettez chaque fiche dans un fichier à elle."
)
_COMMENT: Final = re.compile(r"^\s*(?:<!--|#)|-->\s*$")


class _Sheet:
    """Takes the help out of the blocks of a sheet; `gone` lists it, `findings` what may be help."""

    def __init__(self) -> None:
        self.gone: list[NotTaken] = []
        self.findings: list[Finding] = []

    def leave(self, text: str, where: str) -> None:
        """List words of the sheet that are not the writer's."""
        if text.strip():
            self.gone.append(NotTaken(reason="champ technique", text=text.strip(), where=where))

    def leave_all(self, blocks: list[Block]) -> None:
        """The same of each leaf of some blocks."""
        for span in ast.each_leaf(blocks):
            self.leave(ast.text(span["c"][1]), ast.leaf_where(span))

    def doubt(self, where: str) -> None:
        """Say that a paragraph has the sign of help and none of its sentences: it may be the writer's."""
        self.findings.append(Finding(code="consigne", level="warning", message=DOUBT, where=where))

    def count(self, blocks: list[Block]) -> None:
        """Say that a file holds several sheets, by their tables: the host of one is not that of another."""
        tables = list(filter(has_head, blocks))
        if len(tables) > 1:
            message = SEVERAL.format(count=len(tables))
            where = next((ast.leaf_where(span) for span in ast.each_leaf(tables[1:])), "")
            self.findings.append(Finding(code="consigne", level="warning", message=message, where=where))

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
        if is_placeholder(text) and not shows(span):
            self.leave(text, where)
            return []
        kept = self._without_known(apart(flat(span["c"][1])), where)
        if kept is None:
            if text.lstrip().startswith(MARK) and says_need_alone(text):  # its sentence was cut off behind it
                self.leave(text, where)
                return []
            if text.lstrip().startswith(MARK):
                self.doubt(where)
            return self._without_placeholder(inlines, where)
        return self._without_placeholder(again(span, together(kept)), where) if kept else []

    def _without_known(self, inlines: Inlines, where: str) -> Inlines | None:
        """What is left of inlines without the known sentences; None when they hold none."""
        found = False
        while place := find_help(inlines):
            first, last = place
            self.leave(ast.text(inlines[first:last]), where)
            inlines, found = joined(inlines[:first], inlines[last:]), True
        if not found:
            return None
        return inlines if any(sign.isalnum() for sign in ast.text(inlines)) or shows(inlines) else []

    def _without_placeholder(self, inlines: Inlines, where: str) -> Inlines:
        """« Écrivez ici. Nous avons vu… » without its first words, « … tant mieux. Écrivez ici. » its last."""
        span = inlines[0]
        inner = flat(span["c"][1])
        for gone, kept in (behind_placeholder(inner), before_placeholder(inner)):
            if gone:
                self.leave(gone, where)
                return again(span, kept)
        return inlines


def without_guidance(reading: Reading, path: str) -> Reading:
    """The reading of a sheet without its help; any other reading as it is."""
    if not is_sheet(reading):
        return reading
    sheet = _Sheet()
    sheet.count(reading.blocks)
    blocks = with_identity(sheet.leave_all, sheet.blocks(reading.blocks))
    blocks = _below_title(_without_untouched(sheet, blocks))
    findings = [msgspec.structs.replace(finding, path=path) for finding in sheet.findings]
    return msgspec.structs.replace(
        reading,
        blocks=ast.map_leaves(blocks, lambda inlines: list(map(_without_size, inlines))),
        properties={name: said for name, said in reading.properties.items() if not is_title_of_sheet(said)},
        not_taken=[*_not_comments(reading.not_taken), *sheet.gone],
        findings=[*reading.findings, *findings],
    )


def is_sheet(reading: Reading) -> bool:
    """Whether a file says a known sentence of help, or is what is left when its writer took all of it away."""
    texts = [ast.text(span["c"][1]) for span in ast.each_leaf(reading.blocks)]
    if any(map(is_help, [*texts, *(_COMMENT.sub("", piece.text) for piece in reading.not_taken)])):
        return True
    return any(map(has_head, reading.blocks)) or sum(map(is_placeholder, texts)) > 1


def is_untouched(note: Note) -> bool:
    """Whether the note of a sheet says nothing but its identity: nobody has written in it yet."""
    return all(passage.role == "field" or not has_letters(passage.block) for passage in note.passages)


def _not_comments(gone: Sequence[NotTaken]) -> list[NotTaken]:
    """What is left out, help in comments told for what it is."""
    return [
        msgspec.structs.replace(piece, reason="champ technique")
        if piece.reason == "commentaire" and is_help(_COMMENT.sub("", piece.text))
        else piece
        for piece in gone
    ]


def _without_hollow_paragraphs(content: list[Any]) -> list[Any]:
    """A table whose cells hold no empty paragraph."""

    def rows(lines: list[Any]) -> list[Any]:
        return [
            [a, [[*cell[:4], [b for b in cell[4] if b.get("c") != []]] for cell in cells]] for a, cells in lines
        ]

    attribute, caption, columns, head, bodies, foot = content
    inner = [[a, n, rows(heads), rows(body)] for a, n, heads, body in bodies]
    return [attribute, caption, columns, [head[0], rows(head[1])], inner, [foot[0], rows(foot[1])]]


def _without_untouched(sheet: _Sheet, blocks: list[Block]) -> list[Block]:
    """The blocks without the headings of the sheet under which nothing was written."""
    labels = {folded(section.label) for section in domain().sections.values()}
    kept: list[Block] = []
    for number, block in enumerate(blocks):
        after = blocks[number + 1] if number + 1 < len(blocks) else None
        is_last = after is None or (after["t"] == "Header" and after["c"][0] <= _level(block))
        if block["t"] == "Header" and is_last and folded(ast.text(block["c"][2])) in labels:
            sheet.leave_all([block])
        else:
            kept.append(block)
    return kept


def _below_title(blocks: list[Block]) -> list[Block]:
    """The blocks with all headings below the sheet's first one, its title: Word has that at the first level."""
    headings = [block for block in blocks if block["t"] == "Header"]
    labels = {folded(section.label) for section in domain().sections.values()}
    if not headings or folded(ast.text(headings[0]["c"][2])) in labels:
        return blocks
    title, *others = headings
    if all(_level(other) > _level(title) for other in others):
        return blocks
    return [
        {"t": "Header", "c": [_level(block) + 1, *block["c"][1:]]}
        if block["t"] == "Header" and block is not title
        else block
        for block in blocks
    ]


def _without_size(inline: dict[str, Any]) -> dict[str, Any]:
    """A leaf that no size makes a heading: beside the small letters of help, every answer is large."""
    if not ast.is_leaf(inline):
        return inline
    kept = (word for word in ast.leaf_look(inline).split() if not word.startswith("size-"))
    return ast.with_look(inline, " ".join(kept))


def _level(block: Block) -> int:
    return int(block["c"][0]) if block["t"] == "Header" else 0
