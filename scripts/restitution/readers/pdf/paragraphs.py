"""Lines joined into paragraphs and items of lists: where a person would say that a new one begins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final

import msgspec

from restitution.pandoc.ast import Inlines
from restitution.readers.look import Look
from restitution.readers.pdf.hyphens import SOFT, Words, joint
from restitution.readers.pdf.order import Region
from restitution.readers.pdf.pieces import Piece
from restitution.readers.pdf.raw import HYPHEN, Sign
from restitution.readers.rich import Run, inlines

BULLET: Final = re.compile(
    r"(?:[•●○◦▪■□▫‣⁃➢➤►▶✓✔❖·∙*–—\u2010\u2011\-\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf02d]|o(?=[\s\u2003]{1,3}[A-ZÀ-Þa-zà-þ0-9]))[\s\u2003]+(?=\S)"
)
NUMBER: Final = re.compile(r"(\d{1,2})[.)][\s\u2003]+(?=\S)")
ENDED: Final = re.compile(r"[.!?:;…»”)\]]['’\"\s]*$")
OPENS: Final = re.compile(r"[\s«“\"'’(\[]*(?:[A-ZÀ-ÞŒ]|\d)")
LOOSE: Final = 1.3
"""Of the usual room between two lines: a wider one parts paragraphs."""
INDENT: Final = 0.8
"""Of the size of letters: by how much the first line of a paragraph stands further in."""
WIDEST_INDENT: Final = 6
LARGER: Final = 1.1
ALIKE: Final = 0.12
"""By how much the letters of one paragraph differ in size."""
NOTES: Final = 0.96
"""Of the size of the text: smaller letters at the foot of a page are notes."""
CENTERED: Final = 0.06
"""Of the width of a column: how far a centred line's middle may stand from the column's."""
WIDE: Final = "\u2003"


class Leading(msgspec.Struct, frozen=True):
    """How a document sets its text: the size of its letters, and for each size the room between two lines."""

    body: float
    rooms: dict[int, float]

    @classmethod
    def of(cls, regions: Iterable[Region]) -> Leading:
        """As most lines of a document are set."""
        letters: Counter[float] = Counter()
        rooms: Counter[tuple[int, float]] = Counter()
        for region in regions:
            for line in region.lines:
                letters[line.size] += len(line.signs)
            for above, line in pairwise(region.lines):
                room = line.base - above.base
                if above.size == line.size and 0.8 * line.size < room < 2.4 * line.size:
                    rooms[round(line.size), round(room * 2) / 2] += 1
        usual: dict[int, float] = {}
        for (size, room), _ in rooms.most_common():
            usual.setdefault(size, room)
        return cls(letters.most_common(1)[0][0] if letters else 10.0, usual)

    def room(self, size: float) -> float:
        """The usual room between two lines of such letters."""
        return self.rooms.get(round(size)) or 1.35 * size


class Paragraph(msgspec.Struct, eq=False):
    """Lines that belong together. `marker`: the bullet or number that opens them, with the blank behind it."""

    pages: list[int]
    lines: list[Piece]
    marker: str = ""
    is_aligned: bool = False
    """Whether its lines hold columns: each stays a line."""
    middle: bool = False
    """Whether it is centred."""

    @property
    def size(self) -> float:
        """The size of most of its letters."""
        return max(self.lines, key=lambda line: len(line.signs)).size

    @property
    def level(self) -> int:
        """Of the heading that its tag says it is; 0 for a text."""
        levels = {sign.style.level for line in self.lines for sign in line.signs if sign.text.strip()}
        return levels.pop() if len(levels) == 1 else 0

    @property
    def text(self) -> str:
        """What it says, a blank for each line end."""
        return " ".join(line.text for line in self.lines)

    @property
    def number(self) -> int | None:
        """Its number among the items of a list."""
        found = re.match(r"(\d{1,2})[.)]", self.marker)
        return int(found[1]) if found else None

    def look(self) -> Look:
        """What its letters share, for those who look for headings."""
        signs = [sign for line in self.lines for sign in line.signs if sign.text.strip()]
        marks = {"bold"} if all(sign.style.bold for sign in signs) else set()
        marks |= {"center"} if self.middle else set()
        size = min((sign.style.size for sign in signs if sign.text.isalnum()), default=self.size)
        return Look(size, len(self.text), frozenset(marks))


def paragraphs_of(region: Region, page: int, leading: Leading) -> list[Paragraph]:
    """The paragraphs of a column."""
    found: list[Paragraph] = []
    right = region.right
    for line in region.lines:
        last = found[-1] if found else None
        marker = _marker(line)
        aligned = WIDE in line.text[len(marker) :]
        if last is not None and not _begins(last, line, marker, right, leading, aligned=aligned):
            last.lines.append(line)
        else:
            middle = _is_centered(line, region)
            found.append(Paragraph([page], [line], marker, aligned, middle))
    return found


def _marker(line: Piece) -> str:
    found = BULLET.match(line.text) or NUMBER.match(line.text)
    return found[0] if found else ""


def _begins(last: Paragraph, line: Piece, marker: str, right: float, leading: Leading, *, aligned: bool) -> bool:
    """Whether a line begins a new paragraph below the last one."""
    above, size = last.lines[-1], max(line.size, last.lines[-1].size)
    room = line.base - above.base
    if room > LOOSE * leading.room(size) or room < 0 or abs(line.size - above.size) > ALIKE * size:
        return True
    if aligned or last.is_aligned:
        return aligned != last.is_aligned
    if _levels(line) != _levels(above) or _parts_by_weight(above, line):
        return True
    ended = bool(ENDED.search(above.text))
    if marker:
        is_sure = ended or bool(last.marker) or _has_room(above, line, right)
        return is_sure if NUMBER.match(marker) else is_sure or not marker.startswith(("-", "–", "—", "*"))
    if last.marker and line.box.left < last.lines[0].box.left + 0.3 * size:
        return _is_outside(last, size) or _has_room(above, line, right)
    if not last.marker and _is_indented(above, line, size) and not last.middle:
        return True
    if line.size > LARGER * leading.body:
        return False
    return _has_room(above, line, right) and (ended or bool(OPENS.match(line.text)))


def _is_outside(item: Paragraph, size: float) -> bool:
    """Whether a line that begins below an item's mark belongs to it no more: its own lines stand further in."""
    hangs = len(item.lines) > 1 and item.lines[1].box.left > item.lines[0].box.left + 0.3 * size
    return hangs or bool(ENDED.search(item.lines[-1].text))


