"""Rich texts as WordPad, Word, LibreOffice and TextEdit write them, in the few words that each case needs."""

# A case is one text: that reads better than pieces of it.
# ruff: noqa: E501
from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from restitution.conservation.reading import check_reading
from restitution.errors import UnreadableSource
from restitution.model import Reading
from restitution.pandoc import ast
from restitution.readers import rtf

HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fnil\fcharset0 Calibri;}{\f1\fnil\fcharset2 Symbol;}"
    r"{\f2\fnil\fcharset238 Calibri CE;}{\f3\fnil\fcharset204 Calibri Cyr;}{\f4\fnil\fcharset128 MS Mincho;}}"
    r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s2 Titre 2;}{\s3 Title;}{\s4 Quote;}"
    r"{\*\cs10 Default Paragraph Font;}}{\info{\title Secret}{\author Odile}}"
)
PNG = "89504e470d0a1a0a0000"


def rich(body: str) -> bytes:
    return f"{HEAD}{body}}}".encode("cp1252")


def read(body: str | bytes) -> Reading:
    data = body if isinstance(body, bytes) else rich(body)
    prepared = rtf.prepare(data, "note.rtf")
    assert prepared.job is None
    reading = rtf.finish(prepared, [])
    check = check_reading(data, "rtf", reading)
    assert check.holds, check.message
    return reading


def text_of(reading: Reading) -> str:
    return re.sub(r"[ \n]+", " ", ast.text(reading.blocks)).strip()


def kinds(reading: Reading) -> list[str]:
    return [block["t"] for block in reading.blocks]


def wheres(reading: Reading) -> list[str]:
    return [ast.leaf_where(leaf) for leaf in ast.each_leaf(reading.blocks)]


def cells(table: dict[str, Any]) -> list[list[str]]:
    """Text of each cell, head rows first, with its spans when it has any."""
    rows = [*table["c"][3][1], *table["c"][4][0][3]]
    return [[_cell(down, across, content) for _, _, down, across, content in row[1]] for row in rows]


def _cell(down: int, across: int, content: list[Any]) -> str:
    spans = f" ({down}×{across})" if (down, across) != (1, 1) else ""
    return f"{' '.join(ast.text(content).split())}{spans}"


