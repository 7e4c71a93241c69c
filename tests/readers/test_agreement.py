"""Readers and counters, which share no code, agree on every file: source = note + what is listed as not taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from restitution.conservation.reading import check_reading
from restitution.errors import UnreadableSource
from restitution.model import Reading
from restitution.ooxml.word_tables import Grid
from restitution.pandoc import ast
from restitution.readers import captions, docx, markdown, odt, plain, sheet
from restitution.readers.batch import File, read_all
from restitution.readers.docx_aside import Aside

from . import test_docx as word
from . import test_odt as odf
from .documents import DOCUMENTS
from .test_markdown import cases

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
HOSTILE = "e_hostile"


def files_below(folder: Path) -> list[File]:
    paths = sorted(
        path for path in folder.rglob("*") if path.suffix[1:] in DOCUMENTS and not path.name.startswith("~$")
    )
    return [File(str(path.relative_to(folder)), path.suffix[1:], path.read_bytes()) for path in paths]


def told(file: File, reading: Reading | UnreadableSource) -> str:
    """What is wrong with the reading of a file; nothing when all is well."""
    if isinstance(reading, UnreadableSource):
        return reading.message
    return check_reading(file.data, file.format, reading).message


def told_of_all(files: list[File]) -> dict[str, str]:
    """Path -> what is wrong, of the files where something is."""
    found = {file.path: told(file, reading) for file, reading in zip(files, read_all(files), strict=True)}
    return {path: message for path, message in found.items() if message}


def test_real_files_balance() -> None:
    if not CORPUS.is_dir():
        pytest.skip("the corpus of real files is not here")
    files = files_below(CORPUS)
    assert len(files) > 30
    assert told_of_all([file for file in files if HOSTILE not in Path(file.path).parts]) == {}


def test_sources_of_the_example_balance() -> None:
    files = files_below(ROOT / "sources")
    assert {file.format for file in files} == set(DOCUMENTS)
    assert told_of_all(files) == {}


def cases_of_word() -> dict[str, bytes]:
    bodies = {name: case[0] for name, case in (word.KEPT | word.ASIDE).items()}
    # text straight inside a table is no Word document: it follows the table, and the counter tells that it moved
    return {name: word.docx(body) for name, body in bodies.items() if name != "text where none should be"}


def cases_of_odf() -> dict[str, bytes]:
    return {name: odf.odt(case[0]) for name, case in (odf.KEPT | odf.ASIDE).items()}


HAND_MADE: dict[str, Callable[[], dict[str, bytes]]] = {
    "docx": cases_of_word,
    "odt": cases_of_odf,
    "md": lambda: {name: source.encode() for name, (source, _) in cases().items()},
    "vtt": lambda: {
        "marks in words": b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana>im<b>por</b>tant <c.a>bon</c>jour<br>oui\n",
        "two voices": b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana>Bonjour</v><v Bob>Salut\n",
        "entities": b"WEBVTT\n\n00:01.000 --> 00:02.000\nR&notre &eacute;t&eacute; &lt;i&gt;x&nbsp;y\n",
        "subtitles": b"1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<font color='red'>rou</font>ge\n",
    },
    "csv": lambda: {"longer rows": b"a;b\n1;2;3;4\n5\n", "open quote": b'a;b\n"un;deux\ntrois;"q"x\n'},
    "txt": lambda: {
        "numbers": b"1. un\n2. deux\n\n3. trois\n5. cinq\n",
        "rules": b"Titre\n=====\n\n- a\n  - b\n* * *\n",
    },
}


@pytest.mark.parametrize("kind", HAND_MADE)
def test_hand_made_documents_balance(kind: str) -> None:
    files = [File(name, kind, data) for name, data in HAND_MADE[kind]().items()]
    assert told_of_all(files) == {}


@pytest.mark.parametrize("kind", DOCUMENTS)
@settings(
    max_examples=15, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(data=st.data())
def test_made_documents_balance(kind: str, data: st.DataObject) -> None:
    made = data.draw(st.lists(DOCUMENTS[kind], min_size=1, max_size=6))
    assert told_of_all([File(f"{number}.{kind}", kind, one) for number, one in enumerate(made)]) == {}


# What a reader may get wrong, and the counter must see


def one_document() -> dict[str, bytes]:
    """A document of each format in which each part that a reader could drop says something."""
    return {
        "docx": word.docx(
            word.p("Un", "<w:r><w:footnoteReference w:id='2'/></w:r>", word.box(word.p("encadré")), " deux")
            + word.table(word.row(word.cell(word.p("gauche")), word.cell(word.p("droite"))))
            + word.p("vu ", word.DELETED.format("ôté")),
            word.relation("f", "footnotes", "footnotes.xml"),
            word.relation("c", "comments", "comments.xml"),
            parts={
                "footnotes.xml": word.part("footnotes", f"<w:footnote w:id='2'>{word.p('en bas')}</w:footnote>"),
                "comments.xml": word.part("comments", f"<w:comment w:id='1'>{word.p('à relire')}</w:comment>"),
            },
        ),
        "odt": odf.odt(
            odf.p("Un", odf.note(odf.p("en bas")), odf.box(odf.p("encadré")), " deux", odf.COMMENT)
            + odf.table([odf.p("gauche"), odf.p("droite")])
            + odf.p("<text:span text:style-name='Cache'>caché</text:span>"),
            f"<style:master-page><style:header>{odf.p('Tête')}</style:header></style:master-page>",
        ),
        "md": b"---\ntitre: Un\n---\nDeux[^1] <b>gras</b>.\n\n| A | B |\n|--|--|\n| c | d |\n\n"
        b"![vue](v.png)\n\n[^1]: bas\n",
        "txt": b"Un titre\n\n1. premier\n2. second\n",
        "csv": b"sep=;\na;b\nc;d\n",
        "vtt": b"WEBVTT\n\nNOTE remarque\n\n00:01.000 --> 00:02.000\n<v Ana>Bonjour le <i>monde</i>\n",
    }  # fmt: skip


def nothing(*_: Any, **__: Any) -> None:
    """A branch that forgets."""


def none_of(*_: Any, **__: Any) -> list[Any]:
    return []


def without_last_cell(row: Callable[..., None]) -> Callable[..., None]:
    def shorter(self: Any, source: Any, cells: list[Any]) -> None:
        row(self, source, cells[:-1])

    return shorter


FORGETFUL: dict[str, tuple[str, Any, str, Any]] = {
    "docx notes": ("docx", docx, "_uncalled_notes", none_of),
    "docx comments": ("docx", Aside, "comments", nothing),
    "docx cells": ("docx", Grid, "add_row", without_last_cell),
    "docx boxes": ("docx", docx, "lift_boxes", nothing),
    "docx deleted text": ("docx", Aside, "take", nothing),
    "odt notes": ("odt", odt.Rewriter, "_note", nothing),
    "odt tables": ("odt", odt.Rewriter, "_table", none_of),
    "odt words aside": ("odt", odt.Rewriter, "_aside", nothing),
    "odt headers": ("odt", odt, "furniture", none_of),
    "md footnotes": ("md", markdown._Answer, "note_blocks", none_of),
    "md words aside": ("md", markdown._Answer, "leave", nothing),
    "md cells": ("md", markdown._Answer, "blocks", none_of),
    "txt numbers": ("txt", plain, "_numbered", none_of),
    "csv cells": ("csv", sheet, "_width", lambda row: 1),  # noqa: ARG005
    "vtt words aside": ("vtt", captions._Script, "leave", nothing),
    "vtt turns": ("vtt", captions._Script, "say", nothing),
}


@pytest.mark.parametrize("branch", FORGETFUL)
def test_a_reader_that_forgets_is_found_out(branch: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kind, holder, name, instead = FORGETFUL[branch]
    file = File("note", kind, one_document()[kind])
    assert told_of_all([file]) == {}
    if branch == "docx notes":  # its calls must be lost as well, or the notes follow the text
        monkeypatch.setattr(docx.Copy, "_note", none_of)
    monkeypatch.setattr(holder, name, instead(getattr(holder, name)) if instead is without_last_cell else instead)
    assert told_of_all([file])


def strings(reading: Reading) -> Iterator[dict[str, Any]]:
    """The words of the note that are the writer's, as nodes that may be changed."""
    found: list[dict[str, Any]] = []
    ast.map_leaves(reading.blocks, lambda inlines: ast.map_inlines(inlines, lambda i: found.append(i) or [i]))
    yield from (node for node in found if node["t"] == "Str" and any(sign.isalnum() for sign in node["c"]))


