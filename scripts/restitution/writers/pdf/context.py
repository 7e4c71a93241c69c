"""What the functions of the walk share."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from restitution.pandoc.numbering import Numbering
from restitution.writers.pdf.glyphs import Glyphs
from restitution.writers.pdf.literals import string

DEEPEST_BLOCK = 6
SHALLOW = 1
DEEPEST_TABLE = 2
"""A table in a table in a table: its columns are too narrow to hold a word."""
DEEPEST_INLINE = 8
"""Typst stops at some sixty rules one inside the other; what is nested deeper than this loses its look only."""
LONG_WORD = 28
ZERO_WIDTH_SPACE = "\u200b"


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """Where the walk is: files of the pictures, characters that can be shown, numbers given so far."""

    media: Mapping[str, str]
    """Target of an image -> name of its file in the folder of the composition."""
    glyphs: Glyphs | None
    numbering: Numbering
    deepest: int = DEEPEST_BLOCK
    blocks: int = 0
    inlines: int = 0
    tables: int = 0
    in_logos: bool = False
    is_lined: bool = False
    """Under a line already: accessible PDF refuses words that are underlined and struck out, or twice one."""

    @property
    def is_deep(self) -> bool:
        """Whether a container that begins here gives its content only."""
        return self.blocks >= self.deepest

    def inside_block(self) -> Context:
        """One container further in."""
        return msgspec.structs.replace(self, blocks=self.blocks + 1)

    def inside_table(self) -> Context:
        """In a cell."""
        deeper = {"blocks": self.blocks + 1, "tables": self.tables + 1}
        return msgspec.structs.replace(self, **deeper)

    def inside_inline(self) -> Context:
        """One span further in."""
        return msgspec.structs.replace(self, inlines=self.inlines + 1)

    def inside_line(self) -> Context:
        """In words that a line underlines or strikes out."""
        return msgspec.structs.replace(self, inlines=self.inlines + 1, is_lined=True)

    def inside_note(self) -> Context:
        """In a footnote, where the lines of the text above do not go on."""
        deeper = {"blocks": self.blocks + 1, "inlines": self.inlines + 1}
        return msgspec.structs.replace(self, is_lined=False, **deeper)

    def inside_logos(self) -> Context:
        """Among the logos, whose pictures are small."""
        return msgspec.structs.replace(self, in_logos=True)

    def show(self, text: str) -> str:
        """`text` with what no font has replaced by its name."""
        return self.glyphs.show(text) if self.glyphs else text

    def text(self, text: str) -> str:
        """`text` as a Typst string that the fonts can show and that lines can hold."""
        return string(" ".join(_breakable(word) for word in self.show(text).split(" ")))


def _breakable(word: str) -> str:
    """A word too long for a column, with places where a line may end inside."""
    if len(word) <= LONG_WORD:
        return word
    return ZERO_WIDTH_SPACE.join(word[start : start + 8] for start in range(0, len(word), 8))
