"""`restitution people scan`: who is named in the notes or in the reviews and is not in the register yet."""

from __future__ import annotations

from pathlib import Path

import msgspec

from restitution.acts.people.finding import missing, register
from restitution.cli.answer import Answer
from restitution.cli.people.known import known
from restitution.cli.screen import heading, out, told
from restitution.cli.tables import table
from restitution.messages import listed, plural
from restitution.people.proposing import Near, Proposed, Scan, places_of


class Scanned(Answer, kw_only=True):
    """Who was found, and where the entries were written."""

    scan: Scan
    registered: int
    """People of the register before."""
    written: str
    """File below the project; empty where nothing was to write, or was wished."""
    said: str
    """Why it is not the editor's own file."""
    dry: bool

    def record(self) -> object:
        """`proposed`, `near`, `known`, `registered`, `written`."""
        scan = self.scan
        return {
            "proposed": [
                {**msgspec.structs.asdict(one.person), "seen": one.seen, "remarks": one.remarks}
                for one in scan.proposed
            ],
            "near": scan.near,
            "known": scan.known,
            "registered": self.registered,
            "written": self.written or None,
        }

    def show(self) -> None:
        """Who is proposed, what is to be looked at, and what to do next."""
        people = plural(self.registered, "personne au registre", "personnes au registre")
        seen = plural(len(self.scan.known), "paraît", "paraissent")
        told(
            f"{people}, dont {seen} dans les notes ou les relectures."
            if self.registered
            else "Le registre est vide.",
            0,
        )
        _tell_proposed(self.scan.proposed)
        _tell_near(self.scan.near)
        _tell_remarks(self.scan.proposed)
        out("")
        told(self._ending(), 0)
        if self.dry and self.scan.proposed:
            told("Pour les ajouter : restitution people scan", 0)

    def _ending(self) -> str:
        count = len(self.scan.proposed)
        if not count and not self.registered:
            return "Aucun nom de personne n'a été trouvé dans les notes ni dans les relectures."
        if not count and self.scan.near:
            return "Rien à ajouter, sinon ce qui est à rapprocher : les autres noms trouvés sont au registre."
        if not count:
            return "Rien à ajouter : tous les noms trouvés dans les notes et les relectures sont au registre."
        if self.dry:
            would = plural(count, "fiche serait ajoutée", "fiches seraient ajoutées")
            return f"Rien n'est écrit : {would} au registre."
        added = plural(count, "fiche ajoutée à la fin de", "fiches ajoutées à la fin de")
        return (
            f"{self.said}{added} {self.written}, au niveau « agrégé » : personne n'est nommé de plus. "
            "Relisez-les, changez le niveau de qui a donné son accord, puis : restitution build"
        )

    def in_short(self) -> str:
        """How many entries."""
        count = len(self.scan.proposed)
        if not count:
            return "Rien à ajouter au registre des personnes."
        if self.dry:
            return f"{plural(count, 'fiche')} à ajouter, rien n'est écrit."
        return f"{plural(count, 'fiche ajoutée', 'fiches ajoutées')} dans {self.written}."


def run(project: Path, cores: int, *, dry: bool) -> Scanned:
    """Find who is missing, and add them unless `dry`. Raises `WrongUse`, and what reading the notes raises."""
    today = known(project, cores)
    scan = missing(today)
    written, said = ("", "") if dry or not scan.proposed else register(today, scan.proposed)
    return Scanned(scan=scan, registered=len(today.register.personnes), written=written, said=said, dry=dry)


def _tell_proposed(proposed: list[Proposed]) -> None:
    if not proposed:
        return
    heading(f"À INSCRIRE : {plural(len(proposed), 'personne')}")
    rows = [(one.person.nom, _what(one), places_of(one.seen)) for one in proposed]
    table(("Personne", "Ce qu'en disent les notes", "Vue dans"), rows, widest={0: 30, 1: 40})


def _what(one: Proposed) -> str:
    person = one.person
    variants = f"variantes : {listed(person.variantes)}" if person.variantes else ""
    told_ = (person.fonction, person.structure, person.territoire, variants)
    return ", ".join(part for part in told_ if part)


def _tell_near(near: list[Near]) -> None:
    if not near:
        return
    heading(f"À RAPPROCHER DE QUI EST DÉJÀ LÀ : {plural(len(near), 'nom')}")
    rows = [(one.name, listed(one.people, "ou"), places_of(one.seen)) for one in near]
    table(("Nom", "Peut-être", "Vu dans"), rows, widest={0: 30, 1: 40})
    told("Si c'est elle, ajoutez ce nom à ses « variantes » ; sinon, donnez-lui sa fiche. D'ici là il est masqué.")


def _tell_remarks(proposed: list[Proposed]) -> None:
    remarks = [(one.person.nom, remark) for one in proposed for remark in one.remarks]
    if not remarks:
        return
    heading(f"À VÉRIFIER : {plural(len(remarks), 'nom')}")
    for name, remark in remarks:
        told(f"{name} – {remark}.", mark="• ")
