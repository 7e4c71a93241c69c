"""The private copy of a Markdown text on its way to pandoc: what is taken out of it is listed with its line."""

from __future__ import annotations

import re
from bisect import bisect_left

import msgspec

from restitution.model import Finding, NotTaken, NotTakenReason

HIDE_OPEN, HIDE_CLOSE = "\ue016", "\ue017"
EDGE = "\ue010"
"""Where two words never make one: beside a picture, an address between angles, a call that was taken out."""


class Markdown(msgspec.Struct, kw_only=True):
    """A text on its way to pandoc, with what was taken out of it."""

    text: str
    path: str
    not_taken: list[NotTaken] = []
    findings: list[Finding] = []
    media: dict[str, bytes] = {}
    hidden: list[str] = []
    line_ends: tuple[str, list[int]] = ("", [])
    """The text that they were counted for, and the index of each of its line ends (hidden ones included)."""

    def leave(self, reason: NotTakenReason, text: str, at: int) -> None:
        """List words that are not prose; `at` is an index of the text as it is now."""
        where = f"ligne {self.line(at)}"
        self.not_taken.append(NotTaken(reason=reason, text=text, where=where))

    def line(self, at: int) -> int:
        """Line of an index, hidden parts counted."""
        if self.line_ends[0] is not self.text:
            ends: list[int] = []
            for found in re.finditer(f"\n|{HIDE_OPEN}(\\d+)", self.text):
                times = self.hidden[int(found[1])].count("\n") if found[1] else 1
                ends.extend([found.start()] * times)
            self.line_ends = (self.text, ends)
        return 1 + bisect_left(self.line_ends[1], at)

    def hide(self, text: str) -> str:
        """A stand-in for `text` that no later rule reads."""
        self.hidden.append(text)
        return f"{HIDE_OPEN}{len(self.hidden) - 1}{HIDE_CLOSE}"

    def show(self) -> None:
        """Put what was hidden back."""
        while HIDE_OPEN in self.text:
            self.text = re.sub(
                f"{HIDE_OPEN}(\\d+){HIDE_CLOSE}", lambda found: self.hidden[int(found.group(1))], self.text
            )
