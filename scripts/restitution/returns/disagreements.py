"""A fact that a note tells otherwise than another, as a question to its writer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from restitution.model import Conflict, Place
from restitution.settings import SETTINGS_FILE

NAMES = "names"


def questions(path: str, conflicts: Sequence[Conflict]) -> Iterator[str]:
    """What to ask the writer of a file, a sentence a conflict that it has a part in."""
    for conflict in conflicts:
        mine = [place for place in conflict.places if place.path == path]
        others = [place for place in conflict.places if place.path != path]
        if not mine:
            continue
        if conflict.against:
            at = conflict.against[conflict.places.index(mine[0])]
            if at < 0:
                continue
            others = [conflict.places[at]]
        if not others:
            yield f"{' ; '.join(map(_quoted, mine))} : {_uncapitalised(conflict.remedy)}"
        elif conflict.code == NAMES:
            yield _who_was_there(conflict, path)
        else:
            told = f"vous écrivez {_quoted(mine[0])}, {_told(others[0])}"
            yield f"{conflict.about} : {told} : qu’est-ce qui est juste ?"


def _told(other: Place) -> str:
    whose = "le calendrier du projet" if other.path == SETTINGS_FILE else "une autre note"
    return f"{whose} {_quoted(other)}"


def _quoted(place: Place) -> str:
    return f"« {place.words.rstrip(' :;,')} »"


def _who_was_there(conflict: Conflict, path: str) -> str:
    """Two lists of names; `values` are the names that only the list of each place has."""
    pairs = list(zip(conflict.places, conflict.values, strict=True))
    ours = ", ".join(names for place, names in pairs if place.path == path and names)
    theirs = ", ".join(names for place, names in pairs if place.path != path and names)
    told = [f"votre liste est la seule à nommer {ours}"] if ours else []
    told += [f"une autre nomme aussi {theirs}"] if theirs else []
    return f"{conflict.about} : {' ; '.join(told)}. Qui était là ?"


def _uncapitalised(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
