"""What a file of `sources/_confidentiel/` says of people, however it is written: YAML, or the lines of a workbook.

    personnes:
      - nom: Nadège Vauquelin
        variantes: [Nad, la boulangère]
        fonction: maire
        commune: Valsinières
        niveau: nominatif
        accord: {le: 2025-05-20, portee: [nom, citation], preuve: feuille signée}
    enregistrements:
      - {fichier: haute-galdonne/ateliers/atelier.vtt, le: 2025-11-13, par: Terres & Devenirs}
    pas_des_personnes: [Jean Moulin, Valmont]

A person writes these files: accents, capitals and usual words are understood, a mistake is told with its line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Annotated, Any, Final, NamedTuple

import msgspec
import yaml
from msgspec import Meta

from restitution.errors import WrongUse
from restitution.messages import expected, folded
from restitution.people.register import DEFAULT, SCOPES, Agreement, Level, Person, Recording, Scope
from restitution.settings.conform import Conformed, is_date
from restitution.settings.marked_yaml import Entry, Mapping, Node, Scalar, Sequence, at

HINT: Final = "Corrigez, puis relancez la commande ; le registre est expliqué dans docs/registre.md."
LEVEL_WORDS: Final[dict[str, Level]] = {
    **dict.fromkeys(("nominatif", "nominative", "nom", "nomme", "nommee"), "nominatif"),
    **dict.fromkeys(("fonction", "fonction et structure", "fonction structure"), "fonction"),
    **dict.fromkeys(("pseudonyme", "pseudo"), "pseudonyme"),
    **dict.fromkeys(("agrege", "agregee", "un participant", "une personne"), "agrege"),
    **dict.fromkeys(("retire", "retiree", "retrait", "refus"), "retire"),
}
"""A word, folded -> the level that it asks for."""
LEVEL_WORD_OF: Final[dict[Level, str]] = {
    "nominatif": "nominatif",
    "fonction": "fonction et structure",
    "pseudonyme": "pseudonyme",
    "agrege": "agrégé",
    "retire": "retiré",
}
"""A level -> the word that the register has for it."""
LEVEL_NAMES: Final = tuple(LEVEL_WORD_OF.values())
SCOPE_WORDS: Final[dict[str, Scope]] = {
    **dict.fromkeys(("nom", "nommer", "nominatif"), "nom"),
    **dict.fromkeys(("citation", "citations", "parole", "paroles", "voix", "enregistrement"), "citation"),
    **dict.fromkeys(("image", "images", "photo", "photos"), "image"),
    **dict.fromkeys(("aucune", "aucun", "rien", "refus"), "aucune"),
}
YES: Final = frozenset({"o", "x", "oui", "vrai", "true", "yes", "1"})
NO: Final = frozenset({"n", "non", "faux", "false", "no", "0"})
PERSON_KEYS: Final = {
    **dict.fromkeys(("nom", "personne", "nom et prenom", "prenom et nom", "nom prenom"), "nom"),
    **dict.fromkeys(("variantes", "variante", "alias", "surnom", "surnoms", "autres noms"), "variantes"),
    **dict.fromkeys(("fonction", "role", "qualite"), "fonction"),
    **dict.fromkeys(("structure", "organisme"), "structure"),
    **dict.fromkeys(("commune", "lieu"), "commune"),
    "territoire": "territoire",
    **dict.fromkeys(("mineur", "mineure"), "mineur"),
    **dict.fromkeys(("niveau", "citation"), "niveau"),
    "pseudonyme": "pseudonyme",
    **dict.fromkeys(("accord", "consentement"), "accord"),
}
AGREEMENT_KEYS: Final = {
    **dict.fromkeys(("le", "date", "date de l accord", "accord le", "consentement le"), "le"),
    **dict.fromkeys(("portee", "pour"), "portee"),
    "preuve": "preuve",
    **dict.fromkeys(("retire le", "retrait", "retiree le", "retrait le"), "retire_le"),
}
RECORDING_KEYS: Final = {
    **dict.fromkeys(("fichier", "transcription"), "fichier"),
    **dict.fromkeys(("le", "date"), "le"),
    "par": "par",
    "preuve": "preuve",
    **dict.fromkeys(("relu", "relue"), "relu"),
    "empreinte": "empreinte",
    **dict.fromkeys(("retire le", "retrait"), "retire_le"),
}
OTHERS: Final = "pas_des_personnes"
OTHERS_WORDS: Final = frozenset(map(folded, (OTHERS, "pas des personnes", "lieux et organismes")))
"""Under which word a file lists names that are no person's."""
_SLASHED: Final = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


