# The XML of a case is one text and its words are one line: that reads better than lists.
# ruff: noqa: E501, SIM905
import pytest

from restitution.conservation.reading import source_words
from restitution.conservation.source_markdown import markdown_words
from restitution.conservation.source_text import decoded, html_words
from restitution.errors import RestitutionError, UnreadableSource

FRENCH = "Élu de Saint-Évroult : « l’été déjà passé, cœur à l'ouvrage, où ça ? » Noël naïf, gâteau, sûr."


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman"]
)
def test_each_charset_is_found(codec):
    assert decoded(FRENCH.encode(codec)) == FRENCH


def test_the_old_charset_of_consoles_is_found():
    text = "Déjà 12 élus à la réunion : le maire présente le réseau, très bien reçu."
    assert decoded(text.encode("cp850")) == text


@pytest.mark.parametrize("data", [b"\xff\xfea", b"\x00\xd8\x00\x00\x00"])
def test_bytes_that_are_no_text_are_refused(data):
    with pytest.raises(UnreadableSource):
        decoded(data)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Titre\n\n- un\n- **deu**x", "Titre un deux"),
        ("`co`de ~~rayé~~s a\\*b a\\_b", "code rayés ab a b"),
        ("&Eacute;t&eacute; &amp; R&D", "Été R D"),
        ("1. premier\n2. second", "1 premier 2 second"),
        ("[lien](http://ex.example/un-deux 'titre')", "lien http ex example un deux titre"),
        ("<b>gras</b>", "b gras b"),
        ("---\ntitre: Un\n---\n", "titre Un"),
    ],
)
def test_markdown(text, expected):
    assert source_words(text.encode(), "md") == expected.split()


def test_definitions_of_notes_go_to_their_reference_when_asked():
    text = "Un[^a] deux[^b].\r\n\r\n[^a]: note A\nqui suit\n\n    et encore\n[^b]: note B\n\nTrois.\n\n[^c]: orpheline\n"
    words = "Un a note A qui suit et encore deux b note B a b Trois c orpheline".split()
    assert markdown_words(text.encode(), notes_in_place=True) == words
    assert sorted(source_words(text.encode(), "md")) == sorted(words)


@pytest.mark.parametrize("kind", ["txt", "csv"])
def test_plain_text_and_tables_are_counted_whole(kind):
    text = 'nom;"dit ""le, long""";*x*\n3,5;;été'
    assert source_words(text.encode("cp1252"), kind) == "nom dit le long x 3 5 été".split()


def test_html_keeps_what_stands_behind_a_comment_and_drops_code():
    page = b"<p>a<!-- non -->b<script>non</script> c</p>d<style>non</style>"
    assert html_words(page) == ["ab", "c", "d"]
    assert html_words(b"<meta charset='cp1252'><p>\xe9t\xe9") == ["été"]
    assert html_words(b"<!-- rien -->") == []


def test_an_unknown_format_is_said():
    with pytest.raises(RestitutionError, match="inconnu"):
        source_words(b"", "inconnu")
