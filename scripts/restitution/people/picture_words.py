"""What the editor says of pictures (`sources/photos.csv`), put where a note says nothing: it keeps its own words.

Her words are ours in the count of words: no note lost or won one. Whom they name is told as the register says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import structs

from restitution.model import GENERATED, Block, Inline, Note, Photo
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.people.withdrawal import pictures_below
from restitution.pictures.credits import CREDIT, credited

Say = Callable[[str], str]
"""A text -> the same as it may be shown."""


def with_words(note: Note, said: Mapping[str, Photo], shown: Say, credited: Say) -> Note:
    """The note with a caption, a credit and a description for each picture that has none.

    `said`: target of a picture -> her line; `credited`: tells a credit, in which an author may be named.
    """
    if not said:
        return note
    words = _Words(said, shown, credited)
    passages = [structs.replace(one, block=words.block(one.block)) for one in note.passages]
    return structs.replace(note, passages=passages)


class _Words:
    def __init__(self, said: Mapping[str, Photo], shown: Say, credited: Say) -> None:
        self.said, self.shown, self.credited = said, shown, credited

    def block(self, block: Block) -> Block:
        """A block with what is said of its pictures."""
        if not any(image["c"][2][0] in self.said for image in pictures_below(block)):
            return block
        if block["t"] == "Figure":
            attributes, (short, long), inner = block["c"]
            inner, told = self._described(inner, long), self._captioned(long, inner)
            return {"t": "Figure", "c": [attributes, [short, told], inner]}
        if block["t"] in {"Para", "Plain"} and _is_alone(block):
            told = self._captioned([], [block])
            inner = self._described([block], [])
            figure = {"t": "Figure", "c": [ast.attributes(), [None, told], [{"t": "Plain", "c": inner[0]["c"]}]]}
            return figure if told else inner[0]
        return self._described([block], [])[0]

    def _captioned(self, long: list[Block], inner: list[Block]) -> list[Block]:
        """A caption with what it lacks; of several pictures, what is said of the first."""
        photo = next(
            (self.said[t] for image in pictures_below(inner) if (t := image["c"][2][0]) in self.said), None
        )
        own = " ".join(ast.text(long).split())
        legend = self.shown(photo.legende) if photo and not own else ""
        credit = self.credited(photo.credit) if photo and not CREDIT.search(f"{own} {legend}") else ""
        parts = [part for part in (legend, credit and credited(credit)) if part]
        if not parts:
            return long
        ours = _ours(" ".join(parts))
        if not own:
            where = next((ast.leaf_where(span) for span in ast.each_leaf(inner)), "")
            return [{"t": "Plain", "c": ast.leaf([ours], where)}]
        last = len(list(ast.each_leaf(long))) - 1
        count = iter(range(last + 1))
        return ast.map_leaves(
            long, lambda inlines: [_with(one, ours) if next(count) == last else one for one in inlines]
        )

    def _described(self, blocks: list[Block], long: list[Block]) -> list[Block]:
        caption = " ".join(ast.text(long).split())

        def described(inline: Inline) -> Inlines:
            if inline["t"] != "Image" or inline["c"][2][0] not in self.said:
                return [inline]
            attributes, alt, target = inline["c"]
            told = self.shown(self.said[target[0]].texte_alternatif)
            lacks = not ast.text(alt).strip() or _is_ours(alt) or " ".join(ast.text(alt).split()) == caption
            return [{"t": "Image", "c": [attributes, ast.string(told) if told and lacks else alt, target]}]

        return ast.map_leaves(blocks, lambda inlines: ast.map_inlines(inlines, described))


def _is_alone(block: Block) -> bool:
    """Whether a paragraph is one picture and nothing else."""
    spans = list(ast.each_leaf([block]))
    return len(spans) == 1 == len(spans[0]["c"][1]) and spans[0]["c"][1][0]["t"] == "Image"


def _with(leaf: Inline, ours: Inline) -> Inline:
    return {"t": "Span", "c": [leaf["c"][0], [*leaf["c"][1], {"t": "Space"}, ours]]} if ast.is_leaf(leaf) else leaf


def _ours(text: str) -> Inline:
    return {"t": "Span", "c": [ast.attributes("", [GENERATED]), ast.string(text)]}


def _is_ours(alt: Inlines) -> bool:
    return any(one["t"] == "Span" and GENERATED in one["c"][0][1] for one in alt)
