"""The files of `interne/`, for the team: the dashboard, the contributors' pages, what other programs read.

As in `output/`, each is replaced in one gesture, and one that a person wrote in is kept first, where git does not
look. The number and the names of the pages change with the contributors: the page of one who is gone goes, files
that are not ours stay.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from msgspec import structs

from restitution import store
from restitution.publication import Report, is_current, is_said, keep_if_changed, publish, read_manifest

TEAM = Path("interne")
DASHBOARD = "tableau-de-bord.html"
FOLDER = TEAM / "retours"
INDEX = "index.html"
"""The page of that folder that lists the others."""
LETTERS = TEAM / "lettres"
KEPT_PAGE = Path("sources", "_confidentiel", "tableau")
KEPT = Path("sources", "_confidentiel", "retours")
STAGED = Path("build", "retours")
EXPORT = TEAM / "export"
EXPORT_MANIFEST = "export.json"
"""Of `.restitution/`: what stands in that folder."""
KEPT_EXPORT = Path("sources", "_confidentiel", "export")
STAGED_EXPORT = Path("build", "export")


def stands(project: Path, manifest_path: Path, key: str, *, or_beside: bool = False) -> bool:
    """Whether the folder holds what was published for `key`; `or_beside`: in dated copies, of files held open."""
    manifest = read_manifest(manifest_path)
    names = dict.fromkeys([*manifest.files, *manifest.beside], key)
    holds = is_said if or_beside else is_current
    return bool(names) and holds(project / FOLDER, manifest, names)


def page_stands(project: Path, manifest_path: Path, key: str, *, or_beside: bool = False) -> bool:
    """Whether the dashboard stands as it was published for `key`; `or_beside`: in a dated copy, if held open."""
    holds = is_said if or_beside else is_current
    return holds(project / TEAM, read_manifest(manifest_path), {DASHBOARD: key})


def publish_page(project: Path, page: Path, key: str, manifest_path: Path) -> Report:
    """Put the dashboard, made for `key`, into its place; one that a person wrote in is kept first."""
    staged, keys = {DASHBOARD: page}, {DASHBOARD: key}
    return publish(project, staged, keys, manifest_path, folder=TEAM, kept_in=KEPT_PAGE)


def publish_folder(project: Path, work: Path, archive: Path, key: str, manifest_path: Path) -> Report:
    """Make the folder hold the files of `archive`, made for `key`, and no other file of ours."""
    from restitution.ooxml.package import open_ours  # noqa: PLC0415 lxml, for who publishes alone

    staged: dict[str, Path] = {}
    for name, data in open_ours(archive.read_bytes()).items():
        staged[name] = work / STAGED / name
        store.write(staged[name], data)
    said = _without_the_gone(project, set(staged), manifest_path)
    report = publish(project, staged, dict.fromkeys(staged, key), manifest_path, folder=FOLDER, kept_in=KEPT)
    shutil.rmtree(work / STAGED, ignore_errors=True)  # something may look at it: the next build writes it anew
    return Report(messages=[*said, *report.messages])


def publish_export(project: Path, work: Path, files: Mapping[str, bytes], manifest_path: Path) -> Report:
    """Put what other programs read into its folder; a file that a person wrote in is kept first."""
    staged = {name: work / STAGED_EXPORT / name for name in files}
    for name, path in staged.items():
        store.write(path, files[name])
    keys = {name: store.sha256_of(path) for name, path in staged.items()}
    report = publish(project, staged, keys, manifest_path, folder=EXPORT, kept_in=KEPT_EXPORT)
    shutil.rmtree(work / STAGED_EXPORT, ignore_errors=True)  # as above
    return report


def _without_the_gone(project: Path, names: set[str], manifest_path: Path) -> list[str]:
    """Remove the pages whose contributor is gone; what a person must hear of."""
    manifest, said = read_manifest(manifest_path), []
    gone = sorted({*manifest.files, *manifest.beside} - names)
    for name in gone:
        path = project / FOLDER / name
        try:
            kept = keep_if_changed(project, name, manifest, None, folder=FOLDER, kept_in=KEPT)
            if kept:
                said.append(f"{FOLDER.as_posix()}/{name} avait été modifié : sa copie est gardée dans {kept}.")
            store.remove(path)
        except PermissionError:
            said.append(f"{FOLDER.as_posix()}/{name} n'a plus lieu d'être et est ouvert ailleurs : supprimez-le.")
    if gone:
        left = {name: file for name, file in manifest.files.items() if name in names}
        beside = {name: copy for name, copy in manifest.beside.items() if name in names}
        dated = [copy for name, copy in manifest.beside.items() if name not in names]
        now = structs.replace(manifest, files=left, beside=beside, left=[*manifest.left, *dated])
        store.write(manifest_path, store.encode(now))
    return said
