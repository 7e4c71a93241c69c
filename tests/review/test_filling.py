"""A reviewer who writes in a box « Non renseigné » offers a section: accepted, it is a note in her name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from restitution.assembly.outline import GAP, Outline
from restitution.assembly.plan_words import GAP as REFUSED
from restitution.assembly.plan_words import corrected_plan
from restitution.assembly.pool import Pool
from restitution.conservation.reading import check_reading
from restitution.domain import lacking_sections, section_of
from restitution.model import Document, Note, Passage, Placement, Reading
from restitution.pandoc import ast
from restitution.readers import front_matter
from restitution.readers.batch import File, read_all
from restitution.remarks import Correction, Kind, Mark, Sent, SentPassage
from restitution.review.codes import codes_of, is_of_heading
from restitution.review.gaps import gaps_in
from restitution.review.placing.sending import Sending
from restitution.settings import Settings, load_settings
from restitution.shaping.own_heads import without_own_head
from tests.review.documents import document
from tests.review.test_commands import mark
from tests.review.world import World

PLAN = """
# Portraits

## Territoire A

### Enjeux

::: {.lacune rubrique="enjeux" genre="portrait_territoire" territoire="TA"}
Non renseigné par le territoire
:::

## Territoire B

### Enjeux

::: {.lacune rubrique="enjeux" genre="portrait_territoire" territoire="TB"}
Non renseigné par le territoire
:::

# Outils

## La frise

::: {.lacune rubrique="mode_emploi" genre="fiche_outil" note="b/frise.docx"}
Non renseigné dans la fiche.
:::
"""
PASSAGE = "gen_00000000aa"
UNDER = ["Enjeux", "Enjeux", "Territoire B", "Portraits"]
"""What stood above the gap of B in the copy: the text right before, then the headings."""
TEXT = "Garder le *lycée* ouvert.\nEt son car."


def with_plan_ids(one: Document) -> Document:
    """As a build names its leaves: equal words of the plan share an id, but for its rank."""
    count = 0

    def name(inlines: list[Any]) -> list[Any]:
        nonlocal count
        if ast.text(inlines) != GAP:
            return inlines
        count += 1
        return ast.leaf(inlines[0]["c"][1], "", id_=PASSAGE if count == 1 else f"{PASSAGE}_{count}")

    one.blocks = ast.map_leaves(one.blocks, name)
    return one


def offer(number: int, kind: Kind, text: str, under: list[str] = UNDER, **more: Any) -> Mark:
    return mark(number, kind, text, PASSAGE, base=GAP, under=under, **more)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    made = World(tmp_path / "mon projet é", monkeypatch)
    made.document = with_plan_ids(document(PLAN))
    return made


def notes(world: World) -> dict[str, str]:
    return {
        path.relative_to(world.root / "sources").as_posix(): path.read_text("utf-8")
        for path in sorted((world.root / "sources").rglob("*.md"))
    }


def test_accepting_makes_a_note_in_her_name(world: World) -> None:
    world.copy("2026-10-08", offer(1, "deletion", GAP), offer(2, "insertion", TEXT, proposed=TEXT))
    listed = " ".join(world.run("review", "list").split())
    assert "contenu proposé pour la rubrique « Enjeux » (Territoire B)" in listed
    assert "restitution review decide R-002 accepter" in listed
    said = world.run("review", "decide", "R-001..R-002", "accepter")
    (path,) = notes(world)
    assert path == "territoire-b/contributions de relecture/Enjeux - Marie Rieu (R-002).md"
    assert f"sources/{path}" in " ".join(said.split())
    assert [(number, verdict) for number, verdict, _ in world.decisions()] == [
        ("R-001", "resoudre"),
        ("R-002", "resoudre"),
    ]
    assert {one.state for one in world.review().items} == {"resolved"}
    assert not world.fixes()


@pytest.mark.parametrize(
    ("verdict", "appears"), [("accepter", True), ("rejeter", False), ("resoudre", False), ("rouvrir", False)]
)
def test_a_section_is_announced_only_once_it_has_content(world: World, verdict: str, appears: bool) -> None:
    world.copy("2026-10-08", offer(1, "insertion", TEXT, proposed=TEXT))
    said = " ".join(world.run("review", "decide", "R-001", verdict).split())
    assert ("La rubrique paraîtra à la prochaine construction" in said) is appears
    assert bool(notes(world)) is appears
    assert "restitution build" in said


@pytest.mark.parametrize("number", ["R-001", "R-002"])
def test_words_put_over_a_gap_are_one_remark_and_one_note(world: World, number: str) -> None:
    """As a file has it: the gap's own words go, hers come, lines kept."""
    world.copy(
        "2026-10-08",
        offer(1, "deletion", GAP, quote=GAP, proposed=""),
        offer(2, "insertion", TEXT, offset=len(GAP), proposed=f"{GAP}{TEXT}"),
    )
    listed = " ".join(world.run("review", "list").split())
    assert "contenu proposé pour la rubrique « Enjeux » (Territoire B)" in listed
    assert "restitution review decide R-001 accepter" in listed
    assert listed.count("R-002") == 1
    assert "R-002 (dit avec R-001)" in listed
    world.run("review", "decide", number, "accepter")
    ((path, text),) = notes(world).items()
    assert path == "territoire-b/contributions de relecture/Enjeux - Marie Rieu (R-001).md"
    assert "Et son car." in text.splitlines()
    assert GAP not in text
    assert {one.state for one in world.review().items} == {"resolved"}
    published = Placement(leaf="src_00000000aa", bookmark="src_00000000aa", part="portraits", path=path, where="x")
    world.document = structs.replace(world.document, placements=[published])
    assert {one.state for one in world.review().items} == {"applied"}, "its words are in the text"


