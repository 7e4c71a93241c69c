"""Step (c) for the DOCX: the text under each bookmark, read back from the file, against the document's."""

from __future__ import annotations

from restitution.conservation.published_anchors import compare
from restitution.conservation.published_body import read_body
from restitution.conservation.published_units import read_units
from restitution.conservation.published_verdict import Verified
from restitution.model import Document


def check_docx(data: bytes, document: Document) -> Verified:
    """Compare a DOCX with its document. Raises `Loss` when it cannot be read."""
    return compare(read_units(document.blocks), lambda wanted: read_body(data, wanted))
