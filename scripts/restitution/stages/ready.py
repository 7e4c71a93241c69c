"""`python -m restitution.stages.ready NUMBER`: does jobs of a build, and loads every stage (see `forkserver`)."""

import gc
import pkgutil
import sys
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from typing import Final

from restitution import resources, stages
from restitution.forkserver.serving import serve
from restitution.plan.keys import code_digest
from restitution.stages.job import do

STARTED: Final = frozenset({"__main__", "ready"})
FIRST: Final = ("intake", "normalise", "pseudonymise", "collect_reviews", "collect_corrections", "assemble")
"""The stages that a build needs before all others, in its order."""


def preparations() -> Iterator[Callable[[], object]]:
    """Load the stages in the order of a build, then what several jobs compute from the program's own files."""
    names = [module.name for module in pkgutil.iter_modules(stages.__path__) if module.name not in STARTED]
    for name in (*FIRST, *(name for name in names if name not in FIRST)):
        yield partial(import_module, f"{stages.__name__}.{name}")
        yield from REMEMBERED.get(name, ())
    yield gc.freeze  # what is loaded stays, and is shared with every job


def _turns() -> None:
    from restitution.shaping.wording import forms  # noqa: PLC0415 loaded with its stage

    forms()


def _common_words() -> None:
    from restitution.people.words import everyday  # noqa: PLC0415 loaded with its stage

    everyday()


def _reference() -> None:
    from restitution.writers.docx import reference_docx  # noqa: PLC0415 loaded with its stage

    reference_docx()


def shipped_templates() -> None:
    """Compile them: a project's own are mostly the same."""
    from restitution.assembly.outline import MARKDOWN  # noqa: PLC0415 loaded with its stage
    from restitution.templating import HTML, compile_all  # noqa: PLC0415

    for ending, options in ((".md.j2", MARKDOWN), (".html.j2", HTML)):
        found = resources.tree(resources.home() / "templates", f"*{ending}")
        compile_all((data.decode("utf-8") for data in found.values()), **options)


REMEMBERED: Final = {
    "normalise": (code_digest, _turns),
    "pseudonymise": (_common_words,),
    "assemble": (shipped_templates,),
    "write_docx": (_reference,),
}
"""A tenth to a third of a second each, behind the first stage that needs it."""


def main() -> None:
    """Serve until the build ends."""
    serve(int(sys.argv[1]), do, preparations())


if __name__ == "__main__":
    main()
