"""What the last build computed from the same: asked for again at each build, and mostly the same."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

from restitution import store
from restitution.plan.keys import code_digest

CACHE: Final = Path("cache")
"""Below `.restitution/`; what the next build makes takes the place of what is there."""
HEX: Final = hashlib.sha256().digest_size * 2


def recalled(name: str, made_from: bytes, make: Callable[[], bytes]) -> bytes:
    """What `make` gives; what it gave last time under this name, when that was made from the same."""
    path, key = CACHE / name, store.digest(code_digest(), made_from).encode()
    known = store.read_sealed(path)
    if known is not None and known[:HEX] == key:
        return known[HEX:]
    made = make()
    store.write_sealed(path, key + made)
    return made
