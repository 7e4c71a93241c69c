"""What Word puts beside a paragraph's own text: alternative branches, text boxes, text in drawings."""

from __future__ import annotations

from lxml import etree

from restitution.ooxml.word import MC, VML, A, Element, M, W, make, words

BLOCKS = (W + "p", W + "tbl")
_SHOWN = (A + "blip", VML + "imagedata", M + "oMath", "{*}relIds")


def keep_one_branch(root: Element) -> None:
    """Replaces each `mc:AlternateContent` by the first branch that shows something, else by its first."""
    for choice in list(root.iter(MC + "AlternateContent")):
        branches = list(choice.iterchildren("{*}*"))
        shown = [b for b in branches if words(b) or next(b.iter(*_SHOWN), None) is not None]
        unwrap(choice, list((shown or branches or [choice])[0]))


def unwrap(node: Element, children: list[Element]) -> None:
    """Puts `children` in the place of `node`, which has a parent."""
    parent = node.getparent()
    place = parent.index(node)
    parent.remove(node)
    for number, child in enumerate(children):
        child.tail = None
        parent.insert(place + number, child)


def drawn_text_to_paragraphs(root: Element) -> None:
    """Makes a Word paragraph of each paragraph that a shape holds in DrawingML (`a:p`)."""
    for shape in list(root.iter(A + "p")):
        unwrap(shape, [_drawn(shape)])


def diagram_paragraphs(data: Element) -> list[Element]:
    """Word paragraphs of the data of a SmartArt diagram."""
    return [_drawn(shape) for shape in data.iter(A + "p") if words(shape)]


def _drawn(shape: Element) -> Element:
    paragraph = make("p")
    for node in shape.iter(A + "t", A + "br"):
        run = etree.SubElement(paragraph, W + "r")
        etree.SubElement(run, W + ("t" if node.tag == A + "t" else "br")).text = node.text
    return paragraph


def lift_boxes(root: Element) -> None:
    """Moves the blocks that a paragraph holds (text boxes) right after it, the innermost first."""
    for paragraph in reversed(list(root.iter(W + "p"))):
        inner = [b for b in paragraph.iterdescendants(*BLOCKS) if next(b.iterancestors(*BLOCKS)) is paragraph]
        for block in reversed(inner):
            block.getparent().remove(block)
            block.tail = None
            paragraph.addnext(block)
