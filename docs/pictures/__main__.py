"""Makes every picture again, or those that are named: `uv run python -m docs.pictures [NAME…]`."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from docs.pictures.catalogue import FOLDER, PICTURES, WHEN_THERE, NotThere
from docs.pictures.scene import staged
from docs.pictures.shots import saved


def main(names: list[str]) -> None:
    """Write `docs/images/*.png`."""
    unknown = sorted({*names} - {*PICTURES})
    if unknown:
        sys.exit(f"No such picture: {', '.join(unknown)}. Known: {', '.join(PICTURES)}.")
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="restitution-") as folder:
        scene = staged(Path(folder))
        for name in names or PICTURES:
            try:
                size = saved(PICTURES[name](scene), FOLDER / f"{name}.png")
            except NotThere:
                if name not in WHEN_THERE:
                    raise
                print(f"{name}: not made, this version has no such page")
            else:
                print(f"{name}: {size // 1024} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
