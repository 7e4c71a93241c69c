"""Joins what pandoc read of one file in several pieces."""

from __future__ import annotations

from collections.abc import Iterable

from restitution.errors import UnreadableSource
from restitution.model import Block
from restitution.pandoc.run import Job

Answer = list[Block] | UnreadableSource


def joined(jobs: Iterable[Job], answers: Iterable[Answer]) -> Answer:
    """The blocks of all pieces in order, or why one of them cannot be read."""
    blocks: list[Block] = []
    for job, answer in zip(jobs, answers, strict=True):
        if isinstance(answer, UnreadableSource):
            return answer
        rest = bool(job.continues and blocks and answer)
        if rest:
            _continue(blocks[-1], answer[0])
        blocks += answer[1:] if rest else answer
    return blocks


def _continue(table: Block, rest: Block) -> None:
    """Put the rows of the rest of a table below its own."""
    _, _, columns, _, bodies, _ = table["c"]
    _, _, others, head, more, _ = rest["c"]
    rows = [*head[1], *(row for body in more for part in body[2:] for row in part)]
    if bodies:
        bodies[-1][3].extend(rows)
    else:
        table["c"][4] = more
    for own, other in zip(columns, others, strict=False):
        if own[1]["t"] == "ColWidthDefault":  # pandoc gives widths once a cell holds more than a line
            own[1] = other[1]
