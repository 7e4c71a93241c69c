"""What was read of a file, kept for whoever reads the same bytes again: this project, another one, a colleague.

A reading is kept nameless: neither the path of its file nor anything else of a project is in it.
"""

from __future__ import annotations

import sys
from collections.abc import Container, Iterable
from pathlib import Path

import msgspec
from msgspec import structs

from restitution import office, store
from restitution.cache import Cache
from restitution.domain import is_contribution
from restitution.intake.recognise import DRAWN_MAP
from restitution.model import Intake, Reading, Source
from restitution.pandoc import ast
from restitution.pandoc.run import TOO_HARD
from restitution.people.unseen import Sieve
from restitution.plan import Plan
from restitution.plan.keys import code_digest
from restitution.stages.converting import OLD
from restitution.stages.pictures import is_map
from restitution.stages.reading import Read
from restitution.stages.sharing import STILL_SHARED, cache_of, own_readings, shared_readings
from restitution.stages.withdrawn import sieve_of
from restitution.store import Store


def read_as(plan: Plan, intake: Intake) -> str:
    """The reader of a file: that of its format, or the one of maps."""
    return DRAWN_MAP if intake.format == "pdf" and is_map(plan, intake.source.path) else intake.format


def is_lifted(plan: Plan, source: Source) -> bool:
    """Whether somebody answers for a file that goes beyond the limits: for these very bytes."""
    lifted = tuple(one.empreinte for one in plan.settings.limites)
    return bool(lifted) and (source.sha256 or "").startswith(lifted)


def made_of(plan: Plan, intake: Intake) -> list[str]:
    """All that the reading of a file follows from."""
    source = intake.source
    return [
        code_digest(),
        f"{sys.platform} {sys.implementation.cache_tag}",
        source.sha256 or "",
        read_as(plan, intake),
        "lifted" if is_lifted(plan, source) else "",
        "contribution" if is_contribution(source.path) else "",
        office.version(office.found()) if intake.format == OLD else "",
    ]


class Readings:
    """Those that a project takes and adds to. `work`: its working folder.

    Once somebody withdrew, what names her is kept in the project alone.
    """

    def __init__(self, plan: Plan, work: Path) -> None:
        self._plan = plan
        self._cache, self._troubles = cache_of(plan, work)
        if plan.settings.lectures == "projet" and (shared := shared_readings()):
            shared.forget(plan.project)
        self._grew = False
        self._own = own_readings(work) if plan.withdrawn else None
        self._sieve = sieve_of(plan, Store(work / "store")) if plan.withdrawn else None

    def get(self, intake: Intake) -> Read | None:
        """What was read of these bytes by the same code, told of this file; None when nobody did."""
        for cache in (self._cache, self._own):
            known = cache.get(name_in(cache, self._plan, intake)) if cache else None
            if known is not None:
                return named(msgspec.json.decode(known, type=Read), intake.source.path)
        return None

    def put(self, intake: Intake, read: Read) -> Read:
        """Keep what was read, unless a busy machine or a mistake of ours had a part in it; it, with its path."""
        cache = self._own if self._sieve and names(read, self._sieve) else self._cache
        self._grew = True
        if cache and not read.broke and read.refused != TOO_HARD:
            cache.put(name_in(cache, self._plan, intake), msgspec.json.encode(named(read, "")))
        return named(read, intake.source.path)

    def kept_for(self, lot: str, intakes: Iterable[Intake]) -> list[str]:
        """Say that a lot follows from these, and make room, once it is read; what went wrong, for the log."""
        if not self._cache:
            return self._troubles
        self._cache.owned(self._plan.project, lot, [name_in(self._cache, self._plan, one) for one in intakes])
        if self._grew:
            self._cache.bound()
        return [*self._troubles, *self._cache.said]


def leave_shared(plan: Plan, work: Path, intakes: Iterable[Intake], clean: Container[str]) -> None:
    """Take a project's readings out of what projects share, once somebody withdrew: of today's files and earlier.

    `clean`: the paths of the notes that do not name her, whose readings stay. What cannot be taken is written
    down, for the checks.
    """
    cache, left = shared_readings(), list[str]()
    if cache:
        today = [(one.source.path in clean, name_in(cache, plan, one)) for one in intakes]
        every = cache.names_of(plan.project).union(name for _, name in today)
        gone = every.difference(name for is_clean, name in today if is_clean)
        left = sorted(str(cache.path(name)) for name in gone if not cache.drop(name))
        cache.tidy()
    store.write(work / STILL_SHARED, msgspec.json.encode(left))


def names(read: Read, sieve: Sieve) -> bool:
    """Whether what was read of a file names somebody of these people."""
    reading = read.reading or Reading()
    texts = (
        read.refused,
        ast.text(reading.blocks),
        *(piece.text for piece in reading.not_taken),
        *(text for one in reading.internal for text in (one.text, one.author, one.about)),
        *reading.speakers,
        *reading.fields.values(),
        *reading.properties.values(),
    )
    return any(map(sieve.finds, texts))


def name_in(cache: Cache, plan: Plan, intake: Intake) -> str:
    """The name of a file's reading."""
    return cache.name(*made_of(plan, intake))


def named(read: Read, path: str) -> Read:
    """A reading whose findings are of this file."""
    if read.reading is None:
        return read
    findings = [structs.replace(finding, path=path) for finding in read.reading.findings]
    return structs.replace(read, reading=structs.replace(read.reading, findings=findings))
