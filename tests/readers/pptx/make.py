"""Makes the slides of this folder, each by another program; what is not installed is skipped, and said.

`python tests/readers/pptx/make.py FOLDER [NAME…]` (python-pptx, pypandoc_binary and Pillow in the same Python;
LibreOffice Impress on the machine; node with pptxgenjs, officegen and nodejs-pptx below the folder of NODE_PATH).
People and places are invented.
"""

# ruff: noqa: E501, PLC0415, T201  each maker imports the program that it tries
from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

TITLE = "Une navette pour Brénac"
SUBTITLE = "Restitution de l’atelier du 12 mars 2026"
SEEN = "Ce qui a été dit"
ITEMS = ["La voiture reste le premier frein", "Deux horaires suffiraient", "Un appel à la mairie réserve la place"]
LEFT, RIGHT = "Pour : les aînés en parlent tous", "Contre : le coût par trajet"
FIGURES = "Les chiffres"
TABLE = [["Commune", "Habitants"], ["Brénac", "1 240"], ["Saint-Loup", "860"]]
NOTE = "Dire ici que le chiffre vient du recensement."
MARKDOWN = f"""---
title: {TITLE}
subtitle: {SUBTITLE}
---

## {SEEN}

{"".join(f"- {item}" + chr(10) for item in ITEMS)}
::: notes
{NOTE}
:::

## {FIGURES}

| {" | ".join(TABLE[0])} |
|---|---|
{"".join("| " + " | ".join(row) + " |" + chr(10) for row in TABLE[1:])}
"""
COLUMNS = f"""
## {SEEN}

:::: columns
::: column
{LEFT}
:::
::: column
{RIGHT}
:::
::::
"""


def run(*command: str, folder: Path | None = None, data: bytes | None = None) -> bytes:
    return subprocess.run(command, cwd=folder, input=data, check=True, capture_output=True).stdout


def _picture(color: str = "navy") -> io.BytesIO:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (40, 30), color).save(out, "PNG")
    out.seek(0)
    return out


def python_pptx(_: Path) -> bytes:
    """A cover, nested items with notes, a table, a chart, a group, a picture on two slides, a hidden slide."""
    from pptx import Presentation
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Emu, Inches

    deck = Presentation()
    cover = deck.slides.add_slide(deck.slide_layouts[0])
    cover.shapes.title.text, cover.placeholders[1].text = TITLE, SUBTITLE
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = SEEN
    frame = slide.placeholders[1].text_frame
    frame.text = ITEMS[0]
    for level, item in ((1, ITEMS[1]), (0, ITEMS[2])):
        paragraph = frame.add_paragraph()
        paragraph.text, paragraph.level = item, level
    slide.notes_slide.notes_text_frame.text = NOTE
    slide.shapes.add_picture(_picture(), Inches(8), Inches(6))._element.nvPicPr.cNvPr.set(
        "descr", "Le plan de la ligne"
    )
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = FIGURES
    table = slide.shapes.add_table(3, 2, Inches(1), Inches(2), Inches(4), Inches(1)).table
    for r, row in enumerate(TABLE):
        for c, cell in enumerate(row):
            table.cell(r, c).text = cell
    data = CategoryChartData()
    data.categories = ["2024", "2025"]
    data.add_series("Trajets", (4.3, 12))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(6), Inches(2), Inches(3), Inches(3), data)
    slide.shapes.add_picture(_picture(), Inches(8), Inches(6))
    slide = deck.slides.add_slide(deck.slide_layouts[6])  # no title; drawn from the right to the left
    for left, text in ((6, RIGHT), (1, LEFT)):
        slide.shapes.add_textbox(Inches(left), Inches(2), Inches(3), Inches(2)).text_frame.text = text
    group = slide.shapes.add_group_shape()
    for top, text in ((5.2, "et dessous"), (4.8, "Au-dessus")):
        group.shapes.add_textbox(Inches(1), Inches(top), Inches(3), Inches(0.3)).text_frame.text = text
    hidden = deck.slides.add_slide(deck.slide_layouts[1])
    hidden._element.set("show", "0")
    hidden.shapes.title.text, hidden.placeholders[1].text = "En réserve", "Une question de plus ?"
    deck.slides[0].shapes[0].width = Emu(8_000_000)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _pandoc(text: str) -> bytes:
    import pypandoc

    return run(
        pypandoc.get_pandoc_path(),
        "-f",
        "markdown",
        "-t",
        "pptx",
        "--slide-level=2",
        "-o",
        "-",
        data=text.encode(),
    )


