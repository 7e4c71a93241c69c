"""What all tests share."""

from __future__ import annotations

from hypothesis import settings

# a busy machine is no failure, and what failed once is told in full
settings.register_profile("restitution", deadline=None, print_blob=True)
settings.load_profile("restitution")
