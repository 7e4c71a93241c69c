"""Where the remarks of a review stand once the notes changed: prints, never judges.

    uv run python tests/benchmarks/carry.py [--all] [ROUNDS]

Passages of real French notes, and what writers do to them between two reviews, in the shares of review.md §5:
edits, rewritings, moves, cuts, joins, deletions, additions, files renamed; a cell of one word stays or goes. The
passages of the example were looked at when thresholds were set; those of the corpus were not, and are what is
printed without `--all`. ROUNDS: how many times the notes change before the remark is looked for (1).
"""

from __future__ import annotations

import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from restitution.assembly.identity import Leaf, identify
from restitution.likeness import words_of
from restitution.remarks import SURE, Origin, Remark, folded
from restitution.review.placing.today import today_in

PROJECT = Path(__file__).parents[2]
CORPUS = PROJECT.parent / "shared" / "corpus" / "a_prose_fr"
SEEDS, REMARKS = 5, 300
SPARE = 8
"""One passage in so many is kept out of the notes: it is what writers add."""
FEW = 60
"""Characters below which a passage is short: a quarter of the remarks are on those."""
FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
APART = re.compile(r"\n\s*\n|\n(?=[-*#|])")
SIGNS = re.compile(r"[#*>`_|]|<[^>]*>|\]\([^)]*\)|[\[\]]")
SENTENCE = re.compile(r"(?<=[.!?…;:,]) ")


class Passage(NamedTuple):
    """A passage of a note, and the passages of the first day whose words it holds."""

    text: str
    of: tuple[int, ...]


Notes = dict[str, list[Passage]]


class Case(NamedTuple):
    """What became of one remark."""

    change: str
    result: str
    confidence: float


def example() -> Iterator[tuple[str, str]]:
    """The passages of the worked example, with their file."""
    lines = (PROJECT / "sources" / "relectures" / "ancres.jsonl").read_text("utf-8").splitlines()
    anchors = {anchor["id"]: anchor for anchor in map(json.loads, lines) if not anchor["gone"]}
    following: dict[tuple[str, str], list[str]] = {}
    for anchor in anchors.values():
        following.setdefault((anchor["source"], anchor["after"]), []).append(anchor["id"])
    for source in sorted({anchor["source"] for anchor in anchors.values()}):
        waiting = sorted(following.get((source, ""), []))
        while waiting:
            one = waiting.pop(0)
            yield source, anchors[one]["text"]
            waiting = sorted(following.get((source, one), [])) + waiting


def corpus() -> Iterator[tuple[str, str]]:
    """The paragraphs of notes that nobody of the project wrote, a part of forty a file."""
    for path in sorted(CORPUS.glob("*.md")):
        said = FRONT.sub("", path.read_text("utf-8", errors="replace"))
        texts = [folded(SIGNS.sub(" ", part)).strip("- ") for part in APART.split(said)]
        for number, text in enumerate(text for text in texts if words_of(text)):
            yield f"{path.stem}/{number // 40}.md", text


