"""Web pages as sites, Word, LibreOffice, Google Docs and mails write them, in the few words that each case needs."""

# A case is one text: that reads better than pieces of it.
# ruff: noqa: E501, ISC004
from __future__ import annotations

import base64
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from restitution.conservation.reading import check_reading
from restitution.errors import UnreadableSource
from restitution.model import Reading
from restitution.pandoc import ast
from restitution.readers import html

PNG = b"\x89PNG\r\n\x1a\n\x00\x00"
DATA = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


def read(body: str | bytes, head: str = "") -> Reading:
    data = body if isinstance(body, bytes) else page(body, head)
    prepared = html.prepare(data, "page.html")
    assert prepared.job is None
    reading = html.finish(prepared, [])
    check = check_reading(data, "html", reading)
    assert check.holds, check.message
    return reading


def text_of(reading: Reading) -> str:
    return squeezed(reading.blocks)


def squeezed(node: Any) -> str:
    """Text with blanks as one space; hard ones stay."""
    return re.sub(r"[ \n]+", " ", ast.text(node)).strip()


def shape(block: dict[str, Any]) -> str:
    """A block in short: its kind, and its text or what it holds."""
    kind, content = block["t"], block.get("c")
    if kind in {"BulletList", "OrderedList"}:
        items = content if kind == "BulletList" else content[1]
        start = "" if kind == "BulletList" else str(content[0][0])
        return f"{kind[0]}{start}[{' | '.join(' '.join(map(shape, item)) for item in items)}]"
    if kind == "BlockQuote":
        return f"Q[{' '.join(map(shape, content))}]"
    if kind == "Table":
        return f"T{cells(block)}"
    if kind == "Figure":
        return f"F[{ast.text(content[1][1]).strip()}]"
    level = str(content[0]) if kind == "Header" else ""
    return f"{kind[0]}{level}({squeezed(block)})"


def shapes(reading: Reading) -> str:
    return " ".join(map(shape, reading.blocks))


def cells(table: dict[str, Any]) -> list[list[str]]:
    """Text of each cell, that of head rows starred, with its spans when it has any."""
    heads, body = table["c"][3][1], table["c"][4][0][3]
    return [[_cell(*cell[2:], star="*") for cell in row[1]] for row in heads] + [
        [_cell(*cell[2:]) for cell in row[1]] for row in body
    ]


def _cell(down: int, across: int, content: list[Any], star: str = "") -> str:
    spans = f" ({down}×{across})" if (down, across) != (1, 1) else ""
    return f"{' '.join(ast.text(content).split())}{spans}{star}"


