"""Open remarks in the copies to review: each one there, as it was made, on its words; and nothing else changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import docx
import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from restitution import store
from restitution.conservation.published import check_docx
from restitution.conservation.published_review import check_review
from restitution.model import Document, Placement
from restitution.ooxml.package import open_package, parse, write_package
from restitution.ooxml.sent import sent_of
from restitution.ooxml.word import W14, Element, W, value
from restitution.pandoc import ast
from restitution.remarks import ANSWERER, OURS, REPORTER, Event, Kind, Origin, Remark, Review, passage_of
from restitution.review.carrying import homes_of, waiting
from restitution.review.codes import codes_of
from restitution.review.docx import read_docx
from restitution.review.keys import key_of
from restitution.review.placing import place
from restitution.review.selection import of_territory, part_of
from restitution.stages.write_copies import open_remarks
from restitution.writers.docx import Open, bookmark_texts, reference_docx, write_docx
from restitution.writers.docx.reports import proposal
from restitution.writers.docx.spots import Spot

from .office import all_converted, sdk_errors
from .reviewers import OTHERS, W15, Back, Reviewers, read_back
from .sample import MEDIA, sample_document
from .test_docx_validators import FALSE, findings, is_case
from .test_review_copy import KINDS, Finished, Wanted, made, published, whole

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("threads.yaml").read_text("utf-8"))
NBSP = "\u00a0"
PASSAGE = "src_0000000001"
SEEDS = range(4)


# ---- one passage ----------------------------------------------------------------------------------------


@cache
def finished(*texts: str) -> tuple[Document, Finished]:
    """Paragraphs with ids in order."""
    leaves = [ast.leaf(ast.string(text), "", id_=f"src_{n:010x}") for n, text in enumerate(texts, 1)]
    document = sample_document([ast.para(leaf) for leaf in leaves])
    return document, Finished(write_docx(document, MEDIA, reference_docx()))


def carried(remarks: list[Remark], *texts: str, homes: dict[str, str] | None = None) -> bytes:
    document, file = finished(*texts)
    opened = Open(remarks=remarks, homes=homes or {})
    return file.review_copy(
        Wanted(kind="relecture/tout", document=document, guide=GUIDE, codes={}, beside={}, waiting=opened)
    )


GUIDE = [ast.div([ast.para(ast.string("Comment relire"))], "encadre")]


def comment(text: str, quote: str = "", *, kind: Kind = "comment", **more: Any) -> Remark:
    remark = Remark(key=f"{len(text):016x}", number="R-001", kind=kind, author="Maud", date="2026-10-08T14:05:00Z")
    remark.text, remark.quote, remark.source = text, quote, Origin(passage=PASSAGE)
    for name, said in more.items():
        setattr(remark, name, said)
    return remark


def all_of(data: bytes) -> tuple[list[Back], list[str]]:
    """What reviewers say, and what we do."""
    found = read_back(data)
    return [one for one in found if one.author not in OURS], [one.text for one in found if one.author in OURS]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_a_remark_stands_where_it_should(case: dict[str, Any]) -> None:
    now, quote = case.get("now", case["sent"]), case.get("quote", "")
    at = case.get("at", max(0, case["sent"].find(quote)))
    remark = comment("Vrai ?", quote, base=case["sent"], offset=at, where=case.get("where", ""))
    data = carried([remark], now)
    (back,), ours = all_of(data)
    assert back.quote == " ".join(case["shows"].split())
    assert bool(ours) == ("says" in case), ours
    assert " ".join(case.get("says", "").split()) in " ".join("".join(ours).split())
    assert text_before(data).endswith(case.get("after", ""))


def text_before(data: bytes) -> str:
    """The text before the first comment, in its paragraph."""
    start = next(parse(open_package(data)["word/document.xml"]).iter(W + "commentRangeStart"))
    said = (run.iter(W + "t") for run in reversed(list(start.itersiblings(W + "r", preceding=True))))
    return "".join(node.text or "" for nodes in said for node in nodes)


WORDS = st.text(st.sampled_from("abé’ -\u00a0\u202f🙂<&"), min_size=1, max_size=40).filter(
    lambda text: text.strip()
)
SAID = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=40)


@given(WORDS, SAID, SAID, st.data())
@settings(max_examples=25, deadline=None)
def test_any_words_on_any_words_come_back(text: str, said: str, author: str, data: st.DataObject) -> None:
    folded = " ".join(text.split())
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(folded))] * 2)))
    quote = folded[start:end].strip()
    at = folded.index(quote, start)
    remark = comment(said, quote, base=folded, offset=at, author=author)
    file = carried([remark], text)
    (back,), ours = all_of(file)
    seen = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
    told = seen.sub("", said).replace(
        "\t", " "
    )  # LibreOffice drops tabs of comments, and so words would be joined
    assert (back.author, back.date, back.text) == (seen.sub("", author), remark.date, told)
    assert (back.quote, ours) == (quote, [])
    assert bookmark_texts(body(file)) == bookmark_texts(body(carried([], text)))


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("2026-10-08T14:05:09.123456789", "2026-10-08T14:05:09.123456789"),
        ("2026-10-08T14:05:09+02:00", "2026-10-08T14:05:09+02:00"),
        ("2026-10-08T14:05", "2026-10-08T14:05:00"),
        ("2026-10-08", "2026-10-08T00:00:00"),
        ("hier", ""),
        ("0-00-00T00:00:00Z", ""),
        ("2026-02-30T14:05:00Z", ""),
        ("2026-10-08T25:05:00Z", ""),
        ("2026-10-08T14:05:75Z", "2026-10-08T14:05:00"),
        ("", ""),
    ],
)
def test_a_date_is_written_as_it_came_with_the_seconds_that_xml_wants(said: str, shown: str) -> None:
    data = carried([comment("Vrai ?", base="Texte.", date=said)], "Texte.")
    (back,), _ = all_of(data)
    assert back.date == shown


def test_a_quote_may_go_over_several_paragraphs() -> None:
    texts = ("Un premier paragraphe.", "Un second.", "Un troisième paragraphe.")
    remark = comment("Tout ?", "paragraphe. Un second. Un troisième", base=texts[0], offset=11)
    (back,), ours = all_of(carried([remark], *texts))
    assert (back.quote, ours) == ("paragraphe.Un second.Un troisième", [])


def test_the_words_of_a_passage_that_is_gone_stand_on_a_heading() -> None:
    remark = comment("Et ça ?", "la gare", base="On rouvre la gare.", where="¶ 2-3")
    remark.source = Origin()
    data = carried([remark], "Titre", "Texte.", homes={remark.key: "src_0000000002"})
    (back,), (told,) = all_of(data)
    assert back.quote == "Texte."
    assert "le passage n’y est plus (¶ 2-3)." in told
    assert f"«{NBSP}la gare{NBSP}»" in told


@pytest.mark.parametrize("passage", ["src_0000000001", "src_0000000001_3", "gen_0000000009", "gen_0000000009_2"])
def test_a_passage_is_found_by_any_of_its_names(passage: str) -> None:
    """Its own, that of a repeat, that of a quotation: here in a copy that holds the quotation only."""
    document = sample_document([ast.para(ast.leaf(ast.string("Texte."), "", id_="gen_0000000009"))])
    document.placements = [
        Placement(leaf="src_0000000001", bookmark="gen_0000000009", part="", path="n.md", where="", quoted=True)
    ]
    remark = comment("Vrai ?", "Texte", base="Texte.", source=Origin(passage=passage))
    assert homes_of([remark], codes_of(document)) == {}
    file = Finished(write_docx(document, MEDIA, reference_docx()))
    opened = Open(remarks=[remark])
    wanted = Wanted(kind="a", document=document, guide=GUIDE, codes={}, beside={}, waiting=opened)
    (back,), ours = all_of(file.review_copy(wanted))
    assert (back.quote, ours) == ("Texte", [])


@pytest.mark.parametrize(("bookmark", "before"), [("gen_0000000009", "Un."), ("gen_0000000009_2", "Deux.")])
def test_of_several_equal_boxes_the_one_that_is_meant_bears_it(bookmark: str, before: str) -> None:
    texts = {"src_0000000001": "Un.", "gen_0000000009": "Non renseigné", "src_0000000002": "Deux.",
             "gen_0000000009_2": "Non renseigné"}  # fmt: skip
    document = sample_document([ast.para(ast.leaf(ast.string(text), "", id_=id_)) for id_, text in texts.items()])
    remark = comment("Je l’écris.", "Non renseigné", base="Non renseigné", source=Origin(passage="gen_0000000009"))
    remark.bookmark = bookmark
    file = Finished(write_docx(document, MEDIA, reference_docx()))
    opened = Open(remarks=[remark], homes=homes_of([remark], codes_of(document)))
    wanted = Wanted(kind="a", document=document, guide=GUIDE, codes={}, beside={}, waiting=opened)
    data = file.review_copy(wanted)
    start = next(parse(open_package(data)["word/document.xml"]).iter(W + "commentRangeStart"))
    above = next(start.getparent().itersiblings(W + "p", preceding=True))
    assert "".join(node.text or "" for node in above.iter(W + "t")).endswith(before)
    parts = msgspec.json.encode(Review(items=[remark]))
    assert not check_review(data, document, parts, whole=True)
    for number, one in enumerate(("gen_0000000009", "gen_0000000009_2")):
        half = structs.replace(document, blocks=document.blocks[2 * number :][:2])
        silent = file.review_copy(structs.replace(wanted, document=half, numbers={}, waiting=Open()))
        shown = file.review_copy(structs.replace(wanted, document=half, numbers={}))
        assert bool(check_review(silent, half, parts, whole=False)) == (bookmark == one)
        assert not check_review(shown, half, parts, whole=False)


def replacement(**more: Any) -> list[Remark]:
    """« une » is taken out, « la » put in."""
    halves = [
        comment("une", kind="deletion", base=BASE, quote="une", offset=17, proposed="Les élus veulent gare."),
        comment("la", kind="insertion", base=BASE, offset=20, proposed="Les élus veulent unela gare."),
    ]
    for number, half in enumerate(halves, 1):
        half.key, half.number, half.replacement = f"k{number}", f"R-{number:03}", "k1"
        for name, said in more.items():
            setattr(half, name, said)
    return halves


def review_copy_of(remarks: list[Remark], text: str) -> tuple[Document, bytes]:
    """The copy as the stage makes it."""
    document, file = finished(text)
    opened = open_remarks(Review(items=remarks), codes_of(document))
    wanted = Wanted(kind="a", document=document, guide=GUIDE, codes={}, beside={}, waiting=opened)
    return document, file.review_copy(wanted)


def test_a_replacement_stands_as_both_its_changes() -> None:
    halves = replacement()
    document, data = review_copy_of(halves, BASE)
    theirs, ours = all_of(data)
    assert [(one.kind, one.text) for one in theirs] == [("deletion", "une"), ("insertion", "la")]
    assert not ours
    assert not check_review(data, document, msgspec.json.encode(Review(items=halves)), whole=True)


def test_a_replacement_of_which_half_no_longer_fits_is_told_once() -> None:
    """A comment whose end stands in the words that go; or a passage that changed."""
    about = comment("Laquelle ?", "ne gare", base=BASE, offset=18, key="c", number="R-009")
    about.thread = "c"
    for halves, others, text in (
        (replacement(), [about], BASE),
        (replacement(), [], "Les élus veulent une belle gare."),
    ):
        document, data = review_copy_of([*halves, *others], text)
        theirs, (told,) = all_of(data)
        assert {one.kind for one in theirs} == {one.kind for one in others}
        assert f"remplacer «{NBSP}une{NBSP}» par «{NBSP}la{NBSP}»" in told
        assert "(R-001)" in told
        assert "R-002" not in told
        assert not check_review(data, document, msgspec.json.encode(Review(items=[*halves, *others])), whole=True)


def test_answers_are_replies_of_ours_among_the_others() -> None:
    first = comment(
        "Quand ?",
        base="Texte.",
        answer="En mai.",
        history=[Event(at="2026-10-10T08:00:00", what="", text="En mai.")],
    )
    replies = [
        comment(
            f"{n:03}",
            kind="reply",
            thread=first.key,
            parent=first.key,
            date=f"2026-10-{n:02}T08:00:00Z",
            key=f"k{n}",
        )
        for n in (12, 9)
    ]
    first.thread = first.key
    found = read_back(carried([first, *replies], "Texte."))
    assert [(one.author, one.text) for one in found] == [
        ("Maud", "Quand ?"), ("Maud", "009"), (ANSWERER, "En mai."), ("Maud", "012"),
    ]  # fmt: skip
    assert [one.parent for one in found] == ["", *["Quand ?"] * 3]


BASE = "Les élus veulent une gare."
CHANGES: dict[str, tuple[Kind, str, int, str, list[tuple[str, str]]]] = {
    "words added": ("insertion", " nouvelle", 25, "", [("insertion", " nouvelle")]),
    "words at the end": ("insertion", " Vite !", 26, "", [("insertion", " Vite !")]),
    "words deleted": ("deletion", "une ", 17, "", [("deletion", "une ")]),
    "another text": ("deletion", "une ", 17, "Les élus veulent une belle gare.", []),
    "a place that is not its own": ("deletion", "gare", 3, "", []),
    "moved": ("move", "une gare", 17, "", []),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_stands_as_such_while_it_fits_else_in_words(name: str) -> None:
    kind, text, at, now, shown = CHANGES[name]
    proposed = BASE[:at] + text + BASE[at:] if kind == "insertion" else BASE[:at] + BASE[at + len(text) :]
    remark = comment(text, kind=kind, base=BASE, offset=at, proposed=" ".join(proposed.split()))
    data = carried([remark], now or BASE)
    theirs, ours = all_of(data)
    assert [(one.kind, one.text) for one in theirs] == shown
    assert all(one.author == "Maud" and one.date == remark.date for one in theirs)
    assert len(ours) == (not shown)
    assert all("(R-001)" in told and " ".join(text.split()) in told for told in ours)
    assert sent_of(data).carried == [remark.key] * bool(shown), "words of ours are not expected back"
    assert {passage.text for passage in sent_of(data).passages} == {now or BASE}


def test_changes_that_a_word_processor_would_join_or_cross_stand_apart() -> None:
    deleted = [
        comment(f"{BASE[a:b]}", kind="deletion", base=BASE, offset=a, key=f"k{a}")
        for a, b in ((0, 8), (8, 17), (4, 12))
    ]
    within = comment("Qui ?", "élus", base=BASE, offset=4, key="c")
    theirs, ours = all_of(carried(deleted, BASE))
    assert ([one.text for one in theirs], len(ours)) == (["Les élus"], 2)
    theirs, ours = all_of(carried([*deleted[:1], within], BASE))
    assert ([(one.kind, one.quote) for one in theirs], len(ours)) == ([("comment", "élus")], 1)


# ---- which remarks --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ({"a": "new", "b": "resolved"}, ["a", "b"]),
        ({"a": "answered", "b": "new"}, ["a", "b"]),
        ({"a": "resolved", "b": "new"}, []),
        ({"a": "orphan", "b": "orphan"}, ["a", "b"]),
        ({"a": "rejected", "b": "rejected"}, []),
    ],
)
def test_a_thread_waits_with_all_its_replies_or_not_at_all(states: dict[str, Any], expected: list[str]) -> None:
    items = [
        comment("", key=key, thread="a", state=state, kind="comment" if key == "a" else "reply")
        for key, state in states.items()
    ]
    assert [remark.key for remark in waiting(Review(items=items))] == expected


@pytest.mark.parametrize(
    ("state", "waits"), [("new", True), ("to_confirm", True), ("answered", False), ("applied", False)]
)
def test_a_change_waits_until_it_is_decided(state: Any, waits: bool) -> None:
    assert bool(waiting(Review(items=[comment("", kind="move", state=state)]))) is waits


# ---- the copies -----------------------------------------------------------------------------------------


@cache
def review(seed: int) -> Review:
    """Remarks of all kinds on the sample, some of which nothing is left of."""
    people = Reviewers(sent_of(published()), seed)
    items = [remark for n in range(14) for remark in people.thread(replies=n % 3)]
    kinds: list[Kind] = [*["insertion", "deletion"] * 5, *OTHERS]
    items += [people.change(kind) for kind in kinds]
    for n, remark in enumerate(items):
        remark.answer = "Fait." if n % 9 == 0 else ""
        remark.base = f"Avant : {remark.base}" if n % 8 == 3 else remark.base
        remark.source = Origin() if n % 11 == 5 and remark.kind not in {"comment", "reply"} else remark.source
    lost = people.thread(replies=1)
    for remark in lost:
        remark.source, remark.state = Origin(), "orphan"
    return Review(items=[*items, *lost])


@cache
def copy_of(kind: str, seed: int) -> tuple[Document, bytes]:
    opened = open_remarks(review(seed), codes_of(whole()))
    held = {
        "relecture/tout": lambda: structs.replace(whole(), title="Carnet – à relire"),
        "relecture/themes": lambda: part_of(whole(), "themes"),
        "territoires/HL": lambda: of_territory(whole(), "HL", lambda _: []),
    }
    return made(held[kind](), kind, opened)


def body(data: bytes) -> Element:
    return parse(open_package(data)["word/document.xml"])


EACH = [(kind, seed) for kind in KINDS for seed in SEEDS]


@pytest.mark.parametrize(("kind", "seed"), EACH)
def test_a_copy_shows_all_that_waits_and_says_what_it_must(kind: str, seed: int) -> None:
    document, data = copy_of(kind, seed)
    assert check_docx(data, document).message == ""
    assert check_review(data, document, store.encode(review(seed)), whole=kind == "relecture/tout") == ""


@pytest.mark.parametrize("seed", SEEDS)
def test_the_whole_copy_shows_each_remark_once(seed: int) -> None:
    theirs, ours = all_of(copy_of("relecture/tout", seed)[1])
    items = review(seed).items
    said = Counter((one.author, one.date, one.text) for one in theirs)
    assert said <= Counter((one.author, one.date, one.text.replace("\t", " ")) for one in items)
    told = {found[1] for text in ours if (found := re.search(r"\((R-\d+)\)", text))}
    assert len(theirs) + len(told) == len(items)


@pytest.mark.parametrize(("kind", "seed"), EACH)
def test_what_comes_back_is_known_again(kind: str, seed: int) -> None:
    """Its key follows from what the file shows: who, when, what, and the passage, unless nothing is left of it."""
    _, data = copy_of(kind, seed)
    passages = {one.bookmark: one.passage or passage_of(one.bookmark) for one in sent_of(data).passages}
    theirs, _ = all_of(data)
    found = Counter(key_of(one.kind, one.author, one.date, one.text, passages[one.passage]) for one in theirs)  # type: ignore[arg-type]
    items = [remark for remark in review(seed).items if remark.key in sent_of(data).carried]
    gone = [remark for remark in items if not remark.source.passage]
    wanted = Counter(
        key_of(remark.kind, remark.author, remark.date, remark.text, remark.source.passage)
        for remark in items
        if remark.source.passage
    )
    assert wanted <= found
    assert found.total() - wanted.total() == len(gone)


@pytest.mark.parametrize(("kind", "seed"), EACH)
def test_the_reader_of_returned_copies_knows_each_again(kind: str, seed: int) -> None:
    """Nothing lost, nothing new: but for what is on a heading, its passage being gone."""
    assert_known_again(copy_of(kind, seed)[1], seed)


@pytest.fixture(scope="module")
def saved_by_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int], bytes]:
    """Copies by their kind and seed, which LibreOffice opened and saved."""
    copies = [*(("relecture/tout", seed) for seed in SEEDS), *((kind, 2) for kind in KINDS)]
    files = {f"{kind} {seed}": copy_of(kind, seed)[1] for kind, seed in copies}
    saved = all_converted(files, "docx", "docx", tmp_path_factory.mktemp("libreoffice"))
    return {(kind, seed): saved[f"{kind} {seed}"] for kind, seed in copies}


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_it_does_when_libreoffice_has_saved_the_copy(
    seed: int, saved_by_libreoffice: dict[tuple[str, int], bytes]
) -> None:
    assert_known_again(saved_by_libreoffice["relecture/tout", seed], seed)


def assert_known_again(data: bytes, seed: int) -> None:
    returned = read_docx(data)
    assert returned.sent is not None
    items = [remark for remark in review(seed).items if remark.key in returned.sent.carried]
    kept = [one for one in items if one.source.passage]
    wanted = {key_of(one.kind, one.author, one.date, one.text, one.source.passage) for one in kept}
    found = {mark.key for mark in place(returned, returned.sent)}
    assert wanted <= found
    assert len(found) - len(wanted) == len(items) - len(kept)
    assert returned.ours


@pytest.mark.parametrize("kind", KINDS)
def test_the_manifest_is_of_the_published_text(kind: str) -> None:
    _, data = copy_of(kind, 0)
    before = {passage.bookmark: passage.text for passage in sent_of(published()).passages}
    sent = sent_of(data)
    assert all(passage.text == before[passage.bookmark] for passage in sent.passages)
    assert any(passage.text != bookmark_texts(body(data))[passage.bookmark] for passage in sent.passages)
    assert sent.carried == sorted(set(sent.carried))


def test_bytes_are_the_same_each_time() -> None:
    copy_of.cache_clear()
    first = copy_of("relecture/tout", 1)
    copy_of.cache_clear()
    assert copy_of("relecture/tout", 1) == first


def test_the_publication_shows_no_remark() -> None:
    assert read_back(published()) == []
    assert not [name for name in open_package(published()) if "comment" in name or "people" in name]


@pytest.mark.parametrize(("kind", "seed"), EACH)
def test_words_rules_are_kept(kind: str, seed: int) -> None:
    """Those that Word asks for and no schema says (design, §2)."""
    _, data = copy_of(kind, seed)
    parts, text = open_package(data), body(data)
    comments, threads = parse(parts["word/comments.xml"]), parse(parts["word/commentsExtended.xml"])
    assert {"w14", "w15"} <= set(comments.nsmap)
    numbers = [comment.get(W + "id") for comment in comments]
    for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        assert sorted(node.get(W + "id") for node in text.iter(W + tag)) == sorted(numbers), "each has its own"
    ids = [paragraph.get(W14 + "paraId") for paragraph in comments.iter(W + "p")]
    assert len(ids) == len(set(ids))
    assert all(0 < int(id_, 16) < 0x80000000 for id_ in ids)
    assert b"w14:paraId=" in parts["word/comments.xml"]
    assert b"w15:done=" in parts["word/commentsExtended.xml"]
    own = {[p.get(W14 + "paraId") for p in comment.iter(W + "p")][-1] for comment in comments}
    assert {node.get(W15 + "paraId") for node in threads} == own
    tops = {node.get(W15 + "paraId") for node in threads if node.get(W15 + "paraIdParent") is None}
    assert {node.get(W15 + "paraIdParent") for node in threads} - {None} <= tops, "one level deep"
    assert all(node.get(W15 + "done") == "0" for node in threads)
    styles = {style.get(W + "styleId") for style in parse(parts["word/styles.xml"]).iter(W + "style")}
    assert {
        value(run, "rPr/rStyle") for run in text.iter(W + "r") if run.find(W + "commentReference") is not None
    } <= styles
    assert b"comment" not in parts["word/footnotes.xml"]


@pytest.mark.parametrize(("kind", "seed"), EACH)
def test_marks_are_nested_and_stand_in_no_margin(kind: str, seed: int) -> None:
    _, data = copy_of(kind, seed)
    order = list(body(data).iter(W + "commentRangeStart", W + "commentRangeEnd", W + "commentReference"))
    for number in {node.get(W + "id") for node in order}:
        own = [node.tag.removeprefix(W) for node in order if node.get(W + "id") == number]
        assert own == ["commentRangeStart", "commentRangeEnd", "commentReference"]
    for node in order:
        paragraph = next(node.iterancestors(W + "p"))
        assert paragraph.find(f"{W}pPr/{W}framePr") is None
        assert paragraph.find(W + "bookmarkStart") is not None
        assert not list(node.iterancestors(W + "ins", W + "del"))


@pytest.mark.parametrize("kind", KINDS)
def test_the_open_xml_sdk_finds_no_error(kind: str, tmp_path: Path) -> None:
    assert sdk_errors(copy_of(kind, 0)[1], tmp_path) == []


@pytest.mark.parametrize("kind", KINDS)
def test_docx_integrity_finds_nothing_but_what_is_known_to_be_false(kind: str, tmp_path: Path) -> None:
    told = findings(copy_of(kind, 0)[1], tmp_path)
    assert [found for found in told if not any(is_case(case, found) for case in FALSE)] == []


def test_python_docx_reads_them(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(copy_of("relecture/tout", 0)[1])
    found = Counter((one.author, one.text) for one in docx.Document(str(file)).comments)
    assert found == Counter(
        (one.author, one.text) for one in read_back(file.read_bytes()) if one.kind in {"comment", "reply"}
    )


FLAT = {"reply": "comment"}


def joined(found: Iterable[Back]) -> Iterator[Back]:
    """LibreOffice parts what was added at the beginning of a bookmark, behind a space."""
    for _, group in groupby(
        found, key=lambda one: (one.kind, one.author, one.date, one.kind == "comment" and one)
    ):
        first, *rest = group
        yield structs.replace(first, text=first.text + "".join(one.text for one in rest))


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_libreoffice_keeps_them_as_they_were(
    kind: str, saved_by_libreoffice: dict[tuple[str, int], bytes]
) -> None:
    """But for threads, which its version 7.4 makes flat."""
    data, back = copy_of(kind, 2)[1], saved_by_libreoffice[kind, 2]

    def told(file: bytes) -> Counter[Back]:
        found = joined(read_back(file))
        return Counter(
            structs.replace(one, kind=FLAT.get(one.kind, one.kind), date=one.date[:16], parent="") for one in found
        )

    assert told(back) == told(data)


# ---- the counter ----------------------------------------------------------------------------------------


TAMPERED: dict[str, tuple[str, str, str]] = {
    "a comment's words": ("word/comments.xml", r"Réponse 0", "Réponse 9"),
    "who wrote it": ("word/comments.xml", r'w:author="Maud Éloi"', 'w:author="Maud"'),
    "when": ("word/comments.xml", r'w:date="2026-10-\d\d', 'w:date="2026-11-01'),
    "what it answers": ("word/commentsExtended.xml", r' w15:paraIdParent="\w+"', ""),
    "a place": ("word/document.xml", r'<w:commentRangeEnd w:id="1"/>', ""),
    "a change's author": ("word/document.xml", r'(<w:(?:ins|del) [^>]*w:author=")[^"]*', r"\1Personne"),
    "a change of another kind": (
        "word/document.xml",
        r"<w:sectPr>",
        '<w:sectPr><w:sectPrChange w:id="7" w:author="x"/>',
    ),
    "the number of a proposal": ("word/comments.xml", r"\(R-\d+\)", "(R-999)"),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_the_counter_sees_a_remark_that_is_not_as_it_was_made(name: str) -> None:
    part, old, new = TAMPERED[name]
    document, data = copy_of("relecture/tout", 0)
    parts = open_package(data)
    text, count = re.subn(old, new, parts[part].decode(), count=1)
    assert count
    changed = write_package(parts | {part: text.encode()})
    assert check_review(changed, document, store.encode(review(0)), whole=True)


@pytest.mark.parametrize("kind", KINDS)
def test_the_counter_sees_a_remark_that_is_missing_and_one_of_no_one(kind: str) -> None:
    document, data = copy_of(kind, 0)
    is_whole = kind == "relecture/tout"
    assert check_review(made(document, kind)[1], document, store.encode(review(0)), whole=is_whole)
    assert check_review(data, document, store.encode(Review()), whole=is_whole)


def test_a_report_of_ours_has_a_name_of_ours() -> None:
    texts = [one.author for one in read_back(copy_of("relecture/tout", 0)[1]) if one.text.startswith("Reporté")]
    assert set(texts) == {REPORTER}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Une ligne neuve.", "ajouter un paragraphe\u00a0: «\u00a0Une ligne neuve.\u00a0»"),
        ("", "couper ce paragraphe en deux"),
    ],
)
def test_a_new_paragraph_is_told_by_its_own_words(text: str, told: str) -> None:
    """Not by those of the passage behind which it was written."""
    remark = Remark(
        kind="paragraph_insertion", key="k", number="R-001", author="Ana", date="", text=text,
        base="Le passage.", proposed="Le passage.",
    )  # fmt: skip
    said = proposal(remark, Spot(first="src_1", start=0, last="src_1", end=0, placed="exact"), "Le passage.")
    assert told in said
    assert "Le passage" not in said
