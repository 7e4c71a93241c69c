"""One job of a build, in `.restitution/`: runs a stage, stamps its results.

An error of ours, and a disk that is full or closed, ends as one line of JSON in the log (error, message, hint):
what the editor reads. Anything else is a bug, and its traceback stays in the log. A working file that is not what
the plan says takes all stamps with it: the next build believes none of the others, and makes them again.
"""

import shutil
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import msgspec

from restitution import plan
from restitution.console import speak_utf8
from restitution.errors import RestitutionError, StaleContract
from restitution.garbage import collect_seldom
from restitution.plan.locks import mark_stage_running
from restitution.store import disk_trouble


def do(arguments: Sequence[str]) -> int:
    """`NAME [INPUT…] -- OUTPUT…`: exit code of the stage, 0, or 1 for an error of ours."""
    speak_utf8()  # the log, whatever the machine's own letters are
    collect_seldom()
    work = Path.cwd()
    alive = mark_stage_running(work)  # held until this process ends
    name, *paths = arguments
    cut = paths.index("--")
    try:
        run(work, name, paths[:cut], paths[cut + 1 :])
    except OSError as error:
        told = disk_trouble(error)
        if told is None:
            raise
        return _ended(told)
    except RestitutionError as error:
        if isinstance(error, StaleContract):
            shutil.rmtree(work / "stamps", ignore_errors=True)
        return _ended(error)
    alive.close()
    return 0


def run(work: Path, name: str, inputs: Sequence[str], outputs: Sequence[str]) -> None:
    """Run one stage, whose errors are its caller's, and stamp what it gives."""
    today = plan.load(work)
    import_module(f"restitution.stages.{name}").run(today, inputs, outputs)
    for output in outputs:
        plan.stamp(work, output, today.keys[output])


def _ended(error: RestitutionError) -> int:
    told = {"error": type(error).__name__, "message": error.message, "hint": error.hint}
    sys.stderr.write(msgspec.json.encode(told).decode() + "\n")
    return 1
