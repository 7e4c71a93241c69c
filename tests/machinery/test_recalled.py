"""What a build computed serves the next one while it is made from the same, and only then."""

from __future__ import annotations

from pathlib import Path

import pytest

from restitution.stages.recalled import CACHE, recalled


class Maker:
    """Counts how often it is asked."""

    def __init__(self, made: bytes) -> None:
        self.made, self.asked = made, 0

    def __call__(self) -> bytes:
        self.asked += 1
        return self.made


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_what_is_made_from_the_same_is_made_once() -> None:
    maker = Maker(b"fait")
    assert [recalled("plan", b"texte", maker) for _ in range(3)] == [b"fait"] * 3
    assert maker.asked == 1


def test_what_is_made_from_something_else_takes_its_place() -> None:
    first, second = Maker(b"un"), Maker(b"deux")
    recalled("plan", b"texte", first)
    assert recalled("plan", b"autre texte", second) == b"deux"
    assert recalled("plan", b"texte", first) == b"un"
    assert (first.asked, second.asked) == (2, 1)
    assert [path.name for path in CACHE.iterdir()] == ["plan"]


def test_two_names_do_not_meet() -> None:
    recalled("plan", b"texte", Maker(b"un"))
    assert recalled("graphiques", b"texte", Maker(b"deux")) == b"deux"
    assert recalled("plan", b"texte", Maker(b"trois")) == b"un"


def test_what_was_made_by_other_code_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    recalled("plan", b"texte", Maker(b"un"))
    monkeypatch.setattr("restitution.stages.recalled.code_digest", lambda: "autre programme")
    assert recalled("plan", b"texte", Maker(b"deux")) == b"deux"


@pytest.mark.parametrize("damage", [b"", b"x" * 20, b"x" * 200])
def test_what_is_damaged_is_made_anew(damage: bytes) -> None:
    recalled("plan", b"texte", Maker(b"un"))
    (CACHE / "plan").write_bytes(damage)
    assert recalled("plan", b"texte", Maker(b"deux")) == b"deux"
    whole = (CACHE / "plan").read_bytes()
    (CACHE / "plan").write_bytes(whole[:-1])
    assert recalled("plan", b"texte", Maker(b"trois")) == b"trois"
