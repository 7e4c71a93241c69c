"""A PDF composed in as many portions as can be."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from restitution.model import Document
from restitution.writers.pdf import portions, write_pdf

from .test_pdf import FONTS, TEMPLATE


def write_in_portions(document: Document, media: Mapping[str, bytes], template: bytes = TEMPLATE) -> bytes:
    """The PDF of a document that is taken for a long one, cut wherever it may be."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(portions, "LONG", 0)
        patch.setattr(portions, "SIZE", 1)
        return write_pdf(document, media, template, FONTS)
