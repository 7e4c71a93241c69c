"""The web page: what a note says is text, the keyboard and the ear get all of it, and it needs no other file."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache, partial
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from restitution.conservation.published import check_html
from restitution.errors import RestitutionError
from restitution.model import REFERENCE, STYLES, Block
from restitution.pandoc import ast
from restitution.pandoc.portions import portions
from restitution.pandoc.run import run
from restitution.writers.html import TEMPLATES, write_html, writing
from restitution.writers.html.page import LOOK, PAGE

from .sample import (
    ATTRIBUTES,
    MEDIA,
    Anchors,
    bullets,
    figure,
    image,
    link,
    note,
    numbered,
    sample_document,
    span,
    table,
)

SHIPPED = {name: (Path(__file__).parents[2] / "templates" / name).read_bytes() for name in TEMPLATES}
VOID = frozenset({"br", "col", "hr", "img", "link", "meta"})
SOUND = re.compile(r"(?:https?|mailto):|#")
PALETTE = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
INKS = ("texte", "vert", "ocre", "gris")
GROUNDS = ("fond", "vert-pale", "ocre-pale", "code")
ENOUGH = 4.5
"""Contrast of text (WCAG 2.2, 1.4.3)."""


class Page(HTMLParser):
    """The elements of a page (tag, attributes, the text inside), and whether each is closed in its turn."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str], list[str]]] = []
        self._open: list[tuple[str, list[str]]] = []
        self.feed(data.decode())
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        text: list[str] = []
        self.elements.append((tag, {name: value or "" for name, value in attrs}, text))
        if tag not in VOID:
            self._open.append((tag, text))

    def handle_endtag(self, tag: str) -> None:
        assert tag in VOID or self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        for _, text in self._open:
            text.append(data)

    def all(self, *tags: str, **said: str) -> list[tuple[dict[str, str], str]]:
        """Attributes and text of each element of these kinds."""
        return [
            (attributes, "".join(text))
            for tag, attributes, text in self.elements
            if (not tags or tag in tags) and all(attributes.get(name) == value for name, value in said.items())
        ]

    def by_id(self, id_: str) -> str:
        """Text of the element of an id."""
        ((_, text),) = self.all(id=id_)
        return text


def write(*blocks: Block, media: dict[str, bytes] | None = None, **templates: bytes) -> bytes:
    document = sample_document(list(blocks))
    data = write_html(document, media or MEDIA, SHIPPED | templates)
    assert check_html(data, document).holds, check_html(data, document).message
    return data


@cache
def sample() -> bytes:
    return write_html(sample_document(), MEDIA, SHIPPED)


def flat(text: str) -> str:
    return " ".join(text.split())


# ---- the page -------------------------------------------------------------------------------------------------


def test_bytes_are_the_same_each_time() -> None:
    assert write_html(sample_document(), MEDIA, dict(SHIPPED)) == sample()


