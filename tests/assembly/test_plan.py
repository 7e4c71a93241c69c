"""The templates of the plan: each mistake of an editor is told, with its file and line."""

from __future__ import annotations

import pytest
from msgspec import structs

from restitution.assembly.assemble import identified
from restitution.assembly.made import glossary, logos, missing_logos, read_glossary, unexplained_terms
from restitution.errors import RestitutionError, WrongUse
from restitution.pandoc import ast
from restitution.settings import Funding, Logo, Part, Visit, read_settings
from restitution.templating import HINT, decoded

from . import example
from .example import told

SETTINGS = b"projet: {titre: Essai}\nterritoires: [{code: A, nom: Ici}, {code: B, nom: Ailleurs}]\n"
MISTAKES = {
    "une rubrique inconnue": (
        "\n\n{{ passages('enjeu') }}",
        3,
        "« enjeu » n'est pas une rubrique ; attendu : enjeux",
    ),
    "un genre inconnu": ("{{ passages(genre='portait_territoire') }}", 1, "attendu : portrait_territoire"),
    "un genre inconnu, ailleurs": (
        "\n{% for n in notes('fiche_outils') %}{% endfor %}",
        2,
        "attendu : fiche_outil",
    ),
    "une condition inconnue": ("{{ passages('enjeux', territoir='HG') }}", 1, "attendu : territoire"),
    "un tableau inconnu": ("{{ tableau('visite') }}", 1, "« visite » n'est pas un tableau ; attendu : visites"),
    "un nom inconnu": (
        "\n{{ territoire.nom }}",
        2,
        "« territoire » n'est connu de rien ici ; vouliez-vous dire « territoires » ?",
    ),
    "un réglage inconnu": (
        "{{ projet.titr }}",
        1,
        "« titr » n'est connu de rien ici ; vouliez-vous dire « titre » ?",
    ),
    "un code inconnu": ("{{ nom['HGG'] }}", 1, "« HGG » n'est connu de rien ici ; vouliez-vous dire « HG » ?"),
    "un filtre inconnu": ("{{ titre | uper }}", 1, "« uper » n'est pas un filtre ; vouliez-vous dire « upper » ?"),
    "une commande inconnue": (
        "{% fort t in territoires %}",
        1,
        "commande ; vouliez-vous dire « for » ?",
    ),
    "une fin qui n'est pas la sienne": ("{% if titre %}\n{% endfor %}", 2, "« endfor » n'est pas une commande"),
    "une accolade ouverte": ("{{ titre ", 1, "le modèle s'arrête avant la fin d'une demande"),
    "une accolade de trop": ("{{ titre } }}", 1, "« } » n'est pas à sa place"),
    "un commentaire ouvert": ("{# rien", 1, "un commentaire « {# » n'est pas refermé par « #} »"),
    "une boucle ouverte": (
        "{% for t in territoires %}",
        1,
        "n'est pas refermé par « {% endfor %} »",
    ),
    "un appel de travers": (
        "\n\n\n{{ lacune(1, 2) }}",
        4,
        "trop de précisions entre les parenthèses de « lacune »",
    ),
    "un appel sans rien": ("{{ editorial() }}", 1, "il manque une précision entre les parenthèses"),
    "une note qui n'en est pas une": ("{{ source('x') }}", 1, "cette ligne ne peut pas être suivie"),
    "un accès interdit": ("{{ ''.__class__.__mro__ }}", 1, "« __class__ » n'est pas permis dans un modèle"),
    "une division": ("{{ 1 // 0 }}", 1, "une division par zéro"),
}


def document_of(template: str) -> str:
    templates = {**example.templates(), "plan/methode.md.j2": template}
    settings = structs.replace(example.settings(), plan=(Part(partie="methode"),))
    return told(example.document([], settings, templates)[0].blocks)


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_a_template_is_told(name: str) -> None:
    template, line, words = MISTAKES[name]
    with pytest.raises(RestitutionError) as told_:
        document_of(template)
    assert told_.value.message.startswith(f"templates/plan/methode.md.j2, ligne {line} : ")
    assert words in told_.value.message
    assert told_.value.hint == HINT


def test_a_template_that_windows_saved_is_told_in_any_room() -> None:
    with pytest.raises(RestitutionError, match=r"templates/plan/methode.md.j2, ligne 2 : .* UTF-8") as told_:
        decoded("plan/methode.md.j2", "# Titre\nété".encode("cp1252"))
    assert "enregistrez-le en UTF-8" in told_.value.hint
    assert decoded("html/page.css", "\ufeffété".encode()) == "été"


def test_a_right_template_is_rendered() -> None:
    assert (
        document_of("# {{ titre }}\n\n{{ passages('enjeux') or lacune('Rien.') }}") == "La méthode partagée Rien."
    )
    assert document_of("{{ tableau('glossaire') or 'vide' }}") == "vide"


def test_a_part_without_a_template_is_told() -> None:
    templates = {k: v for k, v in example.templates().items() if k != "plan/methode.md.j2"}
    with pytest.raises(RestitutionError) as told_:
        example.document([], with_templates=templates)
    assert (
        told_.value.message
        == "Le plan demande la partie « methode », mais templates/plan/methode.md.j2 n'existe pas."
    )
    assert "restitution.yaml" in told_.value.hint


