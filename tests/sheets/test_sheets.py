"""Sheets to fill in: what they ask for, and that they come back with the same sections and the same words."""

from __future__ import annotations

import io
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from msgspec import structs
from openpyxl import load_workbook

from restitution.domain import domain, field_of, section_of
from restitution.guidance import (
    fields_of,
    guidance,
    help_of_field,
    help_of_section,
    is_help,
    is_placeholder,
    label_of,
    sections_of,
    title_of_sheet,
)
from restitution.model import Reading
from restitution.pandoc import ast
from restitution.shaping.guided import is_untouched, without_guidance
from restitution.writers.sheets import FORMATS, write_sheet

from .filling import PLACE, TITLE, Filled, Texts, changed, examples, fill, read_back, words

KINDS = list(domain().kinds)
HERE = {"territoire": "Haute-Galdonne", "territoire_hote": "Haute-Galdonne"}
INVENTED = ["Le maire nous a reçus à neuf heures, sous la pluie.", "Rien ne s'est passé comme prévu ; tant mieux."]


@cache
def texts_of(kind: str) -> Texts:
    """Of the worked example where it has such a note, else invented ones in every other section."""
    keys = sections_of(kind) or [""]
    return examples_once().get(kind) or dict.fromkeys(keys[::2], INVENTED)


@cache
def examples_once() -> dict[str, Texts]:
    return examples()


def test_every_kind_and_section_and_field_has_its_words() -> None:
    page = guidance()
    assert page.rubriques.keys() == domain().sections.keys()
    assert page.genres.keys() == domain().kinds.keys()
    assert page.champs.keys() <= domain().champs.keys()
    asked = {field for fields in page.genres.values() for field in fields} | {"titre"}
    assert asked == page.champs.keys()
    for key in page.champs:
        assert field_of(label_of(key)) == key
    for kind in KINDS:
        for key in sections_of(kind):
            match = section_of(domain().sections[key].label, kind)
            assert match is not None
            assert match.key == key, (kind, key)


def test_the_worked_example_has_notes_of_most_kinds() -> None:
    assert len(examples_once()) >= 9


def same(found: Filled, kind: str, texts: Texts) -> None:
    keys = {key or domain().kinds[kind].implicite: said for key, said in texts.items()}
    assert found.sections == {key: words(said) for key, said in keys.items()}
    assert found.note.kind == kind
    assert found.note.title == TITLE
    assert found.note.territories == (["HG"] if {"territoire", "territoire_hote"} & {*fields_of(kind)} else [])
    shown = [ast.text(leaf["c"][1]) for leaf in ast.each_leaf(found.reading.blocks)]
    assert not [text for text in shown if is_help(text) or is_placeholder(text)]
    assert (f"{label_of('lieu')} : {PLACE}" in shown or f"lieu : {PLACE}" in shown) == ("lieu" in fields_of(kind))
    missing = {key for key in domain().kinds[kind].requis if key not in texts} - {"participants"}
    told = " ".join(finding.message for finding in found.note.findings if finding.code == "section")
    assert all(domain().sections[key].label in told for key in missing)


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_filled_sheet_is_read_into_its_sections(kind: str, format_: str) -> None:
    data = fill(write_sheet(kind, format_, HERE), format_, texts_of(kind))
    same(read_back(data, f"fiche.{format_}"), kind, texts_of(kind))


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("kind", KINDS)
def test_an_untouched_sheet_says_nothing_but_its_kind(kind: str, format_: str) -> None:
    found = read_back(write_sheet(kind, format_), f"fiche.{format_}")
    assert found.sections == {}
    assert found.note.kind == kind
    assert {passage.role for passage in found.note.passages} == {"field"}
    assert is_untouched(found.note)


def test_a_sheet_with_one_answer_is_touched() -> None:
    filled = fill(write_sheet("portrait_territoire", "docx"), "docx", {"enjeux": ["Loger les saisonniers."]})
    assert not is_untouched(read_back(filled, "fiche.docx").note)


@pytest.mark.parametrize("format_", FORMATS)
def test_help_that_lists_the_themes_of_a_project_is_known(format_: str) -> None:
    titles = ["Logement", "Eau et agriculture", "« Bien vieillir » ici", "Et demain ?"]
    data = write_sheet("portrait_territoire", format_, {}, titles)
    found = read_back(data, f"fiche.{format_}")
    assert is_untouched(found.note)
    told = " ".join(gone.text for gone in found.reading.not_taken)
    assert (
        "parmi ceux du projet : « Logement », « Eau et agriculture », « Bien vieillir ici », « Et demain ? »"
        in told
    )


