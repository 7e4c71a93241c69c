"""Notes that reach for a secret, the network, a program: whatever they try, only their words are published.

The notes are data: `notes/*.md` and the like as they stand, `notes/word.yaml` and `notes/libreoffice.yaml` in XML.
`@SECRET@` and its kin stand for what lies outside (see `Outside.named`). Each word in `temoin…` must be kept.
"""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from lxml import etree, html

from restitution.model import Document
from restitution.pandoc.run import run as pandoc
from restitution.resources import home
from restitution.store import Store
from tests.people.agreements import agreed

from .world import CANARY, Outside, Project, docx, holds, layers, odt, pdf_pictures, pdf_text

NOTES = Path(__file__).parent / "notes"
PACKAGES = {"word": (docx, "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"), "libreoffice": (odt, "<text:p>{}</text:p>")}
SUFFIXES = {"word": "docx", "libreoffice": "odt"}
LOT = "territoire-a"
WITNESS = re.compile(r"temoin\w*")
COMPUTED = str(7 * 7191)
FIELDS = {
    "PAGE",
    "NUMPAGES",
    "TITLE",
    "TOC",
    "PAGEREF",
    "SEQ",
    "REF",
    "STYLEREF",
    "DATE",
    "DOCPROPERTY",
    "NOTEREF",
}
ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|SubmitForm|ImportData|GoToR|GoToE|EmbeddedFile|RichMedia)\b")
PASSIVE = frozenset(
    {
        "a", "blockquote", "body", "br", "code", "dd", "details", "div", "dl", "dt", "em", "figcaption", "figure",
        "footer", "h1", "h2", "h3", "h4", "h5", "head", "header", "hr", "html", "img", "li", "main", "meta", "nav",
        "ol", "p", "pre", "section", "span", "strong", "style", "sub", "summary", "sup", "table", "tbody", "td",
        "th", "thead", "title", "tr", "u", "ul", "caption", "col", "colgroup",
        "math", "semantics", "annotation", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mstyle", "msub", "msup",
    }
)  # fmt: skip
OF_DASHBOARD = frozenset({"button", "form", "input", "label", "option", "q", "script", "select"})
SAID = frozenset(
    {
        "alt", "aria-label", "aria-labelledby", "charset", "class", "colspan", "content", "data-document",
        "data-habillage", "display", "encoding", "href", "http-equiv", "id", "lang", "name", "role", "rowspan",
        "scope", "src", "start", "tabindex", "type", "xmlns", "mathvariant", "form", "stretchy", "width",
    }
)  # fmt: skip
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ADDRESS = re.compile(rb"/URI\s*\((.*?)\)", re.DOTALL)


def texts(outside: Outside) -> dict[str, str]:
    """Every note as its writer wrote it, by file name; of a package, all its parts."""
    found = {
        path.name: outside.named(path.read_text("utf-8")) for path in NOTES.iterdir() if path.suffix != ".yaml"
    }
    for family, suffix in SUFFIXES.items():
        for name, case in packages(family).items():
            told = "".join([case["body"], *case.get("parts", {}).values()])
            found[f"{family} {name}.{suffix}"] = outside.named(told)
    return found


def packages(family: str) -> dict[str, Any]:
    cases: dict[str, Any] = yaml.safe_load((NOTES / f"{family}.yaml").read_text("utf-8"))
    return cases


def drop_notes(project: Project, outside: Outside) -> None:
    for name, text in texts(outside).items():
        if not name.startswith(tuple(SUFFIXES)):
            project.note(f"{LOT}/{name}", text)
    agreed(project.path, *(f"{LOT}/{name}" for name in texts(outside) if name.endswith(".vtt")))
    for family, (make, paragraph) in PACKAGES.items():
        for name, case in packages(family).items():
            parts = {part: outside.named(text) for part, text in case.get("parts", {}).items()}
            links = {"links": outside.named(case["links"])} if "links" in case else {}
            data = make(body_of(outside.named(case["body"]), paragraph), parts=parts, **links)
            project.note(f"{LOT}/{family} {name}.{SUFFIXES[family]}", data)
    project.note("territoire-b/autre.png", outside.picture.read_bytes())
    (project.path / "sources" / LOT / "lien.png").symlink_to(outside.picture)
    (project.path / "sources" / LOT / "dossier").symlink_to(outside.folder)


def body_of(text: str, paragraph: str) -> str:
    return re.sub(r"\$p\{(.*?)\}(?=<|\s*(?:\n|$))", lambda found: paragraph.format(found[1]), text)


