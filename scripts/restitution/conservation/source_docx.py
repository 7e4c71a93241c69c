"""Every word of a DOCX, from its XML (ISO/IEC 29500, transitional and strict): the counter's own reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TypeAlias

from lxml import etree

from restitution.conservation.container import Container, beside
from restitution.conservation.source_rtf import rtf_words
from restitution.conservation.source_text import html_words, is_html, text_words
from restitution.conservation.words import Flow, formula_words

Element: TypeAlias = etree._Element  # noqa: SLF001 lxml has no public name for its elements

PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
    "http://purl.oclc.org/ooxml/drawingml/diagram": "dgm",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
}
BREAKS = frozenset({"a:br", "w:tab", "w:ptab", "w:br", "w:cr", "w:noBreakHyphen"})
TEXTS = frozenset({"w:t", "w:delText", "m:t", "a:t"})
PROPERTIES = frozenset({"w:pPr", "w:rPr", "w:tblPr", "w:trPr", "w:tcPr", "w:sectPr", "w:sdtPr", "w:rubyPr"})
FURNITURE = frozenset({"separator", "continuationSeparator", "continuationNotice"})
NOTES = {"w:footnoteReference": "footnotes", "w:endnoteReference": "endnotes"}
NO = frozenset({"0", "false", "off"})
CONTENTS = re.compile(r"\s*(?:TOC|TOA|INDEX)\b", re.IGNORECASE)
"""Fields whose result repeats the headings."""
BUTTON = re.compile(r"\s*(?:MACROBUTTON|GOTOBUTTON)\s+\S+\s+(.*)", re.IGNORECASE | re.DOTALL)
"""Fields that show words of their code."""
NUMERALS = "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"
SYMBOLS = {
    "Symbol": dict(enumerate("0123456789", 0x30))
    | dict(enumerate("ΑΒΧ∆ΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", 0x41))
    | dict(enumerate("αβχδεφγηιϕκλμνοπθρστυϖωξψζ", 0x61))
    | {0xA1: "ϒ", 0xA6: "ƒ", 0xC0: "ℵ", 0xC1: "ℑ", 0xC2: "ℜ"},
    "Wingdings": dict(enumerate(NUMERALS, 0x80)) | {0x5C: "ॐ"},
    "Wingdings 2": dict(enumerate(NUMERALS, 0x69)),
    "Webdings": {0xE8: "Ⓟ"},
}
"""Letters and digits of the fonts whose signs have no code points of their own; any other sign there is none."""
SIGN = re.compile("[\uf020-\uf0ff]")
MOST_NESTED = 4
"""Documents inside documents."""

Boxes: TypeAlias = list[Element]
"""Text boxes met in a paragraph: told after it."""


def docx_words(data: bytes, depth: int = 0) -> list[str]:
    """Words of the body in order, notes at their reference, then notes without one, comments, headers, footers.

    Raises `UnreadableSource` when the file is not a readable DOCX.
    """
    container = Container(data, "docx")
    starts = [part for kind, part in _relations(container, "").values() if kind == "officeDocument"]
    body = _Part(container, starts[0] if starts else "word/document.xml", depth)
    flow = Flow()
    body.tell(flow)
    for kind, key in list(body.notes):
        body.note(kind, key, flow)
    for kind in ("comments", "header", "footer"):
        for name in body.linked(kind):
            flow.cut()
            _Part(container, name, depth).tell(flow)
    return flow.done()


class _Part:
    """One part of the document, told element by element; it knows the notes that it refers to."""

    def __init__(self, container: Container, name: str, depth: int) -> None:
        self._container = container
        self._name = name
        self._depth = depth
        self._relations = _relations(container, name)
        self._silent: set[Element] = set()
        """Runs of instructions, of tables of contents and of prompts."""
        self._shown_by_code: dict[Element, tuple[str, str]] = {}
        """First run of a field -> what it shows without a result, and why that is no text."""
        self._carried: Boxes = []
        """Boxes of a paragraph that goes on in the next one."""
        self.notes = {(kind, key): told for kind in NOTES.values() for key, told in self._notes(kind)}

    def linked(self, kind: str) -> list[str]:
        """Names of the parts that this one links to as `kind`, each once."""
        names = dict.fromkeys(part for linked, part in self._relations.values() if linked == kind)
        return [name for name in names if name in self._container]

    def tell(self, flow: Flow) -> None:
        """All words of the part."""
        root = self._container.tree(self._name)
        self._silent, self._shown_by_code = _not_said(root)
        self._children(root, flow, [], "")

    def note(self, kind: str, key: str, flow: Flow) -> None:
        """Words of one note, told once: another call of it shows nothing."""
        part, element = self.notes.pop((kind, key), (self, None))
        if element is None:
            return
        flow.cut()
        part._silent, part._shown_by_code = _not_said(element)  # noqa: SLF001 a part of the same kind
        part._children(element, flow, [], "")  # noqa: SLF001
        flow.cut()

    def _notes(self, kind: str) -> Iterator[tuple[str, tuple[_Part, Element]]]:
        for name in self.linked(kind):
            part = _Part(self._container, name, self._depth)
            for note in self._container.tree(name).iterchildren(etree.Element):
                if _value(note, "type") not in FURNITURE:
                    yield _value(note, "id"), (part, note)

    def _children(self, element: Element, flow: Flow, boxes: Boxes, aside: str) -> None:
        for child in element.iterchildren(etree.Element):
            self._element(child, _name(child.tag), flow, boxes, aside)

    def _element(self, element: Element, name: str, flow: Flow, boxes: Boxes, aside: str) -> None:  # noqa: C901, PLR0912, PLR0915 one line a kind
        match name:
            case "w:t" | "w:delText" | "a:t":
                flow.say(_shown(element), aside or ("deleted" if name == "w:delText" else ""))
            case "w:sym":
                flow.say(_sign(_value(element, "font"), _value(element, "char")), aside)
            case _ if name in BREAKS:
                flow.cut(aside)
            case _ if name in PROPERTIES:
                pass
            case "w:p":
                self._paragraph(element, flow, aside)
            case "w:tbl":
                flow.cut()
                self._children(element, flow, boxes, aside)
            case "w:tr" | "w:tc":
                self._children(element, flow, boxes, aside or _fate(element))
            case "w:ruby":
                for part in sorted(element.iterchildren(etree.Element), key=lambda c: _name(c.tag) == "w:rt"):
                    self._element(part, _name(part.tag), flow, boxes, aside)
            case "w:fldSimple":
                button = BUTTON.match(_value(element, "instr"))
                flow.say(button[1].strip() if button else "", aside or "field")
                self._children(element, flow, boxes, aside)
            case "w:r":
                silent = "field" if element in self._silent else ""
                self._children(element, flow, boxes, aside or silent or _hidden(element))
                text, fate = self._shown_by_code.get(element, ("", ""))
                flow.say(text, aside or fate)
            case "w:del" | "w:moveFrom":
                self._children(element, flow, boxes, "deleted")
            case "w:rt" if any(text.strip() for text in _texts(element)):
                flow.cut(aside)
                self._children(element, flow, boxes, aside)
                flow.cut(aside)
            case _ if name in NOTES and aside:  # a call that is not shown cuts no word that is
                told = Flow()
                self.note(NOTES[name], _value(element, "id"), told)
                if found := told.done():
                    flow.cut(aside)
                    flow.set_beside(found, aside)
            case _ if name in NOTES:
                self.note(NOTES[name], _value(element, "id"), flow)
            case "m:oMath":
                flow.add(formula_words("".join(_texts(element))))
            case "w:txbxContent" | "dgm:relIds" | "a:p":
                boxes.append(element)
            case "mc:AlternateContent":
                for branch in _branch(element):
                    self._children(branch, flow, boxes, aside)
            case "w:altChunk":
                flow.add(self._chunk(_value(element, "id")))
            case _:
                self._children(element, flow, boxes, aside)

    def _paragraph(self, element: Element, flow: Flow, aside: str) -> None:
        boxes, self._carried = self._carried, []
        self._children(element, flow, boxes, aside)
        is_cap = _is_drop_cap(element)
        if (is_cap or _has_deleted_end(element)) and _is_before_paragraph(element):
            self._carried = boxes  # the next paragraph is the rest of this one; a drop cap is its first letter
            if not is_cap:
                flow.cut()
            return
        flow.cut()
        for box in boxes:
            flow.cut()
            if _name(box.tag) == "dgm:relIds":
                self._diagram(_value(box, "dm"), flow)
            else:
                self._children(box, flow, [], aside)
            flow.cut()

    def _diagram(self, key: str, flow: Flow) -> None:
        _, name = self._relations.get(key, ("", ""))
        if name not in self._container:
            return
        for element in self._container.tree(name).iter(etree.Element):
            if _name(element.tag) == "a:t":
                flow.say(element.text or "")
            elif _name(element.tag) in {"a:p", "a:br"}:
                flow.cut()

    def _chunk(self, key: str) -> list[str]:
        _, name = self._relations.get(key, ("", ""))
        if name not in self._container:
            return []
        data = self._container.part(name)
        if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
            return rtf_words(data)
        if data.startswith(b"PK"):
            return docx_words(data, self._depth + 1) if self._depth < MOST_NESTED else []
        return html_words(data) if is_html(data, name) else text_words(data)


@cache
def _name(tag: str) -> str:
    space, _, local = tag[1:].partition("}")
    return f"{PREFIXES.get(space, '')}:{local}"


def _value(element: Element, attribute: str) -> str:
    """An attribute by its local name, whatever its namespace."""
    return next((v for key, v in element.items() if key.rpartition("}")[2] == attribute), "")


def _child(element: Element, *names: str) -> Element | None:
    """The element down a path of names, if it is there."""
    for name in names:
        below = next((c for c in element.iterchildren(etree.Element) if _name(c.tag) == name), None)
        if below is None:
            return None
        element = below
    return element


def _hidden(run: Element) -> str:
    vanish = _child(run, "w:rPr", "w:vanish")
    return "hidden" if vanish is not None and _value(vanish, "val") not in NO else ""


def _shown(text: Element) -> str:
    """Characters of a text; those of a font of signs as the letters that it shows."""
    said = text.text or ""
    run = text.getparent()
    fonts = None if run is None or not SIGN.search(said) else _child(run, "w:rPr", "w:rFonts")
    if fonts is None:
        return said
    font = _value(fonts, "ascii") or _value(fonts, "hAnsi") or _value(fonts, "cs")
    return SIGN.sub(lambda found: _sign(font, f"{ord(found[0]):X}"), said)


def sign_shown(node: Element) -> str:
    """What a `w:t`, `w:delText` or `w:sym` shows."""
    return _shown(node) if _name(node.tag) != "w:sym" else _sign(_value(node, "font"), _value(node, "char"))


def _sign(font: str, code: str) -> str:
    try:
        return SYMBOLS.get(font, {}).get(int(code, 16) & 0xFF, " ")
    except ValueError:
        return " "


def _not_said(root: Element) -> tuple[set[Element], dict[Element, tuple[str, str]]]:
    """Runs inside the instructions of complex fields, in the results of tables of contents, in prompts.

    Also what fields show that have no result: first run -> the text, and `field` when it is no writer's.
    """
    runs = [e for e in root.iter(etree.Element) if _name(e.tag) == "w:r"]
    silent = {run for run in runs if any(_is_prompt(above) for above in run.iterancestors())}
    shown: dict[Element, tuple[str, str]] = {}
    open_fields: list[dict[str, int]] = []
    codes: list[str] = []
    for place, run in enumerate(runs):
        for node in run.iterchildren(etree.Element):
            kind = _value(node, "fldCharType") if _name(node.tag) == "w:fldChar" else ""
            if kind == "begin":
                open_fields.append({kind: place})
                codes.append("")
            elif kind == "separate" and open_fields:
                open_fields[-1][kind] = place
            elif kind == "end" and open_fields:
                field, code = open_fields.pop(), codes.pop()
                first = runs[field["begin"]]
                silent.update(
                    runs[field["begin"] + 1 : place if CONTENTS.match(code) else field.get("separate", place)]
                )
                if button := BUTTON.match(code):
                    shown[first] = button[1].strip(), "field"
                elif not any(
                    text.strip() for run in runs[field.get("separate", place) : place] for text in _texts(run)
                ):
                    shown[first] = _chosen(first), ""
            elif _name(node.tag) == "w:instrText" and open_fields and "separate" not in open_fields[-1]:
                codes[-1] += node.text or ""
    return silent, shown


def _is_prompt(element: Element) -> bool:
    """Whether a content control shows its prompt: nothing was filled in."""
    prompt = _child(element, "w:sdtPr", "w:showingPlcHdr") if _name(element.tag) == "w:sdt" else None
    return prompt is not None and _value(prompt, "val") not in NO


def _chosen(run: Element) -> str:
    """The choice made in the list of a form's field that begins in a run."""
    choices = _child(run, "w:fldChar", "w:ffData", "w:ddList")
    if choices is None:
        return ""
    entries = [_value(e, "val") for e in choices.iterchildren(etree.Element) if _name(e.tag) == "w:listEntry"]
    said = [found for kind in ("result", "default") if (found := _child(choices, f"w:{kind}")) is not None]
    number = _value(said[0], "val") if said else "0"
    return (entries[int(number) :][:1] or [""])[0] if number.isdecimal() else "".join(entries[:1])


