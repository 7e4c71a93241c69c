"""A folder, or a file of text, drawn: what is in it is read there, what is said of it stands here."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from docs.pictures.shots import SCHEMAS, drawing
from PIL.Image import Image

PAGE: Final = """<!doctype html><html lang="fr"><meta charset="utf-8"><title>{title}</title>
<link rel="stylesheet" href="{css}">
<div class="window"><div class="bar">{title}</div><div class="body">{body}</div></div>"""
ROW: Final = (
    '<p{hit}><span class="{kind}" style="margin-left:{left}px">{name}</span><span class="said">{said}</span></p>'
)
INDENT: Final = 28


def tree(folder: Path, said: Mapping[str, str], *, chosen: Iterable[str] = ()) -> Image:
    """What a folder holds, as a file manager shows it, and a word on what `said` names.

    A folder is open when `said` names something in it. Raises `FileNotFoundError` for what is not there.
    """
    for name in {*said, *chosen}:
        (folder / name).stat()
    rows = "".join(_row(folder, path, said, {*chosen}) for path in _listed(folder, folder, said))
    return drawn(folder.name, f'<div class="tree">{rows}</div>')


def _listed(top: Path, folder: Path, said: Mapping[str, str]) -> Iterable[Path]:
    for path in sorted(folder.iterdir(), key=lambda one: (one.is_file(), one.name.casefold())):
        if not path.name.startswith("."):
            yield path
            if any(Path(name).is_relative_to(path.relative_to(top)) and top / name != path for name in said):
                yield from _listed(top, path, said)


def _row(top: Path, path: Path, said: Mapping[str, str], chosen: set[str]) -> str:
    name = path.relative_to(top).as_posix()
    return ROW.format(
        hit=' class="hit"' if name in chosen else "",
        kind="folder" if path.is_dir() else "file",
        left=INDENT * name.count("/"),
        name=html.escape(path.name),
        said=html.escape(said.get(name, "")),
    )


def text_file(path: Path, lines: int, marked: Iterable[str], *, since: str = "") -> Image:
    """Lines of a text, from the one that begins with `since`; those that begin with one of `marked` are framed."""
    every = path.read_text("utf-8").splitlines()
    first = next(number for number, line in enumerate(every) if line.startswith(since))
    rows = ["…"] if first else []
    for line in every[first : first + lines]:
        begins = line.strip().removeprefix("- ").startswith(tuple(marked))
        rows.append(f'<span class="hit">{html.escape(line)}</span>' if begins else html.escape(line))
    return drawn(path.name, '<div class="text">{}</div>'.format("\n".join(rows)))


def drawn(title: str, body: str) -> Image:
    """A window that we draw, with a title."""
    page = PAGE.format(title=html.escape(title), css=(SCHEMAS / "schemas.css").as_uri(), body=body)
    with TemporaryDirectory(prefix="restitution-") as folder:
        target = Path(folder) / "page.html"
        target.write_text(page, "utf-8")
        return drawing(target)
