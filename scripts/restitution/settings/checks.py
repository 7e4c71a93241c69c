"""What types cannot say of the settings: codes that exist, words used once, dates in order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from restitution.disk import is_portable
from restitution.domain import domain
from restitution.messages import expected, folded
from restitution.settings.conform import Conformed, Path, is_date
from restitution.settings.names import plain_name
from restitution.settings.types import PART_TITLES

Found = tuple[Path, str]

NEVER_ACCEPTED = {"K9": "K9 (mots perdus)", "K22": "K22 (essai de fuite)"}
NO_COPY = frozenset({"couverture", "sommaire", "quatrieme"})
"""Parts that hold nothing to review by themselves."""


def check(conformed: Conformed) -> None:
    """Add to `conformed.troubles` what does not hold together."""
    values = conformed.values
    _unique(conformed, "code", [*_each(values, "territoires", "code"), *_each(values, "avances", "code")])
    _are_file_names(conformed)
    _unique_names(conformed)
    _unique(conformed, "dossiers", list(_each(values, "territoires", "dossiers")))
    _unique(conformed, "cle", list(_each(values, "axes", "cle")))
    _unique(conformed, "cle", list(_each(values, "axes", "themes", "cle")))
    _unique(conformed, "partie", list(_each(values, "plan", "partie")))
    _unique(conformed, "sorties", list(_each(values, "sorties")))
    _unique(conformed, "parties", list(_each(values, "relecture", "parties")))
    for path, part in _each(values, "relecture", "parties"):
        _known(conformed, path, part, [key for key in _kept_parts(conformed) if key not in NO_COPY], "partie")
    _lead(conformed)
    for path, visit in _each_record(values, "visites"):
        _visit(conformed, path, visit)
    for path, waiver in _each_record(values, "derogations"):
        _waiver(conformed, path, waiver)


def _steps(value: Any, keys: tuple[str, ...], path: Path) -> Iterator[tuple[Path, Any]]:
    """What stands below `value` at `keys`, in every item of the lists on the way."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _steps(item, keys, (*path, number))
    elif keys and isinstance(value, dict) and keys[0] in value:
        yield from _steps(value[keys[0]], keys[1:], (*path, keys[0]))
    elif not keys and value is not None:
        yield path, value


def _each(values: Any, *keys: str) -> Iterator[Found]:
    return ((path, value) for path, value in _steps(values, keys, ()) if isinstance(value, str))


def _each_record(values: Any, *keys: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    return ((path, value) for path, value in _steps(values, keys, ()) if isinstance(value, dict))


def _unique(conformed: Conformed, name: str, found: list[Found]) -> None:
    """Words that differ by case or accents only would share a file's name: they are the same."""
    first: dict[str, Path] = {}
    for path, word in found:
        seen = first.setdefault(folded(word) or word, path)
        if seen is not path:
            line = conformed.line(seen)
            conformed.wrong(path, f"{name} : « {word} » déjà pris à la ligne {line} ; attendu : un autre mot")


def _are_file_names(conformed: Conformed) -> None:
    """A territory's code is the name of its copy to review (`territoires/HG.docx`)."""
    for path, code in _each(conformed.values, "territoires", "code"):
        if not is_portable(code):
            conformed.wrong(
                path, f"code : « {code} » ne peut nommer aucun fichier sous Windows ; attendu : un autre code"
            )


def _unique_names(conformed: Conformed) -> None:
    """A name that two territories share would credit one with what is said of the other."""
    owner: dict[str, Path] = {}
    for key in ("territoires", "avances"):
        for part in ("nom", "alias"):
            for path, name in _each(conformed.values, key, part):
                first = owner.setdefault(plain_name(name), path)
                if first[:2] != path[:2]:
                    found = f"« {name} » nomme déjà le territoire de la ligne {conformed.line(first)}"
                    conformed.wrong(path, f"{part} : {found} ; attendu : un autre nom")


def _codes(conformed: Conformed, *keys: str) -> list[str]:
    return [code for key in keys for _, code in _each(conformed.values, key, "code")]


def _kept_parts(conformed: Conformed) -> list[str]:
    """The parts that are published; all of them when no plan is written."""
    written = [part for _, part in _each_record(conformed.values, "plan")]
    kept = [part.get("partie") for part in written if part.get("garder", True)] if written else PART_TITLES
    return [part for part in kept if isinstance(part, str)]


def _lead(conformed: Conformed) -> None:
    for path, code in _each(conformed.values, "projet", "chef_de_file"):
        _known(conformed, path, code, _codes(conformed, "territoires"))


def _known(conformed: Conformed, path: Path, code: str, codes: list[str], what: str = "territoire") -> None:
    if code not in codes:
        name = next(str(step) for step in reversed(path) if isinstance(step, str))
        right = expected(code, codes) if codes else f"un {what} déclaré"
        conformed.wrong(path, f"{name} : {what} inconnu « {code} » ; attendu : {right}")


def _visit(conformed: Conformed, path: Path, visit: dict[str, Any]) -> None:
    partners = _codes(conformed, "territoires")
    host = visit.get("hote")
    visitors = [(found, code) for found, code in _each(visit, "visiteurs")]
    if isinstance(host, str):
        advanced = visit.get("type") == "avance"
        hosts = _codes(conformed, "avances") if advanced else partners
        _known(conformed, (*path, "hote"), host, hosts, "territoire avancé" if advanced else "territoire")
    _unique(conformed, "visiteurs", [((*path, *found), code) for found, code in visitors])
    for found, code in visitors:
        place = (*path, *found)
        _known(conformed, place, code, partners)
        if code == host:
            conformed.wrong(place, f"visiteurs : « {code} » est aussi l’hôte ; attendu : un autre territoire")
    for key in ("prevue", "realisee"):
        dates = [date for _, date in _each(visit, key)]
        if all(map(is_date, dates)) and dates != sorted(dates):
            told = f"« {dates[0]} » vient après « {dates[-1]} »"
            conformed.wrong((*path, key), f"{key} : {told} ; attendu : la première date d’abord")


def _waiver(conformed: Conformed, path: Path, waiver: dict[str, Any]) -> None:
    """Neither a loss nor a leak is a matter of opinion; a cell « thème/TERRITOIRE » of K5 names what exists."""
    never = NEVER_ACCEPTED.get(str(waiver.get("controle")))
    if never:
        told = f"{never} ne peut pas être accepté par une dérogation ; attendu : un autre contrôle"
        conformed.wrong((*path, "controle"), f"controle : {told}")
    if waiver.get("controle", "K5") == "K5" and isinstance(waiver.get("case"), str):
        _cell(conformed, (*path, "case"), waiver["case"])


def _cell(conformed: Conformed, path: Path, cell: str) -> None:
    theme, slash, code = cell.partition("/")
    if not slash:
        return
    themes = [key for _, key in _each(conformed.values, "axes", "themes", "cle")]
    _known(conformed, path, theme, themes or _shipped_themes(), "thème")
    _known(conformed, path, code, _codes(conformed, "territoires"))


def _shipped_themes() -> list[str]:
    return [theme.cle for theme in domain().themes]
