"""A paragraph as a row of atoms: words, spaces and signs; breaks, pictures, calls of notes; fields; formulas.

Two atoms are the same when their keys are. A field is one atom whose key is what it asks for, not what it shows: a
number that moved on is no change. What has no width (a bookmark) stands before the atom that follows it.
"""

from __future__ import annotations

import copy
import hashlib
import re
from collections.abc import Callable, Iterator
from typing import Final, Literal

import msgspec
from lxml import etree

from restitution.ooxml.word import WP, Element, M, R, W, make
from restitution.redline.sides import Side, relationship_keys

WORD: Final = re.compile(r"\w+|\s+|[^\w\s]")
NO_WIDTH: Final = frozenset(
    W + tag
    for tag in ("bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd", "lastRenderedPageBreak")
)
_VOLATILE: Final = frozenset({"id", "name", "distT", "distB", "distL", "distR", "rsidR", "rsidRPr"})
_KEPT: Final = {"noBreakHyphen": "\u2011", "softHyphen": "\u00ad", "tab": "\t", "br": "\n", "cr": "\n"}


class Atom(msgspec.Struct, kw_only=True):
    """The least that can be inserted or deleted."""

    key: str
    level: Literal["word", "run", "paragraph"]
    """Of `nodes`: the text of a run; what stands in a run; what stands in a paragraph."""
    text: str = ""
    nodes: list[Element] = []
    look: Element | None = None
    """`w:rPr` of its run."""
    shown: bytes = b""
    """The same for two looks that say the same."""
    link: Element | None = None
    """The `w:hyperlink` around it."""
    before: list[Element] = []
    """What has no width and stands in front of it."""


class Line(msgspec.Struct):
    """A paragraph, taken apart."""

    atoms: list[Atom]
    after: list[Element]
    """What has no width and stands behind the last."""

    @property
    def keys(self) -> list[str]:
        """What two paragraphs are compared by."""
        return [atom.key for atom in self.atoms]

    @property
    def looks(self) -> list[bytes]:
        """How each of them is shown."""
        return [atom.shown for atom in self.atoms]

    @property
    def text(self) -> str:
        """What a person reads, spaces folded; what fields show is left out."""
        return " ".join("".join(atom.text for atom in self.atoms).split())


def line_of(paragraph: Element, side: Side, note_key: Callable[[str], str]) -> Line:
    """The atoms of a paragraph. `note_key`: what a note is known by in both documents."""
    return _Taking(side, note_key).take(paragraph)


class _Taking:
    def __init__(self, side: Side, note_key: Callable[[str], str]) -> None:
        self._side, self._note_key = side, note_key
        self._atoms: list[Atom] = []
        self._marks: list[Element] = []
        self._field: list[Element] = []
        self._depth = 0

    def take(self, paragraph: Element) -> Line:
        self._children(paragraph, None)
        if self._field:  # without an end
            self._close()
        return Line(self._atoms, self._marks)

    def _children(self, parent: Element, link: Element | None) -> None:
        for node in parent:
            if node.tag in NO_WIDTH:
                (self._field if self._depth else self._marks).append(node)
            elif node.tag == W + "r":
                self._run(node, link)
            elif node.tag in {W + "hyperlink", W + "fldSimple", W + "smartTag"}:
                self._children(node, node if node.tag == W + "hyperlink" else link)
            elif node.tag != W + "pPr" and isinstance(node.tag, str):
                self._put(Atom(key=self._key(node), level="paragraph", nodes=[node], text=_formula(node)))

    def _run(self, run: Element, link: Element | None) -> None:
        turns = [node.get(W + "fldCharType") for node in run.iterchildren(W + "fldChar")]
        if self._depth or turns:
            self._field.append(run)
            self._depth += turns.count("begin") - turns.count("end")
            if self._depth <= 0:
                self._close()
            return
        look = run.find(W + "rPr")
        shown = canonical(look)
        for node in run:
            if node.tag == W + "rPr" or node.tag in NO_WIDTH or not isinstance(node.tag, str):
                continue
            for atom in self._of_run(node):
                atom.look, atom.shown, atom.link = look, shown, link
                self._put(atom)

    def _of_run(self, node: Element) -> Iterator[Atom]:
        tag = node.tag.rpartition("}")[2]
        if node.tag == W + "t":
            yield from (Atom(key=word, level="word", text=word) for word in WORD.findall(node.text or ""))
        elif node.tag == W + "footnoteReference":
            yield Atom(key=f"note {self._note_key(node.get(W + 'id', ''))}", level="run", nodes=[node])
        else:
            yield Atom(key=self._key(node), level="run", nodes=[node], text=_KEPT.get(tag, ""))

    def _close(self) -> None:
        asked = "".join(code.text or "" for node in self._field for code in node.iter(W + "instrText"))
        self._depth, nodes, self._field = 0, self._field, []
        self._put(Atom(key=f"field {' '.join(asked.split())}", level="paragraph", nodes=nodes))

    def _put(self, atom: Atom) -> None:
        atom.before, self._marks = self._marks, []
        self._atoms.append(atom)

    def _key(self, node: Element) -> str:
        """The same for two elements that show the same thing."""
        said = [one.get("descr", "") for one in node.iter(WP + "docPr")]
        if self._side.told and said:
            return f"picture {said}"
        shown = copy.deepcopy(node)
        for one, key in relationship_keys(shown):
            one.set(key, self._side.picture(one.get(key, "")))
        for one in shown.iter():
            for key in [key for key in one.attrib if key in _VOLATILE or str(key).rpartition("}")[2] in _VOLATILE]:
                if not str(key).startswith(R):
                    del one.attrib[key]
        return hashlib.sha256(_alone(shown)).hexdigest()


def _formula(node: Element) -> str:
    return "".join(letter.text or "" for letter in node.iter(M + "t", W + "t"))


def canonical(node: Element | None) -> bytes:
    """The same bytes for two looks that say the same; none for one that says nothing."""
    return _alone(node) if node is not None and len(node) else b""


def _alone(node: Element) -> bytes:
    alone: bytes = etree.tostring(node, method="c14n", exclusive=True, with_tail=False)
    return alone


def run_of(look: Element | None) -> Element:
    """An empty run of that look."""
    run = make("r")
    if look is not None:
        run.append(copy.deepcopy(look))
    return run
