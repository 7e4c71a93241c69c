"""Ids of passages: minted once, found again, never taken away (review §4a)."""

from __future__ import annotations

import hashlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restitution.assembly.assemble import identified
from restitution.assembly.identity import Leaf, anchor_lines, identify, read_anchors
from restitution.errors import RestitutionError
from restitution.model import Note, Passage
from restitution.pandoc import ast
from restitution.remarks import Anchor, folded

SENTENCES = (
    "oui",
    "Le bourg se vide.",
    "Le bourg se remplit.",
    "Une scierie tourne encore à Rochebelin.",
    "On manque de clés, pas de portes.",
)
LONG = "La fromagerie du col emploie neuf personnes depuis vingt ans, et cherche encore des apprentis chaque été."
HOUSE = "Les maisons du bourg ont des murs humides."
SCHOOL = "L’école a perdu une classe à la rentrée."
texts = st.sampled_from((*SENTENCES, LONG, f"{LONG} {HOUSE}", HOUSE)) | st.text(max_size=15).map(folded)
leaves = st.lists(st.builds(Leaf, st.sampled_from(["a.md", "b.md", "ç/c.md"]), texts), max_size=14).map(
    lambda found: sorted(found, key=lambda leaf: leaf.source)
)
changed = settings(deadline=None, max_examples=300)


def note_of(*lines: str, source: str = "a.md") -> list[Leaf]:
    return [Leaf(source, line) for line in lines]


def ids_of(notes: list[Leaf], known: list[Anchor] | None = None) -> list[str]:
    return identify(notes, known or [])[0]


def write_anchors(anchors: list[Anchor]) -> bytes:
    return b"".join(anchor_lines(anchors))


def anchors_of(notes: list[Leaf], known: list[Anchor] | None = None) -> list[Anchor]:
    """As the next build finds them: written, then read."""
    return read_anchors(write_anchors(identify(notes, known or [])[1]))


def test_an_id_is_minted_from_path_text_and_ordinal() -> None:
    ids = ids_of(note_of("oui", "non", "oui"))
    expected = [
        f"src_{hashlib.sha256(chr(0).join(('a.md', text, str(ordinal))).encode()).hexdigest()[:10]}"
        for text, ordinal in (("oui", 1), ("non", 1), ("oui", 2))
    ]
    assert ids == expected


@changed
@given(leaves)
def test_ids_are_unique_and_well_formed(notes: list[Leaf]) -> None:
    ids = ids_of(notes)
    assert len(set(ids)) == len(ids) == len(notes)
    assert all(re.fullmatch(r"src_[0-9a-f]{10}", id_) for id_ in ids)


@changed
@given(leaves, leaves)
def test_a_second_build_changes_nothing(before: list[Leaf], notes: list[Leaf]) -> None:
    ids, anchors = identify(notes, anchors_of(before))
    again, kept = identify(notes, read_anchors(write_anchors(anchors)))
    assert again == ids
    assert write_anchors(kept) == write_anchors(anchors)


@changed
@given(leaves, st.data())
def test_an_edit_touches_its_own_passage_alone(notes: list[Leaf], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, max(0, len(notes) - 1)))
    after = [*notes[:at], *(Leaf(leaf.source, data.draw(texts)) for leaf in notes[at : at + 1]), *notes[at + 1 :]]
    ids, new = ids_of(notes), ids_of(after, anchors_of(notes))
    assert [*new[:at], *new[at + 1 :]] == [*ids[:at], *ids[at + 1 :]]


@changed
@given(leaves, st.data())
def test_an_added_or_removed_passage_leaves_the_others(notes: list[Leaf], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(notes)))
    source = notes[at - 1].source if at else "a.md"
    longer = [*notes[:at], Leaf(source, "Un ajout que rien ne rappelle."), *notes[at:]]
    ids, new = ids_of(notes), ids_of(longer, anchors_of(notes))
    assert [*new[:at], *new[at + 1 :]] == ids
    assert ids_of(notes, anchors_of(longer, anchors_of(notes))) == ids


@changed
@given(leaves, leaves, leaves)
def test_no_id_is_ever_taken_away(first: list[Leaf], second: list[Leaf], third: list[Leaf]) -> None:
    anchors: list[Anchor] = []
    seen: set[str] = set()
    for notes in (first, second, third):
        anchors = anchors_of(notes, anchors)
        assert seen <= {anchor.id for anchor in anchors}
        seen = {anchor.id for anchor in anchors}
        assert sum(not anchor.gone for anchor in anchors) == len(notes)


def test_an_edited_passage_keeps_its_id() -> None:
    before = note_of("Avant.", "Une scierie tourne encore à Rochebelin.", "Après.")
    after = note_of("Avant.", "Une scierie tourne toujours à Rochebelin, de nuit.", "Après.")
    assert ids_of(after, anchors_of(before)) == ids_of(before)


