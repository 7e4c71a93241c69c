"""K20: the logos and the mention of who pays stand on every document that is published."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from restitution.checks.check import Found, Point
from restitution.checks.survey.records import ReadBack, Shown, Survey
from restitution.messages import folded, listed, plural
from restitution.model import Document
from restitution.pandoc import ast
from restitution.pictures.showable import showable
from restitution.settings import Logo, Settings

EUROPE: Final = re.compile(r"\b(?:union europeenne|ue|feader|leader|europe)\b")
NOT_BOUND: Final = re.compile(r"\bengage\b")
"""« Son contenu n'engage que ses auteurs » (UE10)."""
NOT_READ_BACK: Final = "les documents se vérifient à la prochaine construction"
SETTINGS: Final = "restitution.yaml (financement)"


def shown_in(name: str, document: Document, kept: Callable[[str], bytes]) -> Shown:
    """What a document shows of who pays. `kept`: sha256 -> bytes of a picture."""
    mention = folded(document.funding)
    row = _logos(ast.holding(document.blocks, "Image"), inside=False)
    seen = [alt for target, alt in row if target in document.media and showable(kept(document.media[target]))]
    return Shown(
        document=name,
        mention=bool(mention) and mention in folded(ast.text(document.blocks)),
        logos=list(dict.fromkeys(seen)),
    )


def _logos(node: Any, *, inside: bool) -> Iterator[tuple[str, str]]:
    """Target and alternative text of each picture in the rows of logos."""
    if isinstance(node, list):
        for child in node:
            yield from _logos(child, inside=inside)
    elif isinstance(node, dict):
        content: Any = node.get("c")
        if node.get("t") == "Image" and inside:
            yield content[2][0], " ".join(ast.text(content[1]).split())
        else:
            inside = inside or (node.get("t") == "Div" and "logos" in content[0][1])
            yield from _logos(content, inside=inside)


def funding_shown(survey: Survey, settings: Settings, outputs: Mapping[str, ReadBack]) -> Found:
    """K20. `outputs`: file of `output/` that was built and read back against its document -> what was found.

    What is read back holds every word of its document, hence the mention; a logo must also be shown, not told.
    """
    points = [] if _is_free(settings) else [*_in_settings(settings), *_in_documents(survey, settings, outputs)]
    built = listed(sorted(outputs)) or NOT_READ_BACK
    if _is_free(settings):
        message = "Aucun de vos territoires ne doit porter la mention de cofinancement (pays_sans_mention)."
    elif lacking := sum(not point.weight for point in points):
        asked = plural(len(points) - lacking, "autre à voir", "autres à voir") if lacking < len(points) else ""
        points_told = listed(
            [plural(lacking, "point à reprendre", "points à reprendre"), *([asked] if asked else [])]
        )
        message = f"Financement : {points_told} ({built})."
    else:
        message = f"Logos et mention de cofinancement : présents ({built})."
    return Found(
        id="K20",
        level="error",
        when="publication",
        message=message,
        points=points,
        remedy="Complétez « financement » dans restitution.yaml ; images dans sources/commun/logos/.",
    )


def _is_free(settings: Settings) -> bool:
    return all(one.pays in settings.financement.pays_sans_mention for one in settings.territoires)


def _in_settings(settings: Settings) -> Iterator[Point]:
    funding = settings.financement
    if not funding.mention:
        yield Point(
            text=f"{SETTINGS} : la mention de cofinancement n'est pas écrite (clé « mention »)", case="mention"
        )
    elif not NOT_BOUND.search(folded(funding.mention)):
        yield Point(
            text=f"{SETTINGS} : la mention ne dit pas que le contenu « n'engage que ses auteurs » ; voyez si "
            "votre financeur le demande",
            case="clause",
            weight="note",
        )
    if not funding.logos:
        yield Point(text=f"{SETTINGS} : aucun logo (clé « logos »)", case="logos")
    elif not any(EUROPE.search(folded(f"{logo.alt} {logo.fichier}")) for logo in funding.logos):
        yield Point(text=f"{SETTINGS} : aucun logo ne dit « Union européenne » (clé « alt »)", case="logo-ue")


def _in_documents(survey: Survey, settings: Settings, outputs: Mapping[str, ReadBack]) -> Iterator[Point]:
    """What the settings ask for and a document does not show."""
    for shown in survey.funding:
        files = listed(sorted(file for file, read in outputs.items() if read.document == shown.document))
        told = files or ("le document" if shown.document == "document.json" else "les annexes")
        seen = {folded(words) for words in shown.logos}  # microtypography changed their signs and spaces
        if settings.financement.mention and not shown.mention:
            yield Point(text=f"{told} : la mention de cofinancement n'y est pas", case=shown.document)
        for logo in settings.financement.logos:
            if folded(logo_words(logo)) not in seen:
                yield Point(text=f"{told} : le logo « {logo.fichier} » n'y est pas", case=logo.fichier)

    for file, read in sorted(outputs.items()):
        unseen = {folded(words) for words in read.told}
        for logo in settings.financement.logos:
            if folded(logo_words(logo)) in unseen:
                yield Point(
                    text=f"{file} : le logo « {logo.fichier} » est dit, mais pas montré", case=logo.fichier
                )


def logo_words(logo: Logo) -> str:
    """The alternative text of a logo, as documents have it."""
    return logo.alt or f"Logo : {logo.fichier.rsplit('/', 1)[-1].rsplit('.', 1)[0]}"
