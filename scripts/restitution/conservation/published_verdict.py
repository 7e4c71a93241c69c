"""What the comparison of a published file with its document says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, groupby

import msgspec

from restitution.conservation.align import unpaired
from restitution.conservation.published_units import Unit, all_notes, letters_of, with_signs
from restitution.conservation.words import words

HINT = "C'est une erreur du programme : signalez-la, avec ce message. Les documents précédents sont intacts."
"""What to do about a file that cannot be read back."""
AROUND = 3
LONGEST = 14
"""Words shown of a place."""
SHOWN = 3
NO_BOOKMARK = "signet absent"
TWO_BOOKMARKS = "signet en double"
GLUED = "mots collés"
ANOTHER_SHAPE = "texte découpé autrement que dans le document"


class Stray(msgspec.Struct, frozen=True):
    """Words out of their place: the leaf that they belong to, empty when it has no id, and the words around."""

    leaf: str
    around: str


class Verified(msgspec.Struct, kw_only=True):
    """A published file compared with its document: what was counted and what is wrong, if anything."""

    blocks: int
    words: int
    footnotes: int
    missing: list[Stray] = []
    moved: list[Stray] = []
    extra: list[Stray] = []
    told: list[str] = []
    """Alternative texts of the pictures that the file does not show, but tells in words in their place."""

    @property
    def holds(self) -> bool:
        """Whether the file says all that the document says, in its order, and nothing else."""
        return not (self.missing or self.moved or self.extra)

    @property
    def message(self) -> str:
        """One French sentence for a person; empty when all is well."""
        parts = (
            _said(self.missing, "passage manque", "passages manquent"),
            _said(self.moved, "passage a changé de place", "passages ont changé de place"),
            _said(self.extra, "passage est de trop", "passages sont de trop"),
        )
        told = ", ".join(part for part in parts if part)
        return f"à la relecture du fichier, {told}." if told else ""


def counted(units: Sequence[Unit]) -> Verified:
    """The counts of the document, nothing compared yet."""
    notes = list(all_notes(units))
    every = [*units, *(unit for note in notes for unit in note)]
    return Verified(
        blocks=sum(unit.kind != "contents" for unit in units),
        words=sum(len(unit.words) for unit in every),
        footnotes=len(notes),
    )


def tell_words(verified: Verified, units: Sequence[Unit], found: Sequence[str]) -> None:
    """Add the words of `units` that `found` lacks, and those of `found` that are none of theirs: one at least."""
    wanted = [(word, unit.leaf) for unit in units for word in unit.words]
    leaf = units[0].leaf if units else ""
    lacking, over = unpaired([word for word, _ in wanted], list(found))
    for start, end in _runs(lacking, [owner for _, owner in wanted]):
        verified.missing.append(Stray(wanted[start][1], around([word for word, _ in wanted], start, end)))
    for start, end in _runs(over, [leaf] * len(found)):
        verified.extra.append(Stray(leaf, around(found, start, end)))
    if not lacking and not over:
        verified.moved.append(Stray(leaf, ANOTHER_SHAPE))


def settle_pictures(verified: Verified, units: Sequence[Unit], alternatives: Iterable[str]) -> Counter[str]:
    """Take out of `units` the pictures that the file shows: only of the others words may stand in the text.

    Adds those others, and gives back how often the file carries each alternative text, by its letters.
    """
    every = [*units, *chain.from_iterable(all_notes(units))]
    wanted = Counter(letters_of(picture.shown) for unit in every for picture in unit.pictures)
    signs = "".join({sign for unit in every for picture in unit.pictures for sign in picture.alt if sign > "\x7f"})
    carried = Counter(letters_of(with_signs(text, signs) if "[" in text else text) for text in alternatives)
    names: dict[str, str] = {}
    for unit in every:
        shown = (letters_of(picture.shown) for picture in unit.pictures)
        told = [carried[letters] < wanted[letters] for letters in shown]
        names.update({letters_of(picture.shown): picture.shown for picture in unit.pictures})
        unit.pictures = [picture for picture, is_told in zip(unit.pictures, told, strict=True) if is_told]
    verified.told = [names[letters] for letters in (wanted - carried).elements()]
    return carried


def tell_pictures(verified: Verified, units: Sequence[Unit], carried: Counter[str], texts: Iterable[str]) -> None:
    """Add the alternative texts of pictures that are neither carried nor told by the file's `texts`."""
    left = [(unit, picture.alt) for unit in units for picture in unit.pictures]
    whole = "\n".join(texts) if left else ""
    told = Counter[str]()
    for unit, alt in left:
        letters = letters_of(alt)
        told[letters] += 1
        in_text = max(letters_of(text).count(letters) for text in (whole, with_signs(whole, alt)))
        if in_text + carried[letters] < told[letters]:
            found = words(alt)
            verified.missing.append(Stray(unit.leaf, around(found, 0, len(found))))


def around(found: Sequence[str], start: int, end: int) -> str:
    """The words from `start` to `end`, with a few before and after."""
    shown = found[max(0, start - AROUND) : end + AROUND]
    return " ".join(shown[:LONGEST]) + (" …" if len(shown) > LONGEST else "")


def _runs(places: Iterable[int], owners: Sequence[str]) -> list[tuple[int, int]]:
    """Neighbouring places of one owner, as bounds."""
    numbered = enumerate(places)
    groups = groupby(numbered, key=lambda pair: (pair[1] - pair[0], owners[pair[1]]))
    runs = [[place for _, place in group] for _, group in groups]
    return [(run[0], run[-1] + 1) for run in runs]


def _said(strays: Sequence[Stray], one: str, many: str) -> str:
    if not strays:
        return ""
    shown = " ; ".join(_place(stray) for stray in strays[:SHOWN]) + (" ; …" if len(strays) > SHOWN else "")
    return f"{len(strays)} {one if len(strays) == 1 else many} ({shown})"


def _place(stray: Stray) -> str:
    return f"« {stray.around} », {stray.leaf}" if stray.leaf else f"« {stray.around} »"
