"""What comparing a source with its reading found, and how a person is told."""

from __future__ import annotations

import msgspec

SHOWN = 6


class Stray(msgspec.Struct, frozen=True):
    """A word out of its place, with the words around it where it was found."""

    word: str
    around: str


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """The balance of one file: `words_in == words_note + words_not_taken` when it `holds`."""

    words_in: int
    words_note: int
    words_not_taken: int
    missing: list[Stray] = []
    """Words of the source that are neither in the note nor listed."""
    extra: list[Stray] = []
    """Words of the note, or of its list, that the source does not hold, or not as often."""
    moved: list[Stray] = []
    """Words of the note that the source holds in another order."""
    doubts: list[str] = []
    """Of a PDF, pages of which the order of the lines could not be proved."""

    @property
    def holds(self) -> bool:
        """Whether nothing is lost, added or moved."""
        return not (self.missing or self.extra or self.moved)

    @property
    def message(self) -> str:
        """One French sentence for a person: which words, and beside which others; empty when all is well."""
        parts = (
            _said(self.missing, "absent{s} de la note"),
            _said(self.extra, "absent{s} de la source"),
            _said(self.moved, "déplacé{s}"),
        )
        told = " ; ".join(part for part in parts if part)
        return f"Relecture mot à mot : {told}." if told else ""


def _said(strays: list[Stray], what: str) -> str:
    if not strays:
        return ""
    plural = "s" if len(strays) > 1 else ""
    shown = ", ".join(f"« {stray.word} »" for stray in strays[:SHOWN])
    more = "…" if len(strays) > SHOWN else ""
    first = "le premier " if plural else ""
    return f"{len(strays)} mot{plural} {what.format(s=plural)} ({shown}{more}, {first}dans « {strays[0].around} »)"
