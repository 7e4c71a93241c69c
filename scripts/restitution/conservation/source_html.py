"""Every word of a web page, token by token as the HTML standard cuts it (§13.2.5): the counter's own reading.

Counted: all text, shown or not, scripts, styles and comments included, and what a person says in attributes
(alternative texts, tips, labels). Not counted: names of tags, the other attributes.
"""

from __future__ import annotations

import codecs
import html
import re
from collections import Counter
from typing import NamedTuple

from restitution.conservation.source_text import decoded
from restitution.conservation.words import Flow, words

TOKEN = re.compile(
    r"<!--(?P<comment>(?=-?>)|.*?(?=--!?>|\Z))(?:-{0,2}!?>|\Z)"
    r"|<(?P<end>/?)(?P<tag>[A-Za-z][^\s/>]*+)"
    r"(?P<said>(?:[\s/]++|[^\s/>=][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*\"|'[^']*'|[^\s>\"'][^\s>]*+)?)?|=){0,200}+)>"
    r"|<[!?](?P<bogus>[^>]*)(?:>|\Z)"
    r"|</(?P<close>[^A-Za-z>][^>]*)(?:>|\Z)|</>",
    re.DOTALL,
)
SAID = re.compile(r"([^\s/>=][^\s/>=]*+)(?:\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"'][^\s>]*+)))?")
ENDING_WORDS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "br", "button", "caption", "center", "datalist", "dd",
        "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
        "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "legend", "li",
        "main", "menu", "meter", "nav", "ol", "optgroup", "option", "p", "pre", "progress", "search",
        "section", "select", "summary", "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "tr",
        "ul",
    }
)  # fmt: skip
PROLOGUE = re.compile(r"<!doctype|<\?xml\s", re.IGNORECASE)
NOTE_LINK = re.compile(r"href\s*=\s*[\"']?\s*#", re.IGNORECASE)
NOTE_MARK = re.compile(r"[\[(]?\s*(?:\d{1,3}|[a-z]{1,4}\d{0,3}|[*†‡]{1,3})\s*[\])]?", re.IGNORECASE)
LONGEST_MARK = 2_000
"""The call of a footnote, or what leads back to it: a word of its own."""
ENDED_BY = {"li": ("li", "ul ol menu"), "dt": ("dt dd", "dl"), "dd": ("dt dd", "dl"), "tr": ("tr td th", "table"),
            "td": ("td th", "table"), "th": ("td th", "table"), "option": ("option", "select")}  # fmt: skip
"""A start tag -> the elements that it ends, unless one of the others was opened since."""
ENDS_NO_PARAGRAPH = frozenset({"body", "br", "button", "caption", "head", "html", "option", "optgroup", "select",
                               "tbody", "td", "textarea", "tfoot", "th", "thead", "tr"})  # fmt: skip
MADE_VISIBLE = frozenset({"q", "rt", "rp"})
"""Elements around which a page shows signs of its own: a word ends there."""
RAW = frozenset({"script", "style", "iframe", "noembed", "noframes", "xmp", "textarea", "title"})
"""Elements whose text holds no tags."""
LETTERED = frozenset({"textarea", "title"})
"""Those of them whose text still holds entities."""
NEVER_IN_TEXT = frozenset(
    {
        "annotation", "annotation-xml", "applet", "audio", "button", "canvas", "datalist", "iframe", "meter",
        "noembed", "noframes", "noscript", "object", "optgroup", "option", "progress", "rp", "script", "select",
        "style", "svg", "template", "textarea", "title", "video", "xml",
    }
)  # fmt: skip
EMPTY = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
                   "track", "wbr"})  # fmt: skip
SPOKEN = ("alt", "title", "placeholder", "summary", "label")
FIELDS = frozenset({"", "text", "search", "email", "url", "tel", "number", "date", "submit", "button"})
HIDING = ("display:none", "visibility:hidden", "mso-hide:all", "mso-list:ignore", "mso-element:comment")
CHARSET = re.compile(
    rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)|^\s*<\?xml[^>]*encoding=[\"']([A-Za-z0-9_.:-]+)", re.IGNORECASE
)
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


class Open(NamedTuple):
    """An element that is open: its tag, whether its text stands apart from the words around it."""

    tag: str
    is_aside: bool


def html_page_words(data: bytes) -> list[str]:
    """Words of a page in order, what an attribute or a comment says where it stands."""
    counter = _Counter()
    text = _text(data)
    at = 0
    while (found := TOKEN.search(text, at)) is not None:
        counter.say(text[at : found.start()])
        at = found.end()
        if found["tag"] is None:
            if PROLOGUE.match(found[0]):
                continue
            counter.beside(found["comment"] or found["bogus"] or found["close"] or "")
            continue
        tag = found["tag"].lower()
        if found["end"]:
            counter.end(tag)
            continue
        counter.start(tag, found["said"])
        if tag == "a" and NOTE_LINK.search(found["said"]):
            end = text.find("</a", at, at + LONGEST_MARK)
            mark = html.unescape(re.sub("<[^<>]*>", "", text[at : max(end, at)])).strip()
            if NOTE_MARK.fullmatch(mark):
                counter.mark(mark)
                at = end
        if tag in RAW and not found["said"].endswith("/"):
            closing = re.compile(rf"</{tag}(?=[\s/>])", re.IGNORECASE).search(text, at)
            stop = closing.start() if closing else len(text)
            counter.raw(text[at:stop], has_entities=tag in LETTERED)
            at = stop
    counter.say(text[at:])
    return counter.done()


