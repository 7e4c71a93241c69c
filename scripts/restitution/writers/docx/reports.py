"""What a copy to review says by itself of a remark: where it was carried from, what a reviewer proposed."""

from __future__ import annotations

from typing import Final

from restitution.messages import french_date, of_somebody
from restitution.remarks import Remark, Seen, changes_a_masked_name, left_to_a_hand
from restitution.writers.docx.spots import NOTE, Spot

NBSP = "\u00a0"
LONGEST, AROUND = 400, 60
"""Letters that are shown of a passage, and of what stands before a point."""
PROPOSED: Final[dict[Seen, str]] = {
    "insertion": "ajouter {text}",
    "deletion": "supprimer {text}",
    "replacement": "remplacer {quote} par {text}",
    "move": "déplacer {text}",
    "paragraph_insertion": "ajouter un paragraphe{nbsp}: {text}",
    "paragraph_deletion": "supprimer ce paragraphe, ou le joindre au suivant",
    "row_insertion": "ajouter une ligne au tableau{nbsp}: {text}",
    "row_deletion": "supprimer une ligne du tableau{nbsp}: {text}",
    "format": "changer la mise en forme de {text}",
    "untracked_edit": "écrire {proposed}",
}
WORDLESS: Final[dict[Seen, str]] = {
    "insertion": "ajouter autre chose que des mots",
    "deletion": "supprimer autre chose que des mots",
    "paragraph_insertion": "couper ce paragraphe en deux",
}
"""The same, of a change that holds no word: its passage is no word of it."""


LOOKS: Final[dict[Seen, str]] = {
    **dict.fromkeys(("insertion", "paragraph_insertion"), "ajouter autre chose que des mots ({look})"),
    **dict.fromkeys(("deletion", "paragraph_deletion"), "supprimer autre chose que des mots ({look})"),
    "format": "changer la mise en forme de {text} ({look})",
}
"""The same, where it is known what it holds."""
HIDDEN: Final = "remplacer {quote} par un nom, qui est masqué ici"
"""Of a replacement that is told with the same words on both sides: only a masked name differs."""


def report(remark: Remark, spot: Spot) -> str:
    """Why a remark no longer stands on its words; empty when it does."""
    if spot.placed == "exact":
        return ""
    about = f"La remarque portait sur {_about(remark)}."
    if spot.placed == "orphan":
        place = f" ({remark.where})" if remark.where else ""
        return f"{_from(remark)}{NBSP}: le passage n’y est plus{place}. {about}"
    if remark.where.startswith(NOTE):
        return f"Cette remarque porte sur la {remark.where}{NBSP}: {_quoted(remark.quote or remark.base)}."
    return f"{_from(remark)}{NBSP}: le passage a été modifié. {about}"


def proposal(remark: Remark, spot: Spot, text: str) -> str:
    """What a reviewer wants, when it cannot be shown as a change. `text`: of the passage today."""
    what = _worded(remark).format(
        text=_quoted(remark.text or remark.quote or remark.base),
        quote=_quoted(remark.quote),
        proposed=_quoted(remark.proposed or remark.text),
        look=remark.look,
        nbsp=NBSP,
    )
    who = of_somebody(remark.author) if remark.author else "d’une personne sans nom"
    state = "acceptée, à reporter à la main" if left_to_a_hand(remark) else "à décider"
    told = f"Proposition {who}{_on(remark)} ({remark.number}), {state}{NBSP}: {what}."
    if spot.placed == "orphan":
        return f"{told} Le passage n’y est plus{NBSP}: {_quoted(remark.base)}."
    return told if remark.base == text else f"{told} Le passage a été modifié depuis."


def _worded(remark: Remark) -> str:
    if remark.kind == "replacement" and changes_a_masked_name(remark.quote, remark.text):
        return HIDDEN
    if remark.kind == "untracked_edit" and remark.relation == "after":
        return PROPOSED["paragraph_insertion"]
    if remark.kind == "untracked_edit" and not remark.proposed.strip():
        return PROPOSED["deletion"]
    if not remark.text.strip() and remark.look:
        return LOOKS.get(remark.kind, PROPOSED[remark.kind])
    return PROPOSED[remark.kind] if remark.text.strip() else (PROPOSED | WORDLESS)[remark.kind]


def _from(remark: Remark) -> str:
    day = _day(remark)
    return f"Reporté du texte du {day}" if day else "Reporté d’un texte antérieur"


def _on(remark: Remark) -> str:
    day = _day(remark)
    return f", {day}" if day else ""


def _day(remark: Remark) -> str:
    try:
        return french_date(remark.date[:10])
    except ValueError:
        return ""


def _about(remark: Remark) -> str:
    if remark.quote:
        return _quoted(remark.quote)
    before = " ".join(remark.base[: remark.offset].split())
    if before and remark.offset < len(remark.base):
        return f"la place qui suit {_quoted('…' * (len(before) > AROUND) + before[-AROUND:])}"
    return _quoted(remark.base) if remark.base else "un passage sans texte"


def _quoted(text: str) -> str:
    shown = " ".join(text.split())
    return f"«{NBSP}{shown[:LONGEST]}{'…' * (len(shown) > LONGEST)}{NBSP}»"
