"""One list of `restitution.yaml` written anew, as an editor at the desk has it: the rest stays byte for byte.

A list is moved as pieces of the file's own text, each item with the comments above it and behind it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

import yaml

from restitution.errors import WrongUse
from restitution.settings.reading import SETTINGS_FILE

BOM: Final = b"\xef\xbb\xbf"
COMMENT: Final = re.compile(r"[ \t]*#[^\n]*(?:\n|$)")
LEFT: Final = WrongUse(
    f"La liste est écrite dans {SETTINGS_FILE} d'une façon que le bureau ne sait pas changer sans risque.",
    "Changez-la dans le fichier lui-même.",
)


class _Found(NamedTuple):
    """Where the text of a key and its list begins and ends, and the list itself."""

    start: int
    end: int
    items: list[yaml.Node]
    is_flow: bool


def section(data: bytes, key: str) -> str:
    """The text of a key and its list, from the beginning of its line; empty where the file has none."""
    text = _decoded(data)
    found = _find(text, key)
    return text[found.start : found.end] if found else ""


def with_section(data: bytes, key: str, said: str) -> bytes:
    """The file with another text of a key and its list; at its end where it had none."""
    text = _decoded(data)
    found = _find(text, key)
    start, end = (found.start, found.end) if found else (len(text), len(text))
    head = text[:start]
    opened = "" if found or not said or head.endswith("\n") else _line(text)
    return _encoded(data, f"{head}{opened}{said}{text[end:]}")


def moved(data: bytes, key: str, order: Sequence[int]) -> str:
    """The text of a list whose items stand in another order. Raises `WrongUse` where that cannot be done safely.

    `order`: for each place, which item of today stands there.
    """
    text = _decoded(data)
    found = _find(text, key)
    if found is None or sorted(order) != list(range(len(found.items))):
        raise LEFT
    spans = _flow_spans(found) if found.is_flow else _line_spans(text, found)
    pieces = [text[start:end] for start, end in spans]
    if not found.is_flow:
        pieces = [one if one.endswith("\n") else one + _line(text) for one in pieces]
    parts, last = [], found.start
    for place, (start, end) in enumerate(spans):
        parts += [text[last:start], pieces[order[place]]]
        last = end
    made = "".join([*parts, text[last : found.end]])
    return made if text[: found.end].endswith("\n") or found.end < len(text) else made.rstrip("\r\n")


def with_item(data: bytes, key: str, item: str) -> str:
    """The text of a list with one more item, on one line, at its end; a list that there was not is begun."""
    text = _decoded(data)
    found, line = _find(text, key), _line(text)
    if found is None:
        return f"{key}:{line}  - {item}{line}"
    said = text[found.start : found.end]
    if not found.items or found.is_flow:
        raise LEFT
    dash = " " * (found.items[0].start_mark.column - 2)
    opened = "" if said.endswith("\n") else line
    return f"{said}{opened}{dash}- {item}{line}"


def one_line(value: dict[str, str]) -> str:
    """A record as such a file has it, on one line, its texts in quotes."""
    cells = (f"{key}: {_quoted(said)}" for key, said in value.items())
    return f"{{{', '.join(cells)}}}"


def _quoted(said: str) -> str:
    text = " ".join(said.split())
    dumped = yaml.safe_dump(text, default_style='"', allow_unicode=True, width=1 << 20)
    return str(dumped).strip()


def _decoded(data: bytes) -> str:
    return data.decode("utf-8-sig")


def _encoded(before: bytes, text: str) -> bytes:
    return (BOM if before.startswith(BOM) else b"") + text.encode()


def _line(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _find(text: str, key: str) -> _Found | None:
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        raise LEFT
    pair = next(((name, value) for name, value in root.value if name.value == key), None)
    if pair is None:
        return None
    name, value = pair
    if not isinstance(value, yaml.SequenceNode):
        raise LEFT
    end = _line_end(text, _last(value).end_mark.index) if value.value else _line_end(text, value.end_mark.index)
    if not value.flow_style:
        end = _behind(text, end, value.start_mark.column)
    return _Found(name.start_mark.index, end, list(value.value), bool(value.flow_style))


def _last(node: yaml.Node) -> yaml.Node:
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return node


def _line_end(text: str, index: int) -> int:
    """Where the line ends on which a node does; a block of text ends where the next line begins."""
    if index and text[index - 1] == "\n":
        return index
    found = text.find("\n", index)
    return len(text) if found < 0 else found + 1


def _behind(text: str, index: int, dash: int) -> int:
    """Behind the comments that go on speaking of the item above: they stand further in than its dash."""
    while (comment := COMMENT.match(text, index)) and comment[0].index("#") > dash and comment.end() > index:
        index = comment.end()
    return index


def _flow_spans(found: _Found) -> list[tuple[int, int]]:
    return [(one.start_mark.index, one.end_mark.index) for one in found.items]


def _line_spans(text: str, found: _Found) -> list[tuple[int, int]]:
    """Each item with its lines: what stands between two belongs to the second one."""
    dash = found.items[0].start_mark.column - 2
    starts = [text.rindex("-", found.start, one.start_mark.index) for one in found.items]
    if any(text[text.rfind("\n", 0, start) + 1 : start].strip() for start in starts):
        raise LEFT  # two dashes on one line
    ends = [_behind(text, _line_end(text, _last(one).end_mark.index), dash) for one in found.items]
    first = _line_end(text, found.start + 1)
    return list(zip([first, *ends[:-1]], ends, strict=True))
