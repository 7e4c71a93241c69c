"""A part of a finished DOCX: what it keeps looks and counts as in the whole.

Headings, figures and references keep the numbers that they have in the whole: Word may not count them anew, so
fields become their words and a heading's number is written.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Mapping, Sequence

import msgspec

from restitution.ooxml.package import parse
from restitution.ooxml.parts import DOCUMENT, serialise
from restitution.ooxml.word import Element, R, W, make
from restitution.writers.docx.margin import number_run
from restitution.writers.docx.paragraphs import BEFORE_NUMBERS, bookmark_of, properties_of, put
from restitution.writers.docx.sections import end_section
from restitution.writers.docx.sheet import Sheet
from restitution.writers.docx.texts import Text, opened

FOOTNOTES = "word/footnotes.xml"
PAGE_OF = "PAGEREF"
FIGURE = "captioned figure"
"""Style of a picture above its caption."""


class Used(msgspec.Struct, frozen=True):
    """What a shortened text calls."""

    notes: set[str] = set()
    """Ids of footnotes."""
    links: set[str] = set()
    """Ids of relationships: pictures, web addresses."""


def shorten(texts: Sequence[Text], kept: Collection[str], numbers: Mapping[str, str], sheet: Sheet) -> Used:
    """Takes out of a text all but the blocks of these bookmarks, and what belongs to them; freezes the rest.

    What has no bookmark belongs to what stands before it; a figure to its caption. A section of which nothing is
    left has no page; one whose last paragraph goes ends with the one before. `numbers`: of headings by bookmark,
    as printed, space included.
    """
    keeper, used = _Keeper(texts, kept, sheet), Used()
    for number, root in enumerate(opened(texts)):
        keeper.keep(number, root[0])
        _break_links(root, kept)
        freeze(root)
        write_numbers(root, numbers)
        used.notes.update(node.get(W + "id", "") for node in root.iter(W + "footnoteReference"))
        used.links.update(_links_of(root))
    return used


class _Keeper:
    """Goes through the texts once, from one section to the next."""

    def __init__(self, texts: Sequence[Text], kept: Collection[str], sheet: Sheet) -> None:
        self._texts, self._kept, self._sheet = texts, frozenset(kept), sheet
        self._is_kept = True
        self._last: Element | None = None
        """The last block that is kept of the section, where it stands in the text that is looked at."""
        self._behind: int | None = None
        """The text in whose end it stands, where that is another."""

    def keep(self, number: int, body: Element) -> None:
        """The blocks of a text that are kept."""
        for block in list(body.iterchildren()):
            self._take(body, block)
            ends = block.find(f"{W}pPr/{W}sectPr")
            if ends is not None:
                if not self._is_kept:
                    self._end_section(ends)
                self._last = self._behind = None
        if number == len(self._texts) - 1 and self._last is None and self._behind is None:
            self._join_last(number, body)
        if self._last is not None:
            self._last, self._behind = None, number

    def _take(self, body: Element, block: Element) -> None:
        names = _names(block)
        if not names and block.tag == W + "p" and self._sheet.name(block) == FIGURE:
            names = _names(block.getnext())
        if block.tag == W + "sdt":
            _shorten_contents(block, self._kept)
            self._last = block if block.getparent() is not None else self._last
        elif block.tag != W + "sectPr":
            self._is_kept = bool(names & self._kept) if names else self._is_kept
            if self._is_kept:
                self._last = block
            else:
                body.remove(block)

    def _end_section(self, ends: Element) -> None:
        """Ends a section with the last of its blocks that is kept, if there is one."""
        if self._last is not None:
            end_section(self._last, ends)
        elif self._behind is not None:
            text = self._texts[self._behind]
            end_section(text.opened()[0][-1], ends)
            text.fold()

    def _join_last(self, number: int, body: Element) -> None:
        """Nothing is left behind the last break: what stands before it ends the document."""
        last = body[-1]
        for text in reversed(self._texts[: number + 1]):
            blocks = [block for block in text.opened()[0] if block is not last]
            ends = blocks[-1].find(f"{W}pPr/{W}sectPr") if blocks else None
            if ends is not None:
                body.remove(last)
                body.append(ends)
            if text is not self._texts[number]:
                text.fold()
            if blocks:
                return


def _names(block: Element | None) -> set[str]:
    """Bookmarks below a block."""
    return set() if block is None else {mark.get(W + "name", "") for mark in block.iter(W + "bookmarkStart")}


def _shorten_contents(contents: Element, kept: Collection[str]) -> None:
    """Only the entries of what is kept, without pages: those of the whole would be wrong. No list of nothing."""
    for paragraph in list(contents.iter(W + "p")):
        links = [link.get(W + "anchor") for link in paragraph.iter(W + "hyperlink") if link.get(W + "anchor")]
        if links and not any(anchor in kept for anchor in links):
            paragraph.getparent().remove(paragraph)
    if contents.find(f".//{W}hyperlink") is None:
        contents.getparent().remove(contents)


def freeze(root: Element) -> None:
    """Makes each field the words that it shows; the page of an entry of the contents is none of the copy's."""
    for simple in list(root.iter(W + "fldSimple")):
        _unwrap(simple)
    codes: list[str] = []
    for node in list(root.iter(W + "fldChar", W + "instrText", W + "t", W + "tab")):
        run = node.getparent()
        if node.tag == W + "instrText":
            codes[-1:] = [codes[-1] + (node.text or "")] if codes else []
            run.remove(node)
        elif node.tag == W + "fldChar":
            _turn(node.get(W + "fldCharType", ""), codes)
            run.remove(node)
        elif any(code.split()[:1] == [PAGE_OF] for code in codes):
            run.remove(node)
    _drop_empty_runs(root)


