"""The commands of the review, each run as a person runs it."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from restitution.cli.proposals import tell_remarks
from restitution.cli.review.adding import _copy
from restitution.cli.review.deciding import wishes_of
from restitution.cli.review.table import COLUMNS, cells_of, changed_cells, read_table, table_of
from restitution.formulas import FORMULA, written
from restitution.model import Coverage
from restitution.ooxml.package import open_package, write_package
from restitution.plan.taking import Taken, told
from restitution.remarks import Applied, Counts, Decision, Kind, Mark, Remark
from restitution.review.files import DECISIONS, HOME, keep_decision
from restitution.review.keys import key_of
from restitution.review.notes import every_mark
from restitution.stages import board
from restitution.writers.docx import reference_docx, write_docx
from tests.review.world import TEXT, World, src


def mark(number: int, kind: Kind, text: str, passage: str, **more: Any) -> Mark:
    author = more.pop("author", "Marie Rieu")
    return Mark(
        key=key_of(kind, author, "2026-10-08T14:05:00Z", text, passage),
        number=f"R-{number:03d}",
        kind=kind,
        elements={kind: 1},
        author=author,
        date="2026-10-08T14:05:00Z",
        text=text,
        passage=passage,
        **{"placed": "exact", "confidence": 1.0, **more},
    )


NOTHING_COVERED = Coverage(themes=[], territories=[], cells=[], steps=[], tools=[], visits=[])


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    made = World(tmp_path / "projet", monkeypatch)
    base = "Le pays compte douze communes. Le conseil se réunit le mardi."
    treize = base.replace("douze", "treize")
    made.copy(
        "2026-10-08",
        mark(1, "comment", "Vraiment douze ?", src(3), quote="douze communes", base=base, offset=15),
        mark(2, "insertion", "treize", src(3), base=base, proposed=treize),
        mark(3, "comment", "Où donc ?", src(4), confidence=0.6, author="Jean Bost"),
        mark(4, "deletion", "avons", src(6), author="Jean Bost"),
        mark(5, "comment", "Passage disparu", "src_00000000ff", base="Adieu.", author="Jean Bost"),
    )
    return made


def test_a_list_tells_what_waits_first(world: World) -> None:
    said = world.run("review", "list")
    assert said.index("À CONFIRMER") < said.index("SANS PLACE") < said.index("NOUVELLE")
    assert "R-001  commentaire de Marie Rieu, 8 octobre 2026 – nouvelle" in said
    assert "¶ Lieux-1" not in said
    assert "sur « douze communes » : « Vraiment douze ? »" in said
    assert "restitution review place R-003" in said.rpartition("PROCHAIN PAS")[2]
    assert not any(mark_.key in said for mark_ in world.review().items), "people see R-014, never a hash"


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        (["--state", "à confirmer"], ["R-003"]),
        (["--etat", "new", "--etat", "orphan"], ["R-001", "R-002", "R-004", "R-005"]),
        (["--de", "bost"], ["R-003", "R-004", "R-005"]),
        (["--passage", "¶1.1-1"], ["R-001", "R-002"]),
        (["--passage", "1.1"], ["R-001", "R-002", "R-003"]),
    ],
)
def test_a_list_shows_some(world: World, words: list[str], numbers: list[str]) -> None:
    said = msgspec.json.decode(world.run("relire", "lister", "--json", *words))
    assert [item["number"] for item in said["items"]] == numbers
    keys = {"key", "number", "kind", "thread", "parent", "author", "date", "text", "quote", "source", "edition",
            "returned_in", "state", "placed", "confidence", "history"}  # fmt: skip
    assert keys <= said["items"][0].keys()
    assert {"path", "passage", "where"} == said["items"][0]["source"].keys()
    assert {"in_files", "in_journal", "ours", "in_other", "by_state"} == said["balance"].keys()


@pytest.mark.parametrize(
    ("words", "decided"),
    [
        (["R-001", "accept"], [("R-001", "accepter", "")]),
        (["2", "rejeter", "--reponse", "Non."], [("R-002", "rejeter", "Non.")]),
        (["R-001..R-002", "résoudre"], [("R-001", "resoudre", ""), ("R-002", "resoudre", "")]),
        (["repondre", "R-1", "--answer", "Oui."], [("R-001", "repondre", "Oui.")]),
        (["R-001", "--reponse", "Oui."], [("R-001", "repondre", "Oui.")]),
        (["--de", "Marie Rieu", "--kind", "ajout", "accepter"], [("R-002", "accepter", "")]),
        (["--de", "jean", "accepter"], [("R-004", "accepter", "")]),
        (
            ["--genre", "comment", "rejeter"],
            [("R-001", "rejeter", ""), ("R-003", "rejeter", ""), ("R-005", "rejeter", "")],
        ),
    ],
)
def test_decisions_are_files(world: World, words: list[str], decided: list[tuple[str, str, str]]) -> None:
    world.run("review", "decide", *words)
    assert sorted(world.decisions()) == decided


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["R-001", "acepter"], "Attendu : R-014, ou accepter."),
        (["R-009", "accepter"], "Les numéros vont de R-001 à R-005"),
        (["R-001"], "Que décidez-vous ?"),
        (["accepter"], "De quelle remarque s'agit-il ?"),
        (["R-001", "accepter", "rejeter"], "Deux décisions à la fois : accepter et rejeter."),
        (["R-001", "placer"], "restitution review place R-014"),
        (["--de", "Marie Rieux", "accepter"], "« Marie Rieu »"),
        (["--de", "Jean Bost", "--kind", "comentaire", "accepter"], "Attendu : commentaire."),
        (["--de", "Jean Bost", "rouvrir"], "n'attend cette décision"),
        (["absent.xlsx"], "introuvable"),
    ],
)
def test_a_wrong_decision_is_told(world: World, words: list[str], said: str) -> None:
    assert said in world.run("review", "decide", *words, code=2)
    assert world.decisions() == []


def test_what_is_decided_twice_is_written_once(world: World) -> None:
    world.run("review", "decide", "R-001", "accepter")
    assert "Déjà décidé ainsi" in world.run("review", "decide", "R-001", "accepter")
    world.run("review", "decide", "R-001", "rejeter")
    assert world.decisions() == [("R-001", "accepter", ""), ("R-001", "rejeter", "")]
    assert world.review().items[0].state == "rejected"
    world.run("review", "decide", "--de", "Marie Rieu", "rouvrir")
    assert world.review().items[0].state == "open"


def test_a_place_is_confirmed_or_corrected(world: World) -> None:
    assert "Le siège est au moulin" in world.run("review", "place", "R-003")
    assert world.review().items[2].state == "new"
    world.run("review", "placer", "R-005", "¶", "1.2-1")
    assert world.review().items[4].source.passage == src(6)
    assert "déjà placée" in world.run("review", "place", "R-005", "¶1.2-1")
    assert "repères de ¶ 1.2-1" in world.run("review", "place", "R-005", "¶1.2-9", code=2)
    assert "2 passages disent cela" in world.run("review", "place", "R-005", "moulin de Roncelles", code=2)


def test_what_an_accepted_change_made_of_a_passage_leaves_no_doubt_of_it(world: World) -> None:
    """Another remark on the same words keeps its place, however little of them is left."""
    before = "Le pays compte douze communes. Le conseil se réunit le mardi."
    world.says(TEXT.replace(before, "Vercenne est seule."))
    assert world.review().items[0].state == "to_confirm"
    (key,) = (one.key for one in world.review().items if one.number == "R-002")
    world.applied = [Applied(passage=src(3), key=key, number="R-002", result="applied")]
    first = world.review().items[0]
    assert (first.state, first.source.passage, first.placed) == ("new", src(3), "paragraph")


def test_an_orphan_has_no_place_to_confirm(world: World) -> None:
    assert "dites lequel" in world.run("review", "place", "R-005", code=2)


@pytest.mark.parametrize(
    ("where", "passage", "placed", "state"),
    [
        ("¶1.1-1", src(3), "paragraph", "new"),
        ("Douze  communes", src(3), "exact", "new"),
        ("p. 12", "", "orphan", "orphan"),
        ("p.12 « le siège est au moulin »", src(4), "exact", "new"),
        ("le siège était au vieux moulin de Roncelle", src(4), "fuzzy", "to_confirm"),
        ("tout autre chose que cela", "", "orphan", "orphan"),
        ("", "", "orphan", "orphan"),
    ],
)
def test_what_was_said_by_telephone(world: World, where: str, passage: str, placed: str, state: str) -> None:
    words = ["Un mot\u202f!", "--de", "Zoé", "--sur", where, "--par", "tél", "--le", "12/10/2026"]
    assert "R-006 notée." in world.run("review", "note", *words)
    assert "Déjà notée : R-006" in world.run("review", "note", *words)
    review = world.review()
    remark = review.items[-1]
    assert (remark.number, remark.author, remark.text, remark.date[:10]) == (
        "R-006",
        "Zoé",
        "Un mot\u202f!",
        "2026-10-12",
    )
    assert (remark.source.passage, remark.state) == (passage, state)
    marks = [one for one in every_mark(world.root / HOME) if one.number == "R-006"]
    assert [one.placed for one in marks] == [placed]
    assert review.trouble == ""
    assert review.balance.in_other == {"comment": 1}


@pytest.mark.parametrize("where", ["¶1.1-1", "p. 12"])
def test_a_note_that_a_copy_carried_comes_back_as_itself(world: World, where: str) -> None:
    """A word processor gives a day an hour, and the paragraph where the note was carried to as its place."""
    world.run("review", "note", "Un mot", "--de", "Zoé", "--sur", where, "--le", "12/10/2026")
    text, date = "Un  mot", "2026-10-12T00:00:00"
    carried = mark(9, "comment", text, src(3), author="Zoé")
    key = key_of("comment", "Zoé", date, text, src(3))
    world.copy("2026-11-02", structs.replace(carried, key=key, thread=key, date=date))
    review = world.review()
    assert [one.number for one in review.items if one.author == "Zoé"] == ["R-006"]
    assert review.trouble == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["Un mot", "--sur", "¶1.1-1"], "Qui l'a dit ?"),
        (["Un mot", "--de", "Zoé", "--sur", "¶7-1"], "aucun paragraphe"),
        (["Un mot", "--de", "Zoé", "--par", "pigeon"], "telephone, papier ou courriel"),
        (["Un mot", "--de", "Zoé", "--le", "un jour"], "2026-10-12"),
    ],
)
def test_a_wrong_note_is_told(world: World, words: list[str], said: str) -> None:
    assert said in world.run("review", "note", *words, code=2)


def test_the_pen_of_the_editor(world: World, tmp_path: Path) -> None:
    base = "Le pays compte douze communes. Le conseil se réunit le mardi."
    said = world.run("fix", "¶1.1-1", "Le pays compte treize communes.")
    assert "Avant : « Le pays compte douze communes." in said
    (tmp_path / "texte.txt").write_text("Nous avons vu\nle moulin.\n", "utf-8")
    world.run("corriger", "¶", "1.2-1", "--fichier", str(tmp_path / "texte.txt"))
    world.run("fix", "1.1-2", "--retirer")
    assert sorted(world.fixes()) == [
        (src(3), base, "Le pays compte treize communes."),
        (src(4), "Le siège est au moulin de Roncelles.", ""),
        (src(6), "Nous avons vu le moulin de Roncelles.", "Nous avons vu le moulin."),
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["¶1.1-1"], "Que doit devenir ce passage ?"),
        (["¶1.1-1", "Autre", "--retirer"], "un seul des trois"),
        (["¶1.1-7", "Autre"], "Ce titre a des repères de ¶ 1.1-1 à ¶ 1.1-2."),
        (["¶1.1", "Autre titre"], "restitution.yaml"),
        (["¶1.1-2", "Le siège est au moulin de Roncelles."], "déjà cela"),
        (["¶1.1-2", "--fichier", "absent.txt"], "introuvable"),
    ],
)
def test_a_wrong_correction_is_told(world: World, words: list[str], said: str) -> None:
    assert said in world.run("fix", *words, code=2)
    assert world.fixes() == []


def test_wrong_words_have_the_nearest_right_one(world: World) -> None:
    assert "Attendu : à confirmer." in world.run("review", "list", "--state", "a confirmé", code=2)
    assert "« Jean Bost »" in world.run("review", "list", "--de", "Jean Bosc", code=2)


# --- copies that came back, and the letter ---------------------------------------------------------

INSERTED = (
    b'<w:ins w:id="900" w:author="Zo\xc3\xa9 Martin" w:date="2026-10-09T10:00:00Z"><w:r><w:t xml:space="preserve">'
    b"treize ou </w:t></w:r></w:ins>"
)


def came_back(world: World, path: Path) -> Path:
    """The publication as somebody sends it back: one word inserted, tracked."""
    parts = open_package(write_docx(world.document, {}, reference_docx()))
    before, sign, after = parts["word/document.xml"].partition("Le siège est".encode())
    head, run, rest = before.rpartition(b"<w:r>")
    parts["word/document.xml"] = head + INSERTED + run + rest + sign + after
    path.write_bytes(write_package(parts))
    return path


def test_a_copy_is_taken_in_and_its_changes_accepted(world: World, tmp_path: Path) -> None:
    file = came_back(world, tmp_path / "relu.docx")
    said = world.run("review", "add", str(file), "--accept-from", "zoé martin", "--par", "Zoé Martin")
    assert "1 remarque nouvelle" in said
    assert "De : Zoé Martin." in said
    assert world.decisions() == [("R-006", "accepter", "")]
    added = world.review().items[-1]
    assert (added.text, added.source.passage) == ("treize ou ", src(4))
    again = world.run("relire", "ajouter", str(file))
    assert "0 remarque nouvelle, 1 déjà connue" in again
    assert len(world.review().items) == 6


@pytest.mark.parametrize(
    ("name", "more", "said"),
    [
        ("relus.docx", [], "relu.docx"),
        (".", [], "est un dossier"),
        ("relu.docx", ["--accept-from", "Zoé Martn"], "« Zoé Martin »"),
    ],
)
def test_a_copy_that_cannot_be_taken_is_told(
    world: World, tmp_path: Path, name: str, more: list[str], said: str
) -> None:
    came_back(world, tmp_path / "relu.docx")
    assert said in world.run("review", "add", str(tmp_path / name), *more, code=2)
    assert world.decisions() == []


def test_the_letter_of_one_reviewer(world: World) -> None:
    folder = world.root / "interne" / "lettres"
    assert "Encore sans suite : R-001, R-002" in world.run("review", "letter", "--reviewer", "marie")
    letter = folder / "Lettre de réponse - Marie Rieu.docx"
    letter.write_bytes(b"completed by hand")
    world.run("review", "lettre", "--relecteur", "Marie Rieu")
    world.run("review", "lettre", "--relecteur", "Marie Rieu")
    assert letter.read_bytes() == b"completed by hand"
    assert sorted(path.name for path in folder.iterdir()) == [
        "Lettre de réponse - Marie Rieu (2).docx",
        "Lettre de réponse - Marie Rieu.docx",
    ]
    assert "« Jean Bost »" in world.run("review", "letter", "--reviewer", "Jean Bot", code=2)


# --- the workbook ----------------------------------------------------------------------------------


def filled(data: bytes, cells: dict[str, str]) -> bytes:
    """The workbook with cells that somebody filled (« I2 » -> text)."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for place, text in cells.items():
        book.active[place] = text
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_filled_workbook_decides(world: World, tmp_path: Path) -> None:
    path = tmp_path / "remarques.xlsx"
    assert "5 remarques dans" in world.run("review", "list", "--xlsx", str(path))
    path.write_bytes(
        filled(
            path.read_bytes(),
            {"I2": "Acceptée", "J2": "Merci.", "I3": "peut-être", "J4": "Au moulin.", "E5": "autre",
             "I5": "rejeter", "A9": "R-088", "I9": "accepter", "K6": "pour mémoire"},
        )
    )  # fmt: skip
    said = world.run("review", "decide", str(path))
    assert sorted(world.decisions()) == [
        ("R-001", "accepter", "Merci."),
        ("R-003", "repondre", "Au moulin."),
        ("R-004", "rejeter", ""),
    ]
    for words in (
        "Ligne 3 (R-002), laissée de côté : « peut-être »",
        "Ligne 5 (R-004) : « ce qui est dit », changé dans le tableau",
        "Ligne 6 (R-005) : un motif sans décision",
        "Ligne 9, laissée de côté : « R-088 »",
    ):
        assert words in " ".join(said.split())


