"""`python -m restitution.stages.ready NUMBER`: loads every stage, then does jobs of a build (see `forkserver`)."""

import pkgutil
import sys
from importlib import import_module
from typing import Final

from restitution import stages
from restitution.forkserver.serving import serve
from restitution.people.words import everyday
from restitution.plan.keys import code_digest
from restitution.shaping.wording import forms
from restitution.stages.job import do

STARTED: Final = frozenset({"restitution.stages.__main__", "restitution.stages.ready"})
REMEMBERED: Final = (everyday, forms, code_digest)
"""What several jobs of a build compute from the program's own files, and keep: a third of a second each."""


def main() -> None:
    """Serve until the build ends."""
    for module in pkgutil.iter_modules(stages.__path__, f"{stages.__name__}."):
        if module.name not in STARTED:
            import_module(module.name)
    for remembered in REMEMBERED:
        remembered()
    serve(int(sys.argv[1]), do)


if __name__ == "__main__":
    main()
