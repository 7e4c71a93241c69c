"""The names that synchronisers give to the second copy of a file that two machines changed at once."""

from __future__ import annotations

import re
from typing import Final

_MORE: Final = r"(?: [^()]{1,80})?"
CLIENTS: Final = {
    "OneDrive": r"(?-i:-(?:DESKTOP|LAPTOP|PC)-[A-Z0-9]{4,15})(?:-\d{1,2})?$",
    "OneDrive, a machine named by its owner": r"(?-i:-(?:[A-Z0-9]+-)?(?:PC|MacBook|iMac)(?:-(?:Pro|Air))?)"
    r"(?:-de-[\w-]+)?(?:-\d{1,2})?$",
    "Dropbox, Nextcloud": rf"\((?:[^()]{{1,60}} )?(?:copie en conflit|conflicted copy){_MORE}(?:\(\d+\))?\)",
    "names that differ by their capitals": rf"\((?:conflit de casse|case conflict|case clash){_MORE}\)",
    "Nextcloud, kDrive": r"[ _]conflict[-_]\d{8}[-_]\d{6}(?:[-_][A-Za-z0-9]{6,8})?$",
    "Syncthing": r"\.sync-conflict-\d{8}-\d{6}-[A-Z0-9]{7}$",
    "Seafile": r"\(SFConflict [^()]{1,120}\)",
    "Synology Drive": r"_[\w-]{1,40}_[A-Z][a-z]{2}-\d\d-\d{6}-\d{4}_(?:Case|Unsynced)?Conflict$",
    "Google Drive, pCloud": r"[ _-]?[(\[](?:conflict|conflicted|conflit)[)\]]$",
}
"""Which program -> what it puts into a name, after its stem."""
_ANY: Final = re.compile("|".join(f"(?:{pattern})" for pattern in CLIENTS.values()), re.IGNORECASE)


def without_conflict(stem: str) -> str:
    """A name without its ending and without what a synchroniser put into it; a name that is all of it stays."""
    bare = _ANY.sub("", stem).strip()
    return bare or stem
