"""That a copy to review shows the remarks that wait, all of them, each as it was made, and no others.

Counted from the raw XML of the copy and from `remarks.json`, by code that the writer of copies knows nothing of.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final, NamedTuple, TypeAlias

import msgspec
from lxml import etree

from restitution.conservation.container import Container
from restitution.conservation.published_marks import marks_in_docx
from restitution.conservation.published_units import read_units
from restitution.model import Document

Element: TypeAlias = etree._Element  # noqa: SLF001 lxml has no public name for its elements

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15: Final = "{http://schemas.microsoft.com/office/word/2012/wordml}"
TALK: Final = frozenset({"comment", "reply"})
WAITING: Final = frozenset({"new", "open", "answered", "to_confirm", "orphan"})
REPORTER, ANSWERER = "restitution (report)", "restitution (réponse)"
SHOWN_AS: Final = {"insertion": "ins", "deletion": "del"}
CHANGES: Final = frozenset(W + kind for kind in SHOWN_AS.values())
PLACES: Final = frozenset(W + tag for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"))
BLOCKS: Final = (W + "p", W + "tbl")
"""What a text is a long row of."""
NUMBER: Final = re.compile(r"\((R-\d+[a-z]*)\)")
SHOWN: Final = 3
"""Faults told of a copy."""
REPEAT: Final = re.compile(r"_\d+$")
UNSAYABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Said = tuple[str, str, str]
"""Who, when (to the minute), what."""


class _Held(NamedTuple):
    """What a copy shows. Equal words of the plan share a passage, and the first has its id for bookmark too."""

    bookmarks: set[str]
    passages: set[str]


class _Place(msgspec.Struct, frozen=True):
    passage: str = ""


class _Remark(msgspec.Struct):
    key: str
    number: str
    kind: str
    state: str
    thread: str = ""
    replacement: str = ""
    author: str = ""
    date: str = ""
    text: str = ""
    answer: str = ""
    source: _Place = _Place()
    bookmark: str = ""

    @property
    def said(self) -> Said:
        return _said(self.author, self.date, self.text)

    def is_in(self, held: _Held) -> bool:
        """Whether a copy shows its passage: of words that stand in several places, the one that is meant."""
        if self.bookmark:
            return self.bookmark in held.bookmarks
        return _base(self.source.passage) in held.passages


class _Remarks(msgspec.Struct):
    items: list[_Remark] = []


def check_review(data: bytes, document: Document, remarks: bytes, *, whole: bool) -> str:
    """What of a copy's remarks is wrong, a French phrase; empty when all is well.

    `remarks`: `remarks.json`; `whole`: the copy holds all that is published, so that no remark may be missing.
    """
    items = msgspec.json.decode(remarks, type=_Remarks).items
    states = {item.key: item.state for item in items}
    talk = [i for i in items if i.kind in TALK and states.get(i.thread, i.state) in WAITING]
    changes = [i for i in items if i.kind not in TALK and i.state in WAITING - {"answered"}]
    held = _held(document)
    copy = _Copy(Container(data, "docx"))
    homes = {item.key: item for item in items}
    there = [i for i in talk if whole or homes.get(i.thread, i).is_in(held)]
    due = [i for i in changes if whole or i.is_in(held)]
    wrong = [
        *_compared(copy.talk, Counter(_with_roots(there)), Counter(_with_roots(talk)), "remarque"),
        *_changes(copy, due, changes),
        *copy.odd({item.answer for item in items if item.answer}),
    ]
    others = marks_in_docx(data)["modification suivie"] - sum(copy.changes.values())
    wrong += [f"{others} autre(s) modification(s) suivie(s)"] if others else []
    return " ; ".join(wrong[:SHOWN] + ["…"] * (len(wrong) > SHOWN))


def _held(document: Document) -> _Held:
    of_leaf = {placement.bookmark: placement.leaf for placement in document.placements}
    leaves = {unit.leaf for block in document.blocks for unit in read_units([block]) if unit.leaf}
    return _Held(leaves, {_base(of_leaf.get(leaf, leaf)) for leaf in leaves} | {_base(leaf) for leaf in leaves})


def _base(leaf: str) -> str:
    return REPEAT.sub("", leaf) if leaf.count("_") > 1 else leaf


def _with_roots(items: Iterable[_Remark]) -> Iterator[tuple[Said, Said]]:
    """Each remark with what it answers: itself when it begins its thread, or the one that begins it is missing."""
    items = list(items)
    firsts: dict[str, _Remark] = {}
    for item in items:
        if item.key == item.thread or item.thread not in firsts:
            firsts[item.thread or item.key] = item
    return ((item.said, firsts[item.thread or item.key].said) for item in items)


def _compared(
    found: Counter[tuple[Said, Said]], due: Counter[tuple[Said, Said]], may: Counter[tuple[Said, Said]], what: str
) -> Iterator[str]:
    for verb, strays in (("manque", due - found), ("est de trop", found - may)):
        for (_, _, text), _root in strays:
            yield f"une {what} {verb} (« {text[:60]} »)"


def _changes(copy: _Copy, due: Iterable[_Remark], may: Sequence[_Remark]) -> Iterator[str]:
    """Each change that waits stands as such, or a comment of ours says it by its number or its replacement's."""
    known = Counter((SHOWN_AS.get(item.kind, ""), item.said) for item in may)
    for kind, said in copy.changes - known:
        yield f"une modification est de trop ({kind}, « {said[2][:60]} »)"
    left = Counter(copy.changes)
    numbers = {item.key: item.number for item in may}
    for item in due:
        shown = (SHOWN_AS.get(item.kind, ""), item.said)
        if left[shown]:
            left[shown] -= 1
        elif numbers.get(item.replacement, item.number) not in copy.told:
            yield f"la proposition {item.number} manque"
    for number in copy.told - {item.number for item in may}:
        yield f"la proposition {number} est de trop"


