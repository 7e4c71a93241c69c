"""`restitution build`: builds. What it says of it stands in `outcome`, loaded when something is to be told."""

from __future__ import annotations

from pathlib import Path

from restitution.build import Outcome, build
from restitution.cli.answer import Answer
from restitution.cli.manner import LOOKING, new_progress
from restitution.cli.screen import out
from restitution.errors import RestitutionError, WrongUse
from restitution.messages import expected
from restitution.plan import copies
from restitution.plan.outputs import WORK
from restitution.resources import home
from restitution.settings import SORTIES_PRETES

ALL = "all"
PROFILE = "config.yaml"
"""What a Snakemake profile's folder holds."""
SAME = "Rien n'a changé : les documents sont à jour."


class UpToDate(Answer, kw_only=True):
    """A build that had nothing to do: for a person, nothing of what stands is read."""

    project: Path
    outcome: Outcome
    refusal: RestitutionError | None

    def record(self) -> object:
        """As that of any build."""
        from restitution.cli.outcome import built  # noqa: PLC0415 it reads what stands

        return built(self.project, self.outcome).record()

    def in_short(self) -> str:
        """That nothing was to be done."""
        return SAME

    def show(self) -> None:
        """One line, what else stands of earlier builds, and what was said on the way."""
        from restitution.cli.leftovers import earlier, in_short  # noqa: PLC0415 only for a person

        out(SAME)
        if said := in_short(earlier(self.project, self.outcome.plan)):
            out(said)
        for message in self.outcome.messages:
            out(message)

    def trouble(self) -> RestitutionError | None:
        """Why `--strict` refuses what stands."""
        return self.refusal


def run(project: Path, cores: int, targets: list[str], *, strict: bool, profile: str = "") -> Answer:
    """Build `targets`. Raises `NeedsEditor` when a check stops the publication, more of them with `strict`."""
    with new_progress() as progress:
        progress.when_jobs_run = _load_what_tells
        progress.say_meanwhile(LOOKING)
        elsewhere = found_profile(profile, project)
        outcome = build(project, cores, progress, known(targets), strict=strict, profile=elsewhere)
    if not outcome.built:
        refusal = _refusal(project, outcome) if strict else None  # it was published without --strict
        return UpToDate(project=project, outcome=outcome, refusal=refusal)
    from restitution.cli.outcome import built  # noqa: PLC0415 only when something was built

    return built(project, outcome)


def _load_what_tells() -> None:
    """Import what will tell of the build: half a second, while the jobs are done elsewhere."""
    import restitution.cli.outcome  # noqa: F401, PLC0415


def _refusal(project: Path, outcome: Outcome) -> RestitutionError | None:
    """What `--strict` says of documents that were published without it."""
    from restitution.stages.checked import checks_of, refuse_to_publish  # noqa: PLC0415 only with --strict

    try:
        refuse_to_publish(checks_of(outcome.plan, project / WORK), outcome.plan.settings, strict=True)
    except RestitutionError as error:
        return error
    return None


def known(targets: list[str]) -> list[str]:
    """The targets; the names of copies wait for the settings. Raises `WrongUse` for a word that is none."""
    if not targets or ALL in targets:
        return []
    for word in targets:
        if word not in SORTIES_PRETES and not word.startswith(copies.FOLDERS):
            raise WrongUse(
                f"Sortie inconnue : « {word} ».", f"Attendu : {expected(word, [*SORTIES_PRETES, ALL])}."
            )
    return targets


def found_profile(said: str, folder: Path) -> Path | None:
    """The folder of a Snakemake profile: a path, else a name in `profiles/` of `folder`, else a shipped one."""
    if not said:
        return None
    places = [Path(said), folder / "profiles" / said, home() / "profiles" / said]
    found = next((place for place in places if (place / PROFILE).is_file()), None)
    if found is None:
        names = sorted(
            {place.parent.name for at in (folder, home()) for place in at.glob(f"profiles/*/{PROFILE}")}
        )
        raise WrongUse(
            f"Profil inconnu : « {said} ».",
            f"Attendu : {expected(said, names)}, ou un dossier qui ait un {PROFILE}.",
        )
    return found.resolve()
