"""Which files are versions of one note, which one is taken, and what is said of the others."""

from __future__ import annotations

from itertools import combinations, permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from restitution.assembly.assemble import given_back
from restitution.assembly.conflict_copies import without_conflict
from restitution.assembly.versions import families, parsed, replaced
from restitution.model import MASK, Note, Passage, Sentence
from restitution.pandoc import ast

TEXT = [
    "La halle date de 1884 et prend l'eau.",
    "On y tient marché le samedi matin.",
    "Neuf étals sur trente servent.",
]
OTHER = ["Le bocage recule d'un champ par an.", "Les haies coûtent plus qu'elles ne rapportent."]


def note(path: str, texts: list[str], **known: Any) -> Note:
    passages = [
        Passage(block=ast.para(ast.leaf(ast.string(text), f"paragraphe {number}")), section="enjeux")
        for number, text in enumerate(texts, start=1)
    ]
    facts = {"kind": "portrait_territoire", "territories": ["HG"], **known}
    return Note(path=path, sha256="", format="docx", classified=True, title="", passages=passages, **facts)


OLD_THEN_NEW = [
    ("portrait.docx", "portrait v2.docx"),
    ("Portrait v1.docx", "portrait_V3_DEF.odt"),
    ("portrait v2.docx", "portrait v10.docx"),
    ("portrait v1.2.docx", "portrait v1.10.docx"),
    ("portrait v3.docx", "portrait final.docx"),
    ("portrait v2 final.docx", "portrait v3.docx"),
    ("portrait.docx", "portrait (relu).docx"),
    ("portrait relu.docx", "Portrait DÉF.docx"),
    ("portrait 2026-01-12.docx", "portrait du 3 mars 2026.docx"),
    ("portrait 20260112.docx", "portrait 12-04-2026.docx"),
    ("v1.docx", "v2.docx"),
]
NEITHER_IS_NEWER = [
    ("Copie de portrait.docx", "portrait.docx"),
    ("portrait (1).docx", "portrait.docx"),
    ("portrait - Copie (2).docx", "portrait.docx"),
    ("portrait (copie en conflit de Paul 2026-03-02).docx", "portrait.docx"),
    ("portrait (conflicted copy 2026-03-02 101010).docx", "portrait.docx"),
    ("portrait-DESKTOP-AB12CD3.docx", "portrait.docx"),
    ("portrait.docx", "portrait.sync-conflict-20260302-101010-ABCDEFG.docx"),
]
NO_VERSIONS = [
    ("portrait.docx", "paysage.docx"),
    ("atelier 4.docx", "atelier 5.docx"),
    ("note VA.docx", "note MO.docx"),
    ("a/v1.docx", "b/v2.docx"),
    ("a/portrait.docx", "b/portrait.docx"),
    ("2024/Compte rendu.md", "2025/compte-rendu.md"),
    ("Note.md", "note.md"),
    ("😀.md", "★.md"),
]


@pytest.mark.parametrize(("old", "new"), OLD_THEN_NEW)
def test_a_mark_in_the_name_tells_the_newest(old: str, new: str) -> None:
    for notes in permutations([note(old, TEXT), note(new, OTHER)]):
        (other,) = replaced(notes)
        assert (other.path, other.by, other.sure) == (old, new, True)
        assert [one.text for one in other.versions.only_here] == TEXT


@pytest.mark.parametrize(("first", "second"), NEITHER_IS_NEWER)
def test_what_no_mark_tells_is_asked(first: str, second: str) -> None:
    (other,) = replaced([note(second, TEXT), note(first, TEXT)])
    assert (other.by, other.path, other.sure) == (first, second, False)
    assert "choisissez" in other.findings()[0].message
    assert not other.versions.only_here
    assert not other.versions.only_there


@pytest.mark.parametrize(("one", "other"), NO_VERSIONS)
def test_other_names_are_other_notes(one: str, other: str) -> None:
    assert replaced([note(one, TEXT), note(other, OTHER)]) == []


def test_the_text_s_date_then_the_document_s_own_tell_the_newest() -> None:
    copies = [
        note("portrait.docx", TEXT, dates=["2026-03-02"], modified="2026-03-02T08:00:00Z"),
        note("portrait (1).docx", TEXT, dates=["2026-01-02"], modified="2026-05-02T08:00:00Z"),
    ]
    assert [other.path for other in replaced(copies)] == ["portrait (1).docx"]
    copies[1].dates = ["2026-03-02"]
    assert [other.path for other in replaced(copies)] == ["portrait.docx"]


