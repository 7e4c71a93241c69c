"""Prints."""

from __future__ import annotations

import sys


def out(text: str) -> None:
    """One line on standard output."""
    sys.stdout.write(f"{text}\n")