def build_stages(project: Project) -> None:
    project.run_stages()


def build_whole(project: Project) -> None:
    project.command("build")


@pytest.fixture(scope="module", params=[build_stages, pytest.param(build_whole, marks=pytest.mark.slow)])
def project(request: pytest.FixtureRequest, outside: Outside, tmp_path_factory: pytest.TempPathFactory) -> Project:
    made = Project(tmp_path_factory.mktemp("canari") / "mon projet é")
    drop_notes(made, outside)
    build: Callable[[Project], None] = request.param
    build(made)
    return made


# --- the traps work -----------------------------------------------------------------------------------


def test_an_unguarded_program_is_seen_in_every_trap(outside: Outside, tmp_path: Path) -> None:
    note, written = tmp_path / "note.md", tmp_path / "note.docx"
    note.write_text(outside.named("![](@PICTURE@)\n\n[lien](file://@SECRET@)\n\n![](@URL@/piege.png)\n"))
    pandoc("-f", "markdown", str(note), "-o", str(written), "--lua-filter", str(outside.code))
    assert holds(written.read_bytes(), CANARY)
    assert list(foreign_links(written))
    assert "/piege.png" in outside.calls
    assert [path.name for path in outside.proof.iterdir()] == ["lua"]
    outside.calls.clear()
    (outside.proof / "lua").unlink()


def test_the_server_remembers_who_called(outside: Outside) -> None:
    with urllib.request.urlopen(f"{outside.url}/appel") as answer:  # noqa: S310 our own server
        assert CANARY.encode() in answer.read()
    assert outside.calls.pop() == "/appel"


# --- nothing comes from outside -----------------------------------------------------------------------


def test_no_secret_is_in_anything_that_was_made(project: Project) -> None:
    theirs = {project.path / "sources" / "territoire-b" / "autre.png"}
    stored = {path.read_bytes() for path in theirs}
    leaks = [
        path.relative_to(project.path)
        for path in project.made()
        if not path.is_symlink() and holds(data := path.read_bytes(), CANARY) and data not in stored
    ]
    assert leaks == []
    assert CANARY not in pdf_text(project.output("pdf"))


def test_no_picture_of_elsewhere_is_shown(project: Project) -> None:
    assert pdf_pictures(project.output("pdf")) == 0
    with zipfile.ZipFile(project.output("docx")) as package:
        shown = {name: package.read(name) for name in package.namelist() if "/media/" in name}
    drawings = {data for name, data in shown.items() if name.endswith(".svg")}
    pictures = [data for name, data in shown.items() if not name.endswith(".svg")]
    assert drawings == charts_of(project)  # ours, each with its picture, and nothing of the notes
    assert len(pictures) == len(drawings)
    images = list(html.fromstring(project.output("html").read_text("utf-8")).iter("img"))
    assert len(images) == len(drawings)
    assert all(image.get("src", "").startswith("data:image/svg+xml") for image in images)


def charts_of(project: Project) -> set[bytes]:
    """The drawings that the document shows, which may be none but our own."""
    work = project.path / ".restitution"
    media = msgspec.json.decode((work / "document.json").read_bytes(), type=Document).media
    assert all(target.startswith("graphiques/") for target in media)
    return {Store(work / "store").get(sha256) for sha256 in media.values()}


def test_nobody_was_called(project: Project, outside: Outside) -> None:
    assert project.output("docx").is_file()
    assert outside.calls == []


def test_no_code_was_obeyed(project: Project, outside: Outside) -> None:
    assert list(outside.proof.iterdir()) == []
    for letters in project.published_letters():
        assert COMPUTED not in letters
    names = {path.name for path in project.path.rglob("*")}
    assert not {name for name in names if name.startswith("pwned")}


# --- nothing of the notes is lost ---------------------------------------------------------------------


def names() -> list[str]:
    plain = [path.name for path in NOTES.iterdir() if path.suffix != ".yaml"]
    packed = [f"{family} {name}.{suffix}" for family, suffix in SUFFIXES.items() for name in packages(family)]
    return sorted(plain + packed)


@pytest.mark.parametrize("name", names())
def test_every_witness_is_published_or_listed(project: Project, outside: Outside, name: str) -> None:
    path = f"{LOT}/{name}"
    source, published = project.balance()[path], project.published_letters()
    assert (source["state"], source["reason"]) == ("taken", "")
    assert source["words_in"] == source["words_note"] + source["words_not_taken"]
    assert source["words_note"] == source["words_published"] + source["words_withheld"]
    note = project.notes()[path]
    listed = " ".join([*(words.text for words in note.not_taken), *(found.message for found in note.findings)])
    witnesses = set(WITNESS.findall(texts(outside)[name]))
    assert witnesses
    assert [w for w in sorted(witnesses) if w not in listed and not all(w in text for text in published)] == []


