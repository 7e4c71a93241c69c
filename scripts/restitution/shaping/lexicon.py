"""The words that speak of each theme, as stems: « logements », « LOGEMENT » and « loger » are one word.

A theme's words are those that the settings give, else the model's when it is a theme of the model, else those of
its title. Stems are Snowball's, without accents; an abbreviation (« TAD ») is compared as it is written.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import cache, lru_cache
from typing import Any, Final

from Stemmer import Stemmer

from restitution.domain import Theme, domain, theme_of_word

WEAK: Final = 0.5
"""What a word counts that belongs to several themes, or is often said of something else."""
TOKEN: Final = re.compile(r"[^\W_]+|[^\w\s'-]")
LINKS: Final = frozenset({"de", "du", "des", "d", "la", "le", "les", "l", "a", "à", "au", "aux", "en"})
"""Words that an expression may hold or not: « maison de santé », « maisons de la santé »."""
_VAGUE: Final = frozenset(
    {"transition", "dynamique", "gestion", "valorisation", "développement", "politique", "territoire"}
)
"""Words of a title that do not tell its theme from another."""
LONGEST: Final = 40
"""Letters beyond which a run of them is no word, and would take seconds to stem."""
_SHORTEST: Final = 3
"""Letters of a title's word that may tell its theme (« eau », « air »)."""
_JOINING: Final = frozenset(
    ("les", "des", "aux", "une", "par", "sur", "sous", "pour", "dans", "avec", "sans", "vers", "nos", "vos", "ses")
)
"""Words of a title that only join others."""
_LIGATURES: Final = str.maketrans({"œ": "oe", "æ": "ae"})

Stems = tuple[str, ...]
Lexicon = dict[str, dict[Stems, dict[str, float]]]
"""First stem of an expression -> its stems -> the themes that it speaks of, and what it counts for each."""


@cache
def lexicon(themes: tuple[Theme, ...]) -> Lexicon:
    """The words of a project's themes."""
    known: Lexicon = defaultdict(lambda: defaultdict(dict))
    of_model = {one.cle: theme.cle for theme in themes if (one := _of_model(theme))}
    for word, keys in domain().mots_faibles.items():
        for stems in _spellings(word):
            known[stems[0]][stems] |= {of_model[key]: WEAK for key in keys if key in of_model}
    for theme in themes:
        for word in _words(theme):
            for stems in _spellings(word):
                known[stems[0]][stems] |= {theme.cle: 1.0 * min(len(stems), 2)}
    return known


@cache
def title_words(theme: Theme) -> frozenset[Stems]:
    """What is enough in a title: a theme's name, and each word that the settings give it as its own."""
    own = theme.mots if theme.mots and _of_model(theme) is None else ()
    return frozenset(stems for word in (theme.titre, *theme.alias, *own) for stems in _spellings(word))


def tokens(text: str, known: Lexicon) -> list[str]:
    """The stems of a text in order, links left out; what only looks like a word of a theme is a full stop."""
    plain = _plain(text)
    if _deceptive_in_small().search(plain.lower()):
        plain = _deceptive().sub(" . ", plain)
    return [
        token if token in known and token.isupper() else stem(token.lower())
        for token in TOKEN.findall(plain)
        if token.lower() not in LINKS
    ]


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """What the forms of a French word have in common, in lower case without accents; a number is itself."""
    is_word = word.isalpha() and len(word) <= LONGEST
    return _without_accents(_stemmer().stemWord(word)) if is_word else word


def _words(theme: Theme) -> tuple[str, ...]:
    model = _of_model(theme)
    if theme.mots or model:
        return theme.mots or (model.mots if model else ())
    said = [word for name in (theme.titre, *theme.alias) for word in TOKEN.findall(_plain(name).lower())]
    return tuple(word for word in said if len(word) >= _SHORTEST and word not in _VAGUE | _JOINING)


def _of_model(theme: Theme) -> Theme | None:
    """The model's theme that a project's theme is, by its key, title or alias, unless it has words of its own."""
    key = next(filter(None, map(theme_of_word, (theme.cle, theme.titre, *theme.alias))), None)
    model = next((one for one in domain().themes if one.cle == key), None)
    return model if model and theme.mots in {(), model.mots} else None


def _spellings(word: str) -> set[Stems]:
    """The stems of an expression as it is written, and without accents (in capitals); none for links alone."""
    whole = TOKEN.findall(_plain(word))
    if len(whole) == 1 and whole[0].isupper():
        return {(whole[0],)}
    said = [token.lower() for token in whole if token.lower() not in LINKS]
    return {tuple(map(stem, said)), tuple(stem(_without_accents(token)) for token in said)} - {()}


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("’", "'").translate(_LIGATURES)


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


@cache
def _deceptive() -> re.Pattern[str]:
    return re.compile(_deceptive_in_small().pattern, re.IGNORECASE)


@cache
def _deceptive_in_small() -> re.Pattern[str]:
    """The same in lower case: found several times as fast, and most texts hold none."""
    return re.compile(rf"\b(?:{'|'.join(domain().trompeurs)})\b")


@cache
def _stemmer() -> Any:
    return Stemmer("french")
