"""What went wrong, as a person or a program is told it: an error of ours, a wrong command, else a bug in a log."""

from __future__ import annotations

import platform
import sys
import tempfile
import traceback
from pathlib import Path

from restitution.cli import NO_MEMORY
from restitution.cli.manner import MANNER
from restitution.errors import Bug, RestitutionError

BUG_LOG = Path(".restitution", "logs", "bogue.log")


def in_words(error: BaseException) -> RestitutionError:
    """An error of ours as it is, a full or closed disk, a wrong command, else a bug, its traceback in a file."""
    if isinstance(error, RestitutionError):
        return error
    if isinstance(error, MemoryError):
        return NO_MEMORY
    if isinstance(error, OSError):
        from restitution.store import disk_trouble  # noqa: PLC0415

        return disk_trouble(error) or _bug(error)
    return _wrong_use(error) or _bug(error)


def _wrong_use(error: BaseException) -> RestitutionError | None:
    """What the command line's own library says of a wrong use."""
    from restitution.cli.usage import in_french, is_usage_error  # noqa: PLC0415 it needs Typer

    if is_usage_error(error):
        return in_french(error)
    if type(error).__name__ == "Abort" or isinstance(error, KeyboardInterrupt):  # the end of what is typed
        return RestitutionError("Interrompu.")
    return None


def told(error: RestitutionError) -> int:
    """Tell it: as JSON where JSON was asked and none was given yet, else in words beside the output."""
    if MANNER.json and not MANNER.answered:
        from restitution.cli.answer import print_json  # noqa: PLC0415

        print_json({"error": {"message": error.message, "hint": error.hint, "code": error.code}})
        return error.code
    sys.stdout.flush()
    for line in (*error.message.splitlines(), *([f"→ {error.hint}"] if error.hint else [])):
        sys.stderr.write(f"{_fitted(line)}\n")
    sys.stderr.flush()
    return error.code


def _fitted(line: str) -> str:
    """A line as the terminal shows it best; elsewhere as it is, for who looks for its words."""
    from restitution.cli.screen import width, wrapped  # noqa: PLC0415

    if not sys.stderr.isatty() or len(line) <= width():
        return line
    head = line[: len(line) - len(line.lstrip(" →-•"))]
    return "\n".join(wrapped(line.removeprefix(head), 0, head))


def _bug(error: BaseException) -> Bug:
    about = f"restitution {_version()}, Python {platform.python_version()}, {platform.platform(terse=True)}"
    text = "\n".join([about, " ".join(sys.argv[1:]), "", *traceback.format_exception(error)])
    log = _written(text)
    hint = (
        f"Joindre ce fichier à un signalement : {log}"
        if log
        else f"À joindre à un signalement : {type(error).__name__} : {error}"
    )
    return Bug("Le programme s'est arrêté sur une erreur qu'il n'attendait pas. Rien n'a été perdu.", hint)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 30 ms, only for a bug

    try:
        return version("restitution")
    except PackageNotFoundError:
        return "?"


def _written(text: str) -> Path | None:
    """The log, with those of the project, else among temporary files; None where nothing can be written."""
    try:
        from restitution.cli.commands import HERE, project_of  # noqa: PLC0415
        from restitution.settings import SETTINGS_FILE  # noqa: PLC0415

        project = MANNER.project or project_of(HERE)
        is_project = (project / SETTINGS_FILE).is_file()
    except Exception:  # noqa: BLE001 what failed may be what these need
        is_project = False
    if is_project:
        path = project / BUG_LOG
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", "backslashreplace")
        except OSError:
            pass
        else:
            return path
    try:
        with tempfile.NamedTemporaryFile(
            "w",
            encoding="utf-8",
            errors="backslashreplace",
            prefix="restitution-bogue-",
            suffix=".log",
            delete=False,
        ) as file:
            file.write(text)
            return Path(file.name)
    except OSError:
        return None
