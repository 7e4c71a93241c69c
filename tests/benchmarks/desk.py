"""Triages a hundred remarks at the desk by clicks, and by commands beside it: prints how long, and if files agree.

    uv run python tests/benchmarks/desk.py [SOURCES [REMARKS [TRIAGED]]]

A click is timed by the browser itself, from the moment that its event bears to the frame after the page changed.
The twin of the project is decided by `restitution review decide`; what both left under `sources/` is compared, but
for the second at which each decision was taken.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))

from playwright.sync_api import sync_playwright
from tests.dashboard.browser import CHROMIUM, QUIET
from tests.desk.made import review

from restitution.cli.init import run as init
from restitution.desk.project import Desk
from restitution.review.files import HOME

SOURCES, REMARKS, TRIAGED = 500, 1_000, 100
TERRITORIES = ("a", "b")
BIN = Path(sys.executable).parent
WHO = "Zoé Lune"
THINKING = 700
"""Milliseconds that somebody looks at a remark before she clicks: far less than anybody does."""
SECTIONS = ("Gouvernance", "Enjeux", "Chiffres clés", "Anticiper", "Agir", "Mobilisation des acteurs")
WORDS = (
    "commune", "marché", "rivière", "atelier", "verger", "école", "sentier", "moulin", "halle", "lavoir", "forge",
    "grange", "étang", "chemin", "place", "pont", "four", "colline", "vigne", "bergerie",
)  # fmt: skip
TIMING = """
(() => {
  window.taken = []; let from = 0;
  const begun = (event) => { from = event.timeStamp; };
  addEventListener("click", begun, true);
  document.addEventListener("htmx:afterSettle", (event) => {
    if (!from || event.detail.target.id !== "fiche") return;
    const start = from; from = 0;
    requestAnimationFrame(() => setTimeout(() => window.taken.push(performance.now() - start)));
  });
})();
"""
WHEN = re.compile(r"^(le|annule): .*$", re.MULTILINE)


class Decided(NamedTuple):
    """What was decided of a remark."""

    number: str
    verdict: str
    answer: str = ""


def main(sources: int = SOURCES, remarks: int = REMARKS, triaged: int = TRIAGED) -> None:
    """Make the project and its twin, triage, compare; print."""
    with tempfile.TemporaryDirectory(prefix="mesure-") as folder:
        desk, twin = Path(folder) / "bureau", Path(folder) / "jumeau"
        make(desk, sources, remarks)
        shutil.copytree(desk, twin)
        with at_the_desk(desk) as tab:
            opened = tab.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
            done = triage(tab, triaged)
            taken = tab.evaluate("window.taken")
        tell(sources, remarks, opened, taken)
        by_command(twin, done)
        same = files(desk) == files(twin)
        triaged = len({one.number for one in done})
        print(f"{triaged} remarques triées, {len(files(desk))} fichiers : les commandes en laissent ", end="")
        print("les mêmes." if same else "D'AUTRES.")
        sys.exit(not same)


def tell(sources: int, remarks: int, opened: float, taken: list[float]) -> None:
    """The browser's timings, in milliseconds."""
    print(f"{sources} sources, {remarks} remarques ; la page s'ouvre en {opened:.0f} ms")
    ranked = sorted(taken)
    last = ranked[min(int(len(ranked) * 0.95), len(ranked) - 1)]
    print(f"{len(taken)} clics : médiane {statistics.median(taken):.0f} ms, 95e centile {last:.0f} ms, ", end="")
    load = f"{os.getloadavg()[0]:.1f} pour {os.cpu_count()} cœurs"
    print(f"le plus long {ranked[-1]:.0f} ms ; charge de la machine : {load}")


def make(project: Path, sources: int, remarks: int) -> None:
    """A project whose notes are read, and its remarks placed, by a real look."""
    init(project)
    chance = random.Random(2040)  # noqa: S311 words of notes
    for number in range(sources):
        folder = project / "sources" / f"territoire-{TERRITORIES[number % len(TERRITORIES)]}"
        (folder / f"note {number:03d}.md").write_text(note(chance, number), "utf-8")
    start = time.monotonic()
    command(project, "status", "-q")
    review(project, Desk(project).text().passages, remarks)
    command(project, "review", "list", "-q")
    print(f"projet prêt en {time.monotonic() - start:.0f} s")


def note(chance: random.Random, number: int) -> str:
    """A portrait of a place, as somebody writes one."""
    lines = [f"# Portrait du lieu {number}", ""]
    for section in SECTIONS:
        said = " ".join(chance.choices(WORDS, k=12))
        lines += [f"## {section}", "", f"Au lieu {number}, {said} : {chance.randrange(9_999)} en tout.", ""]
    return "\n".join(lines)


