"""When dead objects are looked for: seldom, and not at the end."""

from __future__ import annotations

import atexit
import gc
from typing import Final

SELDOM: Final = 100_000
"""Objects made before dead ones are looked for: documents are trees that live to the end, and looking took a tenth
of the time of assembling one, a twentieth of that of loading a command."""


def collect_seldom() -> None:
    """Look for dead objects seldom in this process."""
    gc.set_threshold(SELDOM)


def end_at_once() -> None:
    """When this process ends, look for none: that took a fifth of a run with nothing to do."""
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)
