"""What stands beside the notes, and still holds somebody who withdrew: told file by file, with the places."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from pathlib import PurePosixPath
from typing import Final

import msgspec

from restitution.assembly.identity import read_anchors
from restitution.messages import listed, plural
from restitution.model import WITHDRAWN, Finding
from restitution.plan import Plan
from restitution.plan.beside import TABLES
from restitution.plan.tables import CHOICES, SHOWN
from restitution.publication.editions import EDITIONS
from restitution.publication.sendings import Sending
from restitution.remarks import Mark, SentPassage, passage_of
from restitution.review.copies import DECISIONS, FIXES
from restitution.review.sent import unpacked
from restitution.stages.pictures import Shown
from restitution.stages.register import circle_of, tables_of
from restitution.stages.withdrawn import Forgetting
from restitution.store import Store, unzipped
from restitution.templating import decoded

PLACES_TOLD: Final = 12
HOLDS: Final = "Quelqu'un a retiré son accord : ce fichier le nomme ou le cite encore ({}), corrigez-le à la main."
OF_WORDS: Final = frozenset({CHOICES.as_posix(), SHOWN.as_posix()})
"""The editor's tables that repeat words of notes."""
KEPT_TABLE: Final = " L'exemplaire d'avant, gardé alors dans sources/relectures/tableaux/, est à ôter aussi."
OF_EDITION: Final = (
    "Quelqu'un a retiré son accord : l'édition « {} » le montre encore ({}). Elle reste telle quelle ; ne la "
    "remettez plus à personne, et ôtez son dossier si rien n'oblige à la garder."
)
OF_COPY: Final = (
    "Quelqu'un a retiré son accord : cette copie revenue le nomme ou le cite encore ({}). Rien n'en est montré ; "
    "ôtez son dossier quand ses remarques sont traitées."
)
SEEN_ON: Final = "Quelqu'un a retiré son accord : cette image le montre (photos.csv), ôtez-la ou remplacez-la."
NAMED_SO: Final = "Quelqu'un a retiré son accord : le nom de ce fichier est le sien, renommez-le."
RELATIVE: Final = "sources/"
Place = tuple[str, str]
"""Where words stand in a file, and these words."""


def held_beside(plan: Plan, kept: Store, forgetting: Forgetting) -> list[Finding]:
    """A finding a file, in the order of their paths."""
    if not plan.withdrawn:
        return []
    gone = withdrawn_passages(kept.get(plan.anchors)) if plan.anchors else frozenset()
    found = [*_named_so(plan, forgetting), *_seen_on(plan, kept), *_of_copies(plan, kept, forgetting, gone)]
    for path, sha256 in plan.beside.items():
        found += _of_file(path, kept.get(sha256), forgetting, gone)
    return sorted(found, key=lambda finding: finding.path)


def _named_so(plan: Plan, forgetting: Forgetting) -> Iterator[Finding]:
    for files in plan.sources.values():
        for source in files:
            if forgetting.sieve.file(source.path) != source.path:
                yield Finding(code=WITHDRAWN, level="warning", message=NAMED_SO, path=source.path)


def _seen_on(plan: Plan, kept: Store) -> Iterator[Finding]:
    for path in Shown(plan, tables_of(plan, kept).photos, circle_of(plan, kept)).of_withdrawn():
        yield Finding(code=WITHDRAWN, level="warning", message=SEEN_ON, path=path)


def withdrawn_passages(anchors: bytes) -> frozenset[str]:
    """The passages whose words were taken out, by the file of ids."""
    return frozenset(anchor.id for anchor in read_anchors(anchors) if anchor.withdrawn)


