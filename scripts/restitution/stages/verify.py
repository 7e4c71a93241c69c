"""Reads a written file back: it says what the document says, block by block, and names nobody who is protected."""

from pathlib import Path

import msgspec

from restitution import store
from restitution.conservation.published import Verified, check_docx, check_html, check_pdf, check_pptx
from restitution.conservation.published_marks import marks_in_docx, marks_in_html, marks_in_pdf, marks_in_pptx
from restitution.conservation.published_review import check_review
from restitution.conservation.published_verdict import HINT
from restitution.errors import Loss, RestitutionError
from restitution.leaks import Searcher, leaks_in
from restitution.messages import listed, plural
from restitution.model import Document
from restitution.plan import Plan
from restitution.plan.copies import FOLDERS, WHOLE, file_of
from restitution.plan.outputs import OF_ANSWER, REMARKS
from restitution.remarks import Review
from restitution.stages.given import document_in
from restitution.stages.outgoing import outgoing_of
from restitution.stages.protected import Looked, searcher_among_reviewers, searcher_of

CHECKS = {".docx": check_docx, ".pdf": check_pdf, ".html": check_html, ".pptx": check_pptx}
OF_REVIEW = (*FOLDERS, *OF_ANSWER)
MARKS = {".docx": marks_in_docx, ".pdf": marks_in_pdf, ".html": marks_in_html, ".pptx": marks_in_pptx}


def published_name(written: Path) -> str:
    """The name below `output/` of a file that was written below `build/`."""
    return written.relative_to("build").as_posix()


def run(plan: Plan, inputs: list[str], outputs: list[str]) -> None:
    """verified/{output}.json: what was compared, and what leaks, for which `publish` stops.

    `inputs`: the documents, as many files; of copies, the remarks.
    Raises `Loss` when a word is missing or out of its place, or a copy does not show the remarks that wait;
    `RestitutionError` when a file shows what only its makers may see (a comment, a tracked change), or runs a
    programme.
    """
    count = len(outputs)
    remarks = [_outgoing(plan, Path(path)) for path in inputs[2 * count :]]
    searcher = _searcher(plan, outputs)
    for document, written, output in zip(inputs[:count], inputs[count : 2 * count], outputs, strict=True):
        compared = _checked(Path(document), Path(written), remarks)
        leaks = leaks_in(published_name(Path(written)), Path(written).read_bytes(), searcher)
        store.write(Path(output), store.encode(Looked(**msgspec.structs.asdict(compared), leaks=leaks)))


def _checked(document: Path, written: Path, remarks: list[bytes]) -> Verified:
    """A file compared with its document, and a copy with the remarks that it must show."""
    held = document_in(document)
    for waiting in remarks:
        _refuse_other_remarks(held, written, waiting)
    return _compared(held, written, is_copy=bool(remarks))


def _searcher(plan: Plan, outputs: list[str]) -> Searcher:
    """What must not stand in these outputs; copies to review and the letter of answer are made of remarks."""
    if not any(output.removeprefix("verified/").startswith(OF_REVIEW) for output in outputs):
        return searcher_of(Path())
    review = msgspec.json.decode(Path(REMARKS).read_bytes(), type=Review)
    return searcher_among_reviewers(Path(), review, plan.settings)


def _outgoing(plan: Plan, remarks: Path) -> bytes:
    """The remarks as a copy shows them: people told as the register says."""
    review = msgspec.json.decode(remarks.read_bytes(), type=Review)
    return store.encode(outgoing_of(plan, Path(), review).review(review))


def _refuse_other_remarks(document: Document, written: Path, remarks: bytes) -> None:
    """Raises `Loss` when a copy shows other remarks than those that wait."""
    data = written.read_bytes()
    wrong = check_review(data, document, remarks, whole=str(written).endswith(file_of(WHOLE))) if data else ""
    if wrong:
        raise Loss(f"{written.name} n'est pas publié : à la relecture de ses remarques, {wrong}.", HINT)


def _compared(document: Document, written: Path, *, is_copy: bool) -> Verified:
    data = written.read_bytes()
    if not data and not document.blocks:  # nothing to publish
        return Verified(blocks=0, words=0, footnotes=0)
    if not is_copy and (marks := MARKS[written.suffix](data)):
        told = listed(plural(count, mark) for mark, count in sorted(marks.items()))
        raise RestitutionError(
            f"{written.name} n'est pas publié : il montrerait {told}.",
            "Cela vient d'un gabarit (templates/) : acceptez-y les modifications, puis retirez-en les "
            "commentaires et les programmes.",
        )
    result = CHECKS[written.suffix](data, document)
    if not result.holds:
        raise Loss(
            f"{written.name} n'est pas publié : {result.message}",
            HINT,
        )
    return result
