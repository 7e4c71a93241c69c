from __future__ import annotations

from typing import Any

from msgspec import inspect

from restitution.settings import Settings, schema

from .conftest import ROOT
from .test_reading import DOCUMENTED

SCHEMA = ROOT / "docs" / "schema" / "restitution.schema.json"


def test_the_json_schema_is_in_sync() -> None:
    command = "uv run python -m restitution.settings.schema > docs/schema/restitution.schema.json"
    assert SCHEMA.read_bytes() == schema.schema_json(), f"The schema is not today's; to mend it: {command}"


def test_the_schema_says_how_a_person_writes() -> None:
    made = schema.schema()["$defs"]
    assert made["Typography"]["properties"]["fine"]["enum"] == ["oui", "non"]
    assert [one["type"] for one in made["Visit"]["properties"]["realisee"]["anyOf"]] == ["string", "array"]
    assert made["Logo"]["anyOf"][0]["type"] == "string"
    assert made["Part"]["anyOf"][0]["enum"]
    assert made["Project"]["additionalProperties"] is False


def _fields(record: type) -> list[inspect.Field]:
    found: list[inspect.Field] = []
    info = inspect.type_info(record)
    assert isinstance(info, inspect.StructType)
    for field in info.fields:
        inner: Any = getattr(field.type, "type", field.type)
        inner = getattr(inner, "item_type", inner)
        found += [field, *(_fields(inner.cls) if isinstance(inner, inspect.StructType) else [])]
    return found


def test_every_key_is_described_and_shown_in_the_example() -> None:
    for field in _fields(Settings):
        assert field.type.extra_json_schema["description"].endswith("."), field.encode_name  # type: ignore[attr-defined]
        assert f"{field.encode_name}:" in DOCUMENTED, f"docs/reglages.md does not show {field.encode_name}"
