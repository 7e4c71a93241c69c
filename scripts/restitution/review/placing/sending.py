"""What was sent, ready to be looked up: passages by bookmark, by text, by likeness."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from functools import cached_property
from typing import Final

from restitution.likeness import Index, Scale
from restitution.remarks import PLAN_PREFIX, Sent, SentPassage, passage_of
from restitution.review.codes import is_of_heading, titles_above
from restitution.review.placing.letters import digest, plain

_STEM: Final = re.compile(r"^((?:src|gen)_[0-9a-f]{10}(?:_\d+(?!\w))?)")


class Sending:
    """The manifest of a returned copy; passages are called by their number in it."""

    def __init__(self, sent: Sent) -> None:
        self.passages = sent.passages
        self._by_name = {passage.bookmark: number for number, passage in enumerate(sent.passages)}
        self._by_stem: dict[str, int] = {}
        for number, passage in enumerate(sent.passages):
            self._by_stem.setdefault(passage_of(passage.bookmark), number)
        names = [passage.bookmark for passage in sent.passages]
        self.is_in_order = names != sorted(names)
        """Whether the manifest tells which passage follows which."""

    def entry(self, bookmark: str) -> tuple[int, bool]:
        """Number of the passage of a bookmark (-1: unknown), and whether a program gave it another name."""
        if bookmark in self._by_name:
            return self._by_name[bookmark], False
        stem = _STEM.match(bookmark)
        name = stem.group(1) if stem else ""
        return self._by_name.get(name, self._by_stem.get(passage_of(name), -1)), True

    def passage(self, entry: int) -> str:
        """The id of a passage."""
        sent = self.passages[entry]
        return sent.passage or passage_of(sent.bookmark)

    def base(self, entry: int) -> str:
        """Its text as it was sent; empty when the manifest does not tell."""
        return self.passages[entry].text

    def says(self, entry: int, text: str) -> bool:
        """Whether a text is that of a passage, but for what programs write each in their way."""
        sent = self.passages[entry]
        return plain(sent.text) == plain(text) if sent.text else sent.sha256 == digest(text)

    def with_text(self, text: str) -> list[int]:
        """Numbers of the passages of that text."""
        return self._by_text.get(plain(text), self._by_digest.get(digest(text), []))

    def like(self, text: str) -> list[int]:
        """Numbers of the few passages that share most of the rare words of a text."""
        return self._index.near(plain(text))

    def likeness(self, entry: int, text: str) -> float:
        """How much a text says what a passage said, from 0 to 1."""
        return self._scale.likeness(plain(self.base(entry)), plain(text))

    def code(self, entry: int) -> str:
        """What a review copy calls it."""
        return self.passages[entry].code

    def under(self, entry: int) -> list[str]:
        """What stands above words of the plan: the text right before, then the headings, the nearest first."""
        if not self.passage(entry).startswith(PLAN_PREFIX):
            return []
        before = self.passages[entry - 1].text if entry and self.is_in_order else ""
        return [before, *self.titles(entry)]

    def titles(self, entry: int) -> list[str]:
        """The headings above a passage, the nearest first; none where the manifest has no codes."""
        return titles_above(self.code(entry), self._titles)

    def bookmark(self, entry: int) -> str:
        """Of words of the plan that stand in several places, the bookmark of that one; empty for all others."""
        passage = self.passage(entry)
        is_repeated = passage.startswith(PLAN_PREFIX) and self._times[passage] > 1
        return self.passages[entry].bookmark if is_repeated else ""

    @cached_property
    def _times(self) -> Counter[str]:
        return Counter(self.passage(number) for number in range(len(self.passages)))

    @cached_property
    def _titles(self) -> dict[str, str]:
        """Code of each heading -> its words."""
        return {one.code: one.text for one in self.passages if one.code and is_of_heading(one.code)}

    @cached_property
    def _by_text(self) -> dict[str, list[int]]:
        return self._grouped(lambda passage: plain(passage.text))

    @cached_property
    def _by_digest(self) -> dict[str, list[int]]:
        return self._grouped(lambda passage: "" if passage.text else passage.sha256)

    @cached_property
    def _index(self) -> Index:
        return Index({number: plain(passage.text) for number, passage in enumerate(self.passages)})

    @cached_property
    def _scale(self) -> Scale:
        return Scale(plain(passage.text) for passage in self.passages)

    def _grouped(self, key: Callable[[SentPassage], str]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for number, passage in enumerate(self.passages):
            if said := key(passage):
                found[said].append(number)
        return dict(found)
