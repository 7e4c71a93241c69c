"""Files of every kind in which a name was planted, each in one place: see `PLANTED`."""
# ruff: noqa: E501 - a line a file

from __future__ import annotations

import base64
import io
import zipfile
import zlib
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

import docx
import pikepdf
from PIL import Image, PngImagePlugin

NAME: Final = "Ombeline Forêt"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
W14 = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
RELS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
TITLE = "<w:p><w:r><w:t>Rien à voir ici.</w:t></w:r></w:p>"


def package(parts: dict[str, str | bytes], *, comment: bytes = b"", extra: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, said in parts.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.comment = extra
            archive.writestr(info, said if isinstance(said, bytes) else said.encode())
        archive.comment = comment
    return out.getvalue()


def word(inner: str = TITLE, **parts: str | bytes) -> bytes:
    """A package of Word's; `parts`: name with « __ » for « / » and « _ » for « . » at its end."""
    said = {"word/document.xml": f"<w:document {W} {W14}><w:body>{inner}</w:body></w:document>"}
    return package({**said, **{_part(name): text for name, text in parts.items()}})


def _part(name: str) -> str:
    path, _, ending = name.replace("__", "/").rpartition("_")
    return f"{path}.{ending}"


def runs(*texts: str) -> str:
    return "<w:p>" + "".join(f"<w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r>" for text in texts) + "</w:p>"


def story(tag: str, inner: str = "") -> str:
    return f"<w:{tag} {W}>{inner or runs(NAME)}</w:{tag}>"


def picture(kind: str, **said: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, kind, **said)
    return out.getvalue()


def exif() -> Image.Exif:
    said = Image.Exif()
    said[0x013B] = NAME.encode()
    return said


def gps() -> Image.Exif:
    said = Image.Exif()
    said[0x8825] = {2: (45.0, 45.0, 50.0)}
    return said


def png(kind: str) -> bytes:
    said = PngImagePlugin.PngInfo()
    if kind == "iTXt":
        said.add_itxt("Author", NAME, zip=True)
    else:
        said.add_text("Author", "Ombeline Foret", zip=kind == "zTXt")
    return picture("PNG", pnginfo=said)


def xp_author() -> bytes:
    """What Windows writes of a picture's author: two bytes a letter."""
    said = Image.Exif()
    said[0x9C9D] = NAME.encode("utf-16-le") + b"\0\0"
    return picture("JPEG", exif=said)


def svg(inner: str = "") -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{inner}</svg>'


def pdf(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as file:
        file.add_blank_page()
        change(file)
        file.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def pdf_text(file: pikepdf.Pdf, content: bytes) -> None:
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )  # fmt: skip
    file.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    file.pages[0].Contents = file.make_stream(content)


def pdf_info(file: pikepdf.Pdf) -> None:
    file.docinfo["/Author"] = NAME


def pdf_xmp(file: pikepdf.Pdf) -> None:
    with file.open_metadata() as said:
        said["dc:creator"] = [NAME]


def pdf_attached(file: pikepdf.Pdf) -> None:
    file.attachments["liste.csv"] = pikepdf.AttachedFileSpec(
        file, f"présents;{NAME}".encode(), filename="liste.csv"
    )


def pdf_outline(file: pikepdf.Pdf) -> None:
    with file.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(NAME, 0))


def pdf_note(file: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents=pikepdf.String("vu"),
        T=pikepdf.String(NAME),
    )  # fmt: skip
    file.pages[0].Annots = file.make_indirect(pikepdf.Array([note]))


def pdf_alt(file: pikepdf.Pdf) -> None:
    figure = pikepdf.Dictionary(S=pikepdf.Name.Figure, Alt=pikepdf.String(NAME))
    file.Root.StructTreeRoot = file.make_indirect(pikepdf.Dictionary(K=pikepdf.Array([figure])))


def pdf_photograph(file: pikepdf.Pdf) -> None:
    image = pikepdf.Stream(file, picture("JPEG", exif=exif()))
    for key, said in {
        "/Type": pikepdf.Name.XObject,
        "/Subtype": pikepdf.Name.Image,
        "/Width": 8,
        "/Height": 8,
        "/BitsPerComponent": 8,
        "/ColorSpace": pikepdf.Name.DeviceRGB,
        "/Filter": pikepdf.Name.DCTDecode,
    }.items():
        image[key] = said
    file.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=file.make_indirect(image)))