def test_an_empty_workbook_decides_nothing(world: World, tmp_path: Path) -> None:
    path = tmp_path / "remarques.xlsx"
    world.run("review", "list", "--xlsx", str(path))
    first = path.read_bytes()
    assert "Aucune décision" in world.run("review", "decide", str(path))
    world.run("review", "list", "--xlsx", str(path))
    assert path.read_bytes() == first, "the same remarks are the same bytes"
    (tmp_path / "x.xlsx").write_bytes(b"PK nothing")
    assert "n'est pas lisible" in world.run("review", "decide", str(tmp_path / "x.xlsx"), code=2)
    assert not (world.root / DECISIONS).exists()


signs = st.text(st.characters(exclude_categories=["Cs"]), max_size=50)
starts = st.sampled_from(["", *FORMULA, "_x0041_", "'="])


@given(st.lists(st.tuples(starts, signs, signs, signs), max_size=4))
def test_every_word_of_a_workbook_comes_back(texts: list[tuple[str, str, str, str]]) -> None:
    remarks = [
        Remark(key=f"{n:016x}", number=f"R-{n:03d}", kind="comment", author=author, text=start + text, quote=quote)
        for n, (start, text, quote, author) in enumerate(texts, 1)
    ]
    data = table_of(remarks)
    assert b"<f>" not in data
    lines, said = read_table(data)
    assert said == []
    assert [line.cells["numéro"] for line in lines] == [remark.number for remark in remarks]
    for line, remark in zip(lines, remarks, strict=True):
        assert changed_cells(line, remark) == []
        assert not line.decides
    assert wishes_of(lines, remarks) == ([], [])
    page = openpyxl.load_workbook(io.BytesIO(data)).active
    assert not any(cell.data_type == "f" for row in page.iter_rows() for cell in row)


