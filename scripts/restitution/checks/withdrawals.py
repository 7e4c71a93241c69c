"""K23: of those who withdrew, what the files that people wrote, or sent, still hold."""

from __future__ import annotations

from restitution.checks.check import Found, Point
from restitution.checks.survey.records import Survey
from restitution.messages import plural

SAID = "Quelqu'un a retiré son accord : "
"""What each of these findings begins with."""


def withdrawals_mended(survey: Survey) -> Found:
    """Nothing of them is published any more: what is left is for a person to mend."""
    held = survey.held
    message = "Personne n'a retiré son accord, ou plus aucun fichier ne le montre."
    if held:
        files = plural(len(held), "fichier le montre encore", "fichiers le montrent encore")
        message = f"Quelqu'un a retiré son accord ; rien n'en est publié, mais {files}."
    return Found(
        id="K23",
        level="warning",
        when="never",
        message=message,
        points=[Point(text=f"{one.path} : {one.message.removeprefix(SAID)}", case=one.path) for one in held],
        remedy="Ôtez-les à la main de chaque fichier nommé ; la construction suivante oublie le reste.",
    )
