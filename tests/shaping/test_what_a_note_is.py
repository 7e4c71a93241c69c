"""Kind, place, dates, people and pictures of a note."""

from __future__ import annotations

import pytest

from restitution.model import Note, Passage, Reading
from restitution.pandoc import ast
from restitution.pandoc.table import simple_table
from restitution.settings import AdvancedTerritory, Project, Settings, Territory
from restitution.shaping.captions import captioned
from restitution.shaping.dates import dates_of
from restitution.shaping.fields import is_identity, line_field
from restitution.shaping.kinds import kind_of
from restitution.shaping.people import attendance_said, people_in_field, people_listed, structure_in_field
from restitution.shaping.pictures import resolve_pictures
from restitution.shaping.shape import Said, shape
from tests.writers.sample import SVG, png

from .cases_of_notes import blocks_of

SETTINGS = Settings(
    projet=Project(titre="Essai"),
    territoires=(
        Territory(
            code="HG", nom="Haute-Galdonne", dossiers=("haute-galdonne",), structure="PETR de Haute-Galdonne"
        ),
        Territory(code="VA", nom="Val d'Arvoise", dossiers=("val-arvoise",)),
        Territory(code="MO", nom="Marche d'Ombrois", dossiers=("ombrois",)),
    ),
    avances=(AdvancedTerritory(code="SE", nom="Pays de Séronne", alias=("Séronne",)),),
)
PNG = png(4, 4)


def note_of(text: str, path: str = "commun/note.md", fields: dict[str, str] | None = None, **said: str) -> Note:
    reading = Reading(blocks=blocks_of(text), fields=fields or {})
    return shape(reading, path, "0", path.rsplit(".", 1)[-1], Said(**said), SETTINGS)


@pytest.mark.parametrize(
    ("said", "field", "path", "format_", "title", "kind"),
    [
        ("portrait", "fiche outil", "visites/note.md", "md", "Fiche outil", "portrait_territoire"),
        ("", "expert", "visites/note.md", "md", "Fiche outil", "apport_expert"),
        ("", "", "pays/visite-miroir/portrait.md", "md", "Fiche outil", "visite_miroir"),
        ("", "", "pays/portrait du pays.md", "md", "Fiche outil", "portrait_territoire"),
        ("", "", "pays/note.md", "md", "Fiche outil : l'abaque", "fiche_outil"),
        ("", "", "pays/portraits/note.vtt", "vtt", "", "transcription_atelier"),
        ("portrait", "", "pays/note.vtt", "vtt", "", "portrait_territoire"),
        ("", "", "pays/note.md", "md", "Quelques mots", None),
        ("poème", "sonnet", "pays/note.md", "md", "", None),
    ],
)  # fmt: skip
def test_kind_by_the_first_clue_that_speaks(
    said: str, field: str, path: str, format_: str, title: str, kind: str | None
) -> None:
    assert kind_of(said, field, path, format_, title, []) == kind


@pytest.mark.parametrize(
    ("title", "sections", "spoken", "kind"),
    [
        ("Compte rendu", (), False, None),
        ("Compte rendu", ("Ordre du jour", "Décisions"), False, "compte_rendu_reunion"),
        ("CR du 12 mars", ("Présents", "Suites à donner"), False, "compte_rendu_reunion"),
        ("Compte rendu", ("Enjeux",), False, None),
        ("Compte rendu", ("Ordre du jour", "Décisions"), True, "transcription_atelier"),
        ("Compte rendu du 12 mars : atelier eau", (), False, "transcription_atelier"),
        ("Compte rendu", ("Sous-groupe A", "Sous-groupe B"), False, "transcription_atelier"),
        ("Compte rendu de l'atelier habitat", ("Décisions",), False, "transcription_atelier"),
        ("Compte rendu de réunion", (), False, "compte_rendu_reunion"),
    ],
)
def test_what_a_bare_account_is_of(title: str, sections: tuple[str, ...], spoken: bool, kind: str | None) -> None:
    blocks = [ast.header(1, ast.string(one)) for one in sections]
    assert kind_of("", "", "pays/note.rtf", "rtf", title, blocks, spoken=spoken) == kind


def test_kind_by_the_sections_that_a_note_has() -> None:
    sections = "Objectifs", "Description de la méthode", "Mode d'emploi", "Utilité et limites"
    assert note_of("\n\n## ".join(["# Une méthode", *sections, "Fin."])).kind == "fiche_outil"
    assert note_of("# Une note\n\n## Enjeux\n\n## Objectifs\n\nFin.").kind is None


