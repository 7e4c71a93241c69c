"""`restitution edition`: freeze what is published under a name, list what was sent, let the notes in again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from restitution import publication, store
from restitution.cli.answer import Answer
from restitution.cli.screen import heading, out, told
from restitution.cli.tables import table
from restitution.errors import NeedsEditor, RestitutionError, WrongUse
from restitution.messages import expected, listed, plural
from restitution.people.register import is_gone
from restitution.plan import Plan, load
from restitution.plan.anchors import ANCHORS
from restitution.plan.copies import FOLDERS, is_copy
from restitution.plan.outputs import MANIFEST, OUTPUTS, WORK, file_of
from restitution.plan.people import read_register
from restitution.plan.prepare import prepare
from restitution.plan.tables import CHOICES, CLASSIFICATION, PHOTOS, SHOWN
from restitution.publication import OUTPUT, RETURNED, Manifest
from restitution.publication.editions import (
    EDITIONS,
    HAND_OVER,
    README,
    SENT,
    THAW,
    Edition,
    is_frozen,
    read_editions,
    refuse_name,
    thaw,
    write_edition,
)
from restitution.publication.sendings import ENDING, SENDINGS, Sending, read_sending, returned_copies
from restitution.review.copies import SENT as COPY_SENT
from restitution.review.sent import unpacked
from restitution.settings import SETTINGS_FILE, load_settings
from restitution.stages.checked import checks_of, refuse_to_publish
from restitution.stages.held import held_in_passages, held_in_sending, withdrawn_passages
from restitution.stages.withdrawn import Forgetting, forgetting_today
from restitution.store import Store

AS_IS = "--telle-quelle"
NOTHING = NeedsEditor("Rien n'est publié : il n'y a rien à figer.", "Lancez d'abord « restitution build ».")
WORDS = {
    False: "Cette édition est figée : ses fichiers ne changent plus.",
    True: "Bon à tirer : les notes qui arrivent ou changent ensuite attendent l'édition suivante, les corrections "
    f"et les décisions entrent. Pour rouvrir : {THAW}.",
}
NEVER_WHOLE = {
    False: "Le reste (copies envoyées à relire, liste des notes) reste chez vous.",
    True: "Ne remettez jamais le dossier entier : il garde les notes telles qu'elles sont, avec tous les noms.",
}
STILL = (
    "« {} » montre encore quelqu'un qui a retiré son accord depuis ({}) : ne la remettez plus à personne ; "
    "« restitution redline » n'en montre rien."
)


class Frozen(Answer, kw_only=True):
    """A new edition."""

    name: str
    build: str
    folder: str
    """Below the project."""
    hand_over: str
    """Below the project: the folder that may be given to anybody."""
    files: list[str]
    frozen: bool
    """Whether it holds the notes: a bon à tirer."""
    names_its_notes: bool

    def show(self) -> None:
        """Where it is, and what it means."""
        out(f"Édition « {self.name} » : {plural(len(self.files), 'fichier')} dans {self.folder}.")
        if copies := [name for name in self.files if _is_copy(name)]:
            kept = plural(len(copies), "copie à relire gardée", "copies à relire gardées")
            told(f"Dont {kept} avec elle : {listed(copies)}.", 0)
        told(f"À remettre : {self.hand_over}, et lui seul. {NEVER_WHOLE[self.frozen]}", 0)
        told(WORDS[self.frozen], 0)
        if not self.names_its_notes:
            told("Les notes dont elle est faite ne sont plus connues de ce dossier : elle ne les nomme pas.", 0)

    def in_short(self) -> str:
        """Its folder."""
        return self.folder


def create(project: Path, name: str, *, frozen: bool, as_is: bool) -> Frozen:
    """Freeze what is published under `name`. Raises `WrongUse` and `NeedsEditor`: nothing was written then."""
    refuse_name(project, name)
    if frozen and as_is:
        raise WrongUse(
            f"Un bon à tirer ne se fait pas {AS_IS} : ses notes ne seraient pas connues.", "Choisissez."
        )
    last = _last_plan(project)
    plan = prepare(project)
    manifest = publication.read_manifest(project / WORK / MANIFEST)
    names = _published(project, plan, manifest)
    made = plan if _is_of(plan, manifest, names) else last
    if made is not plan and not as_is:
        raise NeedsEditor(
            "Les documents publiés ne sont pas ceux des notes et des réglages d'aujourd'hui.",
            f"Lancez « restitution build », puis recommencez ; {AS_IS} fige ce qui est publié sans attendre.",
        )
    if made is not None and not _is_of(made, manifest, names):
        made = None
    if frozen:
        _refuse_unfinished(project, plan)
    edition = _edition(project, name, manifest, names, made, frozen=frozen)
    notes = _notes(project, edition) if frozen else {}
    folder = write_edition(project, edition, files_to_keep(project, edition), notes)
    return Frozen(
        name=name,
        build=edition.build,
        folder=folder.relative_to(project).as_posix(),
        hand_over=(folder / HAND_OVER).relative_to(project).as_posix(),
        files=[*edition.files],
        frozen=frozen,
        names_its_notes=made is not None,
    )


def _refuse_unfinished(project: Path, plan: Plan) -> None:
    """Raises `NeedsEditor` when a check stops a bon à tirer."""
    try:
        refuse_to_publish(checks_of(plan, project / WORK), plan.settings, strict=True)
    except NeedsEditor as error:
        points = error.message.partition("\n")[2]
        raise NeedsEditor(f"Bon à tirer refusé : rien n'a été figé.\n{points}", error.hint) from error


def _last_plan(project: Path) -> Plan | None:
    try:
        return load(project / WORK)
    except (OSError, msgspec.DecodeError):
        return None


def _published(project: Path, plan: Plan, manifest: Manifest) -> list[str]:
    """The files of the publication that stand as they were published. Raises `NeedsEditor`."""
    wanted = [file_of(word) for word in plan.outputs if not is_copy(word)]
    names = [name for name in wanted if name in manifest.files and manifest.files[name].sha256]
    if not names:
        raise NOTHING
    for name in names:
        path = project / OUTPUT / name
        if not path.is_file() or store.sha256_of(path) != manifest.files[name].sha256:
            raise NeedsEditor(
                f"output/{name} a été retiré ou modifié depuis sa publication.",
                "Lancez « restitution build » : ce qui a été modifié est gardé à part, et le fichier refait.",
            )
    return names


def _is_of(plan: Plan | None, manifest: Manifest, names: list[str]) -> bool:
    """Whether files were published for the keys of a plan."""
    if plan is None:
        return False
    keys = plan.publishes()
    return all(manifest.files[name].key == keys.get(name) for name in names)


def _edition(
    project: Path, name: str, manifest: Manifest, names: list[str], made: Plan | None, *, frozen: bool
) -> Edition:
    known = read_editions(project)
    sources = [] if made is None else [source for files in made.sources.values() for source in files]
    sending = _sending_of(project, manifest, names)
    return Edition(
        name=name,
        rank=1 + max((one.rank for one in known), default=0),
        build=sending.build,
        frozen=frozen,
        files={one: manifest.files[one].sha256 for one in [*names, *copies_kept(project, manifest, sending)]},
        sources={source.path: source.sha256 or "" for source in sources},
        made_of={} if made is None else made_of(project, made),
    )


def copies_kept(project: Path, manifest: Manifest, sending: Sending) -> list[str]:
    """The copies to review of a build that stand as they were published: what reviewers answer to.

    One that a reviewer wrote in, or that was made of another build, is none of the edition's.
    """
    return [
        name
        for name, sent in sending.files.items()
        if _is_copy(name)
        and name in manifest.files
        and manifest.files[name].sha256 == sent.sha256
        and (project / OUTPUT / name).is_file()
        and store.sha256_of(project / OUTPUT / name) == sent.sha256
    ]


def _is_copy(name: str) -> bool:
    """Whether a file of `output/` is a copy to review; the letter of answer stands beside them and is none."""
    return name.startswith(FOLDERS) and name not in OUTPUTS.values()


def _sending_of(project: Path, manifest: Manifest, names: list[str]) -> Sending:
    """The build of the published files: the sending that holds them all."""
    for path in sorted((project / SENDINGS).glob(f"*{ENDING}")):
        sending = read_sending(path)
        if sending and all(
            one in sending.files and sending.files[one].sha256 == manifest.files[one].sha256 for one in names
        ):
            return sending
    raise RestitutionError(
        "Le relevé de ce qui a été publié manque (sources/relectures/envois).",
        "Retirez un des fichiers d'output/, puis lancez « restitution build » : il sera refait.",
    )


def made_of(project: Path, plan: Plan) -> dict[str, str]:
    """Hash of each thing beside the notes that a build follows from."""
    paths = [
        project / SETTINGS_FILE,
        project / CLASSIFICATION,
        project / CHOICES,
        project / PHOTOS,
        project / SHOWN,
    ]
    for folder in ("decisions", "corrections"):
        paths += sorted((project / RETURNED / folder).glob("*.yaml"))
    found = {path.relative_to(project).as_posix(): store.sha256_of(path) for path in paths if path.is_file()}
    return found | {f"templates/{name}": sha256 for name, sha256 in sorted(plan.templates.items())}


def files_to_keep(project: Path, edition: Edition) -> dict[str, bytes]:
    """The files of an edition by their path in its folder: what was published, what it held, what all that is."""
    places = {name: name if name.startswith(FOLDERS) else f"{HAND_OVER}/{name}" for name in edition.files}
    files = {place: (project / OUTPUT / name).read_bytes() for name, place in places.items()}
    files[SENT] = (project / SENDINGS / f"{edition.build}{ENDING}").read_bytes()
    said = [
        f"ÉDITION « {edition.name} »",
        f"À remettre : le dossier {HAND_OVER}, et lui seul. {NEVER_WHOLE[edition.frozen]}",
        WORDS[edition.frozen],
        *(f"{places[name]}  (sha256 {sha256})" for name, sha256 in edition.files.items()),
        "edition.json dit de quoi elle est faite ; manifeste.json.gz, ce que portait chaque document.",
        "Ce qui a changé depuis : restitution redline "
        + (f'"{edition.name}"' if " " in edition.name else edition.name),
    ]
    return files | {README: ("\ufeff" + "\r\n".join(said) + "\r\n").encode()}


def _notes(project: Path, edition: Edition) -> dict[str, bytes]:
    kept = Store(project / WORK / "store")
    return {sha256: kept.get(sha256) for sha256 in edition.sources.values() if sha256}


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A line of `edition list --json`."""

    name: str
    build: str
    kind: str
    """edition, bon_a_tirer, copie_relue, publication."""
    frozen: bool = False
    files: list[str] = []
    withdrawn: int = 0
    """Passages that still show somebody who withdrew since."""


