"""A Word document on a screen, comments in the margin: a window of LibreOffice on a display that nobody sees.

Its PDF export shows no comment in the margin without a window (measured in 7.4).
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from PIL import ImageGrab
from PIL.Image import Image

SIDE: Final = Path(__file__).with_name("desk_side.py")
PYTHON: Final = "/usr/bin/python3"
"""The one that has UNO (Debian: python3-uno)."""
SCREEN: Final = "1280x900x24"
PAGE: Final = (128, 400, 1140, 860)
"""Where that window shows page and comments, without menus."""


def page_on_screen(path: Path, words: str) -> Image:
    """What surrounds `words`, the comments beside."""
    with (
        TemporaryDirectory(prefix="restitution-") as folder,
        _display() as display,
        _office(folder, display) as pipe,
    ):
        command = [PYTHON, str(SIDE), pipe, path.resolve().as_uri(), words]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as side:
            assert side.stdin is not None
            assert side.stdout is not None
            if "ready" not in side.stdout.readline():
                raise LookupError(f"« {words} » was not shown")
            picture = ImageGrab.grab(xdisplay=display).crop(PAGE)
            side.communicate("\n", timeout=60)
        return picture


@contextmanager
def _display() -> Iterator[str]:
    """A display that nobody sees, ended afterwards."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", SCREEN]
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as server:
        try:
            yield f":{os.read(read, 16).decode().strip()}"
        finally:
            server.terminate()
            os.close(read)
            os.close(write)


@contextmanager
def _office(folder: str, display: str) -> Iterator[str]:
    """A LibreOffice of our own on a display: the name of its pipe. It ends when it is told to, or here."""
    pipe = Path(folder).name.replace("-", "")
    command = [
        "soffice",
        f"-env:UserInstallation={(Path(folder) / 'office').as_uri()}",
        *("--norestore", "--nologo", "--nodefault"),
        f"--accept=pipe,name={pipe};urp",
    ]
    environment = {**os.environ, "DISPLAY": display}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as office:
        try:
            yield pipe
            office.wait(timeout=60)
        finally:
            office.terminate()
