"""The posters, A3: one a territory, one of the method, one of the matrix; a page each, of few words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

import msgspec

from restitution.meeting.choosing import Chosen, Line, told
from restitution.meeting.deck import STATES, STEP_NAMES, passages_of_steps, rows_of
from restitution.meeting.hanging import figure_parts
from restitution.meeting.offers import (
    FIGURE,
    LESSON,
    OF_MATRIX,
    OF_METHOD,
    PICTURE,
    QUESTION,
    QUOTATION,
    SURPRISE,
    view_of_poster,
)
from restitution.meeting.parts import (
    HEATMAP,
    LABEL,
    NETWORK,
    QUOTE,
    div,
    gap,
    logos_in,
    para,
    pictures_in,
    row_of_logos,
    small,
    with_its_pictures,
)
from restitution.messages import plural
from restitution.model import Block, Coverage, Document, Finding, Inline
from restitution.pandoc import ast
from restitution.settings import SETTINGS_FILE, Settings

MOST_SIGNS: Final = 900
"""Of a poster, spaces included, what stands in its pictures apart."""
OF_TERRITORY: Final = "territoire-"
METHOD, MATRIX = "methode", "matrice"
"""Names of posters; those of the territories begin with `OF_TERRITORY`."""
ABOUT: Final = {METHOD: "la méthode", MATRIX: "la matrice"}
POSTER, HEAD, ABOVE, LEAD, TAG = (
    "affiche", "affiche-tete", "affiche-surtitre", "affiche-chapo", "affiche-etiquette",
)  # fmt: skip
SHOWN, BESIDE, ROW = "affiche-image", "affiche-duo", "affiche-rang"
ONE_FIGURE, NUMBER = "affiche-chiffre", "affiche-nombre"
FOOT, ADDRESS = "affiche-pied", "affiche-adresse"
BAND, QUARTER, OPERATION = "affiche-financeurs", "affiche-bandeau", "affiche-operation"
"""Classes of the parts; `BESIDE`, `ROW` and `ADDRESS` hold one block for each of their columns."""
BOX, SOURCE, CAPTION = "encadre", "verbatim-source", "source"
OF_FUNDING: Final = "financement"
"""Code of what is told of the settings."""
QR: Final = "code-qr.svg"
"""Target of the picture that leads to the project's page."""
LABELS: Final = {SURPRISE: "Étonnement des visiteurs", QUOTATION: "Parole entendue", LESSON: "Enseignement"}
VISITS: Final = "Qui a visité qui"
MUST_SAY: Final = ("description", "montant_total", "montant_europeen")
"""Keys of `financement` that its rule asks for on a poster."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What a poster shows if it has room for it."""

    place: str
    blocks: list[Block]

    @property
    def signs(self) -> int:
        """How many there are to read."""
        return signs_of(self.blocks)


class Content(msgspec.Struct, kw_only=True):
    """What a poster would show; what comes first has room first."""

    title: str
    lead: list[Part] = []
    picture: Inline | None = None
    caption: list[Part] = []
    figures: list[Part] = []
    boxes: list[Part] = []
    is_wide: bool = False
    """Whether the figures stand below the picture."""

    def parts(self) -> Iterator[Part]:
        """In the order in which they get room."""
        yield from (*self.lead, *self.caption, *self.figures, *self.boxes)


def posters_of(settings: Settings) -> dict[str, str]:
    """Name of each poster -> what the editor's table calls it."""
    of_territories = {
        f"{OF_TERRITORY}{territory.code}": view_of_poster(territory.code) for territory in settings.territoires
    }
    return {**of_territories, METHOD: OF_METHOD, MATRIX: OF_MATRIX}


def poster_of(name: str, document: Document, settings: Settings, coverage: Coverage, chosen: Chosen) -> Document:
    """One poster of a publication. Raises `KeyError` for a name of none."""
    blocks, _ = _Posters(document, settings, coverage, chosen).made(posters_of(settings)[name])
    about = ABOUT.get(name) or settings.names[name.removeprefix(OF_TERRITORY)]
    return with_its_pictures(document, [ast.div(blocks, POSTER)], f"{document.title} – affiche : {about}")


def told_of_posters(document: Document, settings: Settings, coverage: Coverage, chosen: Chosen) -> list[Finding]:
    """What the posters have no room for, and what they should say."""
    posters = _Posters(document, settings, coverage, chosen)
    each = [finding for view in posters_of(settings).values() for finding in posters.made(view)[1]]
    funding = settings.financement
    lacking = [key for key in MUST_SAY if funding.affiche and not getattr(funding, key)]
    return [*each, *map(_unsaid, lacking)]


