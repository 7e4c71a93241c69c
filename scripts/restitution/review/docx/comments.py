"""Comments with their threads. A thread is told by the file's own list of answers, else by where comments stand.

LibreOffice 7.4 and Google Docs write no such list. Where no comment of a file has an answer in it, and the file is
not Word's (which would have said so), a comment is an answer when it is called right behind another one, is not
older, and covers exactly the same words, or none (LibreOffice's own answers are points behind what they answer).
It is given as a reply, and counted as what the XML has: a comment.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from restitution.ooxml.word import W14, Element, W
from restitution.remarks import OURS, Kind
from restitution.review.docx.story import MINUTE, Range, Story
from restitution.review.docx.walking import Walker
from restitution.review.returned import RawMark, Span

YES: Final = frozenset({"1", "true", "on"})


@dataclass(kw_only=True)
class Comment:
    """A comment, and what its file says of it."""

    mark: RawMark
    range: Range
    keys: list[str]
    """`paraId` of its paragraphs; the last one is the comment's."""
    parent: int = -1
    kind: Kind = "comment"
    """As the raw XML has it."""
    resolved: bool = False

    @property
    def is_ours(self) -> bool:
        """Whether it is a reply of ours, that says where a thread was carried, or what was answered."""
        return self.mark.author in OURS


def comments_of(root: Element | None, threads: Element | None, story: Story, *, from_word: bool) -> list[Comment]:
    """All comments in the order of the file. `threads`: root of `commentsExtended`; `from_word`: who wrote it."""
    nodes = [] if root is None else list(root.iter(W + "comment"))
    found = [_comment(node, story) for node in nodes]
    if not _tie(found, threads) and not from_word:
        _tie_by_place(found)
    return found


def _comment(node: Element, story: Story) -> Comment:
    own = Story()
    Walker(own).walk(node)
    range_ = story.comments.get(node.get(W + "id", ""), Range())
    mark = RawMark(
        kind="comment",
        author=node.get(W + "author", ""),
        date=node.get(W + "date", ""),
        text="\n".join(text.finished().wanted for text in own.texts).strip("\n"),
        spans=_spans(range_, story),
        elements={"comment": 1},
    )
    keys = [paragraph.get(W14 + "paraId", "") for paragraph in node.iter(W + "p")]
    return Comment(mark=mark, range=range_, keys=keys)


def _spans(range_: Range, story: Story) -> list[Span]:
    """The words that a comment covers; the point where it is called when it has no range; none when it is lost."""
    end = range_.end or range_.reference
    start = range_.start or range_.reference or end
    return [] if start is None or end is None else story.spans(start, end)


def _tie(comments: list[Comment], threads: Element | None) -> bool:
    """Ties answers as the file's list says; False when it says none."""
    by_key = {key: number for number, comment in enumerate(comments) for key in comment.keys if key}
    entries = {} if threads is None else {entry["paraId"]: entry for entry in map(_entry, threads) if entry}
    for number, comment in enumerate(comments):
        entry = next((entries[key] for key in reversed(comment.keys) if key in entries), {})
        comment.resolved = entry.get("done", "").lower() in YES
        parent = by_key.get(entry.get("paraIdParent", ""), number)
        if parent != number:
            comment.parent, comment.kind = parent, "reply"
    return any(comment.parent >= 0 for comment in comments)


def _entry(node: Element) -> dict[str, str]:
    """What the list says of one comment (betas of Word 2013 had a namespace of their own)."""
    if not isinstance(node.tag, str) or _local(node.tag) != "commentEx":
        return {}
    said = {_local(name): value for name, value in node.attrib.items()}
    return said if said.get("paraId") else {}


def _local(name: str) -> str:
    """Name without its namespace, or without the prefix that a mended part kept."""
    return name.rpartition("}")[2].rpartition(":")[2]


def _tie_by_place(comments: list[Comment]) -> None:
    called = sorted((one for one in comments if one.range.rank >= 0), key=lambda one: one.range.rank)
    numbers = {id(comment): number for number, comment in enumerate(comments)}
    first: Comment | None = None
    for before, comment in pairwise(called):
        first = first if first is not None and before.parent >= 0 else before
        if _answers(comment, first, before):
            comment.parent = numbers[id(first)]
        else:
            first = None


def _answers(comment: Comment, first: Comment, before: Comment) -> bool:
    """Whether a comment, called right behind another one of the thread of `first`, is part of it."""
    is_point = comment.range.start is None
    covered = [span for span in first.mark.spans if span.end > span.start]
    same_words = comment.mark.spans == first.mark.spans and bool(covered)
    behind = is_point and bool(covered) and comment.range.reference == before.range.reference
    in_order = comment.mark.date[:MINUTE] >= first.mark.date[:MINUTE]
    return in_order and (same_words or behind)
