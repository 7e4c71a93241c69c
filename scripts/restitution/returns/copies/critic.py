"""A writer's plain text or Markdown with marks in it, beside a patch: `[supprimé : vieux]`, or `{--vieux--}`.

Bytes that nothing is said of stay: charset, byte order mark and line ends are those of the file. Its last line
says what it is a copy of, in a mark of the same kind: read again, it is no text of the note, nor is the legend.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import unified_diff
from typing import Final

import msgspec

from restitution import charset
from restitution.ooxml.own_source import SOURCE
from restitution.returns.copies.marks import Change, Comment, Leaf, Marks
from restitution.returns.copies.phrases import day_of
from restitution.text_marks import BRACKETS, CRITIC, IN_BRACKETS

MARKDOWN: Final = (".md", ".markdown", ".mdown")
_LINE: Final = re.compile(r"[^\r\n\u2028\u2029]*(?:\r\n|[\r\n\u2028\u2029]|\Z)")
_WHERE: Final = re.compile(r"lignes? (\d+)(?:-(\d+))?$")


class _Edit(msgspec.Struct, frozen=True):
    """What is written in the place of the text from `start` to `end`, with marks and without."""

    start: int
    end: int
    marked: str
    corrected: str


class CriticCopy:
    """One plain text or Markdown file (`marks.Copy`). Raises `UnreadableSource` when it is no text."""

    def __init__(self, data: bytes, leaves: Sequence[Leaf], name: str) -> None:
        self._name = name
        self._charset, body = charset.charset_of(data)
        self._mark = data[: len(data) - len(body)]
        self._text = charset.of_bytes(body, self._charset)
        self._lines = [found.span() for found in _LINE.finditer(self._text)]
        is_plain = not name.lower().endswith(MARKDOWN) and not IN_BRACKETS.search(self._text)
        self._signs = BRACKETS if is_plain else CRITIC
        end = re.search(r"\r\n|[\r\n]", self._text)
        self._eol = end[0] if end else "\n"
        groups = _groups([_lines(leaf.where) for leaf in leaves], len(self._lines))
        self._spans = [(self._lines[first][0], self._lines[last][1]) for first, last in groups]
        self._group = [_group_of(_lines(leaf.where), groups) for leaf in leaves]
        self.texts = [self._text[start:end] for start, end in self._spans]

    def paragraph(self, leaf: int) -> tuple[int, bool] | None:
        """The lines that a leaf was read from."""
        group = self._group[leaf]
        return (group, True) if group >= 0 else (0, False) if self._spans else None

    def may_change(self, change: Change) -> bool:
        """Anywhere, but where marks would become part of others."""
        old = self.texts[change.paragraph][change.start : change.end]
        return not any(sign in old + change.new for sign in self._signs.never)

    def written(self, marks: Marks, source: str) -> dict[str, bytes]:
        """The text with marks, and the patch when there is a change."""
        edits = sorted(self._edits(marks), key=lambda one: (one.start, one.end))
        marked = self._applied(edits, is_marked=True)
        last = "" if marked.endswith(("\n", "\r")) else self._eol
        before, behind = self._signs.source
        legend = "".join(f"{line}{self._eol}" for line in (*self._signs.legend, "")) if self._signs.legend else ""
        marked = f"{legend}{marked}{last}{before}{SOURCE} {source}{behind}{self._eol}"
        ending = self._name[self._name.rindex(".") :] if "." in self._name else ".txt"
        files = {ending: self._mark + self._encoded(marked)}
        if marks.changes:
            files[".diff"] = self._patch(self._applied(edits, is_marked=False))
        return files

    def _edits(self, marks: Marks) -> Iterator[_Edit]:
        changes = [(self._at(change), change) for change in marks.changes]
        for (start, end), change in changes:
            old, gap = self._text[start:end], self._eol * 2 if change.is_paragraph else ""
            removed = old.join(self._signs.removed) if old else ""
            added = change.new.join(self._signs.added) if change.new else ""
            yield _Edit(start, end, f"{removed}{gap}{added}", f"{gap}{change.new}")
        for comment in marks.comments:
            _, at = self._at(comment)
            at = next((end for (start, end), _ in changes if start < at < end), at)
            words = "".join(said.join(self._signs.said) for said in self._said(comment))
            yield _Edit(at, at, words, "")

    def _at(self, one: Change | Comment) -> tuple[int, int]:
        """Its place in the file; of a whole paragraph, the end of its last line."""
        first, text = self._spans[one.paragraph][0], self.texts[one.paragraph]
        is_whole = one.start >= one.end and not isinstance(one, Change)
        if is_whole or (isinstance(one, Change) and one.is_paragraph):
            return first + len(text.rstrip()), first + len(text.rstrip())
        return first + one.start, first + one.end

    def _said(self, comment: Comment) -> Iterator[str]:
        about = " ".join(self.texts[comment.paragraph][comment.start : comment.end].split())
        for number, message in enumerate(comment.messages):
            day = f", {day_of(message.date)}" if day_of(message.date) else ""
            on = f", sur « {about} »" if about and not number else ""
            text = " / ".join(message.text.split("\n"))
            yield self._signs.without_marks(f"{self._signs.whose(message.author)}{day}{on} : {text}")

    def _applied(self, edits: Sequence[_Edit], *, is_marked: bool) -> str:
        pieces, at = [], 0
        for edit in edits:
            pieces += [self._text[at : edit.start], edit.marked if is_marked else edit.corrected]
            at = max(at, edit.end)
        return "".join([*pieces, self._text[at:]])

    def _encoded(self, text: str) -> bytes:
        """In the charset of the file; what it cannot write becomes `&#8217;`, never a question mark."""
        return charset.to_bytes(text, self._charset)

    def _patch(self, corrected: str) -> bytes:
        """The changes as `patch` reads them; in UTF-8 where the file is in a charset that it does not read."""
        old, new = ([found[0] for found in _LINE.finditer(text) if found[0]] for text in (self._text, corrected))
        lines = list(unified_diff(old, new, self._name, self._name))
        lines = [
            line if line.endswith(("\n", "\r")) else f"{line}\n\\ No newline at end of file\n" for line in lines
        ]
        text = "".join(lines)
        return text.encode("utf-8", "surrogateescape") if self._charset.startswith("utf-") else self._encoded(text)


def _lines(where: str) -> tuple[int, int] | None:
    """First and last line, from 0, of a place « ligne 4 », « lignes 4-7 »."""
    found = _WHERE.match(where)
    return (int(found[1]) - 1, int(found[2] or found[1]) - 1) if found else None


def _groups(ranges: Sequence[tuple[int, int] | None], count: int) -> list[tuple[int, int]]:
    """Runs of lines that share none: leaves of one line (the cells of a row) are one paragraph."""
    groups: list[tuple[int, int]] = []
    for first, last in sorted(lines for lines in ranges if lines is not None and lines[1] < count):
        if groups and first <= groups[-1][1]:
            groups[-1] = groups[-1][0], max(last, groups[-1][1])
        else:
            groups.append((first, last))
    return groups


def _group_of(lines: tuple[int, int] | None, groups: Sequence[tuple[int, int]]) -> int:
    if lines is None:
        return -1
    return next((n for n, (first, last) in enumerate(groups) if first <= lines[0] <= last), -1)
