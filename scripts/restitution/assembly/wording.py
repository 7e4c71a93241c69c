"""Tells the editor which forms of the notes French composition writes otherwise (« 1ère », « Mr », « etc… »)."""

from __future__ import annotations

from collections.abc import Sequence

from restitution.assembly.typesetting import quoted_leaves
from restitution.messages import plural
from restitution.model import Document, Finding
from restitution.pandoc import ast
from restitution.typography.inlines import flat, is_speech
from restitution.typography.wording import forms


def wording_findings(document: Document) -> list[Finding]:
    """One finding a kind of form and file, with its first place and how often it stands there.

    What somebody says, or wrote elsewhere, is left alone: it is quoted as it is.
    """
    placed = {placement.bookmark: placement for placement in document.placements if not placement.quoted}
    quoted = quoted_leaves(document.blocks)
    found: dict[tuple[str, int], list[tuple[str, str, str]]] = {}
    for span in ast.each_leaf(document.blocks):
        place = placed.get(ast.leaf_id(span))
        if place is None or ast.leaf_id(span) in quoted or is_speech([span]):
            continue
        for rule, wrong, right in forms(flat([span])[0]):
            found.setdefault((place.path, rule), []).append((wrong, right, place.where))
    return [_finding(path, forms_) for (path, _), forms_ in sorted(found.items())]


def _finding(path: str, found: Sequence[tuple[str, str, str]]) -> Finding:
    wrong, right, where = found[0]
    others = len(found) - 1
    more = (
        f" Cette graphie revient {plural(others, 'autre fois', 'autres fois')} dans ce fichier." if others else ""
    )
    message = f"« {wrong} » : écrivez « {right} ».{more}"
    return Finding(code="graphie", level="warning", message=message, path=path, where=where)
