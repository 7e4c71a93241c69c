"""What to mask in a plain text: names of the register, names that a note gives, people whom no list knows.

Labels say what stands there instead; a name that may stay is no cut.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

import msgspec
from msgspec import structs

from restitution.people import forms
from restitution.people.appositions import widened
from restitution.people.circle import UNKNOWN, Circle
from restitution.people.cutting import Cut
from restitution.people.hearing import Hearing
from restitution.people.kept import kept_of
from restitution.people.lexicon import Lexicon
from restitution.people.matching import Matcher, Run
from restitution.people.personal import EMAIL, personal_cuts
from restitution.people.phrasing import Told, told_whole
from restitution.people.strangers import OFFICES, Strangers
from restitution.people.words import Text, everyday

SENTENCE: Final = re.compile(r"(?:^|[.!?…»\n]) ?[«\ufffc]? ?$")
"""What a sentence begins after."""
SHORTENED: Final = r"\.(?:[,;:)]| [a-z])"
"""A full stop that ends no sentence."""

Entities = Callable[[str], list[tuple[int, int]]]
"""A plain text -> first and last letter of each name that a model sees in it."""


def no_entities(_: str) -> list[tuple[int, int]]:
    """Without a model."""
    return []


class Manner(msgspec.Struct, frozen=True, kw_only=True):
    """How a text is to be read."""

    shows_unknown: bool = False
    """Whether a name that the register does not hold may stand."""
    heard: bool = False
    """A machine wrote down what people said."""
    lower: bool = False
    """It has no capitals."""
    details: bool = True
    """Whether telephone numbers, addresses and the like go too."""
    unknown: str = UNKNOWN
    """What stands for a name that the register does not hold."""


class Span(NamedTuple):
    """First and last letter of a name; `meant`: numbers of people of the register who were recognised in it."""

    start: int
    end: int
    meant: frozenset[int] = frozenset()
    piece: str = ""
    """Of what only sounds like a name: the piece of that name."""


class Read(NamedTuple):
    """A text, the names of the register in it, and those whom no list knows."""

    text: Text
    runs: list[Run]
    unknown: list[Span]


class Finder:
    """Finds what to mask. `strangers`: names that the note gives and the register does not hold.

    `common`: plain words in lower case that are no sure sign of a person; `kept`: names of places and bodies.
    """

    def __init__(
        self,
        circle: Circle,
        strangers: Iterable[str] = (),
        common: Iterable[str] = (),
        kept: Iterable[str] = (),
        manner: Manner = Manner(),  # noqa: B008 frozen
        entities: Entities = no_entities,
    ) -> None:
        self.circle = circle
        self.manner = manner
        self.entities = entities
        self.kept = kept_of(circle.kept | frozenset(kept))
        self.strangers = [] if manner.shows_unknown else list(strangers)
        self._register = Matcher(circle.lexicon, common, lower=manner.lower)
        self._given = Matcher(Lexicon([name] for name in self.strangers), common, lower=manner.lower)
        self._unlisted = Strangers(lower=manner.lower, known=self.kept.knows)
        by_ear = manner.heard or manner.lower
        self._hearing = Hearing(circle.lexicon, self.kept.words) if by_ear and circle.protected else None
        self._phrases = forms.phrase_pattern(circle.phrases())
        self.read: dict[str, Read] = {}
        """What was found in each text: a note is read once for whom it names, then to be masked."""

    def __call__(self, plain: str) -> list[Cut]:
        """What to cut from a plain text; an e-mail that holds a name always goes whole."""
        names = self.names(plain)
        details = personal_cuts(plain) if self.manner.details or names else ()
        return [
            *(one for one in details if self.manner.details or _is_address_of(one, names)),
            *self._functions(plain, names),
        ]

    def names(self, plain: str) -> list[Cut]:
        """The names alone that are to be cut from a plain text."""
        return list(self._cuts(plain, self._spans(plain)))

    def _functions(self, plain: str, names: list[Cut]) -> Iterator[Cut]:
        """The functions that name somebody, alone or beside her name."""
        for cut in self.circle.offices.found(plain):
            yield Cut(*self._whole(plain, *cut))
        alone = frozenset(names)
        for name in widened(plain, names, self.circle):
            yield name if name in alone else structs.replace(name, label=_as_head(plain, name.start, name.label))

    def unlisted(self, plain: str) -> list[str]:
        """The names in a plain text that neither the register nor a list of the note holds."""
        if self.manner.shows_unknown:
            return []
        spans = self._read(plain).unknown
        kept = self.kept.found(plain) if spans else []
        return [plain[s.start : s.end] for span in spans for s in _outside(span, kept)]

    def _read(self, plain: str) -> Read:
        """A text with the names of the register and of those whom no list knows."""
        found = self.read.get(plain)
        if found is None:
            text = Text(plain)
            runs = self._register.found(text)
            unknown = [] if self.manner.shows_unknown else self._unknown(text, runs)
            found = self.read[plain] = Read(text, runs, unknown)
        return found

    def _spans(self, plain: str) -> list[Span]:
        """Every name, the longest first."""
        text, runs, unknown = self._read(plain)
        spans = [_span(text, run.first, run.last, run.names) for run in runs]
        if self.strangers:
            spans += [_span(text, run.first, run.last) for run in self._given.found(text)]
        spans += unknown
        spans += [Span(*match.span()) for match in self._phrases.finditer(plain)] if self._phrases else []
        if self._hearing:
            heard = self._hearing.found(text)
            spans += [_span(text, one.first, one.last)._replace(piece=one.piece) for one in heard]
        return sorted(dict.fromkeys(spans), key=lambda span: (span.start - span.end, span.piece != "", span.start))

    def _unknown(self, text: Text, runs: list[Run]) -> list[Span]:
        """Those whom no list knows, where they are not somebody of the register with a word too much."""
        spans = [
            _span(text, first, last)
            for first, last in self._unlisted.found(text)
            if not any(self._is_her(text, (first, last), run) for run in runs)
        ]
        seen = self.entities(text.letters)
        return spans + [Span(*entity) for entity in seen if self._may_be(text, entity, runs)]

    def _may_be(self, text: Text, entity: tuple[int, int], runs: list[Run]) -> bool:
        """Whether what a model takes for a person is none of the register's."""
        at = [n for n, word in enumerate(text.words) if word.start < entity[1] and entity[0] < word.end]
        return bool(at) and not any(self._is_her(text, (at[0], at[-1]), run) for run in runs)

    def _is_her(self, text: Text, span: tuple[int, int], run: Run) -> bool:
        """Whether what looks like somebody unknown is a name of the register, and ordinary words around it."""
        if run.last < span[0] or span[1] < run.first:
            return False
        if len(set(run.at)) > 1:
            return True
        around = [text.words[n] for n in range(span[0], span[1] + 1) if not run.first <= n <= run.last]
        return all(w.is_particle or w.folded in everyday() or w.folded in OFFICES for w in around)

    def _cuts(self, plain: str, spans: list[Span]) -> Iterator[Cut]:
        kept = self.kept.found(plain) if spans else []
        for whole in spans:
            for span in _outside(whole, kept) if not (whole.meant or whole.piece) else [whole]:
                if not _inside(span, kept):
                    cut = self._told(plain, span)
                    if cut:
                        yield cut
                    kept = kept if cut else [*kept, (span.start, span.end)]

    def _told(self, plain: str, span: Span) -> Cut | None:
        """The cut of a name and what stands there instead; None where it may stay."""
        said = span.piece or plain[span.start : span.end]
        label = self.circle.label(said, () if span.piece else self.strangers, span.meant)
        if label is None or (label == UNKNOWN and (self.manner.shows_unknown or span.piece)):
            return None
        meant = " ou ".join(known.person.nom for known in self.circle.owners(said)) if span.piece else ""
        whole = self._whole(plain, span.start, span.end, self.manner.unknown if label == UNKNOWN else label)
        return Cut(*whole, meant=meant, name=(span.start, span.end), unlisted=label == UNKNOWN)

    @staticmethod
    def _whole(plain: str, start: int, end: int, label: str) -> Told:
        """The cut with what goes with a name, and a capital at the head."""
        told = told_whole(plain, start, end, label)
        is_loud = _is_loud(plain, told)
        return told._replace(label=told.label.upper() if is_loud else _as_head(plain, told.start, told.label))


