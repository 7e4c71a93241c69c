"""The kinds of things in an OpenDocument text, counted in its raw XML (OpenDocument 1.2 to 1.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from restitution.conservation.container import Container, beside
from restitution.conservation.kinds import Kinds, letters
from restitution.conservation.source_odt import asks_for_words, chosen_in, controls_shown
from restitution.errors import UnreadableSource

Element: TypeAlias = etree._Element  # noqa: SLF001 lxml has no public name for its elements

OASIS = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
SPACES = {
    **{OASIS.format(name): name for name in ("office", "text", "table", "style", "form", "chart")},
    OASIS.format("drawing"): "draw",
    OASIS.format("svg-compatible"): "svg",
    "http://www.w3.org/1998/Math/MathML": "math",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.w3.org/1999/xlink": "xlink",
}
WEB = ("http://", "https://", "mailto:")
MOST_NESTED = 4
HEADING = re.compile(r"Heading (\d)")
TITLES = frozenset({"Title", "Titre"})
CAPTIONS = re.compile(r"Caption|Légende|Illustration|Table|Figure|Drawing|Abbildung")
PARAGRAPHS = frozenset({"text:p", "text:h"})
INDEXES = frozenset(
    f"text:{kind}-index" for kind in ("illustration", "table", "object", "user", "alphabetical")
) | {"text:table-of-content"}
OUTSIDE = INDEXES | {
    "office:annotation", "office:forms", "office:event-listeners", "office:binary-data", "text:tracked-changes",
    "text:note-citation", "text:number", "text:script", "text:bibliography-source", "svg:title", "svg:desc",
    "table:title", "table:desc", "dc:creator", "dc:date", "text:index-title-template", "math:annotation",
    "math:annotation-xml",
}  # fmt: skip
"""What shows nothing of the writer's text where it stands."""
SHAPES = frozenset(
    f"draw:{kind}"
    for kind in (
        "text-box",
        "custom-shape",
        "rect",
        "line",
        "polyline",
        "polygon",
        "path",
        "circle",
        "ellipse",
        "connector",
    )
)
NO_FIELDS = PARAGRAPHS | {
    f"text:{kind}"
    for kind in (
        "span", "a", "s", "tab", "line-break", "note", "note-body", "list", "list-item", "list-header", "section",
        "ruby", "ruby-base", "ruby-text", "soft-page-break", "hidden-text", "index-body", "index-title", "meta",
        "numbered-paragraph", "change", "change-start", "change-end",
    )
}  # fmt: skip
MOVED_WORDS = 3


def odt_kinds(data: bytes) -> Kinds:
    """Count the things of an OpenDocument text. Raises `UnreadableSource` when it is none."""
    container = Container(data, "odt")
    content = container.tree("content.xml")
    text = next((node for node in content.iter(etree.Element) if _name(node) == "office:text"), None)
    if text is None:
        raise UnreadableSource("Ce fichier n'est pas un document texte : enregistrez-le au format odt.")
    sheet = [container.tree("styles.xml")] if "styles.xml" in container else []
    story = _Story(container, text, _Styles([content, *sheet]))
    story.count()
    for page in (node for root in sheet for node in root.iter(etree.Element)):
        if (
            _name(page).startswith(("style:header", "style:footer"))
            and _name(page.getparent()) == "style:master-page"
        ):
            story.kinds.counts["margins"] += any(
                story.shows(p).strip() for p in page.iter(etree.Element) if _is_paragraph(p)
            )
    return story.kinds


class _Styles:
    def __init__(self, roots: list[Element]) -> None:
        self.known = {
            (_get(style, "style:family"), _get(style, "style:name")): style
            for root in reversed(roots)
            for style in root.iter(etree.Element)
            if _name(style) == "style:style"
        }

    def chain(self, family: str, style: str) -> list[str]:
        """Names of a style and those that it comes from."""
        seen: list[str] = []
        while style and style not in seen:
            seen.append(style)
            found = self.known.get((family, style))
            style = _get(found, "style:parent-style-name") if found is not None else ""
        return seen

    def hides(self, family: str, style: str) -> bool:
        """Whether what has a style is not shown."""
        for name in self.chain(family, style):
            for part in self.known.get((family, name), ()):
                if said := _get(part, "text:display"):
                    return said == "none"
        return False


