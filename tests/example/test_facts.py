"""The example is what `facts.yaml` says of it: read here with nothing but zip files and regular expressions."""

from __future__ import annotations

import csv
import html
import io
import re
import unicodedata
import zipfile
from pathlib import Path, PurePosixPath

import pytest
import yaml

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
SOURCES = PROJECT / "sources"
FACTS = yaml.safe_load((HERE / "facts.yaml").read_text(encoding="utf-8"))
FILES = {fact["id"]: fact for fact in FACTS["files"]}
LENGTHS = {
    "portrait_territoire": (5000, 8000),
    "visite_miroir": (4000, 12000),
    "fiche_thematique": (6000, 10000),
    "visite_inspirante": (4000, 12000),
    "fiche_outil": (3000, 5000),
    "apport_expert": (6000, 15000),
}
PARTS = {
    "docx": ("word/document.xml", "word/comments.xml", "word/footnotes.xml"),
    "odt": ("content.xml",),
    "xlsx": ("xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"),
}


def raw(path: str) -> bytes:
    return (SOURCES / path).read_bytes()


def part(path: str, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(raw(path))) as package:
        return package.read(name).decode() if name in package.namelist() else ""


def text_of(path: str) -> str:
    """All words of a file, comments and deleted text included, paragraphs joined by newlines."""
    kind = PurePosixPath(path).suffix[1:]
    if kind in PARTS:
        joined = "\n".join(part(path, name) for name in PARTS[kind])
        joined = re.sub(r"<mc:Fallback>.*?</mc:Fallback>", "", joined, flags=re.DOTALL)
        return html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"</(?:w:p|text:p|text:h|t)>|<w:br/>", "\n", joined)))
    data = raw(path)
    if kind == "rtf":
        return rich_text(data.decode("ascii"))
    text = decoded(data)
    if kind == "html":
        return html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"(?s)<!--.*?-->", "", text)))
    if kind == "srt":  # sentences run over the cues
        text = re.sub(r"(?m)^\d+\s*\n\S+ --> \S+\s*$", "", text.replace("\r\n", "\n"))
    return text.replace('""', '"') if kind == "csv" else text


def decoded(data: bytes) -> str:
    """UTF-16 with its mark, UTF-8, else cp1252."""
    if data.startswith(b"\xff\xfe"):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def rich_text(source: str) -> str:
    """The letters of an RTF file: groups that only describe are left out, escapes in cp1252."""
    text = re.sub(r"\{\\(?:fonttbl|colortbl|stylesheet|info|\*)[^{}]*(?:\{[^{}]*\}[^{}]*)*\}", "", source)
    text = re.sub(r"\\'([0-9a-f]{2})", lambda found: bytes.fromhex(found[1]).decode("cp1252"), text)
    text = re.sub(r"\\(?:par|line|cell|row|tab)\b ?", "\n", text)
    return re.sub(r"\\[a-z]+-?\d* ?|[{}]", "", text.replace("\\~", " ").replace("\r\n", ""))


def folded(text: str) -> str:
    """What typography may change is left out: spaces, apostrophes, quotation marks, loose accents, case."""
    text = unicodedata.normalize("NFC", text).replace("’", "'")
    return re.sub(r"\s+", " ", re.sub(r"[«»“”\"]", "", text)).casefold()


def every(key: str) -> list[tuple[str, str]]:
    return [(fact["path"], sentence) for fact in FILES.values() for sentence in fact.get(key, [])]


@pytest.mark.parametrize(("path", "sentence"), [*every("found"), *every("never"), *every("refused")])
def test_a_told_sentence_stands_in_its_source(path: str, sentence: str) -> None:
    spoken = re.sub(r"</v>\s+\S+\s+[\d:.]+ --> [\d:.]+\s+<v [^>]+>", " ", text_of(path))
    assert folded(sentence) in folded(spoken)


def test_every_person_is_named_where_it_is_told() -> None:
    texts = {key: folded(text_of(fact["path"])) for key, fact in FILES.items()}
    told = {person["name"]: person["files"] for person in FACTS["people"]}
    found = {name: [key for key, text in texts.items() if named(name, text)] for name in told}
    assert found == told


def named(name: str, text: str) -> bool:
    """Whether a person is named: by the full name, or by the surname after a civility."""
    surname = folded(name.rsplit(maxsplit=1)[-1])
    return folded(name) in text or any(f"{civility} {surname}" in text for civility in ("m", "mr"))