def _is_loud(plain: str, told: Told) -> bool:
    """Whether all around a name is in capitals (a title)."""
    around = plain[: told.start] + plain[told.end :]
    return around.isupper() and plain.isupper() and told.label[1:].islower()


def _as_head(plain: str, start: int, label: str) -> str:
    """A label with a capital where it begins a sentence."""
    is_first = bool(SENTENCE.search(plain, max(0, start - 3), start))
    return label[0].upper() + label[1:] if is_first else label


def _is_address_of(detail: Cut, names: list[Cut]) -> bool:
    """Whether a detail is an e-mail in which a name stands."""
    return detail.label == EMAIL and any(name.start < detail.end and detail.start < name.end for name in names)


def _span(text: Text, first: int, last: int, meant: frozenset[int] = frozenset()) -> Span:
    """The letters of words `first` to `last`, the full stop of a last initial too."""
    word = text.words[last]
    stop = SHORTENED if first == last else r"\."
    is_dotted = word.is_initial and re.match(stop, text.letters[word.end : word.end + 3]) is not None
    return Span(text.words[first].start, word.end + is_dotted, meant)


def _inside(span: Span, kept: list[tuple[int, int]]) -> bool:
    return any(start <= span.start and span.end <= end for start, end in kept)


def _outside(span: Span, kept: list[tuple[int, int]]) -> list[Span]:
    """A span without the name of a place that stands at its end; nothing where that was all."""
    for start, end in kept:
        if start <= span.start < end:
            return []
        if span.start < start < span.end <= end:
            return [span._replace(end=start - 1)] if start - 1 > span.start else []
    return [span]
