"""The QR code of an address."""

from __future__ import annotations

import io

import segno

QUIET_ZONE = 4
"""Modules of white around it (ISO/IEC 18004)."""


def qr_code(address: str) -> bytes:
    """The drawing, SVG, the same for the same address; some 15 % of it may be torn or hidden."""
    drawing = io.BytesIO()
    segno.make_qr(address, error="m").save(drawing, kind="svg", border=QUIET_ZONE, light="white", nl=False)
    return drawing.getvalue()
