"""The JSON Schema of the register: today's, and of one mind with the register about what may be written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from restitution.errors import WrongUse
from restitution.people import schema
from restitution.people.register_file import people_in
from restitution.settings.marked_yaml import read

jsonschema = pytest.importorskip("jsonschema")
ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "docs/schema/personnes.schema.json"
EXAMPLE = ROOT / "sources/_confidentiel/personnes.yaml"
SHOWN = re.findall(r"```yaml\n(.+?)```", (ROOT / "docs/registre.md").read_text("utf-8"), re.DOTALL)


class Plain(yaml.SafeLoader):
    """Every scalar a text, as the register reads them."""


Plain.yaml_implicit_resolvers = {}


def troubles(text: str) -> list[str]:
    checker = jsonschema.Draft202012Validator(schema.schema())
    return [error.message for error in checker.iter_errors(yaml.load(text, Plain))]  # noqa: S506 a safe loader


def test_the_shipped_schema_is_today_s() -> None:
    command = "uv run python -m restitution.people.schema > docs/schema/personnes.schema.json"
    assert SCHEMA.read_bytes() == schema.schema_json(), f"The schema is not today's; to mend it: {command}"


@pytest.mark.parametrize("text", [EXAMPLE.read_text("utf-8"), *SHOWN])
def test_what_is_shown_is_right(text: str) -> None:
    assert troubles(text) == []


PERSON = "personnes:\n  - {nom: Zoé Martin, "


@pytest.mark.parametrize(
    ("said", "right"),
    [
        (f"{PERSON}niveau: fonction et structure, mineur: oui, variantes: la boulangère}}", True),
        (f"{PERSON}accord: {{le: 13/11/2025, portee: [nom, image]}}}}", True),
        (f"{PERSON}accord: {{le: 2025-11-13, portee: aucune}}}}", True),
        ("enregistrements:\n  - {fichier: a.vtt, le: 2025-11-13, relu: oui, empreinte: 3f9c}", True),
        ("pas_des_personnes: [Pierre Plate]", True),
        (f"{PERSON}nivau: nominatif}}", False),
        (f"{PERSON}niveau: connu}}", False),
        (f"{PERSON}accord: {{le: hier}}}}", False),
        (f"{PERSON}accord: {{portee: [nom, voiture]}}}}", False),
        (f"{PERSON}mineur: peut-être}}", False),
        ("personnes:\n  - {fonction: maire}", False),
        ("gens: []", False),
    ],
)
def test_the_schema_and_the_register_say_the_same(said: str, right: Any) -> None:
    try:
        people_in(read(said.encode(), "personnes.yaml"), "personnes.yaml")
        understood = True
    except WrongUse:
        understood = False
    assert (troubles(said) == [], understood) == (right, right)
