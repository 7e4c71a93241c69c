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
_OFFICE = r"(?!(?:Le|La) (?:Maire|President|Prefet|Prefete|Depute|Senat|Conseill|Direct|Secretaire|Sous))"
_SURNAME = (
    rf"(?:(?:de|du|des|van|von) (?:la )?|d')?{_OFFICE}[A-Z][\w'-]+"
    r"(?: (?:(?:de|du|des|van|von) (?:la )?|d')?[A-Z][\w'-]+){0,2}"
)
ANNOUNCED = (
    re.compile(rf"(?<![\w-])(?:M\.?|Mr\.?|Mme|Mlle|Monsieur|Madame|Mademoiselle) ({_SURNAME})"),
    re.compile(rf"(?<![\w-])(?:MM\.?|Mmes|Mlles|Messieurs|Mesdames) ({_SURNAME}(?:(?:, | et ){_SURNAME})*)"),
)
"""Whoever a civility announces is a person, even where no list of the note says so."""
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
    r"c'est (?:mon|son) nom)"
)
"""What follows a name at the head of a sentence, where a bare noun would have an article."""
WHOLE = (r"(?<![\w-])", r"(?![\w-])")
SAINT = r"(?<!saint )(?<!Saint )(?<!St )(?<!Sainte )(?<!Ste )"


class Person(msgspec.Struct, frozen=True):
    """First names and surname, plain; either may be empty."""

    first: tuple[str, ...]
    last: tuple[str, ...]


def plain_letter(letter: str) -> str:
    """A letter without its accent; one kind of apostrophe, hyphen and space; empty for a sign without width."""
    if letter in "’‘ʼ′`´":
        return "'"
    if letter in "\u2010\u2011":
        return "-"
    if letter.isspace():
        return " "
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return ""
    return unicodedata.normalize("NFD", letter)[0]


def plain(text: str) -> str:
    """`text` letter by letter plain."""
    return "".join(map(plain_letter, text))


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


def name_patterns(people: Iterable[str], common: set[str]) -> list[re.Pattern[str]]:
    """Patterns for plain text, the whole names first; group 1, where there is one, is what to mask.

    `common`: plain lower-case words of the note that a determiner announces; with `COMMON`, such a name is masked
    alone only after a civility, inside a sentence without a determiner, or at its head before a verb.
    """
    known = [one for name in people if (one := person(name))]
    whole = _longest_first(pattern for one in known for pattern in _whole(one))
    exact = _longest_first(pattern for one in known for pattern in _initials(one))
    singles = {word for one in known for word in _singles(one)}
    rare = _longest_first(_either_case(word) for word in singles if word.casefold() not in common | COMMON)
    doubtful = _longest_first(_either_case(word) for word in singles if word.casefold() in common | COMMON)
    found = []
    if whole:
        found.append(_compiled(f"(?i:{'|'.join(whole)})"))
    if exact:
        found.append(re.compile(rf"(?<![\w-])(?:{'|'.join(exact)})(?![\w-])"))
    if rare:
        found.append(_compiled(f"{SAINT}(?:{'|'.join(rare)})"))
    found += _only_as_labels(known, common)
    return found + (_only_as_names("|".join(doubtful)) if doubtful else [])


def _only_as_labels(known: Iterable[Person], common: set[str]) -> list[re.Pattern[str]]:
    """What is surely a person only before a colon, as who speaks: initials (« AQ : »), « Rose : »."""
    words = {word for one in known for word in one.first if not one.last or len(word) >= MIN_NAME}
    alone = _longest_first(
        _either_case(word) for word in words if len(word) < MIN_NAME or word.casefold() in common | COMMON
    )
    return [re.compile(rf"(?<![\w-])({'|'.join(alone)})(?= ?:(?![\d/]))")] if alone else []


def _compiled(inner: str) -> re.Pattern[str]:
    return re.compile(f"{WHOLE[0]}{inner}{WHOLE[1]}")


def _only_as_names(words: str) -> list[re.Pattern[str]]:
    """Patterns for words that may be common: the three places where they can but be a name."""
    head = r"(?:^|[.!?…:;»«\"(\n–—•] ?|\ufffc ?)"
    return [
        re.compile(rf"\b{CIVILITY} ((?:{words}))(?![\w-])"),
        re.compile(rf"(?<![\w-])(?!(?i:{DETERMINERS})\b)(?:[a-z]+'|[a-z]+,? )((?:{words}))(?![\w-])(?! d['eu])"),
        re.compile(rf"{head}((?:{words}))(?=,? {SPEAKS}\b)"),
    ]


def _longest_first(patterns: Iterable[str]) -> list[str]:
    return sorted(dict.fromkeys(patterns), key=lambda pattern: (-len(pattern), pattern))


def _either_case(word: str) -> str:
    forms = dict.fromkeys((word, word.upper(), *([_in_lower_case(word)] if word.isupper() else [])))
    return "|".join(map(re.escape, forms))


def _in_lower_case(word: str) -> str:
    """« MORVANT » as « Morvant »: who is listed in capitals is talked of without."""
    return re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), word)


def _spaced(words: Iterable[str]) -> str:
    return r" {1,3}".join(map(re.escape, words))


def _whole(one: Person) -> list[str]:
    """« Nadège de La Rive », « de La Rive Nadège », and the surname of several words alone."""
    if not one.last:
        return []
    phrase = [_spaced(one.last)] if len(one.last) > 1 else []
    bare = one.last[1:] if len(one.last) > 2 and _is_particle(one.last[0]) else ()
    phrase += [_spaced(bare)] if bare else []
    if not one.first:
        return phrase
    reversed_ = rf"{_spaced(one.last)}[ ,]{{1,3}}{_spaced(one.first)}"
    return [_spaced((*one.first, *one.last)), reversed_, *phrase]


def _initials(one: Person) -> list[str]:
    """« N. Vauquelin », « Nadège V. », « N. V. »."""
    if not one.first or not one.last:
        return []
    initials = r"\.?[ -]?".join(re.escape(part[0].upper()) for part in one.first[0].split("-") if part)
    surname = _spaced(one.last)
    names = [word for word in one.last if not _is_particle(word)] or list(one.last)
    letter = re.escape(names[-1].removeprefix("d'").removeprefix("D'")[:1].upper())
    first = re.escape(one.first[0])
    return [rf"{initials}\.? ?(?:{surname}|{surname.upper() if surname.isalpha() else surname})",
            rf"{first} {letter}\.", rf"{initials}\. ?{letter}\."]  # fmt: skip


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
