"""The desk in headless Chromium: a whole story by clicks, the keyboard alone, two windows, and axe-core.

How long a click takes is measured by `tests/benchmarks/desk.py`, never here.
"""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import psutil
import pytest

from restitution.desk.project import Desk
from restitution.plan.locks import release_build_lock
from restitution.review.files import DECISIONS
from tests.dashboard.browser import chromium, is_wide, violations
from tests.desk.made import review
from tests.machinery.conftest import Project

pytestmark = pytest.mark.slow
LONG = 120_000
"""Milliseconds that a build may take."""
SOON = 20_000
PAGES = (
    "/",
    "/remarques",
    "/remarques/R-002",
    "/corrections?ou=lieu",
    "/corrections?ou=Le+lieu+num%C3%A9ro+7+compte",
    "/construction",
    "/fichiers",
)
NOTE = "# Portrait\n\n## Enjeux\n\n#logement\n\nLes maisons du bourg sont vides, et personne ne les loue.\n"
ASKED, ANSWERED = "D'où vient ce chiffre ?", "Du recensement, et nous le disons."


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project whose text was read, with remarks on it."""
    made = Project(tmp_path_factory.mktemp("bureau") / "mon projet é")
    lines = "\n\n".join(
        f"Le lieu numéro {number} compte des maisons, un four et un lavoir." for number in range(30)
    )
    made.note("territoire-b/lieux.md", f"# Portrait\n\n## Gouvernance\n\n{lines}\n")
    assert made.run("status", "-q").returncode == 0
    review(made.path, Desk(made.path).text().passages, 12, copies=2)
    assert made.run("review", "list", "-q").returncode == 0
    release_build_lock(made.work)
    return made


@contextlib.contextmanager
def served(project: Project) -> Iterator[str]:
    """The first address of a desk; it must end by itself, and well, at Ctrl-C."""
    words = project.command("serve", "--no-browser", "--json", "--par", "Zoé")
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as serving:
        assert serving.stdout
        try:
            yield json.loads(serving.stdout.readline())["address"]
        finally:
            serving.send_signal(signal.SIGINT)
            _, said = serving.communicate(timeout=60)
        assert (serving.returncode, said) == (0, "")


@contextlib.contextmanager
def window(browser: Any, address: str, page: str = "/", width: int = 1280, **options: Any) -> Iterator[Any]:
    """A tab on a page of the desk, that must complain of nothing and ask for nothing elsewhere."""
    context = browser.new_context(viewport={"width": width, "height": 900}, **options)
    tab = context.new_page()
    tab.set_default_timeout(SOON)
    said: list[str] = []
    origin = address.partition("/entrer")[0]
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    tab.on("request", lambda one: said.append(one.url) if not one.url.startswith((origin, "data:")) else None)
    tab.goto(address)
    tab.goto(f"{origin}{page}")
    yield tab
    context.close()
    assert said == []


def number_of(tab: Any) -> str:
    found: str = tab.locator("#fiche [data-fiche]").get_attribute("data-fiche")
    return found


def press(tab: Any, key: str, told: str) -> None:
    """A key, and what the page says of it."""
    tab.keyboard.press(key)
    tab.locator("#dit", has_text=told).wait_for()


# --- the whole story -----------------------------------------------------------------------------


def test_from_a_note_to_the_letter(browser: Any, tmp_path: Path) -> None:
    project = Project(tmp_path / "mon projet é")
    with served(project) as address, window(browser, address) as tab:
        tab.locator(".tuile", has_text="cases vides").wait_for(timeout=LONG)
        empty = cells(tab)
        go(tab, "Fichiers")
        hand_in(tab, "Déposer", "logement.md", NOTE.encode())
        tab.locator("#dit", has_text="Déposé : sources/territoire-a/logement.md").wait_for()
        build(tab)
        go(tab, "Accueil")
        tab.locator(".tuile", has_text="cases vides").wait_for()
        assert cells(tab) == empty - 1
        go(tab, "Fichiers")
        copy = commented(download(tab, "relecture/restitution_relecture.docx", tmp_path))
        hand_in(tab, "Prendre", "relue par Ana.docx", copy)
        tab.locator("#dit", has_text="relue par Ana.docx : 1 remarque nouvelle").wait_for()
        go(tab, "Remarques")
        tab.locator("#fiche [data-fiche=R-001]").or_(tab.locator("#rang-R-001")).first.wait_for(timeout=LONG)
        tab.locator("#rang-R-001 a").click()
        tab.locator("#fiche .paroles", has_text=ASKED).first.wait_for()
        tab.keyboard.press("r")
        tab.keyboard.type(ANSWERED)
        press(tab, "Control+Enter", "1 remarque répondue : R-001")
        build(tab)
        go(tab, "Fichiers")
        letter = docx.Document(str(download(tab, "relecture/lettre-de-reponse.docx", tmp_path)))
        words = " ".join(one.text for one in letter.paragraphs) + " ".join(
            cell.text for table in letter.tables for row in table.rows for cell in row.cells
        )
        assert ANSWERED in words


def cells(tab: Any) -> int:
    return int(tab.locator(".tuile", has_text="cases vides").locator(".compte").inner_text())


def go(tab: Any, page: str) -> None:
    tab.get_by_role("navigation", name="Pages du bureau").get_by_role("link", name=page).click()
    tab.wait_for_load_state()


def hand_in(tab: Any, button: str, name: str, data: bytes) -> None:
    form = tab.locator("form", has=tab.get_by_role("button", name=button))
    if form.locator("select").count():
        form.locator("select").select_option("territoire-a")
    form.locator("input[type=file]").set_input_files({"name": name, "mimeType": "", "buffer": data})
    form.get_by_role("button", name=button).click()


def build(tab: Any) -> None:
    go(tab, "Construire")
    tab.get_by_role("button", name="Construire").click()
    tab.locator(".travail", has_text="Construction en cours").wait_for()
    tab.locator(".travail", has_text="Construction finie").wait_for(timeout=LONG)


def download(tab: Any, name: str, folder: Path) -> Path:
    with tab.expect_download() as coming:
        tab.get_by_role("link", name=name, exact=True).click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


def commented(path: Path) -> bytes:
    """The copy as a reader sends it back."""
    document = docx.Document(str(path))
    read = next(one for one in document.paragraphs if "douze communes" in one.text)
    document.add_comment(read.runs, text=ASKED, author="Ana Ruel", initials="AR")
    document.save(str(path))
    return path.read_bytes()


# --- remarks -------------------------------------------------------------------------------------


def test_the_keyboard_alone_triages(browser: Any, built: Project) -> None:
    with served(built) as address, window(browser, address, "/remarques") as tab:
        first = number_of(tab)
        tab.keyboard.press("j")
        tab.wait_for_function("one => document.querySelector('[data-fiche]').dataset.fiche !== one", arg=first)
        second = number_of(tab)
        assert tab.evaluate("document.activeElement.id") == "titre-fiche"
        press(tab, "s", f"1 remarque résolue : {second}")
        assert number_of(tab) != second
        press(tab, "u", f"1 remarque remise comme avant : {second}")
        assert number_of(tab) == second
        tab.keyboard.press("?")
        assert tab.locator(".touches dl").is_visible()
        tab.keyboard.press("/")
        tab.keyboard.type("chiffre")
        tab.locator("#titre-liste", has_not_text="12 sur 12").wait_for()
        tab.keyboard.press("Escape")
        assert reached(tab, "Tab", "#liste .rang input")
        tab.keyboard.press("Space")
        assert tab.locator("#liste .rang input:checked").count() == 1


def reached(tab: Any, key: str, what: str) -> bool:
    """Whether the keyboard comes to an element."""
    for _ in range(60):
        tab.keyboard.press(key)
        if tab.evaluate("what => document.activeElement.matches(what)", what):
            return True
    return False


def test_keys_of_one_letter_can_be_turned_off(browser: Any, built: Project) -> None:
    with served(built) as address, window(browser, address, "/remarques") as tab:
        number = number_of(tab)
        tab.keyboard.press("?")
        tab.locator("#touches-actives").uncheck()
        tab.locator("#titre-fiche").focus()
        tab.keyboard.press("j")
        tab.wait_for_timeout(500)
        assert number_of(tab) == number
        tab.reload()
        assert not tab.locator("#touches-actives").is_checked()


def test_several_are_decided_at_once(browser: Any, built: Project) -> None:
    with served(built) as address, window(browser, address, "/remarques?etat=&genre=comment") as tab:
        boxes = tab.locator("#liste .rang input")
        for rank in range(2):
            boxes.nth(rank).check()
        tab.get_by_role("group", name="Décider de toutes").get_by_role("button", name="Écarter").click()
        tab.locator("#dit", has_text="2 remarques écartées").wait_for()
        tab.locator("#dit").get_by_role("button", name="Annuler").click()
        tab.locator("#dit", has_text="2 remarques remises comme avant").wait_for()


def test_two_windows_see_each_other_and_lose_nothing(browser: Any, built: Project) -> None:
    with (
        served(built) as address,
        window(browser, address, "/remarques/R-003?etat=") as one,
        window(browser, address, "/remarques/R-003?etat=") as other,
    ):
        press(one, "s", "1 remarque résolue : R-003")
        other.locator("#rang-R-003", has_text="résolue").wait_for()
        before = len(list((built.path / DECISIONS).iterdir()))
        press(other, "e", "R-003 a changé pendant que vous regardiez")
        assert other.locator("#titre-fiche", has_text="résolue").count() == 1
        assert len(list((built.path / DECISIONS).iterdir())) == before
        press(other, "e", "1 remarque écartée : R-003")


def test_a_build_that_is_stopped_leaves_what_was_published(browser: Any, built: Project) -> None:
    built.file("output/LISEZMOI.txt", "à personne d'autre")
    before = {path: path.read_bytes() for path in (built.path / "output").rglob("*") if path.is_file()}
    with served(built) as address, window(browser, address, "/construction") as tab:
        tab.get_by_role("button", name="Construire").click()
        tab.locator(".lignes", has_text="…").wait_for(timeout=LONG)
        builders = [one for one in psutil.process_iter(["cmdline"]) if is_building(one, built)]
        below = [*builders, *(two for one in builders for two in one.children(recursive=True))]
        tab.get_by_role("button", name="Arrêter").click()
        tab.locator(".travail", has_text="les documents publiés sont intacts").first.wait_for(timeout=LONG)
        assert builders
        assert psutil.wait_procs(below, timeout=10)[1] == []
    assert {path: path.read_bytes() for path in (built.path / "output").rglob("*") if path.is_file()} == before


def is_building(process: psutil.Process, project: Project) -> bool:
    words = process.info["cmdline"] or []
    return "build" in words and str(project.path) in words


OTHERS = [
    pytest.param(width, colours, marks=pytest.mark.longest)
    for width, colours in ((320, "dark"), (768, "light"), (1280, "dark"))
]


@pytest.mark.parametrize(("width", "colours"), [(320, "light"), (768, "dark"), (1280, "light"), *OTHERS])
def test_nothing_stands_in_the_way(browser: Any, built: Project, width: int, colours: str) -> None:
    options = {"bypass_csp": True, "color_scheme": colours}
    with served(built) as address, window(browser, address, "/", width, **options) as tab:
        tab.locator("#faits section").first.wait_for(timeout=LONG)
        for page in PAGES:
            tab.goto(f"{address.partition('/entrer')[0]}{page}")
            tab.wait_for_timeout(700)
            tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
            assert not is_wide(tab), page
            assert violations(tab) == [], page
