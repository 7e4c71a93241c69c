"""A desk that listens, and a browser that looks at it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn

from restitution.desk.app import application
from restitution.desk.guard import Keys
from restitution.desk.project import Desk
from restitution.desk.serving import listening
from tests.builds.test_accessible import AXE, CHROMIUM

WIDTHS = (320, 768, 1280)


@contextmanager
def listens(desk: Desk) -> Iterator[Keys]:
    """The desk, as a browser reaches it."""
    with listening(0) as own:
        keys = Keys(own.getsockname()[1])
        config = uvicorn.Config(
            application(desk, keys, lambda: server.should_exit),
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=1,
            ws="none",
            http="h11",
            loop="asyncio",
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [own]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        try:
            yield keys
        finally:
            server.should_exit = True
            thread.join(10)


@contextmanager
def browser() -> Iterator[Any]:
    """Chromium, driven by Playwright; a test without them is skipped."""
    play = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (uv sync --group dev)")
    if not CHROMIUM:
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    with play.sync_playwright() as driver:
        own = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        try:
            yield own
        finally:
            own.close()


def opened(own: Any, keys: Keys, address: str, width: int = 1280) -> Any:
    """A page of the desk; whatever the browser complains of makes the test fail."""
    page = own.new_context(viewport={"width": width, "height": 900}, bypass_csp=False).new_page()
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(keys.address)
    page.goto(keys.origin + address)
    return page


def violations(page: Any) -> list[tuple[str, list[str]]]:
    """What axe finds; run in the browser's own world, which the page's policy does not bind."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed (npm install axe-core)")
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document)")
    return [(one["id"], [node["html"][:200] for node in one["nodes"]][:5]) for one in found["violations"]]


def is_wide(page: Any) -> bool:
    """Whether a page is to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
