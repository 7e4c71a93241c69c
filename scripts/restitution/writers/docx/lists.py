"""Lists of numbers that a designer's reference lacks, added from ours and given to its headings."""

from __future__ import annotations

import copy
from collections.abc import Iterator

from restitution.ooxml.word import Element, W, make, positive, value
from restitution.writers.docx.completion import drop, name_of
from restitution.writers.docx.paragraphs import BEFORE_NUMBERS, put
from restitution.writers.docx.reference import ANNEXES_NAME, HEADINGS_NAME

MOST_LISTS = 1_000_000
DEEPEST = 3


def complete_numbering(theirs: Element, ours: Element, styles: Element) -> list[str]:
    """Adds our lists that `theirs` lacks, in place, and gives them to the headings; what was added, in French.

    The numbers of headings are the same in every output: a list that prints others is replaced by ours.
    """
    named = {name_of(node): node for node in styles.iter(W + "style")}
    headings = [named[f"heading {level}"] for level in range(1, DEEPEST + 1)]
    added = []
    if not all(_counts_as_ours(theirs, style, level) for level, style in enumerate(headings)):
        number = _add_list(theirs, ours, HEADINGS_NAME, [style.get(W + "styleId", "") for style in headings])
        for level, style in enumerate(headings):
            _give(style, number, level)
        added.append("numérotation des titres")
    for name in [name for name in named if name.startswith("heading ") and named[name] not in headings]:
        drop(named[name], "pPr/numPr")
    if not any(value(node, "name") == ANNEXES_NAME and _number_of(theirs, node) for node in _lists(theirs)):
        _add_list(theirs, ours, ANNEXES_NAME, [])
        added.append(f"liste « {ANNEXES_NAME} »")
    return added


def _counts_as_ours(numbering: Element, style: Element, level: int) -> bool:
    """Whether a heading prints 1, 1.1, 1.1.1, whatever stands behind it."""
    number = value(style, "pPr/numPr/numId")
    held = next((n for n in numbering.iter(W + "num") if n.get(W + "numId") == number), None)
    abstract = None if held is None else value(held, "abstractNumId")
    for node in _lists(numbering):
        if abstract is not None and node.get(W + "abstractNumId") == abstract:
            own = node.find(f"{W}lvl[@{W}ilvl='{level}']")
            text = (value(own, "lvlText") or "").rstrip(" .)\u00a0")
            linked = value(own, "pStyle") == style.get(W + "styleId")
            said = value(style, "pPr/numPr/ilvl") == str(level) or linked
            return said and value(own, "numFmt") == "decimal" and text == _decimal(level)
    return False


def _decimal(level: int) -> str:
    return ".".join(f"%{number}" for number in range(1, level + 2))


def _lists(numbering: Element) -> Iterator[Element]:
    yield from numbering.iterchildren(W + "abstractNum")


def _number_of(numbering: Element, abstract: Element) -> str:
    id_ = abstract.get(W + "abstractNumId")
    held = (node for node in numbering.iterchildren(W + "num") if value(node, "abstractNumId") == id_)
    return next((node.get(W + "numId", "") for node in held), "")


def _add_list(theirs: Element, ours: Element, name: str, styles: list[str]) -> str:
    """Copies a list of ours, linked to styles; its number."""
    source = next(node for node in _lists(ours) if value(node, "name") == name)
    added = copy.deepcopy(source)
    id_, number = _next(theirs, "abstractNum", "abstractNumId"), _next(theirs, "num", "numId")
    added.set(W + "abstractNumId", str(id_))
    for link in [link for link in theirs.iter(W + "pStyle") if link.get(W + "val") in styles]:
        link.getparent().remove(link)
    for link, style in zip(added.iter(W + "pStyle"), styles, strict=True):
        link.set(W + "val", style)
    before = [*theirs.iterchildren(W + "numPicBullet"), *_lists(theirs)]
    theirs.insert(theirs.index(before[-1]) + 1 if before else 0, added)
    held = make("num", numId=str(number))
    held.append(make("abstractNumId", val=str(id_)))
    nums = list(theirs.iterchildren(W + "num"))
    theirs.insert(theirs.index(nums[-1] if nums else added) + 1, held)
    return str(number)


def _next(numbering: Element, tag: str, key: str) -> int:
    return 1 + max(
        (positive(node.get(W + key), MOST_LISTS) for node in numbering.iterchildren(W + tag)), default=0
    )


def _give(style: Element, number: str, level: int) -> None:
    properties = style.find(W + "pPr")
    if properties is None:
        properties = make("pPr")
        following = next(style.iterchildren(W + "rPr", W + "tblPr"), None)
        style.append(properties) if following is None else following.addprevious(properties)
    numbers = make("numPr")
    numbers.extend([make("ilvl", val=str(level)), make("numId", val=number)])
    put(properties, numbers, BEFORE_NUMBERS)
