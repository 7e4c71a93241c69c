"""The editor's commands. The only place that prints; exit codes are those of `errors`."""

from __future__ import annotations

import errno
import os
import signal
import sys
import warnings
from types import FrameType

from restitution.console import speak_utf8
from restitution.errors import RestitutionError
from restitution.garbage import collect_seldom, end_at_once

INTERRUPTED = RestitutionError("Interrompu. Les documents publiés sont intacts ; relancez quand vous voulez.")
INTERRUPTION = 130
NO_MEMORY = RestitutionError(
    "La mémoire de l'ordinateur ne suffit pas ; les documents publiés sont intacts.",
    "Fermez d'autres programmes, ou faites moins à la fois : --cores 1",
)


class Interruption:
    """Remembers that a person interrupted the command: the libraries below swallow it, each in its own way."""

    def __init__(self) -> None:
        self.came = False
        signal.signal(signal.SIGINT, self._note)

    def _note(self, _signal: int, _frame: FrameType | None) -> None:
        self.came = True
        raise KeyboardInterrupt


def main() -> None:
    """Run one command; whatever goes wrong ends as a sentence and an exit code, never as a traceback."""
    interruption = Interruption()
    collect_seldom()
    end_at_once()
    speak_utf8()
    failure: BaseException | None = None
    try:
        if not sys.warnoptions:
            warnings.simplefilter("ignore")  # what libraries say to their own users
        from restitution.cli.app import app_for  # noqa: PLC0415 nothing before it can fail politely

        answer = app_for(sys.argv[1:])(standalone_mode=False, prog_name="restitution")
        if isinstance(answer, int) and answer:  # how Typer tells what it swallowed
            failure = INTERRUPTED if answer == INTERRUPTION else SystemExit(answer)
        sys.stdout.flush()
    except BaseException as error:  # noqa: BLE001 the last door: a person never sees a traceback
        failure = error
    if interruption.came:
        failure = INTERRUPTED
    sys.exit(_ended(failure))


def _ended(failure: BaseException | None) -> int:
    """The exit code, once what went wrong is told."""
    if failure is None:
        return 0
    if isinstance(failure, SystemExit):
        return failure.code if isinstance(failure.code, int) else int(failure.code is not None)
    if _nobody_reads(failure):
        _throw_away_output()
        return 0
    from restitution.cli.failure import in_words, told  # noqa: PLC0415 only when something is wrong

    try:
        return told(in_words(failure))
    except OSError:  # nobody reads what is said of it either
        _throw_away_output()
        return getattr(failure, "code", 1)
    except Exception:  # noqa: BLE001 telling it failed in its turn
        sys.stderr.write(f"{type(failure).__name__}\n")
        return 70


def _nobody_reads(failure: BaseException) -> bool:
    """Whether who read our output has gone (`restitution check | head -1`)."""
    if not isinstance(failure, OSError):
        return False
    windows = os.name == "nt" and failure.errno == errno.EINVAL and failure.filename is None
    return failure.errno == errno.EPIPE or windows


def _throw_away_output() -> None:
    """Let the interpreter end without complaining that it cannot write."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            os.dup2(nowhere, stream.fileno())