def test_files_that_share_most_passages_are_versions_whatever_their_names() -> None:
    shared = note("brouillon/ville.docx", TEXT, dates=["2026-01-01"])
    newer = note("mairie.odt", [*TEXT[:2], OTHER[0]], dates=["2026-02-01"])
    (other,) = replaced([shared, newer])
    versions = other.versions
    assert (other.path, versions.only_here) == (
        "brouillon/ville.docx",
        [Sentence(where="paragraphe 3", text=TEXT[2])],
    )
    assert versions.only_there == [Sentence(where="paragraphe 3", text=OTHER[0])]
    assert replaced([shared, note("mairie.odt", [TEXT[0], *OTHER])]) == []
    assert replaced([shared, note("extrait.odt", TEXT[:1])]) == []
    unknown = [note(name, TEXT, kind=None) for name in ("ville.docx", "mairie.odt")]
    assert replaced(unknown) == []


FORM = ["Ce que nous avons vu sur place.", "Ce que nous en retenons ici.", "Ce qui reste à faire."]
SAID = st.lists(st.sampled_from([*TEXT, *OTHER, *FORM]), unique=True, max_size=6)
NAMED = st.sampled_from(["a", "b", "portrait", "portrait v2", "portrait relu", "v1", "v2"])


@given(st.dictionaries(st.tuples(st.sampled_from("xy"), NAMED), SAID, max_size=7))
def test_among_many_notes_no_pair_is_forgotten(files: dict[tuple[str, str], list[str]]) -> None:
    notes = [note(f"{folder}/{name}.docx", said) for (folder, name), said in files.items()]
    group = {each.path: {each.path} for each in notes}
    for pair in combinations(notes, 2):
        if families(pair):
            together = group[pair[0].path] | group[pair[1].path]
            group.update(dict.fromkeys(together, together))
    expected = {frozenset(paths) for paths in group.values() if len(paths) > 1}
    assert {frozenset(each.path for each in family) for family in families(notes)} == expected


@pytest.mark.parametrize(
    "apart",
    [
        {"territories": ["VA"]},
        {"kind": "fiche_outil"},
        {"kind": "visite_miroir", "host": "HG", "author": "VA"},
    ],
)
def test_another_kind_territory_or_regard_is_another_note(apart: dict[str, Any]) -> None:
    mine: dict[str, Any] = {"kind": "visite_miroir", "host": "HG", "author": "MO"} if "host" in apart else {}
    assert replaced([note("note.docx", TEXT, **mine), note("note v2.docx", TEXT, **apart)]) == []


def test_a_note_without_author_does_not_join_two_regards() -> None:
    visit: dict[str, Any] = {"kind": "visite_miroir", "host": "HG"}
    notes = [note("a.docx", TEXT, **visit), note("b.docx", TEXT, author="VA", **visit),
             note("c.docx", TEXT, author="MO", **visit)]  # fmt: skip
    assert [(other.path, other.by) for other in replaced(notes)] == [("b.docx", "a.docx")]


def test_an_event_of_another_day_is_another_event() -> None:
    days = [note(f"atelier {day}.docx", TEXT[n : n + 1], kind="transcription_atelier")
            for n, day in enumerate(("2026-01-12", "2026-03-02"))]  # fmt: skip
    assert replaced(days) == []


def test_two_events_under_one_name_both_stay_unless_they_share_something() -> None:
    talks = [note("atelier.vtt", TEXT, kind="transcription_atelier"),
             note("atelier (1).vtt", OTHER, kind="transcription_atelier")]  # fmt: skip
    assert replaced(talks) == []
    again = [talks[0], note("atelier (1).vtt", [TEXT[0], *OTHER], kind="transcription_atelier")]
    assert len(replaced(again)) == 1
    assert len(replaced([talks[0], note("atelier v2.vtt", OTHER, kind="transcription_atelier")])) == 1


def test_the_words_of_a_sheet_and_masked_names_make_no_version() -> None:
    """Headings, lines of identity and « Nous avons vu [nom masqué] » are in every sheet of a writer."""
    masked = [{"t": "Span", "c": [ast.attributes("", [MASK]), ast.string("[nom masqué]")]}]
    seen = [*ast.string("Nous avons rencontré "), *masked, *ast.string(" à la mairie.")]
    shared = ["Difficultés et points de vigilance", "Ce qui est transposable", "Rédaction : le pays de Roncelles"]
    notes = [
        structs.replace(
            note(path, []),
            passages=[
                *(structs.replace(one, role="heading") for one in note(path, shared[:2]).passages),
                *(structs.replace(one, role="field") for one in note(path, shared[2:]).passages),
                *(Passage(block=ast.para(ast.leaf(seen, f"ligne {n}")), section="enjeux") for n in (8, 9)),
                *note(path, [own]).passages,
            ],
        )
        for path, own in (("broyage.md", TEXT[0]), ("navette.md", TEXT[1]))
    ]
    assert families(notes) == []


