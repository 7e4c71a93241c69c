"""A Word package: its names, its parts as XML in transitional namespaces, its relationships."""

from __future__ import annotations

import posixpath
import re
from functools import cache
from typing import TypeAlias
from urllib.parse import unquote

import msgspec
from lxml import etree

from restitution import limits
from restitution.errors import UnreadableSource
from restitution.ooxml.package import BOMB, open_package, parse
from restitution.ooxml.word_signs import PLACES, letter

_SCHEMAS = "http://schemas.openxmlformats.org/"
W = f"{{{_SCHEMAS}wordprocessingml/2006/main}}"
R = f"{{{_SCHEMAS}officeDocument/2006/relationships}}"
M = f"{{{_SCHEMAS}officeDocument/2006/math}}"
A = f"{{{_SCHEMAS}drawingml/2006/main}}"
PIC = f"{{{_SCHEMAS}drawingml/2006/picture}}"
WP = f"{{{_SCHEMAS}drawingml/2006/wordprocessingDrawing}}"
MC = f"{{{_SCHEMAS}markup-compatibility/2006}}"
VML = "{urn:schemas-microsoft-com:vml}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
PREFIXES = {name: uri[1:-1] for name, uri in {"w": W, "r": R, "m": M, "a": A, "pic": PIC, "wp": WP}.items()}
for _name, _uri in PREFIXES.items():
    etree.register_namespace(_name, _uri)

OLE = b"\xd0\xcf\x11\xe0"
NOT_WORD = "Ce fichier n'est pas un document Word complet. Enregistrez-le en .docx, puis remplacez-le."
LOCKED = "Ce fichier est protégé par un mot de passe. Enregistrez-le sans mot de passe, puis remplacez-le."
OLD_WORD = "Ce fichier est un ancien document Word (.doc). Enregistrez-le au format .docx, puis remplacez-le."
TOO_MANY_CELLS = (
    "Ce document a plus de 100 000 cellules de tableau : partagez-le en plusieurs fichiers, ou enregistrez ses "
    "tableaux en .xlsx."
)
_CELL = re.compile(rb"<(?:\w+:)?tc[ />]")
_SPREADING = re.compile(rb"""(?:gridSpan|gridBefore|gridAfter)\b[^>]{0,80}val=["'][^"'>]{5,}""")
"""A cell that says to cover ten thousand columns or more: Word makes 63 at most."""
_STRICT = re.compile(rb"""(["'])http://purl\.oclc\.org/ooxml/(\w+)/""")

Element: TypeAlias = etree._Element  # noqa: SLF001 lxml names its elements so


class Relationship(msgspec.Struct, frozen=True):
    """Where a part points: `kind` is the last word of its type, `target` a part's name, or an address."""

    kind: str
    target: str
    external: bool = False


class Package:
    """The parts of one Word file, found by name whatever the case."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.parts = {name.casefold(): data for name, data in parts.items()}
        main = [link.target for link in self.links("").values() if link.kind == "officeDocument"]
        self.main = main[0] if main and main[0] in self.parts else "word/document.xml"
        if self.main not in self.parts:
            raise UnreadableSource(NOT_WORD)

    def root(self, name: str) -> Element:
        """Root of a part, translated from the strict namespaces if need be. Raises `UnreadableSource`."""
        part = self.parts[name]
        if part.count(b"<") > limits.now().tags or _SPREADING.search(part):
            raise UnreadableSource(BOMB)
        if len(_CELL.findall(part)) > limits.now().cells:
            raise UnreadableSource(TOO_MANY_CELLS)
        root = parse(part)
        if any("//purl.oclc.org/ooxml/" in uri for uri in root.nsmap.values()):
            return parse(_STRICT.sub(rb"\1http://schemas.openxmlformats.org/\2/2006/", etree.tostring(root)))
        return root

    def links(self, name: str) -> dict[str, Relationship]:
        """Relationships of a part by id; none when they are missing or malformed."""
        folder, file = posixpath.split(name)
        part = self.parts.get(posixpath.join(folder, "_rels", f"{file}.rels"))
        try:
            nodes = parse(part).iterchildren("{*}*") if part else []
        except UnreadableSource:
            nodes = []
        return {node.get("Id", ""): _relationship(node, folder) for node in nodes}

    def related(self, kind: str) -> list[str]:
        """Names of the parts of a kind: those that the document points to, else those that bear its name."""
        folder = posixpath.dirname(self.main)
        pointed = {
            link.target for link in self.links(self.main).values() if link.kind == kind and not link.external
        }
        named = re.compile(re.escape(posixpath.join(folder, kind.casefold())) + r"\d*\.xml")
        return sorted(name for name in self.parts if name in pointed or named.fullmatch(name))


def open_word(data: bytes) -> Package:
    """The package of a DOCX file. Raises `UnreadableSource` when it is locked, old, broken or not Word's."""
    if data.startswith(OLE):
        raise UnreadableSource(LOCKED if "EncryptedPackage".encode("utf-16-le") in data else OLD_WORD)
    return Package(open_package(data))


