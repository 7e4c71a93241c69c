"""Measures the dashboard in Chromium, by the browser's own clock: how long it takes to open and to filter.

    uv run python tests/benchmarks/dashboard.py [SOURCES]     (500 by default)

Opening: from the navigation to the end of `load`, then to the first frame after it. A filter: from the key to the
frame that shows what is left. Each is the median of five. The page is what a build would write of so many sources.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.dashboard import world
from tests.dashboard.browser import chromium, opened

REMARKS = 200
TIMES = 5
OPENING = """() => new Promise((tell) => requestAnimationFrame(() => setTimeout(() => {
  const one = performance.getEntriesByType("navigation")[0];
  tell([one.domInteractive, one.loadEventEnd, performance.now()]);
})))"""
FILTER = """([name, value]) => new Promise((tell) => {
  const field = document.querySelector(`#sources [name=${name}]`);
  const start = performance.now();
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  requestAnimationFrame(() => setTimeout(() => tell(performance.now() - start)));
})"""
ASKED = (
    ("mots", "n"), ("mots", "no"), ("mots", "energie"), ("mots", "constat 25"), ("mots", ""),
    ("etat", "mis de côté"), ("etat", ""), ("territoire", "Val d'Arvoise"), ("territoire", ""),
)  # fmt: skip


def main(sources: int) -> None:
    """Print what was measured."""
    start = time.perf_counter()
    page = world.page(sources, REMARKS)
    data = world.written(sources, REMARKS)
    print(
        f"{sources} sources, {REMARKS} remarques : {len(data) / 1e6:.2f} Mo, {len(page.sources.groups)} dossiers,"
    )
    print(f"écrite deux fois en {time.perf_counter() - start:.2f} s")
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        file = Path(folder) / "tableau.html"
        file.write_bytes(data)
        for width in (320, 1280):
            _measure(browser, file, width)


def _measure(browser: Any, file: Path, width: int) -> None:
    openings: list[list[float]] = []
    filters: dict[tuple[str, str], list[float]] = {one: [] for one in ASKED}
    for _ in range(TIMES):
        with opened(browser, file, width) as tab:
            openings.append(tab.evaluate(OPENING))
            for one, times in filters.items():
                times.append(tab.evaluate(FILTER, list(one)))
    parsed, loaded, shown = (statistics.median(column) for column in zip(*openings, strict=True))
    print(f"  {width} px : lue {parsed:.0f} ms, chargée {loaded:.0f} ms, montrée {shown:.0f} ms")
    medians = {one: statistics.median(times) for one, times in filters.items()}
    slowest = max(medians, key=medians.__getitem__)
    told = f"{min(medians.values()):.0f} à {medians[slowest]:.0f} ms (le plus lent : {' = '.join(slowest)})"
    print(f"  {width} px : filtres {told}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
