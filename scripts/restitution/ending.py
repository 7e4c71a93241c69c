"""How a process of ours ends: at once."""

from __future__ import annotations

import atexit
import gc


def end_at_once() -> None:
    """When this process ends, look for no dead objects once more: a fifth of a run with nothing to do."""
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)
