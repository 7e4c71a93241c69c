from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from restitution import domain as model
from restitution.domain import (
    Theme,
    domain,
    field_of,
    heading_words,
    implicit_section,
    kind_in_folder,
    kind_in_title,
    kind_of_word,
    normal_title,
    section_of,
    theme_of_word,
)

from .conftest import ROOT

DESIGN = ROOT.parent / "shared" / "design" / "domain_model.yaml"
ALIASES = [(alias, key) for key, one in domain().sections.items() for alias in (one.label, *one.alias)]


def test_the_json_is_in_sync_with_the_yaml() -> None:
    command = "uv run python -m restitution.domain > scripts/restitution/domain.json"
    shipped = Path(model.__file__).with_name("domain.json").read_bytes()
    assert shipped == model.shipped_json(), f"domain.json is not domain.yaml's; to mend it: {command}"


@pytest.mark.parametrize(("alias", "section"), ALIASES)
def test_every_alias_opens_its_section(alias: str, section: str) -> None:
    match = section_of(alias, None)
    assert match is not None
    assert (match.key, match.compound) == (section, False)


def _collisions(words: list[tuple[str, str]]) -> list[tuple[str, set[str]]]:
    owners: dict[str, set[str]] = {}
    for word, key in words:
        owners.setdefault(normal_title(word), set()).add(key)
    return [(word, keys) for word, keys in owners.items() if len(keys) > 1]


def test_no_word_means_two_things() -> None:
    kinds = domain().kinds.items()
    assert _collisions(ALIASES) == []
    assert _collisions([(word, key) for key, words in domain().champs.items() for word in (key, *words)]) == []
    assert (
        _collisions([(w, key) for key, one in kinds for w in (key, one.label, *one.courts, *one.dossiers)]) == []
    )
    assert _collisions([(w, one.cle) for one in domain().themes for w in (one.cle, one.titre, *one.alias)]) == []
    assert _collisions([(word, one.cle) for one in domain().themes for word in one.mots]) == []


def test_the_model_names_only_what_it_has() -> None:
    sections = set(domain().sections)
    for key, kind in domain().kinds.items():
        assert {*kind.sections, kind.implicite, *kind.exceptions.values()} <= sections, key
        assert len(kind.sections) == len(set(kind.sections)), key
    assert domain().implicite in sections


def test_nothing_of_the_design_is_left_out() -> None:
    if not DESIGN.exists():
        pytest.skip("le dossier de conception n’est pas à côté de ce projet")
    design = yaml.safe_load(DESIGN.read_text("utf-8"))
    bare = re.compile(r"\s*\[[^]]*\]$")
    for key, one in design["sections"].items():
        seen = [bare.sub("", title) for title in one["vus"] if "(motif)" not in title]
        titles = [re.sub(r"\s*…?\s*\((titre-\w+)\)$", "", title) for title in seen] + one["proposes"]
        found = {title: section_of(title, None) for title in titles}
        assert {title: match and match.key for title, match in found.items()} == dict.fromkeys(titles, key)
    for kind, exceptions in design["overrides"].items():
        for title, section in exceptions.items():
            match = section_of(title, kind)
            assert match, (title, kind)
            assert match.key == section, (title, kind)
    for kind, lists in design["kinds"].items():
        ours = domain().kinds[kind]
        assert (list(ours.requis), list(ours.conseille)) == (lists["requis"], lists["conseille"])
        assert sorted(ours.optionnel) == sorted(lists["optionnel"])
    for short, kind in design["kind_short"].items():
        assert kind_of_word(short) == kind
    for kind, folders in design["kind_folders"].items():
        assert [kind_in_folder(folder) for folder in folders] == [kind] * len(folders)


