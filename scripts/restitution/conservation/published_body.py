"""The text of a published DOCX: under each bookmark, outside of them, in each footnote."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import ClassVar, TypeAlias

from lxml import etree

from restitution.conservation.container import Container
from restitution.conservation.published_anchors import Body, Mark, Outside
from restitution.conservation.published_units import visible
from restitution.conservation.published_verdict import HINT
from restitution.conservation.words import Flow, words
from restitution.errors import Loss, UnreadableSource

Element: TypeAlias = etree._Element  # noqa: SLF001 lxml has no public name for its elements

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
FORMULA, LETTERS = M + "oMath", M + "t"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
RUN = W + "r"
BREAKS = frozenset(W + name for name in ("tab", "br", "cr", "ptab"))
START = W + "bookmarkStart"
BLOCKS = (W + "p", W + "tbl")
BODY, NOTES = "word/document.xml", "word/footnotes.xml"
CONTENTS_STYLE = "toc"
MARGIN_STYLES = frozenset({"RepereDeRelecture", "NumeroDePartie"})
"""Character styles of what a copy to review says beside the text: codes, numbers that Word may not count."""
ADDED = W + "ins"
"""What a reviewer proposes to add to a copy: no text of ours; what one proposes to delete is."""
UNREADABLE = "le DOCX écrit ne peut pas être relu"


def read_body(data: bytes, wanted: Iterable[str]) -> Body:
    """What a DOCX holds, by the bookmarks `wanted`. Raises `Loss` when it cannot be read."""
    names, alternatives = Counter[str](), list[str]()
    try:
        container = Container(data, "DOCX")
        others = {name: container.tree(name) for name in _parts(data) if name != BODY}
        notes = _notes(others[NOTES]) if NOTES in others else {}
        reader = _Reader(frozenset(wanted), notes)
        for piece in container.children(BODY, W + "body", BLOCKS):
            reader.read(piece)
            names.update(_names(piece))
            alternatives += [picture.get("descr", "") for picture in piece.iter(PICTURE)]
        for root in others.values():
            names.update(_names(root))
    except (UnreadableSource, KeyError) as error:
        raise Loss(UNREADABLE, HINT) from error
    return Body(
        marks=reader.done(),
        names=names,
        outside=reader.outside,
        unused_notes=[found for number, found in notes.items() if number not in reader.used and found],
        alternatives=alternatives,
    )


def _names(node: Element) -> Iterator[str]:
    """Names of the bookmarks below a node, whatever their case."""
    return (start.get(W + "name", "").casefold() for start in node.iter(START))


def _parts(data: bytes) -> list[str]:
    """Names of the parts that may hold bookmarks."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return [name for name in file.namelist() if name.startswith("word/") and name.endswith(".xml")]


def _notes(root: Element) -> dict[str, list[str]]:
    """Words of each footnote by its number; the lines that part them from the text are none."""
    notes = (note for note in root.iter(W + "footnote") if note.get(W + "type", "normal") == "normal")
    return {note.get(W + "id", ""): _note_words(note) for note in notes}


def _note_words(note: Element) -> list[str]:
    reader = _Reader(frozenset(), {})
    reader.read(note)
    return [word for found in reader.outside for word in found.words]


