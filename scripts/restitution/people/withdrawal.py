"""What a note holds of those who withdrew: what they say, where they are named, the pictures that show them.

What they say before a microphone and their names are withheld with the others' (`masking`); here go what a written
note quotes of them, and the pictures whose caption, description or file's name is theirs. In doubt whose words a
quotation is, it goes: the file says where, and the editor may put it back under another name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import msgspec
from msgspec import structs

from restitution.model import Block, Inline, Note, Passage, Withheld
from restitution.pandoc import ast
from restitution.people.masking import Voices, whole
from restitution.people.unseen import Sieve

VERBATIMS: Final = "verbatims"
"""Section of what people said."""
QUOTED: Final = re.compile(r"[«“\"‘]\s*(?:[^\W_]+[^\w«»“”\"]+){3,}[^\W_]+[^«»“”\"]*[»”\"’]")
"""Four words at least between quotation marks."""
MOST_WORDS: Final = 15
"""Words of a line that only says who said what stands above."""
CAPTION: Final = re.compile(
    r"^\s*(?:©|(?:fig|photo(?:graphie)?s?|image|illustration|figure|crédits?|cliché|légende|portrait)\b)",
    re.IGNORECASE,
)
"""How a line begins that says what the picture above it shows."""
LONGEST_CAPTION: Final = 250
NO_PLACE: Final = "sans repère"


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """Places of a note, each once, in its order."""

    said: list[str] = []
    shown: list[str] = []
    named: list[str] = []
    """Where they are only named."""
    words: list[str] = []
    """What they say there, leaf by leaf: no contract holds it."""

    def __bool__(self) -> bool:
        return bool(self.first)

    @property
    def first(self) -> str:
        """The first place of one kind or another; empty for none."""
        return next(iter([*self.said, *self.shown, *self.named]), "")


def taken_back(note: Note, sieve: Sieve) -> tuple[Note, Held]:
    """The note, as it was read, without what it quotes and shows of them, and all that it holds of them."""
    if not sieve.people:
        return note, Held()
    return _Taking(note, sieve).take()


class _Taking:
    def __init__(self, note: Note, sieve: Sieve) -> None:
        self._note, self._sieve = note, sieve
        self._said: list[str] = []
        self._shown: list[str] = []
        self._named: list[str] = []
        self._words: list[str] = []
        self._withheld: list[Withheld] = []
        self._kept: list[Passage] = []

    def take(self) -> tuple[Note, Held]:
        voices = Voices(self._sieve.circle)
        for passage in self._note.passages:
            if voices.silence(passage) == "accord retiré":
                self._speech(passage)
                self._kept.append(passage)  # withheld with what others may not be quoted for
            else:
                self._kept += self._left_of(passage)
        held = Held(said=_once(self._said), shown=_once(self._shown), named=_once(self._named), words=self._words)
        if not self._withheld and len(self._kept) == len(self._note.passages) and not held.shown:
            return self._note, held
        used = {
            node["c"][2][0] for one in self._kept for node in pictures_below(one.block) if node["t"] == "Image"
        }
        media = {target: sha256 for target, sha256 in self._note.media.items() if target in used}
        withheld = [*self._note.withheld, *self._withheld]
        return structs.replace(self._note, passages=self._kept, media=media, withheld=withheld), held

    def _left_of(self, passage: Passage) -> Iterator[Passage]:
        """A passage without their pictures; nothing of one that quotes them."""
        gone = [node for node in pictures_below(passage.block, figures=True) if self._shows(node)]
        if gone:
            self._shown += _places(passage.block)
            for figure in (node for node in gone if node["t"] == "Figure"):
                self._withhold(figure)
            left = pruned([passage.block], gone)
            if not left or not ast.text(left).strip():
                return
            passage = structs.replace(passage, block=left[0])
        named = [span for span in ast.each_leaf([passage.block]) if self._sieve.finds(ast.text(span["c"][1]))]
        if named and self._is_caption(passage):
            self._shown += _places(passage.block)
            self._withhold(self._kept.pop().block)
            self._withhold(passage.block)
            return
        if named and passage.section != "participants" and self._quotes(passage):
            self._take_above(passage)
            self._speech(passage)
            self._withhold(passage.block)
            return
        self._named += [ast.leaf_where(span) for span in named]
        yield passage

    def _is_caption(self, passage: Passage) -> bool:
        """Whether a passage is the line below a picture that says what it shows."""
        text = ast.text([passage.block])
        is_worded = passage.role == "text" and len(text) <= LONGEST_CAPTION and CAPTION.match(text)
        return bool(is_worded and self._kept and any(pictures_below(self._kept[-1].block)))

    def _quotes(self, passage: Passage) -> bool:
        return passage.role == "text" and (passage.section == VERBATIMS or _is_quote(passage.block))

    def _take_above(self, passage: Passage) -> None:
        """Of a line that only says who spoke, what stands above it."""
        if _is_quote(passage.block) or len(ast.text([passage.block]).split()) > MOST_WORDS or not self._kept:
            return
        above = self._kept[-1]
        if above.role == "text" and above.section == VERBATIMS and not self._sieve.finds(ast.text([above.block])):
            self._kept.pop()
            self._speech(above)
            self._withhold(above.block)

    def _speech(self, passage: Passage) -> None:
        self._said += _places(passage.block)[:1]
        self._words += [ast.text(span["c"][1]) for span in ast.each_leaf([passage.block])]

    def _withhold(self, block: Block) -> None:
        self._withheld += [whole(span, "accord retiré") for span in ast.each_leaf([block])]

    def _shows(self, node: Block | Inline) -> bool:
        """Whether a picture is one of somebody of them, by what is said of it."""
        if node["t"] == "Figure":
            inner = any(self._shows(one) for one in pictures_below(node["c"], figures=True))
            return inner or self._sieve.finds(ast.text(node["c"][1][1]))
        _, alt, (target, title) = node["c"]
        files = self._note.pictures.get(target, ())
        is_said = self._sieve.finds(ast.text(alt)) or self._sieve.finds(title)
        return is_said or any(self._sieve.file(name) != name for name in files)


def _is_quote(block: Block) -> bool:
    return block["t"] == "BlockQuote" or bool(QUOTED.search(ast.text([block])))


def _places(block: Block) -> list[str]:
    return [ast.leaf_where(span) for span in ast.each_leaf([block])][:1]


def _once(places: list[str]) -> list[str]:
    return list(dict.fromkeys(place or NO_PLACE for place in places))


def pruned(node: Any, gone: list[Any]) -> Any:
    """The same without these nodes."""
    if isinstance(node, list):
        return [pruned(one, gone) for one in node if not any(one is other for other in gone)]
    if isinstance(node, dict) and "c" in node:
        return {**node, "c": pruned(node["c"], gone)}
    return node


def pictures_below(node: Any, *, figures: bool = False) -> Iterator[Any]:
    """The pictures below a node, in order; `figures`: each figure too, before its picture."""
    if isinstance(node, list):
        for one in node:
            yield from pictures_below(one, figures=figures)
    elif isinstance(node, dict):
        if node.get("t") == "Image" or (figures and node.get("t") == "Figure"):
            yield node
        yield from pictures_below(node.get("c"), figures=figures)
