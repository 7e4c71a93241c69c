"""The JSON Schema of `document.json`, from the model itself."""

from __future__ import annotations

from typing import Final

import msgspec

from restitution.model import Document
from restitution.store import encode

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
TITLE: Final = "Publication d’une restitution (document.json)"
ABOUT: Final = (
    "`blocks` : les blocs de pandoc (AST 1.23). Chaque paragraphe est dans un Span de classe « leaf », dont "
    "l’identifiant est celui que « placements » rattache à un fichier et à une place de ce fichier."
)


def document_schema() -> bytes:
    """Draft 2020-12."""
    return encode({"$schema": DRAFT, "title": TITLE, "description": ABOUT, **msgspec.json.schema(Document)})
