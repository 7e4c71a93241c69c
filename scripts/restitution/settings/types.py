"""What `restitution.yaml` may say, as types: the reader, the JSON Schema and the documentation follow from them.

Attributes are the keys of the file, hence French. A field's `Meta` says what it is for (`description`), shows it
(`examples`) and how a right value is told to a person who wrote a wrong one (`extra["attendu"]`).
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Final, Literal

import msgspec
from msgspec import Meta

from restitution.domain import Axis, Theme, domain, theme_of_word
from restitution.limits import LIFTED
from restitution.settings.names import named

PartKey = Literal[
    "couverture",
    "colophon",
    "editoriaux",
    "mode_de_lecture",
    "essentiel",
    "sommaire",
    "contexte",
    "methode",
    "portraits",
    "visites_miroir",
    "territoires_avances",
    "themes",
    "enseignements",
    "outils",
    "eclairages",
    "recommandations",
    "annexes",
    "glossaire",
    "remerciements",
    "quatrieme",
]

PART_TITLES: Final[dict[PartKey, str]] = {
    "couverture": "Couverture",
    "colophon": "Colophon",
    "editoriaux": "Éditoriaux",
    "mode_de_lecture": "Mode de lecture",
    "essentiel": "L’essentiel",
    "sommaire": "Sommaire",
    "contexte": "Contexte et objectifs",
    "methode": "La méthode partagée",
    "portraits": "Portraits des territoires",
    "visites_miroir": "Visites miroir",
    "territoires_avances": "Territoires avancés",
    "themes": "Les thèmes",
    "enseignements": "Enseignements croisés",
    "outils": "Outils d’anticipation",
    "eclairages": "Éclairages d’experts",
    "recommandations": "Recommandations et suites",
    "annexes": "Annexes",
    "glossaire": "Glossaire et sigles",
    "remerciements": "Remerciements",
    "quatrieme": "Quatrième de couverture",
}
"""Every part that a plan may hold, in the order of a plan that is not written, with its own title."""

Output = Literal[
    "docx",
    "pdf",
    "relecture",
    "lettre",
    "territoires",
    "html",
    "pptx",
    "affiches",
    "annexes",
    "dossier",
    "site",
    "tableau",
    "retours",
]
SORTIES_PRETES: Final[tuple[Output, ...]] = (
    "docx", "pdf", "html", "pptx", "affiches", "dossier", "relecture", "lettre", "territoires", "annexes",
    "retours", "tableau", "site",
)  # fmt: skip
"""The outputs that are built today; the others are known words, said to be to come."""
SORTIES: Final[tuple[Output, ...]] = ("docx", "pdf", "html", "relecture", "retours", "tableau")
"""Those of a project that names none; the annexes follow from `transcriptions`, in the same formats."""

Language = Literal["fr-FR", "fr-CA"]

IsoDate = Annotated[
    str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$", extra={"attendu": "une date comme 2026-10-08", "date": True})
]
Code = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,11}$",
        extra={"attendu": "un code de 1 à 12 lettres ou chiffres sans accent, comme HG"},
    ),
]
Country = Annotated[
    str, Meta(pattern=r"^[A-Z]{2}$", extra={"attendu": "un code de pays de deux capitales, comme FR ou CA"})
]
INSIDE: Final = r"^(?!/)(?!.*(^|/)\.\.(/|$))[^\\:]+$"
FileInSources = Annotated[
    str,
    Meta(
        pattern=INSIDE,
        extra={"attendu": "un chemin à l’intérieur de sources/, comme commun/logos/ue.svg"},
    ),
]
FolderInSources = Annotated[
    str, Meta(pattern=INSIDE, extra={"attendu": "un dossier de sources/, comme haute-galdonne"})
]
CheckId = Annotated[
    str,
    Meta(pattern=r"^K([1-9]|1[0-9]|2[0-3])$", extra={"attendu": "le numéro d’un contrôle, de K1 à K23, comme K5"}),
]


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A mapping of the file. Defaults stay out of its JSON: an absent date is no date, not an empty one."""

    SHORT: ClassVar[str] = ""
    """The key that a lone value stands for, where a mapping may be written as one value."""


