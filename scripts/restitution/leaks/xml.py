"""XML of any kind: words across the tags that only give them a look, then attributes, comments, instructions."""

from __future__ import annotations

import re
from collections.abc import Iterator
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


def is_xml(data: bytes) -> bool:
    """Whether bytes begin as XML does."""
    return bool(_XML.match(data[:256]))


def pieces_of_xml(data: bytes, place: str) -> Iterator[Piece]:
    """The words of a part, its tracked changes as they stand, made and refused; then all else that it says."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=True)
    root = etree.fromstring(data, parser)
    where = place or "texte"
    if root is None or len(parser.error_log):
        yield Piece(where, data.decode("utf-8", "replace"))
    if root is None:
        return
    elements = list(root.iter(etree.Element))
    kinds = {_local(tag) for tag in {element.tag for element in elements}}
    yield Piece(where, _words(root, frozenset()))
    if kinds & _GONE or kinds & _COME:
        yield Piece(f"{where}, modifications acceptées", _words(root, _GONE))
        yield Piece(f"{where}, modifications refusées", _words(root, _COME))
    said = {value for element in elements for value in element.attrib.values()}
    names = sorted(value for value in said if not _OUTLINE.fullmatch(value))
    yield Piece(f"{where}, textes de remplacement, auteurs, adresses et repères", "\n".join(names), coded=True)
    aside = [node.text or "" for node in root.iter(etree.Comment, etree.PI)]
    if aside:
        yield Piece(f"{where}, remarques techniques", "\n".join(aside))
    if b"<!" in data[:2048]:
        yield Piece(f"{where}, en-tête technique", data[:4096].decode("utf-8", "replace"))


@cache
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _words(root: etree._Element, without: frozenset[str]) -> str:
    """Every text in order, a new line at each element that is more than a look; `without`: what is left out."""
    said: list[str] = []
    add = said.append
    left_out = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            mark, local = _mark(element.tag)
            left_out += local in without
            if not left_out:
                add(mark)
                if text := element.text:
                    add(_shown(text) if len(element) else text)
        elif event == "end":
            mark, local = _mark(element.tag)
            left_out -= local in without
            if not left_out:
                add("\n" if mark == "\n" else "")
                if text := element.tail:
                    add(_shown(text))
        elif not left_out and element.tail:
            add(_shown(element.tail))
    return "".join(said)


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
