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
    made = project_of(tmp_path_factory.mktemp("publication") / "mon projet é", "docx, retours, tableau, site")
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


def test_so_does_one_that_only_the_web_site_says(project: Path) -> None:
    before, path = published(project), project / "restitution.yaml"
    settings = path.read_text("utf-8")
    assert {"output/site/index.html", "output/site/telechargements/restitution.docx"} <= before.keys()
    try:
        path.write_text(f'{settings}\nfinancement: {{resultats: "Une visite chez {NADEGE}."}}\n', "utf-8")
        with pytest.raises(NeedsEditor) as told:
            publish(project)
    finally:
        path.write_text(settings, "utf-8")
    assert f"site/index.html, texte : nom de {NADEGE}" in told.value.message
    assert "restitution.docx" not in told.value.message
    after = published(project)
    assert {name: data for name, data in after.items() if name.startswith("output/")} == {
        name: data for name, data in before.items() if name.startswith("output/")
    }


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


LISTS = "# Comité\n\n## Participants\n\n- Ysolde Kerbrélan, habitante\n\n## Enjeux\n\nOui.\n"
SAYS = "# Bilan\n\n## Enjeux\n\nLe four rouvre, et Ysolde Kerbrélan y tient.\n"


def test_a_first_build_that_is_refused_says_which_note_and_how_to_get_out(project: Path) -> None:
    sources, before = project / "sources", published(project)
    notes = {sources / "territoire-a" / "comité.md": LISTS, sources / "territoire-b" / "bilan.md": SAYS}
    tables = [sources / "classement.csv", sources / "photos.csv"]
    register = sources / "_confidentiel" / "personnes.yaml"
    known = register.read_text("utf-8")
    for path in tables:
        path.unlink()
    try:
        for path, said in notes.items():
            path.write_text(said, "utf-8")
        with pytest.raises(NeedsEditor) as told:
            publish(project)
        says = "« Ysolde Kerbrélan », que le registre ne connaît pas : territoire-b/bilan.md, "
        assert says in told.value.message
        assert "[Ysolde Kerbrelan] y tient" in told.value.message
        assert told.value.message.count("que le registre ne connaît pas") == 1
        assert "« restitution people scan »" in told.value.hint
        assert "« pas_des_personnes »" in told.value.hint
        assert "territoire-b/bilan.md" in tables[0].read_text("utf-8-sig"), "she mends it there"
        assert "chaufferie.jpg" in tables[1].read_text("utf-8-sig")
        assert {name for name in published(project) if name.startswith("output/")} <= before.keys()
        register.write_text(f"{known}pas_des_personnes: [Ysolde Kerbrélan]\n", "utf-8")
        publish(project)
    finally:
        register.write_text(known, "utf-8")
        for path in notes:
            path.unlink(missing_ok=True)
