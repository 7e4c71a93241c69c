"""« La maire de Villars, Mme Dupont »: the function told beside a masked name points at her, and goes with it.

Only where it says where: a town or a body, or those of the register in the same text. A function that the register
knows of others stays: it may be theirs. Plain text, see `forms`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from restitution.people.circle import UNKNOWN, Circle, Known
from restitution.people.cutting import Cut
from restitution.people.forms import SPEAKS, plain
from restitution.people.offices import ARTICLE, BEFORE_FUNCTION, BELOW, SOMEBODY
from restitution.people.strangers import JOBS, SAYS

_MORE_JOBS: Final = "magistrat|edile|prefet|depute|senat|cure|abbe|docteur|notaire|pharmac|veterin|conduct|pilot"
_NO_THING: Final = (
    r"(?![\w-]*(?:eries?|tions?|ments?|ages?|ances?|ences?|tures?|iats?|anats?|ives?|ises?)(?![\w-]))"
    r"(?!(?:cafe|ferme|peche|vigne|vignoble|commerce|medecine|direct|institut|senat|cure|pilote)s?(?![\w-]))"
)
"""What begins as a function does, and is a place or an activity (« un café à l'école », « la direction »)."""
_VERB: Final = rf"(?!(?:{SPEAKS}|{SAYS}|indique|communique|ouvre|livre|signe)\b)"
_QUALITY: Final = (
    rf"(?: {_VERB}[a-z]+(?:ale?|aux|iere?s?|ifs?|ives?|iques?|aires?|elle?s?|ien|ienne|oise?|aine?|ees?|ointe?s?))"
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
    rf"(?<![\w-])(?i:{ARTICLE}{BEFORE_FUNCTION}(?:premiere? )?(?:vice-|co-)?{_NO_THING}"
    rf"(?:{JOBS}|{_MORE_JOBS})[\w-]*{_TAIL})"
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
_BEFORE: Final = re.compile(r",? |, (?:c'est-a-dire )?| \(| [–-] | ?: ")
_AFTER: Final = re.compile(r"(?:, (?P<place>[A-Z][\w' -]*))?, | [–-] |(?P<open> \()| (?=le |la |l')")
_IS: Final = re.compile(
    r"(?:,? (?:qui )?(?:est|etait|fut|sera|reste|devient)(?: elue?| nommee?| toujours| aussi)?|,? elue?) "
)
_CLOSING: Final = re.compile(r", (?=[a-z])(?!(?:le|la|les|l|un|une|des|et|ou|puis|ainsi|avec|son|sa)\b)")
"""The comma behind an apposition that is gone, before the rest of its sentence."""


class Function(NamedTuple):
    """First and last letter of a function, and how it says where (empty: it does not)."""

    start: int
    end: int
    link: str
    where: str


def widened(letters: str, cuts: Sequence[Cut], circle: Circle) -> Iterator[Cut]:
    """The cuts of names, each with the function that stands beside it and says where."""
    hers = [_below(letters, cut, circle) for cut in cuts]
    functions = list(_functions(letters, cuts)) if any(hers) else []
    for cut, people in zip(cuts, hers, strict=True):
        bare = not any(map(str.isupper, letters[cut.start : cut.end]))
        beside = (
            [one for one in functions if _says_where(letters, one, people, circle, bare=bare)] if people else []
        )
        yield from _with(letters, cut, people, beside, circle) if beside else [cut]


def function_of(text: str) -> str | None:
    """What stands behind the function that a whole text is (a cell of a table); None for any other text."""
    match = _OFFICE.fullmatch(text)
    return match["tail"] if match else None


def names_a_place(tail: str) -> bool:
    """Whether what follows the word of a function says where: a body, or a name that is no acronym."""
    return bool(_BODY.search(tail.lower()) or _NAMED_PLACE.search(tail))


def protected_in(letters: str, circle: Circle) -> list[Known]:
    """Who of those told below their function may be meant by a plain name; nobody where a named one may be."""
    owners = circle.owners(letters)
    return owners if owners and all(known.person.standing in BELOW for known in owners) else []


def _below(letters: str, cut: Cut, circle: Circle) -> list[Known]:
    return [] if cut.label == UNKNOWN else protected_in(letters[cut.start : cut.end], circle)


def _functions(letters: str, names: Sequence[Cut]) -> Iterator[Function]:
    for match in _OFFICE.finditer(letters):
        link = "d'" if match["of"] else "à " if match["to"] else ""
        where = _WHERE.match(letters, match.end())
        is_place = (
            where
            and _is_a_place(where["place"])
            and not any(one.start < where.end() and match.end() < one.end for one in names)
        )
        yield Function(
            match.start(), match.end(), link, f"{match['tail']}{where[0] if where and is_place else ''}"
        )


def _is_a_place(said: str) -> bool:
    return names_a_place(f" {said}")


def _says_where(letters: str, function: Function, people: Sequence[Known], circle: Circle, *, bare: bool) -> bool:
    """Whether a function and its place are hers alone. `bare`: of a name without capitals, a place has none."""
    said = letters[function.start : function.end]
    if circle.offices.is_others(said, [known.person for known in people]):
        return False
    is_placed = names_a_place(function.where) or (bare and _SOMEWHERE.match(function.where) is not None)
    return is_placed or any(lives_in(letters, known) for known in people)


def lives_in(letters: str, known: Known) -> bool:
    """Whether a text tells her town or her body."""
    said = letters.lower()
    places = (plain(place).lower() for place in (known.person.commune, known.person.structure))
    return any(place and re.search(rf"(?<!\w){re.escape(place)}(?!\w)", said) for place in places)


def _with(
    letters: str, cut: Cut, people: Sequence[Known], functions: Sequence[Function], circle: Circle
) -> Iterator[Cut]:
    """A cut and what stands beside it, as one; what a verb says of her, as another."""
    label = _wider(cut.label, people, circle)
    for one in functions:
        if one.end <= cut.start and _BEFORE.fullmatch(letters, one.end, cut.start):
            yield Cut(
                one.start,
                _closed(letters, cut.end),
                f"{one.link}{label[:1].lower()}{label[1:]}" if one.link else label,
            )
            return
        after = _AFTER.fullmatch(letters, cut.end, one.start)
        if after and (not after["place"] or any(lives_in(after["place"], known) for known in people)):
            end = _end_of(letters, one, people, is_aside=after["open"] is not None)
            yield Cut(cut.start, end if after["open"] else _closed(letters, end), label)
            return
        if _IS.fullmatch(letters, cut.end, one.start):
            yield cut
            yield Cut(one.start, one.end, f"{one.link}{_wider(SOMEBODY, people, circle)}")
            return
    yield cut


def _end_of(letters: str, function: Function, people: Sequence[Known], *, is_aside: bool) -> int:
    """Where a function ends, with the place that a comma parts from it, and the bracket that closes it."""
    where, end = _WHERE.match(letters, function.end), function.end
    is_told = where is not None and function.where.endswith(where[0])
    if where and ((is_aside and is_told) or any(lives_in(where["place"], known) for known in people)):
        end = where.end()
    return end + (is_aside and letters.startswith(")", end))


def _wider(label: str, people: Sequence[Known], circle: Circle) -> str:
    """« une personne » with her territory; a pseudonym as it is."""
    told = {circle.offices.told(known.person) for known in people}
    where = told.pop().removeprefix(SOMEBODY) if len(told) == 1 else ""
    return f"{label}{where}" if label.lower().endswith(SOMEBODY) else label


def _closed(letters: str, end: int) -> int:
    return end + 1 if _CLOSING.match(letters, end) else end