def show(project: Path) -> Editions:
    """What was sent, or came back. Raises `WrongUse` for a folder that is no project."""
    register = read_register(project, load_settings(project / SETTINGS_FILE))
    found = editions_of(project)
    if any(map(is_gone, register.personnes)):
        forgetting = forgetting_today(project, register, is_gone)
        anchors = project / ANCHORS
        gone = withdrawn_passages(anchors.read_bytes()) if anchors.is_file() else frozenset()
        found = [msgspec.structs.replace(one, withdrawn=_still(project, one, forgetting, gone)) for one in found]
    return Editions(editions=found)


def _still(project: Path, one: Listed, forgetting: Forgetting, gone: frozenset[str]) -> int:
    """How many passages of an edition, or of what a copy was sent with, show somebody who withdrew."""
    if one.kind == "copie_relue":
        path = project / RETURNED / one.name / COPY_SENT
        sent = unpacked(path.read_bytes()) if path.is_file() else None
        return len(held_in_passages(sent.passages, forgetting, gone)) if sent else 0
    path = project / EDITIONS / one.name / SENT
    return len(held_in_sending(path.read_bytes(), forgetting, gone)) if path.is_file() else 0


def editions_of(project: Path) -> list[Listed]:
    """Frozen editions, then the builds of which a copy came back, then what is published."""
    found = [
        Listed(
            name=one.name,
            build=one.build,
            kind="bon_a_tirer" if one.frozen else "edition",
            frozen=is_frozen(project, one),
            files=sorted(one.files),
        )
        for one in read_editions(project)
    ]
    copies = [(folder, counts) for folder, counts in returned_copies(project) if counts.build and counts.file]
    found += [
        Listed(name=folder, build=counts.build, kind="copie_relue", files=[counts.file])
        for folder, counts in copies
    ]
    return found