def test_what_is_a_link_on_the_disk_is_set_aside(project: Project) -> None:
    balance = project.balance()
    for name in ("lien.png", "dossier"):
        assert balance[f"{LOT}/{name}"]["state"] == "set_aside"
        assert balance[f"{LOT}/{name}"]["sha256"] is None
        assert "copiez le fichier" in balance[f"{LOT}/{name}"]["reason"]


# --- what is published is inert -----------------------------------------------------------------------


def foreign_links(path: Path) -> list[str]:
    """Relationships of a DOCX that lead out of it, but for links of the web and of mail."""
    with zipfile.ZipFile(path) as package:
        parts = [package.read(name) for name in package.namelist() if name.endswith(".rels")]
    nodes = [node for part in parts for node in etree.fromstring(part) if node.get("TargetMode") == "External"]
    return [
        node.get("Target", "")
        for node in nodes
        if not node.get("Type", "").endswith("/hyperlink")
        or not node.get("Target", "").startswith(("http://", "https://", "mailto:"))
    ]


def field_codes(part: bytes) -> list[str]:
    """First words of the fields of a part."""
    root = etree.fromstring(part)
    texts = [node.text or "" for node in root.iter("{*}instrText")]
    texts += [value for node in root.iter() for key, value in node.attrib.items() if key.endswith("}instr")]
    return [text.split()[0] for text in texts if text.strip()]


def test_the_docx_leads_nowhere_by_itself(project: Project) -> None:
    assert foreign_links(project.output("docx")) == []
    with zipfile.ZipFile(project.output("docx")) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    xml = b"".join(data for name, data in parts.items() if name.endswith(".xml"))
    assert not re.search(rb"<w:(altChunk|subDoc|object|control|attachedTemplate|frameset|mailMerge)\b", xml)
    assert not re.search(rb"<!DOCTYPE|<!ENTITY", xml)
    assert {code for name, data in parts.items() if name.endswith(".xml") for code in field_codes(data)} <= FIELDS
    assert {name.rsplit(".", 1)[-1] for name in parts} <= {"xml", "rels", "png", "svg"}


def test_the_pdf_leads_nowhere_by_itself(project: Project) -> None:
    for layer in layers(project.output("pdf").read_bytes()):
        assert not ACTIVE.search(layer)
        for address in ADDRESS.findall(layer):
            assert address.startswith((b"http://", b"https://", b"mailto:")), address


def test_the_web_page_leads_nowhere_by_itself(project: Project) -> None:
    page = html.fromstring(project.output("html").read_text("utf-8"))
    for node in page.iter(etree.Element):
        assert node.tag in PASSIVE, etree.tostring(node)[:200]
        assert set(node.attrib) <= SAID, etree.tostring(node)[:200]
        assert node.get("href", "#").startswith(("http://", "https://", "mailto:", "#"))
    assert not list(page.iter(etree.Comment, etree.ProcessingInstruction))
    (style,) = page.iter("style")
    assert set(re.findall(r"url\(.{11}|@import", style.text)) == {'url("data:font/'}


def test_the_dashboard_obeys_its_own_script_alone(project: Project) -> None:
    page = html.fromstring((project.path / "interne/tableau-de-bord.html").read_text("utf-8"))
    for node in page.iter(etree.Element):
        assert node.tag in PASSIVE | OF_DASHBOARD, etree.tostring(node)[:200]
        assert not [name for name in node.attrib if name.startswith("on")]
        assert node.get("href", "#").startswith(("#", "../output/restitution"))
        assert not {"src", "action", "srcset"} & set(node.attrib)
    (script,) = page.iter("script")
    digest = base64.b64encode(hashlib.sha256(script.text.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in page.xpath("//meta[@http-equiv]/@content")[0]
    assert script.text == (home() / "templates/tableau/tableau.js").read_text("utf-8")


@pytest.mark.slow
def test_who_opens_the_web_page_calls_nobody(project: Project, outside: Outside, tmp_path: Path) -> None:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    outside.calls.clear()
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}"]
    address = project.output("html").as_uri()
    done = subprocess.run(
        [*command, "--virtual-time-budget=5000", "--dump-dom", address],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert "temoinfinpage" in done.stdout
    assert outside.calls == []