def signs_of(blocks: Sequence[Block]) -> int:
    """Signs to read, spaces included: a picture has none."""
    in_pictures = sum(len(_joined(ast.text(image["c"][1]))) for image in ast.images(list(blocks)))
    return len(_joined(ast.text(list(blocks)))) - in_pictures


def _joined(text: str) -> str:
    return " ".join(text.split())


class _Posters:
    """Makes them."""

    def __init__(self, document: Document, settings: Settings, coverage: Coverage, chosen: Chosen) -> None:
        self._settings, self._coverage, self._chosen = settings, coverage, chosen
        self._pictures = pictures_in(document)
        self._has_code = QR in document.media

    def made(self, view: str) -> tuple[list[Block], list[Finding]]:
        """The blocks of one poster, and what the editor must hear of it."""
        content = self._content(view)
        title = self._chosen.title(view, content.title)
        head = [div(ABOVE, self._settings.projet.titre), ast.header(1, ast.string(title), "unnumbered")]
        around = [ast.div(head, HEAD), *self._foot(), *self._funding()]
        left = MOST_SIGNS - signs_of(around)
        findings = [_too_many(view, -left)] if left < 0 else []
        kept = list[Part]()
        for part in content.parts():
            if part.signs <= left:
                kept.append(part)
                left -= part.signs
            else:
                findings.append(_left_out(view, part, max(left, 0)))
        body = list(_laid_out(content, kept)) or [gap()]
        return [around[0], *body, *around[1:]], findings

    def _content(self, view: str) -> Content:
        if view == OF_METHOD:
            return self._method()
        return self._matrix() if view == OF_MATRIX else self._territory(view)

    def _territory(self, view: str) -> Content:
        name = next(one.nom for one in self._settings.territoires if view_of_poster(one.code) == view)
        content = Content(
            title=name, lead=self._each(view, SURPRISE, _lead), boxes=self._each(view, QUOTATION, _quote)
        )
        content.boxes += self._each(view, LESSON, _box)
        content.figures = self._each(view, FIGURE, _figure_of_line)
        for line in self._chosen.of(view, PICTURE):
            content.picture = self._pictures.get(line.offer.picture) if line.offer else None
            if content.picture and line.text != _joined(ast.text(content.picture["c"][1])):  # told there only
                content.caption = [Part(place=PICTURE, blocks=[div(CAPTION, line.text)])]
        return content

    def _method(self) -> Content:
        figures = [
            _figure(number, f"{word} pour {STEP_NAMES[step].lower()}")
            for step, count in passages_of_steps(self._coverage).items()
            for number, _, word in [plural(count, "passage").partition(" ")]
        ]
        done = [visit.type for visit in self._settings.visites if visit.realisee]
        boxes = self._each(OF_METHOD, QUOTATION, _quote)
        if done:
            ahead = plural(done.count("avance"), "visite de territoire avancé", "visites de territoires avancés")
            told = f"{plural(done.count('miroir'), 'séjour')} chez les partenaires, {ahead}."
            boxes.append(Part(place="visites", blocks=_titled("Visites faites", told)))
        return Content(
            title="Une méthode, trois temps",
            lead=self._each(OF_METHOD, QUESTION, _lead_alone),
            picture=self._pictures.get(NETWORK),
            caption=[Part(place=PICTURE, blocks=[div(CAPTION, VISITS)])],
            figures=figures,
            boxes=boxes,
        )

    def _matrix(self) -> Content:
        cells = self._coverage.cells
        counts = {name: sum(cell.state == state for cell in cells) for state, name in STATES.items()}
        themes = plural(len(self._coverage.themes), "thème")
        territories = plural(len(self._coverage.territories), "territoire")
        lead = f"{themes}, {territories} : ce que les notes documentent, et ce qui reste à écrire."
        return Content(
            title=f"{counts[STATES['etayee']]} cases sur {len(cells)} étayées",
            lead=[Part(place="chapô", blocks=[div(LEAD, lead)])],
            picture=self._heatmap(),
            figures=[_figure(str(count), name) for name, count in counts.items() if count],
            is_wide=True,
        )

    def _heatmap(self) -> Inline | None:
        """The heatmap, told cell by cell to whoever does not see it."""
        if (image := self._pictures.get(HEATMAP)) is None:
            return None
        attributes, alternative, target = image["c"]
        rows = " ".join(f"{name} : {told}." for name, told in rows_of(self._coverage, self._settings))
        return {"t": "Image", "c": [attributes, [*alternative, *ast.string(f" {rows}")], target]}

    def _each(self, view: str, place: str, made: Callable[[Line], list[Block]]) -> list[Part]:
        return [Part(place=place, blocks=made(line)) for line in self._chosen.of(view, place)]

    def _foot(self) -> list[Block]:
        project = self._settings.projet
        words = [para(text) for text in (project.site, project.contact) if text]
        if not words:
            return []
        if not (project.site and self._has_code):
            return [ast.div(words, FOOT)]
        code: Inline = {"t": "Image", "c": [ast.attributes(), ast.string(f"Code QR : {project.site}"), [QR, ""]]}
        return [ast.div([_columns(ADDRESS, [[{"t": "Plain", "c": [code]}], words])], FOOT)]

    def _funding(self) -> list[Block]:
        funding = self._settings.financement
        shown = [*row_of_logos(logos_in(self._pictures)), *filter(None, [div("mention", funding.mention)])]
        if not funding.affiche:
            return [ast.div(shown, BAND)] if shown else []
        amounts = {"Montant total": funding.montant_total, "Aide de l’Union européenne": funding.montant_europeen}
        told = [funding.description, *(f"{name} : {amount}" for name, amount in amounts.items() if amount)]
        operation = div(OPERATION, funding.operation or self._settings.projet.titre)
        return [ast.div([operation, *(para(text) for text in told if text), *shown], QUARTER)]