class Project(Record, frozen=True, kw_only=True):
    """`projet`: what the publication says of itself."""

    titre: Annotated[
        str,
        Meta(description="Titre de la publication.", examples=["Cap 2040 – trois campagnes, une méthode"]),
    ]
    sous_titre: Annotated[str, Meta(description="Sous-titre.", examples=["Restitution du projet"])] = ""
    date: Annotated[
        IsoDate,
        Meta(
            description="Date de la publication ; absente : celle de la note la plus récente.",
            examples=["2026-10-08"],
        ),
    ] = ""
    langue: Annotated[Language, Meta(description="Langue de la publication.", examples=["fr-FR"])] = "fr-FR"
    licence: Annotated[str, Meta(description="Licence de la publication.", examples=["CC-BY-4.0"])] = ""
    periode: Annotated[str, Meta(description="Période du projet.", examples=["mars 2025 – octobre 2026"])] = ""
    chef_de_file: Annotated[str, Meta(description="Code du territoire chef de file.", examples=["HG"])] = ""
    rencontres: Annotated[
        str,
        Meta(
            description="Rencontres où la publication est présentée.",
            examples=["« La campagne a de l’idée #2 », Chastelvern, 8 et 9 octobre 2026"],
        ),
    ] = ""
    contact: Annotated[
        str, Meta(description="Adresse à laquelle écrire, en clair.", examples=["contact@cap2040.example"])
    ] = ""
    site: Annotated[
        str,
        Meta(
            description="Adresse de la page web du projet, en clair : les affiches la portent, avec son code QR.",
            pattern=r"^(?:https?://\S+)?$",
            examples=["https://cap2040.example/restitution"],
            extra={"attendu": "une adresse qui commence par https://"},
        ),
    ] = ""
    redaction: Annotated[
        str, Meta(description="Qui a coordonné la rédaction.", examples=["Équipe de coopération Cap 2040"])
    ] = ""
    credit_images: Annotated[
        str,
        Meta(
            description="Crédit publié des images dont la légende n’en dit aucun.",
            examples=["photographies et schémas des équipes de coopération"],
        ),
    ] = ""
    directeur_publication: Annotated[
        str, Meta(description="Qui répond de la publication.", examples=["Le PETR de Haute-Galdonne"])
    ] = ""
    expert: Annotated[str, Meta(description="Structure d’expertise associée.", examples=["Terres & Devenirs"])] = (
        ""
    )
    cabinet: Annotated[
        str, Meta(description="Cabinet qui accompagne le projet.", examples=["Cabinet Perspective Sud-Ouest"])
    ] = ""


class Territory(Record, frozen=True, kw_only=True):
    """One of the territories that cooperate."""

    code: Annotated[Code, Meta(description="Code court et unique, cité partout ailleurs.", examples=["HG"])]
    nom: Annotated[str, Meta(description="Nom publié.", examples=["Haute-Galdonne"])]
    alias: Annotated[
        tuple[str, ...],
        Meta(
            description="Autres façons de le nommer dans les notes. Celle qui a l’article dit comment l’outil le "
            "nomme dans une phrase : « de la Haute-Galdonne ».",
            examples=[["la Haute-Galdonne"]],
        ),
    ] = ()
    dossiers: Annotated[
        tuple[FolderInSources, ...],
        Meta(description="Ses dossiers sous sources/.", examples=[["haute-galdonne"]]),
    ] = ()
    pays: Annotated[Country, Meta(description="Pays, en deux capitales.", examples=["FR"])] = "FR"
    langue: Annotated[Language, Meta(description="Langue de ses textes.", examples=["fr-FR"])] = "fr-FR"
    structure: Annotated[
        str,
        Meta(
            description="Structure publiée à la place du nom de ses rédacteurs.",
            examples=["PETR de Haute-Galdonne"],
        ),
    ] = ""


