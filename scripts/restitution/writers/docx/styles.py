"""The style sheet of the publication: sober, readable on paper and on a screen, contrasts of 4.5 and more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from restitution.ooxml.word import Element, W, make
from restitution.writers.docx.looks import (
    FONT,
    GREEN,
    GREY,
    INK,
    OCHRE,
    PALE_GREEN,
    PALE_GREY,
    RULE,
    Look,
    fonts,
)

TEXT_CM, BOX_LEFT_CM = 16.4, 0.4
HEADINGS, ANNEXES = 1, 2
"""The two lists of headings, by number in `numbering.xml`."""
NORMAL_HALF_POINTS = 21
"""Size of running text."""


def _contents(name: str, left: float, first: float, **look: Any) -> Look:
    """A line of the contents: where its words begin and, for who lets Word add the pages, where those end."""
    tabs = {"left": left, "right": TEXT_CM}
    return Look(name=name, left=left, right=0.8, first=first, tabs=tabs, dots="right", whole_words=True, **look)


_TEXT = [
    Look(name="Normal", size=NORMAL_HALF_POINTS / 2, before=0, after=6, line=1.15),
    Look(name="Body Text", after=7),
    Look(name="First Paragraph", based_on="Body Text"),
    Look(name="Compact", size=9.5, before=1, after=1, line=1.05, whole_words=True),
    Look(name="Tableau serré", based_on="Compact", size=8, align="left", whole_words=True),
    Look(name="Tableau très serré", based_on="Compact", size=7, align="left", whole_words=True),
    Look(name="List Paragraph", after=3),
    Look(
        name="Block Text",
        left=0.8,
        right=0.8,
        before=4,
        after=8,
        color=INK,
        italic=True,
        bars={"left": (RULE, 18)},
    ),
    Look(name="Definition Term", bold=True, color=GREEN, before=7, after=0, keep_next=True),
    Look(name="Definition", left=0.7, after=4),
    Look(name="Source Code", size=9, font="Consolas", fill=PALE_GREY, align="left", whole_words=True),
    Look(name="Intertitre", bold=True, color=GREEN, before=8, after=3, keep_next=True, whole_words=True),
    Look(name="Filet", before=4, after=8, bars={"bottom": (RULE, 6)}),
    Look(name="Après tableau", size=4, before=0, after=0),
]
_HEADINGS = [
    Look(
        name="heading 1", following="Body Text", level=0, numbers=(HEADINGS, 0), size=21, bold=True, color=GREEN,
        before=0, after=14, line=1.0, keep_next=True, keep_lines=True, new_page=True, whole_words=True,
        align="left",
    ),
    Look(
        name="heading 2", following="Body Text", level=1, numbers=(HEADINGS, 1), size=15, bold=True, color=GREEN,
        before=18, after=6, line=1.0, keep_next=True, keep_lines=True, whole_words=True, align="left",
    ),
    Look(
        name="heading 3", following="Body Text", level=2, numbers=(HEADINGS, 2), size=12.5, bold=True, color=OCHRE,
        before=13, after=4, line=1.0, keep_next=True, keep_lines=True, whole_words=True, align="left",
    ),
    Look(
        name="heading 4", following="Body Text", level=3, size=11, bold=True, color=GREEN,
        before=10, after=3, line=1.0, keep_next=True, keep_lines=True, whole_words=True, align="left",
    ),
    *(
        Look(name=f"Titre {level} hors sommaire", based_on=f"heading {level}", following="Body Text")
        for level in (1, 2, 3)
    ),
]  # fmt: skip
_COVER = [
    Look(name="Title", size=31, bold=True, color=GREEN, before=150, after=14, line=0.95, whole_words=True),
    Look(name="Subtitle", size=16, color=OCHRE, after=26, line=1.05, whole_words=True),
    Look(name="Author", size=12.5, left=0.25, after=20, whole_words=True, bars={"left": (GREEN, 24)}),
    Look(name="Date", size=12, bold=True, color=GREY, after=18, whole_words=True),
    Look(name="Couverture mention", size=9.5, color=GREY, after=4, whole_words=True),
    Look(name="Couverture logos", after=0, whole_words=True),
    Look(name="Quatrième", color=GREY, after=4, whole_words=True),
]
_CONTENTS = [
    Look(
        name="TOC Heading",
        size=21,
        bold=True,
        color=GREEN,
        after=14,
        keep_next=True,
        new_page=True,
        whole_words=True,
    ),
    Look(
        name="Titre de liste",
        size=15,
        bold=True,
        color=GREEN,
        before=26,
        after=8,
        keep_next=True,
        whole_words=True,
    ),
    _contents("toc 1", 0.9, -0.9, bold=True, before=7, after=1),
    _contents("toc 2", 2.0, -1.1, after=1),
    _contents("toc 3", 3.4, -1.4, size=10, after=0, color=GREY),
    _contents("table of figures", 0.9, -0.9, after=3),
]
_FIGURES = [
    Look(name="caption", size=9.5, color=GREY, before=4, after=10, keep_lines=True, whole_words=True),
    Look(name="Image Caption", based_on="caption"),
    Look(name="Légende de planche", based_on="caption", before=0, after=0, keep_next=True),
    Look(name="Table Caption", based_on="caption", before=10, after=4, keep_next=True),
    Look(name="Captioned Figure", before=8, after=2, line=1.0, keep_next=True),
    Look(name="Figure", before=8, after=8, line=1.0),
]
_BOX = {"top": (PALE_GREEN, 24), "left": (GREEN, 36), "bottom": (PALE_GREEN, 24)}
"""Title and text have the same frame, so that they join; above and below it is the ground's own colour."""
_BLOCKS = [
    Look(name="Intitulé d'origine", size=8.5, italic=True, color=GREY, after=4, keep_next=True, whole_words=True),
    Look(name="Source note", size=8.5, color=GREY, before=0, after=10, whole_words=True),
    Look(name="Identité", size=9.5, after=1, line=1.0, whole_words=True),
    Look(name="Lacune", italic=True, color=GREY, left=0.4, before=4, after=8, bars={"left": ("BFBFBF", 12)}),
    Look(
        name="Encadré titre", bold=True, color=GREEN, left=BOX_LEFT_CM, right=0.3, before=12, after=0,
        keep_next=True, whole_words=True, fill=PALE_GREEN, bars=_BOX, following="Encadré",
    ),
    Look(
        name="Encadré", left=BOX_LEFT_CM, right=0.3, before=0, after=6, fill=PALE_GREEN, bars=_BOX,
    ),
    Look(
        name="Verbatim", italic=True, size=11.5, color=OCHRE, left=0.9, right=0.9, before=10, after=0,
        keep_next=True, keep_lines=True, following="Verbatim source", bars={"left": (OCHRE, 12)},
    ),
    Look(
        name="Verbatim source", size=9.5, color=GREY, left=0.9, right=0.9, before=1, after=10, keep_lines=True,
        bars={"left": (OCHRE, 12)},
    ),
    Look(name="Prise de parole", left=0.8, first=-0.8, after=5),
]  # fmt: skip
_PAGE = [
    Look(
        name="header", size=8.5, color=GREY, after=0, line=1.0, bars={"bottom": (RULE, 4)}, whole_words=True,
        tabs={"right": TEXT_CM},
    ),
    Look(name="footer", size=8.5, color=GREY, after=0, line=1.0, whole_words=True, tabs={"right": TEXT_CM}),
    Look(name="footnote text", size=8.5, after=2, line=1.0),
    Look(name="annotation text", size=10, after=0, line=1.0),
]  # fmt: skip
_CHARACTERS = [
    Look(name="Default Paragraph Font", kind="character"),
    Look(name="footnote reference", kind="character", raised=True),
    Look(name="annotation reference", kind="character", size=8),
    Look(name="Hyperlink", kind="character", color=GREEN, underlined=True),
    Look(name="Renvoi", kind="character", color=GREEN),
    Look(name="Tableau titre", kind="character", bold=True, color=GREEN),
    Look(name="Verbatim Char", kind="character", font="Consolas", size=9.5),
]
_IDS = {"AnnotationReference": "CommentReference", "AnnotationText": "CommentText"}
"""Ids by which Word's own comments know their styles."""


