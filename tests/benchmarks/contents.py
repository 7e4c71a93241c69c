"""Whether page numbers of the PDF could stand in the contents of the DOCX: prints each heading's page in both.

    uv run restitution build && uv run python tests/benchmarks/contents.py [RESTITUTION.docx RESTITUTION.pdf]

The DOCX is laid out by LibreOffice, the nearest that can be had to Word; the PDF is the one that Typst made. The
headings are those of both outlines that the contents list, in order; the share that agree is printed at the end.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2

OUTPUT = Path(__file__).parents[2] / "output"
DEEPEST = 3
WANTED = 95
"""Per cent of headings that must agree before a number may be printed."""
BREAK = "\u200b"
"""Where the PDF may break a long word."""
EXPORT = 'pdf:writer_pdf_Export:{"ExportBookmarks":{"type":"boolean","value":"true"}}'


def main(docx: Path = OUTPUT / "restitution.docx", pdf: Path = OUTPUT / "restitution.pdf") -> None:
    """Compare, a line a heading."""
    with tempfile.TemporaryDirectory(prefix="restitution-") as folder:
        laid_out = list(headings(as_pdf(docx, Path(folder))))
    typeset = list(headings(pdf))
    if [title for title, _ in laid_out] != [title for title, _ in typeset]:
        sys.exit("Les deux fichiers n'ont pas les mêmes titres : construisez-les ensemble (restitution build).")
    agree = 0
    for (title, there), (_, here) in zip(laid_out, typeset, strict=True):
        agree += here == there
        print(f"{here:>5} {there:>5} {' ' if here == there else '≠'} {title}")
    share = 100 * agree / max(1, len(typeset))
    print(
        f"PDF, DOCX : {agree} titres sur {len(typeset)} à la même page ({share:.1f} %, il en faudrait {WANTED})."
    )


def as_pdf(docx: Path, folder: Path) -> Path:
    """The DOCX as LibreOffice lays it out."""
    profile = f"-env:UserInstallation={(folder / 'profil').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", EXPORT, "--outdir", str(folder), str(docx)],
        check=True,
        capture_output=True,
    )
    return folder / f"{docx.stem}.pdf"


def headings(pdf: Path) -> Iterator[tuple[str, int]]:
    """Title and page, from 1, of each heading of the outline that the contents list."""
    for mark in pypdfium2.PdfDocument(pdf).get_toc():
        place = mark.get_dest()
        if mark.level < DEEPEST and place is not None:
            yield " ".join(mark.get_title().replace(BREAK, "").split()), place.get_index() + 1


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
