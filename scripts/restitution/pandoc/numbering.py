"""Numbers of headings: 1, 1.1, 1.1.1, and « Annexe A : »."""

from __future__ import annotations

from restitution.messages import letters

NUMBERED_LEVELS = 3
LEVELS = 4
NBSP = "\u00a0"


class Numbering:
    """Gives each heading its level and its number, in reading order.

    Accessible PDF refuses a level that is skipped: a heading is at most one level below the one before it.
    Under a heading without a number, headings have none; under « Annexe A » they are A.1, A.2.
    """

    def __init__(self) -> None:
        self._numbers: list[str] = []
        self._counts: list[int] = [0] * LEVELS
        self._annexes = 0

    def place(self, level: int, classes: list[str]) -> tuple[int, str]:
        """Level to show, and the number as printed (empty when it has none)."""
        level = min(max(level, 1), len(self._numbers) + 1, LEVELS)
        del self._numbers[level - 1 :]
        self._counts[level:] = [0] * (LEVELS - level)
        if "annexe" in classes:
            self._annexes += 1
            number = letters(self._annexes)
            printed = f"Annexe {number}{NBSP}:"
        else:
            number = printed = "" if "unnumbered" in classes else self._next(level)
        self._numbers.append(number)
        return level, printed

    def _next(self, level: int) -> str:
        above = self._numbers[-1] if level > 1 else ""
        if level > NUMBERED_LEVELS or (level > 1 and not above):
            return ""
        self._counts[level - 1] += 1
        own = str(self._counts[level - 1])
        return f"{above}.{own}" if above else own
