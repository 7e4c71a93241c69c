"""The contents and the lists of figures and of tables, with their entries; numbers of headings as Word counts.

No entry says its page, which only Word knows: those of the PDF are others (`tests/benchmarks/contents.py` says how
many agree), and Word would ask for an update at each opening. There, F9 adds them.
"""

from __future__ import annotations

from typing import TypeAlias

from lxml import etree

from restitution.ooxml.word import Element, W, make, raw_words
from restitution.writers.docx.blocks import CONTENTS, FIGURES, PLACE, TABLES, Entry, Heading
from restitution.writers.docx.fields import field, text_run
from restitution.writers.docx.paragraphs import BEFORE_BREAK, BEFORE_NUMBERS, properties_of, put, set_style
from restitution.writers.docx.sheet import Sheet

TITLE = "Sommaire"
LISTS = {FIGURES: ("Liste des figures", "Figure"), TABLES: ("Liste des tableaux", "Tableau")}
"""Place -> title of the list, and the sequence of its captions."""
DEEPEST = 3
CODE = f'TOC \\o "1-{DEEPEST}" \\h \\z'
ANNEX_NUMBER = "Annexe"


Titled: TypeAlias = tuple[Heading, str]
"""A heading and its words."""


def number_headings(root: Element, headings: list[Heading], sheet: Sheet) -> list[Titled]:
    """Takes the numbers off headings that have none, and gives annexes theirs; the others follow their style.

    A heading that the contents do not list has a style of its own: else an update in Word would list it.
    Gives each with its words.
    """
    places = _paragraphs(root)
    for heading in headings:
        paragraph = places[heading.anchor]
        if not heading.listed and heading.level <= DEEPEST:
            set_style(paragraph, sheet.id(f"Titre {heading.level} hors sommaire"))
        main_list = heading.number[:1].isdigit()
        if main_list or (not heading.number and heading.level > DEEPEST):
            continue
        numbers = make("numPr")
        number = sheet.annexes if heading.number else "0"
        numbers.extend([make("ilvl", val=str(heading.number.count("."))), make("numId", val=number)])
        put(properties_of(paragraph), numbers, BEFORE_NUMBERS)
    return [(heading, _words(places[heading.anchor])) for heading in headings]


def _paragraphs(root: Element) -> dict[str, Element]:
    """Paragraph of each bookmark."""
    return {
        mark.get(W + "name", ""): paragraph
        for paragraph in root.iter(W + "p")
        for mark in paragraph.iterchildren(W + "bookmarkStart")
    }


class Contents:
    """Fills the places of the contents and of the lists; one that would be empty goes.

    `headings`: those of the document; `captions`: those of its figures and tables.
    """

    def __init__(self, headings: list[Titled], captions: list[Entry], sheet: Sheet) -> None:
        self._headings, self._captions, self._sheet = headings, captions, sheet
        self._is_first = True

    def fill(self, root: Element) -> None:
        """Fills the places of a text."""
        for place, name in [(one, name) for one in root.iter(W + "p") if (name := place_name(one))]:
            made = None
            if name == CONTENTS:
                made = self._contents()
            elif name in LISTS:
                made = self._list(*LISTS[name])
            if made is not None:
                place.getparent().replace(place, made) if len(made) else place.getparent().remove(place)

    def _contents(self) -> Element:
        entries = [
            _entry(heading, words, self._sheet)
            for heading, words in self._headings
            if heading.level <= DEEPEST and heading.listed
        ]
        return _listing(_title(TITLE, "TOC Heading", self._sheet), CODE, entries)

    def _list(self, title: str, sequence: str) -> Element:
        """The list of figures or of tables."""
        entries = [
            _line("table of figures", entry.anchor, [text_run(entry.words)], self._sheet)
            for entry in self._captions
            if entry.sequence == sequence
        ]
        head = _title(title, "Titre de liste", self._sheet)
        if self._is_first:  # LibreOffice leaves a title of a list alone at the foot of a page
            put(properties_of(head), make("pageBreakBefore"), BEFORE_BREAK)
        made = _listing(head, f'TOC \\h \\z \\c "{sequence}"', entries)
        self._is_first = self._is_first and not len(made)
        return made


def place_name(node: Element) -> str:
    """What a paragraph stands for; empty for one of the text."""
    style = node.find(f"{W}pPr/{W}pStyle")
    said = "" if style is None else style.get(W + "val", "")
    return said.removeprefix(PLACE) if said.startswith(PLACE) else ""


def _words(paragraph: Element) -> str:
    return raw_words(paragraph).replace("\n", " ").strip()


def _title(words: str, style: str, sheet: Sheet) -> Element:
    """A title that is in no contents and has no number, even where its style is based on Titre 1."""
    title, properties = make("p"), make("pPr")
    properties.append(make("pStyle", val=sheet.id(style)))
    if sheet.is_numbered(sheet.id(style)):
        numbers = make("numPr")
        numbers.extend([make("ilvl", val="0"), make("numId", val="0")])
        properties.append(numbers)
    properties.append(make("outlineLvl", val="9"))
    title.extend([properties, text_run(words)])
    return title


def _listing(title: Element, code: str, entries: list[Element]) -> Element:
    """The `w:sdt` that Word shows as a table of contents, with its heading; empty when nothing is listed."""
    block = make("sdt")
    if not entries:
        return block
    properties, content, gallery = make("sdtPr"), make("sdtContent"), make("docPartObj")
    gallery.extend([make("docPartGallery", val="Table of Contents"), make("docPartUnique")])
    properties.append(gallery)
    begin, instruction, separate, _, end = field(code, "")
    entries[0][1:1] = [begin, instruction, separate]
    entries[-1].append(end)
    content.extend([title, *entries])
    block.extend([properties, content])
    return block


def _entry(heading: Heading, words: str, sheet: Sheet) -> Element:
    """A line of the contents; its number stands apart, so that the words are straight below each other."""
    runs = [text_run(f"{heading.number} {words}".strip())]
    if heading.number and not heading.number.startswith(ANNEX_NUMBER):
        tab = make("r")
        etree.SubElement(tab, W + "tab")
        runs = [text_run(heading.number), tab, text_run(words)]
    return _line(f"toc {heading.level}", heading.anchor, runs, sheet)


def _line(style: str, anchor: str, runs: list[Element], sheet: Sheet) -> Element:
    paragraph, link = make("p"), make("hyperlink", anchor=anchor, history="1")
    set_style(paragraph, sheet.id(style))
    link.extend(runs)
    paragraph.append(link)
    return paragraph
