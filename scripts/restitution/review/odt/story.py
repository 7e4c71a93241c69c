"""Walks an OpenDocument text once: its paragraphs, and where each comment and each change stands in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, TypeAlias

import msgspec
from lxml.etree import _Element as Element

from restitution.ooxml.opendocument import count, name, q
from restitution.review.odt.changes import Change, Changes, comment_in
from restitution.review.odt.draft import Draft, Piece, Range
from restitution.review.odt.flow import Flow, Open
from restitution.review.odt.looks import Looks, local
from restitution.review.returned import Where

MOST_BLANKS: Final = 1_000
"""That one element may stand for."""
COPIED: Final = re.compile(r"(.+)[ _]Copy[ _](\d+)")
"""LibreOffice's name for the second of two bookmarks of one name."""
SILENT: Final = frozenset(
    {
        *("text:tracked-changes", "text:note-citation", "text:number", "text:script", "text:sequence-decls"),
        *("text:variable-decls", "text:user-field-decls", "office:forms", "office:binary-data"),
        *("office:event-listeners", "svg:title", "svg:desc", "table:title", "table:desc", "math:annotation"),
        *("text:index-title-template", "text:table-of-content-source", "text:alphabetical-index-source"),
        *("text:illustration-index-source", "text:table-index-source", "text:bibliography-source"),
    }
)
"""What is no text of the page."""
BLOCKS: Final = (q("text:p"), q("text:h"), q("text:list"))
BOOKMARKS: Final = (q("text:bookmark"), q("text:bookmark-start"))
NOTES: Final[dict[str, tuple[Where, str]]] = {
    "footnote": ("footnote", "note de bas de page"),
    "endnote": ("endnote", "note de fin"),
}

Walk: TypeAlias = Callable[[Element], None]


class Comment(msgspec.Struct, eq=False):
    """An annotation and what it covers."""

    node: Element
    range: Range


class Made(msgspec.Struct, eq=False):
    """A change with its place: what it covers, and the row that it makes or takes away."""

    change: Change
    range: Range
    row: Element | None = None
    comment: str = ""
    """Name of the comment that is all it holds."""


