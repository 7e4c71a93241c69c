"""What `-v` adds: what each stage did, how long it took, where its log is, and the versions of the libraries."""

from __future__ import annotations

from restitution.cli.completion import versions
from restitution.cli.screen import heading, out, told
from restitution.cli.tables import table
from restitution.messages import plural
from restitution.plan.outputs import WORK
from restitution.progress import Progress
from restitution.progress.stages import Stage
from restitution.progress.words import seconds_told

LOGS = "logs"


def tell_details(progress: Progress | None) -> None:
    """The stages of the command that ran, then the versions."""
    stages = progress.stages if progress else []
    if stages:
        heading("ÉTAPES")
        table(("Étape", "Tâches", "Fichiers", "Durée", "Journal"), map(_row, stages), numbers={1, 2, 3})
        told(f"Journaux : dans {(WORK / LOGS).as_posix()}/")
    elif progress:
        out("")
        told("Aucune étape n'a tourné : tout était à jour.", 0)
    heading("VERSIONS")
    said = versions()
    libraries = ", ".join(f"{name} {version}" for name, version in said.libraries.items())
    told(f"restitution {said.version}, Python {said.python}, {said.system}, {libraries}.")


def _row(stage: Stage) -> tuple[str, str, str, str, str]:
    logs = list(dict.fromkeys(stage.logs))
    first = logs[0].removeprefix(f"{LOGS}/") if logs else ""
    where = f"{first.rpartition('/')[0]}/ ({plural(len(logs), 'journal', 'journaux')})" if len(logs) > 1 else first
    return stage.title, str(stage.done), str(stage.files_done or ""), seconds_told(stage.seconds), where
