"""Pictures inside the page itself."""

from __future__ import annotations

import base64

from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.pictures.formats import UNTOLD, suffix

KINDS = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "svg": "image/svg+xml",
}
"""A drawing is shown as a picture, hence without script, link or file (SVG 2, 2.7.2: secure static mode)."""


def data_address(data: bytes) -> str:
    """The picture as an address (RFC 2397); empty when browsers cannot show it."""
    kind = KINDS.get(suffix(data))
    return f"data:{kind};base64,{base64.b64encode(data).decode()}" if kind else ""


def told(alternative: Inlines) -> str:
    """Its alternative text, or ours."""
    return ast.text(alternative) or UNTOLD
