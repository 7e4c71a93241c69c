"""Which territory and which themes each passage speaks of (interface, « What counts in the coverage »).

Territory: the nearest heading, table row or column, or bold lead that names one; else the note's. Theme: a heading
or a tag `#logement` or a field « Thèmes : » above; else the note's. Keywords only propose.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from restitution.model import Block, Passage
from restitution.pandoc import ast
from restitution.shaping.fields import field_lines

PLACEHOLDER = re.compile(
    r"^\W*(?:à compléter|a completer|à venir|xxx+|néant|neant|\?{2,}|tbd|en attente|non renseigné)\W*$",
    re.IGNORECASE,
)
TAG = re.compile(r"(?<![\w&/])#(\w[\w-]*)")
LEAD_LENGTH = 60
MIN_KEYWORDS = 2

Namer = Callable[[str], list[str]]
"""Text -> codes of the territories, or keys of the themes, that it names."""


class Scope(msgspec.Struct, frozen=True):
    """What a heading says of all that stands below it."""

    level: int
    territories: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()


def is_placeholder(block: Block) -> bool:
    """Whether a block only says that something is missing (« à compléter »): it documents nothing."""
    texts = [ast.text(span["c"][1]).strip() for span in ast.each_leaf([block])]
    return bool(texts) and all(PLACEHOLDER.match(text) for text in texts if text)


def attribute(
    passages: list[Passage], territories: list[str], themes: list[str], named: Namer, themed: Namer
) -> None:
    """Fill `territories` and `themes` of each passage in place; placeholders and identity lines get none."""
    scopes: list[Scope] = []
    for passage in passages:
        block = passage.block
        if block["t"] == "Header":
            text = ast.text(block["c"][2])
            scopes = [s for s in scopes if s.level < block["c"][0]]
            scopes.append(Scope(block["c"][0], tuple(named(text)), tuple(themed(text))))
            passage.territories = _nearest(scopes, "territories") or territories
            passage.themes = _nearest(scopes, "themes") or themes
            continue
        said = [value for field, value in field_lines(block) if field == "themes"]
        if said and scopes and passage.role == "text":
            scopes[-1] = msgspec.structs.replace(scopes[-1], themes=tuple(themed(" ; ".join(said))))
        if passage.role == "text" and not is_placeholder(block):
            passage.territories = _leads(block, named) or _nearest(scopes, "territories") or territories
            passage.themes = sorted({*_tags(block, themed), *_nearest(scopes, "themes")}) or themes


def _nearest(scopes: list[Scope], what: str) -> list[str]:
    return next((list(found) for scope in reversed(scopes) if (found := getattr(scope, what))), [])


def _leads(block: Block, named: Namer) -> list[str]:
    """Territories named by bold leads, by the first cell of a row, or by the head of a column."""
    if block["t"] == "Table":
        return _in_table(block, named)
    found: dict[str, None] = {}
    for span in ast.each_leaf([block]):
        found.update(dict.fromkeys(named(_lead(span["c"][1]))))
    return list(found)


def _lead(inlines: list[dict[str, object]]) -> str:
    """The bold words that open a leaf, or what stands before its first colon."""
    if inlines and inlines[0]["t"] == "Strong":
        return ast.text(inlines[0])[:LEAD_LENGTH]
    head, colon, _ = ast.text(inlines)[:LEAD_LENGTH].partition(":")
    return head if colon else ""


def _in_table(block: Block, named: Namer) -> list[str]:
    """Territories of the rows and columns that hold something."""
    content = block["c"]
    head = [_texts(cells) for _, cells in content[3][1]]
    rows = [_texts(cells) for body in content[4] for _, cells in (*body[2], *body[3])]
    found: dict[str, None] = {}
    for row in rows:
        if any(text and not PLACEHOLDER.match(text) for text in row[1:]):
            found.update(dict.fromkeys(named(row[0] if row else "")))
    for titles in head:
        for column, title in enumerate(titles):
            if any(column < len(row) and row[column] and not PLACEHOLDER.match(row[column]) for row in rows):
                found.update(dict.fromkeys(named(title)))
    return list(found)


def _texts(cells: list[list[object]]) -> list[str]:
    return [ast.text(cell[4]).strip() for cell in cells]


def _tags(block: Block, themed: Namer) -> list[str]:
    return [key for tag in TAG.findall(ast.text([block])) for key in themed(tag)]


def proposed(passages: list[Passage], keywords: dict[str, tuple[str, ...]]) -> dict[str, int]:
    """Themes whose keywords a note uses, at least two different ones: proposals to confirm, with their score."""
    text = " ".join(ast.text([p.block]) for p in passages if p.role in {"text", "heading", "section"}).casefold()
    scores = {
        theme: sum(bool(re.search(rf"(?<!\w){re.escape(word.casefold())}s?(?!\w)", text)) for word in words)
        for theme, words in keywords.items()
    }
    return {theme: score for theme, score in scores.items() if score >= MIN_KEYWORDS}
