"""`restitution status FICHIER`: one file in full, for the editor."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

import msgspec

from restitution.checks.unfinished import remarks_told
from restitution.cli.screen import heading, told
from restitution.cli.versions import only_in_one
from restitution.cli.withheld import Masked, withheld_told
from restitution.errors import WrongUse
from restitution.messages import listed, nearest, number, plural
from restitution.model import Finding, Internal, SourceStatus
from restitution.returns.told import Gathered, Told
from restitution.returns.words import FURNITURE, understood
from restitution.settings import Settings

VERSION = "version"
Section = tuple[str, list[str]]
"""A heading, and what stands below it, a paragraph each."""


def found(file: str, sources: Sequence[SourceStatus]) -> SourceStatus:
    """The file that a person means. Raises `WrongUse` when it is none, or several."""
    path = meant_file(file, [source.path for source in sources])
    return next(source for source in sources if source.path == path)


def meant_file(file: str, paths: Sequence[str]) -> str:
    """The path that a person means: itself, or its name where only one has it. Raises `WrongUse` otherwise."""
    said = unicodedata.normalize("NFC", file.replace("\\", "/")).removeprefix("./").removeprefix("sources/")
    meant = [path for path in paths if path == said] or [path for path in paths if _name(path) == said]
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise WrongUse(f"Plusieurs fichiers s’appellent « {file} ».", listed(meant))
    near = nearest(said, [name for path in paths for name in (path, _name(path))])
    raise WrongUse(f"« {file} » n'est pas dans sources/.", f"Vouliez-vous dire « {near} » ?" if near else "")


def with_findings(source: SourceStatus, told: Sequence[Finding]) -> SourceStatus:
    """The file with what later stages found in it too (the wording of its text), each finding once."""
    return msgspec.structs.replace(source, findings=list(dict.fromkeys([*source.findings, *told])))


def _name(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def show_file(
    source: SourceStatus,
    state: str,
    gathered: Gathered,
    remarks: Sequence[Internal],
    settings: Settings,
    masked: Masked,
) -> None:
    """Everything that is known of a file. `state`: its state in words; `remarks`: of those who wrote it.

    `masked`: what is withheld of its public note.
    """
    told(source.path, 0)
    who = gathered.writers_of(source.path)
    told(f"{state[:1].upper()}{state[1:]}{f' – {listed(who)}' if who else ''}", 0)
    if source.reason:
        told(source.reason, 0)
    for title, lines in each_section(source, gathered, remarks, settings, masked):
        if lines:
            heading(title)
            for line in lines:
                told(line)


def each_section(
    source: SourceStatus,
    gathered: Gathered,
    remarks: Sequence[Internal],
    settings: Settings,
    masked: Masked,
) -> Iterator[Section]:
    """The sections of the page, in order; one without lines is not shown. A new one is a line here."""
    one = gathered.files.get(source.path)
    yield "CE QUI EST COMPRIS", _understood(one, settings)
    yield "LE COMPTE DES MOTS", _words(source)
    yield "SA PLACE DANS LE DOCUMENT", [str(place) for place in one.places] if one else []
    yield "LES DEUX VERSIONS", only_in_one(source, everything=True)
    yield "SES AUTRES VERSIONS", _other_versions(source, gathered)
    yield "CE QUI EST RETENU, ET POURQUOI", withheld_told(source, one.note if one else None, masked)
    yield "CE QUI N’EST PAS REPRIS", _not_taken(one, remarks)
    yield "IMAGES POSÉES À CÔTÉ, QU’AUCUNE NOTE NE MONTRE", _beside(one, gathered)
    left = [line for head, lines in remarks_told(remarks) for line in (head, *lines)]
    yield "REMARQUES DE SES RÉDACTEURS, JAMAIS PUBLIÉES", left
    yield "À DEMANDER À SON AUTEUR, LE PLUS UTILE D’ABORD", _asked(one)
    yield "REMARQUES DE LECTURE", _findings(source)


def _other_versions(source: SourceStatus, gathered: Gathered) -> list[str]:
    """The files that this one is taken in the place of, each with what only it says."""
    others = [one.status for one in gathered.files.values() if one.status.versions]
    return [
        f"{other.path} : {plural(len(other.versions.only_here), 'phrase n’est que là', 'phrases ne sont que là')}"
        f' (restitution status "{other.path}").'
        for other in others
        if other.versions and other.versions.kept == source.path
    ]


def _beside(one: Told | None, gathered: Gathered) -> list[str]:
    """The pictures beside a note; of a picture, whose notes lie beside it."""
    if one is None or not (one.note or one.is_lone_picture):
        return []
    if one.is_lone_picture:
        names = gathered.neighbours_of(one)
        return [f"Dans ce dossier, les notes sont de {listed(names)}."] if names else []
    return [
        f"{picture.status.path} : {picture.status.reason}" for picture in gathered.pictures_beside(one.status.path)
    ]


def _understood(one: Told | None, settings: Settings) -> list[str]:
    if one is None or one.note is None:
        return []
    copy_of = one.note.copy_of.partition(" ")[2]
    facts = [("Version relue par son auteur, de", copy_of), ("Titre", one.note.title)]
    facts += [*understood(one.note, settings), ("Statut que la note se donne", one.note.status)]
    return [f"{label} : {words}" for label, words in facts if words]


def _words(source: SourceStatus) -> list[str]:
    if not source.words_in:
        return []
    published = number(source.words_published or 0)
    withheld = f"{plural(source.words_withheld or 0, 'retenu')}"
    not_taken = f"{plural(source.words_not_taken or 0, 'non repris', 'non repris')}"
    lines = [f"{plural(source.words_in, 'mot')} dans le fichier : {published} publiés, {withheld}, {not_taken}."]
    reasons = dict.fromkeys(str(entry["reason"]) for entry in source.withheld)
    for reason in reasons:
        words = sum(int(entry["words"]) for entry in source.withheld if entry["reason"] == reason)
        lines.append(f"Retenus, {reason} : {plural(words, 'mot')}.")
    return lines


def _not_taken(one: Told | None, remarks: Sequence[Internal]) -> list[str]:
    """Each passage left out with its place, its words and its reason; menus and times by their number only.

    A remark is told below, with who made it.
    """
    if one is None or one.note is None:
        return []
    below = {remark.text for remark in remarks}
    lines = [
        f"{entry.where + ' : ' if entry.where else ''}« {' '.join(entry.text.split())} » ({entry.reason})"
        for entry in one.note.not_taken
        if entry.reason not in FURNITURE and entry.text not in below
    ]
    furniture = sum(int(entry["words"]) for entry in one.status.not_taken if entry["reason"] in FURNITURE)
    if furniture:
        lines.append(f"{plural(furniture, 'mot')} de mise en forme (horaires, menus d’une page, noms de champs).")
    return lines


def _asked(one: Told | None) -> list[str]:
    requests = one.requests if one else []
    return [f"{n}. {r.text}{f' ({r.where})' if r.where else ''}" for n, r in enumerate(requests, 1)]


def _findings(source: SourceStatus) -> list[str]:
    """What was noticed; what versions differ by is told above."""
    return [
        finding.message
        if not finding.where or finding.where in finding.message
        else f"{finding.where} : {finding.message}"
        for finding in source.findings
        if not (finding.where and finding.code == VERSION)
    ]
