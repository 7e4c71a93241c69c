"""The name of each paragraph in a margin: « 4.2-13 », the thirteenth below the heading 4.2.

It is said on the telephone, so it is short; it follows the numbers of headings, so it holds as long as what stands
above keeps its shape. A heading is called by its own number. Where headings have none, the first word of the
title stands for it (« Essentiel-3 »). A row of a table counts for one; its cells add the letter of their column
(« 4.2-13b »).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from msgspec import structs

from restitution.messages import letters
from restitution.model import Block, Coded, Document
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.pandoc.grid import read_table
from restitution.pandoc.numbering import APART, numbers_of

COVER: Final = "Couverture"
BEGINNING: Final = "Début"
BACK: Final = "Dos"
PLACES: Final = {"couverture": COVER, "quatrieme": BACK}
"""Class of a div -> what stands for a heading in it."""
WORD: Final = re.compile(r"[^\W\d_]+")
SHORTEST, LONGEST, CUT = 4, 10, 8
"""Letters of the word that stands for a title: « l' », « les » and « et » say nothing; a margin is narrow.

A longer word is cut, as French abbreviations are, behind a consonant: « Remerc », « Bibliogr »."""
VOWELS: Final = "aeiouyàâéèêëîïôùûüœæ"
LETTERS: Final = re.compile(r"(?<=\d)[a-z]+$")


def codes_of(document: Document) -> list[Coded]:
    """Each leaf of the document, in reading order, with its code and, if it has a source, its place there."""
    coder = _Coder(document.blocks)
    for block in document.blocks:
        coder.walk(block)
    coded = {bookmark: Coded(code=code, bookmark=bookmark) for bookmark, code in coder.found.items()}
    unplaced = set(coded)
    for source in document.placements:
        if source.bookmark in unplaced:  # its first place
            unplaced.remove(source.bookmark)
            told = {"leaf": source.leaf, "path": source.path, "where": source.where}
            coded[source.bookmark] = structs.replace(coded[source.bookmark], **told)
    return list(coded.values())


def row_of(code: str) -> str:
    """The code of the row of a cell; that of anything else as it is."""
    return LETTERS.sub("", code)


def titles_above(code: str, titles: Mapping[str, str]) -> list[str]:
    """The headings above a paragraph, the nearest first. `titles`: those of headings, by code."""
    steps = code.rpartition("-")[0].split(".")
    codes = [".".join(steps[:count]) for count in range(len(steps), 0, -1)]
    return [titles[one] for one in codes if one in titles]


def is_of_heading(code: str) -> bool:
    """Whether a code is a heading's own number or word: it stands in its words already."""
    return "-" not in code


class _Coder:
    def __init__(self, blocks: Iterable[Block]) -> None:
        self.found: dict[str, str] = {}
        self._numbers = numbers_of(blocks)
        self._taken = {numbered.number for numbered in self._numbers.values()}
        self._heading, self._count = self._named(BEGINNING), 0

    def walk(self, node: Any, *, inside: bool = False) -> None:
        """Names everything below a node; `inside` what is not the plan's own text."""
        if isinstance(node, list):
            for child in node:
                self.walk(child, inside=inside)
        elif isinstance(node, dict) and "t" in node:
            self._block(node["t"], node.get("c"), inside=inside)

    def _block(self, kind: str, content: Any, *, inside: bool) -> None:
        if kind == "Span" and ast.is_leaf({"t": kind, "c": content}):
            self._one([{"t": kind, "c": content}])
        elif kind == "Header" and not inside:
            self._header(content)
        elif kind == "Div":
            classes, before = content[0][1], (self._heading, self._count)
            for name in PLACES.keys() & classes:
                self._open(self._named(PLACES[name]))
            self.walk(content[1], inside=inside or not APART.isdisjoint(classes))
            if "couverture" in classes:
                self._heading, self._count = before
        elif kind == "Table":
            self._table(content)
        elif kind == "Figure":
            self.walk([content[2], content[1][1]], inside=True)
        else:
            self.walk(content, inside=True)

    def _open(self, heading: str) -> None:
        self._heading, self._count = heading, 0

    def _header(self, content: Any) -> None:
        level, _, inlines = content
        id_ = next((ast.leaf_id(inline) for inline in inlines if ast.is_leaf(inline)), "")
        numbered = self._numbers.get(id_)
        if numbered is None and level > 1:
            self._one(inlines)
            return
        self._open(numbered.number if numbered else self._named(_word(ast.text(inlines))))
        if id_:
            self.found[id_] = self._heading

    def _one(self, inlines: Inlines) -> None:
        """The next paragraph."""
        leaves = [ast.leaf_id(inline) for inline in inlines if ast.is_leaf(inline)]
        if leaves:
            self._count += 1
            self.found |= dict.fromkeys(leaves, f"{self._heading}-{self._count}")

    def _table(self, content: Any) -> None:
        self.walk(content[1][1], inside=True)
        table = read_table(content)
        first = self._count + 1
        for cell in table.cells:
            column = letters(cell.x + 1).lower() if len(table.widths) > 1 else ""
            code = f"{self._heading}-{first + cell.y}{column}"
            self.found |= {ast.leaf_id(leaf): code for leaf in ast.each_leaf(cell.blocks)}
        self._count += max((cell.y + cell.rows for cell in table.cells), default=0)

    def _named(self, word: str) -> str:
        """A word that names no other part."""
        name, number = word, 1
        while name in self._taken:
            number += 1
            name = f"{word}{number}"
        self._taken.add(name)
        return name


def _word(title: str) -> str:
    """What stands for a title: its first word that says something."""
    words = WORD.findall(title)
    told = next((word for word in words if len(word) >= SHORTEST), next(iter(words), BEGINNING))
    return _short(told[:1].upper() + told[1:].lower())


def _short(word: str) -> str:
    """A word that fits into the margin."""
    return word if len(word) <= LONGEST else word[:CUT].rstrip(VOWELS) or word[:CUT]


def as_named(code: str) -> str:
    """A code as it is in the margin, where somebody says the whole word: « Remerciements-2 » is « Remerc-2 »."""
    return WORD.sub(lambda word: _short(word[0]), code, count=1)