@pytest.mark.parametrize(
    ("path", "text", "said", "host", "territories"),
    [
        ("haute-galdonne/portraits/note.md", "Mots.", {}, "", ["HG"]),
        ("commun/portraits/note.md", "Territoire : Val d'Arvoise", {}, "", ["VA"]),
        ("haute-galdonne/portraits/note.md", "Territoire : Val d'Arvoise", {}, "", ["VA"]),
        ("haute-galdonne/portraits/note.md", "Territoire : Val d'Arvoise", {"territoire": "MO"}, "", ["MO"]),
        ("ombrois/visite miroir/note.md", "Mots.", {}, "MO", ["MO"]),
        ("commun/visite miroir/note.md", "Hôte : Haute-Galdonne", {}, "HG", ["HG"]),
        ("commun/visite miroir/note.md", "Hôte : Haute-Galdonne", {"territoire": "VA"}, "VA", ["VA"]),
        ("commun/territoires-avances/Seronne_juin2025.md", "Mots.", {}, "SE", []),
        ("val-arvoise/visite-miroir/note.md", "# Trois jours en Marche d'Ombrois", {}, "MO", ["MO"]),
        ("val-arvoise/visite-miroir/note.md", "# Le Val d'Arvoise vu par la Haute-Galdonne", {}, "VA", ["VA"]),
        ("commun/note.md", "Mots.", {}, "", []),
    ],
)  # fmt: skip
def test_place_by_the_editor_then_the_note_then_its_folder(
    path: str, text: str, said: dict[str, str], host: str, territories: list[str]
) -> None:
    note = note_of(f"{text}\n\n## Enjeux\n\nLoger.", path, **said)
    assert (note.host, note.territories) == (host, territories)


@pytest.mark.parametrize(
    ("path", "text", "author"),
    [
        ("ombrois/visite miroir/note.md", "Visiteurs : Val d'Arvoise", "VA"),
        ("ombrois/visite miroir/note.md", "Visiteurs : Val d'Arvoise, Haute-Galdonne", ""),
        ("val-arvoise/visite-miroir/note.md", "# Trois jours en Marche d'Ombrois", "VA"),
        ("ombrois/visite miroir/note.md", "# Trois jours en Marche d'Ombrois", ""),
        ("ombrois/visite miroir/note_HG.md", "Visiteurs : Val d'Arvoise", "HG"),
    ],
)
def test_whose_regard_a_visit_is(path: str, text: str, author: str) -> None:
    assert note_of(f"{text}\n\n## Enjeux\n\nLoger.", path).author == author


def test_a_visit_receives_every_other_territory_unless_told() -> None:
    assert note_of("Mots.", "ombrois/visite miroir/note.md").visitors == ["HG", "VA"]
    told = note_of("Visiteurs : Val d'Arvoise\n\n## Enjeux\n\nMots.", "ombrois/visite miroir/note.md")
    assert told.visitors == ["VA"]


@pytest.mark.parametrize(
    ("path", "field", "author"),
    [
        ("ombrois/visites/note_VA.md", "", "VA"),
        ("ombrois/visites/note.md", "Nadège Vauquelin, PETR de Haute-Galdonne", "HG"),
        ("ombrois/visites/note.md", "Marche d'Ombrois", "MO"),
        ("ombrois/visites/note.md", "", ""),
    ],
)
def test_author_by_its_body_then_the_name_of_the_file(path: str, field: str, author: str) -> None:
    assert note_of("Mots.", path, {"rédaction": field} if field else None).author == author


@pytest.mark.parametrize(
    ("said", "name", "dates"),
    [
        ("du 20 au 22 mai 2025", "2024-01.md", ["2025-05-20", "2025-05-22"]),
        ("20 mai 2025", "", ["2025-05-20"]),
        ("", "Transcription réunion 2026-02-05.docx", ["2026-02-05"]),
        ("", "haute-galdonne/2025-05_visite/note.docx", ["2025-05-01"]),
        ("bientôt", "note 12025-05.docx", []),
        ("", "note 2025-02-30.docx", []),
        ("", "note v2.docx", []),
    ],
)
def test_dates_by_the_note_then_its_name(said: str, name: str, dates: list[str]) -> None:
    assert dates_of(said, name) == dates


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("Rédigé par : Ana", ("redacteur", "Ana")),
        ("  Hôte : MO ", ("territoire_hote", "MO")),
        ("Nous avons vu : une scierie", None),
        ("Date :", None),
        ("Date : " + "x" * 500, None),
        ("Une phrase sans champ.", None),
    ],
)
def test_a_line_that_is_a_field(line: str, field: tuple[str, str] | None) -> None:
    assert line_field(line) == field


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        ("Hôte : MO\nDate : 12 mars 2025", True),
        ("Hôte : MO\nDate : 12 mars 2025\nUne remarque à part.", True),
        ("Hôte : MO\nUne remarque à part.\nUne autre.", False),
        ("- Hôte : MO\n- Date : 12 mars 2025", True),
        ("- Hôte : MO\n- une chose vue", False),
        ("> Hôte : MO", False),
    ],
)
def test_a_block_of_identity(text: str, identity: bool) -> None:
    assert is_identity(blocks_of(text)[0]) is identity