_DAY: Final = {"attendu": "un jour, comme 2025-11-13 ou 13/11/2025"}


class _Agreement(msgspec.Struct):
    le: Annotated[str, Meta(description="Le jour de l’accord.", examples=["13/11/2025"], extra=_DAY)] = ""
    portee: Annotated[
        tuple[str, ...],
        Meta(
            description="À quoi elle consent ; absente : à tout. « aucune » : elle a été interrogée, et ne "
            "consent à rien.",
            examples=[["nom", "citation"]],
        ),
    ] = ()
    preuve: Annotated[
        str, Meta(description="Où est la preuve de l’accord.", examples=["fiche signée, classeur du PETR"])
    ] = ""
    retire_le: Annotated[
        str,
        Meta(
            description="Le jour où elle l’a repris : elle devient « retiré ».",
            examples=["02/03/2026"],
            extra=_DAY,
        ),
    ] = ""


class _Person(msgspec.Struct):
    nom: Annotated[str, Meta(description="Prénom et nom.", examples=["Zoé Martin"])]
    variantes: Annotated[
        tuple[str, ...],
        Meta(
            description="Les autres façons de l’écrire, ses surnoms, ce qui la désigne.",
            examples=[["Z. Martin", "Zouzou", "la boulangère"]],
        ),
    ] = ()
    fonction: Annotated[str, Meta(description="Ce qu’elle fait.", examples=["maire"])] = ""
    structure: Annotated[str, Meta(description="Son organisme.", examples=["commune de Valsinières"])] = ""
    commune: Annotated[str, Meta(description="Sa commune.", examples=["Valsinières"])] = ""
    territoire: Annotated[
        str, Meta(description="Son territoire : le code ou le nom des réglages.", examples=["HG"])
    ] = ""
    mineur: Annotated[
        bool,
        Meta(
            description="Moins de dix-huit ans : jamais nommée, citée seulement avec un accord.", examples=["oui"]
        ),
    ] = False
    niveau: Annotated[
        str,
        Meta(
            description="Comment elle paraît ; absent : agrégé.",
            examples=["nominatif"],
            extra={"attendu": "`nominatif`, `fonction et structure`, `pseudonyme`, `agrégé` ou `retiré`"},
        ),
    ] = ""
    pseudonyme: Annotated[
        str, Meta(description="Le prénom d’emprunt ; absent : le programme en choisit un.", examples=["Camille"])
    ] = ""
    accord: Annotated[_Agreement, Meta(description="Ce à quoi elle a consenti, et quand.")] = msgspec.field(
        default_factory=_Agreement
    )


class _Recording(msgspec.Struct):
    fichier: Annotated[
        str, Meta(description="La transcription, à partir de `sources/`.", examples=["ici/atelier.vtt"])
    ]
    le: Annotated[
        str,
        Meta(description="Le jour où ceux qui parlent ont dit oui.", examples=["13/11/2025"], extra=_DAY),
    ]
    par: Annotated[str, Meta(description="Qui a recueilli l’accord.", examples=["Maud Thérondel"])] = ""
    preuve: Annotated[str, Meta(description="Où est la preuve.", examples=["accord dit au début"])] = ""
    relu: Annotated[
        bool,
        Meta(description="Quelqu’un l’a relue pour les noms (transcription sans majuscules).", examples=["oui"]),
    ] = False
    empreinte: Annotated[
        str,
        Meta(
            description="Le début de l’empreinte du fichier relu ; « people consent --relu » l’écrit. S’il "
            "change, il est à relire.",
            examples=["3f9c0a71b2d4"],
        ),
    ] = ""
    retire_le: Annotated[
        str, Meta(description="Le jour où l’accord a été repris.", examples=["02/03/2026"], extra=_DAY)
    ] = ""


class _File(msgspec.Struct):
    personnes: Annotated[tuple[_Person, ...], Meta(description="Les personnes, une fiche chacune.")] = ()
    enregistrements: Annotated[
        tuple[_Recording, ...],
        Meta(description="Les enregistrements qui ont un accord ; « people consent » les écrit à part."),
    ] = ()
    pas_des_personnes: Annotated[
        tuple[str, ...],
        Meta(
            description="Noms que l'outil prend pour ceux de personnes, et qui n'en sont pas.",
            examples=["Pierre Plate"],
        ),
    ] = ()


