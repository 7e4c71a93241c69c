"""The section that a heading opens, also when it does not use the model's words: « Qui était du voyage ».

First the titles that the model knows (`domain.section_of`), then the turns of phrase and first nouns that it lists
for each section (`formes` of `domain.yaml`), among the sections that such a note may have. A heading that states
something (« Les solutions viennent d'ailleurs ») opens none: a wrong section is worse than a missing one.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

import msgspec

from restitution.domain import (
    MAX_TITLE,
    SectionMatch,
    by_pattern,
    domain,
    is_statement,
    normal_title,
    section_of,
    unnumbered,
)
from restitution.messages import folded

SPOKEN: Final = "echanges"
SUBJECTS: Final = frozenset(
    {
        "chiffres_cles",
        "gouvernance",
        "enjeux",
        "etat_des_lieux",
        "afom",
        "moyens",
        "outils",
        "action",
        "initiative",
        "presentation_territoire",
        "anticipation",
        "scenarios",
        "appropriation",
        "concepts",
        "exemple",
        "contact",
    }
)
"""Sections of the matter itself: where people only tell what was said, their titles name what was spoken of."""
SHARED: Final = 3
"""Kinds that must have a section for it to be taken in others."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LONGEST: Final = 100
"""Characters of a heading beyond which it says more than where it stands."""
MORE_THAN_A_PATTERN: Final = 15
"""Characters from which words say more than a pattern of the model (« Sources de financement »)."""
NOUNS, WIDE, INSIDE, AT_START = "noms", "larges", "contient", "début"
OPENERS: Final = {
    "ce que": r"(?:tout |voici )?ce (?:que|qu|qui|dont|a quoi|sur quoi|pour quoi|pourquoi|vers quoi)",
    "qui": r"(?:avec |a |par |pour |chez )?qui",
    "comment": r"comment",
    "pourquoi": r"(?:et )?pour ?quoi",
    "combien": r"(?:a |en )?combien",
    "où": r"(?:d |jusqu |par |la )?ou",
    "quoi": r"(?:a|de|en|sur|par|pour) quoi",
    "quand": r"quand",
    "que": r"(?:que|qu)",
    "quel": r"(?:a |de |pour |par |avec )?quel(?:le)?s?",
    "est-ce": r"(?:est ce|peut on|a t on|faut il)",
    "et": r"et(?: puis)?",
}
"""How a turn of phrase begins, by its name in `formes`."""
_BEFORE_NOUN: Final = (
    r"(?:(?:le|la|les|l|un|une|des|du|de|d|mes|nos|notre|vos|votre|leurs?|ses|son|sa|ce|cet|cette|ces|quelques|"
    r"plusieurs|toute?s?|tous|certaine?s|autres?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|"
    r"un mot (?:de|du|sur)|\d+|principa(?:l|le|ux|les)|"
    r"grande?s?|petite?s?|premiere?s?|premiers?|nouvea(?:u|ux)|nouvelles?|bonnes?|bons|vrais?|vraies|differente?s?|"
    r"seule?s?|derniers?|dernieres?|liste des|rappel (?:des|du|de la))\s+)*?"
)
_AFTER_NOUN: Final = _words(
    """de du des d a au aux pour en sur dans par avec chez entre vers face selon sans devant qui que qu
    dont ou et n no numero"""
)
"""What may follow the noun that a title begins with, when more than two words do."""
_ANYWHERE: Final = _words(
    """le la les l un une de du des d a au aux et en deux trois quelques mots mot bref nos notre territoire
    territoires projet visite visites voyage atelier salle demarche hotes hote groupe cooperation local
    locale locaux locales communs communes general generale generaux principal principaux possibles
    possible visiteurs vallee pays commune reunion seance journee jour ensemble divers diverses finales
    final finale prevu prevue prevus prevues ici"""
)
"""Words that add nothing to a noun: the territory, the visit, what there is."""
_RELATIVE: Final = re.compile(r"\b(?:qui|que|qu|dont|où)\b", re.IGNORECASE)
_WITH_US: Final = re.compile(
    r"\b(?:chez|pour|avec|entre|par|sans|à) (?:nous|vous|eux|elles|soi)\b|\brendez-vous\b", re.IGNORECASE
)
_SAYS: Final = re.compile(
    r"\b(?:(?<!pourquoi )(?<!que )c est(?! quoi)|(?<!si )c etait|ce sont|(?<!qu )il faut|(?<!ce qu )il y a)\b"
)
_PLURAL_VERB: Final = re.compile(r"[a-z]{2,}(?<!m)ent")
_NO_VERB: Final = _words(
    """agent agents client patient president accident continent present absent excellent different recent
    urgent permanent adherent parent vent cent dent resident incident etudiant talent souvent couvent
    evident precedent equivalent frequent referent coherent pertinent innocent violent lent expedient
    content contingent argent torrent serpent orient occident transparent apparent emergent convergent
    divergent adolescent decent eminent"""
)
_PARTICIPLE: Final = re.compile(r"\w+(?:é|ée|és|ées|able|ables|ible|ibles|ues|us|ises|elles|els)", re.IGNORECASE)
_CUT: Final = re.compile(r"\s*:\s+|\s+[–—-]\s+|,\s+(?=comment\b)", re.IGNORECASE)


