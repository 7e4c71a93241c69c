"""The small file of an agreement to a recording: one gesture each, never changed after it was written.

    fichier: haute-galdonne/ateliers/atelier.vtt
    le: 2025-11-13
    par: Maud Thérondel
    preuve: feuille d'émargement

Its name ends with a hash of its content, so that two machines share a name only for the same words.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

from restitution.messages import folded
from restitution.people.register import Recording
from restitution.people.register_file import one_line

HASH: Final = 8
LONGEST_NAME: Final = 40
_LOWEST: Final = re.compile(r"[^a-z0-9]+")


def agreement_file(one: Recording) -> tuple[str, bytes]:
    """Name and content of the file of an agreement: the same for the same agreement, on any machine."""
    told = {
        "fichier": one.fichier,
        "le": one.le,
        "par": one.par,
        "preuve": one.preuve,
        "relu": "oui" if one.relu else "",
        "empreinte": one.empreinte,
        "retire_le": one.retire_le,
    }
    days = {"le", "retire_le"}  # without quotes, as a person writes them: they are read as text
    lines = (f"{key}: {value if key in days else one_line(value)}\n" for key, value in told.items() if value)
    data = "".join(lines).encode()
    stem = _LOWEST.sub("-", folded(one.fichier.rsplit("/", 1)[-1].rpartition(".")[0])).strip("-")[:LONGEST_NAME]
    day = one.retire_le or one.le
    return f"{day}_{stem or 'accord'}_{hashlib.sha256(data).hexdigest()[:HASH]}.yaml", data
