"""What a note holds of those who withdrew: what they say, where they are named, the pictures that show them.

Their words and their names are withheld with the others' (`masking`). A picture goes with its caption when its
caption, its description or the name of its file names one of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import structs

from restitution.model import Block, Inline, Note, Passage, Withheld
from restitution.pandoc import ast
from restitution.people.masking import Voices, whole
from restitution.people.unseen import Sieve

PICTURES = frozenset({"Figure", "Image"})


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """Places of a note, each once, in its order."""

    said: list[str] = []
    shown: list[str] = []
    named: list[str] = []
    """Where they are only named."""

    def __bool__(self) -> bool:
        return bool(self.first)

    @property
    def first(self) -> str:
        """The first place of one kind or another; empty for none."""
        return next(iter([*self.said, *self.shown, *self.named]), "")


def held_in(note: Note, sieve: Sieve) -> Held:
    """Where a note, as it was read, holds something of them."""
    voices = Voices(sieve.circle)
    said, shown, named = [], [], []
    for passage in note.passages:
        where = next((place for span in ast.each_leaf([passage.block]) if (place := ast.leaf_where(span))), "")
        if voices.silence(passage) == "accord retiré":
            said.append(where)
        elif any(_shows(node, note, sieve) for node in _pictures(passage.block)):
            shown.append(where)
        else:
            spans = list(ast.each_leaf([passage.block]))
            named += [ast.leaf_where(span) for span in spans if sieve.finds(ast.text(span["c"][1]))]
    return Held(said=_once(said), shown=_once(shown), named=_once(named))


def _once(places: list[str]) -> list[str]:
    return list(dict.fromkeys(place or "sans repère" for place in places))


def without_pictures(note: Note, sieve: Sieve) -> Note:
    """The note without the pictures that show them; the words of their captions are withheld."""
    withheld: list[Withheld] = []
    passages = [kept for passage in note.passages for kept in _without(passage, note, sieve, withheld)]
    if passages == note.passages:
        return note
    used = {node["c"][2][0] for one in passages for node in _pictures(one.block) if node["t"] == "Image"}
    media = {target: sha256 for target, sha256 in note.media.items() if target in used}
    return structs.replace(note, passages=passages, media=media, withheld=[*note.withheld, *withheld])


def _without(passage: Passage, note: Note, sieve: Sieve, withheld: list[Withheld]) -> Iterator[Passage]:
    gone = [node for node in _pictures(passage.block) if _shows(node, note, sieve)]
    if not gone:
        yield passage
        return
    for figure in (node for node in gone if node["t"] == "Figure"):
        withheld += [whole(span, "accord retiré") for span in ast.each_leaf([figure])]
    left = _pruned([passage.block], gone)
    if left and ast.text(left).strip():
        yield structs.replace(passage, block=left[0])


def _pruned(node: Any, gone: list[Any]) -> Any:
    """The same without these nodes."""
    if isinstance(node, list):
        return [_pruned(one, gone) for one in node if not any(one is other for other in gone)]
    if isinstance(node, dict) and "c" in node:
        return {**node, "c": _pruned(node["c"], gone)}
    return node


def _pictures(node: Any) -> Iterator[Any]:
    """The figures and the pictures below a node, a figure before its picture."""
    if isinstance(node, list):
        for one in node:
            yield from _pictures(one)
    elif isinstance(node, dict):
        if node.get("t") in PICTURES:
            yield node
        yield from _pictures(node.get("c"))


def _shows(node: Block | Inline, note: Note, sieve: Sieve) -> bool:
    """Whether a picture is one of somebody of them, by what is said of it."""
    if node["t"] == "Figure":
        inner = any(_shows(one, note, sieve) for one in _pictures(node["c"]))
        return inner or sieve.finds(ast.text(node["c"][1][1]))
    _, alt, (target, title) = node["c"]
    files = note.pictures.get(target, ())
    return sieve.finds(ast.text(alt)) or sieve.finds(title) or any(sieve.file(name) != name for name in files)
