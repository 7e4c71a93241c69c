"""A document in the window of LibreOffice, as somebody has it before their eyes, on a display that nobody sees.

Its PDF export shows no comment in the margin without a window (measured in 7.4), and a table has no page.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from docs.pictures.needs import NotMade, needed
from PIL import ImageGrab
from PIL.Image import Image

SIDE: Final = Path(__file__).with_name("desk_side.py")
PYTHON: Final = "/usr/bin/python3"
"""The one that has UNO (Debian: python3-uno)."""
IN_FRENCH: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">{}</oor:items>"""
SETTING: Final = '<item oor:path="/org.openoffice.{}"><prop oor:name="{}"><value>{}</value></prop></item>'
SETTINGS: Final = (
    ("Office.Linguistic/General", "UILocale", "fr"),
    ("Setup/L10N", "ooLocale", "fr"),
    ("Setup/L10N", "ooSetupSystemLocale", "fr-FR"),
    ("Office.Common/Misc", "ShowTipOfTheDay", "false"),
    ("Setup/Product", "ooSetupLastVersion", "99"),
    ("Office.Common/Misc", "SymbolStyle", "colibre"),
    ("Office.UI.Infobar/Enabled", "HyphenationMissing", "false"),
)
OPENING_S: Final = 0.6
"""How long a menu takes to open."""
STARTING: Final = 20
"""How often a display is asked whether it is there."""


def window(
    path: Path,
    view: str,
    words: str,
    *,
    keys: tuple[str, ...] = (),
    size: tuple[int, int] = (1280, 900),
    crop: tuple[int, int, int, int] | None = None,
) -> Image:
    """The window of LibreOffice with a file in a view of `desk_side`, after `keys` (as xdotool names them)."""
    needed("soffice", "Xvfb", *(["xdotool"] if keys else []), *(["localc"] if view == "sheet" else []))
    with (
        TemporaryDirectory(prefix="restitution-") as folder,
        _display(*size) as display,
        _office(folder, display) as pipe,
    ):
        mine = shutil.copy(path, folder)  # a window leaves its lock beside what it shows
        command = [PYTHON, str(SIDE), pipe, Path(mine).as_uri(), view, words]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as side:
            assert side.stdout is not None
            if "ready" not in side.stdout.readline():
                raise LookupError(f"« {words} » was not shown")
            _typed(display, keys)
            picture = ImageGrab.grab(xdisplay=display)
            side.kill()
        return picture.crop(crop) if crop else picture


def _typed(display: str, keys: tuple[str, ...]) -> None:
    """Keys, one after the other, in the window that is in front; « 10,20 » is a click there, « » only waits."""
    for key in keys:
        act = ["mousemove", *key.split(","), "click", "1"] if "," in key else ["key", key]
        if key:
            subprocess.run(["xdotool", *act], env={**os.environ, "DISPLAY": display}, check=True)
        time.sleep(OPENING_S)


@contextmanager
def _display(width: int, height: int) -> Iterator[str]:
    """A display that nobody sees and that answers, ended afterwards.

    Its number is drawn: the one that Xvfb takes by itself was not there for others when two began together.
    """
    for number in random.sample(range(100, 1000), 5):
        command = ["Xvfb", f":{number}", "-noreset", "-screen", "0", f"{width}x{height}x24"]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
            try:
                if _answers(f":{number}", server):
                    yield f":{number}"
                    return
            finally:
                server.terminate()
    raise NotMade("no display began")


def _answers(display: str, server: subprocess.Popen[bytes]) -> bool:
    for _ in range(STARTING):
        time.sleep(OPENING_S)
        with suppress(OSError):
            ImageGrab.grab(xdisplay=display)
            return server.poll() is None
    return False


@contextmanager
def _office(folder: str, display: str) -> Iterator[str]:
    """A LibreOffice of our own on a display, in French: the name of its pipe. It is ended here."""
    pipe = Path(folder).name.replace("-", "")
    profile = Path(folder) / "office"
    (profile / "user").mkdir(parents=True)
    said = IN_FRENCH.format("".join(SETTING.format(*one) for one in SETTINGS))
    (profile / "user/registrymodifications.xcu").write_text(said, "utf-8")
    command = [
        "soffice",
        f"-env:UserInstallation={profile.as_uri()}",
        *("--norestore", "--nologo", "--nodefault"),
        f"--accept=pipe,name={pipe};urp",
    ]
    environment = {**os.environ, "DISPLAY": display}
    with subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as office:
        try:
            yield pipe
        finally:
            _ended(office)


def _ended(office: subprocess.Popen[bytes]) -> None:
    """Its own group: the program that was started starts another."""
    os.killpg(office.pid, 15)
    try:
        office.wait(timeout=20)
    except subprocess.TimeoutExpired:
        os.killpg(office.pid, 9)
