"""The annotated mentions of `mentions/`, what becomes of each, and the figures by stratum."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pypandoc
import yaml

from restitution.model import Note, Passage
from restitution.pandoc import ast
from restitution.pandoc.run import read_markdown
from restitution.people.circle import Circle
from restitution.people.cutting import Cut, letters, plain_cuts
from restitution.people.entities import Entities, entities_in
from restitution.people.finder import Manner
from restitution.people.forms import CIVILITIES
from restitution.people.lexicon import pieces_of
from restitution.people.masking import finder_of
from restitution.people.register import Register
from restitution.people.register_file import people_in
from restitution.people.words import first_names
from restitution.settings.marked_yaml import read

HERE = Path(__file__).parent / "mentions"
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
KEPT = ("Haute-Galdonne", "Val d'Arvoise", "Orsac", "Combelune", "Valsinières", "Tramelle")
TUNED, APART, REAL = "réglage", "à part", "fichiers réels"
SORTS = {"r": "registre", "n": "nominatif", "i": "inconnu", "f": "fonction", "c": "contact"}
BLOCK = re.compile(r"^## (?P<title>.+?) \((?P<manner>[^()]+)\)\n(?P<text>(?:(?!## ).*\n?)+)", re.MULTILINE)
MARK = re.compile("\ue000([rnifc])(.*?)\ue001")
WORD = re.compile(r"[^\W\d_]+|\d+")
ADDRESS = re.compile(r"\]\([^)\s]*\)?|https?://\S+")


class Mention(NamedTuple):
    """Letters `start` to `end` of a text name somebody."""

    sort: str
    start: int
    end: int


class Sample(NamedTuple):
    """One note: its texts, what each names, and how it came to be."""

    part: str
    title: str
    manner: Manner
    texts: list[tuple[str, list[Mention]]]


class Outcome(NamedTuple):
    """What became of a mention (`right`: what had to); of sort « masque », of words that were masked."""

    part: str
    sort: str
    lower: bool
    heard: bool
    listed: bool
    right: bool
    said: str


def samples() -> Iterator[Sample]:
    """All that is annotated; real files where they are."""
    for part, name in ((TUNED, "reglage.md"), (APART, "a_part.md")):
        for block in BLOCK.finditer((HERE / name).read_text("utf-8")):
            yield Sample(part, block["title"], _manner(block["manner"]), list(_marked(block["text"])))
    for entry in yaml.safe_load((HERE / "corpus.yaml").read_text("utf-8")):
        if (CORPUS / entry["fichier"]).is_file():
            yield Sample(REAL, entry["fichier"], _manner(entry["maniere"]), list(_real(entry)))


@cache
def circle() -> Circle:
    """The register of the set."""
    filed = people_in(read((HERE / "registre.yaml").read_bytes(), "registre.yaml"), "registre.yaml")
    register = Register(
        personnes=tuple(filed.people),
        autres=tuple(filed.others),
        pseudonymes={"Évariste Maire": "Alix", "Amadou Dembarélé": "Sacha", "Kévin Labastroux": "Lou"},
    )
    return Circle(register, places={"HG": "de Haute-Galdonne"}, kept=KEPT)


def note_of(sample: Sample) -> Note:
    """The sample as a note: a paragraph a text."""
    passages = [
        Passage(block=ast.para(ast.leaf(ast.string(text), f"ligne {n}")), section="enjeux")
        for n, (text, _) in enumerate(sample.texts, 1)
    ]
    return Note(
        path="note.md", sha256="", format="md", kind=None, classified=False, title="", territories=[],
        passages=passages,
    )  # fmt: skip


def outcomes(sample: Sample, seen: Entities | None = None) -> Iterator[Outcome]:
    """What becomes of each mention of a sample, and of what is masked besides. `seen`: by the model."""
    find = finder_of(note_of(sample), circle(), (), sample.manner, seen or Entities({}))
    for text, mentions in sample.texts:
        cuts = plain_cuts(text, find)
        for mention in mentions:
            yield _outcome(sample, mention.sort, text[mention.start : mention.end], _is_right(text, mention, cuts))
        for cut in cuts:
            if not ADDRESS.search(text[: cut.end].rpartition(" ")[2]):
                yield _outcome(sample, "masque", text[cut.start : cut.end], _is_due(cut, mentions))


def model(sample: Sample, kept: Path) -> Entities:
    """What the model of the extra sees in a sample."""
    return Entities({}) if sample.manner.lower else entities_in([text for text, _ in sample.texts], kept)


def rates(found: Iterable[Outcome], by: Callable[[Outcome], str]) -> dict[str, tuple[int, int]]:
    """Stratum -> right ones, all of them."""
    counts: dict[str, Counter[bool]] = defaultdict(Counter)
    for one in found:
        counts[by(one)][one.right] += 1
    return {stratum: (count[True], count.total()) for stratum, count in counts.items()}


def rate(found: Iterable[Outcome], sort: str) -> float:
    """Share of a sort that is right."""
    right, of = rates((one for one in found if one.sort == sort), lambda _: "")[""]
    return right / of


def _manner(said: str) -> Manner:
    return Manner(heard="parole" in said, lower="minuscules" in said)


def _marked(block: str) -> Iterator[tuple[str, list[Mention]]]:
    """Each leaf of a block of Markdown without its marks, and where they stood."""
    coded = re.sub(r"\{([rnifc]):([^}]*)\}", "\ue000\\1\\2\ue001", block.replace("\n", "\n\n"))
    for passage in _leaves(coded):
        text, mentions, at = "", [], 0
        for mark in MARK.finditer(passage):
            text += passage[at : mark.start()]
            mentions.append(Mention(SORTS[mark[1]], len(text), len(text) + len(mark[2])))
            text, at = text + mark[2], mark.end()
        yield text + passage[at:], mentions


def _leaves(markdown: str) -> list[str]:
    found: list[str] = []

    def take(inlines: ast.Inlines) -> ast.Inlines:
        found.append(letters(inlines))
        return inlines

    ast.map_leaves(read_markdown(markdown), take)
    return found


def _real(entry: dict[str, str]) -> Iterator[tuple[str, list[Mention]]]:
    path = CORPUS / entry["fichier"]
    is_text = path.suffix == ".md"
    whole = (
        path.read_text("utf-8")
        if is_text
        else pypandoc.convert_file(str(path), "plain", extra_args=["--wrap=none"])
    )
    marks: dict[int, list[Mention]] = defaultdict(list)
    for said in entry["mentions"].split():
        line, start, end = map(int, re.split("[:-]", said))
        marks[line].append(Mention(SORTS["i"], start, end))
    for number, line in enumerate(whole.splitlines()[: int(entry.get("jusqu_a", 10**6))], 1):
        if line.strip():
            yield line, marks[number]


def _outcome(sample: Sample, sort: str, said: str, right: bool) -> Outcome:
    listed = not first_names().isdisjoint(pieces_of(said))
    return Outcome(sample.part, sort, sample.manner.lower, sample.manner.heard, listed, right, said)


def _is_right(text: str, mention: Mention, cuts: list[Cut]) -> bool:
    """A named person stays whole; of anybody else no word is left, a civility apart."""
    touched = [cut for cut in cuts if cut.start < mention.end and mention.start < cut.end]
    if mention.sort == SORTS["n"]:
        return not touched
    words = (word for word in WORD.finditer(text, mention.start, mention.end) if not _is_civility(word[0]))
    return all(any(cut.start <= word.start() and word.end() <= cut.end for cut in touched) for word in words)


def _is_civility(word: str) -> bool:
    return "".join(pieces_of(word)) in CIVILITIES | {"et", "de", "d"}


def _is_due(cut: Cut, mentions: list[Mention]) -> bool:
    """Whether what is masked had to be."""
    return any(m.sort != SORTS["n"] and m.start < cut.end and cut.start < m.end for m in mentions)
