"""Step (b): every word of every note is in the document, or withheld with a reason.

Works on what the stages hand on (notes as read, notes as shown, the document); walks the AST in its own way.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from restitution.conservation.align import is_subsequence
from restitution.conservation.ast_words import block_words
from restitution.conservation.reading import TELL
from restitution.conservation.sealing import UNREAD, unsealed, withheld_count, withheld_words
from restitution.conservation.words import Flow, Tell, words
from restitution.model import CORRECTION, LEAF, QUOTED, Document, Note, NotTaken, Placement, Withheld

SHOWN = 6
ARTICLES = frozenset({"le", "la", "les", "l", "un", "une", "des"})
NUMBERING = re.compile(r"(?:[0-9]+|[ivx]+|[a-z])")

CORRECTED = "corrigée"
"""Reason of the words that a correction takes out."""

Entry = dict[str, str | int]
Decided = Mapping[str, Sequence[tuple[str, str]]]
"""Id of a leaf -> what was decided of it: texts that became others."""


class PathCount(msgspec.Struct, frozen=True, kw_only=True):
    """The balance of one note: `words_note == published + withheld` when it `holds`."""

    published: int
    withheld: int
    missing: list[str] = []
    """Words of the note that are neither in the document nor withheld."""
    extra: list[str] = []
    """Words of the document, or withheld, that the note does not have as often."""
    moved: bool = False
    """Whether the document has the words of one passage in another order than the note."""
    unplaced: list[str] = []
    """Places of passages that no part and no annex shows."""
    undecided: list[str] = []
    """Words that corrections took out or put in, and that no decision accounts for."""
    not_taken: list[Entry] = []
    withheld_list: list[Entry] = []

    @property
    def holds(self) -> bool:
        """Whether nothing is lost, added or moved."""
        return not (self.missing or self.extra or self.moved or self.unplaced or self.undecided)

    @property
    def message(self) -> str:
        """One French sentence for a person."""
        told = [
            f"mots absents : {_shown(self.missing)}" if self.missing else "",
            f"mots en trop : {_shown(self.extra)}" if self.extra else "",
            "ordre changé" if self.moved else "",
            f"passages sans place : {_shown(self.unplaced)}" if self.unplaced else "",
            f"corrections sans décision : {_shown(self.undecided)}" if self.undecided else "",
        ]
        return f"{' ; '.join(part for part in told if part)}."


def check_document(
    read: Iterable[Note], public: Iterable[Note], *documents: Document, decided: Decided | None = None
) -> dict[str, PathCount]:
    """Balance of each note, by path, over all documents of a publication.

    `read`: before anything was masked; `public`: with ids and corrections, as assembled; `decided`: what those
    corrections follow from. A quotation that no note accounts for is told under the id of the leaf that it says it
    comes from.
    """
    blocks = [list(document.blocks) for document in documents]
    leaves = {str(span["c"][0][0]): span for span in leaf_spans(blocks)}
    places: dict[str, _Places] = {}
    for placement in (placement for document in documents for placement in document.placements):
        own = places.setdefault(placement.path, _Places())
        if placement.quoted:
            own.quotes.append(placement)
        else:
            own.first.setdefault(placement.leaf, placement)
    counts = {
        note.path: _count(note, shown, places.get(note.path, _Places()), leaves, decided or {})
        for note, shown in _side_by_side(read, public)
    }
    return counts | _strangers(blocks, places)


def _side_by_side(read: Iterable[Note], public: Iterable[Note]) -> Iterator[tuple[Note, Note | None]]:
    """Each note as it was read and as it is shown: two streams, whose orders may differ.

    What one is ahead by is kept as JSON, a fifth of what it takes as a tree.
    """
    ahead: dict[str, bytes] = {}
    others = iter(public)
    for note in read:
        kept = ahead.pop(note.path, None)
        shown = msgspec.json.decode(kept, type=Note) if kept else None
        while shown is None and (other := next(others, None)) is not None:
            if other.path == note.path:
                shown = other
            else:
                ahead[other.path] = msgspec.json.encode(other)
        yield note, shown


class _Places(msgspec.Struct):
    """Where the leaves of one note stand: the first place of each, and every quotation."""

    first: dict[str, Placement] = {}
    quotes: list[Placement] = []


def _strangers(blocks: Any, places: dict[str, _Places]) -> dict[str, PathCount]:
    """Quotations of the documents that no placement vouches for."""
    known = {(place.bookmark, place.leaf) for own in places.values() for place in own.quotes}
    return {
        f"citation de {source or '?'}": PathCount(published=0, withheld=0, extra=block_words([_para(span)]))
        for span in leaf_spans(blocks)
        if QUOTED in span["c"][0][1]
        and (str(span["c"][0][0]), source := str(dict(span["c"][0][2]).get("source", ""))) not in known
    }


def _count(note: Note, shown: Note | None, places: _Places, leaves: dict[str, Any], decided: Decided) -> PathCount:
    tell = TELL.get(note.format, Flow.say)
    wanted = block_words([p.block for p in note.passages], tell)
    published: list[str] = []
    unplaced = []
    for span in leaf_spans([p.block for p in shown.passages] if shown else []):
        id_, own = str(span["c"][0][0]), block_words([_para(span)], tell)
        place = places.first.get(id_)
        there = leaves.get(place.bookmark) if place else None
        if place is None or there is None:
            unplaced.append(dict(span["c"][0][2]).get("where", "?"))
            continue
        if place.heading and _says_the_same(own, block_words([_para(there)], tell)):
            published += own
        else:
            published += block_words([_para(there)], tell)
    quoted, made_up, lost = _quoted(places, leaves, _by_place(note, tell), tell)
    withheld = shown.withheld if shown else []
    kept_back = [word for one in withheld for word in withheld_words(one, note.format)]
    balance = Counter(wanted)
    balance.subtract(published)
    balance.subtract(quoted)
    balance.subtract(kept_back)
    missing, unknown = unsealed(+balance, withheld, note.path)
    return PathCount(
        published=len(published) + len(quoted),
        withheld=sum(withheld_count(one, note.format) for one in withheld),
        missing=sorted(missing.elements()),
        extra=sorted([*(-balance).elements(), *made_up, *[UNREAD] * unknown]),
        moved=not is_subsequence(published, wanted),
        unplaced=[*unplaced, *lost],
        undecided=_undecided(withheld, places, leaves, decided),
        not_taken=list(_entries(note.not_taken, note.format)),
        withheld_list=list(_entries(withheld, note.format)),
    )


def _undecided(
    withheld: Iterable[Withheld], places: _Places, leaves: dict[str, Any], decided: Decided
) -> list[str]:
    """Words that corrections took out of a leaf, or put in, beyond those by which the texts decided differ."""
    taken: dict[str, list[str]] = {}
    for one in withheld:
        if one.reason == CORRECTED:
            taken.setdefault(one.leaf, []).extend(block_words([{"t": "Para", "c": one.inlines}]))
    put = {
        leaf: corrected_words(leaves[place.bookmark])
        for leaf, place in places.first.items()
        if place.bookmark in leaves and not place.heading
    }
    found: list[str] = []
    for leaf in dict.fromkeys([*taken, *put]):
        said = decided.get(leaf, ())
        if leaf not in put and any(not text for _, text in said):
            continue  # withdrawn whole, with its footnotes
        change = Counter(put.get(leaf, ()))
        change.subtract(taken.get(leaf, ()))
        for base, text in said:
            wanted = Counter(words(text))
            wanted.subtract(words(base))
            change = _nearer(change, wanted)
        found += sorted([*(+change).elements(), *(-change).elements()])
    return found


def _nearer(change: Counter[str], wanted: Counter[str]) -> Counter[str]:
    """What is left of a change when as much of another one is taken from it as it holds."""
    left = Counter(change)
    for word, count in wanted.items():
        held = change[word]
        left[word] = held - (min(held, count) if count > 0 else max(held, count)) if held * count > 0 else held
    return left


def corrected_words(node: Any) -> list[str]:
    """The words that corrections put in below a node."""
    if isinstance(node, list):
        return [word for child in node for word in corrected_words(child)]
    if not isinstance(node, dict):
        return []
    if node.get("t") == "Span" and CORRECTION in node["c"][0][1]:
        return block_words([{"t": "Para", "c": node["c"][1]}])
    return corrected_words(node.get("c"))


def _quoted(
    places: _Places, leaves: dict[str, Any], read: dict[str, list[list[str]]], tell: Tell
) -> tuple[list[str], list[str], list[str]]:
    """Words that are published by a quotation alone, words of quotations without a source, places of lost ones.

    A quotation of a leaf that is published as well repeats a run of its words, and adds none. Of a leaf that is
    withheld, it publishes words in the order of the leaf as it was read, where names stood between them.
    """
    published: list[str] = []
    made_up: list[str] = []
    lost: list[str] = []
    for place in places.quotes:
        there, first = leaves.get(place.bookmark), places.first.get(place.leaf)
        if there is None:
            lost.append(place.where)
            continue
        own = block_words([_para(there)], tell)
        whole = leaves.get(first.bookmark) if first else None
        if whole is not None:
            made_up += [] if _is_run(own, block_words([_para(whole)], tell)) else own
        elif any(is_subsequence(own, said) for said in read.get(place.where, ())):
            published += own
        else:
            made_up += own
    return published, made_up, lost


def _by_place(note: Note, tell: Tell) -> dict[str, list[list[str]]]:
    """Words of the leaves of a note, by their place in its source."""
    found: dict[str, list[list[str]]] = {}
    for span in leaf_spans([passage.block for passage in note.passages]):
        where = str(dict(span["c"][0][2]).get("where", ""))
        found.setdefault(where, []).append(block_words([_para(span)], tell))
    return found


def _is_run(words_: list[str], whole: list[str]) -> bool:
    """Whether words stand in a row, in this order, in other ones."""
    size = len(words_)
    return any(whole[at : at + size] == words_ for at in range(len(whole) - size + 1))


def leaf_spans(node: Any) -> Iterator[dict[str, Any]]:
    """The Spans of the leaves below a node, in reading order; none inside another."""
    if isinstance(node, dict):
        if node.get("t") == "Span" and LEAF in node["c"][0][1]:
            yield node
        else:
            yield from leaf_spans(node.get("c"))
    elif isinstance(node, list):
        for child in node:
            yield from leaf_spans(child)


def _para(span: dict[str, Any]) -> dict[str, Any]:
    return {"t": "Para", "c": [span]}


def _says_the_same(own: Iterable[str], heading: Iterable[str]) -> bool:
    """Whether a heading of the plan has the words of a note's heading, up to case, accents, number and article."""
    return _plain(own) == _plain(heading)


def _plain(found: Iterable[str]) -> list[str]:
    plain = ["".join(_bare(word)) for word in found]
    while len(plain) > 1 and (NUMBERING.fullmatch(plain[0]) or plain[0] in ARTICLES):
        plain = plain[1:]
    return [word.rstrip("s") or word for word in plain]


def _bare(word: str) -> str:
    bare = unicodedata.normalize("NFKD", word.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def _entries(records: Iterable[NotTaken | Withheld], format_: str) -> Iterator[Entry]:
    """What is left out, counted; the words themselves may be personal and are not repeated."""
    for record in records:
        count = withheld_count(record, format_) if isinstance(record, Withheld) else len(words(record.text))
        if count:
            yield {"words": count, "where": record.where, "reason": record.reason}


def _shown(found: Sequence[str]) -> str:
    more = "…" if len(found) > SHOWN else ""
    return ", ".join(f"« {word} »" for word in found[:SHOWN]) + more