def test_the_same_words_put_in_two_gaps_make_two_notes(world: World) -> None:
    other = ["Enjeux", "Enjeux", "Territoire A", "Portraits"]
    world.copy(
        "2026-10-08",
        offer(1, "untracked_edit", TEXT, proposed=TEXT, author=""),
        structs.replace(offer(2, "untracked_edit", TEXT, under=other, proposed=TEXT, author=""), key="f" * 16),
    )
    world.run("review", "decide", "R-001..R-002", "accepter")
    assert sorted(notes(world)) == [
        "territoire-a/contributions de relecture/Enjeux - sans nom (R-002).md",
        "territoire-b/contributions de relecture/Enjeux - sans nom (R-001).md",
    ]
    assert not [line for text in notes(world).values() for line in text.splitlines() if "redacteur" in line]


def test_the_note_reads_as_her_words(world: World) -> None:
    world.copy("2026-10-08", offer(1, "paragraph_insertion", TEXT, relation="after", proposed=TEXT))
    world.run("review", "decide", "R-001", "accepter")
    (text,) = notes(world).values()
    head = front_matter.split(text, "x.md")
    assert {key: head.fields[key] for key in ("genre", "territoire", "redacteur", "date")} == {
        "genre": "portrait_territoire", "territoire": "TB", "redacteur": "Marie Rieu", "date": "2026-10-08",
    }  # fmt: skip
    (reading,) = read_all([File("x.md", "md", text.encode())])
    assert isinstance(reading, Reading)
    told = [ast.text(leaf["c"][1]) for leaf in ast.each_leaf(reading.blocks)]
    assert [line for line in told if "lycée" in line or "car" in line] == TEXT.split("\n")
    title = next(ast.text([block]) for block in reading.blocks if block["t"] == "Header")
    found = section_of(title, "portrait_territoire")
    assert found is not None
    assert found.key == "enjeux"


def test_one_section_is_asked_for_no_other(world: World) -> None:
    world.copy("2026-10-08", offer(1, "insertion", TEXT, proposed=TEXT))
    world.run("review", "decide", "R-001", "accepter")
    (path,) = notes(world)
    note = Note(path=path, sha256="", format="md", kind="portrait_territoire", classified=True, title="",
                territories=["TB"], passages=[])  # fmt: skip
    assert lacking_sections(note) == []
    assert lacking_sections(structs.replace(note, path="territoire-b/portrait.md"))


def test_two_people_and_a_second_time_write_over_nothing(world: World) -> None:
    world.copy(
        "2026-10-08",
        offer(1, "insertion", "De Marie.", proposed="De Marie."),
        offer(2, "untracked_edit", f"{GAP} De Zoé.", proposed=f"{GAP} De Zoé.", author="Zoé"),
    )
    world.run("review", "decide", "R-001", "R-002", "accepter")
    before = notes(world)
    assert [name.rpartition("/")[2] for name in before] == [
        "Enjeux - Marie Rieu (R-001).md",
        "Enjeux - Zoé (R-002).md",
    ]
    assert "De Zoé." in [*before.values()][1]
    assert GAP not in "".join(before.values())
    world.run("review", "decide", "R-001", "rouvrir")
    hers = world.root / "sources" / next(iter(before))
    hers.write_text("Je l'ai reprise.", "utf-8")
    world.run("review", "decide", "R-001", "accepter")
    assert hers.read_text("utf-8") == "Je l'ai reprise."
    assert len(notes(world)) == 3


