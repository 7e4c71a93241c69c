"""What is handed out at a meeting of the worked example: its pages, words and counts, and how it comes home."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache

import docx
import pypdfium2
import pytest
from msgspec import structs

from restitution import papers, resources
from restitution.checks.survey.funding import shown_in
from restitution.conservation.published import check_docx, check_pdf
from restitution.intake.recognise import recognise
from restitution.meeting.handouts import ATTENDANCE, FOLDER, REACTION, handout_findings, handout_of
from restitution.meeting.offers import ADVICE, CONVERGENCES, DIVERGENCES, offers_of
from restitution.meeting.offers import Said as Published
from restitution.messages import folded
from restitution.model import Document, Source
from restitution.pandoc import ast
from restitution.plan.handouts import SHEETS, document_of, handouts_of
from restitution.reactions import COLUMNS, NAME_LINE
from restitution.readers.batch import File
from restitution.settings import Settings
from restitution.shaping.shape import Said, shape
from restitution.stages.reading import Read, each
from restitution.writers.docx import reference_docx, write_docx
from restitution.writers.pdf import write_pdf
from tests.assembly import example as publication
from tests.meeting import example
from tests.writers.test_pdf import FONTS, TEMPLATE

LOOK = (resources.home() / "templates/typst/dossier.typ").read_bytes()
FUNDING = publication.settings().financement
NAMES = (FOLDER, ATTENDANCE, REACTION)


@cache
def logos() -> dict[str, bytes]:
    root = resources.home() / "sources"
    return {f"logos/{one.fichier}": (root / one.fichier).read_bytes() for one in FUNDING.logos}


@cache
def with_logos() -> Document:
    """The publication with the row of logos that a build puts on its cover."""
    document = example.publication()
    row = [{"t": "Image", "c": [ast.attributes(), ast.string("Logo"), [target, ""]]} for target in logos()]
    return structs.replace(
        document, blocks=[ast.div([ast.para(row)], "logos"), *document.blocks], media=dict.fromkeys(logos(), "")
    )


def handout(name: str, settings: Settings | None = None) -> Document:
    settings = settings or publication.settings()
    chosen = example.chosen(settings=settings)
    return handout_of(name, with_logos(), settings, publication.coverage(), chosen, example.said())


def heard(names: Sequence[str], said: Sequence[Published]) -> list[str]:
    """What the editor is told of sheets of these names."""
    about = (with_logos(), publication.settings(), publication.coverage(), example.chosen(), said)
    return [one.message for one in handout_findings(names, *about)]


def told(document: Document) -> str:
    return folded(ast.text(document.blocks))


def in_pdf(document: Document) -> bytes:
    return write_pdf(document, logos(), LOOK, FONTS, TEMPLATE)


def in_docx(document: Document) -> bytes:
    return write_docx(document, logos(), reference_docx())


def test_each_is_made_as_docx_and_as_pdf() -> None:
    made = [document_of(one) for one in handouts_of(publication.settings(), [SHEETS])]
    assert made == [f"supports/{name}.json" for name in NAMES for _ in ("docx", "pdf")]


@pytest.mark.parametrize(("name", "least", "most"), [(FOLDER, 2, 4), (ATTENDANCE, 2, 2), (REACTION, 1, 1)])
def test_it_has_the_pages_that_a_meeting_prints(name: str, least: int, most: int) -> None:
    assert least <= len(pypdfium2.PdfDocument(in_pdf(handout(name)))) <= most


@pytest.mark.parametrize("name", NAMES)
def test_both_files_say_every_word(name: str) -> None:
    document = handout(name)
    assert check_docx(in_docx(document), document).holds
    assert check_pdf(in_pdf(document), document).holds


@pytest.mark.parametrize("name", NAMES)
def test_each_says_who_pays_and_whom_to_write_to(name: str) -> None:
    document = handout(name)
    assert folded(FUNDING.mention) in told(document)
    assert folded(publication.settings().projet.contact) in told(document)
    shown = shown_in(name, document, lambda _: next(iter(logos().values())))
    assert (shown.mention, shown.logos) == (True, ["Logo"])
    assert len(document.media) == len(FUNDING.logos)


def test_the_folder_says_only_what_the_publication_says() -> None:
    known = folded(ast.text(example.publication().blocks))
    texts = [text for block in handout(FOLDER).blocks if block["t"] == "Para" for text in [ast.text([block])]]
    assert texts
    assert not [text for text in texts if folded(text) not in known]


def test_a_territory_less_changes_what_is_counted_and_asked() -> None:
    less = example.fewer_territories()
    gone = publication.settings().territoires[-1].nom
    assert "territoires qui cooperent 2" in told(handout(FOLDER, less))
    assert "territoires qui cooperent 3" in told(handout(FOLDER))
    assert folded(gone) in told(handout(REACTION))
    assert folded(gone) not in told(handout(REACTION, less))


def test_without_a_programme_there_are_lines_to_fill_in_and_the_editor_hears_of_it() -> None:
    assert "heure programme" in told(handout(FOLDER))
    assert ["Programme des rencontres" in message for message in heard(NAMES, example.said())] == [True]
    assert not heard([REACTION], example.said())


def test_a_programme_that_a_note_gives_is_shown() -> None:
    one = example.said()[0]
    line = structs.replace(one, section="programme", heading="Programme des rencontres", text="9 h : accueil")
    settings = publication.settings()
    shown = handout_of(
        FOLDER, example.publication(), settings, publication.coverage(), example.chosen(), [*example.said(), line]
    )
    assert "programme 9 h accueil" in told(shown)
    assert not heard(NAMES, [line])


def test_the_consents_to_sign_are_those_of_the_consent_sheet() -> None:
    said = told(handout(ATTENDANCE))
    asked = papers.choices(papers.paper("consentement"))
    assert all(folded(line) in said for choice in asked for line in (choice.title, *choice.lines))


def filled(data: bytes, rows: dict[int, tuple[str, ...]], name: str = "") -> bytes:
    """The sheet as somebody fills it in, in Word."""
    document = docx.Document(io.BytesIO(data))
    for number, texts in rows.items():
        for cell, text in zip(document.tables[0].rows[number].cells, texts, strict=True):
            cell.paragraphs[0].text = text or cell.paragraphs[0].text
    line = next(one for one in document.paragraphs if one.text.replace("\u00a0", " ").startswith(NAME_LINE))
    line.add_run(name)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def came_home(data: bytes) -> Read:
    path = "commun/fiche-de-reaction (3).docx"
    assert recognise(Source(path=path, sha256="0" * 64), data).state == "taken"
    return next(iter(each([File(path, "docx", data, False)])))


def test_a_sheet_filled_in_comes_back_as_a_workshop() -> None:
    keeps = ("Val d'Arvoise", "Logement", "Les clés gardées en mairie", "", "Un bail à l'essai")
    contests = ("Haute-Galdonne", "Mobilité", "", "Le car part avant le train", "")
    read = came_home(filled(in_docx(handout(REACTION)), {1: keeps, 4: contests}, " Odile Marchepoil"))
    assert read.reading is not None, read.refused
    note = shape(read.reading, "commun/x.docx", "0" * 64, "docx", Said(), publication.settings())
    texts = {ast.text([p.block]).strip(): (p.section, p.territories, p.themes) for p in note.passages}
    assert note.kind == "transcription_atelier"
    assert texts["Les clés gardées en mairie"] == ("enseignements", ["VA"], ["logement"])
    assert texts["Un bail à l'essai"] == ("recommandations", ["VA"], ["logement"])
    assert texts["Le car part avant le train"] == ("convergences", ["HG"], ["mobilite"])
    assert note.people == ["Odile Marchepoil"]
    assert not note.findings


def test_what_one_person_wrote_is_no_recommendation_of_ours() -> None:
    said = [structs.replace(one, note=structs.replace(one.note, reactions=True)) for one in example.said()]
    offered = {one.view for one in offers_of(said, publication.settings())}
    assert offered.isdisjoint({CONVERGENCES, DIVERGENCES, ADVICE})
    assert {CONVERGENCES, ADVICE} <= {one.view for one in example.offers()}


def test_nothing_of_the_sheet_itself_is_published_and_all_that_was_written_is() -> None:
    written = ("Val d'Arvoise", "Logement", "Les clés", "Les volets", "Les toits")
    read = came_home(filled(in_docx(handout(REACTION)), {2: written}))
    assert read.reading is not None, read.refused
    sources = [span for span in ast.each_leaf(read.reading.blocks) if ast.leaf_where(span)]
    assert [ast.text(span) for span in sources] == [
        "Ce que je garde : Val d'Arvoise, Logement", "Les clés", "Les volets", "Les toits"
    ]  # fmt: skip
    assert read.words_note == len(folded(" ".join(written)).split())


def test_what_is_typed_beside_the_table_stays() -> None:
    document = docx.Document(io.BytesIO(in_docx(handout(REACTION))))
    document.add_paragraph("Merci pour la soupe")
    out = io.BytesIO()
    document.save(out)
    read = came_home(out.getvalue())
    assert read.reading is not None, read.refused
    assert "Merci pour la soupe" in ast.text(read.reading.blocks)


def test_a_blank_sheet_waits_for_somebody_to_write() -> None:
    read = came_home(in_docx(handout(REACTION)))
    assert read.sheet
    assert read.reading is not None
    assert not read.reading.blocks
    assert [piece.text for piece in read.reading.not_taken if piece.text in COLUMNS] == list(COLUMNS)
