"""Counts the comments and tracked changes of a returned ODT in its raw XML (OpenDocument 1.2 to 1.4, part 3, 5.5).

One for each `office:annotation` (a reply when it names what it answers) and for each insertion, deletion and
change of format of a `text:changed-region`, in the text and on the pages of the styles. LibreOffice also writes an
insertion around each comment that is made while changes are tracked: one that holds nothing is none.

OpenDocument says nothing of paragraphs: an insertion or a deletion is one of paragraphs when it holds a paragraph's
end and no part of one that stays: the end alone, or whole paragraphs. It is one of rows when it holds some.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from lxml import etree

from restitution.conservation.container import Container
from restitution.conservation.review_count import ReviewCount
from restitution.errors import UnreadableSource

Element: TypeAlias = etree._Element  # noqa: SLF001 lxml has no public name for its elements

OFFICE, TEXT, TABLE, DRAW = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "text", "table", "drawing")
)
CREATOR: Final = "{http://purl.org/dc/elements/1.1/}creator"
OURS: Final = frozenset({"restitution (report)", "restitution (réponse)"})
"""Authors of our own replies."""
PARENTS: Final = frozenset({"parent-name", "parent"})
"""Local names by which a comment says what it answers."""
ANNOTATION: Final = f"{OFFICE}annotation"
PARAGRAPHS: Final = frozenset({f"{TEXT}p", f"{TEXT}h"})
BLANKS: Final = frozenset({f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break"})
THINGS: Final = frozenset({f"{TEXT}note", f"{DRAW}image", f"{DRAW}object", f"{DRAW}object-ole"})
ASIDE: Final = frozenset({ANNOTATION, f"{TEXT}tracked-changes", f"{OFFICE}change-info", f"{OFFICE}forms"})
"""What is no part of the text where it stands."""
POINTS: Final = frozenset({f"{TEXT}change", f"{TEXT}change-start", f"{TEXT}change-end"})


def count_odt(data: bytes) -> ReviewCount:
    """Count a returned ODT. Raises `UnreadableSource` when it is none."""
    container = Container(data, "odt")
    if "content.xml" not in container:
        raise UnreadableSource("Ce fichier n'est pas un document texte : enregistrez-le au format odt.")
    kinds: Counter[str] = Counter()
    ours = 0
    for name in ("content.xml", "styles.xml"):
        root = container.tree(name) if name in container else None
        if root is None:
            continue
        for annotation in root.iter(ANNOTATION):
            if (annotation.findtext(CREATOR) or "") in OURS:
                ours += 1
            else:
                kinds["reply" if _answers(annotation) else "comment"] += 1
        kinds.update(_changes(root))
    return ReviewCount({kind: kinds[kind] for kind in sorted(kinds)}, ours)


def _answers(annotation: Element) -> bool:
    said = {etree.QName(name).localname: value for name, value in annotation.attrib.items()}
    return any(said.get(name) for name in PARENTS)


def _changes(root: Element) -> list[str]:
    story = _Story()
    story.read(root)
    kinds: list[str] = []
    for region in root.iter(f"{TEXT}changed-region"):
        id_ = region.get(f"{TEXT}id") or region.get("{http://www.w3.org/XML/1998/namespace}id") or ""
        places = story.points.get(id_, [])
        deletion = region.find(f"{TEXT}deletion")
        for change in region:
            kind = etree.QName(change).localname if isinstance(change.tag, str) else ""
            if kind == "format-change":
                kinds.append("format")
            elif kind in {"insertion", "deletion"}:
                scope = _removed(deletion, places) if deletion is not None else _covered(places)
                kinds += [] if scope is None else [f"{scope}{kind}"]
    return kinds


@dataclass
class _Paragraph:
    length: int = 0


@dataclass
class _Place:
    """Where a change begins, ends or stands, and how much was read before it."""

    paragraph: _Paragraph
    before: int
    read: int
    rows: int

    @property
    def is_first(self) -> bool:
        """Whether nothing of its paragraph stands before it."""
        return self.before == 0

    @property
    def is_last(self) -> bool:
        """Whether nothing of its paragraph stands behind it."""
        return self.before == self.paragraph.length


@dataclass
class _Story:
    """The lengths of paragraphs, in signs and things, and where changes stand in them."""

    points: dict[str, list[_Place]] = field(default_factory=dict)
    read_so_far: int = 0
    rows: int = 0
    _here: _Paragraph = field(default_factory=_Paragraph)
    _outside: _Paragraph = field(default_factory=_Paragraph)

    def __post_init__(self) -> None:
        self._here = self._outside

    def read(self, node: Element) -> None:
        """Reads what a node holds."""
        for child in node:
            if not isinstance(child.tag, str) or child.tag in ASIDE:
                pass
            elif child.tag in PARAGRAPHS:
                outer, self._here = self._here, _Paragraph()
                self._within(child)
                self._here = outer
            else:
                self._mark(child)
                self._within(child)
            self._count(child.tail)

    def _within(self, node: Element) -> None:
        self._count(node.text)
        if node.tag in {f"{TEXT}note", f"{DRAW}text-box"}:
            outer, self._here = self._here, self._outside
            self.read(node)
            self._here = outer
        else:
            self.read(node)

    def _mark(self, node: Element) -> None:
        if node.tag in BLANKS | THINGS:
            self._add(1)
        elif node.tag == f"{TABLE}table-row":
            self.rows += 1
        elif node.tag in POINTS:
            place = _Place(self._here, self._here.length, self.read_so_far, self.rows)
            self.points.setdefault(node.get(f"{TEXT}change-id", ""), []).append(place)

    def _count(self, text: str | None) -> None:
        if text and self._here is not self._outside:  # outside, blanks only lay the XML out
            self._add(len(text))

    def _add(self, signs: int) -> None:
        self._here.length += signs
        self.read_so_far += signs


def _covered(places: list[_Place]) -> str | None:
    """What an insertion is of, as the beginning of its kind's name; None when it holds nothing."""
    if len(places) < 2:
        return ""
    start, end = places[0], places[-1]
    if end.rows > start.rows:
        return "row_"
    holds = end.read > start.read
    if start.paragraph is end.paragraph:
        return "" if holds else None
    is_whole = (start.is_first and end.is_first) or (start.is_last and end.is_last)
    return "paragraph_" if is_whole or not holds else ""


