"""Finds the names of a lexicon in a text, however they are written: whole, reversed, by initials, by one word.

A name is read as a *run*: words that follow each other and may all be the same person's. One word alone is a name
where it can but be one; one that is an ordinary word too (« Maire », « Rose ») is judged by what stands around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from restitution.people.forms import CIVILITIES, COMMON, MIN_NAME, SPEAKS
from restitution.people.lexicon import LONG, Lexicon
from restitution.people.things import is_saint, names_a_thing
from restitution.people.words import Text, Word, everyday, first_names

_JOINS: Final = frozenset({" ", "  ", "   ", "-", "'", ", ", ",", "_", ".", " - "})
_AFTER_INITIAL: Final = frozenset({".", ". ", " ", "-", ".-", ". -", "_"})
_SPEAKS: Final = re.compile(rf",? {SPEAKS}\b")
_LABEL: Final = re.compile(r" ?:(?![\d/])")


class Run(NamedTuple):
    """Words `first` to `last` of a text that may be one name of the lexicon; `at`: which are pieces of it."""

    first: int
    last: int
    at: tuple[int, ...]
    names: frozenset[int]
    initials: bool = False


class Matcher:
    """Looks for the names of one lexicon; `lower`: in texts that have no capitals.

    `common`: words, plain and in lower case, that are no sure sign of a person.
    """

    def __init__(self, lexicon: Lexicon, common: Iterable[str] = (), *, lower: bool = False) -> None:
        self.lexicon = lexicon
        self.common = COMMON | frozenset(common)
        self.lower = lower

    def found(self, text: Text) -> list[Run]:
        """Each name, none over another but initials."""
        runs = [run for run in self._runs(text) if self._is_name(text, run)]
        return runs + list(self._by_initials(text))

    def _is_common(self, piece: str, *, lower: bool) -> bool:
        """Whether a piece may be an ordinary word; written in `lower` case, whatever a dictionary has."""
        return piece in self.common or (lower and piece in everyday())

    def _runs(self, text: Text) -> Iterator[Run]:
        at, words = 0, text.words
        while at < len(words):
            folded = words[at].folded
            if folded in self.lexicon.of:
                run = self._leftwards(text, self._rightwards(text, at))
            elif folded in self.lexicon.joined:
                run = Run(at, at, (at, at), frozenset({self.lexicon.joined[folded]}))
            elif folded in self.lexicon.beginnings and self._is_cut(text, at):
                run = Run(at, at + 1, (at, at + 1), frozenset())
            else:
                at += 1
                continue
            yield run
            at = run.last + 1

    def _is_cut(self, text: Text, at: int) -> bool:
        """Whether a word and the next are one name, cut by a hyphen at the end of a line, or by its layout."""
        if text.gap(at) not in {"- ", " ", "-"}:
            return False
        whole = text.words[at].folded + text.words[at + 1].folded
        if whole not in self.lexicon.alone or len(whole) < LONG or self._is_common(whole, lower=True):
            return False
        return text.gap(at).startswith("-") or not text.words[at + 1].has_capital

    def _rightwards(self, text: Text, at: int) -> Run:
        """The longest run from word `at`."""
        words, of = text.words, self.lexicon.of
        pieces, names, last = [at], of[words[at].folded], at
        used = {words[at].folded}
        while text.gap(last) in _JOINS:
            after = last + 1
            while words[after].is_particle and words[after].folded not in of and text.gap(after) in _JOINS:
                after += 1
            word = words[after]
            both = names & of[word.folded] if word.folded in of and word.folded not in used else None
            if both and self._may_join(text, last, after):
                names, last = both, after
                pieces.append(after)
                used.add(word.folded)
                continue
            if self._is_last_initial(text, last, names):
                return Run(at, last + 1, tuple(pieces), frozenset(names), initials=True)
            break
        return Run(at, last, tuple(pieces), frozenset(names))

    def _may_join(self, text: Text, last: int, after: int) -> bool:
        """Whether two words are of one name: around a comma, the surname comes first (« Vauquelin, Nadège »)."""
        if "," not in text.gap(last):
            return True
        one, other = text.words[last], text.words[after]
        is_reversed = one.folded in self.lexicon.lasts and other.folded in self.lexicon.firsts
        return is_reversed and one.has_capital and other.has_capital

    def _is_last_initial(self, text: Text, last: int, names: set[int]) -> bool:
        """Whether the next word is the initial of a surname (« Nadège V. »)."""
        word = text.words[last + 1]
        if not word.is_initial or text.gap(last) != " ":
            return False
        is_closed = text.gap(last + 1)[:1] in {".", ",", ")", ";", ":", "\n", ""}
        is_first = text.words[last].folded in self.lexicon.firsts and text.words[last].has_capital
        letters = {piece[0] for number in names for piece in self.lexicon.names[number].last}
        return is_closed and is_first and word.folded in letters

    def _leftwards(self, text: Text, run: Run) -> Run:
        """The run with the initials and the particles before it."""
        first, names, initials = run.first, run.names, run.initials
        first = self._with_particles(text, first, names)
        while first > 0 and text.gap(first - 1) in _AFTER_INITIAL and self._is_initial(text, first - 1, run):
            first -= 1
            initials = True
        return Run(first, run.last, run.at, names, initials)

    def _with_particles(self, text: Text, first: int, names: frozenset[int]) -> int:
        here = text.words[first].folded
        for whole in (way.whole for number in names for way in self.lexicon.names[number].ways):
            place = whole.index(here) if here in whole else 0
            at = first
            while place and at and _goes_before(text, at - 1, whole[place - 1]):
                at, place = at - 1, place - 1
            if at < first:
                return at
        return first

    def _is_initial(self, text: Text, at: int, run: Run) -> bool:
        """Whether a word begins a first name that the run leaves out (« N. », « Ph. », « J » of « J.-P. »)."""
        word, said = text.words[at], {text.words[n].folded for n in run.at}
        firsts = [piece for n in run.names for piece in self.lexicon.names[n].first if piece not in said]
        if word.is_initial:
            return any(piece.startswith(word.folded) for piece in firsts)
        is_short = word.has_capital and text.gap(at).startswith(".") and len(word.text) <= MIN_NAME
        return is_short and any(piece.startswith(word.folded) for piece in firsts)

    def _by_initials(self, text: Text) -> Iterator[Run]:
        """« N. V. »; « NV : » where it says who speaks."""
        for at, word in enumerate(text.words):
            if word.is_initial and text.gap(at) in {".", ". "} and text.gap(at + 1).startswith("."):
                after = text.words[at + 1]
                if after.is_initial and (word.folded, after.folded) in self.lexicon.initials:
                    yield Run(at, at + 1, (), self.lexicon.initials[word.folded, after.folded], initials=True)
            elif word.folded in self.lexicon.labels and word.has_capital and self._is_label(text, word):
                yield Run(at, at, (at,), frozenset(self.lexicon.of[word.folded]))

    def _is_label(self, text: Text, word: Word) -> bool:
        """Whether what names somebody only so says who speaks."""
        is_weak = len(word.text) < MIN_NAME or word.folded in self.common
        return is_weak and bool(_LABEL.match(text.letters, word.end))

    def _is_name(self, text: Text, run: Run) -> bool:
        words = [text.words[at] for at in dict.fromkeys(run.at)]
        if is_saint(text, run.first - 1):
            return False
        if self._is_whole(text, run):
            return self._is_written_as_one(text, words, run)
        if run.initials:
            return words[-1].has_capital or self.lower
        if len(words) > 1:
            rare = any(not self._is_ordinary(word) for word in words)
            return (rare or self._stands_as_name(text, run)) and (self.lower or words[-1].has_capital or rare)
        return self._is_alone(text, run, words[0])

    def _is_whole(self, text: Text, run: Run) -> bool:
        """Whether it has a first name and a surname of one person, or is all of a name."""
        said = {text.words[at].folded for at in run.at}
        return len(run.at) > 1 and (not run.names or any(self.lexicon.names[n].is_whole(said) for n in run.names))

    def _is_written_as_one(self, text: Text, words: list[Word], run: Run) -> bool:
        """Whether two words of one person are her name, not two ordinary words (« une claire fontaine »)."""
        if any(not self._is_ordinary(word) for word in words):
            return True
        if all(word.has_capital for word in words):
            return True
        is_called = run.first > 0 and text.words[run.first - 1].folded in {"la", "le"}  # « la rose marchand »
        return self.lower and (is_called or not text.is_determined(run.first))

    def _is_ordinary(self, word: Word) -> bool:
        return self._is_common(word.folded, lower=not word.has_capital)

    def _is_alone(self, text: Text, run: Run, word: Word) -> bool:
        """Whether one word of a name stands for it."""
        at = run.at[0]
        if word.folded not in self.lexicon.alone:
            if run.first < at:  # « La Rive », « monsieur de la rive »
                particle = text.words[run.first]
                return (particle.has_capital and word.has_capital) or self._is_announced(text, run.first)
            is_short = word.folded in self.lexicon.short and word.has_capital and not word.is_capitals
            return is_short and not self._is_hyphened(text, run)
        if self._is_hyphened(text, run) and not self._is_rare_surname(word):
            return False
        if word.has_capital and word.folded not in self.lexicon.lasts and names_a_thing(text, at):
            return False
        if not self._is_ordinary(word):
            return True
        if not word.has_capital:
            return self.lower and (self._is_announced(text, at) or self._speaks(text, at))
        return self._stands_as_name(text, run)

    def _is_rare_surname(self, word: Word) -> bool:
        is_other = word.folded in first_names() or self._is_common(word.folded, lower=True)
        return word.folded in self.lexicon.lasts and not is_other

    @staticmethod
    def _is_hyphened(text: Text, run: Run) -> bool:
        """Whether it is a part of a longer word (« Saint-Martin », « Jean-Marc »)."""
        before = text.letters[max(0, text.words[run.first].start - 1) : text.words[run.first].start]
        after = text.letters[text.words[run.last].end : text.words[run.last].end + 1]
        cut = text.letters[text.words[run.last].end : text.words[run.last].end + 2] == "- "
        return before == "-" or (after == "-" and not cut)

    def _speaks(self, text: Text, at: int) -> bool:
        """Whether a first name that is an ordinary word does what people do (« rose explique »)."""
        is_first = text.words[at].folded in self.lexicon.firsts
        return is_first and not text.is_determined(at) and bool(_SPEAKS.match(text.letters, text.words[at].end))

    @staticmethod
    def _is_announced(text: Text, at: int) -> bool:
        """Whether a civility stands before it."""
        before = text.words[at - 1] if at else None
        return before is not None and before.folded in CIVILITIES and text.gap(at - 1) in {" ", ". ", "."}

    def _stands_as_name(self, text: Text, run: Run) -> bool:
        """Whether an ordinary word with a capital can but be a name where it stands."""
        at, word = run.first, text.words[run.last]
        if self._is_announced(text, at):
            return True
        if text.is_determined(at):
            return False
        speaks = bool(_SPEAKS.match(text.letters, word.end))
        if text.begins_sentence(at):
            is_first = word.folded in self.lexicon.firsts
            is_label = is_first and bool(_LABEL.match(text.letters, word.end))
            return speaks or is_label or (is_first and len(text.words) == 1) or self._is_paired(text, run.last)
        before, gap = text.words[at - 1], text.gap(at - 1)
        if _goes_on_as_noun(text, run.last) or gap not in {" ", "'", ", "}:
            return False
        if gap == ", " and word.folded not in self.lexicon.firsts and _is_described(text, run.last):
            return False
        is_begun = text.begins_sentence(at - 1) and not names_a_thing(text, at)  # « Merci Rose »
        return not before.has_capital or is_begun or (gap == ", " and before.folded in self.lexicon.of)

    def _is_paired(self, text: Text, at: int) -> bool:
        """Whether another name that is known follows (« Brun et Legrand »)."""
        is_joined = text.gap(at) == " " and text.words[at + 1].folded == "et" and text.gap(at + 1) == " "
        return is_joined and text.words[at + 2].has_capital and text.words[at + 2].folded in self.lexicon.of


def _goes_on_as_noun(text: Text, at: int) -> bool:
    """Whether what follows word `at` says more of a thing (« Pierre de taille », not « Pierre d'accord »)."""
    says_more = text.gap(at) == " " and text.words[at + 1].folded in {"d", "de", "du"}
    return says_more and not _SPEAKS.match(text.letters, text.words[at].end)


def _is_described(text: Text, at: int) -> bool:
    """Whether an ordinary word follows, which is no verb that people do (« Forêt communale »)."""
    if text.gap(at) != " " or _SPEAKS.match(text.letters, text.words[at].end):
        return False
    after = text.words[at + 1]
    return not after.has_capital and len(after.text) > MIN_NAME


def _goes_before(text: Text, at: int, piece: str) -> bool:
    """Whether word `at` is the particle of a name, right before the next word."""
    word = text.words[at]
    return word.folded == piece and word.is_particle and text.gap(at) in {" ", "'"}
