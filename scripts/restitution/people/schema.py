"""JSON Schema of `personnes.yaml`, from its types: `python -m restitution.people.schema` prints it.

It describes the file with the words of `docs/registre.md`, which an editor's YAML helper checks and completes. The
register itself understands more: accents, capitals, usual words.
"""

from __future__ import annotations

import sys
from typing import Any, Final

import msgspec

from restitution.people.register import SCOPES
from restitution.people.register_file import LEVEL_NAMES, RECORD
from restitution.settings.schema import schema_of

TITLE: Final = "Registre des personnes (sources/_confidentiel/personnes.yaml)"
DAY: Final = r"^(\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4})$"


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12)."""
    made = schema_of(RECORD, TITLE)
    records = {name.removeprefix("_"): _closed(one) for name, one in made["$defs"].items()}
    person, agreed, recording = (records[name]["properties"] for name in ("Person", "Agreement", "Recording"))
    person["niveau"] |= {"enum": list(LEVEL_NAMES)}
    agreed["portee"]["anyOf"] = [{"enum": list(SCOPES)}, {"type": "array", "items": {"enum": list(SCOPES)}}]
    for fields in (agreed, recording):
        fields["le"] |= {"pattern": DAY}
        fields["retire_le"] |= {"pattern": DAY}
    records["Person"] = {"anyOf": [{"type": "string"}, records["Person"]]}
    whole = {**made, "$defs": records}
    return dict(msgspec.json.decode(msgspec.json.encode(whole).replace(b"/$defs/_", b"/$defs/")))


def _closed(record: dict[str, Any]) -> dict[str, Any]:
    """A record that takes no other key; a key without a value says nothing, as in the register."""
    fields = {
        key: {k: v for k, v in value.items() if k != "default"} for key, value in record["properties"].items()
    }
    return {**record, "properties": fields, "additionalProperties": False}


def schema_json() -> bytes:
    """The schema as it is shipped in `docs/schema/`."""
    return msgspec.json.format(msgspec.json.encode(schema()), indent=2) + b"\n"


if __name__ == "__main__":
    sys.stdout.buffer.write(schema_json())
