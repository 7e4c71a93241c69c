"""Numbers of headings (1, 1.1, 1.1.1, « Annexe A : »), of figures and of tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Literal

import msgspec

from restitution.messages import letters
from restitution.model import STYLES, Block
from restitution.pandoc import ast

NUMBERED_LEVELS = 3
LEVELS = 4
NBSP = "\u00a0"
APART = frozenset({*STYLES, "couverture", "quatrieme"})
"""Classes of the divs whose headings are not the plan's."""
TEXTS = frozenset({"Para", "Plain", "LineBlock", "CodeBlock", "RawBlock", "HorizontalRule"})


class Numbering:
    """Gives each heading its level and its number, in reading order.

    Accessible PDF refuses a level that is skipped: a heading is at most one level below the one before it.
    Under a heading without a number, headings have none; under « Annexe A » they are A.1, A.2.
    """

    def __init__(self) -> None:
        self._numbers: list[str] = []
        self._counts: list[int] = [0] * LEVELS
        self._annexes = 0

    def place(self, level: int, classes: list[str]) -> tuple[int, str]:
        """Level to show, and the number as printed (empty when it has none)."""
        level = min(max(level, 1), len(self._numbers) + 1, LEVELS)
        del self._numbers[level - 1 :]
        self._counts[level:] = [0] * (LEVELS - level)
        if "annexe" in classes:
            self._annexes += 1
            number = letters(self._annexes)
            printed = f"Annexe {number}{NBSP}:"
        else:
            number = printed = "" if "unnumbered" in classes else self._next(level)
        self._numbers.append(number)
        return level, printed

    def _next(self, level: int) -> str:
        above = self._numbers[-1] if level > 1 else ""
        if level > NUMBERED_LEVELS or (level > 1 and not above):
            return ""
        self._counts[level - 1] += 1
        own = str(self._counts[level - 1])
        return f"{above}.{own}" if above else own


class Numbered(msgspec.Struct, frozen=True):
    """What a reader calls a heading, a figure or a table: « partie 3.1 », « figure 2 ». `number`: as printed."""

    word: Literal["partie", "annexe", "figure", "tableau"]
    number: str

    @property
    def told(self) -> str:
        """Its name in running text."""
        return f"{self.word}{NBSP}{self.number}"


def numbers_of(blocks: Iterable[Block]) -> dict[str, Numbered]:
    """Id of the leaf of each numbered heading and of each caption -> its number, for every writer the same.

    Figures and tables are counted through the document, in reading order, wherever they stand; only those whose
    caption says something have a number. Headings in a box, a cell, a list or a quotation have none.
    """
    counter = _Counter()
    for block in blocks:
        counter.walk(block)
    return counter.found


class _Counter:
    def __init__(self) -> None:
        self.found: dict[str, Numbered] = {}
        self._numbering = Numbering()
        self._counts: Counter[str] = Counter()

    def walk(self, node: Any, *, inside: bool = False) -> None:
        """Numbers everything below a node; `inside` what is not the plan's own text."""
        if isinstance(node, list):
            for child in node:
                self.walk(child, inside=inside)
        elif isinstance(node, dict) and "t" in node:
            self._block(node["t"], node.get("c"), inside=inside)

    def _block(self, kind: str, content: Any, *, inside: bool) -> None:
        if kind == "Header":
            self._heading(content, inside=inside)
        elif kind == "Div":
            classes = content[0][1]
            self.walk(content[1], inside=inside or not APART.isdisjoint(classes))
        elif kind == "Figure":
            self.walk(content[2], inside=True)
            self._caption("figure", content[1][1])
        elif kind == "Table":
            self._caption("tableau", content[1][1])
            self.walk(content[3:], inside=True)
        elif kind not in TEXTS:
            self.walk(content, inside=True)

    def _heading(self, content: Any, *, inside: bool) -> None:
        level, (_, classes, _), inlines = content
        if inside or not ast.text(inlines).strip():
            return
        _, printed = self._numbering.place(level, classes)
        number = printed.removeprefix("Annexe ").removesuffix(f"{NBSP}:")
        if number:
            self._name(inlines, Numbered("partie" if number[0].isdecimal() else "annexe", number))

    def _caption(self, word: Literal["figure", "tableau"], caption: list[Block]) -> None:
        self.walk(caption, inside=True)
        if ast.text(caption).strip():
            self._counts[word] += 1
            leaf = next(ast.each_leaf(caption), None)
            self._name([leaf] if leaf else [], Numbered(word, str(self._counts[word])))

    def _name(self, inlines: list[Any], numbered: Numbered) -> None:
        if len(inlines) == 1 and ast.is_leaf(inlines[0]):
            self.found[ast.leaf_id(inlines[0])] = numbered
