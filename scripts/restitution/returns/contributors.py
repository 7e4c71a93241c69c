"""Who wrote what: one contributor a person, however her name is written; else a body, a team, or nobody known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Literal

import msgspec

from restitution.messages import folded
from restitution.model import Note
from restitution.settings import Settings
from restitution.settings.articles import of

UNKNOWN = "Auteur inconnu"
CIVILITIES = frozenset(
    folded("M Mr MM Mme Mmes Mlle Mlles Monsieur Madame Mademoiselle Dr Docteur Me Maître").split()
)
Kind = Literal["person", "body", "team", "unknown"]
Words = tuple[str, ...]


class Contributor(msgspec.Struct, frozen=True, kw_only=True):
    """One who wrote files, and which: `paths` in order."""

    name: str
    kind: Kind
    paths: list[str]


class _Signature(msgspec.Struct, frozen=True):
    """A name under a file, and the body that the file gives beside it."""

    name: str
    path: str
    body: str

    @property
    def words(self) -> Words:
        """What two ways to write one name have in common: its words, whatever their order, case and accents."""
        words = folded(self.name).split()
        return tuple(sorted([word for word in words if word not in CIVILITIES] or words))


def contributors(files: Mapping[str, Note | None], settings: Settings) -> list[Contributor]:
    """The contributors of `files` (path -> its note, or None when it could not be read), by name."""
    signed = [_Signature(name, path, folded(note.structure)) for path, note in files.items() if note
              for name in note.writers]  # fmt: skip
    found = [
        Contributor(name=_best(group), kind="person", paths=_paths(group)) for group in _by_person(signed).values()
    ]
    others: dict[tuple[Kind, str], list[_Signature]] = {}
    for path, note in files.items():
        if note is None or not note.writers:
            kind, name = _without_name(path, note, settings)
            others.setdefault((kind, folded(name)), []).append(_Signature(name, path, ""))
    found += [
        Contributor(name=_best(group), kind=kind, paths=_paths(group)) for (kind, _), group in others.items()
    ]
    return sorted(found, key=lambda one: (one.kind == "unknown", folded(one.name), one.name))


def _paths(group: Iterable[_Signature]) -> list[str]:
    return sorted({one.path for one in group})


def _by_person(signed: list[_Signature]) -> dict[Words, list[_Signature]]:
    """Signatures by whole name; « N. Vauquelin » and « Mme Vauquelin » join the only one whom they can mean."""
    whole = {one.words for one in signed if _is_whole(one.words)}
    bodies: dict[Words, set[str]] = {}
    for one in signed:
        bodies.setdefault(one.words, set()).add(one.body)
    groups: dict[Words, list[_Signature]] = {}
    for one in signed:
        meant = [] if one.words in whole else [full for full in sorted(whole) if _may_mean(one.words, full)]
        sure = len(meant) == 1 and (len(one.words) > 1 or (one.body and one.body in bodies[meant[0]]))
        groups.setdefault(meant[0] if sure else one.words, []).append(one)
    return groups


def _is_whole(words: Words) -> bool:
    return len(words) > 1 and all(len(word) > 1 for word in words)


def _may_mean(short: Words, full: Words) -> bool:
    """Whether each word of a shorter form is a word of the whole name, or the initial of one left."""
    left = list(full)
    names = [word for word in short if len(word) > 1]
    for word in names:
        if word not in left:
            return False
        left.remove(word)
    for initial in (word for word in short if len(word) == 1):
        found = next((word for word in left if word.startswith(initial)), None)
        if found is None:
            return False
        left.remove(found)
    return bool(names)


def _best(group: list[_Signature]) -> str:
    """The form to greet her by: whole, without civility nor capitals, the most frequent."""
    counts = Counter(one.name for one in group)

    def rank(one: _Signature) -> tuple[bool, bool, bool, int, int, str]:
        shouted = any(word.isupper() and len(word) > 2 for word in one.name.split())
        polite = not CIVILITIES.isdisjoint(folded(one.name).split()[:1])
        return not _is_whole(one.words), polite, shouted, -counts[one.name], -len(one.name), one.name

    return min(group, key=rank).name


def _without_name(path: str, note: Note | None, settings: Settings) -> tuple[Kind, str]:
    """Whose a file is that no person signed: the body that it names, else a territory's team."""
    if note and note.structure:
        return "body", note.structure
    codes = [note.author] if note and note.author else []
    territory = settings.territory(next(iter([*codes, *_filed(path, settings)]), ""))
    return ("team", f"Équipe {of(territory)}") if territory else ("unknown", UNKNOWN)


def _filed(path: str, settings: Settings) -> list[str]:
    """The territory whose folder holds a file, else the one that a folder's name tells."""
    for territory in settings.territoires:
        if any(path.startswith(f"{folder.strip('/')}/") for folder in territory.dossiers):
            return [territory.code]
    named = (settings.territory_named(folder) for folder in PurePosixPath(path).parts[:-1])
    return next((codes for codes in named if len(codes) == 1), [])