def test_speakers_are_people_of_the_list() -> None:
    transcript = FILES["F12"]
    names = set(re.findall(r"<v ([^>]+)>", text_of(transcript["path"])))
    assert len(names) == transcript["speakers"]
    assert names <= {person["name"] for person in FACTS["people"]}
    assert transcript["refuses_to_be_quoted"] in names


def test_turns_of_the_transcript() -> None:
    """Said by somebody: the title cards at the head have no voice."""
    turns = set(re.findall(r"^[0-9a-f-]{36}/(\d+)-\d\n.+-->.+\n<v ", text_of(FILES["F12"]["path"]), re.MULTILINE))
    assert len(turns) == FILES["F12"]["turns"]


@pytest.mark.parametrize("fact", [f for f in FILES.values() if f["kind"] in LENGTHS], ids=lambda f: f["id"])
def test_lengths_are_those_of_real_notes(fact: dict[str, str]) -> None:
    low, high = LENGTHS[fact["kind"]]
    assert low <= len(text_of(fact["path"])) <= high


def test_coverage_is_the_sum_of_the_files() -> None:
    summed: dict[str, dict[str, list[str]]] = {}
    for key, fact in FILES.items():
        for theme, codes in fact["themes"].items():
            for code in codes:
                summed.setdefault(theme, {}).setdefault(code, []).append(key)
    assert summed == FACTS["coverage"]


def test_traps_of_the_portraits() -> None:
    first = part(FILES["F01"]["path"], "word/document.xml")
    assert 'w:val="Heading' not in first
    assert "<w:gridSpan" in first
    assert "<w:vMerge" in first
    pictures = re.findall(r"<wp:docPr [^>]*>", first)
    assert sum("descr=" in picture for picture in pictures) == 1
    assert len(pictures) == 2
    assert "58\u202f200" in part(FILES["F02"]["path"], "content.xml")
    assert "Val d’Arvoise" in text_of(FILES["F02"]["path"])
    with pytest.raises(yaml.YAMLError):
        yaml.safe_load(text_of(FILES["F03"]["path"]).split("---")[1])


def test_traps_of_the_visits() -> None:
    reviewed = part(FILES["F08"]["path"], "word/document.xml")
    assert len(re.findall(r"<w:ins ", reviewed)) == FILES["F08"]["insertions"]
    assert len(re.findall(r"<w:del ", reviewed)) == FILES["F08"]["deletions"]
    assert part(FILES["F08"]["path"], "word/comments.xml").count("<w:comment ") == FILES["F08"]["comments"]
    notes = raw(FILES["F09"]["path"])
    assert notes.count(b"\n") == notes.count(b"\r\n") > 50
    assert b"58200" in notes
    assert b"\r\n\x97 " in notes
    with pytest.raises(UnicodeDecodeError):
        notes.decode("utf-8")


def test_traps_of_the_shared_notes() -> None:
    sheet = part(FILES["F18"]["path"], "word/document.xml")
    levels = set(re.findall(r'w:val="Heading(\d)"', sheet))
    assert levels == {"1", "3"}
    assert sheet.count("<w:txbxContent>") == 2 * FILES["F18"]["text_boxes"]
    expert = part(FILES["F25"]["path"], "word/document.xml")
    assert expert.count("<w:footnoteReference ") == FILES["F25"]["footnotes"]


def test_glossary_opens_in_a_spreadsheet() -> None:
    data = raw("commun/glossaire.csv")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert list(rows[0]) == ["sigle", "developpe", "definition"]
    assert len(rows) >= 15
    assert all(row["developpe"] and row["definition"] for row in rows)


def test_other_files_are_there_and_small() -> None:
    for other in FACTS["others"]:
        assert 0 < (SOURCES / other["path"]).stat().st_size < 120_000


def test_no_file_is_untold() -> None:
    told = {item["path"] for item in (*FACTS["files"], *FACTS["others"])}
    held = ("classement.csv", "photos.csv", "choix/", "relectures/", "_confidentiel/", "editions/")
    found = {path.relative_to(SOURCES).as_posix() for path in SOURCES.rglob("*") if path.is_file()}
    assert {path for path in found if not path.startswith(held) and "LISEZMOI" not in path} == told
