"""`python -m tests.cluster [PROJECT [SORTIE…]]`: a build on a SLURM of one's own that loses a machine on the way.

It must end well, its files equal to those of a local build, byte for byte. Without a project: a small one.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from restitution.cli.init import run as init
from restitution.resources import home
from tests.cluster.slurm import NODES, PACKAGES, Slurm, missing, slurm

NOTE = "# Portrait du pays {0}\n\n## Gouvernance\n\nLe pays {0} compte douze communes et un moulin.\n"
OF_ONE_OWN = """
seconds-between-status-checks: 2
latency-wait: 10
slurm-init-seconds-before-status-checks: 2
slurm-status-command: squeue
slurm-no-account: true
"""
"""What the shipped profile needs on a small cluster without a data base of accounts."""
RESULTS = ("output", "interne")
ENOUGH = 1800.0
"""Seconds that a build may take."""


def a_small_project(folder: Path) -> Path:
    """Two territories, with notes enough for several lots."""
    init(folder)
    for name in ("territoire-a", "territoire-b", "commun"):
        note = folder / "sources" / name / "portrait.md"
        note.write_text(NOTE.format(name), "utf-8")
        os.utime(note, (1_700_000_000, 1_700_000_000))
    return folder


def a_profile(folder: Path) -> Path:
    """The shipped profile, with what this cluster needs."""
    shipped = (home() / "profiles" / "slurm" / "config.yaml").read_text("utf-8")
    replaced = {line.partition(":")[0] for line in OF_ONE_OWN.splitlines()}
    kept = [line for line in shipped.splitlines() if not line or line.partition(":")[0] not in replaced]
    folder.mkdir(parents=True)
    (folder / "config.yaml").write_text("\n".join(kept) + OF_ONE_OWN, "utf-8")
    return folder


def command(*words: str) -> list[str]:
    """One of `restitution`."""
    return [sys.executable, "-Pm", "restitution.cli", *words]


def files(project: Path) -> dict[str, str]:
    """Published file -> its hash."""
    return {
        path.relative_to(project).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in RESULTS
        for path in sorted((project / folder).rglob("*"))
        if path.is_file()
    }


def lose_one(cluster: Slurm, build: subprocess.Popen[str]) -> str:
    """Wait until jobs run, and end the first machine that has one; which."""
    while build.poll() is None:
        for node in NODES:
            if cluster.jobs_on(node):
                cluster.lose(node)
                return node
        time.sleep(0.2)
    return ""


def equal(local: Path, remote: Path) -> bool:
    """Whether two projects published the same bytes; each difference is told."""
    one, other = files(local), files(remote)
    for name in sorted(one.keys() | other.keys()):
        if one.get(name) != other.get(name):
            print(f"  DIFFÈRE : {name}")
    print(f"{len(one)} fichiers publiés ici, {len(other)} par la grappe")
    if one == other:
        print("égaux, octet pour octet")
    return one == other and bool(one)


def story(project: Path, outputs: list[str], folder: Path) -> bool:
    """Build a copy here and a copy there, losing a machine; whether all is as it must be."""
    local, remote = (shutil.copytree(project, folder / name / "projet") for name in ("ici", "là"))
    start = time.monotonic()
    subprocess.run(command("build", f"--project={local}", *outputs), check=True, timeout=ENOUGH)
    print(f"construit ici en {time.monotonic() - start:.0f} s")
    (folder / "slurm").mkdir()
    with slurm(folder / "slurm") as cluster:
        print(f"machines : {cluster.states()}")
        start = time.monotonic()
        words = ["build", f"--project={remote}", f"--profile={a_profile(folder / 'profil')}", *outputs]
        build = subprocess.Popen(command(*words), env=cluster.environment, text=True)
        try:
            lost = lose_one(cluster, build)
            print(f"machine perdue : {lost or 'aucune !'}")
            code = build.wait(ENOUGH)
        finally:
            build.kill()
        print(f"construit par la grappe en {time.monotonic() - start:.0f} s, code {code}")
        print(f"machines : {cluster.states()} ; travaux : {cluster.where_jobs_ran()}")
        if code:
            print(cluster.log())
    return bool(lost) and code == 0 and equal(local, remote)


def main(project: str = "", *outputs: str) -> int:
    """Run it; 0 when the builds are equal, 77 where SLURM is not here."""
    if absent := missing():
        print(f"SLURM n'est pas là ({', '.join(absent)}). Debian : apt-get install {PACKAGES}")
        return 77
    with tempfile.TemporaryDirectory(prefix="restitution-slurm-") as place:
        folder = Path(place)
        source = Path(project).resolve() if project else a_small_project(folder / "modele")
        return 0 if story(source, list(outputs) or ["docx", "html"], folder) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
