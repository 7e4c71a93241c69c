"""The web site of a project: pages, and beside them the documents of the same build, byte for byte.

The name of each is its file's below `output/`.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final

SITE: Final = "site"
"""Word of `sorties`, and folder of `output/`."""
INDEX, REPORT, STATEMENT = f"{SITE}/index.html", f"{SITE}/restitution.html", f"{SITE}/accessibilite.html"
PAGES: Final = (INDEX, REPORT, STATEMENT)
OWN: Final = (INDEX, STATEMENT)
"""Those that say something of their own: the other is the publication."""
DOWNLOADS: Final = f"{SITE}/telechargements/"
FINDINGS: Final = "findings/site.jsonl"
"""What writing them found."""
TEMPLATES: Final = f"{SITE}/"
"""Prefix of the templates that pages of a site have besides those of every page."""


def is_site(name: str) -> bool:
    """Whether an output, or a file of `output/`, is of the site."""
    return name.startswith(f"{SITE}/")


def download_of(file: str) -> str:
    """The name, on the site, of the copy of a file of `output/`."""
    return f"{DOWNLOADS}{file}"


def copied(name: str) -> str:
    """The file of `output/` that a file of the site is a copy of; empty when it is none."""
    return name.removeprefix(DOWNLOADS) if name.startswith(DOWNLOADS) else ""


def document_of(page: str) -> str:
    """The contract that says what a page of its own holds."""
    return f"supports/{SITE}/{PurePosixPath(page).stem}.json"
