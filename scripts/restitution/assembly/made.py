"""Blocks that no note holds: the glossary, the logos of the cover."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from itertools import dropwhile
from operator import not_

import msgspec

from restitution.messages import folded
from restitution.model import Block, Finding
from restitution.pandoc import ast
from restitution.settings import Settings

GLOSSARY = "commun/glossaire.csv"
GLOSSARY_CODE = "glossaire"
"""Of a finding about it."""
HEADINGS = frozenset({"sigle", "sigles", "terme", "termes", "mot", "mots", "acronyme", "abreviation"})
"""First cells, folded, of a glossary's line of headings."""


class Term(msgspec.Struct, frozen=True):
    """A line of the glossary."""

    sigle: str
    developpe: str
    definition: str
    line: int = 0
    """Its line in the table, from 1."""

    @property
    def explains(self) -> bool:
        """Whether it says anything of its word."""
        return bool(self.developpe or self.definition)


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
    lines = [(number, [cell.strip() for cell in row]) for number, row in enumerate(rows, 1)]
    lines = [(number, cells) for number, cells in lines if any(cells)]
    has_head = bool(lines) and folded(lines[0][1][0]) in HEADINGS
    terms = [_term(number, cells) for number, cells in lines[has_head:]]
    return sorted(terms, key=lambda term: folded(term.sigle))


def _term(number: int, cells: list[str]) -> Term:
    sigle, developpe, *rest = (*dropwhile(not_, cells), "", "")
    return Term(sigle, developpe, " ; ".join(filter(None, rest)), number)


def unexplained_terms(terms: list[Term]) -> Iterator[Finding]:
    """The lines of the glossary that say nothing of their word: they are not printed, so that they are told."""
    for term in sorted(terms, key=lambda term: term.line):
        if not term.explains:
            message = (
                f"ligne {term.line} : « {term.sigle} » n'a ni développé ni définition ; il n'est pas imprimé au "
                "glossaire. Complétez la ligne ou retirez-la."
            )
            yield Finding(code=GLOSSARY_CODE, level="warning", message=message, path=GLOSSARY)


def glossary(terms: list[Term]) -> list[Block]:
    """A definition list of the terms that are explained (`unexplained_terms` tells the others)."""
    entries = []
    for term in (term for term in terms if term.explains):
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
