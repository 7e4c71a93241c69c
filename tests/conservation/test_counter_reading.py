# The XML of a case is one text and its words are one line: that reads better than lists.
# ruff: noqa: E501
import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restitution.conservation.ast_words import tex_letters
from restitution.conservation.reading import check_reading, reading_words
from restitution.conservation.words import formula_words
from restitution.model import GENERATED, MASK, NotTaken, Reading

NO = ["", [], []]


def s(text):
    parts = []
    for word in text.split(" "):
        parts += [{"t": "Str", "c": word}, {"t": "Space"}]
    return parts[:-1]


def para(*inlines):
    return {"t": "Para", "c": [{"t": "Span", "c": [["", ["leaf"], [["where", "ligne 1"]]], list(inlines)]}]}


def plain(text):
    return {"t": "Plain", "c": s(text)}


def span(text, *classes):
    return {"t": "Span", "c": [["", list(classes), []], s(text)]}


def note(text):
    return {"t": "Note", "c": [para(*s(text))]}


def row(*cells):
    return [NO, [[NO, {"t": "AlignDefault"}, 1, 1, [plain(cell)]] for cell in cells]]


TABLE = {
    "t": "Table",
    "c": [
        NO,
        [None, [plain("légende")]],
        [],
        [NO, [row("tête")]],
        [[NO, 0, [row("milieu")], [row("a", "b")]]],
        [NO, [row("pied")]],
    ],
}
IMAGE = {"t": "Image", "c": [NO, s("texte de remplacement"), ["x.png", "titre"]]}


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (para({"t": "Strong", "c": s("bon")}, *s("jour à")), "bonjour à"),
        (para(*s("1"), {"t": "Superscript", "c": s("er")}), "1er"),
        (para(*s("mot"), note("de bas"), *s("suite")), "mot de bas suite"),
        (para(*s("a"), span("notre", GENERATED), *s("b"), span("une participante", MASK), *s("c")), "a b c"),
        (para(*s("a"), span("sien", "autre")), "asien"),
        (para(*s("vue "), IMAGE), "vue"),
        (para({"t": "Link", "c": [NO, s("lien"), ["http://non.example", ""]]}), "lien"),
        (para({"t": "Quoted", "c": [{"t": "DoubleQuote"}, s("dit")]}, *s("il")), "dit il"),
        (para({"t": "Code", "c": [NO, "un code"]}, {"t": "SoftBreak"}, *s("b"), {"t": "LineBreak"}, *s("c")), "un code b c"),
        (para({"t": "RawInline", "c": ["html", "<b>non</b>"]}, {"t": "Cite", "c": [[], s("cité")]}), "cité"),
        ({"t": "RawBlock", "c": ["html", "non"]}, ""),
        ({"t": "CodeBlock", "c": [NO, "x = 1\ny"]}, "x 1 y"),
        ({"t": "Header", "c": [1, NO, s("Un titre")]}, "Un titre"),
        ({"t": "LineBlock", "c": [s("un"), s("deux")]}, "un deux"),
        ({"t": "BlockQuote", "c": [plain("cité")]}, "cité"),
        ({"t": "BulletList", "c": [[plain("un")], [plain("deux"), plain("bis")]]}, "un deux bis"),
        ({"t": "OrderedList", "c": [[1, {"t": "Decimal"}, {"t": "Period"}], [[plain("un")]]]}, "un"),
        ({"t": "DefinitionList", "c": [[s("mot"), [[plain("sens")], [plain("autre")]]]]}, "mot sens autre"),
        ({"t": "Div", "c": [NO, [plain("dedans")]]}, "dedans"),
        ({"t": "Figure", "c": [NO, [None, [plain("légende")]], [para(IMAGE)]]}, "légende"),
        (TABLE, "légende tête milieu a b pied"),
        ({"t": "HorizontalRule"}, ""),
    ],
)  # fmt: skip
def test_words_of_a_reading(block, expected):
    assert reading_words(Reading(blocks=[block])) == expected.split()


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        (r"y=2\pi r", "y2πr"),
        (r"\frac{\Delta x}{\lambda}", "Δxλ"),
        (r"\sin\left(\varepsilon\right)", "sinε"),
        (r"\begin{matrix} a & b \end{matrix}", "ab"),
        (r"\mathbb{R}\text{ si }x", "Rsix"),
        (r"\sum_{k=0}^{n}", "k0n"),
    ],
)
def test_a_formula_in_tex_shows_its_letters(tex, shown):
    assert formula_words(tex_letters(tex)) == sorted(shown)


