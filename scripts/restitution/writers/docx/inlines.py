"""Inlines of the document as pandoc's DOCX writer must get them: no id, class or code but ours."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, urlsplit

import msgspec

from restitution.errors import Bug
from restitution.model import MASK, Inline
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.writers.docx.pictures import Pictures

SPEAKER = "speaker"
ANCHOR = re.compile(r"(?:src|gen)_[0-9A-Za-z_]{1,36}")
SCHEMES = frozenset({"http", "https", "mailto"})
LONGEST_LINK = 2000
NBSP = "\u00a0"
QUOTES = {"DoubleQuote": (f"«{NBSP}", f"{NBSP}»"), "SingleQuote": ("‘", "’")}


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where inlines stand: the width that a picture may take there, and whether it is a logo."""

    width_cm: float
    is_logo: bool = False


class InlineMaker:
    """Makes inlines, and knows the anchors already given."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures
        self.anchors: set[str] = set()

    def make(self, inlines: Inlines, place: Place) -> Inlines:
        """The inlines for pandoc. Raises `Bug` when two leaves have one id."""
        return ast.map_inlines(inlines, lambda inline: self._one(inline, place))

    def _one(self, inline: Inline, place: Place) -> Inlines:  # noqa: PLR0911 one case a kind
        kind: str = inline["t"]
        content: Any = inline.get("c")
        match kind:
            case "Span":
                return self._span(*content)
            case "Image":
                return self._image(inline, place)
            case "Link":
                return _link(*content)
            case "Code":
                return [{"t": kind, "c": [ast.attributes(), content[1]]}]
            case "RawInline":
                return [{"t": "Str", "c": content[1]}]
            case "Quoted":
                before, after = QUOTES[content[0]["t"]]
                return [{"t": "Str", "c": before}, *content[1], {"t": "Str", "c": after}]
            case "Cite":
                return list(content[1])
            case "Note":
                return [{"t": kind, "c": ast.map_leaves(content, _without_notes)}]
            case _:
                return [inline]

    def _span(self, attributes: Any, inlines: Inlines) -> Inlines:
        id_, classes, _ = attributes
        if ANCHOR.fullmatch(id_):
            if id_ in self.anchors:
                raise Bug(f"Deux passages portent le même repère « {id_} ».", "Signalez ce défaut avec le journal.")
            self.anchors.add(id_)
            return [{"t": "Span", "c": [ast.attributes(id_), inlines]}]
        if MASK in classes:
            return [{"t": "Emph", "c": inlines}]
        return [{"t": "Strong", "c": inlines}] if SPEAKER in classes else inlines

    def _image(self, image: Inline, place: Place) -> Inlines:
        drawn = self._pictures.draw(image, place.width_cm, is_logo=place.is_logo)
        return [raw(drawn)] if drawn else [{"t": "Emph", "c": ast.string(" ".join(ast.text(image["c"][1]).split()))}]


def raw(xml: str) -> Inline:
    """XML of ours among the inlines."""
    return {"t": "RawInline", "c": ["openxml", xml]}


def _link(_: Any, inlines: Inlines, target: list[str]) -> Inlines:
    """A link to a web or mail address; any other is its words only, as a malformed address breaks the file."""
    address = safe_address(target[0])
    return [{"t": "Link", "c": [ast.attributes(), inlines, [address, ""]]}] if address else inlines


def safe_address(target: str) -> str:
    """The address, percent-encoded, if it is one of the web or mail; else empty."""
    try:
        parts = urlsplit(target)
        known = parts.scheme in SCHEMES and (parts.hostname or parts.scheme == "mailto") and parts.port != 0
    except ValueError:
        return ""
    if not known or len(target) > LONGEST_LINK or not target.isprintable() or not parts.netloc.isprintable():
        return ""
    return quote(target, safe="%/:?#@!$&'()*+,;=~-._")


def _without_notes(inlines: Inlines) -> Inlines:
    """Word has no note in a note: the inner one stands in brackets."""

    def flat(inline: Inline) -> Inlines:
        if inline["t"] != "Note":
            return [inline]
        return ast.string(f" ({' '.join(ast.text(inline['c']).split())})")

    return ast.map_inlines(inlines, flat)
