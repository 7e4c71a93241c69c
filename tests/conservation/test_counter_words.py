import pytest

from restitution.conservation.words import Flow, formula_words, unescaped, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("L'été, 3,5 m² d’eau…", ["L", "été", "3", "5", "m2", "d", "eau"]),
        ("e\u0301te\u0301", ["été"]),
        ("extra\u00adordi\u200bnaire\ufeff", ["extraordinaire"]),
        ("un_mot peut-être", ["un", "mot", "peut", "être"]),
        ("ﬁn ½ n° nº", ["fin", "1", "2", "n", "no"]),
        ("a\u00a0b\tc\nd", ["a", "b", "c", "d"]),
        ("Été été ETE", ["Été", "été", "ETE"]),
    ],
)
def test_words(text, expected):
    assert words(text) == expected


def test_flow_joins_pieces_and_cuts_where_told():
    flow = Flow()
    for piece in ("bon", "jour", "\u00ad"):
        flow.say(piece)
    flow.cut()
    flow.say("le monde")
    assert flow.done() == ["bonjour", "le", "monde"]


def test_flow_composes_accents_told_in_two_pieces():
    flow = Flow()
    flow.say("e")
    flow.say("\u0301t\u00e9")
    assert flow.done() == ["été"]


def test_words_aside_cut_no_word():
    flow = Flow()
    flow.say("Le cha")
    flow.say("t", "deleted")
    flow.say("ien mange")
    assert flow.done() == ["Le", "chaien", "t", "mange"]


def test_words_aside_of_two_kinds_stay_apart_and_of_one_kind_join():
    flow = Flow()
    flow.say("ch", "deleted")
    flow.say("at", "deleted")
    flow.say("noir", "hidden")
    flow.cut("hidden")
    flow.say("gris", "hidden")
    assert flow.done() == ["chat", "noir", "gris"]


def test_a_remark_on_a_place_cuts_no_word():
    flow = Flow()
    flow.say("mot")
    flow.set_beside(["remarque"])
    flow.say("s suivants")
    assert flow.done() == ["mots", "remarque", "suivants"]


def test_the_sign_of_a_hole_in_a_text_is_no_hole():
    flow = Flow()
    flow.say("a\ufdd0b")
    flow.say("x", "deleted")
    assert flow.done() == ["a", "b", "x"]


def test_entities_are_read_until_none_is_left():
    assert unescaped("&amp;eacute;t&eacute; &#233; &#xE9; AT&T &inconnu; ?a=1&para=2") == (
        "été é é AT&T &inconnu; ?a=1&para=2"
    )


def test_a_formula_is_its_signs():
    assert formula_words("x+2π") == ["2", "x", "π"] == formula_words("2 π + x")
