"""Each page of rows in a browser: walked by the keyboard alone, looked at by axe at three widths."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import msgspec
import pytest

from restitution.acts.captioning import captions
from restitution.acts.choosing import choices
from restitution.acts.classifying import lines
from restitution.intake.verbatims import merged_choices
from restitution.model import Pictured, Shaped, Source
from restitution.plan.outputs import ALBUM
from restitution.plan.people import REGISTER
from restitution.settings import SETTINGS_FILE, load_settings
from restitution.stages.pictures import keep_pictured
from restitution.store import Store, encode, write, write_contract
from tests.dashboard.browser import chromium as browser
from tests.dashboard.browser import is_wide, open_all, violations
from tests.desk.browser import WIDTHS, listens, opened
from tests.desk.conftest import OnTheDesk
from tests.desk.listed import SETTINGS, lay
from tests.desk.test_choosing import CHOICES, picture
from tests.desk.test_people import BEFORE
from tests.desk.test_settings import CONFLICTS, PLAN
from tests.people.test_commands import NOTES

pytestmark = pytest.mark.slow
MOST_TABS = 120


@pytest.fixture
def desk(here: OnTheDesk) -> OnTheDesk:
    lay(here)
    root, work = here.world.root, here.desk.work
    kept = Store(work / "store")
    write(root / SETTINGS_FILE, (SETTINGS + PLAN).encode())
    write(root / REGISTER, BEFORE.encode())
    write(root / "sources/choix/verbatims.csv", merged_choices(CHOICES, CHOICES))
    write(work / "conflicts.json", encode(CONFLICTS))
    keep_pictured(work / ALBUM, kept, [Pictured("a/place.jpg", kept.put(picture("red", "JPEG")))])
    plan = msgspec.structs.replace(
        here.world.look(),
        settings=load_settings(root / SETTINGS_FILE),
        sources={"ici": [Source(path=note.path, sha256=note.sha256) for note in NOTES]},
        keys={"notes/ici.jsonl": "clé"},
    )
    write(work / "plan.json", encode(plan))
    write_contract(work / "notes/ici.jsonl", "clé", [Shaped(note=note) for note in NOTES])
    return here


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as own:
        yield own


def tab_to(page: Any, where: str) -> None:
    """Press Tab until something is reached, which must be seen."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("one => document.activeElement.matches(one)", where):
            assert page.evaluate("document.activeElement.checkVisibility()")
            return
    pytest.fail(f"{where} is not reached by Tab")


def told(page: Any, words: str) -> None:
    """Wait until the page says that something was done."""
    page.wait_for_function("words => document.getElementById('dit').innerText.includes(words)", arg=words)


def tick(page: Any, box: str) -> None:
    tab_to(page, box)
    page.keyboard.press("Space")


def classify(page: Any) -> None:
    tab_to(page, "select[name=genre]")
    page.keyboard.type("Portrait")
    tick(page, "#rangs input[name=ligne]")
    page.locator("#ecrire").focus()
    page.keyboard.press("Enter")
    told(page, "1 fichier classé.")


def decide_themes(page: Any) -> None:
    tick(page, "#rangs input[name=ligne]")
    page.keyboard.press("a")
    told(page, "accepté")


def change_people(page: Any) -> None:
    tab_to(page, "#ecrire")
    tab_to(page, "#tout")
    page.keyboard.press("Space")
    page.locator("form[action='/personnes/changer'] select").focus()
    page.keyboard.type("pseudo")
    tab_to(page, "#ecrire")
    page.keyboard.press("Enter")
    told(page, "2 fiches changées.")


def choose_quotes(page: Any) -> None:
    tick(page, "#tout")
    page.keyboard.press("e")
    told(page, "2 paroles laissées.")


def describe(page: Any) -> None:
    tab_to(page, "input[name=legende]")
    page.keyboard.type("La place")
    tab_to(page, "input[name=texte_alternatif]")
    page.keyboard.type("Une place rouge")
    page.keyboard.press("Enter")
    told(page, "1 image décrite.")


def accept(page: Any) -> None:
    tab_to(page, "article details:not(.rang-note) summary")
    page.keyboard.press("Enter")
    tab_to(page, "input[name=motif]")
    page.keyboard.type("C'est ainsi")
    page.keyboard.press("Enter")
    told(page, "accepté par écrit")


def order(page: Any) -> None:
    tab_to(page, "#bas-couverture")
    page.keyboard.press("ArrowDown")
    told(page, "place 2 sur 3.")
    page.wait_for_function("() => document.activeElement.id === 'bas-couverture'")


