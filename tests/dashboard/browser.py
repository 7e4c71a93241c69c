"""A page in the machine's own Chromium, driven by Playwright: nothing is downloaded, nothing is fetched."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
AXE = Path(os.environ.get("AXE") or ROOT / "node_modules/axe-core/axe.min.js")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]  # fmt: skip


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser; the test is skipped, with what is missing, where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if not CHROMIUM:
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@contextmanager
def opened(browser: Any, file: Path, width: int = 1280, colours: str = "light", **options: Any) -> Iterator[Any]:
    """A tab that shows a file; it must have complained of nothing when it is closed."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=colours, **options)
    tab = context.new_page()
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on(
        "request", lambda asked: said.append(asked.url) if not asked.url.startswith(("file:", "data:")) else None
    )
    tab.goto(file.as_uri())
    yield tab
    context.close()
    assert said == []


def violations(tab: Any) -> list[tuple[str, list[str]]]:
    """What axe-core finds wrong with a page that was opened with `bypass_csp`."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed (npm install axe-core)")
    tab.add_script_tag(path=str(AXE))
    found = tab.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")
    assert len(found["passes"]) > 25
    return [(one["id"], [node["html"][:200] for node in one["nodes"][:5]]) for one in found["violations"]]


def is_wide(tab: Any) -> bool:
    """Whether the page scrolls sideways."""
    wide: bool = tab.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return wide


def open_all(tab: Any) -> None:
    """Open everything that opens."""
    tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
