# The XML of a form is one line: that reads better than pieces.
# ruff: noqa: E501
"""Documents made by hypothesis, a strategy a format: what writers do, in the middle of words too."""

from __future__ import annotations

import html
from collections.abc import Callable

from hypothesis import strategies as st

from . import test_docx as word
from . import test_odt as odf

Document = st.SearchStrategy[bytes]

WORDS = st.sampled_from(["mot", "l'été", "1er", "«\xa0Oui\xa0»", "porte-clé", "a", "b", "10 000", "R&D", "où ?"])
GAP = st.sampled_from(["", " "])
"""Whether a piece touches the next one."""


def woven(pieces: st.SearchStrategy[str], most: int = 6) -> st.SearchStrategy[str]:
    """Pieces one after the other, some of them touching."""
    return st.lists(st.tuples(pieces, GAP).map("".join), min_size=1, max_size=most).map("".join)


def wrapped(*forms: str) -> Callable[[st.SearchStrategy[str]], st.SearchStrategy[str]]:
    """A step of recursion: one of `forms`, its braces filled."""
    return lambda inner: st.tuples(st.sampled_from(forms), woven(inner, 3)).map(lambda d: d[0].replace("{}", d[1]))


# Markdown

_MD_WORDS = st.sampled_from(
    ["mot", "été", "«\xa0Oui\xa0»", "10 000", "R&D", "&eacute;t&eacute;", "x &lt; y", "fin."]
)
_MD_INLINE = st.recursive(
    _MD_WORDS,
    wrapped(
        "**{}**", "*{}*", "~~{}~~", "<b>{}</b>", "<sup>{}</sup>", "[{}](http://ex.fr/un-deux 'titre')", "[{}][ref]"
    ),
    max_leaves=4,
)
_MD_PIECES = st.one_of(
    _MD_INLINE,
    st.sampled_from(
        ["`code`", "<http://ex.fr/a>", "[^n]", "<!-- remarque -->", "<br>", "![vue](vue.png)", "![loin](http://ex.fr/p.png)",
         "H~2~O", "m^2^", "a\\*b", "\t", "\n", "{{ page }}"]
    ),
)  # fmt: skip
_MD_TEXT = woven(_MD_PIECES).map(lambda text: text.strip() or "mot")
_MD_LINE = _MD_TEXT.map(lambda text: " ".join(text.split()))
_MD_BLOCK = st.one_of(
    _MD_TEXT,
    _MD_LINE.map("## {}".format),
    _MD_LINE.map("> {}".format),
    st.lists(_MD_LINE, min_size=1, max_size=3).map(lambda some: "\n".join(f"- {one}" for one in some)),
    st.lists(_MD_LINE, min_size=1, max_size=3).map(
        lambda some: "\n".join(f"{n}. {t}" for n, t in enumerate(some, 1))
    ),
    st.lists(_MD_LINE.map(lambda text: text.replace("|", " ")), min_size=2, max_size=2).map(
        lambda cells: f"| A | B |\n|---|--:|\n| {cells[0]} | {cells[1]} |"
    ),
    _MD_WORDS.map("![La carte de {}](carte.png)".format),
    st.just("```python\nfor x in mot:\n    <p>oui</p>\n```"),
    st.just("<div class='encart'>\n\nDans l'encart\n\n</div>"),
    st.just("***"),
)
_MD_HEAD = st.sampled_from(
    ["", "---\ntitre: Un : deux\nthemes: [eau, logement] # à voir\n---\n", "---\na: 1\nb:\n  - x\n---\n"]
)
MARKDOWN: Document = st.tuples(_MD_HEAD, st.lists(_MD_BLOCK, min_size=1, max_size=5)).map(
    lambda d: (
        d[0] + "\n\n".join([*d[1], "[ref]: http://ex.fr/z 'cible'", "[^n]: La *note*", "Fin."]) + "\n"
    ).encode()
)

# Plain text, tables, transcripts

_TXT_LINE = st.tuples(
    st.sampled_from(["", "", "- ", "– ", "• ", "  - ", "1. ", "2) ", "3. ", "\t", "TITRE "]), woven(WORDS, 4)
).map("".join)
TEXT: Document = st.tuples(
    st.lists(
        st.one_of(_TXT_LINE, st.sampled_from(["", "====", "----", "* * *", "a\tb   c"])), min_size=1, max_size=12
    ),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
).map(lambda d: ("\r\n".join(["Début", *d[0]])).encode(d[1]))

_CELL = st.text("aé1 ;,\"'=\n\t|", max_size=8)
CSV: Document = st.tuples(
    st.sampled_from(["", "sep=;\n", "sep=,\n"]),
    st.lists(st.lists(_CELL, min_size=1, max_size=4).map(";".join), max_size=5),
).map(lambda d: (d[0] + "\n".join(["tête;deux", *d[1]])).encode())

