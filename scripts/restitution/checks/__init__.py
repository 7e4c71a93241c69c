"""The editor's checks (domain §2): what is missing or does not hold, in French, with where to look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Literal

import msgspec

from restitution.checks.unfinished import verdict
from restitution.domain import domain
from restitution.messages import plural
from restitution.model import Balance, Cell, Conflict, Coverage, Level, Place, SourceStatus
from restitution.settings import Settings

When = Literal["always", "publication", "never"]
PORTRAIT = "portrait_territoire"
READ = frozenset({"taken", "superseded"})
"""States of the files whose words are counted."""


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of one check. `when`: from when on it stops a build."""

    id: str
    level: Level
    when: When
    ok: bool
    message: str
    where: list[str] = []

    @property
    def needs_editor(self) -> bool:
        """Whether it is an error that holds."""
        return not self.ok and self.level == "error"


def run_checks(
    coverage: Coverage, balance: Balance, settings: Settings, conflicts: Sequence[Conflict] = ()
) -> list[Check]:
    """Every check, in the order of its number. `conflicts`: what the notes tell in two ways (`checks.facts`)."""
    checks: Sequence[Callable[[Coverage, Balance, Settings], Check]] = (_k1, _k3, _k5, _k9, _k15)
    done = [check(coverage, balance, settings) for check in checks]
    done += [check(conflicts) for check in (_k2, _k6, _k10, _k11)]
    return sorted(done, key=lambda check: int(check.id[1:]))


def _k2(conflicts: Sequence[Conflict]) -> Check:
    """The notes of one visit agree on dates, head-counts and names."""
    return _of_conflicts(
        "K2", conflicts, "désaccord entre les notes d'une même visite", "désaccords entre les notes"
    )


def _k6(conflicts: Sequence[Conflict]) -> Check:
    """The portraits' indicators can be compared, and densities follow."""
    return _of_conflicts("K6", conflicts, "indicateur de portrait à revoir", "indicateurs de portraits à revoir")


def _k10(conflicts: Sequence[Conflict]) -> Check:
    """One value a figure, and a source for each quotation: an error when one lacks it."""
    unsourced = any(conflict.code == "unsourced_quotation" for conflict in conflicts)
    check = _of_conflicts("K10", conflicts, "chiffre ou citation à vérifier", "chiffres ou citations à vérifier")
    return msgspec.structs.replace(check, level="error", when="publication") if unsourced else check


def _k11(conflicts: Sequence[Conflict]) -> Check:
    """Dates that the calendar and the project's period allow."""
    check = _of_conflicts("K11", conflicts, "date impossible ou hors période", "dates impossibles ou hors période")
    return msgspec.structs.replace(check, level="error", when="publication")


_HOLDS = {
    "K2": "Les notes d'une même visite s'accordent.",
    "K6": "Les indicateurs des portraits se tiennent.",
    "K10": "Aucun chiffre n'est donné deux fois autrement ; chaque citation d'auteur a sa source.",
    "K11": "Les dates s'accordent avec le calendrier et la période du projet.",
}


def _of_conflicts(id_: str, conflicts: Sequence[Conflict], one: str, many: str) -> Check:
    found = [conflict for conflict in conflicts if conflict.check == id_]
    message = f"{plural(len(found), one, many)}." if found else _HOLDS[id_]
    where = [_told(conflict) for conflict in found]
    return Check(id=id_, level="warning", when="never", ok=not found, message=message, where=where)


def _told(conflict: Conflict) -> str:
    """« Dates : a.docx (paragraphe 4) : « 20 au 22 mai » ; b.rtf (paragraphe 4) : « 21 mai ». Corrigez… »."""
    return f"{conflict.about} : {' ; '.join(map(_said, conflict.places))}. {conflict.remedy}"


def _said(place: Place) -> str:
    return f"{place.path} ({place.where}) : « {place.words.rstrip(' :.')} »"


