"""What of a file is not published and why, passage by passage: for the editor's own screen, words included."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Final

import msgspec

from restitution.conservation.sealing import digest_of, withheld_words
from restitution.messages import plural
from restitution.model import Note, SourceStatus, Withheld
from restitution.pandoc import ast
from restitution.returns.requests import shortened

MASKED: Final = "confidentialité"
"""Of words inside a passage; for any other reason, passages are withheld whole."""
TAKEN_BACK: Final = "accord retiré"
"""Whose words are shown nowhere any more."""
LONGEST: Final = 110
MOST_IN_A_ROW: Final = 3
"""Passages withheld for one reason, one after the other, that are told each; of more, the first and last are."""
Entry = tuple[str, str, int]
"""Place, reason, number of words."""


class Masked(msgspec.Struct, frozen=True):
    """What is withheld of a public note, its words sealed, and what names whom not even the team's pages show."""

    withheld: Sequence[Withheld] = ()
    is_unseen: Callable[[str], bool] = bool


def withheld_told(source: SourceStatus, note: Note | None, masked: Masked) -> list[str]:
    """A line a passage. `note`: as it was read."""
    said = _said(note, masked) if note else {}
    whole = _whole(note, masked) if note else {}
    entries = _joined(source)
    if entries and len({reason for _, reason, _ in entries}) == 1 and not source.words_published:
        words = sum(count for *_, count in entries)
        return [f"Tout le texte : {plural(words, 'mot')} ({entries[0][1]})"]
    return [line for _, run in groupby(entries, key=_run) for line in _lines(list(run), said, whole)]


def _joined(source: SourceStatus) -> list[Entry]:
    """The entries of a passage and a reason as one, in their order."""
    found: dict[tuple[str, str], int] = {}
    for one in source.withheld:
        place = str(one.get("where", "")), str(one["reason"])
        found[place] = found.get(place, 0) + int(one["words"])
    return [(where, reason, count) for (where, reason), count in found.items()]


def _run(entry: Entry) -> str:
    """Passages that are masked are told one by one."""
    where, reason, _ = entry
    return f"{reason} {where}" if reason == MASKED else reason


def _lines(run: Sequence[Entry], said: dict[str, str], whole: dict[str, str]) -> Iterator[str]:
    if len(run) > MOST_IN_A_ROW:
        passages = f"{len(run)} passages, {plural(sum(count for *_, count in run), 'mot')}"
        yield f"De {run[0][0] or 'la tête'} à {run[-1][0] or 'la fin'} : {passages} ({run[0][1]})"
        return
    for where, reason, count in run:
        words = "" if reason == TAKEN_BACK else (said if reason == MASKED else whole).get(where, "")
        yield f"{where or 'Dans le fichier'} : {words or plural(count, 'mot')} ({reason})"


def _whole(note: Note, masked: Masked) -> dict[str, str]:
    """Place -> what the passage says."""
    spans = (span for passage in note.passages for span in ast.each_leaf([passage.block]))
    texts = ((ast.leaf_where(span), ast.text(span)) for span in spans)
    return {where: f"« {shortened(text, LONGEST)} »" for where, text in texts if not masked.is_unseen(text)}


def _said(note: Note, masked: Masked) -> dict[str, str]:
    """Place -> the words that are masked there: those of the note that have the digests of what is withheld."""
    words: dict[str, list[str]] = {}
    for passage in note.passages:
        for span in ast.each_leaf([passage.block]):
            leaf = Withheld(reason=MASKED, text="", inlines=span["c"][1])
            words.setdefault(ast.leaf_where(span), []).extend(withheld_words(leaf, note.format))
    found: dict[str, list[str]] = {}
    for one in masked.withheld:
        if one.reason == MASKED:
            said = _known_by(one.sealed, words.get(one.where, []), note.path)
            shown = f"« {said} »" if said and not masked.is_unseen(said) else plural(len(one.sealed), "mot")
            found.setdefault(one.where, []).append(shown)
    return {where: ", ".join(dict.fromkeys(each)) for where, each in found.items()}


def _known_by(sealed: Sequence[str], words: Sequence[str], salt: str) -> str:
    """The words that stand one after the other and have these digests; empty where they do not."""
    digests = [digest_of(word, salt) for word in words]
    for start in range(len(digests) - len(sealed) + 1):
        if digests[start : start + len(sealed)] == list(sealed):
            return " ".join(words[start : start + len(sealed)])
    return ""
