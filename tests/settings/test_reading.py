from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restitution.errors import WrongUse
from restitution.settings import PART_TITLES, SORTIES, Logo, Settings, load_settings, read_settings

from .conftest import ROOT, SHORT

DOCUMENTED = (ROOT / "docs" / "reglages.md").read_text("utf-8").split("```yaml\n")[1].split("```")[0]


def troubles(text: str | bytes) -> list[str]:
    with pytest.raises(WrongUse) as caught:
        read_settings(text.encode() if isinstance(text, str) else text)
    return caught.value.message.splitlines()


def test_what_is_not_written_has_a_default(settings: Settings) -> None:
    assert settings.sorties == SORTIES
    assert [part.titre for part in settings.plan] == list(PART_TITLES.values())
    assert [theme.cle for theme in settings.themes] == [
        *("capital_territorial", "competences", "entreprises"),
        *("logement", "mobilite", "jeunesse"),
        *("energetique", "sociale", "economique"),
    ]
    assert (settings.noms, settings.typographie.fine, settings.projet.langue) == ("masques", True, "fr-FR")


def test_the_documented_example_is_read_whole() -> None:
    read = read_settings(DOCUMENTED.encode())
    assert read.projet.rencontres == "« La campagne a de l’idée #2 », Chastelvern, 8 et 9 octobre 2026"
    assert [one.dossiers for one in read.territoires] == [("haute-galdonne",), ("val-arvoise",), ("ombrois",)]
    assert [part.titre for part in read.parts] == ["Couverture", "Trois portraits", "Annexes"]
    assert read.financement.logos[1] == Logo(fichier="commun/logos/gal.png")
    assert read.visites[0].realisee == ("2025-05-20", "2025-05-22")
    assert read.visites[1].realisee == ("2025-06-24",)
    assert [theme.cle for theme in read.themes] == ["logement", "mobilite"]


@pytest.mark.parametrize("text", [SHORT, DOCUMENTED])
def test_settings_come_back_whole_from_their_json(text: str) -> None:
    read = read_settings(text.encode())
    assert msgspec.json.decode(msgspec.json.encode(read), type=Settings) == read


@pytest.mark.parametrize("number", [2, 3, 40])
def test_any_number_of_territories_from_two(number: int) -> None:
    listed = "".join(f"  - {{code: T{n}, nom: Pays {n}}}\n" for n in range(number))
    assert len(read_settings(f"projet: {{titre: x}}\nterritoires:\n{listed}".encode()).codes) == number


