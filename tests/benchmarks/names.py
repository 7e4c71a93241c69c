"""How well names are found in the annotated mentions of `tests/people/mentions`: prints, never judges.

    uv run python tests/benchmarks/names.py [--montre]

Where the extra `[rgpd]` is installed, its figures stand beside those without it. `--montre`: each error.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.people.mentioned import REAL, TUNED, Outcome, model, outcomes, rates, samples

from restitution.people.entities import version

STRATA: dict[str, Callable[[Outcome], str]] = {
    "part": lambda one: one.part,
    "casse": lambda one: "minuscules" if one.lower else "capitales",
    "origine": lambda one: "parole" if one.heard else "écrit",
    "prénom": lambda one: "dans la liste" if one.listed else "hors de la liste",
}
SORTS = {
    "registre": "rappel, personnes du registre",
    "inconnu": "rappel, personnes inconnues",
    "nominatif": "nominatives restées nommées",
    "fonction": "fonctions généralisées",
    "contact": "coordonnées, plaques, naissances",
    "masque": "précision de ce qui est masqué",
}


def main() -> None:
    """Read the set, without and with the model, and print."""
    found = {"sans le modèle": [one for sample in samples() for one in outcomes(sample)]}
    if version():
        with tempfile.TemporaryDirectory() as folder:
            found[f"avec {version()}"] = [
                one for sample in samples() for one in outcomes(sample, model(sample, Path(folder)))
            ]
    else:
        print("L'extra [rgpd] n'est pas installé : seul le programme nu est mesuré.")
    for title, each in found.items():
        print(f"\n{title}")
        show(each)
    mentions = [one for one in found["sans le modèle"] if one.sort != "masque"]
    named = [one for one in mentions if one.sort in {"registre", "inconnu", "nominatif"}]
    unlisted = sum(not one.listed for one in named)
    print(
        f"\n{len(mentions)} mentions : {sum(o.part == REAL for o in mentions)} de fichiers réels, "
        f"{sum(o.lower for o in mentions)} en minuscules, "
        f"{100 * unlisted / len(named):.0f} % des noms hors de la liste des prénoms"
    )


def show(found: list[Outcome]) -> None:
    """A line a sort and stratum."""
    for sort, title in SORTS.items():
        of_sort = [one for one in found if one.sort == sort]
        print(f"  {title}")
        every = {"ensemble": rates(of_sort, lambda _: "")[""]} if of_sort else {}
        for by in STRATA.values():
            every |= rates(of_sort, by)
        for stratum, (right, of) in every.items():
            print(f"    {stratum:<18}{right:>5} / {of:<5}{100 * right / of:6.1f} %")
        wrong = [one for one in of_sort if not one.right] if "--montre" in sys.argv else []
        for one in wrong:
            if one.part in {TUNED, REAL} or "--tout" in sys.argv:
                print(f"      {one.part} : {one.said}")


if __name__ == "__main__":
    main()
