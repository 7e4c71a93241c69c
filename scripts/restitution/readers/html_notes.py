"""Footnotes and comments of a web page: a mark that leads to a paragraph that leads back.

So write Word, LibreOffice, Google Docs and most sites. A footnote is taken as one only when all are: each found,
in the order of their marks, after all the text that the note keeps. Else all stay paragraphs, where they stand.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec
from lxml import etree
from lxml.etree import _Element as Element

from restitution.readers.html_aside import attribute, is_mark, name, reason_of
from restitution.readers.html_page import CUT

_COMMENT: Final = re.compile(r"#?_?(?:cmnt|msocom)", re.IGNORECASE)
_HOLDERS: Final = frozenset({"p", "li", "div", "dd", "td", "aside"})
BLANK: Final = f"{CUT} \t\r\n"
_ROOTS: Final = frozenset({"body", "html", "main", "article"})


class Notes(msgspec.Struct):
    """What the links of a page say: mark -> body of its footnote; the marks that lead back; comments."""

    bodies: dict[Element, Element] = {}
    backs: set[Element] = set()
    comments: set[Element] = set()
    comment_marks: set[Element] = set()
    marks: set[Element] = set()
    """All links that look like a mark, those that were found to call nothing included."""


class _Pair(msgspec.Struct):
    call: Element
    back: Element
    body: Element


def find_notes(root: Element) -> Notes:
    """The footnotes and the comments of a page."""
    named = _named(root)
    order = {element: number for number, element in enumerate(root.iter())}
    marks = [link for link in root.iter("a") if is_mark(link)]
    found = Notes(marks=set(marks))
    pairs: list[_Pair] = []
    for call in marks:
        holder = _holder(call, named)
        back = _back(call, holder, named, found.marks)
        if holder is None or back is None or order[back] < order[call]:
            continue
        body = _body(holder, back)
        if _COMMENT.match(attribute(call, "href")):
            found.comments.add(body)
            found.comment_marks.add(call)
        else:
            pairs.append(_Pair(call, back, body))
    if _are_last(root, pairs, order, found):
        found.bodies = {pair.call: pair.body for pair in pairs}
        found.backs = {pair.back for pair in pairs}
    return found


def _named(root: Element) -> dict[str, Element]:
    named: dict[str, Element] = {}
    for element in root.iter():
        if name(element):
            for key in ("id", "name"):
                if value := attribute(element, key):
                    named.setdefault(value, element)
    return named


def _back(call: Element, holder: Element | None, named: dict[str, Element], marks: set[Element]) -> Element | None:
    """The mark in the note held by `holder` that leads back to `call`."""
    if holder is None or call in set(holder.iter("a")):
        return None
    for link in holder.iter("a"):
        home = named.get(attribute(link, "href").strip()[1:]) if link in marks else None
        if home is not None and _is_around(home, call):
            return link
    return None


def _holder(call: Element, named: dict[str, Element]) -> Element | None:
    """The block that a mark leads to; none for a mark that begins its own block, as those in notes do."""
    target = named.get(attribute(call, "href").strip()[1:])
    if target is None or _begins(call):
        return None
    holder = target if name(target) in _HOLDERS else next(target.iterancestors(*_HOLDERS), None)
    return None if holder is None or name(holder) in _ROOTS else holder


def _begins(link: Element) -> bool:
    """Whether nothing stands before a link in its block."""
    node = link
    while name(node) not in _HOLDERS | _ROOTS:
        before, above = node.getprevious(), node.getparent()
        if above is None:
            return True
        if before is not None or (above.text or "").strip(BLANK):
            return False
        node = above
    return True


def _is_around(home: Element, call: Element) -> bool:
    """Whether `home`, where a note leads back to, is its mark or just around or inside it."""
    return home is call or call in set(home.iter("a")) or home in set(call.iter())


def _body(holder: Element, back: Element) -> Element:
    """The block that holds the note, or the `div` or item around it that holds nothing else before."""
    body = holder
    while (above := body.getparent()) is not None and name(above) in {"div", "li"}:
        marks = [link for link in above.iter("a") if is_mark(link)]
        if above[0] is not body or (above.text or "").strip(BLANK) or marks != [back]:
            break
        body = above
    return body


def _are_last(root: Element, pairs: list[_Pair], order: dict[Element, int], found: Notes) -> bool:
    """Whether the bodies follow each other as their marks do, and nothing that the note keeps follows them."""
    places = [order[pair.body] for pair in pairs]
    if not places or places != sorted(set(places)) or any(order[p.call] > places[0] for p in pairs):
        return False
    return _ends_silent(root, {pair.body for pair in pairs}, found.comments)


def _ends_silent(root: Element, bodies: set[Element], comments: set[Element]) -> bool:
    """Whether nothing that the note keeps follows the first of `bodies`."""
    has_begun = False
    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        if event == "start":
            has_begun = has_begun or element in bodies
            if element in bodies or element in comments or reason_of(element, is_page=True):
                walker.skip_subtree()
            elif has_begun and (element.text or "").strip(BLANK):
                return False
        elif has_begun and element is not root and (element.tail or "").strip(BLANK):
            return False
    return True