def _removed(deletion: Element, places: list[_Place]) -> str | None:
    """As `_covered`, of what was deleted, which stands apart from the text."""
    if next(deletion.iter(f"{TABLE}table-row"), None) is not None:
        return "row_"
    removed = _Story()
    removed.read(deletion)
    blocks = [_length(node) for node in deletion.iter(*PARAGRAPHS) if _is_own(node, deletion)]
    if len(blocks) < 2:
        return "" if removed.read_so_far else None
    place = places[0] if places else None
    is_whole = place is not None and (
        (not blocks[-1] and place.is_first) or (not blocks[0] and place.is_last) or not any(blocks)
    )
    return "paragraph_" if is_whole else ""


def _length(paragraph: Element) -> int:
    """Of a paragraph that was deleted, what is in boxes left out."""
    story = _Story()
    holder = etree.Element(f"{TEXT}section")
    holder.append(etree.fromstring(etree.tostring(paragraph, with_tail=False)))
    for box in list(holder.iter(f"{DRAW}text-box")):
        for child in list(box):
            box.remove(child)
    story.read(holder)
    return story.read_so_far


def _is_own(paragraph: Element, deletion: Element) -> bool:
    """Whether a paragraph stands in the deletion itself, not in a box, a note or a comment in it."""
    aside = (f"{DRAW}text-box", f"{TEXT}note", ANNOTATION, f"{OFFICE}change-info")
    return not any(above.tag in aside for above in paragraph.iterancestors() if above is not deletion)
