"""Any note, any remarks: made up by hypothesis, and what a copy says once our changes are accepted or refused.

The two views of a file are read here by hand, with none of the code that writes it.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

from hypothesis import strategies as st
from lxml import etree

from restitution.remarks import Correction, Origin, Remark
from restitution.returns.copies.marks import Leaf
from restitution.returns.copies.planning import Remarked

NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{NS}}}"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
DC = "http://purl.org/dc/elements/1.1/"
T, O = f"{{{TEXT}}}", f"{{{OFFICE}}}"  # noqa: E741 an element of `office:`
WORDS = "le la pont vieux neuf mairie l'an école demain route 12 km , . ? : — forêt Zoé".split()  # noqa: SIM905
OURS = ("Ana", "Bea")
"""Reviewers: no writer of these notes bears their names."""
NAME = "Zoé"
WHEN = "2026-01-02T10:00:00Z"

Run = tuple[str, str]
"""Kind (plain, bold, tab, link, field, ins, del, call) and words."""
RUNS = st.lists(
    st.tuples(
        st.sampled_from(["plain", "plain", "bold", "tab", "link", "field", "ins", "del", "call"]),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(lambda words: f"{' '.join(words)} "),
    ),
    max_size=6,
)
NOTES = st.lists(RUNS, min_size=1, max_size=5)
SHOWN = frozenset({"plain", "bold", "link", "field", "ins"})


def own_text(runs: list[Run]) -> str:
    """What a paragraph says when its tracked changes are accepted."""
    return "".join(words if kind in SHOWN else "\t" if kind == "tab" else "" for kind, words in runs)


def published(text: str) -> str:
    """As the publication prints it: typography put on, the name masked."""
    text = " ".join(text.split()).replace("'", "’").replace(" ?", "\u202f?").replace(" :", "\u00a0:")
    return text.replace(NAME, "[nom masqué]")


@st.composite
def reviewed(draw: st.DrawFn) -> tuple[list[list[Run]], list[Leaf], Remarked, dict[int, str]]:
    """A note, its leaves, what was said of it, and what its writer's words become where a change was accepted."""
    note = draw(NOTES)
    texts = [own_text(runs) for runs in note]
    leaves = [Leaf(f"paragraphe {n}", " ".join(text.split())) for n, text in enumerate(texts, 1)]
    remarks: list[Remark] = []
    corrections: list[tuple[Correction, Origin]] = []
    wanted: dict[int, str] = {}
    for number in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(note) - 1))
        base, key = published(texts[at]), f"key{number}"
        origin = Origin(path="a", passage=f"src_{at}", where=f"paragraphe {at + 1}")
        start, end = sorted(draw(st.tuples(st.integers(0, len(base)), st.integers(0, len(base)))))
        common: dict[str, Any] = {"key": key, "number": f"R-{number:03}", "author": draw(st.sampled_from(OURS)),
                                  "date": WHEN, "base": base, "source": origin}  # fmt: skip
        kind = draw(st.sampled_from(["comment", "reply", "insertion", "accepted", "pen"]))
        if kind in {"accepted", "pen"}:
            words = texts[at].split()
            place = draw(st.integers(0, len(words)))
            gone = draw(st.integers(0, 2))
            new = draw(st.lists(st.sampled_from([word for word in WORDS if word != NAME]), max_size=2))
            edited = " ".join([*words[:place], *new, *words[place + gone :]])
            correction = Correction(passage=origin.passage, base=base, text=published(edited), at=WHEN,
                                    key=key if kind == "accepted" else "", author=common["author"])  # fmt: skip
            corrections.append((correction, origin))
            wanted.setdefault(at, edited)
        if kind != "pen":
            heads = [one.key for one in remarks if one.kind == "comment"]
            thread = draw(st.sampled_from(heads)) if kind == "reply" and heads else key
            remarks.append(
                Remark(kind="insertion" if kind == "accepted" else kind, text=f"dit {number}\nencore",  # type: ignore[arg-type]
                       quote=base[start:end], offset=start, thread=thread,
                       answer=draw(st.sampled_from(["", "Merci."])), **common)
            )  # fmt: skip
    return note, leaves, Remarked(path="a", remarks=remarks, corrections=corrections), wanted


# Word


def docx(note: list[list[Run]]) -> bytes:
    made = {
        "plain": '<w:r><w:t xml:space="preserve">{}</w:t></w:r>',
        "bold": '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>',
        "tab": "<w:r><w:tab/></w:r>",
        "link": '<w:hyperlink w:anchor="x"><w:r><w:rPr><w:u/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'
        "</w:hyperlink>",
        "field": '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t xml:space="preserve">{}</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        "ins": '<w:ins w:id="7" w:author="Elle"><w:r><w:t xml:space="preserve">{}</w:t></w:r></w:ins>',
        "del": '<w:del w:id="8" w:author="Elle"><w:r><w:delText xml:space="preserve">{}</w:delText></w:r></w:del>',
        "call": '<w:r><w:t/><w:footnoteReference w:id="3"/></w:r>',
    }
    body = "".join(f"<w:p>{''.join(made[kind].format(words) for kind, words in runs)}</w:p>" for runs in note)
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "word/document.xml": f'<w:document xmlns:w="{NS}"><w:body>{body}</w:body></w:document>',
        }
    )


