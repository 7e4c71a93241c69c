"""A returned copy that was made to do harm takes neither the memory nor the build: it is kept, and told."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from restitution import cage
from restitution.plan import understanding
from restitution.plan.arrivals import Arrival
from restitution.plan.taking import take_all
from restitution.remarks import Format
from tests.security.world import docx, odt

from .test_taking import HOME, TEXTS, copy

pytestmark = pytest.mark.skipif(not cage.LINUX, reason="what is replaced here is copied with this process")


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


LAUGHS = '<!DOCTYPE x [<!ENTITY a "' + "ha" * 100 + '">' + '<!ENTITY e "' + "&a;" * 100 + '">]>'
COMMENTS = '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{}</w:comments>'
LONG = "A" * (80 << 20)
COPIES: dict[str, tuple[Callable[[], bytes], str]] = {
    "bombe.docx": (lambda: docx(p(LONG)), "se déploie démesurément"),
    "bombe des remarques.docx": (
        lambda: docx(p("x"), "rId9 comments in:comments.xml", {"word/comments.xml": COMMENTS.format(LONG)}),
        "se déploie démesurément",
    ),
    "bombe.odt": (lambda: odt(f"<text:p>{LONG}</text:p>"), "se déploie démesurément"),
    "entités.docx": (lambda: docx(p("&e;"), doctype=LAUGHS), ""),
    "entités.odt": (lambda: odt("<text:p>&e;</text:p>", doctype=LAUGHS), "DOCTYPE"),
    "profonde.docx": (
        lambda: docx("<w:tbl><w:tr><w:tc>" * 5000 + p("x") + "</w:tc></w:tr></w:tbl>" * 5000),
        "",
    ),
    "profonde.odt": (
        lambda: odt("<text:section>" * 20_000 + "<text:p>x</text:p>" + "</text:section>" * 20_000),
        "",
    ),
    "faux.pdf": (lambda: b"%PDF-1.7\n" + b"[" * 200_000 + b"\n%%EOF", ""),
}


def test_hostile_copies_are_kept_and_told_and_the_others_are_read(tmp_path: Path) -> None:
    sound = [Arrival("avant.docx", copy(*TEXTS), ""), Arrival("après.docx", copy(*TEXTS, said="Non."), "")]
    hostile = [Arrival(name, make(), "") for name, (make, _) in COPIES.items()]
    began = time.monotonic()
    taken = take_all(tmp_path, [sound[0], *hostile, sound[1]])
    assert [one.new != [] for one in taken] == [True, *[False] * len(hostile), True]
    for arrival, one in zip(hostile, taken[1:-1], strict=True):
        kept = tmp_path / HOME / one.folder / f"original{Path(arrival.name).suffix}"
        assert kept.read_bytes() == arrival.data
        assert COPIES[arrival.name][1] in " ".join(one.counts.problems), one.counts.problems
        assert all(problem.endswith(".") for problem in one.counts.problems)
    assert time.monotonic() - began < 300
    again = take_all(tmp_path, [*hostile, *sound])
    assert [one.new for one in again] == [[]] * len(again)  # known: none is read a second time


def eats(_: bytes, __: str) -> None:
    held = []
    while True:
        held.append(b"x" * (8 << 20))


def turns(_: bytes, __: str) -> None:
    while True:
        pass


def dies(_: bytes, __: str) -> None:
    os._exit(9)


@pytest.mark.parametrize("harm", [eats, turns, dies])
def test_a_reader_that_a_copy_breaks_stops_neither_the_others_nor_the_build(
    harm: Callable[[bytes, str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, bad = understanding.read_returned, copy("piège")

    def harmed(data: bytes, format_: Format) -> object:
        return harm(data, format_) if data == bad else read(data, format_)

    monkeypatch.setattr(understanding, "LIMITS", cage.Limits(memory=300 << 20, seconds=2))
    monkeypatch.setattr(understanding, "read_returned", harmed)
    came = [Arrival(f"{number}.docx", data, "") for number, data in enumerate((copy(TEXTS[0]), bad, copy(*TEXTS)))]
    first, broken, last = take_all(tmp_path, came)
    assert first.new
    assert last.new
    assert (broken.new, broken.counts.problems) == ([], [understanding.TOO_HARD])
    assert (tmp_path / HOME / broken.folder / "original.docx").read_bytes() == bad
