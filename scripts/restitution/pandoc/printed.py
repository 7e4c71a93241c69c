"""How large pictures are printed: the room that each may take at most, and how sharp it is there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from restitution.model import Block
from restitution.pandoc import ast

CM_INCH = 2.54
DOTS = 96
"""Pixels an inch of a picture that nothing makes larger or smaller, as Word takes them."""
UNITS_CM = {"in": CM_INCH, "cm": 1.0, "mm": 0.1, "pt": CM_INCH / 72, "px": CM_INCH / DOTS, "": CM_INCH / DOTS}
LENGTH = re.compile(r"(\d{1,5}(?:\.\d{1,10})?)(in|cm|mm|pt|px|)")


class Room(msgspec.Struct, frozen=True):
    """Width and height, in centimetres, that a picture may take at most; it keeps its shape in them."""

    width: float
    height: float

    def joined(self, other: Room | None) -> Room:
        """The room that holds both."""
        return Room(max(self.width, other.width), max(self.height, other.height)) if other else self


PLATE = "planche"
"""Class of a `Div` of pictures that stand beside each other; its key `colonnes` says how many in a row."""
GAP = 0.4
"""Centimetres between two of them."""
PAGE, LANDSCAPE, LOGOS = Room(16.0, 17.5), Room(24.7, 17.5), Room(16.0, 1.8)
"""Of the text of a page, of one in landscape, of the row of logos: what both writers allow at most."""
POSTER, LOGOS_OF_POSTER = Room(26.7, 30.0), Room(26.7, 3.4)
"""Of a poster, A3."""


def printed_rooms(blocks: Iterable[Block]) -> dict[str, Room]:
    """Target of each picture -> its room; the largest of those that it has, when it is shown more than once."""
    rooms: dict[str, Room] = {}
    _walk(ast.holding(blocks, "Image"), PAGE, rooms)
    return rooms


def _walk(node: Any, room: Room, rooms: dict[str, Room]) -> None:
    if isinstance(node, list):
        for child in node:
            _walk(child, room, rooms)
    elif isinstance(node, dict):
        content: Any = node.get("c")
        if node.get("t") == "Image":
            target, own = str(content[2][0]), _asked(content[0][2], room)
            rooms[target] = own.joined(rooms.get(target))
        elif node.get("t") == "Div":
            _walk(content[1], _inside(content[0], room), rooms)
        else:
            _walk(content, room, rooms)


def columns_of(keys: list[list[str]]) -> int:
    """How many pictures a plate has in a row."""
    return int(dict(keys).get("colonnes", "1"))


def width_in(columns: int, width: float) -> float:
    """Of each picture of a row of that width, both in centimetres."""
    return (width - GAP * (columns - 1)) / columns


def _inside(attributes: Any, room: Room) -> Room:
    _, classes, keys = attributes
    if PLATE in classes:
        return Room(width_in(columns_of(keys), room.width), room.height)
    if "affiche" in classes:
        return POSTER
    if "logos" in classes:
        return LOGOS_OF_POSTER if room == POSTER else LOGOS
    return LANDSCAPE if "paysage" in classes else room


def _asked(keys: list[list[str]], room: Room) -> Room:
    """The room, no wider than the width that the picture's source asked for."""
    asked = length_cm(dict(keys).get("width", ""))
    return Room(min(asked, room.width), room.height) if asked else room


def sharpness(pixels: tuple[int, int], room: Room) -> float:
    """Pixels an inch of a picture of so many pixels across and down, when it is printed in its room."""
    wide, high = pixels
    printed = min(wide / DOTS * CM_INCH, room.width, room.height * wide / high)
    return wide / printed * CM_INCH


def length_cm(text: str) -> float:
    """A width that a source asked for; 0 when it asked for none that is a length."""
    found = LENGTH.fullmatch(text.strip())
    return float(found[1]) * UNITS_CM[found[2]] if found else 0.0
