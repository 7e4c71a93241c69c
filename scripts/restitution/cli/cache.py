"""`restitution cache`: what was read of files and is kept for every project of this account; less of it."""

from __future__ import annotations

from restitution.cache import Held, Place, held_in, opened, size_of, usual_place
from restitution.cache.place import FOLDER_VARIABLE, OFF
from restitution.cli.answer import Answer
from restitution.cli.screen import line, out, told
from restitution.messages import plural, weight

NOWHERE = (
    f"Rien n'est gardé hors des projets ({FOLDER_VARIABLE}={OFF}) : chacun garde ce qui est lu de ses fichiers, "
    "dans son dossier .restitution."
)
HOLDS = "On y trouve le texte des notes, noms compris. Tout peut en être ôté : les fichiers seront relus."
WHOSE = {False: "à vous seul", True: "partagé"}


class Kept(Answer, kw_only=True):
    """What is kept, and what was taken away of it."""

    folder: str | None
    """None: nothing is kept."""
    shared: bool = False
    readings: int = 0
    bytes: int = 0
    most: int = 0
    pruned: bool = False
    removed: int = 0
    freed: int = 0
    damaged: int = 0
    """How many of those that were removed were no whole readings."""

    def show(self) -> None:
        """How many there are, where, and what that means."""
        if self.folder is None:
            told(NOWHERE, 0)
            return
        out(self.in_short())
        line(f"Dossier {WHOSE[self.shared]} : {self.folder}")
        told(HOLDS, 0)

    def in_short(self) -> str:
        """How many there are, and how many went."""
        if self.folder is None:
            return ""
        gone = plural(self.removed, "lecture ôtée", "lectures ôtées")
        gone = f"{gone} ({weight(self.freed)}). " if self.pruned else ""
        held = plural(self.readings, "lecture gardée", "lectures gardées")
        return f"{gone}{held}, {weight(self.bytes)}, au plus {weight(self.most)}."


def status() -> Kept:
    """What is kept. Raises `RestitutionError` where that cannot be said."""
    place = usual_place()
    return _told(place, held_in(place)) if place else Kept(folder=None)


def prune(most: str) -> Kept:
    """Take away what is damaged, then what was used longest ago, until the rest fits."""
    wanted = size_of(most) if most else None
    place = usual_place()
    if place is None:
        return Kept(folder=None, pruned=True)
    if not place.key.is_file():  # nobody kept anything yet
        return _told(place, Held(), pruned=True)
    cache = opened(place)
    damaged, gone = cache.sound(), cache.bound(cache.most if wanted is None else wanted)
    cache.tidy()
    return _told(
        place,
        cache.held(),
        pruned=True,
        removed=damaged.count + gone.count,
        freed=damaged.size + gone.size,
        damaged=damaged.count,
    )


def _told(place: Place, held: Held, **more: int) -> Kept:
    return Kept(
        folder=str(place.folder),
        shared=place.is_shared,
        readings=held.count,
        bytes=held.size,
        most=place.most,
        pruned=bool(more.pop("pruned", False)),
        **more,
    )
