"""A picture that one file tells in words only is told by the build: by name, once, and no more than a few."""

import pytest

from restitution.cli.outcome import unseen

SAID = "a.pdf ne montre pas {} images et le dit en toutes lettres : {} Exportez en PNG ce qui manque."


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([], ""),
        (["Le pont", "Le pont"], SAID.format(2, "« Le pont ».")),
        (["un", "deux", "trois", "quatre"], SAID.format(4, "« un », « deux » et « trois »…")),
    ],
)
def test_what_is_said_of_pictures_that_a_file_does_not_show(told: list[str], expected: str) -> None:
    assert unseen("a.pdf", told) == expected
