"""Old Word files made into DOCX inside the cage, word for word compared, before they are read as any other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from restitution import cage, office
from restitution.conservation.conversion import Conversion, compared, first_of
from restitution.errors import UnreadableSource
from restitution.intake.recognise import refused_when_made
from restitution.messages import plural
from restitution.model import Finding
from restitution.readers.batch import File, bounds
from restitution.readers.old_word import frozen, said_of_itself

OLD: Final = "doc"
CONVERTED: Final = (
    "Converti d'un ancien format Word (.doc), à relire : LibreOffice a pu en changer les listes, les tableaux et "
    "les images. Comparez avec l'original."
)
UNABLE: Final = (
    "LibreOffice n'a pas pu convertir cet ancien document Word : ouvrez-le dans Word et enregistrez-le au format "
    ".docx."
)
LOSES: Final = (
    "En convertissant cet ancien document Word, LibreOffice perd ou change {} ({}) : ouvrez-le dans Word et "
    "enregistrez-le au format .docx."
)
TURNS: Final = (
    "En convertissant cet ancien document Word, LibreOffice montre ce qui y est supprimé ou masqué, ou "
    "l'inverse : {} ({}). Ouvrez-le dans Word et enregistrez-le au format .docx."
)
ADDS: Final = "En convertissant ce document, LibreOffice ajoute {} ({}) : comparez avec l'original."
LESS_DRAWN: Final = (
    "Cet ancien document Word contient {} (images, dessins, zones de texte, équations), et {} une fois converti "
    "par LibreOffice : comparez avec l'original."
)
AROUND: Final = (
    "En convertissant ce document, LibreOffice perd ou change {} des en-têtes, des pieds de page ou des "
    "commentaires ({}), qui ne sont pas publiés : comparez avec l'original."
)


class Opened(msgspec.Struct):
    """A file as it is read: as it came, or the DOCX that was made of it."""

    file: File
    refused: str = ""
    broke: bool = False
    """Whether another try may give something else."""
    findings: list[Finding] = []
    properties: dict[str, str] = {}
    """What the old file said of itself."""


def opened(files: Sequence[File], program: str, folder: Path) -> list[Opened]:
    """Each file with its old format left behind. `program`: LibreOffice; `folder`: that of the cage."""
    old = {number: file for number, file in enumerate(files) if file.format == OLD}
    made = _converted(old, program, folder) if old else {}
    return [made.get(number) or Opened(file) for number, file in enumerate(files)]


def _converted(old: dict[int, File], program: str, folder: Path) -> dict[int, Opened]:
    found, sources = dict[int, Opened](), dict[int, Path]()
    for number, file in old.items():
        try:
            with bounds(file):
                copy = frozen(file.data)
        except UnreadableSource as error:
            found[number] = Opened(file, error.message)
            continue
        sources[number] = folder / f"{number}.doc"
        sources[number].write_bytes(copy)
    lifted = any(old[number].lifted for number in sources)
    made = office.to_docx(program, list(sources.values()), folder, lifted=lifted)
    cage.advance()
    for number, source in sources.items():
        path = made.get(source) or (_alone(program, source, folder, old[number]) if len(sources) > 1 else None)
        found[number] = (
            _checked(old[number], path.read_bytes()) if path else Opened(old[number], UNABLE, broke=True)
        )
    cage.advance()
    return found


def _alone(program: str, source: Path, folder: Path, file: File) -> Path | None:
    """A file that was not converted with the others: it, or one before it, broke that."""
    own = folder / source.stem
    own.mkdir()
    return office.to_docx(program, [source], own, lifted=file.lifted).get(source)


def _checked(file: File, data: bytes) -> Opened:
    """The DOCX made of an old file, when it is a note and no word was lost on the way."""
    if refused := refused_when_made(data):
        return Opened(file, refused)
    try:
        with bounds(file):
            conversion = compared(file.data, data)
    except UnreadableSource as error:
        return Opened(file, error.message)
    for said, found in ((LOSES, conversion.lost), (TURNS, conversion.turned)):
        if found:
            return Opened(file, said.format(_number(found), first_of(found)))
    ready = msgspec.structs.replace(file, format="docx", data=data)
    return Opened(
        ready, findings=list(_findings(file.path, conversion)), properties=said_of_itself(file.data, data)
    )


def _findings(path: str, conversion: Conversion) -> Iterator[Finding]:
    yield Finding(code="ancien-word", level="info", message=CONVERTED, path=path)
    for said, found in ((ADDS, conversion.added), (AROUND, conversion.around)):
        if found:
            message = said.format(_number(found), first_of(found))
            yield Finding(code="conversion", level="warning", message=message, path=path)
    before, after = conversion.drawn
    if after < before:
        message = LESS_DRAWN.format(plural(before, "objet", "objets"), after)
        yield Finding(code="conversion", level="warning", message=message, path=path)


def _number(found: list[str]) -> str:
    return plural(len(found), "mot", "mots")