class _Story:
    def __init__(self, container: Container, root: Element, styles: _Styles) -> None:
        self.container = container
        self.root = root
        self.styles = styles
        self.controls = controls_shown(root)
        self.kinds = Kinds()

    def count(self) -> None:
        """Count all things of the text."""
        self._changes()
        for node in self.root.iter(etree.Element):
            name = _name(node)
            if _is_paragraph(node) or name in {"table:table", "text:list-item"}:
                self._shape(node, name)
            elif name.startswith(("text:", "draw:", "office:annotation", "?:")):
                self._thing(node, name)

    def _shape(self, node: Element, name: str) -> None:
        counts = self.kinds.counts
        in_note = _in(node, "text:note-body")
        if self._is_out(node):
            around = [above for above in (node, *node.iterancestors()) if self._is_hidden(above)]
            if _is_paragraph(node) and around and not any(_name(n) in OUTSIDE for n in node.iterancestors()):
                self.kinds.wrap("hidden", [letters(self.shows(node, hidden=True))])
            return
        if name == "table:table":
            self._table(node, in_note=in_note)
        elif name == "text:list-item":
            silent = OUTSIDE | {"text:soft-page-break"}
            own = [child for child in node.iterchildren(etree.Element) if _name(child) not in silent]
            plain = all(_name(child) in {"text:p", "text:list"} for child in own)
            first = next((child for child in own if _is_paragraph(child) and self.shows(child).strip()), None)
            is_item = plain and first is not None and not self._level(first) and not in_note
            counts["items"] += bool(is_item and not _in(node, "text:list-header"))
        elif self.shows(node).strip() and not in_note:
            counts["paragraphs"] += 1
            level = 0 if _in(node, "table:table-cell") else self._level(node)
            counts[f"heading{level}"] += bool(level)
            if self._is_caption(node):
                self.kinds.wrap("captions", [letters(self.shows(node))])

    def _thing(self, node: Element, name: str) -> None:
        if name == "office:annotation" and not _in(node, "text:tracked-changes"):
            above = next((value for key, value in node.items() if key.endswith("}parent-name")), "")
            self.kinds.counts["replies" if above else "comments"] += 1
        elif name in {"text:span", "text:hidden-text"} and self._is_hidden(node):
            if not any(self._is_hidden(above) for above in node.iterancestors()):
                self.kinds.wrap("hidden", [letters(self.shows(node, hidden=True))])
        elif not self._is_out(node):
            if name.startswith("draw:"):
                self._drawing(node, name)
            else:
                self._said(node, name)

    def _drawing(self, node: Element, name: str) -> None:
        if name == "draw:control":
            self.kinds.wrap("controls", [letters(self.controls.get(_get(node, "draw:control"), ""))])
        elif name == "draw:frame":
            self._frame(node)
        elif name in SHAPES:
            inner = [p for p in node.iter(etree.Element) if _is_paragraph(p) and _holder(p) is node]
            self.kinds.wrap("boxes", [letters(self.shows(p)) for p in inner if not self._is_out(p)])

    def _said(self, node: Element, name: str) -> None:
        if name == "text:note" and not _in(node, "text:note-body"):
            inner = (p for p in node.iter(etree.Element) if _is_paragraph(p) and not self._is_out(p))
            pieces = [letters(self.shows(p)) for p in inner]
            self.kinds.counts["notes"] += any(pieces)
            self.kinds.wrap("endnotes" if _get(node, "text:note-class") == "endnote" else "footnotes", pieces)
        elif name == "text:a":
            web = _get(node, "xlink:href").strip().lower().startswith(WEB)
            self.kinds.counts["links"] += web and bool(letters(self.shows(node)))
        elif name in {"text:ruby-base", "text:ruby-text"}:
            self.kinds.wrap("ruby", [letters(self.shows(node))])
        elif asks_for_words(node):
            self.kinds.wrap("placeholders", [letters(self.shows(node))])
        elif name == "?:content-control":
            self.kinds.wrap("controls", [letters(self.shows(node))])
        elif name.startswith("text:") and name not in NO_FIELDS and _in_paragraph(node):
            self.kinds.wrap("fields", [letters(self.shows(node))])

    def _frame(self, frame: Element) -> None:
        hrefs = [_get(child, "xlink:href") for child in frame if _name(child) == "draw:image"]
        counts = self.kinds.counts
        objects = [child for child in frame if _name(child) in {"draw:object", "draw:object-ole"}]
        there = any(beside("content.xml", href) in self.container for href in hrefs if href and "://" not in href)
        if there and not objects:  # beside an object, it is only how the object looks
            counts["pictures"] += 1
            told = ((child.text or "") for child in frame if _name(child) in {"svg:title", "svg:desc"})
            counts["described"] += any(text.strip() for text in told)
        counts["equations"] += sum(_name(child) == "draw:object" and self._formula(child) for child in objects)

    def _formula(self, held: Element) -> bool:
        """Whether an object is a formula that says something."""
        part = f"{beside('content.xml', _get(held, 'xlink:href'))}/content.xml"
        roots = [held, *([self.container.tree(part)] if part in self.container else [])]
        maths = [node for root in roots for node in root.iter(etree.Element) if _name(node) == "math:math"]
        return any("".join(math.itertext()).strip() for math in maths)

    def _table(self, table: Element, *, in_note: bool) -> None:
        above = sum(_name(node) == "table:table" for node in table.iterancestors())
        cells = [
            node
            for node in table.iter(etree.Element)
            if _name(node) == "table:table-cell" and _table_of(node) is table and not self._is_out(node)
        ]
        filled = [cell for cell in cells if self._says(cell)]
        if in_note or above >= MOST_NESTED or not filled:
            return
        self.kinds.counts["tables"] += 1
        self.kinds.counts["cells"] += len(filled)
        spans = ("table:number-columns-spanned", "table:number-rows-spanned")
        self.kinds.counts["merged"] += sum(
            any(_get(cell, span) not in {"", "1"} for span in spans) for cell in filled
        )

    def _says(self, holder: Element) -> bool:
        inner = (p for p in holder.iter(etree.Element) if _is_paragraph(p))
        return any(self.shows(p).strip() and not self._is_out(p) for p in inner)

    def _changes(self) -> None:
        told = [change for region in self._regions() for change in region]
        gone = [key[1:] for key in told if key[0] == "deletions" and len(key[2].split()) >= MOVED_WORDS]
        come = [key[1:] for key in told if key[0] == "insertions"]
        moved = {key for key in gone if gone.count(key) == come.count(key) == 1}
        self.kinds.counts["moves"] += len(moved)
        for kind, author, words in told:
            self.kinds.counts[kind] += (author, words) not in moved
        for info in (node for node in self.root.iter(etree.Element) if _name(node) == "office:change-info"):
            self.kinds.counts["comments"] += any("".join(p.itertext()).strip() for p in info if _is_paragraph(p))

    def _regions(self) -> Iterator[list[tuple[str, str, str]]]:
        spans = _inserted(self.root)
        for region in (node for node in self.root.iter(etree.Element) if _name(node) == "text:changed-region"):
            key = next((value for at, value in region.items() if at.endswith("}id")), "")
            for change in region.iterchildren(etree.Element):
                info = next(
                    (node for node in change.iter(etree.Element) if _name(node) == "office:change-info"), None
                )
                author = "" if info is None else next((n.text or "" for n in info if _name(n) == "dc:creator"), "")
                if _name(change) == "text:deletion":
                    text = " ".join(_gone(change).split())
                    yield [("deletions", author, text)] if text else []
                elif _name(change) == "text:insertion":
                    text = " ".join(spans.get(key, "").split())
                    yield [("insertions", author, text)] if text else []

    def shows(self, node: Element, *, hidden: bool = False) -> str:
        """What a paragraph, or a thing in it, shows of its own; `hidden`: what it would."""
        pieces = [node.text or ""]
        for child in node:
            if isinstance(child.tag, str):
                name = _name(child)
                beside_text = (
                    name in OUTSIDE or name == "text:note" or asks_for_words(child) or _is_paragraph(child)
                )
                if name in {"text:s", "text:tab", "text:line-break"}:
                    pieces.append(" ")
                elif name == "?:fieldmark":
                    pieces.append(chosen_in(child) or "☐")
                elif name == "draw:control":
                    pieces.append(self.controls.get(_get(child, "draw:control"), ""))
                elif not beside_text and (hidden or not self._is_hidden(child)):
                    pieces.append(self.shows(child, hidden=hidden))
            pieces.append(child.tail or "")
        is_drawing = _name(node).startswith(("draw:", "table:"))
        return "".join(piece for piece in pieces if piece.strip() or not is_drawing)

    def _is_hidden(self, node: Element) -> bool:
        name = _name(node)
        if name == "text:span":
            return self.styles.hides("text", _get(node, "text:style-name"))
        if name == "text:hidden-text":
            return _get(node, "text:is-hidden") == "true"
        if name == "text:section":
            display = _get(node, "text:display")
            return display == "none" or (display == "condition" and _get(node, "text:is-hidden") == "true")
        if name in PARAGRAPHS:
            fields = (n for n in node.iter(etree.Element) if _name(n) == "text:hidden-paragraph")
            by_field = any(_get(n, "text:is-hidden") == "true" and _paragraph_of(n) is node for n in fields)
            return by_field or self.styles.hides("paragraph", _get(node, "text:style-name"))
        if name == "table:table-row":
            return _get(node, "table:visibility") not in {"", "visible"}
        return name == "table:covered-table-cell"

    def _is_out(self, node: Element) -> bool:
        """Whether a thing is hidden, or stands in what shows nothing of the writer's."""
        return any(_name(n) in OUTSIDE or self._is_hidden(n) for n in (node, *node.iterancestors()))

    def _level(self, node: Element) -> int:
        if _name(node) == "text:h":
            said = _get(node, "text:outline-level")
            return min(max(int(said) if said.isdecimal() else 1, 1), 6)
        chain = [
            name.replace("_20_", " ") for name in self.styles.chain("paragraph", _get(node, "text:style-name"))
        ]
        if not TITLES.isdisjoint(chain):
            return 1
        return next((int(found[1]) for name in chain if (found := HEADING.fullmatch(name))), 0)

    def _is_caption(self, node: Element) -> bool:
        chain = self.styles.chain("paragraph", _get(node, "text:style-name"))
        numbered = any(_name(n) == "text:sequence" and _paragraph_of(n) is node for n in node.iter(etree.Element))
        return numbered or any(CAPTIONS.fullmatch(name) for name in chain)


