"""K22: no name that is protected stands in a finished file, whatever part of it."""

from __future__ import annotations

from collections.abc import Mapping

from restitution.checks.check import Found, Point
from restitution.checks.survey.records import ReadBack
from restitution.messages import plural

REMEDY = "Son accord ou cette variante au registre ; sinon, corrigez la note, le modèle ou l'image."


def nobody_leaks(files: Mapping[str, ReadBack]) -> Found:
    """Never waived: a name that went out cannot be taken back."""
    bad = {file: read.leaks for file, read in files.items() if read.leaks}
    if bad:
        many = sum(map(len, bad.values()))
        message = f"{plural(many, 'fuite')} dans {plural(len(bad), 'fichier')} : rien n'est publié."
    elif files:
        message = (
            f"Aucun nom protégé dans {plural(len(files), 'fichier')} : texte, propriétés, commentaires, images "
            "et fichiers joints. Ce qu'une image montre reste à regarder par vous."
        )
    else:
        message = "Aucun fichier à relire : l'essai de fuite se fait à chaque construction."
    return Found(
        id="K22",
        level="error",
        when="always",
        message=message,
        points=[Point(text=f"{file}, {one}", case=file) for file, told in bad.items() for one in told],
        remedy=REMEDY,
    )
