"""What the counter of kinds of a DOCX knows of its XML (ISO/IEC 29500, transitional and strict)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

import msgspec
from lxml import etree

from restitution.conservation.source_docx import sign_shown

Element: TypeAlias = etree._Element  # noqa: SLF001 lxml has no public name for its elements

OFFICE = "http://schemas.openxmlformats.org/"
STRICT_HOST = b"purl.oclc.org"
STRICT = re.compile(rb"(?<=[\"'])http://purl\.oclc\.org/ooxml/(\w+)/")
W = f"{{{OFFICE}wordprocessingml/2006/main}}"
R = f"{{{OFFICE}officeDocument/2006/relationships}}"
M = f"{{{OFFICE}officeDocument/2006/math}}"
A = f"{{{OFFICE}drawingml/2006/main}}"
MC = f"{{{OFFICE}markup-compatibility/2006}}"
WP = f"{{{OFFICE}drawingml/2006/wordprocessingDrawing}}"
PIC = f"{{{OFFICE}drawingml/2006/picture}}"
VML = "{urn:schemas-microsoft-com:vml}"
WEB = ("http://", "https://", "mailto:")
NO = frozenset({"0", "false", "off"})
MOST_NESTED = 4
"""Documents inside documents; tables inside tables."""
HEADING = re.compile(r"(?:heading|titre) ([1-9])", re.IGNORECASE)
TITLE = re.compile(r"title|titre(?: principal)?", re.IGNORECASE)
CAPTION = re.compile(r"caption|légende|legend", re.IGNORECASE)
CONTENTS = re.compile(r"\s*(?:TOC|TOA|INDEX)\b", re.IGNORECASE)
LINK = re.compile(r'\s*HYPERLINK\s+"([^"]*)"', re.IGNORECASE)
PROMPT = re.compile(r"\s*(?:MACROBUTTON|GOTOBUTTON)\s+\S+\s*(.*)", re.IGNORECASE | re.DOTALL)
SEQUENCE = re.compile(r"\s*SEQ\b", re.IGNORECASE)
FURNITURE = frozenset({"separator", "continuationSeparator", "continuationNotice"})
SPOKEN = {f"{W}noBreakHyphen": "-"}
CHANGES = {f"{W}ins": "insertions", f"{W}del": "deletions", f"{W}moveTo": "moves"}
AWAY = frozenset({f"{W}del", f"{W}moveFrom"})

Links: TypeAlias = dict[str, tuple[str, str, bool]]
"""Key -> last word of the type, part or address, whether it leads outside."""


class Run(msgspec.Struct):
    """A run of characters: its paragraph, the text box that it stands in, why it is not shown, what it says."""

    node: Element
    paragraph: Element | None
    box: Element | None
    fate: str
    text: str


class Field(msgspec.Struct):
    """A field: its code, and its runs from first to last."""

    code: str
    runs: list[Element]
    result: list[Element]


def changed_text(node: Element, *, is_away: bool) -> str:
    """What a change says of its own: not what a box, or another change, in it does."""
    others = {f"{W}txbxContent"} if is_away else {f"{W}txbxContent", *AWAY}
    return "".join(
        "".join(own_text(run))
        for run in node.iter(f"{W}r")
        if not any(above.tag in others for above in between(run, node))
    )


def between(inner: Element, outer: Element) -> Iterator[Element]:
    """What stands around one element inside another, nearest first."""
    for above in inner.iterancestors():
        if above is outer:
            return
        yield above


def own_text(run: Element) -> Iterator[str]:
    """What a run says: its texts, signs and hyphens."""
    for node in run.iterchildren(etree.Element):
        if node.tag in {f"{W}t", f"{W}delText", f"{W}sym"}:
            yield sign_shown(node)
        elif node.tag == f"{W}fldChar":
            yield filled_in(node)
        else:
            yield SPOKEN.get(str(node.tag), "")


def filled_in(begin: Element) -> str:
    """What was ticked or chosen in a field of a form, as far as its data say."""
    box, choices = begin.find(f"{W}ffData/{W}checkBox"), begin.find(f"{W}ffData/{W}ddList")
    if box is not None:
        ticked = toggle_of(box.find(f"{W}checked"))
        return "☒" if (toggle_of(box.find(f"{W}default")) if ticked is None else ticked) else "☐"
    if choices is None:
        return ""
    number = value_of(choices, "result") or value_of(choices, "default") or "0"
    entries = [entry.get(f"{W}val", "") for entry in choices.iter(f"{W}listEntry")]
    return entries[int(number)] if number.isdecimal() and int(number) < len(entries) else ""


def fields_of(root: Element) -> Iterator[Field]:
    """The complex fields that end, innermost first."""
    runs = list(root.iter(f"{W}r"))
    opened: list[tuple[int, list[int], list[str]]] = []
    for place, run in enumerate(runs):
        for node in run.iterchildren(f"{W}fldChar", f"{W}instrText"):
            kind = node.get(f"{W}fldCharType", "")
            if kind == "begin":
                opened.append((place, [], []))
            elif kind == "separate" and opened:
                opened[-1][1].append(place)
            elif kind == "end" and opened:
                begin, middle, code = opened.pop()
                result = runs[middle[0] : place + 1] if middle else []
                yield Field("".join(code), runs[begin : place + 1], result)
            elif not kind and opened and not opened[-1][1]:
                opened[-1][2].append(node.text or "")


def silent_runs(field: Field) -> list[Element]:
    """The runs of a field that are no text: inside its code; its result too when it repeats the headings."""
    if CONTENTS.match(field.code):
        return field.runs[1:-1]
    return field.runs[1 : len(field.runs) - len(field.result)] if field.result else field.runs[1:-1]


def contents_runs(root: Element) -> Iterator[Element]:
    """Runs of a table of contents that no complex field makes."""
    for control in root.iter(f"{W}sdt"):
        if is_contents(control):
            yield from control.iter(f"{W}r")
    for field in root.iter(f"{W}fldSimple"):
        if CONTENTS.match(field.get(f"{W}instr", "")):
            yield from field.iter(f"{W}r")


def is_contents(control: Element) -> bool:
    """Whether a content control holds the table of contents."""
    return value_of(control, "sdtPr/docPartObj/docPartGallery") == "Table of Contents"


def is_prompt(control: Element) -> bool:
    """Whether a content control shows its prompt, nothing being filled in yet."""
    return bool(toggle_of(control.find(f"{W}sdtPr/{W}showingPlcHdr")))


def fate_of(run: Element, silent: set[Element]) -> str:
    """Why a run is not shown, as far as its styles have nothing to say."""
    if run.find(f"{W}delText") is not None:
        return "gone"
    for above in run.iterancestors():
        if above.tag in AWAY or (above.tag == f"{W}tc" and above.find(f"{W}tcPr/{W}cellDel") is not None):
            return "gone"
        if above.tag == f"{W}tr":
            if above.find(f"{W}trPr/{W}del") is not None:
                return "gone"
            if toggle_of(above.find(f"{W}trPr/{W}hidden")):
                return "hidden"
    if run in silent:
        return "code"
    return "prompt" if any(is_prompt(above) for above in run.iterancestors(f"{W}sdt")) else ""


def is_gone(node: Element) -> bool:
    """Whether a formula or a drawing was deleted."""
    return any(above.tag in AWAY for above in node.iterancestors())


def goes_on(paragraph: Element) -> bool:
    """Whether a paragraph goes on in the next one: its end was deleted, or it is a drop cap."""
    frame = paragraph.find(f"{W}pPr/{W}framePr")
    if frame is not None and frame.get(f"{W}dropCap") in {"drop", "margin"}:
        return True
    return any(paragraph.find(f"{W}pPr/{W}rPr/{W}{mark}") is not None for mark in ("del", "moveFrom"))


def own_parts(node: Element, tag: str) -> list[Element]:
    """Rows of a table or cells of a row, whatever wraps them."""
    found: list[Element] = []
    for child in node.iterchildren(etree.Element):
        if child.tag == tag:
            found.append(child)
        elif child.tag not in {f"{W}tbl", f"{W}tr", f"{W}tc", f"{W}p"}:
            found += own_parts(child, tag)
    return found


def extent_of(cell: Element) -> tuple[int, str]:
    """How many columns a cell takes, and whether it begins or goes on a merge with those below."""
    span = value_of(cell, "tcPr/gridSpan")
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    said = "" if merge is None else merge.get(f"{W}val", "continue")
    return (min(int(span), 63) if span.isdecimal() and int(span[:9]) else 1), said


def columns_of(
    row: Element, cells: list[tuple[Element, int, str]]
) -> Iterator[tuple[int, tuple[Element, int, str]]]:
    """The cells of a row by the column in which they begin."""
    before = value_of(row, "trPr/gridBefore")
    column = int(before) if before.isdecimal() else 0
    for cell in cells:
        yield column, cell
        column += cell[1]


def description_of(node: Element) -> str:
    """Alternative text of a picture: its own, else that of the drawing around it; a title where none describes."""
    if node.tag == f"{VML}imagedata":
        return str(node.getparent().get("alt") or "").strip()
    labels = [label for above in node.iterancestors(f"{PIC}pic") for label in above.iter(f"{PIC}cNvPr")]
    labels += [label for above in node.iterancestors(f"{W}drawing") for label in above.iter(f"{WP}docPr")]
    return next(
        (said for name in ("descr", "title") for label in labels if (said := label.get(name, "").strip())), ""
    )


def keep_one_branch(choice: Element) -> None:
    """Leaves of alternatives the first that says or shows something, else the first."""
    branches = list(choice.iterchildren(f"{MC}Choice", f"{MC}Fallback"))
    says = f"{W}t", f"{W}delText", f"{A}t", f"{M}t"
    told = [b for b in branches if any((t.text or "").strip() for t in b.iter(*says))]
    drawn = [b for b in branches if next(b.iter(f"{A}blip", f"{VML}imagedata", "{*}relIds"), None) is not None]
    both = [b for b in branches if b in told or b in drawn]
    for branch in branches:
        if branch is not next(iter(both or branches)):
            choice.remove(branch)


def toggle_of(node: Element | None) -> bool | None:
    """State of a property that is on or off; None when it is not said."""
    return None if node is None else node.get(f"{W}val", "1").lower() not in NO


def value_of(node: Element | None, path: str) -> str:
    """`w:val` of a child down a path; empty when there is none."""
    found = None if node is None else node.find("/".join(W + name for name in path.split("/")))
    return "" if found is None else str(found.get(f"{W}val", ""))


def attribute_of(node: Element, name: str) -> str:
    """An attribute by its local name."""
    return next((str(value) for key, value in node.items() if key.rpartition("}")[2] == name), "")
