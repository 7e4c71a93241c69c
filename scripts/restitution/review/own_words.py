"""Which words of a returned copy are ours: the codes of the margin, and the lines of the page on how to review.

Asked of a paragraph as it was sent. One to which a reviewer added words that nothing records is hers.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from typing import Final

from restitution.messages import french_date
from restitution.pandoc import ast
from restitution.review.guide import TITLE, guide
from restitution.review.placing.letters import plain

_CODE: Final = re.compile(r"¶\s?[^\W_][\w.]{0,30}(?:-\d{1,4}[a-z]{0,2})?")
"""« ¶ 4.2-13 »."""
_HOLE, _DATE = "\ue000", "2000-01-01"


def is_code(text: str) -> bool:
    """Whether a paragraph is a code of the margin, whatever its style has become."""
    return bool(_CODE.fullmatch(text.strip()))


def is_of_guide(text: str) -> bool:
    """Whether a paragraph is a line of the page on how to review, or empty."""
    return not text.strip() or any(line.fullmatch(plain(text)) for line in _lines())


@cache
def _lines() -> list[re.Pattern[str]]:
    """The lines of the page, whatever copy, address and date they say."""
    said: dict[str, None] = {TITLE: None}
    for contact, until, row, cell in product(("", _HOLE), ("", _DATE), ("", _HOLE), ("", _HOLE)):
        for div in guide(_HOLE, (row, cell), contact, until)[1:]:
            said |= dict.fromkeys(ast.text(block["c"]) for block in div["c"][1])
    lines = [plain(line.replace(french_date(_DATE), _HOLE)) for line in said]
    return [re.compile(".{1,300}".join(map(re.escape, line.split(_HOLE)))) for line in dict.fromkeys(lines)]
