"""How a returned DOCX is read."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from restitution.errors import UnreadableSource
from restitution.ooxml.package import write_package
from restitution.review.docx import read_docx
from restitution.review.returned import Paragraph, RawMark, Returned, Span
from tests.review.returned_docx import docx, parts_of

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("returned_docx.yaml").read_text("utf-8"))
AROUND = {"kept": ("", ""), "inserted": ("{+", "+}"), "deleted": ("[-", "-]"), "undone": ("(~", "~)")}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    returned = read_docx(write_package(parts_of(case["parts"])))
    assert returned.problems == []
    assert returned.ours == case.get("ours", 0)
    if "paragraphs" in case:
        assert [told(paragraph) for paragraph in returned.paragraphs] == case["paragraphs"]
    assert len(returned.marks) == len(case["marks"])
    for mark, asked in zip(returned.marks, case["marks"], strict=True):
        wanted = {"elements": {asked["kind"]: 1}, **asked}
        assert as_asked(mark, returned, wanted) == wanted


def told(paragraph: Paragraph) -> str:
    words = "".join(AROUND[one.status][0] + one.text + AROUND[one.status][1] for one in paragraph.segments)
    ends = "¶+" * paragraph.inserted + "¶-" * paragraph.deleted
    kind = "" if paragraph.kind == "body" else paragraph.kind
    return " | ".join([words + ends, *filter(None, (kind, paragraph.place, "ours" if paragraph.ours else ""))])


def as_asked(mark: RawMark, returned: Returned, asked: dict[str, Any]) -> dict[str, Any]:
    """What a mark says of each thing that a case asks."""
    said = {
        "kind": mark.kind,
        "text": mark.text,
        "about": words(mark.spans, returned),
        "to": words(mark.moved_to, returned),
        "by": mark.author,
        "parent": mark.parent,
        "resolved": mark.resolved,
        "look": mark.look,
        "elements": mark.elements,
    }
    return {key: said[key] for key in asked}


def words(spans: list[Span], returned: Returned) -> str | list[str]:
    found = [returned.paragraphs[span.paragraph].text[span.start : span.end] for span in spans]
    return found[0] if len(found) == 1 else found


def test_a_bookmark_without_an_end_reaches_to_the_end_of_its_paragraph() -> None:
    body = (
        '<w:p><w:bookmarkStart w:id="1" w:name="src_0000000001"/><w:r><w:t>Un</w:t></w:r></w:p>'
        '<w:p><w:bookmarkStart w:id="2" w:name="src_0000000002_Copy_1"/><w:r><w:t>Deux</w:t></w:r></w:p>'
        '<w:p><w:r><w:t>Trois</w:t></w:r><w:bookmarkEnd w:id="2"/><w:r><w:t>!</w:t></w:r></w:p>'
    )
    marks = [
        [(mark.name, mark.start, mark.end, mark.closed) for mark in paragraph.bookmarks]
        for paragraph in read_docx(docx(document=body)).paragraphs
    ]
    assert marks == [
        [("src_0000000001", 0, 2, False)],
        [("src_0000000002_Copy_1", 0, 4, True)],
        [("src_0000000002_Copy_1", 0, 5, True)],
    ]


def test_a_note_says_which_paragraph_calls_it() -> None:
    body = (
        '<w:p/><w:p><w:r><w:footnoteReference w:id="5"/></w:r></w:p>'
        '<w:p><w:r><w:footnoteReference w:id="4"/></w:r></w:p>'
    )
    notes = "".join(
        f'<w:footnote w:id="{id_}"><w:p><w:r><w:t>{id_}</w:t></w:r></w:p></w:footnote>' for id_ in "4567"
    )
    found = read_docx(docx(document=body, footnotes=notes)).paragraphs[3:]
    assert [(note.text, note.called_from, note.place) for note in found] == [
        ("5", 1, "note de bas de page 1"),
        ("4", 2, "note de bas de page 2"),
        ("6", -1, "note de bas de page"),
        ("7", -1, "note de bas de page"),
    ]


MANIFEST = """<manifeste xmlns="urn:restitution:manifeste:1" build="b1" copie="relecture/themes">
<passage signet="src_1" sha256="aa" repere="1-1"/>
<passage signet="src_1_2" sha256="bb" repere="1-2" passage="src_1" texte="Un&#160; mot"/>
<passage signet="gen_2">Autre mot</passage><fil cle="0123"/><fil cle="4567"/></manifeste>"""
PROPERTIES = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="v">'
    '<property name="RestitutionBuild"><vt:lpwstr>b2</vt:lpwstr></property></Properties>'
)


def test_the_manifest_is_read_in_its_older_and_its_newer_form() -> None:
    sent = read_docx(docx(document="<w:p/>", **{"customXml/item3.xml": MANIFEST})).sent
    assert sent is not None
    assert (sent.build, sent.copy, sent.carried) == ("b1", "relecture/themes", ["0123", "4567"])
    assert [(one.bookmark, one.passage, one.code, one.text, one.sha256) for one in sent.passages] == [
        ("src_1", "", "1-1", "", "aa"),
        ("src_1_2", "src_1", "1-2", "Un mot", "bb"),
        ("gen_2", "", "", "Autre mot", ""),
    ]


def test_without_a_manifest_the_build_alone_is_known_or_nothing() -> None:
    sent = read_docx(docx(document="<w:p/>", **{"docProps/custom.xml": PROPERTIES})).sent
    assert sent is not None
    assert (sent.build, sent.passages) == ("b2", [])
    assert read_docx(docx(document="<w:p/>")).sent is None


BODY = "<w:p><w:r><w:t>Un</w:t></w:r></w:p><w:p><w:r><w:t>Deux</w:t><w:commentReference w:id='0'/></w:r></w:p>"
COMMENT = "<w:comment w:id='0' w:author='E'><w:p><w:r><w:t>Dit</w:t></w:r></w:p></w:comment>"


def test_a_malformed_part_is_read_as_far_as_it_goes_and_said() -> None:
    parts = parts_of({"document": BODY, "comments": COMMENT})
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"</w:r></w:p><w:p>", b"</w:p><w:p>", 1)
    returned = read_docx(write_package(parts))
    assert [paragraph.text for paragraph in returned.paragraphs] == ["Un", "Deux"]
    assert [mark.text for mark in returned.marks] == ["Dit"]
    assert len(returned.problems) == 1
    assert returned.problems[0].startswith("Ce fichier est abîmé (le texte)")


def test_words_that_fell_into_properties_are_read() -> None:
    body = BODY.replace("<w:p><w:r>", "<w:p><w:pPr><w:jc w:val='left'/></w:pPr><w:r>", 1)
    parts = parts_of({"document": body, "comments": COMMENT})
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"</w:pPr>", b"", 1)
    returned = read_docx(write_package(parts))
    assert [paragraph.text for paragraph in returned.paragraphs] == ["Un", "Deux"]


def test_comments_are_read_though_the_text_is_lost() -> None:
    parts = parts_of({"document": BODY, "comments": COMMENT})
    del parts["word/document.xml"]
    data = write_package(parts)
    returned = read_docx(data[: data.index(b"PK\x01\x02")])
    assert [(mark.text, mark.spans) for mark in returned.marks] == [("Dit", [])]
    assert any("(le texte) : rien" in problem for problem in returned.problems)


@settings(max_examples=150)
@given(st.data())
def test_no_damage_ends_in_anything_but_a_sentence(data: st.DataObject) -> None:
    """A file of which some bytes are lost, in the zip or in a part."""
    parts = parts_of(CASES[data.draw(st.integers(0, len(CASES) - 1))]["parts"])
    name = data.draw(st.sampled_from(sorted(parts)))
    parts[name] = shortened(data, parts[name])
    whole = write_package(parts)
    with contextlib.suppress(UnreadableSource):
        read_docx(whole if data.draw(st.booleans()) else shortened(data, whole))


def shortened(data: st.DataObject, content: bytes) -> bytes:
    start = data.draw(st.integers(0, len(content)))
    return content[:start] + content[start + data.draw(st.integers(0, 60)) :]


def test_a_cut_zip_is_read_as_far_as_it_goes_and_said() -> None:
    data = docx(document=BODY, comments=COMMENT)
    returned = read_docx(data[: data.index(b"PK\x01\x02") - 20])
    assert [paragraph.text for paragraph in returned.paragraphs] == ["Un", "Deux"]
    assert [mark.text for mark in returned.marks] == ["Dit"]
    assert any("(le texte) : la fin manque" in problem for problem in returned.problems)
    assert returned.problems[0].startswith("Ce fichier est abîmé (enregistrement ou envoi interrompu)")


@pytest.mark.parametrize("data", [b"", b"PK", b"bonjour", write_package({"a.xml": b"<a/>"})])
def test_what_is_no_word_file_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableSource):
        read_docx(data)


def test_entities_are_never_opened() -> None:
    parts = parts_of({"document": BODY, "comments": COMMENT})
    evil = b'<!DOCTYPE w [<!ENTITY a "lol">]>' + parts["word/comments.xml"].replace(b"Dit", b"&a;")
    returned = read_docx(write_package(parts | {"word/comments.xml": evil}))
    assert returned.marks == []
    assert "commentaires" in returned.problems[0]
