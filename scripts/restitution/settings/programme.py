"""`programme.yaml`: many projects built together. Read as the settings are, each mistake with its line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from restitution.errors import WrongUse
from restitution.settings.types import Record

LARGE: Final = 500
"""Files of `sources/` from which a project is large where nothing else is said."""
HINT: Final = "Corrigez, puis relancez la commande ; chaque clé est expliquée dans docs/editeur/programme.md."
Count = Annotated[str, Meta(pattern=r"^[1-9]\d{0,4}$", extra={"attendu": "un nombre, 1 ou plus"})]


class Programme(Record, frozen=True, kw_only=True):
    """What the file says."""

    titre: Annotated[str, Meta(description="Titre de la page du programme.", examples=["Programme 2026"])]
    projets: Annotated[
        tuple[str, ...],
        Meta(
            description="Dossiers des projets, à partir du dossier de ce fichier ; * vaut pour plusieurs.",
            examples=[["pays-de-galdonne", "regions/*"]],
            min_length=1,
        ),
    ]
    ensemble: Annotated[
        Count, Meta(description="Combien de projets à la fois ; absent : autant que de tâches.", examples=["4"])
    ] = ""
    grand_projet: Annotated[
        Count,
        Meta(
            description="Nombre de fichiers à partir duquel un projet est réparti, lot par lot, sur une grappe de "
            f"machines ; absent : {LARGE}. Sur une seule machine, ne change rien.",
            examples=["2000"],
        ),
    ] = ""

    @property
    def together(self) -> int:
        """How many projects at once; 0 for as many as there is room for."""
        return int(self.ensemble or 0)

    @property
    def large(self) -> int:
        """Files from which a project is large."""
        return int(self.grand_projet or LARGE)


def load_programme(path: Path) -> Programme:
    """What `path` says. Raises `WrongUse` when it is missing, cannot be read or says something wrong."""
    from restitution.settings.conform import Conformed  # noqa: PLC0415 yaml, as in `reading`
    from restitution.settings.marked_yaml import at, read  # noqa: PLC0415

    try:
        data = path.read_bytes()
    except OSError as error:
        raise WrongUse(
            f"« {path} » est introuvable, ou n'est pas un fichier lisible.",
            "Donnez le chemin du fichier qui nomme vos projets, par exemple : "
            "restitution build --programme programme.yaml",
        ) from error
    if not data.strip():
        raise WrongUse(f"{path.name} est vide ; écrivez au moins titre et projets.", HINT)
    conformed = Conformed(read(data, path.name), Programme)
    if conformed.troubles:
        told = dict.fromkeys(f"{at(path.name, line)} : {text}" for line, text in sorted(conformed.troubles))
        raise WrongUse("\n".join(told), HINT)
    return msgspec.convert(conformed.values, Programme)
