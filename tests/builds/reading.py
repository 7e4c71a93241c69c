"""The words of a published file, read by nothing of ours."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from pathlib import Path

import pypdfium2
from lxml import html

FURNITURE = re.compile(r"Page\s+\d+\s+sur\s+\d+")


def folded(text: str) -> str:
    """What typography may change is left out: spaces, apostrophes, quotation marks, dashes, soft hyphens."""
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "").replace("’", "'")
    return re.sub(r"\s+", " ", re.sub(r"[«»“”\"–—]", "", text))


def docx_text(path: Path) -> str:
    """Every word of every part: body, notes, headers, properties."""
    with zipfile.ZipFile(path) as package:
        parts = [
            package.read(name).decode("utf-8", "replace")
            for name in package.namelist()
            if name.endswith(".xml") and not name.startswith("customXml/")
        ]
    breaks = re.sub(r"</w:p>|<w:tab/>|<w:br/>", " ", " ".join(parts))
    return folded(
        re.sub(r"<[^>]+>", "", breaks).replace("&amp;", "&").replace("&quot;", '"').replace("&apos;", "'")
    )


def html_text(path: Path) -> str:
    """Every word of the document in a web page, which the page marks, and of its pictures."""
    page = html.fromstring(path.read_text("utf-8"))
    parts = page.xpath("//*[@data-document]")
    said = [part.text_content() for part in parts] + [image.get("alt") for image in page.iter("img")]
    return folded(" ".join(said))


def pdf_letters(path: Path, header: str = "") -> str:
    """Letters and digits of every page in order, without what each page repeats."""
    document = pypdfium2.PdfDocument(path)
    pages = []
    for number in range(len(document)):
        text = document[number].get_textpage().get_text_range()
        pages.append(FURNITURE.sub("", text.replace(header, "", 1) if header and number else text))
    return letters("".join(pages))


def letters(text: str) -> str:
    """Letters and digits alone: lines, hyphens and spaces are the page's."""
    return "".join(c for c in unicodedata.normalize("NFKC", text.replace("\ufffe", "")) if c.isalnum())