KEPT = {
    "paragraphs": ("<p>un <b>de</b>ux</p><p>trois", "P(un deux) P(trois)"),
    "headings": ("<h1>A</h1>texte<h2><strong>B</strong></h2>fin", "H1(A) P(texte) H2(B) P(fin)"),
    "text without any tag": ("Bonjour\nà tous", "P(Bonjour à tous)"),
    "blocks part words": ("<div>a<div>b</div>c</div>d<hr>e", "P(a) P(b) P(c) P(d) P(e)"),
    "an end tag that ends nothing": ("<p>a<div>b</p>c</div>d", "P(a) P(b) P(c) P(d)"),
    "entities": ("&eacute;t&#233; &laquo;&nbsp;x&nbsp;&raquo; &#x20AC; &#146; &amp;lt; a&shy;b", "P(été «\xa0x\xa0» € ’ &lt; a\xadb)"),
    "signs that are no tags": ("1 < 2 <3 > a", "P(1 < 2 <3 > a)"),
    "line breaks": ("a<br>b<br/>c", "P(a b c)"),
    "two breaks end a paragraph": ("a<br><br>b<br> <br>c", "P(a) P(b) P(c)"),
    "pre": ("<pre>un\n  deux\n</pre>", "P(un deux)"),
    "lists": ("<ul><li>a<li><p>b</p><ol start=3><li>c</ol></ul>", "B[P(a) | P(b) O3[P(c)]]"),
    "list in a list without item": ("<ul><li>a</li><ul><li>b</li></ul></ul>", "B[P(a) B[P(b)]]"),
    "item outside of a list": ("<li>a</li><li>b</li>", "B[P(a) | P(b)]"),
    "text in a list": ("<ul>seul<li>a</li></ul>", "B[P(seul) | P(a)]"),
    "quotation": ("<blockquote><p>a</p>b</blockquote>", "Q[P(a) P(b)]"),
    "terms": ("<dl><dt>Terme<dd>sens</dl>", "P(Terme) P(sens)"),
    "details": ("<details><summary>Voir</summary>caché</details>", "P(Voir) P(caché)"),
    "figure": (f"<figure><img src='{DATA}' alt=vue><figcaption>Le bourg</figcaption></figure>", "F[Le bourg]"),
    "figure of words": ("<figure><figcaption>Dit</figcaption><blockquote>mot</blockquote></figure>", "P(Dit) Q[P(mot)]"),
    "quoted": ("<p>il dit <q>oui</q></p>", "P(il dit «\xa0oui\xa0»)"),
    "ruby": ("<ruby>K<rp>(</rp><rt>kan</rt></ruby>", "P(K (kan))"),
    "elements without end": ("a<wbr>b<embed src=x>c<source>d", "P(abcd)"),
    "unknown elements": ("<o:p>a</o:p><x-carte>b</x-carte>", "P(ab)"),
    "two bodies": ("a</body></html>b<body>c", "P(a) P(b) P(c)"),
    "aria-hidden text shows": ("<p aria-hidden=true>a</p>", "P(a)"),
    "struck": ("<p><s>a</s><del>b</del><ins>c</ins></p>", "P(abc)"),
    "formula": ("<math><mi>E</mi><mo>=</mo><mi>m</mi><annotation>E = m</annotation></math>", "P(E=m)"),
    "title of Word": ("<p class=MsoTitle>Titre</p><p class=MsoNormal>a</p>", "H1(Titre) P(a)"),
    "list of Word": (
        "<p class=MsoListParagraph style='text-indent:-18pt;mso-list:l0 level1 lfo1'><![if !supportLists]>"
        "<span style='mso-list:Ignore'>1.<span>&nbsp; </span></span><![endif]>un</p>"
        "<p style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>·</span>deux</p>"
        "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>2.</span>trois</p>",
        "O1[P(un) B[P(deux)] | P(trois)]",
    ),
    "header that holds the title": ("<header><h1>A</h1></header><p>b</p>", "H1(A) P(b)"),
    "header and aside of an article": ("<article><header><h1>A</h1>le 2 mai</header><aside>encadré</aside></article>", "H1(A) P(le 2 mai) P(encadré)"),
    "classes that only sound like residue": ("<div class='transition-sociale'>a</div><p id=partagee>b</p>", "P(a) P(b)"),
    "a page that seems residue only": ("<nav>Tout le texte</nav>", "P(Tout le texte)"),
    "a long text of a suspect class": (f"<div class=share>{'mot ' * 130}</div>", f"P({('mot ' * 130).strip()})"),
    "a sentence about sharing": ("<p>Partager un atelier demande du temps.</p>", "P(Partager un atelier demande du temps.)"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), KEPT.values(), ids=KEPT)
def test_every_word_that_shows_is_kept(body: str, expected: str) -> None:
    assert shapes(read(body)) == expected


