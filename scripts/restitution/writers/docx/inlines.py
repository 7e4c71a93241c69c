"""Inlines of the document as pandoc's DOCX writer must get them: no id, class or code but ours."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec

from restitution.errors import Bug
from restitution.model import MASK, NOISE, REFERENCE, SPEAKER, Block, Inline
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.pandoc.numbering import Numbered
from restitution.writers.addresses import safe_address
from restitution.writers.docx.fields import reference
from restitution.writers.docx.pictures import Pictures

ANCHOR = re.compile(r"(?:src|gen)_[0-9A-Za-z_]{1,36}")
NBSP = "\u00a0"
QUOTES = {"DoubleQuote": (f"«{NBSP}", f"{NBSP}»"), "SingleQuote": ("‘", "’")}


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where blocks stand: the room that a picture may take there, whether it is a logo, in a box, in a note."""

    width_cm: float
    height_cm: float
    is_logo: bool = False
    in_box: bool = False
    in_note: bool = False


NoteMaker = Callable[[list[Block], Place], list[Block]]


class Targets(msgspec.Struct, frozen=True, kw_only=True):
    """What the document's own links may lead to, and how they look (the id of a style)."""

    leaves: frozenset[str]
    numbers: dict[str, Numbered]
    style: str


class InlineMaker:
    """Makes inlines, and knows the anchors already given; `note` makes the blocks of a footnote."""

    def __init__(self, pictures: Pictures, targets: Targets, note: NoteMaker) -> None:
        self._pictures = pictures
        self._targets = targets
        self._note = note
        self._anchors: set[str] = set()

    def make(self, inlines: Inlines, place: Place) -> Inlines:
        """The inlines for pandoc. Raises `Bug` when two leaves have one id."""
        return [made for inline in inlines for made in self._one(inline, place)]

    def _one(self, inline: Inline, place: Place) -> Inlines:  # noqa: PLR0911 one line a kind
        kind: str = inline["t"]
        content: Any = inline.get("c")
        match kind:
            case "Span":
                return self._span(content[0], self.make(content[1], place))
            case "Image":
                return self._image(inline, place)
            case "Link":
                return self._link(content, place)
            case "Code":
                return [{"t": kind, "c": [ast.attributes(), content[1]]}]
            case "RawInline":
                return ast.string(content[1])
            case "Quoted":
                before, after = QUOTES[content[0]["t"]]
                return [{"t": "Str", "c": before}, *self.make(content[1], place), {"t": "Str", "c": after}]
            case "Cite":
                return self.make(content[1], place)
            case "Note":
                return self._footnote(content, place)
            case _:
                return [{"t": kind, "c": self.make(content, place)} if kind in ast.EMPHASES else inline]

    def _span(self, attributes: Any, inlines: Inlines) -> Inlines:
        id_, classes, _ = attributes
        if ANCHOR.fullmatch(id_):
            return [{"t": "Span", "c": [ast.attributes(self._anchor(id_)), inlines]}]
        if MASK in classes or NOISE in classes:
            return [{"t": "Emph", "c": inlines}]
        return [{"t": "Strong", "c": inlines}] if SPEAKER in classes and inlines else inlines

    def _link(self, content: Any, place: Place) -> Inlines:
        (_, classes, _), inlines, (target, _) = content
        return (
            self._reference(inlines, target) if REFERENCE in classes else _link(self.make(inlines, place), target)
        )

    def _reference(self, inlines: Inlines, target: str) -> Inlines:
        """A cross-reference. Raises `Bug` when nothing in the document bears that id."""
        leaf = target.removeprefix("#")
        if leaf not in self._targets.leaves:
            raise Bug(f"Un renvoi mène à « {leaf} », qui n'est nulle part.", "Signalez ce défaut avec le journal.")
        words = ast.text(inlines).strip(" \n")
        return [raw(reference(words, leaf, self._targets.numbers.get(leaf), self._targets.style))]

    def _anchor(self, id_: str) -> str:
        if id_ in self._anchors:
            raise Bug(f"Deux passages portent le même repère « {id_} ».", "Signalez ce défaut avec le journal.")
        self._anchors.add(id_)
        return id_

    def _footnote(self, blocks: list[Block], place: Place) -> Inlines:
        """A footnote; Word has none in a note, where it stands in brackets."""
        if place.in_note:
            return ast.string(f" ({' '.join(ast.text(blocks).split())})")
        return [{"t": "Note", "c": self._note(blocks, msgspec.structs.replace(place, in_note=True, in_box=False))}]

    def _image(self, image: Inline, place: Place) -> Inlines:
        drawn = self._pictures.draw(image, place.width_cm, place.height_cm, is_logo=place.is_logo)
        words = ast.string(" ".join(ast.text(image["c"][1]).split()))
        return [raw(drawn)] if drawn else [{"t": "Emph", "c": words}]


def raw(xml: str) -> Inline:
    """XML of ours among the inlines."""
    return {"t": "RawInline", "c": ["openxml", xml]}


def _link(inlines: Inlines, target: str) -> Inlines:
    """A link to a web or mail address; any other is its words only, as a malformed address breaks the file."""
    address = safe_address(target)
    return [{"t": "Link", "c": [ast.attributes(), inlines, [address, ""]]}] if address else inlines
