"""How long the microtypography of 100 kB takes: uv run python tests/benchmarks/typography.py"""

from __future__ import annotations

import time

from restitution.pandoc import ast
from restitution.typography.conventions import conventions
from restitution.typography.inlines import Printer
from restitution.typography.text import typeset

LINE = (
    "Le \"PETR\" a dit : l'avenir n'est pas écrit ! 12 500 habitants, 38 % d'actifs, 10 km... "
    "Voir https://exemple.fr/a?b=c ; fin le 20 mai 2025.\n"
)
SIZE = 100_000
LEAF = 5
"""Lines of a paragraph."""
RUNS = 5


def best(run: object) -> float:
    """The least of several times, in seconds."""
    assert callable(run)
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    """Print both: a text, and the same as paragraphs of inlines."""
    rules = conventions("fr-FR", fine=True)
    lines = [LINE] * (SIZE // len(LINE))
    text = "".join(lines)
    printer = Printer(rules=rules)
    leaves = [ast.string("".join(lines[at : at + LEAF])) for at in range(0, len(lines), LEAF)]
    print(f"{len(text) / 1000:.0f} kB as one text: {best(lambda: typeset(text, rules)) * 1000:.0f} ms")
    print(f"the same in {len(leaves)} leaves: {best(lambda: [*map(printer.inlines, leaves)]) * 1000:.0f} ms")


if __name__ == "__main__":
    main()
