"""The hard files as LibreOffice writes them in the other format: same words, counts by kind equal again."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from restitution.conservation.kinds import differences
from restitution.conservation.reading import check_reading, reading_words
from tests.readers import test_docx as word
from tests.readers import test_odt as odf

from .test_kinds import COUNTERS, ODF, cases, expanded, made_docx, read

pytestmark = pytest.mark.slow
CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
DEFAULTS = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "png": "image/png",
    "html": "text/html",
    "txt": "text/plain",
    "rtf": "application/rtf",
}
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
TEXT = "application/vnd.oasis.opendocument.text"


def whole_docx(data: bytes) -> bytes:
    """A package that says what its parts are: LibreOffice asks for it."""
    files = dict(word._files(data))
    names = [name for name in files if re.fullmatch(r"word/\w+\.xml", name)]
    kinds = {name: re.sub(r"\d", "", name[len("word/") : -len(".xml")]) for name in names}
    kinds["word/document.xml"] = "document.main"
    told = [f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in DEFAULTS.items()]
    told += [
        f'<Override PartName="/{name}" ContentType="{CONTENT.format(kind)}"/>' for name, kind in kinds.items()
    ]
    files["[Content_Types].xml"] = f'<Types xmlns="{TYPES}">{"".join(told)}</Types>'.encode()
    return word._zip(files)


def whole_odt(data: bytes) -> bytes:
    """A package with a manifest."""
    files = dict(word._files(data))
    entry = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="{}"/>'
    told = [entry.format("/", TEXT), *(entry.format(name, "text/xml") for name in files if name != "mimetype")]
    head = f'<manifest:manifest xmlns:manifest="{MANIFEST}" manifest:version="1.3">'
    files["META-INF/manifest.xml"] = f"{head}{''.join(told)}</manifest:manifest>".encode()
    return word._zip(files)


def made(family: str, case: dict[str, Any]) -> bytes:
    if family == "word":
        return whole_docx(made_docx(case))
    return whole_odt(odf.odt(expanded(case["corps"], ODF), expanded(case.get("pages", ""), ODF)))


@pytest.mark.parametrize(
    ("family", "format_", "other"), [("word", "docx", "odt"), ("libreoffice", "odt", "docx")], ids=["word", "odt"]
)
def test_hard_files_converted(family: str, format_: str, other: str, tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice manque")
    known = cases(f"{family}.yaml")
    for number, case in enumerate(known.values()):
        (tmp_path / f"{number}.{format_}").write_bytes(made(family, case))
    profile = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    sources = sorted(map(str, tmp_path.glob(f"*.{format_}")))
    command = ["soffice", profile, "--headless", "--convert-to", other, "--outdir", str(tmp_path), *sources]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    same: dict[str, bool] = {}
    for number, name in enumerate(known):
        first, second = (tmp_path / f"{number}.{end}" for end in (format_, other))
        data = second.read_bytes()
        reading = read(second.name, other, data)
        assert not check_reading(data, other, reading).message, name
        assert differences(COUNTERS[other](data), reading) == [], name
        same[name] = reading_words(reading) == reading_words(read(first.name, format_, first.read_bytes()))
    assert [name for name, is_same in same.items() if not is_same] == [
        name for name, case in known.items() if "converti" in case
    ]
