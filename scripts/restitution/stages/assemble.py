"""Assembles the document and computes the coverage. What is counted of it then: `take_stock`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path

import msgspec
from msgspec import structs

from restitution import store
from restitution.assembly import assemble as assembly
from restitution.assembly import identity, made, versions
from restitution.assembly.acronyms import expansions
from restitution.assembly.changes import Outcome
from restitution.assembly.corrections import Corrected, corrected, decided, restored, without_headings
from restitution.assembly.people_told import PeopleTold, people_told
from restitution.assembly.plates import gallery_of
from restitution.assembly.quotes import Quote
from restitution.assembly.versions import Replaced
from restitution.coverage import coverage_of, matrices
from restitution.domain import is_contribution
from restitution.intake import photos
from restitution.intake.classification import WANTED
from restitution.messages import folded, french_dates, nearest
from restitution.model import (
    LONG,
    Block,
    Coverage,
    Finding,
    Intake,
    Note,
    Pictured,
    Shaped,
)
from restitution.pandoc import ast
from restitution.pandoc.run import read_markdown
from restitution.people.masking import withheld_whole
from restitution.pictures.showable import showable
from restitution.plan import Plan
from restitution.plan.outputs import (
    ALBUM,
    ANNEXES,
    APPLIED,
    ASSEMBLED,
    DOCUMENT,
    OF_ASSEMBLE,
    PROPOSED,
    PROTECTED,
    SHOWN,
)
from restitution.remarks import Anchor, Correction
from restitution.settings import SETTINGS_FILE
from restitution.settings.articles import of
from restitution.stages.charts import drawn_charts
from restitution.stages.forgotten import forgotten_anchors
from restitution.stages.given import Assembled, glossary_of, present_in, published, read_notes
from restitution.stages.outgoing import published_corrections
from restitution.stages.pictures import each_pictured, keep_pictured
from restitution.stages.protected import keep_wanted, wanted_of
from restitution.stages.recalled import recalled
from restitution.stages.register import circle_of, counted, tables_of
from restitution.stages.verbatims import Verbatims, chosen_verbatims, refuse_lost_quotes
from restitution.stages.withdrawn import Forgetting, forgetting_of
from restitution.store import Store
from restitution.templating import decoded

NEUTRAL_DATE = "2000-01-01"
"""Of the files' own clocks, when neither the settings nor any note gives a date: none is shown."""


class _Given(msgspec.Struct, frozen=True):
    """What the lots hold: the notes with their ids, and the files that are none."""

    notes: list[Note]
    anchors: list[Anchor]
    replaced: list[Replaced]
    intakes: list[Intake]


class _Settled(msgspec.Struct, frozen=True, kw_only=True):
    """What follows from the notes as they were read, which no one needs once the document is put together."""

    right: Corrected
    decided: dict[str, list[tuple[str, str]]]
    unshown: list[Outcome]
    forgetting: Forgetting
    verbatims: Verbatims
    album: list[Pictured]
    told: PeopleTold
    troubles: list[Finding]