def test_what_needs_its_own_writer_is_told_and_waits(world: World) -> None:
    under, said = ["La frise", "La frise", "Outils"], "À écrire dans la note sources/b/frise.docx, par son auteur"
    passage = next(gap.passage for gap in gaps_in([world.document]) if gap.fills.note)
    world.copy(
        "2026-10-08",
        mark(1, "insertion", "Deux heures.", passage, base="Non renseigné dans la fiche.", under=under),
    )
    assert said in " ".join(world.run("review", "list").split())
    assert said in " ".join(world.run("review", "decide", "R-001", "accepter").split())
    assert not world.decisions()
    assert not notes(world)


@pytest.mark.parametrize("under", [[], ["Enjeux", "Enjeux", "Territoire Z", "Portraits"]])
def test_which_gap_it_is_is_never_guessed(world: World, under: list[str]) -> None:
    """A copy of an earlier version does not say; another plan had other headings."""
    world.copy("2026-10-08", offer(1, "insertion", TEXT, under, proposed=TEXT))
    assert world.review().items[0].fills is None
    world.run("review", "decide", "R-001", "accepter")
    assert not notes(world)


def test_a_copy_says_what_stands_above_words_of_the_plan() -> None:
    codes = {"Portraits": "1", "Territoire B": "1.2", "Enjeux": "1.2.1"}
    passages = [
        SentPassage(bookmark=f"src_{n:010x}", text=text, code=code) for n, (text, code) in enumerate(codes.items())
    ]
    passages += [
        SentPassage(bookmark=f"{PASSAGE}_2", text=GAP, code="1.2.1-1"),
        SentPassage(bookmark="src_00000000ff", text="Un texte.", code="1.2.1-2"),
    ]
    sending = Sending(Sent(passages=passages))
    assert sending.under(3) == UNDER
    assert sending.under(4) == []


def test_a_gap_of_the_plan_bears_what_was_asked_for(tmp_path: Path) -> None:
    (tmp_path / "restitution.yaml").write_text(
        "projet: {titre: T}\nterritoires: [{code: TA, nom: A}, {code: TB, nom: B}]\n", "utf-8"
    )
    settings: Settings = load_settings(tmp_path / "restitution.yaml")
    template = (
        '{{ passages("enjeux", genre="portrait_territoire", territoire="TA") or lacune() }}'
        '{{ lacune("Autre chose.") }}{{ passages("enjeux") }}{{ tableau("vide") or lacune("Le tableau.") }}'
    )
    outline = Outline({"plan/p.md.j2": template}, settings, Pool([], ["TA", "TB"]), {"vide": []}, "")
    said = outline.part("p", "P")
    assert said.count("rubrique=") == 1
    assert '::: {.lacune rubrique="enjeux" genre="portrait_territoire" territoire="TA"}\nNon renseigné' in said


def test_a_correction_is_never_put_over_a_gap() -> None:
    """Not even over the only one: its style says that nobody wrote there."""
    blocks = document("# T\n\n::: lacune\nNon renseigné.\n:::\n").blocks
    correction = Correction(passage="src_0000000002", base="Non renseigné.", text="Du contenu.")
    parts, (outcome,) = corrected_plan([("p", blocks)], [correction])
    assert parts == [("p", blocks)]
    assert (outcome.result, outcome.why) == ("conflict", REFUSED)


# --- a box that was filled --------------------------------------------------------------------------------

BOX_B = PLAN[PLAN.index('::: {.lacune rubrique="enjeux" genre="portrait_territoire" territoire="TB"}') :]
BOX_B = BOX_B[: BOX_B.index("# Outils")]
FILLED = {
    "hers is filled, another waits": PLAN.replace(BOX_B, f"{TEXT}\n\n"),
    "hers is filled, nothing waits": PLAN.replace(BOX_B, f"{TEXT}\n\n").replace(GAP, "Les terres."),
    "hers is filled, a section stands before": PLAN.replace(BOX_B, f"{TEXT}\n\n").replace(
        "## Territoire A", f"## Territoire Z\n\n### Enjeux\n\n::: lacune\n{GAP}\n:::\n\n## Territoire A"
    ),
}


