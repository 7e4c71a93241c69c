"""Reads a written file back and compares it with the document, block by block: nothing is published unread."""

from pathlib import Path

import msgspec

from restitution import store
from restitution.conservation.published import Verified, check_docx, check_html, check_pdf
from restitution.conservation.published_marks import marks_in_docx, marks_in_html, marks_in_pdf
from restitution.errors import Loss, RestitutionError
from restitution.messages import listed, plural
from restitution.model import Document
from restitution.plan import Plan

CHECKS = {".docx": check_docx, ".pdf": check_pdf, ".html": check_html}
MARKS = {".docx": marks_in_docx, ".pdf": marks_in_pdf, ".html": marks_in_html}


def run(_: Plan, inputs: list[str], outputs: list[str]) -> None:
    """verified/{output}.json: what was compared. `inputs`: the documents, then as many files.

    Raises `Loss` when a word is missing or out of its place, `RestitutionError` when a file shows what only its
    makers may see (a comment, a tracked change), or when it runs a programme.
    """
    documents, files = inputs[: len(outputs)], inputs[len(outputs) :]
    for document, written, output in zip(documents, files, outputs, strict=True):
        verified = _compared(msgspec.json.decode(Path(document).read_bytes(), type=Document), Path(written))
        store.write(Path(output), store.encode(verified))


def _compared(document: Document, written: Path) -> Verified:
    data = written.read_bytes()
    if not data and not document.blocks:  # nothing to publish
        return Verified(blocks=0, words=0, footnotes=0)
    if marks := MARKS[written.suffix](data):
        told = listed(plural(count, mark) for mark, count in sorted(marks.items()))
        raise RestitutionError(
            f"{written.name} n'est pas publié : il montrerait {told}.",
            "Cela vient d'un gabarit (templates/) : acceptez-y les modifications, puis retirez-en les "
            "commentaires et les programmes.",
        )
    result = CHECKS[written.suffix](data, document)
    if not result.holds:
        raise Loss(
            f"{written.name} n'est pas publié : {result.message}",
            "C'est une erreur du programme : signalez-la, avec ce message. Les documents précédents sont intacts.",
        )
    return result
