# A case is one text and its words are one line: that reads better than lists.
import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restitution.conservation.reading import check_reading, source_words
from restitution.model import NotTaken
from restitution.readers import html as reader


def words(body):
    return source_words(body.encode(), "html")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>Bon<b>jour</b> à tous<p>fin", "Bonjour à tous fin"),
        ("a<br>b<td>c</td>d</div>e<wbr>f<x-y>g", "a b c d efg"),
        ("&eacute;t&#233; &amp;eacute; a&nbsp;b a&shy;b &copy", "été eacute a b ab"),
        ("1 < 2 <3 a<4", "1 2 3 a 4"),
        ("<a title='l’astuce' class=non href=non>mot</a>s", "l astuce mots"),
        ("<img alt=\"le bourg\" src='x.png'><input value=oui><input type=hidden value=non>", "le bourg oui"),
        ("<p title=it's>a</p><p x='a>b'>c", "it s a c"),
        ("co<!-- à voir -->mmenté", "commenté à voir"),
        ("<!DOCTYPE html><?xml version='1.0'?>a<?o p?><![if !x]>b", "ab o p if x"),
        ("<!-- sans fin", "sans fin"),
        ("<!-->a--> b", "a b"),
        ("x<script>if (a<b) '</p>'</script>y", "xy if a b p"),
        ("<style>a</style><title>&eacute;</title><textarea><b></textarea>", "a é b"),
        ("<script src=a />b", "b"),
        ("vu<span hidden>caché</span>e <i style='Display : NONE'>non</i>", "vue caché non"),
        ("cha<del datetime=1>t</del>ien <del>rat</del>on", "chaien t raton"),
        ("<p hidden>a<p>b", "a b"),
        ("mot<sup><a href='#n1'>[1]</a></sup> et <a href='#x'>ici</a>même", "mot 1 et ici même"),
        ("dit <q>oui</q>non", "dit oui non"),
        ("<svg><title>a</title><text>b</text></svg>", "a b"),
        ("</ fin >a</>b", "fin ab"),
        ("<div a", "div a"),
    ],
)
def test_text(body, expected):
    assert words(body) == expected.split()


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252", "macintosh", "utf-16"])
def test_the_charset_is_what_the_page_says(charset):
    body = f"<meta charset={charset}>œuf été" if charset != "iso-8859-1" else f"<meta charset={charset}>été"
    assert source_words(body.encode(charset), "html")[-1] == "été"


def test_bytes_win_over_what_the_page_says():
    assert source_words("<meta charset=iso-8859-1>été".encode(), "html") == ["été"]
    assert source_words("<meta charset=utf-8>été".encode("cp1252"), "html") == ["été"]


def test_any_depth_is_counted():
    assert words("<div>" * 20_000 + "mot") == ["mot"]


WHOLE = (
    "<title>zéro</title><h1>Un</h1><p>deux<sup><a href='#n' id=r>1</a></sup> trois <span hidden>quatre</span></p>"
    "<table><caption>cinq</caption><tr><td>six<td>sept</table><nav>huit</nav><p id=n><a href='#r'>1</a> neuf</p>"
).encode()


def test_the_reader_keeps_every_word_of_a_whole_page_and_its_notes_may_stand_last():
    reading = reader.prepare(WHOLE, "page.html").reading
    assert "Note" in str(reading.blocks)
    assert check_reading(WHOLE, "html", reading).holds


@pytest.mark.parametrize("word", ["Un", "deux", "trois", "cinq", "six", "sept", "neuf"])
@pytest.mark.parametrize("instead", ["", "autre"])
def test_a_word_that_the_reader_loses_or_changes_is_seen(word, instead):
    reading = reader.prepare(WHOLE, "page.html").reading
    whole = msgspec.json.encode(reading.blocks).decode()
    reading.blocks = msgspec.json.decode(re.sub(rf'"{word}"', f'"{instead}"', whole))
    check = check_reading(WHOLE, "html", reading)
    assert [stray.word for stray in check.missing] == [word]
    assert [stray.word for stray in check.extra] == ([instead] if instead else [])


def test_blocks_in_another_order_are_seen():
    reading = reader.prepare(WHOLE, "page.html").reading
    reading.blocks = reading.blocks[::-1]
    assert check_reading(WHOLE, "html", reading).moved


def test_a_word_that_is_not_listed_is_seen():
    reading = reader.prepare(WHOLE, "page.html").reading
    for index, gone in enumerate(reading.not_taken):
        left = [*reading.not_taken[:index], *reading.not_taken[index + 1 :]]
        check = check_reading(WHOLE, "html", msgspec.structs.replace(reading, not_taken=left))
        assert [stray.word for stray in check.missing] == [gone.text]
    more = [*reading.not_taken, NotTaken(reason="balise", text="rien")]
    assert not check_reading(WHOLE, "html", msgspec.structs.replace(reading, not_taken=more)).holds


@given(st.lists(st.sampled_from(["mot", "été", "a1", "l", "œuf"]), min_size=1, max_size=12), st.data())
def test_words_are_those_that_were_written(written, data):
    ways = [lambda w: w, lambda w: "".join(f"&#{ord(c)};" for c in w), lambda w: f"<b>{w[0]}</b>{w[1:]}"]
    gaps = [" ", "<p>", "</div>", "<br/>", "&nbsp;", "\n"]
    body = "".join(data.draw(st.sampled_from(ways))(word) + data.draw(st.sampled_from(gaps)) for word in written)
    assert words(body) == written
