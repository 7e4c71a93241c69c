"""A small walker over pandoc's AST (API 1.23): text, leaves, and their marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any

import msgspec

from restitution.model import LEAF, Block, Inline

Inlines = list[Inline]
MARK_OPEN, MARK_CLOSE = "\ue000", "\ue001"
SPACES = frozenset({"Space", "SoftBreak"})
BLANKS = SPACES | {"LineBreak"}
EMPHASES = frozenset({"Emph", "Underline", "Strong", "Strikeout", "Superscript", "Subscript", "SmallCaps"})


def string(text: str) -> Inlines:
    """`text` as inlines: one Str a word, Space between, as pandoc has it."""
    inlines: Inlines = []
    for number, word in enumerate(text.split(" ")):
        if number:
            inlines.append({"t": "Space"})
        if word:
            inlines.append({"t": "Str", "c": word})
    return inlines


def joined(node: Any) -> Any:
    """The same with words and the spaces between them as one Str, which pandoc writes alike.

    It has a tenth of the nodes, which all that follows goes through again and again. Line ends stay.
    """
    if isinstance(node, dict):
        content = node.get("c")
        return {"t": node["t"], "c": joined(content)} if isinstance(content, list) and "t" in node else node
    return _joined_list(node) if isinstance(node, list) else node


def by_words(inlines: Inlines) -> Inlines:
    """The same with one Str a word again, but for what stands in a format."""
    return [one for inline in inlines for one in (string(inline["c"]) if inline["t"] == "Str" else [inline])]


def _joined_list(nodes: list[Any]) -> list[Any]:
    runs = ((is_text, list(run)) for is_text, run in groupby(nodes, _is_text))
    return [
        one
        for is_text, run in runs
        for one in (_one_string("".join(node.get("c", " ") for node in run)) if is_text else map(joined, run))
    ]


def _is_text(node: Any) -> bool:
    return isinstance(node, dict) and node.get("t") in {"Str", "Space"}


def _one_string(text: str) -> Inlines:
    """`text` as one Str, the spaces at its ends beside it: what trims a line finds them there."""
    bare = text.strip(" ")
    before = len(text) - len(text.lstrip(" ")) if bare else len(text)
    after = len(text) - before - len(bare)
    space: Inline = {"t": "Space"}
    return [*[space] * before, *([{"t": "Str", "c": bare}] if bare else []), *[space] * after]


def attributes(id_: str = "", classes: list[str] | None = None, **keys: str) -> list[Any]:
    """pandoc's attribute triple."""
    return [id_, classes or [], [[key.replace("_", "-"), value] for key, value in keys.items()]]


def para(inlines: Inlines) -> Block:
    """A paragraph."""
    return {"t": "Para", "c": inlines}


def header(level: int, inlines: Inlines, *classes: str) -> Block:
    """A heading."""
    return {"t": "Header", "c": [level, attributes(classes=list(classes)), inlines]}


def div(blocks: list[Block], *classes: str, **keys: str) -> Block:
    """A div, by which the plan and the writers agree on a style (`model.STYLES`)."""
    return {"t": "Div", "c": [attributes("", list(classes), **keys), blocks]}


def leaf(inlines: Inlines, where: str, *, id_: str = "", classes: tuple[str, ...] = (), look: str = "") -> Inlines:
    """`inlines` wrapped as one leaf (see `model`)."""
    keys = {"where": where, "look": look} if look else {"where": where}
    return [{"t": "Span", "c": [attributes(id_, [LEAF, *classes], **keys), inlines]}]


def bold(inlines: Inlines) -> Inlines:
    """Inlines in bold, a leaf's Span staying outermost."""
    if len(inlines) == 1 and is_leaf(inlines[0]):
        return [{"t": "Span", "c": [inlines[0]["c"][0], bold(inlines[0]["c"][1])]}]
    return [{"t": "Strong", "c": inlines}] if inlines else []


