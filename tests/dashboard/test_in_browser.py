"""The dashboard in headless Chromium: axe-core finds nothing, filters, cells and keyboard do what they say.

How long it takes is measured by `tests/benchmarks/dashboard.py`, never here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from . import world
from .browser import chromium, is_wide, open_all, opened, violations

pytestmark = pytest.mark.slow
SOME, REMARKS, MANY = 20, 9, 500
A4 = 627
"""Points of a screen between the margins of a sheet."""
PAGE = 25
"""Rows of a folder that are shown at once."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def some(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory, SOME, REMARKS)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory, MANY, 120)


def written(factory: pytest.TempPathFactory, files: int, remarks: int) -> Path:
    path = factory.mktemp("tableau") / "tableau de bord é.html"
    path.write_bytes(world.written(files, remarks))
    return path


def shown(tab: Any, what: str) -> int:
    """How many of the elements can be seen."""
    count: int = tab.evaluate(
        f"[...document.querySelectorAll({what!r})].filter(one => one.checkVisibility()).length"
    )
    return count


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_nothing_stands_in_the_way(browser: Any, some: Path, width: int) -> None:
    with opened(browser, some, width, bypass_csp=True) as tab:
        assert not is_wide(tab)
        assert violations(tab) == []
    with opened(browser, some, width, "dark", bypass_csp=True) as tab:
        open_all(tab)
        assert not is_wide(tab)
        assert violations(tab) == []


def test_a_control_without_a_label_is_seen(browser: Any, some: Path, tmp_path: Path) -> None:
    page = some.read_bytes().replace(b'<label class="cherche">Chercher ', b"<p>").replace(b"Tout montrer", b"")
    (tmp_path / "x.html").write_bytes(page)
    with opened(browser, tmp_path / "x.html", bypass_csp=True) as tab:
        assert {"label", "button-name"} <= {rule for rule, _ in violations(tab)}


def test_files_are_shown_by_folder_and_page_by_page(browser: Any, many: Path) -> None:
    with opened(browser, many) as tab:
        assert shown(tab, ".fichiers tbody tr") == 0
        tab.click("#sources .groupe >> nth=0 >> summary >> nth=0")
        assert shown(tab, ".fichiers tbody tr") == PAGE
        tab.click("#sources .suivants:visible")
        assert shown(tab, ".fichiers tbody tr") == 2 * PAGE
        assert tab.evaluate("document.activeElement.textContent").startswith("note 125")
        tab.click("#sources .suivants:visible")
        tab.click("#sources .suivants:visible")
        assert shown(tab, ".fichiers tbody tr") == MANY / len(world.FOLDERS)
        assert shown(tab, "#sources .suivants") == 0


def test_filters_leave_what_was_asked_for_and_say_how_many(browser: Any, many: Path) -> None:
    told = world.balance(MANY).sources
    aside = [one for one in told if one.state == "set_aside"]
    hers = [one for one in told if one.territory == ["VA"]]
    with opened(browser, many) as tab:
        tab.select_option("#sources select[name=etat]", "mis de côté")
        assert tab.inner_text("#sources .resultat") == f"{len(aside)} fichiers sur {MANY}."
        assert shown(tab, ".fichiers tbody tr") == len(aside)
        tab.fill("#sources input", "energie 049")  # neither accent nor order counts
        wanted = [one for one in aside if "049" in one.path]
        assert len(wanted) <= 1
        assert shown(tab, ".fichiers tbody tr") == len(wanted)
        tab.click("#sources button[type=reset]")
        tab.wait_for_function("document.querySelector('#sources .resultat').textContent === ''")
        tab.select_option("#sources select[name=territoire]", "Val d'Arvoise")
        assert tab.inner_text("#sources .resultat") == f"{len(hers)} fichiers sur {MANY}."
        tab.fill("#sources input", "rien de tel")
        assert tab.inner_text("#sources .resultat") == f"Aucun fichier sur {MANY}."
        assert shown(tab, "#sources .groupe") == 0


def test_remarks_are_filtered_by_state_and_person(browser: Any, many: Path) -> None:
    with opened(browser, many) as tab:
        tab.select_option("#relectures select[name=personne]", "Zoé Martin")
        assert tab.inner_text("#relectures .resultat") == "40 remarques sur 120."
        assert shown(tab, "#relectures [data-rangee]") == PAGE
        tab.fill("#relectures input", "R-004")
        assert tab.inner_text("#relectures .resultat") == "1 remarque sur 120."


def test_a_cell_opens_by_the_keyboard_and_escape_goes_back_to_it(browser: Any, some: Path) -> None:
    with opened(browser, some) as tab:
        assert shown(tab, ".panneau") == 0
        tab.focus("a.case[href='#case-logement-HG']")
        tab.keyboard.press("Enter")
        assert tab.evaluate("document.activeElement.closest('details').id") == "case-logement-HG"
        assert shown(tab, ".panneau") == 1
        cell = next(one for row in world.page(SOME).grid for one in row.cells if one.id == "case-logement-HG")
        assert shown(tab, ".panneau .passages li") == sum(
            len(note.passages) + bool(note.more) for note in cell.notes
        )
        tab.keyboard.press("Escape")
        assert tab.evaluate("document.activeElement.hash") == "#case-logement-HG"
        assert shown(tab, ".panneau") == 0
        tab.keyboard.press("Tab")
        tab.keyboard.press("Enter")
        assert tab.evaluate("document.activeElement.closest('details').id") == "case-logement-VA"


def test_focus_can_be_seen(browser: Any, some: Path) -> None:
    with opened(browser, some) as tab:
        for _ in range(12):
            tab.keyboard.press("Tab")
            look = tab.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert look == "solid", tab.evaluate("document.activeElement.outerHTML")


def test_everything_is_there_without_the_script(browser: Any, some: Path) -> None:
    with opened(browser, some, java_script_enabled=False) as tab:
        assert tab.locator(".filtres:visible").count() == 0
        assert tab.locator(".fichiers tbody tr:visible").count() == SOME
        assert tab.locator("[data-rangee]:visible").count() == REMARKS
        assert tab.locator(".panneau:visible").count() == 27
        tab.click(".panneau summary >> nth=9")
        assert tab.locator(".panneau .passages li:visible").count() > 0


def test_paper_has_no_controls_and_is_as_wide_as_it_is(browser: Any, some: Path) -> None:
    with opened(browser, some, A4) as tab:
        tab.emulate_media(media="print")
        assert shown(tab, "nav, .filtres, .suivants, .evitement") == 0
        assert shown(tab, "#sources tbody tr") == SOME
        assert not is_wide(tab)


def test_what_a_note_says_runs_nothing(browser: Any, some: Path) -> None:
    with opened(browser, some) as tab:
        dialogs: list[str] = []
        tab.on("dialog", lambda dialog: dialogs.append(dialog.message))
        open_all(tab)
        assert world.HOSTILE in tab.text_content("main")
        assert dialogs == []
