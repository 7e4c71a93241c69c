"""The « tierce »: what changed between the text that reviewers read and today's, and why. Computed, never claimed.

A passage that says something else is explained by the corrections that assembly applied to it, or by its note,
when the note says today what the publication says. What neither explains is listed first.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from restitution.remarks import ANCHOR_PREFIX, Applied, Correction, Sent, SentPassage, folded, passage_of
from restitution.review.passages import Shown

WHOLE: Final = ("", "relecture/restitution_relecture")
"""Copies that hold the whole text: only of those, what they lack is new."""
IN_TEXT: Final = frozenset({"applied", "merged"})
TEAM: Final = "correction de l’équipe"
NOT_KEPT: Final = "(texte non gardé)"
"""Of an edition of an earlier version, which kept no text."""
PUNCTUATION: Final = "ponctuation seulement"
CONTEXT: Final = 4
"""Words shown on each side of what changed."""


class Own(msgspec.Struct, frozen=True):
    """What a note says today under the id of a passage. `gone`: it does no more."""

    name: str
    """Of its file, as it may be shown; empty when the note is no more."""
    text: str
    gone: bool = False
    remarks: str = ""
    """Of a note that the tool wrote for what reviewers offered, their numbers: « R-003 »."""
    ours: bool = False
    """Whether the words are the tool's, at the head of such a note."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A passage that changed: `before` is empty for a new one, `after` for one that is gone."""

    passage: str
    before: str = ""
    after: str = ""
    code: str = ""
    part: str = ""
    causes: list[str] = []
    """« R-014 », « correction de l’équipe », « note « portrait.docx » »; empty: nothing explains it."""
    ours: bool = False
    """Words of the plan, which are computed: no note says them."""


class Tierce(msgspec.Struct, frozen=True, kw_only=True):
    """An edition beside today's text."""

    build: str
    compared: int
    """Passages that it had: those unchanged, changed and gone. A picture that is gone had no word to compare."""
    unchanged: int
    changes: list[Change]
    """In reading order, those that are gone last."""

    @property
    def unexplained(self) -> list[Change]:
        """Words of notes that nothing explains."""
        return [change for change in self.changes if not change.causes and not change.ours]

    @property
    def explained(self) -> list[Change]:
        """Those that a remark, a correction or a note explains."""
        return [change for change in self.changes if change.causes]

    @property
    def computed(self) -> list[Change]:
        """Words of the plan."""
        return [change for change in self.changes if change.ours and not change.causes]


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What may explain a change."""

    own: Mapping[str, Own]
    corrections: Sequence[Correction]
    applied: Sequence[Applied]


def tierce(sent: Sent, shown: Iterable[Shown], known: Known) -> Tierce:
    """What changed since `sent`."""
    before = _first_of_each(sent)
    today = {one.passage: one for one in shown if passage_of(one.bookmark) == one.passage}
    is_whole = sent.copy in WHOLE
    changes: list[Change] = []
    unchanged = 0
    for passage, one in today.items():
        old = before.get(passage)
        if old is not None and (_is_same(old, one.text) or _is_same(old, one.aloud)):
            unchanged += 1
        elif (old is not None or is_whole) and _says(old.text if old else "", one.text):
            changes.append(_changed(_said(old), one, known))
    changes += (
        _gone(passage, old, known) for passage, old in before.items() if passage not in today and _said(old)
    )
    compared = unchanged + sum(bool(change.before) for change in changes)
    return Tierce(build=sent.build, compared=compared, unchanged=unchanged, changes=changes)


def _first_of_each(sent: Sent) -> dict[str, SentPassage]:
    """The first place of each passage, quotations of it left out."""
    found: dict[str, SentPassage] = {}
    for one in sorted(sent.passages, key=lambda one: (passage_of(one.bookmark) != one.bookmark, one.bookmark)):
        passage = passage_of(one.bookmark)
        if one.passage in {"", passage} and (one.text or one.sha256):
            found.setdefault(passage, one)
    return found


def _says(before: str, after: str) -> bool:
    """Whether a change is one of words: a picture that comes has none."""
    return bool(before.strip() or after.strip())


def _said(old: SentPassage | None) -> str:
    """What a passage said when it was sent; empty when it held no word, and not merely none that was kept."""
    if old is None or old.text or old.sha256 == hashlib.sha256(b"").hexdigest():
        return old.text if old else ""
    return NOT_KEPT


def _is_same(old: SentPassage, text: str) -> bool:
    if old.text:
        return folded(old.text) == folded(text)
    return old.sha256 in {"", hashlib.sha256(text.encode()).hexdigest()}


def _changed(before: str, one: Shown, known: Known) -> Change:
    causes = [*_corrections(one.passage, before, known), *([] if before else _put(one.passage, known))]
    own = None if _is_of_the_tool(one.passage, known) else known.own.get(one.passage)
    merged = any(each.passage == one.passage and each.result == "merged" for each in known.applied)
    if own and (merged or (not causes and bare(own.text) == bare(one.note_text))):
        is_punctuation = bool(before) and bare(before) == bare(one.text)
        causes.append(PUNCTUATION if is_punctuation else _note(own))
    return Change(
        passage=one.passage,
        before=before,
        after=one.text,
        code=one.code,
        part=one.part,
        causes=causes,
        ours=one.is_ours or _is_of_the_tool(one.passage, known),
    )


def _gone(passage: str, old: SentPassage, known: Known) -> Change:
    causes = _corrections(passage, old.text, known)
    own = known.own.get(passage)
    if own and own.gone and not own.ours and not causes:
        causes.append(_note(own))
    is_ours = not passage.startswith(ANCHOR_PREFIX) or _is_of_the_tool(passage, known)
    return Change(passage=passage, before=_said(old), code=old.code, causes=causes, ours=is_ours)


def _is_of_the_tool(passage: str, known: Known) -> bool:
    return passage in known.own and known.own[passage].ours


def _note(own: Own) -> str:
    if own.remarks:
        return own.remarks
    return f"note « {own.name} »" if own.name else "note retirée"


def _corrections(passage: str, before: str, known: Known) -> list[str]:
    """The corrections in today's text that the edition did not have."""
    in_text = {(one.passage, one.key) for one in known.applied if one.result in IN_TEXT}
    return list(
        dict.fromkeys(
            one.number or TEAM
            for one in known.corrections
            if one.passage == passage
            and (one.passage, one.key) in in_text
            and (not before or folded(one.text) != folded(before))
        )
    )


def _put(passage: str, known: Known) -> list[str]:
    """The corrections that put a paragraph where there was none."""
    return list(dict.fromkeys(one.number or TEAM for one in known.applied if passage in one.put))


def bare(text: str) -> str:
    """The letters and digits of a text: what typography and punctuation never change."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign.isalnum())


def around(before: str, after: str) -> tuple[str, str]:
    """Both texts without the words that they share at their ends, a few kept on each side."""
    old, new = before.split(), after.split()
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    start, end = max(head - CONTEXT, 0), max(tail - CONTEXT, 0)
    return _cut(old, start, end), _cut(new, start, end)


def _cut(words: list[str], start: int, end: int) -> str:
    kept = " ".join(words[start : len(words) - end])
    return f"{'… ' if start else ''}{kept}{' …' if end else ''}"
