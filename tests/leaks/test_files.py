"""A name is found in every kind of place of every kind of file; a file without one is left in peace."""

from __future__ import annotations

import pytest

from restitution.leaks import Searcher, Someone, Wanted, leaks_in

from .files import NAME, PLANTED, html, pdf, pdf_text, picture, svg, word

SEARCHER = Searcher(Wanted(people=(Someone(nom=NAME, niveau="pseudonyme"),)))
NOBODY = Searcher(Wanted(people=(Someone(nom="Théodule Brancart", niveau="pseudonyme"),)))


@pytest.mark.parametrize("what", PLANTED)
def test_a_planted_name_is_found(what: str) -> None:
    name, data = PLANTED[what]
    leaks = leaks_in(name, data, SEARCHER)
    assert leaks
    assert {leak.who for leak in leaks} == ({""} if "where it was" in what else {NAME})
    assert all(leak.file == name and leak.place for leak in leaks)


@pytest.mark.parametrize("what", [what for what in PLANTED if "where it was" not in what])
def test_another_name_is_not(what: str) -> None:
    name, data = PLANTED[what]
    assert leaks_in(name, data, NOBODY) == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", word()),
        ("a.pdf", pdf(lambda file: pdf_text(file, b"BT /F1 12 Tf (La for\xeat) Tj ET"))),
        ("a.html", html("<p>Ombeline</p><p>La forêt</p>")),
        ("a.jpg", picture("JPEG")),
        ("a.svg", svg("<text>forêt</text>").encode()),
        ("a.txt", b"Ombeline. La for\xeat."),
        ("vide.docx", b""),
    ],
)
def test_a_file_without_a_name_is_left_in_peace(name: str, data: bytes) -> None:
    assert leaks_in(name, data, SEARCHER) == []


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04" + bytes(50),
        b"%PDF-1.7\n" + bytes(50),
        b"\xff\xd8\xff\xe1\xff",
        b"\x89PNG\r\n\x1a\n\0\0",
        b"GIF89a!\xfe",
        b"RIFF\0\0\0\0WEBPEXIF",
        b"II*\0",
        b"<?xml version='1.0'?><a",
        b"\0\1\2",
    ],
)
def test_a_broken_file_is_read_as_far_as_it_goes(data: bytes) -> None:
    leaks = leaks_in("a.bin", data + b"\n\n\n\n" + NAME.encode() + b"\n", SEARCHER)
    assert NAME in {leak.who for leak in leaks}


def test_what_cannot_be_read_back_is_no_file_without_leaks() -> None:
    (leak,) = [one for one in leaks_in("a.pdf", b"%PDF-1.7\n" + bytes(50), SEARCHER) if one.what != "nom"]
    assert leak.what == "partie qui ne peut pas être relue"
