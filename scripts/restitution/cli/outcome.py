"""What a build says of itself: what was taken, what was set aside and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from pathlib import Path

import msgspec

from restitution import publication
from restitution.build import Outcome, findings
from restitution.checks.facts.texts import shortened
from restitution.cli.answer import Answer
from restitution.cli.leftovers import Earlier, earlier, told_of
from restitution.cli.proposals import tell_remarks, tell_waiting
from restitution.cli.remarks import OF_THE_EDITOR, tell_after_build
from restitution.cli.screen import line
from restitution.messages import listed, number, plural, weight
from restitution.model import WITHDRAWN, Balance, Conflict, Coverage, Finding, SourceStatus
from restitution.plan.outputs import ALONE, MANIFEST, WORK, file_of, original_of
from restitution.plan.site import INDEX as SITE_INDEX
from restitution.plan.site import is_site
from restitution.progress.stages import Stage
from restitution.progress.words import seconds_told
from restitution.publication.internal import DASHBOARD, FOLDER, INDEX, TEAM
from restitution.resources import home
from restitution.settings import SETTINGS_FILE, SORTIES_PRETES, Settings, load_settings
from restitution.stages.checked import told_only

OTHERWISE = (
    ("superseded", "remplacé", "remplacés"),
    ("returned_copy", "copie relue", "copies relues"),
    ("waiting", "en attente", "en attente"),
    ("set_aside", "mis de côté", "mis de côté"),
    ("ignored", "ignoré", "ignorés"),
)
UNSEEN_TOLD = 3
"""Pictures named, of those that a file does not show."""
NOT_PUBLISHED = frozenset({"superseded", "set_aside", "waiting", "returned_copy"})
"""States of the files that are named one by one."""
ALWAYS_TOLD = frozenset({"set_aside", "ignored"})
HEAVY = 10_000_000
"""Bytes of a Word document beyond which it is said what to do."""


class Output(msgspec.Struct, frozen=True, kw_only=True):
    """A published file."""

    path: str
    """Below the project."""
    bytes: int
    unseen: list[str] = []
    """Pictures that it tells in words in their place."""


class Built(Answer, kw_only=True):
    """What a build did."""

    project: Path
    outcome: Outcome
    balance: Balance
    findings: list[Finding]
    outputs: list[Output]
    coverage: Coverage
    conflicts: int
    earlier: list[Earlier]
    """What stands of earlier builds, and this one does not renew."""

    def record(self) -> object:
        """Keys of `build --json`."""
        return {
            "built": self.outcome.built,
            "seconds": round(self.outcome.seconds, 3),
            "counts": dict(sorted(Counter(source.state for source in self.balance.sources).items())),
            "sources": [
                {"path": one.path, "state": one.state, "reason": one.reason}
                for one in self.balance.sources
                if one.state in NOT_PUBLISHED
            ],
            "outputs": self.outputs,
            "returns": f"{FOLDER.as_posix()}/{INDEX}" if self.outcome.plan.returns else None,
            "dashboard": (TEAM / DASHBOARD).as_posix() if self.outcome.plan.shows else None,
            "earlier": self.earlier,
            "findings": self.findings,
            "missing": {"cells": self._empty_cells, "visits": self._missing_notes},
            "conflicts": self.conflicts,
            "unplaced": self.balance.unplaced,
            "messages": self.outcome.messages,
            "stages": [of_stage(stage) for stage in self.outcome.stages],
        }

    @property
    def _empty_cells(self) -> int:
        return sum(cell.state == "vide" for cell in self.coverage.cells)

    @property
    def _missing_notes(self) -> int:
        return sum(pair.state == "note_manquante" for pair in self.coverage.visits)

    def in_short(self) -> str:
        """One line where something was published."""
        return f"{plural(len(self.outputs), 'document')} dans output/, en {seconds_told(self.outcome.seconds)}."

    def show(self) -> None:
        """What was taken, what was set aside, what is missing, where the documents are."""
        self._show_sources()
        self._show_what_waits()
        self._show_outputs()
        _tell_beginning(self.outcome.plan.settings, [source.state for source in self.balance.sources])
        line(f"Terminé en {seconds_told(self.outcome.seconds)}.")

    def _show_sources(self) -> None:
        states: list[str] = [source.state for source in self.balance.sources]
        counts = [plural(states.count("taken"), "fichier repris", "fichiers repris")]
        counts += [
            plural(states.count(state), one, many)
            for state, one, many in OTHERWISE
            if state in ALWAYS_TOLD or state in states
        ]
        line(f"{', '.join(counts)}.")
        for told in _left_out(self.balance.sources):
            line(told, 1)
        named = {source.path for source in self.balance.sources if source.state == "set_aside"}
        tell_after_build(
            self.project, [f for f in self.findings if f.path not in named or f.code in OF_THE_EDITOR]
        )

    def _show_what_waits(self) -> None:
        _tell_gaps(self._empty_cells, self._missing_notes)
        if self.conflicts:
            facts = plural(self.conflicts, "fait qui ne concorde pas", "faits qui ne concordent pas")
            line(f"À vérifier : {facts} (« restitution check » dit lesquels).")
        if held := len({finding.path for finding in self.findings if finding.code == WITHDRAWN}):
            files = plural(held, "fichier montre encore", "fichiers montrent encore")
            line(f"Accord retiré : {files} quelqu'un dont plus rien n'est publié (« restitution check » dit où).")
        tell_waiting(self.project)
        tell_remarks(self.project)
        if self.balance.unplaced:
            passages = plural(self.balance.unplaced, "passage")
            line(f"{passages} sans place dans le plan : voir les dernières annexes.")
        for message in self.outcome.messages:
            line(message)

    def _show_outputs(self) -> None:
        plan = self.outcome.plan
        _tell_unmade(plan.settings)
        for said in told_of(self.earlier):
            line(said)
        for output in self.outputs:
            if is_site(output.path.removeprefix("output/")):
                continue
            line(f"{output.path} ({weight(output.bytes)})")
            _tell_weight(output)
            if hidden := unseen(output.path.removeprefix("output/"), output.unseen):
                line(hidden, 1)
        self._show_site()
        if plan.returns:
            line(f"{FOLDER.as_posix()}/{INDEX} (document interne : une page par auteur, à lui envoyer)")
        if plan.shows:
            line(f"{(TEAM / DASHBOARD).as_posix()} (document interne : tout le projet en une page, pour l'équipe)")

    def _show_site(self) -> None:
        """The web site in one line: its folder goes as a whole."""
        if files := [output for output in self.outputs if is_site(output.path.removeprefix("output/"))]:
            told = f"{plural(len(files), 'fichier')}, {weight(sum(output.bytes for output in files))}"
            line(f"output/{SITE_INDEX} (site web : {told} ; son dossier se copie en entier)")


def built(project: Path, outcome: Outcome) -> Built:
    """The answer of a build, from what it left."""
    work = project / WORK
    files = publication.read_manifest(work / MANIFEST).files
    empty = frozenset(name for name, file in files.items() if not file.sha256)
    outputs = [
        Output(
            path=f"output/{file_of(word)}",
            bytes=(project / "output" / file_of(word)).stat().st_size,
            unseen=told_only(work, original_of(word)),
        )
        for word in outcome.plan.outputs
        if file_of(word) not in empty
    ]
    return Built(
        project=project,
        outcome=outcome,
        balance=msgspec.json.decode((work / "balance.json").read_bytes(), type=Balance),
        findings=findings(project, outcome.plan),
        outputs=outputs,
        coverage=msgspec.json.decode((work / "coverage.json").read_bytes(), type=Coverage),
        conflicts=len(msgspec.json.decode((work / "conflicts.json").read_bytes(), type=list[Conflict])),
        earlier=earlier(project, outcome.plan),
    )


def of_stage(stage: Stage) -> dict[str, object]:
    """A stage as JSON tells it."""
    return {
        "stage": stage.rule,
        "title": stage.title,
        "jobs": stage.done,
        "files": stage.files_done,
        "seconds": round(stage.seconds, 3),
        "logs": [(WORK / log).as_posix() for log in stage.logs],
    }


def _tell_beginning(settings: Settings, states: Container[str]) -> None:
    """What a project that has just begun still lacks: notes, and a title of its own."""
    if "taken" not in states:
        line("Aucune note encore : ces documents montrent le plan, et ce qu'il attend.")
        line("→ Déposez des notes dans sources/, un dossier par territoire, puis construisez de nouveau.")
    if settings.projet.titre == load_settings(home() / "templates" / "projet" / SETTINGS_FILE).projet.titre:
        line("→ Le titre est encore celui du modèle : donnez le vôtre, et vos territoires, dans restitution.yaml.")


def _tell_unmade(settings: Settings) -> None:
    """Outputs that are asked for and that no build makes."""
    for output in settings.sorties:
        if output not in SORTIES_PRETES:
            line(f"Sortie « {output} » : pas encore faite par cette version du programme.")
        elif output == ALONE and settings.transcriptions != "a_part":
            line(f"Sortie « {output} » : rien à faire, avec « transcriptions: {settings.transcriptions} ».")


def _tell_weight(output: Output) -> None:
    """What to do about a Word document that mail refuses: pictures are all that makes one heavy."""
    if output.path.endswith(".docx") and output.bytes > HEAVY:
        name = output.path.rpartition("/")[2]
        line(
            f"{name} dépasse {number(HEAVY / 1e6)} Mo : la plupart des messageries le refusent. Ses images sont "
            "déjà réduites à leur taille imprimée : retirez-en, ou donnez-leur une largeur dans les notes.",
            1,
        )


def unseen(name: str, told: list[str]) -> str:
    """What is said of the pictures that a file tells in words in their place; empty when it shows all of them."""
    names = [f"« {shortened(one)} »" for one in dict.fromkeys(told)]
    named = listed(names[:UNSEEN_TOLD]) + ("…" if len(names) > UNSEEN_TOLD else ".")
    count = plural(len(told), "image")
    said = f"{name} ne montre pas {count} et le dit en toutes lettres : {named} Exportez en PNG ce qui manque."
    return said if told else ""


def _tell_gaps(empty: int, missing: int) -> None:
    cells = plural(empty, "case thème × territoire", "cases thème × territoire")
    notes = plural(missing, "note de visite", "notes de visite")
    lacking = listed([words for words, count in ((cells, empty), (notes, missing)) if count])
    if lacking:
        line(f"À compléter : {lacking} (« restitution check » dit lesquelles).")


def _left_out(sources: Sequence[SourceStatus]) -> Iterator[str]:
    """What is not published, and why; files of one folder that have one reason are told together."""
    together: dict[tuple[str, str], list[str]] = {}
    for source in sources:
        if source.state in NOT_PUBLISHED:
            folder = source.path.rpartition("/")[0]
            together.setdefault((folder, source.reason), []).append(source.path)
    for (_, reason), (first, *others) in together.items():
        rest = f" et {plural(len(others), 'autre')} de ce dossier" if others else ""
        yield f"{first}{rest} : {reason}"
