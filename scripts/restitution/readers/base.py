"""What a reader is: a module with `prepare` and `finish`, one a format.

`prepare(data, path)` looks at the bytes of one file and gives a private copy for pandoc to read, with what it
took aside (comments, deleted text, pictures, front matter); `finish(prepared, blocks)` makes the `Reading` of
pandoc's blocks. A format that pandoc does not read well is read whole in `prepare`, and has no job.
Both raise `UnreadableSource` with one French sentence when the file cannot be taken, and write nothing anywhere.
"""

from __future__ import annotations

from typing import Protocol

import msgspec

from restitution.model import Block, Reading
from restitution.pandoc.run import Job


class Prepared(msgspec.Struct, kw_only=True):
    """A file made ready for pandoc, and what is known of it already."""

    job: Job | None = None
    rest: list[Job] = []
    """Pieces that follow the first, of a file that is too long to be read at once."""
    reading: Reading
    wheres: list[str] = []
    """Place in the source of each marked paragraph, by mark number."""
    looks: list[str] = []
    """Of the same paragraphs, what pandoc keeps nothing of (`readers.look`); none without looks."""

    @property
    def jobs(self) -> list[Job]:
        """All that pandoc is to read, in order."""
        return [] if self.job is None else [self.job, *self.rest]


class Reader(Protocol):
    """A reader module."""

    def prepare(self, data: bytes, path: str) -> Prepared:
        """Take one file apart."""

    def finish(self, prepared: Prepared, blocks: list[Block]) -> Reading:
        """Put together what pandoc read and what was taken aside."""
