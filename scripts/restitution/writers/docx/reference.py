"""The reference document: python-docx's empty one, with our own styles, lists, header and footer."""

from __future__ import annotations

from functools import cache

import docx
from lxml import etree

from restitution.ooxml.package import write_package
from restitution.ooxml.parts import add_part, serialise
from restitution.ooxml.word import PREFIXES, SPACE, Element, R, W, make
from restitution.writers.docx.fields import field
from restitution.writers.docx.page import page_of
from restitution.writers.docx.styles import ANNEXES, HEADINGS, style_sheet

KEPT = ("word/theme/theme1.xml", "word/fontTable.xml", "word/webSettings.xml")
HEADINGS_NAME, ANNEXES_NAME = "Titres", "Annexes"
LEVELS = 9


@cache
def reference_docx(language: str = "fr-FR") -> bytes:
    """The document whose styles the publication takes; the same bytes each time."""
    empty = {str(part.partname)[1:]: part.blob for part in docx.Document().part.package.iter_parts()}
    parts: dict[str, bytes] = {}
    add_part(parts, "word/document.xml", b"", owner="")
    for name in KEPT:
        add_part(parts, name, empty[name])
    made = {
        "styles": style_sheet(language),
        "numbering": _numbering(),
        "settings": _settings(language),
        "header1": _band("hdr", "Header", [*field("TITLE", "")]),
        "footer1": _band("ftr", "Footer", _page_of_pages()),
    }
    ids = {name: add_part(parts, f"word/{name}.xml", serialise(root)) for name, root in made.items()}
    parts["word/document.xml"] = serialise(_body(ids))
    return write_package(parts)


def _body(ids: dict[str, str]) -> Element:
    root, body, paragraph, section = make("document"), make("body"), make("p"), make("sectPr")
    for tag, name in (("headerReference", "header1"), ("footerReference", "footer1")):
        reference = make(tag, type="default")
        reference.set(R + "id", ids[name])
        section.append(reference)
    section.extend([*page_of(None).nodes, make("cols", space="708")])
    body.extend([paragraph, section])
    root.append(body)
    return root


def _band(tag: str, style: str, content: list[Element]) -> Element:
    root, paragraph, properties = make(tag), make("p"), make("pPr")
    properties.append(make("pStyle", val=style))
    paragraph.extend([properties, *content])
    root.append(paragraph)
    return root


def _page_of_pages() -> list[Element]:
    return [_run("tab"), _text("Page\u00a0"), *field("PAGE", "1"), _text(" sur "), *field("NUMPAGES", "1")]


def _run(tag: str) -> Element:
    run = make("r")
    run.append(make(tag))
    return run


def _text(words: str) -> Element:
    run = _run("t")
    run[0].set(SPACE, "preserve")
    run[0].text = words
    return run


def _settings(language: str) -> Element:
    root, compatible = make("settings"), make("compat")
    root.extend([make("zoom", percent="100"), make("defaultTabStop", val="708")])
    root.extend(
        [make("autoHyphenation"), make("consecutiveHyphenLimit", val="2"), make("hyphenationZone", val="425")]
    )
    root.append(make("characterSpacingControl", val="doNotCompress"))
    uri = "http://schemas.microsoft.com/office/word"
    compatible.append(make("compatSetting", name="compatibilityMode", uri=uri, val="15"))
    root.extend([compatible, make("themeFontLang", val=language), make("decimalSymbol", val=",")])
    root.append(make("listSeparator", val=";"))
    return root


def _numbering() -> Element:
    root = etree.Element(W + "numbering", nsmap={"w": PREFIXES["w"]})
    titles = [("decimal", ".".join(f"%{n}" for n in range(1, level + 1))) for level in range(1, 4)]
    annexes = [("upperLetter", "Annexe %1\u00a0:"), *titles[1:]]
    styles = ["Heading1", "Heading2", "Heading3"]
    root.append(_list(HEADINGS, HEADINGS_NAME, titles, styles))
    root.append(_list(ANNEXES, ANNEXES_NAME, annexes, []))
    for number in (HEADINGS, ANNEXES):
        node = make("num", numId=str(number))
        node.append(make("abstractNumId", val=str(number)))
        root.append(node)
    return root


def _list(number: int, name: str, formats: list[tuple[str, str]], styles: list[str]) -> Element:
    node = make("abstractNum", abstractNumId=str(number))
    node.extend([make("nsid", val=f"7E57A0{number:02X}"), make("multiLevelType", val="multilevel")])
    node.append(make("name", val=name))
    for level in range(LEVELS):
        format_, text = formats[level] if level < len(formats) else ("none", "")
        node.append(_level(level, format_, text, styles[level] if level < len(styles) else ""))
    return node


def _level(level: int, format_: str, text: str, style: str) -> Element:
    node, properties = make("lvl", ilvl=str(level)), make("pPr")
    node.extend([make("start", val="1"), make("numFmt", val=format_)])
    if style:
        node.append(make("pStyle", val=style))
    node.extend(
        [
            make("suff", val="space" if text else "nothing"),
            make("lvlText", val=text),  # and no space, which a cross-reference would show
        ]
    )
    node.append(make("lvlJc", val="left"))
    properties.append(make("ind", left="0", firstLine="0"))
    node.append(properties)
    return node