KEPT = {
    "accents by bytes": (r"\'e9t\'e9 \'ab caf\'e9 \'bb\par", "été « café »"),
    "letters as they stand": ("déjà vu", "déjà vu"),
    "unicode with its spare sign": (r"20\u8239?\u8364? d\u8217'aide", "20\u202f€ d’aide"),
    "unicode without spare signs": (r"{\uc0\u8226 a\u233 b}c\u233?d", "•aébcéd"),
    "unicode with two spare signs": (r"\uc2\u233\'c3\'a9 vu\uc1", "é vu"),
    "spare sign that a command is": (r"\u233\emdash vu", "évu"),
    "signs beyond the first plane": (r"\u-10179?\u-8704?", "😀"),
    "fonts say their charset": (r"\f2 \'b3\f3 \'e9\f0 \'e9\f4 \'83A", "łйéア"),
    "plain gives the first font back": (r"\f3 \'e9\plain\'e9", "йé"),
    "hard spaces and hyphens": (r"a\~b co\-pie porte\_clef", "a\xa0b co\xadpie porte\u2011clef"),
    "signs by name": (r"\lquote a\rquote\emdash\bullet\endash", "‘a’—•–"),
    "breaks part words": (r"a\tab b\line c\page d\par e\sect f", "a b c d e f"),
    "newline after a backslash": ("a\\\nb", "a b"),
    "newlines of the file": ("mo\r\nt en\nsemble", "mot ensemble"),
    "braces and backslashes": (r"\{a\} \\b", "{a} \\b"),
    "groups inside words": (r"mo{\b t}s {\i {\cs10 bis}}", "mots bis"),
    "inserted text": (r"a {\revised\revauth1 ajout\'e9}", "a ajouté"),
    "hidden ends with plain": (r"{\v x}a\v y\plain b\v0", "ab"),
    "link": (r'{\field{\*\fldinst{HYPERLINK "https://exemple.fr/a" }}{\fldrslt{\ul le lien}}}', "le lien"),
    "date field": (r"{\field{\*\fldinst DATE}{\fldrslt 2 mai}}", "2 mai"),
    "page field, no result": (r"page {\field{\*\fldinst PAGE}{\fldrslt}}", "page"),
    "text box after its paragraph": (
        r"avant {\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt \pard dans\par la bo\'eete\par}}{\shprslt dans}}apr\'e8s\par fin",
        "avant après dans la boîte fin",
    ),
    "old text box": (r"a{\*\do\dobxpage{\dptxbxtext\pard bulle\par}}\par b", "a bulle b"),
    "footnote in its place": (r"mot{\super\chftn}{\footnote\pard{\super\chftn} de bas\par de page\par} suite", "mot de bas de page suite"),
    "endnote, starred": (r"mot{\*\footnote\ftnalt\pard fin} suite", "mot fin suite"),
    "object shows its result": (r"{\object\objemb{\*\objclass Excel}{\*\objdata 0102ff}{\result vu}}", "vu"),
    "second copies": (r"{\upr{\'e9 ansi}{\*\ud{\u233? uni}}} {\*\shppict{\b a}}{\nonshppict b}", "é uni a"),
    "formula": (r"{\mmath{\*\moMath{\*\mr\mscr0 {x}}{\mrPr y}{\mr =2}}}{\mmathPict z}", "x=2"),
    "nothing closes the file": (r"a {\b b", "a b"),
    "more braces than were opened": ("a}}}b", "ab"),
    "binary data is no text": (r"a{\pict\wmetafile8\bin4 {}\}}b", "ab"),
    "unknown commands": (r"\nouveau3 a\truc b", "ab"),
    "properties of bookmarks": (r"{\*\bkmkstart signet}a{\*\bkmkend signet}", "a"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), KEPT.values(), ids=KEPT)
def test_every_word_that_shows_is_kept(body: str, expected: str) -> None:
    assert text_of(read(body)) == expected


ASIDE = {
    "hidden": (r"vu{\v cach\'e9}e", ("texte masqué", "caché")),
    "hidden paragraph": (r"\v tout\par cach\'e9\v0\par a", ("texte masqué", "caché")),
    "deleted": (r"cha{\deleted t}ien", ("texte supprimé", "t")),
    "comment": (
        r"a{\*\atnid OP}{\*\atnauthor Odile}\chatn{\*\annotation{\*\atndate 1}\pard \'e0 voir\par bient\'f4t}",
        ("commentaire", "à voir bientôt"),
    ),
    "header": (r"{\header\pard Le projet\par}a", ("en-tête ou pied répété", "Le projet")),
    "first footer": (r"{\footerf\pard page \chpgn\par}a", ("en-tête ou pied répété", "page")),
    "bullet": (r"{\listtext\f1\'b7\tab}\ls1 a", ("balise", "·")),
    "old bullet": (r"{\pntext 3.\tab}{\*\pn\pnlvlbody{\pntxta .}}a", ("balise", "3.")),
    "command of a field": (r"{\field{\*\fldinst AUTHOR}{\fldrslt moi}}", ("champ technique", "AUTHOR")),
    "table of contents": (
        r"{\field{\*\fldinst TOC \\o}{\fldrslt Titre\tab 3\par Suite}}\par a",
        ("champ technique", "Titre 3 Suite"),
    ),
    "index entry": (r"a{\xe mot}", ("champ technique", "mot")),
    "unknown destination": (r"a{\*\nouveau gard\'e9}", ("champ technique", "gardé")),
    "HTML in a mail": (r"{\*\htmltag64 <p>}a", ("balise", "<p>")),
    "footnote of deleted text": (r"a{\deleted b{\footnote c}}", ("texte supprimé", "b")),
}


