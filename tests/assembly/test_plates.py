"""Pictures that are files of their own: with which note each goes; each that may be shown is shown once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from restitution.assembly.assemble import assemble, identified
from restitution.assembly.plates import Exposed, Gallery, gallery_of, plate
from restitution.model import Intake, Note, Shot, Source
from restitution.pandoc import ast
from tests.assembly import example

CASES = yaml.safe_load((Path(__file__).parent / "plates.yaml").read_text("utf-8"))
SETTINGS = structs.replace(example.settings(), projet=structs.replace(example.settings().projet, credit_images=""))


def note(path: str, kind: str, host: str = "") -> Note:
    made = example.written(path, kind, example.heading(1, path), example.para(f"Texte de {path}."))
    return structs.replace(made, kind=kind, host=host, classified=True)


def picture(path: str, number: int, **said: Any) -> Intake:
    shot = Shot(
        sha256=f"{number:064x}",
        ending="jpg",
        territory=path.partition("/")[0].upper(),
        is_map=bool(said.get("carte")),
        is_tall=bool(said.get("haute")),
        unseen=bool(said.get("cachee")),
        legend=said.get("legende", ""),
        credit=said.get("credit", ""),
        note=said.get("note", ""),
    )
    return Intake(source=Source(path=path, sha256=shot.sha256), state="taken", format="jpg", shot=shot)


def gallery(case: dict[str, Any]) -> Gallery:
    notes = [note(path, *said) for path, said in case["notes"].items()]
    pictures = [picture(path, number, **said) for number, (path, said) in enumerate(case["images"].items())]
    return gallery_of(pictures, notes, SETTINGS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["cas"])
def test_where_a_picture_goes(case: dict[str, Any]) -> None:
    found = gallery(case)
    shown = {one.path: one.note.path if one.note else "à classer" for one in found.exposed}
    for path, said in case["images"].items():
        if path in shown:
            assert shown[path] == said["va"]
        else:
            assert path in found.kept
            assert said["va"] in found.reasons[path]


def test_a_picture_that_a_note_shows_is_not_shown_again() -> None:
    inside = structs.replace(note("hg/portrait.md", "portrait_territoire"), media={"a.jpg": f"{0:064x}"})
    found = gallery_of([picture("hg/place.jpg", 0)], [inside], SETTINGS)
    assert (found.exposed, found.kept) == ([], set())
    assert found.reasons == {"hg/place.jpg": "Illustration d'une note."}


def test_a_note_that_is_not_there_is_told() -> None:
    (case,) = (one for one in CASES if one["cas"] == "unless the editor says which")
    (finding,) = gallery(case).findings
    assert (finding.path, finding.code) == ("visites/IMG_3.jpg", "photos")
    assert "« c.docx »" in finding.message


def test_pictures_of_one_number_follow_each_other_as_they_were_taken() -> None:
    paths = ["hg/IMG_10.jpg", "hg/IMG_9.jpg", "hg/IMG_1.jpg"]
    taken = [picture(path, number, legende="x", credit="y") for number, path in enumerate(paths)]
    assert [one.path for one in gallery_of(taken, [], SETTINGS).exposed] == [
        "hg/IMG_1.jpg", "hg/IMG_9.jpg", "hg/IMG_10.jpg",
    ]  # fmt: skip


def exposed(count: int, **said: Any) -> list[Exposed]:
    return [Exposed(f"{n}.jpg", _shot(picture(f"{n}.jpg", n, **said)), f"Vue {n}") for n in range(count)]


def _shot(intake: Intake) -> Shot:
    assert intake.shot
    return intake.shot


@pytest.mark.parametrize(("count", "columns"), [(2, "2"), (4, "2"), (5, "3"), (80, "3")])
def test_how_many_stand_in_a_row(count: int, columns: str) -> None:
    (div,) = plate(exposed(count))
    assert dict(div["c"][0][2]) == {"colonnes": columns}
    assert len(div["c"][1]) == count


def test_upright_pictures_have_rows_of_their_own() -> None:
    mixed = [*exposed(2), *exposed(2, haute=True)]
    assert [block["t"] for block in plate(mixed)] == ["Div", "Div"]
    assert [block["t"] for block in plate([*exposed(2), *exposed(1, haute=True)])] == ["Div", "Figure"]


KINDS = ("portrait_territoire", "visite_miroir", "visite_inspirante", "fiche_outil", "fiche_thematique",
         "fiche_action", "apport_expert", "compte_rendu_reunion", "texte_editorial")  # fmt: skip
PICTURES = st.lists(
    st.tuples(
        st.sampled_from(["hg", "va", "mo", "commun"]), st.booleans(), st.booleans(), st.sampled_from(["", "n.md"])
    ),
    max_size=6,
)
NOTES = st.lists(
    st.tuples(st.sampled_from(["hg", "va", "mo", "commun"]), st.sampled_from(KINDS)), max_size=3, unique=True
)


@settings(max_examples=25, deadline=None)
@given(NOTES, PICTURES)
def test_each_picture_that_may_be_shown_stands_in_the_document_once(
    some: list[tuple[str, str]], pictures: list[tuple[str, bool, bool, str]]
) -> None:
    made = [note(f"{folder}/{number}/n.md", kind, "HG") for number, (folder, kind) in enumerate(some)]
    notes, _ = identified(made, [])
    taken = [
        picture(f"{folder}/0/{number}.jpg", number, legende=f"Vue {number}", credit="PETR", carte=map_, haute=tall,
                note=said)
        for number, (folder, map_, tall, said) in enumerate(pictures)
    ]  # fmt: skip
    found = gallery_of(taken, notes, SETTINGS)
    whole = structs.replace(example.frame(SETTINGS, example.made_for(notes, SETTINGS)), exposed=found.exposed)
    document = assemble(notes, whole).document
    shown = Counter(image["c"][2][0] for image in _images(document.blocks))
    assert shown == Counter(one.target for one in found.exposed)
    assert document.media.keys() >= shown.keys()
    assert len(found.exposed) == len(pictures)
    told = ast.text(document.blocks)
    assert all(f"Vue\u00a0{n}" in told or f"Vue {n}" in told for n in range(len(pictures)))


def _images(node: Any) -> list[Any]:
    if isinstance(node, list):
        return [one for child in node for one in _images(child)]
    if not isinstance(node, dict):
        return []
    return [node] if node.get("t") == "Image" else _images(node.get("c"))
