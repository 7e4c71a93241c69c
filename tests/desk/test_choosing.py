"""Pages of themes, quotations and pictures: what they leave in the editor's tables, and what they show."""

from __future__ import annotations

import html
import io
import re
from typing import Any

import msgspec
import pytest
from PIL import Image

from restitution.acts.classifying import lines
from restitution.intake.photos import mark, merged_photos, read_photos
from restitution.intake.verbatims import merged_choices, read_choices
from restitution.model import Choice, Photo, Pictured
from restitution.pictures.thumbnails import WIDEST, thumbnail
from restitution.plan.outputs import ALBUM
from restitution.stages.pictures import keep_pictured
from restitution.store import Store, write
from tests.desk.conftest import OnTheDesk
from tests.desk.listed import lay, marks, undo_of
from tests.desk.test_people import files

CHOICES = [
    Choice(
        fichier="a/débat.docx", repere="00:01", qui="Une personne", texte="On a tout vu.", autres={"à moi": "x"}
    ),
    Choice(fichier="a/débat.docx", repere="00:02", qui="Une personne", texte="Et pourtant <i>non</i>."),
    Choice(fichier="b/eau.md", texte="L'eau monte.", choisi="oui"),
]


def picture(colour: str, kind: str = "PNG", size: tuple[int, int] = (900, 300)) -> bytes:
    out = io.BytesIO()
    made = Image.new("RGB", size, colour)
    exif = Image.Exif()
    exif[0x010E] = "Chez Zoé Martin"
    made.save(out, kind, **({"exif": exif} if kind == "JPEG" else {}))
    return out.getvalue()


@pytest.fixture
def desk(here: OnTheDesk) -> OnTheDesk:
    lay(here)
    root, kept = here.world.root, Store(here.desk.work / "store")
    write(root / "sources/choix/verbatims.csv", merged_choices(CHOICES, CHOICES))
    album = [
        Pictured("a/place.jpg", kept.put(picture("red", "JPEG"))),
        Pictured("b/eau.md › image 1", kept.put(picture("blue"))),
        Pictured("b/vieux.tif", kept.put(b"no picture")),
    ]
    keep_pictured(here.desk.work / ALBUM, kept, album)
    return here


def table(here: OnTheDesk, name: str) -> bytes:
    return (here.world.root / "sources" / name).read_bytes()


# --- themes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verdict", "cell", "words"),
    [("accepter", "eau,sante", ("--themes", "eau, sante")), ("refuser", "aucun", ("--themes", "aucun"))],
)
def test_proposed_themes_are_decided_as_the_command_does(
    desk: OnTheDesk, verdict: str, cell: str, words: tuple[str, ...]
) -> None:
    desk.world.run("classify", "b/eau.md", *words)
    wanted = table(desk, "classement.csv")
    (desk.world.root / "sources/classement.csv").unlink()
    shown = marks(desk.get("/themes").text)
    assert set(shown) == {"b/eau.md"}
    text = desk.post("/themes", {"ligne": shown["b/eau.md"], "decision": verdict}).text
    assert table(desk, "classement.csv") == wanted
    assert [row.themes for row in lines(desk.world.root)] == [cell]
    assert not marks(text)
    desk.post("/themes/annuler", {"pas": undo_of(text)})
    assert set(marks(desk.get("/themes").text)) == {"b/eau.md"}


def test_a_theme_that_another_said_is_kept(desk: OnTheDesk) -> None:
    shown = marks(desk.get("/themes").text)
    desk.world.run("classify", "b/eau.md", "--themes", "sante")
    answer = desk.post("/themes", {"ligne": shown["b/eau.md"], "decision": "refuser"})
    assert "a changé pendant" in answer.text
    assert [row.themes for row in lines(desk.world.root)] == ["sante"]


# --- quotations ----------------------------------------------------------------------------------


def quotes(text: str) -> dict[str, str]:
    found = re.findall(r'name="ligne" value="([0-9a-f:]+)".*?class="parole">« (.*?) »', text, re.DOTALL)
    return {html.unescape(said): value for value, said in found}


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("attente", {"On a tout vu.", "Et pourtant <i>non</i>."}),
        ("oui", {"L'eau monte."}),
        ("non", set()),
        ("", {one.texte for one in CHOICES}),
        ("fichier=b%2Feau.md&etat=", {"L'eau monte."}),
        ("cherche=pourtant", {"Et pourtant <i>non</i>."}),
    ],
)
def test_quotations_are_shown_by_what_was_decided(desk: OnTheDesk, state: str, shown: set[str]) -> None:
    address = state if "=" in state else f"etat={state}"
    assert set(quotes(desk.get(f"/verbatims?{address}").text)) == shown


@pytest.mark.parametrize(("verdict", "word"), [("retenir", "oui"), ("laisser", "non"), ("rouvrir", "")])
def test_quotations_are_decided_and_put_back(desk: OnTheDesk, verdict: str, word: str) -> None:
    before = table(desk, "choix/verbatims.csv")
    shown = quotes(desk.get("/verbatims?etat=").text)
    text = desk.post("/verbatims", {"ligne": list(shown.values()), "decision": verdict, "etat": ""}).text
    wanted = [msgspec.structs.replace(one, choisi=word) for one in CHOICES]
    assert table(desk, "choix/verbatims.csv") == merged_choices(wanted, wanted)
    assert read_choices(table(desk, "choix/verbatims.csv"))[0].autres == {"à moi": "x"}
    desk.post("/verbatims/annuler", {"pas": undo_of(text)})
    assert table(desk, "choix/verbatims.csv") == before


