"""Whether words before a colon can be somebody's name: neither what somebody does, nor a body, nor a section."""

from __future__ import annotations

import re
from typing import Final

from restitution.messages import folded
from restitution.shaping import labels
from restitution.shaping.participants import STRUCTURE
from restitution.shaping.people import BODY, CIVILITY, FULL_NAME, PARTICLE, UPPER, WITH_CIVILITY, WORD

_CIVIL: Final = re.compile(
    rf"{CIVILITY}\s+(?:{PARTICLE}\s+)*(?:d['’])?{WORD}(?:[\s-]+(?:{PARTICLE}\s+)*{WORD}){{0,3}}"
)
_INITIALS: Final = re.compile(rf"[{UPPER}]{{2,3}}|(?:[{UPPER}]\.[ -]?){{2,3}}")
_DETERMINERS: Final = frozenset(
    re.findall(
        r"\w+",
        """
        le la les l un une des du de d au aux ce cet cette ces mon ma mes son sa ses notre nos votre vos leur
        leurs tous toutes tout toute chaque plusieurs certains certaines en pour par avec sur dans selon chez
        saint sainte st ste
        """,
    )
)
_ROLES: Final = frozenset(
    re.findall(
        r"\w+",
        """
        maire adjoint adjointe elu elue president presidente vice directeur directrice prefet prefete sous
        depute deputee senateur senatrice conseiller conseillere secretaire technicien technicienne agent agente
        chef cheffe charge chargee responsable animateur animatrice intervenant intervenante participant
        participante facilitateur facilitatrice rapporteur rapporteuse moderateur moderatrice speaker locuteur
        locutrice voix salle public homme femme inconnu inconnue personne habitant habitante groupe equipe
        agriculteur agricultrice eleveur eleveuse maraicher maraichere paysan paysanne artisan artisane
        commercant commercante boulanger boulangere medecin docteur infirmier infirmiere pharmacien pharmacienne
        enseignant enseignante professeur professeure lyceen lyceenne collegien collegienne etudiant etudiante
        eleve jeune jeunes ancien ancienne retraite retraitee parent parents mere pere benevole salarie salariee
        employe employee ouvrier ouvriere usager usagere citoyen citoyenne riverain riveraine voisin voisine
        locataire proprietaire expert experte chercheur chercheuse journaliste coordinateur coordinatrice
        coordonnateur coordonnatrice delegue deleguee membre monsieur madame notaire gerant gerante entrepreneur
        entrepreneuse dirigeant dirigeante apprenti apprentie stagiaire garde forestier forestiere guide hote
        hotesse visiteur visiteuse acteur actrice enqueteur enquetrice oratrice orateur territoires habitants
        elus agriculteurs acteurs partenaires oui non merci bonjour ensuite enfin bref alors donc
        rien jamais toujours parfois souvent peu beaucoup trop plus moins assez bien mal mieux pire vrai faux
        peut aucun aucune autre autres tant pourquoi comment quand combien ou ici ailleurs hier demain aujourd
        maintenant avant apres pendant depuis ensemble dommage attention bravo besoin besoins manque manques envie
        envies crainte craintes peur espoir souhait souhaits demande demandes attente attentes avis vote ressenti
        observation observations commentaire commentaires propositions pistes actions constats enjeux points
        """,
    )
)
"""First words of labels that tell what somebody does, or that open a sentence: they name nobody.

Most of what a sentence opens with is known by a dictionary, where people are masked (`people.usual`).
"""


def is_person(name: str) -> bool:
    """Whether words are a first and a last name, or a name behind a civility."""
    if _CIVIL.fullmatch(name):
        bare = WITH_CIVILITY.match(name)
        return bare is None or not {*folded(bare[1]).split()} & _ROLES
    return FULL_NAME.fullmatch(name) is not None and may_be(name)


def may_be(name: str) -> bool:
    """Whether the first word is one that a name may begin with, and no word is that of a body."""
    first = (folded(name).split() or [""])[0]
    if first in _DETERMINERS or first in _ROLES or BODY.search(name) or STRUCTURE.match(name):
        return False
    return _INITIALS.fullmatch(name) is not None or (labels.is_name(name) and not labels.is_rubric(name))
