"""A small project whose notes name people in every way, and its stages run one by one in this process."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import docx
import msgspec
from docx.oxml.ns import qn
from PIL import Image

from restitution.cli.init import run as init
from restitution.leaks import Leak
from restitution.plan import WORK, Plan, load
from restitution.plan.locks import release_build_lock
from restitution.plan.prepare import prepare
from restitution.plan.taking import take_in
from restitution.stages import job
from restitution.stages.protected import Looked
from tests.security.pipeline import steps

REGISTER = """personnes:
  - {nom: Nadège Vauquelin, fonction: maire, commune: Roncelles, niveau: agrégé}
  - {nom: Ombeline Forêt, niveau: pseudonyme, accord: {le: 2025-01-02}}
  - {nom: Théobald Cazelmas, variantes: [le chauffagiste du bourg], niveau: agrégé}
  - {nom: Lila Bordarel, mineur: oui, niveau: nominatif, accord: {le: 2025-01-02}}
  - {nom: Anselme Vidalbert, niveau: nominatif, accord: {le: 2025-01-02, retire_le: 2025-03-04}}
  - {nom: Ilda Quenauroy, niveau: nominatif}
  - {nom: Violaine Estrabaut, niveau: nominatif, accord: {le: 2025-01-02}}
enregistrements:
  - {fichier: territoire-b/atelier.vtt, le: 2025-11-13}
"""
NOTE = """---
genre: visite_miroir
rédaction: Théobald Cazelmas
---

# Visite miroir du territoire A

Date : 12 mai 2025

## Participants

- Nadège Vauquelin, maire
- Théobald Cazelmas
- Ondine Kervastoué

## Étonnements

Violaine Estrabaut a reçu. Nadège Vauquelin a montré le fournil, et **Om**beline Forêt la chaufferie.[^1]

La maire de Roncelles, Nadège Vauquelin, a conclu ; la maire de Roncelles recevra.

On a vu le chauffagiste du bourg, puis Lila Bordarel, Anselme Vidalbert et Ilda Quenauroy.

[Écrire à la commune](mailto:nadege.vauquelin@roncelles.example), ou appeler le 06 39 98 42 17.

| qui | quoi |
|-----|------|
| Nadège Vauquelin | le fournil |

: Vu avec Nadège Vauquelin

| qui | fonction | commune |
|-----|----------|---------|
| Nadège Vauquelin | maire | Roncelles |

![La chaufferie, avec Ombeline Forêt](chaufferie.jpg)

[^1]: D'après Nadège Vauquelin.
"""
TITLED = """---
rédaction: Gwenola Brancart
---

# Rencontre avec Nadège Vauquelin

## Enjeux

Garder l'école.
"""
TALK = """WEBVTT

00:00.000 --> 00:09.000
<v Ombeline Forêt>Moi je chauffe au bois depuis douze ans.</v>

00:10.000 --> 00:19.000
<v Violaine Estrabaut>Et la commune aussi.</v>