class Form(msgspec.Struct, frozen=True):
    """One expression of a section."""

    section: str
    sort: str
    pattern: re.Pattern[str]


class _Found(msgspec.Struct, frozen=True):
    """A section, and how many characters of a heading say it."""

    section: str
    length: int


class _Hit(msgspec.Struct, frozen=True, order=True):
    """How well a section fits, the best being the smallest: where its words begin, how many, its rank."""

    is_foreign: bool
    """Of no such note: taken when nothing else fits."""
    at: int
    length: int
    rank: int
    section: str


@lru_cache(maxsize=4096)
def opened_by(title: str, kind: str | None) -> SectionMatch | None:
    """The section that a heading opens in a note of this kind; None: nobody's, it stays where it is."""
    match = section_of(title, kind)
    if match is not None and (_is_ambiguous(title, match, kind) or _is_subject(match, kind)):
        match = None
    if match is not None and (not match.pattern or len(title) > LONGEST):
        return match
    pieces = [] if by_pattern(title, kind) else _CUT.split(unnumbered(title))
    form = _by_wording(title, kind, [title, *pieces])
    if match is None or (form is not None and form.length >= MORE_THAN_A_PATTERN):
        return SectionMatch(key=form.section, pattern=True) if form else None
    return match


def _by_wording(title: str, kind: str | None, pieces: list[str]) -> _Found | None:
    """The section that the words of a title or of a piece of it say, and how many of its characters say it."""
    if len(title) > min(LONGEST, MAX_TITLE) or title.rstrip().endswith((".", "…", ",", ";")):
        return None
    ranks = _ranks(kind)
    if not ranks:
        return None
    for piece in dict.fromkeys(pieces):
        if found := _by_form(unnumbered(piece), ranks, _elsewhere(kind), has_kind=kind is not None):
            return found
    return None


def _is_ambiguous(title: str, match: SectionMatch, kind: str | None) -> bool:
    """Whether a title's word means its section only in the kinds that have it, and this note is of another."""
    pieces = [title] if not match.compound else re.split(r"\s+et\s+|\s*[/,;:–—]\s*|\s+-\s+", title)
    named = {normal_title(piece) for piece in pieces} & _ambiguous()
    allowed = match.key in _ranks(kind) if kind else not match.compound
    return bool(named) and not allowed


def _is_subject(match: SectionMatch, kind: str | None) -> bool:
    """Whether such a note only speaks of what the title names: « 2. Budget » in the minutes of a meeting.

    Or it is a title in two of which a piece is of quite other notes (« Une coopérative, mode d'emploi »).
    """
    if kind is None or match.key in _ranks(kind):
        return False
    if domain().genres[kind].implicite == SPOKEN:
        return match.key in SUBJECTS
    return match.compound and match.key not in _elsewhere(kind)


@cache
def _ambiguous() -> frozenset[str]:
    return frozenset(map(normal_title, domain().ambigus))