def command(project: Path, *words: str) -> None:
    """Run one of ours."""
    subprocess.run(
        [str(BIN / "restitution"), *words, "--project", str(project)], check=True, stdout=subprocess.DEVNULL
    )


@contextlib.contextmanager
def at_the_desk(project: Path) -> Iterator[Any]:
    """A tab on the remarks of a desk that is served."""
    words = [str(BIN / "restitution"), "serve", "--no-browser", "--json", "--par", WHO, "--project", str(project)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as serving, sync_playwright() as driver:
        assert serving.stdout
        address = json.loads(serving.stdout.readline())["address"]
        try:
            yield opened(driver.chromium.launch(executable_path=CHROMIUM, args=QUIET), address)
        finally:
            serving.terminate()


def opened(browser: Any, address: str) -> Any:
    """The remarks, with what times each click."""
    tab = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    tab.add_init_script(TIMING)
    tab.goto(address)
    tab.get_by_role("navigation", name="Pages du bureau").get_by_role("link", name="Remarques").click()
    tab.wait_for_selector("#fiche article")
    tab.wait_for_load_state("load")
    return tab


def triage(tab: Any, wanted: int) -> list[Decided]:
    """Decide as a person would: one after the other, some answered, some together, one taken back."""
    done: list[Decided] = []
    while (turn := len({one.number for one in done})) < wanted:
        number = current(tab)
        if turn % 20 == 10:
            done += together(tab, "Résoudre", "resoudre", min(3, wanted - turn))
        elif turn % 20 == 5:
            press(tab, "Écarter")
            take_back(tab, number)
            press(tab, "Accepter")
            done += [Decided(number, one) for one in ("rejeter", "annuler", "accepter")]
        elif turn % 4 == 0:
            tab.locator("#fiche textarea[name=reponse]").fill(f"Merci, vu ({turn % 8}).")
            press(tab, "Répondre")
            done.append(Decided(number, "repondre", f"Merci, vu ({turn % 8})."))
        else:
            word, verdict = (("Accepter", "accepter"), ("Écarter", "rejeter"), ("Résoudre", "resoudre"))[turn % 3]
            press(tab, word)
            done.append(Decided(number, verdict))
    return done


def current(tab: Any) -> str:
    """The remark that is open."""
    number: str = tab.locator("#fiche [data-fiche]").get_attribute("data-fiche")
    return number


def settled(tab: Any, before: int) -> None:
    """Wait until a click has been answered and painted."""
    tab.wait_for_function("before => window.taken.length > before", arg=before)


def click(tab: Any, what: Any) -> None:
    tab.wait_for_timeout(THINKING)
    before = tab.evaluate("window.taken.length")
    what.click()
    settled(tab, before)


def press(tab: Any, word: str) -> None:
    """A button of the open remark."""
    click(tab, tab.locator("#fiche form").get_by_role("button", name=word).first)


def take_back(tab: Any, number: str) -> None:
    """Undo what was just done."""
    click(tab, tab.locator("#dit").get_by_role("button", name="Annuler"))
    assert current(tab) == number


def together(tab: Any, word: str, verdict: str, count: int) -> list[Decided]:
    """Tick some that still wait and decide of them at once, then go on with the next one."""
    lines = tab.locator("#liste .rang:has(.pastille.attention)")
    lines.nth(count).wait_for()
    boxes = [lines.nth(rank + 1).locator("input") for rank in range(count)]
    numbers = [box.get_attribute("value").partition(":")[0] for box in boxes]
    for box in boxes:
        box.check()
    click(tab, tab.locator("#lot").get_by_role("button", name=word))
    click(tab, tab.locator("#liste .rang:has(.pastille.attention) a").first)
    return [Decided(number, verdict) for number in numbers]


def by_command(project: Path, done: list[Decided]) -> None:
    """The same decisions, those of one sort in one command; of each remark in their order."""
    groups: dict[tuple[int, str, str], list[str]] = defaultdict(list)
    rounds: Counter[str] = Counter()
    for one in done:
        groups[rounds[one.number], one.verdict, one.answer].append(one.number)
        rounds[one.number] += 1
    for (_, verdict, answer), numbers in sorted(groups.items()):
        words = [*numbers, verdict, *(["--reponse", answer] if answer else [])]
        command(project, "review", "decide", *words, "--par", WHO, "-q")


def files(project: Path) -> list[str]:
    """What stands of the review, but for moments, and for what was taken back."""
    every = (path.read_text("utf-8") for path in sorted((project / HOME / "decisions").glob("*.yaml")))
    return sorted(WHEN.sub("", text) for text in every)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