class Story:
    """The texts of a document, in drafts, with their comments and changes."""

    def __init__(self, looks: Looks, changes: Changes) -> None:
        self.changes = changes
        self.body: list[Draft] = []
        self.notes: list[Draft] = []
        self.bands: list[Draft] = []
        self.comments: list[Comment] = []
        self.made: list[Made] = []
        self._looks = looks
        self._look: list[str] = []
        self._flow = Flow(kind="body")
        self._into = self.body
        self._row: Element | None = None
        self._ended: set[str] = set()
        """Names of the changes that have an end."""
        self._kept_bookmarks: set[str] = set()
        self._walks = self._known()

    def _known(self) -> dict[str, Walk]:
        return {
            "text:p": self._paragraph,
            "text:h": self._paragraph,
            "text:s": lambda node: self._flow.say(" " * min(count(node, q("text:c")), MOST_BLANKS)),
            "text:tab": lambda _: self._flow.say("\t"),
            "text:line-break": lambda _: self._flow.say("\n"),
            "text:span": self._span,
            "text:note": self._note,
            "text:bookmark": self._bookmark,
            "text:bookmark-start": self._bookmark,
            "text:bookmark-end": self._bookmark_ends,
            "text:change": self._change,
            "text:change-start": self._change_begins,
            "text:change-end": self._change_ends,
            "office:annotation": self._comment,
            "office:annotation-end": self._comment_ends,
            "table:table": self._table,
            "table:table-row": self._part_of_table,
            "table:table-cell": self._part_of_table,
            "draw:text-box": self._box,
        }

    def tell(self, text: Element, kind: Where = "body", place: str = "") -> None:
        """Read one text: the body, or a header or footer."""
        self._into = self.body if kind == "body" else self.bands
        self._ended = {local(node, "change-id") for node in text.iter(q("text:change-end"))}
        away = {node for region in text.iter(q("text:tracked-changes")) for node in region.iter(*BOOKMARKS)}
        self._kept_bookmarks = {local(node, "name") for node in text.iter(*BOOKMARKS) if node not in away}
        with self._inside(Flow(kind=kind, place=place)):
            self._children(text)

    @contextmanager
    def _inside(self, flow: Flow) -> Iterator[None]:
        """Walk another text."""
        outer, self._flow = self._flow, flow
        yield
        flow.end()
        for key in [*flow.bookmarks]:
            flow.close_bookmark(key, self._shown(key), is_closed=False)
        for range_ in flow.comments.values():  # without an end: about a point
            range_.pieces = [Piece(piece.draft, piece.start, piece.start) for piece in range_.pieces[:1]]
        self._flow = outer

    def _children(self, node: Element) -> None:
        """What stands in an element, in order."""
        is_text = self._flow.draft is not None
        self._flow.say_characters(node.text if is_text else None, self._look)
        for child in node:
            if isinstance(child.tag, str):
                self._walk(child)
            self._flow.say_characters(child.tail if is_text else None, self._look)

    def _walk(self, node: Element) -> None:
        known = _tag(node)
        if known in self._walks:
            self._walks[known](node)
        elif known.startswith("draw:") and next(node.iterchildren(*BLOCKS), None) is not None:
            self._box(node)
        elif known not in SILENT:
            self._children(node)

    def _paragraph(self, node: Element) -> None:
        flow = self._flow
        if flow.joining is not None:
            if flow.has_joined:
                flow.end()
            flow.has_joined = True
            if flow.draft is None:
                self._begin(node)
            self._children(node)
        elif flow.draft is not None:
            with self._inside(flow.inside("box", "zone de texte")):
                self._paragraph(node)
        else:
            self._begin(node)
            self._children(node)
            self._flow.end()

    def _begin(self, node: Element) -> None:
        flow = self._flow
        in_table = flow.tables > 0 and flow.kind == "body"
        draft = Draft(
            kind="table" if in_table else flow.kind,
            place="dans un tableau" if in_table else flow.place,
            caller=flow.caller,
            ours=self._looks.is_code(node),
        )
        self._into.append(draft)
        flow.begin(draft)

    def _span(self, node: Element) -> None:
        outer = self._look
        self._look = outer + self._looks.of_characters(local(node, "style-name"))
        self._children(node)
        self._look = outer

    def _box(self, node: Element) -> None:
        with self._inside(self._flow.inside("box", "zone de texte")):
            self._children(node)

    def _note(self, node: Element) -> None:
        kind, said = NOTES.get(local(node, "note-class"), NOTES["footnote"])
        number = (node.findtext(q("text:note-citation")) or "").strip()
        flow = self._flow.inside(kind, f"{said} {number}".strip())
        flow.caller = self._flow.draft or self._flow.caller
        outer, self._into = self._into, self.notes
        with self._inside(flow):
            self._children(node)
        self._into = outer

    def _table(self, node: Element) -> None:
        flow = self._flow
        joining, flow.joining = flow.joining, None
        if joining is not None:
            flow.end()
        flow.tables += 1
        self._children(node)
        flow.tables -= 1
        flow.joining = joining

    def _part_of_table(self, node: Element) -> None:
        """A row or a cell, which may itself be tracked."""
        outer = self._row
        if outer is None and self._looks.is_tracked(node):
            self._row = node
        self._children(node)
        self._row = outer

    def _bookmark(self, node: Element) -> None:
        self._flow.bookmarks[local(node, "name")] = self._flow.opened()
        if node.tag == q("text:bookmark"):
            self._bookmark_ends(node)

    def _bookmark_ends(self, node: Element) -> None:
        key = local(node, "name")
        self._flow.close_bookmark(key, self._shown(key))

    def _shown(self, key: str) -> str:
        """A bookmark's name; a copy's as the DOCX has it, but for one that was deleted and stands nowhere else."""
        copied = COPIED.fullmatch(key)
        if copied is None:
            return key
        is_own = self._flow.joining is not None and copied[1] not in self._kept_bookmarks
        return copied[1] if is_own else f"{copied[1]}_Copy_{copied[2]}"

    def _change(self, node: Element) -> None:
        """The place of a deletion: what was deleted is read here."""
        key, flow = local(node, "change-id"), self._flow
        opened = self._made(key)
        deletion = None if opened is None else opened.region.of("deletion")
        if opened is None or deletion is None:
            return
        flow.changes[key] = opened
        draft, place = flow.draft, 0 if flow.draft is None else flow.draft.length
        flow.joining, flow.has_joined = (None if draft is None else opened.range), False
        for block in deletion.content():
            self._walk(block)
        flow.joining = None
        if draft is not None and flow.draft is None:
            self._begin(node)
        if draft is not None and draft is not flow.draft:
            flow.move_bookmarks(draft, place)
        flow.close(flow.changes.pop(key).range)
        flow.after_space = False

    def _change_begins(self, node: Element) -> None:
        key = local(node, "change-id")
        opened = self._made(key, comment_in(node))
        if opened is not None and key in self._ended:
            self._flow.changes[key] = opened

    def _change_ends(self, node: Element) -> None:
        opened = self._flow.changes.pop(local(node, "change-id"), None)
        if opened is not None:
            self._flow.close(opened.range)

    def _made(self, key: str, comment: str = "") -> Open | None:
        """The changes of a region, begun here; None when there is none, or when they had their place already."""
        region = self.changes.named(key)
        if region is None or region.placed:
            return None
        region.placed = True
        range_ = self._flow.opened()
        self.made += [Made(change, range_, self._row, comment) for change in region.changes]
        return Open(region, range_)

    def _comment(self, node: Element) -> None:
        range_ = self._flow.opened()
        if not range_.pieces and self._into:  # between two paragraphs: about the end of the first
            last = self._into[-1]
            range_.pieces.append(Piece(last, last.length, last.length))
        self.comments.append(Comment(node, range_))
        if key := local(node, "name"):
            self._flow.comments[key] = range_

    def _comment_ends(self, node: Element) -> None:
        range_ = self._flow.comments.pop(local(node, "name"), None)
        if range_ is not None:
            self._flow.close(range_)


def _tag(node: Element) -> str:
    """`text:p`, also in a mended part that has lost what `text` means."""
    try:
        return name(node)
    except ValueError:
        return str(node.tag)
