"""Reviewed in LibreOffice, notes edited meanwhile, built again: nothing is lost, nothing on the wrong words."""

import pytest

from tests.builds.conftest import built
from tests.review.office import office
from tests.review.scripted.rounds import published, rounds


@pytest.mark.slow
def test_two_rounds_of_review(own_example, tmp_path):
    """The first copy comes back as DOCX, the second as ODT. Five seeds: `tests/benchmarks/reviewer.py`."""

    def reviewed(project):
        return built(project, "relecture")

    with office(tmp_path) as libreoffice:
        verdict = rounds(own_example, libreoffice, reviewed, seed=11, count=2, times=1)
    built(own_example)
    assert "q11r" not in published(own_example), "the publication holds no remark"
    assert verdict.lost == []
    assert verdict.doubled == []
    assert verdict.wrong_sure == []
    assert verdict.right >= 0.98 * verdict.judged, verdict.wrong_to_confirm
    assert verdict.judged > 30, "a reviewer who did next to nothing proves nothing"
    assert len(verdict.dropped_by_office) < verdict.asked / 5, verdict.dropped_by_office
