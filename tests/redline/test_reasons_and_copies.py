"""Why each thing changed, at the end of a redline; and copies that came back, as they were sent."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from restitution.redline import compare
from restitution.redline.annex import ABOUT, BOOKMARK, with_reasons
from restitution.redline.cleaning import cleaned
from restitution.redline.reasons import COMPUTED, Known, Reason, reasons
from restitution.redline.records import Changed

from .documents import built
from .sides import texts
from .test_redline import CASES

KNOWN = Known(
    codes={"src_1": "2.1-1", "src_2": "2.1-2", "src_2_2": "9-1"},
    sources={"src_1": "ta/note.md", "src_2": "ta/note.md"},
    remarks={"src_2": ["R-014"]},
)


def told(*changed: Changed) -> list[Reason]:
    return reasons(changed, KNOWN, lambda _: "note modifiée")


def test_an_edit_says_what_became_of_which_words_and_the_note_that_changed() -> None:
    (line,) = told(Changed(kind="edited", names=["src_1"], before="douze", after="treize"))
    assert line == Reason(
        place="¶ 2.1-1", change="« douze » devient « treize »", source="ta/note.md", why="note modifiée"
    )


def test_an_accepted_remark_is_the_reason_at_every_place_of_its_passage() -> None:
    first, second = told(
        Changed(kind="edited", names=["src_2"], before="lac", after=""),
        Changed(kind="edited", names=["src_2_2"], before="lac", after=""),
    )
    assert (first.why, second.why) == ("R-014", "R-014")
    assert (first.place, second.place) == ("¶ 2.1-2", "¶ 9-1")


def test_a_run_of_new_paragraphs_is_one_line() -> None:
    new = [Changed(kind="inserted", names=[f"src_{n}"], after=f"Texte {n}", heading="Le pays") for n in (7, 8, 9)]
    (line,) = told(*new)
    assert line.change == "3 paragraphes ajoutés : « Texte 7 »"
    assert (line.place, line.why) == ("Le pays", ""), "nothing is known of these passages, nothing is said"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (Changed(kind="deleted", names=["src_1"]), "1 paragraphe retiré, sans texte"),
        (Changed(kind="edited", names=["src_1"], before=" ", after=""), "mise en forme ou espaces"),
    ],
)
def test_a_change_without_words_quotes_none(changed: Changed, said: str) -> None:
    assert told(changed)[0].change == said


def test_words_of_the_plan_are_told_as_such() -> None:
    (line,) = told(Changed(kind="edited", names=["gen_1"], before="32", after="33", heading="Colophon"))
    assert (line.place, line.source, line.why) == ("Colophon", "", COMPUTED)


def test_the_table_stands_behind_the_text_and_can_be_told_from_it() -> None:
    old, new = built("{1}Douze communes."), built("{1}Treize communes.")
    data = with_reasons(compare(old, new).data, told(Changed(kind="edited", names=["src_1"], after="x")))
    xml = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert xml.count(BOOKMARK) == 1
    for side, document in (("old", old), ("new", new)):
        found = texts(data, side)  # type: ignore[arg-type]
        assert found[: found.index(ABOUT)] == texts(document, side)  # type: ignore[arg-type]
    docx.Document(io.BytesIO(data))


@pytest.mark.parametrize("case", CASES, ids=[case["cas"] for case in CASES])
def test_cleaning_refuses_what_was_tracked(case: dict[str, str]) -> None:
    old, new = built(case["avant"]), built(case["apres"])
    found = [text for text in texts(cleaned(compare(old, new).data), "new") if text]
    assert found == [text for text in texts(old, "old") if text]


def test_cleaning_takes_comments_out_and_keeps_the_words() -> None:
    document = docx.Document(io.BytesIO(built("{1}Douze communes.")))
    document.add_comment(document.paragraphs[0].runs, text="Treize, non ?", author="Une élue", initials="UE")
    saved = io.BytesIO()
    document.save(saved)
    xml = zipfile.ZipFile(io.BytesIO(cleaned(saved.getvalue()))).read("word/document.xml").decode()
    assert "comment" not in xml
    assert texts(cleaned(saved.getvalue()), "new") == ["Douze communes."]


def test_an_end_of_paragraph_that_was_inserted_joins_again() -> None:
    document = docx.Document(io.BytesIO(built("{1}Douze communes et un lac.")))
    paragraph = document.paragraphs[0]
    half = document.add_paragraph(" Le reste.")
    mark, marks = OxmlElement("w:ins"), OxmlElement("w:rPr")
    mark.set(qn("w:id"), "77")
    marks.append(mark)
    paragraph._p.get_or_add_pPr().append(marks)
    paragraph._p.addnext(half._p)
    saved = io.BytesIO()
    document.save(saved)
    assert texts(cleaned(saved.getvalue()), "new") == ["Douze communes et un lac. Le reste."]
