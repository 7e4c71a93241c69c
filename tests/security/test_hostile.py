"""Broken and hostile files: each is taken, or set aside with what to do; the others are built."""

from __future__ import annotations

import io
import json
import os
import re
import struct
import unicodedata
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from restitution.intake.classification import merged_table, read_table, row_for

from . import verdicts
from .world import HEAD, ODT, WORD, Outside, Project, docx, odt, packed, png

LOT = "territoire-a"
GOOD = {
    "bonne.md": "# Note saine\n\nLe moulin de Roncelles tourne.\n",
    "bonne.docx": docx("<w:p><w:r><w:t>La scierie de Valbrune scie.</w:t></w:r></w:p>"),
    "bonne.odt": odt("<text:p>La forge de Merlac forge.</text:p>"),
}
GOOD_WORDS = ("moulindeRoncelles", "scieriedeValbrune", "forgedeMerlac")
WHAT_TO_DO = re.compile(
    r"(?i)\b(déposez|enregistrez|ouvrez|retirez|copiez|exportez|sortez|insérez|partagez|coupez|rendez|supprimez|"
    r"remplacez|allégez|reportez|récrivez|imbriquez|renommez)"
)
PLAIN_FRENCH = re.compile(r"[A-ZÀÉ][^{}]*\.", re.DOTALL)
IS_ROOT = not hasattr(os, "geteuid") or os.geteuid() == 0


def project_with(folder: Path, files: dict[str, bytes | str]) -> Project:
    """A project of sound notes and these files, in one folder: what breaks one of a lot could break all."""
    made = Project(folder / "mon projet é")
    for name, content in (GOOD | files).items():
        made.note(f"{LOT}/{name}", content)
    return made


def assert_says_what_to_do(reason: str) -> None:
    assert PLAIN_FRENCH.fullmatch(reason), reason
    assert WHAT_TO_DO.search(reason), reason
    assert len(re.findall(r"[.!?] [A-ZÀÉ]", reason)) <= 1, reason  # what is wrong, then what to do


def assert_good_notes_are_published(project: Project) -> None:
    balance = project.balance()
    assert {name: balance[f"{LOT}/{name}"]["reason"] for name in GOOD} == dict.fromkeys(GOOD, "")
    for letters in project.published_letters():
        assert [words for words in GOOD_WORDS if words not in letters] == []


# --- files made here ----------------------------------------------------------------------------------


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def bomb(megabytes: int = 80) -> str:
    """More letters than any part may have."""
    return "A" * (megabytes << 20)


def laughs(outer: str = "") -> str:
    """A billion laughs, and what else a DOCTYPE can do."""
    lines = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    return f'<!DOCTYPE x [<!ENTITY a "{"ha" * 10}">{lines}{outer}<!ENTITY e "&j;">]>'


def nested(opening: str, inner: str, closing: str, times: int) -> str:
    return opening * times + inner + closing * times


def twice() -> bytes:
    """Two parts of one name: readers differ on which one they show."""
    buffer = io.BytesIO(docx(p("première version")))
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "a") as package:
        warnings.simplefilter("ignore")
        package.writestr("word/document.xml", f"<w:document {WORD}><w:body>{p('seconde')}</w:body></w:document>")
    return buffer.getvalue()


