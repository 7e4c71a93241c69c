"""Writes the web page."""

from pathlib import Path

from restitution import store
from restitution.plan import Plan
from restitution.stages.given import document_in
from restitution.stages.media import public_media
from restitution.store import Store
from restitution.writers.html import TEMPLATES, write_html


def run(plan: Plan, inputs: list[str], outputs: list[str]) -> None:
    """A document as a web page; no byte for one without a block: there is nothing to publish."""
    kept = Store(Path("store"))
    document = document_in(Path(inputs[0]))
    if not document.blocks:
        store.write(Path(outputs[0]), b"")
        return
    media = public_media(kept, document)
    templates = {name: kept.get(plan.templates[name]) for name in TEMPLATES}
    store.write(Path(outputs[0]), write_html(document, media, templates))