def style_sheet(language: str) -> Element:
    """`w:styles`."""
    sheet = make("styles")
    sheet.append(_defaults(language))
    for look in (*_TEXT, *_HEADINGS, *_COVER, *_CONTENTS, *_FIGURES, *_BLOCKS, *_PAGE, *_CHARACTERS):
        style = look.element()
        for key in [key for key, value in style.attrib.items() if value in _IDS]:
            style.set(key, _IDS[style.attrib[key]])
        if look.name == "Default Paragraph Font":
            style.set(W + "default", "1")
        sheet.append(style)
    sheet.extend([_plain_table(), _table(), _no_list()])
    return sheet


def _defaults(language: str) -> Element:
    run, paragraph, defaults = make("rPrDefault"), make("pPrDefault"), make("docDefaults")
    properties = make("rPr")
    properties.extend([fonts(FONT), *(make(tag, val=str(NORMAL_HALF_POINTS)) for tag in ("sz", "szCs"))])
    properties.append(make("lang", val=language, eastAsia=language, bidi="ar-SA"))
    run.append(properties)
    paragraph.append(make("pPr"))
    defaults.extend([run, paragraph])
    return defaults


def _style(kind: str, id_: str, name: str, *children: Element, default: bool = False) -> Element:
    style = make("style", type=kind, styleId=id_)
    if default:
        style.set(W + "default", "1")
    style.append(make("name", val=name))
    style.extend(children)
    return style


def cell_margins(vertical: int, horizontal: int) -> Element:
    """Margins of a table's cells, in twentieths of a point."""
    margins = make("tblCellMar")
    for side, width in (("top", vertical), ("left", horizontal), ("bottom", vertical), ("right", horizontal)):
        margins.append(make(side, w=str(width), type="dxa"))
    return margins


def _plain_table() -> Element:
    properties = make("tblPr")
    properties.extend([make("tblInd", w="0", type="dxa"), cell_margins(0, 108)])
    return _style("table", "TableNormal", "Normal Table", properties, default=True)


def _table() -> Element:
    borders, properties = make("tblBorders"), make("tblPr")
    for side, width, color in (
        ("top", 8, GREEN),
        ("bottom", 8, GREEN),
        ("insideH", 4, RULE),
        ("insideV", 4, RULE),
    ):
        borders.append(make(side, val="single", sz=str(width), space="0", color=color))
    properties.extend([borders, cell_margins(40, 90)])
    based = make("basedOn", val="TableNormal")
    return _style("table", "Table", "Table", based, make("qFormat"), properties, *_conditional())


def _conditional() -> Iterator[Element]:
    head, run, cell = make("tblStylePr", type="firstRow"), make("rPr"), make("tcPr")
    run.extend([make("b"), make("color", val=GREEN)])
    cell.extend([make("shd", val="clear", color="auto", fill=PALE_GREEN), make("vAlign", val="bottom")])
    head.extend([run, cell])
    first, bold = make("tblStylePr", type="firstCol"), make("rPr")
    bold.append(make("b"))
    first.append(bold)
    yield from (head, first)


def _no_list() -> Element:
    return _style("numbering", "NoList", "No List", default=True)
