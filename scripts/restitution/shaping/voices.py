"""Who speaks where a note has too few « Nom : texte » to be a transcript: names to mask, in cells and lists too.

A first and a last name before a colon are somebody where such lines come twice, and once among what was said: a
transcript, « Échanges », « Paroles ». There one name alone (« Fatou : ») or initials (« AQ : ») are somebody too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Final

import msgspec

from restitution.domain import TRANSCRIPT
from restitution.messages import folded
from restitution.model import Passage
from restitution.pandoc import ast
from restitution.shaping import labels
from restitution.shaping.fields import text_lines
from restitution.shaping.people import CIVILITY, UPPER
from restitution.shaping.persons import is_person, may_be

SPOKEN: Final = frozenset({"echanges", "verbatims"})
"""Sections that tell what people said."""
FEWEST: Final = 2
"""Lines « Prénom Nom : » from which they are people, in a note that tells of something else."""
MOST_ALONE: Final = 2
"""Words with a capital of a name alone on its line: with more, it is as often that of a body or a picture."""
_HEAD: Final = re.compile(r"[\s\-–—•*«\"“>]*(?P<label>[^:\n?!;…«»]{2,90}?)\s?:(?![\d/\\])")
_DASH: Final = re.compile(r"[\s\-–—•*]*(?P<label>[^:\n?!;…«».]{4,40}?)\s+[–—]\s+(?=\S)")
_SAID: Final = re.compile(rf"[»\"”]\s*(?:[–—(\[-]|,\s)\s*(?P<label>(?:{CIVILITY}\s+)?[{UPPER}][^:»\n]{{1,80}})$")
"""« Texte » — Fatou Diarra, habitante."""
_ASIDE: Final = re.compile(r"\s*[,(\[/]|\s+[–—-]\s")
"""Where what is said of a person begins: « Fatou Diarra (habitante) : », « Fatou Diarra, habitante : »."""
_ALONE: Final = re.compile(rf"[{UPPER}][\w’'-]+|(?:[{UPPER}]\.[ -]?){{2,3}}")
_SIGNS: Final = frozenset(
    re.findall(
        r"\w+",
        """
        nb ps cr pv dgs dga drh ok rdv odj qr faq tv ter sncf ars caf cpam ccas epci gal petr cc mfr scic cuma scot
        pnr ddt cci cma pcaet plu plui opah tad vae pmr esn zac sig ue etp rh tic
        """,
    )
)
"""Capitals before a colon that are nobody's initials."""


class _Voice(msgspec.Struct, frozen=True):
    """Who may speak on a line. `whole`: a first and a last name, or a civility; `spoken`: among what was said."""

    name: str
    whole: bool
    spoken: bool


def voices(passages: Iterable[Passage], kind: str | None, is_known: Callable[[str], bool]) -> list[str]:
    """Names of those who speak, each once, in order; `is_known`: whether words name a territory or a theme."""
    told = list(passages)
    lower = {word for passage in told for word in re.findall(r"(?<!\w)[^\W\d_A-Z]{2,}", ast.text([passage.block]))}
    plain = {folded(word) for word in lower if word.islower()}
    found = [voice for voice in _each(told, kind) if not is_known(voice.name)]
    times = Counter(folded(voice.name) for voice in found)
    several = sum(voice.whole for voice in found) >= FEWEST

    def speaks(voice: _Voice) -> bool:
        usual = all(word in plain for word in folded(voice.name).split())
        again = times[folded(voice.name)] >= FEWEST
        return (again or not usual) if voice.spoken else voice.whole and several and not usual

    return list(dict.fromkeys(voice.name for voice in found if speaks(voice)))


def _each(passages: list[Passage], kind: str | None) -> Iterator[_Voice]:
    """The voice of each line that may have one."""
    for (line, spoken), (below, _) in pairwise([*_lines(passages, kind), ("", False)]):
        yield from _on_line(line, spoken=spoken)
        if spoken and not _is_alone(below) and below:
            yield from _alone(line)


def _lines(passages: list[Passage], kind: str | None) -> Iterator[tuple[str, bool]]:
    """The lines of what is no identity and no list of those present, and whether they tell what was said."""
    for passage in passages:
        if passage.role in {"title", "field", "section"} or passage.section == "participants":
            continue
        spoken = passage.section in SPOKEN or kind == TRANSCRIPT
        yield from ((line, spoken) for span in ast.each_leaf([passage.block]) for line in text_lines([span]))


def _on_line(line: str, *, spoken: bool) -> Iterator[_Voice]:
    """Who speaks on a line: at its head before a colon or a time; before a dash or behind a quotation as well."""
    if (timed := labels.timed(line)) and not labels.is_nobody(timed.name):
        yield from _voice(timed.name, spoken=spoken)
    elif (head := _HEAD.match(line)) and (spoken or line[head.end() :].strip()):
        yield from _voice(head["label"], spoken=spoken)
    elif spoken and (dash := _DASH.match(line)):
        yield from (one for one in _voice(dash["label"], spoken=True) if one.whole)
    if said := _SAID.search(line.rstrip(" .)]")):
        yield from (one for one in _voice(said["label"], spoken=spoken) if one.whole)


def _alone(line: str) -> Iterator[_Voice]:
    """A whole name alone on its line, above what it says."""
    name = line.strip(" -–—•*")
    is_title = name.isupper() or sum(word[:1].isupper() for word in name.split()) > MOST_ALONE
    yield from (one for one in _voice(name, spoken=True) if one.whole and not is_title)


def _is_alone(line: str) -> bool:
    return any(_alone(line))


def _voice(label: str, *, spoken: bool) -> Iterator[_Voice]:
    name = _ASIDE.split(label.strip(), maxsplit=1)[0].strip(' *_"“”«»')
    if is_person(name):
        yield _Voice(name, whole=True, spoken=spoken)
    elif spoken and _ALONE.fullmatch(name) and may_be(name) and folded(name) not in _SIGNS:
        yield _Voice(name, whole=False, spoken=True)