def _inserted(root: Element) -> dict[str, str]:
    """Change -> the text between its start and its end."""
    told: dict[str, list[str]] = {}
    opened: set[str] = set()

    def walk(node: Element) -> None:
        name = _name(node)
        if name == "text:change-start":
            opened.add(key := _get(node, "text:change-id"))
            told.setdefault(key, [])
        elif name == "text:change-end":
            opened.discard(_get(node, "text:change-id"))
        is_out = name in OUTSIDE or not isinstance(node.tag, str)
        say(" " if name in PARAGRAPHS | {"text:s", "text:tab", "text:line-break"} else "")
        if not is_out:
            say(node.text or "")
            for child in node:
                walk(child)
                say(child.tail or "")
        say(" " if name in PARAGRAPHS else "")

    def say(text: str) -> None:
        for key in opened:
            told[key].append(text)

    walk(root)
    return {key: "".join(pieces) for key, pieces in told.items()}


def _gone(change: Element) -> str:
    """The text of a deletion."""
    pieces: list[str] = []
    for node in change.iterchildren(etree.Element):
        if _name(node) != "office:change-info":
            for event, inner in etree.iterwalk(node, events=("start", "end")):
                if any(_name(n) in OUTSIDE - {"text:tracked-changes"} for n in (inner, *inner.iterancestors())):
                    continue
                if event == "start":
                    is_blank = _name(inner) in PARAGRAPHS | {"text:s", "text:tab", "text:line-break"}
                    pieces.append(" " * is_blank + (inner.text or ""))
                elif inner is not node:
                    pieces.append(" " * _is_paragraph(inner) + (inner.tail or ""))
    return "".join(pieces)


def _name(node: Element | None) -> str:
    if node is None or not isinstance(node.tag, str):
        return ""
    space, _, local = node.tag[1:].partition("}")
    return f"{SPACES.get(space, '?')}:{local}"


def _get(node: Element, name: str) -> str:
    """An attribute under its usual prefix."""
    prefix, _, local = name.partition(":")
    space = next(uri for uri, known in SPACES.items() if known == prefix)
    return str(node.get(f"{{{space}}}{local}", ""))


def _is_paragraph(node: Element) -> bool:
    return _name(node) in PARAGRAPHS


def _in(node: Element, name: str) -> bool:
    return any(_name(above) == name for above in node.iterancestors())


def _in_paragraph(node: Element) -> bool:
    return any(_is_paragraph(above) for above in node.iterancestors())


def _paragraph_of(node: Element) -> Element | None:
    return next((above for above in node.iterancestors() if _is_paragraph(above)), None)


def _holder(node: Element) -> Element | None:
    return next((above for above in node.iterancestors() if _name(above) in SHAPES), None)


def _table_of(node: Element) -> Element | None:
    return next((above for above in node.iterancestors() if _name(above) == "table:table"), None)
