"""Makes the PDFs of this folder, each by another program; what is not installed is skipped, and said.

`python tests/readers/pdf/make.py FOLDER [NAME…]` (reportlab, fpdf2, weasyprint, matplotlib, img2pdf, borb, pypdf,
xhtml2pdf, typst, pikepdf and pypandoc_binary in the same Python; LibreOffice, Chromium, groff, enscript, Ghostscript,
qpdf and pdfLaTeX on the machine; node with pdfkit, pdfmake, jspdf and pdf-lib below the folder of NODE_PATH).
People and places are invented.
"""

# ruff: noqa: ARG001, E501, ICN001, PLC0207, PLC0415, T201  each maker imports the program that it tries
from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TITLE = "Visite de la ressourcerie de Brénac"
LEAD = (
    "Le 12 mars 2026, six élus de la Haute-Galdonne ont visité la ressourcerie. L’équipe affiche un bilan efficace : "
    "cœur de bourg animé, œuvres réparées, 340 tonnes de déchets évitées par an. Le rendez-vous a duré trois heures, "
    "et chacun a pu interroger les salariés sur leur métier."
)
SECOND = (
    "Plusieurs participants soulignent que la mobilité reste le premier frein : sans voiture, impossible de venir. "
    "Une navette à la demande est à l’étude, avec l’appui de la communauté de communes."
)
ITEMS = [
    "un atelier de réparation ouvert le samedi",
    "une caisse commune entre trois communes",
    "un café associatif",
]
TABLE = [["Commune", "Habitants", "Navette"], ["Brénac", "1 240", "oui"], ["Saint-Loup", "860", "non"]]
LINK = "https://exemple.org/ressourcerie"

HTML = f"""<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{TITLE}</title>
<style>@page {{ size: A4; margin: 25mm }} body {{ font: 11pt "DejaVu Serif", serif; line-height: 1.4 }}
h1 {{ font-size: 20pt }} h2 {{ font-size: 14pt }} table {{ border-collapse: collapse }}
td, th {{ border: 1px solid #333; padding: 3pt 8pt; text-align: left }}</style></head><body>
<h1>{TITLE}</h1><h2>Ce qui a été vu</h2><p>{LEAD}</p><p>{SECOND}</p>
<ul>{"".join(f"<li>{item}</li>" for item in ITEMS)}</ul><h2>Les communes</h2>
<table>{
    "".join(
        "<tr>" + "".join(f"<t{'h' if n == 0 else 'd'}>{c}</t{'h' if n == 0 else 'd'}>" for c in row) + "</tr>"
        for n, row in enumerate(TABLE)
    )
}</table>
<p>Pour en savoir plus : <a href="{LINK}">le site de la ressourcerie</a>.</p></body></html>"""

MARKDOWN = f"""# {TITLE}

## Ce qui a été vu

{LEAD}

{SECOND}

{"".join(f"- {item}" + chr(10) for item in ITEMS)}
## Les communes

| {" | ".join(TABLE[0])} |
|---|---|---|
{"".join("| " + " | ".join(row) + " |" + chr(10) for row in TABLE[1:])}
Pour en savoir plus : [le site de la ressourcerie]({LINK}).
"""
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
FONT_BOLD = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"


def run(*command: str, folder: Path | None = None, data: bytes | None = None) -> bytes:
    return subprocess.run(command, cwd=folder, input=data, check=True, capture_output=True).stdout


def office(name: str, suffix: str, content: bytes | str, folder: Path, target: str = "pdf") -> bytes:
    source = folder / f"{name}{suffix}"
    source.write_bytes(content if isinstance(content, bytes) else content.encode())
    profile = f"-env:UserInstallation=file://{folder}/profil"
    wanted = ["--infilter=CSV:44,34,76"] if suffix == ".csv" else []
    run("soffice", profile, "--headless", *wanted, "--convert-to", target, "--outdir", str(folder), str(source))
    return (folder / f"{name}.pdf").read_bytes()


def pandoc(to: str, *options: str) -> bytes:
    import pypandoc

    return run(pypandoc.get_pandoc_path(), "-f", "markdown", "-t", to, *options, "-o", "-", data=MARKDOWN.encode())


# One function a file: its name, then the program


def libreoffice_writer(folder: Path) -> bytes:
    return office("ecrit", ".docx", pandoc("docx"), folder)


