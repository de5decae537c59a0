"""Until when one may say yes: days on which nobody works do not count, what a duty wished as an hour does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from officebot.core.policy import Policy
from officebot.core.worktime import WorkingTime
from officebot.engine.running.proposing import Made, Proposer
from tests.engine.helpers import PEOPLE, Bench, letter, proposal

FRIDAY = datetime(2026, 11, 20, 15, 40, tzinfo=UTC)
ASKED = replace(proposal("ask", letter("reminder")), must_ask=True)


@pytest.mark.parametrize(
    ("working", "wished", "lasts"),
    [
        pytest.param(WorkingTime(), None, timedelta(days=5), id="three days over a weekend"),
        pytest.param(None, None, timedelta(days=3), id="where nobody says when the office works"),
        pytest.param(WorkingTime(), timedelta(hours=5), timedelta(hours=5), id="what is over sooner"),
    ],
)
def test_a_weekend_takes_nobody_s_time_to_say_yes(
    tmp_path: Path, working: WorkingTime | None, wished: timedelta | None, lasts: timedelta
) -> None:
    bench = Bench(tmp_path)
    proposer = Proposer(bench.performers, Policy, PEOPLE, working=working)
    made = Made(proposal=replace(ASKED, expires_after=wished), duty="tests", run_id=None)
    assert proposer.prepare(made, FRIDAY).row["expires"] == FRIDAY + lasts
