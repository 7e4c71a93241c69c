"""The engine of our own: knows the passages, shows nothing but what changed."""

from __future__ import annotations

from restitution.ooxml.parts import DOCUMENT, serialise
from restitution.ooxml.word import Element
from restitution.redline.foreign import Foreign
from restitution.redline.marking import Marker
from restitution.redline.records import Changed
from restitution.redline.sides import FOOTNOTES, Side
from restitution.redline.weaving import Weaver


def weave(old: Side, new: Side, marker: Marker, *, looks: bool = True) -> tuple[dict[str, bytes], list[Changed]]:
    """The parts of the new document with its changes against the old one, and what they are.

    `looks`: whether bold and the like are tracked too.
    """
    parts = dict(new.parts)
    foreign = Foreign(old, new, parts)
    weaver = Weaver(old, new, marker, foreign, looks=looks)
    root = _shell(new.root)
    body = _shell(new.body)
    body.extend(weaver.weave(old.body, new.body))
    root.append(body)
    notes = weaver.weave_notes(root)
    parts[DOCUMENT] = serialise(root)
    if notes is not None:
        parts[FOOTNOTES] = serialise(notes)
    foreign.finish()
    return parts, weaver.changed


def _shell(node: Element) -> Element:
    return node.makeelement(node.tag, dict(node.attrib), nsmap=node.nsmap)
