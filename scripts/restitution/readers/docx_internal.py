"""What the writers of a Word file left for each other: comments, replies, tracked changes, with who and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy

from restitution.model import Internal, InternalKind
from restitution.ooxml.word import Element, W, raw_words, words
from restitution.ooxml.word_document import Comment, Document
from restitution.ooxml.word_places import where_of

_CHANGES: dict[str, InternalKind] = {W + "ins": "insertion", W + "del": "deletion", W + "moveTo": "move"}
_MARKS: dict[str, InternalKind] = {W + "del": "deletion", W + "cellDel": "deletion"}
_AWAY = frozenset({W + "del", W + "moveFrom"})
_INNER = (W + "txbxContent", W + "del", W + "moveFrom")


def internal(document: Document) -> list[Internal]:
    """Comments in the order of the text, each followed by its replies; then tracked changes that hold words.

    The document must still be whole, its paragraphs placed. Text that was moved is told once, where it went.
    """
    stories = [document.body, *document.notes.values()]
    return [*_comments(document, stories), *(change for story in stories for change in _changes(story))]


def _comments(document: Document, stories: list[Element]) -> Iterator[Internal]:
    anchors = _anchors(stories)
    known = document.comments
    order = {key: place for place, key in enumerate([*anchors, *(key for key in known if key not in anchors)])}
    first = sorted((key for key in known if not _parent(known, key)), key=order.__getitem__)
    for key in first:
        where, about = anchors.get(key, ("", ""))
        yield _comment("comment", known[key], where, about)
        for reply in _below(known, key):
            yield _comment("reply", known[reply], where or anchors.get(reply, ("", ""))[0], about)


def _comment(kind: InternalKind, comment: Comment, where: str, about: str) -> Internal:
    node = comment.node
    return Internal(
        kind=kind,
        text=_plain(words(node)),
        where=where,
        author=node.get(W + "author", ""),
        date=node.get(W + "date", ""),
        about=about,
        resolved=comment.resolved,
    )


def _parent(known: dict[str, Comment], key: str) -> str:
    """The comment that another answers; none when that is itself, or not there."""
    above = known[key].parent
    return above if above in known and above != key else ""


def _below(known: dict[str, Comment], key: str) -> list[str]:
    """The replies to a comment, and theirs, in the file's order."""
    found = {key}
    for _ in known:
        more = {other for other in known if _parent(known, other) in found} - found
        if not more:
            break
        found |= more
    return [other for other in known if other in found and other != key]


def _anchors(stories: list[Element]) -> dict[str, tuple[str, str]]:
    """Comment -> its place, and the words that it is tied to."""
    found: dict[str, tuple[str, list[str]]] = {}
    is_open: set[str] = set()
    ended = {end.get(W + "id", "") for story in stories for end in story.iter(W + "commentRangeEnd")}
    for story in stories:
        for node in story.iter("{*}*"):
            key = node.get(W + "id", "")
            if node.tag in {W + "commentRangeStart", W + "commentReference"}:
                found.setdefault(key, (where_of(node), []))
                is_open |= {key} & ended if node.tag == W + "commentRangeStart" else set()
            elif node.tag == W + "commentRangeEnd":
                is_open.discard(key)
            elif is_open and node.tag != W + "delText" and len(node) == 0 and (said := raw_words(node)):
                for name in is_open:
                    found[name][1].append(said)
            elif is_open and node.tag == W + "p":
                for name in is_open:
                    found[name][1].append(" ")
    return {key: (where, _plain("".join(said))) for key, (where, said) in found.items()}


def _changes(story: Element) -> Iterator[Internal]:
    for node in story.iter(*_CHANGES, W + "tr", W + "tc"):
        if node.tag in {W + "tr", W + "tc"}:
            yield from _dropped(node)
            continue
        kind = _CHANGES[node.tag]
        gone = any(above.tag in _AWAY for above in node.iterancestors())
        text = "" if gone else _own_words(node, keep_deleted=kind == "deletion")
        if text:
            yield _change(kind, node, text, _where_in(node))


def _dropped(part: Element) -> Iterator[Internal]:
    """A row or a cell that was deleted, when its runs do not say so themselves."""
    properties = part.find(f"{part.tag}Pr")
    for mark in [] if properties is None else properties:
        if mark.tag in _MARKS and (text := _own_words(part, keep_deleted=False)):
            yield _change("deletion", mark, text, _where_in(part))


def _change(kind: InternalKind, node: Element, text: str, where: str) -> Internal:
    author, date = node.get(W + "author", ""), node.get(W + "date", "")
    return Internal(kind=kind, text=text, where=where, author=author, date=date)


def _own_words(node: Element, *, keep_deleted: bool) -> str:
    """Words of a change without those of another change, or of a text box, inside it."""
    copy = deepcopy(node)
    copy.tail = None
    inner: Iterable[Element] = copy.iterdescendants(*(_INNER[:1] if keep_deleted else _INNER))
    for one in list(inner):
        for run in list(one.iter(W + "r")):
            run.getparent().remove(run)
    return _plain(words(copy))


def _where_in(node: Element) -> str:
    """Place of a node, or of the first paragraph in it."""
    inner = next(node.iter(W + "p"), None)
    return where_of(node) if inner is None else str(inner.get("where") or "")


def _plain(text: str) -> str:
    return " ".join(text.split())