def libreoffice_odt(folder: Path) -> bytes:
    return office("odt", ".odt", pandoc("odt"), folder)


def libreoffice_calc(folder: Path) -> bytes:
    lines = [TITLE, *("\t".join(row) for row in TABLE)]
    return office("feuille", ".csv", "\n".join(line.replace("\t", ",") for line in lines), folder)


def libreoffice_impress(folder: Path) -> bytes:
    return office("diapos", ".pptx", pandoc("pptx", "--slide-level=2"), folder)


def libreoffice_draw_html(folder: Path) -> bytes:
    return office("page", ".html", HTML, folder, "pdf:writer_web_pdf_Export")


def chromium(folder: Path) -> bytes:
    (folder / "page.html").write_text(HTML, encoding="utf-8")
    run(
        *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"),
        *("--no-first-run", f"--user-data-dir={folder}/chrome", "--no-pdf-header-footer"),
        *(f"--print-to-pdf={folder}/page.pdf", str(folder / "page.html")),
    )
    return (folder / "page.pdf").read_bytes()


def chromium_columns(folder: Path) -> bytes:
    style = "<style>main { columns: 2; column-gap: 12mm; text-align: justify; hyphens: auto }</style>"
    text = "".join(f"<p>{LEAD}</p><p>{SECOND}</p>" for _ in range(3))
    page = HTML.split("<h2>")[0] + f"{style}<main><h2>Ce qui a été vu</h2>{text}</main></body></html>"
    (folder / "page.html").write_text(page, encoding="utf-8")
    run(
        *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"),
        *("--no-first-run", f"--user-data-dir={folder}/chrome"),  # with its own head and foot
        *(f"--print-to-pdf={folder}/page.pdf", str(folder / "page.html")),
    )
    return (folder / "page.pdf").read_bytes()


def typst(folder: Path) -> bytes:
    import typst as compiler

    table = ", ".join(f"[{cell}]" for row in TABLE for cell in row)
    text = (
        f'#set text(lang: "fr", size: 11pt)\n#set par(justify: true)\n#set document(title: "{TITLE}")\n= {TITLE}\n'
        f"== Ce qui a été vu\n{LEAD}\n\n{SECOND}\n\n"
        + "".join(f"- {item}\n" for item in ITEMS)
        + f'\n== Les communes\n#table(columns: 3, {table})\nPour en savoir plus : #link("{LINK}")[le site de la '
        "ressourcerie]."
    )
    (folder / "note.typ").write_text(text, encoding="utf-8")
    return compiler.compile(folder / "note.typ")


def typst_columns(folder: Path) -> bytes:
    import typst as compiler

    body = "\n\n".join([LEAD, SECOND] * 8)
    text = (
        '#set page(columns: 2, header: [Compte rendu de la Haute-Galdonne], numbering: "1 / 1", height: 180mm)\n'
        f'#set text(lang: "fr", size: 10pt)\n#set par(justify: true, first-line-indent: 1em)\n= Ce qui a été vu\n{body}'
    )
    (folder / "note.typ").write_text(text, encoding="utf-8")
    return compiler.compile(folder / "note.typ")


def weasyprint(_: Path) -> bytes:
    import weasyprint as printer

    return printer.HTML(string=HTML).write_pdf()


def xhtml2pdf(_: Path) -> bytes:
    from xhtml2pdf import pisa

    out = io.BytesIO()
    pisa.CreatePDF(HTML.replace('"DejaVu Serif", serif', "Helvetica"), dest=out)
    return out.getvalue()


