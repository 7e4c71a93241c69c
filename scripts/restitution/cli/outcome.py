"""What a build says of itself: what was taken, what was set aside and what is missing."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

import msgspec

from restitution import publication
from restitution.build import Outcome, findings
from restitution.checks.facts.texts import shortened
from restitution.cli.proposals import tell_remarks, tell_waiting
from restitution.cli.remarks import OF_THE_EDITOR, tell_after_build
from restitution.cli.screen import out
from restitution.messages import listed, number, plural
from restitution.model import Balance, Conflict, Coverage
from restitution.plan import copies
from restitution.plan.prepare import (
    ALONE,
    MANIFEST,
    OF_ANSWER,
    OUTPUTS,
    WORK,
    WRITER_TEMPLATES,
    Plan,
    file_of,
    outputs_of,
)
from restitution.publication.internal import DASHBOARD, FOLDER, TEAM
from restitution.resources import home
from restitution.returns.folder import INDEX
from restitution.settings import SETTINGS_FILE, SORTIES_PRETES, Settings, load_settings
from restitution.stages.checked import told_only

NO_SPEECH = "plus aucune transcription n'est à part, retirez ce fichier"
NO_REMARK = "il n'y a plus de remarque à laquelle répondre, ou « relecture » n'est plus demandé"
OTHERWISE = (
    ("superseded", "remplacé", "remplacés"),
    ("returned_copy", "copie relue", "copies relues"),
    ("waiting", "en attente", "en attente"),
    ("set_aside", "mis de côté", "mis de côté"),
    ("ignored", "ignoré", "ignorés"),
)
UNSEEN_TOLD = 3
"""Pictures named, of those that a file does not show."""
ALWAYS_TOLD = frozenset({"set_aside", "ignored"})
HEAVY = 10_000_000
"""Bytes of a Word document beyond which it is said what to do."""
TOLD_IN_MEGABYTES = 100_000
"""Bytes from which a size is told in megabytes, with one decimal."""


def tell(project: Path, outcome: Outcome) -> None:
    """Say what a build did."""
    balance = msgspec.json.decode((project / WORK / "balance.json").read_bytes(), type=Balance)
    states: list[str] = [source.state for source in balance.sources]
    counts = [plural(states.count("taken"), "fichier repris", "fichiers repris")]
    counts += [
        plural(states.count(state), one, many)
        for state, one, many in OTHERWISE
        if state in ALWAYS_TOLD or state in states
    ]
    out(f"{', '.join(counts)}.")
    for source in balance.sources:
        if source.state in {"superseded", "set_aside", "waiting", "returned_copy"}:
            out(f"  {source.path} : {source.reason}")
    told = {source.path for source in balance.sources if source.state == "set_aside"}
    found = findings(project, outcome.plan)
    tell_after_build(project, [f for f in found if f.path not in told or f.code in OF_THE_EDITOR])
    _tell_gaps(project)
    _tell_conflicts(project)
    tell_waiting(project)
    tell_remarks(project)
    if balance.unplaced:
        out(f"{plural(balance.unplaced, 'passage')} sans place dans le plan : voir les dernières annexes.")
    for message in outcome.messages:
        out(message)
    files = publication.read_manifest(project / WORK / MANIFEST).files
    empty = {name for name, file in files.items() if not file.sha256}
    _tell_other_outputs(project, outcome.plan.settings, empty)
    _tell_other_copies(project, outcome.plan, [name for name in files if name not in empty])
    for output in outcome.plan.outputs:
        name = file_of(output)
        if name not in empty:
            out(f"output/{name} ({_size(project / 'output' / name)})")
            _tell_weight(project / "output" / name)
            if said := unseen(name, told_only(project / WORK, output)):
                out(f"  {said}")
    if outcome.plan.returns:
        out(f"{FOLDER.as_posix()}/{INDEX} (document interne : une page par auteur, à lui envoyer)")
    if outcome.plan.shows:
        out(f"{(TEAM / DASHBOARD).as_posix()} (document interne : tout le projet en une page, pour l'équipe)")
    _tell_beginning(outcome.plan.settings, states)
    out(f"Terminé en {outcome.seconds:.1f} s.".replace(".", ",", 1))


def _tell_beginning(settings: Settings, states: Container[str]) -> None:
    """What a project that has just begun still lacks: notes, and a title of its own."""
    if "taken" not in states:
        out("Aucune note encore : ces documents montrent le plan, et ce qu'il attend.")
        out("→ Déposez des notes dans sources/, un dossier par territoire, puis construisez de nouveau.")
    if settings.projet.titre == load_settings(home() / "templates" / "projet" / SETTINGS_FILE).projet.titre:
        out("→ Le titre est encore celui du modèle : donnez le vôtre, et vos territoires, dans restitution.yaml.")


def _tell_other_outputs(project: Path, settings: Settings, empty: Container[str]) -> None:
    """Outputs that are wanted but not made, and those of an earlier build. `empty`: files without a word today."""
    for output in settings.sorties:
        if output not in SORTIES_PRETES:
            out(f"Sortie « {output} » : pas encore faite par cette version du programme.")
        elif output == ALONE and settings.transcriptions != "a_part":
            out(f"Sortie « {output} » : rien à faire, avec « transcriptions: {settings.transcriptions} ».")
    wanted = outputs_of(settings)
    for word, name in OUTPUTS.items():
        if (word in wanted and name not in empty) or not (project / "output" / name).is_file():
            continue
        why = f"« {word} » n'est plus demandé" if word in WRITER_TEMPLATES else NO_SPEECH
        why = NO_REMARK if word in OF_ANSWER else why
        out(f"output/{name} date d'une construction précédente : {why}.")


def _tell_other_copies(project: Path, plan: Plan, published: list[str]) -> None:
    """Copies to review of an earlier build that this one leaves as they were."""
    today = {file_of(output) for output in {*outputs_of(plan.settings), *plan.outputs}}
    known = copies.every_copy(plan.settings)
    for name in sorted(published):
        if (
            not name.startswith(copies.FOLDERS)
            or name in {*today, *OUTPUTS.values()}
            or not (project / "output" / name).is_file()
        ):
            continue
        copy = name.removesuffix(".docx")
        what = f"« restitution build {copy} » la refait" if copy in known else "n’a plus lieu d’être, retirez-la"
        out(f"output/{name} date d'une construction précédente : {what}.")


def _tell_conflicts(project: Path) -> None:
    """How many facts do not hold together; `check` says which, and may name people."""
    found = msgspec.json.decode((project / WORK / "conflicts.json").read_bytes(), type=list[Conflict])
    if found:
        told = plural(len(found), "fait qui ne concorde pas", "faits qui ne concordent pas")
        out(f"À vérifier : {told} (« restitution check » dit lesquels).")


def _tell_weight(path: Path) -> None:
    """What to do about a Word document that mail refuses: pictures are all that makes one heavy."""
    if path.suffix == ".docx" and path.stat().st_size > HEAVY:
        out(
            f"  {path.name} dépasse {number(HEAVY / 1e6)} Mo : la plupart des messageries le refusent. Ses images "
            "sont déjà réduites à leur taille imprimée : retirez-en, ou donnez-leur une largeur dans les notes."
        )


def unseen(name: str, told: list[str]) -> str:
    """What is said of the pictures that a file tells in words in their place; empty when it shows all of them."""
    names = [f"« {shortened(one)} »" for one in dict.fromkeys(told)]
    named = listed(names[:UNSEEN_TOLD]) + ("…" if len(names) > UNSEEN_TOLD else ".")
    count = plural(len(told), "image")
    said = f"{name} ne montre pas {count} et le dit en toutes lettres : {named} Exportez en PNG ce qui manque."
    return said if told else ""


def _size(path: Path) -> str:
    size = path.stat().st_size
    return f"{number(size / 1e6, 1)} Mo" if size >= TOLD_IN_MEGABYTES else f"{number(size / 1e3)} ko"


def _tell_gaps(project: Path) -> None:
    coverage = msgspec.json.decode((project / WORK / "coverage.json").read_bytes(), type=Coverage)
    empty = sum(cell.state == "vide" for cell in coverage.cells)
    missing = sum(pair.state == "note_manquante" for pair in coverage.visits)
    cells = plural(empty, "case thème × territoire", "cases thème × territoire")
    notes = plural(missing, "note de visite", "notes de visite")
    lacking = listed([words for words, count in ((cells, empty), (notes, missing)) if count])
    if lacking:
        out(f"À compléter : {lacking} (« restitution check » dit lesquelles).")
