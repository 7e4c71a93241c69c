"""Fields of Word, with what they show until Word computes them again."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from restitution.ooxml.word import SPACE, Element, W, make
from restitution.pandoc.numbering import Numbered

NBSP = "\u00a0"
FIRST_MARK = 1_000_000
"""Number of the first of our own bookmarks: pandoc counts its own from 20."""
SEQUENCES = {"figure": "Figure", "tableau": "Tableau"}
"""Word of a caption -> how it begins, which is also the name of Word's sequence."""


def field(code: str, shown: str) -> list[Element]:
    """Runs of a complex field: its code (`PAGE`, `TITLE`) and what it shows."""
    return [_mark("begin"), _run("instrText", f" {code} "), _mark("separate"), _run("t", shown), _mark("end")]


def number_mark(numbered: Numbered) -> str:
    """Name of the hidden bookmark around the number of a caption."""
    return f"_Ref{SEQUENCES[numbered.word]}{numbered.number}"


def caption_prefix(numbered: Numbered) -> str:
    """XML of « Figure 1 : », numbered by Word; a bookmark covers the number, not the word.

    LibreOffice shows what a bookmark covers: with the word, « voir la figure 1 » became « voir la Figure 1 ».
    """
    word = SEQUENCES[numbered.word]
    id_ = str(FIRST_MARK + 2 * int(numbered.number) + (word == "Tableau"))
    return written(
        _run("t", f"{word}{NBSP}"),
        make("bookmarkStart", id=id_, name=number_mark(numbered)),
        *field(f"SEQ {word} \\* ARABIC", numbered.number),
        make("bookmarkEnd", id=id_),
        _run("t", f"{NBSP}: "),
    )


def reference(words: str, anchor: str, numbered: Numbered | None, style: str) -> str:
    """XML of a link to a heading or a caption: its words, in which Word keeps the number up to date.

    The words alone, without a field, when Word would not show them again: « annexe B » has no number apart from
    its word in Word's list, a heading may have none.
    """
    target = number_mark(numbered) if numbered and numbered.word in SEQUENCES else anchor
    before, number, after = words.rpartition(numbered.number) if numbered else ("", "", "")
    runs = [_run("t", words)]
    if numbered and number and (numbered.word in SEQUENCES or numbered.number[0].isdecimal()):
        code = f"REF {target} \\h" if numbered.word in SEQUENCES else f"REF {target} \\r \\h"
        runs = [_run("t", before), *field(code, number), *([_run("t", after)] if after else [])]
    for run in runs:
        properties = make("rPr")
        properties.append(make("rStyle", val=style))
        run.insert(0, properties)
    link = make("hyperlink", anchor=anchor, history="1")
    link.extend(runs)
    return written(link)


def written(*nodes: Element) -> str:
    """XML of ours, as pandoc takes it among inlines."""
    return "".join(etree.tostring(node, encoding="unicode") for node in nodes)


def text_run(text: str) -> Element:
    """A run of text."""
    return _run("t", text)


def set_cached(root: Element, code: str, shown: str) -> None:
    """Writes what each field `code` of a part shows: the first text of its result takes all of it."""
    for simple in root.iter(W + "fldSimple"):
        if _code(simple.get(W + "instr")) == code:
            _show(list(simple.iter(W + "t")), shown)
    for texts in _results(root, code):
        _show(texts, shown)


def _results(root: Element, code: str) -> Iterator[list[Element]]:
    """Text nodes of the result of each complex field `code`."""
    ours = False
    texts: list[Element] = []
    for node in root.iter(W + "fldChar", W + "instrText", W + "t"):
        kind = node.get(W + "fldCharType")
        if kind == "end" and ours:
            yield texts
        if kind in {"begin", "end"}:
            ours, texts = False, []
        elif node.tag == W + "instrText":
            ours = _code(node.text) == code
        elif node.tag == W + "t" and ours:
            texts.append(node)


def _code(text: str | None) -> str:
    return next(iter((text or "").split()), "")


def _show(texts: list[Element], shown: str) -> None:
    for number, node in enumerate(texts):
        node.text = "" if number else shown


def _mark(kind: str) -> Element:
    run = make("r")
    run.append(make("fldChar", fldCharType=kind))
    return run


def _run(tag: str, text: str) -> Element:
    run, node = make("r"), make(tag)
    node.set(SPACE, "preserve")
    node.text = text
    run.append(node)
    return run
