"""What stands on the page, part by part, and that no word of a note is ever markup."""

from __future__ import annotations

import base64
import hashlib
import re
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from lxml import etree, html

from restitution.dashboard import grid
from restitution.dashboard import page as pages
from restitution.dashboard.records import Quoted
from restitution.dashboard.sources import Known, sources
from restitution.errors import RestitutionError
from restitution.model import Balance, Coverage, Finding, Note, Source
from restitution.people.masking import hiding
from restitution.plan.outputs import DASHBOARD_TEMPLATES
from restitution.publication.editions import Edition
from restitution.publication.sendings import Sending, SentFile
from restitution.remarks import LEFT, Applied, Event, Origin, Remark, Review
from restitution.review.tierce import Change
from restitution.stages import board
from restitution.stages.since import QUOTED, _files, _told, as_row

from . import world

NOTHING_KNOWN = Known(findings=[], places={}, hide=str)


@pytest.fixture(scope="module")
def document() -> html.HtmlElement:
    return html.document_fromstring(world.written().decode())


def words(node: html.HtmlElement) -> str:
    return " ".join(node.text_content().split())


# --- the page asks for nothing and obeys nobody -----------------------------------------------------


def test_the_policy_allows_the_page_s_own_style_and_script_by_hash_and_nothing_else(
    document: html.HtmlElement,
) -> None:
    (policy,) = document.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    said = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    (style,), (script,) = document.xpath("//style"), document.xpath("//script")
    for name, node in (("style-src", style), ("script-src", script)):
        digest = base64.b64encode(hashlib.sha256(node.text.encode()).digest()).decode()
        assert said.pop(name) == f"'sha256-{digest}'"
    assert said == {
        "default-src": "'none'",
        "img-src": "data:",
        "font-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_what_a_note_says_is_text(document: html.HtmlElement) -> None:
    assert not document.xpath("//img | //b | //iframe | //object | //link | //body//meta")
    assert not [name for node in document.iter(etree.Element) for name in node.attrib if name.startswith("on")]
    assert world.HOSTILE in words(document)
    places = document.xpath("//a/@href")
    assert all(place.startswith(("#", "../output/restitution.html#")) for place in places)
    assert not list(document.iter(etree.Comment))


def test_every_link_in_the_page_leads_somewhere_and_no_id_comes_twice(document: html.HtmlElement) -> None:
    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {place[1:] for place in document.xpath("//a/@href") if place.startswith("#")} <= set(ids)


def test_it_says_in_its_head_whom_it_is_for(document: html.HtmlElement) -> None:
    assert "pour l’équipe, ne pas diffuser" in document.findtext(".//title")
    assert words(document.xpath("//header/p")[0]).startswith("Pour l’équipe, ne pas diffuser.")


def test_a_template_that_asks_for_another_file_is_refused() -> None:
    templates = {name: (world.ROOT / "templates" / name).read_bytes() for name in pages.TEMPLATES}
    templates[pages.PAGE] += b'<img src="https://ailleurs.example/logo.png">'
    with pytest.raises(RestitutionError, match="est un autre fichier"):
        pages.write_dashboard(world.page(3, 0), templates)


def test_every_template_that_it_is_made_with_is_in_its_key() -> None:
    assert all(name.startswith(DASHBOARD_TEMPLATES) for name in pages.TEMPLATES)


# --- coverage ---------------------------------------------------------------------------------------


def cells(files: int) -> dict[str, grid.CellView]:
    return {cell.id: cell for row in world.page(files).grid for cell in row.cells}


def test_a_cell_has_its_notes_and_all_its_passages() -> None:
    cell = cells(20)["case-logement-HG"]
    paths = [one.path for one in world.balance(20).sources if one.territory == ["HG"]]
    assert sorted(note.path for note in cell.notes) == sorted(paths)
    assert [len(note.passages) for note in cell.notes] == [3] * len(paths)
    assert cell.notes[0].passages[0].code == "4.2-0"
    assert cell.count == f"{len(paths)} notes, {3 * len(paths)} passages"


def test_a_full_cell_quotes_some_of_each_note_and_counts_the_others() -> None:
    found = {"a.docx": [[f"a{n}"] for n in range(60)], "b.docx": [["b0"], ["perdu"]]}
    quoted = {
        leaf: Quoted(text=f"dit {leaf}") for leaves in found.values() for (leaf,) in leaves if leaf != "perdu"
    }
    a, b = grid._notes(found, quoted, {"a.docx": "portrait_territoire"})
    assert (len(a.passages), a.more) == (grid.QUOTED_OF_EACH, "56 autres passages")
    assert (a.kind, b.kind) == ("Portrait de territoire", "genre à dire")
    assert (b.count, len(b.passages), b.more) == ("2 passages", 1, "1 passage hors des documents")


def test_an_empty_cell_quotes_what_stands_for_words_to_come() -> None:
    cell = cells(5)["case-jeunesse-MO"]
    assert (cell.state, cell.tone, cell.placeholders) == ("vide", "alerte", ["à compléter"])


def test_a_visit_has_both_its_dates_and_its_state() -> None:
    (table,) = world.page(5).visits
    row = {one.host: one.pairs for one in table.rows}
    (itself, told, _) = row["Haute-Galdonne"]
    assert itself is None
    assert told is not None
    assert (told.planned, told.actual, told.state) == ("20 mai 2025", "du 3 au 5 juin 2025", "documentée")
    missing = row["Val d'Arvoise"][0]
    assert missing is not None
    assert (missing.actual, missing.state, missing.tone) == ("", "note manquante", "alerte")


# --- sources ----------------------------------------------------------------------------------------


def test_every_file_stands_once_with_what_became_of_it() -> None:
    told = sources(world.balance(100), world.settings(), NOTHING_KNOWN)
    rows = [row for group in told.groups for row in group.rows]
    assert sorted(row.path for row in rows) == sorted(one.path for one in world.balance(100).sources)
    assert told.told == "100 fichiers : 58 repris, 14 remplacés, 14 mis de côté, 14 ignorés"
    assert not any(group.is_open for group in told.groups)
    assert [group.folder for group in told.groups] == sorted(world.FOLDERS)
    first = next(row for row in rows if "note 000" in row.name)
    assert first.words == ["900", "880", "10"]
    assert first.not_taken == ["champ technique : 10 mots (ligne 0, ligne 1, ligne 2 et 7 autres endroits)"]
    assert first.comments == "1 remarque de rédacteur"
    aside = next(row for row in rows if row.state == "mis de côté")
    assert (aside.words, aside.tone) == ([], "alerte")
    assert aside.reason.startswith("Motif")


def test_findings_stand_with_their_file_once_and_those_of_none_apart() -> None:
    one = msgspec.structs.replace(world.source(0), findings=[])
    about = [
        Finding(code="x", level="warning", message="À revoir.", path=one.path, where="ligne 1"),
        Finding(code="x", level="info", message="Rien à faire.", path=one.path),
        Finding(code="dossier", level="error", message="Le dossier « x » est vide.", path="restitution.yaml"),
    ]
    known = msgspec.structs.replace(NOTHING_KNOWN, findings=[*about, about[0]])
    told = sources(Balance(sources=[one]), world.settings(), known)
    assert [(f.text, f.where) for f in told.groups[0].rows[0].findings] == [("À revoir.", "ligne 1")]
    assert [(f.text, f.where, f.is_error) for f in told.others] == [
        ("Le dossier « x » est vide.", "restitution.yaml", True)
    ]


def test_a_project_without_a_file_has_a_page() -> None:
    empty = sources(Balance(sources=[]), world.settings(), NOTHING_KNOWN)
    nothing = msgspec.structs.replace(world.page(3, 0), sources=empty, conflicts=[], corrections=[], changes=None)
    templates = {name: (world.ROOT / "templates" / name).read_bytes() for name in pages.TEMPLATES}
    said = words(html.document_fromstring(pages.write_dashboard(nothing, templates).decode()))
    for sentence in (
        "Dans sources/, 0 fichier",
        "Aucune remarque encore.",
        "Aucune édition encore",
        "dit de deux façons",
    ):
        assert sentence in said


# --- reviews, changes, names ------------------------------------------------------------------------


def test_remarks_are_counted_by_state_and_by_person_what_waits_first() -> None:
    told = board.remarks_shown(world.review(12), {})
    assert sum(count for _, count in told.states) == len(told.rows) == 12
    assert told.rows[0].state == "à confirmer"
    assert {name: total for name, total, _ in told.reviewers} == dict.fromkeys(
        ("Paul Roux", "Zoé Martin", world.HOSTILE), 4
    )
    assert told.balance == [("commentaire", 12, 12)]
    assert re.fullmatch(r"R-\d{3}", told.rows[0].number)


def test_a_correction_that_is_not_in_the_text_says_why_and_where() -> None:
    here = {"src_1": Quoted(text="Onze communes.", code="4.2-3")}
    why = "Un changement dans une note de bas de page : le programme ne sait pas le faire."
    applied = [
        Applied(passage="src_2", result="gone"),
        Applied(passage="src_3", key="k8", number="R-008", result="applied"),
    ]
    left = Remark(
        key="k7", number="R-007", kind="insertion", state="open", source=Origin(passage="src_1"),
        history=[Event(what="acceptée"), Event(what=LEFT, text=why)],
    )  # fmt: skip
    nothing = Coverage(themes=[], territories=[], cells=[], steps=[], tools=[], visits=[])
    first, gone = board.corrections_shown(applied, Review(items=[left, *world.review(3).items]), here)
    assert first.about == f"Remarque R-007 : {why}"
    assert board.waiting(nothing, Review(items=[left])) == [
        "1 changement accepté est à reprendre à la main : restitution review list"
    ]
    assert first.places == [("", "¶ 4.2-3", "Onze communes.")]
    assert gone.about.startswith("Correction de l’équipe : Son passage n’est plus")


def test_the_changes_of_a_note_are_counted_and_some_are_quoted() -> None:
    changes = [Change(passage="a", after="Un passage neuf."), Change(passage="b", before="Un passage ancien."),
               Change(passage="d", after="0"),
               Change(passage="c", before="Le pays compte onze communes.", after="Le pays compte douze communes.",
                      code="4.2-3", causes=["R-014"])]  # fmt: skip
    row = as_row("a.docx", "modifiée", changes)
    assert row.counts == [2, 1, 1]
    assert row.more == "1 autre passage"  # « 0 » says too little to be quoted
    assert [one.text for one in row.quoted] == [
        "ajouté : « Un passage neuf. »",
        "retiré : « Un passage ancien. »",
        "« Le pays compte onze communes. » devient « Le pays compte douze communes. » (R-014)",
    ]
    many = as_row("a.docx", "", [changes[0]] * 30)
    assert (len(many.quoted), many.more) == (QUOTED, "22 autres passages")


def test_files_of_an_edition_are_compared_by_what_they_hold() -> None:
    was = {"a.md": "1", "b.md": "2", "gone.md": "3", "here.md": "4", "lost.md": ""}
    today = {"a.md": "1", "b.md": "22", "there.md": "4", "new.md": "5"}
    files = [Source(path=path, sha256=sha256) for path, sha256 in today.items()]
    plan: Any = SimpleNamespace(sources={"lot": files})
    edition = Edition(name="juin", rank=1, build="x", sources=was)
    became = _files(edition, plan)
    assert became == {
        "b.md": "modifiée",
        "there.md": "déplacée",
        "new.md": "nouvelle",
        "gone.md": "partie",
        "lost.md": "partie",
    }
    rows = [as_row("b.md", "modifiée", [Change(passage="a", after="Neuf.")])]
    sending = Sending(build="x", files={"restitution.docx": SentFile(sha256="0")})
    assert list(_told(edition, sending, became, rows)) == [
        "1 note nouvelle, 1 note modifiée, 1 note déplacée, 2 notes parties.",
        "1 passage ajouté, 0 modifié, 0 retiré.",
    ]
    silent = msgspec.structs.replace(edition, sources={})
    assert [line[:30] for line in _told(silent, None, {}, [])] == [
        "Cette édition ne nomme pas ses",
        "Cette édition n’a pas de docum",
    ]


def test_the_names_that_a_note_gives_are_hidden_in_what_is_said_of_others() -> None:
    note = Note(
        path="a.md", sha256="", format="md", kind=None, classified=False, title="", territories=[],
        people=["Josette Carlavan"], speakers=["Yanis Belkhadir"], structure="Mairie de Carlavan",
    )  # fmt: skip
    hide = hiding([note], ["dossier/Josette Carlavan.docx"])
    told = "dossier/Josette Carlavan.docx : seulement ici, Josette Carlavan et Mme Carlavan, Yanis Belkhadir"
    assert hide(told) == (
        "dossier/Josette Carlavan.docx : seulement ici, [nom masqué] et [nom masqué], [nom masqué]"
    )
