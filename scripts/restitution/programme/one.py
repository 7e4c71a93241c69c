"""`python -m restitution.programme.one KEY -- RESULT`: one project of a programme, by the ordinary command.

The command has a process of its own, and with it the project's lock and log. Whatever it answers is a result: a
project that cannot be built is no failure of the programme.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from restitution import store
from restitution.forkserver import ADDRESS
from restitution.programme.record import Decided, Member, Result, decided, understood

COMMAND = (sys.executable, "-Pm", "restitution.cli", "build", "--json")


def words(followed: Decided, member: Member) -> list[str]:
    """The command that builds a project."""
    said = [*COMMAND, f"--project={member.path}", f"--cores={followed.cores}"]
    said += ["--strict"] * followed.strict
    said += [f"--profile={followed.profile}"] * followed.is_spread(member)
    return [*said, *followed.targets]


def built(followed: Decided, member: Member) -> Result:
    """What the command answers; what it says beside its answer goes to our log."""
    environment = {name: value for name, value in os.environ.items() if name != ADDRESS}
    done = subprocess.run(words(followed, member), capture_output=True, check=False, env=environment)
    told = done.stderr.decode("utf-8", "replace")
    sys.stderr.write(told)
    return understood(done.returncode, done.stdout, told)


def main(key: str, result: str) -> None:
    """Build the project of a key, and write down what it gave."""
    followed = decided(Path())
    member = next(one for one in followed.members if one.key == key)
    store.write(Path(result), store.encode(built(followed, member)))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[3])
