"""One shape for what pandoc's readers give: fewer kinds of blocks, no ids, no classes, no raw code.

Every word stays. After `normal` a list of blocks holds no `Div`, `CodeBlock`, `LineBlock`, `RawBlock`, no empty
paragraph, heading, list or quotation; its inlines hold no `RawInline`, no `Cite`, no `Span` but those of `model`.
"""

from __future__ import annotations

from typing import Any

from restitution.model import GENERATED, LEAF, MASK, Block, Inline
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines

OURS = frozenset({LEAF, MASK, GENERATED})
LINKS = ("http://", "https://", "mailto:")


def normal(blocks: list[Block]) -> list[Block]:
    """The blocks in normal form, all their text kept; applying it twice changes nothing more."""
    return [plain for block in blocks for plain in _block(block)]


def _block(block: Block) -> list[Block]:
    kind: str = block["t"]
    content: Any = block.get("c")
    match kind:
        case "Div":
            return normal(content[1])
        case "Para" | "Plain":
            return _text_block(kind, _inlines(content))
        case "CodeBlock":
            return _text_block("Para", _code_lines(content[1]))
        case "RawBlock":
            return _text_block("Para", ast.on_lines([ast.string(line) for line in content[1].splitlines()]))
        case "LineBlock":
            return _text_block("Para", ast.on_lines([_inlines(line) for line in content]))
        case "Header":
            inlines = _inlines(content[2])
            return [] if _blank(inlines) else [ast.header(content[0], inlines)]
        case _:
            return _nested(kind, content)


def _nested(kind: str, content: Any) -> list[Block]:
    match kind:
        case "BlockQuote":
            inner = normal(content)
            return [{"t": kind, "c": inner}] if inner else []
        case "BulletList":
            items = _items(content)
            return [{"t": kind, "c": items}] if items else []
        case "OrderedList":
            items = _items(content[1])
            return [{"t": kind, "c": [content[0], items]}] if items else []
        case "DefinitionList":
            return [{"t": kind, "c": [[_inlines(term), [normal(d) for d in texts]] for term, texts in content]}]
        case "Figure":
            _, (short, long), inner = content
            return [{"t": kind, "c": [ast.attributes(), [short, normal(long)], normal(inner)]}]
        case "Table":
            return [{"t": kind, "c": _table(content)}]
        case _:
            return [{"t": kind}]


def _items(items: list[list[Block]]) -> list[list[Block]]:
    return [inner for item in items if (inner := normal(item))]


def _table(content: list[Any]) -> list[Any]:
    _, (short, long), columns, head, bodies, foot = content

    def rows(lines: list[Any]) -> list[Any]:
        return [
            [ast.attributes(), [[ast.attributes(), align, r, c, normal(inner)] for _, align, r, c, inner in cells]]
            for _, cells in lines
        ]

    return [
        ast.attributes(),
        [short, normal(long)],
        columns,
        [ast.attributes(), rows(head[1])],
        [[ast.attributes(), n, rows(heads), rows(body)] for _, n, heads, body in bodies],
        [ast.attributes(), rows(foot[1])],
    ]


def _text_block(kind: str, inlines: Inlines) -> list[Block]:
    return [] if _blank(inlines) else [{"t": kind, "c": inlines}]


def _code_lines(code: str) -> Inlines:
    lines = code.splitlines()
    return ast.on_lines([[{"t": "Code", "c": [ast.attributes(), line]}] if line else [] for line in lines])


def _inlines(inlines: Inlines) -> Inlines:
    return [plain for inline in inlines for plain in _inline(inline)]


def _inline(inline: Inline) -> Inlines:  # noqa: PLR0911 one case a kind
    kind: str = inline["t"]
    content: Any = inline.get("c")
    match kind:
        case "Span":
            inner = _inlines(content[1])
            return [{"t": kind, "c": [content[0], inner]}] if OURS & set(content[0][1]) else inner
        case "Cite":
            return _inlines(content[1])
        case "Quoted":
            return [{"t": kind, "c": [content[0], _inlines(content[1])]}]
        case "RawInline":
            return ast.string(" ".join(content[1].split())) if content[1].strip() else []
        case "Code":
            return [{"t": kind, "c": [ast.attributes(), content[1]]}]
        case "Link":
            inner = _inlines(content[1])
            address = _address(content[2][0])
            return [{"t": kind, "c": [ast.attributes(), inner, [address, content[2][1]]]}] if address else inner
        case "Image":
            sizes = [pair for pair in content[0][2] if pair[0] in {"width", "height"}]
            return [{"t": kind, "c": [["", [], sizes], _inlines(content[1]), content[2]]}]
        case "Note":
            blocks = normal(content)
            return [{"t": kind, "c": blocks}] if blocks else []
        case _ if kind in ast.EMPHASES:
            inner = _inlines(content)
            return [{"t": kind, "c": inner}] if inner else []
        case _:
            return [inline]


def _address(target: str) -> str:
    """Where a link leads outside; empty for a file beside it, or a place in it."""
    if target.lower().startswith("www."):  # as people type it: a browser takes it, a link does not
        return f"https://{target}"
    return target if target.lower().startswith(LINKS) else ""


def _blank(inlines: Inlines) -> bool:
    """Whether nothing would show: spaces, breaks, and wrappers of nothing else."""
    return all(_is_blank(inline) for inline in inlines)


def _is_blank(inline: Inline) -> bool:
    kind: str = inline["t"]
    if kind in ast.SPACES or kind == "LineBreak":
        return True
    if kind == "Str":
        return not inline["c"].strip()
    if kind == "Code":
        return not inline["c"][1].strip()
    if kind in ast.EMPHASES:
        return _blank(inline["c"])
    if kind in {"Span", "Link"}:
        return _blank(inline["c"][1])
    return False
