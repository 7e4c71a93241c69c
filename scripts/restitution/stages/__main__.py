"""`python -m restitution.stages NAME [INPUT…] -- OUTPUT…`, in `.restitution/`: runs one stage, stamps its results.

An error of ours ends as one line of JSON in the log (message, hint): what the editor reads. Anything else is a
bug, and its traceback stays in the log.
"""

import sys
from importlib import import_module
from pathlib import Path

import msgspec

from restitution import plan
from restitution.errors import RestitutionError
from restitution.plan.locks import mark_stage_running


def main(arguments: list[str]) -> int:
    """Exit code of the stage: 0, or 1 for an error of ours."""
    work = Path.cwd()
    alive = mark_stage_running(work)  # held until this process ends
    name, *paths = arguments
    cut = paths.index("--")
    inputs, outputs = paths[:cut], paths[cut + 1 :]
    today = plan.load(work)
    try:
        import_module(f"restitution.stages.{name}").run(today, inputs, outputs)
    except RestitutionError as error:
        sys.stderr.write(msgspec.json.encode({"message": error.message, "hint": error.hint}).decode() + "\n")
        return 1
    for output in outputs:
        plan.stamp(work, output, today.keys[output])
    alive.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
