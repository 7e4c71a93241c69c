"""Every text of a presentation, from its raw XML: slide by slide, each paragraph apart, by a way of its own."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

import msgspec
from lxml.etree import _Element as Element

from restitution.conservation.container import Container, beside, parsed
from restitution.conservation.words import words

STRICT = (b"http://purl.oclc.org/ooxml/", b"http://schemas.openxmlformats.org/")
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KINDS_BESIDE = frozenset({"comments"})


class Told(msgspec.Struct):
    """What one slide says: its texts and those for who speaks, each a list of paragraphs, and its comments."""

    shapes: list[list[str]] = []
    spoken: list[list[str]] = []
    comments: list[str] = []

    def words(self) -> Iterator[str]:
        """All words."""
        for shape in [*self.shapes, *self.spoken, self.comments]:
            for paragraph in shape:
                yield from words(paragraph)


def slides_told(data: bytes) -> list[Told]:
    """What each slide says, in the order of the presentation. Raises `UnreadableSource`."""
    file = Container(data, "pptx")
    main = next((target for kind, target in _links(file, "").values() if kind == "officeDocument"), "")
    main = main or "ppt/presentation.xml"
    links = _links(file, main)
    keys = [node.get(f"{{{OFFICE}}}id", "") for node in _tree(file, main).iter("{*}sldId")]
    return [_slide(file, links[key][1]) for key in keys if key in links and links[key][1] in file]


def _tree(file: Container, name: str) -> Element:
    return parsed(file.part(name).replace(*STRICT))


def _links(file: Container, name: str) -> dict[str, tuple[str, str]]:
    """Key -> kind and name of each part that a part names."""
    folder, last = posixpath.split(name)
    listed = posixpath.join(folder, "_rels", f"{last}.rels")
    if listed not in file:
        return {}
    return {
        node.get("Id", ""): (node.get("Type", "").rpartition("/")[2], beside(name, node.get("Target", "")))
        for node in _tree(file, listed).iter("{*}Relationship")
        if node.get("TargetMode") != "External"
    }


def _slide(file: Container, name: str) -> Told:
    links = _links(file, name)
    told = Told(shapes=list(_shapes(file, _tree(file, name), links)))
    for kind, target in links.values():
        if kind == "notesSlide" and target in file:
            told.spoken += _shapes(file, _tree(file, target), {})
        elif kind in KINDS_BESIDE and target in file:
            told.comments += _comments(_tree(file, target))
    return told


def _shapes(file: Container, root: Element, links: dict[str, tuple[str, str]]) -> Iterator[list[str]]:
    """The paragraphs of each text body, chart and diagram."""
    for node in _present(root):
        tag = _name(node)
        if tag == "txBody":
            yield [_text(paragraph) for paragraph in node if _name(paragraph) == "p"]
        elif tag in {"chart", "relIds"} and node.get(f"{{{OFFICE}}}{'id' if tag == 'chart' else 'dm'}"):
            key = node.get(f"{{{OFFICE}}}{'id' if tag == 'chart' else 'dm'}", "")
            target = links.get(key, ("", ""))[1]
            if target in file and tag == "chart":  # what it says stands in rows there, in series here
                yield from ([said] for said in _chart(_tree(file, target)))
            elif target in file:
                yield list(_diagram(_tree(file, target)))


def _present(node: Element) -> Iterator[Element]:
    """All elements; of what is there in several forms, the one that a reader shows: the first that has letters."""
    if _name(node) == "AlternateContent":
        forms = [form for form in node if _name(form) in {"Choice", "Fallback"}]
        spoken = [form for form in forms if any((t.text or "").strip() for t in form.iter("{*}t") if _is_run(t))]
        for form in [*spoken, *forms][:1]:
            yield from _present(form)
        return
    yield node
    if _name(node) != "txBody":
        for child in node:
            yield from _present(child)


def _is_run(node: Element) -> bool:
    return "drawingml/2006/main" in str(node.tag)


def _name(node: Element) -> str:
    return str(node.tag).rpartition("}")[2] if isinstance(node.tag, str) else ""


def _text(paragraph: Element) -> str:
    """A paragraph's letters; a line break parts words."""
    said = ""
    for node in _present(paragraph):
        if _name(node) == "br":
            said += "\n"
        elif _name(node) == "t":
            said += (node.text or "").replace("_x000B_", "\n")
    return said


def _chart(root: Element) -> Iterator[str]:
    """Titles, then names and values of each series; its categories once."""
    for title in root.iter("{*}title"):
        yield from (_text(paragraph) for paragraph in title.iter("{*}p"))
    for number, series in enumerate(root.iter("{*}ser")):
        for part in series:
            if _name(part) in {"cat", "xVal"} and number:
                continue
            if _name(part) in {"cat", "xVal", "tx"}:
                yield from _values(part)
        values = [part for name in ("val", "yVal", "bubbleSize") for part in series if _name(part) == name]
        for part in values[:1]:
            yield from _values(part)


def _values(part: Element) -> Iterator[str]:
    for value in part.iter("{*}v"):
        point = value.getparent()
        store = point.getparent() if point is not None else None
        is_text = point is part or (store is not None and _name(store) == "strCache")
        yield (value.text or "") if is_text else _number(value.text or "")


def _number(value: str) -> str:
    """A number to twelve places, as people write it."""
    try:
        return format(float(value), ".12g").replace(".", ",")
    except ValueError:
        return value


def _diagram(root: Element) -> Iterator[str]:
    for point in root.iter("{*}pt"):
        for text in (node for node in point if _name(node) == "t"):
            yield from (_text(paragraph) for paragraph in text if _name(paragraph) == "p")


def _comments(root: Element) -> Iterator[str]:
    for node in root.iter("{*}cm", "{*}reply"):
        for child in node:
            if _name(child) == "text":
                yield child.text or ""
            elif _name(child) == "txBody":
                yield "\n".join(_text(paragraph) for paragraph in child if _name(paragraph) == "p")
