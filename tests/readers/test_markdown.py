"""Markdown: structure, places, and every word that is not prose listed with its reason."""

from __future__ import annotations

import base64
import random
import re
import unicodedata
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from restitution.conservation.reading import check_reading, source_words
from restitution.errors import UnreadableSource
from restitution.pandoc import ast
from restitution.pandoc.run import read_batch
from restitution.readers import front_matter, markdown

from .text_words import gone, lost, read, shown

CORPUS = Path(__file__).parents[2] / ".." / "shared" / "corpus"
CASES = Path(__file__).with_name("cases") / "markdown.txt"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
)


def cases() -> dict[str, tuple[str, str]]:
    """Name -> source, expected outline. Each case: `#### name`, source, `->`, outline."""
    found: dict[str, tuple[str, str]] = {}
    for part in CASES.read_text("utf-8").split("#### ")[1:]:
        name, _, rest = part.partition("\n")
        source, _, expected = rest.partition("\n->\n")
        found[name] = (source, expected.strip())
    return found


def outline(reading: Any) -> str:
    lines: list[str] = []
    for block in reading.blocks:
        leaves = list(ast.each_leaf([block]))
        lines += [f"{block['t']} | {ast.leaf_where(leaf)} | {page(leaf)}" for leaf in leaves] or [block["t"]]
    lines += [f"{reason} | {where} | {text}" for reason, text, where in gone(reading)]
    lines += [f"{finding.code} | {finding.where}" for finding in reading.findings]
    return "\n".join(lines)


def page(node: Any) -> str:  # noqa: PLR0911 one line a kind
    """Text of a leaf; breaks, notes, links and pictures told apart."""
    if isinstance(node, list):
        return "".join(page(part) for part in node)
    kind, content = node["t"], node.get("c")
    match kind:
        case "LineBreak":
            return " / "
        case "Note":
            return f"(note : {page(content).strip()})"
        case "Link" | "Image":
            return f"{kind}({page(content[1])} -> {content[2][0]})"
        case "Emph" | "Strong" | "Superscript" | "Subscript" | "Strikeout":
            return f"{kind}({page(content)})"
        case "Span" if "generated" in content[0][1]:
            return f"‹{page(content[1])}›"
        case "Span":
            return page(content[1])
        case "Para" | "Plain":
            return page(content)
        case _:
            return ast.text(node)


@pytest.mark.parametrize("name", cases())
def test_case(name: str) -> None:
    source, expected = cases()[name]
    reading = read(markdown, source)
    assert outline(reading) == expected
    assert not lost(reading, source)


def test_fields_are_joined_and_nested() -> None:
    head = "titre: 'Un : deux'\nthemes: [logement, mobilite]\nlieu:\n  commune: Ombrac\n  code: 01004\nvide:"
    source = f"---\n{head}\n---\nTexte"
    assert read(markdown, source).fields == {
        "titre": "Un : deux",
        "themes": "logement, mobilite",
        "lieu.commune": "Ombrac",
        "lieu.code": "01004",
        "vide": "",
    }


@pytest.mark.parametrize(
    ("head", "fields", "sentence"),
    [
        ("titre: Un\n\tlieu: Ombrac", {"titre": "Un", "lieu": "Ombrac"}, "une tabulation, ligne 3"),
        ("titre: Un : deux", {"titre": "Un : deux"}, "YAML correct, ligne 2"),
        ("titre: *Visite", {"titre": "*Visite"}, "signe réservé"),
        ("a: &x [1]\nb: x", {"a": "&x [1]", "b": "x"}, "signe réservé"),
        ("titre: Un\ntitre: Deux", {"titre": "Un, Deux"}, "deux fois, ligne 3"),
        ("themes:\n\t- un\n\t- deux", {"themes": "un, deux"}, "tabulation"),
        ("a: " + "[" * 500, {"a": "[" * 500}, "imbriqué"),
    ],
)
def test_a_broken_head_is_read_line_by_line(head: str, fields: dict[str, str], sentence: str) -> None:
    source = f"---\n{head}\n---\nTexte"
    reading = read(markdown, source)
    assert reading.fields == fields
    assert sentence in reading.findings[0].message
    assert not lost(reading, source)


def test_a_head_that_refers_to_itself_is_refused() -> None:
    with pytest.raises(UnreadableSource, match="renvoie à lui-même"):
        read(markdown, "---\na: &x [1]\nb: *x\n---\nTexte")


@pytest.mark.parametrize(
    "text",
    [
        "---\nTexte simple.\n---\nSuite",
        "Texte\n---\na: b\n---\n",
        "---\nsans fin",
        "---\nUne phrase.\nTitre : un : deux\nAutre phrase.\n---\n",
        "---\n",
    ],
)
def test_a_rule_is_not_a_head(text: str) -> None:
    assert front_matter.split(text, "note.md").fields == {}
    assert not lost(read(markdown, text), text)


def test_embedded_pictures_become_media() -> None:
    source = f"![Le bourg](data:image/png;base64,{base64.b64encode(PNG).decode()})"
    reading = read(markdown, source)
    assert list(reading.media.values()) == [PNG]
    assert "Figure | ligne 1 | Image(Le bourg -> incorporee-1.png)" in outline(reading).splitlines()
    assert not lost(reading, source)


