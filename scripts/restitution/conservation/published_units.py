"""What a published file must hold: the document's texts in reading order, and what may stand for them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Literal

import msgspec

from restitution.conservation.ast_words import Words, tex_letters
from restitution.conservation.words import words
from restitution.model import LEAF, Block, Inline

Kind = Literal["text", "heading", "caption", "term", "contents"]
LABELS = frozenset({"Figure", "Tableau"})
NOT_SHOWN = "Image non affichée {target} {alt}"
"""What stands for a picture that cannot be shown, if not its alternative text alone."""
NO_WORDS = "Illustration sans description {target}"
JOINTS = re.compile("[-\\s\u00ad\u200b]")
"""What may stand inside the name of a sign, or be lost at the end of a line."""
WRAPPERS = frozenset({"Emph", "Underline", "Strong", "Strikeout", "Superscript", "Subscript", "SmallCaps"})
CONTENTS = frozenset({"sommaire", "liste-figures", "liste-tableaux"})


class Picture(msgspec.Struct, frozen=True):
    """A picture of the document."""

    alt: str
    target: str

    @property
    def shown(self) -> str:
        """Its alternative text, or ours."""
        return self.alt if letters_of(self.alt) else NO_WORDS.format(target=self.target)


class Unit(msgspec.Struct, kw_only=True):
    """One leaf, or one text without a leaf: its words but those of formulas, pictures and footnotes."""

    leaf: str
    kind: Kind
    words: list[str] = []
    formulas: list[str] = []
    """In TeX."""
    pictures: list[Picture] = []
    notes: list[list[Unit]] = []
    is_blank: bool = False
    """Whether there is nothing to see."""
    figure: int = 0
    """Number of the figure that it belongs to: a caption may stand above or below."""
    size: int = 0
    """Of the first text of a caption: how many texts the caption has."""
    body: int = 0
    """And how many texts follow that it is the caption of."""
    signs: str = ""
    """Characters that a font may lack: whatever is not Latin."""

    @property
    def letters(self) -> str:
        """The words without what parts them."""
        return "".join(self.words)

    def fits(self, found: Sequence[str]) -> bool:
        """Whether these are its words, in order, and besides them only its formulas and its pictures' words."""
        return list(found) == self.words or (self.is_lenient and self.fits_letters("".join(found)))

    def fits_letters(self, found: str) -> bool:
        """The same for letters, of which a line's end may have joined or parted the words."""
        if not _is_in_order(self.letters, found):
            return False
        rest = Counter(found)
        rest.subtract(self.letters)
        shown = [[tex_letters(formula)] for formula in self.formulas]
        typed = [[formula] for formula in self.formulas]
        mixed = [[*one, *other] for one, other in zip(typed, shown, strict=True)]
        pictures = [[*picture_words(picture), ""] for picture in self.pictures]
        return any(_is_sum(rest, [*formulas, *pictures]) for formulas in (shown, typed, mixed))

    def joined(self, others: Iterable[Unit]) -> Unit:
        """This unit and others as one."""
        every = [self, *others]
        return Unit(
            leaf=self.leaf,
            kind=self.kind,
            words=[word for unit in every for word in unit.words],
            formulas=[formula for unit in every for formula in unit.formulas],
            pictures=[picture for unit in every for picture in unit.pictures],
            signs="".join(unit.signs for unit in every),
        )

    @property
    def is_lenient(self) -> bool:
        """Whether more than its words may stand in its place."""
        return bool(self.formulas or self.pictures)


def read_units(blocks: Iterable[Block]) -> list[Unit]:
    """The texts of `blocks` in reading order; those without a word too, when they have an id or a picture."""
    reader = _Reader()
    reader.blocks(blocks)
    return reader.units


def all_notes(units: Iterable[Unit]) -> Iterator[list[Unit]]:
    """Footnotes in order of reference, one inside another after it."""
    for unit in units:
        for note in unit.notes:
            yield note
            yield from all_notes(note)


def visible(text: str) -> str:
    """The text without control and format characters, which no reader sees and a file may not hold."""
    if text.isprintable():
        return text
    return "".join(sign for sign in text if sign.isspace() or unicodedata.category(sign) not in {"Cc", "Cf"})


def letters_of(text: str) -> str:
    """Letters and digits of a text, in compatibility form."""
    return "".join(words(text))


def picture_words(picture: Picture) -> list[str]:
    """The texts that may stand in the place of a picture, the longest first."""
    told = [picture.shown, picture.alt]
    return [NOT_SHOWN.format(target=picture.target, alt=alt) for alt in told] + told


def with_signs(text: str, signs: str) -> str:
    """The text, its blanks left out, with each of these signs in the place of its name in brackets."""
    compact = JOINTS.sub("", text)
    for sign in signs:
        name = unicodedata.name(sign, f"U+{ord(sign):04X}")
        compact = compact.replace(f"[{JOINTS.sub('', name)}]", sign)
    return compact


def _is_sum(rest: Counter[str], choices: Iterable[Sequence[str]]) -> bool:
    """Whether `rest` is the letters of one text of each choice: the first that it holds whole."""
    for texts in choices:
        wholes = (Counter(letters_of(text)) for text in texts)
        letters = next((letters for letters in wholes if letters <= rest), None)
        if letters is None:
            return False
        rest = rest - letters
    return not rest


