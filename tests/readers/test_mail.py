"""Mails: the text is a note, each file that was sent a source of its own, through the same gate as any other."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import msgspec
import pytest

from restitution.conservation.reading import check_reading
from restitution.errors import UnreadableSource
from restitution.intake.recognise import recognise
from restitution.model import Reading
from restitution.pandoc import ast
from restitution.plan import snapshot
from restitution.readers.batch import File, read_all
from restitution.store import Store

TEXT = "Bonjour,\n\nLa navette passera le mardi et le vendredi.\n\n-- \nAnne Vial\n"
PAGE = "<p>Bonjour,</p><p>La navette passera <b>le mardi</b> et le vendredi.</p>"


def mail(*, text: str = TEXT, page: str = "", files: tuple[tuple[str, bytes], ...] = ()) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Anne Vial <anne@exemple.org>"
    made["To"] = "equipe@exemple.org"
    made["Date"] = "Thu, 12 Mar 2026 10:00:00 +0100"
    made["Subject"] = "Compte rendu : la navette à l’étude"
    if text:
        made.set_content(text)
    if page and text:
        made.add_alternative(page, subtype="html")
    elif page:
        made.set_content(page, subtype="html")
    for name, data in files:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made


LATIN = (
    b"From: =?iso-8859-1?Q?H=E9l=E8ne_Marc?= <h@exemple.org>\r\n"
    b"Subject: =?utf-8?B?UsOpdW5pb24=?=\r\n =?utf-8?Q?_du_mardi?=\r\n"
    b"Date: 12 Mar 2026 10:00:00 +0000\r\nContent-Type: text/plain; charset=iso-8859-1\r\n"
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\nLes =E9lus sont d=E9j=E0 venus, et revien=\r\ndront.\r\n"
)
MAILS = {
    "plain": mail().as_bytes(),
    "page": mail(text="", page=PAGE).as_bytes(),
    "both": mail(page=PAGE).as_bytes(),
    "files": mail(page=PAGE, files=(("annexe.csv", b"a;b\n"),)).as_bytes(),
    "latin": LATIN,
    "wrong charset": LATIN.replace(b"iso-8859-1\r\nContent", b"utf-8\r\nContent"),
    "no header": b"Subject: Rien\r\n\r\nUn seul mot.\r\n",
}


def read(data: bytes) -> Reading | UnreadableSource:
    return read_all([File("message.eml", "eml", data)])[0]


@pytest.mark.parametrize("name", MAILS)
def test_each_word_is_in_the_note_or_listed(name: str) -> None:
    data = MAILS[name]
    reading = read(data)
    assert isinstance(reading, Reading)
    check = check_reading(data, "eml", reading)
    assert check.holds, check.message
    spoken = [n for n, block in enumerate(reading.blocks) if any(map(str.isalnum, ast.text(block)))]
    for number in spoken:
        lost = [*reading.blocks[:number], *reading.blocks[number + 1 :]]
        assert not check_reading(data, "eml", msgspec.structs.replace(reading, blocks=lost)).holds


def test_the_subject_is_the_title_and_who_wrote_stays_out_of_the_text() -> None:
    reading = read(MAILS["both"])
    assert isinstance(reading, Reading)
    assert ast.text(reading.blocks[0]).strip() == "Compte rendu : la navette à l’étude"
    assert "anne@exemple.org" not in ast.text(reading.blocks)
    assert reading.properties["auteur"] == "Anne Vial"
    assert reading.properties["cree"].startswith("2026-03-12")
    assert ast.text(reading.blocks).count("vendredi") == 1


def test_an_old_charset_is_read() -> None:
    reading = read(LATIN)
    assert isinstance(reading, Reading)
    assert "Les élus sont déjà venus, et reviendront." in ast.text(reading.blocks)
    assert ast.text(reading.blocks[0]).strip() == "Réunion du mardi"


def photograph(folder: Path, made: dict[str, bytes]) -> dict[str, bytes]:
    """Path -> bytes of all that a photograph of these files holds."""
    for name, data in made.items():
        path = folder / "sources" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    kept = Store(folder / "store")
    taken = snapshot.take(folder / "sources", kept)
    return {one.path: kept.get(one.sha256 or "") for files in taken.values() for one in files}


def test_what_was_sent_is_a_source_of_its_own(tmp_path: Path) -> None:
    files = (("annexe.md", b"# Annexe\n\nDeux horaires.\n"), ("annexe.md", b"autre"), ("../../ruse.docx", b"PK"))
    inner = mail(text="Voici.", files=(("plan.csv", b"a;b\n1;2\n"),))
    outer = mail(files=files)
    outer.add_attachment(inner)
    found = photograph(tmp_path, {"haute-galdonne/message.eml": outer.as_bytes()})
    mails = [path for path in found if path.endswith(".eml")]
    assert len(mails) == 2
    start = "haute-galdonne/message.eml"
    nested = next(path for path in mails if path != start)
    assert set(found) == {
        start,
        f"{start} › annexe.md",
        f"{start} › annexe (2).md",
        f"{start} › ruse.docx",
        nested,
        f"{nested} › plan.csv",
    }
    assert found[f"{start} › annexe.md"] == files[0][1]
    assert found[f"{nested} › plan.csv"] == b"a;b\n1;2\n"


def test_a_file_that_was_sent_meets_the_gate(tmp_path: Path) -> None:
    made = mail(
        files=(("macro.docm", b"PK\x03\x04"), ("son.mp3", b"ID3\x03aaaa"), ("note.md", b"# Note\n\nTexte.\n"))
    )
    found = photograph(tmp_path, {"message.eml": made.as_bytes()})
    kept = Store(tmp_path / "store")
    taken = snapshot.take(tmp_path / "sources", kept)
    states = {
        one.path.rsplit(" ", 1)[-1]: recognise(one, found[one.path]).state
        for files in taken.values()
        for one in files
    }
    assert states == {
        "message.eml": "taken",
        "macro.docm": "set_aside",
        "son.mp3": "set_aside",
        "note.md": "taken",
    }


@pytest.mark.parametrize(
    "data", [b"\x00\x01\x02", b"From: a\r\n\r\n", b"Content-Type: multipart/mixed; boundary=\r\n\r\n--"]
)
def test_a_mail_without_words_is_refused_and_stops_nothing(tmp_path: Path, data: bytes) -> None:
    assert isinstance(read(data), UnreadableSource)
    assert list(photograph(tmp_path, {"message.eml": data})) == ["message.eml"]
