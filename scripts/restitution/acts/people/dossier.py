"""Everything that a project keeps of one person: notes, publication, editions, returned copies, tables."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from pathlib import Path
from typing import Final, Literal

import msgspec

from restitution import charset
from restitution.acts.people.known import Known
from restitution.errors import UnreadableSource
from restitution.model import Document
from restitution.ooxml.sent import sent_of
from restitution.people.mentions import Mention, Seeker
from restitution.plan.outputs import ANNEXES, DOCUMENT, OUTPUTS, REMARKS, WORK
from restitution.publication.editions import Edition, place_of, read_editions
from restitution.remarks import Remark, Review
from restitution.review.passages import Shown, shown_passages

Source = Literal["note", "publication", "edition", "relecture", "table"]
HELD: Final = "retenu"
TABLES: Final = ("*.csv", "choix/*", "relectures/decisions/**/*.yaml", "relectures/corrections/**/*.yaml")
"""Tables and small files of the editor below `sources/`."""
LARGEST: Final = 4 << 20


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """One passage about her; `published`: where it stands today, « retenu » where it does not."""

    source: Source
    file: str
    where: str = ""
    way: str = ""
    words: str
    published: str = ""
    sure: bool = True


def passages_about(seeker: Seeker, today: Known) -> list[Passage]:
    """Every passage about a person, sources first."""
    places = _places(today.project)
    mentions = [mention for note in today.notes for mention in seeker.in_note(note)]
    told = {(mention.path, mention.where) for mention in mentions}
    found = [
        *(_of_note(mention, places) for mention in mentions),
        *_in_documents(seeker, today.project, told),
        *_in_editions(seeker, today.project),
        *_in_reviews(seeker, today.project),
        *_in_tables(seeker, today.project),
    ]
    return list(dict.fromkeys(found))


def _of_note(mention: Mention, places: Callable[[str, str], str]) -> Passage:
    shows = mention.way in {"parle", "cité"} or (mention.way == "participe" and bool(mention.where))
    return Passage(
        source="note",
        file=f"sources/{mention.path}",
        where=mention.where,
        way=mention.way,
        words=mention.words,
        published=places(mention.path, mention.where) if shows else "",
        sure=mention.sure,
    )


def _documents(project: Path) -> Iterator[tuple[str, list[Shown]]]:
    for name, told in ((DOCUMENT, "publication"), (ANNEXES, "annexes")):
        path = project / WORK / name
        if path.is_file():
            document = msgspec.json.decode(path.read_bytes(), type=Document)
            yield told, shown_passages(document, {})


def _places(project: Path) -> Callable[[str, str], str]:
    """Where a place of a note is published, as people point at it."""
    known: dict[tuple[str, str], list[str]] = {}
    for told, shown in _documents(project):
        for one in shown:
            if one.path:
                place = f"¶ {one.code}" if one.code else one.part
                known.setdefault((one.path, one.where), []).append(
                    f"{place} ({told})" if told == "annexes" else place
                )
    is_built = bool(known)

    def published(path: str, where: str) -> str:
        found = known.get((path, where))
        return ", ".join(filter(None, dict.fromkeys(found))) if found else HELD if is_built else ""

    return published


def _in_documents(seeker: Seeker, project: Path, known: Container[tuple[str, str]]) -> Iterator[Passage]:
    """Passages of today's publication that name her, beside those of the notes that are `known`."""
    for told, shown in _documents(project):
        for one in shown:
            if (one.path, one.where) not in known and (found := seeker.extract(one.text)):
                yield Passage(
                    source="publication",
                    file=told,
                    where=f"¶ {one.code}" if one.code else one.part,
                    way="cité",
                    words=found[0],
                    published="oui",
                    sure=found[1],
                )


def _in_editions(seeker: Seeker, project: Path) -> Iterator[Passage]:
    for edition in read_editions(project):
        for path in kept_documents(project, edition):
            try:
                sent = sent_of(path.read_bytes())
            except (OSError, UnreadableSource):
                continue
            for one in sent.passages if sent else ():
                if found := seeker.extract(one.text):
                    yield Passage(
                        source="edition",
                        file=path.relative_to(project).as_posix(),
                        where=f"¶ {one.code}" if one.code else "",
                        way="cité",
                        words=found[0],
                        published=f"édition {edition.name}",
                        sure=found[1],
                    )


def kept_documents(project: Path, edition: Edition) -> list[Path]:
    """The Word files in which an edition keeps what was published."""
    paths = (place_of(project, edition, OUTPUTS[word]) for word in ("docx", "annexes-docx"))
    return [path for path in paths if path.is_file()]


def _in_reviews(seeker: Seeker, project: Path) -> Iterator[Passage]:
    """Remarks of returned copies that she made, that name her, or whose answers do."""
    path = project / WORK / REMARKS
    if not path.is_file():
        return
    for remark in msgspec.json.decode(path.read_bytes(), type=Review).items:
        copies = ", ".join(f"sources/relectures/{one.copy}" for one in remark.returned_in)
        for way, words, sure in _in_remark(seeker, remark):
            yield Passage(
                source="relecture",
                file=copies or "sources/relectures",
                where=remark.number,
                way=way,
                words=words,
                sure=sure,
            )


def _in_remark(seeker: Seeker, remark: Remark) -> Iterator[tuple[str, str, bool]]:
    """How a remark is about her, in which words, and whether it is surely she; then each answer that names her."""
    if seeker.is_her(remark.author):
        yield "écrit", f"{remark.author} : {remark.text or remark.proposed or remark.quote}", True
    else:
        texts = (remark.text, remark.proposed, remark.quote, remark.base)
        named = [found for text in texts if (found := seeker.extract(text))]
        yield from (("cité", *found) for found in named[:1])
    for text in dict.fromkeys((remark.answer, *(event.text for event in remark.history))):
        if found := seeker.extract(text):
            yield "réponse", *found


def _in_tables(seeker: Seeker, project: Path) -> Iterator[Passage]:
    for path in _tables(project / "sources"):
        if path.stat().st_size > LARGEST:
            continue
        for number, line in enumerate(charset.decode(path.read_bytes())[0].splitlines(), 1):
            if found := seeker.extract(line):
                yield Passage(
                    source="table",
                    file=path.relative_to(project).as_posix(),
                    where=f"ligne {number}",
                    way="cité",
                    words=found[0],
                    sure=found[1],
                )


def _tables(sources: Path) -> Iterable[Path]:
    found = {path for pattern in TABLES for path in sources.glob(pattern) if path.is_file()}
    return sorted(found)
