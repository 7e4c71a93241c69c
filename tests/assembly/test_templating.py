"""A template compiled beforehand gives what one compiled on the spot gives."""

from __future__ import annotations

import pytest

from restitution.assembly.outline import MARKDOWN
from restitution.errors import RestitutionError
from restitution.templating import HTML, compile_all, environment, rendered


def test_each_kind_of_template_keeps_its_own_code() -> None:
    source = "{{ mot }}{{ '<b>' }}\n"
    compile_all([source], **HTML)
    compile_all([source], **MARKDOWN)
    assert rendered(environment({}, **HTML), "page", source, mot="*") == "*&lt;b&gt;\n"
    assert rendered(environment({}, **MARKDOWN), "plan", source, mot="*") == r"\*\<b\>"


def test_what_a_template_knows_is_that_of_the_day() -> None:
    source = "{{ titre }}"
    assert rendered(environment({"titre": "un"}, **HTML), "page", source) == "un"
    assert rendered(environment({"titre": "deux"}, **HTML), "page", source) == "deux"


@pytest.mark.parametrize("times", [1, 2])
def test_a_mistake_is_told_with_its_line_each_time(times: int) -> None:
    source = "bien\n\n{{ inconnu }}\n"
    for _ in range(times):
        with pytest.raises(RestitutionError, match=r"templates/page, ligne 3 : « inconnu »"):
            rendered(environment({}, **HTML), "page", source)
