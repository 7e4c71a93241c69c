"""Every word of a Markdown file, from its bytes: marks, addresses and tags included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from restitution.conservation.source_text import decoded
from restitution.conservation.words import Flow, unescaped, words

NOTE_REFERENCE = re.compile(
    r"^[ \t>]*(?P<fence>`{3,}|~{3,}).*\n(?:.*\n)*?[ \t>]*(?P=fence).*$"  # in code there is no reference
    r"|(?<!`)(?P<ticks>`+)(?!`)(?:[^`\n]|\n(?!\s*\n))+?(?P=ticks)(?!`)"
    r"|(?<!\\)\[\^(?P<key>[^\]\s]+)\]",
    re.MULTILINE,
)
NOTE_DEFINITION = re.compile(
    r"^[ ]{0,3}\[\^(?P<key>[^\]\s]+)\]:(?P<text>.*"
    r"(?:\n(?![ ]{0,3}\[\^[^\]\s]+\]:)"  # until another definition begins
    r"(?:[ \t]*\S.*|[ \t]*(?=\n(?:[ \t]*\n)*(?:[ ]{4}|\t)[ \t]*\S)))*)",  # or a blank line without indent
    re.MULTILINE,
)
SIGNS = re.compile(r"[*`~^]|\\(?=[!-/:-@\[-`{-~])")
"""Signs that may stand inside a word, in the text or read as marks: they cut none."""
TARGET = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*\[(?!\^)([^\]\n]+)\]:[ \t]*\S*[/.#:@<]")
"""The definition of a link's address: `[label]: address`."""
ATTRIBUTES = r"(?:\s+[A-Za-z_:@][\w.:-]*+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]++))?)*+"
COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
MARK = re.compile(
    r"<\?[^>]{0,2000}\?>|<!(?:\[CDATA\[|[A-Za-z][^>]{0,2000}>)|\]\]>"
    rf"|</?(?P<tag>[A-Za-z][A-Za-z0-9]*+){ATTRIBUTES}\s*+/?>"
    r"|(?:(?<!\\)(?P<picture>!))?\[(?P<inner>[^\[\]\n]*)\]"
    r"(?P<tail>\((?:<[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+(?:\"[^\"]{0,500}\"|'[^']{0,500}'))?\s*\)"
    r"|\[[^\[\]\n]*\]|)"
)
"""What may stand inside a word without being of it: a tag, the address of a link."""
IN_WORDS: Final = frozenset(
    {
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
        "ins", "kbd", "label", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
        "time", "tt", "u", "var", "wbr",
    }
)  # fmt: skip
"""Tags of HTML that run on with the text around them; any other begins or ends something."""


def markdown_words(data: bytes, *, notes_in_place: bool = False) -> list[str]:
    """All words of a Markdown file, its marks included; definitions of footnotes at their reference if asked."""
    text = decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    labels = frozenset(_labels(text))
    flow = Flow()
    _tell(flow, unescaped(_with_notes_in_place(text) if notes_in_place else text), labels)
    return flow.done()


def tell_markdown(flow: Flow, text: str) -> None:
    """Say a piece of a text that was Markdown, as the words of its source are said."""
    _tell(flow, unescaped(text), frozenset())


def _tell(flow: Flow, text: str, labels: frozenset[str]) -> None:
    end = text.rfind("-->") + 1  # no comment begins behind: looking for its end there would take for ever
    at = 0
    for comment in COMMENT.finditer(text, 0, end + 2 if end else 0):
        _tell_marks(flow, text[at : comment.start()], labels)
        beside = Flow()
        _tell_marks(beside, comment[1], labels)
        flow.set_beside(beside.done())
        at = comment.end()
    _tell_marks(flow, text[at:], labels)


def _tell_marks(flow: Flow, text: str, labels: frozenset[str]) -> None:
    at = 0
    while mark := MARK.search(text, at):
        flow.say(SIGNS.sub("", text[at : mark.start()]))
        at = mark.end()
        if mark["inner"] is None:
            _tell_tag(flow, mark)
        elif mark["tail"].startswith("(") or _label(mark["tail"][1:-1] or mark["inner"]) in labels:
            _tell_link(flow, mark, labels)
        else:  # brackets that are no link are signs, and the next ones may be a link's
            flow.say("[")
            _tell_marks(flow, mark["inner"], labels)
            flow.say("]")
            at = mark.start("tail")
    flow.say(SIGNS.sub("", text[at:]))


def _tell_tag(flow: Flow, mark: re.Match[str]) -> None:
    found = words(SIGNS.sub("", mark[0]))
    if mark["tag"] and mark["tag"].lower() not in IN_WORDS:
        flow.add(found)
    else:
        flow.set_beside(found)


def _tell_link(flow: Flow, mark: re.Match[str], labels: frozenset[str]) -> None:
    """A link's words are the text's, its address stands beside; a picture's stand apart."""
    if mark["picture"]:
        flow.cut()
    _tell_marks(flow, mark["inner"], labels)
    flow.set_beside(words(SIGNS.sub("", mark["tail"])))
    if mark["picture"]:
        flow.cut()


def _labels(text: str) -> Iterator[str]:
    """Labels that are given an address: by a line of their own, which ends no paragraph."""
    may_define = True
    for line in text.split("\n"):
        found = TARGET.match(line) if may_define else None
        if found:
            yield _label(found[1])
        may_define = found is not None or not line.strip(" \t>") or line.lstrip().startswith("#")


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()


def _with_notes_in_place(text: str) -> str:
    """The text with the definition of each footnote that it calls moved to the first call."""
    definitions = list(NOTE_DEFINITION.finditer(text))
    called = {found["key"] for found in NOTE_REFERENCE.finditer(NOTE_DEFINITION.sub("", text))} - {None}
    bodies: dict[str, str] = {}
    for found in definitions:
        if found["key"] in called:
            bodies.setdefault(found["key"], found["text"])
    left = dict(bodies)

    def keep(found: re.Match[str]) -> str:
        first = left.pop(found["key"], None) is not None
        return f" {found['key']} \n" if first else found[0]

    def put(found: re.Match[str]) -> str:
        return f"{found[0]} {bodies.pop(found['key'], '')} " if found["key"] in bodies else found[0]

    return NOTE_REFERENCE.sub(put, NOTE_DEFINITION.sub(keep, text))
