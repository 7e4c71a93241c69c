"""Typst literals. Every word of a note reaches Typst inside one of these strings, where nothing is markup."""

from __future__ import annotations

from collections.abc import Iterable


def string(text: str) -> str:
    r"""`text` as a Typst string: quotes and backslashes escaped, as are line ends."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'


def array(strings: Iterable[str]) -> str:
    """A Typst array of strings, empty or of one included."""
    return "(" + "".join(f"{string(text)}, " for text in strings) + ")"


def name(id_: str) -> str:
    """What stands before, known by the id of a leaf; nothing for a leaf that is not identified."""
    return f"#label({string(id_)})" if id_ else ""