def _of_file(path: str, data: bytes, forgetting: Forgetting, gone: Container[str]) -> Iterator[Finding]:
    if PurePosixPath(path).is_relative_to(EDITIONS.as_posix()):
        name = PurePosixPath(path).parent.name
        places = held_in_sending(data, forgetting, gone)
        if places:
            message = OF_EDITION.format(name, told_places(places))
            yield Finding(
                code=WITHDRAWN, level="warning", message=message, path=f"editions/{name}", where=places[0]
            )
        return
    places = _holding(_of_lines(path, data), forgetting)
    if places:
        message = HOLDS.format(told_places(places)) + (KEPT_TABLE if path in OF_WORDS else "")
        shown = path.removeprefix(RELATIVE)
        yield Finding(code=WITHDRAWN, level="warning", message=message, path=shown, where=places[0])


def _of_copies(plan: Plan, kept: Store, forgetting: Forgetting, gone: Container[str]) -> Iterator[Finding]:
    """The folders of returned copies, and the small files of decisions and corrections."""
    folders: dict[str, list[str]] = {}
    for folder, sha256 in plan.sent.items():
        sent = unpacked(kept.get(sha256))
        folders[folder] = held_in_passages(sent.passages, forgetting, gone) if sent else []
    for path, sha256 in plan.journal.items():
        folder = path.partition("/")[0]
        if folder in {DECISIONS, FIXES}:
            yield from _of_file(f"{RELATIVE}relectures/{path}", kept.get(sha256), forgetting, gone)
        elif path.endswith(".jsonl"):
            folders.setdefault(folder, []).extend(_holding(_of_marks(kept.get(sha256)), forgetting))
    for folder, places in sorted(folders.items()):
        if places:
            message, path = OF_COPY.format(told_places(places)), f"relectures/{folder}"
            yield Finding(code=WITHDRAWN, level="warning", message=message, path=path, where=places[0])


def _holding(words: Iterable[Place], forgetting: Forgetting) -> list[str]:
    """The places, each once, whose words name or quote them."""
    return list(dict.fromkeys(where for where, text in words if forgetting.text(text) != text))


def _of_lines(path: str, data: bytes) -> Iterator[Place]:
    tables = {table.as_posix() for table in TABLES}
    for number, line in enumerate(decoded(path, data).splitlines(), 1):
        cells = [cell.strip('" ') for cell in line.split(";")] if path.endswith(".csv") else [line]
        where = f"ligne de {cells[0] or 'tous les fichiers'}" if path in tables else f"ligne {number}"
        yield from ((where, cell) for cell in (cells[1:] if path in tables else cells))


def _of_marks(data: bytes) -> Iterator[Place]:
    for line in data.splitlines():
        try:
            mark = msgspec.json.decode(line, type=Mark)
        except msgspec.DecodeError:
            continue
        for text in (mark.author, mark.text, mark.quote, mark.base, mark.proposed):
            yield mark.number or mark.where, text


def held_in_sending(data: bytes, forgetting: Forgetting, gone: Container[str]) -> list[str]:
    """The places of an edition's manifest that still hold them; none of one that cannot be read."""
    try:
        sending = msgspec.json.decode(unzipped(data), type=Sending)
    except (OSError, msgspec.DecodeError):
        return []
    every = [one for name in sending.files if (sent := sending.sent(name)) for one in sent.passages]
    return held_in_passages(every, forgetting, gone)


def held_in_passages(passages: Iterable[SentPassage], forgetting: Forgetting, gone: Container[str]) -> list[str]:
    """The places of what was sent that hold them; `gone`: passages that were theirs."""
    held = (
        f"¶ {one.code}" if one.code else one.passage or passage_of(one.bookmark)
        for one in passages
        if (one.passage or passage_of(one.bookmark)) in gone or forgetting.text(one.text) != one.text
    )
    return list(dict.fromkeys(held))


def told_places(places: list[str]) -> str:
    """« ¶ 4.1-2, ¶ 4.1-3 et 6 autres endroits »; bookmarks, which say nothing to anybody, are counted."""
    shown = [place for place in places if not place.startswith(("src_", "gen_"))][:PLACES_TOLD]
    more = len(places) - len(shown)
    rest = plural(more, "autre endroit" if shown else "endroit", "autres endroits" if shown else "endroits")
    return listed([*shown, *([rest] if more else [])])
