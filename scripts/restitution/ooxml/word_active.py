"""What in a Word file would act if Word opened it: none of it is taken, and the editor hears of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from restitution.ooxml.word import Package

MACROS: Final = "Les macros du document sont ignorées ; son texte est repris."
FIELDS: Final = (
    "Un champ va chercher un fichier, une adresse ou un programme ({}) : il n'est pas suivi, seul le texte qu'il "
    "affiche est repris."
)
LINKED: Final = "Le document se lie à quelque chose au dehors ({}) : rien n'en est repris."
HELD: Final = "Un fichier est incorporé au document : il n'est pas ouvert, seule son image est reprise."
_FIELD: Final = re.compile(
    rb"""(?:instr=["']|instrText[^>]{0,80}>)\s{0,80}(INCLUDETEXT|INCLUDEPICTURE|DDEAUTO|DDE|LINK|DATABASE|RD)\b""",
    re.IGNORECASE,
)
_TOLD: Final = {  # addresses are followed by nobody, pictures are told each
    "attachedTemplate": "un modèle",
    "aFChunk": "un document inséré",
    "subDocument": "un sous-document",
    "frame": "un cadre",
    "oleObject": "un objet",
    "mailMergeSource": "une source de publipostage",
}
_OBJECTS: Final = frozenset({"oleObject", "package"})


def active(package: Package) -> Iterator[tuple[str, str]]:
    """Code and sentence of a finding for each sort of such thing."""
    if any(name.endswith("vbaproject.bin") for name in package.parts):
        yield "macros", MACROS
    if found := _FIELD.search(package.parts[package.main]):
        yield "champ-actif", FIELDS.format(found[1].decode("ascii").upper())
    owners = [name.replace("_rels/", "").removesuffix(".rels") for name in package.parts if name.endswith(".rels")]
    links = [link for owner in owners for link in package.links(owner).values()]
    if outside := sorted({_TOLD[link.kind] for link in links if link.external and link.kind in _TOLD}):
        yield "lien-externe", LINKED.format(", ".join(outside))
    if any(link.kind in _OBJECTS and not link.external for link in package.links(package.main).values()):
        yield "fichier-incorpore", HELD
