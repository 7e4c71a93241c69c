import pytest

from restitution.conservation.reading import source_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "WEBVTT\n\nid-1\n00:01.000 --> 00:02.000 align:start\nBonjour",
            "WEBVTT id 1 00 01 000 00 02 000 align start Bonjour",
        ),
        ("<v Ana Roc>Oui.</v>", "v Ana Roc Oui v"),
        ("<b>bon</b>jour <00:00:01.000><c.jaune> toi</c>", "b bonjour b 00 00 01 000 c jaune toi c"),
        ("&Eacute;t&eacute; &lt;b&gt;", "Été b"),
        ("3 < 4 et 5 > 2", "3 4 et 5 2"),
        ("a <coupé\nb", "a coupé b"),
    ],
)
def test_all_words_are_counted_and_marks_cut_no_word(text, expected):
    assert sorted(source_words(text.encode(), "vtt")) == sorted(expected.split())
    kept = [word for word in expected.split() if word not in {"b", "4", "5"}]
    assert [word for word in source_words(text.encode(), "vtt") if word in kept] == kept
