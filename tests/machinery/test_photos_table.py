"""`sources/photos.csv`: what a build adds, what it never touches, and how a picture is known again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restitution.errors import WrongUse
from restitution.intake.photos import (
    COLUMNS,
    Album,
    agrees,
    filled,
    is_ours,
    mark,
    merged_photos,
    people_on,
    read_photos,
    refuses,
    troubles,
    united,
)
from restitution.intake.recognise import recognise
from restitution.model import Photo, Pictured, Source
from restitution.plan.tables import keep_what_goes, photo_copies, refuse_forgotten_faces
from restitution.plan.tables import read_photos as read_table

RIVER, FORGE, OTHER = "a" * 64, "b" * 64, "c" * 64
ALBUM = [Pictured("ici/riviere.jpg", RIVER), Pictured("ici/note.docx › image 2", FORGE)]


def table(*lines: str, columns: str = ";".join(COLUMNS)) -> bytes:
    return ("\ufeff" + "\r\n".join([columns, *lines]) + "\r\n").encode()


def test_a_line_a_picture_and_a_build_more_changes_nothing() -> None:
    made = merged_photos([], ALBUM)
    assert made == table(f"ici/note.docx › image 2;;;;;;;{mark(FORGE)}", f"ici/riviere.jpg;;;;;;;{mark(RIVER)}")
    assert merged_photos(read_photos(made), ALBUM) == made
    assert is_ours(made[:64])
    assert not is_ours(b"fichier;genre;territoire;")


def test_no_filled_cell_is_touched_whatever_the_spreadsheet_made_of_the_table() -> None:
    saved = table(
        'ici/riviere.jpg,"La rivière, vue du pont",PETR,Un pont,Zoé Martin,oui,,à retoucher',
        columns="Fichier,Légende,Crédit,Texte_alternatif,Personnes,Accord,Empreinte,mes notes",
    )
    (line,) = (one for one in read_photos(merged_photos(read_photos(saved), ALBUM)) if one.legende)
    assert (line.legende, line.credit, line.personnes, line.accord) == (
        "La rivière, vue du pont", "PETR", "Zoé Martin", "oui",
    )  # fmt: skip
    assert line.autres == {"mes notes": "à retoucher"}
    assert line.empreinte == mark(RIVER)


def test_a_picture_that_moved_keeps_what_was_said_of_it() -> None:
    before = [Photo(fichier="ici/note.docx › image 2", personnes="Zoé", empreinte=mark(FORGE))]
    now = [Pictured("ici/note.docx › image 1", FORGE), Pictured("ici/note.docx › image 2", OTHER)]
    after = read_photos(merged_photos(before, now))
    assert [(one.fichier, one.personnes) for one in after] == [
        ("ici/note.docx › image 1", "Zoé"), ("ici/note.docx › image 2", ""),
    ]  # fmt: skip
    album = Album(before, [FORGE, OTHER])
    assert album.lines(now[0]) == before
    assert album.lines(now[1]) == []


def test_another_picture_under_the_same_name_has_no_agreement_but_is_still_withheld() -> None:
    said = [Photo(fichier="ici/riviere.jpg", personnes="Zoé", accord="oui", empreinte=mark(RIVER))]
    now = [Pictured("ici/riviere.jpg", OTHER)]
    (line,) = Album(said, [OTHER]).lines(now[0])
    assert (line.personnes, line.accord) == ("Zoé", "")
    assert "videz sa case" in next(troubles(said, now)).message
    assert read_photos(merged_photos(said, now)) == said, "until somebody says that it is true of the new one"


def test_lines_of_pictures_that_are_gone_stay_when_they_say_something() -> None:
    left = read_photos(merged_photos([Photo(fichier="x.jpg", credit="PETR"), Photo(fichier="y.jpg")], []))
    assert [one.fichier for one in left] == ["x.jpg"]


FILES = {"ici/rivière.jpg": RIVER, "ici/forge.jpg": FORGE, "là/forge.jpg": OTHER, "ici/note.docx": "d" * 64}
TYPED = {
    "ici/rivière.jpg": "ici/rivière.jpg",
    "rivière.jpg": "ici/rivière.jpg",
    "Riviere.JPG": "ici/rivière.jpg",
    "sources/ici/rivière.jpg": "ici/rivière.jpg",
    "ici\\rivière.jpg": "ici/rivière.jpg",
    "là/forge.jpg": "là/forge.jpg",
    "forge.jpg": "forge.jpg",
    "note.docx › image 2": "ici/note.docx › image 2",
    "pont.jpg": "pont.jpg",
}
"""What somebody types in `fichier` -> the picture that is meant; itself: none is."""


@pytest.mark.parametrize("typed", TYPED)
def test_a_line_that_somebody_typed_is_about_the_only_picture_of_that_name(typed: str) -> None:
    pictures = [Pictured(name, sha) for name, sha in FILES.items() if name.endswith(".jpg")]
    pictures.append(Pictured("ici/note.docx › image 2", "e" * 64))
    (line,) = filled(read_photos(table(f"{typed};;;;Zoé;non;")), FILES)
    assert line.fichier == TYPED[typed]
    about = [one.fichier for one in pictures if Album([line], FILES.values()).lines(one)]
    is_found = TYPED[typed] in {one.fichier for one in pictures}
    assert about == ([TYPED[typed]] if is_found else ["ici/forge.jpg", "là/forge.jpg"] * (typed == "forge.jpg"))
    told = [one.message for one in troubles([line], pictures)]
    assert bool(told) is not is_found
    written = read_photos(merged_photos(read_photos(table(f"{typed};;;;Zoé;non;")), pictures))
    assert [(one.fichier, bool(one.empreinte)) for one in written if one.personnes] == [(TYPED[typed], is_found)]
    assert len(written) == len(pictures) + (not is_found)


def test_a_name_that_several_pictures_bear_is_told_with_all_of_them() -> None:
    pictures = [Pictured(name, sha) for name, sha in FILES.items() if name.endswith(".jpg")]
    (told,) = troubles([Photo(fichier="forge.jpg", accord="non")], pictures)
    assert "2 images portent ce nom (ici/forge.jpg et là/forge.jpg)" in told.message
    (none,) = troubles([Photo(fichier="pont.jpg", accord="non")], pictures)
    assert "aucune image ne porte ce nom" in none.message


def test_in_doubt_a_refusal_is_that_of_each_picture_of_that_name_and_an_agreement_of_none() -> None:
    pictures = [Pictured("ici/forge.jpg", FORGE), Pictured("là/forge.jpg", OTHER)]
    for accord, heard in (("non", "non"), ("oui", "")):
        album = Album(
            [Photo(fichier="forge.jpg", personnes="Zoé", legende="La forge", accord=accord)], [FORGE, OTHER]
        )
        for picture in pictures:
            (line,) = album.lines(picture)
            assert (line.personnes, line.accord, line.legende) == ("Zoé", heard, "")


@pytest.mark.parametrize(
    ("said", "yes", "no"),
    [
        ("oui", 1, 0),
        ("Oui, fiche signée", 1, 0),
        ("x", 1, 0),
        ("NON", 0, 1),
        ("non, mineur", 0, 1),
        ("?", 0, 0),
        ("", 0, 0),
    ],
)
def test_what_the_agreement_says(said: str, yes: int, no: int) -> None:
    photo = Photo(fichier="x.jpg", accord=said)
    assert (agrees(photo), refuses(photo)) == (bool(yes), bool(no))
    assert len(list(troubles([photo], [Pictured("x.jpg", RIVER)]))) == bool(said and not yes and not no)


def test_copies_in_conflict_are_one_table_and_who_says_no_is_heard() -> None:
    own = [Photo(fichier="x.jpg", personnes="Zoé", accord="oui", legende="Ma légende")]
    other = [
        Photo(fichier="x.jpg", personnes="Luc", accord="non", legende="Autre", credit="PETR"),
        Photo(fichier="z.jpg"),
    ]
    one, two = united(own, other)
    assert (people_on(one), one.accord, one.legende, one.credit) == (["Zoé", "Luc"], "non", "Ma légende", "PETR")
    assert two.fichier == "z.jpg"
    assert united([one, two], other) == [one, two]


def project_of(tmp_path: Path, **files: bytes) -> Path:
    (tmp_path / "sources").mkdir()
    for name, data in files.items():
        (tmp_path / "sources" / f"{name}.csv").write_bytes(data)
    return tmp_path


def test_the_copies_beside_the_table_are_read_and_no_note(tmp_path: Path) -> None:
    copy = table("x.jpg;;;;Zoé;non;")
    project = project_of(
        tmp_path, photos=table("x.jpg;;;;;;"), **{"photos-PC-DE-MAUD": copy, "photos de lundi": b"a;b"}
    )
    assert [path.name for path in photo_copies(project)] == ["photos-PC-DE-MAUD.csv"]
    assert [(one.fichier, one.accord) for one in read_table(project, {"x.jpg": RIVER}, tmp_path / "w")] == [
        ("x.jpg", "non")
    ]
    told = recognise(Source(path="photos-PC-DE-MAUD.csv", sha256="0", size=1), copy)
    assert told.state == "set_aside"
    assert "photos.csv" in told.reason


def test_a_table_that_is_none_stops_the_build_and_so_does_a_lost_column(tmp_path: Path) -> None:
    project = project_of(tmp_path, photos=b"PK\x03\x04")
    with pytest.raises(WrongUse, match=r"photos\.csv"):
        read_table(project, {}, tmp_path / "w")
    (project / "sources/photos.csv").write_bytes(table("x.jpg;;;;Zoé;non;"))
    assert keep_what_goes(project, tmp_path / "w") == []
    refuse_forgotten_faces(project, tmp_path / "w")
    (project / "sources/photos.csv").write_bytes(table("x.jpg;;", columns="fichier;legende;credit"))
    with pytest.raises(WrongUse, match="« personnes » et « accord » ont disparu"):
        refuse_forgotten_faces(project, tmp_path / "w")


CELL = st.text(alphabet='ab;"=é, \n', max_size=5)


@given(
    st.lists(st.builds(Photo, fichier=st.sampled_from(["x.jpg", "y.jpg"]), legende=CELL, accord=CELL), max_size=4)
)
def test_writing_and_reading_keeps_every_cell(photos: list[Photo]) -> None:
    once = merged_photos(photos, ALBUM)
    assert merged_photos(read_photos(once), ALBUM) == once
    said = {(one.fichier, one.legende, one.accord) for one in photos if one.legende.strip() or one.accord.strip()}
    assert said <= {(one.fichier, one.legende, one.accord) for one in read_photos(once)}
    assert len(filled(photos, {})) == len([one for one in photos if one.legende.strip() or one.accord.strip()])
