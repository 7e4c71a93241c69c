"""Writes the team's page of all that a build knows."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec

from restitution import store
from restitution.dashboard import TEMPLATES, write_dashboard
from restitution.dashboard import grid as coverage_shown
from restitution.dashboard.grid import clipped
from restitution.dashboard.records import Page, Quoted
from restitution.dashboard.sources import Known, sources
from restitution.messages import french_date
from restitution.model import Balance, Conflict, Coverage
from restitution.pandoc.numbering import Numbering
from restitution.people.masking import hiding
from restitution.plan import Plan
from restitution.plan.outputs import ANNEXES, APPLIED, DOCUMENT, OUTPUTS, REMARKS, RETURNS
from restitution.publication.internal import FOLDER, INDEX
from restitution.remarks import Applied, Review
from restitution.returns.next_step import next_step
from restitution.returns.requests import Request
from restitution.returns.told import Gathered, gathered
from restitution.review.passages import Shown, first_places, shown_passages
from restitution.stages import board
from restitution.stages.checked import checks_of
from restitution.stages.found import findings, found_in_notes
from restitution.stages.given import document_in, read_notes
from restitution.stages.register import circle_of
from restitution.stages.since import changes_since
from restitution.stages.withdrawn import forgetting_of
from restitution.store import Store

T = TypeVar("T")
WEB = "../output/"
"""Where the web pages stand, as seen from the dashboard."""


def run(plan: Plan, _: list[str], outputs: list[str]) -> None:
    """build/tableau-de-bord.html."""
    work = Path.cwd()
    kept = Store(work / "store")
    templates = {name: kept.get(plan.templates[name]) for name in TEMPLATES}
    store.write(Path(outputs[0]), write_dashboard(page_of(plan, work), templates))


def page_of(plan: Plan, work: Path) -> Page:
    """All that the page shows. `work`: the working folder."""

    def read(name: str, kind: type[T]) -> T:
        return msgspec.json.decode((work / name).read_bytes(), type=kind)

    settings = plan.settings
    document, annexes = document_in(work / DOCUMENT), document_in(work / ANNEXES)
    balance, coverage = read("balance.json", Balance), read("coverage.json", Coverage)
    conflicts, review = read("conflicts.json", list[Conflict]), read(REMARKS, Review)
    applied = read(APPLIED, list[Applied])
    notes = read_notes(plan, plan.each_lot("notes/{lot}.jsonl"), work)
    forgetting = forgetting_of(plan, work, notes=notes)
    known = gathered(
        notes,
        balance,
        (document, annexes),
        conflicts,
        settings,
        lambda: Numbering().place,
        found_in_notes(work, plan),
    )
    paths = [source.path for source in balance.sources]
    circle = circle_of(plan, Store(work / "store"))
    hide = hiding(notes, paths, circle) if settings.noms == "masques" else str
    titles: dict[str, str] = {part.partie: part.titre for part in settings.parts}
    shown = {word: shown_passages(one, titles) for word, one in (("docx", document), ("annexes-docx", annexes))}
    passages = _quoted(shown["annexes-docx"], "annexes-html", plan) | _quoted(shown["docx"], "html", plan)
    files = sources(balance, settings, _about_files(plan, work, known, hide))
    checks = board.checks_shown(checks_of(plan, work, plan.checked, to_the_editor=False), hide)
    remarks = board.remarks_shown(review, passages)
    contradictions = board.conflicts_shown(conflicts, hide)
    fights = board.corrections_shown(applied, review, passages)
    changes = changes_since(plan, work, shown, forgetting.sent)
    page = Page(
        title=document.title,
        date=french_date(document.date) if document.date else "",
        build=document.build[:8],
        next_step=[hide(line) for line in next_step(known, coverage, settings, lambda one: _to_ask(one, plan))],
        waiting=board.waiting(coverage, review),
        tiles=board.tiles(balance, coverage, checks, remarks, len(contradictions) + len(fights), changes),
        territories=[territory.nom for territory in settings.territoires],
        grid=coverage_shown.grid(coverage, settings, board.WORDS, passages, _kinds(balance)),
        steps=coverage_shown.steps(coverage, settings, board.WORDS),
        tools=coverage_shown.tools(coverage, settings, board.WORDS),
        visits=coverage_shown.visits(coverage, settings, board.WORDS),
        sources=files,
        checks=checks,
        remarks=remarks,
        conflicts=contradictions,
        corrections=fights,
        changes=changes,
    )
    return forgetting.sieve.record(page, paths)


def _about_files(plan: Plan, work: Path, known: Gathered, hide: Callable[[str], str]) -> Known:
    places = {path: [Quoted(text=str(place)) for place in one.places] for path, one in known.files.items()}
    return Known(findings=findings(work, plan, plan.checked), places=places, hide=hide)


def _kinds(balance: Balance) -> dict[str, str]:
    return {source.path: source.kind or "" for source in balance.sources}


def _quoted(shown: list[Shown], page: str, plan: Plan) -> dict[str, Quoted]:
    """What each leaf says where it first stands, and the address of that place when the web page is made."""
    address = f"{WEB}{OUTPUTS[page]}#" if page in plan.checked else ""
    return {
        leaf: Quoted(
            text=clipped(one.text),
            code=one.code,
            part=one.part,
            href=f"{address}{one.bookmark}" if address else "",
        )
        for leaf, one in ({one.bookmark: one for one in shown} | first_places(shown)).items()
    }


def _to_ask(request: Request, plan: Plan) -> list[str]:
    """Whom to ask what: by the file, as nobody is named here."""
    returns = RETURNS in plan.settings.sorties
    page = f"Les pages à envoyer aux auteurs : {(FOLDER / INDEX).as_posix()}"
    return [
        f"À demander à l’auteur de {request.path}\u00a0:",
        request.text,
        page if returns else "Pour avoir une page à lui envoyer : restitution build retours",
    ]
