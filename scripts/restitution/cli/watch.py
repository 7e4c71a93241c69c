"""`restitution watch`: says what landed, then what the build gave of it, in a line each."""

from __future__ import annotations

import contextlib
import re
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from restitution.build import Outcome
from restitution.cli import INTERRUPTED, Interruption
from restitution.cli.answer import print_json
from restitution.cli.build import known
from restitution.cli.failure import in_words
from restitution.cli.manner import MANNER
from restitution.cli.screen import rest_of, told
from restitution.errors import AnotherBuild, NeedsEditor
from restitution.messages import number, plural
from restitution.model import Balance, SourceStatus
from restitution.plan.outputs import MANIFEST, WORK, file_of
from restitution.progress import Progress
from restitution.progress.words import seconds_told
from restitution.publication import OUTPUT, internal, read_manifest
from restitution.settings import SETTINGS_FILE, load_settings
from restitution.watch import Built, Event, Failed, Landed, watch

NAMED = 3
"""Files named in a line."""
OUTSIDE = {"waiting": "en attente", "set_aside": "mis de côté"}
"""States of a file that waits for somebody: its reason is told when it takes one."""
AGAIN = re.compile(r", puis relancez( la commande)?\b")
"""What a hint says of starting again: watching does so by itself."""
ENDED_BY = frozenset({signal.SIGINT, signal.SIGTERM})


class Ending(Interruption):
    """Remembers that a person or the system asked the command to end.

    Snakemake keeps SIGTERM for itself once it has run: the interpreter's own note of each signal tells it all the
    same.
    """

    def __init__(self) -> None:
        self._notes, self._noted = socket.socketpair()
        self._notes.setblocking(False)
        self._noted.setblocking(False)
        super().__init__()
        self.listen()

    def listen(self) -> None:
        """Be told of signals again, after a build."""
        signal.signal(signal.SIGTERM, self._note)
        signal.set_wakeup_fd(self._noted.fileno(), warn_on_full_buffer=False)
        with contextlib.suppress(BlockingIOError):
            self.came |= not ENDED_BY.isdisjoint(self._notes.recv(1024))

    def close(self) -> None:
        """Give the signals back."""
        signal.set_wakeup_fd(-1)
        self._notes.close()
        self._noted.close()


def run(project: Path, cores: int, targets: list[str]) -> None:
    """Watch until somebody ends it, which raises `INTERRUPTED`; in short: says only what goes wrong.

    As JSON: one line an event.
    """
    targets = known(targets)
    if not (project / SETTINGS_FILE).exists():
        load_settings(project / SETTINGS_FILE)  # no project here: says so, there is nothing to wait for
    ending, teller = Ending(), Teller(project, quiet=MANNER.quiet or MANNER.json)
    teller.say(f"Je surveille « {project.name} » ; Ctrl-C pour arrêter.")
    tell = _tell_a_program if MANNER.json else teller.tell
    MANNER.answered = True  # how it ends is said beside: the events are the answer
    try:
        for event in _until(ending, watch(project, cores, targets, progress=teller.progress)):
            tell(event)
    except BaseException:
        ending.listen()
        if not ending.came:
            raise
    finally:
        ending.close()
    raise INTERRUPTED


def _tell_a_program(event: Event) -> None:
    """One event as a line of JSON."""
    record: dict[str, object]
    match event:
        case Landed():
            record = {"event": "landed", "new": event.new, "changed": event.changed, "gone": event.gone}
        case Built(outcome=outcome):
            files = [f"{OUTPUT.as_posix()}/{name}" for name in outcome.plan.publishes()]
            record = {"event": "built", "built": outcome.built, "seconds": round(outcome.seconds, 3)}
            record |= {"outputs": files, "messages": outcome.messages}
        case Failed(error=error):
            ours = in_words(error)
            record = {"event": "failed", "message": ours.message, "hint": ours.hint, "code": ours.code}
    print_json(record, indent=-1)


