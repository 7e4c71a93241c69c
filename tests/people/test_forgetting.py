"""What earlier builds kept of somebody who withdrew goes from the cache, however deep it stands."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from restitution import store
from restitution.model import Document
from restitution.plan.outputs import ANNEXES, DOCUMENT
from restitution.stages import forgetting
from restitution.stages.register import SEEN


def test_what_a_model_saw_in_her_notes_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / SEEN / "ab" / "abcd.json"
    store.write(kept, b'[["Anselme Vidalbert"]]')
    nothing = Document(build="", title="", subtitle="", date="", language="", epoch=0)
    for name in (DOCUMENT, ANNEXES):
        store.write(tmp_path / name, store.encode(nothing))
    monkeypatch.setattr(forgetting, "_intakes", lambda *_: iter(()))
    plan = SimpleNamespace(supports=list)
    forgetting._prune_cache(plan, tmp_path, set())  # type: ignore[arg-type]
    assert not kept.exists()