def _is_in_order(wanted: str, found: str) -> bool:
    rest = iter(found)
    return all(letter in rest for letter in wanted)


class _Reader:
    """Walks blocks; `figure` counts figures as they come."""

    def __init__(self) -> None:
        self.units: list[Unit] = []
        self._figures = 0
        self._figure = 0

    def blocks(self, blocks: Iterable[Block], kind: Kind = "text") -> None:
        for block in blocks:
            self._block(block["t"], block.get("c"), kind)

    def _block(self, name: str, content: Any, kind: Kind) -> None:  # noqa: C901 one line a kind
        match name:
            case "Para" | "Plain":
                self._text(content, kind)
            case "Header":
                self._text(content[2], "heading")
            case "LineBlock":
                self._text(list(chain.from_iterable([*line, {"t": "LineBreak"}] for line in content)), kind)
            case "CodeBlock" | "RawBlock":
                self._text([{"t": "Str", "c": content[1]}], kind)
            case "BlockQuote":
                self.blocks(content, kind)
            case "BulletList" | "OrderedList":
                self.blocks(list(chain.from_iterable(content if name == "BulletList" else content[1])), kind)
            case "Div":
                self._div(content[0][1], content[1], kind)
            case "DefinitionList":
                for term, texts in content:
                    self._text(term, "term")
                    self.blocks(list(chain.from_iterable(texts)), kind)
            case "Figure":
                self._in_figure(content)
            case "Table":
                self._table(content)

    def _div(self, classes: list[str], blocks: list[Block], kind: Kind) -> None:
        if not CONTENTS.isdisjoint(classes):
            self.units.append(Unit(leaf="", kind="contents"))
        self.blocks(blocks, kind)

    def _in_figure(self, content: Any) -> None:
        before, self._figures = self._figure, self._figures + 1
        self._figure = self._figures
        self._captioned(content[1][1], content[2])
        self._figure = before

    def _table(self, content: Any) -> None:
        _, caption, _, head, bodies, foot = content
        rows = [*head[1], *chain.from_iterable([*heads, *body] for _, _, heads, body in bodies), *foot[1]]
        self._captioned(caption[1], [block for _, cells in rows for cell in cells for block in cell[4]])

    def _captioned(self, caption: list[Block], body: list[Block]) -> None:
        first = len(self.units)
        self.blocks(caption, "caption")
        below = len(self.units)
        self.blocks(body)
        if below > first:
            self.units[first].size, self.units[first].body = below - first, len(self.units) - below

    def _text(self, inlines: list[Inline], kind: Kind) -> None:
        rest: list[Inline] = []
        for inline in inlines:
            if inline["t"] == "Span" and LEAF in inline["c"][0][1]:
                self._unit("", rest, kind)
                self._unit(str(inline["c"][0][0]), [inline], kind)
                rest = []
            else:
                rest.append(inline)
        self._unit("", rest, kind)

    def _unit(self, leaf: str, inlines: list[Inline], kind: Kind) -> None:
        if not leaf and not inlines:
            return
        shown = _Shown()
        shown.blocks([{"t": "Plain", "c": inlines}])
        found = shown.flow.done()
        says = bool(shown.has_text or shown.pictures or shown.formulas or shown.notes)
        if leaf or says:
            unit = Unit(leaf=leaf, kind=kind, words=found, formulas=shown.formulas, pictures=shown.pictures)
            unit.notes = [note for blocks in shown.notes if (note := read_units(blocks))]
            unit.is_blank = not says
            unit.figure, unit.signs = self._figure, "".join(sorted(shown.signs))
            self.units.append(unit)


class _Shown(Words):
    """Words of a leaf as a reader sees it: ours included, what is written in another way set apart."""

    def __init__(self) -> None:
        super().__init__()
        self.formulas: list[str] = []
        self.pictures: list[Picture] = []
        self.notes: list[list[Block]] = []
        self.signs: set[str] = set()
        self.has_text = False

    def _say(self, text: str) -> None:
        self.flow.say(self._seen(text))

    def _seen(self, text: str) -> str:
        self.has_text = self.has_text or bool(text.strip())
        if text.isascii():
            return visible(text)
        self.signs.update(sign for sign in set(unicodedata.normalize("NFC", text)) if sign > "\x7f")
        return visible(text)

    def _inline(self, kind: str, content: Any) -> None:
        match kind:
            case "Span":
                self._inlines(content[1])
            case "Math":
                self.flow.cut()
                self.formulas.append(content[1])
            case "Image":
                self.flow.cut()
                self.pictures.append(Picture(_plain(content[1]), content[2][0]))
                self._seen(self.pictures[-1].alt)
            case "Note":
                self.notes.append(content)
            case "RawInline":
                self._say(content[1])
            case _:
                super()._inline(kind, content)


def _plain(inlines: list[Inline]) -> str:
    """Characters of an alternative text."""
    return "".join(_characters(inline["t"], inline.get("c")) for inline in inlines)


def _characters(kind: str, content: Any) -> str:
    if kind == "Str":
        return str(content)
    if kind in {"Code", "Math", "RawInline"}:
        return str(content[1])
    if isinstance(content, list):
        return "" if kind == "Note" else _plain(content if kind in WRAPPERS else content[1])
    return " "