def test_a_quotation_that_another_decided_is_kept(desk: OnTheDesk) -> None:
    shown = quotes(desk.get("/verbatims?etat=").text)
    theirs = [CHOICES[0], CHOICES[1], msgspec.structs.replace(CHOICES[2], choisi="non")]
    write(desk.world.root / "sources/choix/verbatims.csv", merged_choices(theirs, theirs))
    answer = desk.post("/verbatims", {"ligne": shown["L'eau monte."], "decision": "rouvrir"})
    assert "a changé pendant" in answer.text
    assert table(desk, "choix/verbatims.csv") == merged_choices(theirs, theirs)


# --- pictures ------------------------------------------------------------------------------------


def forms(text: str) -> dict[str, str]:
    """Name of each picture -> the version that its own form bears."""
    found = re.findall(r'<b>(.*?)</b>.*?name="une" value="([0-9a-f:]+)"', text, re.DOTALL)
    return {html.unescape(name): value for name, value in found}


def save(desk: OnTheDesk, name: str, **fields: str) -> Any:
    return desk.post("/photos", {"une": forms(desk.get("/photos").text)[name], **fields})


def test_a_picture_is_described_and_put_back(desk: OnTheDesk) -> None:
    said = {
        "legende": "La  place",
        "texte_alternatif": "Une place",
        "credit": "Zoé",
        "personnes": "",
        "accord": "oui",
    }
    text = save(desk, "a/place.jpg", **said).text
    photos = {one.fichier: one for one in read_photos(table(desk, "photos.csv"))}
    place = photos["a/place.jpg"]
    assert (place.legende, place.texte_alternatif, place.credit, place.accord) == (
        "La place",
        "Une place",
        "Zoé",
        "oui",
    )
    desk.post("/photos/annuler", {"pas": undo_of(text)})
    sha256 = Store(desk.desk.work / "store").put
    album = [
        Pictured("a/place.jpg", sha256(picture("red", "JPEG"))),
        Pictured("b/eau.md › image 1", sha256(picture("blue"))),
        Pictured("b/vieux.tif", sha256(b"no picture")),
    ]
    assert table(desk, "photos.csv") == merged_photos([], album)


def test_what_an_agreement_says_beyond_yes_stays(desk: OnTheDesk) -> None:
    sha256 = Store(desk.desk.work / "store").put(picture("red", "JPEG"))
    own = Photo(fichier="a/place.jpg", accord="oui, fiche signée", empreinte=mark(sha256))
    write(desk.world.root / "sources/photos.csv", merged_photos([own], [Pictured("a/place.jpg", sha256)]))
    save(desk, "a/place.jpg", legende="La place", accord="oui")
    photos = {one.fichier: one for one in read_photos(table(desk, "photos.csv"))}
    assert (photos["a/place.jpg"].legende, photos["a/place.jpg"].accord) == ("La place", "oui, fiche signée")


def test_several_pictures_are_told_at_once(desk: OnTheDesk) -> None:
    shown = list(marks(desk.get("/photos").text).values())
    desk.post("/photos", {"ligne": shown, "credit_dit": "L'équipe", "accord_dit": "non"})
    photos = read_photos(table(desk, "photos.csv"))
    assert {(one.credit, one.accord) for one in photos} == {("L'équipe", "non")}
    assert len(photos) == 3
    assert desk.get("/photos").text.count("n’est montrée nulle part") == 3


def test_a_picture_that_another_described_is_kept(desk: OnTheDesk) -> None:
    before = forms(desk.get("/photos").text)["a/place.jpg"]
    save(desk, "a/place.jpg", legende="De Zoé")
    answer = desk.post("/photos", {"une": before, "legende": "De Jean"})
    assert "a changé pendant" in answer.text
    assert "De Zoé" in answer.text
    assert b"De Jean" not in table(desk, "photos.csv")


def test_thumbnails_are_pixels_drawn_anew_by_code(desk: OnTheDesk) -> None:
    codes = re.findall(r'src="/photos/([0-9a-f]+)/vignette"', desk.get("/photos").text)
    answers = [desk.get(f"/photos/{code}/vignette") for code in codes]
    assert sorted(one.status_code for one in answers) == [200, 200, 404]
    for one in answers[:2]:
        assert one.headers["content-type"] == "image/png"
        assert one.headers["x-content-type-options"] == "nosniff"
        assert b"Martin" not in one.content
        assert max(Image.open(io.BytesIO(one.content)).size) == WIDEST
    for wrong in ("../../restitution.yaml", "a%2Fplace.jpg", "0" * 16):
        assert desk.get(f"/photos/{wrong}/vignette").status_code in {404, 405}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        picture("green")[:60],
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
    ],
)
def test_what_outputs_cannot_show_has_no_thumbnail(data: bytes) -> None:
    assert thumbnail(data) == b""


def test_a_drawing_has_a_thumbnail() -> None:
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>'
    )
    assert thumbnail(drawing).startswith(b"\x89PNG")


def test_looking_writes_nothing(desk: OnTheDesk) -> None:
    before = files(desk.world.root / "sources")
    for address in ("/themes", "/verbatims", "/photos", "/classement", "/personnes"):
        assert desk.get(address).status_code in {200, 409}
    assert files(desk.world.root / "sources") == before
