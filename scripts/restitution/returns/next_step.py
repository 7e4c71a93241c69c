"""The one thing to do first, whoever shows it: by command or by hand."""

from __future__ import annotations

from collections.abc import Callable

from restitution.model import Coverage
from restitution.returns.requests import ORDER, Request
from restitution.returns.told import Gathered
from restitution.settings import Settings
from restitution.settings.articles import of, to


def ranked(gathered: Gathered) -> list[Request]:
    """Every request, the most useful first."""
    every = [request for one in gathered.files.values() for request in one.requests]
    return sorted(every, key=lambda request: (ORDER.index(request.need), request.path))


def next_step(
    gathered: Gathered,
    coverage: Coverage,
    settings: Settings,
    to_ask: Callable[[Request], list[str]],
    *,
    is_built: bool = True,
) -> list[str]:
    """A few lines. `to_ask`: how to tell whom to ask what; `is_built`: whether a document was ever published."""
    missing = [pair for pair in coverage.visits if pair.state == "note_manquante"]
    unknown = [one for one in gathered.files.values() if one.note and one.note.kind is None]
    requests = ranked(gathered)
    if not gathered.files:
        return ["Déposez des notes dans sources/, un dossier par territoire, puis : restitution build"]
    if not is_built:
        return ["Fabriquez les documents : restitution build"]
    if requests and requests[0].need == "illisible":
        return to_ask(requests[0])
    if unknown:
        path = unknown[0].status.path
        return [f'Dites ce qu’est cette note : restitution classify "{path}" --genre …']
    if missing:
        each = {territory.code: territory for territory in settings.territoires}
        host, visitor = each[missing[0].host], each[missing[0].visitor]
        return [f"Demandez {to(visitor)} sa note sur la visite {of(host)}."]
    if requests:
        return to_ask(requests[0])
    return ["Relisez output/restitution.docx : il ne manque rien que le programme sache voir."]
