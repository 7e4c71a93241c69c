"""The engine of Docxodus (python-redlines, MIT), when it is installed: a second opinion on our own.

Its changes carry a constant date; ours is given to it. It knows no passages, and is handed an old document that
shows what the new one does wherever changes are never tracked.
"""

from __future__ import annotations

from importlib.util import find_spec

from restitution.errors import WrongUse
from restitution.redline.levelling import levelled
from restitution.redline.sides import Side

PACKAGE = "python_redlines"


def is_there() -> bool:
    """Whether the optional package is installed."""
    return find_spec(PACKAGE) is not None


def run(old: Side, new: Side, new_data: bytes, author: str, date: str) -> bytes:
    """The redline that Docxodus makes. Raises `WrongUse` when it is not installed or does not run here."""
    if not is_there():
        raise WrongUse(
            "Le moteur « docxodus » n'est pas installé.",
            "Installez-le (pip install 'restitution[redline]'), ou retirez l'option --moteur.",
        )
    from python_redlines import DocxodusEngine  # noqa: PLC0415 an optional extra

    try:
        data, _, _ = DocxodusEngine().run_redline(author, levelled(old, new), new_data, date_time=date)
    except (OSError, ImportError) as error:
        raise WrongUse(
            "Le moteur « docxodus » ne fonctionne pas sur cette machine.", "Retirez l'option --moteur."
        ) from error
    return bytes(data)
