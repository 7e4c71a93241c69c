"""What format a file has: its content decides, its extension only where content says nothing."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePosixPath

HEAD = 8192
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAGICS = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"ID3\x02", "son"),
    (b"ID3\x03", "son"),
    (b"ID3\x04", "son"),
    (b"OggS", "son"),
    (b"fLaC", "son"),
    (b"\x1aE\xdf\xa3", "vidéo"),
)
OLE_STREAMS = (
    ("EncryptedPackage", "protégé"),
    ("__substg1.0_", "msg"),
    ("WordDocument", "doc"),
    ("PowerPoint Document", "ppt"),
    ("Workbook", "xls"),
)
"""Main stream of a document in Office's old container -> what it is; a mail may carry a letter, and so on down."""
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
MAIN_PART = re.compile(
    rb"(wordprocessingml|ms-word|spreadsheetml|ms-excel|presentationml|ms-powerpoint)[\w.]*\.main"
)
"""The part that a package is about: a presentation may carry workbooks, a workbook documents."""
PACKAGES = {
    b"wordprocessingml": "docx",
    b"ms-word": "docx",
    b"spreadsheetml": "xlsx",
    b"ms-excel": "xlsx",
    b"presentationml": "pptx",
    b"ms-powerpoint": "pptx",
}
MAIN_FOLDERS = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
BRANDS = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), "heic"),
    **dict.fromkeys((b"avif", b"avis"), "avif"),
    **dict.fromkeys((b"M4A ", b"M4B "), "son"),
}
RIFF = {b"WEBP": "webp", b"WAVE": "son", b"AVI ": "vidéo"}
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
ODF = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.text-template": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
    b"application/epub+zip": "epub",
}
TEXTS = {
    ".md": "md", ".markdown": "md", ".mdown": "md", ".txt": "txt", ".text": "txt", ".csv": "csv", ".tsv": "csv",
    ".vtt": "vtt", ".srt": "srt", ".sbv": "sbv", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".eml": "eml", ".yaml": "yaml", ".yml": "yaml", ".json": "json", ".xml": "xml", ".svg": "svg", ".rtf": "rtf",
    ".fodt": "fodt", ".fods": "fods", ".otr": "otr", ".ttml": "ttml", ".dfxp": "ttml", ".gdoc": "gdoc",
    ".gsheet": "gdoc", ".gslides": "gdoc", ".url": "raccourci", ".webloc": "raccourci",
}  # fmt: skip
MARKDOWN_SHEET = re.compile(rb"---[ \t]*\r?\n(?:[^\r\n]*\r?\n){1,60}?---[ \t]*\r?\n\s*<!-- ")
"""A sheet to fill in, which Notepad saved under « .txt »: its fields, then its first help."""
WHISPER_TABLE = re.compile(rb"start\tend\t(?:speaker\t)?text\r?\n")
"""First line of the table of a transcription by Whisper."""
ROOT = re.compile(rb"(?:<[?!][^>]*>\s*)*<(?:[\w-]+:)?(?P<name>[\w-]+)(?P<said>[^>]*)>?", re.DOTALL)
"""The first element of an XML text, behind what stands above it."""
WORD_ROOTS = (b"wordDocument", b"package")
TIMED_TEXT = (b"/ns/ttml", b"/ns/ttaf", b"/2006/04/ttaf", b"/2006/10/ttaf")
WORD_XML = re.compile(rb"progid=[\"']Word\.Document[\"']|office/word/2003/wordml|office/2006/xmlPackage")
"""Says that an XML text is a Word document."""
WEB_ARCHIVE = re.compile(
    rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,9}MIME-Version:[^\n]*\n(?:[\w-]+:[^\n]*\n|[ \t][^\n]*\n){0,9}?"
    rb"Content-Type:\s*multipart/related",
    re.IGNORECASE,
)
"""First lines of a page saved with its pictures, as browsers and Word do."""
FLAT_KIND = re.compile(rb"office:mimetype=[\"']application/vnd\.oasis\.opendocument\.(\w+)")
FLAT = {b"text": "fodt", b"spreadsheet": "fods"}
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
STRAY_CONTROLS = 4
"""As many as a short text may hold by accident: its reader takes them out, or says why it cannot."""
SUBTITLE_TIME = re.compile(rb"^\s*\d+\s*\r?\n\d\d:\d\d:\d\d,\d{3} --> ", re.MULTILINE)


