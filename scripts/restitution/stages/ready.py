"""`python -m restitution.stages.ready NUMBER`: loads every stage, then does jobs of a build (see `forkserver`)."""

import pkgutil
import sys
from importlib import import_module
from typing import Final

from restitution import resources, stages
from restitution.assembly.outline import MARKDOWN
from restitution.forkserver.serving import serve
from restitution.people.words import everyday
from restitution.plan.keys import code_digest
from restitution.shaping.wording import forms
from restitution.stages.job import do
from restitution.templating import HTML, compile_all

STARTED: Final = frozenset({"restitution.stages.__main__", "restitution.stages.ready"})


def shipped_templates() -> None:
    """Compile them: a project's own are mostly the same."""
    for ending, options in ((".md.j2", MARKDOWN), (".html.j2", HTML)):
        found = resources.tree(resources.home() / "templates", f"*{ending}")
        compile_all((data.decode("utf-8") for data in found.values()), **options)


REMEMBERED: Final = (everyday, forms, code_digest, shipped_templates)
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
