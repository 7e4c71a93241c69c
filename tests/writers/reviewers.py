"""Remarks as reviewers make them, by chance of a seed; and what a DOCX shows of remarks, read plainly."""

from __future__ import annotations

import random
from collections.abc import Iterator

import msgspec
from lxml import etree

from restitution.ooxml.package import open_package, parse
from restitution.ooxml.word import W14, Element, W
from restitution.remarks import Kind, Origin, Remark, Sent, SentPassage, passage_of

W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
AUTHORS = ("Maud Éloi", "Jean-Noël d'Arc", "")
WORDS = ("Vrai ?", "À revoir :\nla date,\tle lieu", "  <gras> & « cité »  ", "\u202fOui\u00a0!", "🙂 bien")
ADDED = (" très", "de plus ", "[chiffre ?]", "\u00a0!")
OTHERS: tuple[Kind, ...] = (
    "move", "paragraph_insertion", "paragraph_deletion", "row_insertion", "row_deletion", "format",
    "untracked_edit",
)  # fmt: skip


class Back(msgspec.Struct, frozen=True, kw_only=True):
    """A comment or a change that a file shows. `passage`: the bookmark before it; `parent`: what it answers."""

    kind: str
    author: str
    date: str
    text: str
    quote: str = ""
    passage: str = ""
    parent: str = ""


class Reviewers:
    """People who read a file and say things about it."""

    def __init__(self, sent: Sent, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 not a secret
        self._passages = [passage for passage in sent.passages if passage.text]
        self._count = 0

    def thread(self, replies: int = 0, passage: SentPassage | None = None) -> list[Remark]:
        """A comment on some words, or on a point, with replies."""
        on = passage or self._chance.choice(self._passages)
        start, end = self._span(on.text)
        quote = on.text[start:end] if self._chance.random() > 0.2 else ""
        first = self._said("comment", on, start, quote=quote, text=self._chance.choice(WORDS))
        others = [self._said("reply", on, start, quote=quote, text=f"Réponse {n}") for n in range(replies)]
        for other in others:
            other.thread = other.parent = first.key
        return [first, *others]

    def change(self, kind: Kind) -> Remark:
        """A change of a passage."""
        on = self._chance.choice(self._passages)
        start, end = self._span(on.text)
        text = self._chance.choice(ADDED) if kind == "insertion" else on.text[start:end]
        rest = text + on.text[start:] if kind == "insertion" else on.text[end:]
        return self._said(kind, on, start, text=text, proposed=" ".join((on.text[:start] + rest).split()))

    def _span(self, text: str) -> tuple[int, int]:
        places = [place for place in range(len(text)) if text[place] != " "]
        start, last = sorted(self._chance.choices(places, k=2))
        return start, last + 1

    def _said(self, kind: Kind, on: SentPassage, offset: int, **more: str) -> Remark:
        self._count += 1
        number, key = f"R-{self._count:03}", f"{self._count:016x}"
        author, date = self._chance.choice(AUTHORS), f"2026-10-{1 + self._count % 28:02}T09:30:00Z"
        passage = on.passage or passage_of(on.bookmark)
        remark = Remark(key=key, number=number, kind=kind, thread=key, author=author, date=date)
        remark.base, remark.offset, remark.source = on.text, offset, Origin(passage=passage)
        for name, value in more.items():
            setattr(remark, name, value)
        return remark


def read_back(data: bytes) -> list[Back]:
    """Comments and changes of a file, in the order of the text."""
    parts = open_package(data)
    body = parse(parts["word/document.xml"])
    talk, parents = _comments(parts)
    quotes = dict.fromkeys(talk, "")
    found: dict[str, Back] = {}
    opened: set[str] = set()
    mark = ""
    changes = []
    for node in body.iter(etree.Element):
        number = node.get(W + "id", "")
        if node.tag == W + "bookmarkStart" and not node.get(W + "name", "_").startswith("_"):
            mark = node.get(W + "name", "")
        elif node.tag == W + "commentRangeStart":
            opened.add(number)
        elif node.tag == W + "commentRangeEnd":
            opened.discard(number)
        elif node.tag == W + "commentReference":
            author, date, text = talk[number]
            parent = talk[parents[number]][2] if number in parents else ""
            kind = "reply" if parent else "comment"
            found[number] = Back(kind=kind, author=author, date=date, text=text, passage=mark, parent=parent)
        elif node.tag in {W + "ins", W + "del"}:
            text = "".join(_letters(node))
            kind = {"ins": "insertion", "del": "deletion"}[node.tag.removeprefix(W)]
            author, date = node.get(W + "author", ""), node.get(W + "date", "")
            for start in node.iter(W + "bookmarkStart"):
                mark = start.get(W + "name", "")
            changes.append(Back(kind=kind, author=author, date=date, text=text, passage=mark))
        elif node.tag in {W + "t", W + "delText", W + "tab", W + "br"} and not list(node.iterancestors(W + "ins")):
            for each in opened:
                quotes[each] += "".join(_letters(node))
    told = [
        msgspec.structs.replace(back, quote=" ".join(quotes[number].split())) for number, back in found.items()
    ]
    return told + changes


def _comments(parts: dict[str, bytes]) -> tuple[dict[str, tuple[str, str, str]], dict[str, str]]:
    """What each comment says, and which one each reply answers."""
    if "word/comments.xml" not in parts:
        return {}, {}
    talk, owners = {}, {}
    for comment in parse(parts["word/comments.xml"]):
        number, paragraphs = comment.get(W + "id", ""), list(comment.iter(W + "p"))
        text = "\n".join("".join(_letters(paragraph)) for paragraph in paragraphs)
        talk[number] = comment.get(W + "author", ""), comment.get(W + "date", ""), text
        owners[paragraphs[-1].get(W14 + "paraId")] = number
    threads = parse(parts["word/commentsExtended.xml"]) if "word/commentsExtended.xml" in parts else []
    parents = {
        owners[node.get(W15 + "paraId")]: owners[node.get(W15 + "paraIdParent")]
        for node in threads
        if node.get(W15 + "paraIdParent")
    }
    return talk, parents


def _letters(node: Element) -> Iterator[str]:
    for child in node.iter(W + "t", W + "delText", W + "tab", W + "br"):
        yield {W + "tab": "\t", W + "br": "\n"}.get(child.tag, child.text or "")
