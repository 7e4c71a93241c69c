"""Projects of other sizes, elsewhere: two, three and five territories, one in Québec; one note alone."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path
from typing import Any

import docx
import pytest

from restitution.store import write
from tests.builds.conftest import built, run
from tests.builds.reading import docx_text, letters, pdf_letters

pytestmark = pytest.mark.slow
NAMES = {
    "CL": ("Combe-Longue", "FR"),
    "PB": ("Plateau de Brame", "FR"),
    "RT": ("Rivière-aux-Trembles", "CA"),
    "VS": ("Val de Sourde", "FR"),
    "IM": ("Île Madeline", "FR"),
}
MENTION = "Cofinancé par l'Union européenne."
READ_HERE = ("docx", "pdf")
PLACES = ["haut", "bas", "coin", "bord", "bout"]


def project_of(folder: Path, codes: list[str], language: str = "fr-FR") -> Path:
    """A project with a portrait a territory and a note for each visit."""
    abroad = [code for code in codes if NAMES[code][1] == "CA"]
    lines = ["projet:", '  titre: "Regards croisés"', f"  langue: {language}", "territoires:"]
    for code in codes:
        name, country = NAMES[code]
        spoken = "fr-CA" if country == "CA" else "fr-FR"
        lines.append(
            f'  - {{code: {code}, nom: "{name}", dossiers: [{code.lower()}], pays: {country}, langue: {spoken}}}'
        )
    if len(abroad) < len(codes):
        lines += ["financement:", f'  mention: "{MENTION}"', "  pays_sans_mention: [CA]"]
    write(folder / "restitution.yaml", "\n".join(lines).encode())
    for number, code in enumerate(codes):
        portrait = f"# Portrait : {NAMES[code][0]}\n\n## Enjeux\n\nGarder l'école du {PLACES[number]}.\n"
        write(folder / "sources" / code.lower() / "portrait.md", portrait.encode())
    for host, visitor in permutations(codes, 2):
        note = f"""Visite miroir\n\nTerritoire hôte : {NAMES[host][0]}\nVisiteurs : {NAMES[visitor][0]}