00:20.000 --> 00:29.000
<v Ombeline Forêt>Oui, la commune aussi, par la chaufferie.</v>
"""

CHOSEN = (
    "fichier;repere;qui;texte;themes;territoire;choisi;remarque\r\n"
    "territoire-b/atelier.vtt;;Ombeline Forêt;Moi je chauffe au bois depuis douze ans.;;TB;oui;\r\n"
)


SAID = (
    "Demandez à Nadège Vauquelin, ou à la maire de Roncelles, ou à Ondine Kervastoué : elle est au 06 12 34 56 78 "
    "et à ondine@roncelles.example ; Jean Bidule le sait."
)
"""Of whom two are in no register; one of them is named by a note."""
ADDED = "Avec Ombeline Forêt et Ondine Kervastoué, au +226 70 12 34 56 90."
DAY = "2026-05-02T10:00:00Z"


def photograph() -> bytes:
    """With its author, and where it was."""
    said, out = Image.Exif(), io.BytesIO()
    said[0x013B] = "Nadège Vauquelin".encode()
    said[0x8825] = {2: (45.0, 45.0, 50.0)}
    Image.new("RGB", (600, 400), "grey").save(out, "JPEG", exif=said)
    return out.getvalue()


def portrait() -> bytes:
    file, out = docx.Document(), io.BytesIO()
    file.add_heading("Portrait du territoire A", 1)
    file.add_heading("Gouvernance", 2)
    line = file.add_paragraph("Le pays compte douze communes. Nadège Vauquelin le préside.")
    file.add_comment(line.runs, text="Ondine Kervastoué est au 06 12 34 56 78.", author="Théobald Cazelmas")
    file.core_properties.author = "Nadège Vauquelin"
    file.save(out)
    return out.getvalue()


def project_of(folder: Path, outputs: str = "docx, pdf, html, relecture, annexes") -> Path:
    """The project, nothing built yet."""
    init(folder)
    files = {
        "_confidentiel/personnes.yaml": REGISTER,
        "territoire-a/visite.md": NOTE,
        "territoire-a/chaufferie.jpg": photograph(),
        "territoire-a/Portrait par Nadège Vauquelin.docx": portrait(),
        "territoire-b/entretien.md": TITLED,
        "territoire-b/atelier.vtt": TALK,
        "choix/verbatims.csv": CHOSEN,
    }
    for name, said in files.items():
        path = folder / "sources" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(said if isinstance(said, bytes) else said.encode())
    with (folder / "restitution.yaml").open("a", encoding="utf-8") as settings:
        settings.write(f"\nsorties: [{outputs}]\n")
    return folder


def read_notes(project: Path) -> Plan:
    """Run the stages that no protection is part of: the notes are read."""
    plan = prepare(project)
    release_build_lock(project / WORK)
    _each(project / WORK, plan, lambda name: name in {"intake", "normalise"})
    return plan


def reviewed(project: Path) -> Plan:
    """Somebody sent the review copy back: her remark names people, so does what she struck out and wrote."""
    work = project / WORK
    copy = "relecture/restitution_relecture"
    leaks_of(work, ["docx", copy])
    take_in(project, marked((work / f"build/{copy}.docx").read_bytes()), "copie.docx", "2026-05-02")
    return read_notes(project)


def marked(copy: bytes) -> bytes:
    """A copy with a comment, an insertion and a deletion in « Garder l'école. ».

    Of those who sign, the register protects one; another wrote a note, and stands in no register.
    """
    file, out = docx.Document(io.BytesIO(copy)), io.BytesIO()
    line = next(one for one in file.paragraphs if one.text.endswith("Garder l’école."))
    file.add_comment(line.runs, text=SAID, author="Théobald Cazelmas", initials="TC")
    for tag, text, by in (("ins", ADDED, "Maud"), ("del", "Selon Nadège Vauquelin.", "Gwenola Brancart")):
        change = line._p.makeelement(qn(f"w:{tag}"), {qn("w:id"): tag, qn("w:author"): by, qn("w:date"): DAY})
        change.set(qn("w:id"), "901" if tag == "ins" else "902")
        run = line._p.makeelement(qn("w:r"), {})
        said = run.makeelement(qn("w:t" if tag == "ins" else "w:delText"), {})
        said.text = text
        run.append(said)
        change.append(run)
        line._p.append(change)
    file.save(out)
    return out.getvalue()


def leaks_of(work: Path, words: Iterable[str]) -> list[Leak]:
    """Run the stages up to the reading back of some outputs; what it found in them."""
    plan = load(work)
    plan = msgspec.structs.replace(plan, outputs=[word for word in plan.outputs if word in set(words)])
    _each(
        work, plan, lambda name: name not in {"intake", "normalise", "publish", "write_returns", "write_dashboard"}
    )
    files = [work / f"verified/{word}.json" for word in plan.outputs]
    return [leak for path in files for leak in msgspec.json.decode(path.read_bytes(), type=Looked).leaks]


def publish(project: Path) -> None:
    """Run every stage, to the end."""
    plan = prepare(project)
    release_build_lock(project / WORK)
    _each(project / WORK, plan, lambda _: True)


def copied(project: Path, folder: Path) -> Path:
    """The working folder of a project, elsewhere."""
    return shutil.copytree(project / WORK, folder / WORK)


def _each(work: Path, plan: Plan, wanted: Callable[[str], bool]) -> None:
    before = Path.cwd()
    os.chdir(work)
    try:
        for name, inputs, outputs in steps(plan):
            if wanted(name):
                job.run(work, name, inputs, outputs)
    finally:
        os.chdir(before)
