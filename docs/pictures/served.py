"""A page of the desk, served for as long as its picture is taken."""

from __future__ import annotations

import io
import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from docs.pictures.needs import needed
from PIL import Image


def desk_page(project: Path, page: str, width: int, height: int) -> Image.Image:
    """A page of the desk of a project, as Chromium shows it."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 only where this picture is made

    needed("chromium")
    with _served(project) as address, sync_playwright() as player:
        browser = player.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        shown = browser.new_page(viewport={"width": width, "height": height})
        shown.goto(address)
        shown.goto(address.partition("/entrer")[0] + page)
        shown.wait_for_load_state("load")
        picture = shown.screenshot()
        browser.close()
    return Image.open(io.BytesIO(picture))


@contextmanager
def _served(project: Path) -> Iterator[str]:
    """The first address of the desk, which ends afterwards."""
    program = Path(sys.executable).with_name("restitution")
    command = [program, "serve", "--no-browser", "--json", "--par", "Zoé Marchal", "--project", project]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as serving:
        assert serving.stdout is not None
        try:
            yield str(json.loads(serving.stdout.readline())["address"])
        finally:
            serving.send_signal(signal.SIGINT)
            serving.communicate()
