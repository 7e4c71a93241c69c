"""`restitution watch`: builds whenever something lands, in one process that keeps Snakemake loaded.

What is watched is looked at whole (`seen`); notices of the system (`waking`) only say when to look. A build
decides by itself what must be made again: a look too many costs a third of a second, a notice that was missed
costs a beat. Between builds the lock is free: every other command works.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from restitution import publication
from restitution.build import Outcome, build
from restitution.errors import AnotherBuild, NeedsEditor, RestitutionError, WrongUse
from restitution.forkserver.running import kept
from restitution.plan.keys import code_was_changed
from restitution.plan.locks import release_build_lock
from restitution.plan.outputs import MANIFEST, WORK
from restitution.progress import Progress
from restitution.watch.events import Built, Event, Failed, Landed
from restitution.watch.seen import Seen, changed, is_written_by_builds, look, settled
from restitution.watch.waking import Waker

__all__ = ["Built", "Event", "Failed", "Landed", "watch"]

SOON: Final = 2.0
"""Seconds before what will not last is tried again: another build, a file that is being copied."""
LATER: Final = 30.0
"""The same for what may last: a full disk, a file that is held open. Doubled each time, up to `LATEST`."""
LATEST: Final = 600.0
ECHOES: Final = 3
"""Builds in a row that nothing but our own files asked for; one is usual, and finds nothing to do."""
UPDATED = RestitutionError(
    "Le programme a été mis à jour pendant la surveillance : elle s'arrête, les documents publiés sont intacts.",
    "Relancez « restitution watch ».",
)
AWAY = WrongUse(
    "Le dossier du projet n'est plus là : lecteur débranché, dossier déplacé ou renommé ?",
    "J'attends son retour ; Ctrl-C pour arrêter.",
)
RESTLESS = RestitutionError(
    "Les documents changent à chaque construction sans que personne n'écrive ; j'attends le prochain changement.",
    "Un autre poste surveille peut-être le même dossier : un seul suffit.",
)


def watch(
    project: Path, cores: int, targets: Sequence[str] = (), *, progress: Callable[[], Progress] = Progress
) -> Iterator[Event]:
    """Build, then build again each time something changes, without end: what happens, as it happens.

    A build that fails is an event like another. Raises `RestitutionError` when the program itself was changed.
    What does the jobs stays ready between two builds.
    """
    with kept():
        yield from _Watch(project, cores, targets, progress).events()


class _Watch:
    def __init__(
        self, project: Path, cores: int, targets: Sequence[str], progress: Callable[[], Progress]
    ) -> None:
        self.project, self.cores, self.targets, self.progress = project, cores, targets, progress
        self.seen: Seen = {}
        self.meanwhile: set[str] = set()
        """What changed while the last build ran: by that build, or in time for it, or to be built now."""
        self.held: list[Path] = []
        """Published files that could not be replaced: another program held them open."""
        self.due = math.inf
        self.tries = self.echoes = 0
        self.failure: tuple[str, str] | None = None

    def events(self) -> Iterator[Event]:
        waker = Waker(self.project)
        yield from self._round(settled(self.project), Landed())
        while True:
            now = waker.until_changed(self.seen, self.due)
            if code_was_changed():
                raise UPDATED
            if now == self.seen and any(map(_is_held, self.held)):
                self.due = time.monotonic() + SOON
                continue
            now = settled(self.project, now, None if waker.network else self.seen)
            landed = Landed()
            if now and self.seen:  # a project that went, or came back, is no list of files
                landed = Landed.between(self.seen, now, without=self.meanwhile)
            if landed:
                self.tries = self.echoes = 0
                yield landed
            yield from self._round(now, landed)

    def _round(self, now: Seen, landed: Landed) -> Iterator[Event]:
        """One build of what stands `now`; what it wrote itself is no news."""
        late = Landed.between(self.seen, now, only=self.meanwhile)
        is_echo = now != self.seen and not landed
        ended = self._build()
        after = look(self.project)
        # what changed since is looked at once more: by a build that mostly finds nothing to do
        self.seen = now if isinstance(ended, Built) else _with_what_was_written(now, after)
        self.meanwhile = changed(self.seen, after)
        self.due = time.monotonic() + self._patience(ended)
        self.tries += 1
        if self._is_news(ended, landed):
            if late:
                yield late
            yield ended
        if is_echo and isinstance(ended, Built) and ended.outcome.built:
            self.echoes += 1
            if self.echoes > ECHOES:
                self.seen = after
                yield Failed(RESTLESS)

    def _build(self) -> Built | Failed:
        if not self.project.is_dir():  # a lock would make the folder anew
            return Failed(AWAY)
        try:
            with self.progress() as progress:
                return Built(build(self.project, self.cores, progress, self.targets))
        except Exception as error:  # noqa: BLE001 whatever it is, the next note may build
            return Failed(error)
        finally:
            release_build_lock(self.project / WORK)

    def _is_news(self, ended: Built | Failed, landed: Landed) -> bool:
        """Whether a person must hear of it: not of the same failure again, nor that nothing was to be done."""
        before, self.failure = self.failure, None
        if isinstance(ended, Failed):
            self.failure = ended.words()
            return bool(landed) or self.failure != before
        return bool(landed) or ended.outcome.built or before is not None or self.tries == 1

    def _patience(self, ended: Built | Failed) -> float:
        """Seconds until the same is tried again though nothing changes; infinite when time mends nothing."""
        self.held = _held_open(self.project) if isinstance(ended, Built) else []
        if isinstance(ended, Built):
            first = SOON if self.held else _unreadable(ended.outcome)
        elif isinstance(ended.error, AnotherBuild):
            return SOON
        else:
            first = math.inf if isinstance(ended.error, WrongUse | NeedsEditor) else LATER
        return min(first * 2.0 ** min(self.tries, 10), LATEST) if first < math.inf else first


def _with_what_was_written(before: Seen, after: Seen) -> Seen:
    """What stood before a build that failed, with what it wrote all the same: no reason to try again at once."""
    written = {path for path in changed(before, after) if is_written_by_builds(path)}
    return {path: found for path, found in before.items() if path not in written} | {
        path: after[path] for path in written & after.keys()
    }


def _unreadable(outcome: Outcome) -> float:
    """How long to leave files that are being copied, or that nobody may read."""
    troubles = {source.trouble for files in outcome.plan.sources.values() for source in files}
    if "instable" in troubles:
        return SOON
    return LATER if "illisible" in troubles else math.inf


def _held_open(project: Path) -> list[Path]:
    """The published files that have a dated copy beside them."""
    return [
        project / publication.OUTPUT / name for name in publication.read_manifest(project / WORK / MANIFEST).beside
    ]


def _is_held(file: Path) -> bool:
    """Whether a program keeps others from writing this file; where that cannot be told, False."""
    try:
        file.open("r+b").close()
    except PermissionError:
        return True
    except OSError:
        return False
    return False