def _turn(kind: str, codes: list[str]) -> None:
    if kind == "begin":
        codes.append("")
    elif kind == "end" and codes:
        codes.pop()


def _drop_empty_runs(root: Element) -> None:
    """Runs in which nothing is left, and the tab that led to a page's number."""
    for run in [run for run in root.iter(W + "r") if all(child.tag == W + "rPr" for child in run)]:
        run.getparent().remove(run)
    for link in root.iter(W + "hyperlink"):
        while len(link) and link[-1].find(W + "tab") is not None and link[-1].find(W + "t") is None:
            link.remove(link[-1])


def write_numbers(root: Element, numbers: Mapping[str, str]) -> None:
    """Writes the number of each heading before its words. `numbers`: by bookmark, as printed, space included."""
    for paragraph in list(root.iter(W + "p")):
        mark = bookmark_of(paragraph)
        printed = "" if mark is None else numbers.get(mark.get(W + "name", ""), "")
        if mark is not None and printed:
            none = make("numPr")
            none.extend([make("ilvl", val="0"), make("numId", val="0")])
            put(properties_of(paragraph), none, BEFORE_NUMBERS)
            mark.addprevious(number_run(printed))


def _break_links(root: Element, kept: Collection[str]) -> None:
    for link in list(root.iter(W + "hyperlink")):
        anchor = link.get(W + "anchor")
        if anchor and link.get(R + "id") is None and anchor not in kept:
            _unwrap(link)


def _unwrap(node: Element) -> None:
    for child in list(node):
        node.addprevious(child)
    node.getparent().remove(node)


def drop_unused(parts: dict[str, bytes], used: Used) -> None:
    """Takes out the footnotes that nothing calls and the pictures that nothing shows."""
    _drop_pictures(parts, DOCUMENT, used.links)
    if FOOTNOTES in parts:
        notes = parse(parts[FOOTNOTES])
        for note in list(notes.iterchildren(W + "footnote")):
            if note.get(W + "type", "normal") == "normal" and note.get(W + "id") not in used.notes:
                notes.remove(note)
        parts[FOOTNOTES] = serialise(notes)
        _drop_pictures(parts, FOOTNOTES, _links_of(notes))
    pointed = {
        posixpath.normpath(posixpath.join("word", node.get("Target", "")))
        for name in parts
        if name.startswith("word/_rels/")
        for node in parse(parts[name])
        if node.get("TargetMode") != "External"
    }
    for name in [name for name in parts if name.startswith("word/media/") and name not in pointed]:
        del parts[name]


def _links_of(root: Element) -> set[str]:
    """Ids of the relationships that a part uses."""
    return {found for node in root.iter() for key, found in node.attrib.items() if key.startswith(R)}


def _drop_pictures(parts: dict[str, bytes], owner: str, used: Collection[str]) -> None:
    """Relationships to pictures and web addresses that the part no longer uses."""
    folder, file = posixpath.split(owner)
    name = posixpath.join(folder, "_rels", f"{file}.rels")
    if name not in parts:
        return
    links = parse(parts[name])
    for link in list(links):
        if link.get("Type", "").endswith(("/image", "/hyperlink")) and link.get("Id") not in used:
            links.remove(link)
    parts[name] = serialise(links)
