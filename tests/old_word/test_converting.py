"""Old Word files as a build takes them: set aside, or made into DOCX by LibreOffice and read as any other."""

from __future__ import annotations

import io
import os
import subprocess
import tempfile
import time
import zipfile
from collections import Counter
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import psutil
import pytest
import yaml
from lxml import etree
from msgspec import msgpack

from restitution import cage, office, word97
from restitution.conservation.ast_words import block_words
from restitution.conservation.conversion import Conversion, compared
from restitution.conservation.reading import reading_words
from restitution.intake.formats import format_of
from restitution.intake.recognise import NO_OFFICE, OLD_COPY, SET_ASIDE, recognise
from restitution.model import Source
from restitution.pandoc import run as pandoc
from restitution.readers.batch import File
from restitution.stages import converting, reading
from restitution.stages.reading import Read
from tests.kinds.test_conversions import made
from tests.kinds.test_kinds import cases

from .build import container, word
from .make import to_doc

HERE = Path(__file__).parent
SAMPLES: dict[str, Any] = yaml.safe_load((HERE / "samples.yaml").read_text("utf-8"))
needs_office = pytest.mark.skipif(not office.found(), reason="LibreOffice n'est pas installé")
LOST_BY_LIBREOFFICE = {
    "libreoffice": {"cadres emboîtés et formes"},  # a shape beside a frame
    "word": {"tableaux emboîtés et fusionnés"},  # cells of a table in a cell
}
"""Hard files that are set aside: no words of theirs may go."""


def sample(name: str) -> bytes:
    return (HERE / "samples" / f"{name}.doc").read_bytes()


def read(*files: tuple[str, bytes]) -> list[Read]:
    return list(reading.each([File(name, "doc", data) for name, data in files]))


def source(name: str, data: bytes) -> Source:
    return Source(path=name, sha256="0" * 64, size=len(data))


def test_it_is_set_aside_with_both_ways_out() -> None:
    intake = recognise(source("a/vieux.doc", sample("titres")), sample("titres"))
    assert (intake.state, intake.reason) == ("set_aside", SET_ASIDE["doc"])
    assert "enregistrez-le au format .docx" in intake.reason
    assert "convertir_doc: oui" in intake.reason


@pytest.mark.parametrize(("refused", "state"), [("", "taken"), (NO_OFFICE, "set_aside")])
def test_it_is_taken_where_libreoffice_is(refused: str, state: str) -> None:
    intake = recognise(source("a/vieux.doc", sample("titres")), sample("titres"), refused)
    assert (intake.state, intake.reason) == (state, refused)


FALSE = {
    "un RTF": (b"{\\rtf1 texte}", "rtf"),
    "une page web": (b"<html><body>texte</body></html>", "html"),
    "un simple texte": (b"texte", "txt"),
    "un classeur": (container({"Workbook": b"x"}), "xls"),
    "un classeur protégé": (container({"EncryptedPackage": b"x"}), "protégé"),
}


@pytest.mark.parametrize("name", FALSE)
def test_what_is_only_named_doc_is_known_by_its_content(name: str) -> None:
    data, format_ = FALSE[name]
    assert format_of("vieux.doc", data) == format_


def test_a_docx_named_doc_is_read_as_one() -> None:
    data = pandoc.run("--sandbox", "-f", "markdown", "-t", "docx", "-o", "-", data=b"texte")
    intake = recognise(source("a/vieux.doc", data), data)
    assert (intake.state, intake.format) == ("taken", "docx")


def test_where_nothing_converts_the_readers_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "to_docx", lambda *_, **__: {})
    monkeypatch.setattr(office, "found", lambda: "/nulle/part")
    (one,) = read(("vieux.doc", sample("titres")))
    assert one.refused == converting.UNABLE
    assert one.broke  # tried again by the next build


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_it_is_found_where_each_system_has_it(system: str) -> None:
    place = office.found(system, lambda _name: None, lambda _path: True)
    assert place == office.PLACES[system][0]
    assert office.found(system, lambda _name: None, lambda _path: False) == ""