def test_what_is_opened_is_fetched(desk: OnTheDesk, chromium: Any) -> None:
    with listens(desk.desk) as keys:
        page = opened(chromium, keys, "/personnes")
        page.locator("#rangs summary").first.press("Enter")
        page.wait_for_function("() => document.querySelector('#rangs details').innerText.includes('nous reçoit')")
        assert page.url == f"{keys.origin}/personnes"


class Walk(NamedTuple):
    walk: Callable[[Any], None]
    state: Callable[[OnTheDesk], object]
    after: object


PAGES = {
    "/classement": Walk(
        classify, lambda here: {row.fichier: row.genre for row in lines(here.world.root) if row.genre},
        {"a/débat.docx": "portrait_territoire"},
    ),
    "/themes": Walk(
        decide_themes, lambda here: {row.fichier: row.themes for row in lines(here.world.root) if row.themes},
        {"b/eau.md": "eau,sante"},
    ),
    "/personnes": Walk(
        change_people, lambda here: (here.world.root / REGISTER).read_text("utf-8"),
        BEFORE.replace("nominatif", "pseudonyme") + "    niveau: pseudonyme\n",
    ),
    "/verbatims": Walk(
        choose_quotes, lambda here: [one.choisi for one in choices(here.world.root).values()],
        ["non", "non", "oui"],
    ),
    "/photos": Walk(
        describe, lambda here: [(one.legende, one.texte_alternatif) for one in captions(here.world.root).values()],
        [("La place", "Une place rouge")],
    ),
    "/contradictions": Walk(
        accept, lambda here: [one.motif for one in load_settings(here.world.root / SETTINGS_FILE).derogations],
        ["C'est ainsi"],
    ),
    "/plan": Walk(
        order, lambda here: [one.partie for one in load_settings(here.world.root / SETTINGS_FILE).plan],
        ["portraits", "couverture", "sommaire"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_walked_by_the_keyboard_and_put_back(desk: OnTheDesk, chromium: Any, address: str) -> None:
    walk, state, after = PAGES[address]
    before = state(desk)
    with listens(desk.desk) as keys:
        page = opened(chromium, keys, address)
        walk(page)
        assert state(desk) == after
        page.keyboard.press("Escape")  # in a field, Ctrl+Z is the field's own
        page.keyboard.press("Control+z")
        told(page, "comme avant")
        assert state(desk) == before
        assert page.complaints == []


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_stands_in_the_way(desk: OnTheDesk, chromium: Any, width: int) -> None:
    with listens(desk.desk) as keys:
        for address in PAGES:
            page = opened(chromium, keys, address, width, is_bare=True)
            open_all(page)
            assert violations(page) == [], address
            assert not is_wide(page), address
            assert page.complaints == [], address


def test_two_people_see_each_others_changes_and_lose_none(desk: OnTheDesk, chromium: Any) -> None:
    with listens(desk.desk) as keys:
        zoe, jean = (opened(chromium, keys, "/plan") for _ in range(2))
        jean.wait_for_timeout(1500)
        zoe.locator("#bas-couverture").click()
        told(zoe, "place 2 sur 3.")
        jean.wait_for_function("() => document.querySelector('[data-partie]').dataset.partie === 'portraits'")
        jean.locator("#haut-sommaire").click()
        told(jean, "place 2 sur 3.")
        plan = load_settings(desk.world.root / SETTINGS_FILE).plan
        assert [one.partie for one in plan] == ["portraits", "sommaire", "couverture"]
        zoe.wait_for_function("() => document.querySelectorAll('[data-partie]')[1].dataset.partie === 'sommaire'")


def test_what_is_being_written_stays_while_others_change_the_rest(desk: OnTheDesk, chromium: Any) -> None:
    with listens(desk.desk) as keys:
        page = opened(chromium, keys, "/photos")
        page.locator("input[name=legende]").fill("Une légende longue")
        page.wait_for_timeout(1500)
        write(desk.world.root / "sources/a/autre.md", b"Une autre note")
        page.wait_for_timeout(2500)
        assert page.locator("input[name=legende]").input_value() == "Une légende longue"


def test_a_part_is_dragged(desk: OnTheDesk, chromium: Any) -> None:
    with listens(desk.desk) as keys:
        page = opened(chromium, keys, "/plan")
        rows = page.locator("[data-partie] .titre")
        rows.nth(2).drag_to(rows.nth(0), target_position={"x": 4, "y": 2})
        told(page, "Ordre changé.")
        plan = load_settings(desk.world.root / SETTINGS_FILE).plan
        assert [one.partie for one in plan] == ["sommaire", "couverture", "portraits"]