def test_of_a_paragraph_only_the_sentences_that_changed_are_said() -> None:
    old = note("portrait v1.docx", [" ".join(TEXT), OTHER[0]])
    new = note("portrait v2.docx", [OTHER[0], f"{TEXT[0]} Elle sera couverte. {TEXT[2]}"])
    (other,) = replaced([old, new])
    assert [one.text for one in other.versions.only_here] == [TEXT[1]]
    assert [one.text for one in other.versions.only_there] == ["Elle sera couverte."]


def test_three_versions_are_one_family_and_the_editor_chooses() -> None:
    notes = [note(f"portrait v{number}.docx", TEXT) for number in (1, 2, 3)]
    assert [(o.path, o.by) for o in replaced(notes)] == [
        ("portrait v1.docx", "portrait v3.docx"),
        ("portrait v2.docx", "portrait v3.docx"),
    ]
    chosen = replaced(notes, frozenset({"portrait v1.docx"}))
    assert {o.path for o in chosen} == {"portrait v2.docx", "portrait v3.docx"}
    both = replaced(notes, frozenset({"portrait v1.docx", "portrait v2.docx"}))
    assert {o.path for o in both} == {"portrait v3.docx"}


def test_a_note_without_a_word_left_is_nobody_s_version() -> None:
    assert replaced([note("portrait.docx", []), note("portrait v2.docx", TEXT)]) == []


@pytest.mark.parametrize(
    "path", ["Visite à Tournesac.docx", "fiche-theme-logement.docx", "notes.txt", "le_défi.md"]
)
def test_an_ordinary_name_has_no_mark(path: str) -> None:
    assert parsed(path).rank == (1, False, False, "")


def test_lines_of_identity_alone_replace_no_text() -> None:
    filled = note("portrait.docx", TEXT)
    empty = note("portrait v2.docx", ["Statut : brouillon"])
    empty.passages = [Passage(block=empty.passages[0].block, section="identification", role="field")]
    assert replaced([filled, empty]) == replaced([empty, filled]) == []


@pytest.mark.parametrize(
    "name",
    [
        "portrait-DESKTOP-AB12CD3",
        "portrait-DESKTOP-AB12CD3-2",
        "portrait-LAPTOP-7F3K2LQ9",
        "portrait-MAIRIE-PC",
        "portrait-MacBook-Air-de-Marie",
        "portrait (Copie en conflit de Marie Dupont 2026-11-26)",
        "portrait (copie en conflit de l’ordinateur de Marie 2026-11-26)",
        "portrait (Copie en conflit de PC-MAIRIE 2026-11-26 (1))",
        "portrait (Marie Dupont's conflicted copy 2026-11-26)",
        "portrait (conflicted copy 2026-11-26 103000)",
        "portrait (case clash from marie, 2026-11-26 103000)",
        "portrait (Conflit de casse)",
        "portrait_conflict-20261126-103000",
        "portrait_conflict_20261126_103000_Ab3dE5f",
        "portrait.sync-conflict-20261126-103000-ABCDEFG",
        "portrait (SFConflict marie@exemple.fr 2026-11-26-10-30-00)",
        "portrait_PC-MAIRIE_Nov-26-103000-2026_Conflict",
        "portrait_MAIRIE_Nov-26-103000-2026_UnsyncedConflict",
        "portrait[Conflict]",
        "portrait [conflicted]",
        "portrait (Conflit)",
    ],
)
def test_the_copy_that_a_synchroniser_makes_has_the_name_of_its_file(name: str) -> None:
    assert parsed(f"{name}.docx") == parsed("portrait.docx")


@pytest.mark.parametrize(
    "name",
    [
        "Atelier conflits d'usage",
        "Fiche (conflits d'usage du foncier)",
        "Un conflit de casse-tête",
        "portrait-VALLON",
        "(Conflit)",
        "visite (Vallon, 20 mai)",
        "L'aide aux PC",
    ],
)
def test_a_note_that_speaks_of_conflicts_or_machines_keeps_its_name(name: str) -> None:
    assert without_conflict(name) == name


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("Retour - une personne - visite.docx", "visite.docx (version relue par son auteur)"),
        ("Retour - Équipe du Val - Note - suite.odt", "Note - suite.odt (version relue par son auteur)"),
        ("visite corrigée.docx", "visite corrigée.docx (version relue par son auteur)"),
    ],
)
def test_a_copy_that_its_writer_gave_back_is_told_as_her_file(file: str, told: str) -> None:
    note = Note(path=f"a/{file}", sha256="", format="docx", kind=None, classified=False, title="", territories=[],
                passages=[], copy_of="0 a/visite.docx")  # fmt: skip
    assert given_back(note) == told