@pytest.mark.slow
def test_sheets_saved_by_libreoffice_are_read_the_same(tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice manque")
    for kind in KINDS:
        (tmp_path / f"{kind}.docx").write_bytes(fill(write_sheet(kind, "docx", HERE), "docx", texts_of(kind)))
    profile = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    for format_ in ("docx", "odt"):
        out = tmp_path / format_
        files = [str(tmp_path / f"{kind}.docx") for kind in KINDS]
        command = ["soffice", profile, "--headless", "--convert-to", format_, "--outdir", str(out), *files]
        subprocess.run(command, check=True, capture_output=True, timeout=600)
        for kind in KINDS:
            same(read_back((out / f"{kind}.{format_}").read_bytes(), f"fiche.{format_}"), kind, texts_of(kind))


def test_no_style_has_to_survive() -> None:
    """The sheet pasted into a document of one's own: everything in the default style but the headings."""
    data = fill(write_sheet("visite_miroir", "docx", HERE), "docx", texts_of("visite_miroir"))
    for style in ("Consigne", "Accueil", "Champ", "Reponse", "En-teteDeTableau"):
        data = changed(data, "word/document.xml", f'w:val="{style}"', 'w:val="Normal"')
    same(read_back(data, "fiche.docx"), "visite_miroir", texts_of("visite_miroir"))


HELP = help_of_section("visite_miroir", "objectifs")
TYPED: dict[str, tuple[str, str]] = {
    "in the place of the line": ("Nous voulions voir des baux.", "Nous voulions voir des baux."),
    "behind the line": ("Écrivez ici. Nous voulions voir des baux.", "Nous voulions voir des baux."),
    "in one run with the line": ("**Écrivez ici. Nous voulions** voir.", "Écrivez ici. Nous voulions voir."),
    "behind the line, with a colon": (
        "Écrivez ici : Nous voulions voir des baux.",
        "Nous voulions voir des baux.",
    ),
    "behind the line, without a blank": (
        "Écrivez ici.Nous voulions voir des baux.",
        "Nous voulions voir des baux.",
    ),
    "before the line": ("Nous voulions voir des baux. Écrivez ici.", "Nous voulions voir des baux."),
    "with the words of the line": ("Écrivez ici vos idées, disait-on.", "Écrivez ici vos idées, disait-on."),
    "in the comment of the help": (
        f"<!-- ✎ {HELP} Nous voulions\nvoir <b>des</b> baux. -->\n\nÉcrivez ici.",
        "Nous voulions voir des baux.",
    ),
    "in that comment, below and above": (f"<!-- Avant.\n✎ {HELP}\n\n     - des baux -->", "Avant. des baux"),
    "in a comment, over the help": ("<!-- ✎ Nous voulions voir des baux. -->", "Nous voulions voir des baux."),
    "in a comment of the writer's own": (f"<!-- à revoir --><!-- ✎ {HELP} -->\n\nDes baux.", "Des baux."),
    "behind the themes of a project": (f"✎ {help_of_field('themes', ['Logement'])} Des baux.", "Des baux."),
    "among the themes of a project": (
        help_of_field("themes", ["Logement"]).replace("»", "» surtout"),
        help_of_field("themes", ["Logement"]).replace("»", "» surtout"),
    ),
    "behind the help, in its paragraph": (f"✎ {HELP} Nous voulions voir.", "Nous voulions voir."),
    "before the help, in its paragraph": (f"Nous voulions voir. ✎ {HELP}", "Nous voulions voir."),
    "after the sign was taken off": (f"{HELP}\n\nNous voulions voir.", "Nous voulions voir."),
    "help cut in two paragraphs": (
        f"✎ {guidance().phrases['indispensable']}\n\n{guidance().rubriques['objectifs']}\n\nDes baux.",
        "Des baux.",
    ),
    "behind the sign, over the help": ("✎ Nous voulions voir des baux.", "Nous voulions voir des baux."),
    "in another writing of the help": (f"✎ {HELP.upper().replace(' :', ':')}\n\nDes baux.", "Des baux."),
}


@pytest.mark.parametrize("case", TYPED)
def test_what_is_typed_beside_the_help_stays(case: str) -> None:
    typed, expected = TYPED[case]
    note = f"<!-- ✎ {guidance().phrases['depot']} -->\n\n## Objectifs\n\n{typed}\n"
    found = read_back(note.encode(), "visite miroir.md")
    assert found.sections == {"objectifs": words([expected])}
    told = [finding.where for finding in found.reading.findings if finding.code == "consigne"]
    assert told == (["ligne 5"] if case.endswith(", over the help") else [])


@pytest.mark.parametrize("typed", ["Écrivez ici. ![](carte.png)", f"✎ {HELP} ![](carte.png)"])
def test_a_picture_put_beside_the_help_stays(typed: str) -> None:
    note = f"✎ {guidance().phrases['depot']}\n\n## Objectifs\n\n{typed}\n"
    found = read_back(note.encode(), "visite miroir.md")
    assert "'Image'" in str(found.reading.blocks)
    assert found.sections == {"objectifs": []} or not any(found.sections.values())


def test_a_note_that_is_no_sheet_keeps_every_paragraph() -> None:
    note = "# Une visite\n\n✎ Croquis du bourg.\n\n## Contexte\n\n## Enjeux\n\nÉcrivez ici.\n"
    (reading,) = [read_back(note.encode(), "note.md").reading]
    assert isinstance(reading, Reading)
    shown = [ast.text(leaf["c"][1]) for leaf in ast.each_leaf(reading.blocks)]
    assert shown == ["Une visite", "✎ Croquis du bourg.", "Contexte", "Enjeux", "Écrivez ici."]


def test_a_sheet_of_an_earlier_help_is_known() -> None:
    assert all(is_help(text) for text in guidance().anciennes)


IN_THE_LEFT_CELL = {
    "below the label and its help": ("", "<w:p><w:r><w:t>Ponthieux</w:t></w:r></w:p>"),
    "behind the label": ("<w:r><w:t xml:space='preserve'> : Ponthieux</w:t></w:r>", ""),
}


@pytest.mark.parametrize("case", IN_THE_LEFT_CELL)
def test_an_answer_typed_beside_its_label_is_the_answer(case: str) -> None:
    behind, below = IN_THE_LEFT_CELL[case]
    data = write_sheet("visite_miroir", "docx", HERE)
    label, help_ = f"{label_of('lieu')}</w:t></w:r>", f"{help_of_field('lieu')}</w:t></w:r></w:p>"
    data = changed(data, "word/document.xml", label, label + behind)
    data = changed(data, "word/document.xml", help_, help_ + below)
    shown = [ast.text(leaf["c"][1]) for leaf in ast.each_leaf(read_back(data, "fiche.docx").reading.blocks)]
    assert "Lieu : Ponthieux" in shown
    assert "Territoire d'accueil : Haute-Galdonne" in shown
    assert not [text for text in shown if text in {"Champ", "Votre réponse"}]


@pytest.mark.parametrize("format_", ["docx", "md"])
@pytest.mark.parametrize("title", ["Visite du lycée", "Ce que nous avons vu"])
def test_the_first_heading_of_a_sheet_is_its_title_whatever_it_says(title: str, format_: str) -> None:
    data = fill(write_sheet("visite_miroir", format_, HERE), format_, texts_of("visite_miroir"))
    if format_ == "docx":
        data = changed(data, "word/document.xml", TITLE, title)
    data = data.replace(TITLE.encode(), title.encode())
    found = read_back(data, f"fiche.{format_}")
    assert found.note.title == title
    assert found.sections.keys() == texts_of("visite_miroir").keys()


def test_what_a_sheet_calls_itself_is_no_title_of_a_note() -> None:
    """Its properties say « Fiche à remplir : Visite miroir », which stays when it is filled in."""
    sheet = read_back(write_sheet("visite_miroir", "docx", HERE), "visite.docx").reading
    blocks = [ast.para(ast.leaf(ast.string(help_of_section("visite_miroir", "objectifs")), "ligne 1"))]
    for title, kept in ((title_of_sheet("visite_miroir"), {}), ("La halle", {"titre": "La halle"})):
        given = structs.replace(sheet, blocks=blocks, properties={"titre": title})
        assert without_guidance(given, "visite.docx").properties == kept


def test_a_short_answer_is_no_heading() -> None:
    """Letters of help are small, and most: beside them each answer looks large."""
    texts = {"decisions": ["Planter des haies avant mars"], "suites": ["Nouvelle réunion en juin"]}
    data = fill(write_sheet("compte_rendu_reunion", "docx", HERE), "docx", texts)
    found = read_back(data, "cr.docx")
    assert found.sections == {section: words(said) for section, said in texts.items()}
    assert {passage.role for passage in found.note.passages} == {"title", "field", "section", "text"}


@pytest.mark.parametrize("emphasis", ["**{}**", "*{}*", "**{} Des baux.**", "*{}* Des baux."])
def test_help_is_known_in_any_emphasis(emphasis: str) -> None:
    typed = emphasis.format(help_of_field("themes", ["Logement", "Eau"]))
    note = f"✎ {guidance().phrases['depot']}\n\n## Objectifs\n\nAvant. {typed}\n"
    assert read_back(note.encode(), "note.md").sections == {
        "objectifs": words(["Avant." + " Des baux." * ("Des baux" in typed)])
    }


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_markdown_sheet_that_notepad_saved_as_text_is_a_sheet(encoding: str) -> None:
    data = fill(write_sheet("visite_miroir", "md", HERE), "md", texts_of("visite_miroir"))
    saved = data.decode().replace("✎", "?" if encoding == "cp1252" else "✎").replace("\n", "\r\n")
    same(read_back(saved.encode(encoding, "replace"), "fiche.txt"), "visite_miroir", texts_of("visite_miroir"))


def test_what_is_left_of_a_sheet_without_its_help_is_a_sheet() -> None:
    note = "# Ma réunion\n\n## Décisions\n\nPlanter.\n\n## Suites\n\nÉcrivez ici.\n\n## Échanges\n\nÉcrivez ici.\n"
    assert read_back(note.encode(), "note.md").sections == {"decisions": ["Planter"]}


def test_two_sheets_in_one_file_are_told() -> None:
    table = "| Champ | Votre réponse |\n|---|---|\n| Lieu | {} |\n| Date | |\n\n## Objectifs\n\nVoir.\n\n"
    note = f"✎ {guidance().phrases['depot']}\n\n{table.format('Tramelle')}{table.format('Orsac')}"
    told = [one for one in read_back(note.encode(), "fiche.md").reading.findings if one.code == "consigne"]
    assert [one.where for one in told] == ["ligne 12"]
    assert "2 fiches" in told[0].message


OVER_A_LABEL = ["Bramefont, salle des fêtes", "Thème : logement", "Le car est tombé en panne à l'aller."]


@pytest.mark.parametrize("typed", OVER_A_LABEL)
def test_an_answer_typed_over_its_label_is_kept(typed: str) -> None:
    data = write_sheet("visite_miroir", "docx", HERE)
    data = changed(data, "word/document.xml", f">{label_of('lieu')}<", f">{typed}<")
    note = read_back(data, "fiche.docx")
    assert typed in [ast.text(leaf["c"][1]) for leaf in ast.each_leaf(note.reading.blocks)]


def test_a_label_typed_anew_with_its_colon_has_one() -> None:
    table = "| Champ | Votre réponse |\n|---|---|\n| LIEU : | Orsac |\n| Date | |\n"
    note = f"✎ {guidance().phrases['depot']}\n\n{table}"
    shown = [ast.text(leaf["c"][1]) for leaf in ast.each_leaf(read_back(note.encode(), "a.md").reading.blocks)]
    assert "LIEU : Orsac" in shown


def test_a_picture_put_in_the_place_of_an_answer_is_kept() -> None:
    table = "| Champ | Votre réponse |\n|---|---|\n| Lieu | ![](a.png) |\n| Date | |\n"
    note = f"✎ {guidance().phrases['depot']}\n\n{table}"
    assert "'Image'" in str(read_back(note.encode(), "fiche.md").reading.blocks)


@pytest.mark.parametrize(
    ("label", "typed", "expected"),
    [
        ("Lieu", "Lieu : Ponthieux", "Lieu : Ponthieux"),
        ("Lieu", "Lieu\nPonthieux", "Lieu : Ponthieux"),
        ("Enjeux", "Enjeux\nLoger les saisonniers.", "Loger les saisonniers."),
    ],
)
def test_an_answer_typed_in_the_column_of_labels_stays(label: str, typed: str, expected: str) -> None:
    book = load_workbook(io.BytesIO(write_sheet("visite_miroir", "xlsx")))
    next(row[0] for row in book.worksheets[0].iter_rows() if row[0].value == label).value = typed
    buffer = io.BytesIO()
    book.save(buffer)
    reading = read_back(buffer.getvalue(), "fiche.xlsx").reading
    assert expected in [ast.text(leaf["c"][1]) for leaf in ast.each_leaf(reading.blocks)]


def test_no_sheet_tells_of_a_line_that_it_does_not_have() -> None:
    book = load_workbook(io.BytesIO(write_sheet("visite_miroir", "xlsx")))
    assert "Écrivez ici" not in " ".join(str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row)