def _laid_out(content: Content, kept: Sequence[Part]) -> Iterator[Block]:
    """What a poster shows between its title and its foot."""

    def left(parts: Iterable[Part]) -> list[list[Block]]:
        return [part.blocks for part in parts if part in kept]

    figures = left(content.figures)
    yield from _one_after_another(left(content.lead))
    if content.picture is not None and len(left(content.caption)) == len(content.caption):
        image: Block = {"t": "Plain", "c": [small(content.picture)]}
        shown = _columns(SHOWN, [[image], _one_after_another(left(content.caption))])
        beside = bool(figures) and not content.is_wide
        yield _columns(BESIDE, [[shown], _one_after_another(figures)]) if beside else shown
        figures = [] if beside else figures
    for row in (figures, left(content.boxes)):
        if row:
            yield _columns(ROW, row)


def _columns(style: str, columns: Sequence[list[Block]]) -> Block:
    return ast.div([ast.div(blocks) for blocks in columns], style)


def _one_after_another(each: Iterable[list[Block]]) -> list[Block]:
    return [block for blocks in each for block in blocks]


def _lead(line: Line) -> list[Block]:
    return [div(TAG, LABELS[SURPRISE]), div(LEAD, line.text)]


def _lead_alone(line: Line) -> list[Block]:
    return [div(LEAD, line.text)]


def _quote(line: Line) -> list[Block]:
    said = [div(TAG, LABELS[QUOTATION]), div(QUOTE, f"« {line.text} »")]
    return [*said, div(SOURCE, line.offer.title)] if line.offer else said


def _box(line: Line) -> list[Block]:
    return _titled(LABELS[LESSON], line.text)


def _titled(label: str, text: str) -> list[Block]:
    return [div(LABEL, label), div(BOX, text)]


def _figure_of_line(line: Line) -> list[Block]:
    return _counted(*figure_parts(line.text))


def _figure(number: str, counted: str) -> Part:
    return Part(place=FIGURE, blocks=_counted(number, counted))


def _counted(number: str, counted: str) -> list[Block]:
    return [ast.div([*filter(None, [div(NUMBER, number)]), para(counted)], ONE_FIGURE)]


def _left_out(view: str, part: Part, left: int) -> Finding:
    return told(
        f"« {view} », {part.place} : {plural(part.signs, 'signe')}, il en reste {left} des {MOST_SIGNS} d'une "
        "affiche ; ce n'est pas montré. Écrivez une « version_courte », là ou dans une autre place."
    )


def _too_many(view: str, count: int) -> Finding:
    return Finding(
        code=OF_FUNDING,
        level="warning",
        message=f"« {view} » : le titre, l'adresse et le financement ont {plural(count, 'signe')} de trop pour "
        f"une affiche, qui en a {MOST_SIGNS} au plus ; rien d'autre n'y est montré. Raccourcissez "
        "« description » ou « mention ».",
        path=SETTINGS_FILE,
    )


def _unsaid(key: str) -> Finding:
    return Finding(
        code=OF_FUNDING,
        level="warning",
        message=f"financement : « affiche: oui » demande aussi « {key} », qui manque ; les affiches n'en disent "
        "rien.",
        path=SETTINGS_FILE,
    )