@pytest.mark.parametrize(("body", "expected"), ASIDE.values(), ids=ASIDE)
def test_what_is_left_out_is_listed_with_its_reason(body: str, expected: tuple[str, str]) -> None:
    reading = read(body)
    assert expected in [(taken.reason, taken.text) for taken in reading.not_taken]
    assert all(taken.where for taken in reading.not_taken)


@pytest.mark.parametrize(
    ("paragraph", "level"),
    [
        (r"\s1 ", 1),
        (r"\s2\b ", 2),
        (r"\s3 ", 1),
        (r"\outlinelevel2 ", 3),
        (r"\outlinelevel9 ", 0),
        (r"\s2{\listtext 1.2\tab}\ls1 ", 2),
        (r"\b ", 0),
        (r"\s1\intbl ", 0),
    ],
)
def test_headings_by_their_style(paragraph: str, level: int) -> None:
    (block, *_) = read(rf"\pard{paragraph}Le bois\par\pard\plain texte").blocks
    assert block["c"][0] == level if level else block["t"] != "Header"
    assert "Strong" not in str(block) if level else True


def test_a_bold_line_stays_bold_for_shaping() -> None:
    (line, after) = read(r"\pard\b Pourquoi cette visite\b0\par Texte.\par").blocks
    assert [inline["t"] for inline in line["c"][0]["c"][1]] == ["Strong"]
    assert "Strong" not in str(after)


@pytest.mark.parametrize(
    ("first", "is_title"),
    [
        (r"\b\fs32 Visite de la scierie\b0\fs22\par", True),
        (r"\fs32 Visite {\fs20 de} la scierie\fs22\par", False),
        (r"\fs24 Visite de la scierie\fs22\par", False),
        (rf"\fs32 {'mot ' * 40}\fs22\par", False),
    ],
)
def test_a_first_line_in_larger_letters_is_the_title(first: str, is_title: bool) -> None:
    reading = read(rf"\pard{first}\fs22 Un texte bien plus long que son titre ne l'est, et de loin.\par")
    assert (kinds(reading)[0] == "Header") is is_title


def test_looks_and_links() -> None:
    (block,) = read(
        r"\b gras\b0  {\i ital} {\strike barr\'e9} 10{\super e} H{\sub 2} {\scaps pc} \ul s\ulnone  "
        r'{\field{\*\fldinst HYPERLINK "mailto:a@b.fr"}{\fldrslt \'e9crire}}'
        r'{\field{\*\fldinst HYPERLINK \\l "signet"}{\fldrslt ici}}'
    ).blocks
    looks = [i["t"] for i in block["c"][0]["c"][1] if i["t"] not in {"Str", "Space"}]
    assert looks == ["Strong", "Emph", "Strikeout", "Superscript", "Subscript", "SmallCaps", "Underline", "Link"]


@pytest.mark.parametrize(
    ("marks", "kind", "start"),
    [
        ((r"\'b7", r"\'b7"), "BulletList", 0),
        (("o", "o"), "BulletList", 0),
        (("3.", "4."), "OrderedList", 3),
        (("a)", "b)"), "OrderedList", 1),
        (("iv.", "v."), "OrderedList", 4),
        (("1.2.", "1.3."), "OrderedList", 2),
    ],
)
def test_lists(marks: tuple[str, str], kind: str, start: int) -> None:
    body = "".join(rf"\pard{{\listtext {mark}\tab}}\ls1\ilvl0 point\par" for mark in marks)
    (block,) = read(rf"{body}").blocks
    assert block["t"] == kind
    items = block["c"] if kind == "BulletList" else block["c"][1]
    assert [" ".join(ast.text(item).split()) for item in items] == ["point", "point"]
    assert start == 0 or block["c"][0][0] == start