_VTT_WORDS = st.recursive(
    st.sampled_from(["mot", "été", "oui", "&amp;", "caf&eacute;", "R&D", "trois-quarts"]),
    wrapped(
        "<i>{}</i>", "<c.jaune>{}</c>", "<b>{}</b>", "<00:00:01.500>{}", "<v Ana>{}", "<v Bob>{}</v>", "{}<br>"
    ),
    max_leaves=4,
)
_VTT_LINE = st.tuples(st.sampled_from(["", "", "Ana : ", "Bob Roy : ", "- "]), woven(_VTT_WORDS, 4)).map("".join)
_VTT_CUE = st.tuples(
    st.sampled_from(["", "1\n", "intro-7\n", "NOTE à relire\n\n", "NOTE\nsur deux\nlignes\n\n"]),
    st.sampled_from(
        ["00:01.000 --> 00:02.000", "00:00:03,5 --> 00:00:04,000 align:start", "00:05.000 --> 00:04.000"]
    ),
    st.lists(_VTT_LINE, min_size=1, max_size=3).map("\n".join),
).map("{0[0]}{0[1]}\n{0[2]}\n".format)
VTT: Document = st.lists(st.one_of(_VTT_CUE, st.just("STYLE\n::cue { color: red }\n")), max_size=5).map(
    lambda cues: "\n".join(["WEBVTT - réunion\n", *cues, "00:09.000 --> 00:10.000\nFin\n"]).encode()
)

# OpenDocument

_ODT_INLINE = st.recursive(
    st.one_of(
        WORDS.map(html.escape),
        st.sampled_from(
            ["<text:s/>", "<text:tab/>", "<text:line-break/>", "<text:soft-page-break/>", odf.COMMENT]
        ),
        woven(WORDS.map(html.escape), 2).map(lambda text: odf.note(odf.p(text) + odf.p("suite"))),
    ),
    wrapped(
        "<text:span text:style-name='Gras'>{}</text:span>",
        "<text:span text:style-name='Cache'>{}</text:span>",
        "<text:span text:style-name='Cache2'>{}</text:span>",
        "<text:span text:style-name='Source_Text'>{}</text:span>",
        "<text:a xlink:href='https://exemple.fr'>{}</text:a>",
        "<text:date>{}</text:date>",
        "<text:hidden-text text:is-hidden='true'>{}</text:hidden-text>",
        "<text:ruby><text:ruby-base>{}</text:ruby-base><text:ruby-text>kan</text:ruby-text></text:ruby>",
        odf.box("<text:p>{}</text:p>"),
        "<draw:custom-shape>\n  <text:p>{}</text:p>\n</draw:custom-shape>",
    ),
    max_leaves=5,
)
_ODT_BLOCK = st.recursive(
    st.one_of(
        woven(_ODT_INLINE, 4).map(odf.p),
        woven(_ODT_INLINE, 3).map("<text:h text:outline-level='2'>{}</text:h>".format),
        woven(_ODT_INLINE, 3).map("<text:p text:style-name='PTu'>{}</text:p>".format),
        woven(_ODT_INLINE, 3).map("<text:p text:style-name='P1'>{}</text:p>".format),
        woven(_ODT_INLINE, 3).map("<text:p><text:hidden-paragraph text:is-hidden='true'/>{}</text:p>".format),
    ),
    wrapped(
        "<text:section>{}</text:section>",
        odf.hidden_section("none", "{}"),
        odf.items("{}", odf.p("puce")),
        "<text:list><text:list-item><text:number>1.</text:number>{}</text:list-item></text:list>",
        odf.table(["{}", odf.p("cellule")]),
        odf.box("{}"),
        odf.CONTENTS.replace("</text:index-body>", "{}</text:index-body>"),
        odf.COVERED + "{}",
    ),
    max_leaves=4,
)
_MASTERS = st.sampled_from(
    ["", f"<style:master-page><style:header>{odf.p('Tête')}</style:header></style:master-page>"]
)
ODT: Document = st.tuples(st.lists(_ODT_BLOCK, min_size=1, max_size=4), _MASTERS, st.booleans()).map(
    lambda d: odf.odt((odf.CHANGES if d[2] else "") + "".join(d[0]), d[1])
)

# Word

