"""What a run of a programme is decided on, and what each project gave: the files below its working folder."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal, TypeVar

import msgspec

T = TypeVar("T")
DECIDED: Final = "programme.json"
State = Literal["published", "unchanged", "needs_editor", "busy", "not_built", "interrupted", "bug"]
STATES: Final[dict[State, tuple[str, str]]] = {
    "published": ("publié", "publiés"),
    "unchanged": ("à jour", "à jour"),
    "needs_editor": ("attend l’éditeur", "attendent l’éditeur"),
    "busy": ("en construction ailleurs", "en construction ailleurs"),
    "not_built": ("non construit", "non construits"),
    "interrupted": ("interrompu", "interrompus"),
    "bug": ("erreur de l’outil", "erreurs de l’outil"),
}
"""What may become of a project -> of one, of several, from good to worst."""
OF_CODE: Final[dict[int, State]] = {
    0: "published", 1: "not_built", 2: "not_built", 3: "needs_editor", 4: "busy", 70: "bug"
}  # fmt: skip
CODES: Final[dict[State, int]] = {"bug": 70, "interrupted": 1, "not_built": 1, "busy": 4, "needs_editor": 3}
"""States that are not well -> the exit code of a programme of which none is worse, the worst first."""
NO_ANSWER: Final = "La construction a été interrompue avant de répondre (mémoire, temps ou machine perdue ?)."
AGAIN: Final = "Relancez la même commande : ce qui est fait n'est pas refait."


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A project of the programme."""

    key: str
    """Its name among our files."""
    path: str
    """Its folder, whole."""
    said: str
    """Its folder as the programme's own folder sees it."""
    title: str
    is_large: bool = False
    """Whether its own jobs are sent to the cluster, instead of it as one."""


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """What the jobs of a run follow."""

    title: str
    members: list[Member]
    targets: list[str] = []
    strict: bool = False
    cores: int = 1
    """Jobs at once of each project."""
    profile: str = ""
    """Folder of the profile that sends jobs elsewhere; empty for this machine."""

    def is_spread(self, member: Member) -> bool:
        """Whether the jobs of a project are sent elsewhere, and it is watched from here."""
        return member.is_large and bool(self.profile)

    def result(self, member: Member) -> str:
        """Where the answer of a project stands: each folder has its rule."""
        return f"{'spread' if self.is_spread(member) else 'results'}/{member.key}.json"

    def results(self) -> list[str]:
        """Where the answers stand, in order."""
        return [self.result(member) for member in self.members]


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What the ordinary command answered of a project."""

    code: int = 1
    seconds: float = 0.0
    built: bool = True
    counts: dict[str, int] = {}
    missing: dict[str, int] = {}
    messages: list[str] = []
    message: str = ""
    hint: str = ""
    was_interrupted: bool = False

    @property
    def state(self) -> State:
        """What became of the project."""
        if self.was_interrupted:
            return "interrupted"
        state = OF_CODE.get(self.code, "interrupted")
        return "unchanged" if state == "published" and not self.built else state


INTERRUPTED: Final = Result(message=NO_ANSWER, hint=AGAIN, was_interrupted=True)


class _Trouble(msgspec.Struct, frozen=True):
    message: str = ""
    hint: str = ""


class _Answer(msgspec.Struct, frozen=True):
    """The keys of `build --json` that are looked at."""

    seconds: float = 0.0
    built: bool = True
    counts: dict[str, int] = {}
    missing: dict[str, int] = {}
    messages: list[str] = []
    error: _Trouble | None = None


def understood(code: int, answer: bytes, told: str) -> Result:
    """The result that an ordinary build tells: its exit code, its JSON and what it said beside it."""
    try:
        said = msgspec.json.decode(answer, type=_Answer)
    except msgspec.DecodeError:
        return INTERRUPTED
    error = said.error or (_beside(told) if code else _Trouble())
    return Result(
        code=code,
        seconds=said.seconds,
        built=said.built,
        counts=said.counts,
        missing=said.missing,
        messages=said.messages,
        message=error.message,
        hint=error.hint,
    )


def _beside(told: str) -> _Trouble:
    """What the command line says of a refusal once the JSON of what stands is written."""
    lines = told.splitlines()
    hints = [line.removeprefix("→ ") for line in lines if line.startswith("→ ")]
    return _Trouble("\n".join(line for line in lines if not line.startswith("→ ")), "\n".join(hints))


def read(path: Path, kind: type[T]) -> T:
    """A record of a file. Raises `FileNotFoundError` and `msgspec.DecodeError`."""
    return msgspec.json.decode(path.read_bytes(), type=kind)


def decided(work: Path) -> Decided:
    """What the run in progress follows: what the programme's Snakefile and its jobs read."""
    return read(work / DECIDED, Decided)
