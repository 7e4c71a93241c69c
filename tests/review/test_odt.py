"""Returned copies in OpenDocument: cases anybody can add to, damaged files, and what LibreOffice writes."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from restitution.errors import UnreadableSource
from restitution.ooxml.opendocument import MIMETYPE, NAMESPACES
from restitution.remarks import Sent
from restitution.review.odt import read_odt

CASES = yaml.safe_load(Path(__file__).with_name("odt.yaml").read_text("utf-8"))
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
WHO = "<dc:creator>{}</dc:creator><dc:date>2026-03-24T10:12:00</dc:date>"
WORDS = {"ana": WHO.format("Ana"), "luc": WHO.format("Luc"), "ours": WHO.format("restitution (report)")}
XMLNS = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items() if prefix != "xml")
XMLNS += ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
STYLES = (
    '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold" '
    'fo:font-style="italic"/></style:style><style:style style:name="R1" style:family="table-row">'
    '<style:table-row-properties loext:text-changes-only="false"/></style:style>'
    '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Rep"/>'
    '<style:style style:name="Rep" style:display-name="Repère en marge" style:family="paragraph"/>'
)
CHANGED = '<text:changed-region text:id="{}">{}</text:changed-region>'


def said(text):
    return re.sub(r"\{(ana|luc|ours)\}", lambda found: WORDS[found[1]], text)


def odt(body, *, regions=None, header="", user=""):
    changes = "".join(CHANGED.format(key, said(region)) for key, region in (regions or {}).items())
    tracked = f"<text:tracked-changes>{changes}</text:tracked-changes>" if changes else ""
    content = (
        f"<office:document-content {XMLNS}><office:automatic-styles>{STYLES}</office:automatic-styles>"
        f"<office:body><office:text>{tracked}{said(body)}</office:text></office:body></office:document-content>"
    )
    master = (
        f"<style:master-page><style:header>{said(header)}</style:header></style:master-page>" if header else ""
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("mimetype", MIMETYPE)
        target.writestr("content.xml", content)
        target.writestr("styles.xml", f"<office:document-styles {XMLNS}>{master}</office:document-styles>")
        target.writestr(
            "meta.xml", f"<office:document-meta {XMLNS}><office:meta>{user}</office:meta></office:document-meta>"
        )
    return written.getvalue()


def of_case(case):
    return odt(case["body"], regions=case.get("regions"), header=case.get("header", ""))


def shown(paragraph):
    marks = {"kept": "{}", "inserted": "{{+{}+}}", "deleted": "[-{}-]"}
    text = "".join(marks[segment.status].format(segment.text) for segment in paragraph.segments)
    return text + "¶+" * paragraph.inserted + "¶-" * paragraph.deleted


def spans(returned, found):
    texts = [paragraph.text for paragraph in returned.paragraphs]
    return "".join(f" {s.paragraph}«{texts[s.paragraph][s.start : s.end] or '|'}»" for s in found)


def told(returned, mark):
    line = f"{mark.kind} {mark.author}: {mark.text}".replace("\n", "/") + spans(returned, mark.spans)
    line += f" ->{spans(returned, mark.moved_to)}" if mark.moved_to else ""
    line += " (resolved)" * mark.resolved + (f" (to {mark.parent})" if mark.parent >= 0 else "")
    return line + (f" ({mark.look})" if mark.look else "")


def bookmarks(returned):
    found = {}
    for number, paragraph in enumerate(returned.paragraphs):
        for mark in paragraph.bookmarks:
            line = f"{number}«{paragraph.text[mark.start : mark.end] or '|'}»" + " (open)" * (not mark.closed)
            found[mark.name] = f"{found[mark.name]} {line}" if mark.name in found else line
    return found


def elements(returned):
    found = Counter()
    for mark in returned.marks:
        found.update(mark.elements)
    return found


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case):
    returned = read_odt(of_case(case))
    assert [shown(paragraph) for paragraph in returned.paragraphs] == case["paragraphs"]
    assert [told(returned, mark) for mark in returned.marks] == case["marks"]
    assert returned.ours == case.get("ours", 0)
    assert len(returned.problems) == case.get("problems", 0)
    if "bookmarks" in case:
        assert bookmarks(returned) == case["bookmarks"]
    if "elements" in case:
        assert elements(returned) == case["elements"]
    if "places" in case:
        assert [paragraph.place for paragraph in returned.paragraphs] == case["places"]
    assert [n for n, p in enumerate(returned.paragraphs) if p.ours] == case.get("ours_paragraphs", [])


def test_a_note_says_what_calls_it():
    returned = read_odt(of_case(next(case for case in CASES if case["name"].startswith("a note"))))
    assert [paragraph.called_from for paragraph in returned.paragraphs] == [-1, -1, -1, 0, -1]


def test_the_build_and_the_copy_come_back():
    user = '<meta:user-defined meta:name="RestitutionBuild">a1</meta:user-defined>'
    copy = '<meta:user-defined meta:name="RestitutionCopie">relecture/themes</meta:user-defined>'
    assert read_odt(odt("<text:p/>", user=user + copy)).sent == Sent(build="a1", copy="relecture/themes")
    assert read_odt(odt("<text:p/>")).sent is None


def raw(data):
    """Annotations and changes of a file, counted without the reader."""
    with zipfile.ZipFile(io.BytesIO(data)) as files:
        text = files.read("content.xml") + files.read("styles.xml")
    notes = len(re.findall(rb"<office:annotation[ >]", text)) - len(
        re.findall(rb"<dc:creator>restitution \(", text)
    )
    return notes, len(re.findall(rb"<text:(?:insertion|deletion|format-change)[ >/]", text))


def read(data):
    found = elements(read_odt(data))
    notes = found.pop("comment", 0) + found.pop("reply", 0)
    return notes, sum(found.values())


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_every_element_of_a_case_is_in_a_mark(case):
    data = of_case(case)
    assert read(data) == raw(data)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="Le corpus (../shared) n'est pas là.")
def test_every_element_of_the_corpus_is_in_a_mark():
    files = sorted(CORPUS.glob("*/*.odt"))
    assert files
    for file in files:
        assert read(file.read_bytes()) == raw(file.read_bytes()), file.name


def test_a_zip_that_lost_its_list_is_read_and_said():
    data = of_case(CASES[0])
    returned = read_odt(data[: data.index(b"PK\x01\x02")])
    assert [told(returned, mark) for mark in returned.marks] == CASES[0]["marks"]
    assert "abîmé" in returned.problems[0]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"un texte", b"\xd0\xcf\x11\xe0"])
def test_what_cannot_be_read_at_all_is_said(data):
    with pytest.raises(UnreadableSource):
        read_odt(data)


WORD = st.sampled_from(["un", "deux ", "trois", " "])
BITS = st.one_of(
    WORD,
    WORD.map(lambda w: ("insertion", w)),
    WORD.map(lambda w: ("deletion", w)),
    st.just(("insertion", None)),
    st.just(("deletion", None)),
    st.just(("note", "vu")),
)


@given(st.lists(BITS, max_size=8))
def test_refusing_all_gives_what_was_sent_and_accepting_all_what_is_wanted(bits):
    """Changes one behind the other; None stands for the end of a paragraph."""
    body, regions, sent, wanted = "<text:p>", {}, "", ""
    for number, bit in enumerate(bits):
        kind, text = bit if isinstance(bit, tuple) else ("", bit)
        key, xml = f"c{number}", ("" if text is None else text.replace(" ", "<text:s/>"))
        info = f"<office:change-info>{WORDS['ana']}</office:change-info>"
        if kind == "insertion":
            inner = xml if text is not None else "</text:p><text:p>"
            body += f'<text:change-start text:change-id="{key}"/>{inner}<text:change-end text:change-id="{key}"/>'
            regions[key] = f"<text:insertion>{info}</text:insertion>"
            wanted += "\n" if text is None else text
        elif kind == "deletion":
            inner = "<text:p/><text:p/>" if text is None else f"<text:p>{xml}</text:p>"
            body += f'<text:change text:change-id="{key}"/>'
            regions[key] = f"<text:deletion>{info}{inner}</text:deletion>"
            sent += "\n" if text is None else text
        elif kind == "note":
            body += f"<office:annotation>{WORDS['luc']}<text:p>{text}</text:p></office:annotation>"
        else:
            body, sent, wanted = body + xml, sent + text, wanted + text
    data = odt(f"{body}</text:p>", regions=regions)
    returned = read_odt(data)
    assert "".join(p.sent + "\n" * (not p.inserted) for p in returned.paragraphs) == f"{sent}\n"
    assert "".join(p.wanted + "\n" * (not p.deleted) for p in returned.paragraphs) == f"{wanted}\n"
    assert read(data) == raw(data)
