"""What each view may show: sentences and pictures of the publication, by view and place, the best first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

import msgspec
from msgspec import structs

from restitution.meeting.sentences import QUOTED, is_fit, sentences, strength
from restitution.messages import folded
from restitution.model import Block, Document, Inline, Note, Passage, Placement
from restitution.pandoc import ast
from restitution.pandoc.extracts import letters, of_speech
from restitution.pandoc.grid import read_table
from restitution.settings import Settings

WHY, VISIT, ADVANCED, TERRITORIES = "pourquoi", "visite", "avances", "territoires"
CONVERGENCES, DIVERGENCES, ADVICE, NEXT = "convergences", "divergences", "recommandations", "suites"
QUESTION, FIGURE, SURPRISE, QUOTATION, LESSON, PICTURE = (
    "question", "chiffre", "étonnement", "parole", "enseignement", "photo",
)  # fmt: skip
POINT: Final = "point"
"""Places of a view, as the editor's table calls them."""
POSTER: Final = "affiche"
OF_METHOD, OF_MATRIX = f"{POSTER} méthode", f"{POSTER} matrice"
"""Posters, as her table calls them; that of a territory has its code."""
CELLS: Final = 2
"""Of a line of a table: what is counted, and how many."""
AT_MOST: Final = 6
"""Offers for a place: more would not be read."""
BY_NOTE: Final = 2
"""Of them, from one note, while others have some."""
_APART: Final = re.compile(r"\b(divergen\w*|desaccord\w*|differen\w*|oppos\w*|separ\w*|debat\w*|pas d accord)\b")
_COUNTS: Final = re.compile(r"\d")
_PEOPLE: Final = re.compile(r"(?:Nombre d.)?(?:habitants|population)\b", re.IGNORECASE)
"""The figure that every portrait has: the territories are then told by the same one."""
_TO_WHOM: Final = re.compile(r"(Aux?|À|Pour)\s")


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """Words, or a picture, of the publication for one place of one view."""

    view: str
    """Its key: `visite HG`, `convergences`."""
    place: str
    text: str
    """A sentence as it is published; of a picture, its alternative text."""
    path: str
    """Of the note that it stands in."""
    where: str
    """Place in the note."""
    title: str
    """Of the note, as published."""
    picture: str = ""
    """Target of a picture in the document's media."""
    strength: float = 0.0


class Said(msgspec.Struct, frozen=True):
    """A published text: the note that it comes from, without its passages, and the section in it."""

    note: Note
    section: str
    placement: Placement
    text: str
    heading: str
    """The last heading above it in its note."""
    is_row: bool = False
    """Whether it is a line of a table: its first two cells."""


def view_of_visit(code: str) -> str:
    """Key of the view of one territory."""
    return f"{VISIT} {code}"


def view_of_poster(code: str) -> str:
    """Key of the poster of one territory."""
    return f"{POSTER} {code}"


def offers_of(said: Sequence[Said], settings: Settings) -> list[Offer]:
    """The sentences, view by view in the order of a meeting. `said`: what is published."""
    found: list[Offer] = []
    for view, place, wanted, pieces in _asked(settings):
        texts = (each for each in said if wanted(each))
        found += _best([offer(view, place, each, piece) for each in texts for piece in pieces(each)])
    return found


def _asked(settings: Settings) -> Iterator[tuple[str, str, Callable[[Said], bool], Callable[[Said], list[str]]]]:
    """View and place, which texts may serve, and the pieces of a text that do."""
    of_project = _of({"contexte", "objectifs"}, {"presentation_projet", "texte_editorial"})
    yield WHY, QUESTION, of_project, _with_questions
    for territory in settings.territoires:
        in_portrait = _of({"chiffres_cles"}, {"portrait_territoire"}, territory.code)
        yield TERRITORIES, f"{FIGURE} {territory.code}", in_portrait, _with_figures
    for territory in settings.territoires:
        view, of_visit = view_of_visit(territory.code), {"visite_miroir"}
        yield view, SURPRISE, _at(of_visit, territory.code, {"regards"}), _alone
        yield view, QUOTATION, _at(of_visit, territory.code, {"verbatims"}), _quoted
        yield view, LESSON, _at(of_visit, territory.code, {"enseignements", "transfert"}), _alone
    for advanced in settings.avances:
        lessons = {"enseignements", "transfert", "reussite"}
        yield ADVANCED, f"{LESSON} {advanced.code}", _at({"visite_inspirante"}, advanced.code, lessons), _alone
    yield CONVERGENCES, POINT, lambda said: _is(said, "convergences") and not _is_apart(said), _alone
    yield DIVERGENCES, POINT, lambda said: _is(said, "convergences") and _is_apart(said), _alone
    yield ADVICE, POINT, lambda said: _is(said, "recommandations"), _alone
    yield NEXT, POINT, lambda said: said.section in {"suites", "decisions"}, _alone


def _is(said: Said, section: str) -> bool:
    """Whether a text is of a section; what one person wrote on a sheet is nobody else's word."""
    return said.section == section and not said.note.reactions


def _of(sections: set[str], kinds: set[str], territory: str = "") -> Callable[[Said], bool]:
    """Texts of some sections of notes of some kinds, of one territory if any."""
    return lambda said: (
        said.section in sections
        and said.note.kind in kinds
        and (not territory or said.note.territories == [territory])
    )


def _at(kinds: set[str], host: str, sections: set[str]) -> Callable[[Said], bool]:
    """The same of visits to a territory."""
    return lambda said: said.note.host == host and said.section in sections and said.note.kind in kinds


def _is_apart(said: Said) -> bool:
    return bool(_APART.search(folded(f"{said.heading} {said.text}")))