Rédaction : {NAMES[visitor][0]}\nDate : 12 mai 2026\n\nRapport d'étonnement\n====================\n
Depuis {PLACES[codes.index(visitor)]}, on voit mieux le {PLACES[codes.index(host)]}.\n"""
        name = f"visite vue par {visitor}.txt"
        write(folder / "sources" / host.lower() / "visite miroir" / name, note.encode())
    return folder


def headings(project: Path) -> list[tuple[int, str]]:
    """Level and words of each heading of the published DOCX."""
    paragraphs = docx.Document(str(project / "output/restitution.docx")).paragraphs
    found = [(p.style.name or "", " ".join(p.text.split())) for p in paragraphs if p.style is not None]
    return [(int(name[-1]), text) for name, text in found if name.lower().startswith("heading ")]


def under(found: list[tuple[int, str]], title: str) -> list[str]:
    """The headings of the third level below the first of the second level that is called `title`."""
    at = found.index((2, title))
    below = found[at + 1 :]
    end = next((n for n, (level, _) in enumerate(below) if level < 3), len(below))
    return [text for level, text in below[:end] if level == 3]


def told(project: Path, *words: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(run(project, *words, "--json").stdout)
    return answer


@pytest.mark.parametrize(
    ("codes", "outputs"),
    [(["CL", "PB"], READ_HERE), (["CL", "PB", "RT"], READ_HERE), (list(NAMES), ())],
    ids=["two", "three", "five"],
)
def test_any_number_of_territories(codes: list[str], outputs: tuple[str, ...], tmp_path: Path) -> None:
    project = project_of(tmp_path / "mon projet é", codes)
    built(project, *outputs)
    found = headings(project)
    portraits = {code: under(found, NAMES[code][0]) for code in codes}
    assert len({tuple(titles) for titles in portraits.values()}) == 1
    assert len(portraits[codes[0]]) >= 9
    text, pdf = docx_text(project / "output/restitution.docx"), pdf_letters(project / "output/restitution.pdf")
    for number, code in enumerate(codes):
        assert f"Garder l'école du {PLACES[number]}." in text
        regards = [f"Vu par : {NAMES[other][0]}" for other in codes if other != code]
        titles = under(found, f"En visite : {NAMES[code][0]}")
        assert [title for title in titles if title.startswith("Vu par")] == regards
    for host, visitor in permutations(range(len(codes)), 2):
        said = f"Depuis {PLACES[visitor]}, on voit mieux le {PLACES[host]}."
        assert said in text
        assert letters(said) in pdf
    assert MENTION in text
    answer = told(project, "check")
    assert answer["coverage"]["territories"] == codes
    assert {(v["host"], v["visitor"]) for v in answer["visits"]} == set(permutations(codes, 2))
    assert all(v["state"] == "documentee" for v in answer["visits"])
    assert {row["state"] for row in told(project, "status")["sources"]} == {"taken"}


def test_a_project_of_quebec_carries_no_european_mention(tmp_path: Path) -> None:
    project = project_of(tmp_path / "projet", ["RT"], "fr-CA")
    settings = (project / "restitution.yaml").read_text("utf-8")
    write(project / "restitution.yaml", f'{settings}\n  - {{code: AB, nom: "Abitibi-Sud", pays: CA}}\n'.encode())
    built(project, *READ_HERE)
    text = docx_text(project / "output/restitution.docx")
    assert "Garder l'école du haut." in text
    assert "européen" not in text.casefold()
    with (project / "output/restitution.pdf").open("rb") as pdf:
        assert b"fr-CA" in pdf.read()


def test_one_note_alone_makes_a_whole_document(tmp_path: Path) -> None:
    project = project_of(tmp_path / "projet", ["CL", "PB"])
    for note in list((project / "sources").rglob("*.*"))[1:]:
        note.unlink()
    built(project, "docx")
    (source,) = told(project, "status")["sources"]
    assert source["state"] == "taken"
    assert source["words_note"] == source["words_published"]
    assert "Non renseigné par le territoire" in docx_text(project / "output/restitution.docx")
    assert under(headings(project), "Combe-Longue") == under(headings(project), "Plateau de Brame")


UNTAGGED = {
    "cl/portrait.md": "# Portrait : Combe-Longue\n\n## Enjeux\n\nLes logements vacants et leurs propriétaires.\n\n"
    "## Gouvernance\n\nLe conseil se réunit le mardi.\n",
    "pb/notes de visite.txt": "Visite miroir\n\nTerritoire hôte : Plateau de Brame\n\n"
    "La gare a rouvert, et le covoiturage avec elle.\n\nLe repas était bon.\n",
}


def states(project: Path) -> dict[tuple[str, str], str]:
    cells = told(project, "check")["coverage"]["cells"]
    return {(c["theme"], c["territory"]): c["state"] for c in cells if c["state"] != "vide"}


def understood(project: Path) -> str:
    return (project / "sources" / "classement.csv").read_text("utf-8-sig")


def test_a_first_build_without_any_theme_proposes_and_the_editor_confirms(tmp_path: Path) -> None:
    project = project_of(tmp_path / "projet", ["CL", "PB"])
    for note in list((project / "sources").rglob("*.*")):
        note.unlink()
    for name, text in UNTAGGED.items():
        write(project / "sources" / name, text.encode())
    assert "2 passages attendent que vous confirmiez leur thème" in built(project, "docx")
    assert states(project) == {("logement", "CL"): "proposee", ("mobilite", "PB"): "proposee"}
    assert "thèmes proposés : logement" in understood(project)
    publication = docx_text(project / "output/restitution.docx")
    assert publication.count("▨ à confirmer") == 4  # two cells, the caption, and its line in the list of tables
    assert "Ce thème est abordé dans" not in publication
    assert "restitution classify --confirmer-themes" in run(project, "status").stdout

    assert run(project, "classify", "cl/portrait.md", "--confirmer-themes").returncode == 0
    assert states(project) == {("logement", "CL"): "fragile", ("mobilite", "PB"): "proposee"}
    assert run(project, "classify", "--confirmer-themes").returncode == 0
    assert states(project) == {("logement", "CL"): "fragile", ("mobilite", "PB"): "fragile"}
    built(project, "docx")
    assert "▨ à confirmer" not in docx_text(project / "output/restitution.docx")
    assert {row["path"]: row["themes"] for row in told(project, "status")["sources"]} == {
        "cl/portrait.md": ["logement"],
        "pb/notes de visite.txt": ["mobilite"],
    }
    assert run(project, "classify", "--confirmer-themes").returncode == 2
