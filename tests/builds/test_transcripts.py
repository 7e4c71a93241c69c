"""Transcripts and chosen quotations, as a person builds them: two documents, one table, nothing lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from restitution.cli.init import run as init
from tests.builds.conftest import built, run
from tests.builds.reading import docx_text, folded, letters, pdf_letters
from tests.people.agreements import agreed

pytestmark = pytest.mark.slow
TALK = "territoire-a/atelier_eau.vtt"
TURNS = [
    ("Paule Essai", "Bon, on commence. Qui veut parler de la rivière ?"),
    ("Aimé Tairieur", "On a fermé la source en 2019, et personne n'a demandé aux voisins ce qu'ils en pensaient."),
    ("Lise Exemple", "Ce n'est pas l'eau qui manque, c'est quelqu'un pour ouvrir la vanne. [rires]"),
    ("Paule Essai", "Qui d'autre ? Et vous, qu'en dites-vous ?"),
    ("Aimé Tairieur", "Appelez-moi au 06 39 98 12 34. Le moulin tournait encore quand j'étais petit. #verbatim"),
]
TAGGED, PASTED = "Le moulin tournait encore quand j'étais petit.", "C'est quelqu’un pour ouvrir la vanne"
NOTE = "# Éclairage\n\nAvant. [verbatim]La rivière se souvient de tout.[/verbatim] Après.\n"
TABLE = Path("sources/choix/verbatims.csv")
ANNEXES = ("restitution-annexes.docx", "restitution-annexes.pdf")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    init(tmp_path / "eau")
    cues = (f"00:0{n}:00.000 --> 00:0{n}:30.000\n<v {who}>{said}</v>\n" for n, (who, said) in enumerate(TURNS))
    (tmp_path / "eau/sources" / TALK).write_text("WEBVTT\n\n" + "\n".join(cues), "utf-8")
    agreed(tmp_path / "eau", TALK)
    (tmp_path / "eau/sources/commun/expertise.md").write_text(NOTE, "utf-8")
    return tmp_path / "eau"


def setting(project: Path, line: str) -> None:
    path = project / "restitution.yaml"
    kept = [old for old in path.read_text("utf-8").splitlines() if not old.startswith(line.partition(":")[0])]
    path.write_text("\n".join([*kept, line, ""]), "utf-8")


def status(project: Path) -> dict[str, dict[str, Any]]:
    return {one["path"]: one for one in json.loads(run(project, "status", "--json").stdout)["sources"]}


def words(project: Path, name: str = "restitution") -> str:
    text = docx_text(project / f"output/{name}.docx")
    assert letters(TAGGED) in pdf_letters(project / f"output/{name}.pdf")
    return text


def balances(source: dict[str, Any]) -> bool:
    read = source["words_in"] == source["words_note"] + source["words_not_taken"]
    return bool(read and source["words_note"] == source["words_published"] + source["words_withheld"])


def test_a_transcript_stands_apart_and_what_is_chosen_of_it_in_the_report(project: Path) -> None:
    said = built(project)
    assert all(f"output/{name} (" in said for name in ANNEXES)
    report, annexes = words(project), words(project, "restitution-annexes")
    assert folded(TURNS[1][1]) in annexes
    assert folded(TURNS[1][1]) not in report
    assert folded(TAGGED) in report
    assert report.count("La rivière se souvient de tout.") == 2
    table = (project / TABLE).read_text("utf-8-sig")
    assert "personne n'a demandé aux voisins" in table
    assert "Qui veut parler" not in table
    assert not any(name in table + report + annexes for name, _ in TURNS)
    before = {path: path.read_bytes() for path in (project / "output").iterdir() if path.is_file()}
    assert "Rien n'a changé" in built(project)
    rows = table + f"{TALK};;;{PASTED};;;oui;\r\n{TALK};;;Le moulin tourne encore;;;oui;\r\n"
    (project / TABLE).write_text(rows, "utf-8-sig")
    said = built(project)
    assert "ces mots ne sont pas dans la note" in said
    assert "Passage le plus proche, 00:04:00 : « Le moulin tournait encore" in said
    assert folded(PASTED).replace("C'", "c'") in words(project)
    assert {path: path.read_bytes() for path in (project / "output").iterdir() if path.is_file()} != before
    assert "Rien n'a changé" in built(project)
    sources = status(project)
    assert balances(sources[TALK])
    assert sources[TALK]["words_published"] > 50


def test_transcripts_inside_or_withheld_and_none_at_all(project: Path) -> None:
    setting(project, "transcriptions: retenues")
    said = built(project)
    assert not any((project / "output" / name).exists() for name in ANNEXES)
    assert "restitution-annexes" not in said
    assert folded(TAGGED) in words(project)
    assert folded(TURNS[1][1]) not in words(project)
    refused = run(project, "build", "annexes")
    assert (refused.returncode, "transcriptions: retenues" in refused.stderr) == (2, True)
    talk = status(project)[TALK]
    assert balances(talk)
    assert {"verbatim non choisi"} <= {one["reason"] for one in talk["withheld"]}
    setting(project, "transcriptions: dans_le_document")
    built(project, "docx", "pdf")
    assert folded(TURNS[1][1]) in words(project)
    assert balances(status(project)[TALK])
    setting(project, "transcriptions: a_part")
    built(project, "annexes")
    assert folded(TURNS[1][1]) in words(project, "restitution-annexes")
    (project / "sources" / TALK).unlink()
    said = built(project)
    assert all(f"output/{name} date d'une construction précédente" in said for name in ANNEXES)
    assert "Rien n'a changé" in built(project)
    for name in ANNEXES:
        (project / "output" / name).unlink()
    assert "Rien n'a changé" in built(project)
    assert not any((project / "output" / name).exists() for name in ANNEXES)


@pytest.mark.parametrize("broken", [b"\xff\xfe\x00rien", b"n'importe quoi\r\n", b'fichier;choisi\r\n"a'])
def test_a_table_that_cannot_be_understood_is_said_and_left_alone(project: Path, broken: bytes) -> None:
    (project / TABLE).parent.mkdir()
    (project / TABLE).write_bytes(broken)
    said = built(project, "docx", "pdf")
    if b"choisi" not in broken:
        assert "choix/verbatims.csv n'est pas lisible" in said
        assert (project / TABLE).read_bytes() == broken
    assert folded(TAGGED) in words(project)
