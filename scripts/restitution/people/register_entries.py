"""One entry of a register that an editor writes by hand: changed, or put back, the rest as it is byte for byte."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

import msgspec
import yaml

from restitution.errors import WrongUse
from restitution.messages import folded
from restitution.people.register import Agreement, Level, Person
from restitution.people.register_file import AGREEMENT_KEYS, LEVEL_WORD_OF, PERSON_KEYS, one_line, people_in
from restitution.people.register_text import after_comments, end_of
from restitution.settings.marked_yaml import read

BOM: Final = b"\xef\xbb\xbf"
BESIDE: Final = frozenset({"image", "enregistrement"})
"""Keys that say something of the agreement without being in it."""
COMMENT: Final = re.compile(r"(?:^|\s)#")
Change = tuple[int, int, str]
"""Where a piece of text begins and ends, and what stands there afterwards."""


def entries(data: bytes) -> dict[str, str]:
    """Name of each person -> the text of her entry."""
    text = _decoded(data)
    return {name: text[slice(*_span(text, item, dash))] for name, item, dash in _each(text)}


def with_entry(data: bytes, name: str, entry: str) -> bytes:
    """The register with another text for the entry of a person. Raises `WrongUse` where she has none."""
    text = _decoded(data)
    for other, item, dash in _each(text):
        if other == name:
            start, end = _span(text, item, dash)
            return _encoded(data, text[:start] + entry + text[end:])
    raise _not_there(name)


def changed_entry(
    data: bytes, file: str, name: str, level: Level | None, agreement: Agreement | None
) -> str | None:
    """The entry of a person with another level, or another agreement; None where it cannot be done safely.

    `file`: the name of the register's file. Raises `WrongUse` where she has none.
    """
    text = _decoded(data)
    try:
        if level:
            text = _applied(text, _level(text, _found(text, name), level))
        if agreement:
            text = _applied(text, _agreement(text, _found(text, name), agreement))
        after = _encoded(data, text)
        return entries(after)[name] if _holds(data, after, file, name, level, agreement) else None
    except (_UnsafeError, yaml.YAMLError):
        return None


def _found(text: str, name: str) -> yaml.Node:
    found = next((item for other, item, _ in _each(text) if other == name), None)
    if found is None:
        raise _not_there(name)
    return found


def _applied(text: str, change: Change) -> str:
    start, end, words = change
    return text[:start] + words + text[end:]


def _holds(
    before: bytes, after: bytes, file: str, name: str, level: Level | None, agreement: Agreement | None
) -> bool:
    """Whether the new file says all that the old one said, but for what was to change."""
    try:
        old, new = (people_in(read(data, file), file) for data in (before, after))
    except WrongUse:
        return False
    wanted = [changed(one, level, agreement) if one.nom == name else one for one in old.people]
    return new == old._replace(people=wanted)


def changed(person: Person, level: Level | None, agreement: Agreement | None) -> Person:
    """A person with another level, or another agreement."""
    return msgspec.structs.replace(
        person,
        niveau=person.niveau if level is None else level,
        accord=person.accord if agreement is None else agreement,
    )


class _UnsafeError(Exception):
    """An entry is written in a way that is left to its author."""


def _not_there(name: str) -> WrongUse:
    return WrongUse(f"« {name} » n'a pas de fiche dans ce registre.", "Rechargez la page.")


def _decoded(data: bytes) -> str:
    return data.decode("utf-8-sig")


def _encoded(before: bytes, text: str) -> bytes:
    return (BOM if before.startswith(BOM) else b"") + text.encode()


def _each(text: str) -> Iterator[tuple[str, yaml.Node, int]]:
    """Each person: her name, her entry, the column of its dash, -1 in a list between brackets."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    lists = [root] if isinstance(root, yaml.SequenceNode) else []
    if isinstance(root, yaml.MappingNode):
        lists = [value for key, value in root.value if folded(str(key.value)) == "personnes"]
    for people in lists:
        if isinstance(people, yaml.SequenceNode):
            dash = -1 if people.flow_style else people.start_mark.column
            yield from ((name, item, dash) for item in people.value if (name := _name(item)))


