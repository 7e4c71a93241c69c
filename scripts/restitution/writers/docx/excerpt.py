"""A part of a finished DOCX: what it keeps looks and counts as in the whole.

Headings, figures and references keep the numbers that they have in the whole: Word may not count them anew, so
fields become their words and a heading's number is written.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Mapping

from restitution.ooxml.package import parse
from restitution.ooxml.parts import DOCUMENT, serialise
from restitution.ooxml.word import Element, R, W, make
from restitution.writers.docx.margin import number_run
from restitution.writers.docx.paragraphs import BEFORE_NUMBERS, bookmark_of, properties_of, put
from restitution.writers.docx.sections import end_section
from restitution.writers.docx.sheet import Sheet

FOOTNOTES = "word/footnotes.xml"
PAGE_OF = "PAGEREF"
FIGURE = "captioned figure"
"""Style of a picture above its caption."""


def keep(root: Element, kept: Collection[str], sheet: Sheet) -> None:
    """Takes out of a document everything but the blocks of these bookmarks, and what belongs to them.

    What has no bookmark belongs to what stands before it; a figure to its caption. A section of which nothing is
    left has no page; one whose last paragraph goes ends with the one before.
    """
    body = root[0]
    section: list[Element] = []
    is_kept = True
    for block in list(body.iterchildren()):
        names = _names(block)
        if not names and block.tag == W + "p" and sheet.name(block) == FIGURE:
            names = _names(block.getnext())
        if block.tag == W + "sdt":
            _shorten_contents(block, kept)
            section += [block] if block.getparent() is not None else []
        elif block.tag != W + "sectPr":
            is_kept = bool(names & set(kept)) if names else is_kept
            body.remove(block) if not is_kept else section.append(block)
        ends = block.find(f"{W}pPr/{W}sectPr")
        if ends is not None:
            if not is_kept and section:
                end_section(section[-1], ends)
            section = []
    if not section:
        _join_last(body)
    _break_links(root, kept)


def _names(block: Element | None) -> set[str]:
    """Bookmarks below a block."""
    return set() if block is None else {mark.get(W + "name", "") for mark in block.iter(W + "bookmarkStart")}


def _join_last(body: Element) -> None:
    """Nothing is left behind the last break: what stands before it ends the document."""
    last = body[-1]
    before = last.getprevious()
    ends = None if before is None else before.find(f"{W}pPr/{W}sectPr")
    if ends is not None:
        body.remove(last)
        body.append(ends)


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


def drop_unused(parts: dict[str, bytes], root: Element) -> None:
    """Takes out the footnotes that nothing calls and the pictures that nothing shows."""
    called = {node.get(W + "id") for node in root.iter(W + "footnoteReference")}
    notes = parse(parts[FOOTNOTES]) if FOOTNOTES in parts else None
    if notes is not None:
        for note in list(notes.iterchildren(W + "footnote")):
            if note.get(W + "type", "normal") == "normal" and note.get(W + "id") not in called:
                notes.remove(note)
        parts[FOOTNOTES] = serialise(notes)
    for owner, tree in ((DOCUMENT, root), (FOOTNOTES, notes)):
        if tree is not None:
            _drop_pictures(parts, owner, tree)
    pointed = {
        posixpath.normpath(posixpath.join("word", node.get("Target", "")))
        for name in parts
        if name.startswith("word/_rels/")
        for node in parse(parts[name])
        if node.get("TargetMode") != "External"
    }
    for name in [name for name in parts if name.startswith("word/media/") and name not in pointed]:
        del parts[name]


def _drop_pictures(parts: dict[str, bytes], owner: str, root: Element) -> None:
    """Relationships to pictures and web addresses that the part no longer uses."""
    folder, file = posixpath.split(owner)
    name = posixpath.join(folder, "_rels", f"{file}.rels")
    if name not in parts:
        return
    used = {found for node in root.iter() for key, found in node.attrib.items() if key.startswith(R)}
    links = parse(parts[name])
    for link in list(links):
        if link.get("Type", "").endswith(("/image", "/hyperlink")) and link.get("Id") not in used:
            links.remove(link)
    parts[name] = serialise(links)
