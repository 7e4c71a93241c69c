"""How a picture is taken: a page of a Word document or a PDF, a web page, a drawing, what a terminal shows."""

from __future__ import annotations

import html
import io
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pypdfium2
from docs.pictures.needs import needed
from PIL import Image, ImageChops
from rich.console import Console
from rich.text import Text

SCALE: Final = 96 / 72
"""Dots a typographic point: a page of A4 is 794 wide."""
COLOURS: Final = 128
SCHEMAS: Final = Path(__file__).with_name("schemas")
TALLEST: Final = 2000
EDGE_OF_DRAWING: Final = 14
LOWEST: Final = 400
"""Chromium cuts what a lower window shows."""
GLUE: Final = "\ue000"
"""Stands for a space that ends no line."""
LINE, LETTER, EDGE, LETTERS, BAR = 20, 8.43, 20, 100, 34
SCREEN: Final = """<!doctype html><meta charset="utf-8"><style>
body{{margin:0;background:#14181c;color:#e6e6e6}}
pre{{margin:0;padding:{edge}px;font:14px/{line}px "DejaVu Sans Mono",monospace;white-space:pre}}
p{{margin:0;padding:0 {edge}px;font:bold 15px/{bar}px Carlito,sans-serif;background:#e8e8e8;color:#1b1b1b}}
</style>{title}<pre>{command}{lines}</pre>"""


def saved(picture: Image.Image, path: Path) -> int:
    """Write a small file: few colours are enough for pages and screens. Gives its size."""
    few = picture.convert("RGB").quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    return path.stat().st_size


def page_of_word(path: Path, words: str, *, part: float = 1.0) -> Image.Image:
    """The page of a Word document that holds `words`; `part`: how much of its height."""
    with as_pdf(path) as paper:
        return page_of_pdf(paper, words, part=part)


def close_up(path: Path, words: str, *, height: float) -> Image.Image:
    """What surrounds `words` in a Word document, twice as large, as wide as the page; `height` in points."""
    with as_pdf(path) as paper, pypdfium2.PdfDocument(paper) as document:
        for page in document:
            if hit := page.get_textpage().search(words).get_next():
                _, _, _, top = page.get_textpage().get_charbox(hit[0])
                middle = (page.get_height() - top) * SCALE * 2
                picture = page.render(scale=SCALE * 2, draw_annots=False).to_pil()
                half = height * SCALE
                return picture.crop((0, round(middle - half), round(picture.width * 0.55), round(middle + half)))
    raise LookupError(f"« {words} » is on no page of {path.name}")


@contextmanager
def as_pdf(path: Path) -> Iterator[Path]:
    """The PDF that LibreOffice makes of a Word document."""
    needed("soffice")
    with TemporaryDirectory(prefix="restitution-") as folder:
        profile = f"-env:UserInstallation={(Path(folder) / 'office').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        yield Path(folder) / f"{path.stem}.pdf"


def page_of_pdf(path: Path, words: str, *, part: float = 1.0) -> Image.Image:
    """The last page of a PDF that holds `words`: contents name them first. Raises `LookupError`."""
    with pypdfium2.PdfDocument(path) as document:
        for number in reversed(range(len(document))):
            if _letters(words) in _letters(document[number].get_textpage().get_text_range()):
                picture = document[number].render(scale=SCALE, draw_annots=False).to_pil()
                return picture.crop((0, 0, picture.width, round(picture.height * part)))
    raise LookupError(f"« {words} » is on no page of {path.name}")


def cover_of_pdf(path: Path) -> Image.Image:
    """The first page of a PDF."""
    with pypdfium2.PdfDocument(path) as document:
        return document[0].render(scale=SCALE, draw_annots=False).to_pil()


def _letters(text: str) -> str:
    return re.sub(r"\W", "", text).casefold()


def drawing(page: Path) -> Image.Image:
    """A drawing of ours, a web page of 800 dots, from its top to where it ends."""
    picture = web_page(page, 800, TALLEST).convert("RGB")
    paper = Image.new("RGB", picture.size, picture.getpixel((0, TALLEST - 1)))
    *_, bottom = ImageChops.difference(picture, paper).getbbox()
    return picture.crop((0, 0, picture.width, bottom + EDGE_OF_DRAWING))


def schema(name: str) -> Image.Image:
    """A drawing of `schemas/`."""
    return drawing(SCHEMAS / f"{name}.html")


def web_page(path: Path, width: int, height: int) -> Image.Image:
    """A web page as Chromium shows it."""
    needed("chromium")
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
            path.resolve().as_uri(),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return Image.open(io.BytesIO(target.read_bytes()))


def _glued(said: str) -> str:
    """No line of the picture ends inside French quotes, or before a colon."""
    return re.sub(r"(?<=«) | (?=[»:;?!])", GLUE, said)


def terminal(command: str, said: str, most: int, *, since: str = "", title: str = "") -> Image.Image:
    """A terminal after a command, its colours kept; `most` lines are shown, from the one that says `since`.

    `title`: the bar of a window that a double click opened, where nobody typed a command.
    """
    console = Console(record=True, width=LETTERS, file=io.StringIO(), color_system="truecolor")
    shown = list(Text.from_ansi(_glued(said.strip("\n"))).wrap(console, LETTERS))
    total = len(shown)
    first = next(number for number, line in enumerate(shown) if since in line.plain)
    shown = [*([Text("…")] if first else []), *shown[first : first + most]]
    if first + most < total:
        shown.append(Text("…"))
    console.print(*shown, sep="\n")
    coloured = console.export_html(inline_styles=True, code_format="{code}")
    text = SCREEN.format(
        edge=EDGE,
        line=LINE,
        bar=BAR,
        title=f"<p>{html.escape(title)}</p>" if title else "",
        command="" if title else f"<b>&gt; {html.escape(command)}</b>\n",
        lines=coloured.replace(GLUE, " "),
    )
    with TemporaryDirectory(prefix="restitution-") as folder:
        page = Path(folder) / "terminal.html"
        page.write_text(text, "utf-8")
        height = 2 * EDGE + LINE * len(shown) + (BAR if title else LINE)
        picture = web_page(page, 2 * EDGE + round(LETTER * LETTERS), max(height, LOWEST))
        return picture.crop((0, 0, picture.width, height))
