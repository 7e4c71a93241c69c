"""Rounds of review on the example: build, review in LibreOffice, notes edited meanwhile, build again, judge."""

from __future__ import annotations

import random
import re
import shutil
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pypdfium2

from restitution.model import Coded, Document
from restitution.pandoc import ast
from restitution.remarks import SURE, Remark, Review, passage_of
from restitution.review.reconcile import shown_in
from tests.review.office import Office
from tests.review.scripted.reviewer import Asked, Reviewer, Target, phrase_of
from tests.review.scripted.truth import SHORTEST, Truth, letters

COPY = Path("output", "relecture", "restitution_relecture.docx")
CONVERSATION = frozenset({"comment", "reply"})
MEMBERS = re.compile(r"(document|comments|footnotes)\.xml|content\.xml")


@dataclass
class Verdict:
    """What became of the items of all rounds."""

    asked: int = 0
    dropped_by_office: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    right: int = 0
    wrong_sure: list[str] = field(default_factory=list)
    wrong_to_confirm: list[str] = field(default_factory=list)
    on_changed: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    edits: Counter[str] = field(default_factory=Counter)

    @property
    def judged(self) -> int:
        """Items that had a place to be on."""
        return self.right + len(self.wrong_sure) + len(self.wrong_to_confirm)


@dataclass
class Expected:
    """An item that stands in a file that came home."""

    asked: Asked
    about: str
    """Letters of the paragraph that it was made on; empty for an answer, which goes where its thread goes."""
    quote: str
    round: int


def rounds(
    project: Path, office: Office, build: Callable[[Path], str], *, seed: int, count: int = 3, times: int = 3
) -> Verdict:
    """Reviews the project's copy `count` times; each operation `times` times a round."""
    chance = random.Random(seed)  # noqa: S311 drawn again from its seed
    _leave_abbreviations(project / "restitution.yaml")
    truth = Truth(project / "sources", chance)
    verdict = Verdict()
    expected: list[Expected] = []
    build(project)
    for number in range(1, count + 1):
        targets = targets_of(project, chance)
        author = author_of(number)
        known = open_comments(project)
        reviewer = Reviewer(author, chance, f"q{seed}r{number}n", targets, known, month=number + 6)
        asked = reviewer.everything(times)
        saved = project / "sources" / f"retour de {author} {number}.{'odt' if number == 2 else 'docx'}"
        told = office.review(project / COPY, saved, [one.operation for one in asked])
        texts = {target.passage: target.text for target in targets}
        held = words_in(saved)
        for one, said in zip(asked, told, strict=True):
            verdict.asked += 1
            if said != "ok":
                verdict.dropped_by_office.append(f"{one.operation['do']}: {said}")
            elif one.kind and letters(one.token) not in held:
                verdict.dropped_by_office.append(f"{one.operation['do']}: {one.token}")
            elif one.kind:
                about = letters(texts.get(one.passage, ""))
                truth.now.setdefault(about, [about])
                expected.append(Expected(one, about, one.quote, number))
        truth.evolve({one.about for one in expected}, share=0.4)
        build(project)
        judge(project, expected, truth, verdict if number == count else Verdict(), seed)
    verdict.edits.update(truth.told)
    return verdict


def _leave_abbreviations(settings: Path) -> None:
    """Where one is spelt out moves with the text around: words of a passage that nobody edited would change."""
    text = settings.read_text("utf-8")
    assert "typographie: {fine: oui}" in text
    settings.write_text(text.replace("{fine: oui}", "{fine: oui, sigles: non}"), "utf-8")


def targets_of(project: Path, chance: random.Random) -> list[Target]:
    """Paragraphs of the copy that an operation can find by words that stand there only."""
    document = decoded(project, "document.json", Document)
    codes = decoded(project, "codes.json", list[Coded])
    of_source = {coded.bookmark for coded in codes if coded.leaf}
    kinds = {ast.leaf_id(leaf): kind for leaf, kind in _kinds(document.blocks)}
    texts = {ast.leaf_id(leaf): " ".join(ast.text(leaf).split()) for leaf in ast.each_leaf(document.blocks)}
    everything = "\n".join(texts.values())
    found = []
    for bookmark, text in texts.items():
        kind = kinds.get(bookmark, "paragraph")
        if bookmark not in of_source or (kind == "paragraph" and len(letters(text)) < SHORTEST):
            continue
        phrase = (
            phrase_of(text, everything) if kind == "paragraph" else text if everything.count(text) == 1 else ""
        )
        if phrase:
            found.append(Target(passage_of(bookmark), text, phrase, kind))
    chance.shuffle(found)
    return found