def run(plan: Plan, inputs: list[str], outputs: list[str]) -> None:
    """What `plan.outputs.OF_ASSEMBLE` names, in its order."""
    kept = Store(Path("store"))
    by_name = {name: Path(path) for name, path in zip(OF_ASSEMBLE, outputs, strict=True)}
    *lots, accepted = inputs
    given = _given(plan, kept, lots)
    settled = _settled(plan, kept, given, Path(accepted), by_name[PROTECTED])
    given = _without_anchors(plan, given, settled, by_name["identities.jsonl"])
    right, verbatims, forgetting = settled.right, settled.verbatims, settled.forgetting
    day, epoch = _when(plan, right.notes)
    coverage = coverage_of(published(right.notes), plan.settings, day)
    charts = drawn_charts(coverage, published(verbatims.notes), plan.settings, kept)
    gallery = gallery_of(given.intakes, published(verbatims.notes), plan.settings)
    frame = structs.replace(
        _frame(plan, kept, coverage, charts, (day, epoch), verbatims.quotes),
        corrections=right.left,
        before=right.before,
        people=settled.told,
        exposed=gallery.exposed,
        read=_read,
    )
    whole = assembly.assemble(verbatims.notes, frame)
    refuse_lost_quotes(verbatims.quotes, whole.document)
    outcomes = [*without_headings(right.outcomes, whole.carried), *whole.outcomes, *settled.unshown]
    findings = [
        *settled.troubles,
        *gallery.findings,
        *_missing(plan, kept),
        *made.unexplained_terms(glossary_of(plan, kept)),
        *(finding for other in given.replaced for finding in other.findings()),
        *verbatims.findings,
        *whole.findings,
        *(one.finding(*right.places.get(one.correction.passage, ())) for one in outcomes if one.why),
    ]
    public = restored(verbatims.notes, right.before, whole.carried)
    assembled = Assembled(
        corrected={note.path: note for note, other in zip(right.notes, public, strict=True) if note is not other},
        decided=settled.decided,
        intakes=given.intakes,
        replaced=given.replaced,
        gallery=gallery,
        unplaced=whole.unplaced,
    )
    records: dict[str, object] = {
        ASSEMBLED: assembled,
        "coverage.json": coverage,
        PROPOSED: verbatims.proposed,
        APPLIED: [outcome.applied for outcome in outcomes],
    }
    for name, record in records.items():
        store.write(by_name[name], store.packed(record))
    for name, document in ((DOCUMENT, whole.document), (ANNEXES, whole.annexes)):
        store.write(by_name[name], store.pieces(document, *LONG))
    store.write_contract(by_name[SHOWN], plan.keys[by_name[SHOWN].as_posix()], public)
    told_to = by_name["findings/assemble.jsonl"]
    store.write_contract(told_to, plan.keys[told_to.as_posix()], forgetting.sieve.records(findings))
    keep_pictured(by_name[ALBUM], kept, settled.album)


def _without_anchors(plan: Plan, given: _Given, settled: _Settled, identities: Path) -> _Given:
    """What the lots hold but the anchors, which are written at once: one is as large as its passage."""
    forgotten = forgotten_anchors(given.anchors, settled.forgetting, present_in(plan))
    store.write(identities, store.Pieces(lambda: identity.anchor_lines(forgotten)))
    return structs.replace(given, anchors=[])


def _read(plan: str) -> list[Block]:
    """Blocks of the plan in Markdown; those of the last build when it says the same."""
    blocks = recalled("plan", plan.encode(), lambda: msgspec.json.encode(read_markdown(plan)))
    return msgspec.json.decode(blocks, type=list[Block])


def _given(plan: Plan, kept: Store, lots: Sequence[str]) -> _Given:
    lines = [line for path in lots for line in store.read_contract(Path(path), plan.keys[path], Shaped)]
    shown = [line.note for line in lines if line.note]
    others = versions.replaced(shown, _chosen(plan))
    known = identity.read_anchors(kept.get(plan.anchors)) if plan.anchors else []
    notes, anchors = assembly.identified(_without(others, shown), known)
    return _Given(notes, anchors, others, [line.intake for line in lines if line.intake])


def _settled(plan: Plan, kept: Store, given: _Given, accepted: Path, protected: Path) -> _Settled:
    """Reads the notes before anything was masked, and keeps whom no file may name in `protected`."""
    read = read_notes(plan, plan.each_lot("notes/{lot}.jsonl"), Path())
    decisions = msgspec.json.decode(accepted.read_bytes(), type=list[Correction])
    corrections, unshown = published_corrections(plan, decisions, given.notes, read)
    right = corrected(given.notes, corrections, expansions(glossary_of(plan, kept)))
    forgetting, tables = forgetting_of(plan, Path(), notes=read), tables_of(plan, kept)
    circle = circle_of(plan, kept)
    chosen = [choice for choice in tables.choices if not forgetting.imprint.holds(choice.texte, choice.fichier)]
    verbatims = chosen_verbatims(plan, chosen, read, right.notes, right.before, circle)
    album = each_pictured(plan, read, given.intakes)
    keep_wanted(protected, kept, wanted_of(circle.register, read, plan.settings), read)
    return _Settled(
        right=right,
        decided=decided(corrections),
        unshown=unshown,
        forgetting=forgetting,
        verbatims=verbatims,
        album=album,
        told=people_told(*counted(circle.register), verbatims.notes),
        troubles=[*tables.trouble, *photos.troubles(tables.photos, album)],
    )


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
