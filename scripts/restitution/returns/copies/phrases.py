"""French sentences for a remark, a change and an answer, as a writer reads them in her file or on her page."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from restitution.messages import french_date
from restitution.remarks import Correction, Remark, changes_a_masked_name

ALREADY: Final = "Votre texte le dit déjà."
NOT_PROPOSED: Final = (
    "Retenu dans le document, mais pas proposé comme modification ici : votre texte diffère à cet endroit, ou un "
    "nom y est masqué."
)
NAMED: Final = "Accepté, mais un nom y est masqué : à reprendre à la main."
IN_A_NOTE: Final = "Porte sur une note de bas de page de ce paragraphe{words}."
BY_HAND: Final = "Accepté, mais pas encore dans le document : l’équipe doit le porter à la main."
NOT_FOUND: Final = "Ces mots du document n’ont pas été retrouvés ici : « {words} »."
CHANGES: Final = {
    "insertion": "Propose d’ajouter : « {text} »",
    "deletion": "Propose de supprimer : « {text} »",
    "replacement": "Propose de remplacer « {quote} » par « {text} »",
    "move": "Propose de déplacer : « {text} »",
    "paragraph_insertion": "Propose un nouveau paragraphe : « {text} »",
    "paragraph_deletion": "Propose de joindre ce paragraphe au suivant, ou de le supprimer. {text}",
    "row_insertion": "Propose une nouvelle ligne de tableau : « {text} »",
    "row_deletion": "Propose de supprimer cette ligne de tableau : « {text} »",
    "format": "Propose une autre mise en forme : « {text} »",
    "untracked_edit": "A écrit à la place : « {text} »",
}
HIDDEN: Final = "Propose de remplacer « {quote} » par un nom, qui est masqué ici"
"""Of a replacement that is told with the same words on both sides: only a masked name differs."""
ACCEPTED, REJECTED = "accept", "reject"


def said(remark: Remark) -> str:
    """What a remark says, whatever its kind."""
    text = remark.text
    if remark.kind not in CHANGES:
        return text
    if remark.kind == "untracked_edit":
        text = remark.proposed or text
    if remark.kind == "replacement" and changes_a_masked_name(remark.quote, text):
        return HIDDEN.format(quote=remark.quote)
    return CHANGES[remark.kind].format(text=text, quote=remark.quote).replace("« »", "").strip()


def answer_of(remark: Remark) -> str:
    """What the editor answered; for a change that was refused without a word, that it was."""
    if remark.answer:
        return remark.answer
    return "Non retenu." if remark.state == "rejected" else ""


def day_of(date: str) -> str:
    """« 20 mai 2025 » of a date as a file says it; empty when it says none."""
    with suppress(ValueError):
        return french_date(date[:10])
    return ""


def decided_at(remark: Remark) -> str:
    """When something was last decided of it, else when it was made."""
    return next((event.at for event in reversed(remark.history) if event.at), remark.date)


def corrected(correction: Correction) -> str:
    """A correction of the editor's pen, in words."""
    if correction.relation == "after":
        return f"Nouveau paragraphe dans le document : « {correction.text} »"
    if not correction.text:
        return f"Retiré du document : « {correction.base} »"
    return f"Corrigé dans le document : « {correction.text} »"