def on_lines(lines: Iterable[Inlines]) -> Inlines:
    """The inlines of several lines as one run, a break between two of them."""
    out: Inlines = []
    for number, line in enumerate(lines):
        out += [{"t": "LineBreak"}, *line] if number else line
    return out


def is_leaf(inline: Inline) -> bool:
    """Whether an inline is the Span of a leaf."""
    return inline["t"] == "Span" and LEAF in inline["c"][0][1]


def map_leaves(blocks: Iterable[Block], change: Callable[[Inlines], Inlines]) -> list[Block]:
    """The blocks with `change` applied to the inlines of each leaf place, in reading order; the rest is shared."""
    return [_map_block(block, change) for block in blocks]


def _map_block(block: Block, change: Callable[[Inlines], Inlines]) -> Block:  # noqa: PLR0911 one line a kind
    kind: str = block["t"]
    content: Any = block.get("c")
    match kind:
        case "Para" | "Plain":
            changed = change(content)
            return block if changed is content else {"t": kind, "c": changed}
        case "Header":
            return {"t": kind, "c": [content[0], content[1], change(content[2])]}
        case "BlockQuote":
            return {"t": kind, "c": map_leaves(content, change)}
        case "BulletList":
            return {"t": kind, "c": [map_leaves(item, change) for item in content]}
        case "OrderedList" | "Div":
            first, rest = content
            inner = map_leaves(rest, change) if kind == "Div" else [map_leaves(item, change) for item in rest]
            return {"t": kind, "c": [first, inner]}
        case "DefinitionList":
            return {
                "t": kind,
                "c": [[change(term), [map_leaves(d, change) for d in texts]] for term, texts in content],
            }
        case "Figure":
            attribute, (short, long), inner = content
            return {"t": kind, "c": [attribute, [short, map_leaves(long, change)], map_leaves(inner, change)]}
        case "Table":
            return {"t": kind, "c": _map_table(content, change)}
        case _:
            return block


def _map_table(content: list[Any], change: Callable[[Inlines], Inlines]) -> list[Any]:
    attribute, (short, long), columns, head, bodies, foot = content

    def rows(lines: list[Any]) -> list[Any]:
        return [
            [a, [[b, align, r, c, map_leaves(inner, change)] for b, align, r, c, inner in cells]]
            for a, cells in lines
        ]

    return [
        attribute,
        [short, map_leaves(long, change)],
        columns,
        [head[0], rows(head[1])],
        [[a, n, rows(heads), rows(body)] for a, n, heads, body in bodies],
        [foot[0], rows(foot[1])],
    ]


def each_leaf(blocks: Iterable[Block]) -> Iterator[Inline]:
    """The Spans of the leaves, in reading order."""
    found: list[Inline] = []

    def keep(inlines: Inlines) -> Inlines:
        found.extend(i for i in inlines if is_leaf(i))
        return inlines

    for block in blocks:
        if block["t"] in {"Para", "Plain"}:  # nearly all, which need no copy
            keep(block["c"])
        else:
            _map_block(block, keep)
        yield from found
        found.clear()


def has_class(block: Block, name: str) -> bool:
    """Whether a block is a div of this class."""
    return block["t"] == "Div" and name in block["c"][0][1]


def images(node: Any) -> Iterator[Inline]:
    """Every image of a node, in order."""
    if isinstance(node, dict):
        if node.get("t") == "Image":
            yield node
        else:
            yield from images(node.get("c"))
    elif isinstance(node, list):
        for item in node:
            yield from images(item)


def leaf_id(span: Inline) -> str:
    """Id of a leaf's Span, empty until identified."""
    return str(span["c"][0][0])


def leaf_where(span: Inline) -> str:
    """Place of a leaf in its source, in French."""
    return str(dict(span["c"][0][2]).get("where", ""))


def leaf_look(span: Inline) -> str:
    """How a leaf looks in its source, where pandoc keeps nothing of it; empty for most."""
    return str(dict(span["c"][0][2]).get("look", ""))


