"""What PDFium says through a buffer, for whoever reads a PDF."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any


def text_of(ask: Callable[[Any, int], int]) -> str:
    """What the library writes in a buffer: UTF-16, a NUL at its end."""
    size = ask(None, 0)
    if size <= 2:  # the NUL alone
        return ""
    buffer = (ctypes.c_ushort * (size // 2))()
    ask(buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace")
