"""What once found a mistake, and what each format looks like, is read or refused in a sentence."""

from __future__ import annotations

import random

import pytest

from .targets import TARGETS, seeds, try_one

FLIPS = 6
"""Spoilt copies of each seed."""


def spoilt(data: bytes, chance: random.Random) -> bytes:
    """A copy with a few bytes changed, taken out or doubled."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(made) or 1)
        match chance.randrange(3):
            case 0:
                made[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del made[at : at + chance.randrange(1, 9)]
            case _:
                made[at:at] = made[at : at + chance.randrange(1, 30)]
    return bytes(made)


@pytest.mark.parametrize("target", TARGETS)
def test_seeds_and_spoilt_copies_of_them_are_read_or_refused(target: str) -> None:
    chance = random.Random(2040)  # noqa: S311 not for secrets
    tried = 0
    for data in seeds(target):
        for content in (data, *(spoilt(data, chance) for _ in range(FLIPS))):
            try_one(target, content)
            tried += 1
    assert tried > FLIPS
