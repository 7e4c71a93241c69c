"""The web pages in headless Chromium: axe-core finds nothing, no page scrolls sideways, the keyboard begins well.

Each page is looked at in a frame as wide as a screen, from a copy whose policy lets axe run; nothing is fetched.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from restitution.writers.html import TEMPLATES, write_html
from tests.builds.conftest import ROOT
from tests.dashboard.browser import chromium, is_wide, open_all, opened, violations
from tests.writers.sample import MEDIA, sample_document

pytestmark = pytest.mark.slow
AXE = Path(os.environ.get("AXE") or ROOT / "node_modules/axe-core/axe.min.js")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
ANSWER = re.compile(r'<pre id="answer">(.*?)</pre>', re.DOTALL)
DARK, LIGHT = 0, 1
"""Values of Chromium's setting of the preferred colours."""
SCRIPT = """
const frame = document.querySelector("iframe");
frame.onload = async () => {
  const page = frame.contentWindow, root = page.document.documentElement, answer = document.querySelector("pre");
  try {
    const run = await page.axe.run(page.document);
    const shown =
      [...page.document.querySelectorAll("a, summary, [tabindex='0']")].filter(one => one.checkVisibility());
    answer.textContent = JSON.stringify({
      violations: run.violations.map(one => [one.id, one.nodes.map(node => node.html.slice(0, 200)).slice(0, 5)]),
      rules: run.passes.length,
      width: page.innerWidth,
      wide: root.scrollWidth > root.clientWidth,
      dark: page.matchMedia("(prefers-color-scheme: dark)").matches,
      contents: [...page.document.querySelectorAll("nav.sommaire")].filter(one => one.checkVisibility()).length,
      first: shown[0].textContent,
      second: shown[1].textContent.trim(),
    });
  } catch (error) { answer.textContent = String(error); }
  frame.remove();
};
"""


def looked_at(page: bytes, folder: Path, width: int, colours: int) -> dict[str, Any]:
    """What Chromium and axe say of a page in a window of a width, light or dark."""
    if not CHROMIUM:
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    if not AXE.is_file():
        pytest.skip("axe-core is not installed (npm install axe-core)")
    copy, count = POLICY.subn("", page.decode())
    assert count == 1
    tool = AXE.read_text("utf-8").replace("</script", "<\\/script")
    copy = copy.replace("<head>", f"<head><script>{tool}</script>", 1)
    host = folder / "page.html"
    frame = f'<iframe width="{width}" height="900" srcdoc="{html.escape(copy)}"></iframe>'
    body = f'{frame}<pre id="answer"></pre><script>{SCRIPT}</script>'
    host.write_text(f'<!DOCTYPE html><meta charset="utf-8"><title>x</title>{body}', "utf-8")
    command = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1600,1000",
        f"--user-data-dir={folder / 'profil'}", f"--blink-settings=preferredColorScheme={colours}",
        "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=100000", "--dump-dom", host.as_uri(),
    ]  # fmt: skip
    shown = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stdout
    answer = ANSWER.search(shown)
    assert answer, shown[-1000:]
    found: dict[str, Any] = json.loads(html.unescape(answer[1]))
    return found


OTHERS = [
    pytest.param(width, colours, marks=pytest.mark.longest)
    for width, colours in ((320, DARK), (768, LIGHT), (1280, DARK))
]
screens = pytest.mark.parametrize(("width", "colours"), [(320, LIGHT), (768, DARK), (1280, LIGHT), *OTHERS])


@screens
@pytest.mark.parametrize("name", ["restitution", "restitution-annexes"])
def test_nothing_stands_in_the_way(example: Path, tmp_path: Path, name: str, width: int, colours: int) -> None:
    found = looked_at((example / f"output/{name}.html").read_bytes(), tmp_path, width, colours)
    assert found["violations"] == []
    assert found["rules"] > 25
    assert (found["width"], found["dark"]) == (width, colours == DARK)
    assert not found["wide"]
    assert found["contents"] == 1
    assert found["first"] == "Aller au texte"
    assert width >= 1280 or found["second"] == "Sommaire"


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_nor_in_the_dashboard_s(example: Path, width: int) -> None:
    page = example / "interne/tableau-de-bord.html"
    with chromium() as browser:
        for colours in ("light", "dark"):
            with opened(browser, page, width, colours, bypass_csp=True) as tab:
                if colours == "dark":
                    open_all(tab)
                assert not is_wide(tab)
                assert violations(tab) == []


@screens
def test_nor_in_the_sample_s(tmp_path: Path, width: int, colours: int) -> None:
    templates = {name: (ROOT / "templates" / name).read_bytes() for name in TEMPLATES}
    found = looked_at(write_html(sample_document(), MEDIA, templates), tmp_path, width, colours)
    assert found["violations"] == []
    assert not found["wide"]


def test_a_picture_without_a_text_is_seen(tmp_path: Path) -> None:
    templates = {name: (ROOT / "templates" / name).read_bytes() for name in TEMPLATES}
    page = write_html(sample_document(), MEDIA, templates).replace(b'alt="Un puits de village"', b"")
    assert [rule for rule, _ in looked_at(page, tmp_path, 768, LIGHT)["violations"]] == ["image-alt"]