def test_a_long_document_in_portions_is_the_same_page(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = sample()
    runs: list[int] = []
    monkeypatch.setattr(writing, "run", lambda *told, data: runs.append(len(data)) or run(*told, data=data))
    monkeypatch.setattr(writing, "portions", partial(portions, size=1))
    assert write_html(sample_document(), MEDIA, SHIPPED) == whole
    assert len(runs) == len(portions(sample_document().blocks[1:-1], size=1)) > 3


def test_nothing_is_looked_for_elsewhere_and_nothing_runs() -> None:
    page = Page(sample())
    for tag, attributes, _ in page.elements:
        assert tag not in {"script", "iframe", "object", "embed", "base", "form", "link", "svg"}
        assert not [name for name in attributes if name.startswith("on") or name in {"style", "srcset"}]
        assert SOUND.match(attributes.get("href", "#"))
        assert attributes.get("src", "data:image/").startswith("data:image/")
    ((_, style),) = page.all("style")
    assert "@import" not in style
    assert all(address.startswith('"data:font/') for address in re.findall(r"url\(([^)]*)\)", style))


def test_the_policy_allows_this_style_and_no_other() -> None:
    page = Page(sample())
    ((policy, _),) = page.all("meta", **{"http-equiv": "Content-Security-Policy"})
    ((_, style),) = page.all("style")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy["content"].startswith(f"default-src 'none'; style-src 'sha256-{digest}';")
    assert "unsafe" not in policy["content"]


def test_the_page_says_its_language_its_title_and_its_parts() -> None:
    page = Page(sample())
    assert page.all("html")[0][0]["lang"] == "fr-FR"
    assert page.all("title")[0][1] == "Carnet des territoires & des visites"
    assert [len(page.all(tag)) for tag in ("header", "main", "footer", "h1")] == [1, 1, 1, 1]
    assert all("aria-label" in said or "aria-labelledby" in said for said, _ in page.all("nav"))
    first = next(said for tag, said, _ in page.elements if tag == "a")
    assert first == {"class": "evitement", "href": "#contenu"}
    assert page.all("main")[0][0]["id"] == "contenu"


def test_every_link_of_the_page_leads_somewhere() -> None:
    page = Page(sample())
    ids = [said["id"] for _, said, _ in page.elements if "id" in said]
    assert len(ids) == len(set(ids))
    targets = {said["href"][1:] for said, _ in page.all("a") if said["href"].startswith("#")}
    assert targets <= set(ids)


def test_levels_of_headings_are_in_order_and_carry_their_numbers() -> None:
    page = Page(sample())
    levels = [int(tag[1]) for tag, _, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert all(deeper <= level + 1 for level, deeper in pairwise(levels))
    told = [flat(text) for _, text in page.all("h2", "h3", "h4", "h5")]
    assert told[1:5] == ["1 Val-de-Brume", "1.1 Logement", "1.1.1 Rénover", "Chantiers"]
    assert "Annexe A : Glossaire" in told
    entries = [flat(text) for said, text in page.all("a") if said["href"].startswith("#gen_")]
    assert entries == [title for title in told if title not in {"Chantiers", "Notes"}] * 2  # for two widths


def test_captions_have_the_numbers_of_the_other_writers() -> None:
    page = Page(sample())
    assert [flat(text) for _, text in page.all("figcaption")] == ["Figure 1 : Réseau des lieux visités"]
    assert [flat(text) for _, text in page.all("caption")] == ["Tableau 1 : Étapes et réunions"]


def test_pictures_are_in_the_page_with_their_alternative() -> None:
    alternatives = [said["alt"] for said, _ in Page(sample()).all("img")]
    assert alternatives == ["Logo du réseau", "Douze lieux reliés par des flèches", "Un puits de village"]
    assert "croquis de la place" in Page(sample()).all("main")[0][1]


def test_a_note_leads_to_its_text_and_back() -> None:
    page = Page(sample())
    ((call, number),) = page.all("a", role="doc-noteref")
    ((back, _),) = page.all("a", role="doc-backlink")
    assert (number, call["aria-label"]) == ("1", "Note\u00a01")
    assert back["href"] == f"#{call['id']}"
    assert page.by_id(call["href"][1:]).strip().startswith("Chiffres de 2025.")


def test_a_note_in_a_note_stands_in_brackets() -> None:
    inner = note(ast.para(ast.string("Dedans.")))
    new = Anchors()
    page = Page(write(new.para([*ast.string("Vu"), note(ast.para([*ast.string("Dehors"), inner]))])))
    assert flat(page.by_id("note-1")).startswith("Dehors (Dedans.)")


# ---- tables ---------------------------------------------------------------------------------------------------


def test_heads_of_tables_name_what_they_head() -> None:
    new = Anchors()
    head = [new.row("", "2016", "2022")]
    ours = table(new.leaf("Habitants", "gen"), 3, head, [new.row("Brume", "12", "13")])
    theirs = table([], 2, [new.row("Dit", "Vu")], [new.row("oui", "non")])
    page = Page(write(ours, theirs))
    heads = [(said.get("scope"), flat(text)) for said, text in page.all("th")]
    assert heads == [("col", "2016"), ("col", "2022"), ("row", "Brume"), ("col", "Dit"), ("col", "Vu")]


def test_a_wide_table_scrolls_by_itself_under_a_name_of_its_own() -> None:
    new = Anchors()
    wide = [table(caption, 4, [], [new.row(*"abcd")]) for caption in ([], new.leaf("Notes"), [])]
    page = Page(write(*wide, table([], 2, [], [new.row("a", "b")])))
    regions = page.all("div", role="region", tabindex="0")
    names = [said.get("aria-label") or flat(page.by_id(said["aria-labelledby"])) for said, _ in regions]
    assert names == ["Tableau sans titre, 1", "Tableau 1 : Notes", "Tableau sans titre, 3"]


def test_cells_that_span_keep_their_place() -> None:
    page = Page(sample())
    assert [flat(text) for said, text in page.all("td", "th") if "rowspan" in said] == ["Anticipation"]
    assert [flat(text) for said, text in page.all("td", "th") if "colspan" in said] == ["Ensemble des étapes"]


# ---- references, lists, pages in landscape ----------------------------------------------------------------------


def reference(words: str, target: str) -> dict[str, Any]:
    return {"t": "Link", "c": [ast.attributes("", [REFERENCE]), ast.string(words), [target, ""]]}


def test_a_reference_leads_to_its_place_and_an_unknown_one_nowhere() -> None:
    new = Anchors()
    heading = new.heading(1, "Suites")
    text = new.para([reference("partie 1", "#gen_0000000001"), reference("partie 9", "#gen_0000000009")])
    links = Page(write(heading, text)).all("a", href="#gen_0000000001")
    assert [words for _, words in links if "partie" in words] == ["partie 1"]
    assert not Page(write(heading, text)).all("a", href="#gen_0000000009")


def test_lists_of_figures_and_of_tables_lead_to_their_captions() -> None:
    new = Anchors()
    shown = figure(new.leaf("Le réseau"), image("Des lieux", "media/carte.png"))
    grid = table(new.leaf("Les étapes"), 2, [], [new.row("a", "b")])
    page = Page(write(ast.div([], "liste-figures"), ast.div([], "liste-tableaux"), shown, grid))
    listed = [(said["aria-label"], flat(text)) for said, text in page.all("nav", **{"class": "liste"})]
    assert listed == [
        ("Liste des figures", "Liste des figures Figure 1 : Le réseau"),
        ("Liste des tableaux", "Liste des tableaux Tableau 1 : Les étapes"),
    ]
    assert not Page(write(ast.div([], "liste-figures"))).all("nav")


def test_a_page_in_landscape_keeps_its_name_and_the_numbers_of_its_headings() -> None:
    new = Anchors()
    page = Page(write(new.heading(1, "Un"), ast.div([new.heading(2, "Deux"), new.para("Large")], "paysage")))
    assert [flat(text) for _, text in page.all(**{"class": "paysage"})] == ["1.1 Deux Large"]


# ---- whatever a note holds --------------------------------------------------------------------------------------


def test_what_looks_like_html_is_text() -> None:
    new = Anchors()
    evil = "<script>alert(1)</script> <!--x--> &lt;b&gt; \" ' {{ 7 * 7 }} {% raw %} $body$ <!--coupure-->"
    raw = [{"t": "RawInline", "c": ["html", evil]}]
    blocks: list[Block] = [
        new.heading(1, evil),
        new.para(evil),
        new.para(raw),
        {"t": "RawBlock", "c": ["html", evil]},
        {"t": "CodeBlock", "c": [["x", ["html"], [["onclick", "alert(1)"]]], evil]},
        figure(new.leaf(evil), image(evil, "media/carte.png")),
        {"t": "Div", "c": [["x", ["y"], [["style", "x"], ["onclick", "alert(1)"]]], [new.para("dedans")]]},
        new.para([{"t": "Span", "c": [["x", ["y"], [["onmouseover", "alert(1)"]]], ast.string("dans")]}]),
    ]
    page = Page(write(*blocks))
    assert not page.all("script")
    assert not [1 for _, said, _ in page.elements for name in said if name.startswith("on") or name == "style"]
    assert page.all("main")[0][1].count(flat(evil)) >= 4
    assert "49" not in page.all("main")[0][1]


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)", " javascript:alert(1)", "JAVA\nSCRIPT:x", "data:text/html,x", "vbscript:x",
        "file:///etc/passwd", "//hote.example/x", "../autre.html", "#note-1", "https:\\\\x", "blob:x",
    ],
)  # fmt: skip
def test_an_address_that_is_neither_web_nor_mail_is_its_words_only(target: str) -> None:
    page = Page(write(Anchors().para([link("ici", target)])))
    assert not [said for said, text in page.all("a") if text == "ici"]


