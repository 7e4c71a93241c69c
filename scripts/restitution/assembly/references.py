"""Cross-references of the plan: « figure 2 », « partie 3.1 », and where each note is used.

A template gives an id to a heading (`## Les visites {{ repere("visites") }}`), asks for a table or a figure that
has one, and writes `[](#visites)`; words between the brackets stay as they are written. Nothing of a note
is looked at: only links of ours carry the class `renvoi`.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import count
from typing import Any

from restitution.assembly.outline import slug
from restitution.assembly.unfound import Templates, plain_words
from restitution.model import REFERENCE, Block, Inline, Placement
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.pandoc.numbering import Numbered, numbers_of

USED = "repris"
"""Class of the empty div that stands for the places where a note is used; its key `path` is the note's."""
DEEPEST = 2
"""Level of the headings by which the index of sources tells a place."""
GENERATED_PREFIX, HEX = "gen_", 10
Used = list[str]
"""Leaves of the headings below which a note stands."""


def resolve(
    blocks: list[Block], placements: Sequence[Placement], templates: Templates | None = None
) -> list[Block]:
    """The blocks with the words and targets of their references; `templates`: where these come from.

    Raises `RestitutionError` for an id that nothing has, when the project's own template asks for it.
    """
    templates = templates or Templates()
    marks = {**templates.heads, **_marks(blocks)}
    numbers = numbers_of(blocks)
    names = _names(_titles(blocks), numbers)
    used = _used(blocks, placements, numbers)
    times: defaultdict[str, count[int]] = defaultdict(count)

    def link(inline: Inline) -> Inlines:
        is_ours = inline["t"] == "Link" and REFERENCE in inline["c"][0][1]
        return _linked(inline, marks, names, templates) if is_ours else [inline]

    def walk(block: Block) -> list[Block]:
        if block["t"] != "Div":
            refers = ast.tells_of([block], "Link")
            return ast.map_leaves([block], lambda inlines: ast.map_inlines(inlines, link)) if refers else [block]
        (_, classes, keys), inner = block["c"]
        if USED in classes:
            path = dict(keys)["path"]
            return _told(path, next(times[path]), used, names)
        return [{"t": "Div", "c": [["", classes, keys], [out for child in inner for out in walk(child)]]}]

    return [_without_id(out) for block in blocks for out in walk(block)]


def reference(words: Inlines, target: str, **keys: str) -> Inline:
    """A link of the plan to `#` and an id, or a leaf's id; until it is resolved, `part`: whose template asks."""
    return {"t": "Link", "c": [ast.attributes("", [REFERENCE], **keys), words, [target, ""]]}


def _linked(link: Inline, marks: Mapping[str, str], names: Mapping[str, str], templates: Templates) -> Inlines:
    (_, _, keys), words, (target, _) = link["c"]
    name = target.removeprefix("#")
    leaf = marks.get(name)
    if leaf is None:
        return plain_words(name, words, dict(keys).get("part", ""), marks, templates)
    return [reference(words or ast.string(names[leaf]), f"#{leaf}")]


def heads_of(parts: Iterable[tuple[str, list[Block]]]) -> dict[str, str]:
    """Mark that each part has by itself, its key -> the leaf of its first heading."""
    firsts = {slug([key]): next((b for b in _each(part) if b["t"] == "Header"), None) for key, part in parts}
    words = {mark: heading["c"][2][:1] for mark, heading in firsts.items() if heading}
    return {mark: ast.leaf_id(leaf) for mark, leaves in words.items() for leaf in leaves if ast.is_leaf(leaf)}


def _marks(blocks: list[Block]) -> dict[str, str]:
    """Id that a template or a table of ours gives -> the leaf of the heading or the caption that bears it."""
    found: dict[str, str] = {}
    for block in _each(blocks):
        content: Any = block["c"]
        id_ = content[1][0] if block["t"] == "Header" else content[0][0]
        leaves = content[2] if block["t"] == "Header" else list(ast.each_leaf(content[1][1]))
        if id_ and leaves and ast.is_leaf(leaves[0]):
            found.setdefault(id_, ast.leaf_id(leaves[0]))
    return found


def _each(blocks: Iterable[Block]) -> Iterable[Block]:
    """Headings, figures and tables of the plan's own divs, in order."""
    for block in blocks:
        if block["t"] == "Div":
            yield from _each(block["c"][1])
        elif block["t"] in {"Header", "Figure", "Table"}:
            yield block


def _titles(blocks: list[Block]) -> dict[str, str]:
    """Leaf and words of each heading."""
    headings = (block["c"][2] for block in _each(blocks) if block["t"] == "Header")
    return {ast.leaf_id(span): " ".join(ast.text(span).split()) for span, *_ in headings if ast.is_leaf(span)}


def _names(titles: Mapping[str, str], numbers: Mapping[str, Numbered]) -> dict[str, str]:
    """What a reference says: a number, or the words of a heading that has none."""
    told = {leaf: f"« {words} »" for leaf, words in titles.items()}
    return told | {leaf: numbered.told for leaf, numbered in numbers.items()}


def _used(blocks: list[Block], placements: Sequence[Placement], numbers: Container[str]) -> dict[str, list[Used]]:
    """Path of a note -> for each place that tells where it is used, in order, the headings below which it stands.

    Neither itself nor a place that tells it later is one: the index of sources is the last.
    """
    paths = {place.bookmark: place.path for place in placements}
    found: dict[str, dict[str, None]] = {}
    telling: dict[str, list[str]] = {}
    heading = ""

    def walk(nodes: list[Block]) -> None:
        nonlocal heading
        for node in nodes:
            leaves = [ast.leaf_id(span) for span in ast.each_leaf([node])]
            level = node["c"][0] if node["t"] == "Header" and leaves else DEEPEST + 1
            if level == 1 or (level <= DEEPEST and leaves[0] in numbers):
                heading = leaves[0]
            if node["t"] == "Div":
                if USED in node["c"][0][1]:
                    telling.setdefault(dict(node["c"][0][2])["path"], []).append(heading)
                walk(node["c"][1])
                continue
            for leaf in leaves:
                if leaf in paths:
                    found.setdefault(paths[leaf], {}).setdefault(heading)

    walk(blocks)
    return {
        path: [
            [leaf for leaf in found.get(path, {}) if leaf not in {"", *places[time:]}]
            for time in range(len(places))
        ]
        for path, places in telling.items()
    }


def _told(path: str, time: int, used: Mapping[str, list[Used]], names: Mapping[str, str]) -> list[Block]:
    """« Repris dans : partie 4.1, annexe B.1 », each a link; nothing for a note that stands nowhere else.

    `time`: 0 where the document says it of this note for the first time.
    """
    leaves = used[path][time]
    if not leaves:
        return []
    inlines = ast.string("Repris dans : ")
    for number, leaf in enumerate(leaves):
        inlines += [*(ast.string(", ") if number else []), reference(ast.string(names[leaf]), f"#{leaf}")]
    key = f"{USED}\0{path}" + (f"\0{time}" if time else "")
    name = GENERATED_PREFIX + hashlib.sha256(key.encode()).hexdigest()[:HEX]
    return [ast.div([ast.para(ast.leaf(inlines, "", id_=name))], "source")]


def _without_id(block: Block) -> Block:
    """The block without the ids of the plan: leaves are what anchors name."""
    content: Any = block.get("c")
    if block["t"] == "Header":
        return {"t": "Header", "c": [content[0], ["", *content[1][1:]], content[2]]}
    return (
        {"t": block["t"], "c": [["", *content[0][1:]], *content[1:]]}
        if block["t"] in {"Figure", "Table"}
        else block
    )
