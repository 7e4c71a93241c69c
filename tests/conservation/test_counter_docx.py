# The XML of a case is one text and its words are one line: that reads better than lists.
# ruff: noqa: E501, ISC004, SIM905
import io
import zipfile

import pytest

from restitution import limits
from restitution.conservation.reading import source_words
from restitution.errors import UnreadableSource
from restitution.limits import Limits

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
SPACES = (
    'xmlns:w="{w}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def rels(*links):
    items = "".join(
        f'<Relationship Id="{key}" Type="{RELATIONS}/{kind}" Target="{target}"/>' for key, kind, target in links
    )
    return f'<Relationships xmlns="{PACKAGE}">{items}</Relationships>'


def xml(root, body, space=W):
    return f"<w:{root} {SPACES.format(w=space)}>{body}</w:{root}>"


def docx(body, *links, space=W, **parts):
    """A package: `parts` are file names (two underscores for the dot) and their bytes or text."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("_rels/.rels", rels(("r1", "officeDocument", "word/document.xml")))
        package.writestr("word/document.xml", xml("document", f"<w:body>{body}</w:body>", space))
        package.writestr("word/_rels/document.xml.rels", rels(*links))
        for name, data in parts.items():
            package.writestr("word/" + name.replace("__", "."), data)
    return buffer.getvalue()


def r(text, properties=""):
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def p(*runs):
    return f"<w:p>{''.join(runs)}</w:p>"


def deleted(text):
    return f"<w:del w:id='1'><w:r><w:delText>{text}</w:delText></w:r></w:del>"


def box(text):
    return f"<w:txbxContent>{p(r(text))}</w:txbxContent>"


def alternate(choice, fallback):
    return f"<w:r><mc:AlternateContent><mc:Choice>{choice}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p(r("Bon"), r("jour", "<w:b/>"), r(" à tous")), "Bonjour à tous"),
        (p(r("un")) + p(r("deux")), "un deux"),
        (p(r("a"), "<w:r><w:tab/></w:r>", r("b"), "<w:r><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t></w:r>"), "a b c d"),
        (p("<w:r><w:t>peut</w:t><w:noBreakHyphen/><w:t>être</w:t></w:r>"), "peut être"),
        (p("<w:r><w:t>extra</w:t><w:softHyphen/><w:t>ordinaire</w:t></w:r>"), "extraordinaire"),
        (p(r("chat"), "<w:ins><w:r><w:t>s</w:t></w:r></w:ins>"), "chats"),
        (p(r("cha"), deleted("t"), r("ien mange")), "chaien t mange"),
        (p(r("a "), f"<w:moveFrom>{r('parti')}</w:moveFrom>", r(" b")), "a parti b"),
        (p(r("par"), f"<w:moveFrom>{r('x')}</w:moveFrom>", r("ti")), "parti x"),
        (p(r("vu"), r("caché", "<w:vanish/>"), r("e ici")), "vue caché ici"),
        (p(r("vu"), r("e", "<w:vanish w:val='0'/>")), "vue"),
        (
            p(
                "<w:r><w:instrText>PAGE 9</w:instrText></w:r>",
                r("7"),
                "<w:r><w:delInstrText>X</w:delInstrText></w:r>",
            ),
            "7",
        ),
        (p("<w:fldSimple w:instr='DATE'>" + r("lundi") + "</w:fldSimple>"), "lundi"),
        (p("<w:hyperlink r:id='x'>" + r("ici") + "</w:hyperlink>", r("même")), "icimême"),
        (p("<w:r><w:sym w:font='Wingdings' w:char='F04A'/></w:r>", r("a")), "a"),
        (p("<w:r><w:drawing><wp:docPr xmlns:wp='x' descr='une photo'/></w:drawing></w:r>", r("a")), "a"),
        (p("<w:ruby><w:rt>" + r("kan") + "</w:rt><w:rubyBase>" + r("K") + "</w:rubyBase></w:ruby>"), "K kan"),
        (p(r("avant"), f"<w:r><w:pict>{box('cadre')}</w:pict></w:r>", r("après")), "avantaprès cadre"),
        (p(alternate(box("choix"), box("repli"))), "choix"),
        (p(alternate("<w:drawing/>", box("repli"))), "repli"),
        (p(alternate(r("un"), r("deux"))), "un"),
        ("<w:p><w:pPr><w:framePr w:dropCap='drop'/></w:pPr>" + r("L") + "</w:p>" + p(r("es élus")), "Les élus"),
        ("<w:tbl><w:tr><w:tc>" + p(r("A1")) + "</w:tc><w:tc>" + p(r("B1")) + "</w:tc></w:tr></w:tbl>", "A1 B1"),
        (
            "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>"
            + p(r("dans"))
            + "</w:sdtContent></w:sdt>",
            "dans",
        ),
        (p("<m:oMath><m:r><m:t>y</m:t></m:r><m:r><m:t>=2x</m:t></m:r></m:oMath>"), "2 x y"),
    ],
)
@pytest.mark.parametrize("space", [W, STRICT])
def test_body(body, expected, space):
    assert source_words(docx(body, space=space), "docx") == expected.split()


def test_notes_stand_at_their_reference_and_the_others_after_the_body():
    notes = xml(
        "footnotes",
        f"<w:footnote w:id='0' w:type='separator'>{p(r('trait'))}</w:footnote>"
        f"<w:footnote w:id='3'>{p(r('perdue'))}</w:footnote><w:footnote w:id='2'>{p(r('de bas'))}</w:footnote>",
    )
    ends = xml("endnotes", f"<w:endnote w:id='2'>{p(r('de fin'))}</w:endnote>")
    body = p(
        r("mot"),
        "<w:r><w:footnoteReference w:id='2'/></w:r>",
        r("suite"),
        "<w:r><w:endnoteReference w:id='2'/></w:r>",
    )
    data = docx(
        body,
        ("n1", "footnotes", "footnotes.xml"),
        ("n2", "endnotes", "endnotes.xml"),
        footnotes__xml=notes,
        endnotes__xml=ends,
    )
    assert source_words(data, "docx") == "mot de bas suite de fin perdue".split()


def test_comments_headers_and_footers_come_last_once_each():
    data = docx(
        p(r("corps")),
        ("c", "comments", "/word/comments.xml"),
        ("h1", "header", "header1.xml"),
        ("h2", "header", "header1.xml"),
        ("f", "footer", "footer1.xml"),
        header1__xml=xml("hdr", p(r("haut"))),
        footer1__xml=xml("ftr", p(r("bas"))),
        comments__xml=xml("comments", f"<w:comment w:id='1' w:author='Ana'>{p(r('à revoir'))}</w:comment>"),
    )
    assert source_words(data, "docx") == "corps à revoir haut bas".split()


@pytest.mark.parametrize(
    ("name", "chunk"),
    [
        ("morceau__docx", docx(p(r("Texte joint")))),
        (
            "morceau__html",
            b"<html><head><title>non</title></head><body><p>Tex<b>te</b><!-- non --><p>joint</p></html>",
        ),
        ("morceau__txt", "Texte joint".encode("utf-16")),
        (
            "morceau__mht",
            b"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
            b"<p>Te=\nxte</p><p>joint</p>",
        ),
    ],
)
def test_chunks_stand_in_their_place(name, chunk):
    body = p(r("avant")) + "<w:altChunk r:id='k'/>" + p(r("après"))
    data = docx(body, ("k", "aFChunk", name.replace("__", ".")), **{name: chunk})
    assert source_words(data, "docx") == "avant Texte joint après".split()


def test_a_chunk_that_holds_itself_forever_ends():
    data = docx("<w:altChunk r:id='k'/>" + p(r("fond")))
    for _ in range(8):
        data = docx("<w:altChunk r:id='k'/>" + p(r("un")), ("k", "aFChunk", "k.docx"), k__docx=data)
    assert set(source_words(data, "docx")) == {"un"}


def test_words_of_a_diagram_come_after_its_paragraph():
    space = "http://schemas.openxmlformats.org/drawingml/2006/"
    diagram = (
        f"<d:dataModel xmlns:d='{space}diagram' xmlns:a='{space}main'>"
        "<a:p><a:r><a:t>Pre</a:t></a:r><a:r><a:t>mier</a:t></a:r></a:p><a:p><a:r><a:t>second</a:t></a:r></a:p></d:dataModel>"
    )
    body = p("<w:r><w:drawing><dgm:relIds r:dm='d'/></w:drawing></w:r>", r("a")) + p(r("b"))
    data = docx(body, ("d", "diagramData", "data1.xml"), data1__xml=diagram)
    assert source_words(data, "docx") == "a Premier second b".split()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 coup\xc3\xa9",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        docx(p(r("a")))[:-200],
        docx("<w:p>", space=W),
        docx("<w:r>" * 300 + "</w:r>" * 300),
    ],
)
def test_what_cannot_be_read_says_so_in_french(data):
    with pytest.raises(UnreadableSource, match=r"Ce fichier .*\.$"):
        source_words(data, "docx")


def test_an_entity_of_the_file_opens_nothing(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("motdepasse", encoding="utf-8")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        document = xml("document", "<w:body><w:p><w:r><w:t>a &e; b</w:t></w:r></w:p></w:body>")
        package.writestr("word/document.xml", f"<!DOCTYPE x [<!ENTITY e SYSTEM '{secret.as_uri()}'>]>{document}")
    assert "motdepasse" not in source_words(buffer.getvalue(), "docx")


def test_a_file_that_swells_is_refused(monkeypatch):
    monkeypatch.setattr(limits, "now", lambda: Limits(package=1000))
    with pytest.raises(UnreadableSource, match="volumineux"):
        source_words(docx(p(r("mot " * 1000))), "docx")
