"""What would help a file most: requests to its writer, each one sentence, the most useful first.

An order of usefulness, not of severity: what is not in the publication at all comes before what is there and could
be better; what the writer alone can know comes before what the team can settle.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import Literal, get_args

import msgspec

from restitution.domain import domain, lacking_sections, says_nothing
from restitution.messages import folded, listed, plural
from restitution.model import Block, Conflict, Finding, Note, Passage, SourceStatus
from restitution.pandoc import ast
from restitution.returns.annexed import Annexed, what_to_write
from restitution.returns.disagreements import questions
from restitution.returns.unseen import CODE as PHOTO
from restitution.returns.unseen import places_of, unseen_in
from restitution.settings import Settings

Need = Literal[
    "illisible",
    "territoire inconnu",
    "thème inconnu",
    "rubrique",
    "annexe",
    "fait",
    "à compléter",
    "image",
    "relecture",
    "thème",
    "genre",
    "auteur",
    "autre",
]
ORDER: tuple[Need, ...] = get_args(Need)
"""The most useful first."""
MISUNDERSTOOD: frozenset[Need] = frozenset({"territoire inconnu", "thème inconnu", "genre"})
"""What a note says of itself and nobody understood: told apart, beside what was."""
UNKNOWN: dict[str, Need] = {
    "territoire": "territoire inconnu",
    "rangement": "territoire inconnu",
    "thème": "thème inconnu",
}
"""Code of a finding about what a note says of itself -> the need that it is."""
DATED = frozenset({"visite_miroir", "visite_inspirante", "transcription_atelier", "compte_rendu_reunion"})
EDITORIAL = frozenset({"texte_editorial", "presentation_projet"})
DRAFTS = ("brouillon", "a valider", "a relire", "provisoire", "en cours", "non relu")
NOT_SHOWN = frozenset({"image", "image_distante", "graphique", "schema"})
"""Codes of findings about pictures that are not in the publication."""
TOLD_ELSEWHERE = NOT_SHOWN | {PHOTO, "description", "section", "genre", "perte", "version", "classement", "titre"}
ASKS_NOTHING = frozenset({"formule_neutralisee"})
"""Codes of findings that nobody has to act upon."""
LONE_PICTURE = frozenset({"png", "jpg", "gif", "webp", "tiff", "heic", "avif", "svg"})
CREDIT = re.compile(
    r"©|\bcr[ée]dits?\b|\b(?:photo|image|carte|dessin|source|cliché)s?\s*(?::|de\b|par\b)", re.IGNORECASE
)
ANSWERS = frozenset({"neant"})
MOST_QUOTED = 3
LONGEST = 260
NOTHING_APART = Annexed()
SENT_AGAIN = "signalez-le."
"""What the sentence for a file that lost words ends with, before the count that only the team needs."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to ask, about one file."""

    need: Need
    path: str
    text: str
    where: str = ""


_Ask = Callable[[SourceStatus, Note, Sequence[Conflict], Settings], Iterator[Request]]


def asked(
    status: SourceStatus,
    note: Note | None,
    conflicts: Sequence[Conflict],
    settings: Settings,
    apart: Annexed = NOTHING_APART,
) -> list[Request]:
    """What would help a file, the most useful first.

    `conflicts`: the facts that notes tell in two ways; `apart`: what of it stands in the last annex.
    """
    if status.state == "superseded":
        return []
    if note is None:
        return list(_unreadable(status))
    each: tuple[_Ask, ...] = (
        _sections, _facts, _placeholders, _pictures, _review, _themes, _kind, _author, _remarks,
    )  # fmt: skip
    found = [request for ask in each for request in ask(status, note, conflicts, settings)]
    if note.kind and apart.foreign:
        found.append(Request(need="annexe", path=note.path, text=what_to_write(apart.foreign, note.kind)))
    return sorted(found, key=lambda request: ORDER.index(request.need))


def _request(note: Note, need: Need, text: str, where: str = "") -> Request:
    return Request(need=need, path=note.path, text=shortened(text), where=where)


def shortened(text: str, longest: int = LONGEST) -> str:
    """A text on one line, its end left out where it is too long."""
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[:longest].rsplit(' ', 1)[0]}…"


def _unreadable(status: SourceStatus) -> Iterator[Request]:
    """A file that gave nothing: the sentence that says what to do with it."""
    if status.state == "set_aside":
        need: Need = "image" if status.format in LONE_PICTURE else "illisible"
        yield Request(need=need, path=status.path, text=helpful(status.reason))


def helpful(reason: str) -> str:
    """The sentence that helps with a file, without the count of words that only the team needs."""
    head, found, _ = reason.partition(SENT_AGAIN)
    return f"{head}{found}"


def _sections(_: SourceStatus, note: Note, __: Sequence[Conflict], ___: Settings) -> Iterator[Request]:
    lacking = [domain().sections[key].label for key in lacking_sections(note)]
    if lacking:
        quoted = listed(f"« {label} »" for label in lacking)
        what = "la rubrique" if len(lacking) == 1 else "les rubriques"
        yield _request(note, "rubrique", f"Ajoutez {what} {quoted}, même en deux lignes.")


def _facts(_: SourceStatus, note: Note, conflicts: Sequence[Conflict], __: Settings) -> Iterator[Request]:
    """What other notes tell otherwise, and a date that is missing."""
    told = list(questions(note.path, conflicts))
    if note.kind in DATED and not note.dates:
        told.append("Dites à quelle date cela s’est passé, par une ligne « Date : » en tête.")
    for text in told:
        yield _request(note, "fait", text)


