"""The folder of slips: a name for each that suits any machine, and the page that lists them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from itertools import count
from pathlib import PurePosixPath
from urllib.parse import quote

from restitution.disk import safe_name
from restitution.messages import plural
from restitution.returns.contributors import Contributor
from restitution.returns.copies.making import Returned
from restitution.returns.slip import INTERNAL, chosen, distinct, misunderstood
from restitution.returns.told import Gathered

STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#222}"
    "h1{font-size:1.5rem;color:#1f5c4d}.interne{border-left:.3rem solid #1f5c4d;padding:.4rem .8rem;"
    "background:#eef5f2}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;"
    "border-bottom:1px solid #ccc}a{color:#174ea6}"
)


def file_names(people: Iterable[Contributor]) -> dict[str, Contributor]:
    """Name of a slip -> whose it is: accents kept, nothing that a disk refuses, no two alike in any case."""
    found: dict[str, Contributor] = {}
    used: set[str] = set()
    for one in people:
        base = safe_name(f"Retour - {one.name[:1].upper()}{one.name[1:]}")
        names = (f"{base}{'' if number == 1 else f' ({number})'}.docx" for number in count(1))
        name = next(name for name in names if name.casefold() not in used)
        used.add(name.casefold())
        found[name] = one
    return found


def copy_names(
    names: Mapping[str, Contributor], returned: Mapping[str, Returned]
) -> dict[str, dict[str, tuple[str, str]]]:
    """Name of a slip -> names of the copies that go with it -> path of the file, and which of its endings."""
    used = {name.casefold() for name in names}
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for slip_name, one in names.items():
        own = found.setdefault(slip_name, {})
        for path in one.paths:
            stem = PurePosixPath(path).stem
            for ending in returned[path].files if path in returned else ():
                base = safe_name(f"{slip_name.removesuffix('.docx')} - {stem}")
                tries = (f"{base}{'' if number == 1 else f' ({number})'}{ending}" for number in count(1))
                name = next(name for name in tries if name.casefold() not in used)
                used.add(name.casefold())
                own[name] = (path, ending)
    return found


def index(
    names: Mapping[str, Contributor],
    gathered: Gathered,
    title: str,
    copies: Mapping[str, Iterable[str]] | None = None,
) -> bytes:
    """The page that lists the slips and the copies that go with them, for the team."""
    rows = "\n".join(_row(name, one, gathered, (copies or {}).get(name, ())) for name, one in names.items())
    page = f"""<!doctype html>
<html lang="fr">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Retours – {escape(title)}</title>
<style>{STYLE}</style></head>
<body>
<h1>Retours aux auteurs – {escape(title)}</h1>
<p class="interne"><strong>{INTERNAL}.</strong> Chaque page est pour la personne qu’elle nomme, et pour elle
seule : joignez-la à un message, ne transmettez pas le dossier.</p>
<table>
<thead>
<tr><th scope="col">Pour</th><th scope="col">Ses fichiers</th><th scope="col">À lui demander</th></tr>
</thead>
<tbody>
{rows}
</tbody>
</table>
<p>{plural(len(names), "page")}, {"refaite" if len(names) == 1 else "refaites"} à chaque construction.</p>
</body>
</html>
"""
    return page.encode()


def _row(name: str, one: Contributor, gathered: Gathered, copies: Iterable[str]) -> str:
    told = [gathered.files[path] for path in one.paths]
    every, asked = len(distinct(told)), len(misunderstood(told)) + len(chosen(told))
    files = plural(len(one.paths), "fichier")
    files += "".join(f'<br><a href="{quote(copy)}">{escape(copy)}</a>' for copy in copies)
    wanted = plural(asked, "demande") if asked else "rien"
    wanted += f", sur {every} relevées" if every > asked else ""
    link = f'<a href="{quote(name)}">{escape(one.name)}</a>'
    return f"<tr><td>{link}</td><td>{files}</td><td>{wanted}</td></tr>"