@pytest.mark.parametrize("now", FILLED.values(), ids=FILLED)
def test_a_remark_on_a_filled_box_stays_with_its_section(world: World, now: str) -> None:
    """R-013 went to the next box that says the same."""
    world.copy(
        "2026-10-08",
        offer(1, "insertion", TEXT, proposed=f"{GAP}{TEXT}", bookmark=f"{PASSAGE}_2"),
        offer(2, "comment", "Qui écrit ?", bookmark=f"{PASSAGE}_2"),
    )
    world.run("review", "decide", "R-001", "accepter")
    world.document = with_plan_ids(document(now))
    done, asked = world.review().items
    section = next(code for code, text in headings(world.document) if text == "Territoire B")
    assert {done.code, asked.code} == {f"{section}.1-1"}
    assert (done.state, asked.state) == ("resolved", "new")


@pytest.mark.parametrize("now", FILLED.values(), ids=FILLED)
def test_words_offered_for_a_box_that_somebody_else_filled_are_to_be_confirmed(world: World, now: str) -> None:
    """No program puts them over what stands there."""
    world.copy("2026-10-08", offer(1, "insertion", "Le car.", proposed=f"{GAP}Le car.", bookmark=f"{PASSAGE}_2"))
    world.document = with_plan_ids(document(now))
    (one,) = world.review().items
    assert (one.state, one.fills) == ("to_confirm", None)


def test_a_box_whose_section_is_gone_is_not_looked_for(world: World) -> None:
    world.copy("2026-10-08", offer(1, "comment", "Qui ?", bookmark=f"{PASSAGE}_2"))
    world.document = with_plan_ids(document(PLAN.replace("Territoire B", "Territoire Z")))
    assert world.review().items[0].state == "to_confirm"


def headings(one: Document) -> list[tuple[str, str]]:
    codes = {coded.bookmark: coded.code for coded in codes_of(one)}
    leaves = ((ast.leaf_id(leaf), ast.text(leaf)) for leaf in ast.each_leaf(one.blocks))
    return [(codes[id_], text) for id_, text in leaves if id_ in codes and is_of_heading(codes[id_])]


# --- what the tool wrote is no writer's ---------------------------------------------------------------------

OFFERED = "territoire-b/contributions de relecture/Enjeux - Marie Rieu (R-003).md"
HEAD = """---
titre: "Enjeux (Territoire B)"
genre: "portrait_territoire"
territoire: "TB"
redacteur: "Marie Rieu"
date: "2026-11-02"
---

## Enjeux

Garder le lycée : c'est l'essentiel.
"""


def reading_of(path: str, text: str) -> Reading:
    (reading,) = read_all([File(path, "md", text.encode())])
    assert isinstance(reading, Reading)
    return without_own_head(reading, path)


def leaves(reading: Reading) -> list[str]:
    return [ast.text(leaf["c"][1]) for leaf in ast.each_leaf(reading.blocks)]


def test_the_head_of_a_note_of_ours_is_read_and_shown_nowhere() -> None:
    reading = reading_of(OFFERED, HEAD)
    assert leaves(reading) == ["Enjeux", "Garder le lycée : c'est l'essentiel."]
    assert reading.fields["genre"] == "portrait_territoire"
    assert check_reading(HEAD.encode(), "md", reading).holds
    assert {piece.reason for piece in reading.not_taken} == {"champ technique"}


def test_what_somebody_adds_to_it_stays() -> None:
    text = HEAD.replace('date: "2026-11-02"', 'date: "2026-11-02"\nstructure: "Lycée agricole"')
    reading = reading_of(OFFERED, text)
    assert " ".join(leaves(reading)[0].split()) == "structure : Lycée agricole"
    assert check_reading(text.encode(), "md", reading).holds


def test_the_head_of_a_writer_s_note_stays() -> None:
    assert len(leaves(reading_of("territoire-b/portrait.md", HEAD))) == 7


@pytest.mark.parametrize(("path", "names"), [(OFFERED, []), ("b/portrait.md", ["portrait.md"])])
def test_the_index_of_sources_tells_writers_files_only(tmp_path: Path, path: str, names: list[str]) -> None:
    (tmp_path / "restitution.yaml").write_text(
        "projet: {titre: T}\nterritoires: [{code: TA, nom: A}, {code: TB, nom: B}]\n", "utf-8"
    )
    passage = Passage(block=ast.para(ast.string("Un lycée.")), role="text", section="enjeux")
    note = Note(path=path, sha256="", format="md", kind="portrait_territoire", classified=True, title="",
                territories=["TB"], passages=[passage])  # fmt: skip
    outline = Outline({}, load_settings(tmp_path / "restitution.yaml"), Pool([note], ["TB"]), {}, "")
    assert [view.fichier for view in outline.all_notes()] == names