def pdf_link(file: pikepdf.Pdf) -> None:
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9],
        A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://x.example/ombeline.foret")),
    )  # fmt: skip
    file.pages[0].Annots = pikepdf.Array([link])


def office() -> bytes:
    """A file of python-docx's, its author changed."""
    file, out = docx.Document(), io.BytesIO()
    file.core_properties.last_modified_by = NAME
    file.save(out)
    return out.getvalue()


def thumbnail() -> bytes:
    return word(docProps__thumbnail_jpeg=picture("JPEG", comment=NAME.encode()))


def html(inner: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html lang=fr><head>{head}</head><body>{inner}</body></html>".encode()


def data_address(data: bytes, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


HALVES = ("Ombeline", "Forêt")
REVIEWED = (
    "<w:p><w:r><w:t>Ombeline </w:t></w:r><w:del w:id='1' w:author='x'><w:r><w:delText>Du</w:delText></w:r></w:del>"
    "<w:ins w:id='2' w:author='x'><w:r><w:t>Fo</w:t></w:r></w:ins><w:r><w:t>rêt</w:t></w:r></w:p>"
)
PLANTED: Final[dict[str, tuple[str, bytes]]] = {
    # Word
    "docx, text across runs": ("a.docx", word(runs("Omb", "eline F", "or", "êt"))),
    "docx, a line break between": ("a.docx", word("<w:p><w:r><w:t>Ombeline</w:t><w:br/><w:t>Forêt</w:t></w:r></w:p>")),
    "docx, a soft hyphen element": ("a.docx", word("<w:p><w:r><w:t>Ombe</w:t><w:softHyphen/><w:t>line Forêt</w:t></w:r></w:p>")),
    "docx, a no-break hyphen in a surname": ("a.docx", word("<w:p><w:r><w:t>Ombeline</w:t><w:noBreakHyphen/><w:t>Forêt</w:t></w:r></w:p>")),
    "docx, two cells of a row": ("a.docx", word("<w:tbl><w:tr>" + "".join(f"<w:tc>{runs(t)}</w:tc>" for t in HALVES) + "</w:tr></w:tbl>")),
    "docx, an accent of its own": ("a.docx", word(runs("Ombeline Fore\u0302t"))),
    "docx, a character reference": ("a.docx", word(runs("Ombeline&#160;For&#234;t"))),
    "docx, deleted text": ("a.docx", word(f"<w:p><w:del w:id='1' w:author='x'><w:r><w:delText>{NAME}</w:delText></w:r></w:del></w:p>")),
    "docx, once changes are made": ("a.docx", word(REVIEWED)),
    "docx, once changes are refused": ("a.docx", word(REVIEWED.replace("Du<", "Forêt<").replace(">rêt<", "> ge<"))),
    "docx, moved text": ("a.docx", word(f"<w:moveFrom w:id='1'><w:r><w:t>{NAME}</w:t></w:r></w:moveFrom>")),
    "docx, hidden text": ("a.docx", word(f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{NAME}</w:t></w:r></w:p>")),
    "docx, the author of a change": ("a.docx", word(f"<w:p><w:ins w:id='1' w:author='{NAME}'><w:r><w:t>a</w:t></w:r></w:ins></w:p>")),
    "docx, an alternative text": ("a.docx", word(f"<w:p><w:r><wp:docPr id='1' name='x' descr='Avec {NAME}'/></w:r></w:p>")),
    "docx, the name of a picture": ("a.docx", word("<w:p><w:r><wp:docPr id='1' name='ombeline_foret.jpg'/></w:r></w:p>")),
    "docx, a bookmark": ("a.docx", word("<w:p><w:bookmarkStart w:id='1' w:name='ombeline_foret'/></w:p>")),
    "docx, the code of a field": ("a.docx", word(f"<w:p><w:r><w:instrText>AUTHOR {NAME}</w:instrText></w:r></w:p>")),
    "docx, a text box": ("a.docx", word(f"<w:p><w:r><w:pict><w:txbxContent>{runs(NAME)}</w:txbxContent></w:pict></w:r></w:p>")),
    "docx, a comment": ("a.docx", word(word__comments_xml=story("comments"))),
    "docx, the author of a comment": ("a.docx", word(word__comments_xml=f"<w:comments {W}><w:comment w:id='0' w:author='{NAME}'/></w:comments>")),
    "docx, people": ("a.docx", word(word__people_xml=f"<w:people {W} w:a='{NAME}'/>")),
    "docx, a footnote": ("a.docx", word(word__footnotes_xml=story("footnotes"))),
    "docx, an endnote": ("a.docx", word(word__endnotes_xml=story("endnotes"))),
    "docx, a header": ("a.docx", word(word__header1_xml=story("hdr"))),
    "docx, a footer": ("a.docx", word(word__footer2_xml=story("ftr"))),
    "docx, its author": ("a.docx", office()),
    "docx, a property of its own": ("a.docx", word(docProps__custom_xml=f"<Properties><property name='par'><lpwstr>{NAME}</lpwstr></property></Properties>")),
    "docx, our manifest": ("a.docx", word(customXml__item1_xml=f"<manifeste><passage signet='s'>avec {NAME}</passage></manifeste>")),
    "docx, a link": ("a.docx", word(word___rels__document_xml_rels=f"<Relationships {RELS}><Relationship Id='r1' Type='hyperlink' Target='mailto:ombeline.foret@x.example'/></Relationships>")),
    "docx, a template's path": ("a.docx", word(word___rels__settings_xml_rels=f"<Relationships {RELS}><Relationship Id='r1' Target='file:///C:/Users/OmbelineForet/x.dotx'/></Relationships>")),
    "docx, a remark in the XML": ("a.docx", word(f"<!-- {NAME} -->")),
    "docx, its thumbnail": ("a.docx", thumbnail()),
    "docx, a picture's Exif": ("a.docx", word(word__media__image1_jpg=picture("JPEG", exif=exif()))),
    "docx, the name of a picture's file": ("a.docx", package({"word/media/ombeline_foret.png": picture("PNG")})),
    "docx, a workbook inside": ("a.docx", word(word__embeddings__a_xlsx=package({"xl/sharedStrings.xml": f"<sst><si><t>{NAME}</t></si></sst>"}))),
    "docx, an old object inside": ("a.docx", word(word__embeddings__a_bin=b"\xd0\xcf\x11\xe0" + bytes(40) + NAME.encode("utf-16-le") + bytes(9))),
    "docx, what surrounds the parts": ("a.docx", package({"word/document.xml": "<a/>"}, comment=NAME.encode())),
    "docx, a remark on a part": ("a.docx", package({"word/document.xml": "<a/>"}, extra=NAME.encode())),
    # other packages
    "pptx, the speaker's notes": ("a.pptx", package({"ppt/notesSlides/notesSlide1.xml": f"<p:notes {P} {A}><a:p><a:r><a:t>Omb</a:t></a:r><a:r><a:t>eline Forêt</a:t></a:r></a:p></p:notes>"})),
    "pptx, a slide": ("a.pptx", package({"ppt/slides/slide1.xml": f"<p:sld {P} {A}><a:p><a:r><a:t>{NAME}</a:t></a:r></a:p></p:sld>"})),
    "pptx, a comment": ("a.pptx", package({"ppt/comments/comment1.xml": f"<p:cmLst {P}><p:cm><p:text>{NAME}</p:text></p:cm></p:cmLst>"})),
    "odt, its author": ("a.odt", package({"meta.xml": f"<m xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:creator>{NAME}</dc:creator></m>"})),
    "zip, a file's name": ("a.zip", package({f"lettre à {NAME}.txt": "rien"})),
    # PDF
    "pdf, a page": ("a.pdf", pdf(lambda f: pdf_text(f, b"BT /F1 12 Tf 20 50 Td (Ombeline For\xeat) Tj ET"))),
    "pdf, two lines of a page": ("a.pdf", pdf(lambda f: pdf_text(f, b"BT /F1 12 Tf 20 50 Td (Ombeline) Tj 0 -14 Td (For\xeat) Tj ET"))),
    "pdf, a replacement text": ("a.pdf", pdf(lambda f: pdf_text(f, b"/Span <</ActualText (Ombeline For\xeat)>> BDC BT /F1 12 Tf (x) Tj ET EMC"))),
    "pdf, its author": ("a.pdf", pdf(pdf_info)),
    "pdf, XMP": ("a.pdf", pdf(pdf_xmp)),
    "pdf, a bookmark": ("a.pdf", pdf(pdf_outline)),
    "pdf, an alternative text": ("a.pdf", pdf(pdf_alt)),
    "pdf, a remark's author": ("a.pdf", pdf(pdf_note)),
    "pdf, a link": ("a.pdf", pdf(pdf_link)),
    "pdf, a photograph's Exif": ("a.pdf", pdf(pdf_photograph)),
    "pdf, a file attached": ("a.pdf", pdf(pdf_attached)),
    # web pages
    "html, across tags": ("a.html", html("<p>Omb<b>el</b>ine <em>Forêt</em></p>")),
    "html, entities": ("a.html", html("<p>Ombeline&nbsp;For&ecirc;t</p>")),
    "html, its title": ("a.html", html("", f"<title>{NAME}</title>")),
    "html, a property": ("a.html", html("", f'<meta name="author" content="{NAME}">')),
    "html, an alternative text": ("a.html", html(f'<img alt="{NAME}">')),
    "html, an id": ("a.html", html('<p id="ombeline-foret">x</p>')),
    "html, an encoded address": ("a.html", html(f'<a href="https://x.example/?q={quote(NAME)}">x</a>')),
    "html, a remark": ("a.html", html(f"<!-- {NAME} -->")),
    "html, a style": ("a.html", html("", f"<style>/* {NAME} */</style>")),
    "html, a picture's Exif": ("a.html", html(f'<img src="{data_address(picture("JPEG", exif=exif()), "image/jpeg")}">')),
    "html, a drawing's words": ("a.html", html(f'<img src="{data_address(svg(f"<text>{NAME}</text>").encode(), "image/svg+xml")}">')),
    "html, a drawing in its address": ("a.html", html(f"<img src='data:image/svg+xml,{quote(svg(f'<desc>{NAME}</desc>'))}'>")),
    # pictures
    "jpeg, Exif": ("a.jpg", picture("JPEG", exif=exif())),
    "jpeg, an author of Windows'": ("a.jpg", xp_author()),
    "jpeg, a remark": ("a.jpg", picture("JPEG", comment=NAME.encode())),
    "jpeg, XMP": ("a.jpg", picture("JPEG", xmp=f"<x:xmpmeta>{NAME}</x:xmpmeta>".encode())),
    "jpeg, behind its end": ("a.jpg", picture("JPEG") + NAME.encode()),
    "jpeg, where it was": ("a.jpg", picture("JPEG", exif=gps())),
    "png, a text": ("a.png", png("tEXt")),
    "png, a packed text": ("a.png", png("zTXt")),
    "png, an international text": ("a.png", png("iTXt")),
    "png, Exif": ("a.png", picture("PNG", exif=exif())),
    "png, behind its end": ("a.png", picture("PNG") + NAME.encode()),
    "webp, Exif": ("a.webp", picture("WEBP", exif=exif())),
    "webp, where it was": ("a.webp", picture("WEBP", exif=gps())),
    "webp, XMP": ("a.webp", picture("WEBP", xmp=NAME.encode())),
    "gif, a remark": ("a.gif", picture("GIF", comment=NAME.encode())),
    "tiff, Exif": ("a.tif", picture("TIFF", exif=exif())),
    "svg, its words": ("a.svg", svg("<text>Ombeline <tspan>Forêt</tspan></text>").encode()),
    "svg, what a program wrote": ("a.svg", svg(f"<metadata><creator>{NAME}</creator></metadata>").encode()),
    # texts
    "csv": ("a.csv", b"pr\xe9nom;nom\r\nOmbeline;For\xeat\r\n"),
    "json": ("a.json", b'{"qui": "Ombeline For\\u00eat"}'),
    "text of two bytes a letter": ("a.txt", NAME.encode("utf-16")),
    "a file's name": ("restitution Ombeline Forêt.pdf", b""),
    "an unknown kind": ("a.bin", zlib.compress(b"x") + b"\0\1\2" + NAME.encode() + b"\0"),
}  # fmt: skip
"""What it is -> its name and its bytes, the name of one person in one place."""
