"""What a change makes be made again: no clock decides, and nothing more than what follows from the change."""

from __future__ import annotations

import os
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from restitution import office, resources, store
from restitution.errors import WrongUse
from restitution.intake import meeting
from restitution.intake.recognise import recognise
from restitution.plan import handouts, keys, outputs, remembered, site, snapshot, stamp
from restitution.plan import prepare as plan_prepare
from restitution.plan.anchors import ANCHORS_TURN, anchors_basis, anchors_written
from restitution.plan.locks import release_build_lock
from restitution.plan.outputs import OF_ASSEMBLE, OF_STOCK, PAGE, PUBLISHED, TARGETS_VARIABLE
from restitution.plan.prepare import prepare
from restitution.plan.record import load
from restitution.plan.tables import CLASSIFICATION
from restitution.publication import Report
from restitution.publication.internal import DASHBOARD, FOLDER, TEAM
from restitution.settings import PART_TITLES
from restitution.stages import publish

from .conftest import LONG_AGO, Project

DAY = 86_400
EDITION = '{"name": "juin", "rank": 1, "build": "x"}'
OTHER_IDS = '{"id":"src_0000000000"}'
DOCX = {f"{where}.{end}" for where, end in (
    ("build/restitution", "docx"), ("verified/docx", "json"),
    ("build/restitution-annexes", "docx"), ("verified/annexes-docx", "json"),
)}  # fmt: skip
HTML = {name.replace("docx", "html") for name in DOCX}
PDF = {name.replace("docx", "pdf") for name in DOCX} | {"findings/pdf.jsonl", "findings/annexes-pdf.jsonl"}
SLIDES_PDF = {"build/diaporama.pdf", "verified/diaporama-pdf.json", "findings/diaporama-pdf.jsonl"}
PDF |= SLIDES_PDF
ON_WALLS = ("territoire-TA", "territoire-TB", "methode", "matrice")
HUNG = [f"{folder}{name}" for folder in ("", "imprimeur/") for name in ON_WALLS]
POSTERS = {handouts.FINDINGS, *(f"build/affiches/{name}.pdf" for name in HUNG)}
POSTERS |= {f"verified/affiches/{name}.pdf.json" for name in HUNG}
GIVEN = [f"dossier/{name}.{ending}" for name in handouts.OF_SHEETS for ending in ("docx", "pdf")]
POSTERS |= {written for name in GIVEN for written in (f"build/{name}", f"verified/{name}.json")}
SUPPORTS = {
    handouts.LEFT_OUT,
    *map(handouts.document_of, GIVEN),
    *(handouts.document_of(f"affiches/{name}.pdf") for name in HUNG),
}
"""What the posters are written from."""
SLIDES = {*outputs.OF_COMPOSE, "build/restitution.pptx", "verified/pptx.json", *SLIDES_PDF, *POSTERS, *SUPPORTS}
"""What a meeting is shown."""
PDF |= POSTERS
SLIPS = {outputs.SLIPS}
BOARD = {PAGE}
NAMES = (
    "relecture/restitution_relecture",
    *(f"relecture/{part}" for part in PART_TITLES),
    "territoires/TA",
    "territoires/TB",
)
COPIES = {
    name for copy in NAMES for name in (f"copies/{copy}.json", f"build/{copy}.docx", f"verified/{copy}.json")
}
DOCX |= COPIES | {"codes.json"}
PLACED = {"remarks.json", "findings/reconcile.jsonl", "letter.json"}
ANSWERS = {f"build/relecture/lettre-de-reponse.{end}" for end in ("docx", "html")}
ANSWERS |= {f"verified/lettre-{end}.json" for end in ("docx", "html")}
DOCX |= {name for name in ANSWERS if "docx" in name}
HTML |= {name for name in ANSWERS if "html" in name}
SITE = {kind.format(page) for kind in ("build/{}", "verified/{}.json") for page in site.PAGES}
SITE |= {*map(site.document_of, site.OWN), site.FINDINGS}
"""Its pages say what each document to download weighs."""
DOCUMENT = {*OF_ASSEMBLE, *OF_STOCK, *DOCX, *PDF, *HTML, *SLIDES, *SLIPS, *BOARD, *PLACED, *SITE, "published.json"}
REVIEWED = {
    "threads.json",
    "findings/reviews.jsonl",
    *PLACED,
    *BOARD,
    *COPIES,
    *ANSWERS,
    "codes.json",
    "published.json",
}
"""What follows from a remark of which nothing is decided: no text."""
DECIDED = {*REVIEWED, *DOCUMENT, "corrections.json"}
LOTS = ("commun", "racine", "territoire-a", "territoire-b")
A = "territoire-a/portrait.md"