def test_versions_are_told_apart_without_starting_any(tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.touch()
    assert office.version("") == ""
    assert office.version(str(program)) == str(program)
    (tmp_path / "versionrc").write_text("[Version]\nbuildid=abc\n", "utf-8")
    assert office.version(str(program)) == "abc"


def test_where_a_killed_one_listened_is_known() -> None:
    """Its name as LibreOffice 7.4 made it for this profile."""
    place = office.socket_of("file:///tmp/profil-essai")
    assert place.name.endswith("_SingleOfficeIPC_ac42f1a4bab34278b9be3dc9181e3e")


@pytest.mark.skipif(os.name != "posix", reason="a shell's word")
def test_it_ends_by_itself_if_nobody_is_left_to_watch_it(tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text(f'#!/bin/sh\necho "$(ulimit -t) $(ps -o pgid= $$) $$" > "{tmp_path}/dit"\n', "utf-8")
    program.chmod(0o755)
    assert office.to_docx(str(program), [tmp_path / "0.doc"], tmp_path) == {}
    seconds, group, own = (tmp_path / "dit").read_text("utf-8").split()
    assert int(seconds) == 2 * office.LIMITS.seconds
    assert group == own


def test_refused_files_never_reach_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "found", lambda: "/nulle/part")
    (locked, workbook) = read(
        ("clef.doc", word([("a\r", False)], flags=0x100)), ("x.doc", container({"Workbook": b"x"}))
    )
    assert (locked.refused, workbook.refused) == (word97.LOCKED, word97.NOT_WORD)


# --- by LibreOffice ---------------------------------------------------------------------------------


@needs_office
@pytest.mark.slow
def test_samples_are_read_whole_and_told_to_be_read_again() -> None:
    for name, one in zip(SAMPLES, read(*((f"{name}.doc", sample(name)) for name in SAMPLES)), strict=True):
        assert one.reading is not None, (name, one.refused)
        assert one.reading.findings[0].message == converting.CONVERTED
        held = Counter(reading_words(one.reading))
        for piece in one.reading.not_taken:
            held.update(word_s(piece.text))
        wanted = Counter(SAMPLES[name]["dit"].split())
        if name != "suivi":  # where what is deleted cuts a word in two
            assert not wanted - held, (name, wanted - held)


def word_s(text: str) -> list[str]:
    return block_words([{"t": "Para", "c": [{"t": "Str", "c": text}]}])


@needs_office
@pytest.mark.slow
def test_tracked_changes_headings_notes_and_comments_come_through() -> None:
    changed, headed, noted, said = read(
        *((f"{n}.doc", sample(n)) for n in ("suivi", "titres", "notes", "commentaires"))
    )
    assert changed.reading
    assert headed.reading
    assert noted.reading
    assert said.reading
    assert {piece.reason for piece in changed.reading.not_taken} >= {"texte supprimé"}
    assert {"reste", "partireste"} & set(reading_words(changed.reading)) == {"reste"}
    assert "Header" in {block["t"] for block in headed.reading.blocks}
    assert "Note" in str(noted.reading.blocks)
    assert len(said.reading.internal) == 4


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("family", ["word", "libreoffice"])
def test_hard_files_are_whole_or_set_aside(family: str, tmp_path: Path) -> None:
    known = cases(f"{family}.yaml")
    sources = [tmp_path / f"{number}.{'docx' if family == 'word' else 'odt'}" for number in range(len(known))]
    for path, case in zip(sources, known.values(), strict=True):
        path.write_bytes(made(family, case))
    to_doc(sources, tmp_path)
    given = [(name, (tmp_path / f"{number}.doc").read_bytes()) for number, name in enumerate(known)]
    refused = {name: one.refused for (name, _), one in zip(given, read(*given), strict=True) if one.refused}
    assert set(refused) == LOST_BY_LIBREOFFICE[family]
    assert all("LibreOffice perd ou change" in why for why in refused.values())


@needs_office
@pytest.mark.slow
def test_the_same_file_gives_the_same_reading() -> None:
    files = [(f"{name}.doc", sample(name)) for name in SAMPLES]
    first = read(*files)
    time.sleep(1.1)
    assert msgpack.encode(read(*reversed(files))[::-1]) == msgpack.encode(first)


@needs_office
@pytest.mark.slow
def test_what_is_computed_stays_as_its_writer_saw_it() -> None:
    (one,) = read(("champs.doc", sample("champs")))
    assert one.reading is not None
    assert "le 46" in " ".join(reading_words(one.reading))  # the day of the sample, not today's


@needs_office
@pytest.mark.slow
def test_a_file_that_nothing_converts_keeps_nothing_from_the_others() -> None:
    broken = word([("Une phrase.\r", False)], parts={1: b"\xff" * 40, 12: b"\xff" * 40, 13: b"\x01" * 40})
    first, second, third = read(("a.doc", sample("titres")), ("b.doc", broken), ("c.doc", sample("notes")))
    assert first.reading
    assert third.reading
    assert second.reading or second.refused


@needs_office
@pytest.mark.slow
def test_it_is_ended_beyond_its_limits_and_leaves_no_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(office, "LIMITS", cage.Limits(memory=20 << 20, seconds=25))
    (one,) = read(("a.doc", sample("titres")))
    assert one.refused == converting.UNABLE
    assert not [one for one in psutil.process_iter(["cmdline"]) if str(tmp_path) in str(one.info["cmdline"])]


@needs_office
@pytest.mark.slow
def test_a_copy_of_ours_is_no_note(tmp_path: Path) -> None:
    path = tmp_path / "copie.docx"
    about = ("-M", "RestitutionBuild=0123456789", "-M", "title=Restitution")
    path.write_bytes(pandoc.run("--sandbox", "-f", "markdown", "-t", "docx", *about, "-o", "-", data=b"texte"))
    with zipfile.ZipFile(path) as package:
        assert b"RestitutionBuild" in package.read("docProps/custom.xml")
    to_doc([path], tmp_path)
    (one,) = read(("copie.doc", (tmp_path / "copie.doc").read_bytes()))
    assert one.refused == OLD_COPY


def docx_of(name: str, folder: Path) -> bytes:
    """What LibreOffice makes of a sample."""
    path = folder / f"{name}.doc"
    path.write_bytes(sample(name))
    where = f"-env:UserInstallation={(folder / 'profil').as_uri()}"
    command = [office.found(), where, "--headless", "--convert-to", "docx", "--outdir", folder, path]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / f"{name}.docx").read_bytes()


