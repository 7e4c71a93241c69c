"""The slides: a document whose parts are views, each with its title, what is shown, and the speaker's notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec import structs

from restitution.meeting.choosing import Chosen, Line
from restitution.meeting.offers import (
    ADVANCED,
    ADVICE,
    CONVERGENCES,
    DIVERGENCES,
    FIGURE,
    LESSON,
    NEXT,
    PICTURE,
    POINT,
    QUESTION,
    QUOTATION,
    SURPRISE,
    TERRITORIES,
    WHY,
    view_of_visit,
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
from restitution.meeting.sentences import count_words
from restitution.messages import french_period, listed, plural
from restitution.model import STEPS, Block, Coverage, Document, Inline
from restitution.pandoc import ast
from restitution.settings import Settings, Visit
from restitution.settings.articles import of

VIEW, TEXT, BESIDE, SHOWN, NOTES = "vue", "vue-texte", "vue-cote", "vue-image", "vue-notes"
"""Classes of a view and of its parts: text alone, text beside a picture, the picture, what the speaker reads."""
COVER, LAST, PHRASE, WHOLE = "vue-couverture", "vue-fin", "vue-phrase", "vue-pleine"
"""The first, the last, one of a single sentence; a picture alone."""
STEP_NAMES: Final = {"anticipation": "Anticiper", "action": "Agir", "appropriation": "S’approprier"}
STATES: Final = {"etayee": "Étayées", "fragile": "Fragiles", "proposee": "À confirmer", "vide": "Vides"}
LABELS: Final = {SURPRISE: "Étonnement", QUOTATION: "Parole", LESSON: "Enseignement"}
FEW, MANY = 3, 8
"""Names on a view, up to which each has lines of its own, or one line with what is said of it."""
WORDS_OF_TITLE: Final = 14
"""Of a lesson that may be the title of its view: two lines."""
DEBATED: Final = {
    CONVERGENCES: "Ce que nos territoires partagent",
    DIVERGENCES: "Ce qui les distingue encore",
    ADVICE: "Ce que nous recommandons",
}
OF_TEAM: Final = "texte de l’équipe"
EXTRACTS: Final = (
    "La restitution entière est un document ; ce diaporama en montre des extraits, chacun avec sa source dans "
    "les notes."
)
PROPOSED: Final = (
    "Ces lignes sont proposées par le programme : choisissez les vôtres dans sources/choix/rencontre.csv."
)


def words_beside(settings: Settings) -> Callable[[str, str], int]:
    """How many words a view says of a place by itself: a label, the name of a territory."""
    names = settings.names

    def words(view: str, place: str) -> int:
        code = place.rpartition(" ")[2]
        label = LABELS.get(place) or (names.get(code, "") if view in {TERRITORIES, ADVANCED} else "")
        return count_words(label)

    return words


def deck_of(document: Document, settings: Settings, coverage: Coverage, chosen: Chosen) -> Document:
    """The slides of a publication: eleven views, and one a territory."""
    blocks = list(_Deck(document, settings, coverage, chosen).views())
    return with_its_pictures(document, blocks, f"{document.title} – diaporama")


def without_notes(deck: Document) -> Document:
    """The slides as a room sees them."""

    def shown(view: Block) -> Block:
        attributes, blocks = view["c"]
        return {"t": "Div", "c": [attributes, [block for block in blocks if not ast.has_class(block, NOTES)]]}

    return structs.replace(deck, blocks=[shown(view) for view in deck.blocks])


class _Deck:
    """Makes the views."""

    def __init__(self, document: Document, settings: Settings, coverage: Coverage, chosen: Chosen) -> None:
        self._settings, self._coverage, self._chosen = settings, coverage, chosen
        self._pictures = pictures_in(document)

    def views(self) -> Iterator[Block]:
        """In the order of a meeting."""
        yield self._cover()
        yield self._question()
        yield self._territories()
        yield self._method()
        for territory in self._settings.territoires:
            yield self._visit(territory.code)
        yield self._advanced()
        yield self._matrix()
        for view, title in (*DEBATED.items(), (NEXT, "Et maintenant ?")):
            yield self._points(view, title)
        yield self._contact()

    def _cover(self) -> Block:
        project = self._settings.projet
        told = [div("sous-titre", project.sous_titre), div("date", project.rencontres or project.periode)]
        body = [*filter(None, told), *row_of_logos(logos_in(self._pictures))]
        return self._view("couverture", project.titre, body, [EXTRACTS], layout=COVER)

    def _question(self) -> Block:
        lines = self._chosen.of(WHY, QUESTION)
        title = "Pourquoi nous sommes partis"
        return self._view(WHY, title, self._listed(lines), self._sources(lines), layout=PHRASE)

    def _territories(self) -> Block:
        told = {
            territory.nom: self._chosen.of(TERRITORIES, f"{FIGURE} {territory.code}")
            for territory in self._settings.territoires
        }
        return self._view(TERRITORIES, f"{_counted(len(told))} une méthode", *self._by_name(told))

    def _method(self) -> Block:
        told = passages_of_steps(self._coverage)
        body: list[Block] = []
        for step, count in told.items():
            body += [div(LABEL, STEP_NAMES[step]), para(plural(count, "passage") + " des notes")]
        notes = [told_visit(visit, self._settings) for visit in self._settings.visites if visit.realisee]
        return self._view("methode", "Une méthode en trois temps", body, notes, self._pictures.get(NETWORK))

    def _visit(self, code: str) -> Block:
        view, body = view_of_visit(code), list[Block]()
        told = {place: self._chosen.of(view, place) for place in (SURPRISE, QUOTATION, LESSON)}
        lines = [line for mine in told.values() for line in mine]
        lesson = _message(told[LESSON])
        if lesson:
            del told[LESSON]
        for place, mine in told.items():
            body += self._labelled(LABELS[place], mine, quoted=place == QUOTATION) if mine else []
        shown = self._chosen.of(view, PICTURE)
        picture = next((line.offer.picture for line in shown if line.offer), "")
        territory = next(one for one in self._settings.territoires if one.code == code)
        title = f"{territory.nom} – {lesson}" if lesson else f"Ce qu’on rapporte {of(territory)}"
        sources = self._sources([*lines, *shown])
        return self._view(view, title, body or [gap()], sources, self._pictures.get(picture))

    def _advanced(self) -> Block:
        told = {
            advanced.nom: self._chosen.of(ADVANCED, f"{LESSON} {advanced.code}")
            for advanced in self._settings.avances
        }
        return self._view(ADVANCED, f"Allés voir plus loin : {_visited(len(told))}", *self._by_name(told))

    def _by_name(self, told: Mapping[str, Sequence[Line]]) -> tuple[list[Block], list[str]]:
        """What is said of each name, below it, or beside it when there are many; names alone when too many.

        And the speaker's notes.
        """
        sources = self._sources(line for lines in told.values() for line in lines)
        if len(told) <= FEW:
            body = [block for name, lines in told.items() for block in self._labelled(name, lines)]
            return body or [gap()], sources
        if len(told) <= MANY:
            beside = (
                Line(text=" – ".join([name, *(line.text for line in lines)])) for name, lines in told.items()
            )
            return self._listed(list(beside)), sources
        return [para(" · ".join(told))], sources

    def _matrix(self) -> Block:
        cells = self._coverage.cells
        firm = sum(cell.state == "etayee" for cell in cells)
        title = f"{firm} cases sur {len(cells)} sont étayées par les notes"
        notes = [f"{name} : {told}." for name, told in rows_of(self._coverage, self._settings)]
        picture = self._pictures.get(HEATMAP)
        told = {name: sum(cell.state == state for cell in cells) for state, name in STATES.items()}
        body = [] if picture else self._listed([Line(text=f"{name} : {count}") for name, count in told.items()])
        return self._view("matrice", title, body, notes, picture)

    def _points(self, view: str, title: str) -> Block:
        lines = self._chosen.of(view, POINT)
        return self._view(view, title, self._listed(lines), self._sources(lines))

    def _contact(self) -> Block:
        project, funding = self._settings.projet, self._settings.financement
        names = listed(territory.nom for territory in self._settings.territoires)
        told = [div("territoires", project.contact), div("mention", funding.mention)]
        body = [*filter(None, told), *row_of_logos(logos_in(self._pictures))]
        return self._view("contact", "Pour en parler avec nous", body, [f"{names}."], layout=LAST)

    # --- parts of a view ----------------------------------------------------------------------------

    def _view(
        self,
        key: str,
        title: str,
        body: Sequence[Block],
        notes: Sequence[str],
        picture: Inline | None = None,
        layout: str = "",
    ) -> Block:
        """One view. `notes`: a paragraph each."""
        blocks = [ast.header(1, ast.string(self._chosen.title(key, title)), "unnumbered")]
        if body:
            blocks.append(ast.div(list(body), layout or (BESIDE if picture else TEXT)))
        if picture is not None:
            blocks.append(ast.div([ast.para([small(picture)])], SHOWN if body else WHOLE))
        blocks.append(ast.div([para(note) for note in notes], NOTES))
        return ast.div(blocks, VIEW, key=key)

    def _labelled(self, label: str, lines: Sequence[Line], *, quoted: bool = False) -> list[Block]:
        """A label, and below it what is said; nothing is left unsaid."""
        if not lines:
            return [div(LABEL, label), gap()]
        said = [div(QUOTE, f"« {line.text} »") if quoted else para(line.text) for line in lines]
        return [div(LABEL, label), *said]

    def _listed(self, lines: Sequence[Line]) -> list[Block]:
        if not lines:
            return [gap()]
        if len(lines) == 1:
            return [para(lines[0].text)]
        return [{"t": "BulletList", "c": [[{"t": "Plain", "c": ast.string(line.text)}] for line in lines]}]

    def _sources(self, lines: Iterable[Line]) -> list[str]:
        """What the speaker's notes say of each line: where the publication says it."""
        lines = list(lines)
        told = [_source(line) for line in lines]
        return [*told, *([PROPOSED] if any(not line.chosen for line in lines) else [])]


