"""Comments and tracked changes of a DOCX, counted in the raw XML of all its parts (ISO/IEC 29500-1, clause 17.13).

A part that is not well-formed, or a zip whose list is lost, is counted as far as it can be read.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final, TypeAlias

from lxml import etree

from restitution.conservation.container import DAMAGED, beside
from restitution.conservation.review_count import ReviewCount
from restitution.conservation.salvage import mended, salvaged
from restitution.errors import UnreadableSource

Element: TypeAlias = etree._Element  # noqa: SLF001 lxml has no public name for its elements

OURS: Final = frozenset({"restitution (report)", "restitution (réponse)"})
"""Authors of the replies that we write (`remarks.OURS`, which a counter does not share)."""
COMPARER: Final = "restitution"
"""Author of the changes of a redline that we made."""
ABOUT: Final = re.compile(r"(?i)docprops/custom\.xml|customxml/item\d*\.xml")
REDLINE: Final = re.compile(rb"""\scopie=["']redline["']|["']RestitutionCopie["'][^>]*>\s*<[^>]*>\s*redline\s*<""")
"""How such a file says so."""
PREFIXES: Final = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
}
MAIN: Final = "word/document.xml"
STORIES: Final = ("footnotes", "endnotes", "header", "footer")
USUAL: Final = {kind: re.compile(rf"word/{kind}\d*\.xml") for kind in (*STORIES, "comments", "commentsExtended")}
"""Names that programs give to parts, for a file whose relationships are lost."""
CHANGES: Final = {"w:ins": "insertion", "w:del": "deletion"}
CELLS: Final = {"w:cellIns": "row_insertion", "w:cellDel": "row_deletion"}
SAID: Final = frozenset({"w:t", "w:delText", "m:t"})
HELD: Final = frozenset(
    {
        *("w:br", "w:cr", "w:tab", "w:ptab", "w:sym", "w:noBreakHyphen", "w:softHyphen"),
        *("w:drawing", "w:pict", "w:object"),
        *("w:fldChar", "w:fldSimple", "w:instrText", "w:delInstrText", "w:pgNum"),
        *("w:footnoteReference", "w:endnoteReference"),
    }
)
"""What makes a change of runs one that somebody made, beside text: programs write empty ones around comments."""
SIDES: Final = {"w:moveFrom": "w:moveFromRangeStart", "w:moveTo": "w:moveToRangeStart"}
TELLING: Final = re.compile(r"w:(?:p|ins|del|cellIns|cellDel|move\w+|\w*PrChange|numberingChange)")
"""Elements that say something of changes, and paragraphs."""
LOCAL: Final = re.compile("[}:]")
FORMAT: Final = re.compile(r"w:\w*PrChange|w:numberingChange")


def count_docx(data: bytes) -> ReviewCount:
    """Count one per comment, reply, change and move. Raises `UnreadableSource` when nothing can be read."""
    parts = _Parts(salvaged(data, "docx"))
    kinds: Counter[str] = Counter()
    moves: set[str] = set()
    stories = parts.stories()
    if not stories and not parts.of("comments"):
        raise UnreadableSource(DAMAGED)
    ours = 0
    for root in stories:
        marks = [(name, node) for node in _shown(root) if TELLING.fullmatch(name := _name(node))]
        if parts.is_redline:
            others = [(name, node) for name, node in marks if _said(node, "author") != COMPARER]
            ours, marks = ours + len(marks) - len(others), others
        kinds += Counter(kind for name, node in marks if (kind := _kind_of(name, node)))
        moves |= {_said(node, "name") for name, node in marks if name in SIDES.values()}
        kinds["move"] += _unnamed_moves(marks)
    kinds["move"] += len(moves)
    ours += _count_comments(parts, kinds)
    return ReviewCount({kind: number for kind, number in sorted(kinds.items()) if number}, ours)


