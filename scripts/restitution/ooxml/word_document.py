"""A Word document gathered from its parts, the documents inserted in it grafted where they stand."""

from __future__ import annotations

from collections.abc import Callable, Container
from contextlib import suppress
from dataclasses import dataclass, field

from lxml import etree

from restitution.errors import UnreadableSource
from restitution.model import Finding, Level, NotTaken
from restitution.ooxml import word_chunks
from restitution.ooxml.package import parse
from restitution.ooxml.word import NOT_WORD, W14, Element, Package, R, Relationship, W, open_word, positive
from restitution.ooxml.word_active import active
from restitution.ooxml.word_boxes import diagram_paragraphs, drawn_text_to_paragraphs, keep_one_branch, unwrap

MAX_CHUNKS = 40
MAX_DEPTH = 4
_STYLE_NAMES = frozenset({W + name for name in ("pStyle", "rStyle", "tblStyle", "basedOn", "link", "next")})
_NOTES = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
_COMMENTS = frozenset({W + name for name in ("commentRangeStart", "commentRangeEnd", "commentReference")})
_NUMBERS = frozenset({W + "numId", W + "abstractNumId"})
_related = etree.XPath("descendant-or-self::*[@r:*]", namespaces={"r": R[1:-1]})
"""Whatever points to another part of the package."""


@dataclass(kw_only=True)
class Comment:
    """A comment, the one that it answers, and whether its thread was closed."""

    node: Element
    parent: str = ""
    resolved: bool = False


@dataclass(kw_only=True)
class Document:
    """What a Word file says, all ids made unique over the documents inserted in it."""

    body: Element
    styles: list[Element] = field(default_factory=list)
    numbering: list[Element] = field(default_factory=list)
    notes: dict[str, Element] = field(default_factory=dict)
    """`footnote3` -> its `w:footnote`."""
    comments: dict[str, Comment] = field(default_factory=dict)
    margins: list[Element] = field(default_factory=list)
    """Roots of headers and footers."""
    links: dict[str, Relationship] = field(default_factory=dict)
    media: dict[str, bytes] = field(default_factory=dict)
    """Relationship id -> bytes of the part that it points to."""
    aside: list[NotTaken] = field(default_factory=list)
    """What an inserted rich text does not take."""
    findings: list[Finding] = field(default_factory=list)


Rich = Callable[[bytes], tuple[list[str], list[NotTaken]]]
"""Reads a rich text (RTF): its lines, and what it does not take. Raises `UnreadableSource`."""


def load(data: bytes, path: str, rich: Rich) -> Document:
    """Gathers a Word file. Raises `UnreadableSource` when its main part cannot be read."""
    return _Loader(path, rich).load(data, number=0, depth=0)


class _Loader:
    def __init__(self, path: str, rich: Rich) -> None:
        self.path = path
        self.rich = rich
        self.chunks = 0

    def load(self, data: bytes, number: int, depth: int) -> Document:
        """Gathers the `number`-th package, inserted at `depth`."""
        package = open_word(data)
        root = self._straight(package.root(package.main))
        body = root.find(W + "body")
        if body is None:
            raise UnreadableSource(NOT_WORD)
        document = Document(body=body)
        names = _Names(number)
        self._add_links(document, package, package.main, names, "")
        names.rename(body, "")
        self._put_diagrams(document, body)
        for kind, add in _ADDERS.items():
            for part in package.related(kind):
                self._add_part(document, package, part, names, add)
        for code, message in active(package):
            self.find(document, code, "info", message)
        self._graft_chunks(document, depth)
        return document

    def find(self, document: Document, code: str, level: Level, message: str) -> None:
        """Adds a finding about this file."""
        document.findings.append(Finding(code=code, level=level, message=message, path=self.path))

    def _straight(self, root: Element) -> Element:
        keep_one_branch(root)
        drawn_text_to_paragraphs(root)
        return root

    def _add_part(self, document: Document, package: Package, part: str, names: _Names, add: _Add) -> None:
        try:
            root = self._straight(package.root(part))
        except UnreadableSource:
            message = f"La partie « {part} » est abîmée et n'a pas été lue : enregistrez le document à nouveau."
            self.find(document, "partie-illisible", "warning", message)
            return
        self._add_links(document, package, part, names, f"{part}:")
        names.rename(root, f"{part}:")
        self._put_diagrams(document, root)
        add(document, root, names)

    def _add_links(self, document: Document, package: Package, part: str, names: _Names, inner: str) -> None:
        for key, link in package.links(part).items():
            document.links[names.prefix + inner + key] = link
            if not link.external and link.target in package.parts:
                document.media[names.prefix + inner + key] = package.parts[link.target]

    def _put_diagrams(self, document: Document, root: Element) -> None:
        """Puts the text of each SmartArt diagram, which lies in a part of its own, where it is drawn."""
        for drawn in list(root.iter("{*}relIds")):
            part = document.media.get(drawn.get(R + "dm", ""))
            with suppress(UnreadableSource):
                drawn.extend(diagram_paragraphs(parse(part)) if part else [])

    def _graft_chunks(self, document: Document, depth: int) -> None:
        for chunk in list(document.body.iter(W + "altChunk", W + "subDoc")):
            key = chunk.get(R + "id", "")
            link, data = document.links.get(key), document.media.get(key)
            self.chunks += 1
            blocks = None
            if link is not None and data is not None and depth < MAX_DEPTH and self.chunks <= MAX_CHUNKS:
                blocks = self._chunk_blocks(document, link.target, data, depth)
            if blocks is None:
                message = "Un document inséré dans celui-ci n'est pas repris : copiez son texte dans la note."
                self.find(document, "insertion-non-reprise", "error", message)
            unwrap(chunk, blocks or [])

    def _chunk_blocks(self, document: Document, name: str, data: bytes, depth: int) -> list[Element] | None:
        kind = word_chunks.kind_of(name, data)
        if kind == "docx":
            return self._inner_document(document, data, depth)
        if kind == "rtf":
            return self._rich_text(document, data)
        if kind == "other":
            return None
        lines: dict[str, Callable[[bytes], list[str]]] = {
            "html": word_chunks.html_lines,
            "mht": word_chunks.mht_lines,
            "txt": word_chunks.text_lines,
        }
        return [word_chunks.paragraph(line) for line in lines[kind](data) if line.strip()]

    def _rich_text(self, document: Document, data: bytes) -> list[Element] | None:
        try:
            lines, aside = self.rich(data)
        except UnreadableSource:
            return None
        document.aside += aside
        return [word_chunks.paragraph(line) for line in lines if line.strip()]

    def _inner_document(self, document: Document, data: bytes, depth: int) -> list[Element] | None:
        try:
            inner = self.load(data, self.chunks, depth + 1)
        except UnreadableSource:
            return None
        for name in ("styles", "numbering", "margins", "aside", "findings"):
            getattr(document, name).extend(getattr(inner, name))
        for name in ("notes", "comments", "links", "media"):
            getattr(document, name).update(getattr(inner, name))
        return [child for child in inner.body if child.tag != W + "sectPr"]


