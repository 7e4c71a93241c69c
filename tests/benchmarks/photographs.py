"""Builds a folder of photographs as cameras make them: time, memory, weight of the documents. Prints.

uv run python tests/benchmarks/photographs.py [PHOTOGRAPHS]

Memory: that of the largest process, and the largest sum of all that ran at once, looked at ten times a second.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Final

import psutil

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.builds.conftest import built
from tests.builds.test_pictures import photograph

from restitution.cli.init import run as init

COUNT: Final = 80
MB: Final = 1_000_000
OUTPUTS: Final = (
    "restitution.docx",
    "restitution.pdf",
    "restitution.html",
    "relecture/restitution_relecture.docx",
)


class Watcher(threading.Thread):
    """Looks at the memory of all that this process started."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.largest = self.all = 0
        self.ended = threading.Event()

    def run(self) -> None:
        """Look until it is told to end."""
        while not self.ended.wait(0.1):
            sizes = [_size(child) for child in psutil.Process().children(recursive=True)]
            self.largest, self.all = max([self.largest, *sizes]), max(self.all, sum(sizes))


def _size(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def main() -> None:
    """Build twice: nothing is said of the photographs, then everything."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    with tempfile.TemporaryDirectory() as name:
        project = Path(name) / "mon projet é"
        init(project)
        folder = project / "sources" / "territoire-a" / "visite"
        folder.mkdir()
        note = "# Visite miroir\n\nTerritoire hôte : Territoire A\n\n## Ce que nous avons vu\n\nDeux ponts.\n"
        (folder / "note.md").write_text(note, "utf-8")
        weights = [(folder / f"IMG_{number}.jpg").write_bytes(photograph(number)) for number in range(count)]
        print(f"{count} photographies, {sum(weights) / count / MB:.1f} Mo en moyenne")
        _timed("sans légende", project)
        table = project / "sources" / "photos.csv"
        lines = table.read_text("utf-8-sig").splitlines()
        told = [lines[0], *(line.replace(";;", ";Une vue de la vallée;Équipe", 1) for line in lines[1:])]
        table.write_text("\n".join(told), "utf-8")
        _timed("légendées", project)
        for output in OUTPUTS:
            print(f"  {output:<40} {(project / 'output' / output).stat().st_size / MB:>6.1f} Mo")


def _timed(what: str, project: Path) -> None:
    watcher = Watcher()
    watcher.start()
    began = time.perf_counter()
    built(project)
    seconds = time.perf_counter() - began
    watcher.ended.set()
    watcher.join()
    print(
        f"{what:<20} {seconds:>6.0f} s, mémoire : {watcher.largest / MB:.0f} Mo au plus par processus, "
        f"{watcher.all / MB:.0f} Mo ensemble",
        flush=True,
    )


if __name__ == "__main__":
    main()
