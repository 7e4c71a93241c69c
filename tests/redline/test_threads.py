"""Open comments beside a redline: on their words, and accepting or refusing still gives either document."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from lxml import etree

from restitution.redline import compare
from restitution.remarks import Remark, Sent, SentPassage
from restitution.writers.docx import with_threads

from .documents import built
from .sides import texts
from .test_redline import CASES, assert_both_sides

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DATE = "2026-10-08T14:06:00Z"
OLD = (
    "{a1}Le pays compte douze communes.\n\n{a2}Celui-ci s’en va.\n\n{a4}Le marché se tient le mardi sur la place."
)
NEW = "{a1}Le pays compte treize communes.\n\n{a3}Une idée neuve.\n\n{a4}Le marché se tient le mardi sur la place."


def names_in(data: bytes) -> list[str]:
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    return [node.get(f"{W}name") for node in root.iter(f"{W}bookmarkStart") if "src_" in node.get(f"{W}name")]


def on(passage: str, quote: str = "", base: str = "", **said: Any) -> Remark:
    remark = Remark(key=f"k{passage}{quote}", number="R-1", kind="comment", author="Élise", date=DATE, text="Ah ?")
    remark.quote, remark.base, remark.source = quote, base, type(remark.source)(passage=passage)
    remark.offset = base.find(quote)
    for name, value in said.items():
        setattr(remark, name, value)
    return remark


def commented(old: bytes, new: bytes, remarks: list[Remark]) -> tuple[bytes, int]:
    sent = Sent(passages=[SentPassage(bookmark=name) for name in names_in(new)])
    compared = compare(old, new)
    data, shown = with_threads(compared.data, sent, remarks, compared.date)
    return data, len(shown)


def marked(data: bytes) -> dict[str, str]:
    """Words of each comment -> the words of the new text that it stands on."""
    package = zipfile.ZipFile(io.BytesIO(data))
    root = etree.fromstring(package.read("word/document.xml"))
    said = {
        node.get(f"{W}id"): "".join(node.itertext(f"{W}t"))
        for node in etree.fromstring(package.read("word/comments.xml"))
    }
    found = {}
    for number, text in said.items():
        start = next(root.iterfind(f".//{W}commentRangeStart[@{W}id='{number}']"))
        quoted = ""
        for node in start.itersiblings():
            if node.tag == f"{W}commentRangeEnd" and node.get(f"{W}id") == number:
                break
            quoted += "".join(node.itertext(f"{W}t"))
        found[text] = quoted
    return found


@pytest.mark.parametrize("case", CASES, ids=[case["cas"] for case in CASES])
def test_comments_on_every_passage_change_neither_text(case: dict[str, Any]) -> None:
    old, new = built(case["avant"]), built(case["apres"])
    names = names_in(new)
    data, shown = commented(old, new, [on(name) for name in names])
    assert shown == len({name.removesuffix("_2") for name in names})
    assert_both_sides(data, old, new)
    assert_both_sides(commented(new, old, [on(name) for name in names_in(old)])[0], new, old)


def test_a_comment_stands_on_its_words_beside_a_change() -> None:
    base = "Le pays compte treize communes."
    data, shown = commented(
        built(OLD),
        built(NEW),
        [
            on("src_00000000a1", "communes", base, text="Lesquelles ?"),
            on("src_00000000a1", "treize", base, text="Douze, non ?"),
            on("src_00000000a4", "le mardi", "Le marché se tient le mardi sur la place.", text="Ou le jeudi ?"),
        ],
    )
    assert shown == 3
    assert marked(data) == {"Lesquelles ?": "communes", "Douze, non ?": "treize", "Ou le jeudi ?": "le mardi"}


def test_what_was_taken_out_bears_no_comment_and_a_thread_is_whole() -> None:
    gone = on("src_00000000a2", text="Pourquoi ?")
    first = on("src_00000000a4", text="Quand ?")
    reply = on("src_00000000a4", kind="reply", thread=first.key, text="Le mardi.", date="2026-10-08T14:09:00Z")
    reply.key = "reply"
    data, shown = commented(built(OLD), built(NEW), [gone, first, reply])
    assert shown == 1
    assert list(marked(data)) == ["Quand ?", "Le mardi."]
    assert texts(data, "new") == texts(built(NEW), "new")