class _Copy:
    """What the XML of a copy says of remarks."""

    def __init__(self, container: Container) -> None:
        self.talk: Counter[tuple[Said, Said]] = Counter()
        self.told: set[str] = set()
        self._ours: list[tuple[Said, bool]] = []
        self.changes: Counter[tuple[str, Said]] = Counter()
        self._marks: dict[str, Counter[str | None]] = {tag: Counter() for tag in PLACES}
        for node in container.met("word/document.xml", CHANGES | PLACES, BLOCKS):
            if node.tag in PLACES:
                self._marks[node.tag][node.get(W + "id")] += 1
            else:
                self.changes[node.tag.removeprefix(W), _of(node, "".join(_letters(node)))] += 1
        self._ids: Counter[str | None] = Counter()
        if "word/comments.xml" in container:
            self._read(container.tree("word/comments.xml"), container.tree("word/commentsExtended.xml"))

    def _read(self, comments: Element, threads: Element) -> None:
        self._ids = Counter(comment.get(W + "id") for comment in comments)
        said = {_own(comment): _of(comment, _lines(comment)) for comment in comments}
        parents = {node.get(W15 + "paraId"): node.get(W15 + "paraIdParent") for node in threads}
        for own, words in said.items():
            parent = parents.get(own)
            if words[0] in {REPORTER, ANSWERER}:
                self._ours.append((words, parent is not None))
                self.told |= set() if parent is not None else set(NUMBER.findall(words[2])[:1])
            else:
                self.talk[words, said[parent or own]] += 1

    def odd(self, answers: set[str]) -> Iterator[str]:
        """What of ours nobody asked for, and comments without a place."""
        known = {_said("", "", answer)[2] for answer in answers}
        for (author, _, text), is_reply in self._ours:
            if author == ANSWERER and (not is_reply or text not in known):
                yield f"une réponse est de trop (« {text[:60]} »)"
            if author == REPORTER and not is_reply and not NUMBER.search(text):
                yield f"un report est de trop (« {text[:60]} »)"
        if any(marks != self._ids for marks in self._marks.values()):
            yield "des commentaires n’ont pas leur place dans le texte, ou en ont plusieurs"


def _own(comment: Element) -> str | None:
    """The id of a comment: that of its last paragraph."""
    ids: list[str | None] = [paragraph.get(W14 + "paraId") for paragraph in comment.iter(W + "p")]
    return ids[-1]


def _lines(comment: Element) -> str:
    return "\n".join("".join(_letters(paragraph)) for paragraph in comment.iter(W + "p"))


def _letters(node: Element) -> Iterator[str]:
    for child in node.iter(W + "t", W + "delText", W + "tab", W + "br"):
        yield " " if child.tag in {W + "tab", W + "br"} else child.text or ""


def _of(node: Element, text: str) -> Said:
    return _said(node.get(W + "author", ""), node.get(W + "date", ""), text)


def _said(author: str, date: str, text: str) -> Said:
    return UNSAYABLE.sub("", author), _minute(date), " ".join(UNSAYABLE.sub("", text).split())


def _minute(date: str) -> str:
    """When, to the minute; empty for zeros and days of no calendar, which XML cannot say either."""
    minute = date[:16] if "T" in date or len(date) != len("2026-10-08") else f"{date}T00:00"
    try:
        datetime.strptime(minute, "%Y-%m-%dT%H:%M")  # noqa: DTZ007 no zone is compared
    except ValueError:
        return ""
    return minute if minute.isascii() and len(minute) == len("2026-10-08T14:05") else ""
