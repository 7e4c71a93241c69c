"""What a model takes for people is judged, kept by content, and missed by nobody where it is not installed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from restitution.people import entities, language_model
from restitution.people.circle import NOBODY
from restitution.people.entities import Entities, entities_in
from restitution.people.finder import Finder
from restitution.people.forms import plain

Seen = list[list[str]]


@pytest.fixture
def seeing(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, list[str]]], list[str]]:
    """A model that sees these names in these texts; what it was asked to read."""

    def see(names: dict[str, list[str]]) -> list[str]:
        asked: list[str] = []

        def read(texts: list[str]) -> Seen:
            asked.extend(texts)
            return [names[text] for text in texts]

        monkeypatch.setattr(entities, "version", lambda: "essai 1")
        monkeypatch.setattr(entities, "_seen", read)
        return asked

    return see


def found(seen: Entities, text: str) -> list[str]:
    return [plain(text)[start:end] for start, end in seen(plain(text))]


@pytest.mark.parametrize(
    ("text", "said", "kept"),
    [
        ("Hier, Yvonnick Kerboriou est venu.", ["Yvonnick Kerboriou"], ["Yvonnick Kerboriou"]),
        ("Hier, Éluned Brèchemer est venue.", ["Éluned Brèchemer est"], ["Eluned Brechemer"]),
        ("On va à Kergast. Kergast explique tout.", ["Kergast"], []),
        ("Le lycée Ysolde Karadec ouvre.", ["Ysolde Karadec"], []),
        ("Bonjour, Objectif Mobilité avance.", ["Objectif Mobilité"], []),
        ("Le PETR et Enedix répondent.", ["PETR", "Enedix"], []),
        ("Moi c'est Ysaline, et voilà.", ["Ysaline"], ["Ysaline"]),
        ("Lot 12 Karadec", ["12 Karadec"], []),
    ],
)
def test_what_a_model_sees_is_judged(seeing, text: str, said: list[str], kept: list[str], tmp_path: Path) -> None:
    seeing({text: said})
    assert found(entities_in([text], tmp_path), text) == kept


def test_a_text_is_read_once(seeing, tmp_path: Path) -> None:
    text = "Hier, Yvonnick Kerboriou est venu."
    asked = seeing({text: ["Yvonnick Kerboriou"]})
    assert found(entities_in([text, text, "rien ici"], tmp_path), text)
    assert found(entities_in([text, "rien là"], tmp_path), text)
    assert asked == [text]
    (file,) = (one for one in tmp_path.rglob("*.json"))
    file.write_bytes(b"[[")
    assert found(entities_in([text], tmp_path), text)
    assert asked == [text, text]


def test_without_the_extra_nothing_is_read_nor_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(language_model, "find_spec", lambda _: None)
    language_model.version.cache_clear()
    assert language_model.version() == ""
    assert found(entities_in(["Hier, Yvonnick Kerboriou."], tmp_path), "Hier, Yvonnick Kerboriou.") == []
    assert not list(tmp_path.iterdir())
    language_model.version.cache_clear()


def test_what_a_model_sees_is_masked(seeing, tmp_path: Path) -> None:
    text = "Hier, Yvonnick Kerboriou et les autres."
    seeing({text: ["Yvonnick Kerboriou"]})
    cuts = Finder(NOBODY, entities=entities_in([text], tmp_path))(plain(text))
    assert [text[cut.start : cut.end] for cut in cuts] == ["Yvonnick Kerboriou"]
