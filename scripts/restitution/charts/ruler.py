"""How wide words are in the shipped fonts, and where their lines end."""

from __future__ import annotations

import re
from pathlib import Path

from PIL import ImageFont

from restitution.charts.shapes import SIZE, Box, Words

LEADING = 1.3
ASCENT, DESCENT = 0.8, 0.25
"""Of capitals and tails, as shares of the size."""
MEASURED_AT = 100
SLACK = 1.02
"""Words are kerned by one program here, by another in the drawing."""
PIECES = re.compile(r"[^ -]*(?:-+| +|$)")
"""Where a line may end: behind a hyphen or a space."""
BLANKS = re.compile(r"[^\S\u00a0\u202f]+")


class Ruler:
    """Measures words in Noto Sans, of the folder of fonts."""

    def __init__(self, fonts: Path) -> None:
        layout = ImageFont.Layout.BASIC
        self._faces = {
            bold: ImageFont.truetype(str(fonts / f"NotoSans-{name}.ttf"), MEASURED_AT, layout_engine=layout)
            for bold, name in ((False, "Regular"), (True, "Bold"))
        }

    def width(self, text: str, size: float = SIZE, *, bold: bool = False) -> float:
        """Points that a line takes."""
        return self._faces[bold].getlength(text) * size / MEASURED_AT * SLACK

    def lines(self, text: str, room: float, size: float = SIZE, *, bold: bool = False, most: int = 3) -> list[str]:
        """The words on lines of at most `room` points; what needs more than `most` lines ends in « … »."""
        lines, current = [], ""
        for piece in self._pieces(" ".join(BLANKS.split(text.strip())), room, size, bold=bold):
            if current.strip() and self.width(current + piece.rstrip(" "), size, bold=bold) > room:
                lines.append(current.rstrip(" "))
                current = ""
            current = current + piece if current else piece.lstrip(" ")
        lines += [current.rstrip(" ")] if current.strip() else []
        if len(lines) <= most:
            return lines
        return [*lines[: most - 1], self._cut(lines[most - 1], room, size, bold=bold)]

    def _pieces(self, text: str, room: float, size: float, *, bold: bool) -> list[str]:
        """Where a line may end: after a space or a hyphen, and anywhere in a word that no line can hold."""
        pieces: list[str] = []
        for word in PIECES.findall(text):
            fits = self.width(word.rstrip(" "), size, bold=bold) <= room
            pieces += [word] if fits else list(word)
        return [piece for piece in pieces if piece]

    def _cut(self, text: str, room: float, size: float, *, bold: bool) -> str:
        while text and self.width(text + "…", size, bold=bold) > room:
            text = text[:-1]
        return text.rstrip() + "…"

    def box(self, words: Words) -> Box:
        """The room that a line of words takes on the page."""
        width = self.width(words.text, words.size, bold=words.bold)
        above, below = words.size * ASCENT, words.size * DESCENT
        if words.turned:
            bottom = words.y + width * words.anchor
            return Box(words.x - above, bottom - width, words.x + below, bottom)
        left = words.x - width * words.anchor
        return Box(left, words.y - above, left + width, words.y + below)


def stacked(lines: list[str], x: float, middle: float, **look: object) -> list[Words]:
    """Lines one under the other, their block centred on the height `middle`."""
    size = float(look.get("size", SIZE))  # type: ignore[arg-type]
    first = middle - (len(lines) - 1) * size * LEADING / 2 + size * 0.36
    return [
        Words(x=x, y=first + number * size * LEADING, text=text, **look)  # type: ignore[arg-type]
        for number, text in enumerate(lines)
    ]
