"""Prints an assembled document by the rules of typography: each passage by those of its territory's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any, Final

from msgspec import structs

from restitution.model import Block, Document, Note
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.settings import Settings
from restitution.typography.conventions import conventions
from restitution.typography.inlines import Printer
from restitution.typography.kept import Names
from restitution.typography.text import typeset

QUOTING: Final = frozenset({"verbatim", "parole"})
"""Divs of words that somebody said: nothing but their spaces changes."""
TEXTS: Final = frozenset({"Para", "Plain", "Header", "LineBlock", "CodeBlock", "RawBlock"})


class Press:
    """Prints documents. `notes`: those that are published, gone through twice."""

    def __init__(self, settings: Settings, notes: Iterable[Note]) -> None:
        fine = settings.typographie.fine
        names = Names(note.file or PurePosixPath(note.path).name for note in notes if note.passages)
        languages: set[str] = {settings.projet.langue, *(territory.langue for territory in settings.territoires)}
        self._printers = {
            language: Printer(rules=conventions(language, fine=fine), names=names) for language in languages
        }
        self._usual = self._printers[settings.projet.langue]
        self._by_path = {note.path: self._printers[_language(note, settings)] for note in notes}

    def document(self, document: Document) -> Document:
        """The document as it is printed; ids, pictures and placements stay."""
        printers = {place.bookmark: self._by_path[place.path] for place in document.placements}
        quoted = quoted_leaves(document.blocks)

        def printed(inlines: Inlines) -> Inlines:
            id_ = ast.leaf_id(inlines[0]) if inlines and ast.is_leaf(inlines[0]) else ""
            return printers.get(id_, self._usual).inlines(inlines, is_quoted=id_ in quoted)

        return structs.replace(
            document,
            title=typeset(document.title, self._usual.rules),
            subtitle=typeset(document.subtitle, self._usual.rules),
            blocks=ast.map_leaves(document.blocks, printed),
        )


def _language(note: Note, settings: Settings) -> str:
    """That of the territory which wrote a note, or of those it is about when they have one; else the project's."""
    codes = [note.author] if note.author else note.territories
    languages = {found.langue for code in codes if (found := settings.territory(code))}
    return languages.pop() if len(languages) == 1 else settings.projet.langue


def quoted_leaves(blocks: Iterable[Block]) -> set[str]:
    """Ids of the leaves that hold what somebody said, or wrote elsewhere."""
    return {ast.leaf_id(span) for top in blocks for block in _quotations(top) for span in ast.each_leaf([block])}


def _quotations(node: Any) -> Iterator[Block]:
    """The blocks of quotations, however deep they stand."""
    if isinstance(node, list):
        for child in node:
            yield from _quotations(child)
    elif isinstance(node, dict) and node.get("t") not in TEXTS:
        kind, content = node.get("t"), node.get("c", [])
        if kind == "BlockQuote" or (kind == "Div" and not QUOTING.isdisjoint(content[0][1])):
            yield node
        else:
            yield from _quotations(content)
