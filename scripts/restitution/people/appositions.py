"""« La maire de Villars, Mme Dupont »: the function told beside a masked name points at her, and goes with it.

So does her age, and what a verb says that she does. A function that the register knows of others stays: it may be
theirs; so does one that may be another person's in a list (« Mme Dupont, le maire et le public »). Plain text, see
`forms`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from msgspec import structs

from restitution.people import ages
from restitution.people.circle import Circle, Known
from restitution.people.cutting import Cut
from restitution.people.forms import plain
from restitution.people.functions import (
    Deed,
    Function,
    being,
    function_of,
    functions_in,
    is_a_place,
    is_function,
    leading,
    names_a_place,
    place_behind,
    says_somewhere,
)
from restitution.people.jobs import ONE_OF_HERE, is_job, is_status
from restitution.people.offices import BELOW, SOMEBODY
from restitution.people.phrasing import CHILD, linked, told_whole

_BEFORE: Final = re.compile(r",? |, (?:c'est-a-dire )?| \(| [–-] | ?: ")
_AFTER: Final = re.compile(r"(?:, (?P<place>[A-Z][\w' -]*))?, (?:elue? |nommee? )?| [–-] | (?=le |la |l')")
_ASIDE: Final = re.compile(r" \((?P<said>[^()]{2,90})\)")
_CLOSING: Final = re.compile(
    r", (?=[a-z])(?!(?:le|la|les|l|un|une|des|et|ou|puis|ainsi|avec|son|sa|qui|que|dont|je|tu|il|elle|on|nous|"
    r"vous|ils|elles|c|ce|mais|donc|car|ni|comme|pour|dans|sur|chez|de|du|d|au|aux|a (?:la|l|les?|[A-Z]\w*))\b)"
)
"""The comma behind an apposition that is gone, before the rest of its sentence."""
_ENDS: Final = re.compile(r"$|[.;:!?)]|, (?![A-Z]|(?:le|la|les|l|un|une|des|et|ou)\b)")
"""Behind an apposition with an article: not « Mme Dupont, le maire et le public »."""
_CLOSED: Final = re.compile(r"$|[.;:!?)]|, (?![A-Z]|(?:le|la|les|l|un|une|des|ou)\b)")
"""Behind a name that an apposition announces: not « L'institutrice, Mme Dupont et le public »."""
_CLAUSE: Final = re.compile(
    r" (?:en|sur|pour|chez|a(?! l[a'])) |(?<!adjoint)(?<!adjointe)(?<!deleguee) a (?:la |l')"
)
"""What makes a sentence of a function with its article (« le maire a tort », « le maire en parle »)."""
_STOPS: Final = re.compile(r"$|[,.;:)!?]| [A-Z]")
"""Behind the last word of a phrase, or of a line."""
_AND_OTHERS: Final = re.compile(r" (?:et|ou) (?:(?:les|des|le|la) |l')?[\w-]+s\b")
"""« maire et adjoints »."""


class Beside(NamedTuple):
    """A text, its functions, and who is meant by the register."""

    letters: str
    functions: list[Function]
    circle: Circle


def widened(letters: str, cuts: Sequence[Cut], circle: Circle) -> Iterator[Cut]:
    """The cuts of names, each with what stands beside it and points at somebody."""
    cuts = sorted(cuts, key=lambda cut: (cut.start, -cut.end))
    whose = [_whose(letters, cut, circle) for cut in cuts]
    is_any = any(people is not None for people in whose)
    functions = list(functions_in(letters, cuts)) if is_any else []
    taken = 0
    for cut, people in zip(cuts, whose, strict=True):
        left = [one for one in functions if one.start >= taken]  # what stands between two names is the first one's
        for told in [cut] if people is None else _with(Beside(letters, left, circle), cut, people):
            taken = max(taken, told.end)
            yield told


def protected_in(letters: str, cut: Cut, circle: Circle) -> list[Known] | None:
    """Who of those told below their function may be meant; None where a named one may be.

    Nobody, an empty list, of a name that no register holds.
    """
    people = _whose(letters, cut, circle)
    return None if people is None or any(one.person.standing not in BELOW for one in people) else people


