"""`python -m tests.cluster [PROJECT [SORTIE…]]`: a build on a SLURM of one's own that loses a machine on the way.

It must end well, its files equal to those of a local build, byte for byte. Without a project: a small one; with
the word `programme`: a programme of three, one of which cannot be built.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
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
PROGRAMME = "programme"
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
    """Published file of a project, or of each of a programme -> its hash."""
    return {
        path.relative_to(project).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(project.rglob("*"))
        if path.is_file() and not {*RESULTS}.isdisjoint(path.relative_to(project).parts[:2])
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


class Trial:
    """What is tried with a cluster that loses a machine: a copy is built here, another there."""

    def __init__(self, source: Path, folder: Path, words: list[str]) -> None:
        self.folder, self.words = folder, words
        self.local, self.remote = (shutil.copytree(source, folder / name / "projet") for name in ("ici", "là"))

    def asked(self, place: Path) -> list[str]:
        """The command that builds a copy."""
        return command("build", f"--project={place}", *self.words)

    def code(self) -> int:
        """The exit code that is right."""
        return 0

    def run(self) -> bool:
        """Whether all is as it must be."""
        start = time.monotonic()
        code = subprocess.run(self.asked(self.local), check=False, timeout=ENOUGH).returncode
        print(f"construit ici en {time.monotonic() - start:.0f} s, code {code}")
        (self.folder / "slurm").mkdir()
        with slurm(self.folder / "slurm") as cluster:
            return code == self.code() and self._there(cluster) and equal(self.local, self.remote)

    def _there(self, cluster: Slurm) -> bool:
        print(f"machines : {cluster.states()}")
        start = time.monotonic()
        words = [*self.asked(self.remote), f"--profile={a_profile(self.folder / 'profil')}"]
        build = subprocess.Popen(words, env=cluster.environment, text=True)
        try:
            lost = lose_one(cluster, build)
            print(f"machine perdue : {lost or 'aucune !'}")
            code = build.wait(ENOUGH)
        finally:
            build.kill()
        print(f"construit par la grappe en {time.monotonic() - start:.0f} s, code {code}")
        print(f"machines : {cluster.states()} ; travaux : {cluster.where_jobs_ran()}")
        if code != self.code():
            print(cluster.log())
        return bool(lost) and code == self.code()


class TrialOfProgramme(Trial):
    """The same with a programme: a small project, a large one whose jobs are spread, one that cannot be built."""

    def asked(self, place: Path) -> list[str]:
        """The command that builds a copy of the programme."""
        return command("build", f"--programme={place / 'programme.yaml'}", *self.words)

    def code(self) -> int:
        """That of the project that cannot be built."""
        return 1


def a_small_programme(folder: Path) -> Path:
    """Two projects, and one with a mistake in its settings."""
    a_small_project(folder / "petit")
    large = a_small_project(folder / "grand")
    (large / "sources" / "commun" / "suite.md").write_text(NOTE.format("commun"), "utf-8")
    (large / "sources" / "commun" / "fin.md").write_text(NOTE.format("de la fin"), "utf-8")
    large_from = sum(path.is_file() for path in (large / "sources").rglob("*"))
    (folder / "faux").mkdir()
    (folder / "faux" / "restitution.yaml").write_text("clef: 3\n", "utf-8")
    text = f"titre: Essai\nprojets: [petit, grand, faux]\ngrand_projet: {large_from}\n"
    (folder / "programme.yaml").write_text(text, "utf-8")
    return folder


def main(what: str = "", *outputs: str) -> int:
    """Run it; 0 when the builds are equal, 77 where SLURM is not here."""
    if absent := missing():
        print(f"SLURM n'est pas là ({', '.join(absent)}). Debian : apt-get install {PACKAGES}")
        return 77
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the cluster ends with us
    words = list(outputs) or ["docx", "html"]
    with tempfile.TemporaryDirectory(prefix="restitution-slurm-") as place:
        folder = Path(place)
        if what == PROGRAMME:
            return not TrialOfProgramme(a_small_programme(folder / "modele"), folder, words).run()
        source = Path(what).resolve() if what else a_small_project(folder / "modele")
        return not Trial(source, folder, words).run()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
