"""Charts and diagrams of a slide: what they say, as a table and as a list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.readers.pptx.deck import DGM, A, C, Element, Part
from restitution.readers.pptx.text import Line, content_of
from restitution.readers.rich import Cell, is_blank

MOST_POINTS: Final = 2_000


def chart_rows(part: Part) -> tuple[Inlines, list[list[Cell]]]:
    """The title of a chart, and its series as columns beside what they are about; axes' titles first."""
    titles = [_rich(title) for title in part.root.iter(C + "title")]
    caption = ast.on_lines([title for title in titles if not is_blank(title)])
    series = list(part.root.iter(C + "ser"))
    heads = [_text(one.find(C + "tx")) for one in series]
    columns = [_points(_first(one, ("val", "yVal", "bubbleSize"))) for one in series]
    names = _points(_first(series[0], ("cat", "xVal"))) if series else {}
    places = sorted({place for points in [names, *columns] for place in points})[:MOST_POINTS]
    rows = [[_cell(""), *map(_cell, heads)]] if any(heads) else []
    for cell in rows[0] if rows else []:
        cell.is_head = True
    rows += [
        [_cell(names.get(place, "")), *(_cell(points.get(place, "")) for points in columns)] for place in places
    ]
    return caption, rows


def _first(node: Element, names: tuple[str, ...]) -> Element | None:
    return next((found for name in names if (found := node.find(C + name)) is not None), None)


def _rich(title: Element) -> Inlines:
    return ast.on_lines([content_of(paragraph) for paragraph in title.iter(A + "p")])


def _text(node: Element | None) -> str:
    return " ".join(_points(node).values()) or (node.findtext(C + "v") or "" if node is not None else "")


def _points(node: Element | None) -> dict[int, str]:
    """Place -> value of what a series or its categories hold; of several levels, the words of each."""
    found: dict[int, str] = {}
    for point in node.iter(C + "pt") if node is not None else ():
        place = point.get("idx", "")
        said = shown(point.findtext(C + "v") or "", is_number=point.getparent().tag != C + "strCache")
        if place.isdecimal() and said:
            found[int(place)] = f"{found[int(place)]} {said}" if int(place) in found else said
    return found


def shown(value: str, *, is_number: bool) -> str:
    """A value as a person writes it: « 4,3 », not « 4.2999999999999998 »."""
    try:
        return f"{float(value):.12g}".replace(".", ",") if is_number else " ".join(value.split())
    except ValueError:
        return value.strip()


def _cell(text: str) -> Cell:
    return Cell(blocks=[{"t": "Plain", "c": ast.string(text)}] if text else [])


def diagram_lines(part: Part) -> Iterator[Line]:
    """The texts of a diagram (SmartArt), each with how deep it stands."""
    above = {
        link.get("destId", ""): link.get("srcId", "")
        for link in part.root.iter(DGM + "cxn")
        if link.get("type", "parOf") == "parOf"
    }
    root = next(
        (point.get("modelId", "") for point in part.root.iter(DGM + "pt") if point.get("type") == "doc"), ""
    )
    for point in part.root.iter(DGM + "pt"):
        depth, place = 0, above.get(point.get("modelId", ""), root)
        while place != root and place in above and depth < 8:
            depth, place = depth + 1, above[place]
        for paragraph in point.iterfind(f"{DGM}t/{A}p"):
            content = content_of(paragraph)
            if not is_blank(content):
                yield Line(content, depth)
