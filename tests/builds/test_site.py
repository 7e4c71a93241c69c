"""The web site of the worked example: in a browser, from its folder, as from a USB stick in the meeting's room."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest

from restitution.messages import weight
from tests.dashboard.browser import chromium, is_wide, opened, violations
from tests.writers.test_html import Page, flat

pytestmark = pytest.mark.slow
PAGES = ("index", "restitution", "accessibilite")
OUTWARD = re.compile(r"(?:https?|mailto):|#")
SEEN = 568
"""Height of the smallest telephone's screen."""
LOGO = "document.querySelector('.logos img').getBoundingClientRect().bottom"
EMBLEM = "Cofinancé par l’Union européenne"


def links(page: Path) -> dict[str, str]:
    """Address -> words of each link that leads to a file of the site."""
    found = Page(page.read_bytes()).all("a")
    return {said["href"]: flat(text) for said, text in found if not OUTWARD.match(said["href"])}


@pytest.mark.parametrize("name", PAGES)
def test_each_link_leads_to_a_file_of_the_folder(example: Path, name: str) -> None:
    site = example / "output/site"
    assert links(site / f"{name}.html")
    for address in links(site / f"{name}.html"):
        assert (site / unquote(address)).resolve().is_relative_to(site.resolve())
        assert (site / unquote(address)).is_file(), address


def test_every_document_is_offered_with_its_format_and_what_it_weighs(example: Path) -> None:
    site = example / "output/site"
    offered = links(site / "index.html")
    files = sorted(path for path in (site / "telechargements").rglob("*") if path.is_file())
    assert len(files) > 5
    for path in files:
        words = offered[path.relative_to(site).as_posix()]
        assert flat(weight(path.stat().st_size)) in words
        assert any(format_ in words for format_ in ("Word", "PDF", "page web", "PowerPoint"))
    assert len(set(offered.values())) == len(offered), "no two links of the same words"


def test_what_is_offered_is_what_was_published(example: Path) -> None:
    output = example / "output"
    downloads = output / "site/telechargements"
    for path in downloads.rglob("*.*"):
        assert path.read_bytes() == (output / path.relative_to(downloads)).read_bytes(), path.name


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_in_a_browser_nothing_stands_in_the_way(example: Path, tmp_path: Path, width: int) -> None:
    stick = shutil.copytree(example / "output/site", tmp_path / "clé usb")
    with chromium() as browser:
        for name in PAGES:
            for colours in ("light", "dark"):
                with opened(browser, stick / f"{name}.html", width, colours, bypass_csp=True) as tab:
                    assert violations(tab) == []
                    assert not is_wide(tab)
                    assert tab.evaluate(LOGO) < SEEN, "the emblem is seen without scrolling"
                    assert tab.locator(".logos img").first.get_attribute("alt") == EMBLEM


def test_without_javascript_each_page_is_reached_from_each(example: Path) -> None:
    first = example / "output/site/index.html"
    with chromium() as browser, opened(browser, first, java_script_enabled=False) as tab:
        for words, name in (("La restitution", PAGES[1]), ("Accessibilité", PAGES[2]), ("Accueil", PAGES[0])):
            tab.get_by_role("navigation", name="Pages du site").get_by_role("link", name=words).click()
            assert tab.url.endswith(f"/{name}.html")
