"""Tables of `docs/reglages.md`, from the types: `python -m restitution.settings.reference docs/reglages.md`.

The page is written by hand but for what stands between two marks, which this renews.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import inspect

from restitution.messages import listed
from restitution.reference import renew
from restitution.settings.types import PART_TITLES, SORTIES_PRETES, Settings

COMMAND: Final = "python -m restitution.settings.reference docs/reglages.md"

TOP: Final = "Premier niveau"


def tables() -> str:
    """Every key: what it is for, what it takes, an example; then the parts of a plan."""
    records = keys_of(Settings, TOP)
    parts = "\n".join(f"| `{key}` | {title} |" for key, title in PART_TITLES.items())
    outputs = listed(f"`{word}`" for word in SORTIES_PRETES)
    return (
        f"{records}\n### Parties d’un plan\n\n| partie | titre du modèle |\n|---|---|\n{parts}\n\n"
        f"Fabriquées aujourd’hui : {outputs}.\n"
    )


def keys_of(record: type[msgspec.Struct], first: str) -> str:
    """A table for a record and for each that it holds; `first`: the title of the first."""
    return "\n".join(
        f"### {name if name != TOP else first}\n\n{_table(one)}" for name, one in _records("", record)
    )


def _records(name: str, record: type[msgspec.Struct]) -> Iterator[tuple[str, inspect.StructType]]:
    info = inspect.type_info(record)
    assert isinstance(info, inspect.StructType)  # noqa: S101 - tells mypy what type_info gives for a struct
    yield f"`{name}`" if name else TOP, info
    for field in info.fields:
        inner = _bare(field.type)
        inner = _bare(inner.item_type) if isinstance(inner, inspect.VarTupleType) else inner
        if isinstance(inner, inspect.StructType):
            yield from _records(f"{name}.{field.encode_name}".strip("."), inner.cls)


def _table(record: inspect.StructType) -> str:
    rows = "\n".join(_row(field) for field in record.fields)
    return f"| clé | ce que c’est | valeur | exemple |\n|---|---|---|---|\n{rows}\n"


def _row(field: inspect.Field) -> str:
    about = (field.type.extra_json_schema or {}) if isinstance(field.type, inspect.Metadata) else {}
    example = next(iter(about.get("examples", [])), None)
    shown = "" if example is None else f"`{field.encode_name}: {_written(example)}`"
    must = " **(obligatoire)**" if field.required else ""
    return f"| `{field.encode_name}` | {about.get('description', '')}{must} | {_value(field.type)} | {shown} |"


def _value(wanted: inspect.Type) -> str:
    bare = _bare(wanted)
    if isinstance(bare, inspect.VarTupleType):
        return f"liste : {_value(bare.item_type)}"
    if isinstance(bare, inspect.StructType):
        return "clés ci-dessous"
    if isinstance(bare, inspect.BoolType):
        return "`oui` ou `non`"
    if isinstance(bare, inspect.LiteralType) and set(bare.values) == set(PART_TITLES):
        return "une partie (dernière table)"
    if isinstance(bare, inspect.LiteralType):
        return listed((f"`{word}`" for word in bare.values), "ou")
    extra = (wanted.extra or {}) if isinstance(wanted, inspect.Metadata) else {}
    return str(extra.get("attendu", "texte"))


def _bare(wanted: inspect.Type) -> inspect.Type:
    return wanted.type if isinstance(wanted, inspect.Metadata) else wanted


def _written(example: Any) -> str:
    """An example as YAML has it on one line."""
    if isinstance(example, list):
        return f"[{', '.join(_written(item) for item in example)}]"
    if isinstance(example, dict):
        return f"{{{', '.join(f'{key}: {_written(value)}' for key, value in example.items())}}}"
    return f'"{example}"' if re.search(r" #|: ", str(example)) else str(example)


if __name__ == "__main__":
    renew(Path(sys.argv[1]), COMMAND, tables())
