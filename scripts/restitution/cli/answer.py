"""What a command has to tell, and the one place where it is told: as JSON, in short, or in full.

A command returns an `Answer`. It never asks how it is to be told, and prints nothing on standard output before.
"""

from __future__ import annotations

import sys
from typing import Any

import msgspec

from restitution.cli.manner import MANNER
from restitution.cli.screen import out
from restitution.errors import RestitutionError


class Answer(msgspec.Struct, kw_only=True):
    """The result of a command. Its fields are its JSON, unless `record` says otherwise."""

    def record(self) -> object:
        """What `--json` prints: keys that stay, whatever the words for people become."""
        return self

    def show(self) -> None:
        """Print it for a person."""
        raise NotImplementedError

    def in_short(self) -> str:
        """The one line that `-q` leaves; empty for none."""
        return ""

    def trouble(self) -> RestitutionError | None:
        """What is raised once all is told: it decides the exit code."""
        return None


def deliver(answer: Answer) -> None:
    """Tell the answer of a command in the way that was asked. Raises its trouble."""
    if MANNER.json:
        print_json(answer.record())
    elif MANNER.quiet:
        if line := answer.in_short():
            out(line)
    else:
        answer.show()
        if MANNER.verbose:
            from restitution.cli.details import tell_details  # noqa: PLC0415 only where they are wanted

            tell_details(MANNER.progress)
    MANNER.answered = True
    if trouble := answer.trouble():
        raise trouble


def print_json(record: object, *, indent: int = 2) -> None:
    """A record as JSON in UTF-8, whatever the code page of the console; on one line with a negative `indent`."""
    text = _encoded(record, indent) + b"\n"
    buffer: Any = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(text.decode())
        return
    sys.stdout.flush()
    buffer.write(text)
    buffer.flush()


def _encoded(record: object, indent: int) -> bytes:
    try:
        return msgspec.json.format(msgspec.json.encode(record), indent=indent)
    except UnicodeEncodeError:  # a name in another code page
        import json  # noqa: PLC0415 only here

        spaced = indent if indent > 0 else None
        return json.dumps(msgspec.to_builtins(record), indent=spaced, ensure_ascii=False).encode(
            "utf-8", "replace"
        )