@pytest.mark.parametrize(
    "target", ["http://x.fr/a.png", "//x.fr/a.png", "/etc/a.png", "file:///a.png", "C:\\a.png"]
)
def test_far_pictures_give_their_words_only(target: str) -> None:
    reading = read(markdown, f"Ici ![Le bourg]({target})")
    assert outline(reading).splitlines()[0] == "Para | ligne 1 | Ici Le bourg"
    assert [finding.code for finding in reading.findings] == ["image_distante"]


@pytest.mark.parametrize(
    "text",
    [
        ">" * 500 + "a",
        "[" * 200 + "a",
        "[a " * 5000,
        "- " * 200 + "a",
        "\n".join(" " * n * 2 + "- a" for n in range(200)),
        "![[]()" * 20000,
        "mot " * 300_000,
    ],
    ids=["quotes", "brackets", "links", "lists", "indented lists", "pictures", "size"],
)
def test_what_would_never_end_is_refused(text: str) -> None:
    with pytest.raises(UnreadableSource):
        markdown.prepare(text.encode(), "note.md")


@pytest.mark.parametrize(
    "text",
    [
        "<a x='" * 16000,
        "<!--" * 25000,
        "`" * 99999,
        "<? " * 30000,
        "a" * 99999,
        "[^1]" * 20000,
        "* " * 40000 + "\n",
    ],
)
def test_hostile_lines_come_to_an_end(text: str) -> None:
    """Rules that look again at the whole line for each of its signs would not end within a suite's patience."""
    assert source_words(text.encode(), "md") == re.findall(r"[^\W_]+", text)
    with suppress(UnreadableSource):
        assert markdown.prepare(text.encode(), "note.md").job


def test_no_html_is_left_for_pandoc() -> None:
    job = markdown.prepare(b"<iframe src='file:///x'></iframe><inconnu> <b>a</b> `<b>`", "note.md").job
    assert job is not None
    assert job.data.decode().strip(" \ue012\n") == "\\<inconnu> a `<b>`"


PIECES = [
    "# ", "- ", "1. ", "> ", "\n", "\n\n", " ", "mot ", "été ", "**", "*", "_", "`", "~~", "^", "](http://a.fr/b)",
    "[", "]", "[NB]: urgent\n", '\n[ref]: http://ex.fr/z "titre"\n\n', "[lien][ref]", "[^1]",
    "\n\n[^1]: la note\n\n",
    "\n\n[^2]: perdue\n\n", "<b>", "</b>", "<br>", "1<sup>er</sup>", "<div>\n", "</div>", "<!-- com -->",
    "<!--", "<nom>",
    "&amp;", "&eacute;", "\\*", "| a | b |\n|---|---|\n| c | d |\n", "\n```py x\n", "\n```\n", "---\n",
    "::: tip Titre\n",
    "{{ var }}", "5 $ ", "![alt](im.png)", "<http://u.fr/v> ", "</td><td>", "M. Dupont ", "2025. ", "- [x] ",
    "m^3^ ",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_no_word_is_lost(seed: int) -> None:
    """Not by hypothesis: one pandoc reads a hundred texts at once, and shrinking would run hundreds of them."""
    chance = random.Random(seed)  # noqa: S311 texts, not secrets
    texts = ["".join(chance.choices(PIECES, k=chance.randint(2, 7))) for _ in range(120)]
    prepared = [markdown.prepare(text.encode(), "note.md") for text in texts]
    answers = read_batch([one.job for one in prepared if one.job])
    for text, one, blocks in zip(texts, prepared, answers, strict=True):
        assert isinstance(blocks, list)
        assert not lost(markdown.finish(one, blocks), text), text


def test_loose_accents_move_no_place() -> None:
    text = unicodedata.normalize(
        "NFD", "Été à Ligné\n\n![Schéma élargi](images/schéma.png)\n\n[Là-bas](à/côté.md) déjà\n"
    )
    assert not lost(read(markdown, text.encode()), text)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the folder of real files is absent")
def test_real_files_lose_nothing() -> None:
    paths = sorted((CORPUS / "a_prose_fr").glob("*.md"))
    assert paths
    for path in paths:
        reading = read(markdown, path.read_bytes())
        assert not lost(reading, path.read_bytes()), path.name
        assert all(ast.leaf_where(leaf).startswith("ligne") for leaf in ast.each_leaf(reading.blocks))
        assert not any("\ue000" <= sign <= "\ue0ff" for sign in shown(reading.blocks))


@pytest.mark.parametrize("name", ["gare rouge.png", "été à Ligné (2).JPG", "photos du 3/la  gare.jpeg"])
@pytest.mark.parametrize(
    "form", ["![La gare rouge]({})", "Ici ![La gare rouge]({}) et là", '![La gare]({} "Titre")']
)
def test_a_picture_whose_name_has_spaces_is_one(form: str, name: str) -> None:
    reading, data = read(markdown, form.format(name)), form.format(name).encode()
    targets: list[str] = []
    ast.map_leaves(
        reading.blocks,
        lambda inlines: ast.map_inlines(
            inlines, lambda i: targets.append(i["c"][2][0]) or [i] if i["t"] == "Image" else [i]
        ),
    )
    assert [unquote(target) for target in targets] == [name]
    assert "](" not in ast.text(reading.blocks)
    assert check_reading(data, "md", reading).holds


def test_a_name_with_spaces_in_code_or_in_words_is_no_picture() -> None:
    said = "`![a](b c.png)` puis ![un ajout](voir la page 3)"
    assert "b c.png" in ast.text(read(markdown, said).blocks)
    assert "voir la page 3" in ast.text(read(markdown, said).blocks)