ASIDE = {
    "script": ("<script>var a='<p>x</p>';</script>b", ("balise", "var a='<p>x</p>';")),
    "closed script of XHTML": ("<script src='x'/>b<script>c</script>", ("balise", "c")),
    "style": ("<style>p{color:red}</style>b", ("balise", "p{color:red}")),
    "island of Office": ("<xml><w:View>Normal</w:View></xml>b", ("balise", "Normal")),
    "conditional comment": ("<!--[if gte mso 9]><xml>Print</xml><![endif]-->b", ("balise", "[if gte mso 9]><xml>Print</xml><![endif]")),
    "mark of a programme": ("<!--StartFragment-->b", ("balise", "StartFragment")),
    "comment of a person": ("<!-- à vérifier avec Odile -->b", ("commentaire", "à vérifier avec Odile")),
    "noscript": ("<noscript>Activez</noscript>b", ("texte masqué", "Activez")),
    "iframe": ("<iframe src=http://x><p>repli</p></iframe>b", ("texte masqué", "<p>repli</p>")),
    "template": ("<template><p>modèle</p></template>b", ("texte masqué", "modèle")),
    "hidden": ("<p hidden>caché</p>b", ("texte masqué", "caché")),
    "display none": ("vu<span style='color:red; display : none'>caché</span>e", ("texte masqué", "caché")),
    "hidden by Word": ("<span style='mso-hide:all'>caché</span>b", ("texte masqué", "caché")),
    "tracked deletion": ("cha<del cite='mailto:x' datetime=2026>t</del>ien", ("texte supprimé", "t")),
    "title of the page": ("<title>Notes – Site</title>b", ("champ technique", "Notes – Site")),
    "alternative text": (f"<img src='{DATA}' alt='Le bourg'>b", ("champ technique", "Le bourg")),
    "tip": ("<a href=x title='Ouvre la carte'>b</a>", ("champ technique", "Ouvre la carte")),
    "field": ("<input type=text value=saisi placeholder=Nom>b", ("champ technique", "saisi")),
    "drawing": ("<svg><title>Plan</title><text>Rue</text></svg>b", ("champ technique", "Plan Rue")),
    "button and choices": ("<select><option>un<option>deux</select>b", ("résidu d'export", "un deux")),
    "navigation": ("<article><nav>Sommaire</nav>b</article>", ("résidu d'export", "Sommaire")),
    "header of a site": ("<header>Le Pays</header><main><h1>A</h1></main>", ("résidu d'export", "Le Pays")),
    "footer of a site": ("<p>b</p><footer>Mentions légales</footer>", ("résidu d'export", "Mentions légales")),
    "cookies": ("<div id='bandeau-cookies'>Nous en utilisons.</div>b", ("résidu d'export", "Nous en utilisons.")),
    "sharing": ("<div class='post partage'>Sur un réseau</div>b", ("résidu d'export", "Sur un réseau")),
    "breadcrumb": ("<ol class=breadcrumb><li>Accueil<li>Pays</ol>b", ("résidu d'export", "Accueil Pays")),
    "breadcrumb by its text": ("<p><a>Accueil</a> &gt; <a>Pays</a> > Visite</p>b", ("résidu d'export", "Accueil > Pays > Visite")),
    "line of a site": ("<p><a href=x>Retour en haut de la page</a></p>b", ("résidu d'export", "Retour en haut de la page")),
    "links elsewhere": (
        "b<section><h2>À lire aussi</h2><ul><li><a href=x>Autre page</a></ul></section>",
        ("résidu d'export", "À lire aussi Autre page"),
    ),
    "header of LibreOffice": ("<div title=header><p>Projet</div>b", ("en-tête ou pied répété", "Projet header")),
    "contents of LibreOffice": ("<div id='Table of Contents1'><p>1. A</div>b", ("champ technique", "1. A")),
    "contents of Word": ("<p class=MsoToc1>A 3</p>b", ("champ technique", "A 3")),
    "comment of Word": (
        "<p>b<a class=msocomanchor href='#_msocom_1' name='_anchor_1'>[OP1]</a></p><div style='mso-element:comment-list'>"
        "<div style='mso-element:comment'><p id=_msocom_1><a href='#_anchor_1'>[OP1]</a>à voir</p></div></div>",
        ("commentaire", "[OP1] à voir"),
    ),
    "comment of Google Docs": (
        "<p>b<sup><a href='#cmnt1' id=cmnt_ref1>[a]</a></sup></p><div><p><a href='#cmnt_ref1' id=cmnt1>[a]</a> à voir</p></div>",
        ("commentaire", "[a] à voir"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), ASIDE.values(), ids=ASIDE)
def test_what_is_left_out_is_listed_with_its_reason(body: str, expected: tuple[str, str]) -> None:
    reading = read(body)
    assert expected in [(taken.reason, taken.text) for taken in reading.not_taken]
    assert all(taken.where for taken in reading.not_taken)
    assert text_of(reading) in {"b", "A", "vue", "chaien", "Le bourgb"}


def table(*rows: str) -> str:
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


TABLES = {
    "plain": (table("<td>A<td>B", "<td>C<td>D"), [["A", "B"], ["C", "D"]]),
    "declared heads": (table("<th>A<th>B", "<td>C<td>D"), [["A*", "B*"], ["C", "D"]]),
    "thead": ("<table><thead><tr><td>A<td>B</thead><tbody><tr><td>C<td>D</tbody></table>", [["A*", "B*"], ["C", "D"]]),
    "heads of rows": (table("<th>A<td>B", "<th>C<td>D"), [["A", "B"], ["C", "D"]]),
    "heads by their look": (table("<td class=g>A<td class='g x'>B", "<td class=g>C<td>D"), [["A*", "B*"], ["C", "D"]]),
    "heads in bold": (table("<td><b>A</b><td><strong>B</strong>", "<td>C<td>D"), [["A*", "B*"], ["C", "D"]]),
    "stripes are no heads": (table("<td class=o>A<td class=o>B", "<td>C<td>D", "<td class=o>E<td class=o>F"), [["A", "B"], ["C", "D"], ["E", "F"]]),
    "two rows of heads": (
        table("<td rowspan=2 class=g>A<td colspan=2 class=g>B", "<td class=g>C<td class=g>D", "<td>E<td>F<td>G"),
        [["A (2×1)*", "B (1×2)*"], ["C*", "D*"], ["E", "F", "G"]],
    ),
    "merged": (table("<td rowspan=2>A<td colspan=2>B", "<td>C<td>D"), [["A (2×1)", "B (1×2)"], ["C", "D"]]),
    "spans beyond": (table("<td rowspan=9>A<td colspan=99>B", "<td>C"), [["A (2×1)", "B"], ["C"]]),
    "no span": (table("<td colspan=x>A<td rowspan=0>B", "<td>C"), [["A", "B (2×1)"], ["C"]]),
    "spans that meet": (table("<td>A<td rowspan=2>B", "<td colspan=2>C<td>D"), [["A", "B (2×1)", ""], ["C", "D"]]),
    "short row": (table("<td>A<td>B", "<td>C"), [["A", "B"], ["C", ""]]),
    "words beside cells": ("<table>seul<tr><td>A<td>B</tr></table>", [["seul", ""], ["A", "B"]]),
    "blocks in a cell": (table("<td><p>A</p><ul><li>a</ul><td>B"), [["A a", "B"]]),
    "feet": ("<table><tfoot><tr><td>A<td>B</tfoot><tr><td>C<td>D</table>", [["A", "B"], ["C", "D"]]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), TABLES.values(), ids=TABLES)
def test_tables(body: str, expected: list[list[str]]) -> None:
    (block,) = read(body).blocks
    assert cells(block) == expected


@pytest.mark.parametrize(
    "body",
    [
        table("<td><p>un</p>"),
        "<table role=presentation><tr><td>un<td></table>",
        table("<td><h1>un</h1><td>"),
        table(f"<td>{table('<td>un<td>')}<td>").replace("<td>un<td>", "<td>un"),
    ],
)
def test_a_table_that_lays_out_the_page_is_none(body: str) -> None:
    assert shapes(read(body)) in {"P(un)", "H1(un)"}


def test_a_table_in_a_cell() -> None:
    inner = table("<td style='border:1px solid'>N1<td>N2")
    (outer,) = read(f"<table border=1><tr><td>a{inner}b<td>c</table>").blocks
    content = outer["c"][4][0][3][0][1][0][4]
    assert [block["t"] for block in content] == ["Para", "Table", "Para"]


def test_leaves_know_their_place() -> None:
    reading = read(
        f"<h1>A</h1><ul><li>b</ul><table><caption>Titre</caption><tr><td>C<td rowspan=2>D<tr><td>E</table>"
        f"<figure><img src='{DATA}'><figcaption>f</figcaption></figure>"
    )
    assert [ast.leaf_where(leaf) for leaf in ast.each_leaf(reading.blocks)] == [
        "paragraphe 1",
        "paragraphe 2",
        "tableau 1, titre",
        "tableau 1, cellule A1",
        "tableau 1, cellule B1",
        "tableau 1, cellule A2",
        "paragraphe 3",
        "paragraphe 3",
    ]


@pytest.mark.parametrize(
    ("body", "head", "looks"),
    [
        ("<b>a</b><i>b</i><u>c</u>", "", ["Strong", "Emph", "Underline"]),
        ("<span style='font-weight:700'>a</span>", "", ["Strong"]),
        ("<b style='font-weight:normal'>a</b>", "", []),
        ("<span class='c1 c2'>a</span>", "<style>.c1{font-style:italic}.c2{color:red}</style>", ["Emph"]),
        ("<p class=c1>a</p>", "<style>.c1{font-weight:700}</style>", ["Strong"]),
        ("10<sup>e</sup> H<span style='vertical-align:sub'>2</span>", "", ["Superscript", "Subscript"]),
        ("<a href='https://x.fr'>a</a> <a href='javascript:b()'>b</a> <a href=c.html>c</a>", "", ["Link"]),
    ],
)
def test_looks_by_tag_style_and_class(body: str, head: str, looks: list[str]) -> None:
    (block,) = read(body, head).blocks
    assert [i["t"] for i in block["c"][0]["c"][1] if i["t"] not in {"Str", "Space"}] == looks


NOTES = {
    "Word": (
        "<p>mot<a href='#_ftn1' name='_ftnref1'><span><span>[1]</span></span></a> fin</p><div style='mso-element:footnote-list'>"
        "<hr><div style='mso-element:footnote' id=ftn1><p><a href='#_ftnref1' name='_ftn1'>[1]</a> de bas</p><p>et suite</p></div></div>"
    ),
    "LibreOffice": (
        "<p>mot<a class=sdfootnoteanc name=sdfootnote1anc href='#sdfootnote1sym'><sup>1</sup></a> fin</p>"
        "<div id=sdfootnote1><p><a name=sdfootnote1sym href='#sdfootnote1anc'>1</a>de bas</p><p>et suite</p></div>"
    ),
    "Google Docs": (
        "<p>mot<sup><a href='#ftnt1' id=ftnt_ref1>[1]</a></sup> fin</p><hr><div><p><a href='#ftnt_ref1' id=ftnt1>[1]</a>"
        "<span>&nbsp;de bas</span></p><p>et suite</p></div>"
    ),
    "a site": (
        "<p>mot<a href='#fn1' id=fnref1><sup>1</sup></a> fin</p><section><ol><li id=fn1><p>de bas</p><p>et suite"
        "<a href='#fnref1'>↩︎</a></p></li></ol></section><footer>Mentions</footer>"
    ),
}  # fmt: skip


@pytest.mark.parametrize("body", NOTES.values(), ids=NOTES)
def test_footnotes_stand_where_they_are_called(body: str) -> None:
    (block,) = read(body).blocks
    (note,) = [i for i in block["c"][0]["c"][1] if i["t"] == "Note"]
    assert " ".join(ast.text(note).split()) == "de bas et suite"
    assert (
        text_of(read(body)) == "mot de bas et suite fin" or "\xa0" in body or text_of(read(body)).endswith("fin")
    )


@pytest.mark.parametrize(
    "body",
    [
        NOTES["LibreOffice"] + "<p>encore du texte</p>",
        "<p>mot<a href='#n1' id=r1>1</a> fin</p><p id=n1>sans retour</p>",
        "<p id=n1><a href='#r1'>1</a> avant</p><p>mot<a href='#n1' id=r1>1</a></p>",
        "<p>mot<a href='#n1'>1</a> et <a href='#rien'>2</a></p>",
    ],
)
def test_what_may_be_no_footnote_stays_a_paragraph(body: str) -> None:
    reading = read(body)
    assert "Note" not in str(reading.blocks)
    assert "mot 1" in text_of(reading)


@pytest.mark.parametrize(
    ("image", "target"),
    [
        (f"<img src='{DATA}'>", "image-1.png"),
        (f'<img src="{DATA.replace("base64,", "base64,%20")[:40]}\n{DATA[37:]}">', "image-1.png"),
        ("<img src='vues/Le%20bourg.png?v=2#a'>", "vues/Le bourg.png"),
        ("<img src='data:image/svg+xml,%3Csvg/%3E'>", "image-1.svg"),
    ],
)
def test_pictures_are_taken_or_named(image: str, target: str) -> None:
    (block,) = read(f"a{image}").blocks
    (shown,) = [i for i in block["c"][0]["c"][1] if i["t"] == "Image"]
    assert shown["c"][2][0] == target


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("a<img src='https://x.fr/a.png'>", "image_distante"),
        ("a<img src='file:///etc/passwd'>", "image_distante"),
        ("a<img src='/etc/passwd'>", "image_distante"),
        ("a<img src='data:image/png;base64,????'>", "image-abimee"),
        ("a<iframe src=x></iframe>", "contenu-incorpore"),
        ("a<svg><text>Rue</text></svg>", "dessin"),
        ("a\x01b", "signes_invisibles"),
        ("a<img src='https://x.fr/p.gif' width=1 height=1>", ""),
        ("a<img src='data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'>", ""),
        ("a<svg><path d='M0'/></svg>", ""),
    ],
)
def test_what_cannot_be_taken_is_said(body: str, code: str) -> None:
    reading = read(body)
    assert [finding.code for finding in reading.findings] == ([code] if code else [])
    assert not reading.media


