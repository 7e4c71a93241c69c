"""Forms that French composition writes otherwise. They are words of the writer's: told, never changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_ACCENTED: Final = "cole|conom|glise|lection|lève|lu|nergi|quip|tape|tat|tude|valuation|volution|vénement"
_RULES: Final = (
    (re.compile(r"1(?<!\w1)(?:[èeé]re|ière)(s?)(?!\w)"), r"1re\1"),
    (re.compile(r"([\dIVX](?<!\w.)(?:(?<=\d)\d*|(?<=[IVX])[IVX]*))(?:i?[èeé]me)(s?)(?!\w)"), r"\1e\2"),
    (re.compile(r"Mr(?<!\wMr)\.?(?=\s)"), "M."),
    (re.compile(r"Mme(?<!\wMme)\.(?=\s)"), "Mme"),
    (re.compile(r"Melle(?<!\wMelle)\.?(?=\s)"), "Mlle"),
    (re.compile(r"etc(?<!\wetc)\s?(?:\.{2,}|…)"), "etc."),
    (re.compile(r"(k(?<=\d\sk)[mg])s(?!\w)"), r"\1"),
    (re.compile(rf"E(?<!\wE)((?:{_ACCENTED})\w*)"), r"É\1"),
)
"""Imprimerie nationale: 1re, 2e, M., Mlle, « etc. » without more dots, units without plural, capitals accented."""


def forms(text: str) -> Iterator[tuple[int, str, str]]:
    """Number of the rule, form to write otherwise, and how, in the order of the rules."""
    for number, (pattern, right) in enumerate(_RULES):
        for found in pattern.finditer(text):
            yield number, found[0], found.expand(right)