def test_people_structures_and_attendance() -> None:
    assert people_in_field("Nadège Vauquelin, PETR de Haute-Galdonne ; M. Durand (mairie)") == [
        "Nadège Vauquelin",
        "Durand",
    ]
    assert structure_in_field("Nadège Vauquelin, PETR de Haute-Galdonne") == "PETR de Haute-Galdonne"
    listed = [
        Passage(block=block, section="participants") for block in blocks_of("- Ana Roux, élue\n- Luc Aubier")
    ]
    assert people_listed(listed) == ["Ana Roux", "Luc Aubier"]
    assert attendance_said(listed) == 2
    said = [Passage(block=block, section="participants") for block in blocks_of("Nous étions 14 participants.")]
    assert attendance_said([*said, *listed]) == 14
    assert attendance_said([]) == 0


@pytest.mark.parametrize(
    ("text", "came"),
    [
        ("Présents : Mme Ana Roux (maire), M. Luc Aubier, Ysé Kermadec\n\nExcusés : Zoé Martin", 3),
        ("Présents : Ana Roux, Luc Aubier\\\nAbsents excusés : Zoé Martin", 2),
        ("Présents :\n\n- Ana Roux\n- Luc Aubier\n\nÉtaient excusés :\n\n- Zoé Martin\n- Paul Roc", 2),
        ("- Ana Roux\n- Luc Aubier (excusé)", 1),
        ("Nous étions 14 participants :\n\n- Ana Roux\n- Luc Aubier", 14),
        ("- Ana Roux\n\nExcusés : 3 personnes", 1),
        ("3 personnes excusées. Nous étions 14 personnes.", 14),
        ("| Nom | Présence |\n|---|---|\n| Ana Roux | oui |\n| Luc Aubier | Excusé |", 1),
    ],
)
def test_who_did_not_come_is_not_counted(text: str, came: int) -> None:
    assert attendance_said(Passage(block=block, section="participants") for block in blocks_of(text)) == came


def test_each_line_that_names_people_is_read() -> None:
    text = "Présents : Ana Roux\n\nPersonnes présentes : Luc Aubier\n\n# A\n\n## B\n\nExcusés : Zoé Martin"
    assert note_of(text, "a.md", {}).people == ["Ana Roux", "Luc Aubier", "Zoé Martin"]


def test_uses_of_a_tool() -> None:
    fields = {"territoires_usage": "HG : utilisé ; Val d'Arvoise : essayé, MO : jamais"}
    assert note_of("Mots.", "commun/outils/a.md", fields).uses == {"HG": "utilise", "VA": "essaye"}


@pytest.mark.parametrize(
    ("files", "target", "shown", "code"),
    [
        ({"pays/img/a.png": PNG}, "img/a.png", True, "description"),
        ({"pays/a.png": PNG}, "../pays/a.png", True, "description"),
        ({"autre/a.png": PNG}, "../autre/a.png", False, "image"),
        ({"pays/la halle.png": PNG}, "la%20halle.png", True, "description"),
        ({"autre/a.png": PNG}, "%2e%2e/autre/a.png", False, "image"),
        ({}, "absente.png", False, "image"),
        ({"pays/a.svg": SVG}, "a.svg", True, "description"),
        ({"pays/a.svg": b"<svg/>"}, "a.svg", False, "image"),
        ({"pays/a.png": PNG[:20]}, "a.png", False, "image"),
        ({"pays/a.emf": b"EMF"}, "a.emf", False, "image"),
        ({"pays/a.png": PNG}, "/pays/a.png", False, "image"),
        ({"pays/a.png": PNG}, "http://ailleurs/a.png", False, "image"),
    ],
)
def test_a_picture_is_shown_or_named(files: dict[str, bytes], target: str, shown: bool, code: str) -> None:
    reading = Reading(blocks=blocks_of(f"Avant ![]({target}) après."))
    resolved, media = resolve_pictures(reading, "pays/note.md", files.get, lambda data: f"{len(data):064}")
    assert [finding.code for finding in resolved.findings] == [code]
    assert bool(media) is shown
    name = target.rsplit("/", 1)[-1]
    assert f"« {name} »" in resolved.findings[0].message
    said = f"Illustration sans description ({name})" if shown else f"[image non reprise : {name}]"
    assert said in ast.text(resolved.blocks)


