"""How a command talks: to a person or to a program, in short or in full. One command a process."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from restitution.progress import Progress

JSON = "--json"
LOOKING = "Je regarde vos notes…"
"""What every command that looks at the notes says meanwhile."""


class Manner:
    """What `--json`, `-v`, `-q` and `--project` say of the command that runs."""

    def __init__(self) -> None:
        self.begin(())

    def begin(self, words: Sequence[str] | None = None) -> None:
        """A command begins; these are its words (those of the process, without any).

        That JSON is wanted must be known even of words that cannot be understood.
        """
        said = list(sys.argv[1:] if words is None else words)
        self.json = JSON in (said[: said.index("--")] if "--" in said else said)
        self.verbose = self.quiet = self.answered = False
        self.project: Path | None = None
        self.progress: Progress | None = None


MANNER = Manner()


def new_progress() -> Progress:
    """The progress of this command, silent for a program and with `-q`."""
    from restitution.progress import Progress  # noqa: PLC0415 20 ms, and most commands tell none

    MANNER.progress = Progress(quiet=MANNER.json or MANNER.quiet, verbose=MANNER.verbose)
    return MANNER.progress
