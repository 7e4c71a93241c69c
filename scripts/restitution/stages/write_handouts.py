"""Writes what a meeting hangs and hands out, as PDF and as DOCX."""

from pathlib import Path

from restitution import resources, store
from restitution.model import Finding
from restitution.plan import Plan
from restitution.plan.handouts import POSTERS, PRINTED, SHEETS, document_of
from restitution.stages.given import document_in
from restitution.stages.media import public_media
from restitution.stages.write_docx import docx_of
from restitution.stages.write_pdf import BASE, template
from restitution.store import Store
from restitution.writers.pdf import read_glyphs, unshown, write_pdf
from restitution.writers.pdf.hung import told_of_poster

TEMPLATES = {POSTERS: "typst/affiche.typ", SHEETS: "typst/dossier.typ"}
"""Folder of `output/` -> the template of its PDF, which starts from that of the publication."""


def run(plan: Plan, _: list[str], outputs: list[str]) -> None:
    """The files of `plan.handouts`, then findings/handouts.jsonl: letters that no font has, crowded posters."""
    with resources.fonts(Path(plan.project)) as fonts:
        writer = _Writer(plan, fonts)
        for handout, output in zip(plan.handouts, outputs, strict=False):
            store.write(Path(output), writer.written(handout))
    store.write_contract(Path(outputs[-1]), plan.keys[outputs[-1]], writer.findings)


class _Writer:
    """Writes each in its format."""

    def __init__(self, plan: Plan, fonts: Path) -> None:
        self._plan, self._kept, self._fonts = plan, Store(Path("store")), fonts
        self.findings: list[Finding] = []

    def written(self, handout: str) -> bytes:
        """The bytes of one; none for a document without a block: there is nothing to publish."""
        document = document_in(Path(document_of(handout)))
        if not document.blocks:
            return b""
        if handout.endswith(".docx"):
            return docx_of(self._plan, self._kept, document)
        media = public_media(self._kept, document)
        look = template(self._plan, self._kept, TEMPLATES[handout.partition("/")[0]])
        base = template(self._plan, self._kept, BASE)
        if handout.startswith(PRINTED):  # which says what the poster without bleed says, and was told of it
            return write_pdf(document, media, look, self._fonts, base, has_bleed=True)
        data = write_pdf(document, media, look, self._fonts, base)
        self.findings += unshown(document, read_glyphs(self._fonts))
        self.findings += told_of_poster(handout, data) if handout.startswith(POSTERS) else []
        return data