def test_deeper_items_stand_in_the_one_before() -> None:
    def item(level: int, text: str) -> str:
        return rf"\pard{{\listtext -\tab}}\ls1\ilvl{level} {text}\par"

    (block, after) = read(item(0, "a") + item(1, "b") + item(1, "c") + item(0, "d") + r"\pard fin\par").blocks
    assert [len(entry) for entry in block["c"]] == [2, 1]
    assert len(block["c"][0][1]["c"]) == 2
    assert after["t"] == "Para"


def row(*texts: str, definition: str = r"\cellx1000\cellx2000") -> str:
    return rf"\trowd{definition}" + "".join(rf"\pard\intbl {text}\cell" for text in texts) + r"\row"


TABLES = {
    "plain": (row("A", "B") + row("C", "D"), [["A", "B"], ["C", "D"]]),
    "head": (row("A", "B", definition=r"\trhdr\cellx1000\cellx2000") + row("C", "D"), [["A", "B"], ["C", "D"]]),
    "wide cell by its edges": (row("A", definition=r"\cellx2000") + row("C", "D"), [["A (1×2)"], ["C", "D"]]),
    "wide cell by its marks": (
        row("A", "", definition=r"\clmgf\cellx1000\clmrg\cellx2000") + row("C", "D"),
        [["A (1×2)"], ["C", "D"]],
    ),
    "high cell": (
        row("A", "B", definition=r"\clvmgf\cellx1000\cellx2000")
        + row("", "D", definition=r"\clvmrg\cellx1000\cellx2000"),
        [["A (2×1)", "B"], ["D"]],
    ),
    "words in a cell said to go on": (
        row("A", "B", definition=r"\clmgf\cellx1000\clmrg\cellx2000") + row("C", "D"),
        [["A", "B"], ["C", "D"]],
    ),
    "two paragraphs": (row(r"A\par a", "B") + row("C", "D"), [["A a", "B"], ["C", "D"]]),
    "no definition": (r"\pard\intbl A\cell B\cell\row\intbl C\cell D\cell\row", [["A", "B"], ["C", "D"]]),
    "short row": (row("A", "B") + row("C", definition=r"\cellx1000"), [["A", "B"], ["C", ""]]),
    "row without its end": (row("A", "B") + r"\trowd\cellx1000\cellx2000\pard\intbl C\cell D\cell", [["A", "B"], ["C", "D"]]),
    "cell without its end": (row("A", "B") + r"\pard\intbl C\cell D\par\pard", [["A", "B"], ["C", "D"]]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), TABLES.values(), ids=TABLES)
def test_tables(body: str, expected: list[list[str]]) -> None:
    reading = read(rf"{body}\pard apr\'e8s\par")
    assert kinds(reading) == ["Table", "Para"]
    assert cells(reading.blocks[0]) == expected


def test_cells_know_their_place() -> None:
    reading = read(r"un\par" + row("A", "B") + row("C", r"D\par d") + r"\pard deux\par")
    assert wheres(reading) == [
        "paragraphe 1",
        "tableau 1, cellule A1",
        "tableau 1, cellule B1",
        "tableau 1, cellule A2",
        "tableau 1, cellule B2",
        "tableau 1, cellule B2",
        "paragraphe 2",
    ]


def test_a_table_in_a_cell() -> None:
    inner = (
        r"\pard\intbl\itap2 N1\nestcell N2\nestcell{\*\nesttableprops\trowd\cellx50\cellx90\nestrow}"
        r"{\nonesttables\par}"
    )
    reading = read(
        rf"\trowd\cellx500\cellx900\pard\intbl O1\par {inner}\pard\intbl O2\cell\pard\intbl P\cell\row\pard fin\par"
    )
    (outer, after) = reading.blocks
    content = outer["c"][4][0][3][0][1][0][4]
    assert [block["t"] for block in content] == ["Para", "Table", "Para"]
    assert cells(content[1]) == [["N1", "N2"]]
    assert wheres(reading)[1] == "tableau 2, cellule A1"
    assert after["t"] == "Para"