def reportlab(_: Path) -> bytes:
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import ListFlowable, Paragraph, SimpleDocTemplate, Table

    out, styles = io.BytesIO(), getSampleStyleSheet()
    table = Table(TABLE, style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
    items = ListFlowable([Paragraph(item, styles["Normal"]) for item in ITEMS], bulletType="bullet", start="•")
    link = Paragraph(f'Pour en savoir plus : <a href="{LINK}">le site de la ressourcerie</a>.', styles["Normal"])
    SimpleDocTemplate(out, pagesize=A4, title=TITLE).build(
        [
            *(Paragraph(TITLE, styles["Title"]), Paragraph("Ce qui a été vu", styles["Heading2"])),
            *(Paragraph(LEAD, styles["Normal"]), Paragraph(SECOND, styles["BodyText"]), items),
            *(Paragraph("Les communes", styles["Heading2"]), table, link),
        ]
    )
    return out.getvalue()


def fpdf2(_: Path) -> bytes:
    from fpdf import FPDF

    pdf = FPDF(format="A4")
    pdf.add_font("dv", fname=FONT)
    pdf.add_font("dv", style="B", fname=FONT_BOLD)
    pdf.add_page()
    for size, style, text in (
        *((20, "B", TITLE), (14, "B", "Ce qui a été vu"), (11, "", LEAD), (11, "", SECOND)),
        *((11, "", "\n".join(f"• {item}" for item in ITEMS)), (14, "B", "Les communes")),
    ):
        pdf.set_font("dv", style, size)
        pdf.multi_cell(0, size * 0.5, text, new_x="LMARGIN", new_y="NEXT")
        pdf.ln(4)
    pdf.set_font("dv", "", 11)
    with pdf.table() as table:
        for row in TABLE:
            table.row(row)
    pdf.write(6, "Pour en savoir plus : ")
    pdf.write(6, "le site de la ressourcerie", LINK)
    return bytes(pdf.output())


def borb(folder: Path) -> bytes:
    import borb.pdf as library

    document, page = library.Document(), library.Page()
    document.append_page(page)
    layout = library.SingleColumnLayout(page)
    layout.append_layout_element(library.Paragraph(TITLE, font="Helvetica-Bold", font_size=20))
    for text in (LEAD, SECOND):
        plain = text.replace("’", "'").replace("œ", "oe")
        layout.append_layout_element(library.Paragraph(plain, font_size=11))
    library.PDF.write(what=document, where_to=str(folder / "borb.pdf"))
    return (folder / "borb.pdf").read_bytes()


def matplotlib(_: Path) -> bytes:
    import matplotlib as drawing

    drawing.use("pdf")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots()
    axes.bar(["Brénac", "Saint-Loup"], [1240, 860])
    axes.set_title(TITLE)
    axes.set_ylabel("Habitants")
    out = io.BytesIO()
    figure.savefig(out, format="pdf")
    return out.getvalue()


def cairo(_: Path) -> bytes:
    import cairocffi

    out = io.BytesIO()
    surface = cairocffi.PDFSurface(out, 595, 842)
    context = cairocffi.Context(surface)
    context.select_font_face("DejaVu Sans")
    height = 80
    for size, text in ((20, TITLE), (14, "Ce qui a été vu"), (11, LEAD), (11, SECOND)):
        context.set_font_size(size)
        line = ""
        for word in [*text.split(" "), None]:
            if word is None or context.text_extents(f"{line} {word}")[2] > 470:
                context.move_to(60, height)
                context.show_text(line)
                height, line = height + size * 1.4, ""
            line = f"{line} {word}".strip() if word else line
        height += size
    surface.finish()
    return out.getvalue()


LATEX = r"""\documentclass[a4paper%s]{article}%s\usepackage[utf8]{inputenc}\usepackage[french]{babel}
\begin{document}\section*{%s}\subsection*{Ce qui a été vu}%s

%s
\begin{itemize}%s\end{itemize}
\subsection*{Les communes}
\begin{tabular}{|l|l|l|}\hline %s \end{tabular}
\end{document}"""


def latex(folder: Path, *, columns: bool = False, modern: bool = True) -> bytes:
    rows = " ".join(" & ".join(row) + r" \\ \hline" for row in TABLE)
    fonts = r"\usepackage[T1]{fontenc}\usepackage{lmodern}" if modern else ""
    lead = "\n\n".join([LEAD, SECOND] * 3) if columns else LEAD
    items = "".join(rf"\item {item} " for item in ITEMS)
    text = LATEX % (",twocolumn" if columns else "", fonts, TITLE, lead, SECOND, items, rows)
    (folder / "note.tex").write_text(text.replace("’", "'"), encoding="utf-8")
    run("pdflatex", "-interaction=batchmode", "note.tex", folder=folder)
    return (folder / "note.pdf").read_bytes()


def latex_columns(folder: Path) -> bytes:
    return latex(folder, columns=True)


def latex_old_accents(folder: Path) -> bytes:
    return latex(folder, modern=False)


def groff(folder: Path) -> bytes:
    items = "".join(f".IP \\(bu 2\n{item}\n" for item in ITEMS)
    text = f".TL\n{TITLE}\n.SH\nCe qui a été vu\n.PP\n{LEAD}\n.PP\n{SECOND}\n{items}"
    text = text.replace("’", "'")
    post = run("groff", "-Kutf8", "-Tps", "-ms", "-mfr", data=text.encode())
    return run("gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", "-sOutputFile=-", "-", data=post)


def enscript(folder: Path) -> bytes:
    text = f"{TITLE}\n\n{LEAD}\n\n{SECOND}\n".replace("’", "'").replace("œ", "oe")
    wrapped = run("fold", "-s", "-w", "80", data=text.encode())
    post = run("enscript", "-q", "-B", "-X", "latin1", "-o", "-", data=wrapped.decode().encode("latin-1"))
    return run("gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", "-sOutputFile=-", "-", data=post)


def ghostscript_rewritten(folder: Path) -> bytes:
    (folder / "in.pdf").write_bytes(libreoffice_writer(folder))
    return run("gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", "-sOutputFile=-", str(folder / "in.pdf"))


def qpdf_rewritten(folder: Path) -> bytes:
    (folder / "in.pdf").write_bytes(chromium(folder))
    run("qpdf", "--linearize", "--object-streams=generate", str(folder / "in.pdf"), str(folder / "out.pdf"))
    return (folder / "out.pdf").read_bytes()


def pypdf_merged(folder: Path) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    for made in (reportlab(folder), cairo(folder)):
        writer.append(PdfReader(io.BytesIO(made)))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def node(folder: Path, script: str) -> bytes:
    known = {"TITLE": TITLE, "LEAD": LEAD, "SECOND": SECOND, "ITEMS": ITEMS, "TABLE": TABLE, "FONT": FONT}
    import json

    lines = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in known.items())
    (folder / "make.js").write_text(lines + script, encoding="utf-8")
    run("node", "make.js", folder=folder)
    return (folder / "node.pdf").read_bytes()