def _is_indented(above: Piece, line: Piece, size: float) -> bool:
    inside = line.box.left - above.box.left
    return INDENT * size < inside < WIDEST_INDENT * size


def _has_room(above: Piece, line: Piece, right: float) -> bool:
    """Whether the first word of a line would have stood on the line above."""
    first = next((sign for sign in line.signs if not sign.text.strip()), line.signs[-1])
    width = first.left - line.box.left if not first.text.strip() else line.box.right - line.box.left
    return above.box.right + 0.25 * line.size + width < right - 0.5 * line.size


def _parts_by_weight(above: Piece, line: Piece) -> bool:
    """Whether one line is bold and the other is not, from end to end."""
    weights = [{sign.style.bold for sign in one.signs if sign.text.strip()} for one in (above, line)]
    return all(len(weight) == 1 for weight in weights) and weights[0] != weights[1]


def _levels(line: Piece) -> set[int]:
    return {sign.style.level for sign in line.signs if sign.text.strip()}


def _is_centered(line: Piece, region: Region) -> bool:
    width = region.right - region.left
    off = (line.box.left + line.box.right) / 2 - (region.left + region.right) / 2
    room = min(line.box.left - region.left, region.right - line.box.right)
    return room > 2 * line.size and abs(off) < CENTERED * width