TITLES = {
    ("1. Le Contexte", None): "contexte",
    ("II - CE QUE NOUS AVONS VU", None): "etapes_visite",
    ("a) Les enjeux :", None): "enjeux",
    ("2.3 Freins", None): "difficultes",
    ("Chapitre 4 – Leviers", None): "reussite",
    ("Participants (14)", None): "participants",
    ("Mise en oeuvre", None): "initiative",
    ("Déroulement", "visite_miroir"): "programme",
    ("Déroulement", "fiche_outil"): "mode_emploi",
    ("Présentation", "portrait_territoire"): "presentation_territoire",
    ("Synthèse", None): "essentiel",
    ("Synthèse", "visite_miroir"): "enseignements",
    ("Synthèse", "transcription_atelier"): "convergences",
    ("Restitution", "visite_miroir"): "regards",
    ("Visite du Fort de Sauvelane", "visite_miroir"): "etapes_visite",
    ("Visite d’une scierie", "visite_inspirante"): "etapes_visite",
    ("Rencontre avec le conseil des jeunes", "visite_miroir"): "etapes_visite",
    ("Jour 2 – Vauderive", "visite_miroir"): "etapes_visite",
    ("Matinée – café associatif", "visite_miroir"): "etapes_visite",
    ("Étape 2 : la ferme", "visite_miroir"): "etapes_visite",
    ("Étape 2 : lister les acteurs", "fiche_outil"): "mode_emploi",
    ("Table 3 – Logement", "transcription_atelier"): "echanges",
    ("Sous-groupe B", "transcription_atelier"): "echanges",
    ("Interview de la présidente", "apport_expert"): "propos_expert",
    ("Actions en faveur de l’accueil", "fiche_thematique"): "action",
    ("Zoom sur la pépinière", "fiche_action"): "initiative",
    ("Annexe 3", "visite_miroir"): "annexes",
    ("Visite du Fort de Sauvelane", "fiche_thematique"): None,
    ("Le Val d’Arvoise, une vallée qui ne veut pas devenir une banlieue.", "visite_miroir"): None,
    ("Visite de la gare, qui rouvre", "visite_miroir"): None,
    ("Visite de la ferme.", "visite_miroir"): None,
    ("Une forte mobilisation et budget.", None): None,
    ("Les jeunes sont partis et enjeux", None): None,
    ("Logement", "portrait_territoire"): None,
    ("Les bourgs de la vallée", None): None,
    ("", None): None,
    ("contexte " * 100, None): None,
}


@pytest.mark.parametrize(("title", "section"), TITLES.items())
def test_a_title_opens_its_section_or_stays_where_it_is(
    title: tuple[str, str | None], section: str | None
) -> None:
    match = section_of(*title)
    assert (match and match.key) == section


COMPOUND = {
    "Enjeux et préconisations pour l’accueil": "enjeux",
    "Conclusions et enjeux": "enjeux",
    "Freins & leviers": "difficultes",
    "Objectifs : comprendre l’accueil": "objectifs",
    "Logement – état des lieux": "etat_des_lieux",
    "Étonnements/questions ouvertes": "regards",
}


@pytest.mark.parametrize(("title", "section"), COMPOUND.items())
def test_a_compound_title_opens_the_first_section_that_it_names(title: str, section: str) -> None:
    match = section_of(title, None)
    assert match
    assert (match.key, match.compound) == (section, True)


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(title: str) -> None:
    assert normal_title(normal_title(title)) == normal_title(title)


