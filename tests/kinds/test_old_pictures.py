"""A picture that no page can show (WMF, EMF) is told with its description, its place in the text kept."""

from restitution.pandoc import ast
from restitution.shaping.pictures import resolve_pictures
from tests.readers import test_docx as word


def test_a_metafile_is_a_finding():
    body = word.p("avant ", word.picture("i", "Plan de la halle"), " après")
    parts = {"media/plan.emf": b"\x01\x00\x00\x00EMF"}
    reading = word.read(word.docx(body, word.relation("i", "image", "media/plan.emf"), parts=parts))
    shown, media = resolve_pictures(reading, "a/n.docx", lambda _: None, lambda _: "")
    assert media == {}
    assert ast.text(shown.blocks).split() == ["avant", "[image", "non", "reprise", ":", "image1.emf]", "après"]
    (finding,) = shown.findings
    assert finding.message == (
        "L'image « image1.emf » n'est ni PNG, ni JPEG, ni GIF, ni WebP, ni SVG, ou est abîmée ou trop grande : "
        "elle n'est pas reprise ; exportez-la en PNG. "
        "Sa description : « Plan de la halle »."
    )
