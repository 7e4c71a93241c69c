"""Walks through the XML of a part in reading order: words with their fate, where each range and change lies.

What shows nothing is left out, what is not known is opened: words in hyperlinks, fields, content controls, smart
tags, formulas and boxes are found wherever they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from restitution.ooxml.word import Element, M, W, raw_words
from restitution.ooxml.word_signs import PLACES
from restitution.remarks import Kind
from restitution.review.docx.looks import FORMATS, look_of
from restitution.review.docx.story import Change, Place, Range, Side, Story, Text
from restitution.review.returned import Status, Where

SILENT: Final = frozenset({W + name for name in ("tblGrid", "rubyPr", "customXmlPr", "smartTagPr", "fldData")})
PROPERTIES: Final = frozenset(
    {W + f"{name}Pr" for name in ("r", "p", "sect", "tbl", "tr", "tc", "sdt", "sdtEnd")}
    | {W + "tblPrEx", M + "rPr", M + "ctrlPr"}
    | FORMATS
)
SIGNS: Final = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
    W + "softHyphen": "",
}
"""As the manifest has them, lines and tabs told apart."""
PARAGRAPH, LETTERS, STYLE = W + "pPr", W + "rPr", W + "pStyle"
END: Final = 1 << 30
"""An offset beyond any paragraph's."""
THINGS: Final = {
    W + "drawing": "image",
    W + "pict": "image",
    W + "object": "objet",
    W + "contentPart": "image",
    W + "fldChar": "champ",
    W + "fldSimple": "champ",
    W + "instrText": "champ",
    W + "delInstrText": "champ",
    W + "footnoteReference": "appel de note",
    W + "endnoteReference": "appel de note",
    W + "tab": "tabulation",
    W + "ptab": "tabulation",
    W + "br": "saut de ligne",
    W + "cr": "saut de ligne",
}
"""What a change holds that is no word, in French."""
CHANGES: Final[dict[str, tuple[Kind, Side | None]]] = {
    W + "ins": ("insertion", None),
    W + "del": ("deletion", None),
    W + "moveTo": ("move", "to"),
    W + "moveFrom": ("move", "from"),
}
ROWS: Final[dict[str, Kind]] = {
    W + "ins": "row_insertion",
    W + "del": "row_deletion",
    W + "cellIns": "row_insertion",
    W + "cellDel": "row_deletion",
}
NOTES: Final[dict[str, Where]] = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}


