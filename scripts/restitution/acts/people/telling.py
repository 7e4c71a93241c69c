"""How people of the register are told to the editor, and whom a name means."""

from __future__ import annotations

from typing import Final

from restitution.acts.people.known import Known
from restitution.errors import WrongUse
from restitution.messages import folded, french_date, listed, nearest
from restitution.people.circle import Circle
from restitution.people.circle import Known as Registered
from restitution.people.forms import plain
from restitution.people.register import Agreement, Person
from restitution.people.register_file import LEVEL_WORD_OF
from restitution.people.sightings import sightings_in, sightings_of

MOST_NAMED: Final = 6


def shown_as(one: Registered) -> str:
    """How somebody of the register is told."""
    if one.person.standing == "retire":
        return "rien"
    return one.person.nom if one.is_named else one.label


def why(one: Person) -> str:
    """Her agreement, and what she is not told for want of."""
    if one.standing == one.niveau or one.accord.retire_le:
        return told_agreement(one.accord, short=True)
    wanted = f"« {LEVEL_WORD_OF[one.niveau]} » demandé"
    return f"{wanted}, mais mineur" if one.mineur else f"{wanted}, sans accord"


def told_agreement(said: Agreement, *, short: bool = False) -> str:
    """« Accord du 20 mai 2025 (nom, citation), feuille signée »."""
    if not said.le:
        return "" if short else "Aucun accord noté"
    scope = f" ({', '.join(said.portee)})" if said.portee else ""
    gone = f", retiré le {french_date(said.retire_le)}" if said.retire_le else ""
    if short:
        return f"{french_date(said.le)}{scope}{gone}"
    proof = f", {said.preuve}" if said.preuve else ""
    return f"Accord du {french_date(said.le)}{scope}{proof}{gone}"


def registered(name: str, circle: Circle) -> Registered | None:
    """Whom of the register a name means, by her name, a variant, initials. Raises `WrongUse` for several."""
    own = [one for one in circle.everybody if folded(name) in map(folded, one.person.names)]
    owners = own or circle.owners(plain(name)) or [one for one in circle.everybody if _initials(one, name)]
    if len(owners) > 1:
        who = listed([f"« {one.person.nom} »" for one in owners[:MOST_NAMED]], "ou")
        raise WrongUse(f"« {name} » : plusieurs personnes du registre s'appellent ainsi.", f"Attendu : {who}.")
    return owners[0] if owners else None


def _initials(one: Registered, said: str) -> bool:
    """« NV », « N.V. »."""
    letters = folded(said).replace(" ", "")
    return len(letters) > 1 and letters == "".join(word[:1] for word in folded(one.person.nom).split())


def in_notes(name: str, today: Known) -> Person:
    """Somebody whom notes or reviews name and the register does not. Raises `WrongUse` with the nearest name."""
    seen = [one for note in today.notes for one in sightings_of(note)]
    seen += [one for said in today.said for one in sightings_in(said.text, said.place, said.how)]
    names = list(dict.fromkeys(one.name for one in seen))
    found = next((one for one in names if folded(one) == folded(name)), None)
    if found:
        return Person(nom=found)
    everybody = [*(each for one in today.register.personnes for each in one.names), *names]
    near = nearest(name, everybody)
    raise WrongUse(
        f"« {name} » n'est ni au registre, ni parmi les personnes nommées dans les notes et les relectures.",
        f"Vouliez-vous dire « {near} » ?" if near else "Les noms du registre : restitution people show",
    )
