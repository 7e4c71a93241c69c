"""What of a paragraph of a sheet is help, word by word: its words taken apart, found, and put together again."""

from __future__ import annotations

import re
from typing import Any, Final

from restitution.guidance import help_places, phrase
from restitution.messages import folded
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.pandoc.marks import trim

STOP: Final = re.compile(r"\s*[.:…,;!–—-]+\s*")
"""What separates the line to replace from the text that is typed behind it."""
WRAPPERS: Final = frozenset({"Emph", "Strong", "Underline", "SmallCaps"})


def flat(inlines: Inlines) -> Inlines:
    """Inlines word by word, taken out of the emphasis that a style, or a program, put around all of them."""
    while len(inlines) == 1 and inlines[0]["t"] in WRAPPERS:
        inlines = inlines[0]["c"]
    return ast.by_words(inlines)


def apart(inlines: Inlines) -> Inlines:
    """Inlines with each word of an emphasis in one of its own, the spaces between them in none."""
    return [
        {"t": inline["t"], "c": [word]} if inline["t"] in WRAPPERS and word["t"] != "Space" else word
        for inline in inlines
        for word in (apart(ast.by_words(inline["c"])) if inline["t"] in WRAPPERS else [inline])
    ]


def together(inlines: Inlines) -> Inlines:
    """Such words in one emphasis again."""
    out: Inlines = []
    for inline in inlines:
        before = out[-1] if out else None
        space = [out.pop()] if before and before["t"] == "Space" and len(out) > 1 else []
        if out and inline["t"] == out[-1]["t"] in WRAPPERS:
            out[-1] = {"t": inline["t"], "c": together([*out[-1]["c"], *space, *inline["c"]])}
        else:
            out += [*space, inline]
    return out


def find_help(inlines: Inlines) -> tuple[int, int] | None:
    """First and last (excluded) of the inlines that a known sentence of help takes, its sign with it."""
    spoken = spoken_words(inlines)

    def between(first: int, last: int) -> str:
        return ast.text(inlines[spoken[first - 1][0] + 1 : spoken[last][0]])

    for start, end in help_places([word for _, word in spoken], between):
        first, last = spoken[start][0], spoken[end - 1][0]
        if (start == 0 or spoken[start - 1][0] < first) and (end == len(spoken) or spoken[end][0] > last):
            while first and not has_letters(inlines[first - 1]):
                first -= 1
            return first, last + 1
    return None


def spoken_words(inlines: Inlines) -> list[tuple[int, str]]:
    """Each folded word, with the number of the inline that holds it."""
    return [(n, word) for n, inline in enumerate(inlines) for word in folded(ast.text([inline])).split()]


def behind_placeholder(inlines: Inlines) -> tuple[str, Inlines]:
    """The line to replace at the head of a paragraph, and what was typed behind it; nothing without it."""
    for name in ("titre", "texte"):
        words, spoken = folded(phrase(name)).split(), spoken_words(inlines)
        if [word for _, word in spoken[: len(words)]] != words:
            continue
        last = spoken[len(words) - 1][0]
        end = re.search(words[-1], ast.text([inlines[last]]), re.IGNORECASE)
        runs_on = inlines[last]["t"] != "Str" and last in {number for number, _ in spoken[len(words) :]}
        if end is None or runs_on:
            continue
        rest = ast.text([inlines[last]])[end.end() :]
        stop = STOP.match(rest + ast.text(inlines[last + 1 :]))
        if stop is None and name == "texte":
            continue
        glued = rest[stop.end() :] if stop else rest
        after = [{"t": "Str", "c": glued}, *inlines[last + 1 :]] if glued.strip() else inlines[last + 1 :]
        return phrase(name), trim(after) if glued.strip() else without_stop(after)
    return "", inlines


def without_stop(inlines: Inlines) -> Inlines:
    """Inlines without the colon or full stop that stands alone at their head."""
    inlines = trim(inlines)
    alone = inlines and inlines[0]["t"] == "Str" and STOP.fullmatch(inlines[0]["c"])
    return trim(inlines[1:]) if alone else inlines


def before_placeholder(inlines: Inlines) -> tuple[str, Inlines]:
    """The line to replace at the foot of a paragraph, and what was typed before it; nothing without it."""
    words, spoken = folded(phrase("texte")).split(), spoken_words(inlines)
    start = len(spoken) - len(words)
    is_last = [word for _, word in spoken[max(0, start) :]] == words
    if start < 1 or not is_last or not ast.text(inlines).endswith(phrase("texte")):
        return "", inlines
    first = spoken[start][0]
    return (phrase("texte"), trim(inlines[:first])) if spoken[start - 1][0] < first else ("", inlines)


def has_letters(node: dict[str, Any]) -> bool:
    """Whether somebody reads or sees something in a node."""
    return any(sign.isalnum() for sign in ast.text([node])) or shows(node)


def shows(node: Any) -> bool:
    """Whether a picture, a footnote or a formula stands in a node."""
    if isinstance(node, dict):
        return node.get("t") in {"Image", "Note", "Math"} or shows(node.get("c"))
    return isinstance(node, list) and any(map(shows, node))


def joined(before: Inlines, after: Inlines) -> Inlines:
    """What stood around help, a space between."""
    before, after = trim(before), trim(after)
    return [*before, {"t": "Space"}, *after] if before and after else before or after


def again(span: dict[str, Any], inlines: Inlines) -> Inlines:
    """A leaf with other inlines; nothing of none."""
    return [{"t": "Span", "c": [span["c"][0], inlines]}] if inlines else []
