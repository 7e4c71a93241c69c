"""A territory's name in a French sentence: « du Pays de Séronne », « de la Haute-Galdonne », « à Combe-Longue ».

The article is that of an alias of the settings (`alias: [la Haute-Galdonne]`), else that of the noun that the name
begins with. A name that is neither has none, as names of towns.
"""

from __future__ import annotations

import re
from typing import Final

from restitution.messages import folded
from restitution.settings.names import Named

ARTICLES: Final = ("les ", "le ", "la ", "l'", "l’")
VOWELS: Final = tuple("aeiouyàâéèêëîïôûœæ")
NOUNS: Final = {
    "le": "bas bassin berry bocage canton centre coeur comte couloir departement district domaine duche grand "
    "haut littoral marais massif nord parc pays perche petit petr piemont plateau pole quartier sud "
    "syndicat territoire vieux val vallon velay vignoble",
    "la": "basse boucle cite communaute commune contree corniche cote federation foret grande haute lande "
    "marche metropole montagne petite plaine porte presqu province region riviere terre vallee vieille "
    "ville",
    "les": "alpes ardennes basses bords causses cevennes collines combrailles communes corbieres coteaux deux "
    "gorges grandes grands hautes hauts iles landes marches montagnes monts petites petits plaines "
    "plateaux portes pyrenees quatre rives sources terres territoires trois vallees vals versants "
    "villages vosges",
    "l’": "agglomeration entre est ile intercommunalite ouest",
}
"""Article -> the nouns that names begin with and that take it, accents and capitals apart."""
OF_NOUN: Final = {noun: article for article, nouns in NOUNS.items() for noun in nouns.split()}
OF: Final = {"le": "du ", "la": "de la ", "les": "des ", "l’": "de l’"}
TO: Final = {"le": "au ", "la": "à la ", "les": "aux ", "l’": "à l’"}


def of(territory: Named) -> str:
    """« du Pays de Séronne », « de la Haute-Galdonne », « d’Ombrois »."""
    article, name = article_of(territory)
    without = "d’" if name.casefold().startswith(VOWELS) else "de "
    return f"{OF.get(article, without)}{name}"


def to(territory: Named) -> str:
    """« au Pays de Séronne », « à la Haute-Galdonne », « à Combe-Longue »."""
    article, name = article_of(territory)
    return f"{TO.get(article, 'à ')}{name}"


def article_of(territory: Named) -> tuple[str, str]:
    """« le », « la », « les », « l’ » or nothing, and the name behind it."""
    name = territory.nom.strip()
    for said in (name, *territory.alias):
        found = next((one for one in ARTICLES if said.casefold().startswith(one)), "")
        rest = said[len(found) :].strip()
        if found and (said == name or folded(rest) == folded(name)):
            return found.strip().replace("'", "’"), rest if said == name else name
    return _of_noun(name), name


def _of_noun(name: str) -> str:
    return OF_NOUN.get(folded(re.split(r"[\s'’-]", name, maxsplit=1)[0]), "")
