"""What a file of somebody else may cost, before anything of it is believed: the one list of limits.

Each is far above what people hand in, and far below what stops a machine. The editor who knows a file may lift
them for it alone, by its hash (`limites` in restitution.yaml): all of them are then so many times as wide.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Annotated, Final

import msgspec
from msgspec import Meta, to_builtins

LIFTED: Final = 8
"""Times as wide as usual, for a file for which somebody answers."""
WIDER: Final = 3
"""Times as much memory, for the same: more than a machine has would help nobody."""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes, unless said otherwise."""

    members: Annotated[int, Meta(description="fichiers dans un document compressé (docx, odt, xlsx, ods)")] = 5_000
    part: Annotated[int, Meta(description="un de ces fichiers, une fois déployé")] = 64 << 20
    package: Annotated[int, Meta(description="tous ces fichiers ensemble, une fois déployés")] = 256 << 20
    ratio: Annotated[int, Meta(description="fois la taille compressée, au-delà de 8 Mo")] = 200
    tags: Annotated[int, Meta(description="balises d'un de ces fichiers")] = 4_000_000
    cells: Annotated[int, Meta(description="cellules d'un tableau ou d'une feuille")] = 100_000
    text: Annotated[int, Meta(description="un fichier de texte (txt, csv…)")] = 5_000_000
    captions: Annotated[int, Meta(description="des sous-titres (vtt, srt, sbv)")] = 20_000_000
    markdown: Annotated[int, Meta(description="un fichier Markdown, en signes")] = 1_000_000
    page: Annotated[int, Meta(description="une page web, images comprises")] = 64_000_000
    old: Annotated[int, Meta(description="un ancien document Word (doc), images comprises")] = 100_000_000
    rtf: Annotated[int, Meta(description="un document RTF, images comprises")] = 100_000_000
    groups: Annotated[int, Meta(description="groupes d'un document RTF, les uns dans les autres")] = 1_000
    talk: Annotated[int, Meta(description="une transcription en JSON")] = 50_000_000
    pdf: Annotated[int, Meta(description="un PDF, images comprises")] = 200_000_000
    pages: Annotated[int, Meta(description="pages d'un PDF")] = 250
    signs: Annotated[int, Meta(description="signes d'une page de PDF")] = 60_000


USUAL = Limits()
RATIO_FLOOR: Final = 8 << 20
"""Below this size a part may be as compressible as it likes (64 MB of one letter is 60 kB)."""
_times: ContextVar[int] = ContextVar("times", default=1)


def now() -> Limits:
    """The limits of the file that is being read."""
    times = _times.get()
    return USUAL if times == 1 else Limits(**{name: value * times for name, value in to_builtins(USUAL).items()})


@contextmanager
def lifted() -> Iterator[None]:
    """While a file is read for which the editor answers."""
    token = _times.set(LIFTED)
    try:
        yield
    finally:
        _times.reset(token)