class AdvancedTerritory(Record, frozen=True, kw_only=True):
    """A territory ahead on some theme, that the others visit."""

    code: Annotated[Code, Meta(description="Code court, distinct de tous les autres.", examples=["SE"])]
    nom: Annotated[str, Meta(description="Nom publié.", examples=["Pays de Séronne"])]
    alias: Annotated[tuple[str, ...], Meta(description="Autres façons de le nommer.", examples=[["Séronne"]])] = ()


class Visit(Record, frozen=True, kw_only=True):
    """A visit, planned or done. Dates: one, or the first and the last."""

    type: Annotated[
        Literal["miroir", "avance"],
        Meta(
            description="Visite miroir entre partenaires, ou visite d’un territoire avancé.",
            examples=["miroir"],
        ),
    ]
    hote: Annotated[str, Meta(description="Code du territoire qui reçoit.", examples=["HG"])]
    visiteurs: Annotated[
        tuple[str, ...],
        Meta(
            description="Codes des territoires reçus ; absents : tous les autres.",
            examples=[["VA", "MO"]],
        ),
    ] = ()
    prevue: Annotated[
        tuple[IsoDate, ...],
        Meta(max_length=2, description="Date prévue, ou première et dernière.", examples=["2025-05-20"]),
    ] = ()
    realisee: Annotated[
        tuple[IsoDate, ...],
        Meta(
            max_length=2,
            description="Date réelle, ou première et dernière.",
            examples=[["2025-05-20", "2025-05-22"]],
        ),
    ] = ()


class Logo(Record, frozen=True, kw_only=True):
    """A logo of the cover; written as its file alone when it needs no words."""

    SHORT: ClassVar[str] = "fichier"

    fichier: Annotated[FileInSources, Meta(description="Image, sous sources/.", examples=["commun/logos/ue.svg"])]
    alt: Annotated[
        str, Meta(description="Ce que dit le logo à qui ne le voit pas.", examples=["Union européenne"])
    ] = ""


class Funding(Record, frozen=True, kw_only=True):
    """`financement`: who pays, and how it must be said."""

    mention: Annotated[
        str,
        Meta(
            description="Phrase publiée en couverture et en quatrième de couverture.",
            examples=["Projet cofinancé par l’Union européenne"],
        ),
    ] = ""
    regime: Annotated[str, Meta(description="Période de programmation européenne.", examples=["2023-2027"])] = ""
    logos: Annotated[
        tuple[Logo, ...],
        Meta(
            description="Logos, dans l’ordre protocolaire.",
            examples=[[{"fichier": "commun/logos/ue.svg", "alt": "Union européenne"}, "commun/logos/gal.png"]],
        ),
    ] = ()
    operation: Annotated[
        str,
        Meta(
            description="Nom de l’opération financée ; absent : le titre de la publication.",
            examples=["Coopération Cap 2040"],
        ),
    ] = ""
    description: Annotated[
        str,
        Meta(
            description="Description courte de l’opération : affiche des financeurs, page web.",
            examples=["Trois territoires ruraux se visitent et préparent ensemble 2040."],
        ),
    ] = ""
    finalite: Annotated[
        str,
        Meta(
            description="À quoi l’opération doit servir : page web.",
            examples=["Partager une méthode de prospective entre trois territoires."],
        ),
    ] = ""
    resultats: Annotated[
        str,
        Meta(
            description="Ce qu’elle a produit, ou doit produire : page web.",
            examples=["Une publication commune et une boîte à outils."],
        ),
    ] = ""
    montant_total: Annotated[
        str, Meta(description="Montant total de l’opération, tel qu’il doit se lire.", examples=["184 000 €"])
    ] = ""
    montant_europeen: Annotated[
        str, Meta(description="Part de l’Union européenne, telle qu’elle doit se lire.", examples=["118 000 €"])
    ] = ""
    affiche: Annotated[
        bool,
        Meta(
            description="Donner aux affiches ce que demande la règle des financeurs : nom, description et "
            "montants de l’opération, bandeau de logos d’un quart de la surface.",
            examples=["oui"],
        ),
    ] = False
    pays_sans_mention: Annotated[
        tuple[Country, ...],
        Meta(description="Pays dont les territoires ne portent pas la mention.", examples=[["CA"]]),
    ] = ()