class _Names:
    """New ids for one package: those of the file itself keep their look."""

    def __init__(self, number: int) -> None:
        self.prefix = f"d{number}." if number else ""
        self.offset = number * 1_000_000

    def rename(self, root: Element, inner: str) -> None:
        """Renames all ids that `root` defines or points to; `inner` tells the relationships of parts apart."""
        if self.prefix + inner:
            for node in _related(root):
                for key, said in node.attrib.items():
                    if key.startswith(R):
                        node.set(key, self.prefix + inner + said)
        for node in root.iter(*_STYLE_NAMES, *_NOTES, *_COMMENTS, *_NUMBERS):
            if node.tag in _STYLE_NAMES:
                node.set(W + "val", self.prefix + node.get(W + "val", ""))
            elif node.tag in _NOTES:
                node.set(W + "id", f"{self.prefix}{_NOTES[node.tag]}{node.get(W + 'id', '')}")
            elif node.tag in _COMMENTS:
                node.set(W + "id", self.prefix + node.get(W + "id", ""))
            elif node.tag == W + "abstractNumId" or node.get(W + "val") != "0":
                node.set(W + "val", self.number(node.get(W + "val")))

    def number(self, said: str | None) -> str:
        """A list's number, told apart from those of other packages."""
        return str(positive(said, 10**9) + self.offset)


_Add = Callable[[Document, Element, _Names], None]


def _add_styles(document: Document, root: Element, names: _Names) -> None:
    for style in root.iterchildren(W + "style"):
        style.set(W + "styleId", names.prefix + style.get(W + "styleId", ""))
        document.styles.append(style)


def _add_numbering(document: Document, root: Element, names: _Names) -> None:
    for node in root.iterchildren(W + "abstractNum", W + "num"):
        key = W + ("abstractNumId" if node.tag == W + "abstractNum" else "numId")
        node.set(key, names.number(node.get(key)))
        document.numbering.append(node)


def _add_notes(document: Document, root: Element, names: _Names) -> None:
    for note in root.iterchildren(W + "footnote", W + "endnote"):
        kind = etree.QName(note).localname
        document.notes[_unused(f"{names.prefix}{kind}{note.get(W + 'id', '')}", document.notes)] = note


def _add_comments(document: Document, root: Element, names: _Names) -> None:
    for comment in root.iterchildren(W + "comment"):
        key = _unused(names.prefix + comment.get(W + "id", ""), document.comments)
        document.comments[key] = Comment(node=comment)


def _unused(key: str, taken: Container[str]) -> str:
    while key in taken:
        key += "+"
    return key


def _add_replies(document: Document, root: Element, _: _Names) -> None:
    by_paragraph = {
        paragraph.get(W14 + "paraId"): key
        for key, comment in document.comments.items()
        for paragraph in comment.node.iter(W + "p")
    }
    for node in root.iterchildren("{*}commentEx"):  # Word 2013 betas had a namespace of their own
        said = {etree.QName(name).localname: value for name, value in node.attrib.items()}
        key = by_paragraph.get(said.get("paraId", ""))
        if key:
            document.comments[key].parent = by_paragraph.get(said.get("paraIdParent", ""), "")
            document.comments[key].resolved = said.get("done", "0") not in {"0", "false"}


def _add_margin(document: Document, root: Element, _: _Names) -> None:
    document.margins.append(root)


_ADDERS: dict[str, _Add] = {
    "styles": _add_styles,
    "numbering": _add_numbering,
    "footnotes": _add_notes,
    "endnotes": _add_notes,
    "comments": _add_comments,
    "commentsExtended": _add_replies,
    "header": _add_margin,
    "footer": _add_margin,
}