def pandoc(_: Path) -> bytes:
    return _pandoc(MARKDOWN)


def pandoc_columns(_: Path) -> bytes:
    return _pandoc(COLUMNS)


def _impress(folder: Path, made: bytes) -> bytes:
    """Through LibreOffice's own format and back."""
    profile = f"-env:UserInstallation=file://{folder}/profil"
    (folder / "un.pptx").write_bytes(made)
    run("soffice", profile, "--headless", "--convert-to", "odp", "--outdir", str(folder), str(folder / "un.pptx"))
    out = folder / "deux"
    run("soffice", profile, "--headless", "--convert-to", "pptx", "--outdir", str(out), str(folder / "un.odp"))
    return (out / "un.pptx").read_bytes()


def impress(folder: Path) -> bytes:
    return _impress(folder, pptxgenjs(folder))


def impress_pandoc(folder: Path) -> bytes:
    return _impress(folder, pandoc(folder))


def _node(folder: Path, script: str) -> bytes:
    known = {"TITLE": TITLE, "SUBTITLE": SUBTITLE, "SEEN": SEEN, "ITEMS": ITEMS, "TABLE": TABLE, "NOTE": NOTE}
    lines = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in known.items())
    (folder / "make.js").write_text(lines + script, encoding="utf-8")
    run("node", "make.js", folder=folder)
    return (folder / "node.pptx").read_bytes()


def pptxgenjs(folder: Path) -> bytes:
    return _node(
        folder,
        """
const P = require('pptxgenjs'); const d = new P(); let s = d.addSlide();
s.addText(TITLE, {x: 1, y: 1, w: 8, h: 1, fontSize: 32}); s.addText(SUBTITLE, {x: 1, y: 2.2, w: 8, h: 1});
s = d.addSlide(); s.addText(SEEN, {x: 0.5, y: 0.3, w: 9, h: 0.8, fontSize: 28, bold: true});
s.addText(ITEMS.map(t => ({text: t, options: {bullet: true, breakLine: true}})), {x: 0.5, y: 1.3, w: 9, h: 2});
s.addTable(TABLE, {x: 0.5, y: 3.5, w: 6}); s.addNotes(NOTE);
s.addChart(d.charts.BAR, [{name: 'Trajets', labels: ['2024', '2025'], values: [4.3, 12]}], {x: 7, y: 3.5, w: 2.5, h: 1.8});
d.writeFile({fileName: 'node.pptx'});
""",
    )


def pptxgenjs_masters(folder: Path) -> bytes:
    return _node(
        folder,
        """
const P = require('pptxgenjs'); const d = new P(); d.defineSlideMaster({title: 'M', slideNumber: {x: 9, y: 5.2},
 objects: [{text: {text: 'Haute-Galdonne', options: {x: 0.3, y: 5.2, w: 3, h: 0.3}}},
 {placeholder: {options: {name: 'titre', type: 'title', x: 0.5, y: 0.3, w: 9, h: 0.8}, text: ''}},
 {placeholder: {options: {name: 'corps', type: 'body', x: 0.5, y: 1.3, w: 9, h: 3}, text: ''}}]});
const s = d.addSlide({masterName: 'M'}); s.addText(SEEN, {placeholder: 'titre'});
s.addText(ITEMS.join('\\n'), {placeholder: 'corps'});
d.writeFile({fileName: 'node.pptx'});
""",
    )


def officegen(folder: Path) -> bytes:
    return _node(
        folder,
        """
const o = require('officegen')('pptx'); let s = o.makeTitleSlide(TITLE, SUBTITLE); s = o.makeObjSlide(SEEN, ITEMS.join('\\n'));
s = o.makeNewSlide(); s.addText('Texte libre', {x: 50, y: 50, cx: '60%', cy: 40});
const f = require('fs').createWriteStream('node.pptx'); o.generate(f);
""",
    )


def nodejs_pptx(folder: Path) -> bytes:
    return _node(
        folder,
        """
const P = require('nodejs-pptx'); const d = new P.Composer(); (async () => { await d.compose(p => {
 p.addSlide(s => { s.addText({value: TITLE, x: 100, y: 50, cx: 600, cy: 60}); s.addText({value: SUBTITLE, x: 100, y: 150, cx: 600, cy: 60}); });
 p.addSlide(s => { s.addText({value: SEEN, x: 100, y: 50, cx: 600, cy: 60}); s.addText({value: ITEMS[0], x: 100, y: 150, cx: 600, cy: 60}); });
 }); await d.save('node.pptx'); })();
""",
    )


