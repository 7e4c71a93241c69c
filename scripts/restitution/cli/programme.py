"""`restitution build --programme`: many projects, each built apart, and where each stands."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from restitution.cli.answer import Answer
from restitution.cli.build import found_profile, known
from restitution.cli.manner import new_progress
from restitution.cli.screen import line, told
from restitution.errors import RestitutionError
from restitution.messages import listed, number, plural
from restitution.programme import Gathered, How, Project, build_programme
from restitution.programme.page import kept
from restitution.programme.record import CODES, STATES, State
from restitution.progress.words import seconds_told

NOT_WELL = "Ce qu'ils avaient publié est intact ; corrigez, puis relancez la même commande."


class OfProgramme(Answer, kw_only=True):
    """What became of each project."""

    gathered: Gathered

    def record(self) -> object:
        """Keys of `build --programme --json`."""
        return {
            "title": self.gathered.title,
            "seconds": round(self.gathered.seconds, 3),
            "counts": dict(sorted(self._counts.items())),
            "projects": [_record(project) for project in self.gathered.projects],
            "page": self.gathered.page,
            "messages": self.gathered.messages,
        }

    @property
    def _counts(self) -> Counter[State]:
        return Counter(project.result.state for project in self.gathered.projects)

    def in_short(self) -> str:
        """« 12 projets : 10 publiés, 1 à jour et 1 non construit. »."""
        counts = self._counts
        states = [
            f"{number(counts[state])} {words[counts[state] > 1]}"
            for state, words in STATES.items()
            if counts[state]
        ]
        return f"{plural(len(self.gathered.projects), 'projet')} : {listed(states)}."

    def show(self) -> None:
        """How many are well, each one that is not with what to do, and the page."""
        line(self.in_short())
        for project in self.gathered.projects:
            if project.result.state in CODES:
                _tell(project)
        for message in self.gathered.messages:
            line(message)
        line(f"{self.gathered.page} (document interne : tous les projets en une page, pour l'équipe)")
        line(f"Terminé en {seconds_told(self.gathered.seconds)}.")

    def trouble(self) -> RestitutionError | None:
        """The gravest of what stopped projects; nothing where all are well."""
        counts = self._counts
        worst = next((state for state in CODES if counts[state]), None)
        if worst is None:
            return None
        stopped = sum(counts[state] for state in CODES)
        said = plural(stopped, "projet n'a pas abouti", "projets n'ont pas abouti")
        error = RestitutionError(f"{said}, sur {number(len(self.gathered.projects))} : voir ci-dessus.", NOT_WELL)
        error.code = CODES[worst]
        return error


def _tell(project: Project) -> None:
    member, result = project.member, project.result
    named = f" ({member.title})" if member.title != member.said else ""
    told(f"{member.said}{named} : {STATES[result.state][0]}.")
    for said in (*result.message.splitlines(), *kept(project)):
        told(said, 2)
    if result.hint:
        told(f"→ {result.hint}", 2)


def _record(project: Project) -> dict[str, object]:
    member, result = project.member, project.result
    return {
        "path": member.said,
        "title": member.title,
        "state": result.state,
        "code": result.code,
        "seconds": round(result.seconds, 3),
        "counts": result.counts,
        "missing": result.missing,
        "outputs": project.documents,
        "copies": project.copies,
        "dashboard": project.team_page or None,
        "message": result.message,
        "hint": result.hint,
        "messages": result.messages,
        "log": project.log,
    }


def run(file: Path, cores: int, targets: list[str], *, strict: bool, profile: str) -> Answer:
    """Build every project of `file`. Raises `WrongUse` when the file or a word of the command is wrong."""
    how = How(targets=known(targets), strict=strict, cores=cores, profile=found_profile(profile, file.parent))
    with new_progress() as progress:
        return OfProgramme(gathered=build_programme(file, how, progress))
