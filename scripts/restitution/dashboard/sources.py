"""Every file of `sources/` and what became of it, by folder."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Final

import msgspec

from restitution.dashboard.records import FindingView, Quoted, SourceGroup, Sources, SourceView, Tone
from restitution.domain import domain
from restitution.messages import SOURCE_STATES, french_period, listed, number, plural
from restitution.model import Balance, Finding, SourceStatus
from restitution.settings import Settings

TONES: Final[Mapping[str, Tone]] = {"taken": "bien", "set_aside": "alerte", "waiting": "attention"}
AT_THE_TOP: Final = "à la racine de sources/"
MANY: Final = {word: word for word in SOURCE_STATES.values()} | {
    "remplacé": "remplacés",
    "copie relue": "copies relues",
    "ignoré": "ignorés",
}
"""Words of the states, of several files."""
MOST_OPEN: Final = 60
"""Files from which folders are shown closed."""
PLACES: Final = 3
"""Places named of the words that a note leaves out for one reason."""
NOTHING: Final = "–"
UNKNOWN_KIND: Final = "genre à dire"


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the files beside the balance."""

    findings: Sequence[Finding]
    places: Mapping[str, list[Quoted]]
    """Path -> the parts of the publication where it stands, each with its first passage."""
    hide: Callable[[str], str]
    """A text as it may be shown."""


def sources(balance: Balance, settings: Settings, known: Known) -> Sources:
    """The files by folder, and the findings that are about none of them."""
    by_path: dict[str, list[Finding]] = defaultdict(list)
    for finding in dict.fromkeys([*known.findings, *(f for one in balance.sources for f in one.findings)]):
        if finding.level != "info":
            by_path[finding.path].append(finding)
    rows = [_row(one, by_path.pop(one.path, []), balance, settings, known) for one in balance.sources]
    others = [_told(finding, known.hide, named=True) for found in by_path.values() for finding in found]
    there = {row.state for row in rows}
    return Sources(
        groups=_groups(rows),
        told=_counted(rows),
        states=[word for word in SOURCE_STATES.values() if word in there],
        territories=_in_order(settings.names.values(), (name for row in rows for name in row.territories)),
        kinds=sorted({row.kind for row in rows} - {NOTHING}),
        others=others,
    )


def _in_order(known: Iterable[str], found: Iterable[str]) -> list[str]:
    there = set(found)
    return [name for name in known if name in there]


def _groups(rows: Sequence[SourceView]) -> list[SourceGroup]:
    folders: dict[str, list[SourceView]] = defaultdict(list)
    for row in rows:
        folders[row.path.rpartition("/")[0]].append(row)
    is_open = len(rows) <= MOST_OPEN
    return [
        SourceGroup(folder=folder or AT_THE_TOP, told=_counted(files), rows=files, is_open=is_open)
        for folder, files in sorted(folders.items())
    ]


def _counted(rows: Sequence[SourceView]) -> str:
    """« 12 fichiers : 11 repris, 1 mis de côté »."""
    counts = Counter(row.state for row in rows)
    each = ", ".join(plural(counts[word], word, MANY[word]) for word in SOURCE_STATES.values() if counts[word])
    return f"{plural(len(rows), 'fichier')} : {each}"


def _row(
    status: SourceStatus, findings: Iterable[Finding], balance: Balance, settings: Settings, known: Known
) -> SourceView:
    titles = {theme.cle: theme.titre for theme in settings.themes}
    comments = len(balance.internal.get(status.path, ()))
    return SourceView(
        path=status.path,
        name=PurePosixPath(status.path).name,
        state=SOURCE_STATES[status.state],
        tone=TONES.get(status.state, "neutre"),
        kind=_kind(status),
        territories=[settings.names.get(code, code) for code in status.territory],
        themes=listed(titles.get(theme, theme) for theme in status.themes),
        dates=french_period(status.dates),
        words=_words(status),
        reason=known.hide(status.reason),
        not_taken=_by_reason(status.not_taken),
        withheld=_by_reason(status.withheld),
        findings=[_told(finding, known.hide) for finding in findings],
        places=known.places.get(status.path, []),
        comments=plural(comments, "remarque de rédacteur", "remarques de rédacteurs") if comments else "",
    )


def _kind(status: SourceStatus) -> str:
    if status.kind:
        return domain().kinds[status.kind].label
    return UNKNOWN_KIND if status.words_in else NOTHING


def _words(status: SourceStatus) -> list[str]:
    if status.words_in is None:
        return []
    return [number(count or 0) for count in (status.words_in, status.words_published, status.words_withheld)]


def _by_reason(entries: Iterable[Mapping[str, str | int]]) -> list[str]:
    """« en-tête ou pied répété : 12 mots (ligne 3, ligne 40) »."""
    words: Counter[str] = Counter()
    places: dict[str, dict[str, None]] = defaultdict(dict)
    for entry in entries:
        reason = str(entry["reason"])
        words[reason] += int(entry["words"])
        places[reason] |= {str(entry["where"]): None} if entry.get("where") else {}
    return [f"{reason} : {plural(count, 'mot')}{_places(list(places[reason]))}" for reason, count in words.items()]


def _places(places: Sequence[str]) -> str:
    if not places:
        return ""
    shown = places if len(places) <= PLACES + 1 else places[:PLACES]
    left = len(places) - len(shown)
    rest = f" et {plural(left, 'autre endroit', 'autres endroits')}" if left else ""
    return f" ({', '.join(shown)}{rest})"


def _told(finding: Finding, hide: Callable[[str], str], *, named: bool = False) -> FindingView:
    where = hide(finding.where) if finding.where not in finding.message else ""
    place = ", ".join(part for part in (finding.path if named else "", where) if part)
    return FindingView(text=hide(finding.message), where=place, is_error=finding.level == "error")
