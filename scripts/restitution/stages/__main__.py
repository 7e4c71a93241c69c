"""`python -m restitution.stages NAME [INPUT…] -- OUTPUT…`, in `.restitution/`: runs one stage, stamps its results.

An error of ours, and a disk that is full or closed, ends as one line of JSON in the log (error, message, hint):
what the editor reads. Anything else is a bug, and its traceback stays in the log. A working file that is not what
the plan says takes all stamps with it: the next build believes none of the others, and makes them again.
"""

import shutil
import sys
from importlib import import_module
from pathlib import Path

import msgspec

from restitution import plan
from restitution.console import speak_utf8
from restitution.errors import RestitutionError, StaleContract
from restitution.plan.locks import mark_stage_running
from restitution.store import disk_trouble


def main(arguments: list[str]) -> int:
    """Exit code of the stage: 0, or 1 for an error of ours."""
    speak_utf8()  # the log, whatever the machine's own letters are
    work = Path.cwd()
    alive = mark_stage_running(work)  # held until this process ends
    name, *paths = arguments
    cut = paths.index("--")
    try:
        _run(work, name, paths[:cut], paths[cut + 1 :])
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


def _run(work: Path, name: str, inputs: list[str], outputs: list[str]) -> None:
    today = plan.load(work)
    import_module(f"restitution.stages.{name}").run(today, inputs, outputs)
    for output in outputs:
        plan.stamp(work, output, today.keys[output])


def _ended(error: RestitutionError) -> int:
    told = {"error": type(error).__name__, "message": error.message, "hint": error.hint}
    sys.stderr.write(msgspec.json.encode(told).decode() + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
