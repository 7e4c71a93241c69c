"""The ways in which a person is written: full, reversed, in capitals, by initials, by one name alone.

Patterns are for plain text: letters without accents, straight apostrophes, one kind of space (see `cutting`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import msgspec


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MIN_NAME = 3
"""Letters below which a name is never masked alone (« Li »)."""
MIN_PIECE = 4
"""Letters from which one half of a double name is masked alone."""
CIVILITY = r"(?:MM?\.|Mmes?|Mlles?|Mr|Mrs|Me|Dr|Monsieur|Madame|Mademoiselle|Messieurs|Mesdames|Maitre|Docteur)"
CIVILITIES = _words("m mm mme mmes mlle mlles mr mrs me dr monsieur madame mademoiselle maitre docteur")
PARTICLES = _words("de du des d la le les van von der den di da do dos el ben")
ROLES = _words(
    """animateur animatrice intervenant intervenante participant participante facilitateur facilitatrice rapporteur
    rapporteuse moderateur moderatrice speaker locuteur locutrice voix salle public homme femme inconnu inconnue
    personne habitant habitante elu elue table groupe equipe"""
)
"""Words by which a transcript names nobody (« Intervenant 1 »)."""
COMMON = _words(
    """maire foret rose pierre marchand boulanger berger meunier charpentier fournier marin chevalier moulin bois
    fontaine riviere montagne vallee colline prairie champ champs jardin pre roche rocher source mare lac
    petit grand legrand lepetit blanc noir brun roux gros bon beau dur vert rouge bleu fort
    noel avril mai aout lundi dimanche printemps hiver clair claire aurore marguerite violette olive prune
    marche place rue chemin pont porte mur tour chateau eglise abbe moine prieur comte roi prince
    lion loup renard mouton cheval poisson oiseau merle colombe garde page savoir
    commune ville pays bourg village territoire terre eau vent soleil"""
)
"""Words that are common as well as names: masked only where they can but be a name."""
DETERMINERS = (
    r"(?:le|la|les|l'|un|une|du|des|au|aux|ce|cet|cette|ces|mon|ma|mes|son|sa|ses|notre|nos|votre|leur|chaque)"
)
SPEAKS = (
    r"(?:a|est|etait|dit|disait|nous|explique|raconte|montre|propose|rappelle|ajoute|precise|repond|demande|"
    r"souligne|pense|parle|presente|accueille|conclut|resume|insiste|annonce|evoque|ouvre|et moi|"
    r"veut|voudrait|peut|doit|va|vient|fait|prend|donne|trouve|craint|refuse|accepte|soutient|vote|s'oppose|prefere|"
    r"regrette|signale|indique|confirme|remercie|intervient|quitte|arrive|remplace|revient|reste|sera|s'en va|"
    r"(?:pas )?d'accord|(?:pour|contre)(?= ?(?:[.,;!?)]|$))|c'est (?:mon|son) nom)"
)
"""What follows a name at the head of a sentence, where a bare noun would have an article."""
WHOLE = (r"(?<![\w-])", r"(?![\w-])")


class Person(msgspec.Struct, frozen=True):
    """First names and surname, plain; either may be empty."""

    first: tuple[str, ...]
    last: tuple[str, ...]


_LIGATURES = {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl"}


class _Plain(dict[int, str]):
    """Code of a letter -> what is plain of it, found out once."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _plain_letter(chr(code))
        return found


def _plain_letter(letter: str) -> str:
    if letter in _LIGATURES:
        return _LIGATURES[letter]
    if letter in "’‘ʼ′`´":
        return "'"
    if letter in "\u2010\u2011":
        return "-"
    if letter.isspace():
        return " "
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return ""
    return unicodedata.normalize("NFD", letter)[0]


_PLAIN = _Plain()


def plain_letter(letter: str) -> str:
    """A letter without its accent; one kind of apostrophe, hyphen and space; empty for a sign without width."""
    return _PLAIN[ord(letter)]


def plain(text: str) -> str:
    """`text` letter by letter plain."""
    return text.translate(_PLAIN)


def person(name: str) -> Person | None:
    """First and last names of « Nadège de La Rive », « DE LA RIVE Nadège », « N. Vauquelin »; None for a role."""
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", plain(name))
    words = [word for word in bare.replace(",", " ").split() if word.strip(".").casefold() not in CIVILITIES]
    words = [word if any(c.isupper() for c in word) or _is_particle(word) else word.capitalize() for word in words]
    if all(word.casefold() in ROLES or not word[:1].isalpha() or len(word) == 1 for word in words):
        return None
    capitals = [word for word in words if word.isupper() and len(word) > 2]
    if (
        capitals
        and len(capitals) < len(words)
        and words[0] in (*capitals, words[0] if _is_particle(words[0]) else "")
    ):
        last = tuple(word for word in words if word in capitals or _is_particle(word))
        return Person(tuple(word for word in words if word not in last), last)
    if len(words) == 1:
        return Person((), (words[0],)) if re.match(rf"\s*{CIVILITY}", plain(name)) else Person((words[0],), ())
    return Person((words[0],), tuple(words[1:]))


def _is_particle(word: str) -> bool:
    return word.casefold().strip("'") in PARTICLES


def _compiled(inner: str) -> re.Pattern[str]:
    return re.compile(f"{WHOLE[0]}{inner}{WHOLE[1]}")


def _longest_first(patterns: Iterable[str]) -> list[str]:
    return sorted(dict.fromkeys(patterns), key=lambda pattern: (-len(pattern), pattern))


def _spaced(words: Iterable[str]) -> str:
    return r" {1,3}".join(map(re.escape, words))


def _singles(one: Person) -> list[str]:
    """Names that are masked where they stand alone: each word, and each half of a double surname."""
    words = [*one.first, *one.last]
    found = []
    for word in words:
        bare = re.sub(r"^[dD]'", "", word)
        pieces = [
            word,
            bare,
            *(piece for piece in bare.split("-") if len(piece) >= MIN_PIECE and word in one.last),
        ]
        found += [
            piece for piece in pieces if len(piece) >= MIN_NAME and piece[0].isupper() and not _is_particle(piece)
        ]
    return [word for word in dict.fromkeys(found) if word.casefold() not in ROLES]


def phrase_pattern(phrases: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern for what points at somebody without naming her, in any case; None for nothing."""
    told = _longest_first(_spaced(phrase.split()) for phrase in phrases)
    return _compiled(f"(?i:{'|'.join(told)})") if told else None


def keys(people: Iterable[str]) -> set[str]:
    """Plain lower-case words that give a person away in an address or a file's name."""
    known = [one for name in people if (one := person(name))]
    return {
        word.casefold() for one in known for word in _singles(one) if len(word) >= MIN_PIECE
        and word.casefold() not in COMMON
    }  # fmt: skip
