"""Comments on slides: those of PowerPoint until 2019, and the threads of the newer ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from restitution.model import Internal
from restitution.readers.pptx.deck import A, Deck, Element, P, Slide

NEW: Final = "{http://schemas.microsoft.com/office/powerpoint/2018/8/main}"


def remarks_of(deck: Deck, slide: Slide) -> Iterator[Internal]:
    """The comments of a slide, each followed by its answers."""
    where = f"diapositive {slide.number}"
    names = _authors(deck)
    for part in slide.part.of_kind("comments"):
        for comment in part.root.iter(P + "cm", NEW + "cm"):
            yield from _thread(comment, names, where)


def _thread(comment: Element, names: dict[str, str], where: str) -> Iterator[Internal]:
    first = _one(comment, names, where, is_answer=False)
    if first.text:
        yield first
    for answer in comment.iterfind(f"{NEW}replyLst/{NEW}reply"):
        said = _one(answer, names, where, is_answer=True)
        if said.text:
            yield said


def _one(comment: Element, names: dict[str, str], where: str, *, is_answer: bool) -> Internal:
    old = comment.findtext(P + "text")
    lines = [_words(paragraph) for paragraph in comment.iterfind(f"{NEW}txBody/{A}p")]
    return Internal(
        kind="reply" if is_answer else "comment",
        text=(old if old is not None else "\n".join(lines)).strip(),
        where=where,
        author=names.get(comment.get("authorId", ""), ""),
        date=comment.get("dt") or comment.get("created", ""),
        resolved=comment.get("status") == "resolved",
    )


def _words(paragraph: Element) -> str:
    return "".join("\n" if node.tag == A + "br" else node.findtext(A + "t") or "" for node in paragraph)


def _authors(deck: Deck) -> dict[str, str]:
    """Number or key of who comments -> name."""
    parts = [*deck.main.of_kind("commentAuthors"), *deck.main.of_kind("authors")]
    found = (one for part in parts for one in part.root.iter(P + "cmAuthor", NEW + "author"))
    return {one.get("id", ""): one.get("name", "") for one in found}
