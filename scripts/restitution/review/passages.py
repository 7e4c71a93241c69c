"""The passages of today's publication as people point at them: « ¶ 4.2-13 », « p. 12 », words of the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

from restitution.errors import WrongUse
from restitution.messages import folded, listed, nearest
from restitution.model import GENERATED, Coded, Document
from restitution.pandoc import ast
from restitution.pandoc.extracts import found_words
from restitution.remarks import SURE, Placed, passage_of
from restitution.review.codes import as_named, codes_of, is_of_heading, row_of, titles_above

PILCROW: Final = "¶"
UNSHOWN: Final = frozenset({"Note", "Image"})
"""What stands in a leaf without being under its bookmark: words of a footnote, of an alternative text."""
LIKELY: Final = 75.0
"""Points of 100 from which words are like those of a passage."""
SHORTEST: Final = 8
"""Letters of words that may be like others; shorter ones must stand in the text."""
MOST_SHOWN: Final = 5
LONGEST_SHOWN: Final = 70
_PAGE: Final = re.compile(r"(?:p|page)\.?\s*(\d+)\b[\s,:]*(.*)", re.IGNORECASE | re.DOTALL)
_CODE: Final = re.compile(r"[\w.]+(?:-\d+[a-z]*)?", re.IGNORECASE)
_MARKS: Final = ' \t\n\u00a0\u202f«»"“”'


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A leaf of the publication."""

    passage: str
    """What a remark on it belongs to: its source's id, wherever it is repeated; else its own bookmark."""
    bookmark: str
    code: str = ""
    text: str = ""
    """As published, spaces folded, footnotes and pictures left out: what stands under its bookmark."""
    aloud: str = ""
    """The same with alternative texts: of a picture that cannot be shown, they stand in the document."""
    note_text: str = ""
    """The same without the words that we put in a note's text (an acronym's explanation)."""
    path: str = ""
    where: str = ""
    part: str = ""
    """Title of its part of the plan."""
    section: str = ""
    """Words of the nearest heading above it."""

    @property
    def is_ours(self) -> bool:
        """Whether its words are of the plan, not of a note."""
        return not self.path


class Pointed(msgspec.Struct, frozen=True, kw_only=True):
    """Where a person points."""

    shown: Shown | None = None
    quote: str = ""
    offset: int = 0
    placed: Placed = "orphan"
    confidence: float = 0.0
    where: str = ""
    """As it was said: « ¶ 4.2-13 », « p. 12 »."""


def shown_passages(document: Document, titles: Mapping[str, str]) -> list[Shown]:
    """Every leaf of the document, in reading order. `titles`: key of a part -> its title."""
    coded = {one.bookmark: one for one in codes_of(document)}
    headings = _headings(document, coded)
    sources = {placement.bookmark: placement for placement in document.placements}
    openings = {first: titles.get(key, "") for key, first in document.parts.items()}
    part, found = "", list[Shown]()
    for leaf in ast.each_leaf(document.blocks):
        bookmark = ast.leaf_id(leaf)
        part = openings.get(bookmark, part)
        source = sources.get(bookmark)
        one = Shown(
            passage=source.leaf if source else passage_of(bookmark),
            bookmark=bookmark,
            code=coded[bookmark].code if bookmark in coded else "",
            text=_text(leaf, UNSHOWN),
            aloud=_text(leaf, frozenset({"Note"})),
            note_text=_text(leaf, UNSHOWN, without=GENERATED),
            path=source.path if source else "",
            where=source.where if source else "",
            part=part,
            section=next(iter(titles_above(coded[bookmark].code, headings)), "") if bookmark in coded else "",
        )
        found.append(one)
    return found


def _headings(document: Document, coded: Mapping[str, Coded]) -> dict[str, str]:
    """Code of each heading -> its words."""
    leaves = ((ast.leaf_id(leaf), leaf) for leaf in ast.each_leaf(document.blocks))
    codes = ((coded[id_].code, leaf) for id_, leaf in leaves if id_ in coded)
    return {code: _text(leaf, UNSHOWN) for code, leaf in codes if is_of_heading(code)}


def first_places(shown: Iterable[Shown]) -> dict[str, Shown]:
    """Each passage where it first stands as itself, else where it is quoted."""
    places: dict[str, Shown] = {}
    for one in shown:
        known = places.get(one.passage)
        if known is None or (known.bookmark != one.passage == one.bookmark):
            places[one.passage] = one
    return places


def _text(leaf: Any, kinds: frozenset[str], without: str = "") -> str:
    return " ".join(ast.text(_kept(leaf["c"][1], kinds, without)).split())


def _kept(node: Any, kinds: frozenset[str], without: str) -> Any:
    """A node without what is of some kinds, and without the spans of a class."""
    if isinstance(node, list):
        return [_kept(child, kinds, without) for child in node if not _is_left_out(child, kinds, without)]
    if isinstance(node, dict) and "c" in node:
        return {"t": node["t"], "c": _kept(node["c"], kinds, without)}
    return node


