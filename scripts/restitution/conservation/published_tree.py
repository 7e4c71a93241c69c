"""The tree of tags of a PDF, gone through once: where each piece of text of each page stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from restitution.conservation.pdf_file import name_of, opened, resolved, text_of

Path = tuple[int, ...]
FIGURE: Final = "Figure"


class Place(NamedTuple):
    """A place in the tree: the number of each tag among its parent's children, and their kinds, from the root."""

    path: Path
    kinds: tuple[str, ...]


class Tree(NamedTuple):
    """What the tags say. `pages`: of each page, the place of each of its pieces, by the number that it carries."""

    pages: list[dict[int, Place]]
    alternatives: list[str]
    """Of the figures."""


def tree_of(data: bytes) -> Tree:
    """The tree of a PDF (ISO 32000-1, 14.7). Raises whatever the library does of one that is broken."""
    document, pages = opened(data)
    numbers = {page.pageid: number for number, page in enumerate(pages)}
    tree = Tree([{} for _ in numbers], [])
    root = resolved(document.catalog.get("StructTreeRoot"))
    if isinstance(root, dict):
        _Walk(tree, numbers, resolved(root.get("RoleMap")) or {}).children(root, Place((), ()), None)
    return tree


class _Walk:
    """Goes through the tags below one, down to the pieces. `roles`: kinds of tags that stand for others."""

    def __init__(self, tree: Tree, numbers: Mapping[Any, int], roles: Mapping[str, Any]) -> None:
        self._tree = tree
        self._numbers = numbers
        self._roles = roles
        self._kinds: dict[tuple[str, ...], tuple[str, ...]] = {}
        """Those met so far: thousands of tags stand below the same ones."""

    def children(self, tag: dict[str, Any], place: Place, page: int | None) -> None:
        """What stands below a tag; `page`: the one that its pieces are on, where they do not say so themselves."""
        for number, child in enumerate(_children(tag)):
            below = Place((*place.path, number), place.kinds)
            if isinstance(child, int):
                self._keep(page, child, below)
            elif "MCID" in child:
                self._keep(_page_of(child, page), child["MCID"], below)
            elif "S" in child:
                self._tag(child, below, page)

    def _tag(self, tag: dict[str, Any], place: Place, page: int | None) -> None:
        kind = self._kind(name_of(tag["S"]))
        if kind == FIGURE:
            self._tree.alternatives.append(text_of(tag.get("Alt")))
        kinds = (*place.kinds, kind)
        self.children(tag, Place(place.path, self._kinds.setdefault(kinds, kinds)), _page_of(tag, page))

    def _kind(self, name: str) -> str:
        return name_of(self._roles.get(name)) or name

    def _keep(self, page: int | None, number: int, place: Place) -> None:
        shown = self._numbers.get(page)
        if shown is not None:
            self._tree.pages[shown][number] = place


def _children(tag: dict[str, Any]) -> Iterator[Any]:
    """What a tag holds: tags, numbers of pieces, and what refers to pieces and links."""
    held = resolved(tag.get("K"))
    for child in held if isinstance(held, list) else [] if held is None else [held]:
        found = resolved(child)
        yield found if isinstance(found, int | dict) else {}


def _page_of(tag: dict[str, Any], otherwise: int | None) -> int | None:
    """Number of the object that is the page of a tag."""
    page = tag.get("Pg")
    return otherwise if page is None else page.objid
