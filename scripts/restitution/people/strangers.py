"""Finds people whom no list names: by a civility, a first name, initials, or what is said of them.

For texts that have capitals; of one without, only who follows a civility is found.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from restitution.people.things import names_a_thing
from restitution.people.words import Text, doubtful_names, everyday, first_names, place_names


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CIVIL: Final = _words("m mr mme mlle monsieur madame mademoiselle dr pr docteur maitre abbe soeur frere pere me")
SEVERAL: Final = _words("mm mmes mlles messieurs mesdames mesdemoiselles")
SPOKEN: Final = _words("monsieur madame mademoiselle docteur")
"""Civilities that a machine hears."""
OFFICES: Final = _words(
    """maire maires president presidente prefet prefete depute deputee senateur senatrice ministre conseiller
    conseillere directeur directrice secretaire sous vice adjoint adjointe delegue deleguee commissaire inspecteur
    rapporteur doyen recteur rectrice procureur juge notaire professeur docteur architecte chef responsable"""
)
"""What may stand behind a civility and is no name (« Madame la Maire », « Monsieur le Préfet »)."""
TITLES: Final = _words(
    """maire maires adjoint adjointe president presidente prefet prefete depute deputee senateur senatrice ministre
    professeur abbe cure famille epoux epouse consorts collegue voisin voisine cousin cousine"""
)
"""What a surname may follow (« le maire Durand », « la famille Durand »)."""
BEGINNINGS: Final = _words(
    """je tu il elle on nous vous ils elles ce cet cette ces cela ca ceci c j l un une des mon ma mes son sa ses
    notre nos votre vos leur leurs et mais ou donc or ni car puis alors ensuite enfin aussi ainsi ici la-bas hier
    demain aujourd depuis apres avant pendant pour dans avec sans sur sous chez par comme quand lorsque si oui non
    tous toutes tout chacun chacune plusieurs certains certaines qui que quoi dont autre autres en y a au aux"""
)
"""What begins a sentence and is nobody's surname."""
SAYS: Final = (
    r"(?:explique|raconte|precise|ajoute|repond|demande|rappelle|souligne|conclut|insiste|confie|temoigne|estime|"
    r"dit|propose|presente|constate|s'interroge|se souvient|nous a|m'a|intervient|anime|accueille|pense que)"
)
"""What only people do."""
JOBS: Final = (
    r"(?:maire|adjoint|elu|conseill|president|vice-president|direct|anima|charge|responsable|agricult|eleveu|"
    r"maraich|habitant|benevole|gerant|chef|technicien|infirmi|medecin|enseignant|institut|artisan|boulang|"
    r"retrait|pech|berg|vign|ouvri|entrepreneu|commerc|restaurat|caf|ferm|instit|etudiant|lyceen|cofondat|fondat|membre|secretaire|tresori|coordin|mediat|consultant|expert|"
    r"formateur|formatrice|paysan|menuisi|apicult|archi|urbaniste|educat|assistant)"
)
"""How a word begins that says what somebody does."""
_SPEAKS: Final = re.compile(rf",? (?:nous |me |lui )?{SAYS}\b")
_DOES: Final = re.compile(
    rf",? (?:(?:l'|la |le |un |une |notre |ancien |ancienne |jeune )*){JOBS}|\s?\((?:l'|la |le )?{JOBS}"
)
_LABEL: Final = re.compile(r" ?:(?![\d/])")
_BEFORE_PEOPLE: Final = re.compile(
    r"(?i:\b(?:selon|d'apres|merci a|dixit|interview d[e']|entretien avec|rencontre avec|portrait d[e']|"
    r"temoignage d[e']|propos d[e']|anime[e]? par|accueillis? par|presente[e]? par|redige[e]? par|ecrit par|"
    r"recu[es]* par|avec|chez|signe) ?|\b(?:nommee?|m'appelle|moi c'est|voici) )$"
)
_MOST_WORDS: Final = 4
SHORT_NAME: Final = 3


