"""The coverage of the example is what `tests/example/facts.yaml` says, and its matrices are counted again here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import permutations

from restitution.model import Note, Reading
from tests.assembly import example
from tests.assembly.example import FACTS

PATHS = {fact["id"]: fact["path"] for fact in FACTS["files"]}
KINDS = {fact["id"]: fact["kind"] for fact in FACTS["files"]}
SILENT = {"identification", "participants", "programme", "contact", "credits"}
USES = {"utilise": "utilisé", "essaye": "essayé", "vu": "vu"}


def names() -> list[str]:
    return [example.as_printed(territory.nom) for territory in example.settings().territoires]


def tables() -> dict[str, list[list[str]]]:
    """Every table of the document by its caption, as rows of texts."""
    found: dict[str, list[list[str]]] = {}
    for block in example.document()[0].blocks:
        if block["t"] == "Table":
            _, (_, caption), _, head, bodies, _ = block["c"]
            rows = [*head[1], *(row for body in bodies for row in body[3])]
            found[example.told(caption)] = [[example.told(cell[4]) for cell in cells] for _, cells in rows]
    return found


def test_sources_of_each_cell_are_those_of_the_facts() -> None:
    cells = {(cell.theme, cell.territory): cell.sources for cell in example.coverage().cells}
    wanted = {
        (theme.cle, code): sorted(PATHS[key] for key in FACTS["coverage"].get(theme.cle, {}).get(code, []))
        for theme in example.settings().themes
        for code in ("HG", "VA", "MO")
    }
    assert cells == wanted


def test_states_follow_from_the_sources() -> None:
    """Two sources of two kinds: étayée; less: fragile; none: vide (K5)."""
    for cell in example.coverage().cells:
        kinds = {KINDS[key] for key in FACTS["coverage"].get(cell.theme, {}).get(cell.territory, [])}
        state = "vide" if not kinds else "etayee" if len(kinds) > 1 else "fragile"
        assert cell.state == state, (cell.theme, cell.territory)


def test_visits_are_those_of_the_settings_with_the_notes_of_the_facts() -> None:
    pairs = {(pair.host, pair.visitor): pair for pair in example.coverage().visits}
    assert set(pairs) == set(permutations(("HG", "VA", "MO"), 2))
    for (host, visitor), pair in pairs.items():
        wrote = [f["path"] for f in FACTS["files"] if (f.get("host"), f.get("writer")) == (host, visitor)]
        assert pair.notes == wrote
        assert pair.state == ("documentee" if wrote else "note_manquante")
        assert pair.actual[0][:4] in {"2025", "2026"}


def test_tools_are_those_of_the_facts() -> None:
    wanted = {(f["path"], code, use) for f in FACTS["files"] for code, use in f.get("uses", {}).items()}
    assert {(tool.path, tool.territory, tool.use) for tool in example.coverage().tools} == wanted


def test_missing_sections_of_portraits_are_those_of_the_facts() -> None:
    sections = example.coverage().sections
    for fact in FACTS["files"]:
        if fact["kind"] == "portrait_territoire":
            (code,) = fact["territories"]
            absent = {"chiffres_cles", "enjeux", "gouvernance", "presentation_territoire"} - set(sections[code])
            assert absent == set(fact.get("missing_sections", []))


def test_the_table_of_themes_counts_the_files_of_the_facts() -> None:
    head, *rows = tables()["Thèmes et territoires : ce que les notes documentent"]
    assert head == ["Thème", *names()]
    for theme, row in zip(example.settings().themes, rows, strict=True):
        counts = [len(FACTS["coverage"].get(theme.cle, {}).get(code, [])) for code in ("HG", "VA", "MO")]
        told = [int("".join(filter(str.isdigit, cell)) or 0) for cell in row[1:]]
        assert (row[0], told) == (theme.titre, counts)
        assert [cell.startswith("vide") for cell in row[1:]] == [not count for count in counts]


def test_the_table_of_steps_counts_passages() -> None:
    counts: Counter[tuple[str, str]] = Counter()
    sections = {
        "anticipation": "Anticiper",
        "scenarios": "Anticiper",
        "action": "Agir",
        "appropriation": "S’approprier",
    }
    for note in example.notes():
        for passage in note.passages:
            if passage.role == "text" and passage.section in sections:
                counts.update((sections[passage.section], code) for code in passage.territories)
    head, *rows = tables()["Les trois temps de la méthode, par territoire"]
    assert head == ["Temps", *names()]
    assert [row[0] for row in rows] == ["Anticiper", "Agir", "S’approprier"]
    told = {
        (row[0], code): int(cell.split()[0].replace("–", "0"))
        for row in rows
        for code, cell in zip(("HG", "VA", "MO"), row[1:], strict=True)
    }
    assert told == {key: counts[key] for key in told}
    assert sum(counts.values()) > 20


def test_the_table_of_tools() -> None:
    _, *rows = tables()["Outils et territoires"]
    sheets = [fact for fact in FACTS["files"] if fact["kind"] == "fiche_outil"]
    wanted = [[USES.get(sheet["uses"].get(code, ""), "–") for code in ("HG", "VA", "MO")] for sheet in sheets]
    assert sorted(row[1:] for row in rows) == sorted(wanted)


def test_the_table_of_visits() -> None:
    head, *rows = tables()["Visites miroir : qui a reçu qui"]
    assert head == ["Territoire hôte", *(f"Reçoit {name}" for name in names())]
    for number, row in enumerate(rows):
        assert row[0] == names()[number]
        assert row[number + 1] == "–"
        assert all("note manquante" not in cell for cell in row)
    assert rows[0][2] == "du 20 au 22 mai 2025"


def test_the_table_tells_a_visit_whose_note_is_missing() -> None:
    without = [note for note in example.notes() if note.path != PATHS["F04"]]
    pairs = {(pair.host, pair.visitor): pair.state for pair in example.coverage(without).visits}
    assert [pair for pair, state in pairs.items() if state != "documentee"] == [("HG", "VA")]


def states(of: Sequence[Note]) -> dict[tuple[str, str], str]:
    return {(cell.theme, cell.territory): cell.state for cell in example.coverage(of).cells}


def test_the_example_has_its_holes_and_no_other() -> None:
    counts = Counter(states(example.notes()).values())
    assert counts == {"etayee": 21, "fragile": 4, "vide": 2}


def changed(of: Sequence[Note]) -> dict[tuple[str, str], str]:
    before, after = states(example.notes()), states(of)
    return {pair: state for pair, state in after.items() if state != before[pair]}


def test_without_the_expert_s_note_two_cells_are_fragile() -> None:
    without = [note for note in example.notes() if note.path != PATHS["F25"]]
    assert changed(without) == {("capital_territorial", "VA"): "fragile", ("capital_territorial", "MO"): "fragile"}


def test_without_one_row_of_the_world_cafe_one_cell_is_fragile() -> None:
    def without(reading: Reading) -> Reading:
        rows = [body for block in reading.blocks if block["t"] == "Table" for body in block["c"][4]]
        before = sum(len(body[3]) for body in rows)
        for body in rows:
            body[3] = [
                row for row in body[3] if "#capital_territorial" not in example.told([c[4] for c in row[1]])
            ]
        assert sum(len(body[3]) for body in rows) == before - 1
        return reading

    assert changed(example.notes_with(PATHS["F15"], without)) == {("capital_territorial", "VA"): "fragile"}


def test_without_its_field_of_themes_the_words_of_a_visit_only_propose() -> None:
    def without(reading: Reading) -> Reading:
        reading.blocks = [b for b in reading.blocks if not example.told([b]).startswith("Thèmes :")]
        return reading

    assert changed(example.notes_with(PATHS["F05"], without)) == {
        ("mobilite", "HG"): "fragile",
        ("economique", "HG"): "proposee",
    }
