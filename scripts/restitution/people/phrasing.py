"""What stands before a name and reads with it: « la famille Roux », « du petit Léo », « M. et Mme Roux ».

A name becomes « une personne »: what announced it, told her gender, her age or her family, goes with it, and the
sentence stays French. Plain text, see `forms`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from restitution.people.forms import CIVILITIES, CIVILITY
from restitution.people.offices import SOMEBODY


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FARTHEST: Final = 40
"""Letters before a name in which one more thing that goes with it is looked for."""
FAMILY, COUPLE, SEVERAL = "une famille", "un couple", "plusieurs personnes"
BOTH, OTHER, CHILD = "deux personnes", "une autre", "un enfant"
_CIVIL: Final = (
    rf"(?:{CIVILITY}\.?|M|MR|MME|MLLE|MONSIEUR|MADAME|[Mm]r|mme|[Mm]lle|[Mm]elle|monsieur|madame|mademoiselle|"
    r"docteur|[DP]r\.?)"
)
_KIN: Final = _words(
    """professeur professeure maitre abbe cure pere mere frere soeur fils fille veuf veuve mari femme epoux epouse
    oncle tante cousin cousine neveu niece gendre bru ami amie voisin voisine collegue camarade copain copine dame
    sieur docteure"""
)
_LOOKS: Final = _words(
    """petit petite jeune grand grande vieux vieil vieille feu feue brave cher chere bon bonne pauvre certain
    certaine"""
)
_GROUPS: Final = {
    "famille": FAMILY,
    "familles": FAMILY,
    "couple": COUPLE,
    "epoux": COUPLE,
    "conjoints": COUPLE,
} | dict.fromkeys(
    ("freres", "soeurs", "cousins", "cousines", "enfants", "parents", "heritiers", "consorts"), SEVERAL
)
_THING: Final = _words(
    """ferme boulangerie boucherie epicerie garage maison domaine gaec earl entreprise scierie menuiserie
    fromagerie cabinet cafe restaurant hotel auberge moulin chateau rue place ecole salle librairie societe usine
    etablissement etablissements exploitation hangar atelier pharmacie champ terrain parcelle verger vigne bois pre
    grange etable"""
)
"""What may bear somebody's name (« la ferme Roux »)."""
_ARTICLE: Final = _words(
    "le la les ce cet cette ces mon ma mes ton ta son sa ses notre nos votre vos leur leurs un une"
)
_LINK: Final = ("de", "du", "des", "au", "aux", "que", "lorsque", "puisque")
_CUT: Final = ("d", "qu", "lorsqu", "puisqu")
"""Links before a vowel."""
_ANNOUNCE: Final = frozenset(
    (*_KIN, *_LOOKS, *_GROUPS, *_THING, *_ARTICLE, *_LINK, *_CUT, *CIVILITIES, "l", "melle", "pr")
)
"""Words, plain and in lower case, that may stand before a name and go with it."""
_PLURAL: Final = frozenset(("les", "ces", "mes", "ses", "nos", "vos", "leurs", "des", "aux"))
_BASES: Final = {
    "d": "de", "du": "de", "des": "de", "au": "à", "aux": "à", "qu": "que", "lorsqu": "lorsque",
    "puisqu": "puisque",
}  # fmt: skip
"""A link as it is before another word: elided, or made one with an article that is gone."""
_VOWEL: Final = re.compile(r"[aeiouàâéèêëîïôûœ]", re.IGNORECASE)


def _any(words: Iterable[str]) -> str:
    return "|".join(words)


def _ending(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{pattern})$")


_CIVILITY: Final = _ending(f"{_CIVIL} ")
_BOTH: Final = _ending(f"{_CIVIL} et {_CIVIL} ")
_GROUP: Final = _ending(f"(?P<group>(?i:{_any(_GROUPS)})) ")
_OF_THING: Final = _ending(f"(?i:{_any(_THING)}) ")
_SAID_OF: Final = _ending(f"(?i:{_any((*_KIN, *_LOOKS))}) ")
_DETERMINED: Final = _ending(f"(?P<article>(?i:{_any(_ARTICLE)})) |(?i:l)'")
_LINKED: Final = _ending(f"(?P<word>(?i:{_any(_LINK)})) |(?P<cut>(?i:{_any(_CUT)}))'")
_AMONG_FAMILIES: Final = _ending(r"(?i:familles) (?:[A-Z][\w'-]+(?: [A-Z][\w'-]+)?(?:, | et | ou ))+")