def with_look(span: Inline, look: str) -> Inline:
    """The Span of a leaf with another look; an empty one is forgotten."""
    (id_, classes, keys), inlines = span["c"]
    kept = [pair for pair in keys if pair[0] != "look"]
    return {"t": "Span", "c": [[id_, classes, [*kept, *([["look", look]] if look else [])]], inlines]}


def without_look(span: Inline) -> Inline:
    """The Span of a leaf, its look forgotten."""
    return with_look(span, "")


def text(node: Any) -> str:
    """Plain text of inlines or blocks: a space for each break, a line for each block, notes in their place."""
    if isinstance(node, dict) and node.get("t") == "Str":
        return str(node["c"])
    parts: list[str] = []
    _text(node, parts)
    return "".join(parts)


def _texts(nodes: list[Any], parts: list[str]) -> None:
    """The text of each node; nearly all are words and spaces, which need no call of their own."""
    for node in nodes:
        kind = node.get("t") if isinstance(node, dict) else None
        if kind == "Str":
            parts.append(node["c"])
        elif kind in BLANKS:
            parts.append(" ")
        else:
            _text(node, parts)


def _text(node: Any, parts: list[str]) -> None:  # noqa: C901 one line a kind
    if isinstance(node, list):
        _texts(node, parts)
        return
    if not isinstance(node, dict) or "t" not in node:
        return
    kind: str = node["t"]
    content: Any = node.get("c")
    if kind == "Str":
        parts.append(content)
    elif kind in BLANKS:
        parts.append(" ")
    elif kind in {"Code", "Math", "RawInline"}:
        parts.append(content[1])
    elif kind in {"CodeBlock", "RawBlock"}:
        parts += [content[1], "\n"]
    elif kind == "Note":
        parts.append(" ")
        _text(content, parts)
    elif kind == "Quoted":
        marks = "«»" if content[0]["t"] == "DoubleQuote" else "‘’"
        parts.append(marks[0])
        _text(content[1], parts)
        parts.append(marks[1])
    elif kind == "Span":  # its attributes hold no text
        _text(content[1], parts)
    else:
        _text(content, parts)
        if kind in {"Para", "Plain", "Header"}:
            parts.append("\n")


def holds(node: Any, kinds: frozenset[str]) -> bool:
    """Whether an element of one of these kinds stands anywhere in `node`."""
    if isinstance(node, list):
        return any(holds(part, kinds) for part in node)
    return isinstance(node, dict) and (node["t"] in kinds or holds(node.get("c"), kinds))


def tells_of(blocks: list[Block], *kinds: str) -> bool:
    """As `holds`, asked of the JSON of whole blocks, where no text can say it: for all the blocks of a note."""
    told = msgspec.json.encode(blocks)
    return any(f'"t":"{kind}"'.encode() in told for kind in kinds)


def holding(blocks: Iterable[Block], kind: str) -> list[Block]:
    """The blocks that hold an element of a kind, mostly few: asked as `tells_of` does, of each."""
    told, encode = f'"t":"{kind}"'.encode(), msgspec.json.Encoder().encode
    return [block for block in blocks if told in encode(block)]


def map_inlines(inlines: Inlines, change: Callable[[Inline], Inlines]) -> Inlines:
    """Each inline replaced by what `change` makes of it, children first; footnotes' blocks included."""
    out: Inlines = []
    for inline in inlines:
        out.extend(change(_with_children(inline, change)))
    return out


def _with_children(inline: Inline, change: Callable[[Inline], Inlines]) -> Inline:
    kind: str = inline["t"]
    content: Any = inline.get("c")
    if kind in EMPHASES:
        return {"t": kind, "c": map_inlines(content or [], change)}
    if kind in {"Span", "Quoted", "Cite"} and content is not None:
        return {"t": kind, "c": [content[0], map_inlines(content[1], change)]}
    if kind in {"Link", "Image"} and content is not None:
        return {"t": kind, "c": [content[0], map_inlines(content[1], change), content[2]]}
    if kind == "Note":
        return {"t": kind, "c": map_leaves(content or [], lambda inner: map_inlines(inner, change))}
    return inline
