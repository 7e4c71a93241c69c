"""What is no prose and stays as it is: addresses, names of files, times, numbers to call."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

Span = tuple[int, int]

BLANKS: Final = " \u00a0\u2002\u2003\u2007\u2009\u200a\u202f"
"""Every space inside a line, breaking or not."""
BLANK: Final = f"[{BLANKS}]"
_EXTENSIONS: Final = (
    "docx?|docm|odt|ods|odp|rtf|md|markdown|txt|csv|tsv|xlsx?|pptx?|pdf|html?|vtt|srt|sbv|json|ya?ml|xml|zip|pages|"
    "png|jpe?g|gif|svg|webp|tiff?|heic|mp[34]|wav|py"
)
_NOT_IN_FILE: Final = r"\s«»“”\"()\[\]<>"
_FILE: Final = re.compile(rf"(?<![^{_NOT_IN_FILE}])[^{_NOT_IN_FILE}]*\.(?:{_EXTENSIONS})(?!\w)", re.IGNORECASE)
_ADDRESS: Final = re.compile(
    r"\b(?:https?|ftp|file|mailto|tel|urn|doi):\S+"
    r"|(?<![\w@.-])(?:[\w-]+\.)+(?:fr|com|org|net|eu|info|ca|be|ch|lu|io|example)(?![\w-])(?:[/?#]\S*)?"
    r"|(?<![\w.+%-])[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?:[A-Za-z]:)?(?:[\\/][\w.'-]+){2,}",
)
_IN_ADDRESSES: Final = re.compile(r"[:@/\\.](?:(?<=:)\S|(?<=[@/\\])|(?<=\.)\w)")
"""What every address and name of a file holds, and most texts do not: asking takes a tenth of looking for them."""
_TAIL: Final = ".,;:!?)]}»”\"'…\u00a0\u202f"
_SIGNS: Final = re.compile(
    r"(?:\d+:)?\d{1,2}:\d{2}(?:[.,]\d+)?"  # 14:30, 00:12:04.500
    r"|<!--|-->|[=!]=|&\#?\w+;"
    r"|[:;]-?[)(DPp/|](?!\w)"  # a smile
)
_FORMULA: Final = re.compile(r"=[A-Z][A-Z.]*\([^()]*\)")
"""Of a spreadsheet: its quotes are no quotation marks."""
_CALLED: Final = re.compile(
    rf"\+\d(?:{BLANK}|[\d().-]){{6,}}\d"
    rf"|(?<!\d)0\d(?:(?:{BLANK}|[.-])?\d\d){{4}}(?!\d)"
    rf"|(?<![\d])(?:1[-.{BLANKS}])?\(?\d{{3}}\)?(?:{BLANK}|[-.])?\d{{3}}-\d{{4}}(?!\d)"
    rf"|(?<!\w)[A-Z]\d[A-Z]{BLANK}?\d[A-Z]\d(?!\w)"
)
"""Telephone numbers of France, Canada and abroad; Canadian postal codes."""
_SHARES: Final = (
    (_SIGNS, re.compile(r"[:;&=<-](?:(?<=[:;&=])|(?<=-)->|(?<=<)!--)")),
    (_CALLED, re.compile(r"\d")),
    (_FORMULA, re.compile("=")),
)
"""Each expression, with what all that it finds holds."""


class Names:
    """Names of files, which may hold spaces: found in a text in one go, however many they are."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names = frozenset(names) - {""}
        self._sizes = sorted(set(map(len, self._names)))
        self._ends = {name[-_END:] for name in self._names}

    def spans(self, text: str) -> Iterator[Span]:
        """Where each name stands, wherever that is."""
        for size in set(map(len, self._ends)):
            for end in range(size, len(text) + 1):
                if text[end - size : end] in self._ends:
                    yield from self._that_end(text, end)

    def _that_end(self, text: str, end: int) -> Iterator[Span]:
        sizes = self._sizes[: bisect_right(self._sizes, end)]
        return ((end - size, end) for size in sizes if text[end - size : end] in self._names)


_END: Final = 8
"""Letters of the end of a name by which a text is asked whether it may stand there."""
NO_NAMES: Final = Names()


def kept_spans(text: str, names: Names = NO_NAMES, *others: Span) -> list[Span]:
    """What stays as it is, in order, none touching the next."""
    spans = list(others)
    files: list[Span] = []
    if _IN_ADDRESSES.search(text):
        spans += [(found.start(), _end(found)) for found in _ADDRESS.finditer(text)]
        files += [found.span() for found in _FILE.finditer(text)]
    sought = [pattern for pattern, share in _SHARES if share.search(text)]
    spans += [found.span() for pattern in sought for found in pattern.finditer(text)]
    if files:
        files += names.spans(text)
    merged: list[Span] = []
    for start, end in sorted(spans + files):
        if merged and start <= merged[-1][1]:
            start, end = merged[-1][0], max(end, merged.pop()[1])  # noqa: PLW2901 the two made one
        merged.append((start, end))
    return merged


def _end(address: re.Match[str]) -> int:
    """Where an address ends: the signs of the sentence around it are not its own."""
    return address.start() + len(address[0].rstrip(_TAIL))


def touches(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether letters, or the point between two, lie in one of the spans of `kept_spans`."""
    at = bisect_left(spans, end, key=_first) - 1
    return at >= 0 and start < spans[at][1]


def _first(span: Span) -> int:
    return span[0]
