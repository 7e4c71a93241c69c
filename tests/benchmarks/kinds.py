"""Each kind of thing that a Word or OpenDocument text holds, in its raw XML and its reading: prints, never judges.

    uv run python tests/benchmarks/kinds.py [--all] [FILE…]

Without a file: those of the example and of the corpus. `--all` prints the table of each file too.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from restitution.conservation.kinds import LABELS, counted
from restitution.conservation.things import COUNTERS
from restitution.errors import UnreadableSource
from restitution.model import Reading
from restitution.readers.batch import File, read_all

ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT / "sources", ROOT.parent / "shared" / "corpus")


def files(asked: list[str]) -> Iterator[Path]:
    """The files to count: those asked for, else all Word and OpenDocument texts beside the project."""
    if asked:
        yield from map(Path, asked)
        return
    for folder in FOLDERS:
        for path in sorted(folder.rglob("*")):
            if path.suffix[1:] in COUNTERS and not path.name.startswith("~$"):
                yield path


def compared(path: Path) -> dict[str, tuple[int, int]] | str:
    """Kind -> how many a file and its reading hold; a sentence when it cannot be read."""
    data, format_ = path.read_bytes(), path.suffix[1:]
    (reading,) = read_all([File(path.name, format_, data)])
    if not isinstance(reading, Reading):
        return reading.message
    try:
        return counted(COUNTERS[format_](data), reading)
    except UnreadableSource as error:
        return error.message


def main() -> None:
    """Print the table, then each difference."""
    asked = [word for word in sys.argv[1:] if not word.startswith("--")]
    raw: Counter[str] = Counter()
    read: Counter[str] = Counter()
    told: list[str] = []
    number = 0
    for path in files(asked):
        found = compared(path)
        if isinstance(found, str):
            print(f"{path.name} : {found}")
            continue
        number += 1
        for kind, (held, kept) in found.items():
            raw[kind] += held
            read[kind] += kept
            if held != kept:
                told.append(f"{path.name} : {LABELS[kind]} : {held} dans le fichier, {kept} dans la note")
            if "--all" in sys.argv:
                print(f"{path.name:<60.60} {LABELS[kind]:<42}{held:>7}{kept:>7}")
    print(f"{'':<44}{'fichier':>9}{'note':>9}")
    for kind in LABELS:
        if raw[kind] or read[kind]:
            print(f"{LABELS[kind]:<44}{raw[kind]:>9}{read[kind]:>9}")
    print(*told, sep="\n")
    kinds = sum(bool(raw[kind] or read[kind]) for kind in LABELS)
    print(f"{number} fichiers, {kinds} sortes de choses, {len(told)} différences")


if __name__ == "__main__":
    main()