ACCENTS = "<p>déjà « vu » œuf</p>"


@pytest.mark.parametrize(
    "data",
    [
        f"<html><meta charset=utf-8>{ACCENTS}".encode(),
        f"<html><meta charset='iso-8859-1'>{ACCENTS}".encode("cp1252"),
        f"<html><meta http-equiv=Content-Type content='text/html; charset=windows-1252'>{ACCENTS}".encode("cp1252"),
        f"<html><meta charset=windows-1252>{ACCENTS}".encode(),
        f"<html><meta charset=utf-8>{ACCENTS}".encode("cp1252"),
        f"<html><meta charset=macintosh>{ACCENTS}".encode("mac_roman"),
        f"<html>{ACCENTS}".encode("cp1252"),
        f"<html>{ACCENTS}".encode("utf-16"),
        f"<html><meta charset=inconnu>{ACCENTS}".encode(),
        f'<?xml version="1.0" encoding="windows-1252"?><html xmlns="http://www.w3.org/1999/xhtml">{ACCENTS}</html>'.encode("cp1252"),
    ],
)  # fmt: skip
def test_charsets(data: bytes) -> None:
    assert text_of(read(data)) == "déjà « vu » œuf"


def test_what_stands_around_the_page_is_listed() -> None:
    data = (
        b"<!-- saved from url=(0014)about:internet -->\n<!DOCTYPE html><html><p>a</p></html><!-- fin de page -->"
    )
    assert [taken.text for taken in read(data).not_taken] == ["saved from url=(0014)about:internet", "fin de page"]