class Writers:
    """People who change notes."""

    def __init__(self, passages: list[tuple[str, str]], seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - the same churn each time
        self._spare = [text for number, (_, text) in enumerate(passages) if number % SPARE == seed % SPARE]
        self._words = [word for text in self._spare for word in text.split()]
        self.notes: Notes = {}
        for number, (file, text) in enumerate(passages):
            if number % SPARE != seed % SPARE:
                self.notes.setdefault(file, []).append(Passage(text, (number,)))
        self.done: dict[int, set[str]] = {}

    def change(self) -> None:
        """A round of writing, as review.md §5 counts it."""
        new: Notes = {file: [] for file in self.notes}
        moved: list[tuple[str, Passage]] = []
        for file, passages in self.notes.items():
            rest = list(passages)
            while rest:
                new[file] += self._fate(file, rest, moved)
                if self.chance.random() < 0.06:
                    new[file].append(Passage(self.chance.choice(self._spare), ()))
        for file, passage in moved:
            new[file].insert(self.chance.randint(0, len(new[file])), passage)
        self.notes = {self._renamed(file): passages for file, passages in new.items()}

    def _fate(self, file: str, rest: list[Passage], moved: list[tuple[str, Passage]]) -> list[Passage]:
        one, draw = rest.pop(0), self.chance.random()
        if len(words_of(one.text)) < 2 and not 0.44 <= draw < 0.51:
            return [one]
        if draw < 0.22:
            return [self._told(one, "retouché", self.light(one.text))]
        if draw < 0.30:
            return [self._told(one, "réécrit", self.heavy(one.text))]
        if draw < 0.37:
            moved.append((file, self._told(one, "déplacé", one.text)))
        elif draw < 0.41:
            moved.append((self.chance.choice(sorted(self.notes)), self._told(one, "autre fichier", one.text)))
        elif draw < 0.44:
            moved.append((file, self._told(one, "déplacé et retouché", self.light(one.text))))
        elif draw < 0.51:
            self._told(one, "supprimé", "")
        elif draw < 0.55 and len(parts := self._cut(one)) > 1:
            return parts
        elif draw < 0.59 and rest:
            other = rest.pop(0)
            both = Passage(f"{one.text} {other.text}", one.of + other.of)
            return [self._told(both, "réuni", both.text)]
        else:
            return [one]
        return []

    def _told(self, one: Passage, change: str, text: str) -> Passage:
        for number in one.of:
            self.done.setdefault(number, set()).add(change)
        return Passage(folded(text), one.of)

    def _cut(self, one: Passage) -> list[Passage]:
        ends = [end.start() for end in SENTENCE.finditer(one.text) if 25 < end.start() < len(one.text) - 25]
        if not ends:
            return [one]
        at = self.chance.choice(ends)
        return [self._told(one, "scindé", one.text[:at]), self._told(one, "scindé", one.text[at + 1 :])]

    def light(self, text: str) -> str:
        """A word in twelve replaced, taken out, added or misspelt."""
        words = text.split()
        for _ in range(max(1, len(words) // 12)):
            at, how = self.chance.randrange(len(words)), self.chance.random()
            if how < 0.4 or len(words) < 3:
                words[at] = self.chance.choice(self._words)
            elif how < 0.6:
                del words[at]
            elif how < 0.8:
                words.insert(at, self.chance.choice(self._words))
            else:
                words[at] = words[at][:-1] + "s"
        return " ".join(words)

    def heavy(self, text: str) -> str:
        """Nearly half of the words replaced; in half of the cases the end replaced too."""
        words = [self.chance.choice(self._words) if self.chance.random() < 0.45 else w for w in text.split()]
        if self.chance.random() < 0.5:
            words = words[: len(words) // 2 + 1] + self.chance.choice(self._spare).split()[:8]
        return " ".join(words)

    def _renamed(self, file: str) -> str:
        return f"{file[:-3]} v2.md" if self.chance.random() < 0.1 else file


def leaves_of(notes: Notes) -> tuple[list[Leaf], list[Passage]]:
    """The notes as assembly has them."""
    listed = [(file, passage) for file in sorted(notes) for passage in notes[file]]
    return [Leaf(file, passage.text) for file, passage in listed], [passage for _, passage in listed]


def cases(passages: list[tuple[str, str]], seed: int, rounds: int) -> tuple[list[Case], float]:
    """What became of the remarks of one review, and the seconds of the last alignment."""
    writers = Writers(passages, seed)
    leaves, first = leaves_of(writers.notes)
    ids, anchors = identify(leaves, [])
    remarks = list(_remarks(writers.chance, first, ids))
    seconds = 0.0
    last: list[Passage] = []
    for _ in range(rounds):
        writers.change()
        leaves, last = leaves_of(writers.notes)
        start = time.perf_counter()
        ids, anchors = identify(leaves, anchors)
        seconds = time.perf_counter() - start
    today = today_in({id_: leaf.text for id_, leaf in zip(ids, leaves, strict=True)}, anchors)
    here = dict(zip(ids, last, strict=True))
    found = []
    for number, remark in remarks:
        stand = today(remark)
        change = " + ".join(sorted(writers.done.get(number, {"inchangé"})))
        found.append(Case(change, _result(number, remark, here, stand.passage, last), stand.confidence))
    return found, seconds


def _remarks(chance: random.Random, first: list[Passage], ids: list[str]) -> Iterator[tuple[int, Remark]]:
    long = [at for at, passage in enumerate(first) if len(passage.text) >= FEW]
    short = [at for at, passage in enumerate(first) if len(passage.text) < FEW]
    chosen = chance.sample(long, min(len(long), REMARKS * 3 // 4)) + chance.sample(short, REMARKS // 4)
    for at in chosen:
        words = first[at].text.split()
        start = chance.randrange(max(1, len(words) - 5))
        quote = " ".join(words[start : start + chance.randint(2, 6)])
        yield (
            first[at].of[0],
            Remark(
                key=str(at),
                number="",
                kind="comment",
                quote=quote,
                offset=len(" ".join([*words[:start], ""])),
                base=first[at].text,
                source=Origin(passage=ids[at]),
            ),
        )


def _result(number: int, remark: Remark, here: dict[str, Passage], found: str, last: list[Passage]) -> str:
    """« juste » when the remark stands on words of its passage, on the part that holds its quote if one does."""
    truth = [passage for passage in last if number in passage.of]
    if found not in here:
        return "orpheline" if truth else "juste"
    quoting = [passage for passage in truth if remark.quote in passage.text]
    return "juste" if here[found] in (quoting or truth) else "fausse"


def table(found: list[Case]) -> Iterator[str]:
    """A line a change: how many, right, wrong where it was sure, to confirm, orphans that had a place."""
    yield f"{'changement':32}{'n':>6}{'justes':>8}{'fausses':>9}{'à confirmer':>13}{'orphelines':>12}"
    count = Counter(case.change for case in found)
    shown = sorted((change for change in count if count[change] > 4), key=lambda change: -count[change])
    for change in [*shown, ""]:
        here = [case for case in found if change in {case.change, ""}]
        right = sum(case.result == "juste" for case in here)
        wrong = sum(case.result == "fausse" and case.confidence >= SURE for case in here)
        asked = [case for case in here if 0 < case.confidence < SURE]
        lost = sum(case.result == "orpheline" for case in here)
        asked_right = sum(case.result == "juste" for case in asked)
        told = f"{len(asked)} ({asked_right})"
        yield f"{change or 'ensemble':32}{len(here):6}{right / len(here):8.1%}{wrong:9}{told:>13}{lost:12}"


def main() -> None:
    """Prints the tables."""
    sets = {"corpus (mis à part)": corpus} | ({"exemple (réglage)": example} if "--all" in sys.argv else {})
    rounds = int(next((word for word in sys.argv[1:] if word.isdigit()), "1"))
    for name, made in sets.items():
        passages = list(made())
        if not passages:
            print(f"{name} : rien à lire.")
            continue
        runs = [cases(passages, seed, rounds) for seed in range(SEEDS)]
        seconds = max(second for _, second in runs)
        print(f"\n{name} : {len(passages)} passages ; alignement en {seconds:.2f} s au plus".replace(".", ","))
        print("\n".join(table([case for found, _ in runs for case in found])))
    print("\njustes : à leur place, sûres ou non ; fausses : ailleurs et sûres ; à confirmer : dont (justes).")


if __name__ == "__main__":
    main()
