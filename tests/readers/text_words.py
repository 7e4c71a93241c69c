"""A counter of words for tests of the text readers; it shares nothing with what it checks."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from types import ModuleType
from typing import Any

from restitution.conservation.reading import check_reading
from restitution.model import Reading
from restitution.pandoc.run import read_batch


def read(reader: ModuleType, text: str | bytes, path: str = "note") -> Reading:
    data = text if isinstance(text, bytes) else text.encode()
    prepared = reader.prepare(data, path)
    blocks: Any = read_batch([prepared.job])[0] if prepared.job else []
    assert isinstance(blocks, list), blocks
    return reader.finish(prepared, blocks)


def words(text: str) -> list[str]:
    text = unicodedata.normalize("NFKC", text)
    return re.findall(r"[^\W_]+", text)


def shown(node: Any) -> str:  # noqa: PLR0911 one line a kind
    """Text of the AST as a reader of the page sees it, our own words left out."""
    if isinstance(node, list):
        return "".join(shown(part) for part in node)
    if not isinstance(node, dict):
        return ""
    kind, content = node["t"], node.get("c")
    match kind:
        case "Str":
            return content
        case "Space" | "SoftBreak" | "LineBreak":
            return " "
        case "Code":
            return content[1]
        case "Span" if "generated" in content[0][1]:
            return ""
        case "DefinitionList":
            return "".join(f"{shown(term)}\n{shown(texts)}\n" for term, texts in content)
        case "Note":
            return f" {shown(content)} "
        case "Para" | "Plain" | "Header":
            return f"{shown(content)}\n"
        case _:
            return shown(content)


def balance(reading: Reading, raw: str) -> tuple[Counter[str], Counter[str]]:
    """Words of the source that are nowhere, and words of the reading that the source does not have."""
    source = Counter(words(raw))
    found = Counter(words(shown(reading.blocks)))
    for gone in reading.not_taken:
        found.update(words(gone.text))
    return source - found, found - source


def in_order(reading: Reading, raw: str) -> bool:
    source = iter(words(raw))
    return all(any(word == other for other in source) for word in words(shown(reading.blocks)))


def lost(reading: Reading, source: str | bytes) -> str:
    """What the counter of Markdown has to say of a reading: nothing when all is well."""
    return check_reading(source if isinstance(source, bytes) else source.encode(), "md", reading).message


def gone(reading: Reading) -> list[tuple[str, str, str]]:
    return [(n.reason, n.text, n.where) for n in reading.not_taken]