class Told(NamedTuple):
    """Letters that go, and what stands there instead."""

    start: int
    end: int
    label: str


def told_whole(letters: str, start: int, end: int, label: str) -> Told:
    """A name with what goes with it: civilities, articles, « la famille », « de » before a vowel.

    Before a label that is neither « une personne » nor a name of ours, civilities go and « d' » becomes « de ».
    """
    is_somebody = label.startswith(SOMEBODY)
    if is_somebody and "amilles " in letters and _back(_AMONG_FAMILIES, letters, start):
        return Told(start, end, OTHER)
    if not _may_be_announced(letters, start):
        return Told(start, end, label)
    if label.startswith("["):
        civil = _back(_BOTH, letters, start) or _back(_CIVILITY, letters, start)
        return _linked(letters, civil.start() if civil else start, end, label)
    if is_somebody and _back(_OF_THING, letters, start):
        return Told(start, end, f"d'{label}")
    both, group = _back(_BOTH, letters, start), _back(_GROUP, letters, start)
    found = both or group
    if found and is_somebody:
        label = BOTH if both else _GROUPS[found["group"].lower()]
        article = _back(_DETERMINED, letters, found.start())
        return _linked(letters, article.start() if article else found.start(), end, label)
    at, is_plural = _announced(letters, start)
    return _linked(letters, at, end, FAMILY if is_plural and is_somebody else label)


def _may_be_announced(letters: str, at: int) -> bool:
    """Whether the word before is one that goes with names: asked first, as most words are none."""
    if at == 0 or letters[at - 1] not in {" ", "'"}:
        return False
    begin = max(letters.rfind(" ", 0, at - 1), letters.rfind("'", 0, at - 1)) + 1
    return letters[begin : at - 1].lower().strip("([«\ufffc.") in _ANNOUNCE


def linked(link: str, label: str) -> str:
    """« d'une personne », « de Sacha », « à une personne »: a link, no article, before what replaces a name."""
    base = _BASES.get(link.lower(), link.lower())
    whole = f"{base[:-1]}'{label}" if base.endswith("e") and _VOWEL.match(label) else f"{base} {label}"
    return whole[0].upper() + whole[1:] if link[0].isupper() else whole


def _announced(letters: str, start: int) -> tuple[int, bool]:
    """Where what announces a name begins, and whether it announces several people of that name (« les Roux »)."""
    civility = _back(_CIVILITY, letters, start)
    bare = at = civility.start() if civility else start
    while said := _back(_SAID_OF, letters, at):
        at = said.start()
    article = _back(_DETERMINED, letters, at)
    link = _back(_LINKED, letters, at)
    contracted = link["word"] if link and link["word"] else ""
    if article:
        at = article.start()
        civility = _back(_CIVILITY, letters, at)
        at = civility.start() if civility else at
    elif contracted.lower() in {"", "de", "que"}:  # « un projet jeune Escaudier »: nothing announces a person
        at = bare
    plural = (article["article"] or "" if article else contracted).lower() in _PLURAL
    return at, plural


def _linked(letters: str, start: int, end: int, label: str) -> Told:
    """With the link before it, where what replaces the name asks for another one."""
    link = _back(_LINKED, letters, start)
    if link is None:
        return Told(start, end, label)
    word = link["word"] or link["cut"]
    said = linked(word, label)
    if said.lower() == f"{link[0].lower()}{label.lower()}":
        return Told(start, end, label)
    return Told(link.start(), end, said)


def _back(pattern: re.Pattern[str], letters: str, at: int) -> re.Match[str] | None:
    return pattern.search(letters, max(0, at - FARTHEST), at)