RECORD: Final = _File
"""What a register may hold: every key, with what it is for."""


class Filed(NamedTuple):
    """What a file says: its people, the recordings that their speakers agreed to, names that are no person's."""

    people: list[Person]
    recordings: list[Recording]
    others: list[str]


def people_in(node: Node, name: str) -> Filed:
    """What a file says. Raises `WrongUse`: one line a mistake, all of them, in order."""
    if isinstance(node, Sequence):
        node = Mapping([Entry("personnes", node.line, node)], node.line)
    conformed = Conformed(_understood(node), _File)
    found = conformed.values if isinstance(conformed.values, dict) else {}
    each = {key: list(enumerate(found.get(key) or ())) for key in ("personnes", "enregistrements")}
    people = [_person(cells, conformed, number) for number, cells in each["personnes"] if cells]
    recordings = [_recording(cells, conformed, number) for number, cells in each["enregistrements"] if cells]
    _refuse_twins(people, conformed)
    if conformed.troubles:
        told = dict.fromkeys(f"{at(name, line)} : {text}" for line, text in sorted(conformed.troubles))
        raise WrongUse("\n".join(told), HINT)
    return Filed(people, recordings, [_one_line(said) for said in found.get(OTHERS) or () if said])


def recording_in(node: Node, name: str) -> Recording:
    """The agreement that a small file of its own says. Raises `WrongUse`."""
    whole = Mapping([Entry("enregistrements", node.line, Sequence([node], node.line))], node.line)
    return people_in(whole, name).recordings[0]


def node_of(rows: Iterable[tuple[int, dict[str, str]]]) -> Node:
    """What the lines of a workbook (row number, column -> text) say, as if they were written in YAML."""
    items: list[Node] = [
        Mapping([Entry(key, row, Scalar(text, row)) for key, text in cells.items() if text.strip()], row)
        for row, cells in rows
        if any(text.strip() for text in cells.values())
    ]
    return Sequence(items, 1)


def _understood(node: Node) -> Node:
    """The file with its usual words made ours."""
    if not isinstance(node, Mapping):
        return node
    keys = {"personnes": _person_node, "enregistrements": _recording_node}
    entries = []
    for entry in node.entries:
        key = folded(entry.key)
        if key in OTHERS_WORDS:
            entries.append(Entry(OTHERS, entry.line, entry.value))
        elif key in keys and isinstance(entry.value, Sequence):
            items = [keys[key](item) for item in entry.value.items]
            entries.append(Entry(key, entry.line, Sequence(items, entry.value.line)))
        else:
            entries.append(Entry(key if key in keys else entry.key, entry.line, entry.value))
    return Mapping(entries, node.line)


def _person_node(node: Node) -> Node:
    """One person: what tells of her agreement may stand beside the rest, as in a workbook."""
    if isinstance(node, Scalar):
        return Mapping([Entry("nom", node.line, node)], node.line)
    if not isinstance(node, Mapping):
        return node
    entries, agreed = [], list[Entry]()
    scopes = list[Node]()
    for entry in node.entries:
        key = folded(entry.key)
        if key in {"image", "enregistrement"} and isinstance(entry.value, Scalar):
            if folded(entry.value.text) in YES:
                scopes.append(Scalar(SCOPE_WORDS[key], entry.line))
        elif PERSON_KEYS.get(key) == "accord" and isinstance(entry.value, Mapping):
            agreed += entry.value.entries
        elif key in AGREEMENT_KEYS:
            agreed.append(entry)
        else:
            entries.append(_renamed(entry, PERSON_KEYS))
    if scopes:
        agreed.append(
            Entry("portee", scopes[0].line, Sequence([Scalar("nom", scopes[0].line), *scopes], node.line))
        )
    if agreed:
        told = [_renamed(entry, AGREEMENT_KEYS) for entry in agreed]
        entries.append(Entry("accord", agreed[0].line, Mapping(told, agreed[0].line)))
    return Mapping(entries, node.line)


def _recording_node(node: Node) -> Node:
    if not isinstance(node, Mapping):
        return node
    return Mapping([_renamed(entry, RECORDING_KEYS) for entry in node.entries], node.line)