@cache
def _ranks(kind: str | None) -> dict[str, int]:
    """Sections that such a note may have -> how much they are expected there."""
    model = domain().genres.get(kind or "")
    if model is None:
        return dict.fromkeys(domain().sections, 1)
    expected = dict.fromkeys(model.requis, 0) | dict.fromkeys(model.conseille, 1)
    return (
        {**dict.fromkeys((*model.optionnel, *model.exceptions.values()), 2), **expected} if model.sections else {}
    )


@cache
def _elsewhere(kind: str | None) -> frozenset[str]:
    """Sections that a note may bear although its kind has none such: those of several kinds.

    Not in a note that tells what was said: there a word is a subject.
    """
    model = domain().genres.get(kind or "")
    if model is None or model.implicite == SPOKEN:
        return frozenset()
    kinds = [other.sections for other in domain().genres.values()]
    return frozenset(key for key in domain().sections if sum(key in one for one in kinds) >= SHARED)


@cache
def forms() -> tuple[Form, ...]:
    """The expressions of every section."""
    made = []
    for section, sorts in domain().formes.items():
        for sort, parts in sorts.items():
            either = "|".join(f"(?:{part})" for part in parts)
            if sort in {NOUNS, WIDE}:
                text = rf"{_BEFORE_NOUN}(?P<said>{either})(?!\w)(?P<rest>.*)"
            elif sort == AT_START:
                text = rf"(?:(?:et|alors)\s+)?{_BEFORE_NOUN}(?P<said>{either})"
            elif sort == INSIDE:
                text = rf".*?\b(?P<said>{either})"
            else:
                text = rf"{OPENERS[sort]}(?:\b.*?)??\b(?P<said>{either})"
            made.append(Form(section, sort, re.compile(text)))
    return tuple(made)


def _by_form(title: str, ranks: dict[str, int], elsewhere: frozenset[str], *, has_kind: bool) -> _Found | None:
    """The section whose expressions fit a heading best: those that begin first, then the longest."""
    plain = folded(title)
    if not plain or _SAYS.search(plain):
        return None
    is_noun_phrase = not says_something(title)
    hits = []
    for form in forms():
        is_foreign = form.section not in ranks
        match = form.pattern.match(plain) if not is_foreign or form.section in elsewhere else None
        if match is None:
            continue
        if form.sort in {NOUNS, WIDE}:
            wide = form.sort == WIDE
            if is_foreign and (wide or not all(word in _ANYWHERE for word in match["rest"].split())):
                continue
            follows = wide or match["said"].split()[-1] not in _AFTER_NOUN
            if not is_noun_phrase or (
                follows and not _may_follow(match["rest"], title, wide=wide, has_kind=has_kind)
            ):
                continue
        elif form.sort == AT_START and is_foreign and match.end() < len(plain):
            continue
        start, end = match.span("said")
        hits.append(_Hit(is_foreign, start, start - end, ranks.get(form.section, 3), form.section))
    return _Found(min(hits).section, -min(hits).length) if hits else None


def says_something(title: str) -> bool:
    """Whether a heading has a verb before any « qui » or « que »: « Les solutions viennent de ceux qui … »."""
    main = _WITH_US.sub(" ", _RELATIVE.split(title, maxsplit=1)[0])
    return is_statement(main) or any(
        _PLURAL_VERB.fullmatch(word) and word not in _NO_VERB for word in folded(main).split()[1:]
    )


def _may_follow(rest: str, title: str, *, wide: bool, has_kind: bool) -> bool:
    """Whether what follows the first noun leaves it its sense."""
    words = rest.split()
    if not words:
        return not wide or has_kind
    written = re.findall(r"[^\W_]+", title)[-len(words) :]
    while len(words) > 1 and _PARTICIPLE.fullmatch(written[0]):
        words, written = words[1:], written[1:]
    if wide:
        last = re.findall(r"\w+", title)[-1]
        return has_kind and (
            all(word in _ANYWHERE for word in words) or (len(words) == 1 and bool(_PARTICIPLE.fullmatch(last)))
        )
    return len(words) <= 2 or words[0] in _AFTER_NOUN