def test_a_part_that_does_not_exist_is_told_with_the_nearest() -> None:
    with pytest.raises(WrongUse) as told_:
        read_settings(SETTINGS + b"plan: [{partie: portrait}]\n")
    assert "ligne 3" in told_.value.message
    assert "portraits" in told_.value.message
    assert read_settings(SETTINGS + b"plan: [{partie: portraits}]\n").plan[0].titre == "Portraits des territoires"


def test_the_title_and_order_of_parts_are_the_editors() -> None:
    plan = (Part(partie="portraits", titre="Nos pays"), Part(partie="contexte", titre="D'où l'on part"))
    document, _ = example.document([], structs.replace(example.settings(), plan=plan))
    assert [text for level, text in example.headings(document.blocks) if level == 1] == [
        "Nos pays",
        "D’où l’on part",
    ]


def test_a_plan_may_ask_for_one_note_in_any_way() -> None:
    """`identite` gives title and fields, `passages` by author or territory, `le` a date."""
    note = identified([example.whole_note("visite_miroir", "HG")], [])[0][0]
    template = (
        "{% for n in notes('visite_miroir', hote='HG') %}{{ identite(n) }}{% endfor %}\n\n{{ le(['2025-05-20']) }}"
    )
    settings = structs.replace(example.settings(), plan=(Part(partie="methode"),))
    document, _ = example.document([note], settings, {**example.templates(), "plan/methode.md.j2": template})
    assert told(document.blocks).startswith("Note visite_miroir HG Rédaction : le pays le 20 mai 2025")


def test_the_glossary() -> None:
    rows = (
        "\ufeffsigle;developpe;definition",
        "ZAN;zéro artificialisation nette;",
        "",
        "ÉPCI;;une structure",
        "GAL",
    )
    data = "\n".join(rows).encode()
    terms = read_glossary(data)
    assert [term.sigle for term in terms] == ["ÉPCI", "GAL", "ZAN"]
    (block,) = glossary(terms)
    shown = [(ast.text(term), ast.text(texts).strip()) for term, texts in block["c"]]
    assert shown == [("ÉPCI", "une structure"), ("ZAN", "zéro artificialisation nette")]
    (told_,) = unexplained_terms(terms)
    assert told_.message.startswith("ligne 5 : « GAL » n'a ni développé ni définition")
    assert glossary([]) == []
    assert [t.developpe for t in read_glossary("sigle,developpe\nTAD,à la demande".encode("cp1252"))] == [
        "à la demande"
    ]


def test_no_line_of_a_glossary_is_dropped() -> None:
    lines = "GAL;groupe d'action locale;une réunion;avec un comité\n;zone blanche\n;;sans nom"
    terms = read_glossary(lines.encode())
    assert [(t.sigle, t.developpe, t.definition) for t in terms] == [
        ("GAL", "groupe d'action locale", "une réunion ; avec un comité"),
        ("sans nom", "", ""),
        ("zone blanche", "", ""),
    ]
    told_ = " ".join(finding.message for finding in unexplained_terms(terms))
    assert "zone blanche" in told_
    assert "sans nom" in told_


def test_logos_that_are_there_are_shown_with_their_words() -> None:
    told_ = Funding(logos=(Logo(fichier="commun/ue.png", alt="Union européenne"), Logo(fichier="commun/pays.png")))
    settings = structs.replace(example.settings(), financement=told_)
    blocks, media = logos(settings, {"commun/ue.png": "0" * 64})
    assert media == {"logos/commun/ue.png": "0" * 64}
    assert "Union européenne" in ast.text(blocks)
    assert missing_logos(settings, {"commun/ue.png": "0" * 64}) == ["commun/pays.png"]
    assert logos(settings, {}) == ([], {})


# --- who is asked what she saw -----------------------------------------------------------------------


def seen_by(visits: tuple[Visit, ...], authors: set[str]) -> list[str]:
    """Whom the chapter on a visit to HG gives a heading, with the notes of some authors on it."""
    notes = [one for one in example.notes() if one.host == "HG" and one.kind == "visite_miroir"]
    settings = structs.replace(example.settings(), visites=visits, plan=(Part(partie="visites_miroir"),))
    blocks = example.document([one for one in notes if one.author in authors], settings)[0].blocks
    titles = [" ".join(ast.text(block["c"][2]).split()) for block in blocks if block["t"] == "Header"]
    return [title.partition(" : ")[2] for title in titles if title.startswith("Vu par")]


def test_only_who_was_to_come_is_asked_what_she_saw() -> None:
    one = Visit(type="miroir", hote="HG", visiteurs=("VA",))
    assert seen_by((one,), {"VA"}) == ["Val d’Arvoise"]
    assert seen_by((one,), {"VA", "MO"}) == ["Val d’Arvoise", "Marche d’Ombrois"], "what she wrote has its place"
    assert seen_by((Visit(type="miroir", hote="HG"),), {"VA"}) == ["Val d’Arvoise", "Marche d’Ombrois"]
    assert seen_by((), {"VA"}) == ["Val d’Arvoise", "Marche d’Ombrois"], "no visit is declared: everybody may"