def passages_of_steps(coverage: Coverage) -> dict[str, int]:
    """How many passages of the notes are about each step of the method."""
    return {step: sum(one.passages for one in coverage.steps if one.step == step) for step in STEPS}


def rows_of(coverage: Coverage, settings: Settings) -> Iterator[tuple[str, str]]:
    """Each theme, and what is known of it in each territory."""
    names = settings.names
    for theme in settings.themes:
        cells = [cell for cell in coverage.cells if cell.theme == theme.cle]
        told = listed(f"{names[cell.territory]}, {plural(len(cell.sources), 'source')}" for cell in cells)
        yield theme.titre, told


def _source(line: Line) -> str:
    if line.offer is None:
        return f"« {line.text} » : {OF_TEAM}."
    told = f"« {line.text} »"
    if line.shortened:
        told += f", pour « {line.offer.text} »"
    return f"{told} : {line.offer.title}, {line.offer.where}."


def told_visit(visit: Visit, settings: Settings) -> str:
    """Who received whom, and when."""
    names = settings.names
    who = listed(names[code] for code in settings.visitors(visit))
    return f"{names[visit.hote]} a reçu {who}, {french_period(visit.realisee)}."


def _message(lessons: Sequence[Line]) -> str:
    """What a visit taught, as the title of its view: one sentence, not too long for it."""
    if len(lessons) != 1 or count_words(lessons[0].text) > WORDS_OF_TITLE:
        return ""
    return lessons[0].text.removesuffix(".")


def _counted(count: int) -> str:
    return "Un territoire," if count == 1 else f"{NUMBERS.get(count, str(count))} territoires,"


def _visited(count: int) -> str:
    if not count:
        return "nulle part encore"
    many = NUMBERS.get(count, str(count)).lower()
    return "un territoire avancé" if count == 1 else f"{many} territoires avancés"


NUMBERS: Final = {
    2: "Deux", 3: "Trois", 4: "Quatre", 5: "Cinq", 6: "Six", 7: "Sept", 8: "Huit", 9: "Neuf", 10: "Dix"
}  # fmt: skip
