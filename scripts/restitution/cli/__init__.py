"""The editor's commands. The only place that prints; exit codes are those of `errors`."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path

from restitution.errors import Bug, RestitutionError

BUG_LOG = Path(".restitution", "logs", "bogue.log")


def main() -> None:
    """Run one command; whatever goes wrong ends as a sentence and an exit code, never as a traceback."""
    from restitution.cli.app import app  # noqa: PLC0415 nothing is imported before it can fail politely

    _speak_utf8()
    try:
        app(standalone_mode=False, prog_name="restitution")
    except RestitutionError as error:
        sys.exit(_told(error))
    except SystemExit:
        raise
    except KeyboardInterrupt:
        sys.exit(
            _told(RestitutionError("Interrompu. Les documents publiés sont intacts ; relancez quand vous voulez."))
        )
    except OSError as error:
        from restitution.store import disk_trouble  # noqa: PLC0415

        sys.exit(_told(disk_trouble(error) or _bug(error)))
    except Exception as error:  # noqa: BLE001 the last door: a person never sees a traceback
        sys.exit(_told(_usage_or_bug(error)))


def _usage_or_bug(error: Exception) -> RestitutionError:
    """What the command line's own library says of a wrong use; else a bug, its traceback in a file."""
    from restitution.cli.usage import in_french, is_usage_error  # noqa: PLC0415 only when something is wrong

    if is_usage_error(error):
        return in_french(error)
    if type(error).__name__ == "Abort":
        return RestitutionError("Interrompu.")
    return _bug(error)


def _bug(error: Exception) -> Bug:
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


def _speak_utf8() -> None:
    """A console with an old code page shows what it can instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