def format_of(path: str, data: bytes) -> str:
    """Short name of the format; `inconnu` for a binary that nobody knows, `vide` for no byte at all."""
    if not data.strip(b" \r\n\t"):
        return "vide"
    head = data[:HEAD]
    if head.startswith(ZIP):
        return _package(data)
    if head.startswith(OLE):
        return next((name for stream, name in OLE_STREAMS if stream.encode("utf-16-le") in data), "ole")
    for magic, name in MAGICS:
        if head.startswith(magic):
            return name
    if head[4:8] == b"ftyp":
        return BRANDS.get(head[8:12], "vidéo")
    if head.startswith(b"RIFF") and head[8:12] in RIFF:
        return RIFF[head[8:12]]
    return _text(path, head)


def _package(data: bytes) -> str:
    """Format of a zip, from its own list of content types."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            if "mimetype" in names:
                kind = package.open("mimetype").read(200).strip()
                return ODF.get(kind, "inconnu" if kind.startswith(OPEN_DOCUMENT) else "archive")
            if "[Content_Types].xml" not in names:
                return "pages" if any(name.startswith("Index/") for name in names) else "archive"
            types = package.open("[Content_Types].xml").read(1 << 20)
    except (zipfile.BadZipFile, OSError, NotImplementedError, EOFError, ValueError):
        return "incomplet"
    except RuntimeError:  # how zipfile says that a password is needed
        return "protégé"
    main = MAIN_PART.search(types)
    if main:
        return PACKAGES[main[1]]
    return next((name for part, name in MAIN_FOLDERS.items() if any(n.startswith(part) for n in names)), "archive")


def _text(path: str, head: bytes) -> str:
    utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff")) or _looks_utf16(head)
    if not utf16 and len(CONTROL.findall(head)) > STRAY_CONTROLS + len(head) // 50:
        return "inconnu"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"WEBVTT") or (utf16 and b"W\x00E\x00B\x00V\x00T\x00T" in head[:40]):
        return "vtt"
    if start[:15].lower().startswith((b"<!doctype html", b"<html")):
        return "html"
    if found := _of_root(start):
        return found
    if WHISPER_TABLE.match(start):
        return "tsv"
    named = TEXTS.get(PurePosixPath(path).suffix.lower(), "")
    if named == "txt" and MARKDOWN_SHEET.match(start):
        return "md"
    return named or _of_no_known_name(start, head)


def _of_no_known_name(start: bytes, head: bytes) -> str:
    """Format of a text whose name does not tell it: « vieux.doc » may be a page saved by Word, or XML."""
    if WEB_ARCHIVE.match(start):
        return "mht"
    if start.startswith(b"<?xml"):
        return "xml"
    return "srt" if SUBTITLE_TIME.search(head) else "txt"


def _of_root(start: bytes) -> str:
    """Format of an XML text that its first element tells: subtitles, Word's own, or a flat OpenDocument."""
    root = ROOT.match(start)
    if root is None:
        return ""
    if root["name"] == b"tt" and any(name in root["said"] for name in TIMED_TEXT):
        return "ttml"
    if root["name"] == b"html":
        return "html"
    if root["name"] in WORD_ROOTS and WORD_XML.search(root[0]):
        return "word2003"
    kind = FLAT_KIND.search(root["said"]) if root["name"] == b"document" else None
    return FLAT.get(kind[1], "xml") if kind else ""


def _looks_utf16(head: bytes) -> bool:
    """Text with a NUL at every other byte, as Windows writes it without a mark."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    return len(head) >= 4 and (max(even, odd) > len(head) // 5) and (min(even, odd) < len(head) // 50 + 1)