@given(st.sampled_from([alias for alias, _ in ALIASES]), st.sampled_from(["", "1. ", "IV - ", "b) ", "2.1 "]))
def test_numbering_and_case_change_nothing(alias: str, numbering: str) -> None:
    assert normal_title(f"{numbering}{alias}") == normal_title(alias.upper()) == normal_title(alias)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("visite-miroir", "visite_miroir"),
        ("Visite miroir", "visite_miroir"),
        ("visite_miroir", "visite_miroir"),
        ("ateliers", "transcription_atelier"),
        ("Édito", "texte_editorial"),
        ("fiche outil", "fiche_outil"),
        ("poème", None),
        ("", None),
    ],
)
def test_a_kind_is_known_by_its_words(word: str, kind: str | None) -> None:
    assert kind_of_word(word) == kind


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("2025-05_visite-miroir", "visite_miroir"),
        ("territoires-avances", "visite_inspirante"),
        ("Visites", "visite_miroir"),
        ("fiches outils", "fiche_outil"),
        ("fiches", "fiche_thematique"),
        ("expertise", "apport_expert"),
        ("haute-galdonne", None),
    ],
)
def test_a_folder_suggests_a_kind(folder: str, kind: str | None) -> None:
    assert kind_in_folder(folder) == kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Portrait Haute-Galdonne v3 DEF", "portrait_territoire"),
        ("CR visite Ombrois (relu)", "visite_miroir"),
        ("Transcription réunion 2026-02-05", "transcription_atelier"),
        ("Compte rendu de la réunion du comité de pilotage", "compte_rendu_reunion"),
        ("fiche-theme-logement", "fiche_thematique"),
        ("Fiche outil : le triangle grec", "fiche_outil"),
        ("note_expert_capital_territorial", "apport_expert"),
        ("Voyage apprenant en Séronne", "visite_inspirante"),
        ("atelier_logement", "transcription_atelier"),
        ("notes", None),
        ("note_VA", None),
        ("mobilite", None),
    ],
)
def test_a_title_or_file_name_suggests_a_kind(title: str, kind: str | None) -> None:
    assert kind_in_title(title) == kind


def test_what_stands_before_any_heading_has_a_section() -> None:
    kinds = ("visite_miroir", "portrait_territoire", "apport_expert", None, "inconnu")
    assert [implicit_section(kind) for kind in kinds] == [
        *["presentation_territoire"] * 2,
        *("propos_expert", "contexte", "contexte"),
    ]


def test_fields_and_themes_are_known_by_their_synonyms() -> None:
    assert [field_of(label) for label in ("Rédigé par", "AUTEUR", "rédaction", "redacteur")] == ["redacteur"] * 4
    assert [field_of(label) for label in ("Hôte", "Visiteurs", "Date", "Thèmes")] == [
        *("territoire_hote", "territoires_visiteurs", "date_debut", "themes")
    ]
    assert field_of("Nous avons vu") is None
    words = ("mobilite", "Mobilité", "MOBILITÉS", "capital territorial", "Énergie", "forêt")
    assert [theme_of_word(word) for word in words] == [
        *["mobilite"] * 3,
        *("capital_territorial", "energetique", None),
    ]
    own = [Theme(cle="eau", titre="Eau et rivières", alias=("rivière",))]
    assert [theme_of_word(word, own) for word in ("Rivières", "eau", "mobilite")] == ["eau", "eau", None]


def test_patterns_are_written_over_folded_titles() -> None:
    for motif in itertools.chain.from_iterable(one.motifs for one in domain().sections.values()):
        assert re.fullmatch(r"[a-z0-9 ()|^$?*+\\\[\],:{}.!=-]+|.*\\[dwb].*", motif), motif
        assert not re.search(r"[A-ZÀ-ÿ'’]", motif.replace(r"\W", "")), motif


@pytest.mark.parametrize(
    ("heading", "of_the_plan", "said"),
    [
        ("1. Les Chiffres-clés", "Chiffres clés", True),
        ("II - Enjeux :", "Enjeux", True),
        ("L’état des lieux", "État des lieux", True),
        ("Chiffres clés (INSEE 2022)", "Chiffres clés", False),
        ("Partie 2 – Enjeux", "Enjeux", False),
        ("Enjeux, suite", "Enjeux", False),
    ],
)
def test_a_heading_stands_for_another_of_the_same_words(heading: str, of_the_plan: str, said: bool) -> None:
    assert (heading_words(heading) == heading_words(of_the_plan)) is said
