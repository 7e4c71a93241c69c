"""Writes the PDF."""

from pathlib import Path

from restitution import resources, store
from restitution.plan import Plan
from restitution.plan.outputs import VIEWS
from restitution.stages.given import document_in
from restitution.stages.media import public_media
from restitution.store import Store
from restitution.templating import decoded
from restitution.writers.pdf import read_glyphs, unshown, write_pdf

BASE, SLIDES = "typst/restitution.typ", "typst/diaporama.typ"


def run(plan: Plan, inputs: list[str], outputs: list[str]) -> None:
    """A document as PDF; no byte for one without a block: there is nothing to publish.

    findings/{output}.jsonl: characters that no font has.
    """
    kept = Store(Path("store"))
    document = document_in(Path(inputs[0]))
    if not document.blocks:
        store.write(Path(outputs[0]), b"")
        store.write_contract(Path(outputs[1]), plan.keys[outputs[1]], [])
        return
    media = public_media(kept, document)
    base = template(plan, kept, BASE)
    with resources.fonts(Path(plan.project)) as fonts:
        if inputs[0] == VIEWS:
            data = write_pdf(document, media, template(plan, kept, SLIDES), fonts, base)
        else:
            data = write_pdf(document, media, base, fonts)
        store.write(Path(outputs[0]), data)
        store.write_contract(Path(outputs[1]), plan.keys[outputs[1]], unshown(document, read_glyphs(fonts)))


def template(plan: Plan, kept: Store, name: str) -> bytes:
    """A template, by its name below `templates/`."""
    return decoded(name, kept.get(plan.templates[name])).encode()
