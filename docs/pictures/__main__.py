"""Makes every picture again, or those that are named: `uv run python -m docs.pictures [NAME…]`."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from docs.pictures.catalogue import FOLDER, PICTURES, Stage
from docs.pictures.needs import NotMade
from docs.pictures.shots import saved


def main(names: list[str]) -> None:
    """Write `docs/images/*.png`; a picture that cannot be made here is said, and the one that was there stays."""
    unknown = sorted({*names} - {*PICTURES})
    if unknown:
        sys.exit(f"No such picture: {', '.join(unknown)}. Known: {', '.join(PICTURES)}.")
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="restitution-") as folder:
        stage = Stage(Path(folder))
        for name in names or PICTURES:
            try:
                size = saved(PICTURES[name](stage), FOLDER / f"{name}.png")
            except NotMade as reason:
                print(f"{name}: not made, {reason}", flush=True)
            else:
                print(f"{name}: {size // 1024} kB", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