def _relationship(node: Element, folder: str) -> Relationship:
    kind, target = node.get("Type", "").rpartition("/")[2], node.get("Target", "")
    if node.get("TargetMode") == "External" or "://" in target:
        return Relationship(kind, target, external=True)
    name = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
    return Relationship(kind, name.casefold())


def make(tag: str, **attributes: str) -> Element:
    """A new `w:` element with `w:` attributes, under the prefixes that pandoc goes by."""
    return etree.Element(W + tag, {W + key: value for key, value in attributes.items()}, nsmap=PREFIXES)


def part_of(tag: str, **attributes: str) -> Element:
    """The same for what is put at once below an element that has the prefixes: a quarter of its price."""
    return etree.Element(W + tag, {W + key: value for key, value in attributes.items()})


def value(node: Element | None, path: str) -> str | None:
    """`w:val` of the child at `path` (`pPr/pStyle`), None when there is no such child."""
    found = None if node is None else node.find(_steps(path))
    return None if found is None else found.get(W + "val", "")


@cache
def _steps(path: str) -> str:
    return "/".join(W + step for step in path.split("/"))


def is_on(node: Element | None, name: str) -> bool | None:
    """State of a toggle (`vanish`) among the children of a properties element; None when it is not said."""
    state = value(node, name)
    return None if state is None else state.lower() not in {"0", "false", "off"}


def positive(text: str | None, most: int) -> int:
    """A count that the file states, between 0 and `most`; 0 when it is no number."""
    return min(int(text), most) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


_BREAKS = {W + "tab": " ", W + "ptab": " ", W + "br": " ", W + "cr": " ", W + "noBreakHyphen": "-", A + "br": " "}
_TEXTS = frozenset({W + "t", W + "delText", A + "t"})
_SPEAKING = (*_TEXTS, *_BREAKS, M + "t", W + "sym", W + "p", A + "p")


def words(node: Element) -> str:
    """All the text of an element, deleted text included, a line a paragraph; no space at either end."""
    return raw_words(node).strip()


def raw_words(node: Element) -> str:
    """As `words`, its outer spaces kept: runs cut words anywhere."""
    plain = _plain_words(node)
    return _walked_words(node) if plain is None else plain


def _plain_words(node: Element) -> str | None:
    """The same of what holds text alone, or is a paragraph of it: of most, at a third of the price."""
    parts: list[str] = []
    for child in node.iter(*_SPEAKING):
        if child.tag in _TEXTS:
            parts.append(_letters(child))
        elif child is not node or child.tag != W + "p":
            return None
    return "".join(parts) + ("\n" if node.tag == W + "p" else "")


def _walked_words(node: Element) -> str:
    parts: list[str] = []
    for event, child in etree.iterwalk(node, events=("start", "end")):
        if event == "end":
            parts.append("\n" if child.tag in {W + "p", A + "p"} else "")
        elif child.tag in _TEXTS:
            parts.append(_letters(child))
        elif (
            child.tag == M + "t"
        ):  # how a formula is written decides what touches: each of its letters stands alone
            parts.append(f" {' '.join(child.text or '')} ")
        elif child.tag == W + "sym":
            parts.append(letter(child.get(W + "font", ""), child.get(W + "char", "")))
        else:
            parts.append(_BREAKS.get(child.tag, ""))
    return "".join(parts)


def sign_font(run: Element | None) -> str:
    """Name of the font that a run asks for, in which places of signs have a meaning."""
    fonts = None if run is None else run.find(f"{W}rPr/{W}rFonts")
    return "" if fonts is None else fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or fonts.get(W + "cs") or ""


def _letters(text: Element) -> str:
    said = text.text or ""
    if not PLACES.search(said):
        return said
    font = sign_font(text.getparent())
    return PLACES.sub(lambda found: letter(font, f"{ord(found[0]):X}") if font else found[0], said)
