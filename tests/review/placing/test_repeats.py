"""A remark on one of many equal texts stays on that one: its bookmark first, then the order of the equals."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from restitution.model import Document
from restitution.pandoc import ast
from restitution.remarks import SURE, Event, Origin, Remark
from restitution.review.journal import VERDICTS
from restitution.review.placing import place
from restitution.review.placing.repeats import chosen, repeats_in
from tests.review.documents import document
from tests.review.placing.small import copy_of, name, sent_of

CASES = yaml.safe_load(Path(__file__).with_name("repeats.yaml").read_text("utf-8"))
SHORT = st.sampled_from(["Oui", "Non renseigné", "À compléter", "Non", "Le bourg se vide chaque hiver."])


@given(st.lists(SHORT, min_size=2, max_size=12), st.data())
def test_the_bookmark_wins_over_equal_words(texts: list[str], data: st.DataObject) -> None:
    """Whatever else was added, taken out or moved: equal words elsewhere never take a remark."""
    numbers = list(range(1, len(texts) + 1))
    about = data.draw(st.sampled_from(numbers))
    kept = [number for number in numbers if number == about or data.draw(st.booleans())]
    said = {number: f"{{#{text}#}}" if number == about else text for number, text in enumerate(texts, 1)}
    lines = [
        f"<{number}>{said[number]}</{number}>"
        for number in (data.draw(st.permutations(kept)) if data.draw(st.booleans()) else kept)
    ]
    if data.draw(st.booleans()):
        lines.insert(data.draw(st.integers(0, len(lines))), data.draw(SHORT))
    (mark,) = [one for one in place(copy_of(lines), sent_of(texts)) if one.kind == "comment"]
    assert mark.passage == name(str(about))
    assert mark.confidence >= SURE


@given(st.lists(SHORT, min_size=2, max_size=12), st.data())
def test_without_bookmarks_the_order_of_the_equals_tells(texts: list[str], data: st.DataObject) -> None:
    about = data.draw(st.integers(1, len(texts)))
    lines = [f"{{#{text}#}}" if number == about else text for number, text in enumerate(texts, 1)]
    sent = sent_of({str(number): text for number, text in enumerate(texts, 1)})
    if [one.bookmark for one in sent.passages] == sorted(one.bookmark for one in sent.passages):
        sent = structs.replace(sent, passages=[*sent.passages, *sent_of({"0": "Fin."}).passages])
    (mark,) = [one for one in place(copy_of([*lines, "Fin."]), sent) if one.kind == "comment"]
    assert mark.passage == name(str(about))


@given(st.lists(st.sampled_from(["Oui", "Non renseigné"]), min_size=2, max_size=9), st.data())
def test_of_the_plans_words_the_bookmark_is_kept(texts: list[str], data: st.DataObject) -> None:
    """They share the id of their passage: the mark says which of its places it was."""
    ids = {text: f"g{number}" for number, text in enumerate(dict.fromkeys(texts), 1)}
    rank: dict[str, int] = {}
    names = []
    for text in texts:
        rank[text] = rank.get(text, 0) + 1
        names.append(f"{ids[text]}_{rank[text]}" if rank[text] > 1 else ids[text])
    about = data.draw(st.integers(0, len(texts) - 1))
    lines = [
        f"<{own}>{{#{text}#}}</{own}>" if number == about else f"<{own}>{text}</{own}>"
        for number, (own, text) in enumerate(zip(names, texts, strict=True))
    ]
    sent = sent_of(dict(zip(names, texts, strict=True)))
    (mark,) = [one for one in place(copy_of(lines), sent) if one.kind == "comment"]
    repeated = rank[texts[about]] > 1
    assert mark.bookmark == (name(names[about]) if repeated else "")


def test_the_same_words_put_in_two_boxes_are_two_changes() -> None:
    sent = sent_of({"g1": "Non renseigné", "g1_2": "Non renseigné", "1": "Fin."})
    marks = place(copy_of(["<g1>À venir</g1>", "<g1_2>À venir</g1_2>", "<1>Fin.</1>"]), sent)
    assert [(one.kind, one.text, one.bookmark) for one in marks] == [
        ("untracked_edit", "À venir", name("g1")),
        ("untracked_edit", "À venir", name("g1_2")),
    ]
    assert len({one.key for one in marks}) == 2


# --- today -----------------------------------------------------------------------------------------


def passage_of_words(said: str) -> str:
    """The id of words of the plan."""
    return f"gen_{hashlib.sha256(said.encode()).hexdigest()[:10]}"


def named(text: str) -> Document:
    """As a build names its leaves: equal words of the plan share an id, but for their rank."""
    one, times = document(text), dict[str, int]()

    def name_(inlines: list[Any]) -> list[Any]:
        said = " ".join(ast.text(inlines).split())
        times[said] = times.get(said, 0) + 1
        id_ = passage_of_words(said) + (f"_{times[said]}" if times[said] > 1 else "")
        return ast.leaf(inlines[0]["c"][1], "", id_=id_)

    one.blocks = ast.map_leaves(one.blocks, name_)
    return one


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_case(case: dict[str, Any]) -> None:
    said = case["about"]
    passage = passage_of_words(said)
    then, now = (repeats_in([named(case[key])]).get(passage, []) for key in ("then", "now"))
    was = then[case["rank"] - 1]
    bookmark = was.bookmark if case.get("bookmark", True) else ""
    remark = Remark(
        key="k",
        number="R-001",
        kind="comment",
        source=Origin(passage=passage),
        under=list(was.under) if case.get("under", True) else [],
        bookmark=now[case["placed"] - 1].bookmark if "placed" in case else bookmark,
        where=f"¶ {was.code}",
        history=[Event(what=VERDICTS["placer"])] if "placed" in case else [],
    )
    there, is_sure = chosen(remark, now)
    assert (now.index(there) + 1, is_sure) == (case["stands"], case["sure"])
