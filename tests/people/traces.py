"""Where some words stand in a folder, whatever their accents, also inside archives, gzip and PDF files."""

from __future__ import annotations

import gzip
import io
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pypdfium2


def traces(root: Path, words: Iterable[str], *, without: Iterable[str] = ()) -> list[str]:
    """The files below `root` that hold one of the words, `without`: beginnings of paths that may hold them."""
    plain, without = [_plain(word) for word in words], tuple(without)
    found = set()
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_file() and not name.startswith(without):
            texts = list(_texts(name, path.read_bytes()))
            found |= {f"{part} : {word}" for part, text in texts for word in plain if word in text}
    return sorted(found)


def _texts(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    yield name, _plain(name)
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for inner in archive.namelist():
                yield from _texts(f"{name}!{inner}", archive.read(inner))
    elif data.startswith(b"\x1f\x8b"):
        yield from _texts(f"{name}!gz", gzip.decompress(data))
    elif data.startswith(b"%PDF"):
        pages = pypdfium2.PdfDocument(data)
        yield name, _plain(" ".join(page.get_textpage().get_text_range() for page in pages))
    else:
        yield name, _plain(data.decode("utf-8", "replace"))


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFD", text).casefold()
    return " ".join("".join(sign for sign in bare if not unicodedata.combining(sign)).split())
