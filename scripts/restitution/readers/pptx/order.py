"""The shapes of a slide in the order in which a person reads them: its title, from the top, from the left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Final

import msgspec

from restitution.readers.pptx.deck import MC, A, Element, P, Slide

TITLES: Final = frozenset({"title", "ctrTitle"})
FURNITURE: Final = frozenset({"dt", "ftr", "sldNum", "hdr", "sldImg"})
"""Placeholders of what each slide repeats."""
SHAPES: Final = frozenset({P + "sp", P + "pic", P + "graphicFrame", P + "grpSp", P + "cxnSp"})
DEEPEST: Final = 40
OVERLAP: Final = 0.2
"""Of the smaller of two shapes: as much may stand beside the other, and it is still below."""
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


class Shape(msgspec.Struct, eq=False):
    """A shape; `role`: the kind of its placeholder, if it is one; `inner`: of a group, the shapes in it."""

    node: Element
    role: str
    box: Box
    inner: list[Shape] = []


def shapes_of(slide: Slide) -> list[Shape]:
    """The shapes of a slide, groups whole, titles first."""
    tree = slide.part.root.find(f"{P}cSld/{P}spTree")
    found = [] if tree is None else _in_order(list(_shapes(tree, slide, 0)))
    return sorted(found, key=lambda one: (one.role not in TITLES, one.role != "subTitle"))


def _shapes(tree: Element, slide: Slide, depth: int) -> Iterator[Shape]:
    for node in tree:
        for one in chosen(node):
            if one.tag not in SHAPES:
                continue
            inner = _in_order(list(_shapes(one, slide, depth + 1))) if depth < DEEPEST else []
            yield Shape(one, role_of(one), _box(one, slide), inner if one.tag == P + "grpSp" else [])


def chosen(node: Element) -> list[Element]:
    """An element; of one that is there in several forms, that which says something, newest first."""
    if node.tag != MC + "AlternateContent":
        return [node]
    forms = [*node.iterfind(MC + "Choice"), *node.iterfind(MC + "Fallback")]
    spoken = next((form for form in forms if "".join(t.text or "" for t in form.iter(A + "t")).strip()), None)
    best = spoken if spoken is not None else next(iter(forms), None)
    return [] if best is None else [inner for child in best for inner in chosen(child)]


def placeholder(node: Element) -> Element | None:
    """What a shape says of the place that it fills."""
    return node.find(f"*/{P}nvPr/{P}ph")


def role_of(node: Element) -> str:
    """Kind of the place that a shape fills; empty when it is its own."""
    place = placeholder(node)
    return "" if place is None else place.get("type", "obj")


def _box(node: Element, slide: Slide) -> Box:
    frame = _frame(node)
    if frame is None:
        for part in (slide.layout, slide.master):
            model = _model(node, part.root) if part is not None else None
            frame = _frame(model) if model is not None else None
            if frame is not None:
                break
    if frame is None:
        return 0.0, 0.0, 0.0, 0.0
    offset, extent = frame.find(A + "off"), frame.find(A + "ext")
    left, top = (_number(offset, key) for key in ("x", "y"))
    return left, top, left + _number(extent, "cx"), top + _number(extent, "cy")


def _frame(node: Element) -> Element | None:
    return next((found for path in (f"*/{A}xfrm", P + "xfrm") if (found := node.find(path)) is not None), None)


def _number(node: Element | None, key: str) -> float:
    try:
        return float(node.get(key, 0)) if node is not None else 0.0
    except ValueError:
        return 0.0


def _model(node: Element, root: Element) -> Element | None:
    """The placeholder of a layout or a master that a shape takes its place and looks from."""
    place = placeholder(node)
    if place is None:
        return None
    index, role = place.get("idx"), place.get("type", "obj")
    others = [(one, found) for one in root.iter(P + "sp") if (found := placeholder(one)) is not None]
    same = (one for one, other in others if index is not None and other.get("idx") == index)
    alike = (one for one, other in others if _family(other.get("type", "obj")) == _family(role))
    return _first(same, alike)


def _first(*found: Iterator[Element]) -> Element | None:
    for some in found:
        for one in some:
            return one
    return None


def models(node: Element, slide: Slide) -> Iterator[Element]:
    """The placeholders that a shape follows, nearest first."""
    for part in (slide.layout, slide.master):
        model = _model(node, part.root) if part is not None else None
        if model is not None:
            yield model


def _family(role: str) -> str:
    return "title" if role in TITLES else "body" if role in {"obj", "subTitle"} else role


def _in_order(shapes: list[Shape]) -> list[Shape]:
    """Shapes in bands from the top, each in columns from the left, and so on inside."""
    if len(shapes) < 2:
        return shapes
    for low, high in ((1, 3), (0, 2)):
        bands = _bands(shapes, lambda one, low=low, high=high: (one.box[low], one.box[high]))  # type: ignore[misc]
        if len(bands) > 1:
            return [shape for band in bands for shape in _in_order(band)]
    return sorted(shapes, key=lambda one: (one.box[1], one.box[0]))


def _bands(shapes: list[Shape], side: Callable[[Shape], tuple[float, float]]) -> list[list[Shape]]:
    """Shapes parted where one ends before the next begins, but for a little."""
    bands: list[list[Shape]] = []
    end = 0.0
    for shape in sorted(shapes, key=side):
        start, stop = side(shape)
        if bands and start < end - OVERLAP * min(stop - start, end - side(bands[-1][0])[0]):
            bands[-1].append(shape)
            end = max(end, stop)
        else:
            bands.append([shape])
            end = stop
    return bands


def each(shapes: list[Shape]) -> Iterator[Shape]:
    """All shapes, those of groups in the place of their group."""
    for is_group, some in groupby(shapes, key=lambda one: bool(one.inner)):
        for one in some:
            if is_group:
                yield from each(one.inner)
            else:
                yield one
