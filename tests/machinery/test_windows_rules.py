"""What Windows runs of our rules: `cmd.exe` takes them, and no shell of Unix is there.

Read in Snakemake 9: without a shell of its own, a command goes to `cmd.exe /c`, and `:q` puts double quotes.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from snakemake.utils import cmd_exe_quote
from snakemake.utils import format as formatted

from restitution.plan.locks import release_build_lock
from restitution.plan.prepare import prepare
from restitution.resources import home

from .conftest import Project

CMD_TAKES = 8191
"""Letters of a command that `cmd.exe` takes."""
PYTHON = len(r'"C:\Users\prenom.nom-de-famille\AppData\Roaming\uv\tools\restitution\Scripts\python.exe"')
MANY = 40
UNIX_ONLY = {
    "a word of bash": r"\b(?:export|source|set -|eval|exec|trap|function|then|fi|done)\b",
    "a variable of bash": r"\$[\w{(]",
    "a list of commands": r"(?<!2>)&&|\|\||;|&(?!1)",
    "a pipe": r"\|",
    "an input from a file": r"<",
    "single quotes, which cmd.exe keeps": "'",
    "backticks": "`",
    "a folder of Unix": r"/(?:dev|tmp|bin|usr|etc)/",
    "a program of Unix": r"\b(?:rm|cp|mv|mkdir|cat|test|touch|ln|sed|awk|grep|tee|true|env|chmod|sh|bash)\b",
    "a backslash at the end of a line": r"\\$",
    "a value in front of a command": r"^\s*\w+=",
}


OURS = ("{sys.executable:q} -Pm restitution.stages ", "{sys.executable:q} -Pm restitution.programme.one ")


def files() -> list[Path]:
    return [home() / "Snakefile", *sorted((home() / "scripts").rglob("*.smk"))]


def commands(text: str) -> Iterator[str]:
    """Each `shell:` of a file, its pieces joined as Python joins them."""
    pieces = r"""(?:\s*(?:[rf]{0,2}"(?:[^"\\]|\\.)*"|[rf]{0,2}'(?:[^'\\]|\\.)*'))+"""
    for found in re.finditer(rf"^\s+shell:({pieces})", text, re.MULTILINE):
        yield str(ast.literal_eval(f"({found[1].strip()})"))


def troubles(command: str) -> list[str]:
    return [what for what, pattern in UNIX_ONLY.items() if re.search(pattern, command, re.MULTILINE)]


def test_every_rule_that_runs_has_a_command_that_is_read() -> None:
    text = "".join(path.read_text("utf-8") for path in files())
    assert len(list(commands(text))) == len(re.findall(r"^\s+shell:", text, re.MULTILINE)) > 10


@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_no_command_of_a_rule_needs_a_shell_of_unix(path: Path) -> None:
    for command in commands(path.read_text("utf-8")):
        assert troubles(re.sub(r"\{[^{}]*\}", "x", command)) == [], command
        assert command.startswith(OURS), "whatever python PATH has"


@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_each_stage_is_run_by_the_interpreter_that_runs_the_tool(path: Path) -> None:
    """PATH may have no Python, or one that knows nothing of us."""
    for command in commands(path.read_text("utf-8")):
        assert command.startswith(OURS), command


def test_nothing_is_put_before_each_command() -> None:
    """A prefix or a suffix would be in the words of one shell."""
    assert not [
        path.name
        for path in files()
        if re.search(r"shell\.(prefix|suffix)|shell\.executable", path.read_text("utf-8"))
    ]


@pytest.mark.parametrize(
    "command",
    [
        "export PATH=/x:$PATH; ", "python x >/dev/null", "PYTHONUTF8=1 python x", "python x | tee log", "rm -f x",
        "python 'a b'", "test -f x && python y", "cat <x",
    ],
)  # fmt: skip
def test_what_bash_alone_takes_is_seen(command: str) -> None:
    assert troubles(command)


def test_a_command_as_it_stands_is_what_cmd_takes() -> None:
    """Names with spaces, accents and signs of cmd.exe stay one word each."""
    written = formatted(
        "{python:q} -Pm restitution.stages x {input:q} -- {output:q} >{log:q} 2>&1",
        python=r"C:\Program Files\é\python.exe", input=["notes/a b.jsonl", "notes/c&d.jsonl"],
        output="x.json", log="logs/x.log", quote_func=cmd_exe_quote,
    )  # fmt: skip
    assert written == (
        r'"C:\Program Files\é\python.exe" -Pm restitution.stages x "notes/a b.jsonl" "notes/c&d.jsonl" '
        '-- "x.json" >"logs/x.log" 2>&1'
    )


def test_no_command_is_longer_than_cmd_takes_with_forty_territories(project: Project) -> None:
    """The longest names every copy to review, or every lot, three times at most."""
    lines = [f"  - {{code: T{n}, nom: Pays {n}, dossiers: [territoire-numero-{n}]}}" for n in range(MANY)]
    outputs = "sorties: [docx, pdf, html, relecture, territoires, retours]\ntranscriptions: a_part\n"
    settings = "\n".join(["projet: {titre: x}", "territoires:", *lines, outputs])
    project.file("restitution.yaml", settings)
    for n in range(MANY):
        project.note(f"territoire-numero-{n}/portrait.md", "# Portrait\n\nDouze communes.\n")
    plan = prepare(project.path)
    release_build_lock(project.work)
    copies = [*plan.each_copy("copies/{output}.json"), *plan.each_copy("build/{file}")]
    longest = {
        "verify_copies": [*copies, "remarks.json", *plan.each_copy("verified/{output}.json")],
        "write_copies": ["document.json", "build/restitution.docx", "remarks.json", "codes.json", *copies],
        "assemble": [*plan.each_lot("public/{lot}.jsonl"), *plan.each_lot("notes/{lot}.jsonl")],
        "publish": [*plan.each_output("build/{file}"), *plan.each_output("verified/{output}.json")],
    }
    assert len(copies) >= 2 * MANY
    lengths = {rule: PYTHON + 200 + sum(len(name) + 3 for name in names) for rule, names in longest.items()}
    assert {rule: length for rule, length in lengths.items() if length > CMD_TAKES} == {}