@given(starts, signs)
def test_a_cell_is_neutral_and_is_read_as_it_was(start: str, text: str) -> None:
    cells = cells_of(Remark(key="k", number="R-001", kind="comment", text=start + text))
    assert not any(cells[name].startswith(FORMULA) for name in COLUMNS)
    assert written(cells["numéro"]) == "R-001"


def test_what_reviewers_ask_is_told_after_a_build(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """A copy dropped among the notes is taken in by a build, which must say so."""
    tell_remarks(world.root)
    assert capsys.readouterr().out == ""
    world.look()
    tell_remarks(world.root)
    asked = capsys.readouterr().out
    assert (
        "4 remarques attendent votre décision et 1 place de remarque est à confirmer : restitution review list"
        in asked
    )
    world.run("review", "decide", "R-001..R-005", "resoudre")
    world.look()
    tell_remarks(world.root)
    assert capsys.readouterr().out == ""


def test_what_is_answered_or_accepted_is_asked_of_nobody_again(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    """An accepted change that no program can make is to be written, and is no decision to take."""
    base = "Le pays compte douze communes. Le conseil se réunit le mardi."
    world.copy("2026-10-09", mark(6, "format", "douze", src(3), base=base, author="Jean Bost"))
    world.run("review", "decide", "R-001", "repondre", "--reponse", "Oui.")
    world.run("review", "decide", "R-002..R-006", "resoudre")
    world.run("review", "decide", "R-006", "accepter")
    world.look()
    tell_remarks(world.root)
    asked = " ".join(capsys.readouterr().out.split())
    assert "Relectures : 1 changement accepté est à reprendre à la main : restitution review list" in asked
    said = " ".join(world.run("review", "list").split())
    assert "Décidez" not in said
    assert "Reprenez R-006 à la main" in said
    assert "6 remarques, 1 en attente" in world.run("review", "list", "--quiet")
    assert board.waiting(NOTHING_COVERED, world.review()) == [
        "1 changement accepté est à reprendre à la main : restitution review list"
    ]
    people = board.remarks_shown(world.review(), {}).reviewers
    assert {name: waits for name, _, waits in people} == {"Jean Bost": 1, "Marie Rieu": 0}


def test_a_list_tells_what_a_change_does(world: World) -> None:
    """Not a whole paragraph in which one word is another, nor a change without any word."""
    base = "Le siège est au moulin de Roncelles."
    world.copy(
        "2026-10-09",
        mark(11, "untracked_edit", base.replace("moulin", "lavoir"), src(4), base=base, author="",
             proposed=base.replace("moulin", "lavoir")),
        mark(12, "paragraph_insertion", "", src(4), base=base),
        mark(13, "untracked_edit", "Et un lac.", src(4), base=base, author="", proposed="Et un lac.",
             relation="after", placed="after"),
        mark(14, "untracked_edit", "", src(6), base="Nous avons vu le moulin.", author="", proposed=""),
    )  # fmt: skip
    said = " ".join(world.run("review", "list").split())
    assert "ajoute un paragraphe, sans suivi des modifications : « Et un lac. »" in said
    assert "supprime, sans suivi des modifications : « Nous avons vu le moulin. »" in said
    assert "change, sans suivi des modifications : « Le siège est au moulin de Roncelles. » devient" in said
    assert "« Le siège est au lavoir de Roncelles. »" in said
    assert "texte changé sans suivi, dans la copie relue par Marie Rieu" in said
    assert "coupe le paragraphe en deux" in said


BASE = "Le pays compte douze communes. Le conseil se réunit le mardi."


def replacement(first: int, **more: Any) -> list[Mark]:
    """« douze » is taken out, « quinze » put in."""
    return [
        mark(first, "deletion", "douze", src(3), quote="douze", base=BASE, offset=15,
             proposed=BASE.replace("douze ", ""), **more),
        mark(first + 1, "insertion", "quinze", src(3), base=BASE, offset=20,
             proposed=BASE.replace("douze", "douzequinze"), **more),
    ]  # fmt: skip


def test_a_replacement_is_one_line_with_one_number(world: World) -> None:
    world.copy("2026-10-09", *replacement(11))
    said = " ".join(world.run("review", "list").split())
    assert "R-011 remplacement de Marie Rieu, 8 octobre 2026 – nouvelle" in said
    assert "remplace « douze » par « quinze »" in said
    assert said.count("R-012") == 1
    assert "R-012 (dit avec R-011) : un mot remplacé prend deux numéros" in said, "no hole in the numbers unsaid"
    assert "supprime" not in said.partition("R-011")[2].partition("R-0")[0]
    counted = msgspec.json.decode(world.run("review", "list", "--json"))
    kinds = {one["number"]: one["kind"] for one in counted["items"]}
    assert (kinds["R-011"], kinds["R-012"]) == ("deletion", "insertion"), "the count sees both"
    assert counted["balance"]["in_files"] == counted["balance"]["in_journal"]
    assert {one["replacement"] for one in counted["items"] if one["number"] in {"R-011", "R-012"}} == {
        next(one["key"] for one in counted["items"] if one["number"] == "R-011")
    }


@pytest.mark.parametrize("word", ["R-011", "R-012", "11..12"])
@pytest.mark.parametrize(("verdict", "state"), [("accepter", "open"), ("rejeter", "rejected")])
def test_a_replacement_is_decided_once(world: World, word: str, verdict: str, state: str) -> None:
    world.copy("2026-10-09", *replacement(11))
    done = {"accepter": "1 remarque acceptée : R-011.", "rejeter": "1 remarque écartée : R-011."}
    assert done[verdict] in world.run("review", "decide", word, verdict)
    states = {one.number: one.state for one in world.review().items}
    assert (states["R-011"], states["R-012"]) == (state, state)
    assert "Déjà décidé ainsi" in world.run("review", "decide", "R-012", verdict)
    world.run("review", "decide", "R-012", "rouvrir")
    states = {one.number: one.state for one in world.review().items}
    assert (states["R-011"], states["R-012"]) == ("open", "open")
    assert world.run("review", "list").count("R-012") == 1


def test_what_is_known_is_counted_as_what_is_new() -> None:
    """Of a copy taken in twice: « 16 nouvelles », then 16 known, not their 21 halves."""
    marks = [*replacement(11), mark(13, "comment", "Où ?", src(4))]
    empty = Taken(folder="", name="", counts=Counts(file="", format="docx"))
    first, again = structs.replace(empty, new=marks), structs.replace(empty, known=marks)
    assert "2 nouvelles remarques (R-011 à R-013)" in told(first)
    copies = [_copy("relu.docx", taken) for taken in (first, again)]
    assert [(one.new, one.known) for one in copies] == [(2, 0), (0, 2)]
    assert dict(copies[0].kinds_seen()) == {"replacement": 1, "comment": 1}


def test_replacements_are_a_kind_of_their_own(world: World) -> None:
    world.copy("2026-10-09", *replacement(11))
    assert "1 remarque acceptée : R-011." in world.run("review", "decide", "--kind", "remplacement", "accepter")
    assert {number for number, *_ in world.decisions()} == {"R-011", "R-012"}
    world.run("review", "decide", "--kind", "suppression", "rejeter")
    assert ("R-011", "rejeter", "") not in world.decisions()


def test_halves_decided_otherwise_are_told_and_stay_so(world: World) -> None:
    """A journal of an earlier version, which asked for each half."""
    marks = replacement(11)
    for one, verdict in zip(marks, ("accepter", "rejeter"), strict=True):
        keep_decision(
            world.root, Decision(key=one.key, number=one.number, verdict=verdict, at="2026-10-10T09:00:00Z")
        )
    world.copy("2026-10-09", *marks)
    said = " ".join(world.run("review", "list").split())
    assert "Va avec R-012, décidée autrement." in said
    assert "restitution review decide R-011 R-012 accepter (ou rejeter)" in said
    assert {one.state for one in world.review().items if one.number == "R-012"} == {"rejected"}
    world.run("review", "decide", "R-011", "R-012", "accepter")
    said = " ".join(world.run("review", "list").split())
    assert "R-011 remplacement" in said
    assert said.count("R-012") == 1


def test_a_replacement_is_placed_once(world: World) -> None:
    world.copy("2026-10-09", *[structs.replace(one, confidence=0.6) for one in replacement(11)])
    assert "R-011 est placée." in world.run("review", "place", "R-012", "¶1.1-1")
    placed = {one.number: (one.source.passage, one.state) for one in world.review().items}
    assert placed["R-011"] == placed["R-012"] == (src(3), "new")


def test_a_workbook_has_one_line_for_a_replacement(world: World, tmp_path: Path) -> None:
    world.copy("2026-10-09", *replacement(11))
    path = tmp_path / "remarques.xlsx"
    assert "6 remarques" in world.run("review", "list", "--xlsx", str(path))
    book = openpyxl.load_workbook(path)
    page = book.active
    rows = {row[0].value: row for row in page.iter_rows(min_row=2)}
    assert "R-012" not in rows
    cells = {name: rows["R-011"][column].value for column, name in enumerate(COLUMNS)}
    assert cells["ce qui est dit"] == "remplace « douze » par « quinze »"
    assert cells["à propos de"] == "douze"
    assert cells["proposition"] == BASE.replace("douze", "quinze")
    rows["R-011"][COLUMNS.index("décision")].value = "accepter"
    book.save(path)
    said = world.run("review", "decide", str(path))
    assert "changé dans le tableau" not in said
    assert {number for number, verdict, _ in world.decisions() if verdict == "accepter"} == {"R-011", "R-012"}


@pytest.mark.parametrize(
    ("verdicts", "decided", "told"),
    [
        (("accepter", ""), {"R-011", "R-012"}, ""),
        (("", "rejeter"), {"R-011", "R-012"}, ""),
        (("accepter", "accepter"), {"R-011", "R-012"}, ""),
        (("accepter", "rejeter"), set(), "décident différemment"),
    ],
)
def test_a_workbook_of_before_has_two_lines(
    world: World, tmp_path: Path, verdicts: tuple[str, str], decided: set[str], told: str
) -> None:
    """It was exported when each half had its own, and is given back today."""
    world.copy("2026-10-09", *replacement(11))
    halves = [one for one in world.review().items if one.number in {"R-011", "R-012"}]
    path = tmp_path / "remarques.xlsx"
    path.write_bytes(table_of(halves))
    book = openpyxl.load_workbook(path)
    for row, verdict in zip(book.active.iter_rows(min_row=2), verdicts, strict=True):
        row[COLUMNS.index("décision")].value = verdict or None
    book.save(path)
    said = world.run("review", "decide", str(path))
    assert "changé dans le tableau" not in said
    assert told in said
    assert {number for number, *_ in world.decisions()} == decided


def test_names_that_nobody_registered_are_told_when_something_is_decided(world: World) -> None:
    base = "Nous avons vu le moulin de Roncelles."
    more = " Voir Jean Bidule, ou Mme Ferhat au 06 39 98 42 17."
    world.copy("2026-10-10", mark(6, "insertion", more, src(6), base=base, proposed=base + more))
    said = " ".join(world.run("review", "decide", "R-006", "accepter", "--reponse", "Merci.").split())
    assert "« Jean Bidule » (R-006) et « Mme Ferhat » (R-006) ne sont pas au registre des personnes" in said
    assert "Pour les inscrire : restitution people scan" in said
    assert "Sera retiré là où d'autres liront : un téléphone (R-006)." in said
    world.look()
    said = " ".join(world.run("review", "decide", "R-001", "--reponse", "Vu avec Jean Bidule.").split())
    assert "« Jean Bidule » (R-001) n'est pas au registre des personnes : ce nom paraîtra masqué" in said
    said = world.run("review", "decide", "R-004", "rejeter", "--json")
    assert json.loads(said)["messages"] == []


def test_who_signs_a_remark_is_not_to_be_registered_for_it(world: World) -> None:
    """In the register she would lose the name that she signs with."""
    base = "Nous avons vu le moulin de Roncelles."
    more = " Paul Vernay y était, avec Jean Bidule."
    change = mark(6, "insertion", more, src(6), author="Paul Vernay", base=base, proposed=base + more)
    world.copy("2026-10-10", change)
    said = " ".join(world.run("review", "decide", "R-006", "accepter", "--reponse", "Merci à Paul.").split())
    assert "« Jean Bidule » (R-006) n'est pas au registre des personnes" in said
    assert "Vernay" not in said
    assert "« Paul" not in said


def test_what_a_decision_does_not_do_is_told(world: World) -> None:
    said = " ".join(world.run("review", "decide", "R-001", "accepter").split())
    assert "R-001 : ce commentaire accepté ne change pas le texte ; pour le changer : restitution fix" in said
    world.look()
    said = " ".join(world.run("review", "decide", "R-001", "repondre", "--reponse", "Le chiffre de 2025.").split())
    assert "R-001 reste « prise en compte » ; pour la rouvrir : restitution review decide R-001 rouvrir" in said
