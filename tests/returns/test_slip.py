"""What a page says in plain words: cases in `left_out.yaml`, which a person adds to without Python."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec import structs

from restitution.assembly.plates import SILENT, UNSEEN
from restitution.model import Document, Finding, Note, Passage, Sentence, SourceStatus, Versions
from restitution.pandoc import ast
from restitution.remarks import Origin, Remark
from restitution.returns.contributors import Contributor
from restitution.returns.copies.making import Returned, returned
from restitution.returns.copies.planning import Remarked
from restitution.returns.places import Place
from restitution.returns.requests import asked
from restitution.returns.slip import slip
from restitution.returns.telling import remarks_told
from restitution.returns.told import Gathered, Told
from restitution.returns.words import left_out, pictures_beside
from restitution.settings import Axis, Project, Settings, Territory, Theme

LEFT_OUT: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "left_out.yaml").read_text("utf-8"))
SETTINGS = Settings(
    projet=Project(titre="Vallées"),
    territoires=(Territory(code="A", nom="Haut-Abron"), Territory(code="B", nom="Marais")),
    axes=(Axis(cle="axe", titre="Axe", themes=(Theme(cle="eau", titre="Eau"),)),),
)


def file(said: dict[str, Any]) -> Told:
    path, kept = f"ici/{said['nom']}", said.get("retenue", "")
    only_here = [Sentence(where="paragraphe 1", text=text) for text in said.get("seulement_ici", [])]

    def entries(words: dict[str, int]) -> list[dict[str, str | int]]:
        return [{"reason": reason, "words": count, "where": ""} for reason, count in words.items()]

    status = SourceStatus(
        path=path,
        sha256=None,
        state=said.get("etat", "taken"),
        format=said["nom"].rpartition(".")[2],
        reason=said.get("motif", ""),
        not_taken=entries(said.get("pas_repris", {})),
        withheld=[
            *entries(said.get("retenus", {})),
            *({"reason": "confidentialité", "words": 1, "where": where} for where in said.get("masqués_en", [])),
        ],
        versions=Versions(kept=kept, only_here=only_here) if kept else None,
    )
    note = Note(path=path, sha256="", format="md", kind=None, classified=True, title="Portrait", territories=["A"])
    return Told(status=status, note=note, places=[Place("3.1", "Haut-Abron")] if not kept else [])


@pytest.mark.parametrize("case", LEFT_OUT, ids=[case["nom"] for case in LEFT_OUT])
def test_what_was_left_out_in_words_that_frighten_nobody(case: dict[str, Any]) -> None:
    assert left_out([file(said) for said in case["fichiers"]]) == case["dit"]


def page(*files: Told) -> str:
    """The words of the page about these files."""
    one = Contributor(name="Zoé Martin", kind="person", paths=[told.status.path for told in files])
    gathered = Gathered(files={told.status.path: told for told in files}, people=[one])
    blank = Document(build="", title="", subtitle="", date="", language="fr", epoch=0)
    return " ".join(ast.text(slip(one, gathered, SETTINGS, blank).blocks).replace("\u00a0", " ").split())


def test_a_text_in_two_versions_has_its_place() -> None:
    old = file({"nom": "portrait v1.docx", "etat": "superseded", "retenue": "ici/portrait v2.docx"})
    said = page(old, file({"nom": "portrait v2.docx"}))
    assert "Vos 2 fichiers sont bien arrivés, et votre texte a trouvé sa place dans la restitution" in said
    assert "voir « portrait v2.docx »" in said
    assert "pas encore" not in said


def test_what_was_understood_and_what_was_not_stand_apart() -> None:
    unknown = Finding(
        code="thème", level="warning", message="Pas un thème du projet : « santé ».", path="ici/a.md"
    )
    nowhere = Finding(code="territoire", level="warning", message="Pas un territoire du projet : « Lys ».")
    note = Note(
        path="ici/a.md", sha256="", format="md", kind="fiche_thematique", classified=True, title="Fiche",
        territories=[], writers=["Zoé Martin"], findings=[unknown, nowhere],
    )  # fmt: skip
    status = SourceStatus(path="ici/a.md", sha256=None, state="taken", findings=note.findings)
    said = page(Told(status=status, note=note, requests=asked(status, note, [], SETTINGS)))
    understood, _, rest = said.partition("Ce que nous n’avons pas compris, et que faire")
    for words in ("Type : Fiche thème", "Territoire : pas reconnu", "Thèmes : aucun reconnu"):
        assert words in understood
    assert "« Lys »" in rest
    assert "« santé »" in rest
    assert "Rien à vous demander" not in said


def test_the_words_of_the_project_are_explained_where_they_are_used() -> None:
    told = file({"nom": "portrait.md"})
    assert told.note
    assert "Une rubrique :" not in page(told)
    told.note.kind, told.note.themes = "portrait_territoire", ["eau"]
    block = ast.header(2, ast.leaf(ast.string("Enjeux"), "ligne 1"))
    told.note.passages = [Passage(block=block, section="enjeux", role="section")]
    said = page(told)
    assert "Rubriques : Enjeux" in said
    assert "Une rubrique : un titre commun à toutes les notes de ce type" in said
    assert "Un thème : un des sujets du projet." in said


def test_the_patch_beside_a_copy_is_announced() -> None:
    one = Contributor(name="Zoé Martin", kind="person", paths=["ici/note.md"])
    gathered = Gathered(files={}, people=[one])
    back = {"ici/note.md": Returned(files={".md": b"", ".diff": b""}, count=2)}
    blocks = remarks_told(
        one, gathered, back, ["Retour - Zoé Martin - note.md", "Retour - Zoé Martin - note.diff"]
    )
    said = " ".join(ast.text(blocks).split())
    assert "dans la copie jointe de votre fichier : « Retour - Zoé Martin - note.md »" in said
    assert "Le fichier qui finit par « .diff »" in said
    assert "laissez-le de côté si vous n’en avez pas" in said
    alone = remarks_told(one, gathered, back, ["Retour - Zoé Martin - note.md"])
    assert ".diff" not in ast.text(alone)


def test_a_visit_says_who_received_and_who_tells_it() -> None:
    told = file({"nom": "visite.md"})
    assert told.note
    told.note.kind, told.note.host, told.note.author = "visite_miroir", "A", "B"
    assert "Visite : Haut-Abron (hôte), Marais (visiteur)" in page(told)


def test_a_picture_that_somebody_refuses_asks_nothing_of_her_writer() -> None:
    told = picture("ici/IMG_1.jpg")
    assert told.is_lone_picture
    told = structs.replace(told, status=structs.replace(told.status, reason=UNSEEN))
    assert not told.is_lone_picture


def picture(path: str) -> Told:
    return Told(
        status=SourceStatus(path=path, sha256=None, state="waiting", format="jpg", reason=SILENT.format("légende"))
    )


def beside(*paths: str) -> Gathered:
    """A writer's note in `ici/`, another's in `ailleurs/`, and pictures."""
    notes = [file({"nom": "portrait.docx"}), file({"nom": "autre/note.docx"})]
    files = {told.status.path: told for told in [*notes, *map(picture, paths)]}
    people = [Contributor(name="Zoé Martin", kind="person", paths=["ici/portrait.docx"]),
              Contributor(name="Paul Roux", kind="person", paths=["ici/autre/note.docx"])]  # fmt: skip
    return Gathered(files=files, people=people)


@pytest.mark.parametrize(
    ("paths", "said"),
    [
        ([], []),
        (["ailleurs/IMG_1.jpg"], []),
        (["ici/IMG_1.jpg"], ["« IMG_1.jpg », une image posée à côté de vos notes"]),
        (["ici/photos/IMG_1.jpg"], ["« IMG_1.jpg », une image posée à côté de vos notes"]),
        ([f"ici/{n}.jpg" for n in range(5)], ["« 0.jpg », « 1.jpg », « 2.jpg » et 2 autres, des images posées"]),
    ],
)
def test_a_picture_alone_is_told_to_who_wrote_beside_it(paths: list[str], said: list[str]) -> None:
    gathered = beside(*paths)
    found = pictures_beside([gathered.files["ici/portrait.docx"]], gathered)
    assert len(found) == len(said)
    assert all(one.startswith(start) for one, start in zip(found, said, strict=True))


def test_the_editor_hears_whose_notes_lie_beside_a_picture() -> None:
    gathered = beside("ici/IMG_1.jpg", "ici/autre/IMG_2.jpg")
    assert gathered.neighbours_of(gathered.files["ici/IMG_1.jpg"]) == ["Zoé Martin"]
    assert gathered.neighbours_of(gathered.files["ici/autre/IMG_2.jpg"]) == ["Zoé Martin", "Paul Roux"]


# --- a picture that nobody may show ---------------------------------------------------------------------


def withheld_picture(*, alone: bool) -> Told:
    """A visit with two pictures: nobody may see the first, which has a caption of six words."""
    image = {"t": "Image", "c": [ast.attributes(), [], ["a.jpg", ""]]}
    caption = ast.leaf(ast.string("La halle un mardi, avec Jeanne."), "paragraphe 12")
    pictured = ast.leaf([image], "paragraphe 11")
    figure = {"t": "Figure", "c": [ast.attributes(), [None, [ast.para(caption)]], [{"t": "Plain", "c": pictured}]]}
    blocks = [ast.para(pictured), ast.para(caption)] if alone else [figure]
    other = {"t": "Figure", "c": [ast.attributes(), [None, [ast.para(ast.string("Le moulin (photo : L. B.)"))]],
                                  [{"t": "Plain", "c": [image]}]]}  # fmt: skip
    said = "L'image « a.jpg » n'est publiée nulle part : quelqu'un qu'on y reconnaît n'a pas accepté d'être vu."
    findings = [
        Finding(code="photo", level="warning", message=said, where="paragraphe 11"),
        Finding(code="description", level="warning", message="L'image « a.jpg » n'a pas de description."),
    ]
    passages = [Passage(block=block, role="text", section="") for block in (*blocks, other)]
    note = Note(path="ici/note.docx", sha256="", format="docx", kind="visite_miroir", classified=True,
                title="Visite", territories=["A"], passages=passages, dates=["2026-05-20"])  # fmt: skip
    status = SourceStatus(
        path="ici/note.docx", sha256=None, state="taken", format="docx", findings=findings,
        withheld=[{"reason": "consentement", "words": 6, "where": "paragraphe 12"}],
    )  # fmt: skip
    return Told(status=status, note=note, requests=asked(status, note, (), SETTINGS))


@pytest.mark.parametrize("alone", [True, False], ids=["a line behind it", "a caption of its own"])
def test_a_withheld_picture_is_told_as_one_and_not_asked_about(alone: bool) -> None:
    told = withheld_picture(alone=alone)
    (said,) = left_out([told])
    assert said.startswith("1 image gardée à part, avec sa légende : quelqu’un qu’on y reconnaît n’a pas dit oui")
    assert "image" not in [request.need for request in told.requests]
    assert not [request.text for request in told.requests if "registre" in request.text]


# --- what is said of remarks ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("Onze personnes y travaillent.", "« Onze personnes y travaillent. »"),
        ("Onze personnes\u00a0y travaillent", "« Onze personnes y travaillent »"),
        (
            "[nom masqué] nous a reçus.",
            "« [nom masqué] nous a reçus. » (ce qui désigne quelqu’un y est masqué, comme dans le document)",
        ),
        ("Une personne nous a reçus.", "« Une personne nous a reçus. » (comme le document le dit)"),
        ("", ""),
    ],
)
def test_her_words_are_hers_or_said_to_be_masked(quote: str, said: str) -> None:
    blocks = [ast.para(ast.string(text)) for text in ("Onze personnes y travaillent.", "Jeanne nous a reçus.")]
    note = Note(path="ici/n.xlsx", sha256="", format="xlsx", kind=None, classified=True, title="N", territories=[],
                passages=[Passage(block=block, role="text", section="") for block in blocks])  # fmt: skip
    one = Contributor(name="Zoé Martin", kind="person", paths=["ici/n.xlsx"])
    status = SourceStatus(path="ici/n.xlsx", sha256=None, state="taken", format="xlsx")
    gathered = Gathered(files={"ici/n.xlsx": Told(status=status, note=note)}, people=[one])
    remark = Remark(key="a", number="R-002", kind="comment", text="Vrai ?", quote=quote)
    table = remarks_told(one, gathered, {"ici/n.xlsx": Returned(told=[remark], count=1)}, [])[-1]
    cells = [ast.text([block]).replace("\u00a0", " ") for block in ast.each_leaf([table])] or ast.text([table])
    assert said in str(cells).replace("\u00a0", " ")


def test_a_page_without_a_copy_says_why() -> None:
    one = Contributor(name="Zoé Martin", kind="person", paths=["ici/n.xlsx"])
    remark = Remark(key="a", number="R-002", kind="comment", text="Vrai ?", source=Origin(path="ici/n.xlsx"))
    note = Note(path="ici/n.xlsx", sha256="", format="xlsx", kind=None, classified=True, title="N", territories=[],
                passages=[])  # fmt: skip
    back = returned(note, Remarked(path="ici/n.xlsx", remarks=[remark]), lambda _: b"")
    said = ast.text(remarks_told(one, Gathered(files={}, people=[one]), {"ici/n.xlsx": back}, []))
    assert "1 remarque ou correction, ci-dessous. Aucune copie commentée n’est jointe" in said
    assert "de ce format" in said


def test_a_copy_is_said_to_hold_what_it_holds_and_the_file_without_one_is_named() -> None:
    one = Contributor(name="Zoé Martin", kind="person", paths=["ici/a.md", "ici/b.md"])
    left = Remark(key="a", number="R-002", kind="comment", text="Vrai ?", source=Origin(path="ici/b.md"))
    back = {
        "ici/a.md": Returned(files={".md": b""}, count=2),
        "ici/b.md": Returned(count=1, told=[left], why="Aucune copie."),
    }
    said = ast.text(remarks_told(one, Gathered(files={}, people=[one]), back, ["Retour - Zoé Martin - a.md"]))
    assert "2 remarques et corrections, dans la copie jointe de votre fichier" in said
    assert "Pour « b.md » : aucune copie. 1 autre remarque ou correction ne peut être dite qu’ici :" in said


def test_who_offered_words_in_review_gets_no_page_of_a_writer() -> None:
    """« Votre fichier est bien arrivé », for a note that the tool wrote."""
    offered = "a/contributions de relecture/Enjeux - Marie (R-003).md"
    people = [
        Contributor(name="Marie Rieu", kind="person", paths=[offered]),
        Contributor(name="Zoé Martin", kind="person", paths=["a/note.md", offered]),
    ]
    kept = Gathered(files={}, people=people).of_writers.people
    assert [(one.name, one.paths) for one in kept] == [("Zoé Martin", ["a/note.md"])]