def test_a_note_at_the_top_shows_a_picture_beside_it() -> None:
    reading = Reading(blocks=blocks_of("![](a.png) ![](../b.png)"))
    _, media = resolve_pictures(reading, "note.md", {"a.png": PNG, "../b.png": PNG}.get, lambda _: "0" * 64)
    assert len(media) == 1


@pytest.mark.parametrize("said", ["12²", "²", ""])
def test_a_count_that_is_no_number_counts_nobody(said: str) -> None:
    assert note_of("Mots.", "a.md", {"nb_participants": said}).attendance == 0


def test_a_picture_and_its_caption_make_one_figure() -> None:
    resolved, _ = resolve_pictures(
        Reading(blocks=blocks_of("Avant.\n\n![](a.png)\n\nFigure 1 : la carte.\n\nAprès.")),
        "pays/note.md",
        {"pays/a.png": PNG}.get,
        lambda _: "0" * 64,
    )
    joined = captioned(resolved.blocks)
    assert [block["t"] for block in joined] == ["Para", "Figure", "Para"]
    assert "sans description" not in ast.text(joined)
    alone = captioned(blocks_of("Figure 1 : sans image.\n\nAprès."))
    assert [block["t"] for block in alone] == ["Para", "Para"]


PICTURE = {"t": "Image", "c": [ast.attributes(), ast.string("vue"), ["media/a.png", ""]]}
FIGURE = {
    "t": "Figure",
    "c": [
        ast.attributes(),
        [None, [{"t": "Plain", "c": ast.leaf(ast.string("vue"), "")}]],
        [{"t": "Plain", "c": [PICTURE]}],
    ],
}
TABLE = simple_table([], [ast.string("a")], [[ast.string("b")]])


@pytest.mark.parametrize(
    ("shape_of", "kinds"),
    [
        ("P C", "Figure"),
        ("C P", "Figure"),
        ("P C P C", "Figure Figure"),
        ("C P C P", "Figure Figure"),
        ("C T", "Table"),
        ("T C", "Table Para"),
        ("x C x", "Para Para Para"),
        ("P K", "Figure"),
        ("K P", "Para Para"),
        ("P x", "Para Para"),
        ("F K", "Figure"),
        ("F K x", "Figure Para"),
        ("F x", "Figure Para"),
        ("P K K", "Figure Para"),
    ],
)
def test_a_style_or_a_credit_is_enough_for_a_caption(shape_of: str, kinds: str) -> None:
    """P: picture, T: table, C: of a caption's style, bold and centred, K: with a credit, x: a line.

    F: a figure whose caption is what describes its picture, as Markdown makes it.
    """
    made = {
        "P": ast.para(ast.leaf([PICTURE], "")),
        "T": TABLE,
        "C": ast.para(ast.leaf(ast.string("La place du marché"), "", look="bold caption center")),
        "K": ast.para(ast.leaf(ast.string("La halle (photo : Paul Berger)"), "")),
        "F": FIGURE,
        "x": ast.para(ast.leaf(ast.string("Une phrase de plus, sans rien."), "")),
    }
    blocks = [made[letter] for letter in shape_of.split()]
    note = shape(Reading(blocks=blocks), "pays/note.docx", "0", "docx", Said(), SETTINGS)
    shown = [passage.block for passage in note.passages]
    assert [block["t"] for block in shown] == kinds.split()
    captions = [block["c"][1][1] for block in shown if block["t"] == "Figure"]
    assert all(ast.text(caption).startswith(("La place", "La halle", "vue")) for caption in captions)
    assert all("photo" in ast.text(caption) for caption in captions if "x" not in shape_of and "K" in shape_of)


def test_a_number_of_thousands_of_digits_is_no_rank_and_counts_nobody() -> None:
    reading = Reading(blocks=blocks_of("# Atelier\n\nOui."), fields={"nb_participants": "9" * 5000})
    note = shape(reading, "commun/atelier.md", "0", "md", Said(ordre="9" * 5000), SETTINGS)
    assert (note.order, note.attendance) == (0, 0)
