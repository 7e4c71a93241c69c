"""Where a file lies beside what its note says: a territory that nobody knows, a folder that is another's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Final

from restitution.domain import says_nothing
from restitution.messages import folded, listed, nearest
from restitution.model import Finding, Note
from restitution.settings import Settings
from restitution.settings.articles import of

NEEDS_A_TERRITORY: Final = frozenset({"portrait_territoire", "transcription_atelier", "visite_miroir", None})
"""Kinds whose place in the publication is a territory's; None: what no kind was recognised of."""
OF_ONE: Final = frozenset({"portrait_territoire", "fiche_action"})
"""Kinds whose title names the territory that they are about."""
VISIT: Final = "visite_miroir"
EVERYBODY: Final = re.compile(
    r"\b(?:tous|toutes|trois|deux|quatre|ensemble|communs?|projet|cooperation|partenaires?)\b"
)
CODE: Final = "territoire"
"""Code of a finding about a territory that was not understood."""
MISFILED: Final = "rangement"
"""Code of a finding about a file in a folder that is not its note's."""


def folder_s(path: str, settings: Settings) -> str:
    """Code of the territory whose folder holds a file; empty when it is nobody's."""
    for territory in settings.territoires:
        if any(path.startswith(f"{folder.strip('/')}/") for folder in territory.dossiers):
            return territory.code
    return ""


def misplaced(note: Note, stated: str, settings: Settings, *, is_told: bool) -> list[Finding]:
    """What to say of a note's territory: not a territory of the project, none at all, or not its folder's.

    `stated`: what the note's field says; `is_told`: whether the editor said the territory, which settles it.
    """
    if is_told:
        return []
    found = [*_unknown(note, stated, settings)]
    return found or [*_nowhere(note, settings), *_elsewhere(note, stated, settings)]


def _unknown(note: Note, stated: str, settings: Settings) -> Iterator[Finding]:
    said = stated.strip(" .")
    is_name = bool(said) and not says_nothing(said) and not EVERYBODY.search(folded(said))
    if is_name and not settings.territory_named(said, advanced=True):
        names = list(settings.names.values())
        near = nearest(said, names)
        hint = f"vouliez-vous dire « {near} » ?" if near else f"les siens sont {_quoted(names)}."
        yield _warning(note, CODE, f"Pas un territoire du projet : « {said} » ; {hint}{_taken(note, settings)}")


def _taken(note: Note, settings: Settings) -> str:
    """What was understood instead, when something was."""
    codes = note.territories or ([note.host] if note.host else [])
    names = [settings.names[code] for code in codes if code in settings.names]
    return f" En attendant, cette note est rangée avec : {listed(names)}." if names else ""


def _nowhere(note: Note, settings: Settings) -> Iterator[Finding]:
    """Nothing tells whose it is: neither its folder, nor its name, nor its title, nor a line of it."""
    if note.territories or note.host or note.reactions or note.kind not in NEEDS_A_TERRITORY:
        return
    folder = PurePosixPath(note.path).parent.as_posix()
    where = "à la racine de sources/" if folder == "." else f"dans « {folder} », dossier d'aucun territoire"
    field = "Territoire hôte : …" if note.kind == VISIT else "Territoire : …"
    yield _warning(
        note,
        CODE,
        f"Rien ne dit de quel territoire parle cette note, rangée {where} : déposez-la dans {_folders(settings)}, "
        f"ou écrivez en tête « {field} ».",
    )


def _folders(settings: Settings) -> str:
    return listed((f"« {one.dossiers[0].strip('/')} »" for one in settings.territoires if one.dossiers), "ou")


def _elsewhere(note: Note, stated: str, settings: Settings) -> Iterator[Finding]:
    """The folder is a territory's, and the note says that it is about another."""
    filed = folder_s(note.path, settings)
    if not filed or note.kind == VISIT:
        return
    titled = settings.territory_named(note.title) if note.kind in OF_ONE and not stated else []
    said = settings.territory_named(stated) or (titled if len(titled) == 1 else [])
    if not said or filed in said:
        return
    there = listed(settings.names[code] for code in said)
    followed = listed(settings.names[code] for code in note.territories)
    right = next((one.dossiers[0].strip("/") for one in settings.territoires if one.code == said[0]
                  and one.dossiers), "")  # fmt: skip
    move = (
        f" Si elle est {_of(said, settings)}, déplacez-la dans « {right} »"
        if right
        else f" Si elle est {_of(said, settings)}, déplacez-la"
    )
    what = "son titre" if said == titled and not stated else "sa ligne « Territoire »"
    yield _warning(
        note,
        MISFILED,
        f"Cette note est dans le dossier {_of([filed], settings)}, et {what} dit {there} : elle est rangée avec "
        f"{followed}.{move} ; sinon, corrigez {what}.",
    )


def _quoted(names: list[str]) -> str:
    return listed(f"« {name} »" for name in names)


def _warning(note: Note, code: str, message: str) -> Finding:
    return Finding(code=code, level="warning", message=message, path=note.path)


def _of(codes: Iterable[str], settings: Settings) -> str:
    """« du Pays de Séronne et de la Haute-Galdonne »."""
    return listed(of(one) if (one := settings.territory(code)) else f"de {code}" for code in codes)
