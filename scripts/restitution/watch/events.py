"""What happens while a project is watched."""

from __future__ import annotations

from collections.abc import Container
from typing import Self, TypeAlias

import msgspec

from restitution.build import Outcome
from restitution.errors import RestitutionError
from restitution.watch.seen import Seen, changed, is_told, is_written_by_builds


class Landed(msgspec.Struct, frozen=True):
    """What people did since the last build, by path below the project. Empty: nothing."""

    new: list[str] = []
    changed: list[str] = []
    gone: list[str] = []

    @classmethod
    def between(
        cls, before: Seen, after: Seen, *, without: Container[str] = (), only: Container[str] | None = None
    ) -> Self:
        """What differs between two looks, in files that a person is told of, builds not having written them."""
        told = [path for path in sorted(changed(before, after)) if is_told(path) and path not in without]
        if only is not None:
            told = [path for path in told if path in only and not is_written_by_builds(path)]
        return cls(
            new=[path for path in told if path not in before],
            changed=[path for path in told if path in before and path in after],
            gone=[path for path in told if path not in after],
        )

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


class Built(msgspec.Struct, frozen=True):
    """A build ended well; its `outcome` says whether anything was to be done."""

    outcome: Outcome


class Failed(msgspec.Struct, frozen=True):
    """A build did not end well; the published documents are those of before."""

    error: Exception

    def words(self) -> tuple[str, str]:
        """What tells one failure from another."""
        error = self.error
        return (error.message, error.hint) if isinstance(error, RestitutionError) else (repr(error), "")


Event: TypeAlias = Landed | Built | Failed
