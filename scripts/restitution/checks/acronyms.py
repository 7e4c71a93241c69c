"""K13: each acronym of the published text stands in the glossary, or is explained where it first stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any, Final

from restitution.checks.check import Found, Point
from restitution.messages import folded, plural
from restitution.model import Balance, Document, Unexplained
from restitution.pandoc import ast
from restitution.settings import Settings
from restitution.typography.acronyms import acronyms, is_explained, plain
from restitution.typography.inlines import flat
from restitution.typography.kept import Names

ASIDE: Final = frozenset({"source", "couverture", "quatrieme", "logos"})
"""Divs that name files and bodies, and say nothing."""
_WORD: Final = re.compile(r"[^\W\d_]+")


def unexplained(document: Document, glossary: Iterable[str], settings: Settings) -> list[Unexplained]:
    """The acronyms that a reader cannot look up, each with its first place. `glossary`: those that it explains."""
    codes = {*settings.codes, *(place.code for place in settings.avances)}
    known = {plain(sigle) for sigle in glossary} | codes
    placed = {placement.bookmark: placement for placement in document.placements}
    found: dict[str, Unexplained] = {}
    texts = [(ast.leaf_id(span), flat([span])[0]) for span in _told(document.blocks)]
    names = Names(PurePosixPath(placement.path).name for placement in document.placements)
    words = {word for _, text in texts for word in _WORD.findall(text)}
    ordinary = {folded(word) for word in words if word.islower()}
    for id_, text in texts:
        for start, end, sigle in acronyms(text, names):
            if sigle in known or folded(sigle) in ordinary:
                continue
            if sigle not in found and is_explained(text, start, end):
                known.add(sigle)
                continue
            place = placed.get(id_)
            path, where = (place.path, place.where) if place else ("", "")
            first = found.get(sigle) or Unexplained(sigle=sigle, path=path, where=where, count=0)
            found[sigle] = Unexplained(sigle=sigle, path=first.path, where=first.where, count=first.count + 1)
    return sorted(found.values(), key=lambda one: (-one.count, one.sigle))


def _told(node: Any) -> Iterator[Any]:
    """The leaves of what the document says, in reading order."""
    if isinstance(node, list):
        for child in node:
            yield from _told(child)
    elif isinstance(node, dict):
        if node.get("t") == "Div" and not ASIDE.isdisjoint(node["c"][0][1]):
            return
        if node.get("t") == "Span" and ast.is_leaf(node):
            yield node
        else:
            yield from _told(node.get("c"))


def acronyms_explained(balance: Balance) -> Found:
    """K13: the acronyms that nothing explains, each with its first place."""
    points = [Point(text=_line(one), case=one.sigle) for one in balance.acronyms]
    return Found(
        id="K13",
        level="warning",
        when="never",
        message=f"{plural(len(points), 'sigle sans explication', 'sigles sans explication')}."
        if points
        else "Chaque sigle du texte publié est au glossaire, ou développé là où il paraît.",
        points=points,
        remedy="Ajoutez-les à sources/commun/glossaire.csv (sigle ; développé ; définition).",
    )


def _line(one: Unexplained) -> str:
    place = ", ".join(part for part in (one.path, one.where) if part) or "texte du plan"
    return f"« {one.sigle} » : {place}" + (f" ({one.count} fois)" if one.count > 1 else "")
