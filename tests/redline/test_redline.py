"""A redline shows what changed, and accepting or refusing all of it gives the one or the other document."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml
from docx_plus.revisions import accept_all_revisions, reject_all_revisions
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from restitution.redline import AUTHOR, compare

from .documents import built
from .sides import texts, words

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text("utf-8"))
each_case = pytest.mark.parametrize("case", CASES, ids=[case["cas"] for case in CASES])


def document_xml(data: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()


def assert_both_sides(data: bytes, old: bytes, new: bytes) -> None:
    assert texts(data, "old") == texts(old, "old")
    assert texts(data, "new") == texts(new, "new")


@each_case
def test_accepting_gives_the_new_text_and_refusing_the_old_one(case: dict[str, Any]) -> None:
    old, new = built(case["avant"]), built(case["apres"])
    assert_both_sides(compare(old, new).data, old, new)
    assert_both_sides(compare(new, old).data, new, old)


@each_case
def test_what_changed_is_told(case: dict[str, Any]) -> None:
    found = compare(built(case["avant"]), built(case["apres"])).changed
    told = []
    for one in found:
        is_both = one.kind in {"edited", "note", "restyled"}
        text = f"{one.before} > {one.after}" if is_both else one.before + one.after
        told.append(" ".join(f"{one.kind}: {text}".split()))
    assert told == case["dit"]


@each_case
def test_another_library_finds_the_same_words(case: dict[str, Any]) -> None:
    old, new = built(case["avant"]), built(case["apres"])
    data = compare(old, new).data
    for settle, side, expected in ((accept_all_revisions, "new", new), (reject_all_revisions, "old", old)):
        document = docx.Document(io.BytesIO(data))
        settle(document)
        saved = io.BytesIO()
        document.save(saved)
        body = [text for text in texts(saved.getvalue(), side) if text and not text.startswith("[note]")]
        wanted = [text for text in texts(expected, side) if text and not text.startswith("[note]")]
        assert _squeezed(body) == _squeezed(wanted)


def _squeezed(found: list[str]) -> str:
    return "".join("".join(found).split())


def test_a_move_has_one_name_on_both_sides() -> None:
    case = next(case for case in CASES if case["cas"] == "un paragraphe change de place")
    xml = document_xml(compare(built(case["avant"]), built(case["apres"])).data)
    starts = re.findall(r'<w:move(From|To)RangeStart [^>]*w:name="(\w+)"', xml)
    assert sorted(way for way, _ in starts) == ["From", "To"]
    assert len({name for _, name in starts}) == 1
    assert "<w:ins " not in xml
    assert "<w:del " not in xml


def test_a_change_of_bold_is_one_of_looks() -> None:
    xml = document_xml(compare(built("{1}Douze communes."), built("{1}**Douze** communes.")).data)
    assert xml.count("<w:rPrChange ") == 1
    assert "<w:ins " not in xml


def test_changes_bear_the_name_of_the_program_and_the_date_of_the_newer_document() -> None:
    data = compare(built("{1}Douze."), built("{1}Treize.", epoch=1_700_000_000)).data
    said = set(re.findall(r'<w:(?:ins|del) [^>]*w:author="([^"]*)" w:date="([^"]*)"', document_xml(data)))
    assert said == {(AUTHOR, "2023-11-14T22:13:20Z")}


def test_the_same_two_documents_give_the_same_bytes() -> None:
    old, new = built(CASES[6]["avant"]), built(CASES[6]["apres"])
    assert compare(old, new).data == compare(old, new).data


def test_no_two_marks_share_a_number_and_no_two_bookmarks_a_name() -> None:
    for case in CASES:
        xml = document_xml(compare(built(case["avant"]), built(case["apres"])).data)
        ids = re.findall(r'<w:(?:ins|del|moveFrom|moveTo|\w+RangeStart|\w+Change) w:id="(\d+)"', xml)
        names = re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', xml)
        assert len(ids) == len(set(ids))
        assert len(names) == len(set(names))


PARAGRAPHS = st.lists(
    st.tuples(st.integers(1, 9), st.sampled_from(["lac", "pré", "mur"]), st.integers(0, 3)),
    min_size=1, max_size=7, unique_by=lambda one: one[0],
)  # fmt: skip


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(PARAGRAPHS, PARAGRAPHS)
def test_whatever_changed_both_sides_are_there(
    before: list[tuple[int, str, int]], after: list[tuple[int, str, int]]
) -> None:
    old, new = (built("\n\n".join(map(_block, one))) for one in (before, after))
    data = compare(old, new).data
    assert _ended(texts(data, "old")) == _ended(texts(old, "old"))
    assert _ended(texts(data, "new")) == _ended(texts(new, "new"))


def _ended(found: list[str]) -> list[str]:
    """Without the empty paragraph that must stand behind a table, where a document may not end with one."""
    while found and not found[-1]:
        found = found[:-1]
    return found


def _block(one: tuple[int, str, int]) -> str:
    id_, word, shape = one
    text = f"{{{id_:x}}}Le {word} est au bord de la route {id_} et du {word}."
    if shape == 1:
        return f"| {text} | {{{id_ + 32:x}}}Autre |\n|---|---|\n| {{{id_ + 64:x}}}{word} | {{{id_ + 96:x}}}fin |"
    return {0: text, 2: f"# {text}", 3: f"- {text}\n- {{{id_ + 32:x}}}et un {word}"}[shape]


def test_words_of_both_are_kept_when_contents_change() -> None:
    old, new = built("# {1}Un\n\n{2}Le lac."), built("# {3}Deux\n\n{2}Le lac.")
    assert words(compare(old, new).data, "new") == "Deux Le lac."
