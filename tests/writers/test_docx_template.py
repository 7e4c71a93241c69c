"""A designer's own reference: its look is used, what it lacks is added from ours and named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from restitution.errors import RestitutionError
from restitution.ooxml.package import open_package, parse, write_package
from restitution.ooxml.word import Element, R, W, make, raw_words, value
from restitution.writers.docx import bookmark_texts, reference_docx, told_of_reference, write_docx
from restitution.writers.docx.colours import DARK_ENOUGH, luminance, readable
from restitution.writers.docx.looks import PALE_GREEN
from restitution.writers.docx.template import read_template

from . import templates
from .office import Pages, pages_shown_of, sdk_errors
from .sample import LONG, MEDIA, Anchors, sample_document

SHAPES: dict[str, Callable[[], bytes]] = {
    "plain": templates.plain,
    "with its own header": templates.with_header,
    "with a first page": templates.with_first_page,
    "ids of French Word": templates.french,
    "without lists": lambda: templates.without("numbering"),
    "without settings": lambda: templates.without("settings"),
    "without styles": lambda: templates.without("styles"),
    "without header": lambda: templates.without("header1", "footer1"),
}
LIBREOFFICE = ("docx", "dotx")


def written(reference: bytes) -> dict[str, bytes]:
    return open_package(write_docx(sample_document(), MEDIA, reference))


def part(parts: dict[str, bytes], name: str) -> Element:
    return parse(parts[f"word/{name}.xml"])


def styles(parts: dict[str, bytes]) -> dict[str, Element]:
    """By name, in small letters."""
    return {(value(node, "name") or "").lower(): node for node in part(parts, "styles").iter(W + "style")}


@pytest.fixture(scope="module")
def of_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return templates.of_libreoffice(LIBREOFFICE, tmp_path_factory.mktemp("modeles"))


@pytest.fixture(scope="module")
def shapes(of_libreoffice: dict[str, bytes]) -> dict[str, bytes]:
    """Every reference, those saved by LibreOffice too."""
    return {name: shape() for name, shape in SHAPES.items()} | of_libreoffice


@pytest.fixture(scope="module")
def shown_by_libreoffice(shapes: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pages]:
    """A chapter written in each."""
    new = Anchors()
    document = sample_document([new.heading(1, "Chapitre"), new.para(LONG)])
    files = {name: write_docx(document, MEDIA, reference) for name, reference in shapes.items()}
    return pages_shown_of(files, tmp_path_factory.mktemp("libreoffice"))


@pytest.mark.parametrize("name", SHAPES)
def test_every_shape_gives_the_whole_document(name: str) -> None:
    whole(SHAPES[name]())


@pytest.mark.slow
@pytest.mark.parametrize("ending", LIBREOFFICE)
def test_a_reference_saved_by_libreoffice_gives_the_whole_document(
    ending: str, of_libreoffice: dict[str, bytes]
) -> None:
    whole(of_libreoffice[ending])


def whole(reference: bytes) -> None:
    """The same texts under the same bookmarks, each style that is used there, numbers of headings as ours."""
    parts, ours = written(reference), written(reference_docx())
    assert bookmark_texts(part(parts, "document")) == bookmark_texts(part(ours, "document"))
    assert "Remplacez ce texte" not in raw_words(part(parts, "document"))
    known = {style.get(W + "styleId") for style in part(parts, "styles").iter(W + "style")}
    bands = [name[5:-4] for name in parts if name.startswith(("word/header", "word/footer"))]
    for name in ("document", "footnotes", "styles", *bands):
        tags = (W + "pStyle", W + "rStyle", W + "tblStyle", W + "basedOn", W + "next")
        assert {node.get(W + "val") for node in part(parts, name).iter(*tags)} <= known, name
    assert contents(parts) == contents(ours)
    numbers = {node.get(W + "numId") for node in part(parts, "numbering").iter(W + "num")} | {"0"}
    used = {node.get(W + "val") for name in ("document", "styles") for node in part(parts, name).iter(W + "numId")}
    assert used <= numbers
    assert [level_of(parts, f"heading {n}") for n in (1, 2, 3)] == ["%1", "%1.%2", "%1.%2.%3"]


def contents(parts: dict[str, bytes]) -> list[str]:
    return [raw_words(p).strip() for p in next(part(parts, "document").iter(W + "sdt")).iter(W + "p")]


def level_of(parts: dict[str, bytes], name: str) -> str:
    """How a heading is numbered, by its style and the list that it names."""
    numbering, style = part(parts, "numbering"), styles(parts)[name]
    number = next(n for n in numbering.iter(W + "num") if n.get(W + "numId") == value(style, "pPr/numPr/numId"))
    kept = value(number, "abstractNumId")
    abstract = next(n for n in numbering.iter(W + "abstractNum") if n.get(W + "abstractNumId") == kept)
    level = value(style, "pPr/numPr/ilvl") or "0"
    return value(abstract.find(f"{W}lvl[@{W}ilvl='{level}']"), "lvlText") or ""


def test_what_is_added_follows_its_normal_and_its_first_title() -> None:
    parts = written(templates.plain())
    found = styles(parts)
    assert value(found["heading 1"], "rPr/color") == templates.COLOR
    assert value(found["encadré titre"], "rPr/color") == templates.COLOR
    assert value(found["tableau titre"], "rPr/color") == templates.COLOR
    assert found["table"].find(f".//{W}shd").get(W + "fill") not in {templates.COLOR, PALE_GREEN}
    title = found["titre de liste"].find(f"{W}rPr/{W}rFonts")
    assert title.get(W + "ascii") == templates.FONT
    assert value(found["compact"], "rPr/sz") == str(round(9.5 * 2 * 12 / 10.5))
    normal = found["normal"].get(W + "styleId")
    assert value(found["compact"], "basedOn") == normal
    right = [tab.get(W + "pos") for tab in found["toc 1"].iter(W + "tab")][-1]
    assert int(right) == pytest.approx(15 * 1440 / 2.54, abs=3), "the width of its own text"


def test_what_it_has_is_left_as_it_is() -> None:
    before = styles(open_package(templates.french()))
    after = styles(written(templates.french()))
    for name in ("title", "caption", "body text", "list paragraph", "heading 1"):
        assert look(after[name]) == look(before[name]), name
        assert after[name].get(W + "styleId") == before[name].get(W + "styleId")


def look(style: Element) -> list[tuple[str, dict[str, str]]]:
    return [(node.tag, dict(node.attrib)) for node in style.iterfind(f"{W}rPr//*")]


def test_the_editor_hears_what_was_added() -> None:
    (told,) = told_of_reference(templates.french())
    added = read_template(templates.french()).added
    assert told.endswith(f"{', '.join(added[:-1])} et {added[-1]}.")
    assert {"Encadré titre", "TM 1", "numérotation des titres", "liste « Annexes »"} <= set(added)
    assert not {"Titre 1", "Légende", "Corps de texte", "en-tête et pied de page"} & set(added)
    assert "en-tête et pied de page" in read_template(templates.plain()).added
    assert told_of_reference(reference_docx()) == told_of_reference(b"") == []


def bands_of(parts: dict[str, bytes]) -> list[dict[tuple[str, str], str]]:
    """For each section, its headers and footers: kind and type -> part."""
    targets = {node.get("Id"): node.get("Target") for node in parse(parts["word/_rels/document.xml.rels"])}
    return [
        {
            (node.tag[len(W) :].removesuffix("Reference"), node.get(W + "type")): targets[node.get(R + "id")]
            for node in section.iterchildren(W + "headerReference", W + "footerReference")
        }
        for section in part(parts, "document").iter(W + "sectPr")
    ]


def test_its_header_and_its_logo_are_used_but_on_the_cover() -> None:
    parts = written(templates.with_header())
    cover, text, _ = bands_of(parts)
    assert cover == {}
    header = text["header", "default"]
    assert "Réseau" in raw_words(parse(parts[f"word/{header}"]))
    (target,) = [node.get("Target") for node in parse(parts[f"word/_rels/{header}.rels"])]
    assert parts[f"word/{target}"] == templates.LOGO


def test_its_first_page_is_the_cover() -> None:
    parts = written(templates.with_first_page())
    cover, text, _ = bands_of(parts)
    assert set(cover) == {("header", "first")}
    assert "couverture" in raw_words(parse(parts[f"word/{cover['header', 'first']}"]))
    first = next(part(parts, "document").iter(W + "sectPr"))
    assert first.find(W + "titlePg") is not None
    assert ("header", "first") not in text


def test_a_title_made_from_titre_1_has_no_number_over_the_contents() -> None:
    title = next(next(part(written(templates.plain()), "document").iter(W + "sdt")).iter(W + "p"))
    assert value(title, "pPr/numPr/numId") == "0"
    assert value(title, "pPr/outlineLvl") == "9"


def test_a_list_that_counts_otherwise_is_replaced_and_named() -> None:
    parts = open_package(reference_docx())
    parts["word/numbering.xml"] = parts["word/numbering.xml"].replace(b'w:val="decimal"', b'w:val="upperRoman"')
    reference = write_package(parts)
    whole(reference)
    assert "numérotation des titres" in told_of_reference(reference)[0]


def test_a_list_that_counts_as_ours_stays() -> None:
    parts = open_package(reference_docx())
    parts["word/numbering.xml"] = parts["word/numbering.xml"].replace(b'w:val="%1.%2"', b'w:val="%1.%2."')
    reference = write_package(parts)
    assert told_of_reference(reference) == []
    assert level_of(written(reference), "heading 2") == "%1.%2."


def test_a_reference_that_restarts_notes_tracks_changes_or_counts_pages_anew_is_overruled() -> None:
    parts = open_package(reference_docx())
    body, settings = part(parts, "document"), part(parts, "settings")
    section = next(body.iter(W + "sectPr"))
    restart = make("footnotePr")
    restart.append(make("numRestart", val="eachSect"))
    section.insert(2, restart)
    section.insert(-1, make("pgNumType", start="1"))
    settings.insert(1, make("trackRevisions"))
    settings.insert(1, make("mirrorMargins"))
    parts |= {"word/document.xml": etree.tostring(body), "word/settings.xml": etree.tostring(settings)}
    made = written(write_package(parts))
    for tag in ("footnotePr", "numRestart", "pgNumType", "trackRevisions"):
        assert not [name for name in ("document", "settings") if list(part(made, name).iter(W + tag))], tag
    assert part(made, "settings").find(W + "mirrorMargins") is not None


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"pas un zip", b"\xd0\xcf\x11\xe0 ancien"])
def test_a_file_that_is_no_reference_is_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(
        RestitutionError, match=r"modèle Word \(templates/reference\.docx ou \.dotx\) ne peut pas"
    ) as error:
        write_docx(sample_document(), MEDIA, data)
    assert "templates/" in error.value.hint


def test_a_reference_with_a_broken_part_is_refused() -> None:
    parts = open_package(reference_docx())
    parts["word/styles.xml"] = b"<w:styles"
    with pytest.raises(RestitutionError, match="ne peut pas servir"):
        write_docx(sample_document(), MEDIA, write_package(parts))


def test_the_same_reference_gives_the_same_bytes() -> None:
    first = write_docx(sample_document(), MEDIA, templates.french())
    read_template.cache_clear()
    assert write_docx(sample_document(), MEDIA, templates.french()) == first


@pytest.mark.parametrize("color", ["FFFF00", "F4B183", "FFFFFF", "000000", "1B5E4B"])
def test_a_pale_title_gives_a_ground_on_which_white_is_read(color: str) -> None:
    assert luminance(readable(color)) <= DARK_ENOUGH
    assert readable("1B5E4B") == "1B5E4B"


@pytest.mark.slow
@pytest.mark.parametrize("name", [*SHAPES, *LIBREOFFICE])
def test_word_and_libreoffice_open_what_comes_out(
    name: str, shapes: dict[str, bytes], shown_by_libreoffice: dict[str, Pages], tmp_path: Path
) -> None:
    assert any("1 Chapitre" in " ".join(line.split()) for line in shown_by_libreoffice[name][0][1])
    assert sdk_errors(write_docx(sample_document(), MEDIA, shapes[name]), tmp_path) == []
