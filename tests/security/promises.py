"""Writes the tables of SECURITY.md: `uv run python -m tests.security.promises`."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any, Final

import yaml
from msgspec import structs
from msgspec.inspect import IntType, Metadata, StructType, type_info

from restitution.limits import USUAL, Limits
from restitution.messages import number
from restitution.reference import opening, renewed

TESTS: Final = Path(__file__).parents[1]
PAGE: Final = TESTS.parent / "SECURITY.md"
COMMAND: Final = "uv run python -m tests.security.promises"
MEGABYTE: Final = 1_000_000
COUNTS: Final = frozenset({"members", "ratio", "tags", "cells", "markdown", "groups", "pages", "signs"})
"""Limits that are no bytes."""


def promises() -> list[dict[str, Any]]:
    """Each promise with the tests that hold it."""
    found: list[dict[str, Any]] = yaml.safe_load((TESTS / "security" / "promises.yaml").read_text("utf-8"))
    return found


def exists(test: str) -> bool:
    """Whether there is a test of that name."""
    file, _, name = test.partition("::")
    path = TESTS / file
    if not path.is_file():
        return False
    tree = ast.parse(path.read_text("utf-8"))
    return any(isinstance(node, ast.FunctionDef) and node.name == name for node in ast.walk(tree))


def tables() -> str:
    """Both tables, in Markdown."""
    lines = ["| promesse | tenue par |", "|---|---|"]
    lines += [f"| {one['promesse']} | {', '.join(f'`{test}`' for test in one['tests'])} |" for one in promises()]
    lines += ["", "| limite d'un fichier | valeur |", "|---|---|"]
    lines += [f"| {what} | {value} |" for what, value in _limits()]
    return "\n".join(lines)


def _limits() -> list[tuple[str, str]]:
    wanted = type_info(Limits)
    assert isinstance(wanted, StructType)
    described = {
        field.encode_name: (field.type.extra_json_schema or {}).get("description", "")
        for field in wanted.fields
        if isinstance(field.type, Metadata) and isinstance(field.type.type, IntType)
    }
    return [(described[name], _told(name, value)) for name, value in structs.asdict(USUAL).items()]


def _told(name: str, value: int) -> str:
    return number(value) if name in COUNTS else f"{number(value / MEGABYTE)} Mo"


def page() -> str:
    """SECURITY.md as it should be."""
    return renewed(PAGE.read_text("utf-8"), COMMAND, tables())


if __name__ == "__main__":
    assert opening(COMMAND) in PAGE.read_text("utf-8")
    PAGE.write_text(page(), "utf-8")
