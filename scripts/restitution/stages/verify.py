"""Reads a written file back and compares it with the document, block by block: nothing is published unread."""

from pathlib import Path

import msgspec

from restitution import store
from restitution.conservation.published import check_docx, check_pdf
from restitution.errors import Loss
from restitution.model import Document
from restitution.plan import Plan

CHECKS = {".docx": check_docx, ".pdf": check_pdf}


def run(_: Plan, inputs: list[str], outputs: list[str]) -> None:
    """verified/{output}.json: what was compared. Raises `Loss` when a word is missing or out of its place."""
    document = msgspec.json.decode(Path(inputs[0]).read_bytes(), type=Document)
    written = Path(inputs[1])
    result = CHECKS[written.suffix](written.read_bytes(), document)
    if not result.holds:
        raise Loss(
            f"{written.name} n'est pas publié : {result.message}",
            "C'est une erreur du programme : signalez-la, avec ce message. Les documents précédents sont intacts.",
        )
    store.write(Path(outputs[0]), store.encode(result))