class Editions(Answer, kw_only=True):
    """What was sent, or came back with what had been sent."""

    editions: list[Listed]

    def show(self) -> None:
        """Frozen editions, then the copies that came back."""
        if not self.editions:
            out("Aucune édition. Pour figer ce qui est publié : restitution edition create NOM")
            return
        _show_group("ÉDITIONS", [one for one in self.editions if one.kind != "copie_relue"])
        back = [one for one in self.editions if one.kind == "copie_relue"]
        _show_group("COPIES REVENUES, qui gardent ce qui avait été envoyé", back)
        for one in self.editions:
            if one.withdrawn:
                told(STILL.format(one.name, plural(one.withdrawn, "passage")), 0, mark="! ")
        told("Ce qui a changé depuis l'une d'elles : restitution redline NOM", 0)

    def in_short(self) -> str:
        """Their names."""
        return listed(one.name for one in self.editions)


def _show_group(title: str, group: Sequence[Listed]) -> None:
    if group:
        heading(title)
        rows = [(one.name, _state(one), one.build[:8], str(len(one.files))) for one in group]
        table(("Nom", "État", "Fabrication", "Fichiers"), rows, numbers={3})


def _state(one: Listed) -> str:
    if one.kind == "copie_relue":
        return "copie relue"
    if one.kind != "bon_a_tirer":
        return "figée"
    return "bon à tirer, notes gelées" if one.frozen else "bon à tirer, rouvert"


class Reopened(Answer, kw_only=True):
    """The bons à tirer that no longer hold the notes."""

    reopened: list[str]

    def show(self) -> None:
        """A line each."""
        for name in self.reopened:
            out(f"Bon à tirer « {name} » rouvert : la prochaine construction reprend les notes d'aujourd'hui.")


def reopen(project: Path, name: str) -> Reopened:
    """Let the notes in again. Raises `WrongUse` when no bon à tirer holds them, or none of that name."""
    load_settings(project / SETTINGS_FILE)  # a folder that is no project is told first
    holding = [one for one in read_editions(project) if is_frozen(project, one)]
    if not holding:
        raise WrongUse("Aucun bon à tirer ne gèle les notes.", "« restitution edition list » montre les éditions.")
    chosen = [one for one in holding if not name or one.name == name]
    if not chosen:
        raise WrongUse(
            f"« {name} » n'est pas un bon à tirer en cours.",
            f"Attendu : {expected(name, [one.name for one in holding])}.",
        )
    for one in chosen:
        thaw(project, one)
    return Reopened(reopened=[one.name for one in chosen])
