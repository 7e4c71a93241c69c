"""What is large is written and hashed a piece after the other: the same bytes as at once."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restitution import store
from restitution.model import LONG, Document, Placement
from restitution.pandoc import ast

texts = st.text(max_size=20)
blocks = st.lists(texts.map(lambda text: ast.para(ast.string(text))), max_size=5)
placements = st.lists(
    texts.map(lambda text: Placement(leaf="a", bookmark="b", part=text, path=text, where="")), max_size=3
)
documents = st.builds(
    Document, build=texts, title=texts, subtitle=st.just('"blocks":[]'), date=texts, language=texts,
    epoch=st.integers(0, 9), authors=st.lists(texts, max_size=2), blocks=blocks, placements=placements,
    media=st.dictionaries(st.sampled_from(["blocks", "placements"]), texts),
)  # fmt: skip


@pytest.mark.parametrize("size", [1, 40, 1 << 20])
@given(document=documents)
def test_a_document_in_pieces(document: Document, size: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(store, "PIECE", size)
        pieces = store.pieces(document, *LONG)
        whole = store.packed(document)
        assert b"".join(pieces) == whole
        assert len(pieces) == len(whole)
        assert store.digest("a", pieces, "b") == store.digest("a", whole, "b")


def test_a_file_is_that_of_all_its_pieces_or_is_not(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    store.write(path, store.Pieces(lambda: iter([b"un ", b"", b"deux"])))
    assert path.read_bytes() == b"un deux"

    def broken() -> object:
        yield b"trois"
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 any
        store.write(path, store.Pieces(broken))  # type: ignore[arg-type]
    assert path.read_bytes() == b"un deux"
    assert list(tmp_path.iterdir()) == [path]


@given(texts_=st.lists(texts, max_size=5), size=st.sampled_from([1, 1 << 20]))
def test_a_contract_in_pieces(tmp_path_factory: pytest.TempPathFactory, texts_: list[str], size: int) -> None:
    path = tmp_path_factory.mktemp("a") / "b.jsonl"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(store, "PIECE", size)
        store.write_contract(path, "key", texts_)
    head, *lines = path.read_bytes().splitlines()
    assert msgspec.json.decode(head)["key"] == "key"
    assert [msgspec.json.decode(line) for line in lines] == texts_
