"""A returned copy in a few signs, for cases.

    <1>Le bourg {+vraiment +}se {-vide-}{#remplit#}.</1>

`<1>` and `</1>`: the bookmark of the first passage sent (`<1_2>`, `<1_Copy_1>`: other names; without its end: the
file lacks it). `{+ +}` and `{- -}`: inserted and deleted; `{# #}`: a comment, a point when it is empty. `¶+` and
`¶-` at the end: the mark of the paragraph was inserted, or deleted.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from restitution.remarks import Sent, SentPassage
from restitution.review.returned import Bookmark, Paragraph, RawMark, Returned, Segment, Span, Status

SIGN = re.compile(r"<(/?)([\w.]+)>|\{([+#-])|([+#-])\}|¶([+-])$")
STATUS: dict[str, Status] = {"+": "inserted", "-": "deleted"}
KINDS = {"+": "insertion", "-": "deletion", "#": "comment"}


def name(number: str) -> str:
    """The bookmark of a passage: `2_Copy_1` of the second one; anything else is a name as it is."""
    found = re.match(r"(g?)(\d+)(?=_|$)", number)
    return f"{'gen' if found[1] else 'src'}_{int(found[2]):010x}{number[found.end() :]}" if found else number


def sent_of(texts: Mapping[str, str] | Iterable[str]) -> Sent:
    """What was sent: texts by the name of their bookmark, or numbered from 1; « §3.1 Le bourg »: with its code."""
    named = dict(texts.items()) if isinstance(texts, Mapping) else {str(n): t for n, t in enumerate(texts, 1)}
    return Sent(
        passages=[
            SentPassage(
                bookmark=name(str(key)), text=text, code=code, sha256=hashlib.sha256(text.encode()).hexdigest()
            )
            for key, said in named.items()
            for code, text in [re.fullmatch(r"(?:§(\S+) )?(.*)", said, re.DOTALL).groups("")]  # type: ignore[union-attr]
        ]
    )


def copy_of(lines: Iterable[str | Mapping[str, Any]]) -> Returned:
    """A copy; a paragraph is its signs, or a mapping with `text` and fields of `Paragraph`."""
    marks: list[RawMark] = []
    paragraphs = []
    for number, line in enumerate(lines):
        said = {"text": line} if isinstance(line, str) else dict(line)
        paragraphs.append(_paragraph(number, said.pop("text"), said, marks))
    return Returned(paragraphs=paragraphs, marks=marks)


def _paragraph(number: int, text: str, said: dict[str, Any], marks: list[RawMark]) -> Paragraph:
    segments: list[Segment] = []
    bookmarks: list[Bookmark] = []
    is_open: dict[str, int] = {}
    begun: dict[str, int] = {}
    at, length, status = 0, 0, "kept"
    for sign in [*SIGN.finditer(text), None]:
        run = text[at : sign.start() if sign else len(text)]
        if run:
            segments.append(Segment(run, status))  # type: ignore[arg-type]
            length += len(run)
        if sign is None:
            break
        at = sign.end()
        end, bookmark, opens, closes, mark = sign.groups()
        if bookmark and end:
            bookmarks.append(Bookmark(name(bookmark), is_open.pop(bookmark), length))
        elif bookmark:
            is_open[bookmark] = length
        elif opens:
            begun[opens] = length
            status = STATUS.get(opens, status)
        elif closes:
            marks.append(_mark(number, closes, begun.pop(closes), length, segments))
            status = "kept" if closes in STATUS else status
        elif mark:
            said["inserted" if mark == "+" else "deleted"] = True
    bookmarks += [Bookmark(name(bookmark), start, length, closed=False) for bookmark, start in is_open.items()]
    return Paragraph(segments=segments, bookmarks=bookmarks, **said)


def _mark(number: int, sign: str, start: int, end: int, segments: list[Segment]) -> RawMark:
    kind: Any = KINDS[sign]
    text = "Une remarque." if sign == "#" else "".join(s.text for s in segments)[start:end]
    return RawMark(kind=kind, author="A", date="2026-11-24T10:00:00Z", text=text, spans=[Span(number, start, end)],
                   elements={kind: 1})  # fmt: skip
