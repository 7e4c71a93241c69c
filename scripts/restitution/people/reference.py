"""Tables of `docs/registre.md`, from the types: `python -m restitution.people.reference docs/registre.md`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from restitution.people.register_file import RECORD
from restitution.reference import renew
from restitution.settings.reference import keys_of

COMMAND: Final = "python -m restitution.people.reference docs/registre.md"


def tables() -> str:
    """Every key of the register of people: what it is for, what it takes, an example."""
    return keys_of(RECORD, "Le fichier")


if __name__ == "__main__":
    renew(Path(sys.argv[1]), COMMAND, tables())
