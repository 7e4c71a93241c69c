"""The part of `docs/controles.md` that is made: `python -m restitution.checks.reference docs/controles.md`.

Weight and remedy are those that the checks themselves give of a project that has nothing yet.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from restitution.checks import Check, run_checks
from restitution.checks.about import ABOUT, About
from restitution.checks.check import NEVER_WAIVED, STOPS_CHECK_ONLY
from restitution.model import Balance, Coverage
from restitution.reference import renew, slug
from restitution.settings import Project, Settings

COMMAND: Final = "python -m restitution.checks.reference docs/controles.md"
NOTHING: Final = Coverage(themes=[], territories=[], cells=[], steps=[], tools=[], visits=[])
PLAIN: Final = Settings(projet=Project(titre="Projet"), territoires=(), noms="affiches")
"""Names are shown: K14 has something to say only then."""
NEVER: Final = {
    "K9": "Un mot perdu n'est pas une affaire d'avis.",
    "K22": "Un nom sorti ne se rattrape pas : c'est l'accord de la personne, écrit au registre, qui l'autorise.",
}
"""Why a check has no derogation."""
STRICT: Final = "`restitution build --strict` et le bon à tirer"


def tables() -> str:
    """All checks in one table, then each with what it looks at, when it stops, what to do."""
    checks = run_checks(NOTHING, Balance(sources=[]), PLAIN)
    rows = "\n".join(f"| [{_title(one)}](#{slug(_title(one))}) | {_weight(one)} |" for one in checks)
    each = "\n".join(_section(one, ABOUT[one.id]) for one in checks)
    return f"| contrôle | ce qu'il arrête |\n|---|---|\n{rows}\n\n{each}"


def _title(check: Check) -> str:
    title = ABOUT[check.id].title
    return f"{check.id}. {title[0].upper()}{title[1:]}"


def _section(check: Check, about: About) -> str:
    lines = [
        f"### {_title(check)}",
        "",
        about.looks_at,
        "",
        f"- **Niveau** : {_level(check, about)}.",
        f"- **Ce qu'il arrête** : {_stopped(check, about)}.",
        f"- **Que faire** : {check.remedy}",
    ]
    if check.id in NEVER_WAIVED:
        lines.append(f"- **Dérogation** : jamais. {NEVER[check.id]}")
    return "\n".join([*lines, ""])


def _level(check: Check, about: About) -> str:
    if check.level == "error":
        return "erreur"
    return f"avertissement ; erreur quand {about.error_when}" if about.error_when else "avertissement"


def _stopped(check: Check, about: About) -> str:
    if check.id in STOPS_CHECK_ONLY:
        return f"{STRICT} ; sinon le fichier est mis de côté, et les autres sont publiés"
    if check.level == "error" and check.when == "always":
        return "toute publication"
    if check.level == "error":
        return f"{STRICT} ; une construction ordinaire publie, et le dit"
    return f"rien ; {STRICT} s'il est une erreur" if about.error_when else "rien"


def _weight(check: Check) -> str:
    if check.level != "error":
        return "rien, sauf exception" if ABOUT[check.id].error_when else "rien"
    if check.when == "always" and check.id not in STOPS_CHECK_ONLY:
        return "**toute publication**"
    return "**la remise** (`--strict`, bon à tirer)"


if __name__ == "__main__":
    renew(Path(sys.argv[1]), COMMAND, tables())
