"""Writes the slides as PPTX."""

from pathlib import Path

from restitution import store
from restitution.plan import Plan
from restitution.stages.given import document_in
from restitution.stages.media import public_media
from restitution.store import Store
from restitution.writers.pptx import write_pptx


def run(_: Plan, inputs: list[str], outputs: list[str]) -> None:
    """The slides, with the speaker's notes."""
    document = document_in(Path(inputs[0]))
    store.write(Path(outputs[0]), write_pptx(document, public_media(Store(Path("store")), document)))