def zipped(parts: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return buffer.getvalue()


def part(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


def docx_letters(data: bytes, *, accept: bool) -> list[list[tuple[str, bytes]]]:
    """Each paragraph as letters with the look of their run, our changes accepted or refused, hers left."""
    found = []
    for paragraph in part(data, "word/document.xml").iter(f"{W}p"):
        letters: list[tuple[str, bytes]] = []
        for node in paragraph.iter(f"{W}t", f"{W}delText", f"{W}tab", f"{W}footnoteReference", f"{W}instrText"):
            if accept and node.tag == f"{W}instrText":
                continue
            deleted = any(True for _ in node.iterancestors(f"{W}del"))
            ours = any(up.get(f"{W}author") in OURS for up in node.iterancestors(f"{W}ins"))
            if deleted if accept else ours:
                continue
            look = node.getparent().find(f"{W}rPr")
            hers = [up.tag[len(W) :] for up in node.iterancestors() if up.get(f"{W}author") == "Elle"]
            links = [up.tag[len(W) :] for up in node.iterancestors(f"{W}hyperlink")]
            told = b"" if look is None else etree.tostring(look)
            kind = repr((hers, links, node.tag if not node.text else "")).encode()
            letters += [(letter, told + kind) for letter in node.text or "\t"]
        found.append(letters)
    return found


def docx_comments(data: bytes) -> list[str]:
    if "word/comments.xml" not in zipfile.ZipFile(io.BytesIO(data)).namelist():
        return []
    comments = part(data, "word/comments.xml")
    return ["\n".join("".join(p.itertext()) for p in one.iter(f"{W}p")) for one in comments.iter(f"{W}comment")]


# OpenDocument


def odt(note: list[list[Run]]) -> bytes:
    made = {
        "plain": "{}",
        "bold": '<text:span text:style-name="B">{}</text:span>',
        "tab": "<text:tab/>",
        "link": "<text:a>{}</text:a>",
        "field": "<text:date>{}</text:date>",
        "ins": '<text:change-start text:change-id="i"/>{}<text:change-end text:change-id="i"/>',
        "del": '<text:change text:change-id="d"/>',
        "call": "<text:note><text:note-body><text:p>note</text:p></text:note-body></text:note>",
    }
    body = "".join(
        f"<text:p>{''.join(made[kind].format(words) for kind, words in runs)}</text:p>" for runs in note
    )
    who = "<dc:creator>Elle</dc:creator><dc:date>2026-01-01T00:00:00</dc:date>"
    info = f"<office:change-info>{who}</office:change-info>"
    hers = (
        f'<text:changed-region text:id="i"><text:insertion>{info}</text:insertion></text:changed-region>'
        f'<text:changed-region text:id="d"><text:deletion>{info}<text:p>parti</text:p></text:deletion>'
        "</text:changed-region>"
    )
    names = f'xmlns:office="{OFFICE}" xmlns:text="{TEXT}" xmlns:dc="{DC}"'
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {names}><office:body><office:text>"
            f"<text:tracked-changes>{hers}</text:tracked-changes>{body}</office:text></office:body>"
            "</office:document-content>",
        }
    )


def odt_letters(data: bytes, *, accept: bool) -> list[list[tuple[str, str]]]:
    """As `docx_letters`, of an OpenDocument text."""
    root = part(data, "content.xml")
    regions = {one.get(f"{T}id"): one for one in root.iter(f"{T}changed-region")}
    ours = {key for key, one in regions.items() if one.findtext(f".//{{{DC}}}creator") in OURS}
    found: list[list[tuple[str, str]]] = []
    out = [False]

    def walk(node: etree._Element, look: str, letters: list[tuple[str, str]]) -> None:
        say(node.text, look, letters)
        for child in node:
            tag, key = child.tag.replace(T, "").replace(O, ""), child.get(f"{T}change-id")
            if tag in {"change-start", "change-end"} and key in ours:
                out[0] = tag == "change-start" and not accept
            elif tag == "change" and key in ours and not accept:
                held = regions[key].find(f"{T}deletion/{T}p")
                assert held is not None
                walk(held, "", letters)
            elif tag in {"tab", "note"}:
                say("\t", f"{look}{tag}", letters)
            elif tag not in {"annotation", "annotation-end", "change", "change-start", "change-end"}:
                walk(child, f"{look}{tag}{child.get(T + 'style-name', '')}/", letters)
            say(child.tail, look, letters)

    def say(text: str | None, look: str, letters: list[tuple[str, str]]) -> None:
        letters += [] if out[0] else [(letter, look) for letter in text or ""]

    body = root.find(f"{O}body/{O}text")
    assert body is not None
    for paragraph in body.iterchildren(f"{T}p"):
        found.append([])
        walk(paragraph, "", found[-1])
    return found


def odt_comments(data: bytes) -> list[str]:
    notes = part(data, "content.xml").iter(f"{O}annotation")
    return ["\n".join("".join(p.itertext()) for p in note.iter(f"{T}p")) for note in notes]
