"""Options that answer by themselves, before any command: the version, and completion by the Tab key.

Typer's own installer rewrites the shell's start file and changes the policy of PowerShell: here a line is added
once, and nothing else is touched.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import typer

from restitution.cli.answer import Answer, deliver
from restitution.cli.commands import DETECTED
from restitution.cli.completions import SHELLS
from restitution.cli.screen import out
from restitution.errors import RestitutionError, WrongUse
from restitution.messages import expected

PROGRAM: Final = "restitution"
VARIABLE: Final = "_RESTITUTION_COMPLETE"
POWERSHELL: Final = ("powershell", "pwsh")
BASH: Final = f"""\
_{PROGRAM}_completion() {{
    local IFS=$'\\n' word
    COMPREPLY=()
    for word in $(COMP_WORDS="${{COMP_WORDS[*]}}" COMP_CWORD=$COMP_CWORD {VARIABLE}=complete_bash "$1" 2>/dev/null)
    do
        case "${{COMP_WORDS[COMP_CWORD]}}" in
            [\\"\\']*) COMPREPLY+=("$word") ;;
            *) case "$word" in *[[:space:]\\(\\)\\&\\'\\"]*) printf -v word '%q' "$word" ;; esac
               COMPREPLY+=("$word") ;;
        esac
    done
    case "${{COMPREPLY[*]}}" in */) compopt -o nospace ;; esac
}}
complete -o default -F _{PROGRAM}_completion {PROGRAM}
"""
"""For bash: names with spaces are quoted, a folder is gone into."""


class Version(Answer, kw_only=True):
    """Which program this is."""

    version: str
    python: str
    system: str
    libraries: dict[str, str]

    def show(self) -> None:
        """One line; `-v` adds those of the libraries."""
        out(f"restitution {self.version}")

    def in_short(self) -> str:
        """The number alone."""
        return self.version


class Completion(Answer, kw_only=True):
    """The completion of a shell."""

    shell: str
    path: str | None
    """The file that was written; None where it is only shown."""
    script: str

    def show(self) -> None:
        """Where it was written, or the script."""
        if self.path is None:
            out(self.script.rstrip("\n"))
            return
        out(f"Complétion par la touche Tab, pour {self.shell} : {self.path}")
        out("Ouvrez une nouvelle fenêtre de commandes pour qu'elle serve.")
        if self.shell in POWERSHELL:
            out(
                "Si PowerShell refuse d'exécuter son profil, demandez à qui gère ce poste d'autoriser les scripts."
            )

    def in_short(self) -> str:
        """The file."""
        return self.path or self.script.rstrip("\n")


def versions() -> Version:
    """Of the program, of what runs it, of the libraries that decide what a document looks like."""
    import platform  # noqa: PLC0415 only where they are told, as the others
    from importlib.metadata import version  # noqa: PLC0415

    from restitution.plan.keys import TOOLS  # noqa: PLC0415

    return Version(
        version=version(PROGRAM),
        python=platform.python_version(),
        system=platform.platform(terse=True),
        libraries={name: version(name) for name in (*TOOLS, "snakemake")},
    )


def show_version(value: bool) -> None:
    """The option `--version`."""
    if value:
        deliver(versions())
        raise typer.Exit


def install(value: str) -> None:
    """The option `--install-completion`. Raises `WrongUse` for a shell that completes nothing."""
    if value:
        shell = _shell(value)
        script = script_of(shell)
        deliver(Completion(shell=shell, path=str(_written(shell, script)), script=script))
        raise typer.Exit


def show(value: str) -> None:
    """The option `--show-completion`."""
    if value:
        shell = _shell(value)
        deliver(Completion(shell=shell, path=None, script=script_of(shell)))
        raise typer.Exit


def script_of(shell: str) -> str:
    """What makes a shell complete our commands."""
    if shell == "bash":
        return BASH
    from typer._completion_shared import get_completion_script  # noqa: PLC0415 Typer has no public one

    return f"{get_completion_script(prog_name=PROGRAM, complete_var=VARIABLE, shell=shell)}\n"


def _shell(said: str) -> str:
    shell = _detected() if said == DETECTED else said.casefold()
    if shell not in SHELLS:
        what = "L'invite de commandes de Windows (cmd) ne complète rien." if shell == "cmd" else ""
        raise WrongUse(
            what or f"Interpréteur de commandes inconnu : « {shell or '?'} ».",
            f"Attendu : {expected(shell, SHELLS)}, après l'option.",
        )
    return shell


def _detected() -> str:
    import shellingham  # noqa: PLC0415 only here

    try:
        return str(shellingham.detect_shell()[0])
    except (shellingham.ShellDetectionFailure, OSError):
        return ""


def _written(shell: str, script: str) -> Path:
    """Put the script where the shell reads it: a file of its own, and a line in its start file, once."""
    home = Path.home()
    if shell == "fish":
        return _alone(home / ".config" / "fish" / "completions" / f"{PROGRAM}.fish", script)
    if shell == "zsh":
        path = _alone(home / ".zfunc" / f"_{PROGRAM}", script)
        _add(home / ".zshrc", "fpath+=~/.zfunc; autoload -Uz compinit; compinit")
        return path
    if shell == "bash":
        path = _alone(home / ".bash_completions" / f"{PROGRAM}.sh", script)
        import shlex  # noqa: PLC0415 only here

        _add(home / ".bashrc", f"source {shlex.quote(str(path))}")
        return path
    path = _alone(_profile(shell).parent / f"{PROGRAM}-completion.ps1", "\ufeff" + script)
    _add(_profile(shell), f'. "{path}"')
    return path


def _alone(path: Path, script: str) -> Path:
    from restitution import store  # noqa: PLC0415 only here

    store.write(path, script.encode())
    return path


def _add(path: Path, line: str) -> None:
    """Add a line at the end of a person's own file, unless it is there: its other bytes stay as they are."""
    known = path.read_bytes() if path.is_file() else b""
    if line.encode() in known:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        file.write((b"" if not known or known.endswith(b"\n") else b"\n") + line.encode() + b"\n")


def _profile(shell: str) -> Path:
    """Where PowerShell keeps what it runs when it starts. Raises `RestitutionError` when it does not say."""
    import subprocess  # noqa: PLC0415 only here

    asked = [shell, "-NoProfile", "-Command", "[Console]::OutputEncoding = [Text.Encoding]::UTF8; $PROFILE"]
    try:
        said = subprocess.run(asked, capture_output=True, check=True, timeout=30).stdout.decode("utf-8").strip()
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError) as error:
        raise RestitutionError(
            f"{shell} ne dit pas où est son profil.",
            f"Ajoutez-y vous-même ce que montre : restitution --show-completion {shell}",
        ) from error
    return Path(said)
