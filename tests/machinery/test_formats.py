from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from functools import cache

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restitution.intake import recognise as rules
from restitution.intake.formats import format_of
from restitution.intake.recognise import recognise
from restitution.model import Intake, Source
from restitution.readers.batch import File, read_all

NOTE = "Visite du moulin de Roncelles, « l'été » 2025 : œuvre d'art, 12 €.\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
PART = '<Override PartName="/x.xml" ContentType="application/vnd.{}+xml"/>'
WORD_2003 = (
    '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
    '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body/></w:wordDocument>'
)
PACKAGE_2006 = (
    '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
    '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"/>'
)
WEB_ARCHIVE = "{}MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n boundary=x\r\n\r\n--x\r\n"
EMBEDDED = '<Default Extension="xlsx" ContentType="application/vnd.openxmlformats-officedocument.{}"/>'


def package(*parts: tuple[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name, content in parts:
            target.writestr(name, content)
    return buffer.getvalue()


def office(main: str, *others: str) -> bytes:
    return package(("[Content_Types].xml", TYPES.format("".join([*others, PART.format(main)]))))


def open_document(kind: str) -> bytes:
    return package(("mimetype", f"application/vnd.oasis.opendocument.{kind}"), ("content.xml", "<x/>"))


@cache
def word(*, macros: bool = False, ours: bool = False) -> bytes:
    document, buffer = docx.Document(), io.BytesIO()
    document.add_paragraph(NOTE)
    document.save(buffer)
    if macros or ours:
        with zipfile.ZipFile(buffer, "a") as target:
            if macros:
                target.writestr("word/vbaProject.bin", OLE)
            if ours:
                target.writestr("docProps/custom.xml", '<property name="RestitutionBuild">a1</property>')
    return buffer.getvalue()


OPEN_XML = "openxmlformats-officedocument."
CONTENTS = [
    ("note.docx", word(), "docx"),
    ("note.md", word(), "docx"),
    ("note", word(), "docx"),
    ("note.dotx", office(f"{OPEN_XML}wordprocessingml.template.main"), "docx"),
    ("note.docx", office("ms-word.document.macroEnabled.main"), "docx"),
    ("budget.docx", office(f"{OPEN_XML}spreadsheetml.sheet.main"), "xlsx"),
    ("budget.xlsb", office("ms-excel.sheet.binary.macroEnabled.main"), "xlsx"),
    ("expo.pptx", office(f"{OPEN_XML}presentationml.presentation.main"), "pptx"),
    (
        "diaporama avec un graphique.pptx",
        office(f"{OPEN_XML}presentationml.slideshow.main", EMBEDDED.format("spreadsheetml.sheet")),
        "pptx",
    ),
    (
        "classeur avec une lettre.xlsx",
        office(f"{OPEN_XML}spreadsheetml.sheet.main", EMBEDDED.format("wordprocessingml.document")),
        "xlsx",
    ),
    (
        "types étranges.docx",
        package(("[Content_Types].xml", TYPES.format("")), ("word/document.xml", "<x/>")),
        "docx",
    ),
    ("note.odt", open_document("text"), "odt"),
    ("note.ott", open_document("text-template"), "odt"),
    ("budget.ods", open_document("spreadsheet"), "ods"),
    ("expo.odp", open_document("presentation"), "odp"),
    ("dessin.odg", open_document("graphics"), "inconnu"),
    ("livre.epub", package(("mimetype", "application/epub+zip")), "epub"),
    ("note.pages", package(("Index/Document.iwa", b"x"), ("preview.jpg", b"x")), "pages"),
    ("notes.zip", package(("a.md", "x")), "archive"),
    ("vide.zip", package(), "archive"),
    ("coupé.docx", word()[: len(word()) // 2], "incomplet"),
    ("coupé.docx", word()[:30], "incomplet"),
    ("vieux.doc", OLE, "ole"),
    ("vieux.doc", WORD_2003.encode(), "word2003"),
    ("vieux.xml", WORD_2003.encode(), "word2003"),
    ("vieux.doc", PACKAGE_2006.encode(), "word2003"),
    ("page.doc", WEB_ARCHIVE.format("").encode(), "mht"),
    ("page.mhtml", WEB_ARCHIVE.format("From: <Saved by Blink>\r\nSubject: note\r\n").encode(), "mht"),
    ("note.txt", WEB_ARCHIVE.format("").encode(), "txt"),
    ("vieux.doc", b"<html xmlns:w='urn:schemas-microsoft-com:office:word'><body>x</body></html>", "html"),
    ("vieux.doc", b"<?xml version='1.0'?>\n<!DOCTYPE html><html><p>x</p></html>", "html"),
    ("vieux.doc", b"<?xml version='1.0'?>\n<notes>x</notes>", "xml"),
    ("mot de passe.docx", OLE, "ole"),
    ("scan.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "pdf"),
    ("note.rtf", b"{\\rtf1\\ansi x}", "rtf"),
    ("note.txt", b"{\\rtf1\\ansi x}", "rtf"),
    ("p.png", b"\x89PNG\r\n\x1a\n" + bytes(20), "png"),
    ("p.jpg", b"\xff\xd8\xff\xe0" + bytes(20), "jpg"),
    ("p.gif", b"GIF89a" + bytes(20), "gif"),
    ("p.tif", b"II*\x00" + bytes(20), "tiff"),
    ("p.tif", b"MM\x00*" + bytes(20), "tiff"),
    ("p.webp", b"RIFF\x10\x00\x00\x00WEBPVP8 ", "webp"),
    ("p.heic", b"\x00\x00\x00\x18ftypheic" + bytes(20), "heic"),
    ("p.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "svg"),
    ("a.gz", b"\x1f\x8b\x08" + bytes(20), "archive"),
    ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(20), "archive"),
    ("a.rar", b"Rar!\x1a\x07\x00", "archive"),
    ("s.mp3", b"ID3\x04\x00" + bytes(20), "son"),
    ("s.m4a", b"\x00\x00\x00\x20ftypM4A " + bytes(20), "son"),
    ("s.wav", b"RIFF\x10\x00\x00\x00WAVEfmt ", "son"),
    ("s.ogg", b"OggS\x00" + bytes(20), "son"),
    ("v.mp4", b"\x00\x00\x00\x20ftypisom" + bytes(20), "vidéo"),
    ("v.mkv", b"\x1aE\xdf\xa3" + bytes(20), "vidéo"),
    ("page.txt", b"\xef\xbb\xbf  <!DOCTYPE html><p>x</p>", "html"),
    ("page.html", b"<p>x</p>", "html"),
    ("t.vtt", b"WEBVTT\n", "vtt"),
    ("t.txt", b"\xef\xbb\xbfWEBVTT - atelier\n", "vtt"),
    ("t.txt", "WEBVTT\n\n00:01.000 --> 00:02.000\noui\n".encode("utf-16"), "vtt"),
    ("t.txt", b"1\r\n00:00:01,000 --> 00:00:02,000\r\noui\r\n", "txt"),
    ("t", b"1\r\n00:00:01,000 --> 00:00:02,000\r\noui\r\n", "srt"),
    ("t.srt", b"1\n", "srt"),
    ("note.md", NOTE.encode(), "md"),
    ("note.MD", NOTE.encode(), "md"),
    ("note.txt", NOTE.encode("cp1252"), "txt"),
    ("note.docx", NOTE.encode(), "txt"),
    ("note", NOTE.encode(), "txt"),
    ("note.txt", NOTE.encode("utf-16"), "txt"),
    ("note.txt", NOTE.encode("utf-16-le"), "txt"),
    ("note.txt", NOTE.encode("utf-16-be"), "txt"),
    ("note.csv", b"a;b\n1;2\n", "csv"),
    ("sigles.txt", b"PK 12 de la route de Roncelles\n", "txt"),
    ("sigles.txt", b"ID3 : indice de developpement\n", "txt"),
    ("dos.txt", b"Fin de note\r\n\x1a", "txt"),
    ("note.gdoc", b'{"":"WARNING! DO NOT EDIT THIS FILE!","doc_id":"1aB","email":"m@exemple.fr"}', "gdoc"),
    ("budget.gsheet", b'{"doc_id":"1aB"}', "gdoc"),
    ("atelier.url", b"[InternetShortcut]\r\nURL=https://exemple.fr/\r\n", "raccourci"),
    ("vide.md", b"", "vide"),
    ("blancs.md", b" \r\n\t\n", "vide"),
    ("programme", b"\x7fELF\x02\x01\x01" + bytes(100), "inconnu"),
    ("bruit.md", bytes(range(256)) * 4, "inconnu"),
]


@pytest.mark.parametrize(("name", "data", "expected"), CONTENTS, ids=[f"{n}-{f}" for n, _, f in CONTENTS])
def test_content_decides_and_the_extension_only_where_it_says_nothing(
    name: str, data: bytes, expected: str
) -> None:
    assert format_of(name, data) == expected


@given(st.binary(max_size=300), st.sampled_from(["", ".md", ".docx", ".odt", ".csv"]))
def test_any_bytes_have_a_format_and_a_fate(data: bytes, suffix: str) -> None:
    for start in (b"", b"PK\x03\x04", word()[:600]):
        answer = look(f"a/note{suffix}", start + data)
        assert answer.state in {"taken", "set_aside"}
        assert (answer.state == "taken") == (answer.reason == "")


# --- what becomes of a file ----------------------------------------------------------------------


def look(path: str, data: bytes | None, trouble: str = "") -> Intake:
    return recognise(Source(path=path, sha256="0" * 64 if data is not None else None, trouble=trouble), data)


@pytest.mark.parametrize(
    "name",
    [
        "~$note_VA.docx", "~$été.docx", ".~lock.note.odt#", ".DS_Store", "._note.docx", "Thumbs.db", "thumbs.db",
        "desktop.ini", "ehthumbs_vista.db", "~WRL0003.tmp", "x.tmp", "note.bak", "note.md~", ".gitkeep",
    ],
)  # fmt: skip
def test_droppings_are_ignored_and_listed_whatever_they_hold(name: str) -> None:
    for data in (b"", word(), NOTE.encode(), None):
        answer = look(f"a/{name}", data)
        assert answer.state == "ignored"
        assert_french_sentence(answer.reason)


@pytest.mark.parametrize(
    "name", ["DS_Store.md", "~note.md", "note~1.md", "thumbs.db.md", "temporaire.md", "a.tmp.md"]
)
def test_notes_that_look_like_droppings_are_taken(name: str) -> None:
    assert look(f"a/{name}", NOTE.encode()).state == "taken"


@pytest.mark.parametrize("name", ["note.docm", "note.dotm", "NOTE.DOCM"])
def test_a_file_of_macros_by_name_is_set_aside(name: str) -> None:
    answer = look(f"a/{name}", word(macros=True))
    assert answer.state == "set_aside"
    assert "enregistrez-le en .docx" in answer.reason


def test_a_docx_with_macros_is_taken_and_it_is_said() -> None:
    assert look("a/note.docx", word(macros=True)).state == "taken"
    (reading,) = read_all([File("a/note.docx", "docx", word(macros=True))])
    assert "macros" in {finding.code for finding in reading.findings}  # type: ignore[union-attr] # it was read


def test_a_page_of_ours_is_a_returned_copy_and_one_that_tells_of_it_is_not() -> None:
    mark = b'<meta name="RestitutionBuild" content="0123456789abcdef">'
    page = b"<!DOCTYPE html><html><head>%s<title>x</title></head><body><p>%s</p></body></html>"
    assert look("page.html", page % (mark, b"x")).state == "returned_copy"
    told = mark.replace(b"<", b"&lt;")
    assert look("page.html", page % (b"", told)).state == "taken"


def test_a_document_of_ours_is_a_returned_copy_whatever_its_name() -> None:
    for name in ("restitution.docx", "a/Relu par Maud.docx", "a/notes.md"):
        assert look(name, word(ours=True)).state == "returned_copy"


def test_a_sheet_of_instructions_is_ignored_only_when_it_is_ours() -> None:
    assert look("a/LISEZMOI.txt", NOTE.encode() + rules.README_MARK).state == "ignored"
    assert look("a/LISEZMOI.txt", NOTE.encode()).state == "taken"


@pytest.mark.parametrize("name", ["classement (1).csv", "classement-PC de Maud.csv", "a/copie.csv"])
@pytest.mark.parametrize("head", ["\ufefffichier;genre;territoire;themes", '"fichier","genre","territoire"'])
def test_another_copy_of_our_table_is_never_read_as_a_note(name: str, head: str) -> None:
    answer = look(name, f"{head}\r\nnote.md;;;\r\n".encode())
    assert (answer.state, answer.reason) == ("set_aside", rules.CONFLICT)


@pytest.mark.parametrize("name", ["note.docx.part", "note.crdownload", "Note.PARTIAL"])
def test_an_unfinished_download_is_left_alone(name: str) -> None:
    answer = look(f"a/{name}", word())
    assert (answer.state, "une fois complet" in answer.reason) == ("ignored", True)


@pytest.mark.parametrize("trouble", ["lien", "tube", "illisible", "dossier", "énorme"])
def test_what_could_not_be_photographed_is_set_aside(trouble: str) -> None:
    answer = look("a/note.md", None, trouble)
    assert (answer.state, answer.reason) == ("set_aside", rules.TROUBLES[trouble])


# --- sentences -----------------------------------------------------------------------------------

WHAT_TO_DO = re.compile(
    r"\b(déposez|enregistrez|ouvrez|retirez|copiez|exportez|sortez|insérez|allégez|rendez|reportez)|il sera lu"
)


def sentences() -> Iterable[str]:
    yield from (*rules.TROUBLES.values(), *rules.SET_ASIDE.values())
    yield from (*rules.WAITING.values(), rules.UNKNOWN, rules.CONFLICT)
    yield from (sentence for _, _, sentence in rules.WITH_MACROS)


def assert_french_sentence(text: str) -> None:
    assert re.fullmatch(r"[A-ZÀÉ].*[^.\s]\.", text)
    assert not re.search(r"[.!?] [A-ZÀÉ]", text)


@pytest.mark.parametrize("text", [*sentences()])
def test_each_reason_is_one_sentence_that_says_what_to_do(text: str) -> None:
    assert_french_sentence(text)
    assert WHAT_TO_DO.search(text), text


@pytest.mark.parametrize("name", sorted({name for _, _, name in CONTENTS}))
def test_each_format_that_is_not_read_has_a_reason(name: str) -> None:
    path, data, _ = next(content for content in CONTENTS if content[2] == name)
    answer = look(path, data)
    if name in rules.READ | rules.PICTURES:
        assert answer.state == "taken" or "renommez-le" in answer.reason
    else:
        assert answer.state == "set_aside"
        assert answer.reason in set(sentences())


@pytest.mark.parametrize(
    ("path", "data", "state"),
    [
        ("commun/logos/ue.png", b"\x89PNG\r\n\x1a\n" + bytes(40), "ignored"),
        ("commun/logos/mot du maire.md", NOTE.encode(), "taken"),
        ("commun/logos/charte.pdf", b"%PDF-1.7\n", "set_aside"),
        ("commun/glossaire.csv", b"sigle;sens;note\n", "ignored"),
        ("commun/glossaire.csv.txt", NOTE.encode(), "taken"),
    ],
)
def test_only_a_logo_is_left_with_the_logos(path: str, data: bytes, state: str) -> None:
    assert recognise(Source(path=path, sha256="0"), data).state == state
