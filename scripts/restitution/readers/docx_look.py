"""How each paragraph of a Word file looks, by its own words and its styles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, TypeVar

from restitution.ooxml.word import Element, W, is_on, positive, value, words
from restitution.ooxml.word_styles import Styles
from restitution.readers.look import MAX_LENGTH, Look, caption_marks

T = TypeVar("T")

DEFAULT_SIZE: Final = 22
"""Half-points of a text whose file does not say: Word's own, 11 points."""
LARGEST: Final = 3276
_TOGGLES: Final = {"b": "bold", "smallCaps": "small-caps", "caps": "capitals"}
_NO: Final = frozenset({None, "", "none", "nil", "clear", "auto", "FFFFFF", "ffffff"})


def look_of(paragraph: Element, styles: Styles) -> Look:
    """The look of a paragraph: what all its letters share, and the size of the smallest."""
    text = words(paragraph)
    runs = [run for run in paragraph.iter(W + "r") if words(run)]
    if not runs:
        return Look()
    inherited = _of_paragraph(paragraph, styles)
    size = min(_size([run.find(W + "rPr"), *_of_run(run, styles), *inherited]) for run in runs) / 2
    captions = caption_marks(_names(paragraph, styles))
    if len(text) > MAX_LENGTH:
        return Look(size, len(text), captions)
    shared = [_marks([run.find(W + "rPr"), *_of_run(run, styles), *inherited]) for run in runs]
    return Look(size, len(text), frozenset.intersection(*shared) | _of_block(paragraph, styles) | captions)


def _of_run(run: Element, styles: Styles) -> Iterator[Element | None]:
    """Properties of letters that a run has from its style, nearest first."""
    return (style.find(W + "rPr") for style in styles.chain(value(run, "rPr/rStyle")))


def _of_paragraph(paragraph: Element, styles: Styles) -> list[Element | None]:
    """Properties of letters that a paragraph has from its style, nearest first."""
    name = value(paragraph, "pPr/pStyle") or _default(styles)
    return [style.find(W + "rPr") for style in styles.chain(name)]


def _names(paragraph: Element, styles: Styles) -> Iterator[str]:
    """Names of a paragraph's own style and of those it is based on."""
    return (value(style, "name") or "" for style in styles.chain(value(paragraph, "pPr/pStyle")))


def _default(styles: Styles) -> str | None:
    """The style of a paragraph that names none."""
    return next(
        (
            name
            for name, style in styles.by_id.items()
            if style.get(W + "default") in {"1", "true"} and style.get(W + "type") == "paragraph"
        ),
        None,
    )


def _size(properties: list[Element | None]) -> int:
    sizes = (positive(value(one, "sz"), LARGEST) for one in properties)
    return next((size for size in sizes if size), DEFAULT_SIZE)


def _marks(properties: list[Element | None]) -> frozenset[str]:
    """Bold, capitals and the like, by the nearest that says so."""
    found = {mark for name, mark in _TOGGLES.items() if _first(is_on(one, name) for one in properties)}
    line = _first(value(one, "u") for one in properties)
    return frozenset(found | ({"underline"} if line not in _NO else set()))


def _first(said: Iterable[T | None]) -> T | None:
    return next((one for one in said if one is not None), None)


def _of_block(paragraph: Element, styles: Styles) -> frozenset[str]:
    """Shaded or centred, by its own words or its styles."""
    name = value(paragraph, "pPr/pStyle") or _default(styles)
    properties = [paragraph.find(W + "pPr"), *(style.find(W + "pPr") for style in styles.chain(name))]
    shades = (node.get(W + "fill") for one in properties if one is not None for node in one.findall(W + "shd"))
    marks = {"shade"} if _first(shades) not in _NO else set()
    return frozenset(marks | ({"center"} if _first(value(one, "jc") for one in properties) == "center" else set()))
