"""`restitution build`: builds. What it says of it stands in `outcome`, loaded when something was built."""

from __future__ import annotations

from pathlib import Path

from restitution.build import build
from restitution.cli.screen import out
from restitution.errors import WrongUse
from restitution.messages import expected
from restitution.plan import copies
from restitution.plan.prepare import WORK
from restitution.progress import Progress
from restitution.settings import SORTIES_PRETES

ALL = "all"


def run(project: Path, cores: int, targets: list[str], *, strict: bool) -> None:
    """Build `targets`. Raises `NeedsEditor` when a check stops the publication, more of them with `strict`."""
    with Progress() as progress:
        progress.say("Je regarde vos notes…")
        outcome = build(project, cores, progress, known(targets), strict=strict)
        if not outcome.built:
            progress.say("Rien n'a changé : les documents sont à jour.")
            for message in outcome.messages:
                out(message)
        else:
            from restitution.cli.outcome import tell  # noqa: PLC0415

            tell(project, outcome)
    if strict and not outcome.built:  # what stands was published without --strict
        from restitution.stages.checked import checks_of, refuse_to_publish  # noqa: PLC0415

        refuse_to_publish(checks_of(outcome.plan, project / WORK), outcome.plan.settings, strict=True)


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