# In PowerPoint's own shape: what no library here writes

OFFICE = "http://schemas.openxmlformats.org"
SPACES = (
    f'xmlns:a="{OFFICE}/drawingml/2006/main" xmlns:p="{OFFICE}/presentationml/2006/main" '
    f'xmlns:r="{OFFICE}/officeDocument/2006/relationships"'
)
REL = f"{OFFICE}/officeDocument/2006/relationships"


def _rels(*named: tuple[str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{n}" Type="{kind if kind.startswith("http") else f"{REL}/{kind}"}" Target="{target}"/>'
        for n, (kind, target) in enumerate(named, 1)
    )
    return f'<Relationships xmlns="{OFFICE}/package/2006/relationships">{lines}</Relationships>'


def _text(text: str, place: str = "", x: int = 0, y: int = 0) -> str:
    ph = f"<p:ph {place}/>" if place else ""
    paragraphs = "".join(
        f'<a:p><a:r><a:rPr lang="fr-FR" dirty="0"/><a:t>{line}</a:t></a:r></a:p>' for line in text.split("\n")
    )
    frame = "" if place else f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="3000000" cy="400000"/></a:xfrm>'
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="x"/><p:cNvSpPr/><p:nvPr>{ph}</p:nvPr></p:nvSpPr><p:spPr>{frame}</p:spPr>'
        f"<p:txBody><a:bodyPr/><a:lstStyle/>{paragraphs}</p:txBody></p:sp>"
    )