def _fate(part: Element) -> str:
    """Why a row or a cell is not shown, if it is not."""
    if _child(part, "w:trPr", "w:del") is not None or _child(part, "w:tcPr", "w:cellDel") is not None:
        return "deleted"
    hidden = _child(part, "w:trPr", "w:hidden")
    return "hidden" if hidden is not None and _value(hidden, "val") not in NO else ""


def _is_drop_cap(paragraph: Element) -> bool:
    frame = _child(paragraph, "w:pPr", "w:framePr")
    return frame is not None and _value(frame, "dropCap") in {"drop", "margin"}


def _has_deleted_end(paragraph: Element) -> bool:
    return any(_child(paragraph, "w:pPr", "w:rPr", mark) is not None for mark in ("w:del", "w:moveFrom"))


def _is_before_paragraph(paragraph: Element) -> bool:
    following = paragraph.getnext()
    return following is not None and isinstance(following.tag, str) and _name(following.tag) == "w:p"


def _texts(element: Element) -> Iterator[str]:
    for child in element.iter(etree.Element):
        if _name(child.tag) in TEXTS:
            yield child.text or ""
        elif _name(child.tag) == "w:sym":
            yield _sign(_value(child, "font"), _value(child, "char"))


def _branch(alternate: Element) -> list[Element]:
    """The first choice that holds text, else the fallback that does, else the first."""
    branches = sorted(
        (c for c in alternate.iterchildren(etree.Element) if _name(c.tag) in {"mc:Choice", "mc:Fallback"}),
        key=lambda c: _name(c.tag) == "mc:Fallback",
    )
    spoken = [b for b in branches if any(t.strip() for t in _texts(b)) or _has_diagram(b)]
    return (spoken or branches)[:1]


def _has_diagram(branch: Element) -> bool:
    return any(_name(c.tag) == "dgm:relIds" for c in branch.iter(etree.Element))


def _relations(container: Container, name: str) -> dict[str, tuple[str, str]]:
    """Links of a part by their key: last word of the type, name of the part that it means."""
    folder, _, last = name.rpartition("/")
    listing = f"{folder}/_rels/{last}.rels".lstrip("/")
    if listing not in container:
        return {}
    return {
        link.get("Id", ""): (link.get("Type", "").rpartition("/")[2], beside(name, link.get("Target", "")))
        for link in container.tree(listing).iterchildren(etree.Element)
        if link.get("TargetMode") != "External"
    }
