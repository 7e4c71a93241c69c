"""Copies to review: the publication's text and bookmarks, codes beside the paragraphs, whole or in part."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import docx
import pytest
from msgspec import structs

from restitution.conservation.published import check_docx
from restitution.intake.recognise import recognise
from restitution.model import Document, Placement, Source
from restitution.ooxml.package import open_package, parse
from restitution.ooxml.word import Element, W, raw_words, value
from restitution.pandoc import ast
from restitution.pandoc.numbering import numbers_of
from restitution.review.codes import codes_of, is_of_heading, row_of
from restitution.review.guide import guide
from restitution.review.selection import of_territory, part_of
from restitution.stages.write_copies import HEADINGS, with_guide
from restitution.writers.docx import Finished, Open, Wanted, bookmark_texts, reference_docx, write_docx
from restitution.writers.docx.paragraphs import bookmark_of

from .office import all_converted, sdk_errors
from .sample import MEDIA, sample_document

NBSP = "\u00a0"
CONTACT = "contact@brumes.example"


@cache
def whole() -> Document:
    """The sample, of which the second chapter comes from one territory."""
    document = sample_document()
    ids = [ast.leaf_id(leaf) for leaf in ast.each_leaf(document.blocks)]
    texts = {ast.text(leaf["c"][1]): ast.leaf_id(leaf) for leaf in ast.each_leaf(document.blocks)}
    document.parts = {"portraits": texts["Val-de-Brume"], "themes": texts["Haute-Lande"]}
    document.placements = [
        Placement(leaf=id_, bookmark=id_, part="", path="n.md", where="", territories=["HL"])
        for id_ in ids[ids.index(texts["Mobilité"]) :]
        if id_.startswith("src_")
    ]
    return document


@cache
def published() -> bytes:
    return write_docx(whole(), MEDIA, reference_docx())


def made(held: Document, kind: str, waiting: Open = Open()) -> tuple[Document, bytes]:  # noqa: B008 frozen
    """A copy and what it must say."""
    codes = {coded.bookmark: coded.code for coded in codes_of(whole())}
    numbers = {id_: one for id_, one in numbers_of(whole().blocks).items() if one.word in HEADINGS}
    page = guide("tout le texte", ("1-1", "1-2a"), CONTACT, "2026-09-15")
    wanted = Wanted(
        kind=kind,
        document=held,
        guide=page,
        codes=codes,
        beside={id_: row_of(code) for id_, code in codes.items() if not is_of_heading(code)},
        waiting=waiting,
        numbers=None if kind == "relecture/tout" else numbers,
    )
    told = structs.replace(held, blocks=list(with_guide(held.blocks, page)))
    return told, Finished(published()).review_copy(wanted)


@cache
def copies() -> dict[str, tuple[Document, bytes]]:
    return {
        "relecture/tout": made(structs.replace(whole(), title="Carnet – à relire"), "relecture/tout"),
        "relecture/themes": made(part_of(whole(), "themes"), "relecture/themes"),
        "territoires/HL": made(of_territory(whole(), "HL", lambda _: []), "territoires/HL"),
    }


KINDS = ["relecture/tout", "relecture/themes", "territoires/HL"]


def root(data: bytes, part: str = "word/document.xml") -> Element:
    return parse(open_package(data)[part])


def shown(data: bytes) -> list[str]:
    """The codes that a copy shows, in order."""
    said = (raw_words(paragraph).strip() for paragraph in root(data).iter(W + "p"))
    return [text.removeprefix(f"¶{NBSP}") for text in said if text.startswith(f"¶{NBSP}")]


@pytest.mark.parametrize("kind", KINDS)
def test_a_copy_says_what_its_document_says_and_nothing_else(kind: str) -> None:
    document, data = copies()[kind]
    assert check_docx(data, document).message == ""


@pytest.mark.parametrize("kind", KINDS)
def test_its_passages_have_the_bookmarks_and_texts_of_the_publication(kind: str) -> None:
    document, data = copies()[kind]
    before, after = bookmark_texts(root(published())), bookmark_texts(root(data))
    assert after == {name: before[name] for name in after}
    assert set(after) == {ast.leaf_id(leaf) for leaf in ast.each_leaf(document.blocks)}
    assert (set(after) == set(before)) is (kind == "relecture/tout")


@pytest.mark.parametrize("kind", KINDS)
def test_each_paragraph_and_each_row_has_its_code_beside_it(kind: str) -> None:
    document, data = copies()[kind]
    codes = {coded.bookmark: coded.code for coded in codes_of(whole())}
    wanted = [codes[ast.leaf_id(leaf)] for leaf in ast.each_leaf(document.blocks)]
    wanted = [row_of(code) for code in wanted if not is_of_heading(code)]
    assert sorted(set(shown(data))) == sorted(set(wanted))
    for paragraph in root(data).iter(W + "p"):
        mark = bookmark_of(paragraph)
        if mark is None or is_of_heading(codes[mark.get(W + "name")]):
            continue
        code = f"¶{NBSP}{row_of(codes[mark.get(W + 'name')])}"
        row = next(paragraph.iterancestors(W + "tr"), None)
        beside = (
            row[0 if row[0].tag == W + "tc" else 1] if row is not None else paragraph.getprevious().getprevious()
        )
        assert raw_words(beside).strip() == code


def test_the_bar_of_a_tracked_change_has_room_between_a_code_and_the_text() -> None:
    """LibreOffice 7.4 draws it 135 twips left of the text; codes of rows stand above those of paragraphs."""
    document = root(copies()["relecture/tout"][1])
    frames = [frame.attrib for frame in document.iter(W + "framePr")]
    ends = {int(frame[W + "x"]) + int(frame[W + "w"]) for frame in frames}
    starts = {int(frame[W + "x"]) for frame in frames}
    cells = [row.find(W + "tc") for row in document.iter(W + "tr")]
    coded = [cell for cell in cells if cell is not None and raw_words(cell).startswith("¶")]
    right = [side for cell in coded if (side := cell.find(f"{W}tcPr/{W}tcMar/{W}right")) is not None]
    widths = [width for cell in coded if (width := cell.find(f"{W}tcPr/{W}tcW")) is not None]
    assert frames
    assert coded
    assert max(ends) <= -180
    assert min(int(side.get(W + "w", "0")) for side in right) >= 180
    assert {-int(width.get(W + "w", "0")) for width in widths} == starts


@pytest.mark.parametrize("kind", KINDS)
def test_it_tells_what_it_is(kind: str) -> None:
    _, data = copies()[kind]
    parts = open_package(data)
    assert f">{kind}<".encode() in parts["docProps/custom.xml"]
    assert b">0123456789abcdef<" in parts["docProps/custom.xml"]
    manifest = parse(parts["customXml/item1.xml"])
    assert (manifest.get("copie"), manifest.get("build")) == (kind, "0123456789abcdef")
    codes = {coded.bookmark: coded.code for coded in codes_of(whole())}
    held = {node.get("signet"): node.get("repere") for node in manifest}
    assert held == {name: codes[name] for name in bookmark_texts(root(data))}
    assert recognise(Source(path="relu par Maud.docx", sha256="0"), data).state == "returned_copy"


@pytest.mark.parametrize("kind", KINDS)
def test_it_says_how_to_read_it_behind_its_cover(kind: str) -> None:
    _, data = copies()[kind]
    texts = [raw_words(paragraph).strip() for paragraph in root(data).iter(W + "p")]
    first = texts.index("Comment relire cette copie")
    last = texts[first + 6]
    assert "Licence" in texts[first - 2] or "Licence" in texts[first - 1]
    assert last.endswith(f"à {CONTACT} avant le 15 septembre 2026, tel quel, sous le nom que vous voulez.")


def test_a_part_keeps_the_numbers_of_the_whole_and_nothing_of_the_rest() -> None:
    _, data = copies()["relecture/themes"]
    body = root(data)
    headings = [
        raw_words(p).strip() for p in body.iter(W + "p") if (value(p, "pPr/pStyle") or "").startswith("Heading")
    ]
    assert headings[:2] == ["2 Haute-Lande", "2.1 Mobilité"]
    assert not list(body.iter(W + "fldChar", W + "instrText", W + "fldSimple"))
    assert "Val-de-Brume" not in raw_words(body).replace("Val-de-Brume, Haute-Lande", "")
    assert "Chiffres de 2025" not in raw_words(root(data, "word/footnotes.xml"))


def test_a_part_has_no_picture_that_it_does_not_show() -> None:
    def pictures(data: bytes) -> int:
        return sum(name.startswith("word/media/") for name in open_package(data))

    _, data = made(part_of(whole(), "portraits"), "relecture/portraits")
    assert (pictures(published()), pictures(data)) == (
        4,
        2,
    )  # the cover's: a drawing, and the picture in front of it


def test_bytes_are_the_same_each_time() -> None:
    assert made(part_of(whole(), "themes"), "relecture/themes") == copies()["relecture/themes"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_open_xml_sdk_finds_no_error(kind: str, tmp_path: Path) -> None:
    assert sdk_errors(copies()[kind][1], tmp_path) == []


def commented(kind: str) -> tuple[bytes, int]:
    """A copy with a remark on each paragraph that has a bookmark, and how many."""
    document, out = docx.Document(io.BytesIO(copies()[kind][1])), io.BytesIO()
    noted = [p for p in document.paragraphs if p._p.find(W + "bookmarkStart") is not None and p.runs]
    for number, paragraph in enumerate(noted):
        document.add_comment(paragraph.runs[-1], text=f"Remarque {number}", author="Maud")
    document.save(out)
    return out.getvalue(), len(noted)


@pytest.fixture(scope="module")
def saved_by_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[bytes, int, bytes]]:
    """What was opened, how many remarks it holds, and what was saved."""
    files = {kind: commented(kind) for kind in KINDS}
    sent = {kind: data for kind, (data, _) in files.items()}
    saved = all_converted(sent, "docx", "docx:MS Word 2007 XML", tmp_path_factory.mktemp("libreoffice"))
    return {kind: (*files[kind], saved[kind]) for kind in KINDS}


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_libreoffice_keeps_codes_bookmarks_and_comments(
    kind: str, saved_by_libreoffice: dict[str, tuple[bytes, int, bytes]]
) -> None:
    """A reviewer who opens a copy, comments, saves, and opens it again loses nothing."""
    sent, count, back = saved_by_libreoffice[kind]
    before, after = bookmark_texts(root(sent)), bookmark_texts(root(back))
    assert {name: after.get(name, "").split() for name in before} == {
        n: text.split() for n, text in before.items()
    }
    assert shown(back) == shown(sent)
    assert len(list(root(back, "word/comments.xml"))) == count > 0
    assert recognise(Source(path="relu.docx", sha256="0"), back).state == "returned_copy"
