"""One leak and nothing is published: `output/` and `interne/` stay as they are, the editor reads what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from restitution.errors import NeedsEditor

from .project import project_of, publish

pytestmark = pytest.mark.slow
NADEGE, ANSELME = "Nadège Vauquelin", "Anselme Vidalbert"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = project_of(tmp_path_factory.mktemp("publication") / "mon projet é", "docx, retours, tableau")
    publish(made)
    return made


def published(project: Path) -> dict[str, bytes]:
    files = (path for folder in ("output", "interne") for path in (project / folder).rglob("*") if path.is_file())
    return {path.relative_to(project).as_posix(): path.read_bytes() for path in files}


def test_a_name_in_the_settings_stops_and_is_told_to_the_editor_alone(project: Path) -> None:
    before, path = published(project), project / "restitution.yaml"
    settings = path.read_text("utf-8")
    assert {"output/restitution.docx", "interne/tableau-de-bord.html"} <= before.keys()
    try:
        path.write_text(settings.replace("projet:\n", f"projet:\n  redaction: {NADEGE}\n", 1), "utf-8")
        with pytest.raises(NeedsEditor) as told:
            publish(project)
    finally:
        path.write_text(settings, "utf-8")
    assert "K22" in told.value.message
    assert "restitution.docx, texte (word/document.xml) : nom de Nadège Vauquelin" in told.value.message
    assert told.value.hint
    after = published(project)
    page = after.pop("interne/tableau-de-bord.html").decode()
    before.pop("interne/tableau-de-bord.html")
    assert after == before
    assert "K22" in page
    assert "rédaction : Nadège" not in page
    assert "redaction : [Nadege" not in page


def test_who_withdrew_does_not_stand_in_a_page_of_the_team(project: Path) -> None:
    note = project / "sources" / "territoire-b" / f"Entretien avec {ANSELME}.md"
    note.write_text("# Entretien\n\nRédaction : Gwenola Brancart\n\n## Enjeux\n\nGarder le four.\n", "utf-8")
    try:
        publish(project)
    finally:
        note.unlink()
    pages = [data.decode() for name, data in published(project).items() if name.endswith(".html")]
    assert pages
    assert not any(ANSELME in page for page in pages)
