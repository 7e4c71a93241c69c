"""The words that people use for kinds and states of remarks, in documents and on the command line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, Literal, TypeVar, cast, get_args

from restitution.errors import WrongUse
from restitution.messages import expected, folded, french_date, plural
from restitution.remarks import (
    ADDS,
    REMOVES,
    Fills,
    Remark,
    ReturnedIn,
    Seen,
    State,
    changes_a_masked_name,
    is_dated,
    is_in_a_note,
    left_to_a_hand,
)
from restitution.review.tierce import around

KINDS: Final[dict[Seen, str]] = {
    "comment": "commentaire",
    "reply": "réponse",
    "insertion": "ajout",
    "deletion": "suppression",
    "replacement": "remplacement",
    "move": "déplacement",
    "paragraph_insertion": "paragraphe ajouté",
    "paragraph_deletion": "paragraphe supprimé",
    "row_insertion": "ligne de tableau ajoutée",
    "row_deletion": "ligne de tableau supprimée",
    "format": "mise en forme",
    "untracked_edit": "texte changé sans suivi",
}
STATES: Final[dict[State, str]] = {
    "to_confirm": "à confirmer",
    "orphan": "passage retiré",
    "new": "nouvelle",
    "open": "en attente",
    "answered": "répondue",
    "applied": "acceptée et reprise",
    "rejected": "écartée",
    "resolved": "résolue",
}
"""In the order in which the editor looks at them: what waits for her first."""
PLURALS: Final = {
    "passage retiré": "passages retirés",
    "nouvelle": "nouvelles",
    "répondue": "répondues",
    "acceptée et reprise": "acceptées et reprises",
    "prise en compte": "prises en compte",
    "écartée": "écartées",
    "résolue": "résolues",
}
"""The words of states that change when there are several."""
SPOKEN: Final = frozenset({"comment", "reply"})
"""Kinds that say something of the text; the others change it."""
UNSETTLED: Final[frozenset[State]] = frozenset({"new", "open", "answered", "to_confirm", "orphan"})
"""States of which a decision is still one: what was only answered may be accepted, nobody waits for it."""
Need = Literal["decision", "place", "hand", "nothing"]
"""What a remark waits for: that the editor decides, confirms its place, writes what she accepted; or nothing."""
NEEDS: Final[dict[State, Need]] = {
    "new": "decision",
    "open": "decision",
    "orphan": "decision",
    "to_confirm": "place",
}
NEEDS_TOLD: Final[dict[Need, tuple[str, str]]] = {
    "decision": ("remarque attend votre décision", "remarques attendent votre décision"),
    "place": ("place de remarque est à confirmer", "places de remarques sont à confirmer"),
    "hand": ("changement accepté est à reprendre à la main", "changements acceptés sont à reprendre à la main"),
}
UNPLACED: Final = "à placer"
"""An orphan that never had a passage: said of a page, of words that are not in the text."""
IN_A_NOTE: Final = "dans sa note de bas de page"
TAKEN: Final = "prise en compte"
"""A comment that was accepted: there is nothing to apply."""
ACCEPTED: Final = "acceptée"
CLOSING: Final = frozenset({"écartée", "résolue", "rouverte"})
"""What the history of a remark says of its decisions."""
UNSIGNED: Final = "quelqu’un (sans nom)"
SYNONYMS: Final = {
    "insertion": "insertion",
    "changement": "untracked_edit",
    "format": "format",
    "ouverte": "open",
    "orpheline": "orphan",
    "reprise": "applied",
    "acceptee": "applied",
    "rejetee": "rejected",
}
Word = TypeVar("Word", Seen, State)


def is_change(kind: Seen) -> bool:
    """Whether a remark of this kind proposes another text (or look), rather than saying something of it."""
    return kind not in SPOKEN


def need_of(remark: Remark) -> Need:
    """What a remark waits for, whoever counts: command, build, dashboard."""
    return "hand" if left_to_a_hand(remark) else NEEDS.get(remark.state, "nothing")


def is_waiting(remark: Remark) -> bool:
    """Whether something is still to be done of it."""
    return need_of(remark) != "nothing"


def needs_told(items: Iterable[Remark]) -> list[str]:
    """How many remarks wait for what: « 4 remarques attendent votre décision », « 1 place est à confirmer »."""
    counts = Counter(map(need_of, items))
    return [plural(counts[need], *words) for need, words in NEEDS_TOLD.items() if counts[need]]


def state_told(remark: Remark) -> str:
    """The state of a remark, for a person: a comment that was accepted is taken into account."""
    if remark.state == "orphan" and not remark.base:
        return UNPLACED
    decided = [event.what for event in remark.history if event.what in {ACCEPTED, *CLOSING}]
    if remark.state in {"resolved", "applied"} and not is_change(remark.kind) and decided[-1:] == [ACCEPTED]:
        return TAKEN
    return STATES[remark.state]


def states_told(count: int, state: str) -> str:
    """The word of a state behind a number of remarks: « nouvelles »."""
    return PLURALS.get(state, state) if count > 1 else state


def kind_of(word: str) -> Seen:
    """The kind that a word means, in French or as JSON has it. Raises `WrongUse` with the nearest word."""
    return _meant(word, KINDS, tuple(KINDS), "Genre de remarque inconnu")


def state_of(word: str) -> State:
    """The state that a word means, in French or as JSON has it. Raises `WrongUse` with the nearest word."""
    return _meant(word, STATES, cast("tuple[State, ...]", get_args(State)), "État inconnu")


def _meant(word: str, told: Mapping[Word, str], keys: tuple[Word, ...], unknown: str) -> Word:
    known = {folded(text): key for key, text in told.items()} | {folded(key): key for key in keys}
    known |= {text: key for text, key in SYNONYMS.items() if key in keys}
    found = known.get(folded(word))
    if found is None:
        raise WrongUse(f"{unknown} : « {word} ».", f"Attendu : {expected(word, list(told.values()))}.")
    return found


CHANGES: Final[dict[Seen, str]] = {
    "insertion": "ajoute",
    "deletion": "supprime",
    "replacement": "remplace",
    "move": "déplace",
    "paragraph_insertion": "ajoute un paragraphe",
    "paragraph_deletion": "supprime le paragraphe",
    "row_insertion": "ajoute une ligne au tableau",
    "row_deletion": "supprime la ligne du tableau",
    "format": "change la mise en forme",
    "untracked_edit": "change, sans suivi des modifications",
}
"""What a change does, before the words that it does it to."""
WORDLESS: Final[dict[Seen, str]] = {
    "insertion": "ajoute autre chose que des mots",
    "deletion": "supprime autre chose que des mots",
    "paragraph_insertion": "coupe le paragraphe en deux",
    "paragraph_deletion": "réunit le paragraphe au suivant",
}
"""The same, of a change that holds no word."""


THINGS: Final = {
    "image": "une image",
    "objet": "un objet",
    "champ": "un champ",
    "appel de note": "un appel de note",
    "tabulation": "une tabulation",
    "saut de ligne": "un saut de ligne",
}
"""What a change may hold that is no word, with its article."""


HIDDEN: Final = "remplace « {quote} » par un nom, qui est masqué ici"
"""Of a replacement that is told with the same words on both sides: only a masked name differs."""


def said(remark: Remark) -> str:
    """What a remark says or does, its words as they are: « ajoute : « treize » »."""
    quoted = f"« {remark.text.strip(' ')} »" if remark.text.strip() else ""
    if not is_change(remark.kind):
        return quoted or "(sans un mot)"
    if remark.kind == "untracked_edit":
        return _said_of_untracked(remark)
    if remark.kind == "replacement" and changes_a_masked_name(remark.quote, remark.text):
        return HIDDEN.format(quote=" ".join(remark.quote.split()))
    if remark.kind == "replacement":
        return f"{CHANGES[remark.kind]} « {remark.quote} » par {quoted}"
    if remark.kind == "move" and remark.look:
        return f"{CHANGES[remark.kind]} {remark.look} : {quoted}"
    return f"{CHANGES[remark.kind]} : {quoted}" if quoted else _said_without_words(remark)


def _said_without_words(remark: Remark) -> str:
    """What a change that holds no word does: « supprime une image », « change la mise en forme (gras) »."""
    verb = CHANGES[remark.kind]
    if remark.kind == "format" and remark.look:
        return f"{verb} ({remark.look})"
    if remark.kind in ADDS | REMOVES and remark.look in THINGS:
        return f"{'ajoute' if remark.kind in ADDS else 'supprime'} {THINGS[remark.look]}"
    return WORDLESS.get(remark.kind, verb)


def _said_of_untracked(remark: Remark) -> str:
    """What was changed without a trace: a paragraph that came, one that went, or words of one."""
    if remark.relation == "after":
        return f"ajoute un paragraphe, sans suivi des modifications : « {remark.text} »"
    if not remark.proposed.strip():
        return f"supprime, sans suivi des modifications : « {remark.base} »"
    before, after = around(remark.base, remark.proposed)
    return f"{CHANGES[remark.kind]} : « {before} » devient « {after} »"


def fills_told(fills: Fills) -> str:
    """What a change of a gap offers: « contenu proposé pour la rubrique « Enjeux » (Val d'Arvoise) »."""
    of = f" ({fills.of})" if fills.of else ""
    return f"contenu proposé pour la rubrique « {fills.section} »{of}"


def place_told(remark: Remark) -> str:
    """Where a remark stands today, else where its copy had it."""
    if remark.code:
        return f"¶ {remark.code}{f', {IN_A_NOTE}' if is_in_a_note(remark) else ''}"
    if remark.source.where and remark.state != "orphan":
        return remark.source.where
    return f"dans la copie relue : {remark.where}" if remark.where else "sans place connue"


def author_told(remark: Remark) -> str:
    """Who made a remark; of one that nobody signed, whose copy it came in."""
    if is_signed(remark):
        return remark.author.strip()
    copy = copy_told(remark)
    how = "sans suivi" if remark.kind == "untracked_edit" else "sans nom"
    return f"{how}, {copy}" if copy else UNSIGNED


def by_told(remark: Remark) -> str:
    """The same behind what it is: « commentaire de Paul Roux », « texte changé sans suivi, dans la copie… »."""
    if is_signed(remark) or not copy_told(remark):
        return f" de {author_told(remark)}"
    return f", {copy_told(remark)}" if remark.kind == "untracked_edit" else f" {author_told(remark)}"


def is_signed(remark: Remark) -> bool:
    """Whether somebody's name stands on it."""
    return bool(remark.author.strip())


def copy_told(remark: Remark) -> str:
    """« dans la copie relue par Paul Roux », by its file where its reader is not known; empty without any."""
    copy = next(iter(remark.returned_in), ReturnedIn(copy=""))
    if copy.reader:
        return f"dans la copie relue par {copy.reader}"
    return f"dans la copie « {copy.name} »" if copy.name else ""


def day_told(date: str) -> str:
    """« 12 octobre 2026 » of a date as files have it; nothing for none, as LibreOffice has it; else as it is."""
    if not is_dated(date):
        return ""
    try:
        return french_date(date[:10])
    except ValueError:
        return date