def pdfkit(folder: Path) -> bytes:
    return node(
        folder,
        """
const PDF = require('pdfkit'); const d = new PDF({size: 'A4'}); const out = require('fs').createWriteStream('node.pdf');
d.pipe(out); d.font(FONT); d.fontSize(20).text(TITLE); d.moveDown(); d.fontSize(14).text('Ce qui a été vu');
d.moveDown(); d.fontSize(11).text(LEAD, {align: 'justify'}); d.moveDown(); d.text(SECOND); d.list(ITEMS); d.end();
""",
    )


def pdfmake(folder: Path) -> bytes:
    return node(
        folder,
        """
const fonts = {D: {normal: FONT, bold: FONT, italics: FONT, bolditalics: FONT}};
const m = require('pdfmake'); const def = {content: [{text: TITLE, fontSize: 20}, {text: 'Ce qui a été vu', fontSize: 14},
  LEAD, SECOND, {ul: ITEMS}, {table: {body: TABLE}}], defaultStyle: {font: 'D', fontSize: 11},
  footer: (p, n) => ({text: 'Page ' + p + ' sur ' + n, alignment: 'center'})};
(async () => { m.setFonts ? (m.setFonts(fonts), await m.createPdf(def).write('node.pdf')) :
 (() => { const d = new m(fonts).createPdfKitDocument(def); d.pipe(require('fs').createWriteStream('node.pdf')); d.end(); })(); })();
""",
    )


def jspdf(folder: Path) -> bytes:
    return node(
        folder,
        """
const { jsPDF } = require('jspdf'); const d = new jsPDF(); d.setFontSize(20); d.text(TITLE, 20, 25); d.setFontSize(11);
d.text(d.splitTextToSize(LEAD.replace(/’/g, "'").replace(/œ/g, 'oe'), 165), 20, 40);
d.text(d.splitTextToSize(SECOND.replace(/’/g, "'"), 165), 20, 75);
require('fs').writeFileSync('node.pdf', Buffer.from(d.output('arraybuffer')));
""",
    )