def _until(ending: Ending, events: Iterator[Event]) -> Iterator[Event]:
    for event in events:
        ending.listen()
        if ending.came:
            return
        yield event


class Teller:
    """Prints what happens, with the time; of files that wait for somebody, what is new."""

    def __init__(self, project: Path, *, quiet: bool = False) -> None:
        self.project, self.quiet = project, quiet
        self.outside: dict[str, str] = {}

    def progress(self) -> Progress:
        """How far a build is: a live line on a terminal, nothing elsewhere unless more is wanted."""
        quiet = self.quiet or not (sys.stderr.isatty() or MANNER.verbose)
        return Progress(quiet=quiet, verbose=MANNER.verbose)

    def say(self, text: str, *, always: bool = False) -> None:
        """A line with the time; nothing when quiet, unless it must be known."""
        if always or not self.quiet:
            told(text, 0, f"{time.strftime('%H:%M:%S')}  ")
            sys.stdout.flush()

    def tell(self, event: Event) -> None:
        """Say one event."""
        match event:
            case Landed():
                self.say(landed_in_words(event))
            case Failed(error=error):
                self._tell_failure(error)
            case Built(outcome=outcome):
                self._tell_outcome(outcome)

    def _tell_failure(self, error: Exception) -> None:
        ours = in_words(error)
        first, hint = ours.message.partition("\n")[0], AGAIN.sub("", ours.hint)
        if isinstance(ours, AnotherBuild):
            hint = "J'attends qu'elle finisse."
        elif isinstance(ours, NeedsEditor):
            hint = "« restitution check » dit lesquels, et quoi faire."
        self.say(first, always=True)
        self._beneath([f"→ {hint}"] if hint else [], always=True)

    def _tell_outcome(self, outcome: Outcome) -> None:
        balance = msgspec.json.decode((self.project / WORK / "balance.json").read_bytes(), type=Balance)
        if outcome.built:
            seconds = seconds_told(outcome.seconds)
            self.say(f"Publié en {seconds} ({_counted(balance.sources)}) : {self._published(outcome)}.")
        else:
            self.say(f"Rien à refaire, les documents sont à jour ({_counted(balance.sources)}).")
        outside = {source.path: source.reason for source in balance.sources if source.state in OUTSIDE}
        self._beneath([f"{path} : {why}" for path, why in outside.items() if self.outside.get(path) != why])
        self.outside = outside
        self._beneath(outcome.messages)

    def _published(self, outcome: Outcome) -> str:
        """The files of this build that stand in `output/`, the first ones by name."""
        files = read_manifest(self.project / WORK / MANIFEST).files
        names = [name for output in outcome.plan.outputs if (name := file_of(output)) in files]
        names = [name for name in names if files[name].sha256]
        return rest_of(names + [internal.FOLDER.as_posix()] * outcome.plan.returns, NAMED)

    def _beneath(self, lines: list[str], *, always: bool = False) -> None:
        for line in lines if always or not self.quiet else []:
            told(line, 5)
        sys.stdout.flush()


def landed_in_words(landed: Landed) -> str:
    """« 3 fichiers changés : a.md, b.docx (nouveau), c.txt (retiré) »."""
    files = [_short(path) for path in landed.changed]
    files += [f"{_short(path)} (nouveau)" for path in landed.new]
    files += [f"{_short(path)} (retiré)" for path in landed.gone]
    return f"{plural(len(files), 'fichier changé')} : {rest_of(files, NAMED)}."


def _short(path: str) -> str:
    return path.removeprefix("sources/")


def _counted(sources: list[SourceStatus]) -> str:
    states: list[str] = [source.state for source in sources]
    counts = [plural(states.count("taken"), "fichier repris", "fichiers repris")]
    counts += [f"{number(states.count(state))} {words}" for state, words in OUTSIDE.items() if state in states]
    return ", ".join(counts)
