"""The calendar of visits: days, words, ids that stay, and the form that the standard asks for."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from icalendar import Calendar

from restitution.exchange.calendar import calendar_of
from restitution.settings import Settings
from restitution.settings.reading import read_settings

CASES = yaml.safe_load(Path(__file__).with_name("visits.yaml").read_text("utf-8"))
EPOCH = 1_791_417_600
NAME = r"Pays de Séronne ; son nom, \ et ses signes"


def told(visits: list[dict[str, Any]]) -> Settings:
    raw = {
        "projet": {"titre": "Cap 2040"},
        "territoires": [{"code": "HG", "nom": "Haute-Galdonne"}, {"code": "VA", "nom": "Val d'Arvoise"}],
        "avances": [{"code": "SE", "nom": NAME}],
        "visites": visits,
    }
    return read_settings(json.dumps(raw, default=str, ensure_ascii=False).encode())


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_each_dated_visit_is_an_event(case: dict[str, Any]) -> None:
    data = calendar_of(told(case["visits"]), EPOCH)
    events = list(Calendar.from_ical(data).walk("VEVENT"))
    shown = [[one["dtstart"].dt, one["dtend"].dt, str(one["summary"]), str(one["status"])] for one in events]
    assert shown == case["events"]
    assert len({str(one["uid"]) for one in events}) == len(events)


def test_lines_are_folded_and_signs_escaped() -> None:
    data = calendar_of(told(CASES[2]["visits"]), EPOCH)
    lines = data.split(b"\r\n")
    assert lines.pop() == b""
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    whole = data.decode().replace("\r\n ", "")
    assert r"Pays de Séronne \; son nom\, \\ et ses signes" in whole
    assert {"BEGIN:VCALENDAR", "VERSION:2.0", "DTSTART;VALUE=DATE:20250624"} <= set(whole.split("\r\n"))
    assert re.search(r"^DTSTAMP:\d{8}T\d{6}Z\r$", whole, re.MULTILINE)


def test_a_visit_that_moves_keeps_its_id() -> None:
    visit = {"type": "miroir", "hote": "HG", "visiteurs": ["VA"], "prevue": "2025-05-20"}
    again = {**visit, "prevue": "2026-05-20"}
    uids = [
        [str(one["uid"]) for one in Calendar.from_ical(calendar_of(told(visits), EPOCH)).walk("VEVENT")]
        for visits in ([visit, again], [{**visit, "realisee": "2025-06-03"}, again])
    ]
    assert uids[0] == uids[1]
    assert len(set(uids[0])) == 2
