"""References of the plan to a mark that nothing bears: who wrote them, and which template lacks the mark.

A project may keep a template of an earlier version beside templates that came with a later one. What a shipped
template refers to in vain stops no build: its editor never wrote it. What an own template does is a mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec

from restitution.assembly.outline import slug
from restitution.errors import RestitutionError
from restitution.messages import nearest
from restitution.model import Finding
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines

LITERAL = re.compile(r"""["']([^"']*)["']""")


class Templates(msgspec.Struct, kw_only=True):
    """Where the references of a document come from."""

    texts: Mapping[str, str] = {}
    """`plan/….md.j2` by name."""
    replaced: Mapping[str, str] = {}
    """Name of each template of the project's own -> the shipped one that it replaces."""
    titles: Mapping[str, str] = {}
    """Title of each part by its key."""
    heads: Mapping[str, str] = {}
    """Mark that a part has by itself, its key -> the leaf of its first heading."""
    findings: list[Finding] = []
    """What was found while references were resolved."""


def plain_words(mark: str, words: Inlines, part: str, known: Iterable[str], templates: Templates) -> Inlines:
    """What stands for a reference of a shipped template that finds nothing, and a finding that says why.

    Raises `RestitutionError`, with the line, when the template is the project's own.
    """
    name = template_of(part)
    if name not in templates.texts or name in templates.replaced:
        raise _mistake(mark, name, known, templates)
    lacking = _bearer(mark, templates)
    templates.findings.append(_finding(mark, name, lacking))
    title = templates.titles.get(lacking[0].partition("/")[2].partition(".")[0], "") if lacking else ""
    return words or ast.string(f"partie « {title} »" if title else "partie correspondante")


def template_of(part: str) -> str:
    """Name of the template of a part."""
    return f"plan/{part}.md.j2"


def _mistake(mark: str, name: str, known: Iterable[str], templates: Templates) -> RestitutionError:
    line, _ = _written(templates.texts.get(name, ""), mark, "renvoi")
    where = f"templates/{name}" + (f", ligne {line}" if line else "")
    said = f"{where} : ce modèle renvoie à" if name in templates.texts else "Le plan renvoie à"
    near = nearest(mark, list(known))
    return RestitutionError(
        f"{said} « #{mark} », que rien ne porte dans le document{f' (le plus proche : {near})' if near else ''}.",
        f"Corrigez ce renvoi, ou donnez ce repère à un titre : ## Titre {{{{ repere('{mark}') }}}}",
    )


def _finding(mark: str, name: str, lacking: tuple[str, str] | None) -> Finding:
    if not lacking:
        message = f"Le renvoi à « #{mark} » ne mène à rien dans le document : il est devenu de simples mots."
        return Finding(code="repere", level="warning", message=message, path=f"templates/{name}")
    own, line = lacking
    message = (
        f"Votre modèle n'a pas le repère que le modèle fourni écrit ainsi : « {line} ». Les renvois à ce repère "
        f"(templates/{name}) sont devenus de simples mots : reprenez cette ligne."
    )
    return Finding(code="repere", level="warning", message=message, path=f"templates/{own}")


def _bearer(mark: str, templates: Templates) -> tuple[str, str] | None:
    """The own template that replaces one which bears the mark, and the line where that one writes it."""
    lines = ((own, _written(text, mark, "repere")[1]) for own, text in templates.replaced.items())
    return next(((own, line) for own, line in lines if line), None)


def _written(template: str, mark: str, function: str) -> tuple[int, str]:
    """The line, from 1, where a template gives a mark (`repere`) or asks for it (`renvoi`); (0, "") nowhere."""
    before = r"\]\(" if function == "renvoi" else r"(?<!\()"
    as_it_is = re.compile(rf"{before}#{re.escape(mark)}(?![\w-])")
    for number, line in enumerate(template.splitlines(), 1):
        calls = re.findall(rf"{function}\(([^)]*)", line)
        asked = {slug([word]) for call in calls for word in LITERAL.findall(call)} - {""}
        if as_it_is.search(line) or any(f"{mark}-".startswith(f"{word}-") for word in asked):
            return number, line.strip()
    return 0, ""