def test_another_text_in_the_same_place_is_another_passage() -> None:
    before = note_of("Avant.", "Une scierie tourne encore à Rochebelin.", "Après.")
    after = note_of("Avant.", "Nul ne connaît le prix du foncier agricole.", "Après.")
    old, new = ids_of(before), ids_of(after, anchors_of(before))
    assert new[1] not in old
    gone = [anchor for anchor in anchors_of(after, anchors_of(before)) if anchor.gone]
    assert [anchor.id for anchor in gone] == [old[1]]


def test_a_passage_that_returns_takes_its_id_again() -> None:
    whole = note_of("Avant.", "Une scierie tourne encore à Rochebelin.", "Après.")
    without = [whole[0], whole[2]]
    assert ids_of(whole, anchors_of(without, anchors_of(whole))) == ids_of(whole)


def test_moved_passages_keep_their_ids() -> None:
    whole = note_of(*SENTENCES, "oui", "Et la suite.")
    shuffled = [whole[number] for number in (4, 0, 6, 2, 5, 1, 3)]
    old = dict(zip(ids_of(whole), whole, strict=True))
    new = dict(zip(ids_of(shuffled, anchors_of(whole)), shuffled, strict=True))
    assert new == old


def test_a_passage_moved_to_another_file_keeps_its_id() -> None:
    before = note_of("Une scierie tourne encore.") + note_of("Autre.", source="b.md")
    after = note_of("Autre.", "Une scierie tourne encore.", source="b.md")
    first, second = ids_of(before)
    assert ids_of(after, anchors_of(before)) == [second, first]
    renamed = [Leaf("nouveau nom.md", leaf.text) for leaf in note_of("Une scierie tourne encore.", "non")]
    kept, minted = ids_of(renamed, anchors_of(before))
    assert kept == first
    assert minted not in {first, second}  # two letters say too little to be found again elsewhere


def test_of_a_split_passage_the_nearest_half_keeps_the_id() -> None:
    before = note_of("Une scierie tourne encore à Rochebelin. Elle emploie neuf personnes du pays.")
    after = note_of("Une scierie tourne encore à Rochebelin.", "Elle emploie neuf personnes du pays.")
    ids = ids_of(after, anchors_of(before))
    assert ids[0] == ids_of(before)[0]
    assert ids[1] != ids[0]


def test_the_part_with_most_of_the_words_keeps_the_id_and_the_others_remember_it() -> None:
    before = note_of("Avant.", HOUSE + " " + LONG + " " + SCHOOL, "Après.")
    after = note_of("Avant.", HOUSE, LONG, SCHOOL, "Après.")
    old, anchors = ids_of(before), anchors_of(after, anchors_of(before))
    ids = ids_of(after, anchors_of(before))
    assert [ids[0], ids[2], ids[4]] == old
    parts = {anchor.id: anchor.part_of for anchor in anchors}
    assert [parts[id_] for id_ in ids] == ["", old[1], "", old[1], ""]
    again = anchors_of(after, anchors)
    assert write_anchors(again) == write_anchors(anchors)


def test_of_passages_joined_the_id_that_goes_remembers_where_its_words_are() -> None:
    before = note_of("Avant.", LONG, HOUSE, "Après.")
    after = note_of("Avant.", f"{LONG} {HOUSE}", "Après.")
    old, known = ids_of(before), anchors_of(before)
    assert ids_of(after, known) == [old[0], old[1], old[3]]
    gone = [anchor for anchor in anchors_of(after, known) if anchor.gone]
    assert [(anchor.id, anchor.into) for anchor in gone] == [(old[2], old[1])]
    back = anchors_of(before, anchors_of(after, known))
    assert not any(anchor.gone or anchor.into for anchor in back)


def test_the_passages_of_a_renamed_file_follow_it_also_those_that_were_edited() -> None:
    before = note_of("Points forts", LONG, HOUSE, SCHOOL, "oui")
    edited = HOUSE.replace("murs", "toits")
    after = note_of("Points forts", LONG, edited, SCHOOL, "oui", source="autre/Note v2.md")
    assert ids_of(after, anchors_of(before)) == ids_of(before)


def test_a_passage_edited_and_moved_keeps_its_id_within_its_file_and_in_another() -> None:
    before = note_of(LONG, HOUSE, SCHOOL, "Avant.") + note_of("Autre.", "Chose.", source="b.md")
    edited = LONG.replace("depuis", "pendant")
    after = note_of(HOUSE, SCHOOL, "Avant.", edited) + note_of("Autre.", "Chose.", source="b.md")
    ids = ids_of(before)
    assert ids_of(after, anchors_of(before)) == [ids[1], ids[2], ids[3], ids[0], ids[4], ids[5]]
    away = note_of(HOUSE, SCHOOL, "Avant.") + note_of("Autre.", edited, "Chose.", source="b.md")
    assert ids_of(away, anchors_of(before)) == [ids[1], ids[2], ids[3], ids[4], ids[0], ids[5]]


@changed
@given(leaves, leaves, st.data())
def test_the_order_of_the_files_changes_no_id(before: list[Leaf], notes: list[Leaf], data: st.DataObject) -> None:
    files: dict[str, list[Leaf]] = {}
    for leaf in notes:
        files.setdefault(leaf.source, []).append(leaf)
    order = data.draw(st.permutations(sorted(files)))
    shuffled = [leaf for file in order for leaf in files[file]]
    known = anchors_of(before)
    ids, anchors = identify(notes, known)
    other, kept = identify(shuffled, data.draw(st.permutations(known)))
    assert write_anchors(kept) == write_anchors(anchors)
    assert [other[shuffled_at] for shuffled_at in _places(notes, shuffled)] == ids


