"""Fonts: those that the PDF is composed with, and those that the Word document asks of a machine."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from restitution import resources
from restitution.doctor.asking import question
from restitution.doctor.machine import Machine
from restitution.doctor.report import Line, Subject
from restitution.errors import RestitutionError
from restitution.messages import listed, plural
from restitution.ooxml.package import open_package, parse
from restitution.ooxml.word import Element, W
from restitution.plan.templates import REFERENCES, templates
from restitution.writers.docx.reference import reference_docx
from restitution.writers.docx.template import read_template

GROUP: Final = "LES POLICES"
STAND_INS: Final = {
    "Calibri": "Carlito",
    "Cambria": "Caladea",
    "Arial": "Liberation Sans",
    "Times New Roman": "Liberation Serif",
    "Courier New": "Liberation Mono",
}
"""Fonts of Word, and those with letters of the same widths that LibreOffice shows in their place."""
THEME: Final = "word/theme/theme1.xml"
DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
NAMED: Final = 3


@question("fonts_pdf", GROUP, "Polices du PDF")
def of_the_pdf(subject: Subject, machine: Machine, project: Path) -> Line:
    """The PDF carries its own fonts, from the tool and from the project."""
    with resources.fonts(project) as folder:
        names = machine.families(folder)
    others = len(names) - NAMED + 1
    named = [*names[: NAMED - 1], plural(others, "autre")] if others > 1 else names
    return subject.ok(f"{listed(named)}, dans le PDF même : rien à installer")


@question("fonts_word", GROUP, "Polices du document Word")
def of_word(subject: Subject, machine: Machine, project: Path) -> Line:
    """What the Word document asks for, and the machine has."""
    own = templates(project)
    try:
        wanted = word_fonts(next((own[name] for name in REFERENCES if own.get(name)), b""))
    except RestitutionError as error:
        return subject.missing(error.message, "le document Word ne peut pas être fait.", error.hint)
    there = {name.casefold() for name in machine.families(None)}
    lacking = [name for name in wanted if name.casefold() not in there]
    absent = [name for name in lacking if STAND_INS.get(name, "").casefold() not in there]
    if absent:
        return subject.note(
            f"{listed(absent)} : pas sur ce poste",
            "le document s'y montre avec d'autres lettres, et d'autres fins de page ; le fichier, lui, est juste.",
            "Rien, si vos lecteurs ont cette police : Word l'apporte souvent. Sinon, prenez une police courante "
            "dans templates/reference.docx.",
        )
    if lacking:
        others = listed(f"{STAND_INS[name]} remplace {name}" for name in lacking)
        return subject.ok(f"{others}, aux mêmes mesures ; les lecteurs qui ont Word ont {listed(lacking)}")
    return subject.ok(f"{listed(wanted)}, sur ce poste")


def word_fonts(reference: bytes) -> list[str]:
    """Fonts of the text and the headings of a Word template; of our own, where the project has none.

    Raises `RestitutionError` for a template that is of no use.
    """
    template = read_template(reference or reference_docx())
    styles = [style for style in template.styles.iter(f"{W}style") if _shows_text(style)]
    defaults = template.styles.findall(f"{W}docDefaults")
    asked = [node.attrib for part in (*defaults, *styles) for node in part.iter(f"{W}rFonts")]
    named = {str(attributes.get(W + "ascii", "")) for attributes in asked}
    if any(attributes.get(W + "asciiTheme") for attributes in asked):
        theme = parse(open_package(template.package)[THEME])
        kinds = [theme.find(f".//{DRAWING}{kind}/{DRAWING}latin") for kind in ("majorFont", "minorFont")]
        named |= {str(latin.get("typeface", "")) for latin in kinds if latin is not None}
    return sorted(named - {""})


def _shows_text(style: Element) -> bool:
    """Whether a style is one that every page shows: names are English in Word of any language."""
    name = style.find(f"{W}name")
    return name is not None and str(name.get(W + "val", "")).lower().startswith(("normal", "heading", "title"))
