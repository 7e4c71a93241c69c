"""What is never tracked made equal: the old document takes contents, field results and cover date of the new."""

from __future__ import annotations

import copy
from typing import Final

from restitution.ooxml.package import write_package
from restitution.ooxml.parts import DOCUMENT, serialise
from restitution.ooxml.word import Element, W
from restitution.redline.sides import Side, names_of
from restitution.redline.weaving import COVER_DATE

BEGINS, SEPARATES, ENDS = "begin", "separate", "end"
SHOWN: Final = frozenset({W + "t"})


def levelled(old: Side, new: Side) -> bytes:
    """The old document, for an engine that knows nothing of what is never tracked."""
    root = copy.deepcopy(old.root)
    for ours, theirs in zip(root.findall(f".//{W}sdt"), new.root.findall(f".//{W}sdt"), strict=False):
        ours.getparent().replace(ours, copy.deepcopy(theirs))
    others = {name: p for p in new.root.iter(W + "p") for name in names_of(p)}
    for paragraph in root.iter(W + "p"):
        other = next((others[name] for name in names_of(paragraph) if name in others), None)
        if other is None:
            continue
        if old.style_name(paragraph) == COVER_DATE == new.style_name(other):
            _show(list(paragraph.iter(*SHOWN)), list(other.iter(*SHOWN)))
        for ours, theirs in zip(_fields(paragraph), _fields(other), strict=False):
            _show(ours, theirs)
    return write_package(old.parts | {DOCUMENT: serialise(root)})


def _fields(paragraph: Element) -> list[list[Element]]:
    """What each field of a paragraph shows."""
    found: list[list[Element]] = []
    is_shown = False
    for node in paragraph.iter(W + "fldChar", *SHOWN):
        kind = node.get(W + "fldCharType")
        if kind == SEPARATES:
            found.append([])
        is_shown = kind == SEPARATES or (is_shown and kind != ENDS)
        if is_shown and node.tag in SHOWN:
            found[-1].append(node)
    return found


def _show(ours: list[Element], theirs: list[Element]) -> None:
    """Give the text of some runs to others; nothing when they are cut otherwise."""
    if len(ours) == len(theirs):
        for node, other in zip(ours, theirs, strict=True):
            node.text = other.text
