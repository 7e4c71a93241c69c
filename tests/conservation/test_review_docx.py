"""The counter of remarks in a DOCX: cases to add to, damaged files, and plain expressions over the corpus."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest
import yaml

from restitution import remarks
from restitution.conservation.review_count import ReviewCount
from restitution.conservation.review_docx import OURS, count_docx
from restitution.errors import UnreadableSource

SCHEMAS = "http://schemas.openxmlformats.org/"
WORD = f"{SCHEMAS}wordprocessingml/2006/main"
OTHERS = {
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "m": f"{SCHEMAS}officeDocument/2006/math",
    "mc": f"{SCHEMAS}markup-compatibility/2006",
}
ROOTS = {"document": ("<w:document {}><w:body>", "</w:body></w:document>")}
BY = 'w:id="1" w:author="Ana" w:date="2026-03-24T10:12:00Z"'
CASES = yaml.safe_load(Path(__file__).with_name("review_docx.yaml").read_text("utf-8"))
NOT_PARTS = {"name", "kinds", "ours", "undeclared"}
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


def package(case, *, related=True):
    known = {"w": WORD, **OTHERS} if not case.get("undeclared") else OTHERS
    names = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in known.items())
    links, written = "", io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for part, text in case.items():
            if part in NOT_PARTS:
                continue
            kind = part.rstrip("0123456789")
            start, end = ROOTS.get(part, (f"<w:{part} {{}}>", f"</w:{part}>"))
            target.writestr(f"word/{part}.xml", start.format(names) + text.replace("{by}", BY) + end)
            if part != "document":
                links += f'<Relationship Type="{SCHEMAS}x/{kind}" Target="{part}.xml"/>'
        if related:
            relations = f'xmlns="{SCHEMAS}package/2006/relationships"'
            target.writestr("word/_rels/document.xml.rels", f"<Relationships {relations}>{links}</Relationships>")
    return written.getvalue()


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case):
    expected = ReviewCount(case["kinds"], case.get("ours", 0))
    assert count_docx(package(case)) == expected
    assert count_docx(package(case, related=False)) == expected, "found by their usual names too"


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_zip_that_lost_its_list_is_counted_all_the_same(case):
    data = package(case)
    cut = data[: data.index(b"PK\x01\x02")]
    assert count_docx(cut) == count_docx(data)


def test_a_strict_file_counts_as_any_other():
    case = next(case for case in CASES if case["name"] == "every part")
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    files = zipfile.ZipFile(io.BytesIO(package(case)))
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as target:
        for name in files.namelist():
            target.writestr(name, files.read(name).replace(WORD.encode(), strict))
    assert count_docx(written.getvalue()).kinds == case["kinds"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0 ancien", b"un texte"])
def test_what_cannot_be_read_at_all_is_said(data):
    with pytest.raises(UnreadableSource):
        count_docx(data)


def test_our_authors_are_those_of_the_journal():
    assert OURS == remarks.OURS


def by_expressions(files):
    """The kinds of a file, by plain expressions over its raw text: what Word and LibreOffice write, no more."""
    text = "".join(
        files.read(name).decode()
        for name in files.namelist()
        if re.fullmatch(r"word/(document|(foot|end)notes|header\d*|footer\d*)\.xml", name)
    )
    found = Counter()
    found["format"] = len(re.findall(r"<w:(?:\w*PrChange|numberingChange)[ >]", text))
    found["move"] = len({*re.findall(r'<w:move(?:From|To)RangeStart [^>]*w:name="([^"]*)"', text)})
    for tag, kind in (("ins", "insertion"), ("del", "deletion")):
        rows = sum(f"<w:{tag} " in row for row in re.findall(r"<w:trPr>.*?</w:trPr>", text))
        found[f"row_{kind}"] = rows
        found[f"paragraph_{kind}"] = len(re.findall(rf"<w:{tag} [^>]*/>", text)) - rows
        found[kind] = len(re.findall(rf"<w:{tag} [^>]*[^/]>", text))
    comments = len(re.findall(rb"<w:comment ", files.read("word/comments.xml"))) if has(files, "comments") else 0
    extended = files.read("word/commentsExtended.xml") if has(files, "commentsExtended") else b""
    found["reply"] = len(re.findall(rb"paraIdParent=", extended))
    found["comment"] = comments - found["reply"]
    return {kind: number for kind, number in found.items() if number}


def has(files, part):
    return f"word/{part}.xml" in files.namelist()


EXPLAINED = {
    # LibreOffice 24.2 marks a move without a name; an insertion holds nothing but the call of a comment
    "testWORD_features.docx": {"move": 1, "insertion": -1},
    "Comment025.docx": {"insertion": -1},
}
"""What the counter finds more (or less) than the expressions, file by file."""


@pytest.mark.skipif(not CORPUS.is_dir(), reason="Le corpus (../shared) n'est pas là.")
def test_the_corpus_by_another_way():
    seen = 0
    for file in sorted(CORPUS.glob("[a-c]_*/*.docx")):
        with zipfile.ZipFile(file) as files:
            expected = Counter(by_expressions(files))
        expected.update(EXPLAINED.get(file.name, {}))
        assert count_docx(file.read_bytes()).kinds == {k: n for k, n in expected.items() if n}, file.name
        seen += any(expected.values())
    assert seen >= 8