def test_a_link_in_a_link_and_one_without_a_word_are_no_links() -> None:
    outer = {"t": "Link", "c": [ATTRIBUTES, [link("dedans", "https://a.example")], ["https://b.example", ""]]}
    page = Page(write(Anchors().para([outer, link("", "https://c.example")])))
    assert [said["href"] for said, _ in page.all("a") if said["href"].startswith("http")] == ["https://a.example"]


@pytest.mark.parametrize(
    ("words", "target", "spelled"),
    [
        ("https://a.example/été", "https://a.example/été", True),
        ("www.a.example", "http://www.a.example/", True),
        ("a.example", "https://b.example", False),
        ("le site", "https://a.example", False),
    ],
)
def test_an_address_that_its_link_spells_is_not_printed_behind_it(words: str, target: str, spelled: bool) -> None:
    """On paper each link is followed by where it leads, but where its own words say that."""
    links = Page(write(Anchors().para([link(words, target)]))).all("a")
    (found,) = [said for said, text in links if text == words]
    assert (found.get("class") == "adresse") is spelled
    assert b'a[href^="http"]:not(.adresse)::after' in SHIPPED[LOOK]


@pytest.mark.parametrize(
    "drawing",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><foreignObject/></svg>',
        b"<html><body>texte</body></html>",
    ],
)
def test_a_drawing_that_could_act_is_told_in_words(drawing: bytes) -> None:
    page = Page(write(Anchors().para([image("Un dessin", "x.svg")]), media={"x.svg": drawing}))
    assert not page.all("img")
    assert [text for _, text in page.all("em")] == ["Un dessin"]


