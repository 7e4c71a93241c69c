"""The ends of paragraphs, which the next one must be able to take in.

A paragraph whose mark was inserted joins the next one when it is refused; one whose mark was deleted, when it is
accepted. Before a table and at the end of a cell, a note or the text there is no next one: LibreOffice then leaves
an empty paragraph. There the mark of the paragraph before carries the change; and where paragraphs were both
deleted and inserted, the last of each become one that was edited.
"""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterator, Sequence

from restitution.ooxml.word import Element, W
from restitution.redline.atoms import NO_WIDTH
from restitution.redline.marking import GONE, Marker, drop_paragraph_mark, give_style, mark_of
from restitution.redline.pairing import Block, Step

WENT, CAME = frozenset({"deleted", "moved_from"}), frozenset({"inserted", "moved_to"})


def settled(found: Sequence[Step], old: Sequence[Block], new: Sequence[Block]) -> list[Step]:
    """The steps, so that each run of paragraphs ends with one of both documents, or with steps of one sort."""
    runs = list(_runs(_ended(list(_apart(found, old, new)), old, new), old, new))
    edited = [pair for run in runs if (pair := _last_ones(run))]
    gone = {step for pair in edited for step in pair}
    return [step for run in runs for step in _rewritten(run, gone)]


def _ended(found: list[Step], old: Sequence[Block], new: Sequence[Block]) -> list[Step]:
    """The last paragraphs of both, when neither stands in the other, become one that was edited."""
    went = next((step for step in found if step.old == len(old) - 1 and step.kind in WENT), None)
    came = next((step for step in found if step.new == len(new) - 1 and step.kind in CAME), None)
    if not went or not came or {old[-1].kind, new[-1].kind} != {"p"}:
        return found
    gone = {went, came}
    rest = [_alone(step, gone) for step in found if step not in gone]
    return [*rest, Step("kept", went.old, came.new)]


def _apart(found: Sequence[Step], old: Sequence[Block], new: Sequence[Block]) -> Iterator[Step]:
    """A picture that was replaced is two paragraphs: LibreOffice joins one that holds both to the next."""
    for step in found:
        if step.kind == "kept" and _is_replaced(old[step.old], new[step.new]):
            yield Step("deleted", step.old)
            yield Step("inserted", new=step.new)
        else:
            yield step


def _is_replaced(old: Block, new: Block) -> bool:
    return old.kind == "p" and not old.text and not new.text and old.content != new.content


def _runs(found: Sequence[Step], old: Sequence[Block], new: Sequence[Block]) -> Iterator[list[Step]]:
    """The paragraphs between two tables; each table alone."""
    run: list[Step] = []
    for step in found:
        if (old[step.old] if step.old >= 0 else new[step.new]).kind == "p":
            run.append(step)
        else:
            yield from (run, [step])
            run = []
    yield run


def _last_ones(run: Sequence[Step]) -> tuple[Step, Step] | None:
    """What went and what came last, when both stand behind the last paragraph that was kept."""
    tail: list[Step] = []
    for step in reversed(run):
        if step.kind == "kept":
            break
        tail.append(step)
    went = next((step for step in tail if step.kind in WENT), None)
    came = next((step for step in tail if step.kind in CAME), None)
    return (went, came) if went and came else None


def _rewritten(run: Sequence[Step], gone: Collection[Step]) -> Iterator[Step]:
    """The steps of a run, the two that became one at its end. `gone`: all such steps."""
    for step in run:
        if step not in gone:
            yield _alone(step, gone)
    pair = _last_ones(run)
    if pair:
        yield Step("kept", pair[0].old, pair[1].new)


def _alone(step: Step, gone: Collection[Step]) -> Step:
    """Of a move whose other half is no step any more, a deletion or an insertion."""
    if step.kind == "moved_from" and any(one.new == step.new for one in gone):
        return Step("deleted", step.old)
    if step.kind == "moved_to" and any(one.old == step.old for one in gone):
        return Step("inserted", new=step.new)
    return step


def carry_marks(written: Sequence[Element], marker: Marker) -> None:
    """Where no next paragraph stands, the mark before a paragraph carries its change. `written`: blocks.

    So it is too where words were inserted at the end of the paragraph before: LibreOffice takes both insertions
    for one, and would join what stands around them.
    """
    for number, node in enumerate(written):
        fate = mark_of(node) if node.tag == W + "p" else ""
        after = written[number + 1] if number + 1 < len(written) else None
        if not fate or (after is not None and after.tag == W + "p" and mark_of(after)):
            continue  # the last one of its row
        before = _before(written[:number])
        if before is None and after is None:
            drop_paragraph_mark(node)
        elif before is not None and (
            after is None or after.tag != W + "p" or (fate not in GONE and _ends_inserted(before))
        ):
            _hand_over(before, node, fate, marker)


def _hand_over(before: Element, node: Element, fate: str, marker: Marker) -> None:
    """The end of `before` is the one that was inserted or deleted; what remains of both looks like `before`."""
    drop_paragraph_mark(node)
    marker.paragraph_mark(before, "del" if fate in GONE else "ins")
    if fate not in GONE:
        marker.former_style(node, before)
    elif before.find(f"{W}pPr/{W}pStyle") is not None:
        was = copy.deepcopy(node)
        give_style(node, before)
        marker.former_style(node, was)


def _ends_inserted(paragraph: Element) -> bool:
    last = next((one for one in reversed(paragraph) if one.tag not in NO_WIDTH), None)
    return last is not None and last.tag in {W + "ins", W + "moveTo"}


def _before(written: Sequence[Element]) -> Element | None:
    """The last paragraph of which the mark is unchanged, if no table stands behind it."""
    for node in reversed(written):
        if node.tag != W + "p":
            return None
        if not mark_of(node):
            return node
    return None