def changed(docx: bytes, before: bytes, after: bytes) -> bytes:
    """A DOCX whose XML says something else."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as package, zipfile.ZipFile(held, "w") as written:
        for part in package.namelist():
            written.writestr(part, package.read(part).replace(before, after))
    return held.getvalue()


@needs_office
@pytest.mark.slow
def test_words_that_libreoffice_changes_are_seen(tmp_path: Path) -> None:
    whole = docx_of("titres", tmp_path)
    assert compared(sample("titres"), whole) == Conversion()
    spoilt = changed(whole, b"Niveau dit", b"Niveau tu")
    conversion = compared(sample("titres"), spoilt)
    assert (conversion.lost, conversion.added) == (["dit"], ["tu"])


@needs_office
@pytest.mark.slow
def test_a_picture_that_goes_is_told(tmp_path: Path) -> None:
    whole = docx_of("zones", tmp_path)
    assert compared(sample("zones"), whole).drawn == (6, 5)  # an empty shape
    assert compared(sample("zones"), changed(whole, b"w:drawing", b"w:rien")).drawn == (6, 0)
    (one,) = read(("zones.doc", sample("zones")))
    assert one.reading is not None
    assert "6 objets" in one.reading.findings[1].message


@needs_office
@pytest.mark.slow
def test_what_was_deleted_and_is_shown_is_seen(tmp_path: Path) -> None:
    whole = docx_of("suivi", tmp_path)
    assert compared(sample("suivi"), whole) == Conversion(drawn=(0, 0))
    shown = changed(whole, b"w:delText", b"w:t")
    assert sorted(compared(sample("suivi"), shown).turned) == ["paragraphe", "partireste", "tout", "un"]


def test_its_profile_runs_no_macro_and_follows_no_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "Popen", lambda *_, **__: nullcontext(psutil.Process()))
    monkeypatch.setattr(cage, "watch", lambda *_: "")
    assert office.to_docx("soffice", [tmp_path / "0.doc"], tmp_path) == {}
    registry = etree.parse(tmp_path / "profil" / "user" / "registrymodifications.xcu")
    said = {prop.get("{*}name") or prop.values()[0]: prop.findtext("value") for prop in registry.iter("prop")}
    assert said["DisableMacrosExecution"] == "true"
    assert (said["Link"], said["Field"]) == ("0", "false")
