"""What a web page becomes, line by line: paragraphs, put into the lists, tables and quotations that are open."""

from __future__ import annotations

import msgspec

from restitution.model import Block, Finding, Inline, NotTaken, NotTakenReason, Reading
from restitution.pandoc import ast
from restitution.readers import rich
from restitution.readers.html_page import CUT
from restitution.readers.rtf_story import numbered

MOST_NESTED = 12
"""Lists, tables and quotations inside each other; beyond, their text stands in the one around."""


class Holder(msgspec.Struct):
    """What takes blocks: the page, a quotation, a list, its entry, a table, a cell, a figure, a caption."""

    kind: str
    blocks: list[Block] = []
    items: list[rich.Item] = []
    entries: list[list[Block]] = []
    rows: list[list[rich.Cell]] = []
    caption: list[Block] = []
    number: int = 0
    in_head: bool = False


class Blocks:
    """Takes runs of text and ends of lines; `_holders` are the lists, tables and quotations that are open."""

    def __init__(self, path: str, reading: Reading) -> None:
        self.reading = reading
        self._path = path
        self._is_note = False
        self._holders = [Holder("page")]
        self._runs: list[rich.Run] = []
        self._look: frozenset[str] = frozenset()
        self._href = ""
        self._heading = 0
        self._pre = 0
        self._paragraphs = self._tables = 0
        self._item: tuple[int, str] | None = None
        """Level and mark of the item of a list that Word wrote as a paragraph."""

    def done(self) -> list[Block]:
        """The blocks of the page."""
        self._end_line()
        return self._taken(self._holders[0])

    def _say(self, text: str | None) -> None:
        for number, piece in enumerate((text or "").split(CUT)):
            if number:
                self._end_line()
            for line, part in enumerate(piece.split("\n") if self._pre else [piece]):
                if line:
                    self._add(inline={"t": "LineBreak"})
                if part:
                    self._add(part)

    def _add(self, text: str = "", inline: Inline | None = None) -> None:
        if inline is None:
            self._runs.append(rich.Run(text, look=self._look, href=self._href))
        else:
            self._runs.append(rich.Run(inline=inline))

    def _end_line(self) -> None:
        """The runs so far are a paragraph, a heading or an item of a list that Word wrote."""
        content, self._runs = rich.inlines(self._runs), []
        if rich.is_blank(content):
            return
        kinds = {holder.kind for holder in self._holders}
        if not self._is_note and kinds.isdisjoint({"cell", "caption"}):
            self._paragraphs += 1
            content = ast.leaf(content, self._where)
        if self._heading and kinds == {"page"} and not self._is_note:
            self._append(ast.header(self._heading, content))
        elif self._item is not None and not self._is_note:
            level, mark = self._item
            number, numeral = numbered(mark)
            self._holders[-1].items.append(rich.Item(level, ast.para(content), number, numeral))
        else:
            self._append(ast.para(content))

    @property
    def _where(self) -> str:
        table = next((holder.number for holder in reversed(self._holders) if holder.kind == "table"), 0)
        return f"tableau {table}" if table else f"paragraphe {max(self._paragraphs, 1)}"

    def _leave(self, reason: NotTakenReason, text: str) -> None:
        plain = " ".join(text.split())
        if plain:
            self.reading.not_taken.append(NotTaken(reason=reason, text=plain, where=self._where))

    def _find(self, code: str, message: str) -> None:
        finding = Finding(code=code, level="warning", message=message, path=self._path, where=self._where)
        if finding not in self.reading.findings:
            self.reading.findings.append(finding)

    # Holders

    def _open(self, kind: str, number: int = 0) -> Holder | None:
        """A new holder, unless there are too many inside each other."""
        if len(self._holders) > MOST_NESTED:
            return None
        self._holders.append(Holder(kind, number=number))
        return self._holders[-1]

    def _append(self, block: Block) -> None:
        top = self._holders[-1]
        self._flush_items(top)
        if top.kind == "list":
            top.entries = top.entries or [[]]
            top.entries[-1].append(block)
        elif top.kind == "table":
            top.rows.append([rich.Cell([block])])  # text that stands beside the cells
        else:
            top.blocks.append(block)

    def _flush_items(self, holder: Holder) -> None:
        if holder.items:
            items, holder.items = holder.items, []
            for block in rich.lists(items):
                self._append(block)

    def _taken(self, holder: Holder) -> list[Block]:
        self._flush_items(holder)
        return holder.blocks

    def _close(self, holder: Holder) -> list[Block]:
        """The last line of a holder ends, and the holder."""
        self._end_line()
        blocks = self._taken(holder)
        self._holders = [one for one in self._holders if one is not holder]  # one inside another may equal it
        return blocks