def _powerpoint(*, strict: bool = False) -> bytes:
    tree = "<p:nvGrpSpPr><p:cNvPr id='1' name=''/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>"
    diagram = (
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="5" name="d" descr="Trois étapes"/><p:cNvGraphicFramePr/><p:nvPr/>'
        '</p:nvGraphicFramePr><p:xfrm><a:off x="0" y="2000000"/><a:ext cx="5000000" cy="2000000"/></p:xfrm><a:graphic>'
        f'<a:graphicData uri="{OFFICE}/drawingml/2006/diagram"><dgm:relIds xmlns:dgm="{OFFICE}/drawingml/2006/diagram" '
        'r:dm="rId3" r:lo="rId9" r:qs="rId9" r:cs="rId9"/></a:graphicData></a:graphic></p:graphicFrame>'
    )
    alternate = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice '
        f'Requires="p14" xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main">{_text("Forme récente", y=5000000)}'
        f"</mc:Choice><mc:Fallback>{_text('Forme ancienne', y=5000000)}</mc:Fallback></mc:AlternateContent>"
    )
    footer = _text("Communauté de communes", 'type="ftr" idx="11"') + _text("2", 'type="sldNum" idx="12"')
    body = _text("Décider ensemble", 'type="title"') + diagram + alternate + footer
    slide = f"<p:sld {SPACES}><p:cSld><p:spTree>{tree}{body}</p:spTree></p:cSld></p:sld>"
    second = _text("Et maintenant ?", 'type="title"') + _text("Deux pistes\nà comparer", 'idx="1"')
    other = f"<p:sld {SPACES}><p:cSld><p:spTree>{tree}{second}</p:spTree></p:cSld></p:sld>"
    points = "".join(
        f'<dgm:pt modelId="{n}"><dgm:t><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>'
        for n, text in ((1, "Écouter"), (2, "les habitants"), (3, "Choisir"))
    )
    links = '<dgm:cxn modelId="9" srcId="0" destId="1"/><dgm:cxn modelId="8" srcId="1" destId="2"/><dgm:cxn modelId="7" srcId="0" destId="3"/>'
    data = f'<dgm:dataModel xmlns:dgm="{OFFICE}/drawingml/2006/diagram" xmlns:a="{OFFICE}/drawingml/2006/main"><dgm:ptLst><dgm:pt modelId="0" type="doc"/>{points}</dgm:ptLst><dgm:cxnLst>{links}</dgm:cxnLst></dgm:dataModel>'
    new = "http://schemas.microsoft.com/office/powerpoint/2018/8/main"
    modern = (
        f'<p188:cmLst xmlns:p188="{new}" xmlns:a="{OFFICE}/drawingml/2006/main"><p188:cm id="{{1}}" authorId="{{A}}" '
        'created="2026-03-13T10:00:00"><p188:replyLst><p188:reply id="{2}" authorId="{B}" created="2026-03-14T10:00:00">'
        "<p188:txBody><a:bodyPr/><a:p><a:r><a:t>Oui, la semaine prochaine</a:t></a:r></a:p></p188:txBody></p188:reply></p188:replyLst>"
        "<p188:txBody><a:bodyPr/><a:p><a:r><a:t>À valider par la mairie</a:t></a:r></a:p></p188:txBody></p188:cm></p188:cmLst>"
    )
    authors = f'<p188:authorLst xmlns:p188="{new}"><p188:author id="{{A}}" name="Anne Vial"/><p188:author id="{{B}}" name="Luc Ferrant"/></p188:authorLst>'
    old = f'<p:cmLst {SPACES}><p:cm authorId="0" dt="2019-01-02T10:00:00" idx="1"><p:pos x="1" y="1"/><p:text>Revoir ce titre</p:text></p:cm></p:cmLst>'
    old_authors = f'<p:cmAuthorLst {SPACES}><p:cmAuthor id="0" name="Jo Mercadet" initials="J" lastIdx="1" clrIdx="0"/></p:cmAuthorLst>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{OFFICE}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/ppt/presentation.xml" ContentType="application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"/></Types>',
        "_rels/.rels": _rels(("officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": f'<p:presentation {SPACES}><p:sldIdLst><p:sldId id="257" r:id="rId2"/><p:sldId id="256" r:id="rId1"/></p:sldIdLst></p:presentation>',
        "ppt/_rels/presentation.xml.rels": _rels(
            ("slide", "slides/slide1.xml"), ("slide", "slides/slide2.xml"), ("commentAuthors", "commentAuthors.xml"),
            ("http://schemas.microsoft.com/office/2018/10/relationships/authors", "authors.xml"),
        ),
        "ppt/commentAuthors.xml": old_authors,
        "ppt/authors.xml": authors,
        "ppt/slides/slide1.xml": other,
        "ppt/slides/_rels/slide1.xml.rels": _rels(("comments", "../comments/comment1.xml")),
        "ppt/slides/slide2.xml": slide,
        "ppt/slides/_rels/slide2.xml.rels": _rels(
            ("slideLayout", "../slideLayouts/absent.xml"),
            ("http://schemas.microsoft.com/office/2018/10/relationships/comments", "../comments/modernComment_1.xml"),
            ("diagramData", "../diagrams/data1.xml"),
        ),
        "ppt/comments/comment1.xml": old,
        "ppt/comments/modernComment_1.xml": modern,
        "ppt/diagrams/data1.xml": data,
    }  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            said = (
                text.replace(f"{OFFICE}/", "http://purl.oclc.org/ooxml/")
                if strict and name.startswith("ppt/") and "rels" not in name
                else text
            )
            package.writestr(
                zipfile.ZipInfo(name, (2026, 3, 12, 0, 0, 0)), f'<?xml version="1.0" encoding="UTF-8"?>{said}'
            )
    return out.getvalue()


def powerpoint(_: Path) -> bytes:
    return _powerpoint()


def powerpoint_strict(_: Path) -> bytes:
    return _powerpoint(strict=True)


MAKERS = {
    name.replace("_", "-"): maker
    for name, maker in list(globals().items())
    if callable(maker)
    and getattr(maker, "__module__", "") == __name__
    and not name.startswith("_")
    and name != "run"
}


def _small(made: bytes) -> bytes:
    """The same package, pressed: some programs do not."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in (one for one in old.infolist() if not one.is_dir()):
            info = zipfile.ZipInfo(entry.filename, (2026, 3, 12, 0, 0, 0))
            new.writestr(info, old.read(entry), zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


def main() -> None:
    target, names = Path(sys.argv[1]), sys.argv[2:] or list(MAKERS)
    os.environ.setdefault("SOURCE_DATE_EPOCH", "1773300000")
    for name in names:
        folder = Path(tempfile.mkdtemp(prefix="pptx-"))
        try:
            made = _small(MAKERS[name](folder))
            (target / f"{name}.pptx").write_bytes(made)
            print(f"{name}: {len(made)} octets")
        except (ImportError, OSError, subprocess.CalledProcessError) as error:
            said = (
                error.stderr.decode(errors="replace")[-300:]
                if isinstance(error, subprocess.CalledProcessError)
                else error
            )
            print(f"{name}: sauté ({said})")
        finally:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
