"""What earlier builds left standing, and no longer renew, is told: in a build's words, and by `status`."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import pytest

from restitution.cli.leftovers import earlier, in_short, told_of
from restitution.plan.prepare import prepare
from restitution.settings import SETTINGS_FILE

from .conftest import Project

SORTIES = "sorties: [docx, pdf, html, retours, tableau]\n"
DAY = datetime(2026, 6, 12, 12, tzinfo=UTC).timestamp()
GONE = "n’a plus lieu d’être"
BOARD, SLIPS, WEB = "interne/tableau-de-bord.html", "interne/retours/index.html", "output/restitution.html"


@pytest.fixture
def built(project: Project) -> Project:
    """A project that made all that it asked for, in June."""
    asks(project, SORTIES)
    project.pretend_built()
    for name in (BOARD, SLIPS, WEB):
        os.utime(project.path / name, (DAY, DAY))
    return project


def test_of_a_site_only_what_is_renewed_is_not_told(project: Project) -> None:
    asks(project, "sorties: [docx, pdf, site, retours, tableau]\n")
    project.pretend_built()
    assert told(project) == []
    assert told(project, "site") == []
    asks(project, "sorties: [docx, site, retours, tableau]\n")
    assert any("output/site/telechargements/restitution.pdf" in line and GONE in line for line in told(project))
    asks(project, "sorties: [docx, pdf, retours, tableau]\n")
    lines = told(project)
    assert any("output/site/index.html" in line and "« site » n’est plus demandé" in line for line in lines)
    assert (project.path / "output/site/index.html").is_file(), "nothing is taken away"


def asks(project: Project, sorties: str) -> None:
    settings = project.path / SETTINGS_FILE
    kept = [line for line in settings.read_text("utf-8").splitlines(True) if not line.startswith("sorties:")]
    settings.write_text("".join(kept) + sorties, "utf-8")


def told(project: Project, *targets: str) -> list[str]:
    return told_of(earlier(project.path, prepare(project.path, targets=targets)))


def test_what_is_asked_for_and_current_is_not_told(built: Project) -> None:
    assert told(built) == []
    assert told(built, "pdf") == []


def test_a_dashboard_that_is_no_longer_asked_for_is_told_with_its_day(built: Project) -> None:
    asks(built, "sorties: [docx, pdf, html, retours]\n")
    (line,) = told(built)
    assert line.startswith(
        f"{BOARD} date d'une construction précédente (12 juin 2026), page qui n'est plus renouvelée :"
    )
    assert "« tableau » n'est pas dans « sorties »" in line
    assert (built.path / BOARD).is_file(), "a last good page is never taken away"
    assert told(built, "tableau") == []


def test_so_are_the_writers_pages_and_the_documents(built: Project) -> None:
    asks(built, "sorties: [docx]\n")
    lines = told(built)
    assert [line.split(" date d'une")[0] for line in lines] == [
        "output/restitution.pdf",
        WEB,
        "output/restitution-annexes.pdf",
        "output/restitution-annexes.html",
        SLIPS,
        BOARD,
    ]
    assert "« html » n'est plus demandé" in lines[1]
    assert "« html » n'est plus demandé" in lines[3]
    assert "(12 juin 2026)" in lines[1]
    assert "« restitution build retours »" in lines[4]


def test_a_build_of_one_output_says_which_others_are_of_before(built: Project) -> None:
    built.note("territoire-a/autre.md", "# Une autre note\n\nLe pré communal.\n")
    (line,) = told(built, "pdf")
    assert "output/restitution.docx, output/restitution.html" in line
    assert BOARD in line
    assert "« restitution build »" in line
    assert told(built) == [], "a whole build makes them"


def test_posters_are_told_when_they_are_not_asked_for_or_their_territory_is_gone(project: Project) -> None:
    asks(project, "sorties: [docx, affiches, retours, tableau]\n")
    project.pretend_built()
    assert told(project) == []
    settings = project.path / SETTINGS_FILE
    settings.write_text(settings.read_text("utf-8").replace("code: TB", "code: TC"), "utf-8")
    gone = " ".join(told(project))
    assert "output/affiches/imprimeur/territoire-TB.pdf" in gone
    assert "n’a plus lieu d’être" in gone
    assert "territoire-TA" not in gone
    asks(project, "sorties: [docx]\n")
    assert "« affiches » n’est plus demandé" in " ".join(told(project))


def test_a_removed_page_is_not_told(built: Project) -> None:
    asks(built, "sorties: [docx, pdf, html, retours]\n")
    (built.path / BOARD).unlink()
    assert told(built) == []


def test_a_build_with_nothing_to_do_tells_them_in_one_line(built: Project) -> None:
    assert in_short(earlier(built.path, prepare(built.path))) == ""
    asks(built, "sorties: [docx, pdf, html]\n")
    said = in_short(earlier(built.path, prepare(built.path)))
    assert said.startswith(f"2 fichiers publiés datent d'une construction précédente ({SLIPS}…)")
