"""XML of any kind: words across the tags that only give them a look, then attributes, comments, instructions."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from lxml import etree

from restitution.leaks.folding import words
from restitution.leaks.records import Piece

_XML: Final = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!DOCTYPE|[A-Za-z_][\w.-]*(?::[\w.-]+)?[\s/>])")
_BREAKS: Final = frozenset({"br", "cr", "tab", "s", "line-break", "ptab"})
_HYPHENS: Final = frozenset({"noBreakHyphen"})
_SILENT: Final = frozenset({"softHyphen", "soft-hyphen"})
_ONE_TEXT: Final = words(
    """r t del ins moveFrom moveTo hyperlink smartTag sdt sdtContent fldSimple delText instrText delInstrText ruby
    rt rubyBase fld m span a text tspan textPath title desc b i u em strong sup sub small bookmark bookmark-
    start bookmark-end reference-mark bdo dir bookmarkStart bookmarkEnd commentRangeStart commentRangeEnd
    proofErr rPr commentReference footnoteReference endnoteReference permStart permEnd lastRenderedPageBreak
    annotationRef footnoteRef sym rubyPr sdtPr moveFromRangeStart moveFromRangeEnd moveToRangeStart
    moveToRangeEnd customXmlInsRangeStart customXmlInsRangeEnd customXmlDelRangeStart customXmlDelRangeEnd
    change change-start change-end soft-page-break"""
)
"""Elements that begin no line: a name may run across them. Any other does."""
_OUTLINE: Final = re.compile(r"[\d\s.,+-]*|[MLHVCSQTAZmlhvcsqtaze\d\s.,+-]{40,}")
"""Numbers, and how a drawing says a shape."""
_GONE, _COME = frozenset({"del", "moveFrom", "deletion"}), frozenset({"ins", "moveTo", "insertion"})

_TRACKED: Final = _GONE | _COME
_CHANGED: Final = {", modifications acceptées": _GONE, ", modifications refusées": _COME}
SHALLOW: Final = 4
"""Elements above one that is forgotten once it is passed: deeper ones go with those that hold them."""
ASIDE: Final = ("comment", "pi")
EVENTS: Final = ("start", "end", *ASIDE)
SAFE: Final = {"resolve_entities": False, "no_network": True, "huge_tree": True}


def is_xml(data: bytes) -> bool:
    """Whether bytes begin as XML does."""
    return bool(_XML.match(data[:256]))


def pieces_of_xml(data: bytes, place: str) -> Iterator[Piece]:
    """The words of a part, its tracked changes as they stand, made and refused; then all else that it says."""
    reading, where = etree.iterparse(io.BytesIO(data), events=EVENTS, **SAFE), place or "texte"
    said = _read(reading)
    if said is None or len(reading.error_log):
        yield Piece(where, data.decode("utf-8", "replace"))
    said = said or _read_broken(data)
    if said is None:
        return
    for told, text in said.texts():
        yield Piece(f"{where}{told}", text)
    names = sorted(value for value in said.values if not _OUTLINE.fullmatch(value))
    yield Piece(f"{where}, textes de remplacement, auteurs, adresses et repères", "\n".join(names), coded=True)
    if said.aside:
        yield Piece(f"{where}, remarques techniques", "\n".join(said.aside))
    if b"<!" in data[:2048]:
        yield Piece(f"{where}, en-tête technique", data[:4096].decode("utf-8", "replace"))


def _read(reading: etree.iterparse[tuple[str, etree._Element]]) -> _Said | None:
    """What a part says; None when it is broken. No more of its tree is kept than where the reading is."""
    said, depth, passed = _Said(), 0, None
    try:
        for event, node in reading:
            said.take(event, node)
            if passed is not None:
                passed.getparent().remove(passed)
            depth += (event == "start") - (event == "end")
            passed = node if event == "end" and 0 < depth <= SHALLOW else None
    except etree.XMLSyntaxError:
        return None
    return said


def _read_broken(data: bytes) -> _Said | None:
    """The same as far as it can be read, by its whole tree: texts are moved in it as it is mended."""
    root = etree.fromstring(data, etree.XMLParser(recover=True, **SAFE))
    if root is None:
        return None
    said = _Said()
    for event, node in etree.iterwalk(root, events=EVENTS):
        if event in ASIDE or isinstance(node.tag, str):
            said.take(event, node)
        elif event == "end":  # an entity, which says nothing itself
            said.take("entity", node)
    return said


class _Text:
    """Every text in order, a new line at each element that is more than a look; `without`: what is left out."""

    def __init__(self, without: frozenset[str] = frozenset(), before: Iterable[str] = ()) -> None:
        self.said = list(before)
        self.without = without
        self.left_out = 0

    def add(self, text: str) -> None:
        if not self.left_out:
            self.said.append(text)


class _Said:
    """What a part says, as it is read."""

    def __init__(self) -> None:
        self.values: set[str] = set()
        self.aside: list[str] = []
        self._texts = [_Text()]
        """The whole, and once a change is met what it is made and refused."""
        self._event = ""
        self._node: etree._Element | None = None
        """The event before: the text behind it is known at the next one."""

    def take(self, event: str, node: etree._Element) -> None:
        """Go on to the next event."""
        if self._node is not None:
            self._settle(self._event, self._node, is_bare=event == "end" and node is self._node)
        self._event, self._node = event, node
        if event == "start":
            self._start(node)
        elif event == "end":
            self._end(node)
        elif event in ASIDE:
            self.aside.append(node.text or "")

    def _start(self, node: etree._Element) -> None:
        mark, local = _mark(node.tag)
        if local in _TRACKED:
            self._tell_apart()
            for text in self._texts:
                text.left_out += local in text.without
        self.values.update(node.values())
        if mark:
            for text in self._texts:
                text.add(mark)

    def _end(self, node: etree._Element) -> None:
        mark, local = _mark(node.tag)
        if local in _TRACKED:
            for text in self._texts:
                text.left_out -= local in text.without
        if mark == "\n":
            for text in self._texts:
                text.add(mark)

    def _tell_apart(self) -> None:
        if len(self._texts) == 1:
            self._texts += [_Text(left, self._texts[0].said) for left in _CHANGED.values()]

    def _settle(self, event: str, node: etree._Element, *, is_bare: bool) -> None:
        """Say what stands behind an event; `is_bare`: in an element that holds text alone."""
        said = node.text if event == "start" else node.tail
        if said and (is_bare or (said := _shown(said))):
            for text in self._texts:
                text.add(said)

    def texts(self) -> Iterator[tuple[str, str]]:
        """The texts, each with what it is: empty for the whole."""
        return zip(("", *_CHANGED), ("".join(text.said) for text in self._texts), strict=False)


@cache
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


@cache
def _mark(tag: str) -> tuple[str, str]:
    """What stands at the beginning of an element, and its name."""
    local = _local(tag)
    if local in _ONE_TEXT or local in _SILENT:
        return "", local
    if local in _HYPHENS:
        return "-", local
    return " " if local in _BREAKS else "\n", local


def _shown(text: str) -> str:
    """A text between tags; what only indents them is none."""
    return "" if text.isspace() and "\n" in text else text