class Part(Record, frozen=True, kw_only=True):
    """A part of the publication; written as its key alone when nothing else is changed."""

    SHORT: ClassVar[str] = "partie"

    partie: Annotated[PartKey, Meta(description="Clé de la partie.", examples=["portraits"])]
    titre: Annotated[
        str,
        Meta(description="Titre publié ; absent : celui du modèle.", examples=["Portraits des territoires"]),
    ] = ""
    garder: Annotated[bool, Meta(description="Publier cette partie.", examples=["oui"])] = True

    def __post_init__(self) -> None:
        """A part without a title has the one of its key."""
        if not self.titre:
            msgspec.structs.force_setattr(self, "titre", PART_TITLES[self.partie])


class Typography(Record, frozen=True, kw_only=True):
    """`typographie`."""

    fine: Annotated[
        bool,
        Meta(
            description="Mettre une espace fine insécable devant ; ! ? et % et dans les milliers (au Canada, dans "
            "les milliers seulement) ; sinon, une pleine.",
            examples=["oui"],
        ),
    ] = True
    sigles: Annotated[
        bool,
        Meta(
            description="Développer chaque sigle du glossaire à son premier emploi dans le texte.",
            examples=["oui"],
        ),
    ] = True


class Review(Record, frozen=True, kw_only=True):
    """`relecture`: the copies to review."""

    parties: Annotated[
        tuple[PartKey, ...],
        Meta(
            description="Parties du plan qui ont une copie à part, pour leurs propres relecteurs.",
            examples=[["portraits", "themes"]],
        ),
    ] = ()
    avant_le: Annotated[
        IsoDate,
        Meta(description="Date limite, dite dans « Comment relire ».", examples=["2026-09-15"]),
    ] = ""


class Waiver(Record, frozen=True, kw_only=True):
    """One of `derogations`: what the editor accepts of a check, with the reason and who says so."""

    controle: Annotated[CheckId, Meta(description="Contrôle dont un point est accepté.", examples=["K5"])]
    case: Annotated[
        str,
        Meta(
            description="Le point accepté, comme « restitution check » l’écrit entre crochets ; absent : tout "
            "le contrôle.",
            examples=["mobilite/MO"],
        ),
    ] = ""
    motif: Annotated[str, Meta(description="Pourquoi, montré par le contrôle.", examples=["sans objet ici"])]
    par: Annotated[str, Meta(description="Qui en décide.", examples=["le comité de pilotage"])]


class Lifted(Record, frozen=True, kw_only=True):
    """A file that goes beyond the limits, for which somebody answers."""

    empreinte: Annotated[
        str,
        Meta(
            pattern=r"^[0-9a-f]{8,64}$",
            description="Empreinte (sha256) du fichier, ou son début : « restitution status FICHIER » la donne. "
            "Un autre contenu n’est pas concerné.",
            examples=["a3f91c0d"],
            extra={"attendu": "8 à 64 signes parmi 0-9 et a-f"},
        ),
    ]
    motif: Annotated[str, Meta(description="Pourquoi.", examples=["relevé cadastral complet"])]
    par: Annotated[str, Meta(description="Qui en répond.", examples=["Maud Thérondel"])]


def default_axes() -> tuple[Axis, ...]:
    """The shipped axes, with their nine themes."""
    return domain().axes


def default_plan() -> tuple[Part, ...]:
    """Every part, in the shipped order."""
    return tuple(Part(partie=key) for key in PART_TITLES)


