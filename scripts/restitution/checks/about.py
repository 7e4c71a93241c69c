"""What each check looks at, in the words of an editor; how much it weighs and what to do is told by the check."""

from __future__ import annotations

from typing import Final

import msgspec


class About(msgspec.Struct, frozen=True, kw_only=True):
    """`title`: in two or three words; `looks_at`: whole sentences; `error_when`: what makes a warning an error."""

    title: str
    looks_at: str
    error_when: str = ""


ABOUT: Final = {
    "K1": About(
        title="visites faites",
        looks_at="Chaque territoire a reçu chacun des autres. Une visite compte dès qu'une date « realisee "
        "» ou une note dit qu'elle a eu lieu.",
    ),
    "K2": About(
        title="notes d'une même visite",
        looks_at="Chaque visite faite a la note de ses visiteurs ; les notes d'une même visite donnent les "
        "mêmes dates, le même nombre de participants et les mêmes noms.",
    ),
    "K3": About(
        title="rubriques des portraits",
        looks_at="Les portraits ont tous les mêmes rubriques. Celle qui manque paraît dans la publication "
        "comme non renseignée, jamais ôtée.",
    ),
    "K4": About(
        title="transposable",
        looks_at="La note d'un territoire avancé dit, pour chacun des vôtres, ce qu'il peut reprendre.",
    ),
    "K5": About(
        title="thèmes",
        looks_at="Chaque thème est documenté dans chaque territoire. Une case est étayée (deux sources de "
        "deux sortes), fragile (une source, ou d'une seule sorte), à confirmer (des mots le "
        "proposent) ou vide. « À compléter » et « néant » ne comptent pas.",
    ),
    "K6": About(
        title="indicateurs",
        looks_at="Les chiffres des portraits se comparent : même année, même unité, et une densité qui "
        "suit de la population et de la surface.",
    ),
    "K7": About(
        title="enseignements croisés",
        looks_at="Un enseignement croisé parle de deux territoires au moins.",
    ),
    "K8": About(
        title="recommandations",
        looks_at="Une recommandation dit à qui elle s'adresse, pour quand, et sur quel constat elle "
        "s'appuie. Dans le doute, rien n'est signalé.",
    ),
    "K9": About(
        title="aucun mot perdu",
        looks_at="Chaque fichier est repris, ou mis de côté avec un motif ; chaque mot d'une note est "
        "publié, ou retenu avec un motif. Deux programmes qui ne partagent rien comptent, et "
        "doivent tomber d'accord.",
    ),
    "K10": About(
        title="chiffres et citations",
        looks_at="Un même fait n'a pas deux valeurs dans deux notes ; une citation d'auteur a sa source.",
        error_when="une citation n'a pas de source",
    ),
    "K11": About(
        title="dates",
        looks_at="Le jour de la semaine est celui de la date, la fin vient après le début, chaque visite, "
        "prévue ou faite, tombe dans la période du projet, et aucune n'a été faite après la date de la "
        "couverture. D'une visite encore à venir, il est seulement dit que la date choisie pour la "
        "publication la précède.",
    ),
    "K12": About(
        title="noms de lieux et de structures",
        looks_at="Un territoire, une commune, une structure s'écrit partout de la même façon.",
    ),
    "K13": About(
        title="sigles",
        looks_at="Chaque sigle du texte publié est au glossaire, ou développé là où il paraît pour la "
        "première fois.",
    ),
    "K14": About(
        title="consentements",
        looks_at="Personne n'est nommé sans accord. Le contrôle dit combien de personnes du registre sont "
        "nommées, dites par leur fonction, sous un pseudonyme, ou « une personne » ; qui demande plus que son "
        "accord ne permet ; et quels enregistrements attendent le leur. Un nom hors du registre est masqué et "
        "vous est signalé : il n'arrête que `restitution build --strict` et le bon à tirer ; avec "
        "« noms: affiches », il arrête tout. Les visages d'une photo restent à regarder par vous.",
    ),
    "K15": About(
        title="rien d'inachevé",
        looks_at="Le texte publié ne contient ni « XXX », ni « ??? », ni « à compléter ». Les commentaires "
        "que des rédacteurs ont laissés dans leurs fichiers sont comptés, et ne sont jamais "
        "publiés.",
    ),
    "K16": About(
        title="images",
        looks_at="Chaque image a une légende, un crédit, une licence, une description, et assez de points "
        "pour sa taille sur la page (150 par pouce).",
        error_when="une image n'a pas de crédit",
    ),
    "K17": About(
        title="place de chacun",
        looks_at="Aucun territoire ne prend plus de deux fois la place d'un autre, en mots. La place de "
        "chaque thème est dite aussi.",
    ),
    "K18": About(
        title="liens et renvois",
        looks_at="Les renvois et le sommaire mènent où ils disent ; les adresses sont bien écrites. Aucune "
        "n'est appelée : le contrôle se fait sans internet.",
    ),
    "K19": About(
        title="notes relues",
        looks_at="Chaque note publiée a été relue, chaque texte d'expert validé.",
    ),
    "K20": About(
        title="logos et mention",
        looks_at="La mention de cofinancement et les logos sont sur tous les documents publiés, et "
        "montrés, pas seulement dits en mots.",
    ),
    "K21": About(
        title="trois temps",
        looks_at="Chaque territoire dit quelque chose sous chacun des trois temps : anticiper, agir, "
        "s'approprier.",
    ),
    "K22": About(
        title="essai de fuite",
        looks_at="Chaque fichier fini est rouvert en entier (texte, tableaux, notes, commentaires, modifications "
        "suivies, propriétés, liens, images, fichiers joints, nom du fichier) par un programme qui ne sait rien "
        "de celui qui masque : il y cherche le nom, les variantes, les initiales avec la commune, le prénom avec "
        "la fonction, le courriel et le téléphone de qui ne doit pas être nommé. Une seule trouvaille arrête la "
        "publication. Les fichiers d'interne/ sont relus de même pour les personnes retirées et les mineurs. Il "
        "ne lit pas ce qu'une image montre.",
    ),
    "K23": About(
        title="accords retirés",
        looks_at="De qui a retiré son accord, plus rien n'est publié ni gardé par les constructions. Ce que les "
        "notes, les copies revenues, les éditions et vos tableaux contiennent encore est nommé, fichier par "
        "fichier ; de même ce qui n'a pu être ôté des lectures que vos projets ont en commun.",
    ),
}
