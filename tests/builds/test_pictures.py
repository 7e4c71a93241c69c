"""Twenty photographs as cameras make them still give a document that can be sent by mail; those of a folder."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from restitution.cli.init import run as init
from restitution.cli.outcome import HEAVY
from restitution.intake.recognise import PICTURES
from restitution.pictures.formats import pixels
from restitution.plan.outputs import WORK
from tests.builds.conftest import built, run

pytestmark = pytest.mark.slow
COUNT, SIZE = 20, (6000, 4000)


@cache
def grain() -> Image.Image:
    """The noise of one sensor."""
    return Image.effect_noise(SIZE, 20)


def photograph(number: int) -> bytes:
    """Large shapes under the grain of a sensor, about 6 MB: another noise each time, of two sizes."""
    shapes = Image.effect_noise((12 + number, 9), 120).resize(SIZE, Image.Resampling.BICUBIC)
    details = Image.effect_noise((600, 400), 60).resize(SIZE, Image.Resampling.BICUBIC)
    tones = [Image.blend(band, details, 0.3) for band in (shapes, details)]
    first, second = (Image.blend(tone, grain(), 0.25) for tone in tones)
    bands = (first, second, first)
    out = io.BytesIO()
    Image.merge("RGB", bands).save(out, "JPEG", quality=90)
    return out.getvalue()


def test_twenty_photographs(tmp_path: Path) -> None:
    project = tmp_path / "projet"
    init(project)
    folder = project / "sources" / "territoire-a"
    weight = 0
    for number in range(COUNT):
        data = photograph(number)
        weight += len(data)
        (folder / f"photo{number}.jpg").write_bytes(data)
    lines = [f"![Vue de la vallée {number}](photo{number}.jpg)" for number in range(COUNT)]
    (folder / "portrait.md").write_text("# Portrait\n\n## Enjeux\n\n" + "\n\n".join(lines) + "\n", "utf-8")
    said = built(project)
    document = project / "output" / "restitution.docx"
    assert weight > 80_000_000
    assert document.stat().st_size < HEAVY
    assert "messageries" not in said
    with zipfile.ZipFile(document) as file:
        shown = [pixels(file.read(name)) for name in file.namelist() if name.endswith(".jpg")]
        drawings = [name for name in file.namelist() if name.endswith(".svg")]
    assert shown == [(1260, 840)] * COUNT
    assert (project / "output" / "restitution.pdf").stat().st_size < HEAVY
    assert len(list((project / WORK / "cache" / "pictures").glob("[0-9a-f]*"))) == COUNT + len(drawings)


def test_the_example_is_light(example: Path) -> None:
    assert (example / "output" / "restitution.docx").stat().st_size < HEAVY


NAMES = ("IMG_1.jpg", "IMG_2.jpg", "IMG_10.jpg", "scan.tiff", "vue.avif")
FOLDER = "territoire-a/visite"
TOLD = {
    "IMG_10.jpg": "La halle vide",
    "IMG_1.jpg": "Le pont neuf",
    "scan.tiff": "Le plan ancien",
    "vue.avif": "Le col",
}
MAKER = b"Marque-Secrete"


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A visit, its photographs beside it, and the map of the territory; built once, nothing said of any."""
    project = tmp_path_factory.mktemp("photos") / "mon projet é"
    init(project)
    folder = project / "sources" / FOLDER
    (folder / "photos").mkdir(parents=True)
    note = "# Visite miroir\n\nTerritoire hôte : Territoire A\n\n## Ce que nous avons vu\n\nDeux ponts.\n"
    (folder / "note.md").write_text(note, "utf-8")
    exif = Image.Exif()
    exif[0x010F] = MAKER.decode()
    for number, name in enumerate(NAMES):
        Image.effect_noise((400 + number, 300), 60).save(folder / "photos" / name, exif=exif)
    Image.effect_noise((300, 300), 60).save(folder.parent / "carte du pays.png")
    built(project)
    return project


def test_photographs_wait_for_their_captions_and_are_then_shown(visit: Path) -> None:
    table = visit / "sources" / "photos.csv"
    waiting = _states(visit)
    assert set(waiting.values()) == {"waiting"}
    assert len(waiting) == len(NAMES) + 1
    others = _pictures_of(visit)
    table.write_bytes(_told(table.read_bytes().decode("utf-8-sig")).encode("utf-8-sig"))
    said = built(visit)
    states = _states(visit)
    assert {path.rpartition("/")[2] for path, state in states.items() if state == "taken"} == {
        *TOLD,
        "carte du pays.png",
    }
    assert "IMG_2.jpg : Gardée à part" in said
    shown = _told_in(visit / "output" / "restitution.html")
    assert "Carte : Territoire A (photo : Équipe)" in shown
    places = [shown.rindex(f": {caption} (photo : Équipe)") for caption in TOLD.values()]
    assert places[1] < places[0] < places[2] < places[3]  # as they were taken, below the note
    assert shown.index("Deux ponts.") < places[1]
    assert _pictures_of(visit) == others + len(TOLD) + 1
    assert not [path for path in (visit / "output").rglob("*") if path.is_file() and MAKER in _all(path)]


def _told(table: str) -> str:
    """The table with captions and credits, as a spreadsheet writes it."""
    lines = table.splitlines()
    for number, line in enumerate(lines):
        path, *cells = line.split(";")
        name = path.rpartition("/")[2]
        if name in TOLD or name.startswith("carte"):
            lines[number] = ";".join([path, TOLD.get(name, ""), "Équipe", *cells[2:]])
    return "\r\n".join(lines) + "\r\n"


def _states(project: Path) -> dict[str, str]:
    sources = json.loads(run(project, "status", "--json").stdout)["sources"]
    return {one["path"]: one["state"] for one in sources if one["format"] in PICTURES}


def _pictures_of(project: Path) -> int:
    with zipfile.ZipFile(project / "output" / "restitution.docx") as file:
        return sum(name.startswith("word/media/") and name.endswith((".jpg", ".png")) for name in file.namelist())


def _told_in(page: Path) -> str:
    words = re.sub(r"<[^>]+>", "", page.read_text("utf-8"))
    return " ".join(html.unescape(words).replace("\u00a0", " ").replace("\u202f", " ").split())


def _all(path: Path) -> bytes:
    """The bytes of a file, and of those that it packs."""
    data = path.read_bytes()
    if not zipfile.is_zipfile(path):
        return data
    with zipfile.ZipFile(path) as file:
        return b"".join(map(file.read, file.namelist()))
