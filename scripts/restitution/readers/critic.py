"""A plain text or Markdown copy that went back to its writer: its marks are read, all that is left accepted.

Only in a file whose mark says that it is such a copy (`returns.copies.critic`): elsewhere `{++` or `[ajouté : …]`
is a writer's own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from restitution.model import NotTaken, NotTakenReason
from restitution.ooxml.own_source import SOURCE
from restitution.text_marks import BRACKETS, CRITIC, IN_BRACKETS, Signs

_MARK: Final = re.compile(
    r"\{>>(?P<comment>.*?)<<\}|\{--(?P<out>.*?)--\}|\{\+\+(?P<in>.*?)\+\+\}|\{==(?P<lit>.*?)==\}"
    r"|\{~~(?P<old>.*?)~>(?P<new>.*?)~~\}",
    re.DOTALL,
)
_GONE: Final[dict[str, NotTakenReason]] = {
    "comment": "commentaire",
    "add": "champ technique",
    "remove": "champ technique",
    "out": "texte supprimé",
    "old": "texte supprimé",
}
_KEPT: Final = ("in", "lit", "new")
_WERE: Final = ("out", "lit", "old")


def _ours(signs: Signs) -> re.Pattern[str]:
    before, behind = map(re.escape, signs.source)
    return re.compile(rf"{before}{SOURCE} (?P<source>[^\n]*){behind}")


_KINDS: Final = ((_ours(CRITIC), CRITIC, _MARK), (_ours(BRACKETS), BRACKETS, IN_BRACKETS))
"""The line that says what a copy is made of, the signs of its marks, each mark."""


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """A text without marks, its lines where they were; what the marks held; of what it is a copy."""

    text: str
    before: str
    """The same, line for line, as it was before it was marked."""
    not_taken: list[NotTaken] = []
    source: str = ""


def settled(text: str) -> Settled:
    """What a copy says when all that is left in it is accepted; any other text as it is."""
    for line, signs, mark in _KINDS:
        ours = list(line.finditer(text))
        if ours or any(said in text for said in signs.legend):  # a legend tells as much, without saying of what
            body, gone = _without(text, signs, ours)
            found = _settled(body, mark)
            return msgspec.structs.replace(
                found, not_taken=[*gone, *found.not_taken], source=ours[-1]["source"].strip() if ours else ""
            )
    return Settled(text=text, before=text)


def _without(text: str, signs: Signs, ours: Sequence[re.Match[str]]) -> tuple[str, list[NotTaken]]:
    """The text with empty lines where what explains the copy stood, and what that was."""
    gone = [(found.start(), found[0]) for found in ours]
    gone += [(at, line) for line in signs.legend if (at := text.find(line)) >= 0]
    for at, said in gone:
        text = text[:at] + " " * len(said) + text[at + len(said) :]
    return text, [
        NotTaken(reason="champ technique", text=said, where=_line(text, at)) for at, said in sorted(gone)
    ]


def _settled(text: str, mark: re.Pattern[str]) -> Settled:
    gone: list[NotTaken] = []

    def read(found: re.Match[str]) -> str:
        groups = found.groupdict()
        for name, reason in _GONE.items():
            if (said := groups.get(name)) and said.strip():
                gone.append(NotTaken(reason=reason, text=said, where=_line(text, found.start())))
        return _standing(found, _KEPT)

    before = mark.sub(lambda found: _standing(found, _WERE), text)
    return Settled(text=mark.sub(read, text), before=before, not_taken=gone)


def _line(text: str, at: int) -> str:
    return f"ligne {text.count(chr(10), 0, at) + 1}"


def _standing(found: re.Match[str], names: tuple[str, ...]) -> str:
    """What is left of a mark, as many lines as it had."""
    groups = found.groupdict()
    kept = "".join(groups.get(name) or "" for name in names)
    return kept + "\n" * (found[0].count("\n") - kept.count("\n"))
