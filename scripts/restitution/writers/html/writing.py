"""The web page, from the document to its bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from restitution.errors import RestitutionError
from restitution.model import Block, Document
from restitution.pandoc.portions import portions
from restitution.pandoc.run import PandocFailed, run
from restitution.writers.html.blocks import BACK, COVER, BlockMaker, notes_section, raw
from restitution.writers.html.page import ALONE, Among, Body, page

API = [1, 23, 1]
CUT = "<!--coupure-->"
"""Between the parts of the document: as every word is escaped, only we can write it."""
EMPTY_HEAD = re.compile(r"<th((?: [a-z-]+=\"[^\"]*\")*)></th>")


def write_html(
    document: Document, media: Mapping[str, bytes], templates: Mapping[str, bytes], among: Among = ALONE
) -> bytes:
    """The page, the same bytes for the same document, pictures and templates.

    `media`: bytes of each image by its target; what browsers cannot show is told by its alternative text.
    `templates`: those that `page.TEMPLATES` names, of a site `page.OF_A_SITE`. Raises `RestitutionError` when one
    is at fault.
    """
    cover, text, back = _parts(document.blocks)
    maker = BlockMaker(document.blocks, dict(media), among.files)
    written = "".join(map(_pandoc, _made(maker, cover, text, back)))
    front, middle, end, notes = (part.strip() for part in written.split(CUT))
    body = Body(
        cover=front,
        text=f"{middle}\n{notes}".strip(),
        back=end,
        headings=maker.headings,
        has_title=maker.has_title,
    )
    return page(document, body, templates, among)


def _made(
    maker: BlockMaker, cover: list[Block], text: Sequence[Block], back: list[Block]
) -> Iterator[list[dict[str, Any]]]:
    """What pandoc is given, of a long document in portions: what it writes follows from no block but its own."""
    made = [*maker.cover(cover), raw(CUT)]
    for part in portions(text):
        if part.start:
            yield made
            made = []
        made += maker.make(text[part])
    yield [*made, raw(CUT), *maker.make(back, inside=True), raw(CUT), *notes_section(maker.notes)]


def _parts(blocks: Sequence[Block]) -> tuple[list[Block], Sequence[Block], list[Block]]:
    """What stands on the cover, what follows, and what stands on the last page."""
    first, last = 0, len(blocks)
    cover = back = list[Block]()
    if blocks and _is(blocks[0], COVER):
        cover, first = blocks[0]["c"][1], 1
    if last > first and _is(blocks[-1], BACK):
        back, last = blocks[-1]["c"][1], last - 1
    return cover, blocks[first:last], back


def _is(block: Block, name: str) -> bool:
    return block["t"] == "Div" and name in block["c"][0][1]


def _pandoc(blocks: list[dict[str, Any]]) -> str:
    """pandoc's HTML, which reads nothing else (`--sandbox`); a head without a word names no column."""
    source = msgspec.json.encode({"pandoc-api-version": API, "meta": {}, "blocks": blocks})
    try:
        written = run("--sandbox", "-f", "json", "-t", "html5", "--mathml", "--wrap=none", data=source)
    except PandocFailed as error:
        raise RestitutionError(f"La page web n'a pas pu être écrite. {error.message}") from error
    return EMPTY_HEAD.sub(r"<td\1></td>", written.decode())
