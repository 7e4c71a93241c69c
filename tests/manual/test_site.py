"""The manual, built strictly: no warning, nothing fetched, and pages that everybody can read."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import furo
import pytest
from lxml import html

from tests.dashboard.browser import chromium, is_wide, opened, violations

from .shown import ROOT, pages

LOADED = re.compile(r"^(?:https?:)?//")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("manuel")
    command = [sys.executable, "-m", "sphinx", "-n", "-W", "--keep-going", "-q", "docs", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.slow
def test_every_page_can_be_read_by_everybody(site: Path) -> None:
    names = [name.removeprefix("docs/").replace(".md", ".html") for name in pages() if name.startswith("docs/")]
    assert len(names) > 10
    for name in names:
        page = html.fromstring((site / name).read_bytes())
        assert page.get("lang") == "fr", name
        assert [image.get("src") for image in page.iter("img") if not image.get("alt")] == [], name
        levels = [int(title.tag[1]) for title in page.xpath("//article//*[self::h1|self::h2|self::h3|self::h4]")]
        assert levels[0] == 1, name
        assert levels.count(1) == 1, name
        assert all(after - before <= 1 for before, after in pairwise(levels)), name


@pytest.mark.slow
def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    for path in site.rglob("*.html"):
        page = html.fromstring(path.read_bytes())
        loaded = page.xpath("//script/@src | //img/@src | //link/@href")
        assert [address for address in loaded if LOADED.match(address)] == [], path.name
    for path in site.rglob("*.css"):
        assert not re.search(r"url\([\"']?(?:https?:)?//", path.read_text("utf-8")), path.name


LOOKED_AT = ("relecteurs.html", "reglages.html", "editeur/recueillir.html", "search.html")


@pytest.mark.slow
@pytest.mark.parametrize(("width", "colours"), [(320, "light"), (768, "dark"), (1280, "light")])
def test_pages_are_readable_on_any_screen(site: Path, width: int, colours: str) -> None:
    with chromium() as browser:
        for name in LOOKED_AT:
            with opened(browser, site / name, width, colours, bypass_csp=True) as tab:
                assert not is_wide(tab), name
                assert violations(tab) == [], name


@pytest.mark.slow
def test_each_picture_has_its_caption(site: Path) -> None:
    for name in ("redacteurs.html", "relecteurs.html", "editeur/premier-projet.html"):
        article = html.fromstring((site / name).read_bytes()).xpath("//article")[0]
        assert len(article.xpath(".//img")) > 4
        assert article.xpath(".//img[not(ancestor::figure/figcaption[normalize-space()])]") == []


THEME = Path(furo.__file__).parent / "theme/furo"
SAID = re.compile(r"""_\("([^"]+)"|\{%-? trans[^%]*%\}\s*([A-Z][^<{]+)|aria-label="([^"{]+)"|<title>([^<{]+)<""")
SAME_IN_FRENCH = {"Menu", "Index", "Versions", "Copyright &#169;"}
NOT_SHOWN = ("rtd-versions", "variant-selector", "edit-this-page", "view-this-page", "ethical-ads")
HOSTED = {"On Read the Docs", "On GitHub", "Last updated on"}
"""What Furo says of sites that others host, or of a date that is not asked for."""


def test_what_the_theme_says_is_known() -> None:
    assert {"Next", "Back to top", "Expand", "Toggle table of contents sidebar"} <= words_of_the_theme()


@pytest.mark.slow
def test_the_theme_speaks_french(site: Path) -> None:
    for name in ("relecteurs.html", "editeur/recueillir.html", "search.html", "genindex.html"):
        page = html.fromstring((site / name).read_bytes())
        for one in page.xpath("//script | //style | //article//p | //article//td | //article//pre"):
            one.drop_tree()
        said = {text.strip() for text in page.xpath("//text() | //@aria-label | //@title | //@placeholder")}
        assert sorted(text for text in said for words in words_of_the_theme() if text.startswith(words)) == []
        assert not [text for text in said if text.startswith("Toggle")], name
    told = html.fromstring((site / "relecteurs.html").read_bytes()).text_content()
    assert all(words in told for words in ("Page suivante", "Page précédente", "Retour en haut", "Sur cette page"))


def words_of_the_theme() -> set[str]:
    """What Furo's templates say in English, wherever it stands."""
    templates = [path for path in THEME.rglob("*.html") if path.stem not in NOT_SHOWN]
    found = [
        next(filter(None, said)).strip() for path in templates for said in SAID.findall(path.read_text("utf-8"))
    ]
    return {*found} - SAME_IN_FRENCH - HOSTED


LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("name", ["README.md", "README.en.md", "CONTRIBUTING.md"])
def test_links_of_the_first_pages_lead_somewhere(name: str) -> None:
    targets = [target for target in LINK.findall((ROOT / name).read_text("utf-8")) if ":" not in target]
    assert [target for target in targets if not (ROOT / target).exists()] == []
