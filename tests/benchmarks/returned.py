"""How long a returned DOCX takes to be read: prints, never judges.

    uv run python tests/benchmarks/returned.py [FILE…]

Without a file: one of 250 pages in the shape of our review copies, with 300 comments (a third of them replies) and
300 changes; to be read in half a second.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.review.returned_docx import docx

from restitution.conservation.review_docx import count_docx
from restitution.review.docx import read_docx

PAGES, A_PAGE = 250, 7
"""Passages a page: about 420 words."""
REMARKS = 300
TIMES = 5
WORDS = (
    "La commune a ouvert une salle où l’on répare, et les gens y viennent le mardi parce qu’il y fait chaud. " * 3
)
BY = 'w:author="Élise Martin" w:date="2026-11-02T09:{0:02d}:00Z"'
STYLES = '<w:style w:type="paragraph" w:styleId="Repreenmarge"><w:name w:val="Repère en marge"/></w:style>'
CODE = (
    '<w:p><w:pPr><w:pStyle w:val="Repreenmarge"/><w:framePr w:w="1104"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>'
    '¶ {0}-{1}</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="Repreenmarge"/></w:pPr></w:p>'
)


def passage(number: int, remark: int | None) -> str:
    """A passage with its code, and a comment and a change in it."""
    said = f'<w:r><w:rPr><w:lang w:val="fr-FR"/></w:rPr><w:t>{WORDS}</w:t></w:r>'
    if remark is not None:
        by = BY.format(number % 60)
        ids = [remark] if remark % 3 else [remark, remark + REMARKS]
        starts = "".join(f'<w:commentRangeStart w:id="{id_}"/>' for id_ in ids)
        ends = "".join(
            f'<w:commentRangeEnd w:id="{id_}"/><w:r><w:commentReference w:id="{id_}"/></w:r>' for id_ in ids
        )
        said = (
            f"{starts}<w:r><w:t>La commune</w:t></w:r>{ends}{said}<w:del w:id='1' {by}><w:r><w:delText>vide"
            f"</w:delText></w:r></w:del><w:ins w:id='2' {by}><w:r><w:t>pleine</w:t></w:r></w:ins>"
        )
    mark = f'<w:bookmarkStart w:id="{number}" w:name="src_{number:010x}"/>{said}<w:bookmarkEnd w:id="{number}"/>'
    code = CODE.format(number // A_PAGE, number % A_PAGE)
    return f'{code}<w:p><w:pPr><w:pStyle w:val="Corps"/></w:pPr>{mark}</w:p>'


def large() -> bytes:
    """A review copy of 250 pages."""
    every = PAGES * A_PAGE // (REMARKS * 3 // 4)
    chosen = [number for number in range(PAGES * A_PAGE) if number % every == 0][: REMARKS * 3 // 4]
    ranks = {number: rank for rank, number in enumerate(chosen)}
    body = "".join(passage(number, ranks.get(number)) for number in range(PAGES * A_PAGE))
    ids = [*range(len(chosen)), *(rank + REMARKS for rank in range(0, len(chosen), 3))]
    comments = "".join(
        f'<w:comment w:id="{id_}" {BY.format(id_ % 60)}><w:p w14:paraId="{id_ + 1:08X}"><w:r><w:t>Où ?</w:t></w:r>'
        "</w:p></w:comment>"
        for id_ in ids
    )
    threads = "".join(
        f'<w15:commentEx w15:paraId="{id_ + 1:08X}" w15:paraIdParent="{id_ - REMARKS + 1:08X}"/>'
        for id_ in ids
        if id_ >= REMARKS
    )
    return docx(document=body, comments=comments, commentsExtended=threads, styles=STYLES)


def main() -> None:
    """Print, for each file, the shortest of five readings and what was read."""
    files = {Path(name).name: Path(name).read_bytes() for name in sys.argv[1:]} or {f"{PAGES} pages": large()}
    for name, data in files.items():
        spent = []
        for _ in range(TIMES):
            start, worked = time.perf_counter(), time.process_time()
            returned = read_docx(data)
            spent.append((time.perf_counter() - start, time.process_time() - worked))
        elements = Counter(kind for mark in returned.marks for kind, n in mark.elements.items() for _ in range(n))
        verdict = "comme le XML" if dict(elements) == count_docx(data).kinds else "AUTREMENT QUE LE XML"
        print(f"{name} : {min(spent)[0]:.2f} s ({min(worked for _, worked in spent):.2f} s de calcul)")
        print(f"  {len(returned.paragraphs)} paragraphes, {len(returned.marks)} remarques")
        print(f"  {verdict} : {dict(elements)}")


if __name__ == "__main__":
    main()
