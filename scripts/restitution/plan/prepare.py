"""What one build works from, and the results that are no longer true.

A key (`plan.keys`) is the hash of everything that a result follows from. Each result is stamped with its key
when it is made; a build begins by dropping the results whose stamp is not today's key. So a step runs again
when its result is missing, and for no other reason: no clock, no name and no memory of Snakemake's decides.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from restitution import publication, resources, store
from restitution.model import Source
from restitution.people.register import is_gone
from restitution.plan import arrivals, copies, earlier, frozen, people, places, snapshot, tables
from restitution.plan import templates as own_templates
from restitution.plan.anchors import ANCHORS, anchors_from, basis_of, each_anchors
from restitution.plan.beside import beside_the_notes
from restitution.plan.handouts import is_handout
from restitution.plan.keys import (
    copy_keys,
    document_keys,
    encoded,
    handout_keys,
    journal_key,
    letter_keys,
    named_so,
    note_keys,
    review_keys,
    site_keys,
    source_date_epoch,
)
from restitution.plan.locks import hold_build_lock
from restitution.plan.outputs import (
    CORRECTIONS,
    DASHBOARD,
    DASHBOARD_TEMPLATES,
    DECK,
    DOCUMENT,
    INTERNAL_MANIFEST,
    MANIFEST,
    OF_ANSWER,
    OUTPUTS,
    PAGE,
    PAGE_MANIFEST,
    PUBLISHED,
    REMARKS,
    RETURNS,
    SLIPS,
    STRICT_VARIABLE,
    TARGETS_VARIABLE,
    WORK,
    asks_for,
    original_of,
    outputs_of,
)
from restitution.plan.record import Plan, Tables, load
from restitution.plan.remembered import BEAT, SEEN, Memory
from restitution.publication import editions, internal
from restitution.review.copies import FOLDER
from restitution.settings import SETTINGS_FILE, Review, Settings, load_settings
from restitution.store import Store, digest


def prepare(
    project: Path,
    *,
    leader: bool = True,
    targets: Iterable[str] = (),
    meanwhile: Callable[[], object] = snapshot.nothing,
) -> Plan:
    """Photograph the project, compute the keys, drop what is no longer true.

    A job on another machine (`leader` false) reads what its leader decided. `meanwhile`: see `snapshot.take`.
    Raises `AnotherBuild` and what `load_settings` raises.
    """
    work = project / WORK
    if not leader:
        return load(work)
    places.refuse_unready(project)
    settings = load_settings(project / SETTINGS_FILE)
    hold_build_lock(work)
    _sweep(project)
    photograph = snapshot.take(project / "sources", Store(work / "store"), meanwhile)
    seen = Memory(work / SEEN, BEAT)
    plan = _decide(project, settings, photograph, targets or os.environ.get(TARGETS_VARIABLE, "").split(","), seen)
    said = [
        *plan.said,
        *_told_of_conflicts(project),
        *tables.told_of_held(project),
        *tables.keep_what_goes(project, work),
        *own_templates.told_of_unused(project),
    ]
    plan = msgspec.structs.replace(plan, said=said)
    _republish_what_was_touched(project, plan, seen)
    _drop_stale(work, plan.keys, seen)
    seen.write()
    store.write(work / "plan.json", store.encode(plan))
    return plan


def _sweep(project: Path) -> None:
    """What a killed build left half written is neither a note nor something to hand out."""
    store.sweep(project / "sources", below=False)
    for folder in (project / "sources" / "relectures", project / "output", project / "interne", project / WORK):
        store.sweep(folder)


def _decide(
    project: Path, settings: Settings, photograph: dict[str, list[Source]], targets: Iterable[str], seen: Memory
) -> Plan:
    kept = Store(project / WORK / "store")
    sources, held = frozen.hold(project, kept, photograph)
    came = _take_in(project, kept, sources, seen)
    paths = {source.path for files in sources.values() for source in files}
    tables.refuse_forgotten_exclusions(project, project / WORK)
    tables.refuse_forgotten_faces(project, project / WORK)
    rows, trouble = tables.read_classification(project, paths, settings, project / WORK)
    templates = {name: kept.put(data) for name, data in own_templates.templates(project).items()}
    replaced = {name: kept.put(data) for name, data in own_templates.replaced(project).items()}
    choices, odd = tables.read_choices(project, paths, project / WORK)
    trouble += odd
    hashes = {source.path: source.sha256 or "" for files in sources.values() for source in files}
    photos = tables.read_photos(project, hashes, project / WORK)
    shown, about_shown = tables.read_shown(project, paths, project / WORK)
    targets = list(targets)
    copies.refuse_unknown(settings, targets)
    outputs, whole = outputs_of(settings, targets), outputs_of(settings)
    returns, shows = asks_for(RETURNS, settings, targets), asks_for(DASHBOARD, settings, targets)
    known = people.with_pseudonyms(project, people.read_register(project, settings), settings)
    register, withdrawn = kept.put(encoded(known)), any(map(is_gone, known.personnes))
    keys = note_keys(settings, sources, rows, (register, encoded(photos)))
    basis = basis_of(keys, sources)
    anchors = anchors_from(project, kept, basis, seen)
    journal = {path: kept.put(data) for path, data in arrivals.journal_files(project)}
    about_text = msgspec.structs.replace(settings, sorties=(), relecture=Review(), lectures="poste")
    said = encoded(about_text, choices, photos, trouble)
    beside = {path: kept.put(data) for path, data in beside_the_notes(project)} if withdrawn else {}
    about_people = digest(register, basis if withdrawn else "", encoded(beside))
    reviews = journal_key(about_people, journal)
    sent = {folder: kept.put(data) for folder, data in arrivals.sent_files(project)}
    if not any(path.endswith(".jsonl") and kept.get(sha256).strip() for path, sha256 in journal.items()):
        outputs, whole = ([word for word in words if word not in OF_ANSWER] for words in (outputs, whole))
    checked = list(dict.fromkeys(original_of(word) for word in whole if not copies.is_copy(word)))
    edition = {name: kept.put(data) for name, data in editions.last_edition(project).items()}
    decided = reviews if any(not FOLDER.match(path) for path in journal) else ""
    about_slides = encoded(shown, about_shown)
    letters = resources.tree_digest(resources.shipped_fonts())
    fonts = resources.fonts_digest(project, letters)
    keys |= document_keys(
        said, about_slides, digest(basis, decided), anchors, (templates, replaced), (letters, fonts)
    )
    handed = [word for word in (*outputs, *whole) if is_handout(word)]
    keys |= handout_keys(settings, keys[DECK], templates, fonts, handed)
    keys |= site_keys(settings, keys, templates)
    keys |= review_keys(reviews, decided, keys[DOCUMENT])
    keys |= copy_keys(settings, digest(keys[f"build/{OUTPUTS['docx']}"], keys[REMARKS]))
    keys |= letter_keys(digest(keys[REMARKS], keys[CORRECTIONS], encoded(sent)), templates)
    about_page = encoded(edition, checked, RETURNS in settings.sorties)
    read_back = [keys[name] for name in (REMARKS, *(f"verified/{word}.json" for word in checked))]
    keys[PAGE] = digest(DASHBOARD, about_page, *read_back, *named_so(templates, DASHBOARD_TEMPLATES))
    published = [f"verified/{original_of(word)}.json" for word in outputs] + [SLIPS] * returns + [PAGE] * shows
    keys[PUBLISHED] = digest("published", keys[REMARKS], *(keys[name] for name in published))
    return Plan(
        project=str(project),
        settings=settings,
        sources=sources,
        classification=rows,
        tables=kept.put(encoded(Tables(choices, photos, trouble, shown, about_shown))),
        templates=templates,
        replaced=replaced,
        register=register,
        withdrawn=withdrawn,
        beside=beside,
        anchors=anchors,
        journal=journal,
        sent=sent,
        source_date_epoch=source_date_epoch(),
        outputs=outputs,
        checked=checked,
        returns=returns,
        shows=shows,
        edition=edition,
        strict=bool(os.environ.get(STRICT_VARIABLE)),
        keys=keys,
        said=[*held, *came],
    )


def _take_in(project: Path, kept: Store, sources: dict[str, list[Source]], seen: Memory) -> list[str]:
    """Take in the copies that came home; what a person must hear of them."""
    work = project / WORK
    each = (source for files in sources.values() for source in files)
    arrived = arrivals.arrivals(
        project, work, publication.read_manifest(work / MANIFEST), each, kept, seen.hash_of
    )
    if not arrived:
        return []
    from restitution.plan import taking  # noqa: PLC0415 the readers of reviews, only when something came

    return [taking.told(taken) for taken in taking.take_all(project, arrived)]


def _told_of_conflicts(project: Path) -> list[str]:
    """What a synchroniser that met two machines left beside files of ours: nobody else would see it there."""
    anchors = [path for path in each_anchors(project) if path.name != ANCHORS.name]
    choices = project / tables.CHOICES
    others = sorted(choices.parent.glob(f"{choices.stem}?*{choices.suffix}"))
    return (
        [
            f"{path.relative_to(project).as_posix()} : autre exemplaire de {ANCHORS.name}, laissé par la "
            "synchronisation ; les deux sont pris en compte, celui-ci peut être supprimé."
            for path in anchors
        ]
        + [
            f"{path.relative_to(project).as_posix()} : autre exemplaire de {tables.PHOTOS.name}, laissé par la "
            "synchronisation ; ce qu'il dit est repris dans le tableau : vérifiez-le, puis supprimez l'autre."
            for path in tables.photo_copies(project)
        ]
        + [
            f"{path.relative_to(project).as_posix()} : autre exemplaire de {choices.name}, laissé par la "
            f"synchronisation, qui n'est pas lu ; reportez vos choix dans {choices.name}, puis supprimez-le."
            for path in others
        ]
    )


def _republish_what_was_touched(project: Path, plan: Plan, seen: Memory) -> None:
    """A published file that is missing or changed makes `publish` run again, which keeps the changed one first.

    So does one of the editor's tables that could not be brought up to date while it was open.
    """
    work = project / WORK
    manifest = publication.read_manifest(work / MANIFEST)
    current = publication.is_current(project / "output", manifest, plan.publishes(), seen.hash_of)
    if not current or not internal_stands(project, plan) or _is_unfinished(work):
        (work / PUBLISHED).unlink(missing_ok=True)


def _is_unfinished(work: Path) -> bool:
    try:
        return msgspec.json.decode((work / PUBLISHED).read_bytes(), type=publication.Report).unfinished
    except (FileNotFoundError, msgspec.DecodeError):
        return False


def internal_stands(project: Path, plan: Plan, *, or_beside: bool = False) -> bool:
    """Whether the dashboard and the contributors' pages stand as this plan publishes them, if it does."""
    work = project / WORK
    slips = not plan.returns or internal.stands(
        project, work / INTERNAL_MANIFEST, plan.keys[SLIPS], or_beside=or_beside
    )
    return slips and (
        not plan.shows or internal.page_stands(project, work / PAGE_MANIFEST, plan.keys[PAGE], or_beside=or_beside)
    )


def _drop_stale(work: Path, keys: dict[str, str], seen: Memory) -> None:
    stamps = work / "stamps"
    stamped = {
        p.relative_to(stamps).as_posix(): p.read_text("ascii", "replace") for p in stamps.rglob("*") if p.is_file()
    }
    for result in sorted(keys.keys() | stamped.keys()):
        stamp = stamped.get(result, "")
        if not _is_true(work / result, stamp, keys.get(result, ""), seen):
            if result in keys:
                earlier.set_aside(work, result, stamp.partition(" ")[2])
            (work / result).unlink(missing_ok=True)
            (stamps / result).unlink(missing_ok=True)
    earlier.sweep(work, keys)


def _is_true(path: Path, stamped: str, key: str, seen: Memory) -> bool:
    """Whether a result is there, whole, and made for today's key."""
    said, _, sha256 = stamped.partition(" ")
    return bool(key) and said == key and path.is_file() and seen.hash_of(path) == sha256
