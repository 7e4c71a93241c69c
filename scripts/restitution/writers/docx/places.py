"""Marks among the letters of a copy: all are gathered first, since each place that is cut moves what follows."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence

from restitution.ooxml.word import Element, W, make
from restitution.writers.docx.changes import Edit
from restitution.writers.docx.comments import run_of
from restitution.writers.docx.letters import Letters
from restitution.writers.docx.marks import Marks
from restitution.writers.docx.spots import Spot

ENDS, POINTS, ADDED, STARTS = range(4)
"""Order of what stands at one place."""
Place = tuple[str, int, bool]
"""In the passage of a bookmark, behind how many letters, and whether it keeps to the letter before it."""


class Places:
    """Marks by place. `letters`: of the passage of a bookmark, to be looked at only."""

    def __init__(self, letters: Callable[[str], Letters]) -> None:
        self._letters = letters
        self._nodes: dict[Place, list[tuple[int, Element]]] = {}
        self._taken_out: list[tuple[Place, Place, Mapping[str, str]]] = []

    def comment(self, spot: Spot, numbered: Sequence[tuple[str, Element]]) -> None:
        """A thread: one range for each of its members, of the same words, each with its number and reference."""
        starts = [make("commentRangeStart", id=number) for number, _ in numbered]
        ends = [node for number, reference in numbered for node in (make("commentRangeEnd", id=number), reference)]
        if spot.first == spot.last and spot.start == spot.end:
            self._add((spot.first, spot.start, False), POINTS, starts + ends)
        else:
            self._add((spot.first, spot.start, False), STARTS, starts)
            self._add((spot.last, spot.end, True), ENDS, ends)

    def edit(self, edit: Edit, said_by: Mapping[str, str]) -> None:
        """A tracked change. `said_by`: attributes that say who made it and when."""
        if edit.start < edit.end:
            places = (edit.mark, edit.start, False), (edit.mark, edit.end, True)
            for place in places:
                self._add(place, ENDS, [])
            self._taken_out.append((*places, said_by))
            return
        added = make("ins")
        added.attrib.update(said_by)
        run = run_of(edit.remark.text)
        look = self._letters(edit.mark).look_at(edit.start)
        if look is not None:
            run.insert(0, copy.deepcopy(look))
        added.append(run)
        self._add((edit.mark, edit.start, edit.start > 0), ADDED, [added])

    def _add(self, place: Place, kind: int, nodes: Sequence[Element]) -> None:
        self._nodes.setdefault(place, []).extend((kind, node) for node in nodes)

    def settle(self, marks: Marks) -> None:
        """Puts them into the texts, one after the other."""
        order = sorted(self._nodes, key=lambda one: (one[0], 2 * one[1] - one[2]), reverse=True)
        for starts in marks.opened({mark for mark, _, _ in order}):
            self._settle([one for one in order if one[0] in starts], starts)

    def _settle(self, order: Sequence[Place], starts: Mapping[str, Element]) -> None:
        """Those of some passages. `order`: the places, those of a passage from the last to the first."""
        letters = {mark: Letters(start) for mark, start in starts.items()}
        cuts = {(mark, at, is_kept): letters[mark].cut(at, ends=is_kept) for mark, at, is_kept in order}
        for start, end, said_by in self._taken_out:
            if start in cuts:
                _take_out(cuts[start], cuts[end], said_by)
        for place, cut in cuts.items():
            for _, node in sorted(self._nodes.pop(place), key=lambda pair: pair[0]):  # none keeps its tree
                cut.addprevious(node)
            cut.getparent().remove(cut)


def _take_out(start: Element, end: Element, said_by: Mapping[str, str]) -> None:
    """Makes a tracked deletion of what stands between two cuts."""
    taken = make("del")
    taken.attrib.update(said_by)
    for node in list(start.itersiblings()):
        if node is end:
            break
        taken.append(node)
    start.addnext(taken)
    for text in taken.iter(W + "t"):
        text.tag = W + "delText"
