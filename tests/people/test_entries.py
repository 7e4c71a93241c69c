"""One entry of the editor's register is changed and put back; nothing else of her file is."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from openpyxl import Workbook, load_workbook

from restitution.acts.people.changing import changed, entries_of, put
from restitution.errors import WrongUse
from restitution.people.register import Agreement
from restitution.people.register_entries import changed_entry, entries, with_entry
from restitution.plan.people import HOME, REGISTER, WORKBOOK, read_register
from restitution.settings import Project, Settings, Territory
from restitution.store import write

SETTINGS = Settings(projet=Project(titre="Essai"), territoires=(Territory(code="A", nom="Ici"),))
CASES: list[dict[str, Any]] = yaml.load(
    (Path(__file__).parent / "cases" / "entries.yaml").read_text("utf-8"),
    Loader=yaml.BaseLoader,  # noqa: S506 it makes texts alone: days must stay as they are written
)
HEADS = ("Nom", "Niveau", "Accord le", "Portée", "Preuve")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['de']} – {case['registre'][:40]!r}")
def test_an_entry_changes_and_comes_back_and_nothing_else_does(case: dict[str, Any]) -> None:
    before = case["registre"].encode()
    agreed = msgspec.convert(case["accord"], Agreement, strict=False) if "accord" in case else None
    text = changed_entry(before, "personnes.yaml", case["de"], case.get("niveau"), agreed)
    if "refus" in case:
        assert text is None
        return
    assert text is not None
    after = with_entry(before, case["de"], text)
    assert after.decode() == case["ensuite"]
    assert with_entry(after, case["de"], entries(before)[case["de"]]) == before


def test_somebody_who_has_no_entry_is_told() -> None:
    with pytest.raises(WrongUse, match="n'a pas de fiche"):
        changed_entry(b"personnes: [Jean Bost]\n", "personnes.yaml", "Zo\u00e9 Martin", "nominatif", None)


def book(*rows: tuple[str, ...]) -> bytes:
    made = Workbook()
    page = made.active
    assert page is not None
    page.append(["Le registre"])
    page.append(list(HEADS))
    for row in rows:
        page.append(list(row))
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def test_a_workbook_is_changed_in_the_cells_of_one_person(tmp_path: Path) -> None:
    path = tmp_path / WORKBOOK
    write(path, book(("Zoé Martin", "agrégé", "", "", "=1+1"), ("Jean Bost", "pseudonyme", "", "", "")))
    before = entries_of(tmp_path)
    agreed = Agreement(le="2025-05-20", portee=("nom",), preuve="courriel")
    put(tmp_path, {"Jean Bost": changed(tmp_path, "Jean Bost", before["Jean Bost"], "nominatif", agreed)})
    found = {one.nom: one for one in read_register(tmp_path, SETTINGS).personnes}
    assert (found["Jean Bost"].niveau, found["Jean Bost"].accord) == ("nominatif", agreed)
    assert entries_of(tmp_path)["Zoé Martin"] == before["Zoé Martin"]
    put(tmp_path, {"Jean Bost": before["Jean Bost"].text})
    assert entries_of(tmp_path) == before
    page = load_workbook(path).active
    assert page is not None
    assert page["A1"].value == "Le registre"


def test_a_workbook_without_the_column_is_left(tmp_path: Path) -> None:
    write(tmp_path / WORKBOOK, book(("Zoé Martin", "", "", "", "")))
    entry = entries_of(tmp_path)["Zoé Martin"]
    with pytest.raises(WrongUse, match="retire le"):
        changed(tmp_path, "Zoé Martin", entry, None, Agreement(le="2025-05-20", retire_le="2026-01-02"))


def test_a_workbook_that_is_open_elsewhere_is_left(tmp_path: Path) -> None:
    write(tmp_path / WORKBOOK, book(("Zoé Martin", "", "", "", "")))
    write(tmp_path / HOME / "~$personnes.xlsx", b"")
    entry = entries_of(tmp_path)["Zoé Martin"]
    with pytest.raises(WrongUse, match="ouvert dans un autre programme"):
        put(tmp_path, {"Zoé Martin": changed(tmp_path, "Zoé Martin", entry, "pseudonyme", None)})


def test_whoever_two_files_speak_of_is_changed_in_neither(tmp_path: Path) -> None:
    write(tmp_path / REGISTER, b"personnes: [Jean Bost]\n")
    write(tmp_path / HOME / "personnes (copie).yaml", b"personnes: [Jean Bost, {nom: Zoe}]\n")
    assert set(entries_of(tmp_path)) == {"Zoe"}
