"""K3, K5, K21: what each territory has still to say, from the coverage."""

from __future__ import annotations

from collections import Counter
from typing import Final

from restitution.checks.check import Found, Point
from restitution.domain import domain
from restitution.messages import plural
from restitution.model import Cell, Coverage
from restitution.settings import Settings

PORTRAIT: Final = "portrait_territoire"


def portraits_alike(coverage: Coverage, settings: Settings) -> Found:
    """K3: the portraits have the same sections, in the same order; what lacks is shown, never left out."""
    kind = domain().kinds[PORTRAIT]
    points = [
        Point(
            text=f"{territory.nom} : « {domain().sections[key].label} » non renseigné",
            case=f"{territory.code}/{key}",
        )
        for territory in settings.territoires
        for key in [*kind.requis, *kind.conseille]
        if key not in coverage.sections.get(territory.code, [])
    ]
    message = (
        f"Portraits : {plural(len(points), 'rubrique non renseignée', 'rubriques non renseignées')}."
        if points
        else "Portraits : toutes les rubriques y sont."
    )
    return Found(
        id="K3",
        level="warning",
        when="never",
        message=message,
        points=points,
        remedy="Faites écrire la rubrique dans le portrait, sous ce titre ; d'ici là, elle paraît vide.",
    )


def themes_documented(coverage: Coverage, settings: Settings) -> Found:
    """K5: each theme is documented in each territory; what is only proposed waits, and is no error."""
    themes = {theme.cle: theme.titre for theme in settings.themes}
    names = {t.code: t.nom for t in settings.territoires}
    points = [
        Point(
            text=f"{themes[cell.theme]} × {names[cell.territory]} : {_said(coverage, cell)}",
            case=f"{cell.theme}/{cell.territory}",
            weight="note" if cell.state == "proposee" else "",
        )
        for cell in coverage.cells
        if cell.state in {"vide", "proposee"} or _is_waived(cell, settings)
    ]
    count = Counter(cell.state for cell in coverage.cells)
    told = (
        plural(count["etayee"], "étayée"),
        plural(count["fragile"], "fragile"),
        f"{count['proposee']} à confirmer",
        plural(count["vide"], "vide"),
    )
    return Found(
        id="K5",
        level="error",
        when="publication",
        message=f"Couverture thème × territoire : {', '.join(told)}.",
        points=points,
        remedy="Obtenez une note, ou dites dans sources/classement.csv (« themes ») laquelle en parle.",
    )


def _is_waived(cell: Cell, settings: Settings) -> bool:
    """Whether the coverage took a cell for one that need not be filled, by a derogation."""
    return cell.state == "sans_objet" and any(one.controle == "K5" for one in settings.derogations)


def _said(coverage: Coverage, cell: Cell) -> str:
    state = {"proposee": "à confirmer", "sans_objet": "sans objet"}.get(cell.state, "vide")
    why = [*_proposing(coverage, cell), *cell.placeholders]
    return f"{state} ({', '.join(why)})" if why else state


def _proposing(coverage: Coverage, cell: Cell) -> list[str]:
    """The notes whose words propose a cell that nothing else fills."""
    if cell.state != "proposee":
        return []
    return [note.path for note in coverage.proposed if (cell.theme, cell.territory) in note.cells]


def steps_told(coverage: Coverage, settings: Settings) -> Found:
    """K21: each territory says something under each of the three steps."""
    names = {t.code: t.nom for t in settings.territoires}
    points = [
        Point(
            text=f"{names[cell.territory]} : rien sous « {domain().sections[cell.step].label} »",
            case=f"{cell.step}/{cell.territory}",
        )
        for cell in coverage.steps
        if not cell.passages
    ]
    lacking = plural(len(points), "case vide", "cases vides")
    message = (
        f"Trois temps (anticiper, agir, s'approprier) : {lacking} sur {len(coverage.steps)}."
        if points
        else "Chaque territoire dit quelque chose sous chacun des trois temps."
    )
    return Found(
        id="K21",
        level="warning",
        when="never",
        message=message,
        points=points,
        remedy="Demandez quelques lignes sous ce titre, dans le portrait ou dans une fiche.",
    )
