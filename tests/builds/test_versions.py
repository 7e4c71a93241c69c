"""Versions kept side by side: the newest is published, the others are said, and the editor may choose."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import docx
import pytest

from restitution.cli.init import run as init
from restitution.ooxml.properties import modified
from restitution.writers.sheets import write_sheet
from tests.builds.conftest import built, run
from tests.builds.reading import docx_text

FIRST = "# Portrait\n\n## Enjeux\n\nLa halle prend l'eau depuis 1998.\n\nLe marché se tient encore le samedi.\n"
SECOND = FIRST.replace("prend l'eau depuis 1998", "est couverte depuis le printemps")


def told(project: Path) -> dict[str, dict[str, Any]]:
    sources = json.loads(run(project, "status", "--json").stdout)["sources"]
    return {source["path"].rsplit("/", 1)[-1]: source for source in sources if source["state"] != "ignored"}


@pytest.mark.slow
def test_the_newest_is_published_and_the_editor_may_choose_another(tmp_path: Path) -> None:
    project = tmp_path / "mon projet é"
    init(project)
    folder = project / "sources" / "territoire-a"
    (folder / "portrait v1.md").write_text(FIRST, "utf-8")
    (folder / "portrait v2 DEF.md").write_text(SECOND, "utf-8")
    assert "portrait v1.md : Autre version de" in built(project, "docx")
    text = docx_text(project / "output/restitution.docx")
    assert "est couverte depuis le printemps" in text
    assert "prend l'eau depuis 1998" not in text
    old = told(project)["portrait v1.md"]
    assert (old["state"], old["words_published"]) == ("superseded", 0)
    assert old["words_withheld"] == old["words_note"]
    assert any("La halle prend l'eau depuis 1998." in found["message"] for found in old["findings"])

    table = project / "sources" / "classement.csv"
    line = "territoire-a/portrait v1.md;;;;;;"
    table.write_text(table.read_text("utf-8").replace(line, f"{line}oui"), "utf-8")
    assert "portrait v2 DEF.md : Autre version de" in built(project, "docx")
    assert "prend l'eau depuis 1998" in docx_text(project / "output/restitution.docx")
    states = {name: source["state"] for name, source in told(project).items()}
    assert states == {"portrait v1.md": "taken", "portrait v2 DEF.md": "superseded"}


@pytest.mark.slow
def test_a_sheet_that_nobody_filled_hides_nothing_and_shows_nothing(tmp_path: Path) -> None:
    project = tmp_path / "mon projet é"
    init(project)
    folder = project / "sources" / "territoire-a"
    filled = write_sheet("portrait_territoire", "md", {"territoire": "Territoire A"}).decode()
    (folder / "Portrait de territoire.md").write_text(
        filled.replace("\nÉcrivez ici.", "\nUne halle ronde.", 1), "utf-8"
    )
    for name in ("territoire-a/Portrait de territoire (2).docx", "territoire-b/Visite miroir.docx"):
        kind = "visite_miroir" if "Visite" in name else "portrait_territoire"
        (project / "sources" / name).write_bytes(write_sheet(kind, "docx"))
    said = built(project, "docx")
    assert (
        "Portrait de territoire (2).docx : Fiche pas encore remplie : Portrait de territoire, Territoire A."
        in said
    )
    text = docx_text(project / "output/restitution.docx")
    assert "Une halle ronde." in text
    assert "Fiche à remplir" not in text
    assert "Visite miroir.docx" not in text
    states = {name: (source["state"], source["words_note"]) for name, source in told(project).items()}
    assert states.pop("Portrait de territoire.md")[0] == "taken"
    assert set(states.values()) == {("waiting", None)}


def test_a_document_says_when_it_was_changed() -> None:
    document, out = docx.Document(), io.BytesIO()
    document.core_properties.modified = document.core_properties.created.replace(2026, 3, 2, 8, 0, 0)
    document.save(out)
    assert modified(out.getvalue(), "docx") == "2026-03-02T08:00:00Z"
    assert modified(out.getvalue()[:200], "docx") == ""
    assert modified(b"# Note", "md") == ""