def lives_in(letters: str, known: Known) -> bool:
    """Whether a text tells her town or her body."""
    said = letters.lower()
    places = (plain(place).lower() for place in (known.person.commune, known.person.structure))
    return any(place and re.search(rf"(?<!\w){re.escape(place)}(?!\w)", said) for place in places)


def _whose(letters: str, cut: Cut, circle: Circle) -> list[Known] | None:
    if cut.name is None or cut.unlisted:
        return [] if cut.unlisted else None
    owners = circle.owners(letters[slice(*cut.name)])
    return owners if owners and all(known.person.standing in {*BELOW, "fonction"} for known in owners) else None


def _with(text: Beside, cut: Cut, people: Sequence[Known]) -> Iterator[Cut]:
    """A cut and what stands beside it, as one; what a verb says of her, as another."""
    before = next((one for one in text.functions if _is_before(text, one, cut, people)), None)
    end, label, is_minor = cut.end, cut.label, False
    if before and _is_placed(text, before, cut, people):
        label = _wider(label, people, text.circle)
    while True:
        age = ages.BESIDE.match(text.letters, end)
        aside = _ASIDE.match(text.letters, end)
        after = next((one for one in text.functions if _is_after(text, one, end, cut, people)), None)
        if age:
            end, is_minor = age.end(), is_minor or ages.is_minor(age)
        elif aside and (told := _says(text, aside["said"], people)) is not None:
            end, is_minor = aside.end(), is_minor or any(map(ages.is_minor, told))
            label = _wider(label, people, text.circle) if _places(text, aside["said"], people) else label
        elif own := _own_words(text.letters, end, people):
            end = own
        elif after:
            is_placed = _is_placed(text, after, cut, people)
            label, end = _wider(label, people, text.circle) if is_placed else label, _end_of(text, after, people)
        else:
            break
    start, label = _begun(cut, before, label)
    if before and text.letters[before.end : cut.start].endswith("(") and text.letters.startswith(")", end):
        end += 1
    if is_minor:
        start, label = _as_child(text.letters, cut, start, label)
    closed = _closed(text.letters, cut, before, end)
    yield structs.replace(cut, start=start, end=closed, label=label)
    if deed := _deed(text, end, cut, people):
        yield Cut(*deed)


def _closed(letters: str, cut: Cut, before: Function | None, end: int) -> int:
    """Where a cut ends with the comma that closes what a comma opened."""
    opened = end > cut.end or (before is not None and "," in letters[before.end : cut.start])
    is_comma = opened and letters[end - 1] != ")" and _CLOSING.match(letters, end)
    return end + 1 if is_comma else end


def _begun(cut: Cut, before: Function | None, label: str) -> tuple[int, str]:
    """Where a cut begins with the function before it, and its label behind the link of that function."""
    if before is None:
        return cut.start, label
    own = label[:1].lower() + label[1:] if label.lower().startswith(SOMEBODY) else label
    return before.start, linked(before.link, own) if before.link else own


def _as_child(letters: str, cut: Cut, start: int, label: str) -> tuple[int, str]:
    """A child is told as one; « le petit » goes, of a name that nobody knows too."""
    if cut.unlisted and cut.name:
        told = told_whole(letters, *cut.name, SOMEBODY)
        start, label = min(start, told.start), told.label
    return start, re.sub(SOMEBODY, CHILD, label).replace("Une personne", "Un enfant")


def _is_before(text: Beside, one: Function, cut: Cut, people: Sequence[Known]) -> bool:
    joint = _BEFORE.fullmatch(text.letters, one.end, cut.start) if one.end <= cut.start else None
    if joint is None or _is_others(text, one, people):
        return False
    if _is_placed(text, one, cut, people):
        return True
    is_list = joint[0].startswith(",") and not _CLOSED.match(text.letters, cut.end)
    return is_job(one.does) and not is_list