SOURCE = "Le chat noir mange le poisson puis le chat dort"


def check(note_text, *listed, source=SOURCE, kind="txt"):
    taken = [NotTaken(reason="champ technique", text=text) for text in listed]
    return check_reading(source.encode(), kind, Reading(blocks=[para(*s(note_text))], not_taken=taken))


def told(strays):
    return [stray.word for stray in strays]


def test_a_whole_reading_holds():
    result = check(SOURCE)
    assert result.holds
    assert not result.message
    assert (result.words_in, result.words_note, result.words_not_taken) == (10, 10, 0)


def test_words_left_out_and_listed_hold_wherever_they_stood():
    result = check("Le chat mange le poisson puis le chat", "dort", "noir")
    assert result.holds
    assert result.words_in == result.words_note + result.words_not_taken


@pytest.mark.parametrize(
    ("note_text", "listed", "missing", "extra", "moved"),
    [
        ("Le chat noir mange le poisson puis le dort", [], ["chat"], [], []),
        ("Le chat noir mange le poisson puis le chat dort dort", [], [], ["dort"], []),
        ("chat noir mange le poisson puis le chat dort Le", [], [], [], ["Le"]),
        ("Le chat noir mange le poisson puis le chat dort", ["noir"], [], ["noir"], []),
        ("Le chat noir mange le poisson puis le chat", ["dort", "dort"], [], ["dort"], []),
        ("Le chat noir mange le gâteau puis le chat dort", [], ["poisson"], ["gâteau"], []),
        ("Le chat noir mange le poisson puis le chat Dort", [], ["dort"], ["Dort"], []),
        ("", [], SOURCE.split(), [], []),
    ],
)
def test_each_loss_is_seen(note_text, listed, missing, extra, moved):
    result = check(note_text, *listed)
    assert (told(result.missing), told(result.extra), told(result.moved)) == (missing, extra, moved)
    assert not result.holds
    assert result.message.startswith("Relecture mot à mot : ")


def test_a_loss_is_shown_with_what_stands_around():
    assert check("Le chat noir mange le puis le chat dort").missing[0].around == (
        "chat noir mange le poisson puis le chat dort"
    )


def test_a_loss_is_shown_where_the_list_does_not_account_for_the_word():
    result = check("un deux", "http www chat fr", source="un http www chat fr deux le chat noir")
    assert told(result.missing) == ["le", "chat", "noir"]
    assert result.missing[1].around == "chat fr deux le chat noir"


words_of_a_text = st.lists(st.sampled_from(SOURCE.split()), min_size=1, max_size=30)


@given(words_of_a_text, st.data())
def test_no_single_mutation_holds(text, data):
    source = " ".join(text)
    assert check(source, source=source).holds
    index = data.draw(st.integers(0, len(text) - 1))
    fewer, more = copy.copy(text), copy.copy(text)
    del fewer[index]
    more.insert(index, data.draw(st.sampled_from(text)))
    assert told(check(" ".join(fewer), source=source).missing) == [text[index]]
    assert len(check(" ".join(more), source=source).extra) == 1
    other = data.draw(st.permutations(text))
    assert check(" ".join(other), source=source).holds == (other == text)


def test_marks_of_markdown_may_be_read_or_shown():
    source = "Un a*b et **gr**as `co`de &eacute;t&eacute; H~2~O"
    shown = [para(*s("Un a*b et"), {"t": "Space"}, {"t": "Strong", "c": s("gr")}, *s("as code été H~2~O"))]
    assert check_reading(source.encode(), "md", Reading(blocks=shown)).holds


def test_notes_of_markdown_are_read_at_their_reference():
    source = "Un[^1] deux.\n\nTrois.\n\n[^1]: en bas\n"
    blocks = [para(*s("Un"), note("en bas"), *s(" deux.")), para(*s("Trois."))]
    taken = [NotTaken(reason="balise", text="[^1] [^1]:")]
    assert check_reading(source.encode(), "md", Reading(blocks=blocks, not_taken=taken)).holds
    blocks = [para(*s("Un deux.")), para(*s("Trois.")), para(*s("en bas"))]
    assert check_reading(source.encode(), "md", Reading(blocks=blocks, not_taken=taken)).holds


def test_subtitles_hold_with_their_times_listed():
    source = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana>&Ccedil;a <i>marc</i>he"
    result = check(
        "Ana Ça marche", "WEBVTT", "00:01.000 --> 00:02.000", "<v", "<i></i>", source=source, kind="vtt"
    )
    assert result.holds