class Strangers:
    """Who is named in a text. `lower`: it has no capitals; `known`: words, plain, that are no stranger's alone."""

    def __init__(self, *, lower: bool = False, known: Callable[[str], bool] = lambda _: False) -> None:
        self.lower = lower
        self.known = known

    def found(self, text: Text) -> list[tuple[int, int]]:
        """First and last word of each name, none over another."""
        found: list[tuple[int, int]] = []
        at = 0
        while at < len(text.words):
            several = text.words[at].folded in SEVERAL and not self.lower
            span = self._at(text, at)
            while span:
                found.append(span)
                at = span[1]
                span = self._next_of_several(text, at) if several else self._next_in_list(text, at)
            at += 1
        return found

    def _next_of_several(self, text: Text, at: int) -> tuple[int, int] | None:
        """Who is named behind word `at`, of several behind one civility (« MM. Durand, Petit et Roux »)."""
        gap, after = text.gap(at), at + 1
        if gap == " " and text.words[after].folded == "et" and text.gap(after) == " ":
            return self._surname(text, after + 1)
        return self._surname(text, after) if gap == ", " else None

    def _next_in_list(self, text: Text, at: int) -> tuple[int, int] | None:
        """Two words that no dictionary has, behind somebody and « et »."""
        after = at + 2
        if self.lower or text.gap(at) != " " or text.gap(at + 1) != " " or text.words[at + 1].folded != "et":
            return None
        if not text.words[after].has_capital or text.words[after].is_capitals or self._is_everyday(text, after):
            return None
        if text.words[after].folded in CIVIL | SEVERAL:
            return None
        last = self._extended(text, after)
        strange = not (self._is_everyday(text, last) or self._is_known(text, last) or self._is_known(text, after))
        return (after, last) if last > after and strange else None

    def _at(self, text: Text, at: int) -> tuple[int, int] | None:
        word = text.words[at]
        if word.folded in CIVIL or word.folded in SEVERAL:
            return self._announced(text, at)
        if self.lower:
            return None
        if word.folded in TITLES and not word.has_capital:
            return self._titled(text, at)
        if not word.has_capital:
            return None
        return self._by_first_name(text, at) or self._by_initial(text, at) or self._by_what_is_said(text, at)

    # Behind a civility

    def _announced(self, text: Text, at: int) -> tuple[int, int] | None:
        """Who follows a civility; of several (« MM. Durand et Roux »), from the first to the last."""
        word = text.words[at]
        if text.gap(at) not in ({". ", " ", "."} if len(word.text) <= SHORT_NAME else {" "}):
            return None
        if word.folded in {"m", "me", "pr", "dr"} and not word.has_capital:
            return None
        if self.lower:
            return self._heard(text, at + 1) if word.folded in SPOKEN else None
        span = self._surname(text, at + 1)
        if span is None or (word.folded in {"me", "pere", "frere", "soeur"} and self._is_everyday(text, span[0])):
            return None
        return span

    def _surname(self, text: Text, at: int) -> tuple[int, int] | None:
        first = at
        if text.words[at].folded in SEVERAL | CIVIL:
            return None
        at = _surname_behind(text, at)
        word = text.words[at]
        if not word.has_capital or (word.folded in OFFICES and at > first) or self._is_office(text, at):
            return None
        return first, self._extended(text, at)

    @staticmethod
    def _is_office(text: Text, at: int) -> bool:
        """Whether a word with a capital is an office all the same (« Madame Présidente »)."""
        return text.words[at].folded in OFFICES and text.gap(at)[:1] in {",", "'"} | {" "} and (
            at + 1 < len(text.words) and text.words[at + 1].is_particle
        )  # fmt: skip

    def _heard(self, text: Text, at: int) -> tuple[int, int] | None:
        """Who follows a civility in a text without capitals: a word that is no ordinary one."""
        last = at
        while last + 1 < len(text.words) and text.words[last].is_particle and text.gap(last) in {" ", "'"}:
            last += 1
        word = text.words[last]
        if len(word.text) <= SHORT_NAME or word.folded in everyday() or word.folded in OFFICES:
            return None
        following = last + 1
        goes_on = text.gap(last) == " " and following < len(text.words)
        if goes_on and (word.folded in first_names()) and text.words[following].folded not in everyday():
            return at, following
        return at, last

    # By a first name

    def _by_first_name(self, text: Text, at: int) -> tuple[int, int] | None:
        word = text.words[at]
        if word.folded not in first_names() or names_a_thing(text, at) or self._is_part(text, at):
            return self._by_name_then_first_name(text, at)
        last = self._extended(text, at)
        if last > at:
            return (at, last) if self._is_a_name(text, at, last) else None
        if self._has_last_initial(text, at):
            return at, at + 1
        return (at, at) if self._is_first_name(text, at) else None

    @staticmethod
    def _has_last_initial(text: Text, at: int) -> bool:
        """« Ghislaine P. »."""
        is_spaced = text.gap(at) == " " and text.words[at + 1].is_initial
        return is_spaced and text.gap(at + 1).startswith(".")

    def _is_a_name(self, text: Text, at: int, last: int) -> bool:
        """Whether a first name and what follows it are somebody's, not a title in capitals or a place."""
        rest = [text.words[n] for n in range(at + 1, last + 1) if not text.words[n].is_particle]
        if text.gap(last) == "-":
            return False
        is_doubtful = text.words[at].folded in doubtful_names()
        ordinary = all(word.folded in everyday() for word in rest)
        if is_doubtful and (ordinary or text.is_determined(at)):
            is_place = text.words[at].folded in place_names()
            return not (is_place or text.begins_sentence(at) or text.is_determined(at))
        return not (text.is_determined(at) and ordinary)

    def _is_first_name(self, text: Text, at: int) -> bool:
        """Whether a first name alone is somebody's."""
        word, text_end = text.words[at], text.words[at].end
        if _LABEL.match(text.letters, text_end) and text.begins_sentence(at):
            return True
        if text.is_determined(at):
            return False
        if word.folded in doubtful_names():
            return bool(_SPEAKS.match(text.letters, text_end))
        return len(word.text) > SHORT_NAME or not text.begins_sentence(at) or len(text.words) == 1

    def _by_name_then_first_name(self, text: Text, at: int) -> tuple[int, int] | None:
        """« DURAND Ghislaine », « Quintard Ghislaine »: as lists of those present have it, and who copies them."""
        if text.gap(at) != " " or not self._is_surname_first(text, at):
            return None
        after = text.words[at + 1]
        is_first = after.folded in first_names() - doubtful_names() and after.has_capital and not after.is_capitals
        return (at, at + 1) if is_first and self._extended(text, at + 1) == at + 1 else None

    def _is_surname_first(self, text: Text, at: int) -> bool:
        """Whether a word may be the surname of the first name behind it: not « Bonjour » nor « le PETR »."""
        word = text.words[at]
        if word.is_capitals and text.begins_sentence(at):
            return len(word.text) >= SHORT_NAME
        if len(word.text) <= SHORT_NAME or word.folded in OFFICES | CIVIL | SEVERAL | place_names():
            return False
        is_strange = not (self._is_everyday(text, at) or self._is_known(text, at) or text.is_determined(at))
        return is_strange and not (names_a_thing(text, at) or self._is_part(text, at))

    # By initials, titles and deeds

    def _by_initial(self, text: Text, at: int) -> tuple[int, int] | None:
        """« J. Durand », « J.-P. Durand »: not « A. Diagnostic », which numbers a heading."""
        last = _behind_initials(text, at)
        if last == at or not text.words[last].has_capital or len(text.words[last].text) < SHORT_NAME:
            return None
        if text.begins_sentence(at) and last == at + 1:
            return None
        if self._is_everyday(text, last) or names_a_thing(text, at) or text.words[last].is_capitals:
            return None
        return at, self._extended(text, last)

    def _titled(self, text: Text, at: int) -> tuple[int, int] | None:
        """Who follows what he is (« le maire Durand »)."""
        after = at + 1
        if text.gap(at) != " " or not text.words[after].has_capital or text.words[after].is_capitals:
            return None
        is_other = text.words[after].folded in first_names() or self._is_known(text, after)
        if is_other or self._is_everyday(text, after):
            return None
        return (after, self._extended(text, after)) if len(text.words[after].text) > SHORT_NAME else None

    def _by_what_is_said(self, text: Text, at: int) -> tuple[int, int] | None:
        """Two words that no dictionary has, of which something is said that is said of people only."""
        if self._is_everyday(text, at) or text.words[at].is_capitals or text.is_determined(at):
            return None
        last = self._extended(text, at)
        if last == at or text.gap(at) not in {" ", "-"} or names_a_thing(text, at) or self._is_part(text, at):
            return None
        if any(self._is_everyday(text, n) or self._is_known(text, n) for n in (at, last)):
            return None
        return (at, last) if is_said_of(text, at, last) else None

    # What words are

    def _extended(self, text: Text, at: int) -> int:
        """The last word of a name that begins at word `at`, or goes on there."""
        last, count = at, 1
        while count < _MOST_WORDS and text.gap(last) in {" ", "-", "'"}:
            after = last + 1
            while after + 1 < len(text.words) and self._is_link(text, after):
                after += 1
            word = text.words[after]
            if not word.has_capital or word.is_initial or (word.folded in OFFICES and after == last + 1):
                break
            last, count = after, count + 1
        return last

    @staticmethod
    def _is_link(text: Text, at: int) -> bool:
        """Whether a word is a particle before the next."""
        word = text.words[at]
        return word.is_particle and text.gap(at) in {" ", "'"} and word.folded not in {"des", "les"}

    @staticmethod
    def _is_part(text: Text, at: int) -> bool:
        """Whether it is a part of a longer word that is no name (« Bourg-Denis », « Marie-sur-Loire »)."""
        before = text.letters[max(0, text.words[at].start - 2) : text.words[at].start]
        if len(before) > 1 and before[1] == "-" and before[0] != " ":
            return True
        return text.gap(at) == "-" and not text.words[at + 1].has_capital

    def _is_known(self, text: Text, at: int) -> bool:
        return self.known(text.words[at].folded)

    @staticmethod
    def _is_everyday(text: Text, at: int) -> bool:
        return text.words[at].folded in everyday()


def _behind_initials(text: Text, at: int) -> int:
    """The word behind the initials at word `at` (« J.-P. Durand »); `at` where there are none."""
    while at + 1 < len(text.words) and text.words[at].is_initial and text.gap(at) in {".", ". ", ".-", "-"}:
        at += 1
    return at


def _surname_behind(text: Text, at: int) -> int:
    """The surname behind initials and particles; the initial where its sentence ends (« Mme D. Nous »)."""
    behind = last = _behind_initials(text, at)
    while last + 1 < len(text.words) and text.words[last].is_particle and text.gap(last) in {" ", "'"}:
        last += 1
    word = text.words[last]
    is_other_sentence = behind > at and (not word.has_capital or word.folded in BEGINNINGS)
    return at if is_other_sentence else last


def is_said_of(text: Text, first: int, last: int | None = None) -> bool:
    """Whether something is said of words `first` to `last` that is said of people only."""
    end, start = text.words[first if last is None else last].end, text.words[first].start
    if _SPEAKS.match(text.letters, end) or _DOES.match(text.letters, end):
        return True
    return bool(_BEFORE_PEOPLE.search(text.letters, max(0, start - 40), start))
