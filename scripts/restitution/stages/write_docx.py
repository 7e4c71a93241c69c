"""Writes the DOCX."""

from pathlib import Path

import msgspec

from restitution import store
from restitution.model import Document
from restitution.plan import Plan
from restitution.stages.media import public_media
from restitution.store import Store
from restitution.writers.docx import reference_docx, write_docx

OWN_REFERENCE = "reference.docx"


def run(plan: Plan, inputs: list[str], outputs: list[str]) -> None:
    """A document as DOCX, in the look of the project's `templates/reference.docx` when it has one.

    No byte for a document without a block: there is nothing to publish.
    """
    kept = Store(Path("store"))
    document = msgspec.json.decode(Path(inputs[0]).read_bytes(), type=Document)
    if not document.blocks:
        store.write(Path(outputs[0]), b"")
        return
    media = public_media(kept, document)
    own = plan.templates.get(OWN_REFERENCE)
    store.write(Path(outputs[0]), write_docx(document, media, kept.get(own) if own else reference_docx()))
