"""Somebody withdraws: one line in the register, and the next build holds nothing of her but what people wrote."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from PIL import Image

from restitution.cli.init import run as init
from restitution.intake.photos import mark
from tests.builds.conftest import built, run
from tests.people.traces import traces

pytestmark = pytest.mark.slow

NAME = ("vidalbert", "anselme")
WORDS = ("poutres du vieux moulin", "tenons sans compter", "charpente pour les jeunes")
"""What she says, in the transcript, in a written quotation, and in the quotation that was chosen."""
COPY = "sources/relectures/2"
"""How the folders of what reviewers said begin."""
SHOWN = ("restitution.pptx", "diaporama.pdf", "affiches/territoire-TA.pdf", "affiches/imprimeur/territoire-TA.pdf")
"""What a meeting is shown."""
SHEETS = ("dossier/dossier-du-participant.docx", "dossier/dossier-du-participant.pdf")
SITE = ("site/restitution.html", "site/telechargements/restitution.docx", "site/telechargements/diaporama.pdf")
SEEN = "forgeron-au-travail"
OF_PEOPLE = (
    "sources/_confidentiel/", "sources/territoire-a/", "sources/choix/", "sources/editions/", COPY,
    "sources/photos.csv",
)  # fmt: skip
"""What people wrote or sent: it is told. The table of pictures names her, or her picture would be shown."""
UNTIL_MENDED = (".restitution/intake/", ".restitution/notes/", ".restitution/store/")
REGISTER = """personnes:
  - nom: Anselme Vidalbert
    fonction: chef d'atelier
    niveau: nominatif
    accord: {{le: 2025-03-18{}}}
  - nom: Raymonde Estrabelle
    niveau: nominatif
    accord: {{le: 2025-03-18}}
enregistrements:
  - {{fichier: territoire-a/atelier.vtt, le: 2025-03-18, par: Équipe}}
"""
TRANSCRIPT = """WEBVTT

00:00:01.000 --> 00:00:09.000
<v Anselme Vidalbert>Nous avons repris les poutres du vieux moulin, une par une.</v>

00:00:10.000 --> 00:00:19.000
<v Raymonde Estrabelle>Le conseil suivra cette affaire de près, soyez-en certains.</v>

00:00:20.000 --> 00:00:29.000
<v Anselme Vidalbert>Je garde une charpente pour les jeunes qui arrivent ici.</v>
"""
NOTE = """# Visite de la forge

## Étapes de la visite

Nous avons été reçus par Anselme Vidalbert, puis par la mairie.

![Une forge ancienne](forgeron-au-travail.png)

Photo : Anselme Vidalbert devant sa forge

![La rivière sous le pont](riviere.png)

![Un banc devant le moulin](banc.png)

## Verbatims

« Nous la tenons sans compter nos heures, ici, depuis longtemps. »

Anselme Vidalbert, chef d'atelier

« La commune accompagne tous les projets qui lui viennent. »

Un élu

## Recommandations

Anselme Vidalbert demande une forge dans chaque vallée, avant l'hiver.
"""
CHOSEN = (
    "fichier;repere;qui;texte;themes;territoire;choisi;remarque\r\n"
    "territoire-a/atelier.vtt;00:00:20;;Je garde une charpente pour les jeunes qui arrivent ici.;;;oui;\r\n"
)


SEEN_ON = (
    "fichier;legende;credit;texte_alternatif;personnes;accord\r\n"
    "territoire-a/banc.png;;Raymonde Estrabelle;;Anselme Vidalbert;\r\n"
    "territoire-a/riviere.png;Sous le vieux pont;PETR;;;\r\n"
)


def picture(red: int) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (40, 30), (red, 90, 120)).save(data, "PNG")
    return data.getvalue()


def marked(shade: int) -> str:
    """What the table knows a picture by."""
    return mark(sha256(picture(shade)).hexdigest())


def write(project: Path, name: str, content: str | bytes) -> None:
    path = project / "sources" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in which she is named, heard and seen; published, sent, and remarked upon."""
    path = tmp_path_factory.mktemp("retrait") / "mon projet é"
    init(path)
    settings = path / "restitution.yaml"
    text = settings.read_text("utf-8")
    outputs = "docx, html, pptx, affiches, dossier, site, relecture, tableau, retours"
    settings.write_text(f"{text}\nsorties: [{outputs}]\n", "utf-8")
    write(path, "_confidentiel/personnes.yaml", REGISTER.format(""))
    write(path, "territoire-a/atelier.vtt", TRANSCRIPT)
    write(path, "territoire-a/visite.md", NOTE)
    write(path, f"territoire-a/{SEEN}.png", picture(200))
    write(path, "territoire-a/riviere.png", picture(20))
    write(path, "territoire-a/banc.png", picture(120))
    write(path, "photos.csv", SEEN_ON)
    write(path, "choix/verbatims.csv", CHOSEN)
    built(path)
    said = "Demandez à Anselme Vidalbert s'il est d'accord."
    noted = run(path, "review", "note", said, "--de", "Anselme Vidalbert", "--sur", "La commune accompagne")
    assert noted.returncode == 0, noted.stderr
    built(path)
    frozen = run(path, "edition", "create", "juin", "--telle-quelle")
    assert frozen.returncode == 0, frozen.stderr
    return path


