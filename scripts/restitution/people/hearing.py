"""Names of the register as a machine heard them: spelt by ear, cut in two, or both (« madame vau clin »).

What is found so is masked until somebody has looked: it is told with its place, to be confirmed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final, NamedTuple

from restitution.people.forms import CIVILITIES
from restitution.people.lexicon import Lexicon
from restitution.people.sounds import SHORTEST, alike, sound
from restitution.people.words import Text, everyday, first_names

FEWEST_LETTERS: Final = 5
MOST_PIECES: Final = 3
"""Words into which a machine cuts a name."""


class Heard(NamedTuple):
    """Words `first` to `last` of a text, and the piece of a name that they sound like."""

    first: int
    last: int
    piece: str


class Hearing:
    """Looks for what sounds like the names of a lexicon; `kept`: words that are known for something else."""

    def __init__(self, lexicon: Lexicon, kept: frozenset[str] = frozenset()) -> None:
        self.lexicon = lexicon
        self.kept = kept
        self._by_sound: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for piece in sorted(lexicon.lasts | lexicon.firsts):
            said = sound(piece)
            if len(said) >= SHORTEST and len(piece) >= FEWEST_LETTERS:
                self._by_sound[said[0]].append((said, piece))
        self._known: dict[str, str] = {}

    def found(self, text: Text) -> Iterator[Heard]:
        """Each, none over another."""
        at, words = 0, text.words
        while at < len(words):
            heard = self._after_civility(text, at) or self._alone(text, at)
            if heard:
                yield heard
            at = heard.last + 1 if heard else at + 1

    def _alone(self, text: Text, at: int) -> Heard | None:
        folded = text.words[at].folded
        if folded in everyday() or folded in self.lexicon.of or folded in self.kept:
            return None
        piece = self._piece(folded)
        if piece:
            return Heard(at, at, piece)
        if text.gap(at) == " " and len(folded) > 1:
            both = self._exactly(folded + text.words[at + 1].folded)
            return Heard(at, at + 1, both) if both else None
        return None

    def _after_civility(self, text: Text, at: int) -> Heard | None:
        """Behind a civility a name may be cut into ordinary words (« monsieur veau clin »)."""
        if at == 0 or text.words[at - 1].folded not in CIVILITIES or text.gap(at - 1) != " ":
            return None
        whole = ""
        for last in range(at, min(at + MOST_PIECES, len(text.words))):
            whole += text.words[last].folded
            if text.words[last].folded in self.lexicon.of:
                return None
            piece = self._exactly(whole)
            if piece:
                return Heard(at, last, piece)
            if text.gap(last) != " ":
                return None
        return None

    def _piece(self, folded: str) -> str:
        """The piece that a word sounds like, empty for none; another first name is only its own."""
        if folded not in self._known:
            nearly = "" if folded in first_names() else self._nearly(folded)
            self._known[folded] = self._exactly(folded) or nearly
        return self._known[folded]

    def _exactly(self, folded: str) -> str:
        said = sound(folded)
        return next((piece for own, piece in self._by_sound.get(said[:1], ()) if own == said), "")

    def _nearly(self, folded: str) -> str:
        said = sound(folded)
        if len(folded) < FEWEST_LETTERS:
            return ""
        lasts = self.lexicon.lasts
        near = (piece for own, piece in self._by_sound.get(said[:1], ()) if piece in lasts and alike(own, said))
        return next(near, "")
