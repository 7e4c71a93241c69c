"""What a line shows that could make it a heading: its look, and the number at its head."""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec

from restitution.model import Block
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines

_SIZE: Final = re.compile(r"size-(\d+)")
OF_TWO_LINES: Final = 115
"""Size, in percent of the text's, from which a break does not make two lines of a title."""
_FRAMED: Final = re.compile(
    r"^([*=~_#–—-]{2,}).*\w.*\1\s*$|^\*\s.*\s\*$|^#{1,4}\s+\w|^\S.*\s\*$|^(?:[>=-]{1,2}>|[>→►▶■▪●◆§])\s*\w"
)
LEADS: Final = frozenset(">=-→►▶■▪●◆§")
"""Signs that lead a line, a heading or an item of a list."""
CAPTION: Final = "caption"
"""Word of a leaf's look: its style is that of captions, so that it heads nothing."""
A_PARAGRAPH: Final = 200
"""Characters beyond which the look of a text says nothing."""
_ROMAN: Final = {"I": 1, "V": 5, "X": 10, "L": 50}
_AT_HEAD: Final = (
    (
        "word",
        (
            r"(?P<word>article|partie|chapitre|volet|étape|etape|phase|section|titre|axe|point|séquence)\s+"
            r"(?:n\s*°\s*)?(?P<value>\d{1,3}|[IVX]{1,5}|[A-Z])(?P<sep>\s*[.):/]|\s+[–—-])?\s+"
        ),
    ),
    ("mixed", r"(?P<value>\d{1,2}[.-][a-z])(?P<sep>\s*[.)/])\s*"),
    ("decimal", r"(?P<value>\d{1,2}(?:\.\d{1,2})+)(?P<sep>\.?\)?|\s*[–—-])\s+"),
    ("number", r"(?P<value>\d{1,2})(?P<sep>\s*°\s*[)/.]?|\s*[.)/]|\s+[–—-])\s*(?=\D)"),
    ("roman", r"(?P<value>[IVX]{1,5})(?P<sep>\s*[.)/]|\s+[–—-])\s+"),
    ("capital", r"(?P<value>[A-H])(?P<sep>\s*[.)/]|\s+[–—-])\s+"),
    ("letter", r"(?P<value>[a-h])(?P<sep>\s*[.)/])\s+"),
)
_PATTERNS: Final = tuple(
    (sort, re.compile(pattern, re.IGNORECASE if sort == "word" else 0)) for sort, pattern in _AT_HEAD
)
_DEPTHS: Final = {"word": 0, "roman": 1, "number": 2, "capital": 3, "decimal": 4, "mixed": 5, "letter": 6}


class Numbering(msgspec.Struct, frozen=True):
    """The number at the head of a line: how it is written (`number:)`), and which one it is."""

    shape: str
    value: int
    depth: int
    """How deep such numbers stand among the others, as people use them."""


class Line(msgspec.Struct, frozen=True):
    """A paragraph of one line, as it shows."""

    text: str
    size: int = 100
    """In percent of the text's."""
    capitals: bool = False
    shade: bool = False
    bold: bool = False
    small_caps: bool = False
    underline: bool = False
    center: bool = False
    is_framed: bool = False
    """Between or behind signs, as in plain text: « *** CONTEXTE *** », « # Contexte », « ■ Contexte »."""
    numbering: Numbering | None = None

    @property
    def prominence(self) -> tuple[int, ...]:
        """The greater, the louder."""
        size = round(self.size / 5)
        return (size, self.capitals, self.shade, self.bold, self.small_caps, self.underline)

    @property
    def is_loud(self) -> bool:
        """Whether it stands out from the text by its look."""
        return self.size > 100 or self.is_framed or any(self.prominence[1:])


def line_of(block: Block) -> Line | None:
    """What a paragraph or heading shows; None for what is no single line of words."""
    if block["t"] not in {"Para", "Plain", "Header"}:
        return None
    inlines = block["c"][2] if block["t"] == "Header" else block["c"]
    text = " ".join(ast.text(inlines).split())
    if len(text) > A_PARAGRAPH:
        return Line(text=text)
    leaf = inlines[0] if len(inlines) == 1 and ast.is_leaf(inlines[0]) else None
    inner = leaf["c"][1] if leaf else inlines
    look = set((ast.leaf_look(leaf) if leaf else "").split())
    size = next((int(found[1]) for word in look if (found := _SIZE.fullmatch(word))), 100)
    if CAPTION in look or _has(inlines, "Image", "Note") or (size < OF_TWO_LINES and _has(inlines, "LineBreak")):
        return None
    letters = [c for c in text if c.isalpha()]
    return Line(
        text=text,
        size=size,
        capitals="capitals" in look or (len(letters) > 3 and all(c.isupper() for c in letters)),
        shade="shade" in look,
        bold="bold" in look or _all(inner, "Strong"),
        small_caps="small-caps" in look or _all(inner, "SmallCaps"),
        underline="underline" in look or _all(inner, "Underline"),
        center="center" in look,
        is_framed=bool(_FRAMED.match(text)),
        numbering=numbering_of(text),
    )


def numbering_of(text: str) -> Numbering | None:
    """The number at the head of a line, when words follow it."""
    for sort, pattern in _PATTERNS:
        found = pattern.match(text)
        if found and re.search(r"[^\W\d_]{2}", text[found.end() :]):
            sep = re.sub(r"\s", "", found["sep"] or "").replace("—", "–").replace("-", "–")
            name = found["word"].lower().replace("é", "e") if sort == "word" else ""
            dots = found["value"].count(".") if sort == "decimal" else 0
            return Numbering(
                f"{sort}{name}{dots or ''}:{sep}", _ordinal(found["value"]), _DEPTHS[sort] * 10 + dots
            )
    return None


def _ordinal(value: str) -> int:
    last = re.split(r"[.-]", value)[-1]
    if last.isdecimal():
        return int(last)
    if len(last) > 1 or last in _ROMAN:
        digits = [_ROMAN.get(letter, 0) for letter in last]
        pairs = zip(digits, [*digits[1:], 0], strict=True)
        return sum(-digit if digit < after else digit for digit, after in pairs)
    return ord(last.lower()) - ord("a") + 1


def _all(inlines: Inlines, kind: str) -> bool:
    """Whether every word is wrapped in one emphasis, at whatever depth among others."""
    words = [inline for inline in inlines if inline["t"] not in ast.SPACES]
    return bool(words) and all(_wrapped(inline, kind) for inline in words)


def _wrapped(inline: dict[str, Any], kind: str) -> bool:
    if inline["t"] == kind:
        return True
    return inline["t"] in {"Strong", "Underline", "Emph", "SmallCaps"} and _all(inline["c"], kind)


def _has(inlines: Inlines, *kinds: str) -> bool:
    found = False

    def look(inline: dict[str, Any]) -> Inlines:
        nonlocal found
        found = found or inline["t"] in kinds
        return [inline]

    ast.map_inlines(inlines, look)
    return found
