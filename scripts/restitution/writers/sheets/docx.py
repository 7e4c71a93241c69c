"""A sheet to fill in as a Word document: real headings, one table of fields, help in a style of its own."""

from __future__ import annotations

from typing import Final

from lxml import etree

from restitution.guidance import label_of, phrase, welcome
from restitution.ooxml.package import write_package
from restitution.ooxml.parts import LISTS, add_part, relate, serialise, set_type
from restitution.ooxml.word import SPACE, Element, W, make
from restitution.writers.docx.looks import FONT, GREEN, GREY, INK, PALE_GREEN, RULE, Look, fonts, twips_of_cm
from restitution.writers.docx.styles import cell_margins
from restitution.writers.sheets.content import Sheet, marked

LANGUAGE: Final = "fr-FR"
COLUMNS_CM: Final = (6.6, 9.8)
MARGIN_CM: Final = 2.3
HELP: Final = "Consigne"
LABEL: Final = "Champ"
_CORE: Final = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC: Final = "http://purl.org/dc/elements/1.1/"
_LOOKS: Final = (
    Look(name="Normal", size=11, before=0, after=7, line=1.2),
    Look(
        name="Title", following="Normal", size=22, bold=True, color=GREEN, before=14, after=12, line=1.0,
        keep_next=True, whole_words=True,
    ),
    Look(
        name="heading 1", following="Normal", level=0, size=15, bold=True, color=GREEN, before=20, after=3,
        line=1.0, keep_next=True, keep_lines=True, whole_words=True, bars={"bottom": (RULE, 6)},
    ),
    Look(name="heading 2", following="Normal", level=1, size=12.5, bold=True, color=INK, before=12, after=3,
         line=1.0, keep_next=True, keep_lines=True, whole_words=True),
    Look(
        name=HELP, following="Normal", size=9.5, italic=True, color=GREY, before=2, after=5, line=1.1,
        keep_next=True, keep_lines=True,
    ),
    Look(
        name="Accueil", based_on=HELP, following="Normal", size=10, italic=False, color=INK, fill=PALE_GREEN,
        before=0, after=10, left=0.3, right=0.3, bars={"left": (GREEN, 36)},
    ),
    Look(name=LABEL, following=HELP, bold=True, color=INK, size=10.5, before=2, after=0, line=1.0, keep_next=True),
    Look(name="Réponse", size=10.5, before=2, after=2, line=1.1),
    Look(name="En-tête de tableau", bold=True, color="FFFFFF", size=10.5, before=2, after=2, line=1.0,
         keep_next=True),
    Look(name="Default Paragraph Font", kind="character"),
)  # fmt: skip


def write(sheet: Sheet) -> bytes:
    """The document: same sheet, same bytes."""
    return packed(_document(sheet), sheet.name)


def packed(document: Element, title: str, keywords: str = "") -> bytes:
    """A document of these looks as a file; `keywords`: by which a file of ours is known again."""
    parts: dict[str, bytes] = {}
    add_part(parts, "word/document.xml", serialise(document), owner="")
    add_part(parts, "word/styles.xml", serialise(_styles()))
    add_part(parts, "word/settings.xml", serialise(_settings()))
    if keywords:
        add_part(parts, LISTS, serialise(_bullets()))
    parts["docProps/core.xml"] = serialise(_properties(title, keywords))
    set_type(parts, "/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")
    relate(parts, "", f"{_CORE.rpartition('/')[0].replace('metadata', 'relationships/metadata')}/core-properties",
           "docProps/core.xml")  # fmt: skip
    return write_package(parts)


def _document(sheet: Sheet) -> Element:
    root, body = make("document"), make("body")
    body.append(paragraph("Accueil", marked(welcome(sheet.kind))))
    body.append(paragraph("Title", phrase("titre")))
    body.append(_fields(sheet))
    for number, (title, help_) in enumerate(sheet.sections()):
        body.extend([paragraph("heading 1", title)] if title else [])
        body.append(paragraph(HELP, marked(help_), first=not title and number == 0))
        body.append(paragraph("Normal", phrase("texte")))
    body.append(paragraph(HELP, marked(phrase("depot"))))
    body.append(page_of_a_sheet())
    root.append(body)
    return root


def paragraph(style: str, text: str, *, first: bool = False, listed: bool = False) -> Element:
    """A paragraph; the `first` below a table without a heading between stands a little apart.

    `listed`: an item of the one list that `LISTS` gives.
    """
    made, properties, run, letters = make("p"), make("pPr"), make("r"), make("t")
    if style != "Normal":
        properties.append(make("pStyle", val=Look(name=style).id))
    if listed:
        numbering = make("numPr")
        numbering.extend([make("ilvl", val="0"), make("numId", val="1")])
        properties.append(numbering)
    if first:
        properties.append(make("spacing", before="280"))
    letters.set(SPACE, "preserve")
    letters.text = text
    run.append(letters)
    made.extend([*([properties] if len(properties) else []), *([run] if text else [])])
    return made