def _k1(coverage: Coverage, _: Balance, settings: Settings) -> Check:
    """Each territory has received each of the others."""
    names = {t.code: t.nom for t in settings.territoires}
    missing = [v for v in coverage.visits if not v.actual and not v.notes]
    where = [f"{names[v.host]} n'a pas reçu {names[v.visitor]}" for v in missing]
    unwritten = (v for v in coverage.visits if v.state == "note_manquante" and v not in missing)
    where += [f"{names[v.host]} a reçu {names[v.visitor]} : la note de visite manque" for v in unwritten]
    done = len(coverage.visits) - len(missing)
    planned = sum(bool(visit.planned) or visit.state == "a_venir" for visit in missing)
    made, possible = plural(done, "accueil fait", "accueils faits"), len(coverage.visits)
    message = (
        f"Visites miroir : {made} sur les {possible} possibles "
        f"entre vos {len(settings.territoires)} territoires"
        + (f" ({plural(planned, 'autre prévu', 'autres prévus')})." if planned else ".")
    )
    return Check(id="K1", level="error", when="publication", ok=not missing, message=message, where=where)


def _k3(coverage: Coverage, _: Balance, settings: Settings) -> Check:
    """The portraits have the same sections, in the same order; what lacks is shown, never left out."""
    kind = domain().kinds[PORTRAIT]
    expected = [*kind.requis, *kind.conseille]
    where = [
        f"{territory.nom} : « {domain().sections[key].label} » non renseigné"
        for territory in settings.territoires
        for key in expected
        if key not in coverage.sections.get(territory.code, [])
    ]
    message = (
        f"Portraits : {plural(len(where), 'rubrique non renseignée', 'rubriques non renseignées')}."
        if where
        else "Portraits : toutes les rubriques y sont."
    )
    return Check(id="K3", level="warning", when="never", ok=not where, message=message, where=where)


def _k5(coverage: Coverage, _: Balance, settings: Settings) -> Check:
    """Each theme is documented in each territory; what is only proposed waits for the editor, and is no error."""
    themes = {theme.cle: theme.titre for theme in settings.themes}
    names = {t.code: t.nom for t in settings.territoires}
    missing = [c for c in coverage.cells if c.state in {"vide", "proposee"}]
    where = [
        f"{themes[c.theme]} × {names[c.territory]} : {'à confirmer' if c.state == 'proposee' else 'vide'}"
        + (f" ({', '.join(why)})" if (why := [*_proposing(coverage, c), *c.placeholders]) else "")
        for c in missing
    ]
    count = Counter(cell.state for cell in coverage.cells)
    told = (
        plural(count["etayee"], "étayée"),
        plural(count["fragile"], "fragile"),
        f"{count['proposee']} à confirmer",
        plural(count["vide"], "vide"),
    )
    message = f"Couverture thème × territoire : {', '.join(told)}."
    ok = not count["vide"]
    return Check(id="K5", level="error", when="publication", ok=ok, message=message, where=where)


def _proposing(coverage: Coverage, cell: Cell) -> list[str]:
    """The notes whose words propose a cell that nothing else fills."""
    if cell.state != "proposee":
        return []
    return [note.path for note in coverage.proposed if (cell.theme, cell.territory) in note.cells]


def _k9(_: Coverage, balance: Balance, __: Settings) -> Check:
    """Each file is cited, or set aside with a reason; each word is accounted for."""
    troubles = {source.path: _troubles(source) for source in balance.sources}
    lost = sum(map(bool, troubles.values()))
    message = (
        f"{plural(lost, 'fichier')} sur {len(troubles)} : pas repris en entier."
        if lost
        else "Chaque fichier est repris ou mis de côté avec un motif, mot pour mot."
    )
    where = [f"{path} : {trouble}" for path, told in troubles.items() for trouble in told]
    return Check(id="K9", level="error", when="always", ok=not lost, message=message, where=where)


def _k15(_: Coverage, balance: Balance, __: Settings) -> Check:
    """Nothing that waits for words is published, nor anything that the writers only said to each other."""
    ok, message, where = verdict(balance)
    return Check(id="K15", level="error", when="publication", ok=ok, message=message, where=where)


def _troubles(source: SourceStatus) -> list[str]:
    """Why a file is not accounted for."""
    found = [finding.message for finding in source.findings if finding.level == "error"]
    if source.state not in READ:
        return found if source.reason else ["ni repris, ni mis de côté avec un motif", *found]
    if not adds_up(source.words_in, source.words_note, source.words_not_taken):
        found.append("mots lus et mots du fichier diffèrent")
    if not adds_up(source.words_note, source.words_published, source.words_withheld):
        found.append("mots publiés et mots lus diffèrent")
    return found


def adds_up(total: int | None, *parts: int | None) -> bool:
    """Whether a sum of words holds."""
    return total is not None and total == sum(part or 0 for part in parts)