def pdf_lib(folder: Path) -> bytes:
    return node(
        folder,
        """
const { PDFDocument, StandardFonts, degrees } = require('pdf-lib'); (async () => { const d = await PDFDocument.create();
const f = await d.embedFont(StandardFonts.TimesRoman); const p = d.addPage([595, 842]);
p.drawText(TITLE, {x: 60, y: 760, size: 20, font: f}); p.drawText(LEAD, {x: 60, y: 720, size: 11, font: f, maxWidth: 470, lineHeight: 15});
p.drawText(SECOND, {x: 60, y: 620, size: 11, font: f, maxWidth: 470, lineHeight: 15});
require('fs').writeFileSync('node.pdf', await d.save()); })();
""",
    )


# What is hard, drawn by hand


def _canvas() -> tuple[io.BytesIO, object]:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    return out, Canvas(out, pagesize=(595, 842), invariant=1)


def _lines(canvas: object, text: str, left: float, top: float, width: int = 80) -> float:
    import textwrap

    for line in textwrap.wrap(text, width):
        canvas.drawString(left, top, line)
        top -= 15
    return top


def hard_running_heads(_: Path) -> bytes:
    out, canvas = _canvas()
    for page in range(1, 5):
        canvas.setFont("Helvetica", 9)
        canvas.drawString(60, 800, "Communauté de communes de la Haute-Galdonne")
        canvas.drawRightString(535, 40, f"Page {page} sur 4")
        canvas.setFont("Helvetica", 11)
        said = ("le logement", "la mobilité", "l'école", "le commerce")[page - 1]
        top = _lines(
            canvas, f"Atelier {page} : {said} occupe les habitants depuis des années, et chacun le dit.", 60, 700
        )
        cut = "Le groupe retient trois pistes et demande que la suite soit confiée à un comité de"
        canvas.drawString(60, top - 15, cut if page < 4 else "Fin du compte rendu.")
        if page > 1:
            canvas.drawString(
                60, 730 + 5 * page, f"pilotage, qui se réunira {['en mars', 'en mai', 'en juin'][page - 2]}."
            )
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def hard_hyphens(_: Path) -> bytes:
    out, canvas = _canvas()
    canvas.setFont("Helvetica", 11)
    cut = [
        "Les élus prennent rendez-", "vous chaque mois pour parler de mobi-", "lité et de dévelop-",
        "pement. Le porte-", "parole le dit : c’est peut-", "être là que se joue l’avenir de Saint-",
        "Étienne, d’après ceux-", "ci et l’agroéco-", "logie de la Grandval-", "lée, un savoir-", "faire.",
    ]  # fmt: skip
    for number, line in enumerate(cut):
        canvas.drawString(60, 780 - 15 * number, line)
    canvas.save()
    return out.getvalue()


def hard_places(_: Path) -> bytes:
    """Ink without colour, signs beside the paper, a text on its side, a stamp across, a bold one drawn twice."""
    out, canvas = _canvas()
    canvas.setFont("Helvetica", 11)
    _lines(canvas, LEAD.replace("’", "'").replace("œ", "oe"), 60, 740)
    canvas.drawString(60, 600, "Gras simulé par deux dessins.")
    canvas.drawString(60.3, 600, "Gras simulé par deux dessins.")
    text = canvas.beginText(60, 560)
    text.setTextRenderMode(3)
    text.textOut("Texte sans encre que personne ne voit")
    canvas.saveState()
    canvas.drawText(text)
    canvas.restoreState()
    canvas.drawString(700, 500, "Hors du papier")
    canvas.saveState()
    canvas.translate(30, 300)
    canvas.rotate(90)
    canvas.drawString(0, 0, "Mention écrite de côté")
    canvas.restoreState()
    canvas.save()
    return out.getvalue()


def hard_landscape(folder: Path) -> bytes:
    """A page whose text runs up the paper, and one that its file turns."""
    from pypdf import PdfReader, PdfWriter

    out, canvas = _canvas()
    canvas.translate(595, 0)
    canvas.rotate(90)
    canvas.setFont("Helvetica", 11)
    canvas.drawString(60, 500, "Tableau de bord du printemps")
    _lines(canvas, SECOND.replace("’", "'"), 60, 450)
    canvas.save()
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(out.getvalue())))
    writer.append(PdfReader(io.BytesIO(out.getvalue())))
    writer.pages[1].rotate(90)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _picture() -> bytes:
    from PIL import Image, ImageDraw

    image = Image.new("L", (620, 877), 255)
    ImageDraw.Draw(image).text((60, 60), "Page numerisee", fill=0)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def hard_scanned(_: Path) -> bytes:
    import img2pdf

    return img2pdf.convert(_picture())