class Settings(Record, frozen=True, kw_only=True):
    """The whole of `restitution.yaml`, checked."""

    projet: Annotated[Project, Meta(description="La publication.")]
    territoires: Annotated[
        tuple[Territory, ...], Meta(min_length=2, description="Les territoires qui coopèrent, deux au moins.")
    ]
    avances: Annotated[
        tuple[AdvancedTerritory, ...], Meta(description="Les territoires avancés qui sont visités.")
    ] = ()
    axes: Annotated[
        tuple[Axis, ...], Meta(description="Axes et thèmes ; absents : les neuf thèmes du modèle.")
    ] = msgspec.field(default_factory=default_axes)
    visites: Annotated[tuple[Visit, ...], Meta(description="Les visites, prévues et faites.")] = ()
    financement: Annotated[Funding, Meta(description="Qui finance, et comment le dire.")] = Funding()
    plan: Annotated[
        tuple[Part, ...],
        Meta(description="Les parties, dans l’ordre de publication ; absent : toutes, dans l’ordre du modèle."),
    ] = msgspec.field(default_factory=default_plan)
    noms: Annotated[
        Literal["masques", "affiches"],
        Meta(description="Masquer ou afficher les noms des personnes.", examples=["masques"]),
    ] = "masques"
    transcriptions: Annotated[
        Literal["a_part", "dans_le_document", "retenues"],
        Meta(
            description="Les transcriptions : à part (restitution-annexes), dans le document, ou retenues, sauf "
            "les paroles choisies dans sources/choix/verbatims.csv.",
            examples=["a_part"],
        ),
    ] = "a_part"
    typographie: Annotated[Typography, Meta(description="Règles de composition.")] = Typography()
    sorties: Annotated[
        tuple[Output, ...],
        Meta(
            description="Ce qui est fabriqué (les annexes, comme docx, pdf et html) : les documents, leur copie à "
            "relire avec la lettre de réponse (relecture ; lettre : elle seule), celle de chaque territoire, les "
            "retours aux auteurs, le tableau de bord de l’équipe (tableau), le site web (site).",
            examples=[["docx", "pdf", "html", "relecture", "territoires"]],
        ),
    ] = SORTIES
    relecture: Annotated[Review, Meta(description="Les copies à relire.")] = Review()
    convertir_doc: Annotated[
        bool,
        Meta(
            description="Faire convertir par LibreOffice les anciens documents Word (.doc), puis les lire ; il "
            "doit être sur chaque poste qui construit. Non : ils sont mis de côté.",
            examples=["oui"],
        ),
    ] = False
    lectures: Annotated[
        Literal["poste", "projet"],
        Meta(
            description="Où garder ce qui est lu des fichiers, pour ne pas les relire : sur le poste, pour tous "
            "vos projets, ou dans ce projet seulement.",
            examples=["projet"],
        ),
    ] = "poste"
    limites: Annotated[
        tuple[Lifted, ...],
        Meta(
            description=f"Fichiers lus malgré leur taille ou leur complexité : chaque limite y est {LIFTED} fois "
            "plus large.",
        ),
    ] = ()
    derogations: Annotated[
        tuple[Waiver, ...],
        Meta(description="Points de contrôle que l’éditeur accepte par écrit, avec le motif (jamais K9 ni K22)."),
    ] = ()

    @property
    def themes(self) -> tuple[Theme, ...]:
        """All themes, axis after axis."""
        return tuple(theme for axis in self.axes for theme in axis.themes)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts to publish, in order."""
        return tuple(part for part in self.plan if part.garder)

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the territories that cooperate, in order."""
        return tuple(territory.code for territory in self.territoires)

    @property
    def names(self) -> dict[str, str]:
        """Code of each territory, those that are visited included -> its name."""
        return {one.code: one.nom for one in self.territoires} | {one.code: one.nom for one in self.avances}

    def territory(self, code: str) -> Territory | None:
        """The territory of a code."""
        return next((one for one in self.territoires if one.code == code), None)

    def advanced(self, code: str) -> AdvancedTerritory | None:
        """The advanced territory of a code."""
        return next((one for one in self.avances if one.code == code), None)

    def territory_named(self, text: str, *, advanced: bool = False) -> list[str]:
        """Codes of the territories that `text` names, in the order of the text; `advanced`: those visited too."""
        return named(text, (*self.territoires, *(self.avances if advanced else ())))

    def theme_named(self, word: str) -> str | None:
        """Key of the theme that `word` is the key, the title or an alias of."""
        return theme_of_word(word, self.themes)

    def visitors(self, visit: Visit) -> tuple[str, ...]:
        """Codes of those received: as written, else every other territory."""
        return visit.visiteurs or tuple(code for code in self.codes if code != visit.hote)
