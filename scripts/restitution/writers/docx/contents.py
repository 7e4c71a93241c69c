"""The table of contents with its entries, and the numbers of headings as Word counts them."""

from __future__ import annotations

from itertools import pairwise

from lxml import etree

from restitution.ooxml.word import Element, W, make, raw_words
from restitution.writers.docx.blocks import CONTENTS, PLACE, Heading
from restitution.writers.docx.fields import field, text_run
from restitution.writers.docx.paragraphs import BEFORE_NUMBERS, properties_of, put, set_style
from restitution.writers.docx.sheet import Sheet

TITLE = "Sommaire"
DEEPEST = 3
CODE = f'TOC \\o "1-{DEEPEST}" \\h \\z \\u'
ANNEX_NUMBER = "Annexe"


def number_headings(root: Element, headings: list[Heading], sheet: Sheet) -> None:
    """Takes the numbers off headings that have none, and gives annexes theirs; the others follow their style."""
    places = heading_paragraphs(root)
    for heading in headings:
        main_list = heading.number[:1].isdigit()
        if main_list or (not heading.number and heading.level > DEEPEST):
            continue
        numbers = make("numPr")
        number = sheet.annexes if heading.number else "0"
        numbers.extend([make("ilvl", val=str(heading.number.count("."))), make("numId", val=number)])
        put(properties_of(places[heading.anchor]), numbers, BEFORE_NUMBERS)


def heading_paragraphs(root: Element) -> dict[str, Element]:
    """Paragraph of each bookmark."""
    return {
        mark.get(W + "name", ""): paragraph
        for paragraph in root.iter(W + "p")
        for mark in paragraph.iterchildren(W + "bookmarkStart")
    }


def insert_contents(root: Element, headings: list[Heading], sheet: Sheet) -> None:
    """Fills the places of the table of contents: entries without pages, as only Word knows them."""
    places = heading_paragraphs(root)
    listed = [heading for heading in headings if heading.level <= DEEPEST]
    for place in [p for p in root.iter(W + "p") if is_place(p, CONTENTS)]:
        if listed:
            place.addprevious(_contents([(h, _words(places[h.anchor])) for h in listed], sheet))
        parent = place.getparent()
        if parent is not None:
            parent.remove(place)


def is_place(paragraph: Element, name: str) -> bool:
    """Whether a paragraph stands for what is made after pandoc."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style is not None and style.get(W + "val") == PLACE + name


def _words(paragraph: Element) -> str:
    return raw_words(paragraph).replace("\n", " ").strip()


def _contents(entries: list[tuple[Heading, str]], sheet: Sheet) -> Element:
    """The `w:sdt` that Word shows as a table of contents."""
    block, properties, content = make("sdt"), make("sdtPr"), make("sdtContent")
    gallery = make("docPartObj")
    gallery.extend([make("docPartGallery", val="Table of Contents"), make("docPartUnique")])
    properties.append(gallery)
    title = make("p")
    set_style(title, sheet.id("TOC Heading"))
    title.append(text_run(TITLE))
    content.append(title)
    content.extend(_entry(heading, words, sheet) for heading, words in entries)
    before, after = _field_ends()
    content[1][0].addnext(before[0])
    for previous, run in pairwise(before):
        previous.addnext(run)
    content[-1].append(after)
    block.extend([properties, content])
    return block


def _field_ends() -> tuple[list[Element], Element]:
    begin, code, separate, _, end = field(CODE, "")
    return [begin, code, separate], end


def _entry(heading: Heading, words: str, sheet: Sheet) -> Element:
    paragraph, link = make("p"), make("hyperlink", anchor=heading.anchor, history="1")
    set_style(paragraph, sheet.id(f"toc {heading.level}"))
    if heading.number and not heading.number.startswith(ANNEX_NUMBER):
        tab = make("r")
        etree.SubElement(tab, W + "tab")
        link.extend([text_run(heading.number), tab, text_run(words)])
    else:
        link.append(text_run(f"{heading.number} {words}".strip()))
    paragraph.append(link)
    return paragraph
