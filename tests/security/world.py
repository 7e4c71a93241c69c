"""A project, what lies outside of it, and what can be seen of both once the project was built."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import threading
import zipfile
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pypdfium2

from restitution import store
from restitution.cli.init import run as init
from restitution.model import Note, Shaped
from restitution.plan import WORK, load
from tests.builds.reading import docx_text, html_text, letters, pdf_letters

PIPELINE = Path(__file__).with_name("pipeline.py")
COMMAND = Path(sys.executable).with_name("restitution")
GENEROUS = 600
"""Seconds after which work that takes a few is held to hang."""
MOST_MEMORY = 3 << 30
CANARY = "CANARI7f3a91e0"


class Outside:
    """What no note may reach: a secret, a server that remembers who called, a folder where code leaves traces."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.proof = folder / "preuve"
        self.proof.mkdir(parents=True)
        self.secret = self._put("secret.txt", f"$body$ {CANARY}\n".encode())
        self.picture = self._put("secret.png", png(CANARY.encode()))
        self.section = self._put("secret.odt", odt(f"<text:p>{CANARY}</text:p>"))
        self.document = self._put("secret.docx", docx(f"<w:p><w:r><w:t>{CANARY}</w:t></w:r></w:p>"))
        self.code = self._put("filtre.lua", f'io.open("{self.proof}/lua", "w"):close()\n'.encode())
        self.calls: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self.calls, self.picture.read_bytes()))
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _put(self, name: str, data: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(data)
        return path

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def named(self, text: str) -> str:
        """A note's text, with where the outside really is."""
        words = {
            "@SECRET@": str(self.secret), "@PICTURE@": str(self.picture), "@URL@": self.url,
            "@SECTION@": str(self.section), "@DOCUMENT@": str(self.document), "@CODE@": str(self.code),
            "@PROOF@": str(self.proof), "@UP@": "../" * 20 + ".", "@HOST@": self.url.partition(":")[2],
        }  # fmt: skip
        return re.sub("@[A-Z]+@", lambda found: words[found[0]], text)


def _handler(calls: list[str], answer: bytes) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calls.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Nothing on the screen."""

    return Handler


class Project:
    """A project's folder, built as a person does or, faster, stage after stage in one process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        init(path)
        self._letters: tuple[str, str, str] | None = None

    def note(self, name: str, content: str | bytes) -> Path:
        path = self.path / "sources" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def run_stages(self, *last: str) -> None:
        """All that a build does, up to the result `last`. Fails when it raises, hangs or takes all memory."""
        peaks = json.loads(answer_of([sys.executable, "-P", str(PIPELINE), str(self.path), *last]))
        assert max(peaks) < MOST_MEMORY

    def command(self, *words: str) -> str:
        """What a command of `restitution` prints."""
        return answer_of([str(COMMAND), *words, "--project", str(self.path)])

    def balance(self) -> dict[str, dict[str, Any]]:
        """What became of each file, by path."""
        found = json.loads((self.path / WORK / "balance.json").read_bytes())["sources"]
        return {source["path"]: source for source in found}

    def notes(self) -> dict[str, Note]:
        """The notes as they were read, by path."""
        work, plan = self.path / WORK, load(self.path / WORK)
        lines = [
            line
            for name in plan.each_lot("notes/{lot}.jsonl")
            for line in store.read_contract(work / name, plan.keys[name], Shaped)
        ]
        return {line.note.path: line.note for line in lines if line.note}

    def made(self) -> Iterator[Path]:
        """Every file that a build wrote, links not followed; the copies of the sources are its own as well."""
        for folder in (WORK, Path("output"), Path("interne"), Path("sources", "relectures")):
            for place, _, names in os.walk(self.path / folder):
                yield from (Path(place, name) for name in names)
        yield self.path / "sources" / "classement.csv"
        if (self.path / "sources" / "choix" / "verbatims.csv").is_file():
            yield self.path / "sources" / "choix" / "verbatims.csv"

    def output(self, suffix: str) -> Path:
        return self.path / "output" / f"restitution.{suffix}"

    def published_letters(self) -> tuple[str, str, str]:
        """Letters and digits of the DOCX files, of the PDF files and of the web pages."""
        self._letters = self._letters or self._read_letters()
        return self._letters

    def _read_letters(self) -> tuple[str, str, str]:
        folder = self.path / "output"
        docx, pdf, html = (sorted(folder.glob(f"restitution*.{kind}")) for kind in ("docx", "pdf", "html"))
        assert len(docx) == len(pdf) == len(html) > 0
        return (
            " ".join(letters(docx_text(path)) for path in docx),
            " ".join(map(pdf_letters, pdf)),
            " ".join(letters(html_text(path)) for path in html),
        )


def answer_of(arguments: list[str]) -> str:
    """What a program prints; it must end by itself, well, and without a traceback."""
    environment = {**os.environ, "NO_PROXY": "*", "no_proxy": "*"}  # the server is near: no call may miss it
    try:
        done = subprocess.run(
            arguments,
            capture_output=True,
            text=True,
            errors="surrogateescape",
            check=False,
            timeout=GENEROUS,
            env=environment,
        )
    except subprocess.TimeoutExpired as error:
        raise AssertionError(f"hangs: {(error.stderr or b'')[-500:]!r}") from error
    assert done.returncode in {0, 3}, done.stderr[-3000:]
    assert "Traceback" not in done.stdout + done.stderr, done.stderr[-3000:]
    return done.stdout


def layers(data: bytes) -> Iterator[bytes]:
    """The bytes of a file, and those packed in it: members of a zip, streams of a PDF."""
    yield data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for name in package.namelist():
                yield from layers(package.read(name))
    elif data.startswith(b"%PDF"):
        for found in re.finditer(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
            try:
                yield zlib.decompressobj().decompress(found[1])
            except zlib.error:
                continue  # not packed: the bytes were seen already


def holds(data: bytes, word: str) -> bool:
    """Whether a file holds a word, packed or not, in one byte or two a letter."""
    looks = (word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be"))
    return any(look in layer for layer in layers(data) for look in looks)


def pdf_text(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    return "".join(document[number].get_textpage().get_text_range() for number in range(len(document)))


def pdf_pictures(path: Path) -> int:
    document = pypdfium2.PdfDocument(path)
    kind = pypdfium2.raw.FPDF_PAGEOBJ_IMAGE
    return sum(1 for number in range(len(document)) for _ in document[number].get_objects(filter=[kind]))


def png(comment: bytes) -> bytes:
    """A small picture that says `comment`, and that every reader shows."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    head = (2).to_bytes(4) + (2).to_bytes(4) + bytes([8, 2, 0, 0, 0])
    pixels = zlib.compress((b"\0" + b"\x40\x80\xc0" * 2) * 2)
    parts = (("IHDR", head), ("tEXt", b"Comment\0" + comment), ("IDAT", pixels), ("IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind.encode(), data) for kind, data in parts)


# --- packages, by hand: what no honest program writes -------------------------------------------------

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OPEN_XML = "http://schemas.openxmlformats.org/"
WORD = " ".join(
    f'xmlns:{name}="{uri}"'
    for name, uri in {
        "w": f"{OPEN_XML}wordprocessingml/2006/main",
        "r": f"{OPEN_XML}officeDocument/2006/relationships",
        "m": f"{OPEN_XML}officeDocument/2006/math",
        "wp": f"{OPEN_XML}drawingml/2006/wordprocessingDrawing",
        "a": f"{OPEN_XML}drawingml/2006/main",
        "pic": f"{OPEN_XML}drawingml/2006/picture",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
    }.items()
)
TYPES = (
    f'{HEAD}<Types xmlns="{OPEN_XML}package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="html" ContentType="text/html"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)


def relations(*links: str) -> str:
    """A part of relationships; each link is `id kind target`, an address for what lies outside."""
    told = [link.split(" ", 2) for link in links]
    nodes = (
        f'<Relationship Id="{key}" Type="{OPEN_XML}officeDocument/2006/relationships/{kind}" '
        f'Target="{target.removeprefix("in:")}"{"" if target.startswith("in:") else EXTERNAL}/>'
        for key, kind, target in told
    )
    return f'{HEAD}<Relationships xmlns="{OPEN_XML}package/2006/relationships">{"".join(nodes)}</Relationships>'


EXTERNAL = ' TargetMode="External"'


def docx(body: str, links: str = "", parts: dict[str, str | bytes] | None = None, doctype: str = "") -> bytes:
    """A Word file of a body and relationships (a line each)."""
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations("rId1 officeDocument in:word/document.xml"),
        "word/document.xml": f"{HEAD}{doctype}<w:document {WORD}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(*filter(None, map(str.strip, links.splitlines()))),
    }
    return packed(files | (parts or {}))


TEXT = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{uri}"'
    for name, uri in {
        "office": "office:1.0", "text": "text:1.0", "draw": "drawing:1.0", "table": "table:1.0",
        "style": "style:1.0", "script": "script:1.0", "svg": "svg-compatible:1.0",
    }.items()
)  # fmt: skip
TEXT += ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:math="http://www.w3.org/1998/Math/MathML"'
ODT = "application/vnd.oasis.opendocument.text"


def odt(body: str, parts: dict[str, str | bytes] | None = None, doctype: str = "") -> bytes:
    """A LibreOffice text."""
    files: dict[str, str | bytes] = {
        "mimetype": ODT,
        "META-INF/manifest.xml": f'{HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:'
        f'manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="{ODT}"/>'
        "</manifest:manifest>",
        "content.xml": f"{HEAD}{doctype}<office:document-content {TEXT}><office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>",
        "styles.xml": f"{HEAD}<office:document-styles {TEXT}><office:styles/></office:document-styles>",
    }
    return packed(files | (parts or {}))


def packed(files: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return buffer.getvalue()
