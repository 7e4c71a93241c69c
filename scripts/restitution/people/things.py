"""What bears somebody's name without being somebody: streets, schools, laws, firms."""

from __future__ import annotations

from typing import Final

from restitution.people.words import Text


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NAMED_AFTER: Final = _words(
    """rue avenue boulevard bd av place square impasse allee chemin quai pont passage cours esplanade rond point
    route montee ruelle sentier faubourg lotissement hameau amis amies"""
)
"""Ways and places that bear somebody's name, with or without « de »."""
NAMED: Final = NAMED_AFTER | _words(
    """lycee college ecole groupe maternelle creche universite institut faculte campus cite amphitheatre
    salle gymnase stade piscine espace centre maison mediatheque bibliotheque ludotheque theatre cinema musee
    hopital clinique ehpad residence foyer hotel parc jardin gare aeroport station batiment tour immeuble
    fondation association amicale prix trophee label loi lois decret amendement rapport plan methode abaque matrice
    code dispositif societe entreprise etablissements ets cabinet librairie editions magasin marque radio chaine
    bateau tunnel barrage lac mont pic col lieu dit fort
    tgv collection logiciel application site journal revue"""
)
"""What may bear somebody's name without being somebody."""
HONOURS: Final = _words(
    """docteur general marechal president abbe professeur capitaine colonel commandant maire pere frere
    saint sainte le la les de du des d l"""
)
"""What may stand between a street and the name that it bears."""
SAINTS: Final = _words("saint sainte st ste saints saintes")
KINDS: Final = _words(
    """elementaire primaire public publique prive privee maternelle municipal municipale communal communale
    agricole professionnel professionnelle technologique departemental departementale regional polyvalente
    social sociale culturel culturelle rural rurale fetes sports intercommunal
    intercommunale scolaire sportif nautique"""
)
"""Of what kind a school or a hall is."""
FARTHEST: Final = 5
"""Words back to which what bears a name is looked for."""


def names_a_thing(text: Text, at: int) -> bool:
    """Whether a name is what a place, a street, a school or a law is called by."""
    if is_saint(text, at - 1):
        return True
    back, linked = at - 1, False
    while back >= 0 and at - back <= FARTHEST and text.gap(back) in {" ", "-", "'", " - "}:
        folded = text.words[back].folded
        if folded in (NAMED_AFTER if linked else NAMED):
            return True
        if folded not in HONOURS | KINDS:
            return False
        linked = linked or folded in {"de", "d"}
        back -= 1
    return False


def is_saint(text: Text, at: int) -> bool:
    """Whether word `at` makes what follows it a place (« Saint-Martin »)."""
    return at >= 0 and text.words[at].folded in SAINTS and text.gap(at) in {" ", "-"}
