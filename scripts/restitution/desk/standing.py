"""The remarks as they stand: all of them once, then those alone of which something was decided since."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from restitution.remarks import Applied, Decision, Remark, Review
from restitution.review.decided import Decided, decided
from restitution.review.journal import Told, with_decisions
from restitution.review.passages import Shown
from restitution.review.reconcile import redecided


class Found(msgspec.Struct, frozen=True):
    """What a look found, and what the files of the copies say: all that decisions are taken upon."""

    review: Review
    applied: Sequence[Applied]
    told: Told
    places: Mapping[str, Shown]
    paths: frozenset[str]
    """The notes that the text says something of."""
    retold: Callable[[Remark], Remark]
    """A remark without whoever withdrew."""


class Standing:
    """The remarks with what was decided of them."""

    def __init__(self, found: Found) -> None:
        self._found = found
        self._by_key = {remark.key: remark for remark in found.review.items}
        self._families = _families(found.told)
        self._decisions: frozenset[Decision] = frozenset()
        self.history: dict[str, Decided] = {}
        """What was decided of each remark, by key."""
        self.review = found.review
        self.new = sum(key not in self._by_key for key in found.told.bare)
        """How many remarks came since the look."""
        self._is_begun = False

    def is_upon(self, found: Found) -> bool:
        """Whether what is decided upon is still the same."""
        mine = msgspec.structs.astuple(self._found)[:4]
        return all(one is other for one, other in zip(mine, msgspec.structs.astuple(found), strict=False))

    def take(self, decisions: Sequence[Decision]) -> None:
        """Follow what the files of the decisions say now."""
        now = frozenset(decisions)
        if self._is_begun and now == self._decisions:
            return
        touched = {self._home(one) for one in now ^ self._decisions}
        keys = (
            {key for one in touched for key in self._families.get(one, ())}
            if self._is_begun
            else set(self._by_key)
        )
        own = [one for one in decisions if self._home(one) in keys]
        renewed = {remark.key: remark for remark in self._renewed(keys, own)}
        items = [renewed.get(remark.key, remark) for remark in self.review.items]
        self.review = msgspec.structs.replace(self.review, items=items)
        gone = {key: said for key, said in self.history.items() if key not in touched}
        self.history = gone | decided(one for one in own if self._home(one) in {*touched})[0]
        self._decisions, self._is_begun = now, True

    def _home(self, decision: Decision) -> str:
        return self._found.told.keys.get(decision.key or decision.number, decision.key)

    def _renewed(self, keys: set[str], decisions: Iterable[Decision]) -> list[Remark]:
        """Some remarks, whole families of them, with what was decided."""
        found = self._found
        told = msgspec.structs.replace(
            found.told,
            bare={key: item for key, item in found.told.bare.items() if key in keys},
            wholes={whole: parts for whole, parts in found.told.wholes.items() if whole in keys},
        )
        collected, _ = with_decisions(told, decisions)
        for item in collected.items:
            item.remark = found.retold(item.remark)
        review = msgspec.structs.replace(
            found.review, items=[self._by_key[key] for key in keys if key in self._by_key]
        )
        return redecided(review, collected, found.applied, found.places, found.paths).items


def _families(told: Told) -> dict[str, frozenset[str]]:
    """Key of each remark -> those whose states follow from each other: a thread, the parts of a replacement."""
    groups: dict[str, set[str]] = {key: {key} for key in told.bare}
    ties = [(key, tie) for key, item in told.bare.items() for tie in (item.remark.thread, item.remark.parent)]
    ties += [(parts[0], part) for parts in told.wholes.values() for part in parts]
    for one, other in ties:
        if other in groups and groups[one] is not groups[other]:
            joined = groups[one] | groups[other]
            for key in joined:
                groups[key] = joined
    return {key: frozenset(group) for key, group in groups.items()}
