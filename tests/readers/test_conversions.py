"""What LibreOffice writes of a document in another format says the same words, in blocks of the same sort."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from restitution.conservation.reading import reading_words
from restitution.model import Reading
from restitution.readers.batch import File, read_all

PROSE = Path(__file__).parents[3] / "shared" / "corpus" / "a_prose_fr"


@pytest.mark.slow
@pytest.mark.parametrize("format_", ["html", "rtf"])
@pytest.mark.parametrize("name", ["attestation-deplacement-fr.docx", "clauses-a11y-mi.odt"])
def test_libreoffice_writes_the_words_of_the_original(name: str, format_: str, tmp_path: Path) -> None:
    source = PROSE / name
    if shutil.which("soffice") is None or not source.exists():
        pytest.skip("LibreOffice ou le dossier shared/corpus manque")
    profile = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", format_, "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    converted = tmp_path / f"{source.stem}.{format_}"
    first, second = read_all(
        [File(name, source.suffix[1:], source.read_bytes()), File(converted.name, format_, converted.read_bytes())]
    )
    assert isinstance(first, Reading)
    assert isinstance(second, Reading)
    assert reading_words(second) == reading_words(first)
    assert [b["t"] for b in second.blocks] == [b["t"] for b in first.blocks]