def test_somebody_withdraws(project: Path) -> None:
    for word in (*NAME, *WORDS):
        assert traces(project / "output", [word]), f"« {word} » is published before"
    assert traces(project / "output", ["banc devant le moulin"]), "so is a picture on which she is recognised"
    assert traces(project / "output", ["photo : raymonde estrabelle"])
    told_in = " ".join(traces(project / "output", [WORDS[1]]))
    assert all(name in told_in for name in (*SHOWN, *SITE)), "she is heard at meetings and on the web site too"
    named_in = " ".join(traces(project / "output", NAME))
    assert all(sheet in named_in for sheet in SHEETS), "and named in the participant's folder"
    write(project, "_confidentiel/personnes.yaml", REGISTER.format(", retire_le: 2026-09-01"))

    told = built(project)

    assert traces(project, [*NAME, *WORDS], without=[*OF_PEOPLE, *UNTIL_MENDED]) == []
    assert not traces(project / "output", ["forge ancienne"]), "her picture went with its caption"
    assert not traces(project / "output", ["banc devant le moulin"]), "the table says that she is on it"
    assert traces(project / "output", ["rivière sous le pont"])
    assert traces(project / "output", ["photo : petr"])
    assert (project / "sources/photos.csv").read_text("utf-8-sig").splitlines()[1:] == [
        f"territoire-a/banc.png;;Raymonde Estrabelle;;Anselme Vidalbert;;;{marked(120)}",
        f"territoire-a/{SEEN}.png;;;;;;;{marked(200)}",
        f"territoire-a/riviere.png;Sous le vieux pont;PETR;;;;;{marked(20)}",
    ]
    assert traces(project / "output", ["raymonde estrabelle"]), "nobody else is told otherwise"
    assert "accompagne tous les projets" in (project / "output/restitution.html").read_text("utf-8")
    assert "Accord retiré : 6 fichiers montrent encore" in told
    checked = json.loads(run(project, "check", "--json").stdout)
    (k23,) = (one for one in checked["checks"] if one["id"] == "K23")
    assert [one.partition(" : ")[0] for one in k23["where"]] == [
        "territoire-a/atelier.vtt",
        "territoire-a/visite.md",
        "choix/verbatims.csv",
        "editions/juin",
        "relectures/" + next((project / "sources/relectures").glob("2*")).name,
        "territoire-a/banc.png",
    ]
    assert "2 paroles (00:00:01 et 00:00:20)" in k23["where"][0]
    assert "2 paroles (ligne 17 et ligne 19), 2 images (ligne 7 et ligne 13)" in k23["where"][1]
    assert "2 noms (ligne 5 et ligne 27)" in k23["where"][1]


def test_an_edition_stays_and_says_that_it_shows_her(project: Path) -> None:
    listed = run(project, "edition", "list")
    assert "« juin » montre encore quelqu'un qui a retiré son accord" in " ".join(listed.stdout.split())
    assert "vidalbert" not in listed.stdout.casefold()
    assert traces(project / "sources/editions/juin", ["vidalbert"]), "it is not written anew"


def test_a_redline_masks_her(project: Path) -> None:
    done = run(project, "redline", "juin", "-o", str(project / "interne/depuis-juin.docx"))
    assert done.returncode == 0, done.stderr
    assert traces(project / "interne", [*NAME, *WORDS]) == []
    with zipfile.ZipFile(project / "interne/depuis-juin.docx") as archive:
        text = archive.read("word/document.xml").decode()
    assert "[paroles retirées]" in text, "what she said stands there as taken out"
    assert "w:del " in text


def test_once_the_files_are_mended_nothing_holds_her(project: Path) -> None:
    write(project, "territoire-a/atelier.vtt", "WEBVTT\n\n" + TRANSCRIPT.split("\n\n")[2])
    for name in ("territoire-a/visite.md", f"territoire-a/{SEEN}.png", "territoire-a/banc.png", "photos.csv"):
        (project / "sources" / name).unlink()
    write(project, "choix/verbatims.csv", CHOSEN.partition("\n")[0] + "\n")
    shutil.rmtree(project / "sources/editions/juin")
    shutil.rmtree(next((project / "sources/relectures").glob("2*")))
    told = built(project)
    assert "relectures/tableaux" in told, "the earlier tables are kept, and said to be"
    assert "Accord retiré : 1 fichier montre encore" in told, "that of the pictures names her"
    shutil.rmtree(project / "sources/relectures/tableaux")
    assert "Accord retiré" not in built(project)

    assert traces(project, NAME, without=["sources/_confidentiel/", *of_register(project)]) == []
    assert traces(project, WORDS) == []
    told = built(project)
    assert "Rien n'a changé" in told


def of_register(project: Path) -> list[str]:
    """The copies of the register, and of whom it protects: while it names her, so do they."""
    work = project / ".restitution"
    plan = json.loads((work / "plan.json").read_bytes())
    names = {plan["register"], *re.findall(r"[0-9a-f]{64}", (work / "protected.json").read_text("utf-8"))}
    return [f".restitution/store/{name[:2]}/{name}" for name in names]