_RUN = '<w:r><w:rPr>%s</w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'
_DOCX_INLINE = st.recursive(
    st.one_of(
        st.tuples(st.sampled_from([_RUN % "", _RUN % "<w:b/>", _RUN % "<w:vanish/>", word.DELETED]), WORDS, GAP).map(
            lambda d: d[0].replace("{}", html.escape(d[1]) + d[2])
        ),
        st.sampled_from(
            [
                "<w:r><w:tab/></w:r>",
                "<w:r><w:br/></w:r>",
                "<w:r><w:softHyphen/></w:r>",
                "<w:r><w:noBreakHyphen/></w:r>",
                "<w:r><w:sym w:font='Symbol' w:char='F061'/></w:r>",
                "<w:r><w:sym w:font='Wingdings' w:char='F04A'/></w:r>",
                "<w:bookmarkStart w:id='1' w:name='b'/>",
                "<w:r><w:footnoteReference w:id='2'/></w:r>",
                "<w:r><w:endnoteReference w:id='2'/></w:r>",
                "<w:commentRangeStart w:id='1'/><w:r><w:commentReference w:id='1'/></w:r>",
                "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>",
                word.field("PAGEREF x", "12"),
            ]
        ),
    ),
    wrapped(
        "<w:ins w:id='7'>{}</w:ins>",
        "<w:del w:id='7'>{}</w:del>",
        "<w:moveFrom w:id='7'>{}</w:moveFrom>",
        "<w:hyperlink r:id='h'>{}</w:hyperlink>",
        "<w:smartTag w:element='e'>{}</w:smartTag>",
        "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
        word.box("<w:p>{}</w:p>"),
        word.vml_box("<w:p>{}</w:p><w:p/>"),
        word.FIELD["begin"] + "<w:r><w:instrText>REF x</w:instrText></w:r>" + word.FIELD["separate"] + "{}" + word.FIELD["end"],
    ),
    max_leaves=5,
)  # fmt: skip
_DOCX_PROPERTIES = st.sampled_from(["", "", "<w:pStyle w:val='Titre2'/>", "<w:rPr><w:del w:id='3'/></w:rPr>"])


def _paragraphs(inlines: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(_DOCX_PROPERTIES, st.lists(inlines, max_size=4).map("".join)).map(
        lambda d: f"<w:p><w:pPr>{d[0]}</w:pPr>{d[1]}</w:p>"
    )


_DROP_CAP = word.p("L", properties="<w:framePr w:dropCap='drop'/>")
_DOCX_BLOCK = st.recursive(
    st.one_of(_paragraphs(_DOCX_INLINE), WORDS.map(lambda text: _DROP_CAP + word.p(html.escape(text)))),
    wrapped(
        "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
        word.table(word.row(word.cell("{}"), word.cell(word.p("x"))), word.row(word.cell(word.p("y")))),
        word.table(word.row(word.cell("{}", properties="<w:vMerge w:val='restart'/>")), word.row(word.cell("{}", properties="<w:vMerge/>"))),
        word.table(word.row(word.cell("{}"), properties="<w:del w:id='1'/>"), word.row(word.cell(word.p("z")))),
    ),
    max_leaves=4,
)  # fmt: skip
_PARTS = {
    "styles.xml": word.part("styles", word.style("Titre2", "heading 2")),
    "footnotes.xml": word.part("footnotes", f"<w:footnote w:id='2'>{word.p('de bas', word.DELETED.format('ôté'))}</w:footnote>"),
    "endnotes.xml": word.part("endnotes", f"<w:endnote w:id='2'>{word.p('de fin')}</w:endnote>"),
    "comments.xml": word.part("comments", f"<w:comment w:id='1'>{word.p('à', word.box(word.p('voir')), ' relire')}</w:comment>"),
    "header1.xml": word.part("hdr", word.p("Tête ", word.field("PAGE", "3"))),
}  # fmt: skip
_LINKS = [
    *(word.relation(name, name, f"{name}.xml") for name in ("styles", "footnotes", "endnotes", "comments")),
    word.relation("header", "header", "header1.xml"),
    word.relation("h", "hyperlink", "https://exemple.fr"),
]


def _called_once(body: str) -> str:
    """A body where each note is called once, as Word has it; what stands in a text box is there twice."""
    for call in ("<w:r><w:footnoteReference w:id='2'/></w:r>", "<w:r><w:endnoteReference w:id='2'/></w:r>"):
        head, found, rest = body.partition(call)
        body = head + found + rest.replace(call, "")
    return body


DOCX: Document = st.lists(_DOCX_BLOCK, min_size=1, max_size=4).map(
    lambda blocks: word.docx(_called_once("".join(blocks)), *_LINKS, parts=_PARTS)
)

DOCUMENTS: dict[str, Document] = {"csv": CSV, "docx": DOCX, "md": MARKDOWN, "odt": ODT, "txt": TEXT, "vtt": VTT}
