"""A page whose text runs up or down the paper, turned as a person would turn it."""

from __future__ import annotations

from collections import Counter
from typing import Final

import msgspec

from restitution.readers.pdf.raw import Box, Edge, Page, Sign

MOSTLY: Final = 0.6
"""Share of the letters of a page that lean the same way from which it is turned."""


def uprighted(page: Page) -> Page:
    """The page turned by a quarter or a half when most of its letters lean so; else itself."""
    leans = Counter(sign.style.turn for line in page.lines for sign in line if sign.text.strip())
    if not leans:
        return page
    turn, count = leans.most_common(1)[0]
    if turn not in {90, 180, 270} or count < MOSTLY * leans.total():
        return page
    for _ in range(turn // 90):
        page = _quarter(page)
    return page


def _quarter(page: Page) -> Page:
    """Turned clockwise by a quarter: what ran up the page runs across it."""
    styles = {
        style: msgspec.structs.replace(style, turn=(style.turn - 90) % 360, upright=(style.turn - 90) % 360 == 0)
        for style in {sign.style for line in page.lines for sign in line}
    }

    def turned(box: Box) -> Box:
        return Box(page.height - box.bottom, box.left, page.height - box.top, box.right)

    def sign(one: Sign) -> Sign:
        box = turned(Box(one.left, one.top, one.right, one.bottom))
        style, origin = styles[one.style], page.height - one.base
        return Sign(one.text, box.left, box.top, box.right, box.bottom, one.origin, style, one.href, origin)

    return Page(
        number=page.number,
        width=page.height,
        height=page.width,
        lines=[[sign(one) for one in line] for line in page.lines],
        edges=[
            Edge(False, e.at, page.height - e.end, page.height - e.start)
            if e.down
            else Edge(True, page.height - e.at, e.start, e.end)
            for e in page.edges
        ],
        pictures=[turned(box) for box in page.pictures],
        dots=[turned(box) for box in page.dots],
        remarks=[msgspec.structs.replace(one, box=turned(one.box)) for one in page.remarks],
        undecoded=page.undecoded,
    )
