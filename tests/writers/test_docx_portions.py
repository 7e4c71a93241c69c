"""A long document is written a portion at a time: the file is that of one written at once, but for its numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from restitution.conservation.published import check_docx
from restitution.model import Block, Document
from restitution.ooxml.package import open_package, parse
from restitution.ooxml.word import Element, R, W, value
from restitution.pandoc import ast
from restitution.pandoc.portions import portions
from restitution.writers.docx import reference_docx, write_docx, writing

from .sample import MEDIA, Anchors, link, note, sample_document
from .test_docx_sections import made

SECTIONS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("sections.yaml").read_text("utf-8"))
DOCUMENT, NOTES, LISTS = "word/document.xml", "word/footnotes.xml", "word/numbering.xml"
NUMBERS = re.compile(rb'w:id="[0-9]+"|r:id="rId[0-9]+"|<w:numId w:val="[0-9]+"/>')
BETWEEN = re.compile(rb">\s+<")


def in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "portions", partial(portions, size=1))


def lists(new: Anchors, first: int) -> Iterator[Block]:
    """Two kinds of lists, links in the text and in a note, and a list in that note."""
    at = f"https://{first}.example"
    items = [[ast.para(ast.string(word))] for word in ("un", "deux")]
    bullets: Block = {"t": "BulletList", "c": items}
    aside = note(ast.para([*ast.string(f"note {first} "), link("lien", f"{at}/note")]), bullets)
    yield new.heading(1, f"Partie {first}")
    yield ast.para([*new.leaf(f"texte {first}"), link("lien", f"{at}/texte"), aside])
    yield {"t": "OrderedList", "c": [[first, {"t": "LowerAlpha"}, {"t": "OneParen"}], items]}
    yield bullets
    yield {"t": "OrderedList", "c": [[1, {"t": "Decimal"}, {"t": "Period"}], items]}
    yield new.para("fin")


def document() -> Document:
    new = Anchors()
    return sample_document([block for first in (3, 5, 7) for block in lists(new, first)])


def of_sections(words: list[str]) -> Document:
    new = Anchors()
    return sample_document([made(new, word) for word in words])


def written(asked: Document) -> dict[str, bytes]:
    data = write_docx(asked, MEDIA, reference_docx())
    assert check_docx(data, asked).holds
    return open_package(data)


def bare(part: bytes) -> bytes:
    return BETWEEN.sub(b"><", NUMBERS.sub(b"", part))


CASES: dict[str, Callable[[], Document]] = {
    "the sample": sample_document,
    "lists, links and notes": document,
    **{case["why"]: partial(of_sections, case["blocks"]) for case in SECTIONS},
}


@pytest.mark.parametrize("case", CASES)
def test_portions_are_one_document(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = CASES[case]()
    whole = written(asked)
    in_portions(monkeypatch)
    joined = written(asked)
    assert set(joined) == set(whole)
    for name in set(whole) - {LISTS, "word/_rels/document.xml.rels", "word/_rels/footnotes.xml.rels"}:
        assert bare(joined[name]) == bare(whole[name]), name


def test_these_documents_have_several_portions() -> None:
    assert len(portions(document().blocks, 1)) == 3
    assert len(portions(sample_document().blocks, 1)) > 3


def looks(parts: dict[str, bytes], part: str) -> list[tuple[str, str, str]]:
    """Of each item of a list: which list it belongs to, by rank of appearance, its look, where it begins."""
    numbering = parse(parts[LISTS])
    assert len({one.get(W + "numId") for one in numbering.iter(W + "num")}) == len(list(numbering.iter(W + "num")))
    nums = {one.get(W + "numId"): one for one in numbering.iter(W + "num")}
    abstract = {one.get(W + "abstractNumId"): one for one in numbering.iter(W + "abstractNum")}
    ranks: dict[str, int] = {}
    found = []
    for item in parse(parts[part]).iter(W + "numId"):
        number = item.get(W + "val")
        if number in nums and int(number) > 1_000:
            kind = abstract[value(nums[number], "abstractNumId") or ""]
            start = value(nums[number], "lvlOverride/startOverride") or ""
            rank = ranks.setdefault(number, len(ranks))
            found.append((str(rank), f"{value(kind, 'lvl/numFmt')} {value(kind, 'lvl/lvlText')}", start))
    return found


def addresses(parts: dict[str, bytes], part: str) -> list[str]:
    name = part.rpartition("/")[2]
    links = parse(parts[f"word/_rels/{name}.rels"])
    targets = {link.get("Id"): link.get("Target") for link in links}
    assert len(targets) == len(links)
    return [targets[id_] for link in parse(parts[part]).iter(W + "hyperlink") if (id_ := link.get(R + "id"))]


def called(parts: dict[str, bytes]) -> list[str]:
    """The words of the notes in the order of their calls."""
    notes = {note.get(W + "id"): note for note in parse(parts[NOTES]).iter(W + "footnote")}
    assert len(notes) == len(list(parse(parts[NOTES]).iter(W + "footnote")))
    return [words(notes[call.get(W + "id")]) for call in parse(parts[DOCUMENT]).iter(W + "footnoteReference")]


def words(node: Element) -> str:
    return "".join(text.text or "" for text in node.iter(W + "t"))


def test_lists_links_and_notes_lead_where_they_led(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = written(document())
    in_portions(monkeypatch)
    joined = written(document())
    for part in (DOCUMENT, NOTES):
        assert looks(joined, part) == looks(whole, part)
        assert len(looks(joined, part)) == {DOCUMENT: 18, NOTES: 6}[part]
        assert addresses(joined, part) == addresses(whole, part)
    assert addresses(joined, DOCUMENT) == [f"https://{first}.example/texte" for first in (3, 5, 7)]
    assert called(joined) == called(whole)
    assert [note.strip()[:6] for note in called(joined)] == ["note 3", "note 5", "note 7"]
    for tag in ("bookmarkStart", "bookmarkEnd"):
        ids = [mark.get(W + "id") for mark in parse(joined[DOCUMENT]).iter(W + tag)]
        assert len(ids) == len(set(ids))
