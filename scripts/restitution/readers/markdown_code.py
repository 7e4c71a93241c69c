"""Code for a browser, TeX or pandoc in a Markdown text: nobody obeys it, and the editor hears of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from restitution.model import Finding

CODE: Final = (
    "Cette note contient du code (HTML, TeX, commandes de pandoc) : il n'est pas exécuté, ce qu'il affiche est "
    "repris comme du texte ; retirez-le s'il ne doit pas être lu."
)
_CODE: Final = re.compile(
    r"<(?:script|iframe|object|embed|meta|link|style|form|svg)\b"
    r"|\{=\w+\}"
    r"|\\(?:input|include|write18|immediate|openin|usepackage)\b"
    r"|^(?:header-includes|include-before|include-after|bibliography|css|filters?|template)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)


def code_left(text: str, path: str) -> Iterator[Finding]:
    """A finding where the first of it stands, if there is any."""
    if found := _CODE.search(text):
        line = text.count("\n", 0, found.start()) + 1
        yield Finding(code="code", level="info", message=CODE, path=path, where=f"ligne {line}")
