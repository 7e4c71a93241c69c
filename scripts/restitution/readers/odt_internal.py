"""What the writers of an OpenDocument text left for each other: comments, replies, tracked changes."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from lxml.etree import _Element as Element

from restitution.model import Internal
from restitution.ooxml.opendocument import name, q
from restitution.readers.odt_aside import BLANKS, PARAGRAPHS, SILENT, said

MOVED_WORDS = 3
"""LibreOffice writes a move as a deletion and an insertion of the same words: fewer words are a coincidence."""
_OUTSIDE = SILENT | {"office:annotation", "office:change-info", "text:tracked-changes"}
_OPENS = {"text:change-start": "text:change-id", "office:annotation": "office:name"}
_CLOSES = {"text:change-end": "text:change-id", "office:annotation-end": "office:name"}


class Remarks:
    """The comments and changes met so far, in the order of the text."""

    def __init__(self, body: Element) -> None:
        self._said = _ranges(body)
        self._comments: list[tuple[str, str, Internal]] = []
        """Name, name of the one that it answers, what it says."""
        self._changes: list[Internal] = []

    def comments_in(self, source: Element, where: str) -> None:
        """Keep the comments in an element that is taken aside."""
        for note in source.iter(q("office:annotation")):
            key = note.get(q("office:name"), "")
            above = next((value for at, value in note.attrib.items() if at.endswith("}parent-name")), "")
            resolved = any(value == "true" for at, value in note.attrib.items() if at.endswith("}resolved"))
            text = _words(child for child in note if name(child) not in _OUTSIDE)
            told = self._told("reply" if above else "comment", note, text, where)
            about = self._said.get(f"office:annotation {key}", "") if key else ""
            self._comments.append((key, above, msgspec.structs.replace(told, about=about, resolved=resolved)))

    def change(self, region: Element, key: str, where: str) -> None:
        """Keep a tracked change that holds words: `key` is its name in the text."""
        for change in region:
            info = change.find(q("office:change-info"))
            kind = name(change).removeprefix("text:")
            if kind == "deletion":
                text = _words(child for child in change if child is not info)
            else:
                text = self._said.get(f"text:change-start {key}", "")
            if text and kind in {"deletion", "insertion"}:
                self._changes.append(self._told(kind, change if info is None else info, text, where))
            remark = _words(iter([] if info is None else info.iterchildren(*map(q, PARAGRAPHS))))
            if remark and info is not None:
                told = self._told("comment", info, remark, where)
                self._comments.append(("", "", msgspec.structs.replace(told, about=text)))

    def _told(self, kind: str, holder: Element, text: str, where: str) -> Internal:
        author, date = holder.findtext(q("dc:creator")) or "", holder.findtext(q("dc:date")) or ""
        return msgspec.convert(
            {"kind": kind, "text": text, "where": where, "author": author, "date": date}, Internal
        )

    def all(self) -> list[Internal]:
        """Comments, each followed by its replies; then changes, a move told once, where it went."""
        names = {key for key, _, _ in self._comments if key}
        first = [one for one in self._comments if one[1] not in names or one[1] == one[0]]
        told = [said for one in first for said in self._thread(one)]
        return [*told, *_with_moves(self._changes)]

    def _thread(self, head: tuple[str, str, Internal]) -> Iterator[Internal]:
        yield head[2]
        found = {head[0]} - {""}
        for key, above, answer in self._comments:  # a reply stands after what it answers
            if above in found and key != above and answer is not head[2]:
                found |= {key} - {""}
                yield msgspec.structs.replace(answer, about=head[2].about)


def _with_moves(changes: list[Internal]) -> Iterator[Internal]:
    gone = [(c.author, c.text) for c in changes if c.kind == "deletion" and len(c.text.split()) >= MOVED_WORDS]
    come = [(c.author, c.text) for c in changes if c.kind == "insertion"]
    moved = {key for key in gone if gone.count(key) == come.count(key) == 1}
    for change in changes:
        if (change.author, change.text) not in moved:
            yield change
        elif change.kind == "insertion":
            yield msgspec.structs.replace(change, kind="move")


def _ranges(body: Element) -> dict[str, str]:
    """« kind name » -> the words of the text between a start and its end."""
    found: dict[str, list[str]] = {}
    is_open: set[str] = set()
    ended = {(tag, element.get(q(key), "")) for tag, key in _CLOSES.items() for element in body.iter(q(tag))}

    def say(text: str) -> None:
        for key in is_open:
            found[key].append(text)

    def walk(element: Element) -> None:
        tag = name(element)
        if opens := _OPENS.get(tag):
            key = f"{tag} {element.get(q(opens), '')}"
            found.setdefault(key, [])
            end = "text:change-end" if tag.startswith("text:") else "office:annotation-end"
            is_open.update({key} if (end, element.get(q(opens), "")) in ended else ())
        elif closes := _CLOSES.get(tag):
            opened = "text:change-start" if tag.startswith("text:") else "office:annotation"
            is_open.discard(f"{opened} {element.get(q(closes), '')}")
        if tag not in _OUTSIDE:
            edge = " " if tag in PARAGRAPHS | BLANKS else ""
            say(edge + said(element, element.text))
            for child in element:
                walk(child)
                say(said(element, child.tail))
            say(edge)

    walk(body)
    return {key: " ".join("".join(pieces).split()) for key, pieces in found.items()}


def _words(elements: Iterator[Element]) -> str:
    """The words below some elements, without those of comments and of the programme."""
    pieces: list[str] = []

    def walk(element: Element) -> None:
        tag = name(element)
        if not tag or tag in _OUTSIDE:
            return
        edge = " " if tag in PARAGRAPHS | BLANKS else ""
        pieces.append(edge + said(element, element.text))
        for child in element:
            walk(child)
            pieces.append(said(element, child.tail))
        pieces.append(edge)

    for element in elements:
        walk(element)
    return " ".join("".join(pieces).split())
