"""Which territory a writer may have visited, as far as the settings tell."""

from __future__ import annotations

from typing import Final

from restitution.settings import Settings

TYPES: Final = {"visite_miroir": "miroir", "visite_inspirante": "avance"}
"""Kind of note -> the settings' word for such a visit."""


def only_host(kind: str | None, visitor: str, settings: Settings) -> str:
    """Code of the only territory that such a visitor can have visited; empty when there are several, or none.

    The settings' visits say it; without any of that type, the other territory of two, or the only advanced one.
    """
    of_type = [visit for visit in settings.visites if visit.type == TYPES.get(kind or "")]
    hosts = {visit.hote for visit in of_type if visitor in settings.visitors(visit) and visit.hote != visitor}
    if not of_type:
        others = settings.codes if kind == "visite_miroir" else [one.code for one in settings.avances]
        hosts = {code for code in others if code != visitor}
    return hosts.pop() if len(hosts) == 1 else ""