def table(name: str, about: str, head: list[Element], rows: list[tuple[list[Element], list[Element]]]) -> Element:
    """Two columns, a label and an answer: its name and what it is are told to who does not see it."""
    made, properties, grid = make("tbl"), make("tblPr"), make("tblGrid")
    widths = [str(twips_of_cm(width)) for width in COLUMNS_CM]
    borders = make("tblBorders")
    borders.extend(
        make(side, val="single", sz="4", space="0", color=RULE)
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    properties.append(make("tblW", w=str(sum(map(int, widths))), type="dxa"))
    properties.extend([borders, make("tblLayout", type="fixed"), cell_margins(40, 110)])
    properties.append(make("tblLook", val="0020", firstRow="1"))
    properties.append(make("tblCaption", val=name))
    properties.append(make("tblDescription", val=about))
    grid.extend(make("gridCol", w=width) for width in widths)
    made.extend([properties, grid, row(widths, [[cell] for cell in head], is_head=True)])
    made.extend(row(widths, [label, answer]) for label, answer in rows)
    return made


def _fields(sheet: Sheet) -> Element:
    rows = [
        (
            [paragraph(LABEL, label_of(field)), paragraph(HELP, marked(sheet.help_of(field)))],
            [paragraph("Réponse", value)],
        )
        for field, value in sheet.values.items()
    ]
    about = "Un champ par ligne : son nom, puis votre réponse."
    return table("Fiche d'identité", about, [_head("champ"), _head("reponse")], rows)


def _head(name: str) -> Element:
    return paragraph("En-tête de tableau", phrase(name))


def row(widths: list[str], cells: list[list[Element]], *, is_head: bool = False) -> Element:
    """A row of a table, its first cell a label; `is_head`: it names the columns."""
    made, properties = make("tr"), make("trPr")
    properties.append(make("cantSplit"))
    properties.extend([make("tblHeader")] if is_head else [])
    made.append(properties)
    for number, (width, paragraphs) in enumerate(zip(widths, cells, strict=True)):
        cell, about = make("tc"), make("tcPr")
        fill = GREEN if is_head else PALE_GREEN if number == 0 else ""
        about.append(make("tcW", w=width, type="dxa"))
        about.extend([make("shd", val="clear", color="auto", fill=fill)] if fill else [])
        cell.extend([about, *paragraphs])
        made.append(cell)
    return made


def page_of_a_sheet() -> Element:
    """A4, its margins."""
    section, margin = make("sectPr"), str(twips_of_cm(MARGIN_CM))
    section.append(make("pgSz", w="11906", h="16838"))
    sides = dict.fromkeys(("top", "right", "bottom", "left"), margin)
    section.append(make("pgMar", **sides, header="620", footer="620", gutter="0"))
    return section


def _styles() -> Element:
    sheet, defaults, run, properties = make("styles"), make("docDefaults"), make("rPrDefault"), make("rPr")
    properties.extend([fonts(FONT), make("sz", val="22"), make("szCs", val="22")])
    properties.append(make("lang", val=LANGUAGE, eastAsia=LANGUAGE, bidi="ar-SA"))
    run.append(properties)
    defaults.append(run)
    sheet.append(defaults)
    for look in _LOOKS:
        style = look.element()
        if look.name == "Default Paragraph Font":
            style.set(W + "default", "1")
        sheet.append(style)
    return sheet


def _settings() -> Element:
    root, compatible = make("settings"), make("compat")
    uri = "http://schemas.microsoft.com/office/word"
    compatible.append(make("compatSetting", name="compatibilityMode", uri=uri, val="15"))
    root.extend([compatible, make("themeFontLang", val=LANGUAGE), make("decimalSymbol", val=",")])
    root.append(make("listSeparator", val=";"))
    return root


def _bullets() -> Element:
    """One list, of dashes."""
    root, abstract, level, indent = (
        make("numbering"),
        make("abstractNum", abstractNumId="0"),
        make("lvl", ilvl="0"),
        make("pPr"),
    )
    indent.append(make("ind", left="454", hanging="284"))
    level.extend([make("start", val="1"), make("numFmt", val="bullet"), make("lvlText", val="–")])
    level.extend([make("lvlJc", val="left"), indent])
    abstract.append(level)
    number = make("num", numId="1")
    number.append(make("abstractNumId", val="0"))
    root.extend([abstract, number])
    return root


def _properties(title: str, keywords: str) -> Element:
    root = etree.Element(f"{{{_CORE}}}coreProperties", nsmap={"cp": _CORE, "dc": _DC})
    etree.SubElement(root, f"{{{_DC}}}title").text = title
    etree.SubElement(root, f"{{{_DC}}}language").text = LANGUAGE
    if keywords:
        etree.SubElement(root, f"{{{_CORE}}}keywords").text = keywords
    return root
