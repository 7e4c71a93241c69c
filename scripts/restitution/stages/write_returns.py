"""Writes for each contributor a page on her files, and those files again with the remarks on them.

No copy is made of a file that names somebody whom not even the team's pages show: her page tells the remarks.
"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from restitution import store
from restitution.conservation.published import check_docx
from restitution.errors import Loss
from restitution.model import Balance, Conflict, Document
from restitution.ooxml.package import write_package
from restitution.pandoc.numbering import Numbering
from restitution.people.unseen import is_protected
from restitution.plan import Plan
from restitution.publication.internal import INDEX
from restitution.remarks import Correction, Review
from restitution.returns.copies.making import by_path, remarked
from restitution.returns.folder import copy_names, file_names, index
from restitution.returns.slip import slip
from restitution.returns.telling import remarks_told
from restitution.returns.told import gathered
from restitution.review.replacements import seen
from restitution.stages.found import found_in_notes
from restitution.stages.given import document_in, read_notes
from restitution.stages.outgoing import to_its_writer
from restitution.stages.withdrawn import forgetting_of, holds, sieve_of
from restitution.stages.write_docx import own_reference
from restitution.store import Store
from restitution.writers.docx import reference_docx, write_docx


def run(plan: Plan, inputs: list[str], outputs: list[str]) -> None:
    """build/retours.zip: what `interne/retours/` holds. Raises `Loss` when a page lacks a word in its file."""
    document, annexes = (document_in(Path(path)) for path in inputs[:2])
    balance = msgspec.json.decode(Path(inputs[2]).read_bytes(), type=Balance)
    conflicts = msgspec.json.decode(Path(inputs[3]).read_bytes(), type=list[Conflict])
    review = msgspec.json.decode(Path(inputs[4]).read_bytes(), type=Review)
    corrections = msgspec.json.decode(Path(inputs[5]).read_bytes(), type=list[Correction])
    kept = Store(Path("store"))
    read = read_notes(plan, plan.each_lot("notes/{lot}.jsonl"), Path())
    sieve = sieve_of(plan, kept, notes=read)
    outgoing = to_its_writer(forgetting_of(plan, Path(), is_protected, read), plan.settings)
    remarks, changes = map(outgoing.remark, seen(review.items)), map(outgoing.correction, corrections)
    about = remarked(remarks, changes, (document, annexes))
    told = gathered(
        read.each(sieve.note),
        balance,
        (document, annexes),
        conflicts,
        plan.settings,
        lambda: Numbering().place,
        found_in_notes(Path(), plan),
        about,
    ).of_writers
    open_ones = {note.path: sieve.note(note) for note in read if note.path in about and not holds(note, sieve)}
    returned = by_path(open_ones, about, kept.get)
    names = file_names(told.people)
    copies = copy_names(names, returned)
    reference = own_reference(plan, kept) or reference_docx()

    def written(name: str) -> bytes:
        remarks = remarks_told(names[name], told, returned, list(copies[name]))
        page = slip(names[name], told, plan.settings, document, remarks)
        page = msgspec.structs.replace(page, blocks=sieve.blocks(page.blocks))
        return _read_back(name, write_docx(page, {}, reference), page)

    with ThreadPoolExecutor() as pool:
        pages = dict(zip(names, pool.map(written, names), strict=True))
    for own in copies.values():
        pages |= {name: returned[path].files[ending] for name, (path, ending) in own.items()}
    pages[INDEX] = index(names, told, plan.settings.projet.titre, copies)
    store.write(Path(outputs[0]), write_package(pages))


def _read_back(name: str, data: bytes, page: Document) -> bytes:
    """The file, once every word of the page was found in it."""
    result = check_docx(data, page)
    if not result.holds:
        raise Loss(
            f"{name} n'est pas publié : {result.message}",
            "C'est une erreur du programme : signalez-la, avec ce message. Les documents précédents sont intacts.",
        )
    return data
