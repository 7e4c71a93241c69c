"""What to ask first: cases in `cases.yaml`, which a person adds to without Python."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from restitution.model import Conflict, Document, Finding, Note, Passage, SourceStatus
from restitution.pandoc import ast
from restitution.returns.contributors import Contributor
from restitution.returns.folder import index
from restitution.returns.requests import ORDER, asked
from restitution.returns.slip import MOST_REQUESTS, chosen, misunderstood, slip
from restitution.returns.told import Gathered, Told
from restitution.settings import Axis, Project, Settings, Territory, Theme

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text("utf-8"))
PATH = "ici/note.docx"
SETTINGS = Settings(
    projet=Project(titre="Essai"),
    territoires=(Territory(code="A", nom="Ici"), Territory(code="B", nom="Ailleurs")),
    axes=(Axis(cle="axe", titre="Axe", themes=(Theme(cle="logement", titre="Logement"),)),),
)


def note(said: dict[str, Any], path: str = PATH) -> Note:
    sections = [*said.get("rubriques", []), *("" for _ in said.get("textes", []))]
    texts = [*("Un texte qui dit quelque chose." for _ in said.get("rubriques", [])), *said.get("textes", [])]
    passages = [
        Passage(block=ast.para(ast.leaf(ast.string(text), "paragraphe 1")), section=section)
        for section, text in zip(sections, texts, strict=True)
    ]
    for passage in passages or [Passage(block=ast.para(ast.leaf(ast.string("Un texte."), "")), section="")]:
        passage.ours = said.get("proposes", [])
        passages = passages or [passage]
    return Note(
        path=path,
        sha256="",
        format="docx",
        kind=said.get("genre"),
        classified=True,
        title="Titre",
        territories=["A"],
        host=said.get("hote", ""),
        dates=said.get("dates", []),
        status=said.get("statut", "relu"),
        attendance=said.get("presents", 0),
        writers=said.get("auteurs", ["Zoé Martin"]),
        passages=passages,
    )


def requests(case: dict[str, Any]) -> list[Any]:
    file, said = case.get("fichier", {}), case.get("note")
    found = [
        Finding(code=f["code"], level=f.get("niveau", "warning"), message=f["message"], path=PATH)
        for f in (said or {}).get("remarques", [])
    ]
    status = SourceStatus(
        path=PATH, sha256=None, state=file.get("etat", "taken"), format=file.get("format", "docx"),
        reason=file.get("motif", ""), findings=found,
    )  # fmt: skip
    mine = note(said) if said else None
    conflicts = msgspec.convert(case.get("desaccords", []), list[Conflict])
    return asked(status, mine, conflicts, SETTINGS)


@pytest.mark.parametrize("case", CASES, ids=[case["nom"] for case in CASES])
def test_what_is_asked_and_in_which_order(case: dict[str, Any]) -> None:
    found = requests(case)
    told = " ".join(request.text for request in found)
    assert [request.need for request in found] == case["demandes"], told
    assert case.get("phrase", "") in told
    assert "jamais" not in case or case["jamais"] not in told


def test_a_place_is_said_once() -> None:
    found = next(request for case in CASES for request in requests(case) if request.need == "à compléter")
    assert "(paragraphe 1)" in found.text
    assert found.where == ""


def many() -> Gathered:
    """One writer, with more to ask than her page holds."""
    files = {
        f"{n}.docx": Told(
            status=SourceStatus(path=f"{n}.docx", sha256=None, state="taken"), requests=requests(case)
        )
        for n, case in enumerate(CASES)
    }
    return Gathered(files=files, people=[Contributor(name="Ana Roux", kind="person", paths=list(files))])


def test_the_list_of_pages_counts_what_a_page_asks() -> None:
    gathered = many()
    page = index({"Retour - Ana Roux.docx": gathered.people[0]}, gathered, "Essai").decode()
    every = {request.text for told in gathered.files.values() for request in told.requests}
    shown = MOST_REQUESTS + len(misunderstood([*gathered.files.values()]))
    assert f"<td>{shown} demandes, sur {len(every)} relevées</td>" in page


def test_no_sign_of_a_page_stands_alone_on_a_line() -> None:
    gathered = many()
    publication = Document(
        build="", title="", subtitle="", date="", language="fr", epoch=0, authors=[], keywords=[], licence="",
        funding="", blocks=[], media={}, placements=[],
    )  # fmt: skip
    text = ast.text(slip(gathered.people[0], gathered, SETTINGS, publication).blocks)
    assert "«\u00a0" in text
    assert re.search("« | [»:;!?]", text) is None


def test_a_page_asks_three_things_at_most_the_most_useful_first() -> None:
    every = [
        Told(status=SourceStatus(path=f"{n}.docx", sha256=None, state="taken"), note=None, requests=requests(case))
        for n, case in enumerate(CASES)
    ]
    found = chosen(every)
    assert len(found) == MOST_REQUESTS
    best = sorted((r for one in every for r in one.requests), key=lambda r: ORDER.index(r.need))
    assert found[0].text == best[0].text
    twice = chosen([*every, *every])
    assert len({request.text for request in twice}) == len(twice)
