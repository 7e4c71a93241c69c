"""What a sheet to fill in holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from restitution.domain import domain
from restitution.guidance import MARK, help_of_field, help_of_section, phrase, sections_of, title_of_sheet


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of note, and what is known of its fields before anybody writes."""

    kind: str
    values: dict[str, str]
    themes: Sequence[str] = ()
    """Titles of the project's themes, to choose from."""

    @property
    def name(self) -> str:
        """What the file calls itself."""
        return title_of_sheet(self.kind)

    def help_of(self, field: str) -> str:
        """What to write in a field."""
        return help_of_field(field, self.themes)

    def sections(self) -> Iterator[tuple[str, str]]:
        """Title of each section, and its help; a kind without sections has one text, without a title."""
        for key in sections_of(self.kind):
            yield domain().sections[key].label, help_of_section(self.kind, key)
        if not sections_of(self.kind):
            yield "", phrase("editorial")


def marked(text: str) -> str:
    """A paragraph of help, with the sign by which it is known."""
    return f"{MARK} {text}"