class _Reader:
    """Walks one part from its beginning to its end, knowing which bookmarks and fields are open."""

    def __init__(self, wanted: frozenset[str], notes: dict[str, list[str]]) -> None:
        self.marks: dict[str, Mark] = {}
        self.outside: list[Outside] = []
        self.used: set[str] = set()
        self._wanted = wanted
        self._notes = notes
        self._open: dict[str, str] = {}
        self._flows: dict[str, Flow] = {}
        self._bare = Flow()
        self._bare_notes: list[list[str]] = []
        self._fields: list[str] = []
        self._paragraph = -1
        self._contents: Element | None = None

    def read(self, root: Element) -> None:
        """Walk a piece of the part, or all of it."""
        skipped: Element | None = None
        for event, element in etree.iterwalk(root, events=("start", "end"), tag=self._MET):
            if skipped is not None:
                skipped = None if element is skipped and event == "end" else skipped
            elif event == "start" and (element.tag == ADDED or _is_in_margin(element)):
                skipped = element
            elif event == "start" and element.tag in {FALLBACK, FORMULA}:
                skipped = element
                if element.tag == FORMULA:
                    self._formula(element)
            elif event == "start":
                self._start(element)
            else:
                self._end(element)

    def done(self) -> dict[str, Mark]:
        """The bookmarks, after the last piece."""
        for name, flow in self._flows.items():
            self.marks[name].words = flow.done()
        return self.marks

    def _start(self, element: Element) -> None:
        act = self._ACTS.get(element.tag)
        if act is not None:
            act(self, element)

    def _start_paragraph(self, paragraph: Element) -> None:
        self._paragraph += 1
        self._break()
        self._enter(paragraph, is_contents=_style(paragraph).startswith(CONTENTS_STYLE))

    def _start_part(self, part: Element) -> None:
        gallery = part.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        self._enter(part, is_contents=gallery is not None and gallery.get(W + "val") == "Table of Contents")

    def _end(self, element: Element) -> None:
        if element.tag == W + "p":
            self._break()
        if element is self._contents:
            self._contents = None

    def _enter(self, element: Element, *, is_contents: bool) -> None:
        if is_contents and self._contents is None:
            self._contents = element

    def _is_ours(self) -> bool:
        """Whether we are in the table of contents."""
        return self._contents is not None or any(code.split()[:1] == ["TOC"] for code in self._fields)

    def _open_flows(self) -> list[Flow]:
        return [self._flows[name] for name in self._open.values()] or [self._bare]

    def _say(self, text: str) -> None:
        if not self._is_ours():
            for flow in self._open_flows():
                flow.say(visible(text))

    def _cut(self) -> None:
        for flow in self._open_flows():
            flow.cut()

    def _formula(self, formula: Element) -> None:
        found = [word for text in formula.iter(LETTERS) for word in words(text.text or "")]
        for flow in self._open_flows():
            flow.add(found)

    def _break(self) -> None:
        """A paragraph begins or ends."""
        self._cut()
        found = self._bare.done()
        if found or self._bare_notes:
            self.outside.append(Outside(self._paragraph, found, self._bare_notes))
        self._bare, self._bare_notes = Flow(), []

    def _open_mark(self, start: Element) -> None:
        name = start.get(W + "name", "")
        if name in self._wanted and name not in self.marks:
            self.marks[name] = Mark(paragraph=self._paragraph)
            self._flows[name] = Flow()
            self._open[start.get(W + "id", "")] = name

    def _close_mark(self, end: Element) -> None:
        name = self._open.pop(end.get(W + "id", ""), None)
        if name is not None:
            self.marks[name].is_closed = True

    def _refer(self, reference: Element) -> None:
        id_ = reference.get(W + "id", "")
        self.used.add(id_)
        note = self._notes.get(id_, [])
        for name in self._open.values():
            self.marks[name].notes.append(note)
        if not self._open and not self._is_ours():
            self._bare_notes.append(note)

    def _field(self, mark: Element) -> None:
        kind = mark.get(W + "fldCharType", "")
        if kind == "begin":
            self._fields.append("")
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _instruct(self, code: Element) -> None:
        if self._fields:
            self._fields[-1] += code.text or ""

    _ACTS: ClassVar[Mapping[str, Callable[[_Reader, Element], None]]] = {
        W + "p": _start_paragraph,
        W + "sdt": _start_part,
        **dict.fromkeys([W + "t", W + "delText"], lambda self, element: self._say(element.text or "")),
        W + "noBreakHyphen": lambda self, _: self._say("-"),
        START: _open_mark,
        W + "bookmarkEnd": _close_mark,
        W + "footnoteReference": _refer,
        W + "fldChar": _field,
        W + "instrText": _instruct,
        **dict.fromkeys([*BREAKS, PICTURE], lambda self, _: self._cut()),
    }
    _MET: ClassVar[Sequence[str]] = (*_ACTS, ADDED, FALLBACK, FORMULA, RUN)
    """The elements to stop at: the others are how these look, and hold no word of their own."""


def _style(paragraph: Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style.get(W + "val", "").casefold() if style is not None else ""


def _is_in_margin(run: Element) -> bool:
    style = run.find(f"{W}rPr/{W}rStyle") if run.tag == RUN else None
    return style is not None and style.get(W + "val") in MARGIN_STYLES
