"""Fields: their results are text, their instructions never are; a table of contents repeats the headings."""

from __future__ import annotations

import re

import msgspec

from restitution.ooxml.word import Element, W, make, value

LINKS = ("http://", "https://", "mailto:")
_HYPERLINK = re.compile(r'\s*HYPERLINK\s+"([^"]*)"', re.IGNORECASE)
_CONTENTS = re.compile(r"\s*(?:TOC|TOA|INDEX)\b", re.IGNORECASE)


class Field(msgspec.Struct):
    """A complex field: places of its begin, separator and end among the runs of the story."""

    begin: int
    instruction: str = ""
    separator: int | None = None
    end: int | None = None


def settle_fields(root: Element) -> set[Element]:
    """Turns web links into `w:hyperlink` with an `href`; gives the runs that are no text of the writer's.

    These are what stands inside an instruction, and the result of a table of contents or an index. A field that
    does not end is no field: its text stays.
    """
    runs = list(root.iter(W + "r"))
    technical: set[Element] = set()
    for field in _complex_fields(runs):
        if field.end is None:
            continue
        shown = field.end if field.separator is None else field.separator
        technical.update(runs[field.begin + 1 : shown])
        if _CONTENTS.match(field.instruction):
            technical.update(runs[shown : field.end])
        elif field.separator is not None:
            _link(runs[field.separator : field.end + 1], field.instruction)
    for simple in root.iter(W + "fldSimple"):
        if _CONTENTS.match(simple.get(W + "instr", "")):
            technical.update(simple.iter(W + "r"))
    return technical | _contents_control(root)


def _complex_fields(runs: list[Element]) -> list[Field]:
    fields: list[Field] = []
    open_fields: list[Field] = []
    for place, run in enumerate(runs):
        for node in run.iterchildren(W + "fldChar", W + "instrText"):
            kind = node.get(W + "fldCharType")
            if kind == "begin":
                open_fields.append(Field(place))
                fields.append(open_fields[-1])
            elif open_fields and kind == "separate":
                open_fields[-1].separator = place
            elif open_fields and kind == "end":
                open_fields.pop().end = place
            elif open_fields and open_fields[-1].separator is None:
                open_fields[-1].instruction += node.text or ""
    return fields


def _link(runs: list[Element], instruction: str) -> None:
    """Wraps the result of a HYPERLINK field, when all of it stands side by side."""
    found = _HYPERLINK.match(instruction)
    parent = runs[0].getparent()
    if not found or not found[1].lower().startswith(LINKS) or any(r.getparent() is not parent for r in runs):
        return
    link = make("hyperlink")
    link.set("href", found[1])
    runs[0].addprevious(link)
    link.extend(runs)


def _contents_control(root: Element) -> set[Element]:
    return {
        run
        for control in root.iter(W + "sdt")
        if value(control, "sdtPr/docPartObj/docPartGallery") == "Table of Contents"
        for run in control.iter(W + "r")
    }
