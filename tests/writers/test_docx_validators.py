"""Every DOCX that the project makes, before two validators: the Open XML SDK's and docx-integrity."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import docx_integrity
import pytest
import yaml
from lxml import etree

from restitution.domain import domain
from restitution.model import Document
from restitution.ooxml.package import open_package, parse, write_package
from restitution.ooxml.word import W
from restitution.pandoc import ast
from restitution.returns.slip import slip
from restitution.returns.told import Contributor, Gathered
from restitution.settings import Project, Settings, Territory
from restitution.writers.docx import reference_docx, write_docx
from restitution.writers.sheets import write_sheet

from . import templates
from .office import pages_shown, sdk_errors
from .sample import MEDIA, sample_document
from .test_docx_links import CASES as REFERENCES
from .test_docx_links import written as with_references
from .test_docx_sections import CASES as SECTIONS
from .test_docx_sections import written as with_sections

FALSE: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("docx_integrity.yaml").read_text("utf-8"))


@cache
def report() -> bytes:
    return write_docx(sample_document(), MEDIA, reference_docx())


@cache
def slip_of_nobody() -> bytes:
    settings = Settings(projet=Project(titre="Un projet"), territoires=(Territory(code="A", nom="Ici"),))
    blank = Document(build="", title="", subtitle="", date="", language="fr-FR", epoch=0)
    nobody = Contributor(name="Équipe", kind="person", paths=[])
    return write_docx(slip(nobody, Gathered(files={}, people=[]), settings, blank), {}, reference_docx())


MADE: dict[str, Callable[[], bytes]] = {
    "report": report,
    "reference": reference_docx,
    "slip": slip_of_nobody,
    "cross-references and lists": lambda: with_references(REFERENCES[2])[0],
    "designer's reference": lambda: write_docx(sample_document(), MEDIA, templates.with_first_page()),
    **{f"sections: {case['why']}": lambda case=case: with_sections(case) for case in SECTIONS},
    **{f"sheet: {kind}": lambda kind=kind: write_sheet(kind, "docx") for kind in domain().kinds},
}


@pytest.mark.parametrize("name", MADE)
def test_the_open_xml_sdk_finds_no_error(name: str, tmp_path: Path) -> None:
    assert sdk_errors(MADE[name](), tmp_path) == []


@pytest.mark.parametrize("name", MADE)
def test_docx_integrity_finds_nothing_but_what_is_known_to_be_false(name: str, tmp_path: Path) -> None:
    told = findings(MADE[name](), tmp_path)
    assert [found for found in told if not any(is_case(case, found) for case in FALSE)] == []


def findings(data: bytes, folder: Path) -> list[tuple[str, str]]:
    """Code and message of each finding, whatever its level."""
    file = folder / "a.docx"
    file.write_bytes(data)
    return [(found.code, found.message) for found in docx_integrity.check(str(file))]


def is_case(case: dict[str, Any], found: tuple[str, str]) -> bool:
    return found[0] == case["code"] and case["about"] in found[1]


def smallest(case: dict[str, Any]) -> bytes:
    """The document of a false finding: its paragraphs in our reference, and nothing else."""
    parts = open_package(reference_docx())
    root = parse(parts["word/document.xml"])
    root[0].remove(root[0][0])
    for number, paragraph in enumerate(case["paragraphs"]):
        root[0].insert(number, etree.fromstring(paragraph.replace("<w:p>", f'<w:p xmlns:w="{W[1:-1]}">', 1)))
    parts["word/document.xml"] = etree.tostring(root)
    return write_package(parts)


@pytest.mark.parametrize("case", FALSE, ids=[case["code"] for case in FALSE])
def test_a_false_finding_is_still_told_of_a_file_that_is_right(case: dict[str, Any], tmp_path: Path) -> None:
    data = smallest(case)
    assert any(is_case(case, found) for found in findings(data, tmp_path)), "no longer told: take it off the list"
    assert sdk_errors(data, tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize("case", FALSE, ids=[case["code"] for case in FALSE])
def test_a_false_finding_shows_as_it_is_meant_to(case: dict[str, Any], tmp_path: Path) -> None:
    lines = [" ".join(line.split()) for _, page in pages_shown(smallest(case), tmp_path) for line in page]
    assert [line for line in lines if line in case["shown"]] == case["shown"]


def test_a_true_finding_is_told(tmp_path: Path) -> None:
    parts = open_package(write_docx(sample_document([ast.para(ast.string("mot"))]), MEDIA, reference_docx()))
    parts["word/document.xml"] = parts["word/document.xml"].replace(b'"BodyText"', b'"Inconnu"')
    found = findings(write_package(parts), tmp_path)
    assert found
    assert not any(is_case(case, one) for case in FALSE for one in found)
