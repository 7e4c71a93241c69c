"""Functions and where they are held (« la maire de Villars »), and verbs that say that one has some (« préside »).

Plain text, see `forms`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from restitution.people.cutting import Cut
from restitution.people.forms import SPEAKS
from restitution.people.jobs import IS, LEADS, MORE, instead, is_job
from restitution.people.offices import ARTICLE, BEFORE_FUNCTION
from restitution.people.strangers import JOBS, SAYS

_MORE_JOBS: Final = "magistrat|edile|prefet|depute|senat|cure|abbe|docteur|notaire|pharmac|veterin|conduct|pilot"
_NO_THING: Final = (
    r"(?![\w-]*(?:eries?|tions?|ments?|ages?|ances?|ences?|tures?|iats?|anats?|ives?|ises?)(?![\w-]))"
    r"(?!(?:cafe|ferme|peche|vigne|vignoble|commerce|medecine|direct|institut|senat|cure|pilote)s?(?![\w-]))"
)
"""What begins as a function does, and is a place or an activity (« un café à l'école », « la direction »)."""
_VERB: Final = rf"(?!(?:{SPEAKS}|{SAYS}|indique|communique|ouvre|livre|signe)\b)"
_QUALITY: Final = (
    rf"(?: {_VERB}[a-z]+(?:ale?|aux|iere?s?|ifs?|ives?|iques?|aires?|el(?:le)?s?|icoles?|ables?|ien|ienne|oise?|"
    r"aine?|ees?|ointe?s?))"
)
"""An adjective behind a noun (« la coopérative laitière »)."""
_LINK: Final = (
    r"(?: et| ou)?(?: charge[e]?s?| delegue[e]?s?)?"
    r"(?: de la | de l'| du | des | de | d'| a la | a l'| au | aux | a l'| a | en | sur | pour | chez )"
)
_NOUN: Final = rf"(?-i:[\w-]+(?:'[\w-]+)?(?: [A-Z][\w'-]*){{0,3}}){_QUALITY}?"
_TAIL: Final = rf"(?P<tail>{_QUALITY}{{0,2}}(?:{_LINK}{_NOUN}){{0,6}})"
_WHERE: Final = re.compile(r",? (?P<place>[\w'-]+(?: [\w'-]+){0,7})(?=[),.;:]|$)")
"""« maire, Villars »."""
_OFFICE: Final = re.compile(
    rf"(?<![\w-])(?i:(?P<article>{ARTICLE}){BEFORE_FUNCTION}(?P<does>(?:premiere? )?"
    rf"(?:(?:vice-|co-)?{_NO_THING}(?:{JOBS}|{_MORE_JOBS})[\w-]*|(?:{MORE})(?![\w-])){_TAIL}))"
)
_BODY: Final = re.compile(
    r"\b(?:communes?|communaute|mairie|ville|village|bourg|hameau|agglomeration|metropole|departement|region|canton|pays|"
    r"petr|gal|pnr|parc|syndicat|cooperative|association|ecole|college|lycee|creche|ehpad|hopital|maison|centre|club|"
    r"comite|conseil|office|ferme|entreprise|usine|fonderie|scierie|societe|groupement|federation|mission locale|"
    r"paroisse|prefecture|chambre|cabinet|atelier|tiers-lieu|cinema|theatre|mediatheque|bibliotheque|musee)\b"
)
_NAMED_PLACE: Final = re.compile(r"[ '-][A-Z][\w'-]*[a-z]")
_SOMEWHERE: Final = re.compile(r" (?:de la |de l'|du |de |d'|a |au |en )(?!mission|projet|developpement)\w{4,}")
"""« maire de villars », in a text that has no capitals."""
_SHOP: Final = re.compile(
    r"\b(?:boulangerie|boucherie|epicerie|cafe|restaurant|hotel|auberge|garage|librairie|pharmacie|magasin|commerce|"
    r"scierie|menuiserie|fromagerie|domaine|exploitation|gaec|pepiniere|gite|camping|salon|agence|poste|residence)\b"
)
_WHO: Final = r"(?:,? qui)?"
_IS: Final = re.compile(rf"{_WHO} {IS}(?: elue?| nommee?| toujours| aussi| alors| aujourd'hui)? ")
_LEADS: Final = re.compile(
    rf"{_WHO} {LEADS} (?P<what>(?:de la |de l'|du |de |d'|la |le |l'|les |une? |son |sa |notre )?{_NOUN}{_TAIL})"
)


class Function(NamedTuple):
    """First and last letter of a function, what it is, and how it says where (empty: it does not)."""

    start: int
    end: int
    link: str
    """« de » or « à », where its article was joined to one."""
    where: str
    does: str
    determined: bool
    """Whether an article announces it."""


class Deed(NamedTuple):
    """First and last letter of a verb with the function that it says, and what stands there instead."""

    start: int
    end: int
    label: str


def functions_in(letters: str, names: Sequence[Cut]) -> Iterator[Function]:
    """The functions of a text. `names`: of people, which are no place."""
    for match in _OFFICE.finditer(letters):
        link = "de" if match["of"] else "à" if match["to"] else ""
        where = _WHERE.match(letters, match.end())
        is_place = (
            where
            and is_a_place(where["place"])
            and not any(one.start < where.end() and match.end() < one.end for one in names)
        )
        told = f"{match['tail']}{where[0] if where and is_place else ''}"
        yield Function(match.start(), match.end(), link, told, match["does"], bool(match["article"]))


def place_behind(letters: str, end: int) -> re.Match[str] | None:
    """What a comma parts from a function, which may be where it is held (« maire, Villars »)."""
    return _WHERE.match(letters, end)


def function_of(text: str) -> str | None:
    """What stands behind the function that a whole text is (a cell of a table); None for any other text."""
    match = _OFFICE.fullmatch(text)
    return match["tail"] if match else None


def is_function(text: str) -> bool:
    """Whether a whole text is one person's function, wherever it is held."""
    match = _OFFICE.fullmatch(text)
    return match is not None and is_job(match["does"])


def names_a_place(tail: str) -> bool:
    """Whether what follows the word of a function says where: a body, or a name that is no acronym."""
    return bool(_BODY.search(tail.lower()) or _NAMED_PLACE.search(tail))


def says_somewhere(tail: str) -> bool:
    """The same in a text that has no capitals."""
    return _SOMEWHERE.match(tail) is not None


def is_a_place(said: str) -> bool:
    """Whether words alone say where."""
    return names_a_place(f" {said}")


def being(letters: str, end: int, function: Function) -> Deed | None:
    """« est maire de Villars », from the name that ends before it."""
    match = _IS.fullmatch(letters, end, function.start)
    return _deed(match, function.end) if match else None


def leading(letters: str, end: int) -> Deed | None:
    """« préside la communauté de communes », behind a name."""
    match = _LEADS.match(letters, end)
    what = match["what"].lower() if match else ""
    return _deed(match, match.end()) if match and (_BODY.search(what) or _SHOP.search(what)) else None


def _deed(match: re.Match[str], end: int) -> Deed:
    return Deed(match.start("verb"), end, instead(match["verb"]))
