"""K12: one spelling for the names of territories, communes and bodies.

Two looks: the names that the settings and the glossary write, wherever a note writes them otherwise; then the
proper names of the notes themselves, where one form is usual and another, hardly different, is rare. A word that
is also written without a capital is no proper name; people are left to their own register.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

import msgspec

from restitution.checks.check import Found, Point
from restitution.checks.facts.texts import Line, lines_of
from restitution.checks.survey.records import Spelling, Survey
from restitution.messages import folded, plural
from restitution.model import Note, Place
from restitution.settings import Settings
from restitution.settings.names import SMALL_WORDS

GENERIC: Final = frozenset(
    [
        "pays",
        "communaute",
        "commune",
        "communes",
        "syndicat",
        "parc",
        "petr",
        "pole",
        "departement",
        "region",
        "agence",
        "conseil",
        "cabinet",
        "comite",
        "groupe",
        "maison",
        "office",
        "union",
        "association",
        "cooperative",
        "reseau",
        "chambre",
        "federation",
        "ecole",
        "lycee",
    ]
)
"""First words that many write without a capital, rightly."""
LONG_ENOUGH: Final = 6
"""Letters from which one wrong letter is a slip rather than another word."""
USUAL: Final = 4
"""Times from which a form is the usual one."""
RARE: Final = 2
SHARE: Final = 4
"""A slip is that many times rarer than the usual form."""
TOKEN: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
PIECE: Final = re.compile(r"[^\W\d_]+")
_ELISION: Final = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]", re.IGNORECASE)
ADDRESS: Final = re.compile(r"\S*(?:[@/_\\]|\.[^\W\d_])\S*")
IN_ADDRESSES: Final = re.compile(r"[@/_\\.](?:(?<=[@/_\\])|[^\W\d_])")
"""What every address holds, and most texts do not."""
ACCENTS: Final = str.maketrans(
    {
        chr(code): unicodedata.normalize("NFD", chr(code))[0]
        for code in (*range(0xC0, 0x180), *range(0x1E00, 0x1F00))
    }
)
"""Letter -> the same without its accent, one for one."""
ENDINGS: Final = frozenset({"s", "e", "x", "n", "t", "r"})
"""Letters that an agreement or a gentilé adds at the end."""


def spellings_in(
    notes: Iterable[Note], unmasked: Iterable[Note], settings: Settings, terms: Sequence[str]
) -> list[Spelling]:
    """Every name written otherwise than usual, the most frequent first."""
    lines = [_Text.of(line) for note in notes for line in lines_of(note, tables=True) if not line.text.isupper()]
    found = [*_of_known(lines, _known(settings), exact=True), *_of_known(lines, _told(terms), exact=False)]
    taken = {one.written for one in found}
    people = {word for note in unmasked for name in _people(note) for word in folded(name).split()}
    said = [one for one in _of_notes(lines, settings, people) if one.written not in taken]
    return sorted([*found, *said], key=lambda one: (-one.times, one.written))


class _Text(msgspec.Struct, frozen=True):
    """A line, without its note: texts of all notes stay together, their trees need not."""

    path: str
    where: str
    text: str

    @classmethod
    def of(cls, line: Line) -> _Text:
        """The line without addresses and names of files, which are written as machines want them."""
        text = line.text
        if IN_ADDRESSES.search(text):
            text = ADDRESS.sub(lambda match: " " * len(match[0]), text)
        return cls(line.note.path, line.where, text)


def _people(note: Note) -> Iterator[str]:
    yield from (*note.people, *note.speakers, *note.writers)
    yield from (person.name for person in note.participants)


def _known(settings: Settings) -> list[str]:
    """The names that the settings write."""
    project = settings.projet
    names = [project.expert, project.cabinet]
    for one in settings.territoires:
        names += [one.nom, *one.alias, one.structure]
    for other in settings.avances:
        names += [other.nom, *other.alias]
    return [name for name in dict.fromkeys(names) if name]


def _told(terms: Iterable[str]) -> list[str]:
    """Terms of the glossary of several words: a single one is found by no sign but its letters."""
    return [term for term in terms if len(PIECE.findall(term)) > 1]


def _of_known(lines: Sequence[_Text], names: Sequence[str], *, exact: bool) -> list[Spelling]:
    """Known names written otherwise; `exact`: capitals count as well."""
    right = {_same(name, exact=exact) for name in names}
    forms = _patterns(names)
    if not forms:
        return []
    wrong: dict[tuple[str, str], list[_Text]] = defaultdict(list)
    for line in lines:
        plain = _without_accents(line.text)
        small = plain.casefold()
        done: list[range] = []
        for name, first, form in forms:
            for match in form.finditer(plain) if first in small else ():
                if any(match.start() in span for span in done):
                    continue
                done.append(range(*match.span()))
                written = line.text[slice(*match.span())]
                if not written.isupper() and not _is_right(written, right, exact=exact):
                    wrong[written, name].append(line)
    return [_spelling(written, name, found) for (written, name), found in wrong.items()]


def _patterns(names: Iterable[str]) -> list[tuple[str, str, re.Pattern[str]]]:
    """The first name of each pattern, and the word that all it finds begins with; the longest patterns first."""
    found: dict[re.Pattern[str], tuple[str, str]] = {}
    for name in names:
        if words := [word for word in PIECE.findall(_without_accents(name)) if word.casefold() not in SMALL_WORDS]:
            found.setdefault(_pattern(words), (name, words[0].casefold()))
    patterns = ((name, first, form) for form, (name, first) in found.items())
    return sorted(patterns, key=lambda one: -len(one[2].pattern))


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    """The words of a name, whatever case, accents, hyphens and small words stand around them."""
    between = rf"[\s'’-]+(?:(?:{'|'.join(sorted(SMALL_WORDS))})[\s'’-]+)*"
    return re.compile(rf"(?<!\w){between.join(map(re.escape, words))}(?!\w)", re.IGNORECASE)


def _without_accents(text: str) -> str:
    """`text`, letter for letter, without accents."""
    return text.translate(ACCENTS)


def _same(name: str, *, exact: bool) -> str:
    """A name as it is compared: apostrophes, spaces and its leading article do not count."""
    text = " ".join(unicodedata.normalize("NFC", name).replace("’", "'").split())
    text = re.sub(r"^(?:l'|(?:les?|la) )(?=\w)", "", text, flags=re.IGNORECASE)
    return text if exact else text.casefold()


def _is_right(written: str, right: set[str], *, exact: bool) -> bool:
    form = _same(written, exact=exact)
    first = PIECE.match(form)
    is_generic = first is not None and folded(first[0]) in GENERIC
    plural_too = not exact and any(_singular(form) == _singular(one) for one in right)
    return form in right or plural_too or (is_generic and f"{form[0].upper()}{form[1:]}" in right)


def _singular(words: str) -> str:
    return " ".join(word.rstrip("sx") for word in words.split(" "))


def _spelling(written: str, usual: str, lines: Sequence[_Text]) -> Spelling:
    first = lines[0]
    place = Place(path=first.path, where=first.where, words=written)
    return Spelling(place=place, written=written, usual=usual, times=len(lines))


class _Form(msgspec.Struct):
    """A capitalised word of the notes."""

    times: int = 0
    inside: int = 0
    """How often it stands elsewhere than at the beginning of a sentence."""
    line: _Text | None = None


def _of_notes(lines: Sequence[_Text], settings: Settings, people: set[str]) -> Iterator[Spelling]:
    """Proper names of the notes, rare forms against usual ones."""
    forms, small = _forms(lines)
    known = {folded(word) for name in _known(settings) for word in PIECE.findall(name)}

    def is_name(word: str) -> bool:
        words = folded(word).split()
        return not people.intersection(words) and _letters(word) not in small and len(_letters(word)) > 3

    proper = {word: form for word, form in forms.items() if is_name(word)}
    groups: dict[str, list[str]] = defaultdict(list)
    for word in proper:
        groups[_letters(word)].append(word)
    yield from _of_one_key(groups, proper)
    yield from _slips(groups, proper, known)


def _forms(lines: Sequence[_Text]) -> tuple[dict[str, _Form], set[str]]:
    """The capitalised words with how often they come, and the letters of those that come without a capital."""
    forms: dict[str, _Form] = defaultdict(_Form)
    small: set[str] = set()
    for line in lines:
        found = list(TOKEN.finditer(line.text))
        for match in found:
            word = _cut(match[0])
            if word[:1].islower():
                small.add(word)
            elif not word.isupper():
                _count(forms[word], line, match.start())
        for one, two in pairwise(found) if "Saint" in line.text else ():  # « Saint Orlan »
            if (
                one[0] in {"Saint", "Sainte"}
                and line.text[one.end() : two.start()].isspace()
                and two[0][0].isupper()
            ):
                _count(forms[f"{one[0]} {two[0]}"], line, one.start())
    return dict(forms), set(map(_letters, small))


@lru_cache(maxsize=1 << 16)
def _cut(word: str) -> str:
    """« d'Orvenne » is « Orvenne », « L'État » is « État »."""
    return _ELISION.sub("", word).replace("’", "'")


def _count(form: _Form, line: _Text, start: int) -> None:
    form.times += 1
    before = line.text[:start].rstrip(" \u00a0\u202f'’(")
    form.inside += bool(before) and before[-1] not in '.!?…:;«»–—•"“”'
    form.line = form.line or line


@lru_cache(maxsize=1 << 16)
def _letters(word: str) -> str:
    return folded(word).replace(" ", "")


def _of_one_key(groups: dict[str, list[str]], proper: dict[str, _Form]) -> Iterator[Spelling]:
    """The same letters, written with another accent, hyphen or capital."""
    for words in groups.values():
        usual = max(words, key=lambda word: proper[word].times)
        if len(words) == 1 or not any(proper[word].inside for word in words):
            continue
        for word in words:
            if word != usual and proper[word].times * 2 <= proper[usual].times:
                yield _rare(word, usual, proper)


def _slips(groups: dict[str, list[str]], proper: dict[str, _Form], known: set[str]) -> Iterator[Spelling]:
    """One letter more, less or another than in a usual name."""
    from rapidfuzz import process  # noqa: PLC0415 - 40 ms
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    times = {key: sum(proper[word].times for word in words) for key, words in groups.items()}
    inside = Counter({key: sum(proper[word].inside for word in words) for key, words in groups.items()})
    usual = [
        key for key in times if len(key) >= LONG_ENOUGH and inside[key] and (times[key] >= USUAL or key in known)
    ]
    for key, count in times.items():
        if count > RARE or key in known or len(key) < LONG_ENOUGH - 1:
            continue
        near = process.extract(key, usual, scorer=OSA.distance, score_cutoff=1, limit=1)
        if near and near[0][0] != key and not _agrees(key, near[0][0]):
            best = near[0][0]
            if best in known or times[best] >= SHARE * count:
                word = groups[key][0]
                yield _rare(word, max(groups[best], key=lambda form: proper[form].times), proper)


def _agrees(one: str, other: str) -> bool:
    """Whether two words differ by the end that an agreement gives them."""
    short, long = sorted((one, other), key=len)
    return long[:-1] == short and long[-1] in ENDINGS


def _rare(word: str, usual: str, proper: dict[str, _Form]) -> Spelling:
    form = proper[word]
    assert form.line is not None  # noqa: S101 - every form was counted in a line
    place = Place(path=form.line.path, where=form.line.where, words=word)
    return Spelling(place=place, written=word, usual=usual, times=form.times)


def names_alike(survey: Survey) -> Found:
    """K12."""
    points = [
        Point(
            text=f"« {one.written} », ailleurs « {one.usual} » : {one.place.path} ({one.place.where})"
            + (f", et {plural(one.times - 1, 'autre fois', 'autres fois')}" if one.times > 1 else ""),
            case=one.written,
        )
        for one in survey.spellings
    ]
    count = plural(len(points), "nom écrit de deux façons", "noms écrits de deux façons")
    return Found(
        id="K12",
        level="warning",
        when="never",
        message=f"{count}." if points else "Les noms de lieux et de structures sont toujours écrits pareil.",
        points=points,
        remedy="Corrigez la note ; si les deux sont bonnes, ajoutez l'autre aux « alias » du territoire.",
    )
