"""Words that are withheld, and that no contract may hold: a digest of each, which the counter can still compare.

Which words they are stays in the note as it was read. The digests of two notes never compare.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import Final

import msgspec

from restitution.conservation.ast_words import block_words
from restitution.conservation.reading import TELL, words_told
from restitution.conservation.words import Flow
from restitution.model import Note, Withheld

BYTES: Final = 6
UNREAD: Final = "mot retenu"
"""What is told in the place of a word of which only the digest is known."""


def sealed(note: Note) -> Note:
    """The note with all that it withholds known by digests alone; it balances as before."""
    return msgspec.structs.replace(note, withheld=[_sealed(one, note) for one in note.withheld])


def _sealed(one: Withheld, note: Note) -> Withheld:
    if one.sealed:
        return one
    found = [digest_of(word, note.path) for word in withheld_words(one, note.format)]
    return msgspec.structs.replace(one, text="", inlines=[], sealed=found)


@lru_cache(maxsize=1 << 16)
def digest_of(word: str, salt: str) -> str:
    """The digest of a word of a note; `salt`: the note's path."""
    key = blake2b(salt.encode("utf-8", "surrogateescape"), digest_size=16).digest()
    return blake2b(word.encode("utf-8", "surrogatepass"), digest_size=BYTES, key=key).hexdigest()


def withheld_words(one: Withheld, format_: str) -> list[str]:
    """The words that are withheld, counted as those of a note of this format; none of those that are sealed."""
    if one.inlines:
        return block_words([{"t": "Para", "c": one.inlines}], TELL.get(format_, Flow.say))
    return words_told(one.text, format_)


def withheld_count(one: Withheld, format_: str) -> int:
    """How many words are withheld."""
    return len(one.sealed) or len(withheld_words(one, format_))


def unsealed(missing: Counter[str], withheld: Iterable[Withheld], salt: str) -> tuple[Counter[str], int]:
    """What is left of missing words once those that are sealed are found, and how many digests are of none."""
    left = Counter(digest for one in withheld for digest in one.sealed)
    still: Counter[str] = Counter()
    for word, count in missing.items():
        digest = digest_of(word, salt)
        found = min(count, left[digest])
        left[digest] -= found
        still[word] = count - found
    return +still, left.total()
