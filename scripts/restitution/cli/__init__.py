"""The editor's commands. The only place that prints; exit codes are those of `errors`."""

from __future__ import annotations

import signal
import sys
import traceback
from pathlib import Path
from types import FrameType

from restitution.console import speak_utf8
from restitution.errors import Bug, RestitutionError

BUG_LOG = Path(".restitution", "logs", "bogue.log")
INTERRUPTED = RestitutionError("Interrompu. Les documents publiés sont intacts ; relancez quand vous voulez.")


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
    speak_utf8()
    failure: BaseException | None = None
    try:
        from restitution.cli.app import app  # noqa: PLC0415 nothing is imported before it can fail politely

        app(standalone_mode=False, prog_name="restitution")
    except BaseException as error:  # noqa: BLE001 the last door: a person never sees a traceback
        failure = error
    if interruption.came:
        sys.exit(_told(INTERRUPTED))
    if isinstance(failure, SystemExit):
        raise failure
    if failure is not None:
        sys.exit(_told(as_ours(failure)))


def as_ours(error: BaseException) -> RestitutionError:
    """What a person is told: an error of ours as it is, a full disk, a wrong command, else a bug."""
    if isinstance(error, RestitutionError):
        return error
    if isinstance(error, OSError):
        from restitution.store import disk_trouble  # noqa: PLC0415

        return disk_trouble(error) or _bug(error)
    return _usage_or_bug(error)


def _usage_or_bug(error: BaseException) -> RestitutionError:
    """What the command line's own library says of a wrong use; else a bug, its traceback in a file."""
    from restitution.cli.usage import in_french, is_usage_error  # noqa: PLC0415 only when something is wrong

    if is_usage_error(error):
        return in_french(error)
    if type(error).__name__ == "Abort":  # the end of what is typed, at a question
        return RestitutionError("Interrompu.")
    return _bug(error)


def _bug(error: BaseException) -> Bug:
    told = "".join(traceback.format_exception(error))
    try:
        BUG_LOG.parent.mkdir(parents=True, exist_ok=True)
        BUG_LOG.write_text(told, "utf-8")
        hint = f"Joindre ce fichier à un signalement : {BUG_LOG}"
    except OSError:
        hint = f"À joindre à un signalement : {type(error).__name__} : {error}"
    return Bug("Le programme s'est arrêté sur une erreur qu'il n'attendait pas. Rien n'a été perdu.", hint)


def _told(error: RestitutionError) -> int:
    if error.message:
        sys.stderr.write(f"{error.message}\n")
    if error.hint:
        sys.stderr.write(f"→ {error.hint}\n")
    return error.code
