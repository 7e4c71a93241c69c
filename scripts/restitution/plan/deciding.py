"""What one build works from: all that the project holds, in the store, and the key of each result."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import replace

from restitution import publication, resources
from restitution.model import Source
from restitution.people.register import is_gone
from restitution.plan import arrivals, copies, frozen, people, tables
from restitution.plan import templates as own_templates
from restitution.plan.anchors import anchors_from, basis_of
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
from restitution.plan.outputs import (
    CORRECTIONS,
    DASHBOARD,
    DASHBOARD_TEMPLATES,
    DECK,
    DOCUMENT,
    MANIFEST,
    OF_ANSWER,
    OUTPUTS,
    PAGE,
    PUBLISHED,
    REMARKS,
    RETURNS,
    SLIPS,
    STRICT_VARIABLE,
    WORK,
    asks_for,
    original_of,
    outputs_of,
)
from restitution.plan.record import Plan, Tables
from restitution.plan.remembered import Memory
from restitution.publication import editions
from restitution.review.copies import FOLDER
from restitution.settings import Review, Settings
from restitution.store import Store, digest


def decide(
    project: Path, settings: Settings, photograph: dict[str, list[Source]], targets: Iterable[str], seen: Memory
) -> Plan:
    """The plan of a build of these sources, by lot; copies that came home among them are taken in first.

    Raises `WrongUse` for a target or a table of the editor that nothing can be built by.
    """
    kept, targets = Store(project / WORK / "store"), list(targets)
    sources, held = frozen.hold(project, kept, photograph)
    came = _take_in(project, kept, sources, seen)
    every = [source for files in sources.values() for source in files]
    rows, told = tables.read_all(project, every, settings, project / WORK)
    copies.refuse_unknown(settings, targets)
    known = people.with_pseudonyms(project, people.read_register(project, settings), settings)
    register, withdrawn = kept.put(encoded(known)), any(map(is_gone, known.personnes))
    notes = note_keys(settings, sources, rows, (register, encoded(told.photos)))
    journal = _stored(kept, arrivals.journal_files(project))
    unasked = () if _has_remarks(kept, journal) else OF_ANSWER
    outputs, whole = ([w for w in outputs_of(settings, of) if w not in unasked] for of in (targets, ()))
    plan = Plan(
        project=str(project),
        settings=settings,
        sources=sources,
        classification=rows,
        tables=kept.put(encoded(told)),
        templates=_stored(kept, own_templates.templates(project).items()),
        replaced=_stored(kept, own_templates.replaced(project).items()),
        register=register,
        withdrawn=withdrawn,
        beside=_stored(kept, beside_the_notes(project)) if withdrawn else {},
        anchors=anchors_from(project, kept, basis_of(notes, sources), seen),
        journal=journal,
        sent=_stored(kept, arrivals.sent_files(project)),
        source_date_epoch=source_date_epoch(),
        outputs=outputs,
        checked=list(dict.fromkeys(original_of(word) for word in whole if not copies.is_copy(word))),
        returns=asks_for(RETURNS, settings, targets),
        shows=asks_for(DASHBOARD, settings, targets),
        edition=_stored(kept, editions.last_edition(project).items()),
        strict=bool(os.environ.get(STRICT_VARIABLE)),
        keys=notes,
        said=[*held, *came],
    )
    return replace(plan, keys=_every_key(plan, told))


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


def _stored(kept: Store, files: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    """Name of each file -> its sha256, under which the store keeps it."""
    return {name: kept.put(data) for name, data in files}


def _has_remarks(kept: Store, journal: dict[str, str]) -> bool:
    """Whether anything was said that a letter could answer."""
    return any(path.endswith(".jsonl") and kept.get(sha256).strip() for path, sha256 in journal.items())


def _every_key(plan: Plan, told: Tables) -> dict[str, str]:
    """Of each result; the plan has those of its notes."""
    settings, templates = plan.settings, plan.templates
    basis = basis_of(plan.keys, plan.sources)
    reviews = journal_key(
        digest(plan.register, basis if plan.withdrawn else "", encoded(plan.beside)), plan.journal
    )
    decided = reviews if any(not FOLDER.match(path) for path in plan.journal) else ""
    letters = resources.tree_digest(resources.shipped_fonts())
    fonts = resources.fonts_digest(Path(plan.project), letters)
    shown = encoded(told.shown, told.about_shown)
    keys = plan.keys | document_keys(
        _text_follows(settings, told),
        shown,
        digest(basis, decided),
        plan.anchors,
        (templates, plan.replaced),
        (letters, fonts),
    )
    handed = [word for word in (*plan.outputs, *plan.checked) if is_handout(word)]
    keys |= handout_keys(settings, keys[DECK], templates, fonts, handed)
    keys |= site_keys(settings, keys, templates)
    keys |= review_keys(reviews, decided, keys[DOCUMENT])
    keys |= copy_keys(settings, digest(keys[f"build/{OUTPUTS['docx']}"], keys[REMARKS]))
    keys |= letter_keys(digest(keys[REMARKS], keys[CORRECTIONS], encoded(plan.sent)), templates)
    keys |= _page_key(plan, keys)
    return keys | _published_key(plan, keys)


def _text_follows(settings: Settings, told: Tables) -> bytes:
    """Of the settings and the tables, what the text of the document follows from."""
    about_text = replace(settings, sorties=(), relecture=Review(), lectures="poste")
    return encoded(about_text, told.choices, told.photos, told.trouble)


def _page_key(plan: Plan, keys: dict[str, str]) -> dict[str, str]:
    """Of the dashboard, which tells of every publication that was read back."""
    about = encoded(plan.edition, plan.checked, RETURNS in plan.settings.sorties)
    read_back = [keys[name] for name in (REMARKS, *(f"verified/{word}.json" for word in plan.checked))]
    return {PAGE: digest(DASHBOARD, about, *read_back, *named_so(plan.templates, DASHBOARD_TEMPLATES))}


def _published_key(plan: Plan, keys: dict[str, str]) -> dict[str, str]:
    """Of the publication: of all that this build hands out."""
    names = [f"verified/{original_of(word)}.json" for word in plan.outputs]
    names += [SLIPS] * plan.returns + [PAGE] * plan.shows
    return {PUBLISHED: digest("published", keys[REMARKS], *(keys[name] for name in names))}
