"""What a picture is made with, which a machine may not have."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

DEBIAN: Final = {
    "soffice": "libreoffice-writer",
    "localc": "libreoffice-calc",
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "chromium": "chromium",
}
"""Program -> the package that has it."""


class NotMade(Exception):
    """A picture cannot be made here; the words say what is missing."""


def needed(*programs: str) -> None:
    """Raise `NotMade` with what to install."""
    if missing := [DEBIAN[one] for one in programs if shutil.which(one) is None]:
        raise NotMade(f"it needs {' '.join(missing)} (Debian: apt-get install {' '.join(missing)})")


def there(path: Path) -> Path:
    """A file that a build makes. Raises `NotMade`."""
    if not path.is_file():
        raise NotMade(f"{path.name} was not made by this version")
    return path
