"""The kinds of things in a DOCX, counted in the raw XML of all its parts."""

from __future__ import annotations

import re

from lxml import html as lxml_html

from restitution.conservation.container import Container, beside, parsed
from restitution.conservation.kinds import Kinds, letters
from restitution.conservation.kinds_docx_story import Sheet, Story
from restitution.conservation.kinds_docx_xml import (
    FURNITURE,
    MC,
    MOST_NESTED,
    STRICT,
    STRICT_HOST,
    Element,
    Links,
    R,
    W,
    attribute_of,
    keep_one_branch,
)
from restitution.conservation.source_rtf import rtf_words
from restitution.conservation.source_text import INLINE_TAGS, SILENT_TAGS, decoded, is_html
from restitution.conservation.words import words
from restitution.errors import UnreadableSource


def docx_kinds(data: bytes, depth: int = 0) -> Kinds:
    """Count the things of a DOCX, and of those inserted in it. Raises `UnreadableSource` when it is none."""
    return _File(Container(data, "docx"), depth).count()


class _File:
    def __init__(self, container: Container, depth: int) -> None:
        self.container = container
        self.depth = depth
        starts = [target for kind, target, _ in self._links("").values() if kind == "officeDocument"]
        self.main = starts[0] if starts else "word/document.xml"
        self.links = self._links(self.main)
        self.sheet = Sheet(self._roots("styles"), self._roots("numbering"))
        self.kinds = Kinds()

    def count(self) -> Kinds:
        body = self._root(self.main).find(f"{W}body")
        if body is None:
            raise UnreadableSource("Ce fichier n'a pas de texte : enregistrez-le à nouveau en .docx.")
        self.story = story = self._story(body, self.links)
        story.count()
        self._notes(story)
        for kind in ("header", "footer"):
            for root in self._roots(kind):
                shown = [run for run in self._story(root, {}).runs if not run.fate]
                self.kinds.counts["margins"] += any(run.text.strip() for run in shown)
        self._comments()
        for node in body.iter(f"{W}altChunk"):
            self._chunk(node.get(f"{R}id", ""))
        return self.kinds

    def _story(self, root: Element, links: Links) -> Story:
        return Story(self.kinds, self.sheet, self.container, root, links)

    def _notes(self, story: Story) -> None:
        for kind in ("footnote", "endnote"):
            notes = {
                note.get(f"{W}id", ""): (note, links)
                for root, links in self._parts(f"{kind}s")
                for note in root.iter(f"{W}{kind}")
                if note.get(f"{W}type") not in FURNITURE
            }
            called = dict.fromkeys(
                call.get(f"{W}id", "")
                for run in story.runs
                if not run.fate
                for call in run.node.iterchildren(f"{W}{kind}Reference")
            )
            gone = {call.get(f"{W}id", "") for call in story.root.iter(f"{W}{kind}Reference")} - set(called)
            for key in [key for key in called if key in notes]:
                told = self._story(*notes[key])
                told.count_inside()
                self.kinds.counts["notes"] += bool(told.shown_text())
                self.kinds.wrap(f"{kind}s", told.pieces(told.root))
            for key in set(notes) - set(called) - gone:  # nothing calls it: it follows the text
                self._story(*notes[key]).count()

    def _comments(self) -> None:
        comments = [node for root in self._roots("comments") for node in root.iter(f"{W}comment")]
        owners = {attribute_of(p, "paraId"): node for node in comments for p in node.iter(f"{W}p")}
        said = [node for root in self._roots("commentsExtended") for node in root.iter("{*}commentEx")]
        replies = {
            owners[attribute_of(node, "paraId")] for node in said if attribute_of(node, "paraIdParent") in owners
        }
        self.kinds.counts["replies"] += len(replies)
        self.kinds.counts["comments"] += len(comments) - len(replies)

    def _chunk(self, key: str) -> None:
        _, name, _ = self.links.get(key, ("", "", False))
        if name not in self.container or self.depth >= MOST_NESTED:
            return
        data = self.container.part(name)
        if data.startswith(b"PK"):
            inner = _File(Container(data, "docx"), self.depth + 1)
            self.kinds.add(inner.count())
            self.kinds.wrap("chunks", inner.story.said())
            return
        if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
            self.kinds.counts["paragraphs"] += _rich_paragraphs(data.decode("latin-1"))
            self.kinds.wrap("chunks", rtf_words(data))
            return
        lines = _page_lines(data) if is_html(data, name) else decoded(data).splitlines()
        said = [line for line in lines if line.strip()]
        self.kinds.counts["paragraphs"] += len(said)
        self.kinds.wrap("chunks", [letters(line) for line in said])

    def _roots(self, kind: str) -> list[Element]:
        return [root for root, _ in self._parts(kind)]

    def _parts(self, kind: str) -> list[tuple[Element, Links]]:
        names = dict.fromkeys(target for linked, target, _ in self.links.values() if linked == kind)
        return [(self._root(name), self._links(name)) for name in names if name in self.container]

    def _root(self, name: str) -> Element:
        part = self.container.part(name)
        if STRICT_HOST in part:  # asking takes a hundredth of looking for it
            part = STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", part)
        root = parsed(part)
        for choice in list(root.iter(f"{MC}AlternateContent")):
            keep_one_branch(choice)
        return root

    def _links(self, name: str) -> Links:
        folder, _, last = name.rpartition("/")
        listing = f"{folder}/_rels/{last}.rels".lstrip("/")
        nodes = self.container.tree(listing) if listing in self.container else ()
        return {
            node.get("Id", ""): (
                node.get("Type", "").rpartition("/")[2],
                node.get("Target", "")
                if node.get("TargetMode") == "External"
                else beside(name, node.get("Target", "")),
                node.get("TargetMode") == "External",
            )
            for node in nodes
        }


def _rich_paragraphs(text: str) -> int:
    """How many paragraphs of a rich text say something: what stands between the ends of paragraphs."""
    heads = r"\{\\(?:fonttbl|colortbl|stylesheet|info|listtable|\*)(?:[^{}]|\{[^{}]*\})*\}"
    bare = re.sub(r"\\(?!par\b)[a-z]+-?\d* ?|[{}]", "", re.sub(heads, "", text))
    return sum(bool(words(part)) for part in re.split(r"\\par\b", bare))


def _page_lines(data: bytes) -> list[str]:
    """Lines of text that an HTML page shows, a line a block."""
    root = lxml_html.document_fromstring(
        decoded(data).encode("utf-8"), parser=lxml_html.HTMLParser(encoding="utf-8")
    )
    parts: list[str] = []

    def walk(node: Element) -> None:
        if not isinstance(node.tag, str) or node.tag in SILENT_TAGS:
            return
        edge = "" if node.tag in INLINE_TAGS else "\n"
        parts.append(edge + " ".join((node.text or " ").split("\n")))
        for child in node:
            walk(child)
            parts.append(" ".join((child.tail or "").split("\n")))
        parts.append(edge)

    walk(root)
    return "".join(parts).split("\n")
