"""Assembles the document and computes the coverage. What is counted of it then: `take_stock`."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path

import msgspec
from msgspec import structs

from restitution import store
from restitution.assembly import assemble as assembly
from restitution.assembly import identity, made, versions
from restitution.assembly.acronyms import expansions
from restitution.assembly.corrections import corrected, decided, restored, without_headings
from restitution.assembly.people_told import people_told
from restitution.assembly.plates import gallery_of
from restitution.assembly.quotes import Quote
from restitution.assembly.versions import Replaced
from restitution.coverage import coverage_of, matrices
from restitution.domain import is_contribution
from restitution.intake import photos
from restitution.intake.classification import WANTED
from restitution.messages import folded, french_dates, nearest
from restitution.model import (
    Block,
    Coverage,
    Finding,
    Note,
    Shaped,
)
from restitution.pandoc import ast
from restitution.people.masking import withheld_whole
from restitution.pictures.showable import showable
from restitution.plan import Plan
from restitution.plan.outputs import ALBUM, ANNEXES, APPLIED, ASSEMBLED, DOCUMENT, OF_ASSEMBLE, PROPOSED, PROTECTED
from restitution.remarks import Correction
from restitution.settings import SETTINGS_FILE
from restitution.settings.articles import of
from restitution.stages.charts import drawn_charts
from restitution.stages.forgotten import forgotten_anchors
from restitution.stages.given import Assembled, glossary_of, present_in, published
from restitution.stages.outgoing import published_corrections
from restitution.stages.pictures import each_pictured, keep_pictured
from restitution.stages.protected import keep_wanted, wanted_of
from restitution.stages.register import circle_of, counted, tables_of
from restitution.stages.verbatims import chosen_verbatims, refuse_lost_quotes
from restitution.stages.withdrawn import forgetting_of, read_notes
from restitution.store import Store
from restitution.templating import decoded

NEUTRAL_DATE = "2000-01-01"
"""Of the files' own clocks, when neither the settings nor any note gives a date: none is shown."""


def run(plan: Plan, inputs: list[str], outputs: list[str]) -> None:
    """What `plan.outputs.OF_ASSEMBLE` names, in its order."""
    kept = Store(Path("store"))
    *inputs, accepted = inputs
    lines = [line for path in inputs for line in store.read_contract(Path(path), plan.keys[path], Shaped)]
    shown = [line.note for line in lines if line.note]
    others = versions.replaced(shown, _chosen(plan))
    known = identity.read_anchors(kept.get(plan.anchors)) if plan.anchors else []
    notes, anchors = assembly.identified(_without(others, shown), known)
    read = read_notes(plan, plan.each_lot("notes/{lot}.jsonl"), Path())
    decisions = msgspec.json.decode(Path(accepted).read_bytes(), type=list[Correction])
    corrections, unshown = published_corrections(plan, decisions, notes, read)
    right = corrected(notes, corrections, expansions(glossary_of(plan, kept)))
    notes = right.notes
    day, epoch = _when(plan, notes)
    coverage = coverage_of(published(notes), plan.settings, day)
    forgetting, tables = forgetting_of(plan, Path(), notes=read), tables_of(plan, kept)
    circle = circle_of(plan, kept)
    chosen = [choice for choice in tables.choices if not forgetting.imprint.holds(choice.texte, choice.fichier)]
    verbatims = chosen_verbatims(plan, chosen, read, notes, right.before, circle)
    charts = drawn_charts(coverage, published(verbatims.notes), plan.settings, kept)
    frame = _frame(plan, kept, coverage, charts, (day, epoch), verbatims.quotes)
    told = people_told(*counted(circle.register), verbatims.notes)
    intakes = [line.intake for line in lines if line.intake]
    gallery = gallery_of(intakes, published(verbatims.notes), plan.settings)
    frame = structs.replace(
        frame, corrections=right.left, before=right.before, people=told, exposed=gallery.exposed
    )
    whole = assembly.assemble(verbatims.notes, frame)
    refuse_lost_quotes(verbatims.quotes, whole.document)
    public = restored(verbatims.notes, right.before, whole.carried)
    outcomes = [*without_headings(right.outcomes, whole.carried), *whole.outcomes, *unshown]
    album = each_pictured(plan, read, intakes)
    findings = [
        *tables.trouble,
        *photos.troubles(tables.photos, album),
        *gallery.findings,
        *_missing(plan, kept),
        *made.unexplained_terms(glossary_of(plan, kept)),
        *(finding for other in others for finding in other.findings()),
        *verbatims.findings,
        *whole.findings,
        *(one.finding(*right.places.get(one.correction.passage, ())) for one in outcomes if one.why),
    ]
    assembled = Assembled(
        public=public,
        corrected={note.path: note for note, other in zip(notes, public, strict=True) if note is not other},
        decided=decided(corrections),
        intakes=intakes,
        replaced=others,
        gallery=gallery,
        unplaced=whole.unplaced,
    )
    by_name = dict(zip(OF_ASSEMBLE, outputs, strict=True))
    for name, record in {
        DOCUMENT: whole.document,
        ANNEXES: whole.annexes,
        ASSEMBLED: assembled,
        "coverage.json": coverage,
        PROPOSED: verbatims.proposed,
        APPLIED: [outcome.applied for outcome in outcomes],
    }.items():
        store.write(Path(by_name[name]), store.encode(record))
    forgotten = forgotten_anchors(anchors, forgetting, present_in(plan))
    store.write(Path(by_name["identities.jsonl"]), identity.write_anchors(forgotten))
    told_to = Path(by_name["findings/assemble.jsonl"])
    store.write_contract(told_to, plan.keys[told_to.as_posix()], forgetting.sieve.records(findings))
    keep_wanted(Path(by_name[PROTECTED]), kept, wanted_of(circle.register, read, plan.settings), read)
    keep_pictured(Path(by_name[ALBUM]), kept, album)


