"""The participant's folder: why, how, the programme, figures, what to debate, whom to write to.

Its sentences are the publication's, its figures are counted; what is not known is left to write by hand, and said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from restitution.meeting.choosing import Chosen
from restitution.meeting.deck import DEBATED, STATES, told_visit
from restitution.meeting.offers import POINT, QUESTION, WHY, Said
from restitution.meeting.papers import bullets, heading, logos, room, sheet, styled, table
from restitution.meeting.parts import para
from restitution.meeting.sentences import count_words
from restitution.messages import folded, number
from restitution.model import Block, Coverage, Document, Finding
from restitution.pandoc import ast
from restitution.settings import Settings

NAME: Final = "Dossier du participant"
PRESENTS: Final = "presentation_projet"
AIMS, METHOD = frozenset({"contexte", "objectifs"}), frozenset({"description_methode"})
MOST_WORDS: Final = 130
"""Of the publication's text below a heading: the folder has two to four pages."""
HOURS: Final = ("Heure", "Programme")
EMPTY_ROWS, HEIGHT = 4, 2
"""Of a programme to write by hand."""
NO_PROGRAMME: Final = Finding(
    code="rencontre",
    level="warning",
    message="Dossier du participant : le programme n'est écrit nulle part, ses lignes sont à remplir à la main. "
    "Écrivez-le sous un titre « Programme des rencontres », dans la note qui présente le projet (sources/commun).",
)


def folder(
    document: Document, settings: Settings, coverage: Coverage, chosen: Chosen, said: Sequence[Said]
) -> Document:
    """The folder, upright. `said`: all that is published."""
    project = settings.projet
    blocks = [
        heading(1, project.titre),
        *logos(document),
        *styled("mention", document.funding),
        *styled("sous-titre", NAME),
        *styled("date", project.rencontres),
        *_why(chosen, said),
        *_how(settings, said),
        *_programme(said),
        heading(2, "En chiffres"),
        table(("Ce qui est compté", "Combien"), _figures(document, settings, coverage, said)),
        *_to_debate(chosen),
        *_contact(settings),
    ]
    return sheet(document, NAME, blocks)


def findings_of(said: Sequence[Said]) -> list[Finding]:
    """What the folder could not find."""
    return [] if any(map(_is_programme, said)) else [NO_PROGRAMME]


def _why(chosen: Chosen, said: Sequence[Said]) -> Iterator[Block]:
    question = [line.text for line in chosen.of(WHY, QUESTION)]
    texts = [text for text in _texts(said, AIMS) if not any(words in text for words in question)]
    if question or texts:
        yield heading(2, "Pourquoi")
        yield from styled("encadre", *question)
        yield from map(para, texts)


def _how(settings: Settings, said: Sequence[Said]) -> Iterator[Block]:
    yield heading(2, "Comment")
    yield from map(para, _texts(said, METHOD))
    yield from bullets(told_visit(visit, settings) for visit in settings.visites if visit.realisee)


def _texts(said: Sequence[Said], sections: frozenset[str]) -> list[str]:
    """The first paragraphs that present the project, as far as there is room."""
    kept, words = list[str](), 0
    for one in said:
        is_whole = one.text[:1].isupper() and one.text.endswith((".", "!", "?"))
        if one.note.kind != PRESENTS or one.section not in sections or one.is_row or not is_whole:
            continue
        words += count_words(one.text)
        if words > MOST_WORDS:
            break
        kept.append(one.text)
    return kept


def _is_programme(said: Said) -> bool:
    """Whether a text is a line of the meeting's programme, which its heading says."""
    return said.section == "programme" and "rencontre" in folded(said.heading)


def _programme(said: Sequence[Said]) -> Iterator[Block]:
    yield heading(2, "Programme")
    if lines := [one.text for one in said if _is_programme(one)]:
        yield from bullets(lines)
    else:
        yield table(HOURS, [[room(HEIGHT), []] for _ in range(EMPTY_ROWS)])


def _figures(
    document: Document, settings: Settings, coverage: Coverage, said: Sequence[Said]
) -> Iterator[list[ast.Inlines]]:
    """Each line of the table of figures: what is counted, and how many."""
    notes = {one.note.path: one.note for one in said}
    visits = {(note.host, *note.dates): 0 for note in notes.values() if note.host}
    for note in notes.values():
        if note.host:  # several notes of one visit count the same people
            visits[note.host, *note.dates] = max(visits[note.host, *note.dates], note.attendance)
    counted: list[tuple[str, int]] = [
        ("Territoires qui coopèrent", len(settings.territoires)),
        ("Territoires avancés que nous sommes allés voir", len(settings.avances)),
        ("Visites faites", sum(bool(visit.realisee) for visit in settings.visites)),
        ("Personnes comptées à ces visites, d’après les notes", sum(visits.values())),
        ("Notes publiées", len(notes)),
        ("Mots de la publication", sum(count_words(ast.text(block)) for block in document.blocks)),
    ]
    for words, many in counted:
        yield [ast.string(words), ast.string(number(many))]
    cells = ", ".join(f"{_cells(coverage, state)} {name.lower()}" for state, name in STATES.items())
    yield [ast.string("Cases de la matrice des thèmes et des territoires"), ast.string(cells)]


def _cells(coverage: Coverage, state: str) -> int:
    return sum(cell.state == state for cell in coverage.cells)


def _to_debate(chosen: Chosen) -> Iterator[Block]:
    told = {title: [line.text for line in chosen.of(view, POINT)] for view, title in DEBATED.items()}
    if any(told.values()):
        yield heading(2, "À mettre en débat")
    for title, lines in told.items():
        if lines:
            yield heading(3, title)
            yield from bullets(lines)


def _contact(settings: Settings) -> Iterator[Block]:
    project = settings.projet
    told = {
        "Écrire à l’équipe": project.contact,
        "Page du projet": project.site,
        "Qui répond de la publication": project.directeur_publication,
    }
    if lines := [f"{what} : {where}" for what, where in told.items() if where]:
        yield heading(2, "Contact")
        yield from bullets(lines)
