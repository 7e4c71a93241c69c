"""Writes the pages of the web site; the documents beside them are those of the same build, as they are."""

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Final

import msgspec

from restitution import store
from restitution.assembly.outline import Reference
from restitution.assembly.site import FORMATS, Download, Facts, site_page, told_of_site
from restitution.assembly.typesetting import Press
from restitution.messages import weight
from restitution.model import Document
from restitution.pandoc import ast
from restitution.pictures.formats import UNTOLD
from restitution.plan import Plan
from restitution.plan.outputs import ANNEXES, DOCUMENT, downloads_of, file_of, original_of
from restitution.plan.site import INDEX, REPORT, SITE, STATEMENT, download_of
from restitution.stages.given import document_in
from restitution.stages.media import public_media
from restitution.store import Store
from restitution.templating import decoded
from restitution.writers.html import LOOK, OF_A_SITE, PAGE, SITE_LOOK, SITE_PAGE, Among, Beside, write_html

MENU: Final = {INDEX: "Accueil", REPORT: "La restitution", STATEMENT: "Accessibilité"}
ABOUT: Final = {INDEX: f"{SITE}/index.md.j2", STATEMENT: f"{SITE}/accessibilite.md.j2"}
"""Page -> the template that says what it holds."""
TITLES: Final = {
    "docx": "La restitution",
    "pdf": "La restitution",
    "annexes-docx": "Les annexes",
    "annexes-pdf": "Les annexes",
    "annexes-html": "Les annexes",
    "pptx": "Le diaporama, avec les notes de l’orateur",
    "diaporama-pdf": "Le diaporama, à projeter",
}


class Titled(msgspec.Struct, frozen=True):
    """Of a document, its title alone."""

    title: str


def run(plan: Plan, _: list[str], outputs: list[str]) -> None:
    """The pages, in the order of `MENU`; what the first and the last say; findings/site.jsonl."""
    index, report, statement, *documents, findings = map(Path, outputs)
    site = _Site(plan)
    store.write(report, site.written(REPORT, site.report))
    facts = site.facts(report.stat().st_size)
    pages = [site.page(INDEX, plan.settings.projet.titre, facts)]
    pages.append(site.page(STATEMENT, "Déclaration d’accessibilité", facts))
    for name, path, contract, page in zip(ABOUT, (index, statement), documents, pages, strict=True):
        store.write(contract, store.encode(page))
        store.write(path, site.written(name, page))
    told = told_of_site(plan.settings, pages[-1], ABOUT[STATEMENT])
    store.write_contract(findings, plan.keys[outputs[-1]], told)


class _Site:
    """Makes the pages of one site."""

    def __init__(self, plan: Plan) -> None:
        self._plan, self._kept = plan, Store(Path("store"))
        self.report = _read(DOCUMENT)
        self._press = Press(plan.settings, [])
        names = [*OF_A_SITE, *ABOUT.values()]
        self._templates = {name: self._kept.get(plan.templates[name]) for name in names}
        self._files = frozenset(_beside(name) for name in (*MENU, *map(download_of, self._downloads)))

    @cached_property
    def _downloads(self) -> dict[str, Path]:
        """File of `output/` -> the one that was written, of those that hold something."""
        names = downloads_of(self._plan.settings)
        found = {file_of(name): Path(self._plan.written(name)) for name in names}
        return {name: path for name, path in found.items() if path.stat().st_size}

    def facts(self, size: int) -> Facts:
        """What the pages tell of the site. `size`: bytes of the publication's page."""
        read = [self.report, _read(ANNEXES)]
        blocks = (block for document in read for block in document.blocks)
        images = (image["c"] for block in blocks for image in ast.images(block))
        told = {target: ast.text(alternative).strip() for _, alternative, (target, _) in images}
        page = Download(
            titre=TITLES["pdf"], adresse=Reference(_beside(REPORT)), format=FORMATS["html"], poids=weight(size)
        )
        return Facts(
            restitution=page,
            documents=list(self._each_download()),
            images=len(told),
            images_muettes=sum(not one or one.startswith(UNTOLD) for one in told.values()),
        )

    def _each_download(self) -> Iterator[Download]:
        """Each by its title; those that share one, in one format, by their files' names too."""
        known = {file: self._title_of(file) for file in self._downloads}
        count = Counter((title, Path(file).suffix) for file, title in known.items())
        for file, path in self._downloads.items():
            is_alone = count[known[file], path.suffix] == 1
            yield Download(
                titre=known[file] if is_alone else f"{known[file]} – {path.stem}",
                adresse=Reference(_beside(download_of(file))),
                format=FORMATS[path.suffix.removeprefix(".")],
                poids=weight(path.stat().st_size),
            )

    def _title_of(self, file: str) -> str:
        output = original_of(download_of(file))
        own = _read_title(self._plan.document_of(output)).removeprefix(f"{self.report.title} – ")
        return TITLES.get(output) or own[:1].upper() + own[1:]

    def page(self, name: str, title: str, facts: Facts) -> Document:
        """What a page of its own says."""
        template = ABOUT[name]
        text = decoded(template, self._templates[template])
        return self._press.document(site_page(template, text, title, self.report, self._plan.settings, facts))

    def written(self, name: str, document: Document) -> bytes:
        """The bytes of a page."""
        menu = tuple(
            Beside(address=_beside(page), words=words, is_here=page == name) for page, words in MENU.items()
        )
        among = Among(
            frame=PAGE if name == REPORT else SITE_PAGE, looks=(LOOK, SITE_LOOK), menu=menu, files=self._files
        )
        return write_html(document, public_media(self._kept, document), self._templates, among)


def _beside(name: str) -> str:
    """The address of a file of the site, from its pages."""
    return name.removeprefix(f"{SITE}/")


def _read(contract: str) -> Document:
    return document_in(Path(contract))


def _read_title(contract: str) -> str:
    return msgspec.json.decode(Path(contract).read_bytes(), type=Titled).title
