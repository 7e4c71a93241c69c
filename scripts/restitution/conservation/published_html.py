"""Step (c) for the web page: the text of each element with an id, read back, against the document's."""

from __future__ import annotations

from restitution.conservation.published_anchors import compare
from restitution.conservation.published_page import read_page
from restitution.conservation.published_units import read_units
from restitution.conservation.published_verdict import Verified
from restitution.model import Document


def check_html(data: bytes, document: Document) -> Verified:
    """Compare a web page with its document. Raises `Loss` when it cannot be read."""
    return compare(read_units(document.blocks), lambda wanted: read_page(data, wanted))