@pytest.mark.parametrize("kind", DOCUMENTS)
@settings(
    max_examples=10, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(data=st.data())
def test_one_word_changed_is_seen(kind: str, data: st.DataObject) -> None:
    file = File("note", kind, data.draw(DOCUMENTS[kind]))
    (reading,) = read_all([file])
    assert isinstance(reading, Reading)
    assert not told(file, reading)
    if reading.not_taken:
        fewer = msgspec.structs.replace(reading, not_taken=reading.not_taken[1:])
        has_words = any(sign.isalnum() for sign in reading.not_taken[0].text)
        assert bool(told(file, fewer)) == has_words
    said = [node for node in strings(reading) if not _is_ours(reading, node)]
    if said:
        node = data.draw(st.sampled_from(said))
        node["c"] = data.draw(st.sampled_from(["", "ailleurs", f"{node['c']} {node['c']}"]))
        assert told(file, reading)


def _is_ours(reading: Reading, node: dict[str, Any]) -> bool:
    """Whether a word stands in a Span of ours, or describes a picture: it is no word of the note."""
    ours: list[int] = []

    def look(inline: dict[str, Any]) -> list[dict[str, Any]]:
        generated = inline["t"] == "Span" and "generated" in inline["c"][0][1]
        if generated or inline["t"] == "Image":
            ours.extend(id(inner) for inner in inline["c"][1])
        return [inline]

    ast.map_leaves(reading.blocks, lambda inlines: ast.map_inlines(inlines, look))
    return id(node) in ours
