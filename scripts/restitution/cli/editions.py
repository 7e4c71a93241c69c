"""What a person means by a word of `redline`: an edition, a build, a returned copy, a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from restitution import publication
from restitution.errors import UnreadableSource, WrongUse
from restitution.messages import expected
from restitution.ooxml.package import open_package
from restitution.ooxml.sent import read_sent
from restitution.plan import load
from restitution.plan.copies import FOLDERS, WHOLE
from restitution.plan.outputs import MANIFEST, OUTPUTS, WORK
from restitution.publication import OUTPUT, RETURNED
from restitution.publication.editions import Edition, place_of, read_editions
from restitution.publication.sendings import returned_copies
from restitution.redline.cleaning import cleaned
from restitution.remarks import REDLINE, Counts

DOCX = OUTPUTS["docx"]
SHORTEST = 6
"""Letters of a build id that tell it."""
PROGRAM = b"<Application>restitution</Application>"
UNTRACKED = "« {} » est revenu d'un logiciel : ce qui y a été changé sans suivi compte comme le texte d'alors."


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """One of the two documents of a comparison, as it was sent."""

    label: str
    data: bytes
    build: str = ""
    copy: str = ""
    """Which copy to review it is; empty for the publication."""
    returned: bool = False
    """Whether an office wrote it: looks and pictures are then its own."""
    sources: dict[str, str] = {}
    """File of `sources/` -> hash, where it is known."""
    said: list[str] = []


def version_of(project: Path, word: str) -> Version:
    """What `word` names. Raises `WrongUse` when it names nothing, or nothing that can be compared."""
    path = Path(word)
    if path.suffix.lower() == ".docx":
        if not path.is_file():
            raise WrongUse(f"Le fichier « {word} » est introuvable.", "Vérifiez son chemin.")
        return _of_file(path.read_bytes(), path.stem)
    for edition in read_editions(project):
        if edition.name.casefold() == word.casefold():
            return _of_edition(project, edition)
    for folder, counts in returned_copies(project):
        if folder == word:
            return _of_copy(project, folder, counts)
    found = next(_of_build(project, word.casefold()), None) if len(word) >= SHORTEST else None
    if found is None:
        known = [one.name for one in read_editions(project)] + [
            folder for folder, counts in returned_copies(project) if counts.format == "docx"
        ]
        hint = f"Attendu : {expected(word, known)}, un fichier .docx." if known else "Donnez un fichier .docx."
        raise WrongUse(f"« {word} » n'est ni une édition, ni une fabrication, ni une copie revenue.", hint)
    return found


def published_version(project: Path, copy: str = "") -> Version:
    """What is published today: the publication, or the same part of it as a copy. Raises `WrongUse`."""
    name = f"{copy}.docx" if copy.startswith(FOLDERS) and copy != WHOLE else DOCX
    path = project / OUTPUT / name
    if not path.is_file():
        raise WrongUse(
            f"output/{name} n'est pas publié.", "Lancez « restitution build », ou nommez le second document."
        )
    version = _of_file(path.read_bytes(), "publie")
    is_whole = name == DOCX
    return msgspec.structs.replace(
        version, label=version.build[:8] or "publie", sources=_today(project) if is_whole else {}
    )


def _today(project: Path) -> dict[str, str]:
    """The notes of what is published, when the last plan is that of what is published."""
    try:
        plan = load(project / WORK)
    except (OSError, msgspec.DecodeError):
        return {}
    manifest = publication.read_manifest(project / WORK / MANIFEST)
    if manifest.files.get(DOCX) is None or manifest.files[DOCX].key != plan.publishes().get(DOCX):
        return {}
    return {source.path: source.sha256 or "" for files in plan.sources.values() for source in files}


def _of_edition(project: Path, edition: Edition) -> Version:
    path = place_of(project, edition, DOCX)
    if not path.is_file():
        raise WrongUse(f"L'édition « {edition.name} » n'a pas de document Word.", "Comparez une autre édition.")
    version = _of_file(path.read_bytes(), edition.name)
    return msgspec.structs.replace(version, label=edition.name, sources=edition.sources)


def _of_copy(project: Path, folder: str, counts: Counts) -> Version:
    if counts.format != "docx":
        raise WrongUse(
            f"La copie « {folder} » n'est pas un document Word.", "Comparez une édition ou un fichier .docx."
        )
    version = _of_file((project / RETURNED / folder / counts.file).read_bytes(), folder)
    return msgspec.structs.replace(version, label=folder)


def _of_build(project: Path, word: str) -> Iterator[Version]:
    """The document of a build: of an edition, of what is published, of a copy that came back, in this order."""
    for edition in read_editions(project):
        if edition.build.startswith(word) and DOCX in edition.files:
            yield _of_edition(project, edition)
    if (project / OUTPUT / DOCX).is_file():
        version = published_version(project)
        if version.build.startswith(word):
            yield version
    for folder, counts in returned_copies(project):
        if counts.build.startswith(word) and counts.format == "docx":
            yield _of_copy(project, folder, counts)


def _of_file(data: bytes, label: str) -> Version:
    """A file, without what its readers did. Raises `WrongUse` for one that cannot be read, or is a redline."""
    try:
        parts = open_package(data)
        sent = read_sent(parts)
        if sent is not None and sent.copy == REDLINE:
            raise WrongUse(
                f"« {label} » est déjà une comparaison.", "Comparez les deux documents dont elle est faite."
            )
        text = cleaned(data)
    except (UnreadableSource, KeyError) as error:
        raise WrongUse(
            f"« {label} » ne peut pas être lu comme un document Word.", "Choisissez un autre fichier."
        ) from error
    returned = PROGRAM not in parts.get("docProps/app.xml", b"")
    build, copy = (sent.build, sent.copy) if sent else ("", "")
    said = [UNTRACKED.format(label)] if returned else []
    return Version(label=label, data=text, build=build, copy=copy, returned=returned, said=said)
