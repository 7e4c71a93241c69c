"""Reads web pages (.html, .htm, .xhtml) whole, without pandoc: exports of sites, of Word, of Google Docs, mails.

Nothing is run or fetched: a page is text here. Each of its characters ends in a paragraph, in a footnote, or in
`not_taken` with its reason. Elements are gone through in a loop: depth costs nothing.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from typing import Final
from urllib.parse import unquote, unquote_to_bytes

from lxml import etree
from lxml.etree import _Element as Element

from restitution.errors import UnreadableSource
from restitution.model import Block, NotTakenReason, Reading
from restitution.pandoc import ast
from restitution.readers import html_aside, rich
from restitution.readers.base import Prepared
from restitution.readers.html_aside import attribute, attribute_words, name, reason_of, text_of
from restitution.readers.html_blocks import MOST_NESTED, Blocks, Holder
from restitution.readers.html_look import Looks
from restitution.readers.html_notes import Notes, find_notes
from restitution.readers.html_page import BLOCKS, parse_page
from restitution.readers.html_tables import declare_heads, is_layout

LINKS: Final = ("http://", "https://", "mailto:")
FAR_PICTURE: Final = (
    "Image distante non reprise, « {name} » : déposez-la à côté de la page et citez-la par son nom."
)
BROKEN_PICTURE: Final = (
    "Une image incorporée à la page est abîmée, elle n'est pas reprise : insérez-la de nouveau."
)
EMBEDDED: Final = (
    "Un contenu incorporé à la page (vidéo, carte, autre site) n'est pas repris : décrivez-le dans le texte."
)
DRAWING: Final = "Un dessin de la page (SVG) n'est pas repris : insérez-le comme image PNG, avec sa description."
EMPTY: Final = "Cette page web ne contient aucun texte : copiez ce qu'elle montre dans un document .docx."
PIXEL: Final = 2
_MSO_LEVEL: Final = re.compile(r"mso-list:[^;]*\blevel(\d)", re.IGNORECASE)
_DATA: Final = re.compile(r"\s*data:image/([a-z0-9.+-]+)((?:;[^,;]*)*),(.*)", re.IGNORECASE | re.DOTALL)
_FAR: Final = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|[/\\])", re.IGNORECASE)
_SIZE: Final = re.compile(r"\s*(\d{1,5})(?:px)?\s*")


def prepare(data: bytes, path: str) -> Prepared:
    """Read a web page. Raises `UnreadableSource` when it is none, too large or too deep."""
    root, findings = parse_page(data, path)
    notes = find_notes(root)
    reading = page_reading(root, path, notes, is_page=True)
    if not reading.blocks and reading.not_taken:
        reading = page_reading(root, path, notes, is_page=False)  # what looked like residue was all the page says
    if not reading.blocks and not reading.not_taken:
        raise UnreadableSource(EMPTY)
    reading.findings = [*findings, *reading.findings]
    return Prepared(reading=reading)


def finish(prepared: Prepared, blocks: list[Block]) -> Reading:  # noqa: ARG001 pandoc has no part in it
    """The reading that `prepare` made."""
    return prepared.reading


def page_reading(root: Element, path: str, notes: Notes, *, is_page: bool) -> Reading:
    """What a page says; `is_page`: of a site, around whose text stands what is on each of its pages."""
    page = Page(path, notes, Looks(root), Reading(), is_page=is_page)
    page.walk(root)
    page.reading.blocks = page.done()
    return page.reading


Close = Callable[[], None]


class Page(Blocks):
    """Goes through the elements once; each opens something and gives what closes it."""

    def __init__(self, path: str, notes: Notes, looks: Looks, reading: Reading, *, is_page: bool) -> None:
        super().__init__(path, reading)
        self._notes = notes
        self._looks = looks
        self._is_page = is_page
        self._bodies = set(notes.bodies.values())
        self._closers: list[Close] = []
        self._opens: dict[str, Callable[[Element], Close]] = {
            **dict.fromkeys(BLOCKS, self._block),
            **{f"h{level}": self._open_heading for level in range(1, 7)},
            "a": self._link,
            "blockquote": self._quote,
            "br": self._break,
            "img": self._picture,
            "q": self._quotation,
            "rt": self._ruby,
            "p": self._paragraph,
            "pre": self._open_pre,
            "ul": self._list,
            "ol": self._list,
            "menu": self._list,
            "li": self._entry,
            "table": self._table,
            "caption": self._caption,
            "thead": self._head,
            "tr": self._row,
            "td": self._cell,
            "th": self._cell,
            "figure": self._figure,
            "figcaption": self._caption,
        }

    # The walk

    def walk(self, root: Element) -> None:
        """All elements below `root`, and itself."""
        for beside in [*root.itersiblings(preceding=True), *root.itersiblings()]:
            if not name(beside) and not self._is_note:
                self._leave(html_aside.comment_reason(beside.text or ""), text_of(beside))
        walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walker:
            if event == "start":
                self._start(element, walker)
            elif event == "end":
                self._closers.pop()()
                if element is not root:
                    self._say(element.tail)
            else:
                self._leave(html_aside.comment_reason(element.text or ""), text_of(element))
                self._say(element.tail)

    def _start(self, element: Element, walker: etree.iterwalk) -> None:
        if element in self._bodies and not self._is_note:
            self._end_line()
            self._closers.append(self._end_line)
            walker.skip_subtree()
            return
        if reason := self._aside(element):
            self._leave(reason, text_of(element))
            self._skip(element)
            self._closers.append(lambda: None)
            walker.skip_subtree()
            return
        for said in attribute_words(element):
            self._leave("champ technique", said)
        look, href = self._look, self._href
        self._look = self._looks.of(element, look)
        close = self._opens.get(name(element), self._through)(element)

        def end() -> None:
            close()
            self._look, self._href = look, href

        self._closers.append(end)
        self._say(element.text)

    def _aside(self, element: Element) -> NotTakenReason | None:
        if element in self._notes.comments:
            return "commentaire"
        if element in self._notes.comment_marks:
            return "balise"
        if element in self._notes.backs or element in self._notes.bodies:
            return "champ technique"
        return reason_of(element, is_page=self._is_page)

    def _skip(self, element: Element) -> None:
        """What an element that is left out does to the line that it stands in."""
        tag = name(element)
        if tag in html_aside.FOREIGN:
            self._find("contenu-incorpore", EMBEDDED)
        elif tag == "svg" and text_of(element).strip():
            self._find("dessin", DRAWING)
        elif tag in html_aside.CONTROLS:
            self._add(" ")
        elif "mso-list" in attribute(element, "style") and self._item is not None:
            self._item = (self._item[0], " ".join(text_of(element).split()))
        elif element in self._notes.marks:
            self._call(element)
        elif tag in BLOCKS and reason_of(element, is_page=False) is None:
            self._end_line()

    def _call(self, mark: Element) -> None:
        """A mark: the footnote that it calls, or an end of word."""
        body = self._notes.bodies.get(mark)
        if body is None or self._is_note:
            self._add(" ")
            return
        note = Page(self._path, self._notes, self._looks, self.reading, is_page=self._is_page)
        note._is_note = True
        note.walk(body)
        if blocks := note.done():
            self._add(inline={"t": "Note", "c": blocks})

    def _through(self, _element: Element) -> Close:
        return lambda: None

    # Elements: each opens, and gives what closes it

    def _block(self, _element: Element) -> Close:
        self._end_line()
        return self._end_line

    def _open_heading(self, element: Element) -> Close:
        return self._as_heading(int(name(element)[1]))

    def _as_heading(self, level: int) -> Close:
        self._end_line()
        around, self._heading = self._heading, level

        def close() -> None:
            self._end_line()
            self._heading = around

        return close

    def _paragraph(self, element: Element) -> Close:
        if attribute(element, "class").lower() in {"title", "msotitle"}:
            return self._as_heading(1)
        level = _MSO_LEVEL.search(attribute(element, "style"))
        return self._word_item(int(level[1]) - 1) if level else self._block(element)

    def _word_item(self, level: int) -> Close:
        self._end_line()
        self._item = (level, "")

        def close() -> None:
            self._end_line()
            self._item = None

        return close

    def _open_pre(self, _element: Element) -> Close:
        self._end_line()
        self._pre += 1

        def close() -> None:
            self._end_line()
            self._pre -= 1

        return close

    def _list(self, element: Element) -> Close:
        self._end_line()
        holder = self._open("list")

        def close() -> None:
            if holder is None:
                self._end_line()
                return
            self._close(holder)
            entries = [entry for entry in holder.entries if entry]
            if entries and name(element) == "ol":
                self._append(rich.ordered_list(_count(element, "start"), entries))
            elif entries:
                self._append({"t": "BulletList", "c": entries})

        return close

    def _entry(self, _element: Element) -> Close:
        self._end_line()
        around = self._holders[-1]
        if around.kind != "list":
            return self._word_item(0)
        holder = self._open("entry")

        def close() -> None:
            if holder is None:
                self._end_line()
            else:
                around.entries.append(self._close(holder))

        if holder is None:
            around.entries.append([])
        return close

    def _quote(self, _element: Element) -> Close:
        self._end_line()
        holder = self._open("quote")

        def close() -> None:
            if holder is None:
                self._end_line()
            elif blocks := self._close(holder):
                self._append({"t": "BlockQuote", "c": blocks})

        return close

    def _table(self, element: Element) -> Close:
        self._end_line()
        if self._is_note or is_layout(element) or len(self._holders) >= MOST_NESTED:
            return self._end_line
        self._tables += 1
        holder = self._open("table", self._tables)
        if holder is None:
            return self._end_line

        def close() -> None:
            self._close(holder)
            declare_heads(element, holder.rows)
            for block in rich.table(holder.rows, holder.number, _joined(holder.caption)):
                self._append(block)

        return close

    def _head(self, element: Element) -> Close:
        close = self._block(element)
        top = self._holders[-1]
        top.in_head = True

        def end() -> None:
            close()
            top.in_head = False

        return end

    def _row(self, element: Element) -> Close:
        close = self._block(element)
        if self._holders[-1].kind == "table":
            self._holders[-1].rows.append([])
        return close

    def _cell(self, element: Element) -> Close:
        self._end_line()
        table = self._holders[-1]
        holder = self._open("cell") if table.kind == "table" else None
        if holder is None:
            return self._end_line
        table.rows = table.rows or [[]]
        is_head = name(element) == "th" or table.in_head
        cell = rich.Cell(across=_count(element, "colspan"), down=_count(element, "rowspan"), is_head=is_head)
        table.rows[-1].append(cell)

        def close() -> None:
            cell.blocks = self._close(holder)

        return close

    def _caption(self, _element: Element) -> Close:
        self._end_line()
        around = self._holders[-1]
        holder = None
        if around.kind == "figure" or (around.kind == "table" and not around.rows):
            holder = self._open("caption")
        if holder is None:
            return self._end_line
        around.number = around.number or len(around.blocks)

        def close() -> None:
            around.caption += self._close(holder)

        return close

    def _figure(self, _element: Element) -> Close:
        self._end_line()
        holder = self._open("figure")

        def close() -> None:
            if holder is None:
                self._end_line()
                return
            blocks = self._close(holder)
            for block in self._figured(blocks, holder):
                self._append(block)

        return close

    def _figured(self, blocks: list[Block], holder: Holder) -> list[Block]:
        """A figure of pictures and their caption; what holds words stays blocks, in their order."""
        is_in_cell = not {above.kind for above in self._holders}.isdisjoint({"cell", "caption"})
        caption = holder.caption
        if not (self._is_note or is_in_cell):
            caption = rich.wrap_leaves(caption, self._where)
        is_picture = blocks and caption and not ast.text(blocks_without_pictures(blocks)).strip()
        if not is_picture or self._is_note:
            return [*blocks[: holder.number], *caption, *blocks[holder.number :]]
        plain = [{"t": "Plain", "c": block["c"]} for block in caption]
        shown = [{"t": "Plain", "c": block["c"]} for block in blocks]
        return [{"t": "Figure", "c": [ast.attributes(), [None, plain], shown]}]

    def _link(self, element: Element) -> Close:
        href = attribute(element, "href").strip()
        if href.lower().startswith(LINKS):
            self._href = href
        if element in self._notes.marks:
            self._add(" ")  # a mark that calls nothing that was found stays, and is a word of its own
            return lambda: self._add(" ")
        return lambda: None

    def _break(self, _element: Element) -> Close:
        """A line break; two of them end the paragraph, as in mails."""
        last = next((run for run in reversed(self._runs) if run.inline or run.text.strip()), None)
        if last is not None and last.inline == {"t": "LineBreak"}:
            self._end_line()
        else:
            self._add(inline={"t": "LineBreak"})
        return lambda: None

    def _quotation(self, _element: Element) -> Close:
        self._add("«\u00a0")
        return lambda: self._add("\u00a0»")

    def _ruby(self, _element: Element) -> Close:
        self._add(" (")
        return lambda: self._add(")")

    def _picture(self, element: Element) -> Close:
        source = attribute(element, "src").strip()
        if source and not _is_pixel(element):
            self._show(element, source)
        return lambda: None

    def _show(self, element: Element, source: str) -> None:
        if found := _DATA.match(source):
            target = self._embedded(found)
        elif _FAR.match(source):
            shown = source if len(source) < 80 else f"{source[:76]}…"
            self._find("image_distante", FAR_PICTURE.format(name=shown))
            return
        else:
            target = unquote(re.split("[?#]", source)[0])
        if target:
            alternative = ast.string(" ".join(attribute(element, "alt").split()))
            self._add(inline={"t": "Image", "c": [ast.attributes(), alternative, [target, ""]]})

    def _embedded(self, found: re.Match[str]) -> str:
        """Name of the picture that an address holds itself; nothing when it is broken, or a spacer."""
        kind, how, body = (
            found[1].lower().replace("jpeg", "jpg").partition("+")[0],
            found[2],
            unquote_to_bytes(found[3]),
        )
        try:
            data = base64.b64decode(b"".join(body.split()), validate=True) if "base64" in how.lower() else body
        except binascii.Error:
            data = b""
        if data.startswith(b"GIF8") and max(data[6:10:2], default=9) <= PIXEL and not any(data[7:10:2]):
            return ""
        if not data:
            self._find("image-abimee", BROKEN_PICTURE)
            return ""
        media = self.reading.media
        target = next(
            (known for known, bytes_ in media.items() if bytes_ == data), f"image-{len(media) + 1}.{kind}"
        )
        media[target] = data
        return target


def blocks_without_pictures(blocks: list[Block]) -> list[Block]:
    """The blocks without their pictures, to see whether words are left."""
    return ast.map_leaves(
        blocks, lambda inner: ast.map_inlines(inner, lambda inline: [] if inline["t"] == "Image" else [inline])
    )


def _joined(blocks: list[Block]) -> ast.Inlines:
    """Paragraphs of a caption as one, a line each."""
    joined: ast.Inlines = []
    for block in blocks:
        joined += [{"t": "LineBreak"}, *block["c"]] if joined else block["c"]
    return joined


def _count(element: Element, key: str) -> int:
    found = re.match(r"\s*(\d{1,6})", attribute(element, key))
    number = int(found[1]) if found else 1
    return number or (1 if key == "start" else rich.MAX_SPAN)


def _is_pixel(element: Element) -> bool:
    """Whether a picture is only there to see who reads the page, or to hold room."""
    sizes = [_SIZE.fullmatch(attribute(element, side)) for side in ("width", "height")]
    return any(size and int(size[1]) <= PIXEL for size in sizes)
