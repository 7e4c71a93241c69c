"""Why a note's text stands in the last annex: its section is none of its kind's, or no part takes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from restitution.assembly.pool import Item
from restitution.domain import domain
from restitution.messages import listed, plural
from restitution.model import Finding, Note
from restitution.pandoc import ast

CODE: Final = "annexe"
MOST: Final = 3
"""Sections named of one note."""
WHERE: Final = "en annexe, sous « Textes non repris dans le corps »"


def leftover_findings(items: Iterable[Item]) -> list[Finding]:
    """One warning for each note of a known kind of which something has no place in the body; lost it is not."""
    left: dict[str, list[Item]] = {}
    for item in items:
        if item.note.kind and not item.placed and not item.apart:
            left.setdefault(item.note.path, []).append(item)
    return [_finding(found[0].note, found) for found in left.values()]


def _finding(note: Note, items: list[Item]) -> Finding:
    foreign = [item for item in items if item.passage.section not in domain().kinds[note.kind or ""].sections]
    message = _foreign(note, foreign) if foreign else _partless(note, items)
    where = next((place for item in foreign or items for place in _places(item) if place), "")
    return Finding(code=CODE, level="warning", message=message, path=note.path, where=where)


def _foreign(note: Note, items: list[Item]) -> str:
    """Sections that such a note does not have: another title would place them."""
    kind = domain().kinds[note.kind or ""]
    known = listed(f"« {domain().sections[key].label} »" for key in [*kind.requis, *kind.conseille][:MOST])
    are = "n'est pas une rubrique" if len(_named(items)) == 1 else "ne sont pas des rubriques"
    return (
        f"{_said(items)} {are} d'un genre « {kind.label} » : ce texte est donné {WHERE}. Pour le mettre dans le "
        f"corps, placez-le sous un titre de ce genre ({known}…), en sous-titre s'il le faut."
    )


def _partless(note: Note, items: list[Item]) -> str:
    """Sections of such a note that the plan leaves out."""
    kind = domain().kinds[note.kind or ""]
    return (
        f"{_said(items)} (genre « {kind.label} ») : aucune partie de votre plan ne reprend ce texte, donné "
        f"{WHERE}. Voyez « plan » dans restitution.yaml, ou vos modèles de templates/plan/."
    )


def _said(items: list[Item]) -> str:
    """« Ce qui nous a surpris » (compris comme « Regards des visiteurs »), the first of them."""
    named = _named(items)
    rest = len(named) - MOST
    more = [plural(rest, "autre")] if rest > 0 else []
    return listed([*named[:MOST], *more])


def _named(items: list[Item]) -> list[str]:
    found: dict[str, str] = {}
    for item in items:
        section = item.passage.section
        label = domain().sections[section].label if section in domain().sections else "sans titre"
        title = ast.text(item.passage.block["c"][2]).strip() if item.passage.role == "section" else ""
        is_own = title and title != label
        said = f"« {title} » (compris comme « {label} »)" if is_own else f"« {label} »"
        if title or section not in found:
            found[section] = said
    return list(found.values())


def _places(item: Item) -> Iterable[str]:
    return map(ast.leaf_where, ast.each_leaf([item.passage.block]))
