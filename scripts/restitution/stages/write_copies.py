"""Makes the copies to review out of the finished DOCX of the publication."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import chain
from pathlib import Path

import msgspec
from msgspec import structs

from restitution import store
from restitution.model import LONG, Block, Coded, Document
from restitution.pandoc import ast
from restitution.pandoc.numbering import numbers_of
from restitution.pandoc.unread import Unread
from restitution.plan import Plan
from restitution.plan.copies import TERRITORIES, WHOLE
from restitution.remarks import Review, said_digest
from restitution.review.carrying import homes_of, waiting
from restitution.review.codes import codes_of, is_of_heading, row_of
from restitution.review.guide import guide
from restitution.review.replacements import seen
from restitution.review.selection import COVER, of_territory, part_of
from restitution.settings import Settings
from restitution.stages.given import document_in
from restitution.stages.outgoing import outgoing_of
from restitution.typography.conventions import conventions
from restitution.writers.docx import Finished, Open, Wanted

HEADINGS = frozenset({"partie", "annexe"})


def run(plan: Plan, inputs: list[str], outputs: list[str]) -> None:
    """`plan.copies.CODES`, the documents of all copies, then their DOCX: no byte for one that holds nothing.

    `inputs`: the document, the finished DOCX, and the remarks that came home.
    """
    document = document_in(Path(inputs[0]))
    codes = codes_of(document)
    store.write(Path(outputs[0]), store.packed(codes))
    review = msgspec.json.decode(Path(inputs[2]).read_bytes(), type=Review)
    outgoing = outgoing_of(plan, Path(), review)
    shown = open_remarks(outgoing.review(review), codes, masks=outgoing.tells_otherwise)
    maker = _Maker(plan.settings, document, codes, Path(inputs[1]).read_bytes(), shown)
    del codes
    count, is_long = len(plan.copies), isinstance(document.blocks, Unread)
    documents, copies = map(Path, outputs[1 : 1 + count]), map(Path, outputs[1 + count :])
    with ThreadPoolExecutor(1 if is_long else None) as pool:  # each of long ones takes much memory
        list(pool.map(maker.make, plan.copies, documents, copies))


def open_remarks(review: Review, codes: list[Coded], *, masks: bool = False) -> Open:
    """What of the review the copies show. `masks`: whether some may be told otherwise than they came."""
    remarks = waiting(review)
    masked = {one.key: said_digest(one.kind, one.author, one.date, one.text) for one in remarks} if masks else {}
    wholes = [one for one in seen(remarks) if one.kind == "replacement"]
    return Open(remarks=remarks, wholes=wholes, homes=homes_of(remarks, codes), masked=masked)


class _Maker:
    """Makes each copy from what they share."""

    def __init__(
        self, settings: Settings, document: Document, codes: list[Coded], whole: bytes, waiting: Open
    ) -> None:
        self._settings = settings
        self._document = document
        self._codes = {coded.bookmark: coded.code for coded in codes}
        self._beside = {
            bookmark: row_of(code) for bookmark, code in self._codes.items() if not is_of_heading(code)
        }
        self._numbers = {
            id_: numbered for id_, numbered in numbers_of(document.blocks).items() if numbered.word in HEADINGS
        }
        self._waiting = waiting
        self._finished = Finished(whole) if whole else None
        self._named = cache(lambda text: settings.territory_named(text, advanced=True))

    def make(self, name: str, document: Path, copy: Path) -> None:
        """Writes what a copy holds, the page on how to read it included, and the copy."""
        held, about, phrase = self._held(name)
        if not held.blocks or self._finished is None:
            store.write(document, store.pieces(structs.replace(held, blocks=[]), *LONG))
            store.write(copy, b"")
            return
        held = structs.replace(held, title=f"{held.title} – à relire{about and f' : {about}'}")
        project, until = self._settings.projet, self._settings.relecture.avant_le
        rules = conventions(project.langue, fine=self._settings.typographie.fine)
        page = guide(phrase, self._examples(held), project.contact, until, rules)
        wanted = Wanted(
            kind=name,
            document=held,
            guide=page,
            codes=self._codes,
            beside=self._beside,
            waiting=self._waiting,
            numbers=None if name == WHOLE else self._numbers,
        )
        told = structs.replace(held, blocks=with_guide(held.blocks, page))  # gone through once
        store.write(document, store.pieces(told, *LONG))
        store.write(copy, self._finished.review_copy(wanted))

    def _held(self, name: str) -> tuple[Document, str, str]:
        """The document of a copy, what it is about, and a phrase that says what it holds."""
        folder, _, key = name.partition("/")
        if folder == TERRITORIES:
            told = next(one.nom for one in self._settings.territoires if one.code == key)
            return of_territory(self._document, key, self._named), told, f"ce qui concerne {told}"
        if name == WHOLE:
            return self._document, "", "tout le texte"
        told = next(part.titre for part in self._settings.parts if part.partie == key)
        return part_of(self._document, key), told, f"la partie « {told} »"

    def _examples(self, held: Document) -> tuple[str, str]:
        """The codes of a paragraph and of a cell that the copy shows, those of a numbered part first."""
        there = {placement.bookmark for placement in held.placements}
        codes = [self._codes[bookmark] for bookmark in self._beside if bookmark in there]
        codes.sort(key=lambda code: not code[0].isdecimal())
        texts, cells = ([code for code in codes if (row_of(code) != code) is is_cell] for is_cell in (False, True))
        return next(iter(texts), ""), next(iter(cells), "")


def with_guide(blocks: Sequence[Block], page: Iterable[Block]) -> Iterator[Block]:
    """The page stands behind the cover, or before all else."""
    place = next((number for number, block in enumerate(blocks, 1) if ast.has_class(block, COVER)), 0)
    return chain(blocks[:place], page, blocks[place:])