WRONG = {
    "clé inconnue": ("projet:\n  titer: Cap\n", "ligne 2 : clé inconnue « titer » dans projet ; attendu : titre"),
    "clé sans rien de proche": (
        f"{SHORT}wxyz: 1\n",
        "ligne 7 : clé inconnue « wxyz » ; attendu : une clé parmi projet",
    ),
    "clé en double": (
        f"{SHORT}noms: masques\nnoms: affiches\n",
        "ligne 8 : clé « noms » déjà écrite à la ligne 7",
    ),
    "clé absente": (
        "projet: {date: 2026-10-08}\n",
        "ligne 1 : clé « titre » absente ou vide dans projet ; attendu : tit",
    ),
    "valeur vide": ("projet:\n  titre:\n", "ligne 2 : clé « titre » absente ou vide dans projet"),
    "un seul territoire": ("territoires: [{code: A, nom: B}]\n", "1 dans la liste ; attendu : 2 au moins"),
    "liste attendue": (f"{SHORT}visites: HG\n", "ligne 7 : visites : une valeur seule ; attendu : une liste"),
    "texte attendu": ("projet: {titre: [a]}\n", "ligne 1 : titre : une liste ; attendu : un mot ou un texte"),
    "clés attendues": (
        "projet: Cap 2040\n",
        "ligne 1 : projet : une valeur seule ; attendu : des clés parmi titre,",
    ),
    "oui ou non": (f"{SHORT}typographie: {{fine: true}}\n", "fine : « true » ; attendu : oui ou non"),
    "mot d'une liste": (f"{SHORT}noms: masqué\n", "noms : mot inconnu « masqué » ; attendu : masques"),
    "partie inconnue": (f"{SHORT}plan: [portrait]\n", "partie : mot inconnu « portrait » ; attendu : portraits"),
    "partie en double": (f"{SHORT}plan: [sommaire, sommaire]\n", "partie : « sommaire » déjà pris à la ligne 7"),
    "sortie inconnue": (
        f"{SHORT}sorties: [docx, powerpoint]\n",
        "sorties : mot inconnu « powerpoint » ; attendu :",
    ),
    "sortie en double": (f"{SHORT}sorties: [docx, docx]\n", "sorties : « docx » déjà pris à la ligne 7"),
    "date mal écrite": (
        "projet: {date: 8/10/2026}\n",
        "date : « 8/10/2026 » ; attendu : une date comme 2026-10-08",
    ),
    "date qui n'est pas": ("projet: {date: 2026-02-30}\n", "date : la date « 2026-02-30 » n’existe pas"),
    "code impossible": (
        "territoires: [{code: a/b, nom: c}]\n",
        "code : « a/b » ; attendu : un code de 1 à 12 lettres",
    ),
    "code en double": (
        "territoires:\n- {code: A}\n- {code: a}\n",
        "ligne 3 : code : « a » déjà pris à la ligne 2",
    ),
    "code réservé par Windows": (
        SHORT.replace("HG", "Aux"),
        "code : « Aux » ne peut nommer aucun fichier sous Windows",
    ),
    "code d'un avancé": (SHORT.replace("SE", "HG"), "ligne 6 : code : « HG » déjà pris à la ligne 3"),
    "nom partagé": (
        SHORT.replace("Ombrois}", "le Val d'Arvoise}"),
        "alias : « le Val d'Arvoise » nomme déjà le territoire",
    ),
    "dossier partagé": (
        SHORT.replace("nom:", "dossiers: commun, nom:", 2),
        "ligne 4 : dossiers : « commun » déjà pris à la ligne 3",
    ),
    "dossier au dehors": (
        SHORT.replace("nom:", "dossiers: ../ailleurs, nom:", 1),
        "dossiers : « ../ailleurs » ; attendu : un dossier de sources/",
    ),
    "logo au dehors": (
        f"{SHORT}financement: {{logos: [/etc/x.png]}}\n",
        "fichier : « /etc/x.png » ; attendu : un chemin",
    ),
    "hôte inconnu": (
        f"{SHORT}visites:\n- {{type: miroir, hote: XY}}\n",
        "ligne 8 : hote : territoire inconnu « XY » ; attendu : HG, VA ou MO",
    ),
    "hôte de l'autre sorte": (
        f"{SHORT}visites: [{{type: avance, hote: HG}}]\n",
        "hote : territoire avancé inconnu « HG » ; attendu : SE",
    ),
    "visiteur inconnu": (
        f"{SHORT}visites: [{{hote: HG, visiteurs: [VAL]}}]\n",
        "territoire inconnu « VAL » ; attendu : VA",
    ),
    "visiteur chez lui": (
        f"{SHORT}visites: [{{hote: HG, visiteurs: [HG]}}]\n",
        "visiteurs : « HG » est aussi l’hôte",
    ),
    "dates à l'envers": (
        f"{SHORT}visites: [{{realisee: [2025-05-22, 2025-05-20]}}]\n",
        "realisee : « 2025-05-22 » vient après « 2025-05-20 » ; attendu : la première date d’abord",
    ),
    "trois dates": (
        f"{SHORT}visites: [{{realisee: [2025-05-20, 2025-05-21, 2025-05-22]}}]\n",
        "realisee : 3 dans la liste ; attendu : 2 au plus",
    ),
    "chef de file": (
        "projet: {chef_de_file: HH}\nterritoires: [{code: HG}]\n",
        "chef_de_file : territoire inconnu « HH »",
    ),
    "thème en double": (
        SHORT + "axes:\n- {cle: a, themes: [{cle: x}]}\n- {cle: b, themes: [{cle: x}]}\n",
        "ligne 9 : cle : « x » déjà pris à la ligne 8",
    ),
    "thème inconnu": (
        f"{SHORT}derogations: [{{case: logment/HG}}]\n",
        "case : thème inconnu « logment » ; attendu : logement",
    ),
    "contrôle inconnu": (
        f"{SHORT}derogations: [{{controle: cinq}}]\n",
        "controle : « cinq » ; attendu : le numéro d’un",
    ),
    "valeur coupée par #": (
        "projet:\n  titre: « L’idée #2 »\n",
        "titre : « « L’idée » est coupé ; après une espace, #",
    ),
}


