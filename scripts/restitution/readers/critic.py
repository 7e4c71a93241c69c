"""A plain text or Markdown copy that went back to its writer: its CriticMarkup is read, all that is left accepted.

Only in a file whose mark says that it is such a copy (`returns.copies.critic`): elsewhere `{++` is a writer's own.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

from restitution.model import NotTaken, NotTakenReason
from restitution.ooxml.own_source import SOURCE

_OURS: Final = re.compile(rf"\{{>>{SOURCE} (?P<source>[^<\n]*)<<\}}")
_MARK: Final = re.compile(
    r"\{>>(?P<comment>.*?)<<\}|\{--(?P<out>.*?)--\}|\{\+\+(?P<in>.*?)\+\+\}|\{==(?P<lit>.*?)==\}"
    r"|\{~~(?P<old>.*?)~>(?P<new>.*?)~~\}",
    re.DOTALL,
)
_GONE: Final[dict[str, NotTakenReason]] = {
    "comment": "commentaire",
    "out": "texte supprimé",
    "old": "texte supprimé",
}
_KEPT: Final = ("in", "lit", "new")
_WERE: Final = ("out", "lit", "old")


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """A text without marks, its lines where they were; what the marks held; of what it is a copy."""

    text: str
    before: str
    """The same, line for line, as it was before it was marked."""
    not_taken: list[NotTaken] = []
    source: str = ""


def settled(text: str) -> Settled:
    """What a copy says when all that is left in it is accepted; any other text as it is."""
    ours = list(_OURS.finditer(text))
    if not ours:
        return Settled(text=text, before=text)
    gone: list[NotTaken] = []

    def read(found: re.Match[str]) -> str:
        line = text.count("\n", 0, found.start()) + 1
        for name, reason in _GONE.items():
            if (said := found[name]) and said.strip():
                gone.append(NotTaken(reason=reason, text=said, where=f"ligne {line}"))
        return _standing(found, _KEPT)

    before = _MARK.sub(lambda found: _standing(found, _WERE), text)
    return Settled(text=_MARK.sub(read, text), before=before, not_taken=gone, source=ours[-1]["source"].strip())


def _standing(found: re.Match[str], names: tuple[str, ...]) -> str:
    """What is left of a mark, as many lines as it had."""
    kept = "".join(found[name] or "" for name in names)
    return kept + "\n" * (found[0].count("\n") - kept.count("\n"))