class _Counter:
    def __init__(self) -> None:
        self.flow = Flow()
        self._open: list[Open] = []
        self._tags = Counter[str]()
        self._apart = 0
        """Open elements: how many of each tag, and how many whose text stands apart."""
        self._later: list[str] = []
        """Words that hang on a place that stands apart itself."""

    def done(self) -> list[str]:
        """All words."""
        return self.flow.done() + self._later

    @property
    def _aside(self) -> str:
        return "aside" if self._apart else ""

    def say(self, text: str) -> None:
        """Text between tags."""
        if text:
            self.raw(text, has_entities=True)

    def raw(self, text: str, *, has_entities: bool) -> None:
        """Text of the innermost element."""
        shown = html.unescape(text) if has_entities else text
        self.flow.say(CONTROL.sub(" ", shown), self._aside)

    def beside(self, text: str) -> None:
        """What hangs on its place and ends no word there."""
        found = words(CONTROL.sub(" ", text))
        if self._aside:
            self._later += found
        else:
            self.flow.set_beside(found)

    def mark(self, text: str) -> None:
        """The call of a footnote: a word of its own."""
        self.flow.cut(self._aside)
        self.flow.say(text, self._aside)
        self.flow.cut(self._aside)

    def start(self, tag: str, said: str) -> None:
        """A start tag and its attributes."""
        self._cut(tag)
        ended, within = ENDED_BY.get(tag, ("", ""))
        if tag in ENDING_WORDS - ENDS_NO_PARAGRAPH:
            ended, within = f"p {ended}", f"table button {within}"
        self._end_implied(ended.split(), within.split())
        values = _values(said)
        is_aside = tag in NEVER_IN_TEXT or _is_apart(tag, values)
        if is_aside and not self._aside:
            self.flow.cut("aside")
        is_open = tag not in EMPTY and not (said.endswith("/") and tag in RAW)
        if is_open:
            self._open.append(Open(tag, is_aside))
            self._tags[tag] += 1
            self._apart += is_aside
        for text in _spoken(tag, values):
            self.beside(text)

    def _end_implied(self, tags: list[str], within: list[str]) -> None:
        for place in range(len(self._open) - 1, -1, -1):
            if not any(self._tags[tag] for tag in tags) or self._open[place].tag in within:
                return
            if self._open[place].tag in tags:
                self._end_from(place)

    def _end_from(self, place: int) -> None:
        for element in self._open[place:]:
            self._tags[element.tag] -= 1
            self._apart -= element.is_aside
        del self._open[place:]

    def _cut(self, tag: str) -> None:
        if tag in ENDING_WORDS or (tag == "title" if self._aside else tag in MADE_VISIBLE):
            self.flow.cut(self._aside)

    def end(self, tag: str) -> None:
        """An end tag, also one that ends nothing."""
        self._cut(tag)
        if not self._tags[tag]:
            return
        was_aside = self._aside
        self._end_from(next(n for n in range(len(self._open) - 1, -1, -1) if self._open[n].tag == tag))
        self._cut(tag)
        if was_aside and not self._aside:
            self.flow.cut("aside")


def _values(said: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, *value in SAID.findall(said):
        values.setdefault(name.lower(), html.unescape("".join(value)))
    return values


def _is_apart(tag: str, values: dict[str, str]) -> bool:
    """Whether a page does not show the element in its line: it is hidden, deleted, or written by the programme."""
    style = "".join(values.get("style", "").lower().split())
    tracked = tag == "del" and bool(values.get("datetime") or values.get("cite"))
    return "hidden" in values or tracked or any(sign in style for sign in HIDING)


def _spoken(tag: str, values: dict[str, str]) -> list[str]:
    said = [values.get(key, "") for key in SPOKEN]
    if tag == "input" and values.get("type", "").lower() in FIELDS:
        said.append(values.get("value", ""))
    return [text for text in said if text.strip()]


def _text(data: bytes) -> str:
    """In the charset that the page names when its bytes agree; UTF-8 first, whatever a page of one byte says."""
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data:
        return decoded(data)
    said = CHARSET.search(data[:4096])
    names = ["utf-8", (said[1] or said[2]).decode("ascii")] if said else []
    for name in names:
        try:
            codec = codecs.lookup(name).name
            return data.decode("cp1252" if codec in {"iso8859-1", "ascii"} else codec)
        except (LookupError, UnicodeDecodeError):
            continue
    return decoded(data)
