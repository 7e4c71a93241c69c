"""Who became whom: passages of old files found again in new ones, however they were edited, moved, cut or joined.

What is certain comes first: the same texts in the same order in the same file, then files that were renamed, then
the same text elsewhere. What is left is compared by likeness, among the few candidates that share rare words or
stand between the same neighbours (no loop over all pairs). Then texts cut in two and joined are known by what they
contain.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from rapidfuzz.distance import LCSseq

from restitution.likeness import TELLING, Index, Scale, holds, words_of

Change = Literal["unchanged", "moved", "moved_file", "edited", "split", "merged"]

_Pair = tuple[float, tuple[str, int, str, int], float, int]
"""A pair that may be one: what it is worth, less being better; old file and piece, new file and piece; likeness;
neighbours found again."""

SHORTEST: Final = 8
"""Below this many characters only the same text is the same passage, and only in its own file."""
SHORT, ALIKE = 80, 0.8
"""Characters, and likeness, below which a text that was edited and whose neighbours are others may be another."""
ROUNDS: Final = ((0.72, 0.0), (0.52, 0.06), (0.42, 0.08))
"""Likeness asked for in turn, and what each neighbour found again adds: the surest pairs are made first."""
MARGIN: Final = 0.05
"""By which the likeness of a pair must surpass that of each rival."""
UNSURE: Final = 0.7
"""Confidence where several could be it."""
ELSEWHERE: Final = 0.12
"""Asked for besides when the file is another."""
RENAMED, RENAMED_ALIKE = 0.4, 0.2
"""Part of the pairs of words that two files share when one is the other renamed, or moved under the same name."""


class Piece(NamedTuple):
    """A passage of a file. `gone`: known once, it stood nowhere lately; only its very text finds it again."""

    file: str
    text: str
    gone: bool = False


class Heir(NamedTuple):
    """The old piece `old` became, or gave its words to, the new piece `new`. Confidence from 0 to 1."""

    old: int
    new: int
    change: Change
    confidence: float
    is_doubtful: bool = False
    """Another piece could be it as well: what it says does not tell."""


class Alignment(NamedTuple):
    """Each old piece has one heir at most, and each new piece continues one at most."""

    heirs: dict[int, Heir]
    """Number of a new piece -> the old piece that it continues."""
    parts: dict[int, Heir]
    """Number of a new piece that continues none -> the old one that it was cut from."""
    merged: dict[int, Heir]
    """Number of an old piece without heir -> the new one that holds its words."""
    renamed: dict[str, str]
    """Old name of a file -> the new one."""


def align(old: Sequence[Piece], new: Sequence[Piece]) -> Alignment:
    """Who became whom. Both lists give the pieces of each file in order; the order of the files says nothing."""
    work = _Work(old, new)
    work.same_order()
    if work.find_renamed():
        work.same_order()
    work.same_text(lambda file, text: (file, text), "moved")
    work.same_text(lambda _, text: text if len(text) >= SHORTEST else None, "moved_file")
    for asked, neighbour in ROUNDS:
        work.edited(asked, neighbour)
    glued = work.glued()
    work.by_place()
    parts = work.parts()
    merged = work.merged(parts, glued)
    work.doubt()
    return Alignment(work.heirs, parts, merged, work.renamed)


class _Work:
    def __init__(self, old: Sequence[Piece], new: Sequence[Piece]) -> None:
        self.old, self.new = old, new
        self.heirs: dict[int, Heir] = {}
        self.renamed: dict[str, str] = {}
        self._heir_of: dict[int, int] = {}
        self._olds, self._news = _by_file(old, gone=False), _by_file(new, gone=False)
        self._before = _neighbours(self._olds), _neighbours(self._news)
        self._likes: dict[tuple[int, int], float] = {}
        self._said_there = [Counter((piece.file, piece.text) for piece in pieces) for pieces in (old, new)]

    @cached_property
    def _scale(self) -> Scale:
        return Scale(piece.text for piece in (*self.old, *self.new))

    @cached_property
    def _words(self) -> dict[str, str]:
        """Each text as its words alone."""
        return {text: " ".join(words_of(text)) for text in {piece.text for piece in (*self.old, *self.new)}}

    @cached_property
    def _said(self) -> list[Counter[str]]:
        """How often the words of each text are said, before and after."""
        return [Counter(self._words[piece.text] for piece in pieces) for pieces in (self.old, self.new)]

    def same_order(self) -> None:
        """The same texts in the same order in the same file: of equal texts, each keeps its own."""
        for file, numbers in self._olds.items():
            olds = [number for number in numbers if number not in self._heir_of]
            news = [number for number in self._news.get(self._name(file), []) if number not in self.heirs]
            texts = [self.old[number].text for number in olds], [self.new[number].text for number in news]
            for at, to, size in LCSseq.opcodes(*texts).as_matching_blocks():
                for one, other in zip(olds[at : at + size], news[to : to + size], strict=True):
                    self._take(one, other, "moved_file" if file in self.renamed else "unchanged", 1.0)

    def find_renamed(self) -> bool:
        """Files that went, and files that came with most of their words."""
        gone, come = self._olds.keys() - self._news.keys(), self._news.keys() - self._olds.keys()
        if not gone or not come:
            return False
        before = {file: _pairs(self.old[number].text for number in self._olds[file]) for file in gone}
        after = {file: _pairs(self.new[number].text for number in self._news[file]) for file in come}
        where = defaultdict(list)
        for file in sorted(gone):
            for pair in before[file]:
                where[pair].append(file)
        found = []
        for file in come:
            shared = Counter(name for pair in after[file] for name in where.get(pair, []))
            for name, count in shared.items():
                part = 2 * count / (len(before[name]) + len(after[file]))
                if part >= (RENAMED_ALIKE if _base(name) == _base(file) else RENAMED):
                    found.append((-part, name, file))
        for _, name, file in sorted(found):
            if name not in self.renamed and file not in self.renamed.values():
                self.renamed[name] = file
        return bool(self.renamed)

    def same_text(self, key: Callable[[str, str], Hashable], change: Change) -> None:
        """The same text elsewhere: those that stood lately first, in the order of their files."""
        free: dict[Hashable, list[int]] = defaultdict(list)
        for number in self._in_order(self.old):
            piece = self.old[number]
            if number not in self._heir_of:
                free[key(self._name(piece.file), piece.text)].append(number)
        for number in self._in_order(self.new):
            wanted = key(*self.new[number][:2])
            if number not in self.heirs and wanted is not None and free.get(wanted):
                self._take(free[wanted].pop(0), number, change, self._sureness(self.new[number].text))

    def edited(self, asked: float, neighbour: float) -> None:
        """The closest of those left, the best pairs first. Texts hardly alike need their neighbours to be one."""
        left = {n: p.text for n, p in enumerate(self.old) if n not in self._heir_of and _is_comparable(p)}
        if not left:
            return
        index = Index(left)
        pairs: list[_Pair] = []
        for number, piece in enumerate(self.new):
            if number in self.heirs or not _is_comparable(piece):
                continue
            for one in dict.fromkeys([*self._between(number, left), *index.near(piece.text)]):
                like, near = self._likeness(one, number), self._found_beside(one, number)
                same = self._name(self.old[one].file) == piece.file
                if like + near * neighbour >= asked + (0.0 if same else ELSEWHERE):
                    order = (self.old[one].file, one, piece.file, number)
                    pairs.append((-(like + near * neighbour + 0.03 * same), order, like, near))
        rivals = self._rivals(pairs)
        for _, (_, one, _, number), like, near in sorted(pairs):
            if number not in self.heirs and one not in self._heir_of:
                self._take(one, number, "edited", min(0.99, like + 0.1 * near))
                if (one, number) in rivals:
                    self.heirs[number] = self.heirs[number]._replace(confidence=UNSURE, is_doubtful=True)

    def _likeness(self, one: int, number: int) -> float:
        if (one, number) not in self._likes:
            self._likes[one, number] = self._scale.likeness(self.old[one].text, self.new[number].text)
        return self._likes[one, number]

    def _rivals(self, pairs: list[_Pair]) -> set[tuple[int, int]]:
        """Pairs whose old piece, or new one, makes a pair as good with another."""
        by_piece: dict[tuple[int, int], list[float]] = defaultdict(list)
        for score, (_, one, _, number), _, _ in pairs:
            by_piece[0, one].append(score)
            by_piece[1, number].append(score)
        return {
            (one, number)
            for score, (_, one, _, number), _, _ in pairs
            if any(sum(s <= score + MARGIN for s in by_piece[key]) > 1 for key in ((0, one), (1, number)))
        }

    def glued(self) -> dict[int, Heir]:
        """Old pieces without heir, however short, that were joined to the next one or to the one before."""
        found: dict[int, Heir] = {}
        fresh = {(p.file, p.text): n for n, p in enumerate(self.new) if n not in self.heirs}
        for first, second in self._before[0][1].items():
            one, other = self.old[first], self.old[second]
            joined = fresh.get((self._name(one.file), f"{one.text} {other.text}"))
            if joined is not None and not {first, second} & self._heir_of.keys() and joined not in self.heirs:
                most, least = sorted((first, second), key=lambda n: (-self._size(n), n))
                self._take(most, joined, "merged", 0.95)
                found[least] = Heir(least, joined, "merged", 0.95)
            for gone, heir in ((first, self._heir_of.get(second)), (second, self._heir_of.get(first))):
                is_known = gone in self._heir_of or gone in found
                if heir is not None and not is_known and self._ends(gone, heir):
                    found[gone] = Heir(gone, heir, "merged", 0.95)
        return found

    def by_place(self) -> None:
        """Few letters between the same two neighbours are the same passage: a cell that says something else."""
        for number, piece in enumerate(self.new):
            if number in self.heirs or len(piece.text) >= TELLING:
                continue
            for one in self._beside(number):
                is_short = len(self.old[one].text) < TELLING and one not in self._heir_of
                if is_short and self._found_beside(one, number, edges=True) == 2:
                    self._take(one, number, "edited", 0.5)
                    break

    def doubt(self) -> None:
        """Marks what could be another: equal texts, short ones, texts edited among other neighbours.

        Which of equal texts became which is sure where those on both sides did, up to a text alone of its kind.
        """
        both = self._anchored(0, back=False) & self._anchored(1, back=True)
        for number, heir in self.heirs.items():
            if number not in both and self._could_be_another(heir):
                self.heirs[number] = heir._replace(confidence=UNSURE, is_doubtful=True)

    def _could_be_another(self, heir: Heir) -> bool:
        old, new = self.old[heir.old], self.new[heir.new]
        is_here_twice = max(self._said_there[0][old.file, old.text], self._said_there[1][new.file, new.text]) > 1
        is_near = self._found_beside(heir.old, heir.new, edges=True) > 0
        if heir.change == "unchanged" or heir.confidence == 1.0:
            return is_here_twice or (len(old.text) < TELLING and not is_near and self._are_repeated(heir))
        if heir.change == "edited":
            is_vague = len(new.text) < SHORT or self._likeness(heir.old, heir.new) < ALIKE
            return not is_near and (is_vague or self._are_repeated(heir))
        return len(new.text) < TELLING or (is_here_twice if heir.change == "moved" else self._are_repeated(heir))

    def _are_repeated(self, heir: Heir) -> bool:
        return self._is_repeated(self.old[heir.old].text) or self._is_repeated(self.new[heir.new].text)

    def parts(self) -> dict[int, Heir]:
        """New pieces that were cut from an old one. The one with most of its words is its heir."""
        cut = {n: p.text for n, p in enumerate(self.old) if self._is_open(n) and len(p.text) > TELLING}
        if not cut:
            return {}
        index, found = Index(cut), {}
        for number, piece in enumerate(self.new):
            if number in self.heirs:
                continue
            beside = [self.heirs[n].old for n in _at(self._before[1], number) if n in self.heirs]
            near = [n for n in [*beside, *index.near(piece.text)] if n in cut and holds(cut[n], piece.text)]
            near = [one for one in near if not self._holds_already(one, piece.text)]
            if near:
                best = min(near, key=lambda n: (self._name(self.old[n].file) != piece.file, near.index(n)))
                found[number] = Heir(best, number, "split", 0.95)
        for one in sorted({heir.old for heir in found.values()}):
            self._crown(one, found)
        return found

    def merged(self, parts: dict[int, Heir], glued: dict[int, Heir]) -> dict[int, Heir]:
        """Old pieces without heir whose words stand in a new one; `glued`: those that are known already."""
        open_ = {n: p.text for n, p in enumerate(self.new) if n not in self.heirs or self._was_edited(n)}
        found = {n: heir for n, heir in glued.items() if n not in self._heir_of}
        lost = {n: p for n, p in enumerate(self.old) if n not in self._heir_of and n not in found and not p.gone}
        index = Index(open_ if lost else {})
        for number, piece in lost.items():
            beside = [self._heir_of[n] for n in _at(self._before[0], number) if n in self._heir_of]
            near = [one for one in [*beside, *index.near(piece.text)] if one in open_]
            near = [n for n in near if holds(open_[n], piece.text) and not self._held(n, piece.text, found)]
            if self._is_repeated(piece.text):
                near = [n for n in near if self.new[n].file == self._name(piece.file)]
            if near:
                best = min(near, key=lambda n: (self.new[n].file != self._name(piece.file), near.index(n)))
                found[number] = Heir(number, best, "merged", 0.95)
        for one in sorted({heir.new for heir in found.values()} - self.heirs.keys() - parts.keys()):
            most = max((heir.old for heir in found.values() if heir.new == one), key=lambda n: (self._size(n), -n))
            self._take(most, one, "merged", found.pop(most).confidence)
        return found

    def _crown(self, one: int, found: dict[int, Heir]) -> None:
        """Makes the part with most of the words of an old piece its heir."""
        text = self.old[one].text
        parts = [number for number, heir in found.items() if heir.old == one]
        heir = self._heir_of.get(one)
        best = max(
            [*parts, *([] if heir is None else [heir])], key=lambda n: (_shared(text, self.new[n].text), -n)
        )
        if heir is not None and best != heir:
            del self.heirs[heir]
            found[heir] = Heir(one, heir, "split", 0.95)
        if best in found:
            del found[best]
            self._take(one, best, "split", 0.95)

    def _take(self, one: int, number: int, change: Change, confidence: float) -> None:
        self.heirs[number] = Heir(one, number, change, confidence)
        self._heir_of[one] = number

    def _name(self, file: str) -> str:
        """What a file of before is called now."""
        return self.renamed.get(file, file)

    def _in_order(self, pieces: Sequence[Piece]) -> list[int]:
        return sorted(range(len(pieces)), key=lambda n: (pieces[n].gone, pieces[n].file, n))

    def _sureness(self, text: str) -> float:
        """Of a text found elsewhere: where several could be it, or it says little, it stays a guess."""
        return 0.97 if len(text) >= TELLING and not self._is_repeated(text) else UNSURE

    def _between(self, number: int, left: dict[int, str]) -> Iterator[int]:
        """Old pieces left beside those that the neighbours of a new piece continue."""
        (before, after), (left_of, right_of) = self._before[1], self._before[0]
        for beside, step in ((before.get(number), right_of), (after.get(number), left_of)):
            heir = self.heirs.get(beside) if beside is not None else None
            one = step.get(heir.old) if heir else None
            if one in left:
                yield one

    def _found_beside(self, one: int, number: int, *, edges: bool = False) -> int:
        """How many of the two neighbours of an old piece are continued by those of a new one.

        `edges`: the beginnings of files are neighbours too, and their ends.
        """
        pairs = ((old.get(one), new.get(number)) for old, new in zip(*self._before, strict=True))
        return sum(
            self._heir_of.get(old, -1) == new if old is not None else edges and new is None for old, new in pairs
        )

    def _anchored(self, step: int, *, back: bool) -> set[int]:
        """New pieces whose neighbours on one side are heirs of the same ones, up to one alone of its kind."""
        found: set[int] = set()
        for number in sorted(self.heirs, reverse=back):
            one = self.heirs[number].old
            beside, old = self._before[1][step].get(number), self._before[0][step].get(one)
            if beside is None or old is None:
                is_same = beside is None and old is None
            else:
                is_same = self._heir_of.get(old) == beside and (beside in found or self._is_alone(beside))
            if is_same:
                found.add(number)
        return found

    def _is_alone(self, number: int) -> bool:
        """Whether no other piece says what a new one says, nor what it said."""
        text, before = self.new[number].text, self.old[self.heirs[number].old].text
        return len(text) >= SHORTEST and not self._is_repeated(text) and not self._is_repeated(before)

    def _is_repeated(self, text: str) -> bool:
        return max(count[self._words[text]] for count in self._said) > 1

    def _beside(self, number: int) -> list[int]:
        """The old pieces beside those that the neighbours of a new piece continue."""
        heirs = [self.heirs[n].old for n in _at(self._before[1], number) if n in self.heirs]
        return [n for one in heirs for n in _at(self._before[0], one)]

    def _ends(self, one: int, number: int) -> bool:
        """Whether a new piece begins, or ends, with the very text of an old one, and did not before."""
        text, whole, before = self.old[one].text, self.new[number].text, self.old[self.heirs[number].old].text
        is_first = one < self.heirs[number].old
        return (whole.startswith(f"{text} ") if is_first else whole.endswith(f" {text}")) and not (
            before.startswith(f"{text} ") if is_first else before.endswith(f" {text}")
        )

    def _is_open(self, one: int) -> bool:
        """Whether some words of an old piece may stand elsewhere: it has no heir, or one that was edited."""
        heir = self._heir_of.get(one)
        return not self.old[one].gone if heir is None else self._was_edited(heir)

    def _was_edited(self, number: int) -> bool:
        return self.new[number].text != self.old[self.heirs[number].old].text

    def _holds_already(self, one: int, text: str) -> bool:
        heir = self._heir_of.get(one)
        return heir is not None and holds(self.new[heir].text, text)

    def _held(self, number: int, text: str, found: dict[int, Heir]) -> bool:
        """Whether an old piece whose words a new one holds said a text already."""
        olds = [heir.old for heir in found.values() if heir.new == number]
        olds += [self.heirs[number].old] if number in self.heirs else []
        return any(holds(self.old[one].text, text) for one in olds)

    def _size(self, one: int) -> int:
        return len(self.old[one].text)


def _by_file(pieces: Sequence[Piece], *, gone: bool) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, piece in enumerate(pieces):
        if piece.gone == gone:
            found[piece.file].append(number)
    return dict(found)


def _neighbours(files: dict[str, list[int]]) -> tuple[dict[int, int], dict[int, int]]:
    """Number of a piece -> that of the piece before it in its file; and of the one behind it."""
    pairs = [pair for numbers in files.values() for pair in pairwise(numbers)]
    return {after: before for before, after in pairs}, dict(pairs)


def _at(steps: tuple[dict[int, int], dict[int, int]], number: int) -> list[int]:
    """The neighbours of a piece."""
    return [beside for step in steps if (beside := step.get(number)) is not None]


def _pairs(texts: Iterable[str]) -> set[tuple[str, ...]]:
    """Pairs of words that follow each other; a text of one word is a pair by itself."""
    words = [words_of(text) for text in texts]
    return {pair for said in words for pair in (pairwise(said) if len(said) > 1 else [said])}


def _base(file: str) -> str:
    return file.rpartition("/")[2]


def _shared(one: str, other: str) -> int:
    return int(LCSseq.similarity(words_of(one), words_of(other)))


def _is_comparable(piece: Piece) -> bool:
    return not piece.gone and len(piece.text) >= SHORTEST
