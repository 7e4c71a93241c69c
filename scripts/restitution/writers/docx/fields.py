"""Fields of Word, with what they show until Word computes them again."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from restitution.ooxml.word import SPACE, Element, W, make

NBSP = "\u00a0"


def field(code: str, shown: str) -> list[Element]:
    """Runs of a complex field: its code (`PAGE`, `TITLE`) and what it shows."""
    return [_mark("begin"), _run("instrText", f" {code} "), _mark("separate"), _run("t", shown), _mark("end")]


def caption_prefix(word: str, number: int) -> str:
    """XML of « Figure 1 : », numbered by Word."""
    runs = [_run("t", f"{word}{NBSP}"), *field(f"SEQ {word} \\* ARABIC", str(number)), _run("t", f"{NBSP}: ")]
    return "".join(etree.tostring(run, encoding="unicode") for run in runs)


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