def _is_left_out(node: Any, kinds: frozenset[str], without: str) -> bool:
    if not isinstance(node, dict):
        return False
    is_aside = bool(without) and node.get("t") == "Span" and without in node["c"][0][1]
    return node.get("t") in kinds or is_aside


# --- pointing ----------------------------------------------------------------------------------


def pointed_at(said: str, shown: Sequence[Shown]) -> Pointed:
    """What a person means by a code, a page or words. Raises `WrongUse` for an unknown code, or words of several.

    A page alone says no passage: it is to be confirmed, as are words that are only like those of a passage.
    """
    bare = said.strip()
    if found := by_code(bare, shown):
        told = f"{PILCROW} {found.code}"
        return Pointed(shown=found, placed="paragraph", confidence=1.0, where=told)
    if bare.startswith(PILCROW):
        raise unknown_code(bare, shown)
    if page := _PAGE.fullmatch(bare):
        words = page[2].strip(_MARKS)
        place = _by_words(words, shown) if words else Pointed()
        return msgspec.structs.replace(place, where=f"p. {page[1]}")
    words = bare.strip(_MARKS)
    place = _by_words(words, shown) if words else Pointed()
    return msgspec.structs.replace(place, where=f"« {shortened(words)} »" if not place.shown else "")


def by_code(said: str, shown: Sequence[Shown]) -> Shown | None:
    """The passage of a code, with or without its sign; of a row of a table, its first cell."""
    code = as_named(said.strip().lstrip(PILCROW).strip())
    if not _CODE.fullmatch(code):
        return None
    same = [one for one in shown if one.code and one.code.casefold() == code.casefold()]
    row = [one for one in shown if one.code and row_of(one.code).casefold() == code.casefold()]
    return next(iter(same or row), None)


def unknown_code(said: str, shown: Sequence[Shown]) -> WrongUse:
    """What is said of a code that no paragraph has."""
    code = said.strip().lstrip(PILCROW).strip()
    codes = list(dict.fromkeys(one.code for one in shown if one.code))
    family = [one for one in codes if one.rpartition("-")[0] == code.rpartition("-")[0] != ""]
    near = nearest(code, codes)
    known = f"Ce titre a des repères de ¶ {family[0]} à ¶ {family[-1]}." if family else ""
    hint = known or (f"Vouliez-vous dire ¶ {near} ?" if near else "")
    return WrongUse(
        f"¶ {code} : aucun paragraphe de la publication d'aujourd'hui n'a ce repère.",
        hint or "Les repères sont dans la marge des copies à relire (output/relecture/).",
    )


def _by_words(words: str, shown: Sequence[Shown]) -> Pointed:
    """The only passage that says some words, else the one that says something like them."""
    holding: dict[str, Pointed] = {}
    for one in shown:
        if (span := _span(words, one.text)) and one.passage not in holding:
            start, end = span
            quote = one.text[start:end]
            holding[one.passage] = Pointed(shown=one, quote=quote, offset=start, placed="exact", confidence=1.0)
    if len(holding) > 1:
        raise WrongUse(
            f"« {shortened(words)} » : {len(holding)} passages disent cela.",
            f"Dites lequel par son repère : {_told(holding.values())}.",
        )
    return next(iter(holding.values()), None) or _like(words, shown)


def _told(places: Iterable[Pointed]) -> str:
    each = [one.shown for one in places if one.shown]
    told = [f"¶ {one.code} (« {shortened(one.text)} »)" for one in each[:MOST_SHOWN]]
    return listed([*told, *(["…"] if len(each) > MOST_SHOWN else [])], "ou")


def _span(words: str, text: str) -> tuple[int, int] | None:
    """Where a text first says some words, whatever their case, accents and punctuation."""
    wanted = [word.plain for word in found_words(words)]
    there = found_words(text)
    plain = [word.plain for word in there]
    if not wanted or len(wanted) > len(plain):
        return None
    for at in range(len(plain) - len(wanted) + 1):
        if plain[at : at + len(wanted)] == wanted:
            return there[at].start, there[at + len(wanted) - 1].end
    return None


def _like(words: str, shown: Sequence[Shown]) -> Pointed:
    """The passage that says something like some words: to be confirmed."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - 40 ms, only when words are not found

    wanted = folded(words)
    if len(wanted) < SHORTEST:
        return Pointed()
    texts = [text if len(text := folded(one.text)) >= SHORTEST else "" for one in shown]
    found = process.extractOne(wanted, texts, scorer=fuzz.partial_ratio, score_cutoff=LIKELY)
    if not found:
        return Pointed()
    confidence = round(min(found[1] / 100, SURE - 0.01), 2)
    return Pointed(shown=shown[found[2]], placed="fuzzy", confidence=confidence)


def shortened(text: str) -> str:
    """A text that fits on a line, cut at a word."""
    if len(text) <= LONGEST_SHOWN:
        return text
    return f"{text[:LONGEST_SHOWN].rsplit(' ', 1)[0]}…"