def _kinds(blocks):
    """Leaves that are no paragraph of text."""
    for block in blocks:
        if block["t"] == "Header":
            yield from ((leaf, "heading") for leaf in ast.each_leaf([block]))
        elif block["t"] == "Table":
            yield from ((leaf, "cell") for leaf in ast.each_leaf([block]))
        elif block["t"] == "Figure":
            yield from ((leaf, "caption") for leaf in ast.each_leaf([block]))
        elif block["t"] == "Div":
            yield from _kinds(block["c"][1])


def open_comments(project: Path) -> list[str]:
    """Comments that the copy shows, by their words."""
    review = decoded(project, "remarks.json", Review)
    return [
        remark.text
        for remark in review.items
        if remark.kind == "comment" and remark.state in {"new", "open"} and not remark.parent
    ]


def words_in(path: Path) -> str:
    """Letters of all that a file says."""
    with zipfile.ZipFile(path) as package:
        parts = [package.read(name).decode() for name in package.namelist() if MEMBERS.search(name)]
    return letters(re.sub(r"<[^>]*>", "", "".join(parts)))


def published(project: Path) -> str:
    """Letters of all that the publication says, in each of its three forms."""
    output = project / "output"
    page = re.sub(r"<[^>]*>", "", (output / "restitution.html").read_text("utf-8"))
    pdf = pypdfium2.PdfDocument(output / "restitution.pdf")
    pages = "".join(pdf[number].get_textpage().get_text_range() for number in range(len(pdf)))
    return words_in(output / "restitution.docx") + letters(page) + letters(pages)


def decoded(project: Path, name: str, kind):
    """A contract of the last build."""
    return msgspec.json.decode((project / ".restitution" / name).read_bytes(), type=kind)


def judge(project: Path, expected: list[Expected], truth: Truth, verdict: Verdict, seed: int) -> None:
    """Where each item stands, against where it must."""
    review = decoded(project, "remarks.json", Review)
    assert not review.trouble, review.trouble
    documents = [decoded(project, name, Document) for name in ("document.json", "annexes.json")]
    shown = {passage: letters(one.text) for passage, one in shown_in(documents).items()}
    for one in expected:
        name = f"{seed}/{one.round} {one.asked.operation['do']} {one.asked.token}"
        found = [remark for remark in review.items if _is(remark, one)]
        verdict.kinds[one.asked.operation["do"]] += 1
        verdict.on_changed += one.asked.changed
        if not found:
            verdict.lost.append(name)
            continue
        if len(found) > 1:
            verdict.doubled.append(f"{name}: {[remark.number for remark in found]}")
        if one.about:
            _judge_place(found[0], one, truth, shown, verdict, name)


def author_of(number: int) -> str:
    """Who reviews in a round."""
    return f"Relectrice {'ABC'[number % 3]}"


def _is(remark: Remark, one: Expected) -> bool:
    """Whether a remark is that one: another person's deletion of the same words is her own."""
    if remark.author not in {"", author_of(one.round)}:
        return False
    families = CONVERSATION if one.asked.kind in CONVERSATION else {one.asked.kind}
    if one.asked.operation["do"] == "remove_paragraph":
        families = {"deletion", "paragraph_deletion"}
    if one.asked.kind in {"insertion", "paragraph_insertion"}:
        families = {"insertion", "paragraph_insertion"}
    return remark.kind in families and letters(one.asked.token) in letters(remark.text)


def _judge_place(
    remark: Remark, one: Expected, truth: Truth, shown: dict[str, str], verdict: Verdict, name: str
) -> None:
    places = truth.now.get(one.about, [])
    quoted = [place for place in places if letters(one.quote) and letters(one.quote) in place] or places
    here = shown.get(remark.source.passage, "")
    right = here in quoted or any(place and place in here for place in quoted) if quoted else not here
    if right:
        verdict.right += 1
    elif remark.confidence >= SURE and remark.state != "to_confirm" and here:
        verdict.wrong_sure.append(
            f"{name}: {remark.number} on « {here[:40]} », not « {(quoted or ['-'])[0][:40]} »"
        )
    else:
        verdict.wrong_to_confirm.append(f"{name}: {remark.number} {remark.state} {remark.placed} {here[:30]}")


def fresh(project: Path, folder: Path) -> Path:
    """A copy of a project, without what its builds left."""
    shutil.copytree(
        project, folder, ignore=shutil.ignore_patterns(".restitution", "output", "interne", ".snakemake")
    )
    return folder
