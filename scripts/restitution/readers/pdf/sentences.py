"""What is said of a PDF: why it is not taken, what in it is to be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

LOCKED: Final = (
    "Ce PDF est protégé par un mot de passe : demandez le fichier Word d'origine, ou enregistrez-le sans mot de "
    "passe."
)
BROKEN: Final = "Ce PDF est incomplet ou abîmé : déposez-le à nouveau, ou demandez le fichier Word d'origine."
TOO_LONG: Final = (
    "Ce PDF a {pages} pages, plus que les {most} qui sont lues : demandez le fichier Word d'origine, ou déposez "
    "les pages utiles."
)
SCANNED: Final = (
    "Ce PDF est une image, sans texte à lire (un document numérisé) : demandez le fichier Word d'origine, ou "
    "faites reconnaître le texte (à la numérisation, l'option « PDF avec recherche » ou « OCR »), puis déposez-le "
    "à nouveau."
)
NO_TEXT: Final = (
    "Ce PDF ne contient aucun texte (des pages blanches, ou des lettres dessinées) : demandez le fichier Word "
    "d'origine."
)
ILLEGIBLE: Final = (
    "Le texte de ce PDF ne peut pas être lu par une machine : ses polices ne disent pas quelles lettres elles "
    "montrent. Demandez le fichier Word d'origine."
)
READ_AGAIN: Final = (
    "Lu d'un PDF, à relire : l'ordre des colonnes, les titres, les listes et les tableaux y sont devinés. Le "
    "fichier Word d'origine serait plus sûr."
)
RECOGNISED: Final = (
    "Le texte {pages} a été reconnu par une machine sur une image (OCR) : relisez-le mot à mot, à côté de l'image."
)
PICTURES_ONLY: Final = (
    "{pages} : une image, sans texte à lire, n'est pas reprise ; demandez le fichier d'origine ou recopiez-la."
)
PICTURES: Final = "{count} de ce PDF {verb} ({pages}) : insérez-{them} dans une note, avec une légende."
UNDECODED: Final = (
    "{count} de ce PDF ne {can} (une puce ou un symbole d'une police particulière) : comparez avec l'original."
)
MISNAMED: Final = (
    "Ce PDF dit mal certaines de ses lettres (« {word} ») : remplacez-les d'après l'original, ou demandez le "
    "fichier Word."
)
ATTACHED: Final = "{count} à ce PDF {verb} : déposez-{them} à part."
SCRIPTS: Final = "Ce PDF contient un programme (JavaScript) : il n'est ni lu ni lancé."
UNSEEN: Final = "Ce PDF contient un texte que ses pages ne montrent pas ({pages}) : il n'est pas repris."
TURNED: Final = "Un texte écrit de biais ou de côté est repris à la fin de sa page."


def pages_told(pages: Sequence[int]) -> str:
    """« page 3 », « pages 3, 5-7 »."""
    runs: list[list[int]] = []
    for page in sorted(pages):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    said = ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
    return f"{'page' if len(pages) == 1 else 'pages'} {said}"


def of_pages(pages: Sequence[int]) -> str:
    """« de la page 3 », « des pages 3, 5-7 »."""
    return f"{'de la' if len(pages) == 1 else 'des'} {pages_told(pages)}"
