"""Blocks that no note holds: the glossary, the logos of the cover."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from itertools import dropwhile
from operator import not_

import msgspec

from restitution.messages import folded
from restitution.model import Block
from restitution.pandoc import ast
from restitution.settings import Settings

GLOSSARY = "commun/glossaire.csv"
HEADINGS = frozenset({"sigle", "sigles", "terme", "termes", "mot", "mots", "acronyme", "abreviation"})
"""First cells, folded, of a glossary's line of headings."""


class Term(msgspec.Struct, frozen=True):
    """A line of the glossary."""

    sigle: str
    developpe: str
    definition: str


def read_glossary(data: bytes) -> list[Term]:
    """Terms of `sources/commun/glossaire.csv` (`;`, sigle; developpe; definition), sorted.

    No cell is dropped: a first line that is no heading is a term, what stands beyond the third column ends the
    definition, and a line without a first cell is known by its second.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    delimiter = ";" if ";" in text.split("\n", 1)[0] else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    lines = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    terms = [_term(line) for line in (lines[1:] if lines and folded(lines[0][0]) in HEADINGS else lines)]
    return sorted(terms, key=lambda term: folded(term.sigle))


def _term(line: list[str]) -> Term:
    sigle, developpe, *rest = (*dropwhile(not_, line), "", "")
    return Term(sigle, developpe, " ; ".join(filter(None, rest)))


def glossary(terms: list[Term]) -> list[Block]:
    """A definition list."""
    entries = []
    for term in terms:
        words = " : ".join(part for part in (term.developpe, term.definition) if part)
        entries.append([ast.string(term.sigle), [[{"t": "Plain", "c": ast.string(words)}]]])
    return [{"t": "DefinitionList", "c": entries}] if entries else []


def logos(settings: Settings, present: Mapping[str, str]) -> tuple[list[Block], dict[str, str]]:
    """The row of logos, and the pictures that it shows (target -> sha256); `present`: files by path."""
    inlines: list[dict[str, object]] = []
    media: dict[str, str] = {}
    for logo in settings.financement.logos:
        if logo.fichier not in present:
            continue
        target = f"logos/{logo.fichier}"
        media[target] = present[logo.fichier]
        alt = ast.string(logo.alt or f"Logo : {logo.fichier.rsplit('/', 1)[-1].rsplit('.', 1)[0]}")
        inlines += [{"t": "Image", "c": [ast.attributes(), alt, [target, ""]]}, {"t": "Space"}]
    return ([ast.div([{"t": "Plain", "c": inlines[:-1]}], "logos")] if inlines else []), media


def missing_logos(settings: Settings, present: Mapping[str, str]) -> list[str]:
    """Logos of the settings that no file gives."""
    return [logo.fichier for logo in settings.financement.logos if logo.fichier not in present]
