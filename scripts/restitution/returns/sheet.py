"""How much fits on one sheet of A4: heights in points, by counting letters, as no one sees the page here.

Measured on the look of the shipped reference document; a project with larger letters may get a second page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

ROOM = 560
"""Points for the table's rows, the sentences and the requests, besides title, thanks, headings and foot."""
HEADING = 34
"""Points of one more heading."""
LEAST_TABLE = 110
"""Points that the table of files keeps, whatever else there is to say."""
SENTENCE_LETTERS, REQUEST_LETTERS = 92, 84
COLUMNS = (24, 34, 28)
"""Letters of a line in each column of the table."""
LINE, SMALL_LINE = 15.0, 12.5
BETWEEN, ROW_BETWEEN = 2.0, 6.0


def lines(text: str, letters: int) -> int:
    """Lines that a text takes."""
    return sum(-(-len(line) // letters) or 1 for line in text.split("\n"))


def sentence(text: str) -> float:
    """Height of one item of a list."""
    return lines(text, SENTENCE_LETTERS) * LINE + BETWEEN


def request(text: str) -> float:
    """Height of one request in its box."""
    return lines(text, REQUEST_LETTERS) * LINE + 3 * BETWEEN


def row(cells: Sequence[str]) -> float:
    """Height of a row of the table."""
    return (
        max(lines(text, letters) for text, letters in zip(cells, COLUMNS, strict=True)) * SMALL_LINE + ROW_BETWEEN
    )


def fitting(heights: Iterable[float], room: float) -> int:
    """How many of these follow each other in `room`."""
    used, count = 0.0, 0
    for height in heights:
        used += height
        if used > room:
            break
        count += 1
    return count
