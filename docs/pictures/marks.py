"""What is said of files and folders in the pictures of folders. Each must be there when the picture is taken."""

from __future__ import annotations

from typing import Final

MADE: Final = {
    "docs": "les réglages, expliqués",
    "output": "les documents finis, à remettre",
    "profiles": "pour le programme : laissez-le",
    "sources": "les notes : un dossier par territoire",
    "sources/_confidentiel": "qui peut être nommé : jamais publié",
    "sources/commun": "ce qui concerne tout le monde",
    "sources/territoire-a": "à renommer au nom de votre territoire",
    "sources/territoire-b": "de même",
    "templates": "les fiches à remplir, votre modèle Word",
    "Construire.cmd": "à double-cliquer, sous Windows",
    "construire.command": "à double-cliquer, sous macOS",
    "construire.sh": "à double-cliquer, sous Linux",
    "restitution.yaml": "les réglages : titre, territoires, thèmes",
    "LISEZMOI.txt": "un rappel de ce qui est ici",
    "Snakefile": "pour le programme : laissez-le",
}
CHANGED: Final = ("titre:", "code:", "nom:", "dossiers:")
"""Lines of the new settings that a newcomer changes."""
DROPPED: Final = {
    "_confidentiel": "à la personne qui assemble",
    "commun": "ce qui concerne tout le monde",
    "haute-galdonne": "déposez ici, si c’est votre territoire",
    "haute-galdonne/visite-miroir": "un sous-dossier au nom clair aide",
    "haute-galdonne/visite-miroir/note_VA.docx": "une note de visite, déposée telle quelle",
    "haute-galdonne/Portrait Haute-Galdonne v3 DEF.docx": "une autre note : son nom est libre",
    "val-arvoise": "le dossier de l’autre territoire",
    "relectures": "à la personne qui assemble",
    "classement.csv": "à la personne qui assemble",
}
ENROLLED: Final = ("niveau:",)
"""Lines of the register that its editor changes."""
CHOSEN: Final = ("haute-galdonne",)
HANDED: Final = {
    "restitution.docx": "la publication, à lire et reprendre dans Word",
    "restitution.pdf": "la même, à remettre et imprimer",
    "restitution.html": "la même, pour l’écran et le téléphone",
    "restitution.pptx": "le diaporama de la rencontre",
    "restitution-annexes.pdf": "les transcriptions entières",
    "affiches": "les affiches de la rencontre",
    "dossier": "ce qui s’y remet, se signe et se remplit",
    "site": "un petit site web, à copier en entier",
    "relecture": "pour faire relire",
    "relecture/restitution_relecture.docx": "la copie à envoyer à qui relit",
    "relecture/lettre-de-reponse.docx": "ce que les remarques sont devenues",
    "territoires": "une copie à relire par territoire",
}
EDITION: Final = {
    "a-remettre": "à donner : la publication et ses annexes",
    "a-remettre/restitution.pdf": "",
    "relecture": "les copies envoyées à qui relit",
    "territoires": "de même, une par territoire",
    "LISEZMOI.txt": "ce que c’est, et l’empreinte de chaque fichier",
    "edition.json": "de quoi l’édition est faite",
    "manifeste.json.gz": "ce que portait chaque document",
}
HAND_OVER: Final = ("a-remettre",)
