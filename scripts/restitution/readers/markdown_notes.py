"""Footnotes of a Markdown text, made to stand once each.

pandoc drops a footnote that is never called, repeats one called twice, never ends on one that calls itself.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from restitution.model import Finding
from restitution.readers.markdown_copy import EDGE, Markdown

_FOOTNOTE: Final = re.compile(r"(?<!\\)\[\^([^\]\s\[]+)\]")
_NOTE_HEAD: Final = re.compile(r"^[ \t>]*(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)?$")
_NOTE_END: Final = re.compile(r"\n[ \t>]*\n(?![ \t]{2,}|[ \t>]*\n)|\n(?=[ \t>]*\[\^[^\]\s\[]+\]:)")


def footnotes_once(note: Markdown) -> list[str]:
    """The text in pieces, where each footnote has one definition and one call; the others are kept as text."""
    marks = list(_FOOTNOTE.finditer(note.text))
    heads = {found.start() for found in marks if _is_definition(note.text, found)}
    bodies: list[tuple[int, int]] = []
    for found in marks:
        if found.start() in heads:
            end = _NOTE_END.search(note.text, found.end())
            bodies.append((found.start(), end.start() if end else len(note.text)))
    calls: dict[str, int] = {}
    for found in marks:
        body = bisect_right(bodies, (found.start(), len(note.text))) - 1
        if body < 0 or found.start() >= bodies[body][1]:
            calls.setdefault(found[1], found.start())
    defined: dict[str, int] = {}
    for found in marks:
        if found.start() in heads and found[1] in calls:
            defined.setdefault(found[1], found.start())
    out, at = [], 0
    for found in marks:
        out.append(note.text[at : found.start()])
        out.append(_footnote(note, found, found.start() in heads, calls, defined))
        at = found.end()
    return [*out, note.text[at:]]


def _is_definition(text: str, found: re.Match[str]) -> bool:
    head = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
    return text[found.end() : found.end() + 1] == ":" and _NOTE_HEAD.match(head) is not None


def _footnote(
    note: Markdown, found: re.Match[str], is_head: bool, calls: dict[str, int], defined: dict[str, int]
) -> str:
    label, at = found[1], found.start()
    if at == (defined if is_head else calls).get(label) and label in defined:
        return note.hide(found.group())
    repeated = not is_head and label in calls and label in defined
    message = (
        f"La note de bas de page « {label} » est appelée deux fois : elle ne figure qu'au premier appel."
        if repeated
        else f"La note de bas de page « {label} » n'est pas appelée ou pas définie : elle reste dans le texte."
    )
    where = f"ligne {note.line(at)}"
    note.findings.append(
        Finding(code="note_de_bas_de_page", level="warning", message=message, path=note.path, where=where)
    )
    if repeated:
        note.leave("champ technique", found.group(), at)
        return EDGE
    return note.hide(f"\\[\\^{label}\\]")
