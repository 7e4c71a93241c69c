"""What every web page of ours is: one file that asks for nothing else, whose policy allows its own code alone.

Pages differ in what they show; how they are kept to themselves stands here once.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from typing import Final

from restitution.errors import RestitutionError
from restitution.templating import decoded

THIN_SPACE: Final = "html/espace-fine.woff2"
FONT: Final = (
    '@font-face {{ font-family: "Espace fine"; src: url("data:font/woff2;base64,{}") format("woff2");'
    " unicode-range: U+202F; }}\n"
)
"""Half of the system fonts have no narrow no-break space."""
ELSEWHERE: Final = re.compile(
    r"""<(?:img|source|video|audio|iframe|embed|script|image|use|input)\b[^>]*?[\s"'](?:src|srcset|poster|href)\s*=\s*"""
    r"""["']?(?!data:|\#|\{\{)([^"'\s>]+)"""
    r"""|<link\b[^>]*?\shref\s*=\s*["']?(?!data:|\#|\{\{)([^"'\s>]+)"""
    r"""|url\(\s*["']?(?!data:|\#|\{\{)([^"')\s]+)|@import\s+["']?([^"';\s]+)""",
    re.IGNORECASE,
)
"""What a template has a browser look for besides the page: an address that is neither `data:` nor in the page."""


def self_contained(name: str, templates: Mapping[str, bytes]) -> str:
    """A template's text. Raises `RestitutionError` when it asks for a file that is not in the page."""
    template = decoded(name, templates[name])
    if found := ELSEWHERE.search(template):
        line = template.count("\n", 0, found.end()) + 1
        address = next(address for address in found.groups() if address)
        raise RestitutionError(
            f"templates/{name}, ligne {line} : « {address} » est un autre fichier ; or la page web tient en un "
            "seul, sans rien chercher ailleurs : il ne s'afficherait pas.",
            "Retirez cette ligne, ou mettez l'image dans le modèle même (adresse « data:image/png;base64,… »). "
            "Les logos de la couverture se disent dans restitution.yaml (financement : logos).",
        )
    return template


def style_of(templates: Mapping[str, bytes], *names: str) -> str:
    """What goes into the page's `style`: the narrow space, then each style sheet."""
    font = FONT.format(base64.b64encode(templates[THIN_SPACE]).decode())
    return (font + "\n".join(self_contained(name, templates) for name in names)).replace("</", "<\\/")


def policy(style: str, script: str = "") -> str:
    """Content Security Policy (level 3): this style and script, pictures and fonts of the page itself, no more."""
    allowed = f"script-src {_hashed(script)}; " if script else ""
    return (
        f"default-src 'none'; style-src {_hashed(style)}; {allowed}img-src data:; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hashed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
