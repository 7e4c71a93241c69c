"""The letters of a passage in a finished DOCX, as its manifest has them, and the places between them.

A place is cut where a mark goes: the run that holds it becomes two, of the same look. Fields, formulas and all
that Word makes anew are never cut: a mark inside of them goes around them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from restitution.ooxml.word import Element, W, is_on, make, raw_words, value
from restitution.ooxml.word_runs import part_run, part_text
from restitution.writers.docx.margin import MARK, NUMBER

PASSED: Final = frozenset({W + "hyperlink", W + "smartTag"})
"""What runs may stand in, and marks among them."""
GONE: Final = frozenset({W + "del", W + "moveFrom"})
"""What a redline takes out: it is no longer said."""
BESIDE: Final = frozenset({MARK.id, NUMBER.id})
"""Styles of what a copy to review says beside the text."""
PLAIN: Final = frozenset({W + "rPr", W + "t", W + "tab", W + "br", W + "cr", W + "noBreakHyphen"})
"""What a run may hold that a tracked change takes in."""


class _Atom(msgspec.Struct, eq=False):
    """What stands whole: the text of a run, which may be cut between letters, or anything else that says words."""

    text: str
    first: Element
    last: Element
    """The same as `first`, but of a field: its run that begins it, and the one that ends it."""

    @property
    def is_text(self) -> bool:
        """Whether its letters are those of a text of Word."""
        return bool(self.first.tag == W + "t")


class _Letter(msgspec.Struct, frozen=True):
    """One letter of a passage, from the sign `at` of an atom to behind a sign; a run of spaces counts for one."""

    atom: _Atom
    at: int
    until: _Atom
    to: int


class Letters:
    """The letters under a bookmark. Places count from 0, the one behind the last letter is their number."""

    def __init__(self, start: Element) -> None:
        self._start = start
        self._letters: list[_Letter] = []
        said: list[str] = []
        for atom in _joined_fields(_atoms(start)):
            for at, sign in enumerate(atom.text):
                self._add(said, sign, _Letter(atom, at, atom, at + 1))
        if said and said[-1] == " ":
            said.pop()
        self.text = "".join(said)

    def _add(self, said: list[str], sign: str, letter: _Letter) -> None:
        if not sign.isspace():
            said.append(sign)
            self._letters.append(letter)
        elif said and said[-1] == " ":
            first = self._letters[-1]
            self._letters[-1] = _Letter(first.atom, first.at, letter.until, letter.to)
        elif said:
            said.append(" ")
            self._letters.append(letter)

    def is_free(self, at: int) -> bool:
        """Whether a mark can stand exactly at a place: not inside of a field."""
        if at <= 0 or at >= len(self.text):
            return at in {0, len(self.text)}
        before, after = self._letters[at - 1], self._letters[at]
        return before.until is not after.atom or after.atom.is_text

    def is_plain(self, start: int, end: int) -> bool:
        """Whether what stands between two places is the text of neighbouring runs and nothing else."""
        if not (start < end and self.is_free(start) and self.is_free(end)):
            return False
        nodes = [node for letter in self._letters[start:end] for node in (letter.atom.first, letter.until.last)]
        runs = [node.getparent() for node in nodes]
        if any(node.tag not in PLAIN for node in nodes) or len({run.getparent() for run in runs}) > 1:
            return False
        between = [runs[0]]
        while between[-1] is not runs[-1]:
            between.append(between[-1].getnext())
        return all(run.tag == W + "r" and all(child.tag in PLAIN for child in run) for run in between)

    def look_at(self, at: int) -> Element | None:
        """The look (`w:rPr`) of the letter before a place, or of the first; None when it has none."""
        if not self.text:
            return None
        node = self._letters[max(0, at - 1)].until.last
        run = node if node.tag == W + "r" else node.getparent()
        look: Element | None = run.find(W + "rPr")
        return look

    def cut(self, at: int, *, ends: bool) -> Element:
        """An empty element at a place: right behind the letter before it when something `ends` there.

        Places are cut from the last to the first: a cut moves what stands behind it.
        """
        mark = make("place")
        if not self.text:
            self._start.addnext(mark)
        elif at == len(self.text) or (ends and at):
            letter = self._letters[at - 1]
            _cut_behind(letter.until, letter.to, mark)
        else:
            letter = self._letters[at]
            _cut_before(letter.atom, letter.at, mark)
        return mark


def shown_text(start: Element) -> str:
    """The text under a bookmark, spaces folded: what `Letters` are of, for less."""
    return " ".join("".join(atom.text for atom in _atoms(start)).split())


def _atoms(start: Element) -> Iterator[_Atom]:
    """Everything under a bookmark, in order; marks of fields as empty atoms."""
    for node in start.itersiblings():
        if node.tag == W + "bookmarkEnd" and node.get(W + "id") == start.get(W + "id"):
            return
        yield from _of(node)


def _of(node: Element) -> Iterator[_Atom]:
    if node.tag in PASSED:
        for child in node:
            yield from _of(child)
    elif node.tag in GONE:
        yield _Atom("", node, node)
    elif node.tag != W + "r":
        yield _Atom(raw_words(node), node, node)
    elif not _is_unseen(node):
        for child in node:
            yield _Atom(raw_words(child), child, child)


def _is_unseen(run: Element) -> bool:
    return value(run, "rPr/rStyle") in BESIDE or bool(is_on(run.find(W + "rPr"), "vanish"))


def _joined_fields(atoms: Iterator[_Atom]) -> Iterator[_Atom]:
    """Each field as one atom, from the run that begins it to the one that ends it."""
    depth = 0
    field: list[_Atom] = []
    for atom in atoms:
        kind = atom.first.get(W + "fldCharType", "")
        depth = max(0, depth + {"begin": 1, "end": -1}.get(kind, 0))
        if not (depth or field):
            yield atom
            continue
        field.append(atom)
        if not depth:
            yield _joined(field)
            field = []
    if field:  # it ends outside of the passage
        yield _joined(field)


def _joined(field: list[_Atom]) -> _Atom:
    return _Atom("".join(atom.text for atom in field), _host(field[0].first), _host(field[-1].last))


def _host(node: Element) -> Element:
    parent: Element = node.getparent()
    return parent if parent.tag == W + "r" else node


def _cut_before(atom: _Atom, at: int, mark: Element) -> None:
    """Puts a mark before the sign `at` of a text, or before all of another atom."""
    if at and atom.is_text:
        _cut_behind(atom, at, mark)
    elif atom.first.getparent().tag == W + "r":
        _part_run(atom.first, mark)
    else:
        atom.first.addprevious(mark)


def _cut_behind(atom: _Atom, at: int, mark: Element) -> None:
    """Puts a mark behind `at` signs of a text, or behind all of another atom."""
    if atom.is_text and at < len(atom.first.text or ""):
        part_text(atom.first, at)
    last = atom.last
    if last.getparent().tag == W + "r" and last.getnext() is not None:
        _part_run(last.getnext(), mark)
    elif last.getparent().tag == W + "r":
        last.getparent().addnext(mark)
    else:
        last.addnext(mark)


def _part_run(behind: Element, mark: Element) -> None:
    """Makes two of a run, of which `behind` begins the second, and puts the mark between."""
    if all(node.tag == W + "rPr" for node in behind.itersiblings(preceding=True)):
        behind.getparent().addprevious(mark)
        return
    part_run(behind).addprevious(mark)
