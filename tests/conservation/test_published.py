"""Step (c): the files are written by the real writers; each wrong file is the right one of another document."""

from __future__ import annotations

import copy
import importlib.util
import io
import re
import sys
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

from restitution.conservation.published import Verified, check_docx, check_html, check_pdf
from restitution.conservation.published_units import Unit, read_units
from restitution.errors import Loss
from restitution.model import Block, Document
from restitution.pandoc import ast
from restitution.writers.docx import reference_docx, write_docx
from restitution.writers.html import TEMPLATES, write_html
from restitution.writers.pdf import write_pdf

ROOT = Path(__file__).parents[2]
BODY = "word/document.xml"
ONE, OTHER = "src_0000000009", "src_000000000a"
"""Bookmarks of the sample."""


def _load_sample() -> ModuleType:
    spec = importlib.util.spec_from_file_location("writers_sample", ROOT / "tests/writers/sample.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


sample = _load_sample()
MEDIA = {name: data for name, data in sample.MEDIA.items() if "vignette" not in name}
"""One picture of the sample cannot be shown."""


def hard_cases() -> Document:
    """What a file may show in another way than the document says it."""
    new = sample.Anchors()
    formula = {"t": "Math", "c": [{"t": "InlineMath"}, r"\alpha + \frac{1}{2} x"]}
    noted = [
        *ast.string("Une note"),
        sample.note(new_para("Première."), new_para("Sa suite.")),
        *ast.string(" puis"),
    ]
    twice = [*noted, sample.note(new_para("Deuxième note.")), *ast.string(" la fin.")]
    term = [new.leaf("1"), [[new.para("Un terme qui est un nombre.")]]]
    deep = new.para("au fond")
    for _ in range(5):
        deep = sample.bullets([new.para("avant"), deep, new.para("après")])
    long_cells = [new.row(f"{n} {sample.LONG}", f"{n} {sample.LONG * 2}") for n in range(12)]
    return sample.sample_document(
        [
            ast.div([], "sommaire"),
            new.heading(1, "3"),
            new.para("3 lieux"),
            new.heading(2, "Annexe B"),
            new.para("fin œuvre ﬁn a\u00adb 10\u202f000 e\u0332 \u200efin\u200e. \u2014 " + "x" * 90),
            new.para("Signes : \u2713 \ue123 \u6f22 \U00020000 rien."),
            new.para([*ast.string("Soit "), formula, *ast.string(" donc")]),
            new.para("Val-de-Brume-sur-Loire-et-Cher " * 20),
            new.para(twice),
            sample.numbered(1, [{"t": "DefinitionList", "c": [term]}], [new.para("2")]),
            deep,
            sample.table(new.leaf("Tableau 2 : déjà dit"), 2, [new.row("Tête", "Autre tête")], long_cells),
            sample.figure(new.leaf("Figure à part"), sample.image("Un plan \u2713", "media/carte.png")),
            new.para([sample.image("Un plan perdu", "media/absent.png"), *ast.string(" ici")]),
            ast.para(ast.string("Sans repère.")),
            new.para("Fin."),
        ]
    )


def new_para(text: str) -> Block:
    return ast.para(ast.string(text))


DOCUMENTS: dict[str, Callable[[], Document]] = {"sample": sample.sample_document, "hard": hard_cases}


@cache
def written(name: str, kind: str) -> bytes:
    """The file of one of the documents."""
    return _write(DOCUMENTS[name](), kind)


def _write(document: Document, kind: str) -> bytes:
    if kind == "docx":
        return write_docx(document, MEDIA, reference_docx())
    if kind == "html":
        return write_html(document, MEDIA, {name: (ROOT / "templates" / name).read_bytes() for name in TEMPLATES})
    template = (ROOT / "templates/typst/restitution.typ").read_bytes()
    return write_pdf(document, MEDIA, template, ROOT / "templates/fonts")


CHECKS = {"docx": check_docx, "pdf": check_pdf, "html": check_html}
every_kind = pytest.mark.parametrize("kind", CHECKS)


@every_kind
@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_the_writers_write_holds(name: str, kind: str) -> None:
    document = DOCUMENTS[name]()
    found = CHECKS[kind](written(name, kind), document)
    assert found.holds, found
    assert not found.message
    units = read_units(document.blocks)
    assert found.words == sum(_count(unit) for unit in units)
    assert found.footnotes == sum(len(unit.notes) for unit in units) > 0


def _count(unit: Unit) -> int:
    return len(unit.words) + sum(len(part.words) for note in unit.notes for part in note)


Change = Callable[[Document], None]


def _leaves(document: Document) -> list[Any]:
    return list(ast.each_leaf(document.blocks))


def _text_of(document: Document, start: str) -> list[Any]:
    """Inlines of the leaf that begins so."""
    return next(leaf["c"][1] for leaf in _leaves(document) if ast.text(leaf).startswith(start))


def _place_of(document: Document, start: str) -> int:
    return next(n for n, block in enumerate(document.blocks) if ast.text(block).startswith(start))


def add_leaf(document: Document) -> None:
    place = _place_of(document, "Voir le site")
    document.blocks.insert(place, ast.para(ast.leaf(ast.string("Phrase perdue."), "", id_="src_ffffffffff")))


def add_word(document: Document) -> None:
    _text_of(document, "Voir").insert(0, {"t": "Str", "c": "Toujours"})


def add_word_in_cell(document: Document) -> None:
    _text_of(document, "Deuxième ligne").append({"t": "Str", "c": "bis"})


def change_letter(document: Document) -> None:
    _text_of(document, "un guichet")[0]["c"] = "au"


def swap_paragraphs(document: Document) -> None:
    place = _place_of(document, "La commune loge")
    document.blocks[place : place + 2] = reversed(document.blocks[place : place + 2])


def swap_sentences(document: Document) -> None:
    inlines = _text_of(document, "« On a écouté, puis")
    inlines[:] = ast.string("« puis on a décidé ensemble, On a écouté. »")


def take_repeated_sentence(document: Document) -> None:
    """The file has a sentence once more than the document."""
    place = _place_of(document, "On a écouté avant")
    del document.blocks[place]


def take_half_of_doubled_text(document: Document) -> None:
    inlines = _text_of(document, "Le territoire a choisi")
    del inlines[len(inlines) // 2 :]


def add_note(document: Document) -> None:
    _text_of(document, "Après le tableau").append(sample.note(new_para("Note perdue.")))


def change_note(document: Document) -> None:
    note = next(inline for inline in _text_of(document, "La commune loge") if inline["t"] == "Note")
    note["c"].append(new_para("Et de 2024."))


def change_speaker(document: Document) -> None:
    """Words that are ours (a speaker's label) are published words as well."""
    _text_of(document, "Animatrice")[0]["c"][1] = ast.string("Animateur :")


def change_alternative(document: Document) -> None:
    inlines = next(b["c"][2][0]["c"] for b in document.blocks if b["t"] == "Figure")
    inlines[0]["c"][1] = ast.string("Treize lieux")


CHANGES: dict[Change, str] = {
    add_leaf: "missing",
    add_word: "missing",
    add_word_in_cell: "missing",
    change_letter: "missing",
    swap_paragraphs: "moved",
    swap_sentences: "missing",
    take_repeated_sentence: "extra",
    take_half_of_doubled_text: "extra",
    add_note: "missing",
    change_note: "missing",
    change_speaker: "missing",
    change_alternative: "missing",
}


@every_kind
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_another_document_does_not_hold(change: Change, kind: str) -> None:
    document = copy.deepcopy(sample.sample_document())
    change(document)
    found = CHECKS[kind](written("sample", kind), document)
    assert getattr(found, CHANGES[change]), found
    assert found.message.startswith("à la relecture du fichier, ")
    assert found.message.endswith(".")


@every_kind
def test_each_leaf_counts(kind: str) -> None:
    """Whichever leaf the file lacks, its id is told."""
    document = sample.sample_document()
    for number in range(0, len(_leaves(document)), 17):
        changed = copy.deepcopy(document)
        leaf = _leaves(changed)[number]
        leaf["c"][1].append({"t": "Str", "c": " oubli"})
        found = CHECKS[kind](written("sample", kind), changed)
        assert [stray.leaf for stray in found.missing] == [ast.leaf_id(leaf)], found


def test_a_formula_counts() -> None:
    document = hard_cases()
    formula = next(i for i in _text_of(document, "Soit") if i["t"] == "Math")
    formula["c"][1] = r"\beta + \frac{1}{2} x"
    for kind, check in CHECKS.items():
        assert not check(written("hard", kind), document).holds


# ---- Wrong DOCX ----------------------------------------------------------------------------------------------


def _edited(edit: Callable[[str], str], part: str = BODY) -> Verified:
    """The verdict on the sample's DOCX, one part of it edited."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written("sample", "docx"))) as file, zipfile.ZipFile(changed, "w") as out:
        for name in file.namelist():
            data = file.read(name)
            out.writestr(name, edit(data.decode()).encode() if name == part else data)
    return check_docx(changed.getvalue(), sample.sample_document())


def _without_bookmark(xml: str) -> str:
    changed, count = re.subn(rf'<w:bookmarkStart[^>]*w:name="{ONE}"[^>]*/>', "", xml)
    assert count == 1
    return changed


def _twice_one_name(xml: str) -> str:
    assert OTHER in xml
    return xml.replace(OTHER, ONE, 1)


def _extra_paragraph(xml: str) -> str:
    assert "<w:body>" in xml
    return xml.replace("<w:body>", "<w:body><w:p><w:r><w:t>Phrase en trop</w:t></w:r></w:p>", 1)


def _field_code(xml: str) -> str:
    """What a field computes from is not text."""
    code = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> SECRET </w:instrText></w:r>'
    return xml.replace("</w:p>", f'{code}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>', 1)


def test_a_bookmark_that_is_gone_is_missing() -> None:
    found = _edited(_without_bookmark)
    assert [stray.leaf for stray in found.missing] == [ONE]
    assert "signet absent" in found.message


def test_a_bookmark_name_given_twice_is_told() -> None:
    found = _edited(_twice_one_name)
    assert any("signet en double" in stray.around for stray in found.extra)


def test_text_under_no_bookmark_is_too_much() -> None:
    assert _edited(_extra_paragraph).extra[0].around == "Phrase en trop"


def test_codes_of_fields_are_no_text() -> None:
    assert _edited(_field_code).holds


def test_a_footnote_that_lost_its_words_is_told() -> None:
    found = _edited(lambda xml: xml.replace("Chiffres", ""), "word/footnotes.xml")
    assert found.missing


@every_kind
def test_what_is_no_such_file_is_refused(kind: str) -> None:
    with pytest.raises(Loss):
        CHECKS[kind](b"rien", sample.sample_document())


# ---- Wrong web pages -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (f'id="{ONE}"', "", "signet absent"),
        (OTHER, ONE, "signet en double"),
        ("<main ", "<main><p>Phrase en trop</p></main><main ", ""),
        ('tabindex="-1" data-document>', 'tabindex="-1" data-document><p>Phrase en trop</p>', "Phrase en trop"),
        ("Chiffres de 2025.", "de 2025.", "Chiffres"),
        ('href="#note-1"', 'href="#note-2"', "Chiffres"),
        ('<span class="numero">1</span>', '<span class="numero">Premier</span>', "Premier"),
        ("<p><span id", "<p hidden><span id", "signet absent"),
        ("Douze lieux", "Treize lieux", "Douze"),
    ],
)
def test_a_page_that_was_changed_does_not_hold(before: str, after: str, told: str) -> None:
    page = written("sample", "html").decode()
    start = page.index("<main")
    assert before in page[start:]
    changed = page[:start] + page[start:].replace(before, after, 1)
    found = check_html(changed.encode(), sample.sample_document())
    assert found.holds is not bool(told)
    assert told in found.message


def test_glued_words_are_told_in_the_pdf() -> None:
    document = sample.sample_document()
    inlines = _text_of(document, "un guichet")
    inlines[:] = ast.string("ung uichet unique")
    found = check_pdf(written("sample", "pdf"), document)
    assert "mots collés" in found.missing[0].around


@every_kind
def test_the_worked_example_holds(kind: str) -> None:
    document, file = ROOT / ".restitution/document.json", ROOT / f".restitution/build/restitution.{kind}"
    if not (document.exists() and file.exists()) or file.stat().st_mtime < document.stat().st_mtime:
        pytest.skip("L'exemple n'est pas construit : lancez « restitution build ».")
    found = CHECKS[kind](file.read_bytes(), msgspec.json.decode(document.read_bytes(), type=Document))
    assert found.holds, found.message
