"""`python -m restitution.cli`: the command, where its script is not on PATH."""

from restitution.cli import main

main()
