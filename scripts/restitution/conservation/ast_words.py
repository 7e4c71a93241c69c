"""Words of a reading: an own way through pandoc's AST (API 1.23), apart from the walker that made it."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from restitution.conservation.words import Flow, Tell, formula_words
from restitution.model import CORRECTION, GENERATED, MASK, Block

OURS = frozenset({GENERATED, MASK, CORRECTION})
COMMAND = re.compile(r"\\(?:begin|end)\s*\{[A-Za-z*]*\}|\\([A-Za-z]+)")
FUNCTIONS = frozenset(
    {
        "arccos", "arcsin", "arctan", "arg", "cos", "cosh", "cot", "coth", "csc", "deg", "det", "dim", "exp",
        "gcd", "hom", "inf", "ker", "lg", "lim", "liminf", "limsup", "ln", "log", "max", "min", "mod", "Pr", "sec",
        "sin", "sinh", "sup", "tan", "tanh",
    }
)  # fmt: skip
"""Names that TeX writes as a command and shows as letters."""
LETTERS = {"lambda": "λ", "Lambda": "Λ", "ell": "l", "hbar": "ħ", "Re": "R", "Im": "I", "aleph": "א"}


BLANKS = frozenset({"Space", "SoftBreak", "LineBreak"})


class Words:
    """Gathers the words of blocks. `tell` says each text to the flow; `notes` takes footnotes aside, if given."""

    def __init__(self, tell: Tell = Flow.say, notes: list[list[Block]] | None = None) -> None:
        self.flow = Flow()
        self._tell = tell
        self._notes = notes

    def blocks(self, blocks: list[Block]) -> None:
        """Read blocks in their order."""
        for block in blocks:
            self._block(block["t"], block.get("c"))
            self.flow.cut()

    def _block(self, kind: str, content: Any) -> None:  # noqa: C901, PLR0912 one line a kind
        match kind:
            case "Para" | "Plain":
                self._inlines(content)
            case "Header":
                self._inlines(content[2])
            case "LineBlock":
                self._lines(content)
            case "CodeBlock":
                self._say(content[1])
            case "BlockQuote":
                self.blocks(content)
            case "Div":
                self.blocks(content[1])
            case "BulletList" | "OrderedList":
                for item in content if kind == "BulletList" else content[1]:
                    self.blocks(item)
            case "DefinitionList":
                for term, texts in content:
                    self._lines([term])
                    for text in texts:
                        self.blocks(text)
            case "Figure":
                self.blocks(content[1][1])
                self.blocks(content[2])
            case "Table":
                self._table(content)

    def _table(self, content: list[Any]) -> None:
        _, caption, _, head, bodies, foot = content
        self.blocks(caption[1])
        self._rows(head[1])
        for _, _, heads, rows in bodies:
            self._rows(heads)
            self._rows(rows)
        self._rows(foot[1])

    def _rows(self, rows: list[Any]) -> None:
        for _, cells in rows:
            for cell in cells:
                self.blocks(cell[4])

    def _lines(self, lines: list[Any]) -> None:
        for line in lines:
            self._inlines(line)
            self.flow.cut()

    def _inlines(self, inlines: list[Any]) -> None:
        for inline in inlines:
            kind = inline["t"]
            if kind == "Str":
                self._say(inline["c"])
            elif kind in BLANKS:
                self.flow.say(" ")
            else:
                self._inline(kind, inline.get("c"))

    def _inline(self, kind: str, content: Any) -> None:
        match kind:
            case "Code":
                self._say(content[1])
            case "Math":
                self.flow.add(formula_words(tex_letters(content[1])))
            case "Emph" | "Underline" | "Strong" | "Strikeout" | "Superscript" | "Subscript" | "SmallCaps":
                self._inlines(content)
            case "Quoted":
                self._apart(content[1])
            case "Cite" | "Link":
                self._inlines(content[1])
            case "Span" if OURS.isdisjoint(content[0][1]):
                self._inlines(content[1])
            case "Span":
                self.flow.cut()
            case "Note":
                self._note(content)

    def _apart(self, inlines: list[Any]) -> None:
        self.flow.cut()
        self._inlines(inlines)
        self.flow.cut()

    def _note(self, blocks: list[Block]) -> None:
        self.flow.cut()
        if self._notes is None:
            self.blocks(blocks)
        else:
            self._notes.append(blocks)

    def _say(self, text: str) -> None:
        self._tell(self.flow, text)


def block_words(blocks: list[Block], tell: Tell = Flow.say, *, notes_last: bool = False) -> list[str]:
    """Words of `blocks` in order, footnotes at their reference, or after all the rest.

    Left out: alternative texts of pictures, raw code of other formats, Spans whose words are ours.
    """
    notes: list[list[Block]] = []
    reader = Words(tell, notes if notes_last else None)
    reader.blocks(blocks)
    for note in notes:
        Words.blocks(reader, note)
    return reader.flow.done()


def holds_notes(node: Any) -> bool:
    """Whether a footnote stands anywhere below."""
    if isinstance(node, list):
        return any(map(holds_notes, node))
    return isinstance(node, dict) and (node.get("t") == "Note" or holds_notes(node.get("c")))


def tex_letters(tex: str) -> str:
    """The letters that a formula in TeX shows: commands become the letter or the name that they stand for."""
    return COMMAND.sub(lambda found: f" {_shown(found[1] or '')} ", tex)


def _shown(command: str) -> str:
    if command in FUNCTIONS:
        return command
    if command in LETTERS:
        return LETTERS[command]
    name = command.removeprefix("var")
    size = "CAPITAL" if name[:1].isupper() else "SMALL"
    try:
        return unicodedata.lookup(f"GREEK {size} LETTER {name.upper()}")
    except KeyError:
        return ""
