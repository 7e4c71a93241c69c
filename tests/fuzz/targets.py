"""What is fuzzed: for each target a function of bytes, which may refuse them in a sentence and must do no more.

A mutation breaks the sums of a zip: the first byte says what the others are, a whole file or a part of a package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import yaml

from restitution.conservation.reading import source_words
from restitution.conservation.review_docx import count_docx
from restitution.conservation.review_odt import count_odt
from restitution.errors import RestitutionError
from restitution.intake.classification import read_table
from restitution.intake.recognise import recognise
from restitution.model import Source
from restitution.people.register_file import people_in
from restitution.readers.batch import READERS
from restitution.remarks import Sent
from restitution.review.placing import place
from restitution.review.reading import read_returned
from restitution.settings import marked_yaml
from restitution.settings.reading import read_settings
from tests.security.world import docx, odt

Target = Callable[[bytes], None]
SEEDS: Final = Path(__file__).with_name("seeds.yaml")
FOUND: Final = Path(__file__).with_name("found")
"""`TARGET/NAME`: inputs that once found a mistake of ours."""
LARGEST: Final = 1 << 16
PARTS: Final = ("docx", "docx styles", "docx comments", "odt", "odt styles")
ENDINGS: Final = ("docx", "odt", "xlsx", "ods", "md", "txt", "html", "rtf", "json", "bin")
KINDS: Final = (*ENDINGS, *(f"part {part}" for part in PARTS))
"""What the first byte says: a file of this ending, or the part of a package."""


def gate(data: bytes) -> None:
    """What a file is, then its reading up to pandoc, and the count of its words."""
    kind, content = _told(data, KINDS)
    ending = kind.removeprefix("part ").split()[0]
    if kind.startswith("part "):
        content = _package(kind.removeprefix("part "), content)
    found = recognise(Source(path=f"note.{ending}", sha256="0", size=len(content)), content)
    if found.state == "taken" and found.format in READERS:
        READERS[found.format].prepare(content, "note")
        source_words(content, found.format)


def captions(data: bytes) -> None:
    """Subtitles: each reader, and the count of words."""
    for name in ("vtt", "srt", "sbv"):
        READERS[name].prepare(data, f"atelier.{name}")
        source_words(data, name)


def table(data: bytes) -> None:
    """A CSV: as a note, and as the editor's table of files."""
    READERS["csv"].prepare(data, "t.csv")
    source_words(data, "csv")
    read_table(data)


def settings(data: bytes) -> None:
    """YAML: the settings of a project, the register of people, the head of a note."""
    for act in (_register, read_settings, _head):
        try:
            act(data)
        except RestitutionError:
            continue


def _register(data: bytes) -> None:
    people_in(marked_yaml.read(data, "personnes.yaml"), "personnes.yaml")


def _head(data: bytes) -> None:
    READERS["md"].prepare(b"---\n" + data + b"\n---\n\nTexte.\n", "note.md")


def review(data: bytes) -> None:
    """A returned copy: what its reader takes, placed, and what its counter counts."""
    kind, text = _told(data, PARTS)
    content = _package(kind, text)
    if kind.startswith("docx"):
        place(read_returned(content, "docx"), Sent())
        count_docx(content)
    else:
        place(read_returned(content, "odt"), Sent())
        count_odt(content)


TARGETS: Final[dict[str, Target]] = {
    "porte": gate,
    "sous-titres": captions,
    "tableau": table,
    "réglages": settings,
    "relecture": review,
}


def try_one(target: str, data: bytes) -> None:
    """Give bytes to a target: a refusal is no finding."""
    try:
        TARGETS[target](data[:LARGEST])
    except RestitutionError:
        return


def seeds(target: str) -> Iterator[bytes]:
    """Inputs to begin with: those that once found something, then what each format looks like (`seeds.yaml`)."""
    folder = FOUND / target
    yield from (path.read_bytes() for path in (sorted(folder.iterdir()) if folder.is_dir() else []))
    told: dict[str, list[dict[str, str]]] = yaml.safe_load(SEEDS.read_text("utf-8"))
    for seed in told[target]:
        kinds = {"porte": KINDS, "relecture": PARTS}.get(target)
        yield (bytes([kinds.index(seed["est"])]) if kinds else b"") + seed["dit"].encode()


def _told(data: bytes, kinds: Sequence[str]) -> tuple[str, bytes]:
    return kinds[data[0] % len(kinds)] if data else kinds[0], data[1:]


def _package(part: str, content: bytes) -> bytes:
    """A Word file or a LibreOffice text with these bytes as one of its parts."""
    text = content.decode("utf-8", "replace")
    match part:
        case "docx":
            return docx(text)
        case "docx styles":
            return docx(ANCHOR, "rId7 styles in:styles.xml", {"word/styles.xml": text})
        case "docx comments":
            return docx(ANCHOR, "rId8 comments in:comments.xml", {"word/comments.xml": text})
        case "odt":
            return odt(text)
        case _:
            return odt("<text:p>x</text:p>", {"styles.xml": text})


ANCHOR: Final = (
    '<w:p><w:commentRangeStart w:id="1"/><w:r><w:t>mot</w:t></w:r><w:commentRangeEnd w:id="1"/>'
    '<w:r><w:commentReference w:id="1"/></w:r></w:p>'
)
