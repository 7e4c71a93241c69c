"""Comments and changes of a returned ODT, counted in its raw XML."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from restitution.conservation.review_odt import count_odt
from restitution.errors import UnreadableSource
from restitution.ooxml.opendocument import MIMETYPE, NAMESPACES
from restitution.ooxml.package import write_package

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("review_odt.yaml").read_text("utf-8"))
NAMES = NAMESPACES | {"loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"}
DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMES.items() if prefix != "xml")
CONTENT = (
    "<office:document-content {0}><office:automatic-styles>{3}</office:automatic-styles><office:body><office:text>"
    "<text:tracked-changes>{1}</text:tracked-changes>{2}</office:text></office:body></office:document-content>"
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    content = CONTENT.format(DECLARED, case.get("regions", ""), case["text"], case.get("styles", ""))
    counted = count_odt(write_package({"mimetype": MIMETYPE.encode(), "content.xml": content.encode()}))
    assert (counted.kinds, counted.ours) == (case["kinds"], case.get("ours", 0))


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(UnreadableSource):
        count_odt(write_package({"mimetype": MIMETYPE.encode()}))


def test_a_file_that_was_cut_is_counted_as_far_as_it_goes() -> None:
    text = "<text:p>a<office:annotation><dc:creator>E</dc:creator></office:annotation></text:p>"
    content = CONTENT.format(DECLARED, "", text, "")
    data = write_package({"mimetype": MIMETYPE.encode(), "content.xml": content.encode()})
    assert count_odt(data[: data.index(b"PK\x01\x02") - 12]).kinds == {"comment": 1}