def _placeholders(_: SourceStatus, note: Note, __: Sequence[Conflict], ___: Settings) -> Iterator[Request]:
    found: dict[str, list[str]] = {}
    for passage in note.passages:
        if passage.role == "text":
            for what, where in _left_open(passage):
                found.setdefault(what, []).append(where)
    if found:
        each = [f"{what}{_listed_places(places)}" for what, places in list(found.items())[:MOST_QUOTED]]
        rest = f", et {plural(len(found) - MOST_QUOTED, 'autre')}" if len(found) > MOST_QUOTED else ""
        yield _request(note, "à compléter", f"Complétez ce qui attend encore : {listed(each)}{rest}.")


def _listed_places(places: Sequence[str]) -> str:
    """« (ligne 25, ligne 26 et 5 autres) »."""
    said = [place for place in places if place]
    rest = f" et {plural(len(said) - 2, 'autre')}" if len(said) > MOST_QUOTED else ""
    shown = ", ".join(said[:2] if rest else said)
    return f" ({shown}{rest})" if said else ""


def _left_open(passage: Passage) -> Iterator[tuple[str, str]]:
    """Each « à compléter » and the like, with its section, and its place; « néant » is an answer."""
    section = domain().sections.get(passage.section)
    for span in ast.each_leaf([passage.block]):
        text = " ".join(ast.text(span["c"][1]).split())
        if says_nothing(text) and folded(text) not in ANSWERS:
            label = f", rubrique « {section.label} »" if section else ""
            yield f"« {text.rstrip(' .')} »{label}", ast.leaf_where(span)


def _pictures(status: SourceStatus, note: Note, _: Sequence[Conflict], __: Settings) -> Iterator[Request]:
    """Pictures that are not shown, and what those that are shown lack."""
    lost = [finding for finding in status.findings if finding.code in NOT_SHOWN]
    told = list(dict.fromkeys(finding.message for finding in lost[:MOST_QUOTED]))
    if any("introuvable" in message for message in told):
        told.append("Joignez-la à votre texte." if len(lost) == 1 else "Joignez-les à votre texte.")
    unseen = unseen_in(status, note)
    blocks = [one.block for one in note.passages if unseen.places.isdisjoint(places_of(one))]
    captions = [caption for block in blocks for caption in _captions(block)]
    silent = any(
        finding.code == "description" and not any(f"« {name} »" in finding.message for name in unseen.names)
        for finding in status.findings
    )
    lacks = [
        *(["une phrase qui dit ce qu’on y voit"] if silent else []),
        *(["une légende"] if not all(captions) else []),
        *(["le nom de qui l’a faite"] if any(not CREDIT.search(caption) for caption in captions) else []),
    ]
    if lacks:
        whose = "Pour votre image" if len(captions) < 2 else f"Pour chacune de vos {len(captions)} images"
        told.append(f"{whose}, donnez {listed(lacks)}.")
    if told:
        yield _request(note, "image", " ".join(told), lost[0].where if lost else "")


def _captions(block: Block) -> list[str]:
    """The caption of each picture of a block, empty where it has none."""
    caption = " ".join(ast.text(block["c"][1][1]).split()) if block["t"] == "Figure" else ""
    return [caption for _ in _images(block)]


def _images(node: object) -> Iterator[object]:
    """Every picture below a node."""
    if isinstance(node, dict):
        if node.get("t") == "Image":
            yield node
        yield from _images(node.get("c"))
    elif isinstance(node, list):
        for child in node:
            yield from _images(child)


def _review(_: SourceStatus, note: Note, __: Sequence[Conflict], ___: Settings) -> Iterator[Request]:
    if is_draft(note):
        yield _request(note, "relecture", f"Il porte la mention « {note.status} » : dites-nous quand il est relu.")


def is_draft(note: Note) -> bool:
    """Whether a note says that nobody has read it again yet."""
    return folded(note.status).startswith(DRAFTS)


def _themes(_: SourceStatus, note: Note, __: Sequence[Conflict], settings: Settings) -> Iterator[Request]:
    titles = {theme.cle: theme.titre for theme in settings.themes}
    proposed = dict.fromkeys(titles.get(key, key) for passage in note.passages for key in passage.ours)
    if proposed:
        quoted = listed(f"« {title} »" for title in list(proposed)[:MOST_QUOTED])
        yield _request(note, "thème", f"Nous avons cru y lire {quoted} : est-ce bien cela ?")


def _kind(_: SourceStatus, note: Note, __: Sequence[Conflict], ___: Settings) -> Iterator[Request]:
    if note.kind is None:
        yield _request(
            note, "genre", "Dites-nous ce que c’est : un portrait, une visite, un compte rendu, une fiche…"
        )


def _author(_: SourceStatus, note: Note, __: Sequence[Conflict], ___: Settings) -> Iterator[Request]:
    if not (note.writers or note.structure or note.kind in EDITORIAL):
        yield _request(note, "auteur", "Dites-nous qui l’a écrit, par une ligne « Rédaction : » en tête.")


def _remarks(status: SourceStatus, note: Note, _: Sequence[Conflict], __: Settings) -> Iterator[Request]:
    """What the readers noticed besides."""
    for finding in status.findings:
        if finding.level != "info" and finding.code not in TOLD_ELSEWHERE | ASKS_NOTHING:
            need = UNKNOWN.get(finding.code, "autre")
            yield _request(note, need, f"{finding.message}{_mend(finding)}", _place(finding))


def _mend(finding: Finding) -> str:
    """What to do about a name that nobody knows."""
    is_unknown_name = finding.code in UNKNOWN and finding.message.startswith("Pas un ")
    return " Corrigez cette ligne de votre note, ou dites-le-nous." if is_unknown_name else ""


def _place(finding: Finding) -> str:
    return "" if finding.where in finding.message else finding.where


def file_name(path: str) -> str:
    """The name of a file without its folders."""
    return PurePosixPath(path).name
