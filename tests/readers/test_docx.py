"""Small Word packages built from raw XML, so that a test says exactly what its file holds."""

import html
import io
import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from restitution.errors import UnreadableSource
from restitution.pandoc import ast
from restitution.pandoc.run import read_batch
from restitution.readers import docx as reader

SCHEMAS = "http://schemas.openxmlformats.org/"
NAMESPACES = {
    "w": f"{SCHEMAS}wordprocessingml/2006/main",
    "r": f"{SCHEMAS}officeDocument/2006/relationships",
    "m": f"{SCHEMAS}officeDocument/2006/math",
    "a": f"{SCHEMAS}drawingml/2006/main",
    "pic": f"{SCHEMAS}drawingml/2006/picture",
    "wp": f"{SCHEMAS}drawingml/2006/wordprocessingDrawing",
    "mc": f"{SCHEMAS}markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "v": "urn:schemas-microsoft-com:vml",
}
XMLNS = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
PACKAGE = f"{SCHEMAS}package/2006/"


def r(text, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*content, properties=""):
    inner = "".join(part if part.startswith("<") else r(part) for part in content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def cell(*content, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(content) or '<w:p/>'}</w:tc>"


def row(*cells, properties=""):
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows):
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


FIELD = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")}


def field(instruction, *result):
    code = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    shown = "".join(part if part.startswith("<") else r(part) for part in result)
    return FIELD["begin"] + code + FIELD["separate"] + shown + FIELD["end"]


def box(*paragraphs):
    inner = f"<wps:txbx><w:txbxContent>{''.join(paragraphs)}</w:txbxContent></wps:txbx>"
    return (
        "<w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:wsp>{inner}</wps:wsp></w:drawing></mc:Choice>'
        f"<mc:Fallback>{vml_box(*paragraphs)[5:-6]}</mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def vml_box(*paragraphs):
    inner = f"<v:textbox><w:txbxContent>{''.join(paragraphs)}</w:txbxContent></v:textbox>"
    return f"<w:r><w:pict><v:shape>{inner}</v:shape></w:pict></w:r>"


def picture(link, description="", attribute="embed"):
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="914400" cy="457200"/><wp:docPr id="1" name="Image 1" '
        f'descr="{description}"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:{attribute}="{link}"/>'
        "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def relation(key, kind, target):
    mode = ' TargetMode="External"' if ":" in target else ""
    return f'<Relationship Id="{key}" Type="{NAMESPACES["r"]}/{kind}" Target="{target}"{mode}/>'


def part(tag, inner):
    return f"<w:{tag} {XMLNS}>{inner}</w:{tag}>"


def _zip(files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, data in files.items():
            package.writestr(name, data)
    return buffer.getvalue()


def docx(body, *relations, parts=None):
    """A package with that body; `parts` by name under `word/` (a `str` or bytes)."""
    files = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}content-types"/>',
        "_rels/.rels": _relations(relation("r1", "officeDocument", "word/document.xml")),
        "word/document.xml": part("document", f"<w:body>{body}<w:sectPr/></w:body>"),
        "word/_rels/document.xml.rels": _relations(*relations),
    }
    files |= {f"word/{name}": data for name, data in (parts or {}).items()}
    return _zip(files)


def _relations(*relations):
    return f'<Relationships xmlns="{PACKAGE}relationships">{"".join(relations)}</Relationships>'


def read(data):
    prepared = reader.prepare(data, "notes/n.docx")
    [blocks] = read_batch([prepared.job])
    assert not isinstance(blocks, Exception), blocks
    assert reader._forgotten(prepared, blocks) == []
    return reader.finish(prepared, blocks)


def lines(reading):
    """Each leaf as « where: text »."""
    return [f"{ast.leaf_where(leaf)}: {ast.text(leaf).strip()}" for leaf in ast.each_leaf(reading.blocks)]


def not_taken(reading):
    return [(said.reason, said.text, said.where) for said in reading.not_taken]


def styles(*descriptions):
    return {"styles.xml": part("styles", "".join(descriptions))}


