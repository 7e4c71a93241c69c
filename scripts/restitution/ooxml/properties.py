"""What a document says of itself beside its text: its title, who made it, when it was made and last changed."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Final

from restitution.errors import UnreadableSource
from restitution.messages import folded
from restitution.ooxml.package import parse

_TERMS: Final = "{http://purl.org/dc/terms/}"
_CORE: Final = "{http://purl.org/dc/elements/1.1/}"
_META: Final = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_WORD: Final = (
    "docProps/core.xml",
    {
        "titre": f"{_CORE}title",
        "auteur": f"{_CORE}creator",
        "cree": f"{_TERMS}created",
        "modifie": f"{_TERMS}modified",
    },
)
_OPEN: Final = (
    "meta.xml",
    {
        "titre": f"{_CORE}title",
        "auteur": f"{_META}initial-creator",
        "cree": f"{_META}creation-date",
        "modifie": f"{_CORE}date",
    },
)
PARTS: Final = {"docx": _WORD, "xlsx": _WORD, "pptx": _WORD, "odt": _OPEN, "ods": _OPEN}
"""Part and elements of the properties (ECMA-376 part 2, clause 11; OpenDocument 1.3, 4.3.2)."""
MAX_PART: Final = 1 << 20
MACHINE_S: Final = re.compile(
    r"utilisateur|user|admin|windows|microsoft|office|libreoffice|openoffice|python|pandoc|stagiaire|accueil|"
    r"secretariat|mairie|direction|poste|portable|ordinateur|invite|inconnu|unknown|default|defaut|pc|mac|scan"
)
"""Words of an author's property that no person chose."""
NO_TITLE: Final = re.compile(
    r"(?:microsoft (?:word|excel|powerpoint)|document|sans (?:titre|nom)|untitled|classeur|modele|template|title)"
    r"\b.{0,40}"
    r"|.*\b(?:docx?|odt|dotx?|xlsx?|ods|rtf|pptx?|odp|pdf)"
)
"""Titles that a program, a model or a file's name left in the properties, folded."""


def properties(data: bytes, format_: str) -> dict[str, str]:
    """titre, auteur, cree and modifie (ISO), as far as the document says them legibly and a person wrote them."""
    if format_ not in PARTS:
        return {}
    part, elements = PARTS[format_]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package, package.open(part) as stream:
            root = parse(stream.read(MAX_PART))
    except (UnreadableSource, zipfile.BadZipFile, zlib.error, KeyError, OSError, RuntimeError):
        return {}
    found = {key: " ".join((root.findtext(f".//{element}") or "").split()) for key, element in elements.items()}
    return person_s(found)


def person_s(found: dict[str, str]) -> dict[str, str]:
    """The properties that say something, and that no program put there by itself."""
    return {key: said for key, said in found.items() if said and not _is_a_machine_s(key, said)}


def _is_a_machine_s(key: str, said: str) -> bool:
    """Whether a title or an author is no person's word."""
    if key == "auteur":
        words = folded(said).split()
        return len(words) < 2 or any(MACHINE_S.fullmatch(word) for word in words)
    return key == "titre" and (" " not in said or bool(NO_TITLE.fullmatch(folded(said))))


def modified(data: bytes, format_: str) -> str:
    """When the document was last changed (ISO, as written); empty when it does not say, or not legibly."""
    return properties(data, format_).get("modifie", "")
