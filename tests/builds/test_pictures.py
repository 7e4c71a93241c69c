"""Twenty photographs as cameras make them still give a document that can be sent by mail."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from restitution.cli.init import run as init
from restitution.cli.outcome import HEAVY
from restitution.pictures.formats import pixels
from restitution.plan.outputs import WORK
from tests.builds.conftest import built

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
    assert shown == [(1260, 840)] * COUNT
    assert (project / "output" / "restitution.pdf").stat().st_size < HEAVY
    assert len(list((project / WORK / "cache" / "pictures").glob("[0-9a-f]*"))) == COUNT


def test_the_example_is_light(example: Path) -> None:
    assert (example / "output" / "restitution.docx").stat().st_size < HEAVY