@pytest.mark.parametrize(
    "data", [b"", b"   ", b"<html></html>", b"<div>" * 20_000 + b"a", b"<p>" + b"mot " * 1_300_000]
)
def test_what_cannot_be_read_says_so_in_french(data: bytes) -> None:
    with pytest.raises(UnreadableSource, match=r"page web .*\.$"):
        html.prepare(data, "page.html")


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 1_500 + "TEMOIN",
        "<ul><li>" * 400 + "TEMOIN",
        "<blockquote>" * 400 + "TEMOIN",
        "<table border=1><tr><td>a<td>" * 100 + "TEMOIN",
        "<b><i>" * 700 + "TEMOIN",
        "<p>" * 20_000 + "TEMOIN",
        "<span>a</span>" * 20_000 + "TEMOIN",
        "<table><tr><td colspan=1000 rowspan=1000>TEMOIN" + "<tr><td>a" * 300,
        f"<p>TEMOIN</p><img src='data:image/png;base64,{'A' * 6_000_000}'>",
    ],
    ids=["divs", "lists", "quotations", "tables", "looks", "paragraphs", "spans", "cells", "picture"],
)
def test_hostile_pages_end_with_their_words(body: str) -> None:
    assert "TEMOIN" in text_of(read(body))


TAGS = st.sampled_from(
    """p div span b i h1 ul ol li table tr td th thead caption blockquote pre script style noscript template iframe svg
    nav header footer aside button select textarea title sup q figure figcaption dl dt dd section article details
    summary o:p main center""".split()  # noqa: SIM905
)
ATTRIBUTES = st.sampled_from(
    ["", " hidden", ' style="display:none"', ' class="partage"', ' title="bulle"', ' colspan=2 rowspan="3"',
     ' style="font-weight:bold"', ' style="mso-list:l0 level1"', ' id="n"', " x='a>b'", " class=c1 id=n"]
)  # fmt: skip
TEXTS = st.sampled_from(
    ["mot", "Été", "l'eau", " ", "\n", "&eacute;", "&amp;", "a&nbsp;b", "&#8364;", "<!-- note ici -->", "<!--x-->",
     "a < b", "<3", "Partager", "<br>", '<img alt="une image" src=x.png>', "<input value=saisi>", "<wbr>",
     "<a href=#n>1</a>", "<a href=http://x.fr>lien</a>"]
)  # fmt: skip
TREES = st.recursive(
    TEXTS,
    lambda inner: st.builds(
        lambda tag, said, content: f"<{tag}{said}>{''.join(content)}</{tag}>", TAGS, ATTRIBUTES, st.lists(inner, max_size=4)
    ),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=150, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(TREES, max_size=8))
def test_no_word_is_lost_whatever_is_written(parts: list[str]) -> None:
    data = page("".join(parts))
    try:
        reading = html.prepare(data, "page.html").reading
    except UnreadableSource:
        return
    check = check_reading(data, "html", reading)
    assert check.holds, (check.message, data)
