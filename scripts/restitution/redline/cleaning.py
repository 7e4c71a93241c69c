"""A copy that came back, as it was sent: changes refused, comments and codes of the margin taken out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from restitution.ooxml.package import open_package, parse, write_package
from restitution.ooxml.parts import DOCUMENT, serialise
from restitution.ooxml.word import Element, W, value, words
from restitution.redline.sides import FOOTNOTES, STYLES, names_of

COMMENTS: Final = frozenset(W + tag for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"))
CAME: Final = frozenset(W + tag for tag in ("ins", "moveTo"))
WENT: Final = frozenset(W + tag for tag in ("del", "moveFrom"))
RANGES: Final = frozenset(W + f"move{way}Range{end}" for way in ("From", "To") for end in ("Start", "End"))
IN_MARGIN: Final = frozenset({"repère en marge", "repère de relecture", "numéro de partie"})
"""Names of the styles of what a copy to review says beside the text."""
_WAS: Final = {W + "delText": W + "t", W + "delInstrText": W + "instrText"}


def cleaned(data: bytes) -> bytes:
    """The DOCX without what its readers did and without what a copy to review adds.

    Words that somebody changed without tracking stay as she wrote them. Raises `UnreadableSource`.
    """
    parts = open_package(data)
    names = _style_names(parts)
    for part in (DOCUMENT, FOOTNOTES):
        if part in parts:
            root = parse(parts[part])
            refuse_changes(root)
            _without_comments(root)
            if part == DOCUMENT:
                _without_margin(root, names)
            parts[part] = serialise(root)
    return write_package(parts)


def refuse_changes(root: Element) -> None:
    """Make a part what it was before its tracked changes."""
    for row in [row for row in root.iter(W + "tr") if value_of_row(row, CAME)]:
        row.getparent().remove(row)
    for node in [node for node in root.iter(*CAME) if not _is_of_properties(node)]:
        node.getparent().remove(node)
    for node in [node for node in root.iter(*WENT) if not _is_of_properties(node)]:
        _unwrap(node)
    for node in root.iter(*_WAS):
        node.tag = _WAS[node.tag]
    for change in [node for node in root.iter() if str(node.tag).endswith("PrChange")]:
        _restore(change)
    for node in [*root.iter(*RANGES)]:
        node.getparent().remove(node)
    for paragraph in list(_inserted_ends(root)):
        _join_next(paragraph)
    for node in [*root.iter(*CAME, *WENT)]:
        node.getparent().remove(node)
    for table in [table for table in root.iter(W + "tbl") if table.find(W + "tr") is None]:
        table.getparent().remove(table)


def value_of_row(row: Element, tags: frozenset[str]) -> bool:
    """Whether one of these marks stands in the properties of a row."""
    properties = row.find(W + "trPr")
    return properties is not None and any(node.tag in tags for node in properties)


def _is_of_properties(node: Element) -> bool:
    return node.getparent().tag in {W + "rPr", W + "trPr", W + "tcPr", W + "numPr"}


def _unwrap(node: Element) -> None:
    parent = node.getparent()
    place = parent.index(node)
    parent[place : place + 1] = list(node)


def _restore(change: Element) -> None:
    """Give back the properties that a change of format replaced."""
    properties = change.getparent()
    before = change[0] if len(change) else None
    if before is not None and before.tag == properties.tag:
        kept = [
            node for node in properties if node.tag in {W + "rPr", W + "sectPr"} and properties.tag == W + "pPr"
        ]
        properties[:] = [*before, *kept]
    else:
        properties.remove(change)


def _inserted_ends(root: Element) -> Iterator[Element]:
    for paragraph in root.iter(W + "p"):
        marks = paragraph.find(f"{W}pPr/{W}rPr")
        if marks is not None and any(node.tag in CAME for node in marks):
            yield paragraph


def _join_next(paragraph: Element) -> None:
    """What stands in a paragraph whose end was inserted goes before the words of the next one."""
    after = paragraph.getnext()
    content = [node for node in paragraph if node.tag != W + "pPr"]
    if after is not None and after.tag == W + "p":
        place = 1 if after.find(W + "pPr") is not None else 0
        after[place:place] = content
    is_joined = after is not None and after.tag == W + "p"
    if (is_joined or not words(paragraph)) and len(paragraph.getparent()) > 1:
        paragraph.getparent().remove(paragraph)


def _without_comments(root: Element) -> None:
    for node in list(root.iter(*COMMENTS)):
        holder = node.getparent()
        holder.remove(node)
        if holder.tag == W + "r" and all(child.tag == W + "rPr" for child in holder):
            holder.getparent().remove(holder)


def _style_names(parts: dict[str, bytes]) -> dict[str, str]:
    styles = parse(parts[STYLES]).iterchildren(W + "style") if STYLES in parts else []
    return {style.get(W + "styleId", ""): (value(style, "name") or "").lower() for style in styles}


def _without_margin(root: Element, names: dict[str, str]) -> None:
    """Take out codes and the page on how to review: of what we publish, all that has words has a bookmark."""
    for run in [run for run in root.iter(W + "r") if names.get(value(run, "rPr/rStyle") or "") in IN_MARGIN]:
        run.getparent().remove(run)
    beside = {p for p in root.iter(W + "p") if names.get(value(p, "pPr/pStyle") or "") in IN_MARGIN}
    if not beside:
        return
    for cell in {p.getparent() for p in beside if p.getparent().tag == W + "tc"}:
        _drop_column(cell)
    for paragraph in [p for p in root[0].iterchildren(W + "p") if p in beside or _is_ours(p, beside)]:
        root[0].remove(paragraph)


def _drop_column(cell: Element) -> None:
    table = next(cell.iterancestors(W + "tbl"))
    cell.getparent().remove(cell)
    grid = table.find(W + "tblGrid")
    widest = max((len(row.findall(W + "tc")) for row in table.iterchildren(W + "tr")), default=0)
    if grid is not None and len(grid) > widest:
        grid.remove(grid[0])


def _is_ours(paragraph: Element, beside: set[Element]) -> bool:
    """Whether a paragraph is the hair behind a code, or of the page on how to review."""
    if names_of(paragraph) or paragraph.find(f"{W}pPr/{W}sectPr") is not None:
        return False
    return bool(words(paragraph)) or paragraph.getprevious() in beside