def _name(item: yaml.Node) -> str:
    node = _value(item, "nom") if isinstance(item, yaml.MappingNode) else item
    if not isinstance(node, yaml.ScalarNode):
        return ""
    return " ".join(unicodedata.normalize("NFC", str(node.value)).split())


def _pair(item: yaml.Node, wanted: str) -> tuple[yaml.Node, yaml.Node] | None:
    pairs = item.value if isinstance(item, yaml.MappingNode) else []
    return next(((k, v) for k, v in pairs if PERSON_KEYS.get(folded(str(k.value))) == wanted), None)


def _value(item: yaml.Node, wanted: str) -> yaml.Node | None:
    pair = _pair(item, wanted)
    return pair[1] if pair else None


def _span(text: str, item: yaml.Node, dash: int) -> tuple[int, int]:
    """Where an entry begins and ends, the comments that go on speaking of her included."""
    start, end = item.start_mark.index, item.end_mark.index
    if isinstance(item, yaml.MappingNode) and not item.flow_style:
        end = _before_break(text, after_comments(text, end_of(text, item), dash))
    return start, end


def _before_break(text: str, end: int) -> int:
    """The end of a line, before what breaks it."""
    return len(text[:end].rstrip("\r\n"))


def _level(text: str, item: yaml.Node, level: Level) -> Change:
    return _set(text, item, "niveau", one_line(LEVEL_WORD_OF[level]))


def _agreement(text: str, item: yaml.Node, said: Agreement) -> Change:
    if isinstance(item, yaml.MappingNode) and any(_is_beside(str(key.value)) for key, _ in item.value):
        raise _UnsafeError
    cells = {
        "le": said.le,
        "portee": f"[{', '.join(said.portee)}]" if said.portee else "",
        "preuve": one_line([said.preuve])[1:-1] if said.preuve else "",
        "retire_le": said.retire_le,
    }
    told = ", ".join(f"{key}: {cell}" for key, cell in cells.items() if cell)
    return _set(text, item, "accord", f"{{{told}}}")


def _is_beside(key: str) -> bool:
    """Whether a key of an entry tells of the agreement, outside of `accord`."""
    return folded(key) in AGREEMENT_KEYS or folded(key) in BESIDE


def _set(text: str, item: yaml.Node, key: str, value: str) -> Change:
    """A key of an entry with another value, or the key that it has not."""
    pair = _pair(item, key)
    if pair is None:
        return _added(text, item, key, value)
    start = pair[0].end_mark.index
    end = _last(pair[1]).end_mark.index
    if COMMENT.search(text[start:end]) or getattr(pair[1], "style", None) in {"|", ">"}:
        raise _UnsafeError
    if isinstance(pair[1], yaml.MappingNode) and not pair[1].flow_style:
        return text.index(":", start) + 1, end, f" {value}"
    gap = "" if pair[1].start_mark.index < end else " "
    return pair[1].start_mark.index, end, f"{gap}{value}"


def _last(node: yaml.Node) -> yaml.Node:
    """What a node ends with: its own bracket, or the last thing in it."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return node


def _added(text: str, item: yaml.Node, key: str, value: str) -> Change:
    line = "\r\n" if "\r\n" in text else "\n"
    if not isinstance(item, yaml.MappingNode):
        if getattr(item, "style", None) in {"|", ">"}:
            raise _UnsafeError
        written = text[item.start_mark.index : item.end_mark.index]
        indent = " " * item.start_mark.column
        return item.start_mark.index, item.end_mark.index, f"nom: {written}{line}{indent}{key}: {value}"
    if item.flow_style:
        end = _last(item.value[-1][1]).end_mark.index
        return end, end, f", {key}: {value}"
    end = _before_break(text, end_of(text, item))
    indent = " " * item.value[0][0].start_mark.column
    return end, end, f"{line}{indent}{key}: {value}"
