"""A picture alone in its paragraph and the line that names it make one figure; a table takes the one above it."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from itertools import takewhile

from restitution.model import GENERATED, Block, Inline
from restitution.pandoc import ast
from restitution.shaping.lines import CAPTION as STYLED

CAPTION = re.compile(
    r"^\s*(?:fig\.|(?:figure|carte|photo(?:graphie)?|illustration|schéma|graphique|image|plan)\b)", re.IGNORECASE
)
MAX_CAPTION = 250
CREDIT = re.compile(
    r"©|\(\s*(?:photos?|clichés?)\s*:|\bcrédits?\s*(?:photo\w*\s*)?:|\bcrédits? photo", re.IGNORECASE
)
"""What a line below a picture says of who made it."""
MAX_CREDIT = 200


def captioned(blocks: list[Block], *, sure: bool = False) -> list[Block]:
    """The blocks with each picture or table joined to its caption; order and words stay.

    `sure`: captions by their style or the credit that they give only, before lines become headings; the others,
    by their first word, once headings are known.
    """
    if not sure:
        return _below(blocks, _is_worded)
    out: list[Block] = []
    for block in _below(blocks, lambda block: _is_styled(block) or _is_credited(block)):
        if out and _is_styled(out[-1]) and _is_picture(block):
            out[-1] = _figure(block, out[-1])
        elif out and _is_styled(out[-1]) and _is_bare_table(block):
            out[-1] = _titled(block, out[-1])
        else:
            out.append(block)
    return out


def _below(blocks: list[Block], is_caption: Callable[[Block], bool]) -> list[Block]:
    """The blocks with each picture joined to the caption below it.

    Where captions stand above (a run of captions and pictures begins with one and ends with a picture), the line
    below a picture is the next one's.
    """
    out: list[Block] = []
    is_above = False
    for number, block in enumerate(blocks):
        if not (_is_picture(block) or is_caption(block)):
            is_above = False
        elif _begins(blocks, number, is_caption):
            is_above = is_caption(block) and _is_picture(_last_of_run(blocks, number, is_caption))
        if out and not is_above and _is_picture(out[-1]) and is_caption(block):
            out[-1] = _figure(out[-1], block)
        elif out and _is_described(out[-1]) and is_caption(block):
            out[-1] = _with_line(out[-1], block)
        else:
            out.append(block)
    return out


def _begins(blocks: list[Block], number: int, is_caption: Callable[[Block], bool]) -> bool:
    """Whether a block is the first of a run of pictures and captions."""
    return number == 0 or not (_is_picture(blocks[number - 1]) or is_caption(blocks[number - 1]))


def _last_of_run(blocks: list[Block], number: int, is_caption: Callable[[Block], bool]) -> Block:
    """The last block of the run of pictures and captions that begins here."""
    run = takewhile(lambda block: _is_picture(block) or is_caption(block), blocks[number:])
    return deque(run, maxlen=1)[0]


def _is_picture(block: Block) -> bool:
    inlines = block["c"] if block["t"] in {"Para", "Plain"} else []
    inner = inlines[0]["c"][1] if len(inlines) == 1 and ast.is_leaf(inlines[0]) else inlines
    return len(inner) == 1 and inner[0]["t"] == "Image"


def _is_described(block: Block) -> bool:
    """Whether a figure's only caption is what describes its picture (a picture of Markdown)."""
    if block["t"] != "Figure":
        return False
    caption, described = (" ".join(ast.text(part).split()) for part in (block["c"][1][1], block["c"][2]))
    is_own = CREDIT.search(caption) or CAPTION.match(caption)
    return len(block["c"][2]) == 1 and _is_picture(block["c"][2][0]) and not is_own and described == caption


def _with_line(figure: Block, line: Block) -> Block:
    """The figure with one more line below it."""
    attributes, (short, caption), shown = figure["c"]
    return {"t": "Figure", "c": [attributes, [short, [*caption, {"t": "Plain", "c": line["c"]}]], shown]}


def _is_bare_table(block: Block) -> bool:
    return block["t"] == "Table" and not block["c"][1][1]


def _is_worded(block: Block) -> bool:
    text = _line(block)
    return len(text) <= MAX_CAPTION and CAPTION.match(text) is not None


def _is_credited(block: Block) -> bool:
    text = _line(block)
    return len(text) < MAX_CREDIT and CREDIT.search(text) is not None


def _is_styled(block: Block) -> bool:
    leaves = block["c"] if block["t"] in {"Para", "Plain"} else []
    is_styled = any(ast.is_leaf(leaf) and STYLED in ast.leaf_look(leaf).split() for leaf in leaves)
    return is_styled and not _is_picture(block)


def _line(block: Block) -> str:
    """The words of a paragraph, none of any other block."""
    return ast.text(block["c"]) if block["t"] in {"Para", "Plain"} else ""


def _titled(table: Block, caption: Block) -> Block:
    attributes, (short, _), *rest = table["c"]
    return {"t": "Table", "c": [attributes, [short, [{"t": "Plain", "c": caption["c"]}]], *rest]}


def _figure(picture: Block, caption: Block) -> Block:
    """The picture's own leaf holds no word; the caption's stands for the figure."""
    inner = picture["c"][0]["c"][1] if ast.is_leaf(picture["c"][0]) else picture["c"]
    inner = ast.map_inlines(inner, lambda image: [_described(image, ast.text(caption["c"]))])
    return {
        "t": "Figure",
        "c": [
            ast.attributes(),
            [None, [{"t": "Plain", "c": caption["c"]}]],
            [{"t": "Plain", "c": inner}],
        ],
    }


def _described(image: Inline, caption: str) -> Inline:
    """A picture that nobody described is described by its caption."""
    if image["t"] != "Image" or not _is_ours(image["c"][1]):
        return image
    return {"t": "Image", "c": [image["c"][0], ast.string(" ".join(caption.split())), image["c"][2]]}


def _is_ours(alt: list[Inline]) -> bool:
    return bool(alt) and alt[0]["t"] == "Span" and GENERATED in alt[0]["c"][0][1]
