"""What a person takes back stays so: the next run is silent about it, in the lists and calendars, too."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.offices import officebot

pytestmark = pytest.mark.xdist_group("day")
NEXT_MORNING = "2026-11-24T08:00"


def test_a_deadline_that_was_taken_back_is_silent_the_next_morning(sample: Path) -> None:
    found = officebot("history", "--duty", "deadlines", "--limit", "500", "--json", office=sample).facts
    noted = next(one for one in found if one["title"].startswith("Note the deadline") and one["state"] == "done")
    subject = noted["title"].split("“", 1)[1].rsplit("”", 1)[0]
    assert subject in (sample / "documents" / "deadlines.ics").read_text("utf-8").replace("\n ", "").replace("\\", "")
    assert officebot("undo", str(noted["id"]), office=sample).code == 0

    would = officebot("once", "deadlines", "--dry-run", "--at", NEXT_MORNING, "--json", office=sample).facts
    assert would
    assert noted["title"] not in {one["title"] for one in would}
    assert officebot("once", "deadlines", "--at", NEXT_MORNING, office=sample).code == 0
    again = officebot("history", "--duty", "deadlines", "--limit", "500", "--json", office=sample).facts
    assert [one["state"] for one in again if one["title"] == noted["title"]] == ["undone"]
    assert officebot("once", "deadlines", "--dry-run", "--at", NEXT_MORNING, office=sample).out == ""
