"""A desk over the small project of the review's tests, and what drives it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from restitution.desk.app import application
from restitution.desk.found import NO_COVERAGE
from restitution.desk.guard import Keys
from restitution.desk.project import Desk
from restitution.model import Balance
from restitution.plan.outputs import WORK
from restitution.store import encode, write
from tests.review.test_commands import mark
from tests.review.world import World, src

PORT = 8765
BASE = "Le pays compte douze communes. Le conseil se réunit le mardi."

NOTHING = {"balance.json": Balance(sources=[]), "coverage.json": NO_COVERAGE, "conflicts.json": []}
"""What a look leaves besides: where it lacks, the desk looks at the notes by itself."""


class OnTheDesk:
    """Somebody at the desk, in a browser that has the cookie."""

    def __init__(self, world: World) -> None:
        self.world, self.keys = world, Keys(PORT)
        self.desk = Desk(world.root, by="Zoé")
        self.desk.jobs.start = lambda *_, **__: None  # type: ignore[method-assign]  # nothing is run by the way
        self.look()
        self.client = TestClient(
            application(self.desk, self.keys), base_url=self.keys.origin, follow_redirects=False
        )
        self.client.get("/entrer", params={"jeton": self.keys.token})

    def look(self) -> None:
        """What a build does before anybody decides."""
        plan = self.world.look()
        write(self.world.root / WORK / "plan.json", encode(plan))
        write(self.world.root / WORK / "annexes.json", encode(self.world.document))
        for name, record in NOTHING.items():
            if not (self.world.root / WORK / name).is_file():
                write(self.world.root / WORK / name, encode(record))

    def get(self, address: str, **headers: str) -> Any:
        return self.client.get(address, headers=headers)

    def post(self, address: str, fields: dict[str, Any], **headers: str) -> Any:
        own = {"origin": self.keys.origin, "x-csrf": self.keys.csrf, "hx-request": "true"} | headers
        return self.client.post(address, data=fields, headers=own)

    def version(self, number: str) -> str:
        """The version of a remark that its page shows."""
        found = re.search(rf'value="({number}:[0-9a-f]+)"', self.get(f"/remarques/{number}").text)
        assert found
        return found[1]

    def decide(self, *numbers: str, decision: str, **fields: str) -> Any:
        return self.post(
            "/remarques/decider",
            {"numero": [self.version(one) for one in numbers], "decision": decision, **fields},
        )

    def states(self) -> dict[str, str]:
        return {one.number: one.state for one in self.desk.today().remarks}


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    made = World(tmp_path / "projet", monkeypatch)
    treize = BASE.replace("douze", "treize")
    made.copy(
        "2026-10-08",
        mark(1, "comment", "Vraiment douze ?", src(3), quote="douze communes", base=BASE, offset=15),
        mark(2, "insertion", "treize", src(3), base=BASE, proposed=treize),
        mark(3, "comment", "Où donc ?", src(4), confidence=0.6, author="Jean Bost"),
        mark(4, "deletion", "avons", src(6), author="Jean Bost"),
        mark(5, "comment", "Passage disparu", "src_00000000ff", base="Adieu.", author="Jean Bost"),
    )
    return made


@pytest.fixture
def here(world: World) -> Iterator[OnTheDesk]:
    on_it = OnTheDesk(world)
    with on_it.client:
        yield on_it