def test_a_table_of_one_cell_is_a_frame() -> None:
    reading = read(row("Encadré", definition=r"\cellx1000") + r"\pard fin\par")
    assert kinds(reading) == ["Para", "Para"]
    assert wheres(reading)[0] == "tableau 1, cellule A1"


def test_quotations_in_a_row_are_one() -> None:
    reading = read(r"\pard\s4 un\par deux\par\pard fin\par")
    assert kinds(reading) == ["BlockQuote", "Para"]


@pytest.mark.parametrize(
    "picture",
    [
        rf"{{\pict\pngblip\picwgoal1440\pichgoal720 {PNG}}}",
        rf"{{\*\shppict{{\pict{{\*\picprop{{\sp{{\sn wzDescription}}{{\sv Le bourg}}}}}}\pngblip {PNG[:10]} " + "\n" + rf"{PNG[10:]}}}}}"
        r"{\nonshppict{\pict\wmetafile8 0102}}",
        rf"{{\shp{{\*\shpinst{{\sp{{\sn pib}}{{\sv{{\pict\pngblip {PNG}}}}}}}{{\sp{{\sn wzDescription}}{{\sv Le bourg}}}}}}}}",
    ],
)  # fmt: skip
def test_pictures_are_taken(picture: str) -> None:
    reading = read(f"vu {picture} ici")
    assert list(reading.media.values()) == [bytes.fromhex(PNG)]
    images = [i for i in reading.blocks[0]["c"][0]["c"][1] if i["t"] == "Image"]
    assert [image["c"][2][0] for image in images] == list(reading.media)
    assert ast.text(images[0]["c"][1]) == ("Le bourg" if "wzDescription" in picture else "")
    assert text_of(reading).startswith("vu")


def test_a_picture_after_bin() -> None:
    data = HEAD.encode() + rb"{\pict\jpegblip\bin8 " + b"\xff\xd8\xff}{\\ab" + b"} vu}"
    assert list(read(data).media.values()) == [b"\xff\xd8\xff}{\\ab"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (r"a{\pict\emfblip 0102}", "image-format"),
        (r"a{\pict\pngblip zz}", "image-abimee"),
        (r"a{\object\objocx{\*\objdata 0102}}", "objet-incorpore"),
        (r"a\u-8000?b", "signes_invisibles"),
        (r"{\f4 \'83}a", "signes-illisibles"),
    ],
)
def test_what_cannot_be_taken_is_said(body: str, code: str) -> None:
    assert [finding.code for finding in read(body).findings] == [code]


@pytest.mark.parametrize(
    "data", [b"", b"Du texte.", b"PK\x03\x04", rb"{\rtf1}", rb"{\rtf1{\pict}{\info{\title a}}"]
)
def test_what_is_no_text_says_so_in_french(data: bytes) -> None:
    with pytest.raises(UnreadableSource, match=r"RTF .*\.$|RTF : .*\.$"):
        rtf.prepare(data, "note.rtf")


def test_letters_written_as_utf8_against_the_format() -> None:
    assert text_of(read(HEAD.encode() + "déjà « vu »}".encode())) == "déjà « vu »"


def test_a_mark_of_the_programme_after_the_end() -> None:
    assert read(rich("a") + b"\r\n\x00").findings == []


@pytest.mark.parametrize(
    "body",
    [
        "{" * 900 + "TEXTE TEMOIN" + "}" * 900,
        r"{\shp{\*\shpinst{\shptxt " * 300 + "TEXTE TEMOIN" + "}}}" * 300,
        r"{\footnote " * 900 + "TEXTE TEMOIN" + "}" * 900,
        r"\trowd\cellx9\pard\intbl\itap99999 TEXTE TEMOIN\nestcell" + r"\itap5000 a\nestcell" * 50,
        "TEXTE TEMOIN" + r"{\object\objocx{\*\objdata " + "0102ff" * 100_000 + "}}",
        r"TEXTE\u-1?\u65535? TEMOIN\u99999999999?\bin-5 \uc99999 ",
        r"{\field{\*\fldinst HYPERLINK " * 400 + "TEXTE TEMOIN" + "}}" * 400,
    ],
    ids=["groups", "boxes", "notes", "tables", "object", "numbers", "fields"],
)
def test_hostile_texts_end_with_their_words(body: str) -> None:
    data = rich(body)
    reading = rtf.prepare(data, "note.rtf").reading
    assert check_reading(data, "rtf", reading).holds
    told = f"{text_of(reading)} {' '.join(taken.text for taken in reading.not_taken)}"
    assert "TEXTE" in told
    assert "TEMOIN" in told