@pytest.mark.parametrize(("text", "told"), WRONG.values(), ids=WRONG)
def test_a_mistake_is_told_with_its_line_and_what_was_expected(text: str, told: str) -> None:
    found = troubles(text)
    assert any(told in line for line in found), found
    assert all(re.match(r"restitution\.yaml, ligne \d+ : .+", line) for line in found)


def test_all_mistakes_come_at_once_in_the_order_of_the_file() -> None:
    text = SHORT.replace("titre:", "titer:").replace("MO, nom", "VA, nom") + "sorties: [doc]\nnoms: x\n"
    lines = [int(re.findall(r"ligne (\d+)", line)[0]) for line in troubles(text)]
    assert lines == sorted(lines)
    assert set(lines) == {1, 5, 7, 8}


def test_nothing_is_guessed_from_a_scalar() -> None:
    read = read_settings(SHORT.replace("Cap 2040", "NO, sous_titre: 01004, licence: ~").encode())
    assert (read.projet.titre, read.projet.sous_titre, read.projet.licence) == ("NO", "01004", "~")


UNREADABLE = {
    "vide": (b"", "restitution.yaml est vide ; "),
    "blancs": (b" \n\n", "restitution.yaml est vide ; "),
    "commentaires": (b"# rien\n", "restitution.yaml est vide ; "),
    "tabulation": (b"projet:\n\ttitre: x\n", "ligne 2 : tabulation en début de ligne ; "),
    "cp1252": ("projet:\n  titre: né\n".encode("cp1252"), "ligne 2 : « é » n’est pas en UTF-8, "),
    "utf-16": ("projet: {titre: x}".encode("utf-16"), "restitution.yaml est enregistré en UTF-16 ; "),
    "utf-16 sans marque": (
        "projet: {titre: x}".encode("utf-16-le"),
        "restitution.yaml est enregistré en UTF-16 ; ",
    ),
    "renvoi": (b"a: &x 1\nb: *x\n", "ligne 1 : ancre ou renvoi YAML"),
    "gras de Markdown": (b"projet:\n  titre: *Cap*\n", "ligne 2 : ancre ou renvoi YAML"),
    "étiquette": (b"projet: !!python/object:os.system x\n", "ligne 1 : étiquette YAML"),
    "deux documents": (b"a: 1\n---\nb: 2\n", "second document YAML"),
    "profondeur": (b"[" * 20_000, "trop de niveaux imbriqués"),
    "deux-points": (b"projet:\n  titre: Cap : deux\n", "ligne 2 : deux-points inattendus"),
    "accolade": (b"projet: {titre: x\nnoms: masques\n", "crochet ou accolade"),
    "guillemet": (b'projet: {titre: "x}\n', "guillemet ouvert et jamais fermé"),
    "clé seule": (b"projet:\n  titre\n  date: x\n", "ligne 3 : "),
    "retrait": (b"projet:\n  titre: x\n date: y\n", "ligne 3 : retrait incohérent"),
    "signe réservé": (b"projet:\n  titre: @x\n", "ligne 2 : la valeur commence par un signe réservé"),
    "caractère invisible": (b"projet:\n  titre: a\x07b\n", "ligne 2 : caractère invisible"),
    "énorme": (b"#" * (2 << 20), "un million d’octets"),
}


