"""Fields: their results are text, their instructions never are; a table of contents repeats the headings.

Some show words that stand in no result: a button shows those of its code, a field of a form what was ticked or
chosen in it.
"""

from __future__ import annotations

import re

import msgspec

from restitution.ooxml.word import Element, W, is_on, make, positive, value, words
from restitution.ooxml.word_chunks import text_run

LINKS = ("http://", "https://", "mailto:")
_HYPERLINK = re.compile(r'\s*HYPERLINK\s+"([^"]*)"', re.IGNORECASE)
_CONTENTS = re.compile(r"\s*(?:TOC|TOA|INDEX)\b", re.IGNORECASE)
_BUTTON = re.compile(r"\s*(?:MACROBUTTON|GOTOBUTTON)\s+\S+\s+(.*)", re.IGNORECASE | re.DOTALL)
_TICKED = {True: "☒", False: "☐"}
MAX_CHOICE = 1_000


class Field(msgspec.Struct):
    """A complex field: places of its begin, separator and end among the runs of the story."""

    begin: int
    instruction: str = ""
    separator: int | None = None
    end: int | None = None


def settle_fields(root: Element) -> set[Element]:
    """Turns web links into `w:hyperlink` with an `href`; gives the runs that are no text of the writer's.

    These are what stands inside an instruction, the result of a table of contents or an index, and what asks to be
    replaced: the words of a button, the prompt of a content control. A field that does not end is no field: its
    text stays.
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
        technical |= _shown_by_code(field, runs)
    for simple in root.iter(W + "fldSimple"):
        if _CONTENTS.match(simple.get(W + "instr", "")):
            technical.update(simple.iter(W + "r"))
        elif button := _BUTTON.match(simple.get(W + "instr", "")):
            simple.insert(0, text_run(button[1].strip()))
            technical.add(simple[0])
    return technical | _contents_control(root) | _prompts(root)


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


def _shown_by_code(field: Field, runs: list[Element]) -> set[Element]:
    """Puts in what a field shows without a result; gives the runs of it that are no text of the writer's."""
    begin = runs[field.begin]
    if button := _BUTTON.match(field.instruction):
        begin.addnext(prompt := text_run(button[1].strip()))
        return {prompt}
    result = [] if field.separator is None else runs[field.separator : field.end]
    if (filled := _filled(begin)) and not any(map(words, result)):
        begin.addnext(text_run(filled))
    return set()


def _filled(begin: Element) -> str:
    """What was ticked or chosen in a field of a form."""
    box = begin.find(f"{W}fldChar/{W}ffData/{W}checkBox")
    if box is not None:
        ticked = is_on(box, "checked")
        return _TICKED[bool(is_on(box, "default") if ticked is None else ticked)]
    choices = begin.find(f"{W}fldChar/{W}ffData/{W}ddList")
    entries = [] if choices is None else choices.findall(W + "listEntry")
    said = value(choices, "result") or value(choices, "default")
    chosen = entries[positive(said, MAX_CHOICE) :][:1]
    return " ".join(entry.get(W + "val", "") for entry in chosen)


def _prompts(root: Element) -> set[Element]:
    """Runs of content controls that show their prompt (« Cliquez ici »): nothing was filled in."""
    controls = (control for control in root.iter(W + "sdt") if is_on(control.find(W + "sdtPr"), "showingPlcHdr"))
    return {run for control in controls for run in control.iter(W + "r")}


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
