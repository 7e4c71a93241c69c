"""Inlines of the document as pandoc's HTML writer must get them: no class, code or address but ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from restitution.model import MASK, NOISE, REFERENCE, SPEAKER, Block, Inline
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.writers.addresses import safe_address
from restitution.writers.html.pictures import data_address, told

NBSP = "\u00a0"
QUOTES = {"DoubleQuote": (f"«{NBSP}", f"{NBSP}»"), "SingleQuote": ("‘", "’")}
NUMBER = "numero"
"""Class of a number that we print: of a heading, a figure, a table, a call of a note."""
SPELLED = "adresse"
"""Class of a link whose words are its address: a printed page does not say it again."""
LINKED = frozenset({"Link", "Note"})


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where inlines stand: a link holds no other, a note no other."""

    in_link: bool = False
    in_note: bool = False


NoteMaker = Callable[[list[Block], Place], list[Block]]


class InlineMaker:
    """Makes inlines, and gathers footnotes; `note` makes the blocks of one, `anchors` are the document's.

    `beside`: addresses of files of the same site.
    """

    def __init__(
        self, media: dict[str, bytes], anchors: frozenset[str], note: NoteMaker, beside: frozenset[str]
    ) -> None:
        self.notes: list[list[Block]] = []
        self._media = media
        self._anchors = anchors
        self._note = note
        self._beside = beside

    def make(self, inlines: Inlines, place: Place) -> Inlines:
        """The inlines for pandoc."""
        return [made for inline in inlines for made in self._one(inline, place)]

    def _one(self, inline: Inline, place: Place) -> Inlines:  # noqa: PLR0911 one line a kind
        kind: str = inline["t"]
        content: Any = inline.get("c")
        match kind:
            case "Span":
                return self._span(content[0], self.make(content[1], place))
            case "Image":
                return self._image(content)
            case "Link":
                return self._link(content, place)
            case "Code":
                return [{"t": kind, "c": [ast.attributes(), content[1]]}]
            case "RawInline":
                return ast.string(content[1])
            case "Strikeout":  # « del » would say a tracked change
                return [span(self.make(content, place), "barre")]
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
        if id_ in self._anchors:
            return [{"t": "Span", "c": [ast.attributes(id_), inlines]}]
        if MASK in classes or NOISE in classes:
            return [{"t": "Emph", "c": inlines}]
        return [{"t": "Strong", "c": inlines}] if SPEAKER in classes and inlines else inlines

    def _link(self, content: Any, place: Place) -> Inlines:
        """A link to a web or mail address, a place of the document, a file of its site; else its words only."""
        (_, classes, _), inlines, (target, _) = content
        inner = msgspec.structs.replace(place, in_link=True)
        if place.in_link or ast.holds(inlines, LINKED) or not ast.text(inlines).strip():
            return self.make(inlines, place)
        is_inside = REFERENCE in classes and target[1:] in self._anchors
        address = target if is_inside or target in self._beside else safe_address(target)
        made = self.make(inlines, inner)
        classes = [SPELLED] if _bare(ast.text(inlines)) == _bare(target) else []
        return [link(made, address, "", *classes)] if address else made

    def _footnote(self, blocks: list[Block], place: Place) -> Inlines:
        """The call of a footnote; in a note there is none: it stands in brackets."""
        if place.in_note:
            return ast.string(f" ({' '.join(ast.text(blocks).split())})")
        self.notes.append([])
        number = len(self.notes)
        self.notes[number - 1] = self._note(blocks, msgspec.structs.replace(place, in_note=True))
        keys = {"role": "doc-noteref", "aria-label": f"Note{NBSP}{number}"}
        call = link(ast.string(str(number)), f"#note-{number}", f"appel-{number}", NUMBER, **keys)
        return [{"t": "Superscript", "c": [call]}]

    def _image(self, content: Any) -> Inlines:
        _, alternative, (target, _) = content
        words = ast.string(" ".join(ast.text(alternative).split()))
        address = data_address(self._media.get(target, b""))
        if not address:
            return [{"t": "Emph", "c": words}]
        return [{"t": "Image", "c": [ast.attributes(), ast.string(told(words)), [address, ""]]}]


def _bare(address: str) -> str:
    """An address as people write it: without its protocol and the slash at its end."""
    return address.strip().removeprefix("https://").removeprefix("http://").rstrip("/")


def link(inlines: Inlines, address: str, id_: str = "", *classes: str, **keys: str) -> Inline:
    """A link of the page."""
    return {"t": "Link", "c": [ast.attributes(id_, list(classes), **keys), inlines, [address, ""]]}


def span(inlines: Inlines, *classes: str, id_: str = "") -> Inline:
    """Words with a class of ours."""
    return {"t": "Span", "c": [ast.attributes(id_, list(classes)), inlines]}
