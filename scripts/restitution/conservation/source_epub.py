"""Step (a) for a book: every word of each of its pages, in their order, footnotes apart."""

from __future__ import annotations

import posixpath
from collections import Counter
from urllib.parse import unquote

from restitution.conservation.align import is_subsequence
from restitution.conservation.ast_words import Words, block_words
from restitution.conservation.container import Container
from restitution.conservation.source_html import html_page_words
from restitution.conservation.verdict import Check, Stray
from restitution.conservation.words import words
from restitution.model import Block, Reading


def epub_words(data: bytes) -> list[str]:
    """The words of the pages that the book lists, each page once. Raises `UnreadableSource`."""
    book = Container(data, "epub")
    where = [node.get("full-path", "") for node in book.tree("META-INF/container.xml").iter("{*}rootfile")]
    package = unquote(where[0]) if where else ""
    root = book.tree(package)
    files = {node.get("id"): unquote(node.get("href", "")) for node in root.iter("{*}item")}
    listed = [files[node.get("idref")] for node in root.iter("{*}itemref") if node.get("idref") in files]
    names = [posixpath.normpath(posixpath.join(posixpath.dirname(package), name)) for name in listed]
    return [word for name in dict.fromkeys(names) if name in book for word in html_page_words(book.part(name))]


def check_epub(data: bytes, reading: Reading) -> Check:
    """Compare a book with its reading: words as often, text in its order. Raises `UnreadableSource`."""
    held = epub_words(data)
    note = block_words(reading.blocks)
    listed = [word for one in reading.not_taken for word in words(one.text)]
    told = Counter(note) + Counter(listed)
    notes: list[list[Block]] = []
    text = Words(notes=notes)
    text.blocks(reading.blocks)
    is_in_order = is_subsequence(text.flow.done(), held)
    return Check(
        words_in=len(held),
        words_note=len(note),
        words_not_taken=len(listed),
        missing=[Stray(word, word) for word in (Counter(held) - told).elements()],
        extra=[Stray(word, word) for word in (told - Counter(held)).elements()],
        moved=[] if is_in_order else [Stray(word, word) for word in note[:1]],
    )
