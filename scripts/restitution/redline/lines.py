"""A paragraph written with its changes: word by word, in runs as long as they can be."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from restitution.ooxml.word import SPACE, Element, W, make
from restitution.redline.atoms import Atom, Line, run_of
from restitution.redline.marking import GONE, Marker, Tracked

REWRITTEN: Final = 0.3
"""Of 1: words in common below which a paragraph is shown whole, old then new."""
ISLAND: Final = 3
"""Letters kept between two changes below which they become one: a lone « de » is no help to a reader."""
UNMARKED: Final = frozenset(W + tag for tag in ("footnoteRef", "endnoteRef", "annotationRef"))
_IN_DELETED: Final = {W + "t": W + "delText", W + "instrText": W + "delInstrText"}

Change = tuple[str, int, int, int, int]


def changes(old: Line, new: Line) -> list[Change]:
    """What makes the new words of the old ones, as `difflib` says it, small islands joined."""
    matcher = SequenceMatcher(None, old.keys, new.keys, autojunk=False)
    if old.atoms and new.atoms and _kept_letters(matcher, old) < REWRITTEN * max(len(old.text), len(new.text)):
        return [("replace", 0, len(old.atoms), 0, len(new.atoms))]
    return list(_joined(matcher.get_opcodes(), old))


def _kept_letters(matcher: SequenceMatcher[str], old: Line) -> int:
    kept = [atom for i, _, size in matcher.get_matching_blocks() for atom in old.atoms[i : i + size]]
    things = any(atom.level != "word" for atom in kept)
    return 10**6 if things else sum(len(atom.text) for atom in kept if atom.text.strip())


def _joined(found: Sequence[Change], old: Line) -> Iterator[Change]:
    held: Change | None = None
    for number, (kind, i, i_end, j, j_end) in enumerate(found):
        is_between = held is not None and 0 < number < len(found) - 1
        if kind == "equal" and not (is_between and _is_island(old.atoms[i:i_end])):
            if held:
                yield held
            held = None
            yield kind, i, i_end, j, j_end
        else:
            held = ("replace", held[1], i_end, held[3], j_end) if held else (kind, i, i_end, j, j_end)
    if held:
        yield held


def _is_island(atoms: Sequence[Atom]) -> bool:
    if any(atom.level != "word" for atom in atoms):
        return False
    return len("".join(atom.text for atom in atoms).strip()) < ISLAND


class Writer:
    """Writes atoms into a paragraph. `foreign`: makes what comes from the old document fit for the new one."""

    def __init__(self, paragraph: Element, marker: Marker, foreign: Callable[[Element], None]) -> None:
        self._paragraph, self._marker, self._foreign = paragraph, marker, foreign
        self._holder: tuple[object, Element] = (None, paragraph)
        self._last: tuple[object, Element] | None = None

    def plain(self, nodes: Sequence[Element]) -> None:
        """Elements without width."""
        for node in nodes:
            self._paragraph.append(copy.deepcopy(node))
            self._close()

    def put(self, atom: Atom, kind: Tracked | None = None, before: Atom | None = None) -> None:
        """One atom, as it is or inserted or deleted; `before`: the same in the old document, for its look."""
        if kind not in GONE:
            self.plain(atom.before)
        if atom.nodes and atom.nodes[0].tag in UNMARKED:
            kind = None
        holder = self._open(kind, None if kind in GONE else atom.link)
        if atom.level == "paragraph":
            for node in atom.nodes:
                holder.extend(self._whole(node, kind))
            self._last = None
            return
        looks = (atom.shown, atom.shown if before is None else before.shown)
        if self._last is None or self._last[0] != looks:
            run = run_of(atom.look)
            if kind in GONE:
                self._foreign(run)
            if before is not None and looks[0] != looks[1]:
                self._marker.former_look(run, before.look)
            holder.append(run)
            self._last = (looks, run)
        self._fill(self._last[1], atom, kind)

    def _fill(self, run: Element, atom: Atom, kind: Tracked | None) -> None:
        if atom.level == "run":
            run.extend(self._copied(node, kind) for node in atom.nodes)
            return
        tag = "delText" if kind == "del" else "t"
        text = run[-1] if len(run) and run[-1].tag == W + tag else None
        if text is None:
            text = make(tag)
            text.set(SPACE, "preserve")
            run.append(text)
        text.text = (text.text or "") + atom.text

    def _whole(self, node: Element, kind: Tracked | None) -> list[Element]:
        """A paragraph's element, without the wrappers that no change may hold."""
        if kind is not None and node.tag in {W + "bookmarkStart", W + "bookmarkEnd"}:
            return []
        return [self._copied(node, kind)]

    def _copied(self, node: Element, kind: Tracked | None) -> Element:
        copied = copy.deepcopy(node)
        copied.tail = None
        if kind in GONE:
            self._foreign(copied)
        for one in copied.iter() if kind == "del" else ():
            one.tag = _IN_DELETED.get(one.tag, one.tag)
        return copied

    def _open(self, kind: Tracked | None, link: Element | None) -> Element:
        """Where runs of that fate go: in the paragraph, its link, the mark of the change."""
        wanted = (kind, link)
        if self._holder[0] != wanted:
            holder = self._paragraph
            if link is not None:
                attributes = dict(link.attrib)
                holder.append(make("hyperlink"))
                holder = holder[-1]
                holder.attrib.update(attributes)
            if kind is not None:
                mark = self._marker.mark(kind)
                holder.append(mark)
                holder = mark
            self._holder, self._last = (wanted, holder), None
        return self._holder[1]

    def _close(self) -> None:
        self._holder, self._last = (None, self._paragraph), None


def write_changes(writer: Writer, old: Line, new: Line, *, looks: bool = True) -> tuple[str, str]:
    """The paragraph with what changed in it; the words that went and those that came.

    `looks`: whether bold and the like are tracked too.
    """
    gone, came = [], []
    for kind, i, i_end, j, j_end in changes(old, new):
        if kind == "equal":
            for before, atom in zip(old.atoms[i:i_end], new.atoms[j:j_end], strict=True):
                writer.put(atom, None, before if looks else None)
            continue
        if j == 0 and new.atoms:  # a bookmark over the whole paragraph begins before what went
            writer.plain(new.atoms[0].before)
            new.atoms[0].before = []
        for atom in old.atoms[i:i_end]:
            writer.put(atom, "del")
        for atom in new.atoms[j:j_end]:
            writer.put(atom, "ins")
        gone.append("".join(atom.text for atom in old.atoms[i:i_end]))
        came.append("".join(atom.text for atom in new.atoms[j:j_end]))
    writer.plain(new.after)
    return " … ".join(filter(str.strip, gone)), " … ".join(filter(str.strip, came))