def _with_picture(canvas: object) -> None:
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(io.BytesIO(_picture())), 0, 0, 595, 842)


def hard_recognised(_: Path) -> bytes:
    out, canvas = _canvas()
    _with_picture(canvas)
    text = canvas.beginText(60, 760)
    text.setFont("Helvetica", 11)
    text.setTextRenderMode(3)
    for line in ("Compte rendu reconnu sur une image", "par le numériseur de la mairie de Brénac."):
        text.textLine(line)
    canvas.drawText(text)
    canvas.save()
    return out.getvalue()


def hard_half_scanned(_: Path) -> bytes:
    out, canvas = _canvas()
    canvas.setFont("Helvetica", 11)
    _lines(canvas, SECOND.replace("’", "'"), 60, 740)
    canvas.showPage()
    _with_picture(canvas)
    canvas.save()
    return out.getvalue()


def hard_form(folder: Path) -> bytes:
    """Fields that somebody filled in, remarks, a file joined, a program."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.annotations import FreeText, Text
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

    out, canvas = _canvas()
    canvas.setFont("Helvetica", 11)
    canvas.drawString(60, 760, "Fiche de visite")
    canvas.drawString(60, 720, "Territoire :")
    canvas.acroForm.textfield(name="territoire", x=130, y=712, width=200, height=20, value="Haute-Galdonne")
    canvas.drawString(60, 680, "La visite a eu lieu le 12 mars.")
    canvas.save()
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(out.getvalue())))
    note = Text(text="Vérifier la date avec la mairie", rect=(60, 676, 80, 692))
    note[NameObject("/T")] = TextStringObject("Anne Vial")
    writer.add_annotation(0, note)
    writer.add_annotation(0, FreeText(text="Ajout à la main", rect=(300, 600, 420, 620), font_size="10pt"))
    writer.add_attachment("budget.csv", b"a;b")
    script = {
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject("app.alert('bonjour');"),
    }
    names = ArrayObject([TextStringObject("ouverture"), writer._add_object(DictionaryObject(script))])
    writer._root_object["/Names"][NameObject("/JavaScript")] = DictionaryObject({NameObject("/Names"): names})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def hard_table_over_pages(_: Path) -> bytes:
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate, Table

    out = io.BytesIO()
    rows = [["Commune", "Action menée", "Année"]] + [
        [f"Commune {n}", f"Action numéro {n}", str(1980 + n)] for n in range(1, 61)
    ]
    style = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold")]
    SimpleDocTemplate(out, pagesize=A4, invariant=1).build([Table(rows, style=style, repeatRows=1)])
    return out.getvalue()


def hard_locked(folder: Path) -> bytes:
    (folder / "in.pdf").write_bytes(reportlab(folder))
    run("qpdf", "--encrypt", "secret", "maitre", "256", "--", str(folder / "in.pdf"), str(folder / "out.pdf"))
    return (folder / "out.pdf").read_bytes()


def hard_owner_locked(folder: Path) -> bytes:
    (folder / "in.pdf").write_bytes(reportlab(folder))
    run(
        *("qpdf", "--encrypt", "", "maitre", "128", "--use-aes=y", "--extract=n", "--print=none", "--"),
        *(str(folder / "in.pdf"), str(folder / "out.pdf")),
    )
    return (folder / "out.pdf").read_bytes()


def hard_cut(folder: Path) -> bytes:
    made = cairo(folder)
    return made[: len(made) // 3]


MAKERS = {
    name.replace("_", "-"): maker
    for name, maker in list(globals().items())
    if callable(maker) and getattr(maker, "__module__", "") == __name__ and not name.startswith("_")
    and name not in {"run", "office", "pandoc", "node", "Path"}
}  # fmt: skip


def main() -> None:
    target, names = Path(sys.argv[1]), sys.argv[2:] or list(MAKERS)
    os.environ.setdefault("SOURCE_DATE_EPOCH", "1773300000")
    for name in names:
        folder = Path(tempfile.mkdtemp(prefix="pdf-"))
        try:
            made = MAKERS[name](folder)
            (target / f"{name}.pdf").write_bytes(made)
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