def shaped(*lots: str) -> set[str]:
    """What follows from the text of the notes of `lots`."""
    names = ("notes/{}.jsonl", "public/{}.jsonl", "findings/pseudonymise/{}.jsonl")
    return {name.format(lot) for lot in lots for name in names} | DOCUMENT


def read(*lots: str) -> set[str]:
    """What follows from the files of `lots`."""
    return {f"intake/{lot}.jsonl" for lot in lots} | shaped(*lots)


def public(*lots: str) -> set[str]:
    names = ("public/{}.jsonl", "findings/pseudonymise/{}.jsonl")
    return {name.format(lot) for lot in lots for name in names} | DOCUMENT


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "SECOND_LOOK_SECONDS", 0)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.delenv(TARGETS_VARIABLE, raising=False)


def setting(project: Project, before: str, after: str) -> None:
    path = project.path / "restitution.yaml"
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")


def added(project: Project, line: str) -> None:
    path = project.path / "restitution.yaml"
    path.write_text(f"{path.read_text('utf-8')}\n{line}\n", "utf-8")


def same_size_and_time(project: Project) -> None:
    path = project.path / "sources" / A
    data = path.read_bytes().replace(b"douze", b"seize")
    assert data != path.read_bytes()
    project.note(A, data)


def shipped(project: Project, name: str, change: bytes = b"\n") -> None:
    """A template of the project's own in the place of the shipped one."""
    own = project.path / "templates" / name
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_bytes((resources.home() / "templates" / name).read_bytes() + change)


def classified(project: Project, line: str) -> None:
    project.note(
        "classement.csv", f"fichier;genre;territoire;themes;date;statut;reprise;ordre;remarque\r\n{line}\r\n"
    )


def shown(project: Project, line: str) -> None:
    project.note(meeting.NAME, f"{';'.join(meeting.COLUMNS)}\n{line}\n")


def chosen(project: Project, line: str) -> None:
    project.note(
        "choix/verbatims.csv", f"fichier;repere;qui;texte;themes;territoire;choisi;remarque\r\n{line}\r\n"
    )


def described(project: Project, line: str) -> None:
    project.note("photos.csv", f"fichier;legende;credit;texte_alternatif;personnes;accord\r\n{line}\r\n")


def told_otherwise() -> set[str]:
    """What follows from how people and pictures may be shown."""
    return {
        name.format(lot) for lot in LOTS for name in ("public/{}.jsonl", "findings/pseudonymise/{}.jsonl")
    } | DOCUMENT


def came_home(project: Project) -> None:
    project.note("relectures/2026-10-08_00000000/comptes.json", "{}")
    project.note("relectures/2026-10-08_00000000/remarques.jsonl", "")