class _Parts:
    """The parts of the file by what they are to its text."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = parts
        starts = self._linked("", "officeDocument")
        self._main = next((name for name in starts if name in parts), MAIN)
        self.is_redline = any(REDLINE.search(data) for name, data in parts.items() if ABOUT.match(name))
        """Whether the file is a comparison that we made: its changes are ours."""

    def stories(self) -> list[Element]:
        """Roots of the document, then of its notes, headers and footers."""
        return [*self._roots([self._main]), *(root for kind in STORIES for root in self.of(kind))]

    def of(self, kind: str) -> list[Element]:
        """Roots of the parts that the document links to as `kind`; by their usual names when it links nowhere."""
        links = self._linked(self._main, "")
        names = self._linked(self._main, kind) if links else [*filter(USUAL[kind].fullmatch, self._parts)]
        return self._roots(names)

    def _roots(self, names: list[str]) -> list[Element]:
        trees = (mended(self._parts[name]) for name in dict.fromkeys(names) if name in self._parts)
        return [tree for tree in trees if tree is not None]

    def _linked(self, owner: str, kind: str) -> list[str]:
        """Targets of the relationships of a part, of any kind when `kind` is empty."""
        folder, file = posixpath.split(owner)
        tree = mended(self._parts.get(posixpath.join(folder, "_rels", f"{file}.rels"), b""))
        links = [] if tree is None else tree.iter("{*}Relationship")
        return [
            beside(owner, link.get("Target", ""))
            for link in links
            if link.get("TargetMode") != "External" and kind in {"", link.get("Type", "").rpartition("/")[2]}
        ]


def _name(node: Element) -> str:
    """`w:ins`, also where a mended part has lost what `w` means."""
    return _prefixed(node.tag) if isinstance(node.tag, str) else ""


@cache
def _prefixed(tag: str) -> str:
    uri, _, local = tag.rpartition("}")
    return f"{PREFIXES.get(uri[1:], '?')}:{local}" if uri else local


def _said(node: Element, local: str) -> str:
    """What an attribute says, whatever its namespace."""
    return next((str(value) for key, value in node.attrib.items() if LOCAL.split(str(key))[-1] == local), "")


def _shown(root: Element) -> Iterator[Element]:
    """The nodes of a part, of alternatives those of the first only: a text box is often written twice."""
    pending = [root]
    while pending:
        node = pending.pop()
        yield node
        children = list(node)
        if _name(node) == "mc:AlternateContent":
            children = [child for child in children if _name(child) in {"mc:Choice", "mc:Fallback"}][:1]
        pending += reversed(children)


def _kind_of(name: str, node: Element) -> str:
    """The kind that an element counts for, if it does for one."""
    holder = node.getparent()
    if name in CELLS and holder is not None and _name(holder) == "w:tcPr":
        return CELLS[name]
    if name in CHANGES:
        within = "" if holder is None else _name(holder)
        if within == "w:rPr":
            above = holder.getparent()
            return f"paragraph_{CHANGES[name]}" if above is not None and _name(above) == "w:pPr" else ""
        if within == "w:trPr":
            return f"row_{CHANGES[name]}"
        return CHANGES[name] if _holds_something(node) else ""
    return "format" if FORMAT.fullmatch(name) else ""


def _holds_something(change: Element) -> bool:
    return any(_name(node) in HELD or (_name(node) in SAID and node.text) for node in _shown(change))


def _unnamed_moves(marks: list[tuple[str, Element]]) -> int:
    """Moves that no range names: as many as paragraphs that words left, or came to, whichever are more."""
    return max(_moved_paragraphs(marks, mark, start) for mark, start in SIDES.items())


def _moved_paragraphs(marks: list[tuple[str, Element]], mark: str, start: str) -> int:
    """Paragraphs that hold a mark of one side of a move and that no named range reaches into."""
    end = start.replace("Start", "End")
    opened: set[str] = set()
    named: set[Element] = set()
    moved: set[Element] = set()
    for name, node in marks:
        paragraph = next((above for above in (node, *node.iterancestors()) if _name(above) == "w:p"), node)
        if name == start:
            opened.add(_said(node, "id"))
        elif name == end:
            opened.discard(_said(node, "id"))
        elif name == mark:
            moved.add(paragraph)
        if opened:
            named.add(paragraph)
    return len(moved - named)


def _count_comments(parts: _Parts, kinds: Counter[str]) -> int:
    """Adds the comments and replies to the counts; gives how many are our own."""
    comments = [node for root in parts.of("comments") for node in _shown(root) if _name(node) == "w:comment"]
    owners = {id_: comment for comment in comments for node in comment.iter() if (id_ := _said(node, "paraId"))}
    answers = {
        owners.get(_said(node, "paraId")): owners.get(_said(node, "paraIdParent"))
        for root in parts.of("commentsExtended")
        for node in root.iter("{*}commentEx")
    }
    ours = 0
    for comment in comments:
        if _said(comment, "author") in OURS:
            ours += 1
        else:
            kinds["comment" if answers.get(comment) in {None, comment} else "reply"] += 1
    return ours
