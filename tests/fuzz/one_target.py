"""`python -m tests.fuzz.one_target NAME FOLDER [libFuzzer's options]`: fuzzes one target."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["restitution"]):
    from tests.fuzz.targets import seeds, try_one


def main(name: str, place: str, *options: str) -> None:
    """Write the seeds where libFuzzer looks for them, and run until it is done."""
    folder = Path(place) / "graines"
    folder.mkdir()
    for number, data in enumerate(seeds(name)):
        (folder / str(number)).write_bytes(data)
    atheris.Setup([sys.argv[0], *options, str(folder)], partial(try_one, name))
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
