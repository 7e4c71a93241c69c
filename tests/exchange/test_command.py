"""`restitution export` in a project of two notes: what it writes, and when it writes nothing."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator
from lxml import etree
from openpyxl import load_workbook

from restitution.assembly.assemble import identified
from restitution.assembly.identity import anchor_lines
from restitution.coverage import coverage_of
from restitution.leaks import Someone, Wanted
from restitution.model import Document, Note, Passage, Placement, Shaped, Source
from restitution.pandoc import ast
from restitution.plan import Plan
from restitution.plan.keys import encoded
from restitution.plan.locks import release_build_lock
from restitution.plan.outputs import WORK
from restitution.plan.people import read_register
from restitution.publication.internal import EXPORT
from restitution.remarks import Remark, Review
from restitution.settings import SETTINGS_FILE, load_settings
from restitution.stages.protected import keep_wanted
from restitution.store import Store, encode, write, write_contract
from tests.cli.conftest import Run, run  # noqa: F401 a fixture

SETTINGS = """
projet: {titre: Carnet de route}
territoires: [{code: TA, nom: Territoire A}, {code: TB, nom: Territoire B}]
visites: [{type: miroir, hote: TA, visiteurs: [TB], prevue: 2026-05-20}, {type: miroir, hote: TB}]
"""
FILES = {
    "couverture.csv", "couverture.xlsx", "provenance.csv", "provenance.xlsx", "remarques.csv", "remarques.xlsx",
    "passages.qdpx", "visites.ics", "document.json", "document.schema.json",
}  # fmt: skip
EPOCH = 1_791_417_600


class Built:
    """What a build of two notes leaves; the second passage of the first note is not published."""

    def __init__(self, root: Path) -> None:
        self.root, self.work = root, root / WORK
        write(root / SETTINGS_FILE, SETTINGS.encode())
        self.settings = load_settings(root / SETTINGS_FILE)
        self.remarks: list[Remark] = []
        self.says(
            "Douze communes, et le siège au moulin.", "Cela ne se publie pas.", "=1+1 Nous avons vu le moulin."
        )

    def says(self, *texts: str) -> None:
        notes = [
            _note("a/portrait.md", texts[:2]),
            _note("b/entretien Zoé Arlandes.txt", texts[2:], file="entretien [nom masqué].txt"),
        ]
        named, anchors = identified(notes, [])
        shown = [named[0].passages[0].block, *(passage.block for passage in named[1].passages)]
        sources = [(note.path, leaf) for note in named for leaf in ast.each_leaf([p.block for p in note.passages])]
        leaves = {ast.leaf_id(leaf) for leaf in ast.each_leaf(shown)}
        placements = [
            Placement(leaf=id_, bookmark=id_, part="portraits", path=path, where=ast.leaf_where(leaf))
            for path, leaf in sources
            if (id_ := ast.leaf_id(leaf)) in leaves
        ]
        head = ast.header(1, ast.leaf(ast.string("Les lieux"), "", id_="gen_0000000001"))
        document = self._document([head, *shown], placements)
        store = Store(self.work / "store")
        sources_of = {"a": [Source(path=note.path, sha256=None) for note in notes]}
        write_contract(self.work / "public/a.jsonl", "key", [Shaped(note=note) for note in notes])
        contracts: dict[str, object] = {
            "document.json": document,
            "annexes.json": self._document([], []),
            "coverage.json": coverage_of(notes, self.settings, "2026-10-08"),
            "remarks.json": Review(items=list(self.remarks)),
            "plan.json": Plan(
                project=str(self.root), settings=self.settings, sources=sources_of, classification=[],
                templates={}, anchors="", source_date_epoch="", outputs=[], keys={"public/a.jsonl": "key"},
                register=store.put(encoded(read_register(self.root, self.settings))),
            ),
        }  # fmt: skip
        for name, record in contracts.items():
            write(self.work / name, encode(record))
        write(self.work / "identities.jsonl", b"".join(anchor_lines(anchors)))

    def _document(self, blocks: list[Any], placements: list[Placement]) -> Document:
        return Document(
            build="0123", title="Carnet", subtitle="", date="", language="fr-FR", epoch=EPOCH, blocks=blocks,
            placements=placements, parts={"portraits": "gen_0000000001"} if blocks else {},
        )  # fmt: skip

    def protects(self, *people: Someone) -> None:
        keep_wanted(self.work / "protected.json", Store(self.work / "store"), Wanted(people=people))

    def written(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (self.root / EXPORT).glob("*")}


def _note(path: str, texts: tuple[str, ...], file: str = "") -> Note:
    code = "TA" if path.startswith("a/") else "TB"
    passages = [
        Passage(
            block=ast.para(ast.leaf(ast.string(text), f"ligne {n}")),
            section="enjeux", territories=[code], themes=["logement"],
        )
        for n, text in enumerate(texts, 1)
    ]  # fmt: skip
    return Note(
        path=path, sha256="0", format="md", kind="portrait_territoire", classified=True, title="Note",
        territories=[code], passages=passages, file=file,
    )  # fmt: skip


@pytest.fixture
def built(tmp_path: Path) -> Iterator[Built]:
    made = Built(tmp_path / "projet é")
    yield made
    release_build_lock(made.work)


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_it_writes_each_file_and_says_what_is_left_out(built: Built, run: Run) -> None:  # noqa: F811 a fixture
    done = run("export", "--json", "--project", str(built.root))
    assert (done.code, done.err) == (0, "")
    assert set(done.json["files"]) == FILES == set(built.written())
    assert done.json["messages"] == ["1 visite sans date n’est pas dans visites.ics."]
    before = built.written()
    assert run("exporter", "-q", "--project", str(built.root)).out.strip() == "interne/export"
    assert built.written() == before, "the same build, the same bytes"


def test_where_words_come_from(built: Built, run: Run) -> None:  # noqa: F811
    run("export", "--project", str(built.root))
    title, first, second = rows(built.written()["provenance.csv"])
    assert (title["texte"], title["origine"], title["fichier"]) == ("Les lieux", "plan et modèles", "")
    assert first["texte"] == "Douze communes, et le siège au moulin."
    assert (first["fichier"], first["place dans le fichier"], first["origine"]) == (
        "a/portrait.md",
        "ligne 1",
        "note",
    )
    assert (first["thèmes"], first["territoires"]) == ("Logement", "Territoire A")
    assert (second["texte"], second["fichier"]) == (
        "'=1+1 Nous avons vu le moulin.",
        "b/entretien [nom masqué].txt",
    )
    covered = {(row["thème"], row["territoire"]): row for row in rows(built.written()["couverture.csv"])}
    assert covered["Logement", "Territoire A"]["fichiers"] == "a/portrait.md"
    assert covered["Mobilité", "Territoire B"]["état"] == "vide"


def test_only_what_is_published_is_handed_over_to_analyse(built: Built, run: Run) -> None:  # noqa: F811
    run("export", "--project", str(built.root))
    with zipfile.ZipFile(io.BytesIO(built.written()["passages.qdpx"])) as archive:
        project = etree.fromstring(archive.read("project.qde"))
        texts = [archive.read(name).decode() for name in archive.namelist() if name.startswith("Sources/")]
    assert sorted(texts) == ["=1+1 Nous avons vu le moulin.", "Douze communes, et le siège au moulin."]
    names = [source.get("name") for source in project.iter("{*}TextSource")]
    assert names == ["a/portrait.md", "b/entretien [nom masqué].txt"]


def test_the_document_is_what_its_schema_says(built: Built, run: Run) -> None:  # noqa: F811
    run("export", "--project", str(built.root))
    schema, document = (
        msgspec.json.decode(built.written()[f"document{end}"]) for end in (".schema.json", ".json")
    )
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(document)
    assert not Draft202012Validator(schema).is_valid({**document, "blocks": "rien"})


@pytest.mark.parametrize("trouble", ["nothing", "register", "contract"])
def test_it_writes_nothing_out_of_what_is_not_the_last_build(built: Built, run: Run, trouble: str) -> None:  # noqa: F811
    if trouble == "register":
        write(
            built.root / "sources/_confidentiel/personnes.yaml", b"personnes: [{nom: Jean Bost, niveau: retire}]"
        )
    else:
        (built.work / {"nothing": "document.json", "contract": "coverage.json"}[trouble]).unlink()
    done = run("export", "--project", str(built.root))
    assert done.code == 3
    assert "restitution build" in done.err
    assert not built.written()


@pytest.mark.parametrize("name", ["Zoé Arlandes", "Jean-Marc Vauquelin"])
def test_nobody_who_withdrew_is_named(built: Built, run: Run, name: str) -> None:  # noqa: F811
    """In the name of a note, in two words of the document."""
    built.says("Hier, Jean-Marc Vauquelin a parlé.", "Cela ne se publie pas.", "Nous avons vu le moulin.")
    built.protects(Someone(nom=name, niveau="nominatif", agreed=True, withdrew=True))
    done = run("export", "--project", str(built.root))
    assert done.code == 3
    assert "Rien n'est exporté" in done.err
    assert not built.written()


def test_what_a_person_wrote_in_a_file_is_kept(built: Built, run: Run) -> None:  # noqa: F811
    run("export", "--project", str(built.root))
    (built.root / EXPORT / "remarques.xlsx").write_bytes(b"de la main de quelqu'un")
    done = run("export", "--json", "--project", str(built.root))
    assert "avait été modifié" in done.json["messages"][0]
    kept = list((built.root / "sources/_confidentiel/export").rglob("*.xlsx"))
    assert [path.read_bytes() for path in kept] == [b"de la main de quelqu'un"]


def test_remarks_are_told_as_the_team_may_read_them(built: Built, run: Run) -> None:  # noqa: F811
    register = "personnes: [{nom: Zoé Arlandes, niveau: agrege}]"
    write(built.root / "sources/_confidentiel/personnes.yaml", register.encode())
    built.remarks = [
        Remark(key=f"{n:016x}", number=f"R-{n:03d}", kind="comment", author=author, text="=Vraiment douze ?")
        for n, author in enumerate(("Zoé Arlandes", "Jean Bost"), 1)
    ]
    built.says("Douze communes.", "Cela ne se publie pas.", "Nous avons vu le moulin.")
    assert run("export", "--project", str(built.root)).code == 0
    hers, his = rows(built.written()["remarques.csv"])
    assert "Arlandes" not in hers["qui"]
    assert (his["qui"], his["ce qui est dit"], his["numéro"]) == ("Jean Bost", "'=Vraiment douze ?", "R-002")
    page = load_workbook(io.BytesIO(built.written()["remarques.xlsx"])).active
    assert page is not None
    assert [page["A3"].value, page["C3"].value] == ["R-002", "Jean Bost"]


def test_a_folder_that_is_no_project(run: Run, tmp_path: Path) -> None:  # noqa: F811
    done = run("export", "--project", str(tmp_path))
    assert done.code == 2
    assert not list(tmp_path.iterdir())