def together(paragraphs: Sequence[Paragraph], leading: Leading) -> list[Paragraph]:
    """Paragraphs that the end of a column or page cut, whole again; notes at the foot stand behind them."""
    out: list[Paragraph] = []
    for paragraph in paragraphs:
        cut = _cut_one(out, paragraph, leading)
        if cut is None:
            out.append(paragraph)
        else:
            cut.lines += paragraph.lines
            cut.pages += paragraph.pages
    return out


def _cut_one(before: Sequence[Paragraph], paragraph: Paragraph, leading: Leading) -> Paragraph | None:
    """The paragraph that goes on in another one at the top of a column."""
    if paragraph.marker or paragraph.is_aligned or not before:
        return None
    place = len(before) - 1
    is_small = paragraph.size < NOTES * leading.body
    while place >= 0 and not is_small and before[place].size < NOTES * leading.body:
        place -= 1  # notes at the foot of the page
    last = before[place] if place >= 0 else None
    if last is None or last.is_aligned or abs(last.size - paragraph.size) > ALIKE * paragraph.size:
        return None
    if last.pages[-1] == paragraph.pages[0] and not _is_elsewhere(last.lines[-1], paragraph.lines[0]):
        return None
    goes_on = paragraph.text.lstrip("«“\"'’( ")[:1].islower()
    is_open = not ENDED.search(last.text) or last.text.rstrip()[-1:] in {"-", HYPHEN, SOFT}
    return last if goes_on and is_open and last.level == paragraph.level else None


def _is_elsewhere(line: Piece, following: Piece) -> bool:
    """Whether a line stands in another column: not below."""
    return following.base < line.base


def content(paragraph: Paragraph, words: Words) -> Inlines:
    """What a paragraph says, without its mark, hyphens of line ends settled."""
    runs: list[Run] = []
    skipped = len(paragraph.marker)
    lines = [_runs(line, skipped if number == 0 else 0) for number, line in enumerate(paragraph.lines)]
    for number, line in enumerate(lines):
        following = paragraph.lines[number + 1].text if number + 1 < len(lines) else None
        runs += line
        if following is None:
            break
        if paragraph.is_aligned:
            runs.append(Run(inline={"t": "LineBreak"}))
            continue
        text = paragraph.lines[number].text
        found = joint(text, following, words)
        if found is None:
            if not _ends_in_dash(text):
                runs.append(Run(" ", look=line[-1].look if line else frozenset()))
            continue
        count, instead = found
        last = runs[-1]
        runs[-1] = msgspec.structs.replace(last, text=last.text[:-count] + instead)
    return inlines([msgspec.structs.replace(run, text=_clean(run.text)) for run in runs])


def _ends_in_dash(text: str) -> bool:
    """« A6/ » or « 2024- »: what goes on without a blank, and is no word."""
    return text[-1:] in {HYPHEN, SOFT} or bool(re.search(r"\d-$", text))


def _clean(text: str) -> str:
    return text.replace(HYPHEN, "-").replace(SOFT, "").replace("\u2010", "-")


def _runs(line: Piece, skipped: int) -> list[Run]:
    """The signs of a line in runs of one look, without the first ones."""
    kept: list[Sign] = []
    for sign in line.signs:
        if skipped > 0:
            skipped -= len(sign.text)
        else:
            kept.append(sign)
    looks = groupby(kept, key=lambda sign: (_look(sign, line), sign.href))
    return [Run("".join(sign.text for sign in signs), look=look, href=href) for (look, href), signs in looks]


def _look(sign: Sign, line: Piece) -> frozenset[str]:
    names = {"Strong": sign.style.bold, "Emph": sign.style.italic}
    is_small = sign.style.size < 0.85 * line.size
    names["Superscript"] = is_small and sign.base < line.base - 0.15 * line.size
    return frozenset(name for name, holds in names.items() if holds)


def lines_of(paragraphs: Iterable[Paragraph]) -> Iterator[str]:
    """All lines, for the words that a document holds."""
    for paragraph in paragraphs:
        yield from (line.text for line in paragraph.lines)
