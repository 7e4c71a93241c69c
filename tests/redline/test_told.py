"""What the command says of the threads that a redline shows: an answered one waits for nobody's decision."""

from __future__ import annotations

import pytest

from restitution.cli.redline import Redlined


@pytest.mark.parametrize(
    ("threads", "waiting", "said"),
    [
        (0, 0, ""),
        (1, 0, "1 fil de remarques en marge, déjà répondu."),
        (2, 0, "2 fils de remarques en marge, tous déjà répondus."),
        (1, 1, "1 fil de remarques en marge, il attend votre décision."),
        (2, 2, "2 fils de remarques en marge, tous attendent votre décision."),
        (3, 1, "3 fils de remarques en marge, dont 1 attend votre décision."),
    ],
)
def test_threads_are_told_as_the_list_of_remarks_tells_them(
    threads: int, waiting: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    one = Redlined(path="interne/r.docx", before="avant", after="après", changes={}, words=["1 paragraphe"],
                   has_table=True, threads=threads, waiting=waiting, said=[])  # fmt: skip
    one.show()
    told = capsys.readouterr().out
    assert said in told
    assert ("fil" in told) is bool(threads)