def _places(notes: list[Leaf], shuffled: list[Leaf]) -> list[int]:
    """Where each leaf of the notes stands once whole files changed their order."""
    left = dict.fromkeys({leaf.source for leaf in notes}, 0)
    places = []
    for leaf in notes:
        own = [at for at, other in enumerate(shuffled) if other.source == leaf.source]
        places.append(own[left[leaf.source]])
        left[leaf.source] += 1
    return places


@changed
@given(leaves, leaves, leaves)
def test_what_two_machines_kept_merges_the_same_either_way(
    first: list[Leaf], mine: list[Leaf], theirs: list[Leaf]
) -> None:
    shared = anchors_of(first)
    one, other = write_anchors(anchors_of(mine, shared)), write_anchors(anchors_of(theirs, shared))
    union = write_anchors(read_anchors(one + other))
    assert union == write_anchors(read_anchors(other + one))
    assert {a.id for a in read_anchors(union)} == {a.id for a in (*read_anchors(one), *read_anchors(other))}
    ids, anchors = identify(mine, read_anchors(union))
    assert len(set(ids)) == len(mine)
    assert {a.id for a in read_anchors(union)} <= {a.id for a in anchors}


def test_a_line_without_the_newer_fields_keeps_its_bytes() -> None:
    line = b'{"id":"src_0123456789","source":"a.md","text":"oui","after":"","gone":false}\n'
    assert write_anchors(read_anchors(line)) == line


def test_of_a_copied_passage_the_first_keeps_the_id() -> None:
    before = note_of("Avant.", "Le bourg se vide.", "Après.")
    after = note_of("Avant.", "Le bourg se vide.", "Après.", "Le bourg se vide.")
    assert ids_of(after, anchors_of(before))[:3] == ids_of(before)


def test_equal_passages_keep_their_own_ids() -> None:
    """A table with twelve cells « oui »: an edit of one must not shift the remarks on the others."""
    before = note_of(*["oui"] * 12)
    after = note_of(*["oui"] * 5, "non", *["oui"] * 6)
    old, new = ids_of(before), ids_of(after, anchors_of(before))
    assert [*new[:5], *new[6:]] == [*old[:5], *old[6:]]


def test_files_of_two_machines_merge_by_union() -> None:
    mine = write_anchors(anchors_of(note_of("Le bourg se vide.", "oui")))
    theirs = write_anchors(anchors_of(note_of("Le bourg se vide.", "Une autre phrase, ailleurs.")))
    both = read_anchors(mine + b"\n" + theirs)
    assert {a.id for a in both} == {a.id for a in (*read_anchors(mine), *read_anchors(theirs))}
    assert len(both) == 3
    gone = write_anchors([Anchor(id=a.id, source=a.source, text=a.text, gone=True) for a in both])
    assert not any(a.gone for a in read_anchors(gone + write_anchors(both)))


def test_the_file_is_sorted_by_id_and_read_back_as_it_was() -> None:
    anchors = anchors_of(note_of(*SENTENCES))
    data = write_anchors(anchors)
    lines = data.splitlines()
    assert lines == sorted(lines)
    assert write_anchors(read_anchors(data)) == data
    assert read_anchors(b"") == []


@pytest.mark.parametrize("line", [b"<<<<<<< HEAD", b"{}", b'{"id": "src_0", "source": "a", "text": "b"}', b"\xff"])
def test_a_line_that_is_no_anchor_is_told(line: bytes) -> None:
    good = write_anchors(anchors_of(note_of("oui")))
    with pytest.raises(RestitutionError, match=r"ancres\.jsonl, ligne 2") as told:
        read_anchors(good + line + b"\n")
    assert told.value.hint


def test_every_leaf_of_a_note_is_named() -> None:
    """Cells, items and captions too; notes are taken by path, whatever their order."""
    table = {"t": "BulletList", "c": [[ast.para(ast.leaf(ast.string(t), "ligne 1"))] for t in ("un", "deux")]}
    notes = [_note("b.md", table), _note("a.md", ast.para(ast.leaf(ast.string("trois"), "ligne 1")))]
    named, anchors = identified(notes, [])
    assert [note.path for note in named] == ["a.md", "b.md"]
    ids = [ast.leaf_id(s) for note in named for p in note.passages for s in ast.each_leaf([p.block])]
    assert ids == [anchor.id for anchor in anchors]
    assert [anchor.after for anchor in anchors] == ["", "", ids[1]]
    assert identified(reversed(notes), anchors)[1] == anchors  # type: ignore[arg-type]


def _note(path: str, block: dict[str, object]) -> Note:
    return Note(
        path=path, sha256="", format="md", kind=None, classified=False, title="", territories=[],
        passages=[Passage(block=block, section="enjeux")],
    )  # fmt: skip
