"""The themes that a field, a heading or a tag names, and the words of a field that are nobody's theme."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from restitution.domain import NO_THEME, says_nothing
from restitution.messages import folded, listed, nearest
from restitution.model import Finding, Note
from restitution.settings import Settings

_BEHIND: Final = re.compile(r"\s*[:–—]\s+|\s+-\s+")
_ARTICLE: Final = re.compile(r"^(?:le |la |les |l['’])", re.IGNORECASE)


def themes_in(text: str, settings: Settings) -> list[str]:
    """Keys of the themes that a field's list, a heading or a tag names, by key, title or alias."""
    whole = settings.theme_named(text)
    if whole:
        return [whole]
    words = (part.strip(" #.") for part in _listed(text))
    return list(dict.fromkeys(key for word in words if word and (key := settings.theme_named(word))))


def themes_of_title(title: str, settings: Settings) -> list[str]:
    """Keys of the themes that a sheet's title names, whole or behind what it is: « Fiche thème : le logement »."""
    parts = [title, *_BEHIND.split(title)[1:]]
    each = (themes_in(_ARTICLE.sub("", part), settings) for part in parts)
    return next((found for found in each if found), [])


def _listed(text: str) -> list[str]:
    """Parts of a list written with commas, semicolons, slashes or « et »."""
    parts = text.replace(";", ",").replace("/", ",").replace(" · ", ",").split(",")
    return [piece for part in parts for piece in ([part] if " et " not in part else [part, *part.split(" et ")])]


def unknown_themes(said: str, path: str, settings: Settings) -> list[Finding]:
    """A warning when a note's field « Thèmes » names what is no theme of the project."""
    unknown = list(dict.fromkeys(_unknown(said, settings)))
    if not unknown:
        return []
    titles = [theme.titre for theme in settings.themes]
    meant = [nearest(word, titles) for word in unknown]
    near = list(dict.fromkeys(title for title in meant if title))
    hint = f"vouliez-vous dire {_quoted(near)} ?" if near and all(meant) else f"les siens sont {_quoted(titles)}."
    message = f"Pas un thème du projet : {_quoted(unknown)} ; {hint}"
    return [Finding(code="thème", level="warning", message=message, path=path)]


def sheet_without_theme(note: Note, said: str, settings: Settings) -> list[Finding]:
    """A warning on a theme's sheet of which nothing tells the theme: it fills no cell, and stands apart."""
    if said.strip() or note.themes or any(passage.themes or passage.ours for passage in note.passages):
        return []
    titles = [theme.titre for theme in settings.themes]
    message = (
        f"Rien ne dit de quel thème est cette fiche : écrivez en tête « Thème : … », parmi {_quoted(titles)}."
    )
    return [Finding(code="thème", level="warning", message=message, path=note.path)]


def _unknown(said: str, settings: Settings) -> Iterator[str]:
    """Parts of a list that name no theme; of « logement et mobilité », the one that does not."""
    if folded(said) == NO_THEME or says_nothing(said) or settings.theme_named(said):
        return
    parts = said.replace(";", ",").replace("/", ",").replace(" · ", ",").split(",")
    for part in (part.strip(" #.") for part in parts):
        left = _left(part.split(" et "), settings)
        yield from [part] if len(left) == len(part.split(" et ")) and folded(part) else filter(folded, left)


def _left(pieces: list[str], settings: Settings) -> list[str]:
    """Of the pieces between « et », those that no theme takes; « eau et agriculture » is one title."""
    if not pieces:
        return []
    for size in range(len(pieces), 0, -1):
        if settings.theme_named(" et ".join(pieces[:size])):
            return _left(pieces[size:], settings)
    return [pieces[0].strip(), *_left(pieces[1:], settings)]


def _quoted(titles: list[str]) -> str:
    return listed(f"« {title} »" for title in titles)
