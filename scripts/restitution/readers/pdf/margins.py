"""Running heads, feet and numbers of pages: what comes back at one height of page after page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from restitution.readers.pdf.pieces import Piece, joined, rows_of
from restitution.readers.pdf.raw import Page

ZONE: Final = 0.16
"""Of a page's height, at its top and at its foot: where they may stand."""
DEEPEST: Final = 4
"""Rows from the edge among which they are looked for."""
SAME_HEIGHT: Final = 5.0
OFTEN: Final = 0.3
"""Of all pages: on as many at least they come back, and on two."""
_DIGITS: Final = re.compile(r"\d+")
_NUMBER: Final = re.compile(
    r"[-–—|•·\s]*(?:(?:page|p\.?|folio)\s*)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:/|sur|de|of)\s*\d{1,4})?[-–—|•·\s]*",
    re.IGNORECASE,
)
_OF_ALL: Final = re.compile(r"(?:page|p\.?)?\s*1\s*(?:/|sur|de|of)\s*1|page\s*1", re.IGNORECASE)


class Margin(msgspec.Struct, frozen=True):
    """A row at the top or foot of a page, and what it says but for its numbers."""

    page: int
    is_foot: bool
    height: float
    """From the edge of the page."""
    key: str
    pieces: list[Piece]

    @property
    def text(self) -> str:
        """What it says."""
        return joined(self.pieces).text

    @property
    def where(self) -> str:
        """Its place, in French."""
        return f"page {self.page}, {'pied' if self.is_foot else 'en-tête'} de page"


def running(pages: Sequence[tuple[Page, Sequence[Piece]]]) -> list[Margin]:
    """The rows of all pages that are running heads or feet; `pages`: each with its pieces."""
    rows = [list(_rows(page, pieces, is_foot)) for page, pieces in pages for is_foot in (False, True)]
    seen: dict[tuple[bool, str], list[Margin]] = defaultdict(list)
    for row in (row for side in rows for row in side):
        seen[row.is_foot, row.key].append(row)
    fewest = max(2, OFTEN * len(pages))
    return [row for side in rows for row in _outermost(side, seen, fewest, len(pages))]


def _outermost(
    rows: list[Margin], seen: dict[tuple[bool, str], list[Margin]], fewest: float, count: int
) -> Iterator[Margin]:
    """From the edge inwards, as far as rows come back."""
    for place, row in enumerate(rows):
        alike = {
            other.page for other in seen[row.is_foot, row.key] if abs(other.height - row.height) <= SAME_HEIGHT
        }
        is_number = place == 0 and _NUMBER.fullmatch(row.text.strip()) is not None
        is_only = count == 1 and place == 0 and _is_of_one_page(row)
        if len(alike) >= (2 if is_number else fewest) or is_only:
            yield row
        else:
            return


def _is_of_one_page(row: Margin) -> bool:
    text = row.text.strip()
    ends = (row.pieces[0].text.strip(), row.pieces[-1].text.strip())
    return any(_OF_ALL.fullmatch(one) for one in (text, *ends)) or (row.is_foot and text.strip(" -–—") == "1")


def _rows(page: Page, pieces: Iterable[Piece], is_foot: bool) -> Iterator[Margin]:
    """Rows near one edge of a page, the outermost first."""
    near = [piece for piece in pieces if _depth(page, piece, is_foot) < ZONE * page.height]
    rows = rows_of(near)
    for row in (rows[::-1] if is_foot else rows)[:DEEPEST]:
        height = _depth(page, row[0], is_foot)
        yield Margin(page.number, is_foot, height, _key(joined(row).text), row)


def _depth(page: Page, piece: Piece, is_foot: bool) -> float:
    return page.height - piece.box.top if is_foot else piece.box.bottom


def _key(text: str) -> str:
    bare = text.strip()
    return "#" if _NUMBER.fullmatch(bare) else _DIGITS.sub("#", " ".join(bare.casefold().split()))