def _is_after(text: Beside, one: Function, end: int, cut: Cut, people: Sequence[Known]) -> bool:
    joint = _AFTER.fullmatch(text.letters, end, one.start) if one.start >= end else None
    if joint is None:
        is_beside = _is_low(text, cut) and text.letters[end : one.start] == " "  # it has no commas either
        return is_beside and not _is_others(text, one, people) and is_job(one.does)
    if _is_others(text, one, people) or (one.determined and _CLAUSE.search(one.does)):
        return False
    if joint["place"] and not any(lives_in(joint["place"], known) for known in people):
        return False
    if _is_placed(text, one, cut, people):
        return True
    if one.determined:
        return is_job(one.does) and _ENDS.match(text.letters, one.end) is not None
    return is_job(one.does) and not _AND_OTHERS.match(text.letters, one.end)


def _is_others(text: Beside, one: Function, people: Sequence[Known]) -> bool:
    said = text.letters[one.start : one.end]
    return text.circle.offices.is_others(said, [known.person for known in people])


def _is_placed(text: Beside, one: Function, cut: Cut, people: Sequence[Known]) -> bool:
    """Whether a function says where; of a name without capitals, a place has none."""
    is_told = names_a_place(one.where) or (_is_low(text, cut) and says_somewhere(one.where))
    return is_told or any(lives_in(text.letters, known) for known in people)


def _is_low(text: Beside, cut: Cut) -> bool:
    return cut.name is not None and not any(map(str.isupper, text.letters[slice(*cut.name)]))


def _says(text: Beside, aside: str, people: Sequence[Known]) -> list[re.Match[str]] | None:
    """The ages between brackets that say nothing but what points at somebody; None for other brackets."""
    if text.circle.offices.is_others(aside, [known.person for known in people]):
        return None
    parts, found, functions = aside.split(", "), list[re.Match[str]](), 0
    for part in parts:
        age = ages.AGE.fullmatch(part)
        if age:
            found.append(age)
        elif is_function(part) or (function_of(part) is not None and _places(text, aside, people)):
            functions += 1
        elif not (functions and _is_her_place(part, people)):
            return None
    return found if found or functions else None


def _is_her_place(said: str, people: Sequence[Known]) -> bool:
    return is_a_place(said) or any(lives_in(said, known) for known in people)


def _places(text: Beside, aside: str, people: Sequence[Known]) -> bool:
    return names_a_place(f" {aside}") or any(lives_in(text.letters, known) for known in people)


def _end_of(text: Beside, one: Function, people: Sequence[Known]) -> int:
    """Where a function ends, with her own place that a comma parts from it."""
    where = place_behind(text.letters, one.end)
    return where.end() if where and any(lives_in(where["place"], known) for known in people) else one.end


def _own_words(letters: str, end: int, people: Sequence[Known]) -> int | None:
    """Where the register's own words on somebody end, which a comma parts from her name; None where none stand."""
    for known in people:
        for said in (known.person.fonction, known.person.structure if known.person.standing == "fonction" else ""):
            whole = f", {plain(said)}".lower()
            is_there = bool(said) and letters[end : end + len(whole)].lower() == whole
            if is_there and _STOPS.match(letters, end + len(whole)):
                return end + len(whole)
    return None


def _deed(text: Beside, end: int, cut: Cut, people: Sequence[Known]) -> Deed | None:
    """What a verb behind her name says that she does, or how old she is."""
    if age := ages.HAS.match(text.letters, end):
        return Deed(age.start("years"), age.end(), ages.SOME_AGE)
    if any(known.person.standing == "fonction" for known in people):  # she agreed to its being told
        return None
    if lead := leading(text.letters, end):
        return lead
    for one in text.functions:
        deed = being(text.letters, end, one) if one.start > end else None
        if deed and not _is_others(text, one, people) and (_is_placed(text, one, cut, people) or is_job(one.does)):
            end = _end_of(text, one, people)
            return Deed(one.start, end, ONE_OF_HERE) if is_status(one.does) else deed._replace(end=end)
    return None


def _wider(label: str, people: Sequence[Known], circle: Circle) -> str:
    """« une personne » with her territory; a pseudonym as it is."""
    told = {circle.offices.told(known.person) for known in people}
    where = told.pop().removeprefix(SOMEBODY) if len(told) == 1 else ""
    return f"{label}{where}" if label.lower().endswith(SOMEBODY) else label
