"""Cells that a rule colours (conditional formatting): their colour stands nowhere in the file."""

from __future__ import annotations

from collections.abc import Container
from typing import Final

from lxml.etree import _Element as Element

COLOURING: Final = frozenset({"colorScale", "dataBar", "iconSet"})
"""Rules that colour or mark by themselves."""


def colouring_formats(styles: Element | None) -> set[int]:
    """Numbers of the formats of rules (`dxf`) that fill a cell."""
    formats = styles.iterfind("{*}dxfs/{*}dxf") if styles is not None else ()
    return {number for number, format_ in enumerate(formats) if format_.find("{*}fill") is not None}


def ruled_ranges(sheet: Element, formats: Container[int]) -> list[str]:
    """The ranges (« B2:D4 ») of a sheet that a rule colours, those of the newer list (`x14`) too."""
    found: list[str] = []
    for block in sheet.iter("{*}conditionalFormatting"):
        if any(_colours(rule, formats) for rule in block.iter("{*}cfRule")):
            found += (block.get("sqref") or block.findtext("{*}sqref") or "").split()[:1]
    return found


def _colours(rule: Element, formats: Container[int]) -> bool:
    number = rule.get("dxfId", "")
    own = rule.find("{*}dxf/{*}fill") is not None
    return rule.get("type") in COLOURING or own or (number.isdecimal() and int(number) in formats)