def spoilt() -> bytes:
    """A byte changed in the middle of the text."""
    data = bytearray(docx("".join(p(f"ligne {number * 7919}") for number in range(2000))))
    data[len(data) // 2] ^= 0xFF
    return bytes(data)


def locked_zip() -> bytes:
    """Every part says that it is encrypted, as the zip programs do."""
    data = bytearray(docx(p("fermé à clé")))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(re.escape(mark), bytes(data)):
            data[found.start() + place] |= 1
    return bytes(data)


def ole(stream: str) -> bytes:
    """What an old or a locked document of Office begins with, and the name of its main stream."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(2048)


def utf16(data: str) -> bytes:
    return b"\xff\xfe" + data.replace("UTF-8", "UTF-16").encode("utf-16-le")


def half(data: bytes) -> bytes:
    return data[: len(data) // 2]


def with_macros() -> bytes:
    return docx(p("Les macros ne courent pas."), parts={"word/vbaProject.bin": ole("VBA")})


def locked_odt() -> bytes:
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
        "</manifest:manifest>"
    )
    return packed({"mimetype": ODT, "META-INF/manifest.xml": manifest, "content.xml": bytes(range(256))})


DOCUMENT = f"{HEAD}{{}}<w:document {WORD}><w:body>{p('&e;')}</w:body></w:document>"
SIDE = '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">&e;</w:styles>'
FILE_ENTITY = '<!ENTITY f SYSTEM "file:///etc/hostname">'

SET_ASIDE: dict[str, tuple[Callable[[], bytes | str], str]] = {
    "bombe.docx": (lambda: docx(p(bomb())), "se déploie démesurément"),
    "bombe.odt": (lambda: odt(f"<text:p>{bomb()}</text:p>"), "se déploie démesurément"),
    "bombe à côté.docx": (lambda: docx(p("x"), parts={"word/media/x.bin": bomb()}), "se déploie démesurément"),
    "membres.docx": (lambda: docx(p("x"), parts={f"m/{n}": "" for n in range(5001)}), "se déploie démesurément"),
    "espaces.odt": (lambda: odt('<text:p>a<text:s text:c="2000000000"/>b</text:p>'), "se déploie démesurément"),
    "répétitions.odt": (
        lambda: odt(
            '<table:table><table:table-row table:number-rows-repeated="1000000"><table:table-cell '
            'table:number-columns-repeated="16000"><text:p>x</text:p></table:table-cell></table:table-row>'
            "</table:table>"
        ),
        "se déploie démesurément",
    ),
    "deux fois.docx": (twice, "abîmé"),
    "gâté.docx": (spoilt, "abîmé"),
    "coupé.docx": (lambda: half(docx("".join(map(p, "abcdef")))), "incomplet"),
    "coupé à la fin.docx": (lambda: docx(p("x"))[:-10], "incomplet"),
    "coupé.odt": (lambda: half(odt("<text:p>x</text:p>")), "incomplet"),
    "tête seule.docx": (lambda: b"PK\x03\x04", "incomplet"),
    "sans texte.docx": (lambda: packed({"[Content_Types].xml": "<x/>", "word/x.xml": "<x/>"}), "Word"),
    "entités.docx": (lambda: docx(p("&e;"), doctype=laughs()), "DOCTYPE"),
    "entités larges.docx": (
        lambda: docx(p("x"), parts={"word/document.xml": utf16(DOCUMENT.format(laughs(FILE_ENTITY)))}),
        "DOCTYPE",
    ),
    "entités.odt": (lambda: odt("<text:p>&e;</text:p>", doctype=laughs()), "DOCTYPE"),
    "entité du disque.odt": (
        lambda: odt("<text:p>&f;</text:p>", doctype=f"<!DOCTYPE x [{FILE_ENTITY}]>"),
        "DOCTYPE",
    ),
    "profond.docx": (
        lambda: docx(nested("<w:tbl><w:tr><w:tc>", p("x"), "<w:p/></w:tc></w:tr></w:tbl>", 5000)),
        "enregistrez",
    ),
    "clé de zip.docx": (locked_zip, "mot de passe"),
    "mot de passe.docx": (lambda: ole("EncryptedPackage"), "protégé par un mot de passe"),
    "mot de passe.odt": (locked_odt, "mot de passe"),
    "vieux.doc": (lambda: ole("WordDocument"), "Word 97-2003"),
    "vieux.xls": (lambda: ole("Workbook"), ".xlsx"),
    "vieux.ppt": (lambda: ole("PowerPoint Document"), "diaporama PowerPoint"),
    "courriel.msg": (lambda: ole("__substg1.0_0037001F"), "Courriel"),
    "inconnu.bin": (lambda: ole("Autre"), "ancien logiciel"),
    "vide.docx": (lambda: b"", "vide"),
    "vide.md": (lambda: b"", "vide"),
    "blancs.txt": (lambda: b" \r\n\t\r\n", "vide"),
    "macros.docm": (with_macros, "enregistrez-le en .docx"),
    "modèle.dotm": (with_macros, "enregistrez-le en .docx"),
    "une ligne.md": (lambda: "mot " * 300_000, "dépasse"),
    "énorme.txt": (lambda: "une ligne\n" * 600_000, "dépasse"),
    "faux.md": (lambda: docx(p("Un document Word sous un autre nom.")), "renommez-le en .docx"),
    "faux.docx": (lambda: "<html><body><p>Une page.</p></body></html>", "renommez-le en .html"),
    "autre.odt": (lambda: docx(p("x")), "renommez-le en .docx"),
    "données.yaml": (lambda: "titre: x\n", ".docx"),
    "données.json": (lambda: '{"titre": "x"}\n', ".docx"),
}
"""File -> how to make it, and what its reason must say."""

TAKEN: dict[str, Callable[[], bytes | str]] = {
    "macros.docx": with_macros,
    "entités à côté.docx": lambda: docx(p("Le pressoir presse."), parts={"word/styles.xml": laughs() + SIDE}),
    "chevrons.md": lambda: "\n\n".join([">" * 20 + " cité"] * 20),
    "étoiles.md": lambda: "*" * 20_000 + " étoiles " + "_" * 20_000,
    "crochets.md": lambda: "](" * 5_000 + " crochets",
    "bidi.md": lambda: "a \u202eezrevni\u202c z\u200be\u200dro\ufeff\n",
    "commandes.md": lambda: "a\x01b\x0bc\x02d\x03e\x7f\x1b[31mdernier\n",
    "retours.md": lambda: "# Titre\r\rDeux\r",
    "large.txt": lambda: b"\xff\xfe" + "éàœ – « vallée »\r\n".encode("utf-16-le"),
    "image démesurée.docx": lambda: docx(
        p("Une image.") + PICTURE, "rId1 image in:media/a.png", {"word/media/a.png": vast_picture()}
    ),
    "formules.csv": lambda: "a;b\n=1+1;@x\n",
}
PICTURE = (
    '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="360000" cy="360000"/><wp:docPr id="1" name="i" descr="vaste"/>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
    '<pic:nvPicPr><pic:cNvPr id="0" name="i"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId1"/>'
    "</pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
)


def vast_picture() -> bytes:
    """A PNG of a few hundred kilobytes that opens into thirteen thousand megabytes."""
    size = 60_000

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pack = zlib.compressobj(1)
    lines = b"".join(pack.compress(bytes((size // 8 + 1) * 1000)) for _ in range(size // 1000)) + pack.flush()
    head = struct.pack(">IIBBBBB", size, size, 1, 0, 0, 0, 0)
    return png(b"")[:8] + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Project:
    files = {name: make() for name, (make, _) in SET_ASIDE.items()} | {
        name: make() for name, make in TAKEN.items()
    }
    made = project_with(tmp_path_factory.mktemp("abimes"), files)
    made.run_stages()
    return made


@pytest.mark.parametrize("name", SET_ASIDE)
def test_what_cannot_be_taken_is_set_aside_with_what_to_do(broken: Project, name: str) -> None:
    source = broken.balance()[f"{LOT}/{name}"]
    assert source["state"] == "set_aside"
    assert source["words_in"] is None
    assert SET_ASIDE[name][1] in source["reason"], source["reason"]
    assert_says_what_to_do(source["reason"])


@pytest.mark.parametrize("name", TAKEN)
def test_what_only_looks_bad_is_taken_whole(broken: Project, name: str) -> None:
    source = broken.balance()[f"{LOT}/{name}"]
    assert (source["state"], source["reason"]) == ("taken", "")
    assert source["words_in"] == source["words_note"] + source["words_not_taken"]
    assert source["words_note"] == source["words_published"] + source["words_withheld"]


def test_the_sound_notes_beside_them_are_published(broken: Project) -> None:
    assert_good_notes_are_published(broken)


def test_a_sheet_of_instructions_is_called_so_wherever_it_lies(broken: Project) -> None:
    sheets = {path: source for path, source in broken.balance().items() if path.endswith("LISEZMOI.txt")}
    assert "commun/logos/LISEZMOI.txt" in sheets
    assert {source["reason"] for source in sheets.values()} == {"Mode d'emploi du dossier."}


def test_macros_are_left_and_said(broken: Project) -> None:
    found = {finding["code"]: finding["message"] for finding in broken.balance()[f"{LOT}/macros.docx"]["findings"]}
    assert "macros du document sont ignorées" in found["macros"]


def test_every_reason_is_told_to_a_person(broken: Project) -> None:
    shown, balance = " ".join(broken.command("status", "--tout").split()), broken.balance()
    reasons = {name: " ".join(balance[f"{LOT}/{name}"]["reason"].split()) for name in SET_ASIDE}
    assert [name for name, why in reasons.items() if f"{LOT}/{name} {why}" not in shown] == []


# --- the generator of hostile files -------------------------------------------------------------------

HEAVY = {"docx_100k_paras", "docx_huge_table"}
SLOW_TO_MAKE = HEAVY | {
    "docx_bomb_text", "docx_bomb_tree", "docx_many_entries", "docx_nested_zip", "docx_png_bomb", "odt_bomb",
    "vtt_hostile",
}  # fmt: skip
UNSAID = {"vtt_hostile"}
"""Speech to which nobody agreed: it waits."""


cases = verdicts.foreseen


def make_cases(project: Project, outside: Outside, names: set[str]) -> None:
    if not verdicts.MAKER.is_file():
        pytest.skip("the generator of hostile files is not here")
    verdicts.make(names, project.path / "sources" / LOT, outside.url, outside.folder / "canari.txt")


def assert_fates(project: Project, names: set[str]) -> None:
    balance, expected = project.balance(), cases()
    wrong = []
    for name in sorted(names):
        files = {path: source for path, source in balance.items() if path.startswith(f"{LOT}/{name}/")}
        assert files, name
        for path, source in files.items():
            verdict = "WAIT" if name in UNSAID else expected[name]
            told = verdicts.wrong(verdict, source, alike=True)
            wrong += [f"{path!r}: {told}"] if told else []
            if source["state"] == "set_aside":
                assert_says_what_to_do(source["reason"])
            elif source["state"] in {"taken", "superseded"}:
                assert source["words_in"] == source["words_note"] + source["words_not_taken"] > 0
                assert source["words_note"] == source["words_published"] + source["words_withheld"]
    assert wrong == [], "\n".join(wrong)


def assert_nothing_escaped(project: Project, outside: Outside) -> None:
    token = verdicts.token()
    assert token in (outside.folder / "canari.txt").read_bytes()
    assert [path for path in project.made() if not path.is_symlink() and token in path.read_bytes()] == []
    assert outside.calls == []
    assert list(project.path.rglob("pwned*")) == []


@pytest.fixture(scope="module")
def hostile(outside: Outside, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    made = project_with(tmp_path_factory.mktemp("hostiles"), {})
    make_cases(made, outside, cases().keys() - SLOW_TO_MAKE)
    made.run_stages()
    yield made
    (made.path / "sources" / LOT / "fs_unreadable" / "note.md").chmod(0o600)


def test_hostile_files_have_the_fate_that_was_foreseen(hostile: Project) -> None:
    assert_fates(hostile, cases().keys() - SLOW_TO_MAKE)


def test_hostile_files_reach_nothing(hostile: Project, outside: Outside) -> None:
    assert_nothing_escaped(hostile, outside)


def test_notes_beside_hostile_files_are_published(hostile: Project) -> None:
    assert_good_notes_are_published(hostile)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("docx_huge_table", marks=pytest.mark.slow),
        pytest.param("docx_100k_paras", marks=pytest.mark.longest),
    ],
)
def test_heavy_files_are_read_whole(outside: Outside, tmp_path: Path, name: str) -> None:
    project = project_with(tmp_path, {})
    make_cases(project, outside, {name})
    project.run_stages("notes/territoire-b.jsonl")  # the last lot
    read = project.notes()[f"{LOT}/{name}/note.docx"]
    assert read.words_in == read.words_note > 100_000


@pytest.mark.slow
def test_a_whole_build_among_hostile_files(outside: Outside, tmp_path: Path) -> None:
    project = project_with(tmp_path, {})
    names = cases().keys() - HEAVY
    make_cases(project, outside, names)
    said = project.command("build")
    assert "fichiers repris" in said
    assert_fates(project, names)
    assert_nothing_escaped(project, outside)
    assert_good_notes_are_published(project)
    told = {source["path"] for source in json.loads(project.command("status", "--json"))["sources"]}
    assert told == project.balance().keys()


# --- names, links, pipes, droppings -------------------------------------------------------------------

NAMES = [
    "{territoire}.md", "a {b} {{c}}.md", "{input[0]}.md", "l'« été » \"ici\".md", "retour\nà la ligne.md",
    "tab\tulation.md", "-tiret.md", "--version.md", "e\u0301te\u0301.md", "é" * 126 + ".md", "a" * 252 + ".md",
    ".cachée.md", "..md", "[gras].md", "a\\b.md", "%20%00.md", "$(touch pwned).md", "`touch fichier`;#.md",
    "\u202egpj.md", "sourire 😀.md", "impossible\ufffe.md", "<b>&amp;.md", "étoile*.md",
    "CON.md", " devant.md", "=1+1.md", "@import.md", "+1.md", '#read("x").md',
]  # fmt: skip
DROPPINGS = [
    "~$note.docx", ".~lock.note.odt#", ".DS_Store", "._note.docx", "Thumbs.db", "desktop.ini", "~WRL0003.tmp",
]  # fmt: skip
BYTES = b"lat\xe9.md"


@pytest.fixture(scope="module")
def named(outside: Outside, tmp_path_factory: pytest.TempPathFactory) -> Project:
    made = project_with(tmp_path_factory.mktemp("noms"), dict.fromkeys(DROPPINGS, bytes(165)))
    for number, name in enumerate(NAMES):
        made.note(f"{LOT}/{name}", f"# Note\n\nTexte temoinnom{number}z.\n")
        made.note(name, f"Texte temoinracine{number}z.\n")
    folder = made.path / "sources" / LOT
    Path(os.fsdecode(os.fsencode(folder) + b"/" + BYTES)).write_text("Texte temoinoctets.\n")
    os.mkfifo(folder / "tube.md")
    links = {"lien.md": outside.secret, "dossier": outside.folder, "boucle": folder.parent, "vers rien.md": "rien"}
    for name, target in links.items():
        (folder / name).symlink_to(target)
    closed = made.note(f"{LOT}/fermé.md", "Texte fermé.\n")
    closed.chmod(0)
    made.run_stages()
    return made


Told = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def told(named: Project) -> Told:
    """What `status --json` says of each file, by path."""
    return {source["path"]: source for source in json.loads(named.command("status", "--json"))["sources"]}


def test_any_name_is_published_and_told(named: Project, told: Told) -> None:
    letters = named.published_letters()
    for number, name in enumerate(NAMES):
        for path, word in ((f"{LOT}/{name}", f"temoinnom{number}z"), (name, f"temoinracine{number}z")):
            assert told[unicodedata.normalize("NFC", path)]["state"] == "taken", path
            assert all(word in published for published in letters), path
    assert told[f"{LOT}/lat\ufffd.md"]["state"] == "taken"
    assert all("temoinoctets" in published for published in letters)


def test_the_table_of_files_shows_a_line_a_file_and_commands_no_terminal(named: Project) -> None:
    shown = named.command("status")
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", shown)


def test_names_with_control_characters_stop_nothing(tmp_path: Path) -> None:
    words = {"sonnerie\x07.md": "temoinsonnerie", "couleur\x1b[31m.md": "temoincouleur", "fin\x7f.md": "temoinfin"}
    project = project_with(tmp_path, {name: f"Texte {word}.\n" for name, word in words.items()})
    project.run_stages()
    assert all(word in published for word in words.values() for published in project.published_letters())
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", project.command("status"))


def test_droppings_are_ignored_and_listed(told: Told) -> None:
    for name in DROPPINGS:
        assert told[f"{LOT}/{name}"]["state"] == "ignored"
        assert told[f"{LOT}/{name}"]["reason"].endswith(".")


@pytest.mark.parametrize("name", ["tube.md", "lien.md", "dossier", "boucle", "vers rien.md"])
def test_what_is_no_file_is_set_aside_unopened(told: Told, name: str) -> None:
    source = told[f"{LOT}/{name}"]
    assert (source["state"], source["sha256"]) == ("set_aside", None)
    assert_says_what_to_do(source["reason"])


def test_links_bring_nothing_in(named: Project, told: Told, outside: Outside) -> None:
    assert not [path for path in told if path.startswith((f"{LOT}/dossier/", f"{LOT}/boucle/"))]
    secret = outside.secret.read_bytes()
    assert [path for path in named.made() if not path.is_symlink() and secret in path.read_bytes()] == []


@pytest.mark.skipif(IS_ROOT, reason="root may read everything")
def test_a_file_without_permission_is_set_aside(told: Told) -> None:
    source = told[f"{LOT}/fermé.md"]
    assert (source["state"], source["sha256"]) == ("set_aside", None)
    assert "droits d'accès" in source["reason"]


# --- the editor's table in a spreadsheet --------------------------------------------------------------


@pytest.mark.parametrize("path", ["=1+1.md", "-tiret.md", "+1.md", "@import/note.md", "\ttab.md"])
def test_no_name_is_a_formula_in_the_editor_s_table(path: str) -> None:
    table = merged_table([], {path: "à classer"})
    line = table.decode("utf-8-sig").splitlines()[1]
    assert line.lstrip('"')[0] not in "=+-@\t\r"
    rows = read_table(table.replace(b";;;;;;;;;", b";portrait;;;;;;;;"))
    assert row_for(rows, path).genre == "portrait"
    assert merged_table(rows, {path: "à classer"}).count(b"\n") == 2