class Walker:
    """Adds what a part holds to a story; `kind` and `place` are those of its paragraphs."""

    def __init__(self, story: Story, kind: Where = "body", place: str = "", called_from: int = -1) -> None:
        self._story = story
        self._kind, self._place, self._called_from = kind, place, called_from
        self._open: list[Text | None] = [None]
        self._holders = [next(story.holders)]
        self._inserted = self._deleted = 0
        self._marks: dict[str, Range] = {}
        self._moves: dict[Side, list[tuple[str, str]]] = {"from": [], "to": []}
        self._held = 0
        self._thing = ""
        self._rows: list[int] = []
        self._tables = 0
        self._actions = self._known()

    def walk(self, root: Element) -> None:
        """Reads a part, or a note of it."""
        if next(root.iter(*FORMATS), None) is not None:
            self._actions |= dict.fromkeys(PROPERTIES, self._formats)
        self._below(root)

    def _below(self, node: Element) -> None:
        """Reads everything below a node."""
        for child in node:
            action = self._actions.get(child.tag)
            if action is not None:
                action(child)
            elif len(child) and child.tag not in SILENT:
                self._below(child)

    def _known(self) -> dict[str, Callable[[Element], None]]:
        known: dict[str, Callable[[Element], None]] = {
            W + "p": self._paragraph,
            W + "r": self._run,
            M + "r": self._run,
            W + "tbl": self._table,
            W + "tr": self._part_of_table,
            W + "tc": self._part_of_table,
            W + "txbxContent": self._box,
            W + "t": self._words,
            W + "delText": self._words,
            M + "t": self._words,
            W + "sym": self._words,
            W + "bookmarkStart": self._bookmark,
            W + "bookmarkEnd": self._bookmark_end,
            W + "commentRangeStart": self._comment,
            W + "commentRangeEnd": self._comment,
            W + "commentReference": self._comment,
        }
        known |= dict.fromkeys(PROPERTIES, _pass)
        known |= dict.fromkeys(CHANGES, self._change)
        known |= dict.fromkeys(THINGS.keys() | SIGNS.keys(), self._sign)
        for tag in ("moveFrom", "moveTo"):
            known[f"{W}{tag}RangeStart"] = self._move
            known[f"{W}{tag}RangeEnd"] = self._move_end
        return known

    # paragraphs and what holds them

    def _paragraph(self, node: Element) -> None:
        properties = node.find(PARAGRAPH)
        style, letters = (None, None) if properties is None else (properties.find(STYLE), properties.find(LETTERS))
        text = self._new("" if style is None else style.get(W + "val", ""))
        self._open.append(text)
        self._below(node)
        for mark in () if letters is None else letters:
            if mark.tag in CHANGES:
                self._end_mark(mark, text)
        self._open.pop()

    def _new(self, style: str = "") -> Text:
        is_box = self._kind == "body" and len(self._open) > 1
        kind = "box" if is_box else "table" if self._kind == "body" and self._rows else self._kind
        text = Text(
            number=len(self._story.texts),
            kind=kind,
            place=self._place or ("zone de texte" if is_box else self._cell_place() if self._rows else ""),
            holder=self._holders[-1],
            style=style,
            inserted=self._inserted > 0,
            deleted=self._deleted > 0,
            called_from=self._called_from,
        )
        text.moves = {side: is_open[-1][1] for side, is_open in self._moves.items() if is_open}
        self._story.texts.append(text)
        return text

    def _cell_place(self) -> str:
        return f"tableau {self._tables}, ligne {self._rows[0]}"

    def _end_mark(self, mark: Element, text: Text) -> None:
        """The end of a paragraph, inserted, deleted or moved."""
        kind, side = CHANGES[mark.tag]
        text.inserted |= kind == "insertion" or side == "to"
        text.deleted |= kind == "deletion" or side == "from"
        ends: dict[Kind, Kind] = {"insertion": "paragraph_insertion", "deletion": "paragraph_deletion"}
        at = Place(text.number, text.length)
        self._add(mark, ends.get(kind, kind), at, at).is_mark = True

    def _table(self, node: Element) -> None:
        self._tables += not self._rows
        self._rows.append(0)
        self._below(node)
        self._rows.pop()

    def _part_of_table(self, node: Element) -> None:
        """A row or a cell, that may be inserted or deleted as a whole."""
        if node.tag == W + "tr" and self._rows:
            self._rows[-1] += 1
        marks = [mark for mark in node.iterfind(f"{node.tag}Pr/*") if mark.tag in ROWS]
        start = self._before()
        with self._holding(), self._within([ROWS[mark.tag] for mark in marks]):
            self._below(node)
        for mark in marks:
            self._add(mark, ROWS[mark.tag], start, self._behind())

    def _box(self, node: Element) -> None:
        """Its words are told by themselves: those of a box that came whole may bear no mark of their own."""
        outer = self._inserted, self._deleted
        self._inserted = self._deleted = 0
        self._open.append(None)
        with self._holding():
            self._below(node)
        self._open.pop()
        self._inserted, self._deleted = outer

    @contextmanager
    def _holding(self) -> Iterator[None]:
        self._holders.append(next(self._story.holders))
        yield
        self._holders.pop()

    @contextmanager
    def _within(self, kinds: list[Kind]) -> Iterator[None]:
        """What is inserted or deleted with what holds it."""
        inserted, deleted = (sum(kind.endswith(end) for kind in kinds) for end in ("insertion", "deletion"))
        self._inserted += inserted
        self._deleted += deleted
        yield
        self._inserted -= inserted
        self._deleted -= deleted

    # words and signs

    def _run(self, node: Element) -> None:
        """Its words; a change of its format, which stands before them, is about them."""
        known, start = len(self._story.changes), self._before()
        self._below(node)
        for change in self._story.changes[known:]:
            if change.kind == "format" and change.start == start and not change.is_mark:
                change.end = self._behind()

    def _words(self, node: Element) -> None:
        said = node.text or ""
        if node.tag in {M + "t", W + "sym"} or PLACES.search(said):
            said = raw_words(node)
        if said:
            self._hold("")
            self._say(said)

    def _sign(self, node: Element) -> None:
        self._hold(THINGS.get(node.tag, ""))
        self._say(SIGNS.get(node.tag, ""))
        if node.tag in NOTES and self._open[-1] is not None:
            key = (NOTES[node.tag], node.get(W + "id", ""))
            self._story.calls.setdefault(key, self._open[-1].number)
        self._below(node)

    def _hold(self, thing: str) -> None:
        self._held += 1
        self._thing = self._thing or thing
        text = self._open[-1]
        if text is not None:
            if not self._inserted:
                text.has_kept["insertion"] = True
            if not self._deleted:
                text.has_kept["deletion"] = True

    def _say(self, said: str) -> None:
        fates: dict[tuple[bool, bool], Status] = {
            (False, False): "kept",
            (True, False): "inserted",
            (False, True): "deleted",
            (True, True): "undone",
        }
        text = self._open[-1] or (self._new() if said else None)  # words outside of any: a damaged file
        if text is not None:
            text.add(said, fates[self._inserted > 0, self._deleted > 0])

    # changes

    def _change(self, node: Element) -> None:
        """A run-level change; one that holds nothing (LibreOffice puts one around each comment) is none."""
        kind, side = CHANGES[node.tag]
        start, held, outer, self._thing = self._before(), self._held, self._thing, ""
        is_in = kind == "insertion" or side == "to"
        with self._within(["insertion" if is_in else "deletion"]):
            self._below(node)
        if self._held > held:
            self._add(node, kind, start, self._behind()).look = self._thing
        self._thing = outer or self._thing

    def _add(self, node: Element, kind: Kind, start: Place, end: Place) -> Change:
        side = CHANGES.get(node.tag, ("", None))[1]
        change = Change(
            kind=kind,
            author=node.get(W + "author", ""),
            date=node.get(W + "date", ""),
            start=start,
            end=end,
            side=side,
            name=self._moves[side][-1][1] if side and self._moves[side] else "",
        )
        self._story.changes.append(change)
        return change

    def _formats(self, properties: Element) -> None:
        """Changes of format of a run, a paragraph, a table or a part of it, a section."""
        text = self._open[-1]
        for change in properties.iter(*FORMATS):
            parent = change.getparent()
            start = end = self._before()
            if text is not None and properties.tag == W + "pPr":  # its words are still to come
                start, end = Place(text.number, 0 if parent is properties else END), Place(text.number, END)
            made = self._add(change, "format", start, end)
            made.look, made.is_mark = look_of(change), properties.tag != W + "rPr"

    def _move(self, node: Element) -> None:
        side = _side(node)
        name = node.get(W + "name") or f"#{node.get(W + 'id', '')}"
        self._moves[side].append((node.get(W + "id", ""), name))
        text = self._open[-1]
        if text is not None:
            text.moves[side] = name
        known = self._story.moves.get(name)
        if known is None or (known.side == "to" and side == "from"):
            here = self._before()
            self._story.moves[name] = Change(
                kind="move",
                author=node.get(W + "author", ""),
                date=node.get(W + "date", ""),
                start=here,
                end=here,
                side=side,
                name=name,
            )

    def _move_end(self, node: Element) -> None:
        side = _side(node)
        self._moves[side] = [one for one in self._moves[side] if one[0] != node.get(W + "id", "")]

    # ranges

    def _bookmark(self, node: Element) -> None:
        mark = Range(node.get(W + "name", ""), self._before())
        self._marks[node.get(W + "id", "")] = mark
        self._story.bookmarks.append(mark)

    def _bookmark_end(self, node: Element) -> None:
        mark = self._marks.pop(node.get(W + "id", ""), None)
        if mark is not None:
            mark.end = self._behind()

    def _comment(self, node: Element) -> None:
        mark = self._story.comments.setdefault(node.get(W + "id", ""), Range())
        if node.tag == W + "commentRangeStart":
            mark.start = mark.start or self._before()
        elif node.tag == W + "commentRangeEnd":
            mark.end = mark.end or self._behind()
        elif mark.reference is None:
            mark.reference = self._behind()
            mark.rank = next(self._story.ranks)

    def _before(self) -> Place:
        """Here, for what begins: between paragraphs, the next one."""
        text = self._open[-1]
        return Place(len(self._story.texts), 0) if text is None else Place(text.number, text.length)

    def _behind(self) -> Place:
        """Here, for what ends: between paragraphs, the end of the last one."""
        text = self._open[-1]
        if text is None and self._story.texts:
            text = self._story.texts[-1]
        return Place(0, 0) if text is None else Place(text.number, text.length)


def _pass(_: Element) -> None:
    """Properties of a part in which no format was changed."""


def _side(node: Element) -> Side:
    return "from" if "}moveFrom" in node.tag else "to"
