"""What masking names costs a build of long transcripts: prints, never judges.

    uv run python tests/benchmarks/masking.py [TRANSCRIPTS [WORDS [OUTPUT]]]

A hundred transcripts of an hour (9,000 words each, half of them without capitals) and a register of 60 people are
built (to OUTPUT, else whole) stage by stage in one process; what each took is counted in processor time, its
programs (pandoc, Typst) too, so that what else the machine does weighs little. Run it without the extra `[rgpd]`.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.security.pipeline import steps

from restitution.cli.init import run as init
from restitution.plan import WORK
from restitution.plan.locks import release_build_lock
from restitution.plan.outputs import TARGETS_VARIABLE
from restitution.plan.prepare import prepare
from restitution.stages.__main__ import _run

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


def main(transcripts: int = TRANSCRIPTS, words: int = WORDS, output: str = "all") -> None:
    """Write the project, build it, print."""
    with tempfile.TemporaryDirectory(prefix="mesure-") as folder:
        project = Path(folder) / "projet"
        names = make_project(project, transcripts, words)
        print(f"{transcripts} transcriptions de {words} mots, {names} noms cités, registre de 60 personnes")
        taken = stages(project, output)
        whole, masking = sum(taken.values()), taken["pseudonymise"]
        for name, seconds in sorted(taken.items(), key=lambda one: -one[1]):
            print(f"  {name:24}{seconds:8.1f} s {100 * seconds / whole:6.1f} %")
        print(f"  masquer ajoute à une construction sans : {100 * masking / (whole - masking):.1f} %")
        print(f"  charge de la machine : {', '.join(f'{one:.1f}' for one in os.getloadavg())}")


def stages(project: Path, output: str) -> dict[str, float]:
    """Processor seconds of each stage of a build, by name, its lots together; what prepares it apart."""
    os.environ[TARGETS_VARIABLE] = output
    taken: dict[str, float] = defaultdict(float)
    before = processor()
    plan = prepare(project)
    release_build_lock(project / WORK)
    taken["préparation"] = processor() - before
    os.chdir(project / WORK)
    for name, inputs, outputs in steps(plan):
        if name == "publish":  # words drawn by lot stand where no speech has them: the leak test may stop there
            break
        before = processor()
        _run(project / WORK, name, inputs, outputs)
        taken[name] += processor() - before
    os.chdir(Path(__file__).parent)
    return taken


def processor() -> float:
    """Seconds that this process and those that it ended have computed so far."""
    told = os.times()
    return told.user + told.system + told.children_user + told.children_system


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


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]), *sys.argv[3:4])
