"""Joins the PDFs of the portions of a document: pages, tags, links from one to the other, bookmarks.

Each portion is a tagged PDF of its own (ISO 32000-1, 14.7): the numbers by which its pages lead to its tags, and
the names by which cells lead to their headers, stand once in it, hence are made to stand once in the whole.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pikepdf

from restitution.writers.pdf.marks import Marks, Spot

ACROSS: Final = "renvoi:"
"""What an address begins with that leads into another portion (`templates/typst/restitution.typ`)."""
PAGES: Final = re.compile(rb"(<xmpTPg:NPages>)[0-9]+<")
"""How many pages the file says that it has (XMP)."""
ABOVE: Final = 10.0
"""Points that a link leads above what it names, as Typst's own do."""


def join(files: Sequence[Path], marks: Marks, joined: Path) -> None:
    """One PDF of the PDFs of all portions, the same bytes for the same files."""
    with pikepdf.open(files[0]) as whole:
        tags = _Tags(whole)
        for number, file in enumerate(files[1:], 1):
            with pikepdf.open(file) as portion:
                tags.prepare(portion, number)
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore", pikepdf.PageCopyWarning)  # destinations are ours to write
                    whole.pages.extend(portion.pages)
                tags.add(portion, number)
        tags.close()
        _lead(whole, marks)
        told = PAGES.sub(rb"\g<1>%d<" % len(whole.pages), whole.Root.Metadata.read_bytes())
        whole.Root.Metadata.write(told)
        whole.save(joined, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)


class _Tags:
    """The tree of tags of the whole, of which each portion is a part."""

    def __init__(self, whole: pikepdf.Pdf) -> None:
        self._whole = whole
        self._root = whole.Root.StructTreeRoot
        self._parts = [self._root.K[0]]
        self._parents = dict(pikepdf.NumberTree(self._root.ParentTree).items())
        self._cells = dict(_named_cells(self._root))
        self._next = int(self._root.ParentTreeNextKey)

    def prepare(self, portion: pikepdf.Pdf, number: int) -> None:
        """Numbers and names of a portion become those that none has."""
        for held in _dictionaries(portion):
            for key in ("/StructParents", "/StructParent"):
                if key in held:
                    held[key] = int(held[key]) + self._next
            if "/ID" in held and held.get("/S") is not None:
                held.ID = _renamed(held.ID, number)
            for look in _looks(held):
                if "/Headers" in look:
                    look.Headers = pikepdf.Array([_renamed(cell, number) for cell in look.Headers])

    def add(self, portion: pikepdf.Pdf, number: int) -> None:
        """One more part; its pages stand in the whole already."""
        root = self._whole.copy_foreign(portion.Root.StructTreeRoot)
        self._parts.append(root.K[0])
        for key, tags in pikepdf.NumberTree(root.ParentTree).items():
            self._parents[key + self._next] = tags
        self._next += int(root.ParentTreeNextKey)
        for name, cell in _named_cells(root):
            self._cells[str(_renamed(pikepdf.String(name), number))] = cell
        for name, role in root.get("/RoleMap", {}).items():
            self._root.RoleMap[name] = role

    def close(self) -> None:
        """Put the parts into one document."""
        document = self._whole.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.StructElem,
                S=pikepdf.Name.Document,
                P=self._root,
                K=pikepdf.Array(self._parts),
            )
        )
        for part in self._parts:
            part.S, part.P = pikepdf.Name.Part, document
        self._root.K = pikepdf.Array([document])
        numbers = pikepdf.NumberTree.new(self._whole)
        for key, tags in self._parents.items():
            numbers[key] = tags
        self._root.ParentTree, self._root.ParentTreeNextKey = numbers.obj, self._next
        if self._cells:
            names = pikepdf.NameTree.new(self._whole)
            for name, cell in self._cells.items():
                names[name] = cell
            self._root.IDTree = names.obj


def _named_cells(root: pikepdf.Object) -> Iterator[tuple[str, pikepdf.Object]]:
    """Tags that have a name."""
    if "/IDTree" in root:
        yield from pikepdf.NameTree(root.IDTree).items()


def _dictionaries(file: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """What may carry a number or a name of tags: objects, and links that are written in their pages."""
    yield from (held for held in file.objects if isinstance(held, pikepdf.Dictionary | pikepdf.Stream))
    for page in file.pages:
        yield from (link for link in page.get("/Annots", ()) if not link.is_indirect)


def _looks(tag: pikepdf.Object) -> list[pikepdf.Object]:
    """Attributes of a tag; none of what is no tag."""
    held = tag.get("/A")
    return (
        [look for look in held if isinstance(look, pikepdf.Dictionary)] if isinstance(held, pikepdf.Array) else []
    )


def _renamed(name: pikepdf.Object, number: int) -> pikepdf.Object:
    return pikepdf.String(f"{number}-{name}")


def _lead(whole: pikepdf.Pdf, marks: Marks) -> None:
    """Links from one portion to the other, names of places and bookmarks lead where they say."""
    pages = list(whole.pages)

    def at(spot: Spot) -> pikepdf.Array:
        page = pages[spot.page]
        up = float(page.mediabox[3]) - spot.down + ABOVE
        return pikepdf.Array([page.obj, pikepdf.Name.XYZ, round(spot.across, 5), round(up, 5), 0])

    for page in pages:
        for link in page.get("/Annots", ()):
            address = str(link.A.get("/URI", "")) if "/A" in link else ""
            if address.startswith(ACROSS):
                del link["/A"]
                spot = marks.spots[address.removeprefix(ACROSS)]
                link.Dest, link.Contents = at(spot), spot.told
    names = pikepdf.NameTree.new(whole)
    for name, spot in marks.named.items():
        names[name] = at(spot)
    whole.Root.Names = pikepdf.Dictionary(Dests=names.obj)
    with whole.open_outline() as outline:
        del outline.root[:]
        above = [(0, outline.root)]
        for mark in marks.bookmarks:
            while above[-1][0] >= mark.level:
                above.pop()
            item = pikepdf.OutlineItem(mark.title, at(mark.spot))
            item.is_closed = True
            above[-1][1].append(item)
            above.append((mark.level, item.children))
