"""Writes the DOCX."""

from pathlib import Path

from restitution import store
from restitution.model import Document
from restitution.plan import Plan
from restitution.plan.templates import REFERENCES
from restitution.stages.given import document_in
from restitution.stages.media import dots_of, public_media
from restitution.store import Store
from restitution.writers.docx import reference_docx, write_docx


def run(plan: Plan, inputs: list[str], outputs: list[str]) -> None:
    """A document as DOCX, in the look of the project's `templates/reference.docx` or `.dotx` when it has one.

    No byte for a document without a block: there is nothing to publish.
    """
    kept = Store(Path("store"))
    document = document_in(Path(inputs[0]))
    if not document.blocks:
        store.write(Path(outputs[0]), b"")
        return
    store.write(Path(outputs[0]), docx_of(plan, kept, document))


def docx_of(plan: Plan, kept: Store, document: Document) -> bytes:
    """A document in the project's look, with its pictures."""
    media = public_media(kept, document)
    reference = own_reference(plan, kept) or reference_docx()
    return write_docx(document, media, reference, dots_of(document, media))


def own_reference(plan: Plan, kept: Store) -> bytes:
    """The project's own reference document; empty when it has none."""
    own = next((plan.templates[name] for name in REFERENCES if name in plan.templates), "")
    return kept.get(own) if own else b""
