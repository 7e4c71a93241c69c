"""Who is proposed to the register, and how she is written into the editor's own file."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from restitution.model import Note
from restitution.people.circle import Circle
from restitution.people.proposing import SIGNS, Proposed, Scan, scanned
from restitution.people.register import Person, Register
from restitution.people.register_book import with_rows
from restitution.people.register_file import people_in
from restitution.people.register_text import model, with_added
from restitution.people.sightings import Sighting, sightings_of
from restitution.settings.marked_yaml import read

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases" / "scan.yaml").read_text("utf-8"))
DAY = "20 mai 2025"


def scan_of(case: dict[str, Any]) -> Scan:
    register = Register(personnes=tuple(Person(nom=name) for name in case.get("registre", [])))
    seen = [line + [""] * (4 - len(line)) for line in case["vus"]]
    notes = [
        Note(path=f"{n}.md", sha256="", format="md", kind=None, classified=False, title="", territories=[])
        for n in range(len(seen))
    ]
    for note, (name, how, role, body) in zip(notes, seen, strict=True):
        note.speakers = [name] if how == "parle" else []
        note.writers = [name] if how == "écrit" else []
        note.people = [name]
        note.participants = [{"name": name, "role": role, "structure": body}] if how == "participe" else []  # type: ignore[list-item]
    return scanned((one for note in map(_whole, notes) for one in sightings_of(note)), Circle(register))


def _whole(note: Note) -> Note:
    import msgspec  # noqa: PLC0415

    return msgspec.convert(msgspec.to_builtins(note), Note)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["titre"])
def test_who_is_proposed(case: dict[str, Any]) -> None:
    scan = scan_of(case)
    assert {one.person.nom: list(one.person.variantes) for one in scan.proposed} == case["propose"]
    assert {one.name: sorted(one.people) for one in scan.near} == case.get("proche", {})
    assert all(one.person.standing == "agrege" for one in scan.proposed)
    assert all(len(one.remarks) == len(one.person.variantes) for one in scan.proposed)


def test_who_signs_remarks_too_is_told_what_her_entry_does_to_her_signature() -> None:
    note = Note(path="a.md", sha256="", format="md", kind=None, classified=False, title="", territories=[])
    note.writers = ["Odile Barrancos", "Paul Vermeulin"]
    scan = scanned(sightings_of(note), Circle(Register()), signers=["BARRANCOS Odile"])
    assert {one.person.nom: one.remarks for one in scan.proposed} == {
        "Odile Barrancos": [SIGNS],
        "Paul Vermeulin": [],
    }


def test_what_the_notes_say_of_her_is_in_her_entry() -> None:
    (one,) = scan_of(CASES[0]).proposed
    assert (one.person.fonction, one.person.structure) == ("chargée de mission", "PETR")
    assert {(seen.path, seen.how) for seen in one.seen} == {
        ("0.md", "participe"),
        ("1.md", "parle"),
        ("2.md", "cité"),
    }


def proposed(*names: str) -> list[Proposed]:
    seen = [Sighting(name="x", path="a.md", how="cité")]
    return [Proposed(person=Person(nom=name, fonction="maire : première"), seen=seen) for name in names]


REGISTERS = {
    "à faire": "",
    "le modèle": model().decode(),
    "des commentaires": "# rien encore\n",
    "sans personne": "personnes:\n",
    "au bord": "personnes:\n- nom: Ana Roux  # gardée\n",
    "en retrait": "personnes:\n    - nom: Ana Roux\n      accord: {le: 20/05/2025}\n",
    "suivi d'enregistrements": (
        "personnes:\n  - nom: Ana Roux\n    niveau: nominatif\n    # elle a dit oui\n\n# les voix\n"
        "enregistrements:\n  - {fichier: a.vtt, le: 2025-05-20}\n"
    ),
    "une liste nue": "- Ana Roux\n- nom: Luc Aubier\n",
    "sans fin de ligne": "personnes:\n  - nom: Ana Roux",
    "lignes de Windows": "personnes:\r\n  - nom: Ana Roux\r\n",
    "avec la marque du Bloc-notes": "\ufeffpersonnes:\n  - nom: Ana Roux\n",
    "un texte sur plusieurs lignes": "personnes:\n  - nom: Ana\n    fonction: |\n      maire\n      depuis 2020\n",
    "des enregistrements seuls": "enregistrements:\n  - {fichier: a.vtt, le: 2025-05-20}\n",
}


@pytest.mark.parametrize("text", REGISTERS.values(), ids=REGISTERS)
def test_people_are_added_and_every_line_stays(text: str) -> None:
    before = text.encode()
    after = with_added(before, "personnes.yaml", proposed("Évariste d'Ici", "NO"), DAY)
    assert after is not None
    kept = after.decode().splitlines(keepends=True)
    left = iter(kept)
    assert all(any(line.rstrip("\r\n") == new.rstrip("\r\n") for new in left) for line in text.splitlines())
    people = people_in(read(after, "personnes.yaml"), "personnes.yaml").people
    assert [one.nom for one in people][-2:] == ["Évariste d'Ici", "NO"]
    assert people[-1].fonction == "maire : première"
    again = with_added(after, "personnes.yaml", proposed("Zoé Martin"), DAY)
    assert again is not None
    assert again.startswith(after[:40])
    ends = {line[-2:] == "\r\n" for line in kept if line.endswith("\n")}
    assert len(ends) == 1


def test_what_the_page_on_the_register_shows_is_understood() -> None:
    page = (Path(__file__).parents[2] / "docs" / "registre.md").read_text("utf-8")
    shown = page.partition("```yaml\n")[2].partition("```")[0]
    zoe, luc = people_in(read(shown.encode(), "personnes.yaml"), "personnes.yaml")[0]
    assert (zoe.standing, luc.standing) == ("fonction", "agrege")


def test_a_comment_stays_with_the_person_of_whom_it_speaks() -> None:
    after = with_added(
        REGISTERS["suivi d'enregistrements"].encode(), "personnes.yaml", proposed("Zoé Martin"), DAY
    )
    assert after is not None
    text = after.decode()
    assert text.index("elle a dit oui") < text.index("Zoé Martin") < text.index("# les voix")


@pytest.mark.parametrize(
    "text",
    ["personnes: []\n", "personnes: [{nom: Ana}]\n", "personnes: {nom: x}\n", "a: [\n", "é".encode("cp1252")],
)
def test_what_cannot_be_added_to_safely_is_left(text: str | bytes) -> None:
    data = text if isinstance(text, bytes) else text.encode()
    assert with_added(data, "personnes.yaml", proposed("Zoé Martin"), DAY) is None


def workbook() -> bytes:
    book = Workbook()
    page: Any = book.active
    page.append(["Registre du projet"])
    page.append(["Nom et prénom", "Fonction", "Accord le", "Niveau"])
    page.append(["Ana Roux", "maire", "20/05/2025", "nominatif"])
    page["A3"].font = Font(bold=True, color="FF0000")
    page.column_dimensions["A"].width = 44
    page.freeze_panes = "A3"
    page.add_table(Table(displayName="Registre", ref="A2:D3"))
    levels = DataValidation(type="list", formula1='"nominatif,agrégé"')
    page.add_data_validation(levels)
    levels.add("D3:D3")
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def test_a_workbook_gets_rows_that_look_like_its_own() -> None:
    data = with_rows(workbook(), proposed("Zoé Martin", "=Luc"))
    assert data is not None
    page: Any = load_workbook(io.BytesIO(data)).active
    assert [[cell.value for cell in row] for row in page.iter_rows(min_row=3)] == [
        ["Ana Roux", "maire", "20/05/2025", "nominatif"],
        ["Zoé Martin", "maire : première", None, "agrégé"],
        ["'=Luc", "maire : première", None, "agrégé"],
    ]
    assert page["A4"].font.bold
    assert page["A4"].font.color.rgb == page["A3"].font.color.rgb
    assert (page.column_dimensions["A"].width, page.freeze_panes) == (44, "A3")
    assert page.tables["Registre"].ref == "A2:D5"
    assert str(page.data_validations.dataValidation[0].sqref) == "D3:D5"


def test_a_workbook_that_would_lose_a_picture_is_left() -> None:
    import zipfile  # noqa: PLC0415

    data = io.BytesIO(workbook())
    with zipfile.ZipFile(data, "a") as package:
        package.writestr("xl/media/image1.png", b"x")
    assert with_rows(data.getvalue(), proposed("Zoé Martin")) is None
    assert with_rows(b"no workbook", proposed("Zoé Martin")) is None
