"""The visits of a project as a calendar (RFC 5545): whole days, and the same ids from one export to the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from restitution.messages import french_period, listed
from restitution.settings import Settings
from restitution.settings.types import Visit

PRODUCT: Final = "-//restitution//visites//FR"
KINDS: Final = {"miroir": "Visite miroir", "avance": "Visite d’un territoire avancé"}


def dated(visits: Iterable[Visit]) -> list[Visit]:
    """The visits of which a day is known: no other can stand in a calendar."""
    return [visit for visit in visits if visit.realisee or visit.prevue]


def calendar_of(settings: Settings, epoch: int) -> bytes:
    """An event a visit, on the days on which it was, else on those for which it is planned."""
    from icalendar import Calendar  # noqa: PLC0415 - only for a calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", f"Visites – {settings.projet.titre}")
    same: Counter[str] = Counter()
    for visit in settings.visites:
        name = "-".join((visit.type, visit.hote, *visit.visiteurs)).lower()
        same[name] += 1
        if dated([visit]):
            calendar.add_component(_event(visit, f"{name}-{same[name]}@restitution", settings, epoch))
    return bytes(calendar.to_ical())


def _event(visit: Visit, uid: str, settings: Settings, epoch: int) -> Any:
    from icalendar import Event  # noqa: PLC0415 - as above

    days = [date.fromisoformat(day) for day in visit.realisee or visit.prevue]
    names = settings.names
    host, visitors = names.get(visit.hote, visit.hote), listed(names.get(c, c) for c in settings.visitors(visit))
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", datetime.fromtimestamp(epoch, UTC))
    event.add("dtstart", days[0])
    event.add("dtend", days[-1] + timedelta(days=1))  # the first day on which it no longer is
    event.add("summary", f"{KINDS[visit.type]} : {host} reçoit {visitors}")
    event.add("description", _told(visit))
    event.add("location", host)
    event.add("status", "CONFIRMED" if visit.realisee else "TENTATIVE")
    event.add("transp", "TRANSPARENT")
    return event


def _told(visit: Visit) -> str:
    """When it was to be, and when it was."""
    told: Sequence[tuple[str, tuple[str, ...]]] = (("Prévue", visit.prevue), ("Faite", visit.realisee))
    return "\n".join(f"{word} : {french_period(days)}" for word, days in told if days)
