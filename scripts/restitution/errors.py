"""Everything that can stop a command, as a person must read it.

RestitutionError            cannot go on: message, hint, exit code 1
├── WrongUse                the command or the settings say something impossible (2)
├── NeedsEditor             built or looked at, but something awaits the editor (3)
├── AnotherBuild            another build of this project is running (4)
├── Bug                      the program is wrong; the log named in the hint is what its makers need (70)
├── UnreadableSource        one file cannot be taken; it is set aside, the build goes on
├── Loss                    words of a source or of the document are missing: nothing is published
└── StaleContract           a stage was handed a file made from other sources than those announced
"""

from __future__ import annotations


class RestitutionError(Exception):
    """Cannot go on. `message` says what and where, `hint` what to do; `code` is the exit code."""

    code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class WrongUse(RestitutionError):
    """What was asked, or what the settings say, cannot be."""

    code = 2


class NeedsEditor(RestitutionError):
    """The result stands, but something needs the editor."""

    code = 3


class AnotherBuild(RestitutionError):
    """Another build holds this project's lock."""

    code = 4


class Bug(RestitutionError):
    """Our own fault."""

    code = 70


class UnreadableSource(RestitutionError):
    """One file cannot be read; `message` is the French sentence that its writer gets."""


class Loss(RestitutionError):
    """Words that came in did not come out."""


class StaleContract(RestitutionError):
    """A contract file does not carry the key that the plan announces."""
