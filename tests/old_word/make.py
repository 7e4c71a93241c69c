"""Make the samples anew, with LibreOffice: `uv run python -m tests.old_word.make`."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

from tests.kinds.test_conversions import made
from tests.kinds.test_kinds import cases

SAMPLES = Path(__file__).parent / "samples"
WANTED = {
    "suivi": ("word", "texte déplacé et suppressions"),
    "zones": ("word", "zones de texte en double, groupées, en case"),
    "commentaires": ("libreoffice", "commentaires sur une plage, un point, dans une note, dans une case"),
    "champs": ("word", "champs de toutes sortes"),
    "images": ("word", "images et légendes"),
    "titres": ("word", "titres nommés autrement"),
    "notes": ("word", "notes de plusieurs paragraphes, avec un tableau"),
    "tableaux": ("libreoffice", "tableaux fusionnés et sous-tableaux"),
}
"""Name of a sample -> the hard file that it is made of."""

TODAY = re.compile(rb"(?<=\x14\0)(?:[0-9]\0){2}(?=\x15\0)")


def to_doc(sources: list[Path], folder: Path) -> None:
    """Old Word files of what LibreOffice reads, in `folder`."""
    with tempfile.TemporaryDirectory() as profile:
        where = f"-env:UserInstallation={Path(profile).as_uri()}"
        command = ["soffice", where, "--headless", "--convert-to", "doc", "--outdir", folder, *sources]
        subprocess.run(command, check=True, capture_output=True, timeout=600)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = []
        for sample, (family, case) in WANTED.items():
            source = folder / f"{sample}.{'docx' if family == 'word' else 'odt'}"
            source.write_bytes(made(family, cases(f"{family}.yaml")[case]))
            sources.append(source)
        to_doc(sources, SAMPLES)
    fields = SAMPLES / "champs.doc"  # its day must not be one that a field could show when it is opened
    fields.write_bytes(TODAY.sub("46".encode("utf-16-le"), fields.read_bytes(), count=1))


if __name__ == "__main__":
    main()
