"""Turns marked YAML into the plain values of a type, and tells each place where the file says something else."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping as MappingType
from functools import cache
from typing import Any, Final

from msgspec import inspect

from restitution.messages import expected, listed, nearest
from restitution.settings.marked_yaml import Entry, Mapping, Node, Scalar, Sequence

Path = tuple[str | int, ...]
YES_NO: Final = {"oui": True, "non": False}
AFTER_HASH: Final = "après une espace, # commence un commentaire : mettez la valeur entre guillemets"
ROOT: Final = "le fichier"


class Conformed:
    """What a file says, as plain values, with what is wrong in it.

    `values` holds what could be understood, wrong words included, so that later checks do not invent new mistakes.
    """

    def __init__(self, root: Node, wanted: type) -> None:
        self.troubles: list[tuple[int, str]] = []
        self.lines: dict[Path, int] = {}
        self.values: Any = self._value(root, _told_of(wanted), (), {})

    def line(self, path: Path) -> int:
        """The line of what stands at `path`, else of what holds it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def wrong(self, path: Path, text: str) -> None:
        """Note that what stands at `path` is wrong."""
        self.troubles.append((self.line(path), text))

    def _value(self, node: Node, wanted: inspect.Type, path: Path, extra: MappingType[str, Any]) -> Any:
        self.lines.setdefault(path, node.line)
        if isinstance(wanted, inspect.Metadata):
            return self._value(node, wanted.type, path, wanted.extra or {})
        if isinstance(wanted, inspect.StructType):
            return self._record(node, wanted, path)
        if isinstance(wanted, inspect.VarTupleType):
            return self._list(node, wanted, path)
        if not isinstance(node, Scalar):
            self._unlike(path, node, "un mot ou un texte")
            return None
        return self._scalar(node.text.strip(), wanted, path, extra)

    def _record(self, node: Node, wanted: inspect.StructType, path: Path) -> Any:
        short = getattr(wanted.cls, "SHORT", "")
        if isinstance(node, Scalar) and short and not node.empty:
            node = Mapping([Entry(short, node.line, node)], node.line)
        fields = {field.encode_name: field for field in wanted.fields}
        if not isinstance(node, Mapping):
            self._unlike(path, node, f"des clés parmi {listed(fields)}")
            return None
        found: dict[str, Any] = {}
        for entry in self._known(node, list(fields), path):
            place = (*path, entry.key)
            self.lines[place] = entry.line
            if not (isinstance(entry.value, Scalar) and entry.value.empty):
                found[entry.key] = self._value(entry.value, fields[entry.key].type, place, {})
        for name, field in fields.items():
            if field.required and name not in found:
                self.wrong(
                    (*path, name),
                    f"clé « {name} » absente ou vide{_in(path)} ; attendu : {_shown(name, field.type)}",
                )
        return found

    def _known(self, node: Mapping, keys: list[str], path: Path) -> list[Entry]:
        entries: dict[str, Entry] = {}
        for entry in node.entries:
            first = entries.get(entry.key)
            if first:
                self.troubles.append(
                    (entry.line, f"clé « {entry.key} » déjà écrite à la ligne {first.line} ; gardez-en une")
                )
            elif entry.key in keys:
                entries[entry.key] = entry
            else:
                known = nearest(entry.key, keys) or f"une clé parmi {listed(keys)}"
                self.troubles.append((entry.line, f"clé inconnue « {entry.key} »{_in(path)} ; attendu : {known}"))
        return list(entries.values())

    def _list(self, node: Node, wanted: inspect.VarTupleType, path: Path) -> list[Any] | None:
        """A lone value stands for a list of one, but for a list of mappings."""
        if isinstance(node, Sequence):
            items = node.items
        elif isinstance(node, Scalar) and not isinstance(_bare(wanted.item_type), inspect.StructType):
            items = [node]
        else:
            self._unlike(path, node, "une liste (un tiret par élément)")
            return None
        found = [self._value(item, wanted.item_type, (*path, n), {}) for n, item in enumerate(items)]
        self._count(len(found), wanted, path)
        return found

    def _count(self, count: int, wanted: inspect.VarTupleType, path: Path) -> None:
        if wanted.min_length is not None and count < wanted.min_length:
            self.wrong(path, f"{_name(path)} : {count} dans la liste ; attendu : {wanted.min_length} au moins")
        if wanted.max_length is not None and count > wanted.max_length:
            self.wrong(path, f"{_name(path)} : {count} dans la liste ; attendu : {wanted.max_length} au plus")

    def _scalar(self, text: str, wanted: inspect.Type, path: Path, extra: MappingType[str, Any]) -> str | bool:
        if isinstance(wanted, inspect.BoolType):
            if text.casefold() not in YES_NO:
                self.wrong(path, f"{_name(path)} : « {text} » ; attendu : oui ou non")
            return YES_NO.get(text.casefold(), True)
        if isinstance(wanted, inspect.LiteralType):
            words = [str(word) for word in wanted.values]
            if text not in words:
                self.wrong(path, f"{_name(path)} : mot inconnu « {text} » ; attendu : {expected(text, words)}")
            return text
        right = "une valeur" if not text else extra.get("attendu", "")
        pattern = wanted.pattern if isinstance(wanted, inspect.StrType) else None
        if not text or (pattern and not re.search(pattern, text)):
            self.wrong(path, f"{_name(path)} : « {text} » ; attendu : {right}")
        elif text.count("«") > text.count("»"):
            self.wrong(path, f"{_name(path)} : « {text} » est coupé ; {AFTER_HASH}")
        elif extra.get("date") and not is_date(text):
            self.wrong(path, f"{_name(path)} : la date « {text} » n’existe pas ; attendu : {right}")
        return text

    def _unlike(self, path: Path, node: Node, right: str) -> None:
        found = {Scalar: "une valeur seule", Sequence: "une liste", Mapping: "des clés"}[type(node)]
        self.wrong(path, f"{_name(path)} : {found} ; attendu : {right}")


def _bare(wanted: inspect.Type) -> inspect.Type:
    return wanted.type if isinstance(wanted, inspect.Metadata) else wanted


def _name(path: Path) -> str:
    words = [str(step) for step in path if isinstance(step, str)]
    return words[-1] if words else ROOT


def _in(path: Path) -> str:
    words = [str(step) for step in path if isinstance(step, str)]
    return f" dans {words[-1]}" if words else ""


def _shown(name: str, wanted: inspect.Type) -> str:
    """« titre: … », with the field's own example where it has a simple one."""
    schema = (wanted.extra_json_schema or {}) if isinstance(wanted, inspect.Metadata) else {}
    example = next(iter(schema.get("examples", [])), None)
    return f"{name}: {example}" if isinstance(example, str) else name


def is_date(text: str) -> bool:
    """Whether `text` is an ISO date that exists."""
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


@cache
def _told_of(wanted: type) -> inspect.Type:
    """What a type is made of: the same at each reading."""
    return inspect.type_info(wanted)
