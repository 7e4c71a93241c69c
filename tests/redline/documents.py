"""Small builds written in Markdown: `{a1}` before a text is the id of its passage, other texts are the plan's."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from functools import cache

from restitution.model import Document
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.pandoc.run import read_markdown
from restitution.writers.docx import reference_docx, write_docx

MARK = re.compile(r"\{([0-9a-f]+)\}")


@cache
def reference() -> bytes:
    return reference_docx()


@cache
def built(markdown: str, build: str = "0123456789abcdef", epoch: int = 1_791_417_600) -> bytes:
    """The DOCX of this text."""
    used: Counter[str] = Counter()

    def name(inlines: Inlines) -> Inlines:
        if not inlines:
            return inlines
        mark = MARK.match(inlines[0]["c"]) if inlines[0]["t"] == "Str" else None
        if mark:
            rest = inlines[0]["c"][mark.end() :]
            inlines = [{"t": "Str", "c": rest}, *inlines[1:]] if rest else inlines[1:]
            base = f"src_{int(mark[1], 16):010x}"
        else:
            base = f"gen_{hashlib.sha256(ast.text(inlines).encode()).hexdigest()[:10]}"
        used[base] += 1
        return ast.leaf(inlines, "", id_=base if used[base] == 1 else f"{base}_{used[base]}")

    document = Document(
        build=build,
        title="Carnet",
        subtitle="",
        date="",
        language="fr-FR",
        epoch=epoch,
        blocks=ast.map_leaves(read_markdown(markdown), name),
        placements=[],
    )
    return write_docx(document, {}, reference())
