"""JSON Schema of `restitution.yaml`, from the types: `python -m restitution.settings.schema` prints it.

It describes the file as a person writes it, which an editor's YAML helper checks: oui and non, and a lone value
where a list of one, or a mapping with one telling key, is meant.
"""

from __future__ import annotations

import sys
from typing import Any, Final

import msgspec

from restitution.settings.types import Logo, Part, Settings

TITLE: Final = "Réglages d’une restitution (restitution.yaml)"
YES_NO: Final = ("oui", "non")
SHORT: Final = {record.__name__: record.SHORT for record in (Logo, Part)}


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12)."""
    return schema_of(Settings, TITLE)


def schema_of(record: type[msgspec.Struct], title: str) -> dict[str, Any]:
    """The JSON Schema of a file that is one record of some type."""
    made = msgspec.json.schema(record)
    records = {name: _described(name, one) for name, one in made["$defs"].items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "$ref": made["$ref"],
        "$defs": records,
    }


def _described(name: str, record: dict[str, Any]) -> dict[str, Any]:
    """A record with its fields as written; the docstrings in it are for us, not for the file's writer."""
    fields = {key: _field(value) for key, value in record["properties"].items()}
    told = {
        **{key: value for key, value in record.items() if key not in {"title", "description"}},
        "properties": fields,
    }
    return {"anyOf": [fields[SHORT[name]], told]} if name in SHORT else told


def _field(value: dict[str, Any]) -> dict[str, Any]:
    about: dict[str, Any] = {key: value[key] for key in ("description", "examples") if key in value}
    if value.get("type") == "boolean":
        return {**about, "enum": list(YES_NO), "default": YES_NO[not value["default"]]}
    if value.get("type") == "array" and "$ref" not in value["items"]:
        listed = {key: one for key, one in value.items() if key not in {*about, "default"}}
        return {**about, "anyOf": [value["items"], listed]}
    return value


def schema_json() -> bytes:
    """The schema as it is shipped in `docs/schema/`."""
    return msgspec.json.format(msgspec.json.encode(schema()), indent=2) + b"\n"


if __name__ == "__main__":
    sys.stdout.buffer.write(schema_json())