def damage(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def damage_all(path: Path) -> None:
    path.write_bytes(bytes(255 - byte for byte in path.read_bytes()))


Change = Callable[[Project], object]
CHANGES: dict[str, tuple[Change, set[str]]] = {
    "nothing": (lambda _: None, set()),
    "touch": (lambda p: os.utime(p.path / "sources" / A), set()),
    "a date one year ahead, nothing else": (lambda p: os.utime(p.path / "sources" / A, (9e9, 9e9)), set()),
    "edit": (lambda p: p.note(A, "# Autre\n", LONG_AGO + 1), read("territoire-a")),
    "edit, one day back": (lambda p: p.note(A, "# Autre\n", LONG_AGO - DAY), read("territoire-a")),
    "edit, one year ahead": (lambda p: p.note(A, "# Autre\n", 9e9), read("territoire-a")),
    "edit, same size and time": (same_size_and_time, read("territoire-a")),
    "added": (lambda p: p.note("territoire-b/l'{été}\n.md", "# Neuf\n"), read("territoire-b")),
    "removed": (lambda p: (p.path / "sources" / A).unlink(), read("territoire-a")),
    "renamed": (
        lambda p: (p.path / "sources" / A).rename(p.path / "sources/territoire-a/--x.md"),
        read("territoire-a"),
    ),
    "moved to another territory": (
        lambda p: (p.path / "sources" / A).rename(p.path / "sources/territoire-b/portrait.md"),
        read("territoire-a", "territoire-b"),
    ),
    "a picture added": (
        lambda p: p.note("territoire-a/p.png", b"\x89PNG\r\n\x1a\n"),
        {"intake/territoire-a.jsonl"} | shaped(*LOTS),
    ),
    "a dropping added": (lambda p: p.note("territoire-a/~$x.docx", b"x"), read("territoire-a")),
    "title": (lambda p: setting(p, "Titre de la restitution", "Autre titre"), DOCUMENT),
    "the plan's list": (lambda p: added(p, "plan: [{partie: portraits}]"), DOCUMENT),
    "old Word files converted": (lambda p: added(p, "convertir_doc: oui"), read(*LOTS)),
    "names shown": (lambda p: added(p, "noms: affiches"), public(*LOTS)),
    "a territory's name": (lambda p: setting(p, "nom: Territoire A", "nom: Pays A"), shaped(*LOTS)),
    "a comment in the settings": (lambda p: added(p, "# rien"), set()),
    "a contributor's page deleted": (lambda p: (p.path / FOLDER / "index.html").unlink(), {"published.json"}),
    "a contributor's page written in": (lambda p: p.file(f"{FOLDER}/index.html", "merci"), {"published.json"}),
    "one output less": (lambda p: added(p, "sorties: [docx]"), {*BOARD, *SITE, "published.json"}),
    "posters too": (
        lambda p: added(p, "sorties: [docx, affiches]"),
        {handouts.LEFT_OUT, handouts.FINDINGS, *BOARD, *SITE, "published.json"},
    ),
    "the template of the posters": (
        lambda p: shipped(p, "typst/affiche.typ"),
        {*PDF, *BOARD, *SITE, "published.json"},
    ),
    "a date to answer before": (
        lambda p: added(p, "relecture: {avant_le: 2026-09-15}"),
        {*COPIES, "published.json"},
    ),
    "a copy of a part": (lambda p: added(p, "relecture: {parties: [themes]}"), {"published.json"}),
    "a copy to review changed": (
        lambda p: damage(p.output("relecture/restitution_relecture.docx")),
        {"published.json"},
    ),
    "a template of the plan": (lambda p: shipped(p, "plan/portraits.md.j2"), DOCUMENT),
    "the same template of the plan": (lambda p: shipped(p, "plan/portraits.md.j2", b""), set()),
    "the template of the page": (
        lambda p: shipped(p, "typst/restitution.typ"),
        {*PDF, *BOARD, *SITE, "published.json"},
    ),
    "the look of the web page": (lambda p: shipped(p, "html/page.css"), {*HTML, *BOARD, *SITE, "published.json"}),
    "what the site says": (lambda p: shipped(p, "site/index.md.j2"), SITE),
    "the template of the dashboard": (lambda p: shipped(p, "tableau/page.html.j2"), {*BOARD, "published.json"}),
    "the dashboard deleted": (lambda p: (p.path / TEAM / DASHBOARD).unlink(), {"published.json"}),
    "the dashboard written in": (lambda p: p.file(f"{TEAM}/{DASHBOARD}", "vu"), {"published.json"}),
    "an edition": (lambda p: p.note("editions/juin/edition.json", EDITION), {*BOARD, "published.json"}),
    "an edition reopened": (lambda p: p.note("editions/juin/rouverte.json", "{}"), set()),
    "fonts": (lambda p: p.file("templates/fonts/x.ttf", b"x"), {*PDF, *BOARD, *SITE, "published.json"}),
    "the model of the Word file": (
        lambda p: p.file("templates/reference.docx", b"x"),
        {*DOCX, *POSTERS, *SLIPS, *BOARD, *SITE, "published.json"},
    ),
    "the editor's word": (lambda p: classified(p, f"{A};portrait;TA"), shaped("territoire-a")),
    "the editor's word on all": (lambda p: classified(p, "*;;;;;relu"), shaped(*LOTS)),
    "the editor's word on a file that is not there": (lambda p: classified(p, "parti.md;portrait"), set()),
    "a remark": (lambda p: classified(p, f"{A};;;;;;;;à relire"), set()),
    "a quotation chosen": (lambda p: chosen(p, f"{A};;;douze communes;;;oui;"), DOCUMENT),
    "who is on a picture": (lambda p: described(p, "x.jpg;;;;Zoé;non"), told_otherwise()),
    "a line of a picture that says nothing": (lambda p: described(p, "x.jpg;;;;;"), set()),
    "a quotation not chosen": (lambda p: chosen(p, f"{A};;;douze communes;;;non;vu"), set()),
    "a table of quotations that is none": (lambda p: p.note("choix/verbatims.csv", "n'importe quoi"), DOCUMENT),
    "a choice for the meeting": (lambda p: shown(p, f"pourquoi;question;Douze ?;;{A};;oui;"), SLIDES),
    "a proposal for the meeting": (lambda p: shown(p, f"pourquoi;question;Douze ?;;{A};ligne 5;;"), set()),
    "transcripts elsewhere": (lambda p: added(p, "transcriptions: retenues"), DOCUMENT),
    "passage ids": (lambda p: p.note("relectures/ancres.jsonl", "{}\n"), DOCUMENT),
    "a returned copy": (lambda p: p.note("relectures/2026-01-01_x/original.docx", "x"), set()),
    "a remark that came home": (came_home, REVIEWED),
    "a decision": (lambda p: p.note("relectures/decisions/R-001_x.yaml", "remarque: R-001\n"), DECIDED),
    "a correction": (lambda p: p.note("relectures/corrections/x.yaml", "passage: src_0\n"), DECIDED),
    "ids from another machine": (lambda p: p.note("relectures/ancres (1).jsonl", OTHER_IDS), DOCUMENT),
    "a result deleted": (lambda p: (p.work / "notes/territoire-a.jsonl").unlink(), {"notes/territoire-a.jsonl"}),
    "a result damaged": (lambda p: damage(p.work / "public/commun.jsonl"), {"public/commun.jsonl"}),
    "a staged document damaged": (lambda p: damage(p.work / "build/restitution.pdf"), {"build/restitution.pdf"}),
    "a stamp damaged": (lambda p: damage(p.work / "stamps/document.json"), {"document.json"}),
    "a stamp lost": (lambda p: (p.work / "stamps/document.json").unlink(), {"document.json"}),
    "a stamp that is no text": (
        lambda p: (p.work / "stamps/document.json").write_bytes(b"\xff\xfe\x00"),
        {"document.json"},
    ),
    "a published file deleted": (lambda p: p.output().unlink(), {"published.json"}),
    "a published file changed": (lambda p: damage(p.output("restitution.pdf")), {"published.json"}),
    "a published file touched": (lambda p: os.utime(p.output()), set()),
    "the manifest lost": (lambda p: (p.work / "manifest.json").unlink(), {"published.json"}),
    "the manifest damaged": (lambda p: damage_all(p.work / "manifest.json"), {"published.json"}),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_makes_be_made_again_what_follows_from_it_and_nothing_else(project: Project, name: str) -> None:
    change, expected = CHANGES[name]
    assert project.dropped_by(lambda: change(project)) == expected


def nothing_is_recent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every file taken for one that did not change for a while."""
    monkeypatch.setattr(snapshot, "WRITING", 0)
    monkeypatch.setattr(plan_prepare, "BEAT", 0)


@pytest.mark.parametrize(
    "name",
    [
        "nothing",
        "edit, same size and time",
        "renamed",
        "moved to another territory",
        "a result deleted",
        "a result damaged",
        "a staged document damaged",
        "a published file changed",
        "ids from another machine",
    ],
)
def test_the_same_when_nothing_was_written_to_for_long(
    project: Project, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    nothing_is_recent(monkeypatch)
    change, expected = CHANGES[name]
    read: set[str] = set()
    keep = remembered.Memory.keep

    def noted(self: remembered.Memory, name: str, status: os.stat_result, sha256: str) -> None:
        read.add(name)
        keep(self, name, status, sha256)

    monkeypatch.setattr(remembered.Memory, "keep", noted)

    def after_a_while() -> None:
        for _ in range(2):
            time.sleep(0.05)  # the system's clock beats
            read.clear()
            project.prepared()
        assert not remembered.TELLS_CHANGES or not read
        change(project)

    assert project.dropped_by(after_a_while) == expected


@pytest.mark.parametrize(
    ("place", "expected"),
    [(".restitution/public/commun.jsonl", "public/commun.jsonl"), ("output/restitution.docx", "published.json")],
)
def test_what_is_damaged_at_the_same_size_and_time_is_made_again(
    project: Project, monkeypatch: pytest.MonkeyPatch, place: str, expected: str
) -> None:
    nothing_is_recent(monkeypatch)

    def damaged_unseen() -> None:
        project.prepared()
        path = project.path / place
        times = path.stat()
        damage(path)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))

    assert project.dropped_by(damaged_unseen) == {expected}


def test_an_edit_undone_leaves_the_first_keys(project: Project) -> None:
    before = project.prepared().keys
    text = (project.path / "sources" / A).read_bytes()
    project.note(A, "# Autre\n")
    assert project.prepared().keys != before
    project.note(A, text)
    assert project.prepared().keys == before


@pytest.mark.parametrize(("said", "counts"), [("86400", True), ("0", True), ("", False), ("²", False), ("9" * 30, False), ("-1", False)])  # fmt: skip # noqa: E501
def test_a_date_given_by_the_environment(
    project: Project, monkeypatch: pytest.MonkeyPatch, said: str, *, counts: bool
) -> None:
    change: Callable[[], object] = lambda: monkeypatch.setenv("SOURCE_DATE_EPOCH", said)  # noqa: E731
    assert project.dropped_by(change) == (DOCUMENT if counts else set())


def test_another_version_of_the_code_makes_all_again(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    dropped = project.dropped_by(lambda: monkeypatch.setattr(keys, "code_digest", lambda: "autre"))
    assert dropped == read(*LOTS) | DECIDED


def test_another_libreoffice_reads_again_where_it_converts(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def arrives() -> None:
        monkeypatch.setattr(office, "found", lambda: "/ailleurs/soffice")

    assert project.dropped_by(arrives) == set()
    monkeypatch.undo()
    monkeypatch.setattr(snapshot, "SECOND_LOOK_SECONDS", 0)
    added(project, "convertir_doc: oui")
    assert project.dropped_by(arrives) == read(*LOTS)


def test_the_results_of_a_lot_that_is_gone_go(project: Project) -> None:
    project.note("parti/note.md", "# Note\n")
    folder = project.path / "sources" / "parti"
    dropped = project.dropped_by(lambda: folder.rename(project.path / "parti"))
    assert dropped == read("parti")
    assert not list(project.work.rglob("parti.jsonl"))


def test_keys_do_not_depend_on_where_the_project_lies(project: Project, tmp_path: Path) -> None:
    before = project.prepared().keys
    release_build_lock(project.work)
    moved = project.path.rename(tmp_path / "ailleurs à lui")
    assert prepare(moved).keys == before
    release_build_lock(moved / ".restitution")


@pytest.mark.parametrize("name", ["{territoire}.md", "a{{b}}.md", "retour\nligne.md", "-x.md", "\ufffd.md"])
def test_the_plan_of_any_name_can_be_written_and_read_again(project: Project, name: str) -> None:
    project.note(f"{name[:1]} lot/{name}", "# Note\n")
    plan = project.prepared()
    assert load(project.work) == plan
    assert all(lot.replace("-", "").isalnum() for lot in plan.lots)


def test_what_a_killed_build_left_half_written_is_no_source_and_not_handed_out(project: Project) -> None:
    before = project.prepared().keys
    places = (
        "sources",
        "sources/relectures/2026-01-01_x",
        "output",
        ".restitution/build",
        ".restitution/store/ab",
    )
    left = [project.file(f"{place}/.restitution.docx.12{store.TEMPORARY}", "x") for place in places]
    assert project.prepared().keys == before
    assert not any(path.exists() for path in left)


def test_what_a_person_called_temporary_in_a_territory_is_hers(project: Project) -> None:
    path = project.note(f"territoire-a/.brouillon{store.TEMPORARY}", "x")
    plan = project.prepared()
    assert path.exists()
    (source,) = [s for s in plan.sources["territoire-a"] if s.path.endswith(store.TEMPORARY)]
    assert recognise(source, b"x").state == "ignored"


def test_targets_narrow_what_is_published_and_nothing_is_made_again_for_it(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    dropped = project.dropped_by(lambda: monkeypatch.setenv(TARGETS_VARIABLE, "pdf"))
    assert dropped == {"published.json"}
    assert project.prepared().publishes().keys() == {"restitution.pdf"}


@pytest.mark.parametrize(
    ("words", "files"),
    [
        ("relecture", {"relecture/restitution_relecture.docx", "relecture/themes.docx"}),
        ("territoires", {"territoires/TA.docx", "territoires/TB.docx"}),
        ("territoires/TB,relecture/outils", {"territoires/TB.docx", "relecture/outils.docx"}),
        (
            "relecture,territoires/TA",
            {"relecture/restitution_relecture.docx", "relecture/themes.docx", "territoires/TA.docx"},
        ),
    ],
)
def test_a_copy_to_review_is_asked_for_by_name(
    project: Project, monkeypatch: pytest.MonkeyPatch, words: str, files: set[str]
) -> None:
    added(project, "relecture: {parties: [themes]}")
    monkeypatch.setenv(TARGETS_VARIABLE, words)
    assert project.prepared().publishes().keys() == files


@pytest.mark.parametrize("word", ["territoires/XX", "relecture/theme", "ailleurs/TA"])
def test_a_copy_that_the_project_has_not_is_told(
    project: Project, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    monkeypatch.setenv(TARGETS_VARIABLE, word)
    with pytest.raises(WrongUse) as told:
        project.prepared()
    assert word in told.value.message
    assert told.value.hint


def test_settings_and_table_that_cannot_be_read_stop_before_anything_is_dropped(project: Project) -> None:
    project.pretend_built()
    before = project.results()
    project.note("classement.csv", "n'importe quoi\r\n")
    with pytest.raises(WrongUse):
        project.prepared()
    assert project.results() == before


def test_ids_that_a_build_wrote_do_not_make_the_next_one_run(project: Project) -> None:
    plan = project.pretend_built()
    after = project.note("relectures/ancres.jsonl", '{"id": 1}\n').read_bytes()
    name = store.Store(project.work / "store").put(after)
    anchors_written(project.work, anchors_basis(plan), plan.anchors, name)
    assert project.prepared().keys == plan.keys
    damage_all(project.work / ANCHORS_TURN)
    assert project.prepared().keys != plan.keys


def test_a_pull_of_somebody_else_s_ids_counts(project: Project) -> None:
    plan = project.pretend_built()
    anchors_written(project.work, anchors_basis(plan), "", "0" * 64)
    project.note("relectures/ancres.jsonl", '{"id": 2}\n')
    assert project.prepared().keys != plan.keys


def test_a_job_on_another_machine_takes_its_leader_s_word(project: Project) -> None:
    plan = project.prepared()
    project.note(A, "# Autre\n")
    assert prepare(project.path, leader=False) == plan


def test_macs_and_others_agree_on_keys(project: Project) -> None:
    name = "territoire-a/éclairage d'été.txt"
    path = project.path / "sources" / name
    before = project.prepared().keys
    path.rename(path.with_name(unicodedata.normalize("NFD", path.name)))
    assert project.prepared().keys == before


@pytest.mark.parametrize("unfinished", [False, True])
def test_a_table_that_was_open_is_brought_up_to_date_by_the_next_build(project: Project, unfinished: bool) -> None:
    plan = project.pretend_built()
    store.write(project.work / PUBLISHED, store.encode(Report(unfinished=unfinished)))
    stamp(project.work, PUBLISHED, plan.keys[PUBLISHED])
    project.prepared()
    assert (project.work / PUBLISHED).is_file() is not unfinished


def test_a_table_that_is_open_is_not_written_and_waits(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project.path)

    def refuse() -> None:
        raise PermissionError(13, "Permission denied", "classement.csv")

    (said,), is_open = publish._renewed(project.path, CLASSIFICATION, refuse)
    assert is_open
    assert said == f"{CLASSIFICATION.as_posix()} {publish.NOT_RENEWED}"
    assert publish._renewed(project.path, CLASSIFICATION, lambda: None) == ([], False)