def style(key, name, properties="", kind="paragraph"):
    return f'<w:style w:type="{kind}" w:styleId="{key}"><w:name w:val="{name}"/>{properties}</w:style>'


DELETED = '<w:del w:id="1"><w:r><w:delText xml:space="preserve">{}</w:delText></w:r></w:del>'
KEPT = {
    "runs glue": (p("Bon", "jour ", "à tous"), ["paragraphe 1: Bonjour à tous"]),
    "empty paragraphs do not count": (p("un") + p() + p("deux"), ["paragraphe 1: un", "paragraphe 2: deux"]),
    "breaks part words": (
        p("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br w:type='page'/><w:t>c</w:t><w:cr/><w:t>d</w:t></w:r>"),
        ["paragraphe 1: a b c d"],
    ),
    "hyphens": (
        p("<w:r><w:t>porte</w:t><w:noBreakHyphen/><w:t>mon</w:t><w:softHyphen/><w:t>naie</w:t></w:r>"),
        ["paragraphe 1: porte-monnaie"],
    ),
    "symbols": (
        p("<w:r><w:sym w:font='Symbol' w:char='F061'/><w:t> fin</w:t></w:r>"),
        ["paragraphe 1: α fin"],
    ),
    "symbol fonts keep plain letters": (
        p(r("abc", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>')),
        ["paragraphe 1: abc"],
    ),
    "our marks cannot be forged": (p("\ue0007\ue001x"), ["paragraphe 1: \ufffd7\ufffdx"]),
    "inserted and moved here": (
        p("a ", f"<w:ins w:id='1'>{r('ajouté ')}</w:ins>", f"<w:moveTo w:id='2'>{r('venu')}</w:moveTo>"),
        ["paragraphe 1: a ajouté venu"],
    ),
    "controls, tags, ruby": (
        f"<w:sdt><w:sdtPr/><w:sdtContent>{p('bloc')}</w:sdtContent></w:sdt>"
        + p(
            f"<w:sdt><w:sdtContent>{r('mot ')}</w:sdtContent></w:sdt>",
            f"<w:smartTag w:element='e'><w:customXml>{r('tag ')}</w:customXml></w:smartTag>",
            f"<w:r><w:ruby><w:rt>{r('haut ')}</w:rt><w:rubyBase>{r('bas')}</w:rubyBase></w:ruby></w:r>",
        ),
        ["paragraphe 1: bloc", "paragraphe 2: mot tag bas (haut )"],
    ),
    "fields": (
        p(f"<w:fldSimple w:instr=' INCLUDETEXT x '>{r('champ')}</w:fldSimple>", field("DDEAUTO cmd", " vu")),
        ["paragraphe 1: champ vu"],
    ),
    "an open field is no field": (
        p("a", "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>TOC</w:instrText></w:r>", " b") + p("c"),
        ["paragraphe 1: a b", "paragraphe 2: c"],
    ),
    "boxes follow, one branch of two": (
        p("avant ", box(p("encadré ", box(p("dedans")))), "après") + p("suite"),
        [
            "paragraphe 1: avant après",
            "paragraphe 1, zone de texte: encadré",
            "paragraphe 1, zone de texte: dedans",
            "paragraphe 2: suite",
        ],
    ),
    "old boxes": (p("x", vml_box(p("À retenir"))), ["paragraphe 1: x", "paragraphe 1, zone de texte: À retenir"]),
    "drawn text": (
        p("x", "<w:r><w:drawing><a:p><a:r><a:t>dessin</a:t></a:r></a:p></w:drawing></w:r>"),
        ["paragraphe 1: x", "paragraphe 1, zone de texte: dessin"],
    ),
    "text where none should be": (
        f"{r('nu')}<w:tbl>{p('perdu')}{row(cell(p('c')))}</w:tbl>",
        ["paragraphe 1: nu", "tableau 1, cellule A1: c", "tableau 1: perdu"],
    ),
    "ragged tables": (
        table(
            row(cell(p("a"))),
            row(cell(p("b")), cell(p("c")), cell(p("d"))),
            row(cell(p("e")), properties='<w:gridBefore w:val="2"/>'),
        )
        + p("fin"),
        [
            *(f"tableau 1, cellule {c}" for c in ("A1: a", "A2: b", "B2: c", "C2: d", "A3: e")),
            "paragraphe 1: fin",
        ],
    ),
    "text in a merged cell": (
        table(
            row(cell(p("haut"), properties='<w:vMerge w:val="restart"/>'), cell(p("x"))),
            row(cell(p("caché"), properties="<w:vMerge/>"), cell(p("y"))),
            row(cell(p("large"), properties='<w:gridSpan w:val="5000"/>')),
        ),
        [f"tableau 1, cellule {c}" for c in ("A1: haut", "B1: x", "A2: caché", "B2: y", "A3: large")],
    ),
    "nested tables": (
        table(row(cell(p("dehors"), table(row(cell(p("dedans")))), p("après")))) + p("fin"),
        [*(f"tableau 1, cellule A1: {w}" for w in ("dehors", "dedans", "après")), "paragraphe 1: fin"],
    ),
    "equations": (
        p("Soit ", "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"),
        ["paragraphe 1: Soit x"],
    ),
    "a deleted end joins": (
        p("un", properties="<w:rPr><w:del w:id='1'/></w:rPr>") + p("deux"),
        ["paragraphe 2: un deux"],
    ),
}


@pytest.mark.parametrize(("body", "expected"), KEPT.values(), ids=KEPT)
def test_text_is_kept_in_its_place(body, expected):
    reading = read(docx(body))
    assert lines(reading) == expected
    assert not_taken(reading) == []


ASIDE = {
    "deleted": (p("a ", DELETED.format("b"), " c"), ["a  c"], [("texte supprimé", "b", "paragraphe 1")]),
    "deleted words glue": (
        p("a", DELETED.format("su"), DELETED.format("pprimé")),
        ["a"],
        [("texte supprimé", "supprimé", "paragraphe 1")],
    ),
    "moved away": (
        p(f"<w:moveFrom w:id='1'>{r('parti')}</w:moveFrom>") + p(f"<w:moveTo w:id='2'>{r('parti')}</w:moveTo>"),
        ["parti"],
        [("texte supprimé", "parti", "paragraphe 1")],
    ),
    "deleted row": (
        table(row(cell(p("a"))), row(cell(p("b")), properties="<w:del w:id='1'/>")),
        ["a"],
        [("texte supprimé", "b", "tableau 1, cellule A2")],
    ),
    "deleted box": (
        p("a", f"<w:del w:id='1'>{box(p('boîte'))}</w:del>"),
        ["a"],
        [("texte supprimé", "boîte", "paragraphe 1")],
    ),
    "hidden": (p("a", r("secret", "<w:vanish/>"), r("!", "<w:vanish w:val='0'/>")), ["a!"],
        [("texte masqué", "secret", "paragraphe 1")]),
    "table of contents field": (
        p(field("TOC \\o", "Titre", "<w:r><w:tab/></w:r>", field("PAGEREF _x", "3"))) + p("corps"),
        ["corps"],
        [("champ technique", "Titre 3", "paragraphe 1")],
    ),
    "table of contents control": (
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
        f"<w:sdtContent>{p('Sommaire')}</w:sdtContent></w:sdt>" + p("corps"),
        ["corps"],
        [("champ technique", "Sommaire", "paragraphe 1")],
    ),
    "result inside an instruction": (
        p("a", FIELD["begin"], "code", FIELD["separate"], "vu", FIELD["end"]),
        ["avu"],
        [("champ technique", "code", "paragraphe 1")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "texts", "aside"), ASIDE.values(), ids=ASIDE)
def test_what_is_not_published_text_is_listed(body, texts, aside):
    reading = read(docx(body))
    assert [line.partition(": ")[2] for line in lines(reading)] == [" ".join(t.split()) for t in texts]
    assert not_taken(reading) == aside


def test_styles_hide_text_and_make_headings():
    body = (
        p("Mon titre", properties='<w:pStyle w:val="T"/>')
        + p("Partie", properties='<w:pStyle w:val="Titre2"/>')
        + p("Perso", properties='<w:pStyle w:val="Perso"/>')
        + p("Quatre", properties='<w:pStyle w:val="Q"/>')
        + p("Légende", properties='<w:pStyle w:val="L"/>')
        + p("caché", r("!", '<w:rStyle w:val="Montre"/>'), properties='<w:pStyle w:val="Fils"/>')
        + p("sans style", properties='<w:pStyle w:val="inconnu"/>')
    )
    hidden = "<w:rPr><w:vanish/></w:rPr>"
    sheet = styles(
        style("T", "Title"),
        style("Titre2", "heading 2"),
        style("Perso", "Mon intertitre", '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>'),
        style("Q", "Titre 4"),
        style("L", "Table Caption"),
        style("Père", "père", hidden),
        style("Fils", "fils", '<w:basedOn w:val="Père"/>'),
        style("Montre", "montre", hidden, "character"),
    )
    reading = read(docx(body, relation("s", "styles", "styles.xml"), parts=sheet))
    shown = [(b["t"], b["c"][0] if b["t"] == "Header" else 0, ast.text(b).strip()) for b in reading.blocks]
    assert shown == [
        ("Header", 1, "Mon titre"),
        ("Header", 2, "Partie"),
        ("Header", 3, "Perso"),
        ("Header", 4, "Quatre"),
        ("Para", 0, "Légende"),
        ("Para", 0, "!"),
        ("Para", 0, "sans style"),
    ]
    assert not_taken(reading) == [("texte masqué", "caché", "paragraphe 6")]
    assert all(block["c"][1] == ["", [], []] for block in reading.blocks if block["t"] == "Header")


def test_comments_of_all_kinds_and_margins_are_listed():
    comment = "<w:comment w:id='{}'><w:p w14:paraId='{}'>" + r("{}") + "</w:p></w:comment>"
    reply = '<w15:commentEx w15:paraId="P2" w15:paraIdParent="P1"/>'
    parts = {
        "comments.xml": part("comments", "".join(comment.format(n, f"P{n}", f"remarque {n}") for n in (1, 2, 3))),
        "commentsExtended.xml": f"<w15:commentsEx {XMLNS}>{reply}</w15:commentsEx>",
        "header1.xml": part("hdr", p("En-tête ", box(p("logo")))),
        "footer1.xml": part("ftr", p("Pied")),
    }
    body = p("un") + p("<w:commentRangeStart w:id='1'/>", "deux", "<w:r><w:commentReference w:id='1'/></w:r>")
    relations = [relation("c", "comments", "comments.xml"), relation("h", "header", "header1.xml")]
    relations += [
        relation("f", "footer", "footer1.xml"),
        relation("x", "commentsExtended", "commentsExtended.xml"),
    ]
    reading = read(docx(body, *relations, parts=parts))
    assert not_taken(reading) == [
        ("commentaire", "remarque 1", "paragraphe 2"),
        ("commentaire", "remarque 2", "paragraphe 2"),
        ("commentaire", "remarque 3", ""),
        ("en-tête ou pied répété", "En-tête \nlogo", "en-tête"),
        ("en-tête ou pied répété", "Pied", "pied de page"),
    ]


def test_notes_stand_at_their_call_and_none_is_lost():
    call = "<w:r><w:{}Reference w:id='{}'/></w:r>"
    note = "<w:footnote w:id='{}'>{}</w:footnote>"
    loop = p("se cite", call.format("footnote", 2), call.format("footnote", 3), DELETED.format("barré"))
    inner = note.format(2, loop) + note.format(3, p("oubliée")) + note.format(4, p("rayée"))
    parts = {
        "footnotes.xml": part("footnotes", inner),
        "endnotes.xml": part("endnotes", f"<w:endnote w:id='2'>{p('de fin')}</w:endnote>"),
    }
    body = p("a", call.format("footnote", 2), " b", call.format("endnote", 2), " c", call.format("footnote", 2))
    body += p("d", f"<w:del w:id='9'>{call.format('footnote', 4)}</w:del>")
    relations = [relation("f", "footnotes", "footnotes.xml"), relation("e", "endnotes", "endnotes.xml")]
    reading = read(docx(body, *relations, parts=parts))
    [leaf, *others] = ast.each_leaf(reading.blocks)
    notes = [ast.text(inline["c"]).strip() for inline in leaf["c"][1] if inline["t"] == "Note"]
    assert notes == ["se cite", "de fin"]
    assert [(ast.leaf_where(o), ast.text(o)) for o in others] == [
        ("paragraphe 2", "d"),
        ("note sans appel", "oubliée"),
    ]
    assert not_taken(reading) == [("texte supprimé", "barré", "note 1"), ("texte supprimé", "rayée", "notes")]
    assert [finding.code for finding in reading.findings] == ["note-sans-appel"]


def test_pictures_come_from_the_package_only():
    parts = {"media/photo.PNG": b"octets", "media/deux.png": b"octets"}
    relations = [
        relation("i", "image", "media/photo.PNG"),
        relation("j", "image", "media/deux.png"),
        relation("w", "image", "https://exemple.fr/a.png"),
        relation("l", "image", "file:///etc/passwd"),
        relation("t", "image", "../../../etc/passwd"),
    ]
    body = p("x", picture("i", "Une place")) + p(picture("j"))
    body += p("y", picture("w"), picture("l", attribute="link"), picture("t"))
    reading = read(docx(body, *relations, parts=parts))
    images = [i for leaf in ast.each_leaf(reading.blocks) for i in leaf["c"][1] if i["t"] == "Image"]
    assert [(ast.text(i["c"][1]), i["c"][2]) for i in images] == [
        ("Une place", ["media/image1.png", ""]),
        ("", ["media/image1.png", ""]),
    ]
    assert reading.media == {"media/image1.png": b"octets"}
    assert [(f.code, f.where) for f in reading.findings] == [("image-distante", "paragraphe 3")] * 3


def test_only_web_links_stay_links():
    relations = [
        relation("h", "hyperlink", "https://exemple.fr/?a=1&amp;b"),
        relation("f", "hyperlink", "file:///x"),
    ]
    body = p(
        *(f"<w:hyperlink {to}>{r(text)}</w:hyperlink> " for to, text in
          [('r:id="h"', "site"), ('r:id="f"', "disque"), ('w:anchor="z"', "ancre")]),
        field('HYPERLINK "mailto:a@exemple.fr"', "courriel"),
        field('HYPERLINK "javascript:x"', "piège"),
    )  # fmt: skip
    [leaf] = ast.each_leaf(read(docx(body, *relations)).blocks)
    links = {ast.text(i["c"][1]): i["c"][2][0] for i in leaf["c"][1] if i["t"] == "Link"}
    assert links == {"site": "https://exemple.fr/?a=1&b", "courriel": "mailto:a@exemple.fr"}
    assert ast.text(leaf) == "sitedisqueancrecourrielpiège"


def test_inserted_documents_are_read_in_place():
    inner = docx(
        p("dedans", "<w:r><w:footnoteReference w:id='2'/></w:r>", DELETED.format("ôté"))
        + p("point", properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
        + '<w:altChunk r:id="a"/>',
        relation("a", "aFChunk", "afchunk.txt"),
        relation("f", "footnotes", "footnotes.xml"),
        parts={
            "afchunk.txt": "texte à part".encode("cp1252"),
            "footnotes.xml": part("footnotes", f"<w:footnote w:id='2'>{p('sa note')}</w:footnote>"),
        },
    )
    page = (
        "<html><head><title>t</title><style>s</style></head><body><p>é<b>crit</b></p><script>non</script>li<br>bre"
    )
    parts = {"in.docx": inner, "page.html": page.encode(), "x.bin": b"\x00\x01non"}
    relations = [relation(k, "aFChunk", n) for k, n in {"d": "in.docx", "h": "page.html", "r": "x.bin"}.items()]
    chunks = "".join(f'<w:altChunk r:id="{key}"/>' for key in ("d", "h", "r"))
    reading = read(docx(p("avant") + chunks + p("après"), *relations, parts=parts))
    texts = [line.partition(": ")[2] for line in lines(reading)]
    assert texts == ["avant", "dedans sa note", "point", "texte à part", "écrit", "li", "bre", "après"]
    assert not_taken(reading) == [("texte supprimé", "ôté", "paragraphe 2")]
    assert [finding.code for finding in reading.findings] == ["insertion-non-reprise"]


def test_the_words_of_a_diagram_follow_its_paragraph():
    uri = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
    ids = f'<dgm:relIds xmlns:dgm="{uri}" r:dm="d"/>'
    drawing = f'<w:r><w:drawing><a:graphicData uri="{uri}">{ids}</a:graphicData></w:drawing></w:r>'
    data = f"<d {XMLNS}><a:p><a:r><a:t>Écouter</a:t></a:r></a:p><a:p><a:r><a:t>Agir</a:t></a:r></a:p></d>"
    reading = read(docx(p("x", drawing), relation("d", "diagramData", "data1.xml"), parts={"data1.xml": data}))
    assert [(finding.code, finding.where) for finding in reading.findings] == [("schema", "paragraphe 1")]
    assert lines(reading) == [
        "paragraphe 1: x",
        "paragraphe 1, zone de texte: Écouter",
        "paragraphe 1, zone de texte: Agir",
    ]


def test_tables_keep_the_proportions_of_their_columns():
    grid = "<w:tblGrid><w:gridCol w:w='3000'/><w:gridCol w:w='1000'/></w:tblGrid>"
    body = table(row(cell(p("a")), cell(p("b")))).replace("<w:tblPr/>", f"<w:tblPr/>{grid}")
    [block] = read(docx(body)).blocks
    assert [round(width["c"], 2) for _, width in block["c"][2]] == [0.75, 0.25]


def test_a_document_that_inserts_itself_has_an_end():
    inner = docx(p("fond") + '<w:altChunk r:id="a"/>')
    for _ in range(6):
        inner = docx(
            p("x") + '<w:altChunk r:id="a"/>', relation("a", "aFChunk", "i.docx"), parts={"i.docx": inner}
        )
    reading = read(inner)
    assert len(lines(reading)) == 5
    assert [finding.code for finding in reading.findings] == ["insertion-non-reprise"]


def test_strict_documents_are_translated():
    files = dict(_files(docx(p("strict"))))
    transitional = rb"http://schemas\.openxmlformats\.org/(\w+)/2006/"
    files["word/document.xml"] = re.sub(
        transitional, rb"http://purl.oclc.org/ooxml/\1/", files["word/document.xml"]
    )
    assert lines(read(_zip(files))) == ["paragraphe 1: strict"]


def test_broken_side_parts_and_macros_are_findings():
    parts = {"comments.xml": "<w:comments", "styles.xml": "", "vbaProject.bin": b"vba"}
    reading = read(docx(p("texte"), relation("c", "comments", "comments.xml"), parts=parts))
    assert lines(reading) == ["paragraphe 1: texte"]
    assert sorted(f.code for f in reading.findings) == ["macros", "partie-illisible", "partie-illisible"]
    assert all(finding.path == "notes/n.docx" for finding in reading.findings)


UNREADABLE = {
    "nothing": b"",
    "old word": b"\xd0\xcf\x11\xe0" + bytes(600),
    "locked": b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
    "cut": docx(p("x"))[:200],
    "doctype": docx(p("x"), parts={"document.xml": "<!DOCTYPE x [<!ENTITY e 'y'>]><x>&e;</x>"}),
    "malformed": docx("<w:p>", parts={}),
    "too deep": docx("<w:tbl><w:tr><w:tc>" * 200 + p("x") + "</w:tc></w:tr></w:tbl>" * 200),
}


@pytest.mark.parametrize("data", UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_refused_in_french(data):
    with pytest.raises(UnreadableSource, match=r"^Ce (fichier|document) .*\.$"):
        reader.prepare(data, "n.docx")


def test_nested_tables_end():
    body = "<w:tbl><w:tr><w:tc>" * 40 + p("fond") + "</w:tc></w:tr></w:tbl>" * 40
    assert lines(read(docx(body))) == ["tableau 1, cellule A1: fond"]


def test_what_pandoc_would_forget_follows_the_text():
    prepared = reader.prepare(docx(p("un") + p("deux trois")), "n.docx")
    assert lines(reader.finish(prepared, [])) == ["paragraphe 1: un", "paragraphe 2: deux trois"]


WORDS = st.text(st.sampled_from("abé '’«»-7\u00a0\u202f"), min_size=1, max_size=12)
FORMS = st.sampled_from(
    [
        p,
        lambda t: p(DELETED.format(t)),
        lambda t: p(r(t, "<w:vanish/>")),
        lambda t: table(row(cell(p(t)))),
        lambda t: p("x", box(p(t))),
        lambda t: f"<w:sdt><w:sdtContent>{p(t)}</w:sdtContent></w:sdt>",
        lambda t: p(field("REF x", t)),
        lambda t: f"<w:ins w:id='1'>{p(t)}</w:ins>",
        lambda t: p(t, properties="<w:rPr><w:del w:id='2'/></w:rPr>"),
    ]
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(FORMS, WORDS), min_size=1, max_size=8))
def test_every_word_is_in_the_note_or_listed(pieces):
    body = "".join(form(text) for form, text in pieces)
    reading = read(docx(body))
    shown = re.sub(r"<w:instrText>.*?</w:instrText>|<mc:Fallback>.*?</mc:Fallback>", "", body)
    source = re.findall(r"\w+", re.sub(r"<[^>]*>", "", re.sub(r"</w:p>|<w:txbxContent>", " ", shown)))
    found = " ".join(
        [*(ast.text(leaf) for leaf in ast.each_leaf(reading.blocks)), *(n.text for n in reading.not_taken)]
    )
    assert Counter(re.findall(r"\w+", found)) == Counter(source)


CORPUS = Path(__file__).parents[2] / ".." / "shared" / "corpus"
REFUSED = {"example_password.docx", "testWORD_truncated.docx"}


@pytest.mark.skipif(not CORPUS.is_dir(), reason="le corpus partagé n'est pas à côté du dépôt")
def test_real_files_lose_no_word():
    paths = [path for path in sorted(CORPUS.glob("*/*.doc[xm]")) if path.name not in REFUSED]
    assert paths
    for path in paths:
        reading = read(path.read_bytes())
        texts = [*(ast.text(leaf) for leaf in ast.each_leaf(reading.blocks)), *(n.text for n in reading.not_taken)]
        missing = Counter(_letters(_raw(path))) - Counter(_letters(" ".join(texts)))
        assert not missing, path.name
    for path in (path for path in CORPUS.glob("*/*.docx") if path.name in REFUSED):
        with pytest.raises(UnreadableSource):
            reader.prepare(path.read_bytes(), path.name)


def _letters(text):
    """Letters and digits one by one: equations are written otherwise, words are glued otherwise."""
    return re.findall(r"[^\W_]", text)


def _raw(path):
    taken = re.compile(r"word/(document|comments|footnotes|endnotes|header\d*|footer\d*)\.xml")
    xml = "".join(data.decode() for name, data in _files(path.read_bytes()) if taken.fullmatch(name))
    xml = re.sub(r"<mc:Fallback>.*?</mc:Fallback>", "", xml, flags=re.DOTALL)
    return html.unescape(" ".join(re.findall(r"<(?:w:t|w:delText|a:t)(?: [^>]*)?>([^<]*)<", xml)))


def _files(data):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [(name, package.read(name)) for name in package.namelist()]


@pytest.mark.parametrize(
    ("key", "name", "look"),
    [("Lgende", "caption", "caption"), ("Photo", "Légende photo", "caption"), ("Lgende", "Normal", "")],
)
def test_a_paragraph_of_a_caption_s_style_looks_like_one(key, name, look):
    body = p(r("La place du marché " * 15), properties=f'<w:pStyle w:val="{key}"/>') + p(r("Du texte."))
    sheet = styles(style(key, name))
    reading = read(docx(body, relation("s", "styles", "styles.xml"), parts=sheet))
    assert [ast.leaf_look(leaf) for leaf in ast.each_leaf(reading.blocks)] == [look, ""]
