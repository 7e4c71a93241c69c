"""An earlier document as it may be shown beside today's: people told as the register says, in every paragraph.

What a redline shows as deleted then names nobody who may not be named, and a name that became « une personne »
since is no change.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Final

import msgspec

from restitution.ooxml.package import open_package, parse, write_package
from restitution.ooxml.parts import DOCUMENT, serialise
from restitution.ooxml.word import SPACE, WP, Element, W
from restitution.redline.sides import FOOTNOTES, names_of

RELATIONS: Final = "word/_rels/document.xml.rels"
SAID: Final = ("descr", "title", "name")
"""What a picture is told by."""
NOWHERE: Final = "#"
Cut = tuple[int, int, str]
"""Letters from and to which a text is replaced, and by what."""


class Veil(msgspec.Struct, frozen=True, kw_only=True):
    """What may not be shown."""

    cuts: Callable[[str], list[Cut]]
    """A text -> what stands there instead, in order, none over another."""
    is_gone: Callable[[str], bool]
    """Whether a text names somebody whose pictures go."""
    passages: Collection[str] = ()
    """Passages that are taken out whole."""
    taken: str
    """What stands in their place."""


def veiled(data: bytes, veil: Veil, passage_of: Callable[[str], str]) -> bytes:
    """The DOCX so; `passage_of`: the passage that a bookmark names. Raises `UnreadableSource`."""
    parts = open_package(data)
    for name in (DOCUMENT, FOOTNOTES):
        if name in parts:
            root = parse(parts[name])
            gone = [one for one in root.iter(W + "p") if veil.is_gone(_text(one))]
            _without_pictures(root, gone, veil)
            for paragraph in root.iter(W + "p"):
                whole = any(passage_of(mark) in veil.passages for mark in names_of(paragraph))
                text = _text(paragraph)
                _cut(paragraph, [(0, len(text), veil.taken)] if whole and text.strip() else veil.cuts(text))
            parts[name] = serialise(root)
    if RELATIONS in parts:
        parts[RELATIONS] = _without_addresses(parts[RELATIONS], veil)
    return write_package(parts)


def _letters(paragraph: Element) -> Iterator[Element]:
    """The texts of a paragraph's own runs, in order."""
    return (node for node in paragraph.iter(W + "t") if next(node.iterancestors(W + "p")) is paragraph)


def _text(paragraph: Element) -> str:
    return "".join(node.text or "" for node in _letters(paragraph))


def _cut(paragraph: Element, cuts: list[Cut]) -> None:
    """Replace letters, whatever runs they stand in: what is put in stands in the run of the first."""
    end = 0
    for node in list(_letters(paragraph)) if cuts else ():
        start, text = end, node.text or ""
        end = start + len(text)
        kept, at = [], start
        for first, last, label in cuts:
            if last <= start or first >= end:
                continue
            kept.append(text[at - start : max(first, start) - start])
            kept.append(label if first >= start else "")
            at = min(last, end)
        node.text = "".join([*kept, text[at - start :]])
        node.set(SPACE, "preserve")


def _without_pictures(root: Element, gone: list[Element], veil: Veil) -> None:
    """Take out the pictures that name somebody, and those that stand alone beside a caption that does."""
    for picture in list(root.iter(W + "drawing")):
        told = [one.get(key, "") for one in picture.iter(WP + "docPr") for key in SAID]
        if any(map(veil.is_gone, told)) or _is_beside(picture, gone):
            picture.getparent().remove(picture)
            continue
        for node in picture.iter():
            for key in SAID:
                if text := node.get(key, ""):
                    node.set(key, replaced(text, veil.cuts(text)))


def _is_beside(picture: Element, gone: list[Element]) -> bool:
    paragraph = next(picture.iterancestors(W + "p"), None)
    if paragraph is None or _text(paragraph).strip():
        return False
    return any(one is other for one in (paragraph.getnext(), paragraph.getprevious()) for other in gone)


def replaced(text: str, cuts: list[Cut]) -> str:
    """A text with its cuts made."""
    at, out = 0, []
    for start, end, label in cuts:
        out += [text[at:start], label]
        at = end
    return "".join([*out, text[at:]])


def _without_addresses(part: bytes, veil: Veil) -> bytes:
    root = parse(part)
    for node in root:
        target = node.get("Target", "")
        if node.get("TargetMode") == "External" and (target.startswith(("mailto:", "tel:")) or veil.cuts(target)):
            node.set("Target", NOWHERE)
    return serialise(root)