def _alone(said: Said) -> list[str]:
    if said.is_row:
        return []
    return [sentence for sentence in sentences(said.text) if is_fit(sentence)]


def _with_questions(said: Said) -> list[str]:
    return [] if said.is_row else [one for one in sentences(said.text) if is_fit(one, question=True)]


def _with_figures(said: Said) -> list[str]:
    return [sentence for sentence in sentences(said.text) if _COUNTS.search(sentence) and is_fit(sentence)]


def _quoted(said: Said) -> list[str]:
    return [words for words in QUOTED.findall(said.text) if is_fit(words, question=True)]


def published(document: Document, notes: Iterable[Note]) -> list[Said]:
    """What the publication shows of the notes, in their order: each text, and each line of a table."""
    texts = {ast.leaf_id(span): letters(of_speech(span["c"][1])[1]) for span in ast.each_leaf(document.blocks)}
    places: dict[tuple[str, str], list[Placement]] = {}
    for placement in document.placements:
        if placement.bookmark in texts and not (placement.heading or placement.quoted):
            places.setdefault((placement.path, placement.where), []).append(placement)
    return [said for note in notes for said in _said(note, bare(note), places, texts)]


def bare(note: Note) -> Note:
    """What a note is, without what it says: a project may hold thousands."""
    return structs.replace(note, passages=[])


def _said(
    note: Note, told_of: Note, places: Mapping[tuple[str, str], Sequence[Placement]], texts: Mapping[str, str]
) -> Iterator[Said]:
    wheres = Counter(ast.leaf_where(leaf) for passage in _texts(note) for leaf in ast.each_leaf([passage.block]))
    # leaves of one place in the file are told apart by their order, when all of them are published
    left = {
        where: list(places.get((note.path, where), ()))
        for where, count in wheres.items()
        if len(places.get((note.path, where), ())) == count
    }
    heading = ""
    for passage in note.passages:
        if passage.role != "text":
            heading = ast.text(passage.block) if passage.role in {"heading", "section"} else heading
            continue
        is_table = passage.block["t"] == "Table"
        for leaves in _lines(passage.block) if is_table else [[leaf] for leaf in ast.each_leaf([passage.block])]:
            there = [left[where].pop(0) for where in map(ast.leaf_where, leaves) if left.get(where)]
            shown = there[:CELLS] if is_table else there
            if shown and len(there) == len(leaves):
                told = " : ".join(texts[one.bookmark] for one in shown)
                yield Said(told_of, passage.section, shown[-1], told, heading, is_table)


def _texts(note: Note) -> Iterator[Passage]:
    return (passage for passage in note.passages if passage.role == "text")


def _lines(table: Block) -> list[list[Inline]]:
    """The leaves of each line of a table."""
    lines: dict[int, list[Inline]] = {}
    for cell in sorted(read_table(table["c"]).cells, key=lambda cell: (cell.y, cell.x)):
        lines.setdefault(cell.y, []).extend(ast.each_leaf(cell.blocks))
    caption = list(ast.each_leaf(table["c"][1][1]))
    return [*([caption] if caption else []), *lines.values()]


def offer(view: str, place: str, said: Said, text: str) -> Offer:
    """Words of a published text, for one place of a view."""
    return Offer(
        view=view,
        place=place,
        text=text,
        path=said.note.path,
        where=said.placement.where,
        title=said.note.title,
        strength=strength(text) + _fits_place(view, place, text),
    )


def _fits_place(view: str, place: str, text: str) -> int:
    """What a text is worth more where it is asked for: a question, an advice that says to whom."""
    wanted = {QUESTION: "?" in text, ADVICE: bool(_TO_WHOM.match(text)), TERRITORIES: bool(_PEOPLE.match(text))}
    return 4 * (wanted.get(place, False) or wanted.get(view, False))


def _best(offers: Iterable[Offer]) -> list[Offer]:
    """The strongest, each text once, not all from one note."""
    ranked = sorted({offer.text: offer for offer in offers}.values(), key=lambda one: (-one.strength, one.text))
    first, rest = list[Offer](), list[Offer]()
    count: dict[str, int] = {}
    for offer in ranked:
        count[offer.path] = count.get(offer.path, 0) + 1
        (first if count[offer.path] <= BY_NOTE else rest).append(offer)
    return [*first, *rest][:AT_MOST]


def pictures_of(document: Document, notes: Iterable[Note], settings: Settings) -> list[Offer]:
    """The pictures of each visit, those of its own notes first, then in the order of the document."""
    return sorted(_pictures(document, notes, settings), key=lambda one: (one.view, -one.strength))


def _pictures(document: Document, notes: Iterable[Note], settings: Settings) -> Iterator[Offer]:
    by_path = {note.path: bare(note) for note in notes}
    placed = {placement.bookmark: placement for placement in document.placements}
    hosts = {territory.code for territory in settings.territoires}
    for figure in _figures(document.blocks):
        image = next(ast.images(figure["c"][2]), None)
        owner = next((placed[id_] for id_ in map(ast.leaf_id, ast.each_leaf([figure])) if id_ in placed), None)
        note = by_path.get(owner.path) if owner else None
        if image is None or owner is None or note is None or image["c"][2][0] not in document.media:
            continue
        told = ast.text(figure["c"][1][1]).strip() or ast.text(image["c"][1])
        is_portrait = note.kind == "portrait_territoire"
        for code in [note.host] if note.host in hosts else note.territories if is_portrait else []:
            yield Offer(
                view=view_of_visit(code),
                place=PICTURE,
                text=" ".join(told.split()),
                path=owner.path,
                where=owner.where,
                title=note.title,
                picture=image["c"][2][0],
                strength=float(bool(note.host)),
            )


def _figures(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if block["t"] == "Figure":
            yield block
        elif block["t"] == "Div":
            yield from _figures(block["c"][1])
