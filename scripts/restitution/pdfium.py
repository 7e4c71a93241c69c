"""The pages of a PDF by PDFium, and what it says through a buffer, for whoever reads one."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import Any, Final

import pypdfium2

OPEN: Final = 1000
"""Pages after which a file is opened anew: the library keeps what it met as long as it is open, 14 kB a page."""


def pages_of(data: bytes) -> Iterator[Any]:
    """The pages one after another, each closed before the next. Raises `PdfiumError` when there is no PDF."""
    begin, count = 0, 1
    while begin < count:
        file = pypdfium2.PdfDocument(data)
        try:
            count = len(file)
            for number in range(begin, min(begin + OPEN, count)):
                page = file[number]
                yield page
                page.close()
        finally:
            file.close()
        begin += OPEN


def text_of(ask: Callable[[Any, int], int]) -> str:
    """What the library writes in a buffer: UTF-16, a NUL at its end."""
    size = ask(None, 0)
    if size <= 2:  # the NUL alone
        return ""
    buffer = (ctypes.c_ushort * (size // 2))()
    ask(buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace")