def _chosen(plan: Plan) -> frozenset[str]:
    """Files that the editor wants whatever their names say."""
    return frozenset(row.fichier for row in plan.classification if folded(row.reprise) == WANTED)


def _without(others: list[Replaced], notes: Iterable[Note]) -> list[Note]:
    """The notes, with every word of a replaced version withheld."""
    gone = {other.path for other in others}
    return [withheld_whole(note, "remplacée") if note.path in gone else note for note in notes]


def _frame(
    plan: Plan,
    kept: Store,
    coverage: Coverage,
    charts: tuple[dict[str, list[Block]], dict[str, str]],
    when: tuple[str, int],
    quotes: list[Quote],
) -> assembly.Frame:
    """What the document is made with, besides notes."""
    present, settings = present_in(plan), plan.settings
    logos, media = made.logos(settings, present)
    terms = glossary_of(plan, kept)
    blocks = {
        "logos": logos,
        "glossaire": made.glossary(terms),
        **matrices(coverage, settings),
        **charts[0],
    }
    return assembly.Frame(
        settings=settings,
        templates=_of_the_plan(plan.templates, kept),
        replaced=_of_the_plan(plan.replaced, kept),
        made=blocks,
        media=media | charts[1],
        date=when[0],
        epoch=when[1],
        version=version("restitution"),
        quotes=quotes,
        terms=terms,
    )


def _of_the_plan(names: Mapping[str, str], kept: Store) -> dict[str, str]:
    """Texts of the plan's templates among these."""
    ours = {name: sha256 for name, sha256 in names.items() if name.startswith("plan/") and name.endswith(".j2")}
    return {name: decoded(name, kept.get(sha256)) for name, sha256 in ours.items()}


def _missing(plan: Plan, kept: Store) -> Iterator[Finding]:
    """What the settings name and `sources/` does not hold."""
    present = present_in(plan)
    yield from _missing_logos(plan, kept, present)
    yield from _missing_folders(plan, present)


def _missing_logos(plan: Plan, kept: Store, present: Mapping[str, str]) -> Iterator[Finding]:
    for name in made.missing_logos(plan.settings, present):
        message = f"Le logo « {name} », nommé dans restitution.yaml, n'est pas dans sources/."
        yield Finding(code="logo", level="warning", message=message, path=name)
    for logo in plan.settings.financement.logos:
        if logo.fichier in present and not showable(kept.get(present[logo.fichier])):
            message = (
                f"Le logo « {logo.fichier} » ne peut pas être montré dans les documents : exportez-le en PNG."
            )
            yield Finding(code="logo", level="warning", message=message, path=logo.fichier)


def _missing_folders(plan: Plan, present: Mapping[str, str]) -> Iterator[Finding]:
    """Folders of a territory that the settings name and that hold no file: a misspelt one takes its notes away."""
    folders = sorted({path.rpartition("/")[0] for path in present} - {""})
    for territory in plan.settings.territoires:
        for folder in (said.strip("/") for said in territory.dossiers):
            if not any(path.startswith(f"{folder}/") for path in present):
                meant = nearest(folder, folders)
                hint = f" ; vouliez-vous dire « {meant} » ?" if meant else "."
                message = f"Le dossier « {folder} » {of(territory)} est vide ou n'existe pas dans sources/{hint}"
                yield Finding(code="dossier", level="warning", message=message, path=SETTINGS_FILE)


def _when(plan: Plan, notes: list[Note]) -> tuple[str, int]:
    """The only date that outputs show, and its epoch: SOURCE_DATE_EPOCH, the settings, or the notes' newest."""
    said = plan.source_date_epoch
    if said:
        return datetime.fromtimestamp(int(said), UTC).date().isoformat(), int(said)
    day = plan.settings.projet.date or newest_day(plan, notes)
    moment = datetime.combine(date.fromisoformat(day or NEUTRAL_DATE), datetime.min.time(), UTC)
    return day, int(moment.timestamp())


def newest_day(plan: Plan, notes: list[Note]) -> str:
    """The newest date that the notes say of themselves and of the visits made, else in their text; or none.

    A note that the tool wrote, for what a reviewer offered, is of no day of the project's.
    """
    notes = [note for note in notes if not is_contribution(note.path)]
    made_on = (day for visit in plan.settings.visites for day in visit.realisee)
    in_texts = (
        day for note in notes for passage in note.passages for day in french_dates(ast.text([passage.block]))
    )
    own = (day for note in notes for day in note.dates)
    return max((*own, *made_on), default="") or max(in_texts, default="")