def test_groups_in_one_another_without_end_are_refused() -> None:
    with pytest.raises(UnreadableSource, match="emboîte trop de groupes"):
        rtf.prepare(rich("{" * 100_000 + "x" + "}" * 100_000), "note.rtf")


WORDS = st.sampled_from(["mot", "Été", "l'eau", " 1", " a", " x y", "12 a", " z."])
COMMANDS = st.sampled_from(
    r"""\par|\pard|\plain|\b|\b0|\i |\v|\v0|\deleted|\deleted0|\line|\tab|\intbl|\itap2|\itap1|\cell|\row|\nestcell
    |\trowd\cellx100\cellx200|\trowd\clvmgf\cellx100\clmrg\cellx300|\nestrow|\'e9|\u233?|\uc0\u8364 |\uc2\u233 ab|\~
    |\-|\_|\ls1|\ls0|\ilvl1|\f1 |\f0 |\super|\page|\sect|\emdash|\bin3 {}a|\s1|\{|\\|\'zz|\u-3913?|\'81|\*""".replace(
        "\n    ", ""
    ).split("|")
)
GROUPS = st.sampled_from(
    r"""{\footnote |{\*\annotation |{\header |{\listtext |{\pntext |{\field{\*\fldinst TOC}{\fldrslt |{\*\unknown
    |{\field{\*\fldinst HYPERLINK "http://a.fr"}{\fldrslt |{\info |{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt
    |{\pict\pngblip 89504e47|{\object{\*\objdata 00}{\result |{\b |{\upr{a}{\*\ud |{\xe |{\*\moMath{\*\mr |{\mrPr
    |{\stylesheet{\s1 Titre 1;}|{\*\nesttableprops\trowd\cellx9\nestrow |{\nonesttables |{\*\cs1 |{\v |{\deleted |{
    |{\*\shppict{\pict\emfblip |{\sp{\sn pib}{\sv """.replace("\n    ", " ").split("|")
)


def _closed(group: str, content: list[str]) -> str:
    return f"{group}{''.join(content)}{'}' * (group.count('{') - group.count('}'))}"


NODES = st.recursive(
    WORDS | COMMANDS, lambda inner: st.builds(_closed, GROUPS, st.lists(inner, max_size=5)), max_leaves=25
)


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(st.lists(NODES, max_size=8))
def test_no_word_is_lost_whatever_is_written(parts: list[str]) -> None:
    data = rich("".join(parts))
    try:
        reading = rtf.prepare(data, "note.rtf").reading
    except UnreadableSource:
        return
    check = check_reading(data, "rtf", reading)
    assert check.holds, (check.message, data)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(noise: bytes) -> None:
    data = HEAD.encode() + noise
    try:
        reading = rtf.prepare(data, "note.rtf").reading
    except UnreadableSource:
        return
    assert check_reading(data, "rtf", reading).missing == []


@pytest.mark.parametrize("aside", ["v", "deleted"])
@pytest.mark.parametrize("inside", ["", "boite"])
def test_words_aside_before_and_behind_a_box_are_two(aside: str, inside: str) -> None:
    box = rf"{{\shp{{\*\shpinst{{\shptxt {inside}}}}}}}"
    assert text_of(read(rf"avant {{\{aside} mot}}{box}{{\{aside} mot}} fin")) == f"avant fin {inside}".strip()