@pytest.mark.parametrize(("data", "told"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_is_no_yaml_of_ours_is_told_in_one_sentence(data: bytes, told: str) -> None:
    found = troubles(data)
    assert len(found) == 1
    assert told in found[0]


def test_a_byte_order_mark_and_windows_lines_are_no_mistake() -> None:
    assert read_settings(b"\xef\xbb\xbf" + SHORT.replace("\n", "\r\n").encode()) == read_settings(SHORT.encode())


@given(st.text(alphabet="{}[]:,-#&*!|>'\"%@`?\n\t aé1«» ", max_size=60))
def test_whatever_is_written_is_read_or_told(text: str) -> None:
    with pytest.raises(WrongUse) as caught:
        read_settings(f"{text}\n".encode())
    assert caught.value.message.startswith("restitution.yaml")


def test_a_missing_file_is_told_with_its_folder(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match=r"Le dossier « .*mon projet é » n'existe pas"):
        load_settings(tmp_path / "mon projet é" / "restitution.yaml")
    (tmp_path / "mon projet é").mkdir()
    with pytest.raises(WrongUse, match=r"restitution\.yaml est introuvable dans le dossier « mon projet é »"):
        load_settings(tmp_path / "mon projet é" / "restitution.yaml")
    with pytest.raises(WrongUse, match="ne peut pas être lu"):
        load_settings(tmp_path)
    (tmp_path / "restitution.yaml").write_text(SHORT, "utf-8")
    assert load_settings(tmp_path / "restitution.yaml").codes == ("HG", "VA", "MO")


def test_a_stage_does_not_pay_for_yaml() -> None:
    told = "import restitution.settings, restitution.domain as d, sys; d.domain(); print('yaml' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


TERRITORIES = {
    "Val d'Arvoise": ["VA"],
    "LE VAL D’ARVOISE": ["VA"],
    "val-arvoise": ["VA"],
    "va": ["VA"],
    "note_VA": ["VA"],
    "VA et MO": ["VA", "MO"],
    "Marche d’Ombrois, puis Haute Galdonne": ["MO", "HG"],
    "Ce que VA retient de la haute-galdonne": ["VA", "HG"],
    "où va le territoire": [],
    "OÙ VA LE TERRITOIRE": [],
    "Les Ombroisiens": [],
    "valorisation": [],
    "": [],
    "Pays de Séronne": [],
}


@pytest.mark.parametrize(("text", "codes"), TERRITORIES.items())
def test_territories_are_found_by_whole_names(settings: Settings, text: str, codes: list[str]) -> None:
    assert settings.territory_named(text) == codes


def test_advanced_territories_are_found_when_asked_for(settings: Settings) -> None:
    assert settings.territory_named("Visite du pays de Seronne par HG", advanced=True) == ["SE", "HG"]


def test_the_longest_name_wins() -> None:
    read = read_settings(
        b"projet: {titre: x}\nterritoires: [{code: A, nom: Lande}, {code: B, nom: Haute Lande}]\n"
    )
    assert read.territory_named("La Haute-Lande") == ["B"]
    assert read.territory_named("La Haute-Lande et la Lande") == ["B", "A"]


def test_visitors_are_all_the_others_unless_written() -> None:
    read = read_settings(f"{SHORT}visites: [{{type: miroir, hote: HG}}, {{type: avance, hote: SE}}]\n".encode())
    assert [read.visitors(visit) for visit in read.visites] == [("VA", "MO"), ("HG", "VA", "MO")]