def test_words_that_were_struck_out_are_no_tracked_change() -> None:
    struck = {"t": "Strikeout", "c": ast.string("ancien")}
    page = Page(write(Anchors().para([struck])))
    assert not page.all("del")
    assert page.all("span", **{"class": "barre"})[0][1] == "ancien"


def test_every_style_of_the_document_has_its_look() -> None:
    look = SHIPPED[LOOK].decode()
    assert [name for name in STYLES if f".{name}" not in look] == []


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1, max_size=20)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_no_text_is_lost(texts: list[str]) -> None:
    new = Anchors()
    blocks: list[Block] = []
    for text in texts:
        words = [{"t": "Str", "c": text}]
        blocks += [
            new.para(words),
            bullets([new.para([{"t": "Strong", "c": words}])]),
            numbered(2, [new.para([span(text, "mask")])]),
            table(new.leaf(words), 2, [new.row(text, text)], [new.row(text, text)]),
            new.para([*words, note(ast.para(words))]),
        ]
    write(*blocks)


# ---- templates --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", ["{{ inconnu }}", "{% si %}", "{{ document.title.x.y }}", "{{ 1 / 0 }}"])
def test_a_template_that_is_wrong_is_named(wrong: str) -> None:
    with pytest.raises(RestitutionError, match=re.escape(PAGE)):
        write_html(sample_document(), MEDIA, SHIPPED | {PAGE: wrong.encode()})


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ((b"{{ texte | safe }}", b""), "il y manque « {{ texte | safe }} »"),
        ((b"{{ texte | safe }}", b"{{ texte }}"), "il y manque « {{ texte | safe }} »"),
        ((b"{{ texte | safe }}", b"{{ texte | safe }}" * 2), "plus d'une fois « {{ texte | safe }} »"),
        ((b"{{ couverture | safe }}", b""), "il y manque « {{ couverture | safe }} »"),
        ((b"<header", b'<img alt="x" src="logo.png"><header'), "ligne 42 : « logo.png » est un autre fichier"),
        ((b"<header", b"<img src='https://x.example/l.png'><header"), "« https://x.example/l.png » est un autre"),
        ((b"<style>", b'<link rel="stylesheet" href="a.css"><style>'), "« a.css » est un autre fichier"),
    ],
)
def test_a_template_shows_the_document_and_no_other_file(changed: tuple[bytes, bytes], words: str) -> None:
    with pytest.raises(RestitutionError) as told:
        write_html(sample_document(), MEDIA, SHIPPED | {PAGE: SHIPPED[PAGE].replace(*changed)})
    assert words in told.value.message


def test_a_look_that_asks_for_a_file_is_refused_and_one_that_holds_it_is_not() -> None:
    with pytest.raises(RestitutionError, match=r"page.css, ligne 2 : « fond.png »"):
        write(Anchors().para("vu"), **{LOOK: b"p {\n background: url('fond.png') }"})
    write(Anchors().para("vu"), **{LOOK: b"p { background: url(data:image/png;base64,aaaa) }"})
    own = SHIPPED[PAGE].replace(b"<header", b'<a href="https://x.example">Le site</a><header')
    write(Anchors().para("vu"), **{PAGE: own})


def test_a_look_of_the_project_s_own_cannot_leave_the_style() -> None:
    page = Page(write(Anchors().para("vu"), **{LOOK: b"p { color: red } </style><script>alert(1)</script>"}))
    assert not page.all("script")


# ---- colours ----------------------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_every_ink_can_be_read_on_every_ground(mode: int) -> None:
    colours = dict(PALETTE.findall(SHIPPED[LOOK].decode().split("prefers-color-scheme: dark")[mode]))
    for ink in INKS:
        for ground in GROUNDS:
            bright, dim = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)
            assert (bright + 0.05) / (dim + 0.05) >= ENOUGH, (ink, ground)
