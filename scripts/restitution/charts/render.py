"""Drawings -> SVG, by Typst: the shipped fonts only, every letter an outline, the same bytes everywhere.

Typst rather than matplotlib: it is here already and draws in milliseconds; matplotlib takes half a second to
import and 60 MB more. Typst's SVG shares each letter by `symbol` and `use`, which our own guard refuses
(`pictures.formats`): they are written out as plain paths.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import typst
from lxml import etree

from restitution.charts.shapes import Drawing

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
DECIMALS = re.compile(r"[0-9]+\.[0-9]+")
START = "M 0 0"
"""How Typst begins a letter's outline, all of whose other steps are relative."""
PROGRAM = """
#let fonts = ("Noto Sans", "Noto Sans Math", "Noto Sans Symbols", "Noto Sans Symbols2")
#let at(step) = (step.at(-2) * 1pt, step.at(-1) * 1pt)
#let steps = (
  move: step => curve.move(at(step)),
  line: step => curve.line(at(step)),
  quad: step => curve.quad((step.at(1) * 1pt, step.at(2) * 1pt), at(step)),
  close: _ => curve.close(mode: "straight"),
)
#let pen(shape) = if shape.pen != "" {
  let dash = if shape.dash.len() > 0 { (array: shape.dash.map(length => length * 1pt), phase: 0pt) }
  (paint: rgb(shape.pen), thickness: shape.thick * 1pt, dash: dash, join: "round")
}
#let outline(shape) = place(curve(
  fill: if shape.fill != "" { rgb(shape.fill) },
  stroke: pen(shape),
  ..shape.steps.map(step => (steps.at(step.at(0)))(step)),
))
#let words(shape) = context {
  let line = text(
    size: shape.size * 1pt,
    weight: if shape.bold { "bold" } else { "regular" },
    fill: rgb(shape.colour),
    shape.text,
  )
  let shift = measure(line).width * shape.anchor
  place(dx: shape.x * 1pt, dy: shape.y * 1pt, if shape.turned {
    rotate(-90deg, origin: top + left, place(dx: -shift, line))
  } else {
    place(dx: -shift, line)
  })
}
#let drawings = json(bytes(sys.inputs.drawings))
#set text(font: fonts, lang: "fr", top-edge: "baseline", bottom-edge: "baseline", hyphenate: false)
#for (number, drawing) in drawings.enumerate() {
  page(width: drawing.width * 1pt, height: drawing.height * 1pt, margin: 0pt, fill: white, {
    for shape in drawing.shapes {
      if shape.type == "words" { words(shape) } else { outline(shape) }
    }
  })
}
"""


def render(drawings: Sequence[Drawing], fonts: Path) -> list[bytes]:
    """One SVG for each drawing, in one go: paths only, nothing to look up and nothing outside of it."""
    if not drawings:
        return []
    made: Any = typst.compile(  # type: ignore[call-overload]  # its stub wants folders to be of the source's type
        PROGRAM.encode(),
        font_paths=[fonts],
        ignore_system_fonts=True,
        format="svg",
        sys_inputs={"drawings": msgspec.json.encode(drawings).decode()},
    )
    return [flattened(page) for page in (made if isinstance(made, list) else [made])]


def flattened(svg: bytes) -> bytes:
    """The SVG with each run of shared letters as one path."""
    root = etree.fromstring(svg, etree.XMLParser(resolve_entities=False, no_network=True))
    letters = {symbol.get("id"): _rounded(symbol) for symbol in root.iter(SVG + "symbol")}
    for group in list(root.iter(SVG + "g")):
        uses = group.findall(SVG + "use")
        if uses:
            look = {name: uses[0].get(name, "") for name in ("fill", "fill-rule")}
            outlines = [_moved(letters.get(use.get(HREF, "")[1:], ""), use) for use in uses]
            group[:] = [etree.Element(SVG + "path", {**look, "d": "".join(outlines)})]
    for shared in list(root.iter(SVG + "defs")):
        shared.getparent().remove(shared)
    etree.cleanup_namespaces(root)
    flat: bytes = etree.tostring(root)
    return flat


def _rounded(symbol: etree._Element) -> str:
    """A letter's outline to the hundredth of a point, a tenth of what is seen: a third less to carry."""
    outline = symbol[0].get("d", "") if len(symbol) else ""
    return DECIMALS.sub(lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), outline)


def _moved(outline: str, use: etree._Element) -> str:
    """A letter's outline, begun at the place where it is used."""
    if not outline.startswith(START):
        return ""
    return f"M {use.get('x')} {use.get('y')}{outline.removeprefix(START)}"
