"""How a picture is taken: a page of a Word document or a PDF, a web page, what a terminal shows."""

from __future__ import annotations

import html
import io
import re
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pypdfium2
from PIL import Image
from rich.console import Console
from rich.text import Text

SCALE: Final = 96 / 72
"""Dots a typographic point: a page of A4 is 794 wide."""
COLOURS: Final = 128
LINE, LETTER, EDGE, LETTERS = 20, 8.43, 20, 100
SCREEN: Final = """<!doctype html><meta charset="utf-8"><style>
body{{margin:0;background:#14181c;color:#e6e6e6}}
pre{{margin:0;padding:{edge}px;font:14px/{line}px "DejaVu Sans Mono",monospace;white-space:pre}}
</style><pre><b>&gt; {command}</b>
{lines}</pre>"""


def saved(picture: Image.Image, path: Path) -> int:
    """Write a small file: few colours are enough for pages and screens. Gives its size."""
    few = picture.convert("RGB").quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    return path.stat().st_size


def page_of_word(path: Path, words: str, *, part: float = 1.0) -> Image.Image:
    """The page of a Word document that holds `words`; `part`: how much of its height."""
    with TemporaryDirectory(prefix="restitution-") as folder:
        profile = f"-env:UserInstallation={(Path(folder) / 'office').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return page_of_pdf(Path(folder) / f"{path.stem}.pdf", words, part=part)


def page_of_pdf(path: Path, words: str, *, part: float = 1.0) -> Image.Image:
    """The last page of a PDF that holds `words`: contents name them first. Raises `LookupError`."""
    with pypdfium2.PdfDocument(path) as document:
        for number in reversed(range(len(document))):
            if _letters(words) in _letters(document[number].get_textpage().get_text_range()):
                picture = document[number].render(scale=SCALE, draw_annots=False).to_pil()
                return picture.crop((0, 0, picture.width, round(picture.height * part)))
    raise LookupError(f"« {words} » is on no page of {path.name}")


def _letters(text: str) -> str:
    return re.sub(r"\W", "", text).casefold()


def web_page(path: Path, width: int, height: int, *, at: str = "") -> Image.Image:
    """A web page as Chromium shows it; `at`: the id of what is at the top."""
    with TemporaryDirectory(prefix="restitution-") as folder:
        target = Path(folder) / "page.png"
        command = [
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--no-first-run",
            "--hide-scrollbars",
            f"--user-data-dir={folder}/chromium",
            f"--window-size={width},{height}",
            f"--screenshot={target}",
            f"{path.resolve().as_uri()}{f'#{at}' if at else ''}",
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return Image.open(io.BytesIO(target.read_bytes()))


def terminal(command: str, said: str, most: int, *, since: str = "") -> Image.Image:
    """A terminal after a command, its colours kept; `most` lines are shown, from the one that says `since`."""
    console = Console(record=True, width=LETTERS, file=io.StringIO(), color_system="truecolor")
    shown = list(Text.from_ansi(said.strip("\n")).wrap(console, LETTERS))
    total = len(shown)
    first = next(number for number, line in enumerate(shown) if since in line.plain)
    shown = [*([Text("…")] if first else []), *shown[first : first + most]]
    if first + most < total:
        shown.append(Text("…"))
    console.print(*shown, sep="\n")
    coloured = console.export_html(inline_styles=True, code_format="{code}")
    text = SCREEN.format(edge=EDGE, line=LINE, command=html.escape(command), lines=coloured)
    with TemporaryDirectory(prefix="restitution-") as folder:
        page = Path(folder) / "terminal.html"
        page.write_text(text, "utf-8")
        return web_page(page, 2 * EDGE + round(LETTER * LETTERS), 2 * EDGE + LINE * (len(shown) + 1))
