"""K1: each territory has received each of the others. What took place without a note is told from what did not."""

from __future__ import annotations

from restitution.checks.check import Found, Point
from restitution.messages import french_period, plural
from restitution.model import Coverage, VisitPair
from restitution.settings import Settings


def received(coverage: Coverage, settings: Settings) -> Found:
    """A visit without a note took place (K2 asks for its note); one that only was planned did not."""
    names = {t.code: t.nom for t in settings.territoires}
    missing = [pair for pair in coverage.visits if not took_place(pair)]
    unwritten = [pair for pair in coverage.visits if is_unwritten(pair)]
    points = [Point(text=_missing(pair, names), case=case_of(pair)) for pair in missing]
    points += [Point(text=_unwritten(pair, names), case=case_of(pair), weight="note") for pair in unwritten]
    planned = sum(bool(pair.planned) or pair.state == "a_venir" for pair in missing)
    done, possible = len(coverage.visits) - len(missing), len(coverage.visits)
    message = (
        f"Visites miroir : {plural(done, 'accueil fait', 'accueils faits')} sur les {possible} possibles "
        f"entre vos {len(settings.territoires)} territoires"
        + (f", dont {len(unwritten)} sans note" if unwritten else "")
        + (f" ({plural(planned, 'autre prévu', 'autres prévus')})." if planned else ".")
    )
    return Found(
        id="K1",
        level="error",
        when="publication",
        message=message,
        points=points,
        remedy="Visite faite : écrivez ses dates (« realisee ») dans restitution.yaml ; sinon, une dérogation.",
    )


def took_place(pair: VisitPair) -> bool:
    """Whether a date or a note says that it did."""
    return bool(pair.actual or pair.notes)


def is_unwritten(pair: VisitPair) -> bool:
    """Whether it took place and nobody has written about it yet."""
    return bool(pair.actual) and not pair.notes


def case_of(pair: VisitPair) -> str:
    """« HG/VA »: host, then visitor."""
    return f"{pair.host}/{pair.visitor}"


def _missing(pair: VisitPair, names: dict[str, str]) -> str:
    host, visitor = names[pair.host], names[pair.visitor]
    when = f", visite prévue : {french_period(pair.planned)}" if pair.planned else ""
    if pair.state == "a_venir":
        return f"{host} n'a pas encore reçu {visitor}{when}"
    if pair.planned:
        return f"{host} n'a pas reçu {visitor}{when}, et rien ne dit qu'elle a eu lieu"
    return f"{host} n'a pas reçu {visitor}, et aucune visite n'est prévue"


def _unwritten(pair: VisitPair, names: dict[str, str]) -> str:
    when = french_period(pair.actual)
    return f"{names[pair.host]} a reçu {names[pair.visitor]} ({when}) : la visite a eu lieu, sa note manque"
