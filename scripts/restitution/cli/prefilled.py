"""What `restitution new` can write in the fields of a sheet before anybody does, and how that is said."""

from __future__ import annotations

from restitution.guidance import label_of
from restitution.settings import Settings, Territory
from restitution.shaping.hosts import TYPES, only_host

HOST, VISITORS = "territoire_hote", "territoires_visiteurs"


def known_fields(kind: str, territory: Territory | None, settings: Settings | None) -> dict[str, str]:
    """Fields whose value the territory that writes makes known: of a visit, it is the visitor."""
    if territory is None or settings is None:
        return {}
    if kind not in TYPES:
        return {"territoire": territory.nom}
    code = only_host(kind, territory.code, settings)
    host = settings.territory(code) or settings.advanced(code)
    return {VISITORS: territory.nom, **({HOST: host.nom} if host else {})}


def told_fields(kind: str, known: dict[str, str]) -> str:
    """What was written in the fields of a visit, where it is not plain; empty for any other sheet."""
    if kind not in TYPES or VISITORS not in known:
        return ""
    host, visitors = label_of(HOST), label_of(VISITORS)
    written = f"« {visitors} » dit déjà {known[VISITORS]}, qui écrit"
    if HOST in known:
        return f"{written}, et « {host} » dit {known[HOST]}, d'après restitution.yaml : corrigez au besoin."
    return f"{written}. Remplissez « {host} » : c'est le territoire que vous avez visité."
