"""Tracked changes as OpenDocument keeps them (ODF 1.3 part 3, clause 5.5): regions, apart from their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, Literal

import msgspec
from lxml.etree import _Element as Element

from restitution.ooxml.opendocument import q

Sort = Literal["insertion", "deletion", "format-change"]
SORTS: Final[dict[str, Sort]] = {
    q("text:insertion"): "insertion",
    q("text:deletion"): "deletion",
    q("text:format-change"): "format-change",
}
INFO: Final = q("office:change-info")
COMMENTS: Final = frozenset({q("office:annotation"), q("office:annotation-end")})


class Change(msgspec.Struct, eq=False):
    """One element of a region: who changed what, when."""

    sort: Sort
    node: Element
    author: str = ""
    date: str = ""
    remark: Element | None = None
    """Its change-info, where the reviewer wrote a remark on the change."""

    def content(self) -> Iterator[Element]:
        """What was deleted."""
        return (child for child in self.node.iterchildren("{*}*") if child.tag != INFO)


class Region(msgspec.Struct, eq=False):
    """A region: its changes (deletion of what somebody inserted: two), and whether the text has its place."""

    changes: list[Change]
    placed: bool = False

    def of(self, sort: Sort) -> Change | None:
        """Its change of one sort."""
        return next((change for change in self.changes if change.sort == sort), None)


class Changes:
    """The regions of both parts, by the name under which the text refers to them."""

    def __init__(self, roots: Iterable[Element]) -> None:
        self.regions: list[Region] = []
        self._named: dict[str, Region] = {}
        for node in (node for root in roots for node in root.iter(q("text:changed-region"))):
            region = Region([_change(child) for child in node if child.tag in SORTS])
            self.regions.append(region)
            for name in (node.get(q("xml:id")), node.get(q("text:id"))):
                if name:
                    self._named.setdefault(name, region)

    def named(self, name: str) -> Region | None:
        """The region of that name."""
        return self._named.get(name)


def _change(node: Element) -> Change:
    info = node.find(INFO)
    if info is None:
        return Change(SORTS[str(node.tag)], node)
    return Change(
        SORTS[str(node.tag)],
        node,
        (info.findtext(q("dc:creator")) or "").strip(),
        (info.findtext(q("dc:date")) or "").strip(),
        info if info.find(f".//{q('text:p')}") is not None else None,
    )


def comment_in(start: Element) -> str:
    """Name of the comment, if an insertion that begins here holds one (or its end) and nothing else.

    LibreOffice tracks a comment so, with words of its own on the change (« Comment added », in the language of its
    menus): nobody inserted anything.
    """
    held = ""
    for node in (start, *start.itersiblings()):
        if node.tag == q("text:change-end"):
            return held if node.get(q("text:change-id")) == start.get(q("text:change-id")) else ""
        if node.tag in COMMENTS:
            held = node.get(q("office:name")) or ""
        elif node is not start:
            return ""
        if (node.tail or "").strip():
            return ""
    return ""