def _renamed(entry: Entry, keys: dict[str, str]) -> Entry:
    key = keys.get(folded(entry.key), entry.key)
    value = entry.value
    if isinstance(value, Scalar):
        if key in {"mineur", "relu"} and folded(value.text) in YES | NO:
            value = Scalar("oui" if folded(value.text) in YES else "non", value.line)
        elif key in {"le", "retire_le"}:
            value = Scalar(iso_day(value.text), value.line, value.empty)
        elif key in {"variantes", "portee"} and not value.empty:
            value = Sequence([Scalar(word.strip(), value.line) for word in _parts(value.text)], value.line)
    return Entry(key, entry.line, value)


def _parts(text: str) -> list[str]:
    return [part for part in re.split(r"[,;]", text) if part.strip()]


def iso_day(text: str) -> str:
    """« 13/11/2025 » as « 2025-11-13 »; anything else as it is."""
    slashed = _SLASHED.fullmatch(text.strip())
    return f"{slashed[3]}-{slashed[2]:0>2}-{slashed[1]:0>2}" if slashed else text.strip()


def _person(cells: dict[str, Any], conformed: Conformed, number: int) -> Person:
    path = ("personnes", number)
    raw = msgspec.convert({"nom": "?"} | _told(cells), _Person)
    word = folded(raw.niveau)
    if word and word not in LEVEL_WORDS:
        right = expected(raw.niveau, LEVEL_NAMES)
        conformed.wrong((*path, "niveau"), f"niveau : mot inconnu « {raw.niveau} » ; attendu : {right}")
    scopes = [SCOPE_WORDS.get(folded(said)) for said in raw.accord.portee]
    for said, scope in zip(raw.accord.portee, scopes, strict=True):
        if scope is None:
            right = expected(said, SCOPES)
            conformed.wrong((*path, "accord"), f"portee : mot inconnu « {said} » ; attendu : {right}")
    for key in ("le", "retire_le"):
        _refuse_no_day(getattr(raw.accord, key), conformed, (*path, "accord"), key)
    return Person(
        nom=_one_line(raw.nom),
        variantes=tuple(dict.fromkeys(map(_one_line, raw.variantes))),
        fonction=raw.fonction,
        structure=raw.structure,
        commune=raw.commune,
        territoire=raw.territoire,
        mineur=raw.mineur,
        niveau=LEVEL_WORDS.get(word, DEFAULT),
        pseudonyme=raw.pseudonyme,
        accord=Agreement(
            le=raw.accord.le,
            portee=tuple(scope for scope in SCOPES if scope in scopes),
            preuve=raw.accord.preuve,
            retire_le=raw.accord.retire_le,
        ),
    )


def _recording(cells: dict[str, Any], conformed: Conformed, number: int) -> Recording:
    path = ("enregistrements", number)
    raw = msgspec.convert({"fichier": "?", "le": ""} | _told(cells), _Recording)
    for key in ("le", "retire_le"):
        _refuse_no_day(getattr(raw, key), conformed, (*path, key), key)
    file = unicodedata.normalize("NFC", raw.fichier).replace("\\", "/").removeprefix("sources/").strip("/")
    return Recording(
        fichier=file,
        le=raw.le,
        par=raw.par,
        preuve=raw.preuve,
        relu=raw.relu,
        empreinte=raw.empreinte.strip().lower(),
        retire_le=raw.retire_le,
    )


def _told(cells: dict[str, Any]) -> dict[str, Any]:
    """Without what could not be understood, which is told already."""
    inner = {key: _told(value) if isinstance(value, dict) else value for key, value in cells.items()}
    return {
        key: [item for item in value if item is not None] if isinstance(value, list) else value
        for key, value in inner.items()
        if value is not None
    }


def _refuse_no_day(text: str, conformed: Conformed, path: tuple[str | int, ...], key: str) -> None:
    if text and not is_date(text):
        conformed.wrong(path, f"{key} : la date « {text} » n'existe pas ; attendu : un jour, comme 2025-11-13")


def _refuse_twins(people: Iterable[Person], conformed: Conformed) -> None:
    """The same name twice, of which one line might be open and the other closed."""
    seen: dict[str, int] = {}
    for number, person in enumerate(people):
        key = folded(person.nom)
        if key in seen:
            line = conformed.line(("personnes", seen[key]))
            conformed.wrong(
                ("personnes", number),
                f"« {person.nom} » est déjà à la ligne {line} ; gardez une seule fiche par nom (pour deux "
                "homonymes, celle qui en dit le moins)",
            )
        seen.setdefault(key, number)


def _one_line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def one_line(value: object) -> str:
    """A value as such a file has it, on one line: in quotes where YAML would take it for something else."""
    text = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, width=1 << 20)
    return str(text).removesuffix("...\n").strip()
