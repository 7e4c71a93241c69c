"""Composes what a meeting is shown, out of the publication."""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import msgspec

from restitution import store
from restitution.assembly.typesetting import Press
from restitution.meeting.choosing import chosen_of
from restitution.meeting.deck import deck_of, without_notes, words_beside
from restitution.meeting.handouts import handout_findings, handout_of
from restitution.meeting.hanging import with_posters
from restitution.meeting.offers import Offer, offers_of, pictures_of, published
from restitution.meeting.posters import QR
from restitution.model import Coverage, Document, Shown
from restitution.pictures.codes import qr_code
from restitution.plan import Plan
from restitution.plan.handouts import SUPPORTS
from restitution.stages.given import document_in, read_notes
from restitution.stages.register import tables_of
from restitution.store import Store


def run(plan: Plan, inputs: Sequence[str], outputs: Sequence[str]) -> None:
    """What `plan.outputs.OF_COMPOSE` names, in its order, then `plan.supports()` and `plan.left_out()`.

    `inputs`: document, coverage, public notes.
    """
    document = document_in(Path(inputs[0]))
    coverage = msgspec.json.decode(Path(inputs[1]).read_bytes(), type=Coverage)
    notes = read_notes(plan, inputs[2:], Path())
    tables = tables_of(plan, Store(Path("store")))
    said = published(document, notes)
    offers = [*offers_of(said, plan.settings), *pictures_of(document, notes, plan.settings)]
    slides = chosen_of(tables.shown, offers, said, plan.settings, words_beside(plan.settings))
    chosen = with_posters(slides, tables.shown, offers, said, plan.settings)
    press = Press(plan.settings, notes)
    deck = press.document(deck_of(document, plan.settings, coverage, chosen))
    store.write(Path(outputs[0]), store.encode(deck))
    store.write(Path(outputs[1]), store.encode(without_notes(deck)))
    store.write(Path(outputs[2]), store.encode([_line(offer) for offer in offers]))
    supports = {_name(output): output for output in plan.supports()}
    store.write_contract(Path(outputs[3]), plan.keys[outputs[3]], [*tables.about_shown, *chosen.findings])
    document = _with_code(document, plan)
    for name, output in supports.items():
        support = handout_of(name, document, plan.settings, coverage, chosen, said)
        store.write(Path(output), store.encode(press.document(support)))
    for output in plan.left_out():
        found = handout_findings(supports, document, plan.settings, coverage, chosen, said)
        store.write_contract(Path(output), plan.keys[output], found)


def _with_code(document: Document, plan: Plan) -> Document:
    """The publication, with the code that leads to its page among its pictures."""
    if not plan.settings.projet.site:
        return document
    code = Store(Path("store")).put(qr_code(plan.settings.projet.site))
    return msgspec.structs.replace(document, media={**document.media, QR: code})


def _name(output: str) -> str:
    """What a document is called among those of a meeting."""
    return PurePosixPath(output).relative_to(SUPPORTS).with_suffix("").as_posix()


def _line(offer: Offer) -> Shown:
    """An offer as a line of the editor's table."""
    return Shown(vue=offer.view, place=offer.place, texte=offer.text, fichier=offer.path, repere=offer.where)
