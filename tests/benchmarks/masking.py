"""What masking names costs a build of long transcripts: prints, never judges.

    uv run python tests/benchmarks/masking.py [TRANSCRIPTS [WORDS]]

A hundred transcripts of an hour (9,000 words each, half of them without capitals) and a register of 60 people are
built once to the web page; what the stage took is what its rule noted. Run it without the extra `[rgpd]`.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from restitution.cli.init import run as init

TRANSCRIPTS, WORDS, TURN = 100, 9_000, 45
WORDS_OF_NAMES = (
    "Solange Théodule Ombeline Amadou Rose Bertille Kévin Inès Xavier Philippe Clémence Titouan",
    "Escaudier Vauquelin Dembarélé Quenauroy Orsaubry Labastroux Haddaoura Abgralet Marchand Forêt",
)
ENDINGS = ("", "al", "in", "ot", "ez", "ac")
SPOKEN = """le logement des jeunes au bourg pose question car il faut une voiture pour travailler et la commune ne
peut pas tout faire alors on partage les trajets on ouvre une salle on garde le car du matin et on demande à la
région de tenir ses engagements parce que sinon les familles partent vers la ville et les classes ferment les unes
après les autres sans que personne ne décide vraiment de rien"""


def main(transcripts: int = TRANSCRIPTS, words: int = WORDS) -> None:
    """Write the project, build it, print."""
    with tempfile.TemporaryDirectory(prefix="mesure-") as folder:
        project = Path(folder) / "projet"
        names = make_project(project, transcripts, words)
        print(f"{transcripts} transcriptions de {words} mots, {names} noms cités, registre de 60 personnes")
        start = time.perf_counter()
        command = [str(Path(sys.executable).parent / "restitution"), "build", "html", "--project", str(project)]
        subprocess.run(command, check=True, capture_output=True)
        whole = time.perf_counter() - start
        stage = seconds(project / ".restitution" / "benchmarks" / "pseudonymise")
        print(f"  construction entière, {os.cpu_count()} processeurs     {whole:8.1f} s")
        print(f"  masquer les noms, somme des lots          {stage:8.1f} s")
        print(f"  sa part de tout le temps de calcul        {100 * stage / total(project):8.1f} %")
        print(f"  ce que cela ajoute à une construction sans {100 * stage / (total(project) - stage):7.1f} %")


def make_project(project: Path, transcripts: int, words: int) -> int:
    """A project with its register, its agreements and its transcripts; how many names they say."""
    init(project)
    chance = random.Random(8)  # noqa: S311 the same project each time
    first, last = (words.split() for words in WORDS_OF_NAMES)
    people = [f"{chance.choice(first)} {name}{ending}" for name in last for ending in ENDINGS]
    home = project / "sources" / "_confidentiel"
    (home / "accords").mkdir(parents=True, exist_ok=True)
    register = "personnes:\n" + "".join(f"  - {{nom: {name}}}\n" for name in people)
    (home / "personnes.yaml").write_text(register, "utf-8")
    said = 0
    for number in range(transcripts):
        path = f"commun/ateliers/atelier-{number:03}.vtt"
        (project / "sources" / path).parent.mkdir(parents=True, exist_ok=True)
        text, count = transcript(chance, people, words, lower=number % 2 == 0)
        (project / "sources" / path).write_text(text, "utf-8")
        agreed = f"fichier: {path}\nle: 2025-11-13\npar: le comité\nrelu: oui\n"
        (home / "accords" / f"{number:03}.yaml").write_text(agreed, "utf-8")
        said += count
    return said


def transcript(chance: random.Random, people: list[str], words: int, *, lower: bool) -> tuple[str, int]:
    """Captions of an hour: a turn of some 45 words, one name in four turns."""
    cues, said, plain = ["WEBVTT\n"], 0, SPOKEN.split()
    for turn in range(words // TURN):
        spoken = [chance.choice(plain) for _ in range(TURN)]
        if chance.random() < 0.25:
            spoken.insert(chance.randrange(TURN), chance.choice(people))
            said += 1
        text = " ".join(spoken) + "."
        text = text.lower() if lower else text[0].upper() + text[1:]
        start = turn * 18
        cues.append(f"{clock(start)} --> {clock(start + 17)}\n<v Voix {turn % 4 + 1}>{text}\n")
    return "\n".join(cues), said


def clock(seconds_: int) -> str:
    """« 00:01:12.000 »."""
    return f"{seconds_ // 3600:02}:{seconds_ // 60 % 60:02}:{seconds_ % 60:02}.000"


def seconds(folder: Path) -> float:
    """The time that the jobs of a rule noted: their first column."""
    files = folder.rglob("*.tsv") if folder.is_dir() else []
    return sum(float(file.read_text("utf-8").splitlines()[1].split("\t")[0]) for file in files)


def total(project: Path) -> float:
    """The same of every rule."""
    return seconds(project / ".restitution" / "benchmarks")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
