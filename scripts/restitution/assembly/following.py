"""Quotations follow the corrections of the passages that they are taken from.

The editor's table keeps the words that she chose. After a correction the passage says others, and so does the
quotation: never the old words beside the new ones, and no quotation lost for a comma.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import structs

from restitution import merging
from restitution.model import Choice, Note
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.pandoc.extracts import found_words
from restitution.pandoc.rewriting import Sheet


def followed(choices: Iterable[Choice], notes: Iterable[Note], before: Mapping[str, Inlines]) -> list[Choice]:
    """The choices, each in the words of today's passage. `before`: id of a corrected leaf -> what it was."""
    if not before:
        return list(choices)
    changed = [
        (note.path, Sheet(before[ast.leaf_id(span)]).text, Sheet(span["c"][1]).text)
        for note in notes
        for passage in note.passages
        for span in ast.each_leaf([passage.block])
        if ast.leaf_id(span) in before
    ]
    return [_followed(choice, changed) for choice in choices]


def _followed(choice: Choice, changed: Sequence[tuple[str, str, str]]) -> Choice:
    for path, old, new in changed:
        bounds = _bounds(choice.texte, old) if choice.fichier in {"", path} else None
        if bounds:
            return structs.replace(choice, texte=_as_corrected(old, new, *bounds))
    return choice


def _bounds(words: str, text: str) -> tuple[int, int] | None:
    """Where words stand in a text, whatever the case, accents and signs."""
    wanted, found = [word.plain for word in found_words(words)], found_words(text)
    plain, size = [word.plain for word in found], len(wanted)
    places = (at for at in range(len(found) - size + 1) if size and plain[at : at + size] == wanted)
    at = next(places, None)
    return None if at is None else (found[at].start, found[at + size - 1].end)


def _as_corrected(old: str, new: str, start: int, end: int) -> str:
    """Letters `start` to `end` of a text as they became; a change that begins or ends outside is taken whole."""
    edits = [one for one in merging.merge(old, new, old).edits if one.start < end and start < one.end]
    start, end = min([start, *(one.start for one in edits)]), max([end, *(one.end for one in edits)])
    moved = [merging.Edit(one.start - start, one.end - start, one.text) for one in edits]
    return merging.edited(old[start:end], moved)
