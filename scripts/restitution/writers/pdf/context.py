"""What the functions of the walk share."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from restitution.pandoc.numbering import Numbered, Numbering
from restitution.writers.pdf.glyphs import Glyphs
from restitution.writers.pdf.letters import cut
from restitution.writers.pdf.listing import Listing
from restitution.writers.pdf.literals import string

DEEPEST_BLOCK = 6
SHALLOW = 1
DEEPEST_TABLE = 2
"""A table in a table in a table: its columns are too narrow to hold a word."""
DEEPEST_INLINE = 8
"""Typst stops at some sixty rules one inside the other; what is nested deeper than this loses its look only."""
LONGEST_WORD = 17.0
"""Ems: a longer word is cut, wherever a line needs it."""
PORTRAIT, LANDSCAPE = 453.0, 700.0
"""Points between the margins of the template."""
CONTAINER = 24.0
"""Points that a list, a quotation or a box takes from the width of its text, at most."""


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """Where the walk is: files of the pictures, characters that can be shown, numbers given so far."""

    media: Mapping[str, str]
    """Target of an image -> name of its file in the folder of the composition."""
    glyphs: Glyphs | None
    numbering: Numbering
    numbers: Mapping[str, Numbered]
    """Of each caption, by the id of its leaf."""
    listing: Listing | None = None
    """Of a document in portions, what its contents and lists name."""
    deepest: int = DEEPEST_BLOCK
    blocks: int = 0
    inlines: int = 0
    tables: int = 0
    room: float = PORTRAIT
    """Points that text may be wide."""
    longest: float = LONGEST_WORD
    """Ems of the longest word that is kept whole."""
    in_logos: bool = False
    is_lined: bool = False
    """Under a line already: accessible PDF refuses words that are underlined and struck out, or twice one."""

    @property
    def is_deep(self) -> bool:
        """Whether a container that begins here gives its content only."""
        return self.blocks >= self.deepest

    def inside_block(self) -> Context:
        """One container further in."""
        return msgspec.structs.replace(self, blocks=self.blocks + 1, room=self.room - CONTAINER)

    def inside_cell(self, room: float, longest: float) -> Context:
        """In a cell that is `room` points wide."""
        return msgspec.structs.replace(
            self, blocks=self.blocks + 1, tables=self.tables + 1, room=room, longest=longest
        )

    def inside_landscape(self) -> Context:
        """On pages in landscape."""
        return msgspec.structs.replace(self, room=LANDSCAPE)

    def inside_large_letters(self, longest: float) -> Context:
        """In a title, whose letters are large."""
        return msgspec.structs.replace(self, longest=longest)

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
        words = self.show(text).split(" ")
        return string(" ".join(cut(word, self.longest) for word in words))
